"""Values as they were known on a day: moments in words and addresses, charts, and revisions.

No Streamlit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pandas as pd

from dashboard.charts import Frame, Places, trend
from dashboard.style import Style
from dashboard.views.chart_with_table import NO_CHART, ChartWithTable
from dashboard.views.indicator import (
    IndicatorQuery,
    about,
    band_rows,
    file_name,
    foot,
    group_notes,
    header,
    line_names,
    peer_band,
    rows,
    subtitle,
    trend_chart,
    trend_data,
    trend_title,
)
from dashboard.views.sentences import join_sentences
from indicators import Dataset, wording
from indicators.analysis.revisions import Moment, Revision, Revisions, redefinitions
from indicators.history import UnreliableRecords
from indicators.locale import Locale
from indicators.model import Indicator, Text
from indicators.periods import period_start
from indicators.text import printable

_DAY_OR_TIME = re.compile(r"(19|20)\d\d-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{6})?)?(Z|[+-]\d\d:\d\d)?)?")
_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")
_DURATIONS = {
    len("2026-06-03"): timedelta(days=1),
    len("2026-06-03T09:20"): timedelta(minutes=1),
    len("2026-06-03T09:20:07"): timedelta(seconds=1),
}
"""How long a day or time lasts, by its length as it is written; a longer one is an instant."""
_INSTANT = timedelta(microseconds=1)
_CLOCKS = ("", "%H:%M", "%H:%M:%S", "%H:%M:%S.%f")
"""How exactly a time of day is written, from not at all."""
MAX_ADDRESS_LENGTH = 60
"""Largest number of characters shown of a wrong address."""
MAX_DAYS_NAMED = 3
"""Largest number of days of change that are named one by one."""


@dataclass(frozen=True)
class AsOf:
    """A moment that the reader asks for.

    `when` is the last instant of it, `label` says it in words, `moment` is the last change up to
    it, and `newest` says that there is none after.
    """

    when: datetime
    label: str
    moment: Moment
    newest: bool


class Vintage(NamedTuple):
    """A dataset as it was known at a moment, which `label` says in words."""

    dataset: Dataset
    label: str


def time_zone(name: str | None) -> ZoneInfo:
    """Return the visitor's time zone; UTC where the browser names none that is known here."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, OSError, ValueError):  # not there, or no name of a time zone at all
        return ZoneInfo("UTC")


def day_text(when: datetime, zone: ZoneInfo, locale: Locale, clock: str = "") -> str:
    """Say '3 Jun 2026' or '2026年6月3日'; with a clock '3 Jun 2026, 17:20'."""
    local = when.astimezone(zone)
    date = wording.date(local.date(), locale.language)
    if not clock:
        return date
    return locale.text("vintage.day_and_time", date=date, time=local.strftime(clock))


def moment_labels(moments: Iterable[Moment], zone: ZoneInfo, locale: Locale) -> dict[int, str]:
    """Return each moment in words by commit: its day, with the time where a day has several."""
    forms = {moment.commit: _clock_forms(moment, zone, locale) for moment in moments}
    counts = Counter(text for texts in forms.values() for text in texts)
    labels = {}
    for commit, texts in forms.items():
        unique = [text for text in texts if counts[text] == 1]
        labels[commit] = unique[0] if unique else texts[-1]
    return labels


def _clock_forms(moment: Moment, zone: ZoneInfo, locale: Locale) -> list[str]:
    """Give a moment in words, ever more exactly."""
    return [day_text(moment.when, zone, locale, clock) for clock in _CLOCKS]


