"""The frame of every figure."""

from __future__ import annotations

from dashboard.charts.kit.frame import Frame, layout
from dashboard.style import LIGHT, Style, measure

PHONE = measure("phone")
STYLE = Style("en", LIGHT, PHONE)


def test_a_title_of_several_lines_hangs_lower_and_has_its_room() -> None:
    short = layout(Frame("One", "unit"), STYLE)
    long = layout(
        Frame("A title that is far too long for one line on a phone, so it takes two", "unit"),
        STYLE,
    )
    assert short["title"]["pad"]["t"] == 4
    assert long["title"]["text"].count("<br>") >= 1
    assert long["title"]["pad"]["t"] == 4 + 0.75 * PHONE.title
    lines = long["title"]["text"].count("<br>")
    assert long["margin"]["t"] - short["margin"]["t"] == round(
        1.3 * PHONE.title * lines + 0.75 * PHONE.title
    )


def test_words_of_a_file_are_text() -> None:
    drawn = layout(Frame("<script>x</script>", "<b>y</b>", "<i>z</i>"), STYLE)
    assert "<script>" not in str(drawn)
    assert "&lt;script&gt;" in drawn["title"]["text"]
