"""What the indicator page shows, worked out from the Dataset: charts with their tables. No Streamlit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.charts import breakdown_bars, breakdown_lines, ranking, trend, world_map
from dashboard.style import Measure, Palette
from dashboard.views import labels, sentences
from dashboard.views.boundaries import Outline
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.tiles import amount_of_change
from indicators import Dataset, Indicator, wording
from indicators.analysis.standing import LEVELS_TO_BORROW, Standing, nearest_with_figures, standing
from indicators.locale import Locale
from indicators.model import TOTAL, Group
from indicators.periods import period_start

LINES = 6
"""So many places at most are drawn in colour unless the reader asks for others."""


@dataclass(frozen=True)
class IndicatorQuery:
    """What the reader asked for: ids that are known to exist, and how to say and draw it."""

    dataset: Dataset
    indicator: Indicator
    place: str
    places: tuple[str, ...]
    period: str
    breakdown: str
    group: Group | None
    say: Locale
    palette: Palette
    size: Measure

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.say.language

    def name(self, code: str) -> str:
        """A place's name."""
        return labels.places(self.dataset, self.say)[code]

    def cite(self, source: str) -> str:
        """A source as it asks to be named."""
        return self.dataset.catalogue.sources[source].cite(
            self.language, self.say.t("sentence.comma")
        )

    def names(self, codes: Iterable[str]) -> dict[str, str]:
        """Names by code."""
        return {code: self.name(code) for code in codes}


def default_breakdown(dataset: Dataset, indicator: str) -> str:
    """The total, or the first breakdown of an indicator that has none."""
    return next(iter(dataset.breakdowns(indicator)), TOTAL)


def whose(dataset: Dataset, indicator: str, place: str, breakdown: str = TOTAL) -> str:
    """The place whose figures are shown: the one asked for, one above it, else the first that has any."""
    found = nearest_with_figures(dataset, indicator, place)
    if found:
        return found
    for code in dataset.catalogue.ancestors(place):
        if dataset.has(indicator, code, breakdown):
            return code
    return next(iter(dataset.grid(indicator, breakdown).places), "")


def groups_of(dataset: Dataset, indicator: str, place: str) -> list[Group]:
    """Groups whose members are of the place's level and have figures; its peers first."""
    level = dataset.catalogue.places[place].level if place else ""
    have = set(dataset.grid(indicator, default_breakdown(dataset, indicator)).places)
    first = dataset.catalogue.peer_group(place)
    found = [
        group
        for group in dataset.catalogue.groups.values()
        if group.level == level and len(have.intersection(group.places)) > 1
    ]
    return sorted(found, key=lambda group: (group != first, place not in group.places))


def default_places(
    dataset: Dataset, indicator: str, place: str, group: Group | None, breakdown: str
) -> tuple[str, ...]:
    """The place, its group's average, the best of the group, and its neighbours in rank.

    A group's sum is left to be asked for: beside it every member lies flat on the axis.
    """
    chosen = [place]
    if group:
        summed = dataset.catalogue.indicators[indicator].total
        chosen += [group.id] if dataset.has(indicator, group.id, breakdown) and not summed else []
        ranked = list(dataset.ranked(indicator, group.places, breakdown=breakdown)["place"])
        at = ranked.index(place) if place in ranked else -1
        chosen += ranked[:1] + (
            ranked[max(at - 1, 0) : at] + ranked[at + 1 : at + 2] if at >= 0 else ranked[1:3]
        )
    chosen += [
        code
        for code in dataset.catalogue.ancestors(place)[1:]
        if dataset.has(indicator, code, breakdown)
        and dataset.catalogue.places[code].level in LEVELS_TO_BORROW
    ]
    return tuple(dict.fromkeys(code for code in chosen if dataset.has(indicator, code, breakdown)))[
        :LINES
    ]


def trend_shown(asked: IndicatorQuery) -> ChartWithTable:
    """The trend of the chosen places, the rest of the group in grey behind them."""
    behind = asked.group.places if asked.group else ()
    every = dict.fromkeys((*asked.places, *behind))
    frame = asked.dataset.select(asked.indicator.id, every, asked.breakdown)
    one = _standing_of(asked)
    title = (
        trend_title(one, asked.name(asked.places[0]), asked.say)
        if one
        else asked.indicator.title.say(asked.language)
    )
    chart = trend(
        frame,
        asked.indicator,
        asked.names(every),
        asked.places[:1],
        asked.places[1:],
        asked.language,
        asked.palette,
        title=title,
        subtitle=subtitle(asked),
        foot=foot(asked, frame),
        size=asked.size,
    )
    table = frame[frame["place"].isin(asked.places)]
    return ChartWithTable(
        chart, header(asked), rows(asked, table), about(asked, frame), _file(asked, "trend")
    )


