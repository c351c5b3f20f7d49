"""Text from files is never Markdown, and a wrong id finds the nearest right one."""

from __future__ import annotations

import re

import pytest

from dashboard import state
from dashboard.locale import words

PLACES = {"AAA": 1, "BBB": 2, "hunan": 3}


@pytest.mark.parametrize(("given", "shown"), [
    ("[a](javascript:b)", r"\[a\]\(javascript\:b\)"),
    (":red[x]", r"\:red\[x\]"),
    (":material/home:", r"\:material/home\:"),
    ("<b>", r"\<b\>"),
    ("$x$", r"\$x\$"),
    ("1. a", r"1\. a"),
    ("# a", r"\# a"),
    ("- a", r"\- a"),
    ("+ a", r"\+ a"),
    ("> a", r"\> a"),
    ("**a** _b_ `c` ~~d~~", r"\*\*a\*\* \_b\_ \`c\` \~\~d\~\~"),
    ("![a](b)", r"\!\[a\]\(b\)"),
    ("a|b", r"a\|b"),
    ("{a}", r"\{a\}"),
    ("\\*", r"\\\*"),
    ("&lt;b&gt;", r"\&lt;b\&gt;"),
    ("a\n===", "a ==="),          # a line of = below a line would make it a heading
    ("a\r\n# b", r"a  \# b"),
    ("长沙 92%", "长沙 92%"),
    ("fdp\u202evsc\x1b", r"fdp\\u202evsc\\x1b"),
    ("", ""),
])
def test_plain_text(given: str, shown: str) -> None:
    assert state.plain(given) == shown


def test_plain_text_is_the_text_once_its_backslashes_are_read() -> None:
    given = "[a](b) :red[x] 1. # **c** \\ `d` <e> $f$ 长沙"
    assert re.sub(r"\\(.)", r"\1", state.plain(given)) == given


@pytest.mark.parametrize(("asked", "found", "lines"), [
    ("", "BBB", ()),
    ("AAA", "AAA", ()),
    ("AAB", "AAA", ("There is no place “AAB” here. AAA is shown instead.",)),
    ("Hunnan", "hunan", ("There is no place “Hunnan” here. hunan is shown instead.",)),
    ("zzz", "BBB", ("There is no place “zzz” here. BBB is shown instead.",)),
    ("<b>x</b>", "BBB", ("There is no place “<b>x</b>” here. BBB is shown instead.",)),
])
def test_known_ids(asked: str, found: str, lines: tuple[str, ...]) -> None:
    assert state.known_id(words("en"), "place", asked, PLACES, "BBB") == (found, lines)


def test_known_ids_in_chinese() -> None:
    assert state.known_id(words("zh"), "place", "AAB", PLACES, "BBB") == ("AAA", ("没有地区“AAB”。已显示AAA。",))


def test_a_wrong_id_without_a_default_says_no_more_than_that() -> None:
    assert state.known_id(words("en"), "group", "zzz", ["five"], "") == ("", ("There is no group “zzz” here.",))


def test_where_a_value_stands() -> None:
    assert [state.place_in(["a", "b"], value) for value in ("a", "b", "c", "")] == [0, 1, 0, 0]
