"""What the index page says of a place: the headline, ranks with intervals, fields as strips."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import Frame, Places, Strip, rank_intervals, strips
from dashboard.style import Style, half_width
from dashboard.views import labels
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.comparison import Origin, about
from indicators import wording
from indicators.analysis import composite_index as analysis
from indicators.analysis import index_robustness as robustness
from indicators.analysis.composite_index import FieldStanding, ScoredIndex, Subject
from indicators.catalogue.indices import node_title, scale_unit
from indicators.dataset import Dataset
from indicators.locale import Locale
from indicators.model import Unit

MAX_ROWS = {"phone": 10}
"""So many places are drawn with their ranks on a phone."""
USUAL_ROWS = 16
ROUNDING_ERROR = 1e-9


@dataclass(frozen=True)
class IndexQuery:
    """The index that is shown, the place it is shown of, and the year; '' without any score.

    `standings` are those of the fields; `peers` are whom the place is compared with.
    """

    dataset: Dataset
    subject: Subject
    period: str
    locale: Locale
    style: Style
    standings: Sequence[FieldStanding]
    peers: frozenset[str]

    @property
    def index(self) -> ScoredIndex:
        """Return the index."""
        return self.subject.index

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what tells this query from others of its dataset and style."""
        return (self.index.description.id, self.subject.place, self.period, self.language)

    @property
    def language(self) -> str:
        """Return the language of the page."""
        return self.locale.language

    @property
    def is_scored(self) -> bool:
        """Say whether the place has a score of the whole index."""
        return bool(self.period) and not math.isnan(self.score)

    @property
    def score(self) -> float:
        """Return the score of the whole index; NaN without one."""
        return self.index.score(self.index.root, self.subject.place, self.period)

    @property
    def unit(self) -> Unit:
        """Return the unit of scores."""
        return self.dataset.catalogue.units[scale_unit(self.index.description)]

    @property
    def own_standings(self) -> list[FieldStanding]:
        """Return the fields in which the place has a score of its own."""
        return [
            standing
            for standing in self.standings
            if standing.place == self.subject.place and not math.isnan(standing.score)
        ]

    def name(self, place: str) -> str:
        """Return a place's name."""
        return labels.places(self.dataset, self.locale).get(place, place)

    def title(self, node: str = "", index: ScoredIndex | None = None) -> str:
        """Return the title of a node, or of an indicator of the index; of the index itself."""
        description = (index or self.index).description
        node = node or description.id
        if node in description.columns and not description.titles.get(node):
            return self.dataset.catalogue.indicators[description.columns[node]].name(self.language)
        return node_title(description, node, self.dataset.catalogue.pillars).get(self.language)

    def figure(self, leaf: str, value: float) -> str:
        """Return a figure of an indicator, as the index takes it, with its unit."""
        description, units = self.index.description, self.dataset.catalogue.indicators
        unit = units[description.columns[leaf]].unit
        size = description.method.denominators.get(leaf)
        if size is None:
            return wording.number(value, unit, self.language)
        number = Unit("", "", kind="number")
        return self.locale.text(
            "index.per",
            value=wording.number(value, number, self.language),
            unit=unit.label.get(self.language),
            scale=wording.number(size.scale, number, self.language),
            size=units[size.column].unit.label.get(self.language),
        )

    def points(self, value: float) -> str:
        """Return a score with one decimal."""
        return wording.decimal(value, 1, self.language)

    def half(self) -> Style:
        """Return the style of a chart in a box: half as wide as the page, on a phone as wide."""
        return half_width(self.style)


def index_query(
    dataset: Dataset, subject: Subject, locale: Locale, style: Style, period: str = ""
) -> IndexQuery:
    """Return what the page shows of an index; the newest year with scores where none is asked."""
    index = subject.index
    years = index.years[index.root]
    year = period if period in years else index.newest(index.root)
    standings = analysis.field_standings(dataset, subject, year)
    scores = index.scores(index.root, year) if year else pd.Series(dtype=float)
    if not len(scores):
        own = [standing.scores for standing in standings if standing.place == subject.place]
        scores = max(own, key=len, default=scores)
    peers = frozenset(analysis.peers_of(dataset.catalogue, subject, scores))
    return IndexQuery(dataset, subject, year, locale, style, standings, peers)