def ranking_shown(asked: IndicatorQuery) -> ChartWithTable:
    """Places of the group, best first."""
    members = (
        asked.group.places
        if asked.group
        else asked.dataset.grid(asked.indicator.id, asked.breakdown).places
    )
    frame = asked.dataset.ranked(
        asked.indicator.id, members, asked.period or None, breakdown=asked.breakdown
    )
    among = asked.group.title.say(asked.language) if asked.group else asked.say.t("app.all")
    title = asked.say.t(
        "indicator.ranking_in",
        indicator=asked.indicator.title.say(asked.language),
        group=among,
        period=_periods(frame, asked),
    )
    full = _with_origin(asked, frame)
    chart = ranking(
        frame,
        asked.indicator,
        asked.names(dict.fromkeys((*frame["place"], *members))),
        asked.places[:1],
        asked.language,
        asked.palette,
        title=title,
        subtitle=subtitle(asked),
        foot=foot(asked, full),
        size=asked.size,
    )
    return ChartWithTable(
        chart,
        [asked.say.t("app.rank"), *header(asked)],
        [[int(rank), *row] for rank, row in zip(frame["rank"], rows(asked, full), strict=True)],
        about(asked, full),
        _file(asked, "ranking"),
    )


def map_shown(asked: IndicatorQuery, outline: Outline, level: str, note: str) -> ChartWithTable:
    """Every place of the level, by value; small ones as dots."""
    places = asked.dataset.catalogue.places
    members = [
        code
        for code in asked.dataset.grid(asked.indicator.id, asked.breakdown).places
        if places[code].level == level
    ]
    frame = asked.dataset.ranked(
        asked.indicator.id, members, asked.period or None, breakdown=asked.breakdown
    )
    points = {
        code: (places[code].lat, places[code].lon)
        for code in members
        if places[code].lat is not None and places[code].lon is not None
    }
    full = _with_origin(asked, frame)
    title = asked.say.t(
        "indicator.map_title",
        indicator=asked.indicator.title.say(asked.language),
        period=_periods(frame, asked),
    )
    chart = world_map(
        frame,
        asked.indicator,
        {code: place.name.say(asked.language) for code, place in places.items()},
        asked.places[:1],
        asked.language,
        asked.palette,
        geojson_url=outline.url,
        drawn=outline.drawn,
        points=points,  # type: ignore[arg-type]
        title=title,
        subtitle=subtitle(asked),
        foot=" · ".join(part for part in (foot(asked, full), note) if part),
        size=asked.size,
        classes=6 if asked.indicator.unit.kind in ("currency", "count", "number") else None,
        fit="world" if level == "country" else "geojson",
    )
    return ChartWithTable(
        chart,
        [asked.say.t("app.rank"), *header(asked)],
        [[int(rank), *row] for rank, row in zip(frame["rank"], rows(asked, full), strict=True)],
        about(asked, full),
        _file(asked, "map"),
    )


def breakdown_shown(asked: IndicatorQuery, over_time: bool) -> ChartWithTable:
    """One place's figures by breakdown, the newest as bars or all as lines."""
    place = asked.places[0]
    frame = asked.dataset.select(asked.indicator.id, [place], breakdown=None)
    title = asked.say.t(
        "indicator.breakdown_of",
        indicator=asked.indicator.title.say(asked.language),
        place=asked.name(place),
    )
    draw = breakdown_lines if over_time else breakdown_bars
    chart = draw(
        frame,
        asked.indicator,
        asked.language,
        asked.palette,
        title=title,
        subtitle=subtitle(asked),
        foot=foot(asked, frame),
        size=asked.size,
    )
    extra = [wording.breakdown(name, asked.language) for name in frame["breakdown"]]
    return ChartWithTable(
        chart,
        [asked.say.t("app.breakdown"), *header(asked)],
        [[name, *row] for name, row in zip(extra, rows(asked, frame), strict=True)],
        about(asked, frame),
        _file(asked, "breakdown"),
    )


def trend_title(one: Standing, name: str, say: Locale) -> str:
    """'China: 92.0% in 2024, up 1.4 points on 2023; 9th of 19 in G20 countries'."""
    language, moved = say.language, one.difference is not None and one.previous is not None
    return sentences.trend_title(
        name,
        "",
        wording.number(one.latest.value, one.indicator.unit, language),
        wording.period(one.latest.period, language, spoken=True),
        amount_of_change(one, say, spoken=True) if moved else "",
        wording.period(one.previous.period, language, spoken=True)
        if moved and one.previous
        else "",
        wording.rank(one.rank, one.of, language) if one.rank else "",
        one.group.title.say(language) if one.rank and one.group else "",
        language,
    )


def _standing_of(asked: IndicatorQuery) -> Standing | None:
    if asked.breakdown != TOTAL or not asked.places:
        return None
    return standing(asked.dataset, asked.indicator.id, asked.places[0])


def subtitle(asked: IndicatorQuery) -> str:
    """Title, unit, and the breakdown where it is not the total."""
    part = "" if asked.breakdown == TOTAL else wording.breakdown(asked.breakdown, asked.language)
    unit = asked.indicator.unit.label.say(asked.language)
    joiner = asked.say.t("sentence.comma")
    return joiner.join(
        text for text in (asked.indicator.title.say(asked.language), part, unit) if text
    )


