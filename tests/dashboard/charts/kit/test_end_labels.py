"""Labels at line ends: as near as can be to their lines, without overlap, the important first."""

from __future__ import annotations

import itertools

import pytest

from dashboard.charts.kit.end_labels import Label, end_labels, fitting_labels, spread
from dashboard.style import measure

PAGE = measure("page")


@pytest.mark.parametrize(
    ("wanted", "heights", "placed"),
    [
        ([20, 60], [10, 10], [20, 60]),  # apart already
        ([50, 50], [10, 10], [45, 55]),  # half a label each way
        ([60, 52], [10, 10], [61, 51]),  # the order given is kept in the answer
        ([50, 50, 50], [10, 10, 10], [40, 50, 60]),
        ([0, 98], [10, 10], [5, 95]),  # all inside
        ([99, 99], [10, 20], [75, 90]),
        ([], [], []),
    ],
)
def test_spread(wanted: list[float], heights: list[float], placed: list[float]) -> None:
    assert spread(wanted, heights, 100) == pytest.approx(placed)


def test_two_hundred_never_overlap() -> None:
    wanted = [(index * 37) % 100 * 1.0 for index in range(200)]
    placed = sorted(spread(wanted, [2.0] * 200, 400))
    assert min(later - earlier for earlier, later in itertools.pairwise(placed)) >= 2 - 1e-9
    assert placed[0] >= 1 - 1e-9 and placed[-1] <= 399 + 1e-9


def test_what_finds_no_room_is_left_out_the_important_first() -> None:
    labels = [
        Label(("a",), 0.1, "#111"),
        Label(("b", "c", "d"), 0.2, "#222"),
        Label(("e",), 0.3, "#333"),
    ]
    assert [label.lines for label in fitting_labels(labels, 30, 10)] == [
        ("a",),
        ("e",),
    ]  # 13 a line, so two lines of 13
    assert fitting_labels(labels, 12, 10) == []


def test_drawn_in_the_lines_colour_and_escaped() -> None:
    given = [
        Label(("<b>x</b>", "y"), 0.5, "#111111", strong=True),
        Label(("Beland",), 0.1, "#222222"),
    ]
    first, second = end_labels(given, 300, PAGE)
    assert first["text"] == "<b>&lt;b&gt;x&lt;/b&gt;<br>y</b>"
    assert first["font"]["color"] == "#111111"
    # A tint is too light for small letters: the others have a dot in it.
    assert (
        second["text"] == '<span style="color:#222222">●</span> Beland'
        and "color" not in second["font"]
    )
    assert (first["y"], second["y"]) == (pytest.approx(0.5), pytest.approx(0.1))
    assert (first["x"], first["xanchor"]) == (1, "left")
