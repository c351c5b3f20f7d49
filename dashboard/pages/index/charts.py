"""What the parts of the index page share: charts with their tables, and lists of sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dashboard.components.chart import draw_chart
from dashboard.url_state import View, plain
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.composite_index import IndexQuery


def cached_chart(
    query: IndexQuery, name: str, make: Callable[[], ChartWithTable]
) -> ChartWithTable:
    """Return a chart of the query: dataset, place, language, style and what the address chose."""
    key = ("index chart", name, *query.key, query.style)
    return query.dataset.cached_for_address(key, make)


def draw(view: View, content: ChartWithTable, name: str) -> None:
    """Draw a chart, its downloads and its table."""
    draw_chart(content, view.locale, f"index_{name}")


def text(view: View, key: str, **values: object) -> str:
    """Return a phrase as Markdown."""
    return plain(view.locale.text(key, **values))


def lines(sentences: Iterable[str]) -> str:
    """Return sentences as a list in Markdown."""
    return "\n".join(f"- {plain(sentence)}" for sentence in sentences)
