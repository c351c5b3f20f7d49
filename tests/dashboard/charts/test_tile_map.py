"""Tile maps, worked out by hand."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from dashboard.charts import Chart, Frame, Places, Tiles, tile_map
from dashboard.charts.kit.map_colours import scale_position
from dashboard.style import DARK, LIGHT, Palette, Style, measure
from tests.dashboard.charts.drawing import EN, notes
from tests.dashboard.charts.samples import PERCENT, YUAN, make, ranked
from tests.dashboard.colours import contrast

NAMES = {"P1": "Inner Mongolia", "P2": "Hunan", "P3": "Heilongjiang", "TW": "Taiwan"}
TILES = Tiles(
    {"P1": (0, 0), "P2": (1, 0), "P3": (1, 1), "TW": (3, 2)},
    {"P1": "NM", "P2": "HN", "P3": "HL", "TW": "TW"},
)
PHONE = Style("en", LIGHT, measure("phone"))
WIDE = Tiles({**TILES.positions, "TW": (8, 7)}, TILES.labels)


def drawn(frame: Any, style: Style = EN, **options: Any) -> Chart:
    focus, restricted = options.pop("focus", ("P2",)), options.pop("restricted", ())
    places = Places(NAMES, focus, restricted=restricted)
    tiles = options.pop("tiles", TILES)
    unit = options.pop("unit", PERCENT)
    return tile_map(frame, make(unit), places, tiles, style, Frame("T"), **options)


def traces(chart: Chart) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = chart.figure["data"]
    return data


def test_each_tile_stands_in_its_column_and_row_with_name_and_value() -> None:
    missing, coloured, _ = traces(drawn(ranked(90.0, 80.0, 70.0)))
    assert coloured["customdata"] == ["P1", "P2", "P3"]
    assert coloured["x"] == [0, 1, 1]
    middles = [low + side / 2 for low, side in zip(coloured["base"], coloured["y"], strict=True)]
    assert middles == pytest.approx([0, 0, 1])
    assert coloured["text"] == ["Inner Mongolia<br>90.0", "Hunan<br>80.0", "Heilongjiang<br>70.0"]
    assert coloured["marker"]["color"] == [90, 80, 70]
    assert coloured["hovertext"][1] == "<b>Hunan</b><br>80.0%<br>2023"
    assert (missing["x"], missing["text"]) == ([3], ["Taiwan"])


def test_a_tile_without_a_figure_is_hatched_says_so_and_cannot_be_chosen() -> None:
    chart = drawn(ranked(90.0, 80.0, 70.0))
    missing = traces(chart)[0]
    assert missing["marker"]["pattern"]["shape"] == "/"
    assert missing["hovertext"] == ["<b>Taiwan</b><br>No figure in this source for this period"]
    assert "customdata" not in missing
    assert "Hatched: no figure in this source for this period (Taiwan)" in " ".join(notes(chart))
    assert chart.alt.endswith("1 without data.")


def test_a_tile_that_is_not_shown_for_its_terms_says_so() -> None:
    chart = drawn(ranked(90.0, 80.0, 70.0), restricted=("TW", "P1"))
    hidden, words = traces(chart)[0], " ".join(notes(chart))
    assert hidden["hovertext"] == ["<b>Taiwan</b><br>Not shown here for the terms of the source"]
    assert "Hatched: not shown here for the terms of the source (Taiwan)" in words
    assert "no figure in this source" not in words
    assert chart.alt.endswith("; 1 not shown here for the terms of the source.")


def test_of_many_tiles_without_a_figure_the_number_is_said() -> None:
    tiles = Tiles({"P1": (0, 0), **{f"X{at}": (at + 1, 0) for at in range(7)}}, {})
    assert "for this period (7)" in " ".join(notes(drawn(ranked(1.0), tiles=tiles)))


def test_the_focus_has_a_frame_apart_from_its_tile() -> None:
    *_, coloured, frame = traces(drawn(ranked(90.0, 80.0)))
    assert (frame["x"], frame["marker"]["line"]["color"]) == ([1], LIGHT.text)
    assert frame["width"] > coloured["width"] and frame["hoverinfo"] == "skip"
    assert len(traces(drawn(ranked(90.0, 80.0), focus=("elsewhere",)))) == 2


def test_a_phone_has_short_names_and_a_value_only_where_it_fits() -> None:
    shares = traces(drawn(ranked(90.0, 80.0, 70.0), PHONE, tiles=WIDE))[1]
    assert shares["text"] == ["NM<br>90.0", "HN<br>80.0", "HL<br>70.0"]
    amounts = traces(drawn(ranked(4e12, 3e9, 2e6), PHONE, tiles=WIDE, unit=YUAN))[1]
    assert amounts["text"] == ["NM", "HN", "HL"]


def test_a_tile_of_a_phone_is_no_higher_than_wide() -> None:
    layout = drawn(ranked(90.0), PHONE, tiles=WIDE).figure["layout"]
    margin = layout["margin"]
    height = (layout["height"] - margin["t"] - margin["b"]) / WIDE.rows
    assert height == pytest.approx((350 - margin["l"] - margin["r"]) / 9, abs=1)
    assert layout["xaxis"]["range"] == pytest.approx([-0.5, 8.5])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("classes", [None, 2, 6])
def test_words_stand_out_from_every_tile(palette: Palette, classes: int | None) -> None:
    """4.5 to 1 (WCAG 2.2, 1.4.3), on the colour that Plotly's scale has there."""
    tiles = Tiles({f"P{at}": (at % 6, at // 6) for at in range(1, 31)}, {})
    values = [float(at**2) for at in range(1, 31)]
    style = Style("en", palette, measure("page"))
    chart = drawn(ranked(*values), style, tiles=tiles, classes=classes)
    coloured = traces(chart)[0]
    axis = chart.figure["layout"]["coloraxis"]
    assert len(coloured["insidetextfont"]["color"]) == 30
    for text, value in zip(
        coloured["insidetextfont"]["color"], coloured["marker"]["color"], strict=True
    ):
        share = (value - axis["cmin"]) / (axis["cmax"] - axis["cmin"])
        assert contrast(text, colour_at(share, axis["colorscale"])) >= 4.5
    missing = drawn(ranked(1.0), style)
    assert contrast(traces(missing)[0]["insidetextfont"]["color"], palette.background) >= 4.5


def colour_at(share: float, scale: list[list[Any]]) -> str:
    """The colour of a scale of Plotly, mixed from its two neighbours."""
    for (low, start), (high, end) in pairwise(scale):
        if low <= share <= high and high > low:
            part = (share - low) / (high - low)
            mixed = [
                round(int(start[at : at + 2], 16) * (1 - part) + int(end[at : at + 2], 16) * part)
                for at in (1, 3, 5)
            ]
            return "#" + "".join(f"{channel:02x}" for channel in mixed)
    raise AssertionError(share)


def test_the_position_of_a_class_is_that_of_its_colour() -> None:
    assert scale_position(5.0, [], {"cmin": 0, "cmax": 10}, LIGHT) == 0.5
    assert scale_position(1.0, [3.0], {}, LIGHT) == 1.0  # of two classes the upper: darkest
    assert scale_position(0.0, [3.0], {}, LIGHT) == 0.0


def test_text_of_a_file_is_text() -> None:
    tiles = Tiles({"P1": (0, 0)}, {})
    places = Places({"P1": "<img src=x>"})
    chart = tile_map(ranked(1.0), make(), places, tiles, EN, Frame("T"))
    assert traces(chart)[0]["text"][0].startswith("&lt;img")


def test_a_click_chooses_and_nothing_can_be_moved() -> None:
    layout = drawn(ranked(1.0)).figure["layout"]
    assert layout["clickmode"] == "event" and layout["dragmode"] == "turntable"
    assert layout["xaxis"]["fixedrange"] and layout["yaxis"]["fixedrange"]
