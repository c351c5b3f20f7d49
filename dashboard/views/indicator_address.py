"""What an address asks of the indicator page: a pure function of the dataset, the address and the
style. No Streamlit.

`read_indicator` and then `read_address` give an `IndicatorAddress`; `draw_address` draws its chart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard import url_values
from dashboard.style import Style
from dashboard.url_values import Answer, Notice
from dashboard.views import indicator as views
from dashboard.views import labels, map_files, terms
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.indicator import IndicatorQuery
from indicators import Dataset, wording
from indicators.analysis.comparison import cached
from indicators.catalogue.maps import POINTS, TILES
from indicators.locale import Locale, get_locale
from indicators.model import Indicator

VIEWS = ("trend", "ranking", "map", "breakdown")
MAX_PLACES = 8
"""Largest number of places that may be chosen."""
LATEST = "latest"
"""In a list of periods and in an address: each place's newest figure."""
CHOICES = ("places", "view", "period", "group", "breakdown", "over", "members")
"""What the address says of the chart beyond its indicator and its place."""
CONSTANT = "constant"
"""In an address: groups keep the same members throughout."""
Draw = Callable[[], ChartWithTable]


@dataclass(frozen=True)
class IndicatorAddress:
    """What the page shows. `view` is one of `views`, the names of those there are by id.

    `notices` say why something else is shown than was asked for; `ids` are what the address should
    hold in place of labels, by key. Without places in the query there is nothing to show.
    """

    query: IndicatorQuery
    view: str
    views: Mapping[str, str]
    is_over_time: bool
    notices: tuple[Notice, ...]
    ids: Mapping[str, str]


def read_indicator(
    dataset: Dataset, parameters: Mapping[str, str], place: str, locale: Locale
) -> Answer:
    """Return the indicator of an address, or else the first one that the place has figures for."""
    choices = url_values.indicator_choices(dataset, locale)
    default = default_indicator(dataset, place)
    return url_values.single(locale, "indicator", parameters.get("indicator", ""), choices, default)


def default_indicator(dataset: Dataset, place: str) -> str:
    """Return the first headline indicator with figures for a place; '' without any indicator."""
    for pillar in dataset.catalogue.pillars.values():
        for name in pillar.headline:
            is_known = name in dataset.catalogue.indicators
            if is_known and views.place_with_values(dataset, name, place):
                return name
    return next(iter(dataset.catalogue.indicators), "")


def read_address(
    dataset: Dataset,
    indicator: Indicator,
    parameters: Mapping[str, str],
    place: str,
    style: Style,
) -> IndicatorAddress:
    """Return what an address asks for; an id that does not exist is passed over with a notice."""
    locale = get_locale(style.language)
    breakdown = _breakdown(dataset, indicator, parameters, locale)
    owner = views.place_with_values(dataset, indicator.id, place, breakdown.id)
    group = _group(dataset, indicator, parameters, owner, locale)
    places = _places(dataset, indicator, parameters, breakdown.id, locale)
    period = _period(dataset, indicator, parameters, breakdown.id, locale)
    groups = dataset.catalogue.groups
    query = IndicatorQuery(
        dataset,
        indicator,
        place,
        places.ids or default_places(dataset, indicator.id, owner, group.id, breakdown.id),
        period_id(period.id),
        breakdown.id,
        groups[group.id] if group.id else None,
        style,
        parameters.get("members", "") == CONSTANT,
    )
    names = _view_names(query, locale)
    view = Answer(())
    if query.places:
        choices = url_values.choices(
            dataset, locale, "view", lambda words: _view_names(query, words)
        )
        first = next(iter(names))
        view = url_values.single(locale, "view", parameters.get("view", ""), choices, first)
    answers = {"breakdown": breakdown, "group": group, "places": places, "period": period}
    answers["view"] = view
    return IndicatorAddress(
        query,
        view.id,
        names,
        parameters.get("over", "") == "1",
        tuple(notice for answer in answers.values() for notice in answer.notices),
        {key: ",".join(answer.ids) for key, answer in answers.items() if answer.relabelled},
    )


def _breakdown(
    dataset: Dataset, indicator: Indicator, parameters: Mapping[str, str], locale: Locale
) -> Answer:
    def names(words: Locale) -> dict[str, str]:
        parts = dataset.breakdowns(indicator.id)
        return {name: wording.breakdown(name, words.language) for name in parts}

    choices = url_values.choices(dataset, locale, "breakdown", names)
    default = views.default_breakdown(dataset, indicator.id)
    return url_values.single(locale, "breakdown", parameters.get("breakdown", ""), choices, default)


def _group(
    dataset: Dataset,
    indicator: Indicator,
    parameters: Mapping[str, str],
    owner: str,
    locale: Locale,
) -> Answer:
    """Give the group of the address, or else the first one that ranks the place."""
    choices = url_values.choices(
        dataset, locale, "group", lambda words: dict(labels.groups(dataset, words))
    )
    answer = url_values.single(locale, "group", parameters.get("group", ""), choices)
    if answer.id:
        return answer
    group = next(iter(views.groups_of(dataset, indicator.id, owner)), None)
    return Answer((group.id,) if group else (), answer.notices)


