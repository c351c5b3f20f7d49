"""Charts of the compare page over several indicators: the profile and the table of ranks.

No Streamlit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from dashboard.charts import Chart, Frame, Places, heatmap, profile
from dashboard.charts.kit import legend_space
from dashboard.style import Style
from dashboard.views import labels, terms
from dashboard.views.chart_with_table import NO_CHART, ChartWithTable
from dashboard.views.sentences import join_sentences
from indicators import Dataset, wording
from indicators.analysis import comparison as comparing
from indicators.analysis.comparison import Figure, Scope
from indicators.analysis.group_figures import group_figure
from indicators.analysis.provenance import sources_of
from indicators.dataset import Observation
from indicators.locale import Locale, get_locale
from indicators.model import Indicator, Source
from indicators.periods import period_start
from indicators.statistics.evidence import UNRANKED, rank_basis

OLDER = "*"
"""The mark of a rank whose value is older than others in its row."""
COLUMNS = (
    "app.indicator",
    "app.place",
    "compare.figure",
    "app.value",
    "app.unit",
    "app.rank",
    "compare.of",
    "app.period",
    "app.status",
    "app.source",
)
VALUE_COLUMNS = ("indicator", "place", "period", "value", "unit", "status", "source")
LEGEND_ROWS, PHONE_LEGEND_ROWS = 1, 2
"""The rows of a legend that the profile's layout has room for."""


class Origin(NamedTuple):
    """Of which figure a chart or table cites the source.

    `source` is '' for a computed figure; without a place and a period it is a whole indicator.
    """

    indicator: str
    place: str = ""
    period: str = ""
    source: str = ""


def origin(figure: Figure | Observation) -> Origin:
    """Return of which figure the source is cited."""
    return Origin(figure.indicator, figure.place, figure.period, figure.source)


@dataclass(frozen=True)
class Comparison:
    """Places that are compared, the indicators to compare them in, and the style to draw it in."""

    dataset: Dataset
    scope: Scope
    rows: tuple[str, ...]
    style: Style

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.style.language

    @cached_property
    def locale(self) -> Locale:
        """The words."""
        return get_locale(self.language)

    def name(self, place: str) -> str:
        """Return a place's name."""
        return labels.places(self.dataset, self.locale)[place]

    def names(self, places: Iterable[str]) -> dict[str, str]:
        """Return places' names by code."""
        return {place: self.name(place) for place in places}

    def entry(self, indicator: str) -> Indicator:
        """Return the indicator with an id."""
        return self.dataset.catalogue.indicators[indicator]

    def row(self, indicator: str) -> str:
        """Return a row's name, which says where places are in order of size and not of merit."""
        entry = self.entry(indicator)
        name = entry.name(self.language)
        if rank_basis(entry) == "merit":
            return name
        return self.locale.text("compare.by_size", indicator=name)

    def figures(self, indicator: str) -> Mapping[str, Figure]:
        """Return the members' ranked values in an indicator, by place."""
        return comparing.figures(self.dataset, indicator, self.scope.members)

    def figures_of(self, places: Iterable[str]) -> list[Figure]:
        """Return the ranked values of some places: row by row, each in the order of the places."""
        tables = [self.figures(indicator) for indicator in self.rows]
        codes = tuple(places)
        return [table[code] for table in tables for code in codes if code in table]

    @property
    def key(self) -> tuple[object, ...]:
        """The key under which a chart of this comparison is cached."""
        return (
            self.scope.members,
            self.scope.group and self.scope.group.id,
            self.rows,
            self.language,
            self.style.palette.kind,
            self.style.measure,
        )


def group_name(comparison: Comparison) -> str:
    """Say 'Provincial capitals', 'G20 countries with Kenya' or 'All: Cities'."""
    group, extra = comparison.scope.group, comparison.scope.extra
    if group is None:
        return all_of_level(comparison)
    title = group.title.get(comparison.language)
    if not extra:
        return title
    places = wording.listing([comparison.name(place) for place in extra], comparison.language)
    return comparison.locale.text("compare.group_and", group=title, places=places)


