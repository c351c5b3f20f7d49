"""What the compare page shows of several indicators: the profile and the table of ranks. No Streamlit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import Chart, heatmap, profile
from dashboard.charts.kit import legend_space
from dashboard.style import Measure, Palette
from dashboard.views import labels
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.indicator import inherited
from indicators import Dataset, wording
from indicators.analysis import comparison as comparing
from indicators.analysis.comparison import Figure, Scope
from indicators.dataset import Observation
from indicators.locale import Locale
from indicators.model import Indicator
from indicators.periods import period_start

OLDER = "*"
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


@dataclass(frozen=True)
class Comparison:
    """A comparison, its indicators, and how to say and draw it."""

    dataset: Dataset
    scope: Scope
    rows: tuple[str, ...]
    say: Locale
    palette: Palette
    size: Measure

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.say.language

    def name(self, place: str) -> str:
        """A place's name."""
        return labels.places(self.dataset, self.say)[place]

    def names(self, places: Iterable[str]) -> dict[str, str]:
        """Names by code."""
        return {place: self.name(place) for place in places}

    def entry(self, indicator: str) -> Indicator:
        """What an indicator's id stands for."""
        return self.dataset.catalogue.indicators[indicator]

    def row(self, indicator: str) -> str:
        """A row's name; it says where the order is by size and not by merit."""
        entry, name = self.entry(indicator), self.entry(indicator).name(self.language)
        return self.say.t("compare.by_size", indicator=name) if entry.better == "none" else name

    def figures(self, indicator: str) -> Mapping[str, Figure]:
        """The members' figures in one of the rows."""
        return comparing.figures(self.dataset, indicator, self.scope.members)

    @property
    def key(self) -> tuple[object, ...]:
        """What a chart of this comparison is kept under."""
        return (
            self.scope.members,
            self.scope.group and self.scope.group.id,
            self.rows,
            self.language,
            self.palette.kind,
            self.size,
        )


def group_name(made: Comparison) -> str:
    """'Provincial capitals', 'G20 countries with Kenya', 'All: Cities'."""
    group = made.scope.group
    if group is None:
        return all_of_level(made)
    title = group.title.say(made.language)
    if not made.scope.extra:
        return title
    named = wording.listing([made.name(place) for place in made.scope.extra], made.language)
    return made.say.t("compare.group_and", group=title, places=named)


def all_of_level(made: Comparison) -> str:
    """'All: Cities'."""
    return made.say.t("compare.all_of_level", level=made.say.t(f"level.{made.scope.level}"))


def profile_shown(made: Comparison, places: Sequence[str]) -> ChartWithTable:
    """The subject and the chosen places in every row, by how many of all members each is ahead of."""
    shown = tuple(dict.fromkeys((made.scope.subject, *places)))
    table = comparing.frame(
        made.dataset,
        made.scope.members,
        made.rows,
        shown,
        made.row,
        lambda figure: _said(made, figure),
    )
    subtitle = made.say.t(
        "compare.profile_subtitle", group=group_name(made), periods=periods(made, shown)
    )
    chart = profile(
        table,
        made.names(shown),
        shown[:1],
        shown[1:],
        made.language,
        made.palette,
        title=profile_title(made),
        subtitle=subtitle,
        foot=foot(made, shown),
        size=made.size,
    )
    legend = legend_space.with_legend(chart, made.size, 2 if made.size.width < 500 else 1)
    return _with_table(made, legend, shown, "profile")


def profile_title(made: Comparison) -> str:
    """'Changsha stands highest in GDP (6th of 26), lowest in growth (20th of 26)'."""
    own = [
        made.figures(name).get(made.scope.subject)
        for name in made.rows
        if made.entry(name).better != "none"
    ]
    known = sorted(
        (one for one in own if one and one.position is not None),
        key=lambda one: -(one.position or 0),
    )
    place = made.name(made.scope.subject)
    if len(known) < 2 or known[0].position == known[-1].position:
        return made.say.t("compare.profile_title", place=place, group=group_name(made))
    best, worst = (made.entry(one.indicator).name(made.language) for one in (known[0], known[-1]))
    first, last = (wording.rank(one.rank, one.of, made.language) for one in (known[0], known[-1]))
    return made.say.t(
        "compare.profile_says",
        place=place,
        best=best,
        worst=worst,
        best_rank=first,
        worst_rank=last,
    )


def _newest(
    dataset: Dataset, rows: Sequence[str], places: Sequence[str]
) -> dict[tuple[str, str], Observation]:
    """The newest figure of each indicator and place that has one."""
    pairs = [(name, place) for name in rows for place in places if dataset.has(name, place)]
    return {(name, place): dataset.series(name, place)[-1] for name, place in pairs}


