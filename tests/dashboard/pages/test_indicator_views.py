"""The indicator page on the tiny dashboard: every view, and what each says of a wrong address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import live_dataset
from dashboard.views import map_files
from tests.dashboard import tiny
from tests.dashboard.figures import figures

ROWS = tiny.ROWS.split("U,Alnd", maxsplit=1)[0] + "".join(
    f"U,AAA,{row},% of people,,,\n" for row in ("2021,sex=female,40", "2022,sex=female,58")
)
OUTLINES = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "id": code, "properties": {}, "geometry": None}
        for code in ("AAA", "CCC")
    ],
}


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny dashboard with women's figures and a map of Aland and Celand."""
    made = tiny.write(tmp_path, ROWS)
    (tmp_path / "data" / "world.geojson").write_text(json.dumps(OUTLINES), encoding="utf-8")
    made.write_text(
        made.read_text(encoding="utf-8")
        + "maps:\n  country:\n    kind: outlines\n    file: world.geojson\n"
        "    note: {en: Ours, zh: 自绘}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(map_files, "FOLDER", tmp_path / "static")
    monkeypatch.setenv(live_dataset.CONFIG, str(made))
    return made


def draw(config: str) -> None:
    import streamlit as st

    from dashboard import url_state
    from dashboard.pages.indicator import page as indicator
    from indicators import load

    if "data" not in st.session_state:
        st.session_state["data"] = load(config, keep=False)
    page = st.Page(
        lambda: indicator.render(url_state.view(st.session_state["data"])),
        title="Indicator",
        default=True,
    )
    st.session_state["pages"] = {"indicator": page}
    st.navigation([page], position="hidden").run()


def page(config: Path, **query: str) -> AppTest:
    app = AppTest.from_function(draw, kwargs={"config": str(config)}, default_timeout=20)
    for key, value in {"lang": "en", "table": "indicator", **query}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception and not app.error
    return app


def figure(app: AppTest) -> dict[str, Any]:
    [only] = figures(app)
    return only


def title(app: AppTest) -> str:
    text = str(figure(app)["layout"]["title"]["text"])
    return text.replace("<br>", " ").replace("<b>", "").replace("</b>", "")


def column(app: AppTest, name: str) -> list[Any]:
    return list(app.dataframe[0].value[name])


def told(app: AppTest) -> list[str]:
    return [one.value.replace("\\", "") for one in app.info]


def test_trend(config: Path) -> None:
    app = page(config)
    assert app.markdown[0].value.startswith(r"# Users \[of\] \*it\*")
    assert title(app) == "Aland: 60.0% in 2022"  # the series broke: no change is said
    assert app.multiselect(key="places_en").value == ["AAA", "BBB"]
    assert column(app, "Value") == [50, 60, 40, 45] and column(app, "Line") == [2, 3, 5, 6]
    assert told(app) == []


def test_ranking(config: Path) -> None:
    app = page(config, view="ranking")
    assert column(app, "Rank") == [None, None] and column(app, "Place") == ["Aland", "Beland"]
    assert column(app, "Value") == [60, 45]
    assert app.selectbox(key="group_en").value == "both"
    assert column(page(config, view="ranking", period="2021"), "Value") == [50]


def test_map(config: Path) -> None:
    app = page(config, view="map")
    missing, coloured, _ = figure(app)["data"]
    assert (missing["locations"], coloured["locations"], coloured["z"]) == (["CCC"], ["AAA"], [60])
    [public] = map_files.FOLDER.iterdir()
    assert coloured["geojson"] == f"app/static/maps/{public.name}"
    assert "Ours" in str(figure(app)["layout"]["annotations"])


def test_breakdown_as_bars_and_over_time(config: Path) -> None:
    app = page(config, view="breakdown")
    assert figure(app)["data"][0]["x"] == [60, 58]
    app.toggle(key="over_time").set_value(True).run()
    assert {trace["name"]: trace["y"] for trace in figure(app)["data"] if "name" in trace} == {
        "total": [50, 60],
        "female": [40, 58],
    }


def test_a_breakdown_of_the_address(config: Path) -> None:
    app = page(config, breakdown="sex=female")
    assert column(app, "Value") == [40, 58]
    assert app.selectbox(key="breakdown_en").value == "sex=female"


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("trend", "甲国：2022年为60.0%"),
        ("ranking", "使用者（2022年–2023年）：两地"),
        ("map", "2022年–2023年使用者"),
        ("breakdown", "使用者：甲国"),
    ],
)
def test_every_view_in_chinese(config: Path, view: str, said: str) -> None:
    app = page(config, view=view, lang="zh")
    assert title(app) == said
    assert app.markdown[0].value.startswith("# 使用者")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            {"indicator": "usrs"},
            "There is no indicator “usrs” here. Users [of] *it* is shown instead.",
        ),
        ({"places": "AAA,nowhere"}, "There is no place “nowhere” here."),
        (
            {"view": "ranking", "group": "bothe"},
            "There is no group “bothe” here. Did you mean: Both places",
        ),
        (
            {"view": "rankin"},
            "There is no view “rankin” here. Trend is shown instead. Did you mean: Ranking",
        ),
    ],
)
@pytest.mark.parametrize("place", ["AAA", "BBB"])
def test_a_wrong_address_gets_a_line_and_a_page(
    config: Path, query: dict[str, str], said: str, place: str
) -> None:
    app = page(config, place=place, **query)
    assert [one for one in told(app) if one.startswith(said)]
    assert figure(app)["data"]
