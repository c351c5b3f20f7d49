"""What is held: by field and by indicator, at each level, with what is due and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import streamlit as st

from dashboard import url_state
from dashboard.pages.data.filters import choose_filter
from dashboard.pages.data.tables import date_column, link, number, table, text
from dashboard.url_state import View, plain
from dashboard.views import holdings
from dashboard.views.holdings import STATES, Filter
from dashboard.views.inventory import Frame, Row, to_frame
from indicators import wording
from indicators.export.csvfile import table_to_csv

T = TypeVar("T")
_COLUMNS = {
    "next_release": ("holdings.next_release", 110),
    "terms": ("data.terms", 130),
    "publisher": ("data.publisher", 260),
    "pillar": ("app.pillar", 150),
}
"""Columns of words behind the levels: their heading and their width in pixels."""


def render(view: View) -> None:
    """Draw the filters, a line for each field, and a row for each indicator."""
    shown = _filter(view)
    st.caption(plain(view.locale.text("holdings.help")))
    if view.size == "phone":
        _lists(view, shown)
    else:
        _tables(view, shown)


def _filter(view: View) -> Filter:
    """Draw a box each for field, level and state."""
    dataset = view.dataset
    pillar, level, state = st.columns(3)
    with pillar:
        pillar_id = choose_filter(
            view,
            "pillar",
            "app.pillar",
            "compare.all_pillars",
            lambda locale: holdings.pillar_names(dataset, locale),
        )
    with level:
        level_id = choose_filter(
            view,
            "level",
            "holdings.level",
            "holdings.levels_all",
            lambda locale: holdings.level_names(dataset, locale),
        )
    with state:
        state_id = choose_filter(
            view, "state", "holdings.state", "holdings.states_all", holdings.state_names
        )
    return Filter(pillar_id, level_id, state_id)


def _cached(view: View, key: Hashable, make: Callable[[], T]) -> T:
    """Work out once for each dataset, day, language and key."""
    whole_key = ("holdings page", view.today, key, view.language)
    return view.dataset.cached_for_address(whole_key, make)


def _lists(view: View, shown: Filter) -> None:
    """Draw the fields one below the other, their indicators folded, in place of a table."""
    address = url_state.link()
    fields = _cached(
        view,
        ("lists", shown, tuple(address.items())),
        lambda: holdings.lists(view.dataset, view.locale, view.today, shown, address),
    )
    if not fields:
        st.info(plain(view.locale.text("holdings.none")))
    for line, indicators in fields:
        with st.expander(plain(line), expanded=len(fields) == 1):
            st.markdown(indicators)


def _tables(view: View, shown: Filter) -> None:
    locale = view.locale
    counts = _cached(
        view,
        ("summary", shown),
        lambda: holdings.summary(view.dataset, locale, view.today, shown),
    )
    st.markdown(f"### {plain(locale.text('holdings.by_field'))}")
    columns = {
        "pillar": text(view, "app.pillar", 260),
        "indicators": number(view, "data.indicators", 110),
        **{state: number(view, f"holdings.heading.{state}", 110) for state in STATES},
    }
    table(view, counts, columns, "holdings_by_field", locale.text("holdings.by_field"))
    address = url_state.link()
    key = (shown, tuple(address.items()))
    rows = _cached(
        view,
        ("rows", *key),
        lambda: holdings.table_rows(view.dataset, locale, view.today, shown, address),
    )
    st.markdown(f"### {plain(locale.text('holdings.by_indicator'))}")
    if not rows:
        st.info(plain(locale.text("holdings.none")))
        return
    frame = _cached(view, ("frame", *key), lambda: to_frame(rows))
    _indicators(view, rows, frame, shown)


def _indicators(view: View, rows: list[Row], frame: Frame, shown: Filter) -> None:
    """Draw the table of indicators and its download."""
    locale = view.locale
    names = holdings.level_names(view.dataset, locale)
    if shown.level:
        names = {shown.level: names[shown.level]}
    levels = {
        level: st.column_config.TextColumn(title, width=170) for level, title in names.items()
    }
    columns = {
        "indicator": link(view),
        "state": text(view, "holdings.state", 90),
        "newest": text(view, "data.newest", 110),
        **levels,
        **{name: text(view, key, width) for name, (key, width) in _COLUMNS.items()},
        "retrieved": date_column(view, "data.retrieved"),
    }
    table(view, frame, columns, "holdings", locale.text("holdings.by_indicator"))
    header = [column["label"] for column in columns.values()]
    title = view.dataset.catalogue.title.get(view.language)
    st.download_button(
        locale.text("indicator.download_csv"),
        lambda: table_to_csv(
            header,
            [holdings.csv_row(row, list(columns)) for row in rows],
            [(title, wording.date(view.today, view.language))],
        ),
        "holdings.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