def values_file(
    dataset: Dataset, rows: Sequence[str], places: Sequence[str], say: Locale
) -> ChartWithTable:
    """What leaves of the newest figures side by side: a row for each figure, unrounded, its period in a column of its own."""
    names, titles = labels.places(dataset, say), labels.indicators(dataset, say)
    columns = ("indicator", "place", "period", "value", "unit", "status", "source")
    newest = _newest(dataset, rows, places)
    table: list[list[Any]] = []
    for (name, place), figure in newest.items():
        source = dataset.catalogue.sources.get(figure.source)
        table.append(
            [
                titles[name],
                names[place],
                wording.period(figure.period, say.language),
                figure.value,
                dataset.catalogue.indicators[name].unit.label.say(say.language),
                wording.status(figure.status, say.language),
                source.cite(say.language) if source else "",
            ]
        )
    origins = [(name, figure.source) for (name, _), figure in newest.items()]
    return ChartWithTable(
        Chart({}, ""),
        [say.t(f"app.{name}") for name in columns],
        table,
        about(say, dataset, rows, origins, ""),
        f"values-{'-'.join(places)}",
    )


def values_shown(
    dataset: Dataset, rows: Sequence[str], places: Sequence[str], say: Locale
) -> ChartWithTable:
    """Newest figures side by side, each with its own period; a table alone, for these places are not ranked together."""
    names = labels.places(dataset, say)
    entries = [dataset.catalogue.indicators[name] for name in rows]
    titles = labels.indicators(dataset, say)
    newest = _newest(dataset, rows, places)

    def cell(name: str, place: str) -> str:
        figure = newest.get((name, place))
        if figure is None:
            return wording.MISSING
        value = wording.number(figure.value, dataset.catalogue.indicators[name].unit, say.language)
        return say.t(
            "compare.with_unit", indicator=value, unit=wording.period(figure.period, say.language)
        )

    table = [
        [
            titles[entry.id],
            entry.unit.label.say(say.language),
            *(cell(entry.id, place) for place in places),
        ]
        for entry in entries
    ]
    origins = [(name, figure.source) for (name, _), figure in newest.items()]
    return ChartWithTable(
        Chart({}, ""),
        [say.t("app.indicator"), say.t("app.unit"), *(names[place] for place in places)],
        table,
        about(say, dataset, rows, origins, ""),
        f"values-{'-'.join(places)}",
    )


def missing(made: Comparison, places: Sequence[str]) -> list[str]:
    """A line for each place shown that lacks a recent figure, with the rows it lacks."""
    lacking = {
        place: [
            made.entry(name).name(made.language)
            for name in made.rows
            if place not in made.figures(name)
        ]
        for place in places
    }
    return [
        made.say.t(
            "compare.missing_for",
            place=made.name(place),
            indicators=wording.listing(names, made.language),
        )
        for place, names in lacking.items()
        if names
    ]


def ranks_shown(made: Comparison, by_name: bool, most: int) -> ChartWithTable:
    """Ranks of at most `most` members in every row; a figure older than the newest of its row carries a mark."""
    shown = comparing.column_places(
        made.dataset, made.scope, made.rows, made.name if by_name else None, most
    )
    table = comparing.frame(
        made.dataset,
        made.scope.members,
        made.rows,
        shown,
        made.row,
        lambda figure: _said(made, figure),
    )
    chart = heatmap(
        table,
        made.names(shown),
        shown,
        shown[:1],
        made.language,
        made.palette,
        title=ranks_title(made),
        subtitle=_ranks_subtitle(made, shown, by_name),
        foot=foot(made, shown),
        size=made.size,
    )
    older = {
        (column, row)
        for row, name in enumerate(made.rows)
        for column, place in enumerate(shown)
        if (figure := made.figures(name).get(place)) and figure.older
    }
    slanted = legend_space.tilted(
        _marked(chart, older), made.names(shown), shown, shown[0], made.size
    )
    return _with_table(made, slanted, shown, "ranks")


def ranks_title(made: Comparison) -> str:
    """'Changsha is in the upper half in 3 of 5 indicators'; sizes are not counted."""
    own = [
        made.figures(name).get(made.scope.subject)
        for name in made.rows
        if made.entry(name).better != "none"
    ]
    known = [one for one in own if one and one.position is not None]
    if not known:
        return made.say.t("compare.ranks_title", group=group_name(made))
    upper = sum(one.rank <= one.of / 2 for one in known)
    return made.say.t(
        "compare.ranks_says", place=made.name(made.scope.subject), upper=upper, of=len(known)
    )


def _ranks_subtitle(made: Comparison, shown: Sequence[str], by_name: bool) -> str:
    order = "compare.ranks_by_name" if by_name else "compare.ranks_by_mean"
    ground = (
        "compare.ranks_subtitle_dark" if made.palette.kind == "dark" else "compare.ranks_subtitle"
    )
    with_any = {place for name in made.rows for place in made.figures(name)}
    said = [
        made.say.t(ground, group=group_name(made), periods=periods(made, shown)),
        made.say.t(order, place=made.name(made.scope.subject)),
    ]
    if len(shown) < len(with_any | {made.scope.subject}):
        said.append(made.say.t("compare.ranks_some", shown=len(shown), of=len(with_any)))
    return joined(made.say, said)


