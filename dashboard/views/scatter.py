"""Charts of the compare page over two indicators. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.charts import Encoding, Frame, Places, scatter
from dashboard.charts.kit import legend_space
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.comparison import (
    Comparison,
    Origin,
    about,
    all_of_level,
    foot_text,
    group_name,
    origin,
    period_span,
)
from dashboard.views.sentences import join_sentences
from indicators import Dataset, wording
from indicators.analysis import comparison as comparing
from indicators.analysis import correlation
from indicators.analysis.correlation import Dot
from indicators.model import Indicator, Text, Unit

COEFFICIENT = Unit("r", "r", kind="rate", pattern=Text({"en": "{}"}))
"""The unit of a correlation, which is written with two decimals."""
CLEAR_CORRELATION, LOOSE_CORRELATION = 0.7, 0.4
"""From here on two indicators clearly, or loosely, move together; without sign."""
SUBJECT = "own"
"""The subject's own colour, as a group."""
HEIGHT = 1.35
"""The height of a scatter, as a part of that of other charts."""
LEGEND_LIFT = 2
"""How far above the plotting area the legend is, in em: there is the y axis's name."""


@dataclass(frozen=True)
class ScatterQuery:
    """The choices of the scatter: ids that exist.

    `places` may have a dot; `kind` is that of the groups in colours: income, region, or empty.
    """

    x: str
    y: str
    size: str
    places: tuple[str, ...]
    period: str
    kind: str
    log_x: bool
    log_y: bool

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that are shown, each once."""
        return tuple(dict.fromkeys(name for name in (self.x, self.y, self.size) if name))

    def has_dot(self, dot: Dot) -> bool:
        """Return whether a place can be drawn: above zero on a logarithmic axis."""
        return (not self.log_x or dot.x > 0) and (not self.log_y or dot.y > 0)


def scatter_chart(comparison: Comparison, query: ScatterQuery) -> ChartWithTable:
    """Draw two indicators; the title says how far they move together."""
    dataset, subject = comparison.dataset, comparison.scope.subject
    home = (
        correlation.group_of_places(dataset, query.kind, comparison.scope.level)
        if query.kind
        else {}
    )
    candidates = correlation.dots(
        dataset, query.x, query.y, query.places, query.period, query.size, home
    )
    dots = [dot for dot in candidates if query.has_dot(dot)]
    r = correlation.correlation(dots, query.log_x, query.log_y)
    x, y = comparison.entry(query.x), comparison.entry(query.y)
    groups = _groups(comparison, dots) if query.kind else {}
    grouped = [_grouped(dot, subject) for dot in dots]
    size = comparison.entry(query.size) if query.size else None
    measure = comparison.style.measure
    chart = scatter(
        correlation.frame(grouped, bool(groups)),
        Encoding(x, y, size, groups, query.log_x, query.log_y),
        Places(
            comparison.names(dot.place for dot in dots), (subject,), label_places(comparison, dots)
        ),
        comparison.style,
        Frame(
            title(comparison, x, y, r),
            subtitle(comparison, query, dots, r),
            _foot(comparison, query, dots),
        ),
        height=measure.height * HEIGHT,
    )
    if groups:
        chart = legend_space.add_legend(chart, measure, 0, measure.small * LEGEND_LIFT)
    return ChartWithTable(
        chart,
        header(comparison, query),
        [_row(comparison, query, dot) for dot in dots],
        _about(comparison, query, dots),
        f"{query.y}-{query.x}-{query.period or 'latest'}",
    )


def _grouped(dot: Dot, subject: str) -> Dot:
    """Put the subject in a group of its own, which has its own colour."""
    return replace(dot, group=SUBJECT) if dot.place == subject else dot


def title(comparison: Comparison, x: Indicator, y: Indicator, r: float | None) -> str:
    """Say 'Where internet users are higher, online services tend to be higher too'."""
    names = {"x": x.name(comparison.language), "y": y.name(comparison.language)}
    if r is None:
        return comparison.locale.text("compare.scatter_title", **names)
    if abs(r) < LOOSE_CORRELATION:
        return comparison.locale.text("compare.scatter_apart", **names)
    direction = "up" if r > 0 else "down"
    strength = "clear" if abs(r) >= CLEAR_CORRELATION else "loose"
    return comparison.locale.text(f"compare.scatter_{direction}_{strength}", **names)


def subtitle(
    comparison: Comparison, query: ScatterQuery, dots: Sequence[Dot], r: float | None
) -> str:
    """Say the correlation, the number of places, the period, and what the dots' size means.

    Where each place's newest values are drawn, it says of which periods they are.
    """
    locale = comparison.locale
    if query.period:
        period = wording.period(query.period, comparison.language)
    else:
        newest = period_span(locale, _periods(dots))
        period = locale.text("compare.newest_of", periods=newest)
    if r is None:
        relation = locale.text("compare.r_none", count=len(dots))
    else:
        coefficient = wording.number(r, COEFFICIENT, comparison.language)
        scale = locale.text("compare.r_log") if query.log_x or query.log_y else ""
        relation = locale.text("compare.r", r=coefficient, count=len(dots), log=scale)
    sentences = [relation, locale.text("compare.scatter_period", period=period)]
    if query.size:
        name = comparison.entry(query.size).name(comparison.language)
        sentences.append(locale.text("compare.sized", indicator=name))
    return join_sentences(locale, sentences)


def _periods(dots: Sequence[Dot]) -> list[str]:
    return [period for dot in dots for period in (dot.x_period, dot.y_period)]


def _groups(comparison: Comparison, dots: Sequence[Dot]) -> dict[str, str]:
    """Give the names of the groups that have dots, in the catalogue's order.

    Places in no group follow, and then the subject, whose dot is on top.
    """
    with_dots = {dot.group for dot in dots}
    groups = list(comparison.dataset.catalogue.groups.items())
    groups = [(name, group) for name, group in groups if name in with_dots]
    names = {name: group.title.get(comparison.language) for name, group in groups}
    if correlation.OTHER in with_dots:
        names[correlation.OTHER] = comparison.locale.text("compare.other")
    subject = next((dot for dot in dots if dot.place == comparison.scope.subject), None)
    if subject:
        names[SUBJECT] = _subject_name(comparison, subject, names)
    return names


def _subject_name(comparison: Comparison, subject: Dot, groups: dict[str, str]) -> str:
    """Give the subject's name, with its group where it has one."""
    name = comparison.name(subject.place)
    if subject.group == correlation.OTHER:
        return name
    group = groups[subject.group]
    return comparison.locale.text("compare.with_unit", indicator=name, unit=group)


