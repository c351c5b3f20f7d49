"""Figures as they were known on a day: moments in words and addresses, the chart, and what was revised. No Streamlit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from dashboard.charts import Chart, trend
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.indicator import (
    IndicatorQuery,
    about,
    foot,
    header,
    rows,
    subtitle,
    trend_shown,
    trend_title,
)
from indicators import Dataset, wording
from indicators.analysis.revisions import Moment, Revision, Revisions, redefinitions
from indicators.analysis.standing import standing
from indicators.history import UnreliableRecords
from indicators.locale import Locale
from indicators.model import TOTAL, Indicator, Text
from indicators.periods import period_start
from indicators.text import printable

_WRITTEN = re.compile(r"(19|20)\d\d-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{6})?)?(Z|[+-]\d\d:\d\d)?)?")
_LASTING = ((10, timedelta(days=1)), (16, timedelta(minutes=1)), (19, timedelta(seconds=1)))
"""How long what is written in so many letters lasts: a day, a minute, a second; anything longer is one instant."""

_CLOCKS = ("", "%H:%M", "%H:%M:%S", "%H:%M:%S.%f")
_NAMED = 3
"""So many days of change are named one by one."""
_TABLE_ALONE = Chart({}, "")


@dataclass(frozen=True)
class AsOf:
    """A moment that the reader asked for: up to when, in words, and the change it falls after (`first`: the newest)."""

    when: datetime
    said: str
    moment: Moment
    newest: bool


def zone_of(name: str | None) -> ZoneInfo:
    """The visitor's time zone; UTC where the browser names none that is known here."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, OSError, ValueError):  # not there, or no name of a zone at all
        return ZoneInfo("UTC")


def day(when: datetime, zone: ZoneInfo, say: Locale, clock: str = "") -> str:
    """'3 Jun 2026', '2026年6月3日'; with a clock '3 Jun 2026, 17:20'."""
    local = when.astimezone(zone)
    date = wording.date(local.date(), say.language)
    return say.t("vintage.day_and_time", date=date, time=local.strftime(clock)) if clock else date


def labels(moments: Iterable[Moment], zone: ZoneInfo, say: Locale) -> dict[int, str]:
    """Each moment in words, by commit: the day alone where it is the only one of that day, else with the time."""
    written = {
        moment.commit: [day(moment.when, zone, say, clock) for clock in _CLOCKS]
        for moment in moments
    }
    every = [text for texts in written.values() for text in texts]
    return {
        commit: next((text for text in texts if every.count(text) == 1), texts[-1])
        for commit, texts in written.items()
    }


