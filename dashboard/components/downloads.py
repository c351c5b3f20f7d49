"""What stands below a chart: downloads of exactly what is shown, and its table on demand."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.components.selector import toggle
from dashboard.url_state import set_params
from dashboard.url_values import MAX_ID_LENGTH
from dashboard.views.chart_with_table import ChartWithTable
from indicators.export.csvfile import table_to_csv
from indicators.export.xlsx import table_to_xlsx
from indicators.locale import Locale
from indicators.wording import MISSING

_PICTURE = st.components.v2.component(
    "picture",
    css=(Path(__file__).parent / "picture.css").read_text("utf-8"),
    js=(Path(__file__).parent / "picture.js").read_text("utf-8"),
)

LONG = 12
"""From so many rows on a table scrolls."""
MAX_TABLES = 20
"""Largest number of tables that an address opens."""


def downloads(content: ChartWithTable, locale: Locale, key: str, chart_key: str) -> None:
    """Draw a row of four buttons; files are made when they are asked for."""
    with st.container(horizontal=True, key=f"downloads_{key}"):
        st.download_button(
            locale.text("indicator.download_csv"),
            lambda: table_to_csv(
                list(content.header), [list(row) for row in content.rows], list(content.about)
            ),
            f"{content.name}.csv",
            "text/csv",
            key=f"csv_{key}",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            locale.text("indicator.download_xlsx"),
            lambda: table_to_xlsx(
                content.header,
                content.rows,
                content.about,
                locale.text("app.figures"),
                locale.text("app.about_figures"),
            ),
            f"{content.name}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"xlsx_{key}",
            on_click="ignore",
            icon=":material/table_view:",
        )
        _PICTURE(
            data={
                "chart": chart_key,
                "failure": locale.text("indicator.no_picture"),
                "buttons": [
                    ["png", locale.text("indicator.download_png")],
                    ["svg", locale.text("indicator.download_svg")],
                ],
            },
            key=f"picture_{key}",
        )


@st.fragment
def table(content: ChartWithTable, locale: Locale, key: str) -> None:
    """Draw the switch that shows the table behind a chart, and the table where the address asks.

    A table that nobody asks for is not sent, nor what draws it: 22 requests and 1.5 MB of a first
    visit. A click draws this part alone. The address names the tables that are open by their keys.
    """
    is_open = key in _open_tables()
    toggle(
        locale.text("indicator.table"),
        is_open,
        f"show_table_{key}",
        lambda: _set_open(key, bool(st.session_state[f"show_table_{key}"])),
    )
    if is_open:
        bare_table(content, f"table_{key}_{content.name}")


def box(label: str, key: str, icon: str) -> DeltaGenerator | None:
    """Draw a box to unfold, which the address names while it is open; return it if it is."""
    widget = f"box_{key}"
    if st.session_state.get(widget, False) != (key in _open_tables()):
        st.session_state[widget] = key in _open_tables()
    drawn = st.expander(
        label,
        key=widget,
        icon=icon,
        on_change=lambda: _set_open(key, bool(st.session_state[widget])),
    )
    return drawn if drawn.open else None


def _open_tables() -> list[str]:
    """Give the keys of the tables and boxes that the address has open, at most as many as a page
    has.
    """
    text = st.query_params.get("table", "")[: MAX_TABLES * MAX_ID_LENGTH]
    return text.split(",")[:MAX_TABLES]


def _set_open(key: str, is_open: bool) -> None:
    """Write into the address that a table or box is open, or no longer."""
    others = [name for name in _open_tables() if name not in ("", key)]
    set_params(table=",".join([*others, *([key] if is_open else [])]))


def bare_table(content: ChartWithTable, key: str) -> None:
    """Draw a table; a cell without a value has a dash."""
    columns = {
        header: st.column_config.NumberColumn(format=form)
        for header, form in content.formats.items()
    }
    st.dataframe(
        content.table,
        hide_index=True,
        key=key,
        height="auto" if len(content.rows) < LONG else 420,
        column_config=columns,
        placeholder=MISSING,
    )
