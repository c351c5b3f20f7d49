"""A table of ranks: a row an indicator, a column a place."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.charts import Chart, Places, heatmap
from dashboard.charts.heatmap import text_colour
from dashboard.style import DARK, LIGHT, Palette
from tests.dashboard.charts.drawing import HOSTILE, NAMES, checked, harmless, notes, options_of
from tests.dashboard.colours import contrast

COLUMNS = ["indicator", "name", "place", "rank", "of", "position", "value_text", "period"]


def frame(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame([dict(zip(COLUMNS, row, strict=True)) for row in rows], columns=COLUMNS)


TWO = frame(
    ("users", "Users", "AAA", 1.0, 5, 1.0, "90%", "2023"),
    ("users", "Users", "BBB", 3.0, 5, 0.5, "50%", "2022"),
    ("cost", "Cost", "BBB", 2.0, 4, 0.667, "$2", "2023"),
    ("cost", "Cost", "AAA", float("nan"), 4, float("nan"), "", ""),
)


def drawn(
    given: pd.DataFrame,
    places: tuple[str, ...] = ("AAA", "BBB"),
    focus: tuple[str, ...] = ("AAA",),
    language: str = "en",
    **more: Any,
) -> Chart:
    names = more.pop("names", NAMES)
    style, words, _ = options_of({"language": language, **more})
    return checked(lambda data: heatmap(data, places, Places(names, focus), style, words), given)


def test_ranks_in_cells_and_a_dash_where_there_is_none() -> None:
    tiles, texts = drawn(TWO).figure["data"]
    assert tiles["z"] == [[1.0, 0.5], [None, 0.667]]
    assert texts["text"] == ["1", "3", "–", "2"]
    assert (texts["x"], texts["y"]) == ([0, 1, 0, 1], [0, 0, 1, 1])
    assert tiles["text"] == [
        [
            "<b>Aland: Users</b><br>1st of 5<br>90%<br>2023",
            "<b>Beland: Users</b><br>3rd of 5<br>50%<br>2022",
        ],
        ["<b>Aland: Cost</b><br>No data", "<b>Beland: Cost</b><br>2nd of 4<br>$2<br>2023"],
    ]
    assert (tiles["zmin"], tiles["zmax"]) == (0, 1)


def test_rows_and_columns_keep_their_order() -> None:
    layout = drawn(TWO, places=("BBB", "CCC", "AAA"), title="T.").figure["layout"]
    assert layout["xaxis"]["ticktext"] == ["Beland", "Celand", "<b>Aland</b>"]
    assert layout["yaxis"]["ticktext"] == ["Users", "Cost"]
    assert drawn(TWO, places=("BBB", "CCC", "AAA")).figure["data"][0]["z"][0] == [0.5, None, 1.0]


@pytest.mark.parametrize(
    ("language", "alt", "none"),
    [
        ("en", "T. Ranks of 2 places in 2 indicators.", "No data"),
        ("zh", "T. 2个地区在2项指标上的位次。", "暂无数据"),
    ],
)
def test_it_is_told(language: str, alt: str, none: str) -> None:
    chart = drawn(TWO, language=language, title="T.")
    assert chart.alt == alt
    assert chart.figure["data"][0]["text"][1][0].endswith(f"<br>{none}")


@pytest.mark.parametrize(("language", "said"), [("en", "No data"), ("zh", "暂无数据")])
def test_nothing_to_draw_says_so(language: str, said: str) -> None:
    assert notes(drawn(TWO.head(0), language=language)) == [said]
    assert notes(drawn(pd.DataFrame(), language=language)) == [said]
    assert notes(drawn(TWO, places=(), language=language)) == [said]


def test_one_cell() -> None:
    assert drawn(TWO.iloc[[0]], places=("AAA",)).figure["data"][0]["z"] == [[1.0]]


def test_names_of_many_columns_stand_at_a_slant() -> None:
    places = tuple(f"P{index:03}" for index in range(200))
    given = frame(
        *(
            ("users", "Users", place, index + 1, 200, 1 - index / 199, "1", "2023")
            for index, place in enumerate(places)
        )
    )
    chart = drawn(given, places=places, names={place: f"Place {place}" for place in places})
    assert chart.figure["layout"]["xaxis"]["tickangle"] == -60
    assert chart.figure["layout"]["xaxis"]["ticktext"][199] == "Place P199"
    assert chart.figure["data"][1]["text"][199] == "200"
    assert drawn(TWO).figure["layout"]["xaxis"]["tickangle"] == 0


def test_names_are_never_markup() -> None:
    given = frame(
        ("users", "<b>x</b>", "AAA", 1, 2, 1.0, "<script>", "2023"),
        ("users", "<b>x</b>", "BBB", 2, 2, 0.0, "<b>x</b>", "2023"),
    )
    assert harmless(drawn(given, names=HOSTILE, title="<b>x</b>"), "<b>x</b>", "<script>")


def mixed(palette: Palette, position: float) -> str:
    """The colour of a cell."""
    at = position * (len(palette.sequential) - 1)
    low = min(int(at), len(palette.sequential) - 2)
    ends = palette.sequential[low : low + 2]
    parts = [[int(colour[start : start + 2], 16) for colour in ends] for start in (1, 3, 5)]
    return "#" + "".join(
        f"{round(first + (last - first) * (at - low)):02x}" for first, last in parts
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("least", [3, 4.5])
def test_ranks_stand_out_from_their_cells(palette: Palette, least: float) -> None:
    assert mixed(palette, 0.5) == palette.sequential[3].lower()
    for step in range(41):
        assert contrast(text_colour(step / 40, palette), mixed(palette, step / 40)) >= least, (
            step / 40
        )
