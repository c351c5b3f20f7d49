"""The words of the first page, all made from one `Overview`. No Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.views import sentences
from dashboard.views.indicator import group_text
from dashboard.views.tiles import Tile, change_amount, position_text, state_text, tile
from indicators import Dataset, wording
from indicators.analysis.composite_index import newest_score
from indicators.analysis.overview import Overview
from indicators.analysis.provenance import sources_of
from indicators.analysis.standing import Standing, all_standings, verdict
from indicators.analysis.targets import Road, count_targets
from indicators.catalogue.indices import node_title
from indicators.locale import Locale
from indicators.periods import period_start
from indicators.statistics.evidence import MIN_HEADLINE

MAX_CHANGES = 5
"""So many changes are named at most."""


@dataclass(frozen=True)
class OverviewWords:
    """Who says what the first page says: the figures, the language, the names of places."""

    overview: Overview
    dataset: Dataset
    locale: Locale
    name: Callable[[str], str]
    today: date

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.locale.language

    @property
    def place(self) -> str:
        """The name of the page's place."""
        return self.name(self.overview.place)


def headline(words: OverviewWords) -> str:
    """Return what a place is best and weakest at, and how many of its targets are on track.

    A place that has no ranks at all, as a group, has its targets alone; it is empty without any.
    """
    overview, locale = words.overview, words.locale
    targets = count_targets(overview.targets)
    if not overview.is_ranked:
        return sentences.target_counts(targets, locale)
    if len(overview.eligible) < MIN_HEADLINE:
        few = sentences.too_few_eligible(words.place, len(overview.eligible), MIN_HEADLINE, locale)
        return sentences.join_sentences(locale, (few, sentences.target_counts(targets, locale)))
    named = (*overview.strengths, *overview.weaknesses)
    groups = [entry.rank.group.title.get(words.language) for entry in named if entry.rank]
    return sentences.headline(
        words.place,
        [_name_and_position(entry, words) for entry in overview.strengths],
        [_name_and_position(entry, words) for entry in overview.weaknesses],
        list(dict.fromkeys(groups)),
        targets,
        locale,
    )


@dataclass(frozen=True)
class IndexLink:
    """An overall score in words, and the index that it is of."""

    text: str
    index: str


def index_link(words: OverviewWords) -> IndexLink | None:
    """Return the overall score and rank of the place, or the nearest above; None without one.

    A place that may not be ranked has the score alone.
    """
    found = newest_score(words.dataset, words.overview.place)
    if found is None:
        return None
    catalogue, language = words.dataset.catalogue, words.language
    title = node_title(catalogue.indices[found.index], found.index, catalogue.pillars)
    text = words.locale.text(
        "overview.index" if found.rank else "overview.index_score",
        index=title.get(language),
        place=words.name(found.place),
        score=wording.decimal(found.score, 1, language),
        rank=wording.rank(found.rank, found.of, language),
        period=wording.period(found.period, language),
    )
    return IndexLink(text, found.index)


def _name_and_position(entry: Standing, words: OverviewWords) -> tuple[str, str]:
    assert entry.rank is not None
    return entry.indicator.name(words.language), position_text(entry.rank, words.locale)


def change_lines(words: OverviewWords) -> list[str]:
    """Say the largest recent changes."""
    changes = words.overview.changes[:MAX_CHANGES]
    lines = [_change_line(entry, words) for entry in changes]
    return lines or [words.locale.text("overview.changed_nothing")]


def _change_line(entry: Standing, words: OverviewWords) -> str:
    """Say '▲ Internet users: up 1.4 points from 2022 to 2023; up 2 places ...'.

    The arrow is that of the figure, never that of the rank.
    """
    assert entry.previous is not None and entry.difference is not None
    locale, language = words.locale, words.language
    text = locale.text(
        "overview.change_line",
        indicator=entry.indicator.name(language),
        change=change_amount(entry, locale, spoken=True),
        since=wording.period(entry.previous.period, language, spoken=True),
        period=wording.period(entry.latest.period, language, spoken=True),
    )
    if entry.rank_change and entry.rank_change.gain:
        gain, members = entry.rank_change.gain, entry.rank_change.members
        key = "overview.rank_up" if gain > 0 else "overview.rank_down"
        move = locale.text(key, n=abs(gain), members=members)
        text = locale.text("sentence.semicolon").join((text, move))
    is_rise = entry.difference > 0
    if entry.indicator.unit.kind == "rank":  # a rank that grows is places lost
        is_rise = not is_rise
    arrow = "▲" if is_rise else "▼"
    return f"{arrow} {text}"