def moment_address(moment: Moment) -> str:
    """Write a moment for an address, exact and in UTC: '2026-06-03T09:20:07.000125Z'."""
    return moment.when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def time_span(text: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return the first and the last instant of a day or time in an address; None where it is none.

    '2026-06-03' is the whole of that day in the visitor's zone, and so is a time without a zone.
    """
    if not _DAY_OR_TIME.fullmatch(text):
        return None
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not start.tzinfo:
        start = start.replace(tzinfo=zone)
    # The zone of a time is not part of its length; '-03' at the end of a day is no zone.
    length = len(_ZONE.sub("", text)) if "T" in text else len(text)
    return start, start + _DURATIONS.get(length, _INSTANT) - _INSTANT


def resolve_moment(
    text: str, moments: Sequence[Moment], zone: ZoneInfo, locale: Locale, now: datetime
) -> tuple[AsOf | None, str]:
    """Find the moment that an address asks for, or say why there is none of it.

    `moments` are the changes, the newest first. Both are empty where the address asks for none.
    """
    if not text:
        return None, ""
    span = time_span(text, zone)
    if span is None:
        return None, locale.text("vintage.no_date", id=text[:MAX_ADDRESS_LENGTH])
    start, end = span
    label = day_text(start, zone, locale, "%H:%M" if "T" in text else "")
    if start > now:
        return None, locale.text("vintage.to_come", date=label)
    moment = next((moment for moment in moments if moment.when <= end), None)
    if moment is None:
        if not moments:
            return None, locale.text("vintage.none", date=label)
        first = day_text(moments[-1].when, zone, locale)
        return None, locale.text("vintage.too_early", date=label, first=first)
    if text == moment_address(moment):
        label = moment_labels(moments, zone, locale)[moment.commit]
    return AsOf(end, label, moment, moment is moments[0]), ""


def history_sentence(moments: Sequence[Moment], zone: ZoneInfo, locale: Locale) -> str:
    """Say 'Stored here since 3 Jun 2026; its file changed on 1 Jul and 2 Aug 2026.'

    Empty where nothing is recorded, and where files were only met in the folder: the day on which a
    copy of the software was first started says nothing of its figures.
    """
    if not moments or (len(moments) == 1 and moments[0].channel == "folder"):
        return ""
    first, *changes = [day_text(moment.when, zone, locale) for moment in reversed(moments)]
    days = list(dict.fromkeys(changes))
    if not days:
        return locale.text("vintage.since", date=first)
    if len(days) > MAX_DAYS_NAMED:
        return locale.text("vintage.since_often", date=first, n=len(changes), last=days[-1])
    dates = wording.listing(days, locale.language)
    return locale.text("vintage.since_changed", date=first, dates=dates)


def doubt_lines(doubts: Iterable[UnreliableRecords], zone: ZoneInfo, locale: Locale) -> list[str]:
    """Return what in the history cannot be relied upon: a sentence for each run of changes."""
    lines = []
    for doubt in doubts:
        date = day_text(doubt.when, zone, locale) if doubt.when else ""
        lines.append(locale.text(f"vintage.{doubt.kind}", numbers=doubt.numbers, date=date))
    return lines


def moment_option(moment: Moment, label: str, locale: Locale) -> str:
    """Say a moment in a list to choose from: when, which file, and who where that is known."""
    files = locale.text("vintage.files", n=len(moment.files))
    if len(moment.files) == 1:
        files = printable(PurePosixPath(moment.files[0]).name)
    return " · ".join(part for part in (label, files, moment.who) if part)


def with_day_in_title(indicator: Indicator, day: str, locale: Locale) -> Indicator:
    """Put the day in an indicator's title, so that no chart or file of it is taken for today's."""
    title = indicator.title.get(locale.language)
    text = locale.text("vintage.titled", title=title, date=day)
    return replace(indicator, title=Text({locale.language: text}))


def trend_as_of(query: IndicatorQuery, today: Dataset, day: str) -> ChartWithTable:
    """Draw the trend as known on a day, and the first place's line of today beside its own.

    `query` has the dataset of that day. Where the indicator meant something else then, or has no
    values today, there is no line of today.
    """
    place = query.places[0]
    now = today.select(query.indicator.id, [place], query.breakdown)
    if now.empty or redefinitions(query.dataset, today, query.indicator.id):
        alone = trend_chart(query)
        columns = _vintage_header(query, alone.header)
        return replace(alone, header=columns, rows=_with_vintage(day, alone.rows))
    band = peer_band(query)
    data = trend_data(query, band)
    then_code = f"{place} then"  # no place has it: codes hold no space
    lines = data.assign(place=data["place"].mask(data["place"] == place, then_code))
    names = line_names(query, data["place"].unique().tolist()) | {
        place: query.locale.text("vintage.line_today", place=query.name(place)),
        then_code: query.locale.text("vintage.line_then", date=day),
    }
    chart = trend(
        pd.concat([lines, now], ignore_index=True),
        query.indicator,
        Places(names, (place,), (then_code, *query.places[1:])),
        _muted_first_peer(query.style),
        Frame(trend_title(query), subtitle(query), foot(query, data, band), group_notes(query)),
        band,
    )
    table = data[data["place"].isin(query.places)]
    today_rows = rows(replace(query, dataset=today), now)
    return ChartWithTable(
        chart,
        _vintage_header(query, header(query)),
        [
            *_with_vintage(day, [*rows(query, table), *band_rows(query, band)]),
            *_with_vintage(query.locale.text("vintage.today"), today_rows),
        ],
        about(query, data, band),
        file_name(query, "trend"),
    )


def _muted_first_peer(style: Style) -> Style:
    """Draw the first peer, which is the place's line of then, in a muted colour."""
    palette = style.palette
    return replace(style, palette=replace(palette, peers=(palette.muted, *palette.peers)))


def _vintage_header(query: IndicatorQuery, header: Sequence[str]) -> list[str]:
    return [query.locale.text("vintage.known"), *header]


def _with_vintage(label: str, rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[label, *row] for row in rows]


@dataclass(frozen=True)
class VintageDiff:
    """What differs between two vintages of an indicator, the earlier first."""

    revisions: Revisions
    earlier: Vintage
    later: Vintage
    locale: Locale

    @property
    def _entries(self) -> list[Indicator]:
        """The indicator of the earlier and of the later vintage, where they have it."""
        catalogues = (self.earlier.dataset.catalogue, self.later.dataset.catalogue)
        entries = (catalogue.indicators.get(self.revisions.indicator) for catalogue in catalogues)
        return [entry for entry in entries if entry]

    @property
    def entry(self) -> Indicator:
        """The indicator of the later vintage, or of the earlier where it is gone."""
        return self._entries[-1]

    @property
    def unit(self) -> str:
        """The label of the unit; both where they differ."""
        units = [entry.unit.label.get(self.locale.language) for entry in self._entries]
        return " → ".join(dict.fromkeys(units))

    def column(self, vintage: Vintage) -> str:
        """Return the heading of a vintage's values."""
        if vintage.label == self.locale.text("vintage.today"):
            return self.locale.text("vintage.now")
        return self.locale.text("vintage.column", date=vintage.label)

    def name(self, code: str) -> str:
        """Return a place's name; its code where no vintage knows it."""
        for vintage in (self.later, self.earlier):
            place = vintage.dataset.catalogue.places.get(code)
            if place:
                return place.name.get(self.locale.language)
        return code

    def rows(self, place: str = "") -> tuple[Revision, ...]:
        """Return what differs for one place, or for all."""
        return self.revisions.of(place) if place else self.revisions.rows


def revision_summary(diff: VintageDiff, place: str = "") -> str:
    """Return how many values are new, revised and vanished, and how large the revisions are.

    Of one place, or of all.
    """
    locale, revisions = diff.locale, diff.rows(place)
    labels = {"before": diff.earlier.label, "after": diff.later.label}
    counts = []
    for kind in ("new", "revised", "vanished"):
        n = sum(row.kind == kind for row in revisions)
        if n:
            counts.append(locale.text(f"vintage.count_{kind}", n=n))
    if not counts:
        return locale.text("vintage.unchanged", **labels)
    listed = wording.listing(counts, locale.language)
    sentences = (
        locale.text("vintage.summary", **labels, counts=listed),
        _sizes(diff, revisions),
        _computed(diff, revisions),
    )
    return join_sentences(locale, sentences)


def _computed(diff: VintageDiff, revisions: Sequence[Revision]) -> str:
    """Say how many are computed: a group's mean changes with each of its members.

    Empty where all are, or none.
    """
    n = sum(row.computed for row in revisions)
    return diff.locale.text("vintage.computed", n=n) if 0 < n < len(revisions) else ""


def _sizes(diff: VintageDiff, revisions: Sequence[Revision]) -> str:
    """Say the median and the largest revision, without sign; those of ranks have no size."""
    statistics = replace(diff.revisions, rows=tuple(revisions))
    unit = diff.entry.unit
    if statistics.median is None or statistics.largest is None or unit.kind == "rank":
        return ""
    language = diff.locale.language
    median = wording.change(statistics.median, unit, language).replace("+", "", 1)
    largest = wording.change(statistics.largest, unit, language).replace("+", "", 1)
    key = "vintage.size_one" if len(statistics.sizes) == 1 else "vintage.sizes"
    return diff.locale.text(key, median=median, largest=largest)


def redefinition_lines(diff: VintageDiff) -> list[str]:
    """Return what the indicator's title, definition or unit was before, a sentence for each.

    The last sentence says that values are not subtracted. Empty where nothing differs.
    """
    locale, language = diff.locale, diff.locale.language
    lines = [
        locale.text(
            f"vintage.other_{change.what}",
            date=diff.earlier.label,
            before=change.before.get(language) or wording.MISSING,
            after=change.after.get(language) or wording.MISSING,
        )
        for change in diff.revisions.redefined
    ]
    return [*lines, locale.text("vintage.not_subtracted")] if lines else []


def revision_table(diff: VintageDiff, place: str = "") -> ChartWithTable | None:
    """Return the table of what differs, for one place or for all; None where nothing does.

    Rows are in order of places' names, the newest period of each first.
    """
    locale = diff.locale
    revisions = sorted(diff.rows(place), key=lambda row: period_start(row.period), reverse=True)
    if not revisions:
        return None
    revisions.sort(key=lambda row: diff.name(row.place))
    columns = [
        locale.text("app.place"),
        locale.text("app.period"),
        diff.column(diff.earlier),
        diff.column(diff.later),
        locale.text("vintage.difference"),
        locale.text("app.unit"),
        locale.text("vintage.what"),
    ]
    parts = (diff.revisions.indicator, "revisions", place)
    return ChartWithTable(
        NO_CHART,
        columns,
        [_revision_row(diff, row, diff.unit) for row in revisions],
        _about(diff, place),
        "-".join(part for part in parts if part),
    )


def _revision_row(diff: VintageDiff, row: Revision, unit: str) -> list[Any]:
    return [
        diff.name(row.place),
        wording.period(row.period, diff.locale.language),
        row.before,
        row.after,
        row.difference,
        unit,
        diff.locale.text(f"vintage.kind_{row.kind}"),
    ]


def _about(diff: VintageDiff, place: str) -> list[tuple[str, str]]:
    locale, language, entry = diff.locale, diff.locale.language, diff.entry
    lines = [
        (locale.text("app.indicator"), entry.title.get(language)),
        (locale.text("indicator.unit"), diff.unit),
        (locale.text("app.breakdown"), wording.breakdown(diff.revisions.breakdown, language)),
        (locale.text("vintage.title"), revision_summary(diff, place)),
        *((locale.text("indicator.notes"), line) for line in redefinition_lines(diff)),
        (locale.text("app.id"), entry.id),
    ]
    return [(name, text) for name, text in lines if text]
