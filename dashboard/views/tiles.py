"""A standing in the words of a tile. No Streamlit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from indicators import wording
from indicators.analysis.standing import Rank, Standing
from indicators.catalogue import Catalogue
from indicators.locale import Locale
from indicators.model import AMOUNT_KINDS, Target, Unit
from indicators.trajectories.status import Progress

STATES = {
    "reached": ("target.met", "good", "✓"),
    "on_track": ("target.on_track", "good", "●"),
    "slow": ("target.at_risk", "warn", "◆"),
    "missed": ("target.missed", "bad", "×"),
    "off_track": ("target.off_track", "bad", "■"),
    "moving_away": ("target.moving_away", "bad", "■"),
    "due": ("target.due", "none", "○"),
    "too_old": ("target.too_old", "none", "○"),
    "insufficient": ("target.unknown", "none", "○"),
}
"""For each state of progress: its words, its tone, and a sign that shows it without colour.

No sign is an arrow, which would be read as a rise or fall of the figure.
"""


@dataclass(frozen=True)
class Tile:
    """What a tile says, in words.

    Tones are good, warn, bad or none. `place_tag` names the place of the value where it is not
    that of the page; `trail` are the values of the small trend, None for a missing one; `label` is
    everything in one text, for those who cannot see the tile; where a new series begins, None
    interrupts the trend and `note` names the period.
    """

    id: str
    title: str
    href: str
    value: str
    period: str
    place_tag: str = ""
    change: str = ""
    change_tone: str = "none"
    rank: str = ""
    state: str = ""
    state_tone: str = "none"
    note: str = ""
    label: str = ""
    trail: Sequence[float | None] = field(default_factory=tuple)


def tile(
    standing: Standing,
    progress: Progress | None,
    catalogue: Catalogue,
    locale: Locale,
    address: Mapping[str, str],
) -> Tile:
    """Make the tile of a standing and of the verdict on its target.

    It links to the indicator's page; `address` is the rest of the link's query.
    """
    language, indicator, latest = locale.language, standing.indicator, standing.latest
    title = indicator.name(language)
    value = wording.number(latest.value, indicator.unit, language)
    period = wording.period(latest.period, language)
    place = catalogue.places[standing.place].name.get(language)
    place_tag = place if standing.is_proxy else ""
    place_label = locale.text("overview.figure_of", place=place) if standing.is_proxy else ""
    change, change_tone = change_text(standing, locale)
    state, state_tone = state_text(progress, indicator.unit, locale)
    rank = rank_text(standing.rank, locale)
    broken = trail_break_text(standing, locale)
    status = "" if latest.status == "reported" else wording.status(latest.status, language)
    parts = (title, place_label, value, period, status, change, rank, state, broken)
    return Tile(
        id=indicator.id,
        title=title,
        href="indicator?" + urlencode({**address, "indicator": indicator.id}),
        value=value,
        period=period,
        place_tag=place_tag,
        change=change,
        change_tone=change_tone,
        rank=rank,
        state=state,
        state_tone=state_tone,
        note=locale.text("sentence.comma").join(text for text in (status, broken) if text),
        label=locale.text("sentence.comma").join(part for part in parts if part),
        trail=_trail(standing),
    )


def _trail(standing: Standing) -> tuple[float | None, ...]:
    """Return the values of the small trend, with None before each one that begins a new series."""
    values: list[float | None] = []
    for period, value in standing.trail:
        if period in standing.trail_breaks:
            values.append(None)
        values.append(value)
    return tuple(values)


def trail_break_text(standing: Standing, locale: Locale) -> str:
    """Say from when on the small trend is another series than before; empty where it is one.

    A break right before the newest figure is left out: it is said in place of the change.
    """
    breaks = standing.trail_breaks
    if standing.series_break:
        breaks = tuple(period for period in breaks if period != standing.latest.period)
    if not breaks:
        return ""
    periods = [wording.period(period, locale.language) for period in breaks]
    listed = wording.listing(periods, locale.language)
    return locale.text("overview.trail_break", periods=listed)


def change_text(standing: Standing, locale: Locale) -> tuple[str, str]:
    """Say 'up 1.4 points since 2023', and its tone; a break in the series is said instead.

    Empty where no change is known.
    """
    if standing.previous is None:
        return "", "none"
    if standing.series_break:
        since = wording.period(standing.series_break.period, locale.language)
        return locale.text("overview.broken", since=since), "none"
    since = wording.period(standing.previous.period, locale.language)
    if standing.difference is None:  # a bound, a 0 that was rounded to, growth across a break
        return "", "none"
    change = change_amount(standing, locale, spoken=True)
    tone = {None: "none", True: "good", False: "bad"}[standing.improved]
    return locale.text("overview.change_since", change=change, since=since), tone


def change_amount(standing: Standing, locale: Locale, spoken: bool = False) -> str:
    """Return a change in percent for amounts that grow from above zero, else in points or units."""
    assert standing.difference is not None and standing.previous is not None
    unit, base = standing.indicator.unit, standing.previous.value
    if unit.kind in AMOUNT_KINDS and base > 0 and standing.latest.value >= 0:
        return wording.growth(standing.difference / base, locale.language, spoken=spoken)
    return wording.change(standing.difference, unit, locale.language, spoken=spoken)


def rank_text(rank: Rank | None, locale: Locale) -> str:
    """Say 'G20 countries: 14th of 19 in 2023', and how many of them have an older figure.

    Where the order is by size it says so; empty without a rank.
    """
    if rank is None:
        return ""
    key = "overview.rank_in_period_older" if rank.older else "overview.rank_in_period"
    return locale.text(
        "overview.rank_among" if rank.basis == "merit" else "overview.size_among",
        rank=position_text(rank, locale, key),
        group=rank.group.title.get(locale.language),
    )


def position_text(rank: Rank, locale: Locale, key: str = "headline.position") -> str:
    """Say '14th of 19 in 2023', in the words of `key`."""
    return locale.text(
        key,
        rank=locale.ordinal("rank.place", rank.position),
        of=rank.count,
        n=rank.older,
        period=wording.period(rank.period, locale.language, spoken=True),
    )


def state_text(progress: Progress | None, unit: Unit, locale: Locale) -> tuple[str, str]:
    """Say '● On track: 10% by 2025', and its tone; empty without a target.

    Where there is no verdict for today, but the last value met the target, it says 'Due, not yet
    measured (met in 2022)'.
    """
    if progress is None or progress.target is None:
        return "", "none"
    state = state_label(progress, locale)
    text = target_text(progress.target, unit, locale)
    return state + locale.text("sentence.colon") + text, STATES[progress.state][1]


def state_label(progress: Progress, locale: Locale) -> str:
    """Return sign and words of a state: '● On track', '○ Figure too old to judge (met in 2020)'.

    One that was met after its period is '× Not met in time (met in 2025)'.
    """
    key, _, sign = STATES[progress.state]
    state = locale.text(key)
    if progress.met_late:
        period = wording.period(progress.met_late, locale.language)
        return f"{sign} {locale.text('target.met_late', period=period)}"
    if progress.meets and progress.state != "reached":
        period = wording.period(progress.period, locale.language)
        state = locale.text("target.met_then", state=state, period=period)
    return f"{sign} {state}"


def target_text(target: Target, unit: Unit, locale: Locale) -> str:
    """Return value and period of a target: '10% by 2025'."""
    value = target_value(target, unit, locale.language)
    return locale.text(
        "target.by", value=value, period=wording.period(target.period, locale.language)
    )


def target_value(target: Target, unit: Unit, language: str) -> str:
    """Write the value of a target, or its range."""
    return wording.value_range(target.value, target.upper, unit, language)