def address(moment: Moment) -> str:
    """A moment as the address has it, exact and the same in every time zone: '2026-06-03T09:20:07.000125Z'."""
    return moment.when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def until(text: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The first and the last instant of a day or time in an address; None where it is none.

    '2026-06-03' is the whole of that day in the visitor's zone; a time without a zone is the visitor's too.
    """
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return None
    start = start if start.tzinfo else start.replace(tzinfo=zone)
    bare = re.sub(r"(Z|[+-]\d\d:\d\d)$", "", text) if "T" in text else text
    lasts = next(
        (lasting for length, lasting in _LASTING if len(bare) == length), timedelta(microseconds=1)
    )
    return start, start + lasts - timedelta(microseconds=1)


def wanted(
    text: str, moments: Sequence[Moment], zone: ZoneInfo, say: Locale, now: datetime
) -> tuple[AsOf | None, str]:
    """What an address asks for, or why it cannot be had; both empty where it asks for nothing."""
    if not text:
        return None, ""
    span = until(text, zone)
    if span is None:
        return None, say.t("vintage.no_date", id=text[:60])
    said = day(span[0], zone, say, "%H:%M" if "T" in text else "")
    if span[0] > now:
        return None, say.t("vintage.to_come", date=said)
    found = next((moment for moment in moments if moment.when <= span[1]), None)
    if found is None:
        return None, say.t(
            "vintage.too_early", date=said, first=day(moments[-1].when, zone, say)
        ) if moments else say.t("vintage.none", date=said)
    chosen = labels(moments, zone, say)[found.commit] if text == address(found) else said
    return AsOf(span[1], chosen, found, found is moments[0]), ""


def since(moments: Sequence[Moment], zone: ZoneInfo, say: Locale) -> str:
    """'Kept here since 3 Jun 2026; its file changed on 1 Jul and 2 Aug 2026.' Empty where nothing is recorded."""
    if not moments:
        return ""
    first, days = (
        day(moments[-1].when, zone, say),
        [day(moment.when, zone, say) for moment in moments[-2::-1]],
    )
    named = list(dict.fromkeys(days))
    if not named:
        return say.t("vintage.since", date=first)
    if len(named) > _NAMED:
        return say.t("vintage.since_often", date=first, n=len(days), last=named[-1])
    return say.t("vintage.since_changed", date=first, dates=wording.listing(named, say.language))


def doubtful(doubts: Iterable[UnreliableRecords], zone: ZoneInfo, say: Locale) -> list[str]:
    """What is not to be relied upon in the history: a sentence for each row of changes."""
    return [
        say.t(
            f"vintage.{doubt.kind}",
            numbers=doubt.numbers,
            date=day(doubt.when, zone, say) if doubt.when else "",
        )
        for doubt in doubts
    ]


def option(moment: Moment, label: str, say: Locale) -> str:
    """A moment in a list to choose from: when, which file, and who where that is known."""
    names = [PurePosixPath(name).name for name in moment.files]
    what = printable(names[0]) if len(names) == 1 else say.t("vintage.files", n=len(names))
    return " · ".join(part for part in (label, what, moment.who) if part)


def dated(entry: Indicator, said: str, say: Locale) -> Indicator:
    """The indicator with the day in its title, so that no chart, table or file of it is taken for today's."""
    return replace(
        entry,
        title=Text(
            {say.language: say.t("vintage.titled", title=entry.title.say(say.language), date=said)}
        ),
    )


def trend_then(asked: IndicatorQuery, today: Dataset, said: str) -> ChartWithTable:
    """The trend as known then (`asked`), with today's line of the first place beside its line of that day.

    Where the indicator meant something else then, or has no figures today, there is no line of today.
    """
    own, same = asked.places[0], not redefinitions(asked.dataset, today, asked.indicator.id)
    now = today.select(asked.indicator.id, [own], asked.breakdown)
    if now.empty or not same:
        return _marked(trend_shown(asked), said, asked.say)
    behind = asked.group.places if asked.group else ()
    every = tuple(dict.fromkeys((*asked.places, *behind)))
    then = asked.dataset.select(asked.indicator.id, every, asked.breakdown)
    apart = f"{own} then"  # a code no place has: codes hold no space
    drawn = pd.concat(
        [then.assign(place=then["place"].mask(then["place"] == own, apart)), now], ignore_index=True
    )
    names = asked.names(every) | {
        own: asked.say.t("vintage.line_today", place=asked.name(own)),
        apart: asked.say.t("vintage.line_then", date=said),
    }
    one = standing(asked.dataset, asked.indicator.id, own) if asked.breakdown == TOTAL else None
    title = (
        trend_title(one, asked.name(own), asked.say)
        if one
        else asked.indicator.title.say(asked.language)
    )
    quiet = replace(asked.palette, peers=(asked.palette.muted, *asked.palette.peers))
    chart = trend(
        drawn,
        asked.indicator,
        names,
        (own,),
        (apart, *asked.places[1:]),
        asked.language,
        quiet,
        title=title,
        subtitle=subtitle(asked),
        foot=foot(asked, then),
        size=asked.size,
    )
    shown = then[then["place"].isin(asked.places)]
    return ChartWithTable(
        chart,
        [asked.say.t("vintage.known"), *header(asked)],
        [
            *_before(said, rows(asked, shown)),
            *_before(asked.say.t("vintage.today"), rows(replace(asked, dataset=today), now)),
        ],
        about(asked, then),
        f"{asked.indicator.id}-trend-{own}",
    )


def _marked(shown: ChartWithTable, said: str, say: Locale) -> ChartWithTable:
    return replace(
        shown, header=[say.t("vintage.known"), *shown.header], rows=_before(said, shown.rows)
    )


def _before(said: str, told: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[said, *row] for row in told]


@dataclass(frozen=True)
class VintageDiff:
    """Two vintages of an indicator, the earlier first: what differs, and how to say it."""

    found: Revisions
    before: tuple[Dataset, str]
    after: tuple[Dataset, str]
    say: Locale

    @property
    def entry(self) -> Indicator:
        """The indicator of the later vintage, or of the earlier where it is gone."""
        datasets = (self.after[0], self.before[0])
        return next(
            one.catalogue.indicators[self.found.indicator]
            for one in datasets
            if self.found.indicator in one.catalogue.indicators
        )

    def unit(self) -> str:
        """The unit; both where they differ."""
        told = [
            one.catalogue.indicators[self.found.indicator].unit.label.say(self.say.language)
            for one, _ in (self.before, self.after)
            if self.found.indicator in one.catalogue.indicators
        ]
        return " → ".join(dict.fromkeys(told))

    def column(self, said: str) -> str:
        """What stands over a vintage's figures."""
        return (
            self.say.t("vintage.now")
            if said == self.say.t("vintage.today")
            else self.say.t("vintage.column", date=said)
        )

    def name(self, place: str) -> str:
        """A place's name."""
        known = self.after[0].catalogue.places.get(place) or self.before[0].catalogue.places.get(
            place
        )
        return known.name.say(self.say.language) if known else place


def summary(compared: VintageDiff, place: str = "") -> str:
    """How many figures are new, revised and vanished, and how large the revisions are; of one place, or of all."""
    say, found = compared.say, compared.found
    told = found.of(place) if place else found.rows
    counted = [
        (kind, sum(row.kind == kind for row in told)) for kind in ("new", "revised", "vanished")
    ]
    parts = [say.t(f"vintage.count_{kind}", n=n) for kind, n in counted if n]
    if not parts:
        return say.t("vintage.unchanged", before=compared.before[1], after=compared.after[1])
    said = [
        say.t(
            "vintage.summary",
            before=compared.before[1],
            after=compared.after[1],
            counts=wording.listing(parts, say.language),
        ),
        _sizes(compared, told),
        _made_here(compared, told),
    ]
    return _gap(say).join(text for text in said if text)


def _gap(say: Locale) -> str:
    """What stands between two sentences."""
    return " " if say.t("sentence.comma").endswith(" ") else ""


def _made_here(compared: VintageDiff, told: Sequence[Revision]) -> str:
    """How many of them are computed, where others are published: a group's mean moves with each of its members."""
    made = sum(row.computed for row in told)
    return compared.say.t("vintage.computed", n=made) if 0 < made < len(told) else ""


def _sizes(compared: VintageDiff, told: Sequence[Revision]) -> str:
    """The median and the largest revision; of ranks there is no size."""
    sizes = replace(compared.found, rows=tuple(told))
    if sizes.median is None or sizes.largest is None or compared.entry.unit.kind == "rank":
        return ""
    middle, most = (
        wording.change(size, compared.entry.unit, compared.say.language).replace("+", "", 1)
        for size in (sizes.median, sizes.largest)
    )
    return compared.say.t(
        "vintage.size_one" if len(sizes.sizes) == 1 else "vintage.sizes",
        median=middle,
        largest=most,
    )


def redefined(compared: VintageDiff) -> list[str]:
    """What the indicator was called, or measured in, before: a sentence for each, and that nothing is subtracted."""
    say = compared.say
    told = [
        say.t(
            f"vintage.other_{one.what}",
            date=compared.before[1],
            before=one.before.say(say.language) or wording.MISSING,
            after=one.after.say(say.language) or wording.MISSING,
        )
        for one in compared.found.redefined
    ]
    return [*told, say.t("vintage.not_subtracted")] if told else []


def revised(compared: VintageDiff, place: str = "") -> ChartWithTable | None:
    """The table of what differs, newest period first, for one place or for all; None where nothing does."""
    say, language = compared.say, compared.say.language
    told = compared.found.of(place) if place else compared.found.rows
    if not told:
        return None
    ordered = sorted(told, key=lambda row: period_start(row.period), reverse=True)
    ordered.sort(key=lambda row: compared.name(row.place))
    unit = compared.unit()
    top = [
        say.t("app.place"),
        say.t("app.period"),
        compared.column(compared.before[1]),
        compared.column(compared.after[1]),
        say.t("vintage.difference"),
        say.t("app.unit"),
        say.t("vintage.what"),
    ]
    cells = [
        [
            compared.name(row.place),
            wording.period(row.period, language),
            row.before,
            row.after,
            row.difference,
            unit,
            say.t(f"vintage.kind_{row.kind}"),
        ]
        for row in ordered
    ]
    return ChartWithTable(_TABLE_ALONE, top, cells, _about(compared, place), _file(compared, place))


def _about(compared: VintageDiff, place: str) -> list[tuple[str, str]]:
    say, language, entry = compared.say, compared.say.language, compared.entry
    said = [
        (say.t("app.indicator"), entry.title.say(language)),
        (say.t("indicator.unit"), compared.unit()),
        (say.t("app.breakdown"), wording.breakdown(compared.found.breakdown, language)),
        (say.t("vintage.title"), summary(compared, place)),
        *((say.t("indicator.notes"), line) for line in redefined(compared)),
        (say.t("app.id"), entry.id),
    ]
    return [(name, text) for name, text in said if text]


def _file(compared: VintageDiff, place: str) -> str:
    return "-".join(part for part in (compared.found.indicator, "revisions", place) if part)
