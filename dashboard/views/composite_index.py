"""What the index page says of a place: the headline, ranks with intervals, fields as strips."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

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
from indicators.analysis.index_runs import Robustness
from indicators.catalogue.indices import node_title, scale_unit
from indicators.dataset import Dataset
from indicators.locale import Locale
from indicators.model import Group, Unit

MAX_ROWS = {"phone": 10}
"""So many places are drawn with their ranks on a phone."""
USUAL_ROWS = 16
ROUNDING_ERROR = 1e-9


@dataclass(frozen=True)
class IndexQuery:
    """The index that is shown, the place it is shown of, and the year; '' without any score.

    `standings` are those of the fields; `peers` are whom the place is compared with, `peer_group`
    the group that they are of, None where they are all places with a rank. `robustness` has what
    is computed so far of each index.
    """

    dataset: Dataset
    subject: Subject
    period: str
    locale: Locale
    style: Style
    standings: Sequence[FieldStanding]
    peers: frozenset[str]
    peer_group: Group | None = None
    robustness: Mapping[str, Robustness] = field(default_factory=dict)

    @property
    def index(self) -> ScoredIndex:
        """Return the index."""
        return self.subject.index

    @property
    def key(self) -> tuple[str, ...]:
        """Return what tells this query from others of its dataset and style."""
        ready = sorted(f"{name} {len(found.ready)}" for name, found in self.robustness.items())
        place = self.subject.place
        return (self.index.description.id, place, self.period, self.language, *ready)

    @property
    def language(self) -> str:
        """Return the language of the page."""
        return self.locale.language

    @property
    def is_scored(self) -> bool:
        """Say whether the place has a score of the whole index."""
        return bool(self.period) and not math.isnan(self.score)

    @property
    def is_ranked(self) -> bool:
        """Say whether the place may have a rank; one that may not has scores alone."""
        return self.index.can_rank(self.subject.place)

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

    def intervals(self, index: ScoredIndex, node: str, period: str) -> pd.DataFrame | None:
        """Return ranks with their intervals; None where they are not computed (yet)."""
        found = self.robustness.get(index.description.id, Robustness()).intervals.get(node)
        return found.table if found is not None and found.period == period else None

    def peers_text(self) -> str:
        """Return whom the place is compared with: the group and how many of it have a score."""
        n = len(self.peers)
        if self.peer_group is None:
            return self.locale.text("index.peers_all", n=n)
        group = self.peer_group.title.get(self.language)
        return self.locale.text("index.peers_of", group=group, n=n)

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

    def figure(self, leaf: str, value: float, precise: bool = False) -> str:
        """Return a figure of an indicator, as the index takes it, with its unit."""
        description, units = self.index.description, self.dataset.catalogue.indicators
        unit = units[description.columns[leaf]].unit
        size = description.method.denominators.get(leaf)
        if size is None:
            return wording.number(value, unit, self.language, precise)
        number = Unit("", "", kind="number")
        return self.locale.text(
            "index.per",
            value=wording.number(value, number, self.language, precise),
            unit=unit.label.get(self.language),
            scale=wording.number(size.scale, number, self.language),
            size=units[size.column].unit.label.get(self.language),
        )

    def figures(self, leaf: str, present: float, needed: float) -> tuple[str, str]:
        """Return two figures of an indicator, with more digits where they read alike otherwise."""
        first, last = self.figure(leaf, present), self.figure(leaf, needed)
        if first != last or present == needed:
            return first, last
        # two digits of what lies between them
        decimals = 1 - math.floor(math.log10(abs(needed - present)))
        ends = round(present, decimals), round(needed, decimals)
        return self.figure(leaf, ends[0], True), self.figure(leaf, ends[1], True)

    def points(self, value: float) -> str:
        """Return a score with one decimal."""
        return wording.decimal(value, 1, self.language)

    def half(self) -> Style:
        """Return the style of a chart in a box: half as wide as the page, on a phone as wide."""
        return half_width(self.style)


def index_query(
    dataset: Dataset,
    subject: Subject,
    locale: Locale,
    style: Style,
    period: str = "",
    robustness: Mapping[str, Robustness] = MappingProxyType({}),
) -> IndexQuery:
    """Return what the page shows of an index; the newest year with scores where none is asked."""
    index = subject.index
    years = index.years[index.root]
    year = period if period in years else index.newest(index.root)
    standings = dataset.cached(
        ("index standings", index.description.id, subject.place, year),
        lambda: tuple(analysis.field_standings(dataset, subject, year)),
    )
    scores = index.ranked_scores(index.root, year)
    if not len(scores):
        own = [standing.scores for standing in standings if standing.place == subject.place]
        scores = max(own, key=len, default=scores)
    peers = frozenset(analysis.peers_of(dataset.catalogue, subject, scores))
    group = dataset.catalogue.peer_group(subject.place)
    is_group = group is not None and peers <= set(group.places)
    shown_group = group if is_group else None
    return IndexQuery(
        dataset, subject, year, locale, style, standings, peers, shown_group, robustness
    )


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
        aside += wording.rank(int(ranks.loc[place]), len(ranks), query.language)
    return query.locale.text("sentence.aside", text=title, aside=aside)


def rank_of(query: IndexQuery, node: str = "", period: str = "") -> int:
    """Return the rank of the place in the index, or in a node of it; 0 without one."""
    ranks = query.index.ranks(node or query.index.root, period or query.period)
    return int(ranks.get(query.subject.place, 0))


def headline(query: IndexQuery) -> str:
    """Say the rank of the place and its interval; without a score, its ranks in its own fields.

    Of a place that may not be ranked its score, else those of its fields.
    """
    place = query.name(query.subject.place)
    if not query.is_ranked:
        return _headline_of_scores(query)
    if not query.is_scored:
        return _own_fields(query) or query.locale.text("index.headline_none", place=place)
    index, language = query.index, query.language
    of = len(index.ranks(index.root, query.period))
    position = wording.rank(rank_of(query), of, language)
    interval = _interval(query)
    if interval is None:
        return query.locale.text("index.headline", place=place, rank=position)
    low, high = interval
    return query.locale.text(
        "index.headline_sure" if low == high else "index.headline_interval",
        place=place,
        rank=position,
        low=wording.rank(low, None, language),
        high=wording.rank(high, None, language),
    )


def _headline_of_scores(query: IndexQuery) -> str:
    """Say the score of a place that may not be ranked, else those of its own fields."""
    place, locale = query.name(query.subject.place), query.locale
    if query.is_scored:
        return locale.text("index.headline_score", place=place, score=query.points(query.score))
    scores = [
        locale.text(
            "index.field_score", field=query.title(item.node), score=query.points(item.score)
        )
        for item in query.own_standings
    ]
    if not scores:
        return locale.text("index.headline_none", place=place)
    fields = wording.listing(scores, query.language)
    return locale.text("index.own_fields", place=place, fields=fields)


def _interval(query: IndexQuery) -> tuple[int, int] | None:
    """Return the interval of the rank of the place; None where it is not computed, or no rank."""
    table = query.intervals(query.index, query.index.root, query.period)
    if table is None or query.subject.place not in table.index:
        return None
    return interval_of(table, query.subject.place)


def interval_of(table: pd.DataFrame, place: str) -> tuple[int, int]:
    """Return the lowest and the highest rank of a place in a table of intervals."""
    return int(table["low"].to_dict()[place]), int(table["high"].to_dict()[place])


def lead(query: IndexQuery) -> str:
    """Say the score, and what the interval is; without a score, how much is missing, and where.

    Of a place that may not be ranked that, too.
    """
    sentences = [_lead(query)]
    if not query.is_ranked:
        place = query.name(query.subject.place)
        sentences.append(query.locale.text("index.not_ranked", place=place))
    return query.locale.join("sentence.next", sentences)


def _lead(query: IndexQuery) -> str:
    if query.is_scored:
        return _lead_of_score(query)
    if not query.index.description.method.coverage:
        return query.locale.text("index.headline_none", place=query.name(query.subject.place))
    return query.locale.join("sentence.next", [_missing(query), *_years_of_fields(query)])


def _lead_of_score(query: IndexQuery) -> str:
    locale = query.locale
    most = query.index.description.method.normalisation.scale[1]
    score = locale.text(
        "index.lead",
        index=query.title(),
        score=query.points(query.score),
        period=wording.period(query.period, query.language),
        most=f"{most:g}",
    )
    interval = _interval(query)
    if interval is None:
        return score
    low, high = interval
    sentences = [score, locale.text("index.lead_interval", runs=locale.number(analysis.RUNS))]
    if not low <= rank_of(query) <= high:
        sentences.append(locale.text("index.lead_outside"))
    return locale.join("sentence.next", sentences)


def _years_of_fields(query: IndexQuery) -> list[str]:
    """Say which years the figures of the place's own fields are of."""
    if not query.own_standings:
        return []
    years = [
        query.locale.text(
            "index.field_years", field=query.title(item.node), years=years_text(query, item)
        )
        for item in query.own_standings
    ]
    return [query.locale.text("index.years", fields=wording.listing(years, query.language))]


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
    counts = {len(standing.scores) for standing in query.own_standings}
    in_all = counts.pop() if len(counts) == 1 else None
    ranked = []
    for standing in sorted(query.own_standings, key=lambda item: item.rank / len(item.scores)):
        of = None if in_all else len(standing.scores)
        position = wording.rank(standing.rank, of, query.language)
        field_title = query.title(standing.node)
        ranked.append(query.locale.text("index.field_rank", field=field_title, rank=position))
    if not ranked:
        return ""
    return query.locale.text(
        "index.own_fields_of" if in_all else "index.own_fields",
        place=query.name(query.subject.place),
        fields=wording.listing(ranked, query.language),
        of=in_all,
    )