def index_title(dataset: Dataset, index: ScoredIndex, locale: Locale) -> str:
    """Return the title of an index."""
    title = node_title(index.description, index.root, dataset.catalogue.pillars)
    return title.get(locale.language)


def answer_label(query: IndexQuery, answer: Subject) -> str:
    """Return an index to choose, with the place that it is shown of and its rank: what it says."""
    index, place = answer.index, answer.place
    title = index_title(query.dataset, index, query.locale)
    ranks = index.ranks(index.root, index.newest(index.root))
    aside = query.name(place)
    if place in ranks.index:
        aside += query.locale.text("sentence.colon")
        aside += wording.rank(int(ranks[place]), len(ranks), query.language)
    return query.locale.text("sentence.aside", text=title, aside=aside)


def rank_of(query: IndexQuery) -> int:
    """Return the rank of the place in the index; 0 without a score."""
    if not query.is_scored:
        return 0
    return int(query.index.ranks(query.index.root, query.period)[query.subject.place])


def headline(query: IndexQuery) -> str:
    """Say the rank of the place and its interval; without a score, its ranks in its own fields."""
    if not query.is_scored:
        place = query.name(query.subject.place)
        return _own_fields(query) or query.locale.text("index.headline_none", place=place)
    table = analysis.rank_intervals(query.dataset, query.index, query.period)
    row = {str(name): float(table[name].to_dict()[query.subject.place]) for name in table.columns}
    low, high = int(row["low"]), int(row["high"])
    position = wording.rank(int(row["rank"]), len(table), query.language)
    key = "index.headline_sure" if low == high else "index.headline_interval"
    return query.locale.text(
        key,
        place=query.name(query.subject.place),
        rank=position,
        low=wording.rank(low, None, query.language),
        high=wording.rank(high, None, query.language),
    )


def lead(query: IndexQuery) -> str:
    """Say the score; without one, how much is missing, and where."""
    if query.is_scored:
        return query.locale.text(
            "index.lead",
            index=query.title(),
            score=query.points(query.score),
            period=wording.period(query.period, query.language),
        )
    if not query.index.description.method.coverage:
        return query.locale.text("index.headline_none", place=query.name(query.subject.place))
    return _missing(query)


def _missing(query: IndexQuery) -> str:
    """Say which share of the index has figures, which is needed, and which fields have none."""
    own = {standing.node for standing in query.own_standings}
    missing = [query.title(node) for node in query.index.fields if node not in own]
    covered = analysis.covered_share(query.subject, list(query.standings))
    # Rounded down, since a share that does not suffice must not read like the one that does.
    percent = math.floor(100 * covered + ROUNDING_ERROR)
    return query.locale.text(
        "index.missing" if missing else "index.missing_figures",
        share=wording.share(percent, 100, query.language),
        needed=wording.share(query.index.description.method.coverage, 1, query.language),
        fields=wording.listing(missing, query.language),
        place=query.name(query.subject.place),
    )


def _own_fields(query: IndexQuery) -> str:
    ranked = [
        query.locale.text(
            "index.field_rank",
            field=query.title(standing.node),
            rank=wording.rank(standing.rank, len(standing.scores), query.language),
            period=years_text(query, standing),
        )
        for standing in sorted(
            query.own_standings, key=lambda standing: standing.rank / len(standing.scores)
        )
    ]
    if not ranked:
        return ""
    return query.locale.text(
        "index.own_fields",
        place=query.name(query.subject.place),
        fields=wording.listing(ranked, query.language),
    )


def sureness_line(query: IndexQuery) -> str:
    """Say how often the place is among the first and before the next; and its rank in its group."""
    locale, language = query.locale, query.language
    sentences = []
    sure = robustness.sureness(query.dataset, query.subject, query.period)
    if sure is not None:
        sentences.append(
            locale.text(
                "index.sureness",
                n=sure.top,
                runs=locale.number(sure.runs),
                place=query.name(query.subject.place),
                top_share=wording.share(sure.top_share, 1, language),
                neighbour=query.name(sure.neighbour),
                ahead_share=wording.share(sure.ahead_share, 1, language),
            )
        )
    group = robustness.group_rank(query.dataset.catalogue, query.subject, query.period)
    if group is not None:
        position = wording.rank(group.rank, group.of, language)
        title = group.group.title.get(language)
        sentences.append(locale.text("index.group_rank", group=title, rank=position))
    return locale.join("sentence.next", sentences)