def all_of_level(comparison: Comparison) -> str:
    """Say 'All: Cities'."""
    locale = comparison.locale
    catalogue = comparison.dataset.catalogue
    level = catalogue.level_title(comparison.scope.level, locale.language)
    return locale.text("compare.all_of_level", level=level)


def profile_chart(comparison: Comparison, places: Sequence[str]) -> ChartWithTable:
    """Draw the subject and the chosen places: of how many members each is ahead in every row."""
    codes = tuple(dict.fromkeys((comparison.scope.subject, *places)))
    has_sizes = any(is_by_size(comparison, row) for row in comparison.rows)
    subtitle = comparison.locale.text(
        "compare.profile_subtitle_sizes" if has_sizes else "compare.profile_subtitle",
        group=group_name(comparison),
        periods=periods(comparison, codes),
    )
    chart = profile(
        _data(comparison, codes),
        Places(comparison.names(codes), codes[:1], codes[1:]),
        comparison.style,
        Frame(profile_title(comparison), subtitle, foot(comparison, codes)),
    )
    measure = comparison.style.measure
    legend_rows = PHONE_LEGEND_ROWS if measure.is_phone else LEGEND_ROWS
    chart = legend_space.add_legend(chart, measure, legend_rows)
    return _with_table(comparison, chart, codes, "profile")


def is_by_size(comparison: Comparison, indicator: str) -> bool:
    """Return whether places stand in a row by size and not by merit."""
    return rank_basis(comparison.entry(indicator)) == "size"


def profile_title(comparison: Comparison) -> str:
    """Say 'Changsha stands highest in GDP (6th of 26), lowest in growth (20th of 26)'."""
    place = comparison.name(comparison.scope.subject)
    figures = sorted(_judged(comparison), key=lambda figure: -(figure.position or 0))
    if len(figures) < 2 or figures[0].position == figures[-1].position:
        group = group_name(comparison)
        return comparison.locale.text("compare.profile_title", place=place, group=group)
    best, worst = figures[0], figures[-1]
    return comparison.locale.text(
        "compare.profile_says",
        place=place,
        best=comparison.entry(best.indicator).name(comparison.language),
        worst=comparison.entry(worst.indicator).name(comparison.language),
        best_rank=_rank_text(best, comparison.language),
        worst_rank=_rank_text(worst, comparison.language),
    )


def _rank_text(figure: Figure, language: str) -> str:
    """Say '6th of 26'; empty for a place that is not ranked."""
    if figure.rank is None:
        return ""
    return wording.rank(figure.rank, figure.of, language)


def _judged(comparison: Comparison) -> list[Figure]:
    """Give the subject's figures with a rank by merit."""
    figures = comparison.figures_of([comparison.scope.subject])
    return [
        figure
        for figure in figures
        if figure.position is not None and not is_by_size(comparison, figure.indicator)
    ]


def ranks_chart(comparison: Comparison, by_name: bool, max_places: int) -> ChartWithTable:
    """Draw the ranks of at most `max_places` members in every row.

    The members are in order of their names or of their mean ranks. A value older than others in its
    row has a mark.
    """
    order = comparison.name if by_name else None
    columns = comparing.column_places(
        comparison.dataset, comparison.scope, comparison.rows, order, max_places
    )
    places = Places(comparison.names(columns), columns[:1])
    subtitle = _ranks_subtitle(comparison, columns, by_name)
    chart = heatmap(
        _data(comparison, columns),
        columns,
        places,
        comparison.style,
        Frame(ranks_title(comparison), subtitle, foot(comparison, columns)),
    )
    older = {
        (columns.index(figure.place), comparison.rows.index(figure.indicator))
        for figure in comparison.figures_of(columns)
        if figure.older
    }
    chart = _with_marks(chart, older)
    chart = legend_space.slant_columns(chart, columns, places, comparison.style.measure)
    return _with_table(comparison, chart, columns, "ranks")