def sureness_line(query: IndexQuery) -> str:
    """Say how often the place is among the first and before the next; and its rank in its group."""
    locale, language = query.locale, query.language
    sentences = []
    sure = None
    if query.intervals(query.index, query.index.root, query.period) is not None:
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
    table = _ranks_table(query)
    shown = table[[place in query.peers for place in table.index]]
    values = zip(shown["score"], shown["low"], shown["high"], strict=True)
    data = pd.DataFrame(
        {
            "place": shown.index,
            "rank": shown["rank"].to_numpy(),
            "low": shown["low"].to_numpy(),
            "high": shown["high"].to_numpy(),
            "text": [interval_text(query, *row) for row in values],
        }
    )
    key = "index.ranks_subtitle"
    frame = Frame(
        title=locale.text("index.ranks_title"),
        subtitle=locale.text(
            key if len(shown) == len(table) else "index.ranks_subtitle_peers",
            index=query.title(),
            period=wording.period(query.period, language),
            runs=locale.number(analysis.RUNS),
            of=len(table),
            peers=query.peers_text(),
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
    header = [
        locale.text(key)
        for key in ("app.place", "app.rank", "index.score", "index.rank_low", "index.rank_high")
    ]
    rows = [
        [query.name(str(place)), *map(_cell, values)]
        for place, *values in table[["rank", "score", "low", "high"]].itertuples()
    ]
    return ChartWithTable(
        chart,
        header,
        rows,
        about_index(query),
        f"index-ranks-{query.index.description.id}-{query.period}",
        {header[2]: "%.1f"},
    )


def _cell(value: float) -> float | None:
    return None if math.isnan(value) else value


def _ranks_table(query: IndexQuery) -> pd.DataFrame:
    """Return ranks with their intervals, the best first; until they are computed, without them."""
    index = query.index
    table = query.intervals(index, index.root, query.period)
    if table is not None:
        return table
    scores = index.ranked_scores(index.root, query.period)
    table = pd.DataFrame({"score": scores, "rank": index.ranks(index.root, query.period)})
    table["low"] = table["high"] = math.nan
    return table.sort_values("rank", kind="stable")


def interval_text(query: IndexQuery, score: float, low: float, high: float) -> str:
    """Return '55.5 · 14–19': the score and the interval of the rank, where it is known."""
    if math.isnan(low):
        return query.points(score)
    ends = dict.fromkeys((f"{low:.0f}", f"{high:.0f}"))
    return f"{query.points(score)} · {'–'.join(ends)}"


def strips_chart(query: IndexQuery) -> ChartWithTable:
    """Return the fields as position strips among all places that have a score in them."""
    locale, language = query.locale, query.language
    frame = Frame(
        title=_strips_title(query),
        subtitle=locale.text(_strips_subtitle(query), scale=query.unit.label.get(language)),
    )
    rows = [_strip(query, standing) for standing in query.standings]
    scale = query.index.description.method.normalisation.scale
    is_half = query.is_scored and query.is_ranked  # ranks stand beside them
    chart = strips(rows, scale, query.half() if is_half else query.style, frame)
    keys = ("app.pillar", "app.place", "app.period", "index.score", "app.rank", "index.of")
    header = [locale.text(key) for key in keys]
    table: list[list[object]] = []
    for standing in query.standings:
        table += _strip_rows(query, standing)
    return ChartWithTable(
        chart,
        header,
        table,
        about_index(query),
        f"index-fields-{query.index.description.id}-{query.subject.place}",
        {header[3]: "%.1f"},
    )


def _strips_subtitle(query: IndexQuery) -> str:
    """Return the key of the phrase that explains dots, lines and texts of the strips."""
    if not query.is_ranked:
        return "index.strips_subtitle_scores"
    return "index.strips_subtitle_other" if _borrows(query) else "index.strips_subtitle"


def _strip_rows(query: IndexQuery, standing: FieldStanding) -> list[list[object]]:
    """Return the rows of a field: the place that is shown, the median, then every other place.

    Places that may not be ranked have no rank there and are not in the median. The period of a
    place is that of the figures that its score rests on.
    """
    field = query.title(standing.node, standing.index)
    if math.isnan(standing.score):
        return [[field, query.name(standing.place), "", None, None, None]]
    of = len(standing.scores)
    median = query.locale.text("index.median")
    years = years_text(query, standing)
    rows: list[list[object]] = [
        [field, query.name(standing.place), years, standing.score, standing.rank or None, of],
        [field, median, wording.period(standing.period, query.language), standing.median, None, of],
    ]
    ranks = standing.index.ranks(standing.node, standing.period).to_dict()
    of_places = analysis.figure_years(standing.index, standing.node, standing.period)
    scores = standing.index.scores(standing.node, standing.period)
    for place, score in scores.sort_values(ascending=False).items():
        if place != standing.place:
            years = _years(of_places.get(str(place), ()), query)
            position = ranks.get(place)
            rows.append([field, query.name(str(place)), years, float(score), position, of])
    return rows


def _strip(query: IndexQuery, standing: FieldStanding) -> Strip:
    scores = standing.index.scores(standing.node, standing.period)
    places = [str(place) for place in scores.index]
    has_score = not math.isnan(standing.score)
    return Strip(
        query.title(standing.node),
        [query.name(place) for place in places],
        [float(score) for score in scores],
        places.index(standing.place) if has_score else -1,
        None if math.isnan(standing.median) else standing.median,
        _strip_text(query, standing) if has_score else query.locale.text("index.no_score"),
        standing.place != query.subject.place,
    )


def _borrows(query: IndexQuery) -> bool:
    """Return whether a field shows the score of another place."""
    return any(
        standing.place != query.subject.place and not math.isnan(standing.score)
        for standing in query.standings
    )


def years_text(query: IndexQuery, standing: FieldStanding) -> str:
    """Return the years of the figures that a field's score rests on: '2023', '2019–2020'."""
    return _years(standing.years, query)


def _years(years: Sequence[str], query: IndexQuery) -> str:
    """Return one year, or the first and the last as a period of so many years."""
    if len(years) < 2 or not all(year.isdigit() for year in years):
        return "–".join(wording.period(year, query.language) for year in years)
    first, last = int(years[0]), int(years[-1])
    return wording.period(f"{first}-01-01/P{last - first + 1}Y", query.language)


def _strip_text(query: IndexQuery, standing: FieldStanding) -> str:
    """Return rank and years; where it is another place's score, its name before them.

    On a phone the years stand in a line of their own. A place that may not be ranked has its score
    in place of a rank.
    """
    position = query.points(standing.score)
    if standing.rank:
        position = wording.rank(standing.rank, len(standing.scores), query.language)
    table = query.intervals(standing.index, standing.node, standing.period)
    if table is not None and standing.place in table.index:
        ends = dict.fromkeys(str(end) for end in interval_of(table, standing.place))
        span = query.locale.text("index.rank_span", span="–".join(ends))
    else:
        span = ""
    years = years_text(query, standing)
    if query.style.measure.is_phone:
        text = position + "\n" + f"{span} {years}".strip()
    else:
        text = f"{position} {span}".strip() + query.locale.text("sentence.comma") + years
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
    notes += _sets_note(query)
    of_index = {query.index.description.pillars.get(node) for node in query.index.fields}
    outside = [
        pillar.title.get(query.language)
        for pillar in query.dataset.catalogue.pillars.values()
        if pillar.id not in of_index
    ]
    if outside:
        names = wording.listing(outside, query.language)
        notes.append(locale.text("index.not_a_field", fields=names, n=len(outside)))
    return notes


def _sets_note(query: IndexQuery) -> list[str]:
    """Say why a field ranks another number of places than the index; nothing where none does."""
    if not query.is_scored:
        return []
    of = len(query.index.ranks(query.index.root, query.period))
    counts = {len(standing.scores) for standing in query.standings if standing.rank}
    if counts <= {of}:
        return []
    needed = wording.share(query.index.description.method.coverage, 1, query.language)
    return [query.locale.text("index.sets", needed=needed, n=of)]


def _strips_title(query: IndexQuery) -> str:
    """Say in which fields the place itself stands highest and lowest."""
    ranked = [item for item in query.own_standings if item.rank]
    shares = [(item.rank / len(item.scores), item) for item in ranked]
    name = query.name(query.subject.place)
    ends = {share for share, _ in shares}
    if len(ends) < 2:
        return query.locale.text("index.strips_title", place=name)
    best = [_field_at(query, item) for share, item in shares if share == min(ends)]
    worst = [_field_at(query, item) for share, item in shares if share == max(ends)]
    return query.locale.text(
        "index.strips_says_own" if _borrows(query) else "index.strips_says",
        place=name,
        best=wording.listing(best, query.language),
        worst=wording.listing(worst, query.language),
    )


def _field_at(query: IndexQuery, standing: FieldStanding) -> str:
    position = wording.rank(standing.rank, len(standing.scores), query.language)
    return query.locale.text("index.field_at", field=query.title(standing.node), rank=position)


def strength_lines(query: IndexQuery, count: int = 4) -> tuple[list[str], list[str]]:
    """Return the strongest and the weakest indicators of the place among its peers, in words.

    Strong is the upper third, weak the lower third, so that a middling indicator is neither. Ranks
    are those of the figures, and not of scores, which end at the goalposts.
    """
    found = analysis.strengths(query.subject, list(query.standings), set(query.peers))
    strong = [item for item in found if item.rank <= item.of / 3]
    weak = [item for item in reversed(found) if item.rank > item.of * 2 / 3]

    return (
        [_strength(query, item) for item in strong[:count]],
        [_strength(query, item) for item in weak[:count]],
    )


def _strength(query: IndexQuery, item: analysis.Strength) -> str:
    """Say the rank of a figure; where it is at its goalpost, that more of it adds no points."""
    text = query.locale.text(
        "index.strength",
        indicator=query.title(item.leaf),
        rank=wording.rank(item.rank, item.of, query.language),
        period=wording.period(item.period, query.language),
    )
    if not item.at_goalpost:
        return text
    goalpost = query.locale.text("index.at_goalpost", n=item.others_at_goalpost)
    return text + query.locale.text("sentence.semicolon") + goalpost


def about_index(query: IndexQuery) -> list[tuple[str, str]]:
    """Return what describes scores in a download: the definition, and every source."""
    columns = query.index.description.needed_columns()
    return about_figures(query, [Origin(column) for column in columns])


def about_figures(query: IndexQuery, origins: Iterable[Origin]) -> list[tuple[str, str]]:
    """Return what describes scores made of figures of these indicators and sources."""
    index = [(query.locale.text("index.which"), query.title())]
    return index + about(query.locale, query.dataset, [query.index.description.id], origins, "")
