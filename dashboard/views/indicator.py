"""The charts of the indicator page with their tables, made from the Dataset. No Streamlit."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import Any

import pandas as pd

from dashboard.charts import (
    Band,
    Chart,
    Frame,
    Outline,
    Places,
    Points,
    Tiles,
    breakdown_bars,
    breakdown_lines,
    dot_map,
    ranking,
    tile_map,
    trend,
    world_map,
)
from dashboard.style import Style
from dashboard.views import labels, sentences, terms
from dashboard.views.chart_with_table import ChartWithTable, OnDemand
from dashboard.views.sentences import TitleParts
from dashboard.views.tiles import change_amount, rank_text
from indicators import Dataset, Indicator, wording
from indicators.analysis.group_figures import (
    GroupFigure,
    constant_members,
    group_figure,
    is_group,
)
from indicators.analysis.group_quartiles import group_quartiles, members_with_figures
from indicators.analysis.provenance import sources_of
from indicators.analysis.standing import (
    Standing,
    is_measured_among,
    is_measured_at,
    nearest_with_figures,
    peer_group,
    standing,
)
from indicators.catalogue import Map
from indicators.dataset import Observation
from indicators.locale import Locale, get_locale
from indicators.model import AMOUNT_KINDS, TOTAL, Group
from indicators.periods import period_start
from indicators.statistics.evidence import LOWER_BOUND, UNRANKED, rank_basis

MAX_LINES = 6
"""Largest number of places in colour unless the reader asks for others."""
MAX_PEER_LINES = 20
"""Largest number of places of a group that are lines in a trend; more are a band."""
MAX_SOURCES = 3
"""Largest number of sources cited below a chart, the last in its rows."""
MAP_CLASSES = 6
"""Into so many classes a map divides the places by an amount."""
COUNTRY = "country"
"""The level whose map is of the world."""
ROUNDING = 1e-9
"""So that 80 % of a weight stays 80 %, whatever its last bit says."""
TABLE_COLUMNS = ("place", "period", "value", "unit", "status", "source", "note", "file", "line")


@dataclass(frozen=True)
class IndicatorQuery:
    """What the reader asks for: ids that exist, and the style to draw it in.

    With `constant_members` a group's line is computed from the members that have figures in all of
    its periods.
    """

    dataset: Dataset
    indicator: Indicator
    place: str
    places: tuple[str, ...]
    period: str
    breakdown: str
    group: Group | None
    style: Style
    constant_members: bool = False

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.style.language

    @cached_property
    def locale(self) -> Locale:
        """The words."""
        return get_locale(self.language)

    @property
    def title(self) -> str:
        """The indicator's title."""
        return self.indicator.title.get(self.language)

    @property
    def unit(self) -> str:
        """The label of the indicator's unit."""
        return self.indicator.unit.label.get(self.language)

    def name(self, place: str) -> str:
        """Return a place's name."""
        return labels.places(self.dataset, self.locale)[place]

    def names(self, places: Iterable[str]) -> dict[str, str]:
        """Return places' names by code."""
        return {place: self.name(place) for place in places}

    def cite(self, source: str) -> str:
        """Cite a source as its publisher asks."""
        comma = self.locale.text("sentence.comma")
        return self.dataset.catalogue.sources[source].cite(self.language, comma)


def default_breakdown(dataset: Dataset, indicator: str) -> str:
    """Return the total, or the first breakdown of an indicator that has no total."""
    return next(iter(dataset.breakdowns(indicator)), TOTAL)


def place_with_values(dataset: Dataset, indicator: str, place: str, breakdown: str = TOTAL) -> str:
    """Return the place whose values are shown: the one asked for, one above it, or the first of
    all.

    Empty where no place has any.
    """
    nearest = nearest_with_figures(dataset, indicator, place)
    if nearest:
        return nearest
    ancestors = dataset.catalogue.ancestors(place)
    candidates = [code for code in ancestors if dataset.has(indicator, code, breakdown)]
    candidates += dataset.grid(indicator, breakdown).places[:1]
    return candidates[0] if candidates else ""