def ranks_chart(query: IndexQuery) -> ChartWithTable:
    """Return ranks and scores of the place and its peers, with the interval of each rank."""
    locale, language = query.locale, query.language
    table = analysis.rank_intervals(query.dataset, query.index, query.period)
    shown = table[[place in query.peers for place in table.index]]
    data = pd.DataFrame(
        {
            "place": shown.index,
            "rank": shown["rank"].to_numpy(),
            "low": shown["low"].to_numpy(),
            "high": shown["high"].to_numpy(),
            "text": [
                interval_text(query, *values)
                for values in zip(shown["score"], shown["low"], shown["high"], strict=True)
            ],
        }
    )
    frame = Frame(
        title=locale.text("index.ranks_title"),
        subtitle=locale.text(
            "index.ranks_subtitle",
            index=query.title(),
            period=wording.period(query.period, language),
            n=analysis.RUNS,
            runs=locale.number(analysis.RUNS),
            of=len(table),
        ),
    )
    style = query.half()
    most = MAX_ROWS["phone"] if style.measure.is_phone else USUAL_ROWS
    chart = rank_intervals(
        data,
        Places(labels.places(query.dataset, locale), (query.subject.place,)),
        style,
        frame,
        max_rows=most,
    )
    header = ["app.place", "app.rank", "index.score", "index.rank_low", "index.rank_high"]
    rows = [
        [query.name(str(place)), row["rank"], row["score"], row["low"], row["high"]]
        for place, row in zip(table.index, table.to_dict("records"), strict=True)
    ]
    return ChartWithTable(
        chart,
        [locale.text(key) for key in header],
        rows,
        about_index(query),
        f"index-ranks-{query.index.description.id}-{query.period}",
    )


def interval_text(query: IndexQuery, score: float, low: float, high: float) -> str:
    """Return '55.5 · 14–19': the score and the interval of the rank."""
    ends = dict.fromkeys((f"{low:.0f}", f"{high:.0f}"))
    return f"{query.points(score)} · {'–'.join(ends)}"


def strips_chart(query: IndexQuery) -> ChartWithTable:
    """Return the fields as position strips among all places that have a score in them."""
    locale, language = query.locale, query.language
    frame = Frame(
        title=_strips_title(query),
        subtitle=locale.text("index.strips_subtitle", scale=query.unit.label.get(language)),
    )
    rows = [_strip(query, standing) for standing in query.standings]
    scale = query.index.description.method.normalisation.scale
    chart = strips(rows, scale, query.half() if query.is_scored else query.style, frame)
    header = ["app.pillar", "app.place", "app.period", "index.score", "app.rank", "index.of"]
    table: list[list[object]] = []
    for standing in query.standings:
        table += _strip_rows(query, standing)
    return ChartWithTable(
        chart,
        [locale.text(key) for key in header],
        table,
        about_index(query),
        f"index-fields-{query.index.description.id}-{query.subject.place}",
    )


def _strip_rows(query: IndexQuery, standing: FieldStanding) -> list[list[object]]:
    """Return the rows of a field: the place that is shown, the median, then every other place."""
    field = query.title(standing.node, standing.index)
    if math.isnan(standing.score):
        return [[field, query.name(standing.place), "", None, None, None]]
    period, of = wording.period(standing.period, query.language), len(standing.scores)
    median = query.locale.text("index.median")
    rows: list[list[object]] = [
        [field, query.name(standing.place), period, standing.score, standing.rank, of],
        [field, median, period, standing.median, None, of],
    ]
    ranks = standing.index.ranks(standing.node, standing.period)
    for place, score in standing.scores.sort_values(ascending=False).items():
        if place != standing.place:
            position = int(ranks[str(place)])
            rows.append([field, query.name(str(place)), period, float(score), position, of])
    return rows