def has_older(made: Comparison, places: Sequence[str]) -> bool:
    """Whether any of the places enters with an older figure than others do."""
    return any(
        figure.older
        for name in made.rows
        for place, figure in made.figures(name).items()
        if place in places
    )


def _marked(chart: Chart, older: set[tuple[int, int]]) -> Chart:
    """The table of ranks with a mark on those cells, told as (column, row)."""
    data = [
        {
            **trace,
            "text": [
                text + OLDER if (x, y) in older else text
                for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True)
            ],
        }
        if trace.get("mode") == "text"
        else trace
        for trace in chart.figure["data"]
    ]
    return Chart({**chart.figure, "data": data}, chart.alt)


def _said(made: Comparison, figure: Figure) -> dict[str, str]:
    return {
        "value_text": wording.number(
            figure.value, made.entry(figure.indicator).unit, made.language
        ),
        "rank_text": wording.rank(figure.rank, figure.of, made.language),
    }


def _of(made: Comparison, places: Sequence[str]) -> list[Figure]:
    return [
        table[place]
        for name in made.rows
        if (table := made.figures(name))
        for place in places
        if place in table
    ]


def periods(made: Comparison, places: Sequence[str]) -> str:
    """'2023', or '2021 to 2023': what the shown figures are of."""
    return span(made.say, [figure.period for figure in _of(made, places)])


def span(say: Locale, given: Iterable[str]) -> str:
    """The first and the last of some periods, in words."""
    ordered = sorted(dict.fromkeys(given), key=period_start)
    ends = [wording.period(period, say.language) for period in (ordered[:1] + ordered[-1:])]
    if len(set(ends)) < 2:
        return ends[0] if ends else wording.MISSING
    return say.t("compare.period_span", first=ends[0], last=ends[-1])


def foot(made: Comparison, places: Sequence[str]) -> str:
    """Sources and periods of the figures shown."""
    held = _of(made, places)
    return foot_of(
        made.say,
        made.dataset,
        [(one.indicator, one.source) for one in held],
        [one.period for one in held],
    )


def foot_of(
    say: Locale, dataset: Dataset, origins: Iterable[tuple[str, str]], when: Sequence[str]
) -> str:
    """Sources, told by (indicator, its own source); a computed figure has those of what it is computed from."""
    cited = cited_of(say, dataset, origins)
    parts = (
        [say.t("compare.foot_sources", sources=say.t("sentence.semicolon").join(cited))]
        if cited
        else []
    )
    return " · ".join(
        [*parts, say.t("compare.foot_periods", periods=span(say, when))] if when else parts
    )


def cited_of(say: Locale, dataset: Dataset, origins: Iterable[tuple[str, str]]) -> list[str]:
    """The sources as they ask to be named."""
    catalogue = dataset.catalogue
    found = {
        name: None
        for indicator, own in dict.fromkeys(origins)
        for name in (
            [own]
            if own in catalogue.sources
            else inherited(dataset, catalogue.indicators[indicator])
        )
    }
    return list(
        dict.fromkeys(
            catalogue.sources[name].cite(say.language, say.t("sentence.comma")) for name in found
        )
    )


def joined(say: Locale, sentences: Sequence[str]) -> str:
    """Sentences in a row: with blanks between where the language has them."""
    return (" " if say.t("sentence.comma").endswith(" ") else "").join(sentences)


def _with_table(made: Comparison, chart: Chart, places: Sequence[str], view: str) -> ChartWithTable:
    held = [
        figure
        for name in made.rows
        for place, figure in made.figures(name).items()
        if place in places
    ]
    group = made.scope.group.id if made.scope.group else comparing.ALL
    return ChartWithTable(
        chart,
        [made.say.t(key) for key in COLUMNS],
        [_row(made, one) for one in held],
        about(
            made.say,
            made.dataset,
            made.rows,
            [(one.indicator, one.source) for one in held],
            group_name(made),
        ),
        f"{view}-{made.scope.subject}-{group}",
    )


def _row(made: Comparison, one: Figure) -> list[Any]:
    entry = made.entry(one.indicator)
    return [
        entry.title.say(made.language),
        made.name(one.place),
        wording.number(one.value, entry.unit, made.language),
        one.value,
        entry.unit.label.say(made.language),
        one.rank,
        one.of,
        wording.period(one.period, made.language),
        wording.status(one.status, made.language),
        made.say.t("sentence.semicolon").join(
            cited_of(made.say, made.dataset, [(one.indicator, one.source)])
        ),
    ]


def about(
    say: Locale,
    dataset: Dataset,
    shown: Sequence[str],
    origins: Iterable[tuple[str, str]],
    group: str,
) -> list[tuple[str, str]]:
    """What goes into every file that leaves: among whom, the definitions, the sources."""
    entries = [dataset.catalogue.indicators[name] for name in shown]
    said = [(say.t("compare.group"), group)] if group else []
    said += [
        (entry.title.say(say.language), entry.definition.say(say.language)) for entry in entries
    ]
    said += [(say.t("app.source"), cited) for cited in cited_of(say, dataset, origins)]
    return [(name, text) for name, text in said if text]
