"""Text from files is never Markdown; an address from before a choice does not undo the choice."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

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


def choose(ids: dict[str, str]) -> None:
    import streamlit as st

    from dashboard import url_state

    url_state.rewrite_params()
    st.button("choose", on_click=url_state.set_params, kwargs=ids)


def after_a_choice(address: dict[str, str]) -> dict[str, str]:
    """The address after a place was chosen and the browser asks for a run with this address."""
    app = AppTest.from_function(choose, kwargs={"ids": {"place": "BBB"}})
    app.query_params["place"] = "AAA"
    app.run()
    app.button[0].click().run()
    assert app.query_params["place"] == "BBB"
    app.query_params.clear()
    app.query_params.update(address)
    app.run()
    return dict(app.query_params)


def test_an_address_from_before_a_choice_does_not_undo_it() -> None:
    assert after_a_choice({"place": "AAA", "view": "map"}) == {"place": "BBB", "view": "map"}


def test_another_choice_than_both_is_kept() -> None:
    assert after_a_choice({"place": "CCC"}) == {"place": "CCC"}


def test_an_old_address_is_kept_where_the_choice_is_long_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(url_state, "ADDRESS_DELAY", -1.0)
    assert after_a_choice({"place": "AAA"}) == {"place": "AAA"}
