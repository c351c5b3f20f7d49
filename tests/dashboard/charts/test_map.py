"""Maps, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.charts import TOPOJSON_CONFIG, Chart, Frame, Outline, Places, world_map
from dashboard.charts.kit.map_colours import class_limits, class_of
from dashboard.style import LIGHT
from tests.dashboard.charts.drawing import EN
from tests.dashboard.charts.samples import PERCENT, YUAN, make, ranked

ROOT = Path(__file__).parents[3]


def drawn(frame: Any, unit: object = PERCENT, **options: Any) -> Chart:
    fit = options.pop("fit", "world")
    points = {"P3": (1.35, 103.8), "P1": (0.0, 0.0)}
    outline = Outline("app/static/w.geojson", frozenset({"P1", "P2", "BIG"}), points, fit)
    restricted = options.pop("restricted", ())
    names = {"P1": "One", "P3": "Three", "BIG": "Big"}
    places = Places(names, ("P2",), restricted=restricted)
    return world_map(frame, make(unit), places, outline, EN, Frame("T"), **options)


def trace(chart: Chart, *places: str) -> dict[str, Any]:
    return next(each for each in chart.figure["data"] if each.get("locations") == list(places))


def test_places_with_data_are_coloured_and_the_others_grey_and_say_so() -> None:
    chart = drawn(ranked(90.0, 80.0, 70.0))
    coloured, missing = trace(chart, "P1", "P2"), trace(chart, "BIG")
    assert coloured["z"] == [90, 80] and coloured["hovertext"][0] == "<b>One</b><br>90.0%<br>2023"
    assert missing["hovertext"] == ["<b>Big</b><br>No data"]
    assert missing["colorscale"][0][1] == LIGHT.missing
    assert chart.alt == "T 3 places, from 70.0% (Three) to 90.0% (One); 1 without data."


def test_an_area_that_is_not_shown_for_its_terms_says_so() -> None:
    chart = drawn(ranked(90.0, 80.0, 70.0), restricted=("BIG",))
    expected = "<b>Big</b><br>Not shown here for the terms of the source"
    assert trace(chart, "BIG")["hovertext"] == [expected]
    assert chart.alt.endswith("(One); 1 not shown here for the terms of the source.")


def test_small_places_are_dots_in_the_same_colours() -> None:
    dots = next(
        each
        for each in drawn(ranked(90.0, 80.0, 70.0)).figure["data"]
        if each["type"] == "scattergeo"
    )
    assert (dots["lat"], dots["lon"], dots["marker"]["color"]) == ([1.35], [103.8], [70])
    assert dots["marker"]["coloraxis"] == "coloraxis"


def test_the_focus_is_outlined() -> None:
    outline = drawn(ranked(90.0, 80.0)).figure["data"][-1]
    assert outline["locations"] == ["P2"] and outline["marker"]["line"]["color"] == LIGHT.text


def test_nothing_but_the_file_of_areas_is_asked_for() -> None:
    chart = drawn(ranked(90.0, 80.0))
    assert "http" not in json.dumps(chart.figure)
    geo = chart.figure["layout"]["geo"]
    assert geo["visible"] is False and geo["bgcolor"] == "rgba(0,0,0,0)"
    assert {each.get("geojson") for each in chart.figure["data"]} == {"app/static/w.geojson"}


@pytest.mark.parametrize("name", ["world_110m", "world_50m"])
def test_the_base_map_plotly_asks_for_is_here_and_empty(name: str) -> None:
    folder = TOPOJSON_CONFIG["topojsonURL"].removeprefix("app/")
    found = json.loads((ROOT / folder / f"{name}.json").read_text(encoding="utf-8"))
    assert found["type"] == "Topology" and found["arcs"] == []
    assert {"coastlines", "land", "ocean", "lakes", "rivers", "countries"} <= set(found["objects"])


def test_classes_hold_equally_many_places() -> None:
    values = [float(each) for each in range(1, 11)]
    limits = class_limits(values, 5)
    assert limits == [3, 5, 7, 9]
    assert [class_of(value, limits) for value in values] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert class_limits([1.0, 2.0], 5) == [] and class_of(2.0, []) == 2.0


def test_classes_say_their_limits_under_the_bar() -> None:
    chart = drawn(ranked(4e12, 3e9, 2e6), YUAN, classes=3)
    assert class_limits([4e12, 3e9, 2e6], 3) == [], "three places need no classes"
    chart = drawn(ranked(4e12, 3e9, 2e6), YUAN, classes=2)
    axis = chart.figure["layout"]["coloraxis"]
    assert (
        axis["colorbar"]["ticktext"] == ["3 billion"]
        and axis["colorbar"]["title"]["text"] == "yuan"
    )
    assert (axis["cmin"], axis["cmax"]) == (-0.5, 1.5)


def test_a_country_fills_the_figure() -> None:
    assert drawn(ranked(1.0), fit="geojson").figure["layout"]["geo"]["fitbounds"] == "geojson"
    assert "fitbounds" not in drawn(ranked(1.0)).figure["layout"]["geo"]
