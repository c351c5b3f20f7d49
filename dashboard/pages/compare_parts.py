"""What the views of the compare page share: a box of ids, a line for a wrong one, and a chart with its table."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from dashboard import state
from dashboard.shown import Shown
from dashboard.state import View, plain
from dashboard.widgets.downloads import downloads, table
from indicators.standing import remember

T = TypeVar("T")
CHART = {"displaylogo": False, "responsive": True, "displayModeBar": False}


def codes(key: str) -> list[str]:
    """The ids of a list in the address."""
    return list(dict.fromkeys(code for code in st.query_params.get(key, "").split(",") if code))


def known(view: View, kind: str, asked: str, ids: Container[str], names: Mapping[str, str]) -> str:
    """The id, the nearest right one, or nothing; with a friendly line where it is not what was asked for."""
    found, lines = state.known_id(view.say, kind, asked, ids, "", names)
    for line in lines:
        told(line)
    return found


def told(line: str) -> None:
    """Why something else is shown than the address asks for."""
    st.info(plain(line.strip()), icon=":material/link_off:")


def titles(view: View) -> dict[str, str]:
    """Every indicator's title."""
    return remember(view.dataset, ("titles", view.language), lambda: {
        name: one.title.say(view.language) for name, one in view.dataset.catalogue.indicators.items()})


def names(view: View) -> dict[str, str]:
    """Every place's name."""
    return remember(view.dataset, ("names", view.language), lambda: {
        code: view.name(code) for code in view.dataset.catalogue.places})


def default(key: str, value: T) -> T | None:
    """The widget's first value: what the address says. None where the widget was just made to follow the address,
    for Streamlit warns of a value given in both ways."""
    followed = key in st.session_state and st.session_state[key] != value
    state.follow(key, value)
    return None if followed else value


def choose(label: str, options: Sequence[str], value: str, key: str, said: Callable[[str], str],
           write: Callable[[str], None]) -> None:
    """A box of ids that shows what the address says, and writes there what is chosen."""
    shown = default(key, value)
    at = state.place_in(options, shown) if shown else 0
    st.selectbox(label, options, at, key=key, format_func=said, on_change=lambda: write(st.session_state[key]))


def choose_many(label: str, options: Sequence[str], value: Sequence[str], key: str, said: Mapping[str, str],
                address: str, most: int, help_text: str | None = None) -> None:
    """As `choose`, for several ids, kept in the address joined by commas."""
    st.multiselect(label, list(dict.fromkeys((*value, *options))), default(key, list(value)), key=key,
                   max_selections=most, help=help_text, format_func=lambda name: said.get(name, name),
                   on_change=lambda: state.keep(**{address: ",".join(st.session_state[key])}))


def switch(label: str, options: Sequence[str], value: str, key: str, said: Callable[[str], str], address: str) -> None:
    """A row of buttons; the first option stands in the address as nothing."""
    st.segmented_control(label, options, default=default(key, value), key=key, required=True, format_func=said,
                         on_change=lambda: state.keep(**{address: "" if (now := st.session_state[key]) == options[0]
                                                         else now}))


def draw(view: View, shown: Shown, name: str) -> None:
    """A chart, its downloads and its table."""
    key = f"chart_compare_{name}"
    with st.container(key=key):
        st.plotly_chart(shown.chart.drawn, theme=None, key=f"plot_compare_{name}", config=CHART, alt=shown.chart.alt)
    downloads(shown, view.say, f"compare_{name}", key)
    table(shown, view.say, f"compare_{name}")


def notes(lines: Iterable[str]) -> None:
    """Remarks on a chart, a line each."""
    said = "\n".join(f"- {plain(line)}" for line in lines)
    if said:
        st.caption(said)