def foot(asked: IndicatorQuery, frame: pd.DataFrame) -> str:
    """Source, newest period of the data, and the day it was retrieved where that is known."""
    used = _sources(asked, frame)
    cited = asked.say.t("sentence.semicolon").join(asked.cite(name) for name in used)
    parts = [asked.say.t("indicator.foot_source", source=cited)] if cited else []
    if asked.indicator.kind != "read":
        parts.append(asked.say.t("indicator.foot_computed"))
    if len(frame):
        newest = max(zip(frame["date"], frame["period"], strict=True))[1]
        parts.append(
            asked.say.t("indicator.foot_data", period=wording.period(newest, asked.language))
        )
    days = [day for name in used if (day := asked.dataset.catalogue.sources[name].retrieved)]
    if days:
        latest = date.fromisoformat(max(days))
        parts.append(
            asked.say.t("indicator.foot_retrieved", date=wording.date(latest, asked.language))
        )
    return " · ".join(parts)


def _sources(asked: IndicatorQuery, frame: pd.DataFrame) -> list[str]:
    """Sources of the figures shown; of a computed indicator, those of what it is computed from."""
    own = [name for name in dict.fromkeys(frame["source"]) if name]
    return own[-3:] if own else inherited(asked.dataset, asked.indicator)


def inherited(dataset: Dataset, entry: Indicator) -> list[str]:
    """The declared sources of an indicator and of everything it is computed from."""
    catalogue, found, waiting = dataset.catalogue, dict[str, None](), [entry]
    while waiting:
        one = waiting.pop(0)
        if one.source in catalogue.sources:
            found[one.source] = None
        waiting += [catalogue.indicators[need] for need in one.needs]
    return list(found)


def _periods(frame: pd.DataFrame, asked: IndicatorQuery) -> str:
    """The period of the figures, or the first and the last where they differ."""
    held = sorted(set(frame["period"]), key=period_start)
    return "–".join(
        dict.fromkeys(wording.period(name, asked.language) for name in (*held[:1], *held[-1:]))
    )


def _with_origin(asked: IndicatorQuery, frame: pd.DataFrame) -> pd.DataFrame:
    """A ranking's figures with the columns of the table, in the ranking's order."""
    full = asked.dataset.select(asked.indicator.id, frame["place"], asked.breakdown)
    if frame.empty:
        return full
    return frame[["place", "period"]].merge(full, on=["place", "period"], how="left")


def header(asked: IndicatorQuery) -> list[str]:
    """The columns of every table."""
    return [
        asked.say.t(f"app.{name}")
        for name in ("place", "period", "value", "unit", "status", "source", "note", "file", "line")
    ]


def rows(asked: IndicatorQuery, frame: pd.DataFrame) -> list[list[Any]]:
    """Table rows in words, the values in full precision."""
    unit = asked.indicator.unit.label.say(asked.language)
    return [
        [
            asked.name(row["place"]),
            wording.period(row["period"], asked.language),
            row["value"],
            unit,
            wording.status(row["status"], asked.language),
            asked.cite(row["source"]) if row["source"] else "",
            _note(asked, row),
            row["file"],
            row["line"] or None,
        ]
        for row in _records(frame)
    ]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain Python, in the types that the table's columns have."""
    return frame.to_dict("records")  # type: ignore[return-value]


def _note(asked: IndicatorQuery, row: dict[str, Any]) -> str:
    """The file's own note; for a group's figure, how much of the group is behind it."""
    if row["coverage"] == row["coverage"]:
        return asked.say.t("indicator.covers", share=wording.share(row["coverage"], 1.0))
    return asked.dataset.catalogue.note(row["note"], asked.language)


def about(asked: IndicatorQuery, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """What goes into every file that leaves: title, definition, unit, sources, licences, notes."""
    entry, say, language = asked.indicator, asked.say, asked.language
    said = [
        (say.t("app.indicator"), entry.title.say(language)),
        (say.t("indicator.definition"), entry.definition.say(language)),
        (say.t("indicator.unit"), entry.unit.label.say(language)),
    ]
    for name in _sources(asked, frame):
        source = asked.dataset.catalogue.sources[name]
        said += [
            (say.t("indicator.source"), asked.cite(name)),
            (say.t("indicator.licence"), source.licence),
            (say.t("indicator.retrieved"), source.retrieved),
        ]
    said += [(say.t("indicator.notes"), note.say(language)) for note in entry.notes]
    said += [
        (
            say.t("indicator.break", period=wording.period(one.period, language)),
            one.note.say(language),
        )
        for one in entry.breaks
    ]
    said.append((say.t("app.id"), entry.id))
    return [(name, text) for name, text in said if text]


def _file(asked: IndicatorQuery, view: str) -> str:
    return "-".join((asked.indicator.id, view, *asked.places[:1]))


def options_for(dataset: Dataset, indicator: str, breakdown: str) -> Sequence[str]:
    """Places that can be chosen: those with figures, groups last."""
    places = dataset.catalogue.places
    return sorted(
        dataset.grid(indicator, breakdown).places,
        key=lambda code: (places[code].level == "group", code),
    )