def groups_of(dataset: Dataset, indicator: str, place: str) -> list[Group]:
    """Return the groups that an indicator ranks: of a place's level, or with the place in them.

    Two or more of their members have values. The group that the place is ranked among comes first,
    then those that it belongs to; a group's own members come first where the place is a group.
    """
    catalogue = dataset.catalogue
    level = catalogue.places[place].level if place else ""
    if place in catalogue.groups:
        level = catalogue.groups[place].level
    breakdown = default_breakdown(dataset, indicator)
    with_values = set(dataset.grid(indicator, breakdown).places)
    peers = peer_group(dataset, indicator, place)
    groups = [
        group
        for group in catalogue.groups.values()
        if (group.level == level or place in group.places)
        and len(with_values.intersection(group.places)) > 1
        and is_measured_among(dataset, indicator, group)
    ]
    return sorted(
        groups,
        key=lambda group: (group.id != place, group != peers, place not in group.places),
    )


def default_places(
    dataset: Dataset, indicator: str, place: str, group: Group | None, breakdown: str
) -> tuple[str, ...]:
    """Return the place, its group's mean, the best of the group, its neighbours in rank, its
    country.

    A group's sum is left out, for beside it every member would lie flat on the axis.
    """
    catalogue = dataset.catalogue
    places = [place]
    if group:
        if not catalogue.indicators[indicator].total:
            places.append(group.id)
        ranked = dataset.ranked(indicator, group.places, breakdown=breakdown)
        places += _best_and_neighbours(list(ranked["place"]), place)
    ancestors = catalogue.ancestors(place)[1:]
    places += [
        code for code in ancestors if catalogue.places[code].level in catalogue.territorial_levels
    ]
    with_values = [code for code in places if dataset.has(indicator, code, breakdown)]
    return tuple(dict.fromkeys(with_values))[:MAX_LINES]


def _best_and_neighbours(ranked: Sequence[str], place: str) -> Sequence[str]:
    """Give the best place and a place's neighbours; the three best where the place has no rank."""
    if place not in ranked:
        return ranked[:3]
    index = ranked.index(place)
    return [*ranked[:1], *ranked[max(index - 1, 0) : index], *ranked[index + 1 : index + 2]]


def place_options(dataset: Dataset, indicator: str, breakdown: str) -> Sequence[str]:
    """Return the places with values, groups last."""
    places = dataset.catalogue.places
    return sorted(
        dataset.grid(indicator, breakdown).places,
        key=lambda code: (places[code].level == "group", code),
    )


def trend_chart(query: IndicatorQuery) -> ChartWithTable:
    """Draw the trend of the chosen places, before the group's band or its places in grey."""
    band = peer_band(query)
    data = trend_data(query, band)
    notes = group_notes(query)
    indicator = query.indicator
    places = query.dataset.catalogue.places
    if not all(places[place].ranked for place in query.places):
        indicator = replace(indicator, targets=())  # such a place is held to no target
    chart = trend(
        data,
        indicator,
        Places(
            line_names(query, data["place"].unique().tolist()),
            query.places[:1],
            query.places[1:],
        ),
        query.style,
        Frame(trend_title(query), subtitle(query), foot(query, data, band), notes),
        band,
    )
    table = data[data["place"].isin(query.places)]
    remarks = [(query.locale.text("app.note"), note) for note in notes]
    return ChartWithTable(
        chart,
        header(query),
        OnDemand(lambda: [*rows(query, table), *band_rows(query, band)]),
        OnDemand(lambda: [*about(query, data, band), *remarks]),
        file_name(query, "trend"),
    )


def peer_band(query: IndicatorQuery) -> Band | None:
    """Return the group as a band; None where it has few places, or no quartiles: lines then."""
    if query.group is None:
        return None
    dataset, indicator, group = query.dataset, query.indicator.id, query.group
    members = members_with_figures(dataset, indicator, group, query.breakdown)
    if len(members) <= MAX_PEER_LINES:
        return None
    quartiles = group_quartiles(dataset, indicator, group, query.breakdown)
    return Band(group.title.get(query.language), quartiles) if quartiles else None


