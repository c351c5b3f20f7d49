"""The indicator page as known on a day: the banner, the older line beside today's, and what was
revised.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views import vintages as vintageview
from indicators import history
from indicators.analysis.revisions import moments
from tests.dashboard.figures import figures, settings
from tests.dashboard.pages.test_indicator_page import page, said, told

if TYPE_CHECKING:
    from tests.conftest import Tiny

FACTS = "data/world/facts.csv"


@pytest.fixture
def revised(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> tuple[Tiny, str]:
    """A dashboard whose file was revised once, and the address of the day before."""
    monkeypatch.setenv("DASHBOARD_CONFIG", str(tiny.config))
    history.record(tiny.data)
    tiny.change(FACTS, "NET,BBB,2023,total,90,", "NET,BBB,2023,total,93,")
    tiny.add("NET,BBB,2021,total,70,,,,")
    history.record(tiny.data)
    first = moments(tiny.load(), tiny.data, "internet_users")[-1]
    return tiny, vintageview.moment_address(first)


def captions(app: AppTest) -> str:
    return "\n".join(part.value for part in app.caption).replace("\\", "")


def test_today_says_since_when_and_offers_the_older_day(revised: tuple[Tiny, str]) -> None:
    app = page(revised[0], indicator="internet_users", place="BBB")
    assert "Stored here since" in captions(app) and "its files changed on" in captions(app)
    assert [len(box.options) for box in app.selectbox if box.key == "known_en"] == [2]
    assert "93.0% in 2023" in figures(app)[0]["layout"]["title"]["text"]


def test_the_figures_of_that_day_are_shown_and_named(revised: tuple[Tiny, str]) -> None:
    app = page(revised[0], indicator="internet_users", place="BBB", known=revised[1])
    spec = figures(app)[0]
    assert settings(app)[0]["ahead"] is None  # drawn ahead are today's figures alone
    assert "The figures on this page are those known on" in said(app)
    assert "90.0% in 2023" in spec["layout"]["title"]["text"].replace("<br>", " ")
    lines = [trace["y"] for trace in spec["data"] if trace.get("mode", "").startswith("lines")]
    assert any(93 in line for line in lines) and any(90 in line for line in lines)
    assert "1 new and 1 revised. The revision is of 3.0 points." in said(app)
    tables = [one.value.iloc[0].tolist() for one in app.dataframe if len(one.value.columns) == 7]
    assert tables[0] == ["Beta", "2023", 90.0, 93.0, 3.0, "% of population", "revised"]


def test_without_a_history_there_is_nothing_to_choose(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_CONFIG", str(tiny.config))
    app = page(tiny, indicator="internet_users", place="BBB")
    assert "Kept here" not in captions(app) and not [
        box for box in app.selectbox if box.key == "known_en"
    ]


def test_a_day_that_cannot_be_shown_is_told_and_todays_figures_are(
    revised: tuple[Tiny, str],
) -> None:
    app = page(revised[0], indicator="internet_users", place="BBB", known="2001-01-01")
    assert any("No figures were stored here on 1 Jan 2001" in line for line in told(app))
    assert "93.0% in 2023" in figures(app)[0]["layout"]["title"]["text"]
    app = page(revised[0], indicator="internet_users", place="BBB", known="<b>soon</b>")
    assert any("is not a date" in line for line in told(app))


def test_a_damaged_history_leaves_the_page_up(revised: tuple[Tiny, str]) -> None:
    commit = next((revised[0].data / ".history" / "commits").glob("*1.json"))
    commit.chmod(0o644)
    commit.write_text("{")
    app = page(revised[0], indicator="internet_users", place="BBB", known=revised[1])
    assert "93.0% in 2023" in figures(app)[0]["layout"]["title"]["text"]
    assert "Earlier versions of the figures cannot be read." in captions(app)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_missing_records_and_a_wrong_clock_are_told(revised: tuple[Tiny, str], lang: str) -> None:
    tiny = revised[0]
    tiny.add("NET,BBB,2020,total,65,,,,")
    history.record(tiny.data)
    folder = tiny.data / ".history" / "commits"
    said = json.loads((folder / "00000003.json").read_bytes())
    (folder / "00000003.json").write_text(json.dumps(said | {"when": "2099-03-04T12:00:00+00:00"}))
    (folder / "00000002.json").unlink()
    app = page(tiny, indicator="internet_users", place="BBB", lang=lang)
    if lang == "en":
        assert "The records of some changes (number 2) are missing" in captions(app)
        assert (
            "The clock was wrong when some changes (number 3) were recorded, dated 4 Mar 2099"
            in captions(app)
        )
    else:
        assert "部分变更（编号 2）的记录已缺失" in captions(app) and "2099年3月4日" in captions(app)
