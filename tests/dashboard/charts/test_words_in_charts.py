"""Wrapping, escaping, ticks and labels that do not lie on one another."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.charts import Places
from dashboard.charts.kit.axes import nice_ticks, value_axis
from dashboard.charts.kit.end_labels import Label, end_labels, fitting_labels, spread
from dashboard.charts.kit.log_axis import log_axis
from dashboard.charts.kit.point_labels import Area, Marker, point_labels
from dashboard.charts.kit.text import escape, lines, shorten, width_in_characters, wrap
from dashboard.style import measure
from tests.dashboard.charts.drawing import EN
from tests.dashboard.charts.samples import PERCENT, YUAN

PAGE = measure("page")


def test_escape_leaves_no_tag_and_no_line_end() -> None:
    assert escape("<b>a</b>\n& b") == "&lt;b&gt;a&lt;/b&gt; &amp; b"


def test_lines_break_at_blanks_and_chinese_anywhere_but_before_a_full_stop() -> None:
    assert lines("one two three", 7) == ["one two", "three"]
    assert lines("数字经济核心产业", 8) == ["数字经济", "核心产业"]
    assert lines("数字经济。核心", 8) == ["数字经济。", "核心"]
    assert lines("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert lines("", 10) == []


def test_wrap_escapes_after_it_has_measured() -> None:
    assert wrap("a<b c", 3) == "a&lt;b<br>c"


@given(
    some.text(alphabet="ab <&>0湖南数字，。 ", max_size=60),
    some.integers(min_value=4, max_value=30),
)
def test_no_line_is_lost_or_too_long(text: str, chars: int) -> None:
    found = lines(text, chars)
    assert "".join("".join(found).split()) == "".join(text.split())
    # Closing marks may hang over the edge, as they do in print.
    assert all(
        width_in_characters(line.rstrip("，。、；：！？）》」』】”’,.;:!?)%")) <= chars
        for line in found
        if len(line) > 1
    )


def test_shorten_counts_chinese_double() -> None:
    assert shorten("Hunan", 5) == "Hunan"
    assert shorten("湖南省长沙市", 7) == "湖南省…"


@given(some.lists(some.tuples(some.floats(-50, 450), some.sampled_from([15.0, 30.0])), max_size=12))
def test_labels_never_overlap(wanted: list[tuple[float, float]]) -> None:
    found = spread([at for at, _ in wanted], [tall for _, tall in wanted], 400)
    boxes = sorted(
        (at - tall / 2, at + tall / 2) for at, (_, tall) in zip(found, wanted, strict=True)
    )
    assert all(one[1] <= other[0] + 1e-6 for one, other in itertools.pairwise(boxes))
    assert all(low >= -1e-6 and high <= 400 + 1e-6 for low, high in boxes)


def test_labels_with_room_stay_where_they_wish() -> None:
    assert spread([100, 300], [20, 20], 400) == [100, 300]
    assert spread([100, 100], [20, 20], 400) == [90, 110]


def test_the_most_important_labels_are_kept() -> None:
    labels = [Label((name,), 0.5, "#000000") for name in "abc"]
    assert [label.lines for label in fitting_labels(labels, 35, 12)] == [("a",), ("b",)]
    notes = end_labels(labels[:1], 100, PAGE)
    assert notes[0]["y"] == pytest.approx(0.5) and notes[0]["text"].endswith("●</span> a")


def test_ticks_are_round_and_few() -> None:
    assert nice_ticks(0, 97, 5) == [0, 20, 40, 60, 80, 100]
    assert nice_ticks(0.47, 0.872, 4) == [0.4, 0.6, 0.8, 1.0]
    assert len(nice_ticks(5, 5, 5)) > 1


def test_a_share_has_no_tick_beyond_all_of_it() -> None:
    assert value_axis([3, 99.5], PERCENT, "en").texts[-1] == "100%"


def test_losses_are_drawn_below_zero() -> None:
    axis = value_axis([-4.0, 11.0], PERCENT, "en")
    assert (
        axis.low <= -4 and axis.high >= 11 and "0%" in axis.texts and axis.texts[0].startswith("−")
    )


def test_a_logarithmic_axis_has_powers_for_ends_and_values_for_ticks() -> None:
    axis = log_axis([100.0, 100_000.0], YUAN, "en")
    assert (axis.low, axis.high) == (2, 5)
    assert axis.values == (100, 1000, 10_000, 100_000)
    assert axis.texts == ("100", "1,000", "10,000", "100,000")


def test_names_beside_dots_keep_clear_of_dots_and_names() -> None:
    spots = {"A": (0.5, 0.5), "B": (0.51, 0.5), "C": (0.5, 0.52)}
    dots = {place: Marker(place, x, y, 20.0) for place, (x, y) in spots.items()}
    places, area = Places({"A": "Focus"}, ("A",), ("B", "C")), Area(600, 400)
    notes = point_labels(dots, places, area, EN)
    assert notes[0]["text"] == "<b>Focus</b>", "the focus is always named"
    assert len({(note["xanchor"], note["yanchor"]) for note in notes}) == len(notes)
    alone = point_labels({"A": Marker("A", 0.1, 0.5, 40.0)}, Places({}, ("A",)), area, EN)
    assert alone[0]["xanchor"] == "left" and alone[0]["xshift"] == 23, "half the dot and a little"