def trend_data(query: IndicatorQuery, band: Band | None) -> pd.DataFrame:
    """Return the figures drawn as lines: of the chosen places, and of the group without a band."""
    codes = query.places if band else _places_drawn(query)
    data = query.dataset.select(query.indicator.id, codes, query.breakdown)
    return with_constant_members(query, data) if query.constant_members else data


def band_rows(query: IndicatorQuery, band: Band | None) -> list[list[Any]]:
    """Return table rows of a band: lower quartile, median and upper quartile of each period."""
    if band is None:
        return []
    quartiles, locale = band.quartiles, query.locale
    parts = (
        ("figure.quartile_low", quartiles.low),
        ("figure.quartile_median", quartiles.median),
        ("figure.quartile_high", quartiles.high),
    )
    result = []
    for key, values in parts:
        name = locale.text(key, group=band.name)
        for period, value, n in zip(quartiles.periods, values, quartiles.places, strict=True):
            note = locale.text("indicator.quartile_of", n=n)
            written = wording.period(period, query.language)
            result.append([name, written, value, query.unit, "", "", note, "", None])
    return result


def line_names(query: IndicatorQuery, codes: Iterable[str]) -> dict[str, str]:
    """Return places' names by code; a group's with how its figures come about."""
    names = query.names((*query.places, *codes))
    for code in query.places:
        figure = _newest_group_figure(query, code)
        if figure is not None:
            method = query.locale.text(f"group.{figure.method}")
            names[code] = query.locale.text("sentence.aside", text=names[code], aside=method)
    return names


def _newest_group_figure(query: IndicatorQuery, place: str) -> GroupFigure | None:
    """Give how the newest figure of a group came about; None for other places."""
    if not is_group(query.dataset, place):
        return None
    latest = query.dataset.latest(query.indicator.id, place, query.breakdown)
    return group_figure(query.dataset, latest)


def group_notes(query: IndicatorQuery) -> tuple[str, ...]:
    """Say of each group in colour by what it is weighted, and its mean without weights."""
    notes = []
    for place in query.places:
        latest = query.dataset.latest(query.indicator.id, place, query.breakdown)
        text = group_text(query.dataset, latest, query.locale)
        if query.constant_members:
            texts = (text, _constant_text(query, place))
            text = sentences.join_texts(texts, query.locale.text("sentence.semicolon"))
        if text:
            colon = query.locale.text("sentence.colon")
            notes.append(query.name(place) + colon + text)
    return tuple(notes)


def group_text(dataset: Dataset, figure: Observation | None, locale: Locale) -> str:
    """Return how a group's figure came about: 'mean weighted by Population; unweighted ...'.

    Empty for a figure of any other place.
    """
    entry = group_figure(dataset, figure)
    if figure is None or entry is None:
        return ""
    indicator = dataset.catalogue.indicators[figure.indicator]
    weight = dataset.catalogue.indicators.get(entry.weight)
    key = f"group.{entry.method}"
    name = weight.title.get(locale.language) if weight else ""
    text = locale.text("group.weighted_by", weight=name) if key == "group.weighted" else ""
    text = text or locale.text(key)
    if entry.unweighted is None:
        return text
    unweighted = locale.text(
        "group.unweighted",
        value=wording.number(entry.unweighted, indicator.unit, locale.language),
        n=entry.members,
        period=wording.period(figure.period, locale.language),
    )
    return locale.text("sentence.semicolon").join((text, unweighted))


def _constant_text(query: IndicatorQuery, place: str) -> str:
    """Say how many members a group's line has throughout; empty where it is not redrawn."""
    constant = constant_members(query.dataset, query.indicator.id, place)
    if constant is None or query.breakdown != TOTAL:
        return ""
    # Rounded down, for the sentence says 'or more'.
    share = math.floor(100 * min(constant.share.values()) + ROUNDING) / 100
    return query.locale.text(
        "group.constant",
        n=len(constant.members),
        share=wording.share(share, 1.0, query.language),
    )