def ranks_title(comparison: Comparison) -> str:
    """Say 'Changsha is in the upper half in 3 of 5 indicators'; sizes are not counted."""
    figures = _judged(comparison)
    if not figures:
        return comparison.locale.text("compare.ranks_title", group=group_name(comparison))
    ranks = [(figure.rank, figure.of) for figure in figures if figure.rank is not None]
    upper = sum(rank <= count / 2 for rank, count in ranks)
    place = comparison.name(comparison.scope.subject)
    return comparison.locale.text("compare.ranks_says", place=place, upper=upper, of=len(figures))


def _ranks_subtitle(comparison: Comparison, columns: Sequence[str], by_name: bool) -> str:
    """Say among whom, of which periods, what colours and order mean, and who is left out."""
    locale = comparison.locale
    is_dark = comparison.style.palette.kind == "dark"
    ground = "compare.ranks_subtitle_dark" if is_dark else "compare.ranks_subtitle"
    order = "compare.ranks_by_name" if by_name else "compare.ranks_by_mean"
    subject = comparison.scope.subject
    sentences = [
        locale.text(ground, group=group_name(comparison), periods=periods(comparison, columns)),
        locale.text(order, place=comparison.name(subject)),
    ]
    with_values = {place for row in comparison.rows for place in comparison.figures(row)}
    if len(columns) < len(with_values | {subject}):
        text = locale.text("compare.ranks_some", shown=len(columns), of=len(with_values))
        sentences.append(text)
    return join_sentences(locale, sentences)


def _with_marks(chart: Chart, cells: set[tuple[int, int]]) -> Chart:
    """Mark the ranks in some cells, given as (column, row)."""
    traces = [_trace_with_marks(trace, cells) for trace in chart.figure["data"]]
    return Chart({**chart.figure, "data": traces}, chart.alt)


def _trace_with_marks(trace: dict[str, Any], cells: set[tuple[int, int]]) -> dict[str, Any]:
    if trace.get("mode") != "text":
        return trace
    texts = list(trace["text"])
    for index, cell in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if cell in cells:
            texts[index] += OLDER
    return {**trace, "text": texts}


def has_older(comparison: Comparison, places: Iterable[str]) -> bool:
    """Return whether a value of one of the places is older than others in its row."""
    return any(figure.older for figure in comparison.figures_of(places))


def missing_lines(comparison: Comparison, places: Sequence[str]) -> list[str]:
    """Name, for each place that lacks a recent value, the indicators in which it does, and why."""
    lines = []
    for place in places:
        names: dict[str, list[str]] = {"compare.missing_for": [], "compare.restricted_for": []}
        for row in comparison.rows:
            if place not in comparison.figures(row):
                is_left_out = terms.is_left_out(comparison.dataset, row, place)
                key = "compare.restricted_for" if is_left_out else "compare.missing_for"
                names[key].append(comparison.entry(row).name(comparison.language))
        for key, listed in names.items():
            if listed:
                text = wording.listing(listed, comparison.language)
                name = comparison.name(place)
                lines.append(comparison.locale.text(key, place=name, indicators=text))
    return lines


def _data(comparison: Comparison, places: Sequence[str]) -> pd.DataFrame:
    """Give what profile and heatmap draw: a row for each indicator and place."""

    def texts(figure: Figure) -> dict[str, str]:
        unit = comparison.entry(figure.indicator).unit
        return {
            "value_text": wording.number(figure.value, unit, comparison.language),
            "rank_text": _rank_text(figure, comparison.language),
        }

    members = comparison.scope.members
    return comparing.frame(
        comparison.dataset, members, comparison.rows, places, comparison.row, texts
    )