def _places(
    dataset: Dataset,
    indicator: Indicator,
    parameters: Mapping[str, str],
    breakdown: str,
    locale: Locale,
) -> Answer:
    """Give the places of the address that have figures; those that have none are named."""
    choices = url_values.place_choices(dataset, locale)
    text = parameters.get("places", "")
    answer = url_values.several(locale, "places", text, choices, MAX_PLACES)
    present = [code for code in answer.ids if dataset.has(indicator.id, code, breakdown)]
    without = [code for code in answer.ids if code not in present]
    sentences = terms.missing_figures(dataset, indicator.id, without, locale)
    notices = (*answer.notices, *(Notice(sentence) for sentence in sentences))
    # An address with something to tell stays as it is, or the line would go.
    return Answer(tuple(present), notices, answer.relabelled and not notices)


def _period(
    dataset: Dataset,
    indicator: Indicator,
    parameters: Mapping[str, str],
    breakdown: str,
    locale: Locale,
) -> Answer:
    periods = dataset.grid(indicator.id, breakdown).periods
    choices = url_values.choices(
        dataset, locale, "period", lambda words: period_names(words, periods)
    )
    return url_values.single(locale, "period", parameters.get("period", ""), choices)


def default_places(
    dataset: Dataset, indicator: str, owner: str, group: str, breakdown: str
) -> tuple[str, ...]:
    """Return the places that are drawn where an address names none; none without figures."""
    if not owner:
        return ()
    return dataset.cached_for_address(
        ("default places", indicator, owner, breakdown, group),
        lambda: views.default_places(
            dataset, indicator, owner, dataset.catalogue.groups.get(group), breakdown
        ),
    )


def period_names(locale: Locale, periods: Sequence[str]) -> dict[str, str]:
    """Return names of periods, the newest first, below the one for the newest figures."""
    return {LATEST: locale.text("app.latest")} | {
        period: wording.period(period, locale.language) for period in periods[::-1]
    }


def period_id(name: str) -> str:
    """Return the period of an option; an empty string for the newest."""
    return "" if name == LATEST else name


def _view_names(query: IndicatorQuery, locale: Locale) -> dict[str, str]:
    """Give the views that an indicator has by id, with their names."""
    has_map = bool(query.dataset.catalogue.maps)
    offered = {"map": has_map, "breakdown": len(_parts(query)) > 1}
    names = [name for name in VIEWS if offered.get(name, True)]
    return {name: locale.text(f"indicator.{name}") for name in names}


def _parts(query: IndicatorQuery) -> list[str]:
    """Breakdowns in which the first place has figures; none without a place."""
    if not query.places:
        return []
    dataset, indicator, place = query.dataset, query.indicator.id, query.places[0]
    return [name for name in dataset.breakdowns(indicator) if dataset.has(indicator, place, name)]


def draw_address(address: IndicatorAddress, data: Path) -> ChartWithTable | None:
    """Return the chart that an address asks for; None for a map where none has the place.

    `data` is the data folder, in which maps lie. A chart is drawn once for each address, language
    and palette; the figure is a plain dict that nobody changes.
    """
    query = address.query
    draw: Draw | None = {
        "trend": lambda: views.trend_chart(query),
        "ranking": lambda: views.ranking_chart(query),
        "breakdown": lambda: views.breakdown_chart(query, address.is_over_time),
        "map": _map(query, data) if address.view == "map" else None,
    }[address.view]
    name = f"{address.view} {address.is_over_time}"
    return cached_chart(query, name, draw) if draw else None


def cached_chart(query: IndicatorQuery, view: str, make: Draw) -> ChartWithTable:
    """Return what `make` draws, once for each query."""
    key = (
        "shown",
        view,
        query.indicator.id,
        query.indicator.title,
        query.place,
        query.places,
        query.period,
        query.breakdown,
        query.group.id if query.group else "",
        query.constant_members,
        query.language,
        query.style.palette.kind,
        query.style.measure,
    )
    return cached(query.dataset, key, make)


def _map(query: IndicatorQuery, data: Path) -> Draw | None:
    """Give what draws the map of the first place's level; None where no map has the place."""
    dataset = query.dataset
    if not views.has_map(dataset, query.indicator.id, query.places[0]):
        return None
    level = dataset.catalogue.places[query.places[0]].level
    level_map = dataset.catalogue.maps[level]
    file, code, note = level_map.file, level_map.code, level_map.note.get(query.language)
    if level_map.kind == TILES:
        return lambda: views.tile_map_chart(query, level_map)
    if level_map.kind == POINTS:
        land = dataset.cached(("land", level), lambda: map_files.land(data, file) if file else "")
        return lambda: views.dot_map_chart(query, level, land, note)
    outline = dataset.cached(("outline", level), lambda: map_files.outline(data, file, code))
    if outline is None:
        return None
    return lambda: views.outline_map_chart(query, outline, level, note)