def with_constant_members(query: IndicatorQuery, data: pd.DataFrame) -> pd.DataFrame:
    """Put in the figures of groups from the members with figures in all of their periods."""
    # Shares are kept as 32-bit numbers, into which pandas puts none of 64 bits.
    result = data.assign(coverage=data["coverage"].astype(float))
    for place in query.places:
        constant = constant_members(query.dataset, query.indicator.id, place)
        if constant is None or query.breakdown != TOTAL:
            continue
        is_group_row = (result["place"] == place) & result["period"].isin(list(constant.values))
        periods = result.loc[is_group_row, "period"]
        result.loc[is_group_row, "value"] = periods.map(constant.values)
        result.loc[is_group_row, "coverage"] = periods.map(constant.share)
    return result


def has_computed_group(query: IndicatorQuery) -> bool:
    """Return whether one of the places is a group whose line can have constant members."""
    if query.breakdown != TOTAL:
        return False
    return any(constant_members(query.dataset, query.indicator.id, place) for place in query.places)


def _places_drawn(query: IndicatorQuery) -> tuple[str, ...]:
    members = query.group.places if query.group else ()
    return tuple(dict.fromkeys((*query.places, *members)))


def ranking_chart(query: IndicatorQuery) -> ChartWithTable:
    """Draw the places of the group, best first."""
    indicator = query.indicator
    if query.group:
        members, group = query.group.places, query.group.title.get(query.language)
    else:
        members, group = _places_of_one_level(query), query.locale.text("app.all")
    data = _ranked(query, members)
    period = _period_span(data, query)
    title = query.locale.text(
        "indicator.ranking_in", indicator=query.title, group=group, period=period
    )
    observations = _observations(query, data)
    chart = ranking(
        data,
        indicator,
        Places(
            query.names(dict.fromkeys((*query.places[:1], *data["place"], *members))),
            query.places[:1],
            restricted=terms.places_left_out(query.dataset, indicator.id),
        ),
        query.style,
        Frame(title, subtitle(query), foot(query, observations)),
    )
    return ChartWithTable(
        chart,
        _with_first(_rank_header(query), header(query)),
        OnDemand(lambda: _ranked_rows(query, data, observations)),
        OnDemand(lambda: about(query, observations)),
        file_name(query, "ranking"),
    )


def has_map(dataset: Dataset, indicator: str, place: str) -> bool:
    """Return whether a place can be on a map of its level, with figures of that level.

    Four municipalities with figures of cities make no map of the provinces.
    """
    places = dataset.catalogue.places
    level = places[place].level
    level_map = dataset.catalogue.maps.get(level)
    members = [code for code, entry in places.items() if entry.level == level]
    if level_map is None or not is_measured_at(dataset, indicator, level, members):
        return False
    return not level_map.tiles or any(tile.place == place for tile in level_map.tiles)


def _places_of_one_level(query: IndicatorQuery) -> tuple[str, ...]:
    """Give the places with values that are of the level of the first one drawn."""
    places = query.dataset.catalogue.places
    level = places[query.places[0]].level
    codes = query.dataset.grid(query.indicator.id, query.breakdown).places
    return tuple(code for code in codes if places[code].level == level)


def _rank_header(query: IndicatorQuery) -> str:
    """Name the column of ranks: 'Rank', or 'Position by size' where the order is no merit."""
    is_by_size = rank_basis(query.indicator) == "size"
    return query.locale.text("indicator.position" if is_by_size else "app.rank")


def tile_map_chart(query: IndicatorQuery, level_map: Map) -> ChartWithTable:
    """Draw the places of a tile map by value."""
    language, places = query.language, query.dataset.catalogue.places
    names = {code: place.name.get(language) for code, place in places.items()}
    for tile in level_map.tiles:
        if tile.place not in places:
            names[tile.place] = tile.name.get(language)
    tiles = Tiles(
        {tile.place: (tile.column, tile.row) for tile in level_map.tiles},
        {tile.place: tile.label.words.get(language, "") for tile in level_map.tiles},
    )
    members = [tile.place for tile in level_map.tiles]
    draw = partial(tile_map, tiles=tiles)
    return _map_chart(query, members, names, draw, level_map.note.get(language))