def periods(comparison: Comparison, places: Iterable[str]) -> str:
    """Say of which periods the values of some places are: '2023', or '2021 to 2023'."""
    figures = comparison.figures_of(places)
    return period_span(comparison.locale, [figure.period for figure in figures])


def period_span(locale: Locale, periods: Iterable[str]) -> str:
    """Return the first and the last of some periods, in words."""
    ordered = sorted(dict.fromkeys(periods), key=period_start)
    ends = [wording.period(period, locale.language) for period in ordered[:1] + ordered[-1:]]
    if not ends:
        return wording.MISSING
    if ends[0] == ends[-1]:
        return ends[0]
    return locale.text("compare.period_span", first=ends[0], last=ends[-1])


def foot(comparison: Comparison, places: Iterable[str]) -> str:
    """Return the sources and periods of the values of some places."""
    figures = comparison.figures_of(places)
    origins = [origin(figure) for figure in figures]
    when = [figure.period for figure in figures]
    return foot_text(comparison.locale, comparison.dataset, origins, when)


def foot_text(
    locale: Locale, dataset: Dataset, origins: Iterable[Origin], periods: Sequence[str]
) -> str:
    """Return the sources of some values, and their periods."""
    parts = []
    if cited := citations(locale, dataset, origins):
        sources = locale.text("sentence.semicolon").join(cited)
        parts.append(locale.text("compare.foot_sources", sources=sources))
    if periods:
        span = period_span(locale, periods)
        parts.append(locale.text("compare.foot_periods", periods=span))
    return " · ".join(parts)


def citations(locale: Locale, dataset: Dataset, origins: Iterable[Origin]) -> list[str]:
    """Cite the sources of values."""
    return wording.citations(_sources_of(dataset, origins), locale.language)


def _sources_of(dataset: Dataset, origins: Iterable[Origin]) -> list[Source]:
    """Give the sources of values, in the order of the values."""
    catalogue = dataset.catalogue
    sources: list[str] = []
    for figure in dict.fromkeys(origins):
        if figure.source in catalogue.sources:
            sources.append(figure.source)
        else:
            sources += sources_of(dataset, figure.indicator, [figure.place], [figure.period])
    return [catalogue.sources[name] for name in dict.fromkeys(sources)]


def _with_table(
    comparison: Comparison, chart: Chart, places: Sequence[str], view: str
) -> ChartWithTable:
    """Put the table of the values behind a chart: row by row, best first in each row."""
    figures = [
        figure
        for row in comparison.rows
        for figure in comparison.figures(row).values()
        if figure.place in places
    ]
    origins = [origin(figure) for figure in figures]
    group = comparison.scope.group.id if comparison.scope.group else comparing.ALL
    locale, dataset = comparison.locale, comparison.dataset
    return ChartWithTable(
        chart,
        [locale.text(key) for key in COLUMNS],
        [_row(comparison, figure) for figure in figures],
        about(locale, dataset, comparison.rows, origins, group_name(comparison)),
        f"{view}-{comparison.scope.subject}-{group}",
    )


def _row(comparison: Comparison, figure: Figure) -> list[Any]:
    entry = comparison.entry(figure.indicator)
    language, locale = comparison.language, comparison.locale
    cited = citations(locale, comparison.dataset, [origin(figure)])
    return [
        entry.title.get(language),
        comparison.name(figure.place),
        wording.number(figure.value, entry.unit, language),
        figure.value,
        entry.unit.label.get(language),
        figure.rank,
        figure.of,
        wording.period(figure.period, language),
        wording.status(figure.status, language),
        locale.text("sentence.semicolon").join(cited),
    ]