def target_lines(words: OverviewWords) -> list[str]:
    """Say every target of the place, then those of the places above with their names."""
    overview = words.overview
    lines = [_target_line(entry, words) for entry in overview.targets]
    lines += [_target_line(entry, words) for entry in overview.setting_targets]
    return lines or [words.locale.text("overview.off_track_no_targets")]


def _target_line(road: Road, words: OverviewWords) -> str:
    name = _name_with_place(road, words)
    state, _ = state_text(road.progress, road.indicator.unit, words.locale)
    return name + words.locale.text("sentence.colon") + state


def _name_with_place(entry: Standing | Road, words: OverviewWords) -> str:
    """Give the indicator's name, with the place's where the figure is not that of the page's."""
    name = entry.indicator.name(words.language)
    if not entry.is_proxy:
        return name
    return words.locale.text("overview.name_of", indicator=name, place=words.name(entry.place))


def freshness_lines(words: OverviewWords) -> list[str]:
    """Return how many figures are shown, of which periods, and how many are of the place itself."""
    figures = words.overview.headline_figures
    locale, language = words.locale, words.language
    if not figures:
        return [_without_headline_figure(words)]
    ordered = sorted(figures, key=lambda entry: period_start(entry.latest.period))
    middle = wording.period(ordered[len(ordered) // 2].latest.period, language)
    lines = [locale.text("overview.fresh_detail", n=len(figures), period=middle)]
    for key, entry in (
        ("overview.fresh_newest", ordered[-1]),
        ("overview.fresh_oldest", ordered[0]),
    ):
        period = wording.period(entry.latest.period, language)
        name = _name_with_place(entry, words)
        lines.append(locale.text(key, indicator=name, period=period))
    own = sum(not entry.is_proxy for entry in figures)
    key = {0: "overview.no_own_figures", len(figures): "overview.all_own"}.get(
        own, "overview.own_figures"
    )
    lines.append(locale.text(key, own=own, shown=len(figures), n=len(figures), place=words.place))
    return lines


def _without_headline_figure(words: OverviewWords) -> str:
    """Say that no headline indicator has a figure here, and how many others have."""
    others = len(all_standings(words.dataset, words.overview.place))
    if not others:
        return words.locale.text("overview.empty")
    return words.locale.text("overview.no_headline_figure", n=others, place=words.place)


def source_line(words: OverviewWords) -> str:
    """Return who published the figures of the tiles, for paper."""
    catalogue = words.dataset.catalogue
    source_ids: list[str] = []
    for entry in words.overview.headline_figures:
        figure = entry.latest
        source_ids += sources_of(words.dataset, figure.indicator, [figure.place], [figure.period])
    publishers = [
        catalogue.sources[name].publisher.get(words.language)
        for name in source_ids
        if name in catalogue.sources
    ]
    text = words.locale.text("sentence.semicolon").join(dict.fromkeys(publishers))
    return words.locale.text("compare.foot_sources", sources=text) if text else ""


@dataclass(frozen=True)
class FieldTiles:
    """The tiles of one pillar: those of the place itself, then those of the places above."""

    tiles: Sequence[Tile]
    setting: str
    setting_tiles: Sequence[Tile]


def field_tiles(words: OverviewWords, pillar: str, address: dict[str, str]) -> FieldTiles:
    """Make the tiles of a pillar; `setting` names the places above that have figures."""
    overview = words.overview
    own: list[Tile] = []
    setting: list[Tile] = []
    places: list[str] = []
    for entry in overview.figures[pillar]:
        state = verdict(words.dataset, entry, words.today)
        made = tile(entry, state, words.dataset.catalogue, words.locale, address)
        if method := group_text(words.dataset, entry.latest, words.locale):
            note = sentences.join_texts((made.note, method), words.locale.text("sentence.comma"))
            label = words.locale.text("sentence.comma").join((made.label, method))
            made = replace(made, note=note, label=label)
        if entry.is_proxy:
            setting.append(made)
            places.append(entry.place)
        else:
            own.append(made)
    ancestors = words.dataset.catalogue.ancestors(overview.place)
    names = [words.name(code) for code in ancestors if code in places]
    text = ""
    if names:
        listed = words.locale.join("sentence.comma_list", names)
        text = words.locale.text("overview.setting", places=listed)
    return FieldTiles(own, text, setting)
