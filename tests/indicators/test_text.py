"""Signs that act instead of being seen are shown as escapes; letters of every script stay."""

from __future__ import annotations

import pytest

from indicators.text import printable
from tests.problems import recorded_problem


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb.csv", r"a\nb.csv"),
        ("a\tb", r"a\tb"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
        ("\x9b2J", r"\x9b2J"),
        ("fdp.\u202evsc", r"fdp.\u202evsc"),
        ("\u2066a\u2069", r"\u2066a\u2069"),
        ("a\u2028b", r"a\u2028b"),
        ("half\udc80.csv", r"half\udc80.csv"),
        ("\ufeffa", r"\ufeffa"),
        ("tag\U000e0041", r"tag\U000e0041"),
    ],
)
def test_signs_that_act_are_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown
    printable(text).encode()


@pytest.mark.parametrize(
    "text",
    ["长沙 2023年.csv", "Île-de-France", "می\u200cروم", "क्\u200dष", "a\u00a0b", "C:\\data", ""],
)
def test_letters_and_spaces_stay(text: str) -> None:
    assert printable(text) == text


def test_a_problem_is_one_line_without_commands() -> None:
    said = str(
        recorded_problem("no\nfile", "a\x1b[2J.csv", 3, "col\u202eumn", "x\ny", do="Look\rthere.")
    )
    assert (
        said == r"a\x1b[2J.csv line 3, column 'col\u202eumn': no\nfile; found 'x\ny'. Look\rthere."
    )
