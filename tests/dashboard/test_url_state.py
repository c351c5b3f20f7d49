"""Text from files is never Markdown."""

from __future__ import annotations

import re

import pytest

from dashboard import url_state


@pytest.mark.parametrize(
    ("given", "shown"),
    [
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
        ("a\n===", "a ==="),  # a line of = below a line would make it a heading
        ("a\r\n# b", r"a  \# b"),
        ("长沙 92%", "长沙 92%"),
        ("fdp\u202evsc\x1b", r"fdp\\u202evsc\\x1b"),
        ("", ""),
    ],
)
def test_plain_text(given: str, shown: str) -> None:
    assert url_state.plain(given) == shown


def test_plain_text_is_the_text_once_its_backslashes_are_read() -> None:
    given = "[a](b) :red[x] 1. # **c** \\ `d` <e> $f$ 长沙"
    assert re.sub(r"\\(.)", r"\1", url_state.plain(given)) == given


def test_where_a_value_stands() -> None:
    assert [url_state.place_in(["a", "b"], value) for value in ("a", "b", "c", "")] == [0, 1, 0, 0]