def _strip(query: IndexQuery, standing: FieldStanding) -> Strip:
    places = [str(place) for place in standing.scores.index]
    has_score = not math.isnan(standing.score)
    return Strip(
        query.title(standing.node),
        [query.name(place) for place in places],
        [float(score) for score in standing.scores],
        places.index(standing.place) if has_score else -1,
        None if math.isnan(standing.median) else standing.median,
        _strip_text(query, standing) if has_score else query.locale.text("index.no_score"),
    )


def years_text(query: IndexQuery, standing: FieldStanding) -> str:
    """Return the years of the figures that a field's score rests on: '2023', '2019–2020'."""
    years = standing.years
    if len(years) == 2 and all(year.isdigit() for year in years):
        return query.locale.text("period.years", year=years[0], end_year=years[1])
    return "–".join(wording.period(year, query.language) for year in years)


def _strip_text(query: IndexQuery, standing: FieldStanding) -> str:
    """Return rank and years; where it is another place's score, its name before them.

    On a phone the years stand in a line of their own.
    """
    position = wording.rank(standing.rank, len(standing.scores), query.language)
    gap = "\n" if query.style.measure.is_phone else query.locale.text("sentence.comma")
    text = position + gap + years_text(query, standing)
    if standing.place == query.subject.place:
        return text
    return query.name(standing.place) + query.locale.text("sentence.colon").rstrip() + "\n" + text


def strip_notes(query: IndexQuery) -> list[str]:
    """Say of which fields another place's score is shown, and which have none."""
    locale, place = query.locale, query.subject.place
    borrowed: dict[str, list[str]] = {}
    nothing = []
    for standing in query.standings:
        if math.isnan(standing.score):
            nothing.append(query.title(standing.node))
        elif standing.place != place:
            borrowed.setdefault(standing.place, []).append(query.title(standing.node))
    notes = [
        locale.text(
            "index.borrowed",
            fields=wording.listing(fields, query.language),
            place=query.name(place),
            shown=query.name(shown),
        )
        for shown, fields in borrowed.items()
    ]
    if nothing:
        fields = wording.listing(nothing, query.language)
        notes.append(locale.text("index.fields_without", fields=fields, place=query.name(place)))
    return notes


def _strips_title(query: IndexQuery) -> str:
    """Say in which fields the place itself stands highest and lowest."""
    own = sorted(query.own_standings, key=lambda standing: standing.rank / len(standing.scores))
    name = query.name(query.subject.place)
    if len(own) < 2:
        return query.locale.text("index.strips_title", place=name)
    best, worst = own[0], own[-1]
    return query.locale.text(
        "index.strips_says",
        place=name,
        best=query.title(best.node),
        best_rank=wording.rank(best.rank, len(best.scores), query.language),
        worst=query.title(worst.node),
        worst_rank=wording.rank(worst.rank, len(worst.scores), query.language),
    )


def strength_lines(query: IndexQuery, count: int = 4) -> tuple[list[str], list[str]]:
    """Return the strongest and the weakest indicators of the place among its peers, in words.

    Strong is the upper third, weak the lower third, so that a middling indicator is neither.
    """
    found = analysis.strengths(query.subject, list(query.standings), set(query.peers))
    strong = [item for item in found if item.rank <= item.of / 3]
    weak = [item for item in reversed(found) if item.rank > item.of * 2 / 3]

    def lines(items: Iterable[analysis.Strength]) -> list[str]:
        return [
            query.locale.text(
                "index.strength",
                indicator=query.title(item.leaf),
                rank=wording.rank(item.rank, item.of, query.language),
                period=wording.period(item.period, query.language),
            )
            for item in items
        ]

    return lines(strong[:count]), lines(weak[:count])


def about_index(query: IndexQuery) -> list[tuple[str, str]]:
    """Return what describes scores in a download: the definition, and every source."""
    description = query.index.description
    columns = description.needed_columns()
    return about(
        query.locale,
        query.dataset,
        [description.id],
        [Origin(column) for column in columns],
        query.title(),
    )