def dot_map_chart(query: IndicatorQuery, level: str, land: str, note: str) -> ChartWithTable:
    """Draw every place of a level that has coordinates as a dot, by value.

    `land` is the address of the land's GeoJSON; '' for none.
    """
    places = query.dataset.catalogue.places
    members = [code for code, place in places.items() if place.level == level]
    names = {code: place.name.get(query.language) for code, place in places.items()}
    points = Points(
        _coordinates(query.dataset, members), land, "world" if level == COUNTRY else "places"
    )
    return _map_chart(query, members, names, partial(dot_map, points=points), note)


def outline_map_chart(
    query: IndicatorQuery, outline: Outline, level: str, note: str
) -> ChartWithTable:
    """Draw every place of a level by value, as areas; small places as dots."""
    places = query.dataset.catalogue.places
    codes = query.dataset.grid(query.indicator.id, query.breakdown).places
    members = [code for code in codes if places[code].level == level]
    names = {code: place.name.get(query.language) for code, place in places.items()}
    area = replace(
        outline,
        points=_coordinates(query.dataset, members),
        fit="world" if level == COUNTRY else "geojson",
    )
    return _map_chart(query, members, names, partial(world_map, outline=area), note)


def _coordinates(dataset: Dataset, members: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Give the latitude and longitude of the places that have them in places.csv."""
    points = {}
    for code in members:
        lat, lon = dataset.catalogue.places[code].lat, dataset.catalogue.places[code].lon
        if lat is not None and lon is not None:
            points[code] = (lat, lon)
    return points


def _map_chart(
    query: IndicatorQuery,
    members: Sequence[str],
    names: Mapping[str, str],
    draw: Callable[..., Chart],
    note: str,
) -> ChartWithTable:
    """Draw a map of places with the table behind it.

    `note` stands at the end of the foot; it says where outlines are from.
    """
    data = _ranked(query, members)
    observations = _observations(query, data)
    title = query.locale.text(
        "indicator.map_title", indicator=query.title, period=_period_span(data, query)
    )
    foot_parts = [foot(query, observations), note]
    # Where neither the page's place nor one above it has a figure, another is drawn first.
    near = (query.place, *query.dataset.catalogue.ancestors(query.place))
    focus = tuple(place for place in query.places[:1] if place in near)
    restricted = terms.places_left_out(query.dataset, query.indicator.id)
    chart = draw(
        data,
        query.indicator,
        Places(names, focus, restricted=restricted),
        style=query.style,
        frame=Frame(title, subtitle(query), " · ".join(part for part in foot_parts if part)),
        classes=MAP_CLASSES if query.indicator.unit.kind in AMOUNT_KINDS else None,
    )
    return ChartWithTable(
        chart,
        _with_first(_rank_header(query), header(query)),
        OnDemand(lambda: _ranked_rows(query, data, observations)),
        OnDemand(lambda: about(query, observations)),
        file_name(query, "map"),
    )


def breakdown_chart(query: IndicatorQuery, over_time: bool) -> ChartWithTable:
    """Draw one place's values by breakdown: the latest as bars, or all as lines."""
    place = query.places[0]
    data = query.dataset.select(query.indicator.id, [place], breakdown=None)
    title = query.locale.text(
        "indicator.breakdown_of", indicator=query.title, place=query.name(place)
    )
    draw = breakdown_lines if over_time else breakdown_bars
    frame = Frame(title, subtitle(query), foot(query, data))

    def named_rows() -> list[list[Any]]:
        names = [wording.breakdown(name, query.language) for name in data["breakdown"]]
        return [_with_first(name, row) for name, row in zip(names, rows(query, data), strict=True)]

    return ChartWithTable(
        draw(data, query.indicator, query.style, frame),
        _with_first(query.locale.text("app.breakdown"), header(query)),
        OnDemand(named_rows),
        OnDemand(lambda: about(query, data)),
        file_name(query, "breakdown"),
    )


def trend_title(query: IndicatorQuery) -> str:
    """Say 'China: 92.0% in 2024, up 1.4 points on 2023; G20 countries: 9th of 19 in 2024'.

    For a part of the whole, or without values, it is the indicator's title: standings are of
    totals. It is that, too, where neither the page's place nor one above it has figures: no line
    is then the one that the page is about.
    """
    page_standing = standing(query.dataset, query.indicator.id, query.place)
    if query.breakdown != TOTAL or not query.places or page_standing is None:
        return query.title
    place = query.places[0]
    own_standing = standing(query.dataset, query.indicator.id, place)
    if own_standing is None:
        return query.title
    return standing_title(own_standing, query.name(place), query.locale)


def standing_title(standing: Standing, place: str, locale: Locale) -> str:
    """Say a standing in one sentence, as the title of a trend."""
    language, latest = locale.language, standing.latest
    change = since = ""
    if standing.previous and standing.difference is not None:
        change = change_amount(standing, locale, spoken=True)
        since = wording.period(standing.previous.period, language, spoken=True)
    value = wording.predicate(latest.value, standing.indicator.unit, language, latest.status)
    # A lower bound is said by the predicate: 'at least 8,500'.
    if latest.status in UNRANKED and latest.status != LOWER_BOUND:
        status = wording.status(latest.status, language)
        value = locale.text("sentence.aside", text=value, aside=status)
    parts = TitleParts(
        place=place,
        value=value,
        period=wording.period(latest.period, language, spoken=True),
        change=change,
        since=since,
        rank=rank_text(standing.rank, locale),
    )
    return sentences.trend_title(parts, locale)


def subtitle(query: IndicatorQuery) -> str:
    """Return title, breakdown where it is not the total, and unit, unless the title names it."""
    breakdown = ""
    if query.breakdown != TOTAL:
        breakdown = wording.breakdown(query.breakdown, query.language)
    is_named = len(query.unit) > 1 and query.unit.casefold() in query.title.casefold()
    parts = (query.title, breakdown, "" if is_named else query.unit)
    return sentences.join_texts(parts, query.locale.text("sentence.comma"))


def foot(query: IndicatorQuery, data: pd.DataFrame, band: Band | None = None) -> str:
    """Return sources, the latest period of the data, and the day of retrieval where it is known.

    `band` is what is drawn beside the data.
    """
    locale, catalogue = query.locale, query.dataset.catalogue
    of_chosen = _sources(query, data[data["place"].isin(query.places)])
    # Only the last of many are named: those of the places that the chart is about.
    sources = sorted(_sources(query, data, band), key=of_chosen.__contains__)
    parts = []
    if sources:
        cited = wording.citations((catalogue.sources[name] for name in sources), query.language)
        listed = locale.text("sentence.semicolon").join(cited[-MAX_SOURCES:])
        if more := len(cited[:-MAX_SOURCES]):
            listed = locale.text("indicator.foot_more_sources", sources=listed, n=more)
        parts.append(locale.text("indicator.foot_source", source=listed))
    if query.indicator.kind != "read":
        parts.append(locale.text("indicator.foot_computed"))
    periods = [*data["period"].unique(), *(band.quartiles.periods if band else ())]
    if periods:
        newest = max(periods, key=lambda period: (period_start(period), period))
        period = wording.period(newest, query.language, spoken=True)
        parts.append(locale.text("indicator.foot_data", period=period))
    days = [catalogue.sources[name].retrieved for name in sources]
    if latest := max(days, default=""):
        day = wording.date(date.fromisoformat(latest), query.language)
        parts.append(locale.text("indicator.foot_retrieved", date=day))
    return " · ".join(parts)


def _sources(query: IndicatorQuery, data: pd.DataFrame, band: Band | None = None) -> list[str]:
    """Give the sources of the rows and the band; of a computed indicator, those of its inputs."""
    sources = [name for name in data["source"].unique().tolist() if name]
    if not sources:
        places, periods = data["place"].unique().tolist(), data["period"].unique().tolist()
        sources = list(sources_of(query.dataset, query.indicator.id, places, periods))
    return list(dict.fromkeys([*sources, *(band.quartiles.sources if band else ())]))


def _period_span(data: pd.DataFrame, query: IndicatorQuery) -> str:
    """Give the period of the rows, or the first and the last where they differ."""
    periods = sorted(data["period"].unique(), key=period_start)
    ends = [wording.period(period, query.language) for period in (*periods[:1], *periods[-1:])]
    return "–".join(dict.fromkeys(ends))


def _ranked(query: IndicatorQuery, places: Sequence[str]) -> pd.DataFrame:
    """Rank places in the query's period; the latest of each place where it names none."""
    period = query.period or None
    return query.dataset.ranked(query.indicator.id, places, period, breakdown=query.breakdown)


def _observations(query: IndicatorQuery, ranked: pd.DataFrame) -> pd.DataFrame:
    """Give the observations of a ranking with all their columns, in its order."""
    data = query.dataset.select(query.indicator.id, ranked["place"], query.breakdown)
    if ranked.empty:
        return data
    return ranked[["place", "period"]].merge(data, on=["place", "period"], how="left")


def header(query: IndicatorQuery) -> list[str]:
    """Return the names of the columns of every table."""
    return [query.locale.text(f"app.{name}") for name in TABLE_COLUMNS]


def rows(query: IndicatorQuery, data: pd.DataFrame) -> list[list[Any]]:
    """Return table rows in words, with values at full precision."""
    records: list[dict[str, Any]] = data.to_dict("records")  # type: ignore[assignment]
    return [_row(query, record) for record in records]


def _row(query: IndicatorQuery, record: dict[str, Any]) -> list[Any]:
    return [
        query.name(record["place"]),
        wording.period(record["period"], query.language),
        record["value"],
        query.unit,
        wording.status(record["status"], query.language),
        query.cite(record["source"]) if record["source"] else "",
        _note(query, record),
        record["file"],
        record["line"] or None,
    ]


def _ranked_rows(
    query: IndicatorQuery, ranked: pd.DataFrame, observations: pd.DataFrame
) -> list[list[Any]]:
    table = rows(query, observations)
    ranks = ranked["rank"].astype("Int64").astype(object)
    cells = ranks.where(ranks.notna(), None)
    return [_with_first(rank, row) for rank, row in zip(cells, table, strict=True)]


def _with_first(cell: Any, row: Sequence[Any]) -> list[Any]:
    return [cell, *row]


def _note(query: IndicatorQuery, record: dict[str, Any]) -> str:
    """Give the file's note; for a group's value its method, and how much of the group it covers."""
    coverage = record["coverage"]
    if pd.isna(coverage):
        return query.dataset.catalogue.note(record["note"], query.language)
    covers = query.locale.text(
        "indicator.covers", share=wording.share(coverage, 1.0, query.language)
    )
    method = query.locale.text("group.sum" if query.indicator.total else "group.weighted")
    return query.locale.text("sentence.comma").join((method, covers))


def about(
    query: IndicatorQuery, data: pd.DataFrame, band: Band | None = None
) -> list[tuple[str, str]]:
    """Return what describes the values in a download: title, definition, unit, sources, notes.

    `band` is what is drawn beside the data.
    """
    indicator, locale, language = query.indicator, query.locale, query.language
    lines = [
        (locale.text("app.indicator"), query.title),
        (locale.text("indicator.definition"), indicator.definition.get(language)),
        (locale.text("indicator.unit"), query.unit),
    ]
    for name in _sources(query, data, band):
        source = query.dataset.catalogue.sources[name]
        lines += [
            (locale.text("indicator.source"), query.cite(name)),
            (locale.text("indicator.licence"), source.licence.get(language)),
            (locale.text("indicator.terms"), wording.terms(source.terms, language)),
            (locale.text("indicator.retrieved"), source.retrieved),
        ]
    lines += [(locale.text("indicator.notes"), note.get(language)) for note in indicator.notes]
    for entry in indicator.breaks:
        period = wording.period(entry.period, language)
        lines.append((locale.text("indicator.break", period=period), entry.note.get(language)))
    lines.append((locale.text("app.id"), indicator.id))
    return [(name, text) for name, text in lines if text]


def file_name(query: IndicatorQuery, view: str) -> str:
    """Return the name of a download, without its ending."""
    return "-".join((query.indicator.id, view, *query.places[:1]))
