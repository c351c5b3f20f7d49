"""Downloads of exactly what is shown: the table as CSV and XLSX, the chart as PNG and SVG."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

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
                "name": content.name,
                "failure": locale.text("indicator.no_picture"),
                "buttons": [
                    ["png", locale.text("indicator.download_png")],
                    ["svg", locale.text("indicator.download_svg")],
                ],
            },
            key=f"picture_{key}",
        )


def table(content: ChartWithTable, locale: Locale, key: str) -> None:
    """Draw the table behind a chart, folded away."""
    with st.expander(locale.text("indicator.table"), icon=":material/table:"):
        bare_table(content, f"table_{key}")


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
