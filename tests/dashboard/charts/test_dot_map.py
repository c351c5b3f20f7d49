"""Maps of dots, worked out by hand."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dashboard.charts import Chart, Frame, Places, Points, dot_map
from dashboard.style import DARK, LIGHT, Palette
from tests.dashboard.charts.drawing import EN, notes
from tests.dashboard.charts.samples import make, ranked
from tests.dashboard.colours import contrast

POSITIONS = {
    "P1": (42.8, 12.8),  # a large state
    "P2": (43.9, 12.4),  # a small one in the midst of it
    "P3": (-25.0, 135.0),
    "P4": (-8.0, 178.0),
    "XX": (0.0, 0.0),
}
ROOT = Path(__file__).parents[3]


def drawn(frame: Any, land: str = "app/static/maps/l.geojson", **options: Any) -> Chart:
    points = Points(POSITIONS, land, options.pop("fit", "world"))
    focus, restricted = options.pop("focus", ("P3",)), options.pop("restricted", ())
    places = Places({"P3": "Three", "XX": "Nowhere"}, focus, restricted=restricted)
    return dot_map(frame, make(), places, points, EN, Frame("T"), **options)


def dots(chart: Chart) -> dict[str, Any]:
    return next(each for each in chart.figure["data"] if "customdata" in each)


def test_dots_have_one_size_and_the_colour_of_their_value() -> None:
    trace = dots(drawn(ranked(90.0, 80.0, 70.0, 60.0)))
    by_place = dict(zip(trace["customdata"], trace["marker"]["color"], strict=True))
    assert by_place == {"P1": 90, "P2": 80, "P3": 70, "P4": 60}
    assert isinstance(trace["marker"]["size"], float)
    where = dict(
        zip(trace["customdata"], zip(trace["lat"], trace["lon"], strict=True), strict=True)
    )
    assert where == {code: POSITIONS[code] for code in by_place}


def test_those_with_near_neighbours_are_drawn_last() -> None:
    order = dots(drawn(ranked(90.0, 80.0, 70.0, 60.0)))["customdata"]
    assert set(order[2:]) == {"P1", "P2"}


def test_nearness_is_measured_across_180_degrees() -> None:
    points = Points({"P1": (0.0, 179.0), "P2": (0.0, -179.0), "P3": (0.0, 10.0), "P4": (0.0, 15.0)})
    chart = dot_map(ranked(4.0, 3.0, 2.0, 1.0), make(), Places({}), points, EN)
    assert dots(chart)["customdata"] == ["P3", "P4", "P1", "P2"]


def test_land_is_one_area_without_a_border_and_from_here() -> None:
    chart = drawn(ranked(90.0))
    land = chart.figure["data"][0]
    assert (land["locations"], land["hoverinfo"]) == (["land"], "skip")
    colour = land["colorscale"][0][1]
    assert {step[1] for step in land["colorscale"]} == {colour} == {land["marker"]["line"]["color"]}
    geo = chart.figure["layout"]["geo"]
    assert geo["visible"] is False and "http" not in json.dumps(chart.figure)
    assert not {"showland", "showcountries", "showcoastlines"} & geo.keys()
    assert [each["type"] for each in drawn(ranked(90.0), land="").figure["data"]] == [
        "scattergeo",
        "scattergeo",
        "scattergeo",
    ]


def test_a_place_without_a_figure_is_a_cross_and_says_so() -> None:
    chart = drawn(ranked(90.0, 80.0, 70.0, 60.0))
    cross = chart.figure["data"][1]
    assert cross["marker"]["symbol"] == "x-thin" and "customdata" not in cross
    assert cross["hovertext"] == ["<b>Nowhere</b><br>No figure in this source for this period"]
    assert "× No figure in this source for this period: 1" in " ".join(notes(chart))
    assert chart.alt.endswith("1 without data.")


def test_a_place_that_is_not_shown_for_its_terms_says_so() -> None:
    chart = drawn(ranked(90.0, 80.0, 70.0), restricted=("XX", "P1"))
    crosses, words = chart.figure["data"][1], " ".join(notes(chart))
    assert crosses["hovertext"] == [
        "<b>P4</b><br>No figure in this source for this period",
        "<b>Nowhere</b><br>Not shown here for the terms of the source",
    ]
    assert "× No figure in this source for this period: 1" in words
    assert "× Not shown here for the terms of the source: 1" in words
    assert chart.alt.endswith("; 1 without data; 1 not shown here for the terms of the source.")


def test_nothing_is_said_of_places_without_a_figure_where_there_are_none() -> None:
    points = Points({"P1": (0.0, 0.0), "P2": (1.0, 1.0)})
    chart = dot_map(ranked(90.0, 80.0), make(), Places({}), points, EN, Frame("T"))
    assert chart.alt == "T 2 places, from 80.0% (P2) to 90.0% (P1)."
    alone = dot_map(ranked(90.0), make(), Places({}), Points({"P1": (0.0, 0.0)}), EN, Frame("T"))
    assert alone.alt == "T One place, 90.0% (P1)."


def test_the_focus_has_a_ring_even_without_a_figure() -> None:
    ring = drawn(ranked(90.0, 80.0, 70.0)).figure["data"][-1]
    assert (ring["lat"], ring["marker"]["symbol"]) == ([-25.0], "circle-open")
    assert drawn(ranked(90.0), focus=("XX",)).figure["data"][-1]["lat"] == [0.0]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_dots_stand_out_from_land_and_sea(palette: Palette) -> None:
    """3 to 1 (WCAG 2.2, 1.4.11): by their border, whatever their value."""
    assert contrast(palette.muted, palette.grid) >= 3
    assert contrast(palette.muted, palette.background) >= 3


def test_a_region_is_as_large_as_its_places() -> None:
    points = Points({"P1": (26.0, 109.0), "P2": (30.0, 114.0)}, fit="places")
    chart = dot_map(ranked(2.0, 1.0), make(), Places({}), points, EN)
    geo = chart.figure["layout"]["geo"]
    assert geo["lataxis"]["range"] == pytest.approx([25.5, 30.5])  # half a degree at least
    assert geo["lonaxis"]["range"] == pytest.approx([108.4, 114.6])  # 12 % of 5 degrees


def test_the_world_is_cut_where_no_land_is() -> None:
    """No line of the shipped land crosses the meridian of the cut."""
    geo = drawn(ranked(1.0)).figure["layout"]["geo"]
    west, east = geo["lonaxis"]["range"]
    assert east - west == pytest.approx(360) and geo["projection"]["rotation"][
        "lon"
    ] == pytest.approx((west + east) / 2)
    [land] = json.loads((ROOT / "data/maps/land.geojson").read_text("utf-8"))["features"]
    for [outer, *_] in land["geometry"]["coordinates"]:
        for (start, _), (end, _) in pairwise(outer):
            crosses = (start < west) != (end < west)
            assert not crosses or abs(start - end) > 180  # the same meridian as -180 and 180
