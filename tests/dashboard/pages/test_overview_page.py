"""The first page, drawn on the small dashboard: what it says and what its tiles are given."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import url_state

if TYPE_CHECKING:
    from tests.conftest import Tiny


def draw(config: str) -> None:
    from dashboard import url_state
    from dashboard.pages import overview
    from indicators import load

    overview.render(url_state.view(load(config, keep=False)))


def page(tiny: Tiny, **query: str) -> AppTest:
    app = AppTest.from_function(draw, kwargs={"config": str(tiny.config)}, default_timeout=20)
    for key, value in {"lang": "en", **query}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(part.value for part in app.markdown).replace("\\", "")


def fields(app: AppTest) -> list[dict[str, Any]]:
    """What the board of tiles was given."""
    sent = app.get("bidi_component")[0].proto
    kind = sent.WhichOneof("data")
    given = getattr(sent, kind)
    data = json.loads(given)
    found: list[dict[str, Any]] = (json.loads(data) if isinstance(data, str) else data)["fields"]
    return found


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ({}, "# Alpha: where we stand"),
        ({"place": "BBB"}, "# Beta: where we stand"),
        ({"lang": "zh"}, "# 甲国发展水平"),
        ({"lang": "zh", "place": "ALP"}, "# 甲城发展水平"),
    ],
)
def test_heading(tiny: Tiny, query: dict[str, str], heading: str) -> None:
    assert page(tiny, **query).markdown[0].value.replace("\\", "") == heading


def test_summary_of_a_place_with_its_own_figures(tiny: Tiny) -> None:
    text = said(page(tiny, place="BBB"))
    assert "▲ People using the Internet: up 10.0 points from 2022 to 2023" in text
    assert "People using the Internet: ✓ Target met: 70% by 2025" in text
    assert "No recent figure of Beta can be ranked: no strengths or weaknesses" in text
    assert "The one target is met or on track." in text
    assert "All 2 figures are of Beta." in text


def test_summary_of_a_place_that_borrows(tiny: Tiny) -> None:
    text = said(page(tiny, place="ALP"))
    assert "Alpha · People using the Internet: ○ Too few figures to tell: 70% by 2025" in text
    assert "None of the 2 figures is of Alpha City; each carries the name of its place" in text
    assert "No recent figure of Alpha City can be ranked" in text


def test_the_place_of_a_figure_stands_before_a_name_in_brackets(tiny: Tiny) -> None:
    tiny.change("data/world/facts.yaml", "People using the Internet", "People online (ITU)")
    text = said(page(tiny, place="ALP"))
    assert "Alpha · People online (ITU): ○" in text and ") (" not in text


def test_a_change_of_years_ago_is_no_news(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "up 10.0 points from 2022 to 2023" in said(page(tiny, place="BBB"))
    monkeypatch.setattr(
        url_state, "current_day", lambda: date(2027, 1, 1)
    )  # 2023 is three years before the last completed one
    assert "points from 2022" not in said(page(tiny, place="BBB"))


def test_tiles_by_field(tiny: Tiny) -> None:
    (field,) = fields(page(tiny, place="ALP"))
    assert field["title"] == "Networks"
    assert field["tiles"] == []
    assert field["setting"] == "The setting: Alpha"
    setting = field["setting_tiles"]
    assert [one["value"] for one in setting] == ["60.0%", "150 yuan per person"]
    assert {one["place_tag"] for one in setting} == {"Alpha"}


def test_a_field_without_figures_says_so(tiny: Tiny) -> None:
    tiny.change(
        "config.yaml", "headline: [internet_users, gdp_per_head]", "headline: [gdp_per_head]"
    )
    (field,) = fields(page(tiny, place="CCC"))
    assert field["tiles"] == []
    assert "Gamma" in field["empty"]


def test_a_place_without_any_figure(tiny: Tiny) -> None:
    tiny.write(
        "data/places.csv",
        (tiny.data / "places.csv").read_text() + "DDD,Delta,丁国,country,WLD,,,,\n",
    )
    app = page(tiny, place="DDD")
    assert "No recent figure of Delta can be ranked" in said(app)
    assert fields(app)[0]["tiles"] == []


def test_names_from_files_are_words(tiny: Tiny) -> None:
    name = ":red[x] **b** [l](javascript:alert(1)) <b>"
    tiny.change("data/places.csv", "AAA,Alpha,", f"AAA,{name},")
    heading = page(tiny).markdown[0].value
    assert heading.startswith(r"# \:red\[x\] \*\*b\*\* \[l\]\(javascript\:alert\(1\)\) \<b\>")


def test_the_same_words_on_a_second_visit(tiny: Tiny) -> None:
    assert said(page(tiny)) == said(page(tiny))