def about(
    locale: Locale,
    dataset: Dataset,
    indicators: Sequence[str],
    origins: Iterable[Origin],
    group: str,
) -> list[tuple[str, str]]:
    """Return what describes the values in a download: the group, the definitions, the sources.

    Editions of one publication share a line; terms follow the sources that they hold for.
    """
    entries = [dataset.catalogue.indicators[name] for name in indicators]
    language = locale.language
    lines = [(locale.text("compare.group"), group)] if group else []
    lines += [(entry.title.get(language), entry.definition.get(language)) for entry in entries]
    by_terms: dict[str, list[Source]] = {}
    for source in _sources_of(dataset, origins):
        by_terms.setdefault(source.terms, []).append(source)
    for kind, sources in by_terms.items():
        citations = wording.citations(sources, language)
        lines += [(locale.text("app.source"), citation) for citation in citations]
        lines.append((locale.text("indicator.terms"), wording.terms(kind, language)))
    return [(name, text) for name, text in lines if text]


Newest = dict[tuple[str, str], Observation]
"""The newest observation by indicator and place."""


def _newest(dataset: Dataset, indicators: Sequence[str], places: Sequence[str]) -> Newest:
    pairs = [(name, place) for name in indicators for place in places if dataset.has(name, place)]
    return {(name, place): dataset.series(name, place)[-1] for name, place in pairs}


def values_table(
    dataset: Dataset, indicators: Sequence[str], places: Sequence[str], locale: Locale
) -> ChartWithTable:
    """Put the newest values of places side by side, each with its period.

    There is no chart, for these places are not ranked together.
    """
    names, titles = labels.places(dataset, locale), labels.indicators(dataset, locale)
    newest = _newest(dataset, indicators, places)
    table = []
    for indicator in indicators:
        unit = dataset.catalogue.indicators[indicator].unit.label.get(locale.language)
        values = [_value_text(dataset, newest, indicator, place, locale) for place in places]
        table.append([titles[indicator], unit, *values])
    return ChartWithTable(
        NO_CHART,
        [
            locale.text("app.indicator"),
            locale.text("app.unit"),
            *(names[place] for place in places),
        ],
        table,
        about(locale, dataset, indicators, _origins(newest), ""),
        _values_name(places),
    )


def _value_text(
    dataset: Dataset, newest: Newest, indicator: str, place: str, locale: Locale
) -> str:
    observation = newest.get((indicator, place))
    if observation is None:
        return wording.MISSING
    unit = dataset.catalogue.indicators[indicator].unit
    value = wording.number(observation.value, unit, locale.language)
    period = wording.period(observation.period, locale.language)
    if observation.status in UNRANKED:
        status = wording.status(observation.status, locale.language)
        period = locale.text("sentence.comma").join((period, status))
    figure = group_figure(dataset, observation)
    if figure is not None:
        method = locale.text(f"group.{figure.method}")
        period = locale.text("sentence.comma").join((period, method))
    return locale.text("compare.with_unit", indicator=value, unit=period)


def values_download(
    dataset: Dataset, indicators: Sequence[str], places: Sequence[str], locale: Locale
) -> ChartWithTable:
    """Return the newest values of places for a download: a row for each, unrounded."""
    newest = _newest(dataset, indicators, places)
    return ChartWithTable(
        NO_CHART,
        [locale.text(f"app.{name}") for name in VALUE_COLUMNS],
        [
            _value_row(dataset, indicator, place, observation, locale)
            for (indicator, place), observation in newest.items()
        ],
        about(locale, dataset, indicators, _origins(newest), ""),
        _values_name(places),
    )


def _value_row(
    dataset: Dataset, indicator: str, place: str, observation: Observation, locale: Locale
) -> list[Any]:
    catalogue, language = dataset.catalogue, locale.language
    source = catalogue.sources.get(observation.source)
    return [
        labels.indicators(dataset, locale)[indicator],
        labels.places(dataset, locale)[place],
        wording.period(observation.period, language),
        observation.value,
        catalogue.indicators[indicator].unit.label.get(language),
        wording.status(observation.status, language),
        source.cite(language) if source else "",
    ]


def _origins(newest: Newest) -> list[Origin]:
    return [origin(observation) for observation in newest.values()]


def _values_name(places: Sequence[str]) -> str:
    return f"values-{'-'.join(places)}"
