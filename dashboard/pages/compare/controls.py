"""What the views of the compare page share: names, and a chart with its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from dashboard.components.chart import draw_chart
from dashboard.url_state import View, plain
from dashboard.views import labels
from dashboard.views.chart_with_table import ChartWithTable
from indicators.locale import Locale
from indicators.model import Indicator


def titles(view: View) -> Mapping[str, str]:
    """Return the title of every indicator, by id."""
    return labels.indicators(view.dataset, view.locale)


def names(view: View) -> Mapping[str, str]:
    """Return the name of every place, by code."""
    return labels.places(view.dataset, view.locale)


def draw(view: View, content: ChartWithTable, name: str) -> None:
    """Draw a chart, its downloads and its table."""
    draw_chart(content, view.locale, f"compare_{name}")


def notes(lines: Iterable[str]) -> None:
    """Draw remarks on a chart, a line each."""
    text = "\n".join(f"- {plain(line)}" for line in lines)
    if text:
        st.caption(text)


def definitions(locale: Locale, indicators: Iterable[Indicator]) -> None:
    """Draw title, unit and definition of each indicator, folded."""
    language = locale.language
    lines = [
        f"- **{plain(indicator.title.get(language))}** "
        f"({plain(indicator.unit.label.get(language))})"
        f"  \n  {plain(indicator.definition.get(language))}"
        for indicator in indicators
    ]
    with st.expander(locale.text("compare.definitions"), icon=":material/menu_book:"):
        st.markdown("\n".join(lines))
