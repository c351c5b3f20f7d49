"""Selectors whose state is an id in the address, whatever language they are labelled in.

Streamlit knows what a reader chose by its label. A browser sends the labels of the language before
once more after a switch, and they came back as values of their own, into the address. So a selector
has a key for each language, which no label of another language can reach, and what is not one of
its ids is never written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from dashboard import url_state
from dashboard.url_state import View, plain
from dashboard.url_values import Answer, Notice

T = TypeVar("T")
Write = Callable[[str], None]


def choose(
    view: View, label: str, names: Mapping[str, str], value: str, key: str, write: Write, **how: Any
) -> None:
    """Draw a box of ids, shown by their names; `value` is what the address says, and what is chosen
    is written there.
    """
    key = f"{key}_{view.language}"
    st.selectbox(
        label,
        list(names),
        _place_of(_value_each_run(key, value), names) or 0,
        key=key,
        format_func=_labeller(names),
        on_change=lambda: _write(key, names, write),
        **how,
    )


def choose_none(
    view: View, label: str, names: Mapping[str, str], value: str, key: str, write: Write, **how: Any
) -> None:
    """Draw the box of `choose` where nothing may be chosen: `value` and what is written are then
    empty.
    """
    key = f"{key}_{view.language}"
    st.selectbox(
        label,
        list(names),
        _place_of(_value_each_run(key, value or None), names),
        key=key,
        format_func=_labeller(names),
        on_change=lambda: _write(key, names, write, True),
        **how,
    )


def choose_many(
    view: View,
    label: str,
    names: Mapping[str, str],
    value: Sequence[str],
    key: str,
    address: str,
    most: int,
    **how: Any,
) -> None:
    """Draw the box of `choose` for at most `most` ids, kept in the address joined by commas."""
    key = f"{key}_{view.language}"

    def write() -> None:
        chosen = st.session_state[key]
        if _is_new(key, chosen) and all(id in names for id in chosen):
            url_state.set_params(**{address: ",".join(chosen)})

    st.multiselect(
        label,
        list(names),
        _default(key, list(value)),
        key=key,
        max_selections=most,
        format_func=_labeller(names),
        on_change=write,
        **how,
    )


def switch(
    view: View, label: str, names: Mapping[str, str], value: str, key: str, write: Write, **how: Any
) -> None:
    """Draw the choice of `choose` as a row of buttons."""
    key = f"{key}_{view.language}"
    st.segmented_control(
        label,
        list(names),
        default=_value_each_run(key, value),
        key=key,
        required=True,
        format_func=_labeller(names),
        on_change=lambda: _write(key, names, write),
        **how,
    )


def slide(
    view: View, label: str, names: Mapping[str, str], value: str, key: str, write: Write
) -> None:
    """Draw the choice of `choose` as a slider."""
    key = f"{key}_{view.language}"
    st.select_slider(
        label,
        list(names),
        _default(key, value),
        key=key,
        format_func=_labeller(names),
        on_change=lambda: _write(key, names, write),
    )


def toggle(label: str, value: bool, key: str, write: Callable[[], None]) -> None:
    """Draw a switch of two positions; its state has no label."""
    st.toggle(
        label,
        _default(key, value) or False,
        key=key,
        on_change=lambda: write() if _is_new(key, st.session_state[key]) else None,
    )


def _default(key: str, value: T) -> T | None:
    """Give the widget's first value: what the address says. None where the widget was just made to
    follow the address, for Streamlit warns of a value given in both ways.

    A new widget takes the address as its default; setting a value that it has never shown would be
    lost when the first run is cut short by a second.
    """
    st.session_state[_state_key(key)] = value
    followed = key in st.session_state and st.session_state[key] != value
    if followed:
        st.session_state[key] = value
    return None if followed else value


def _value_each_run(key: str, value: T) -> T | None:
    """Return `_default` at every run: a run that was cut short may not have sent it to the browser.

    Not for several ids: a second click that comes while the first is answered would be taken back.
    What the browser itself sent is not sent back: a box of hundreds of names is then the same
    message as before, of which Streamlit sends the hash alone.
    """
    st.session_state[_state_key(key)] = value
    if key not in st.session_state:
        return value
    if st.session_state.get(_browser_key(key)) != value or st.session_state[key] != value:
        st.session_state.pop(_browser_key(key), None)
        st.session_state[key] = value
    return None


def _browser_key(key: str) -> str:
    """Say where the session holds what the browser sent of a selector, while that is shown."""
    return f"sent {key}"


def _state_key(key: str) -> str:
    """Say where the session holds what a selector shows."""
    return f"shown {key}"


def _is_new(key: str, chosen: object) -> bool:
    """Say whether a reader chose something else than is shown.

    Streamlit forgets the selectors of a run that was cut short, and takes what the browser sends
    next for a choice.
    """
    previous = st.session_state.get(_state_key(key))
    st.session_state[_state_key(key)] = chosen
    return previous != chosen


def _place_of(value: str | None, names: Mapping[str, str]) -> int | None:
    return list(names).index(value) if value is not None and value in names else None


def _labeller(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda name: names.get(name, name)


def _write(key: str, names: Mapping[str, str], write: Write, empty: bool = False) -> None:
    """Write what was chosen, if it is one of the ids; with `empty`, nothing may be chosen too."""
    chosen = st.session_state[key]
    st.session_state[_browser_key(key)] = chosen
    if not _is_new(key, chosen):
        return
    if chosen in names:
        write(chosen)
    elif empty and chosen is None:
        write("")


def id_of(answer: Answer) -> str:
    """Return the id of an answer; what there is to tell of it is shown."""
    for notice in answer.notices:
        show_notice(notice)
    return answer.id


def show_notice(notice: Notice | str) -> None:
    """Draw a line that says why something else is shown than the address asks for, with links to
    what comes near.
    """
    if isinstance(notice, str):
        notice = Notice(notice)
    page = st.session_state.get("open_page")
    if not notice.near or page is None:
        names = ", ".join(name for name, _ in notice.near)
        st.info(plain(f"{notice.text} {names}".strip()), icon=":material/link_off:")
        return
    st.info(plain(notice.text), icon=":material/link_off:")
    with st.container(horizontal=True):
        for name, ids in notice.near:
            st.page_link(page, label=plain(name), query_params=url_state.current_params(**ids))
