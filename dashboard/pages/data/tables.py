"""Tables of the Data page: rows by column id, cells as text, numbers as numbers."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.url_state import View
from dashboard.views.inventory import Row
from indicators.text import printable

TALL, HEIGHT = 16, 600
"""A table with more rows than this scrolls inside so many pixels."""
_COLUMN = st.column_config


def table(view: View, rows: list[Row], columns: dict[str, Any], key: str, of: str = "") -> None:
    """Draw rows as a table; cells are text, so nothing that a file says is read as Markdown.

    `of` says whose table it is to those who do not see it, where a page has several.
    """
    alt = view.locale.text("data.table_of", n=len(rows))
    rows = list(map(_shown_row, rows))
    shown_columns = {name: column for name, column in columns.items() if rows and name in rows[0]}
    st.dataframe(
        rows,
        hide_index=True,
        key=key,
        placeholder="",
        column_order=list(shown_columns),
        column_config=shown_columns,
        height=HEIGHT if len(rows) > TALL else "content",
        alt=view.locale.text("sentence.title", subject=of, said=alt) if of else alt,
    )


def _shown_row(row: Row) -> Row:
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    """Give a cell as it is shown: words on one line, without signs that a browser would act on."""
    return printable(" ".join(value.splitlines())) if isinstance(value, str) else value


def text(view: View, key: str, width: int, **options: Any) -> Any:
    """Return a column of words."""
    return _COLUMN.TextColumn(view.locale.text(key), width=width, **options)


def number(view: View, key: str, width: int = 90, form: str = "localized") -> Any:
    """Return a column of numbers."""
    return _COLUMN.NumberColumn(view.locale.text(key), width=width, format=form)


def date_column(view: View, key: str) -> Any:
    """Return a column of days."""
    return _COLUMN.DateColumn(
        view.locale.text(key), width=125, format=view.locale.text("data.date_format")
    )


def link(view: View) -> Any:
    """Return a link to an indicator's page, shown as the title that stands behind its #."""
    return _COLUMN.LinkColumn(
        view.locale.text("app.indicator"), width=330, display_text="#(.*)$", alignment="left"
    )