def label_places(comparison: Comparison, dots: Sequence[Dot]) -> tuple[str, ...]:
    """Return the places whose names stand beside their dots.

    They are those the subject is compared with, the ends of both axes, the largest and smallest.
    """
    if not dots:
        return ()
    with_dots = {dot.place for dot in dots}
    peers = comparing.neighbours(comparison.dataset, comparison.scope, comparison.rows)
    places = [place for place in peers if place in with_dots]
    for key in (_x, _y, _size):
        places += [max(dots, key=key).place, min(dots, key=key).place]
    return tuple(dict.fromkeys(places))


def _x(dot: Dot) -> float:
    return dot.x


def _y(dot: Dot) -> float:
    return dot.y


def _size(dot: Dot) -> float:
    return dot.size or 0


def _origins(comparison: Comparison, query: ScatterQuery, dots: Sequence[Dot]) -> list[Origin]:
    """Give the origin of every value drawn."""
    cells = [(query.x, dot.place, dot.x_period) for dot in dots]
    cells += [(query.y, dot.place, dot.y_period) for dot in dots]
    if query.size:
        cells += [(query.size, dot.place, dot.size_period) for dot in dots if dot.size_period]
    return [_origin(comparison.dataset, *cell) for cell in dict.fromkeys(cells)]


def _origin(dataset: Dataset, indicator: str, place: str, period: str) -> Origin:
    grid = dataset.grid(indicator)
    cell = int(grid.cell[grid.row[place], grid.column[period]])
    return origin(dataset.observation(cell))


def _foot(comparison: Comparison, query: ScatterQuery, dots: Sequence[Dot]) -> str:
    origins = _origins(comparison, query, dots)
    return foot_text(comparison.locale, comparison.dataset, origins, _periods(dots))


def header(comparison: Comparison, query: ScatterQuery) -> list[str]:
    """Return the columns of the table: for each indicator its value and its period."""
    locale, language = comparison.locale, comparison.language
    columns = [locale.text("app.place")]
    for indicator in (query.x, query.y):
        name = comparison.entry(indicator).name(language)
        period = locale.text("compare.period_of", indicator=name)
        columns += [_value_column(comparison, indicator), period]
    if query.size:
        columns.append(_value_column(comparison, query.size))
    if query.kind:
        columns.append(locale.text("app.group"))
    return _distinct(columns)


def _value_column(comparison: Comparison, indicator: str) -> str:
    entry, language = comparison.entry(indicator), comparison.language
    unit = entry.unit.label.get(language)
    return comparison.locale.text(
        "compare.with_unit", indicator=entry.title.get(language), unit=unit
    )


def _distinct(columns: Sequence[str]) -> list[str]:
    """Number columns of one name: two indicators may share a short name."""
    result: list[str] = []
    for index, name in enumerate(columns):
        result.append(f"{name} ({index})" if name in columns[:index] else name)
    return result


def _row(comparison: Comparison, query: ScatterQuery, dot: Dot) -> list[Any]:
    language = comparison.language
    row: list[Any] = [
        comparison.name(dot.place),
        dot.x,
        wording.period(dot.x_period, language),
        dot.y,
        wording.period(dot.y_period, language),
    ]
    if query.size:
        row.append(dot.size)
    if query.kind:
        row.append(_groups(comparison, [dot])[dot.group])
    return row


def _about(
    comparison: Comparison, query: ScatterQuery, dots: Sequence[Dot]
) -> list[tuple[str, str]]:
    is_whole_level = set(query.places) != set(comparison.scope.members)
    group = all_of_level(comparison) if is_whole_level else group_name(comparison)
    origins = _origins(comparison, query, dots)
    return about(comparison.locale, comparison.dataset, query.indicators, origins, group)
