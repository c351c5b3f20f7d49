"""A standing as a tile says it: pure, words only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from indicators import wording
from indicators.analysis.standing import Standing
from indicators.catalogue import Catalogue
from indicators.locale import Locale
from indicators.statistics.target import Progress

STATES = {
    "reached": ("target.met", "good", "●"),
    "on_track": ("target.on_track", "good", "▲"),
    "slow": ("target.at_risk", "warn", "◆"),
    "missed": ("target.missed", "bad", "×"),
    "off_track": ("target.off_track", "bad", "▼"),
    "moving_away": ("target.moving_away", "bad", "▼"),
    "due": ("target.due", "none", "○"),
    "too_old": ("target.too_old", "none", "○"),
    "insufficient": ("target.unknown", "none", "○"),
}
"""For each state of progress: its words, its tone, and a sign that says it without colour."""


@dataclass(frozen=True)
class Tile:
    """What a tile says, in words; `trail` are the values of the small trend, None where one is missing.

    Tones are good, warn, bad or none; `icon` is a sign that says the tone without its colour.
    """

    id: str
    title: str
    href: str
    value: str
    period: str
    whose: str = ""
    change: str = ""
    change_tone: str = "none"
    rank: str = ""
    state: str = ""
    state_tone: str = "none"
    note: str = ""
    label: str = ""
    trail: Sequence[float | None] = field(default_factory=tuple)


def tile(
    one: Standing,
    progress: Progress | None,
    catalogue: Catalogue,
    say: Locale,
    query: dict[str, str],
) -> Tile:
    """The tile of a standing and of the verdict on its target; `query` is the rest of the address it links to."""
    language, entry = say.language, one.indicator
    name, value = entry.name(language), wording.number(one.latest.value, entry.unit, language)
    place = {code: catalogue.places[code].name.say(language) for code in (one.place, one.asked)}
    whose = (
        "" if one.own else say.t("missing.tile", place=place[one.asked], parent=place[one.place])
    )
    period = wording.period(one.latest.period, language)
    change, tone = change_text(one, say)
    state, state_tone = state_text(one, progress, say)
    rank = rank_text(one, say)
    softness = (
        "" if one.latest.status == "reported" else wording.status(one.latest.status, language)
    )
    return Tile(
        entry.id,
        name,
        "indicator?" + urlencode({**query, "indicator": entry.id}),
        value,
        period,
        whose,
        change,
        tone,
        rank,
        state,
        state_tone,
        softness,
        say.t("sentence.comma").join(
            part for part in (name, whose, value, period, change, rank, state) if part
        ),
        tuple(number for _, number in one.trail),
    )


def change_text(one: Standing, say: Locale) -> tuple[str, str]:
    """'+1.4 points since 2023' and its tone; a break says so instead of a change."""
    if one.previous is None:
        return "", "none"
    since = wording.period(one.previous.period, say.language)
    if one.broken:
        return say.t("overview.broken", since=since), "none"
    assert one.difference is not None
    text = amount_of_change(one, say)
    tone = {None: "none", True: "good", False: "bad"}[one.improved]
    return say.t("overview.change_since", change=text, since=since), tone


def amount_of_change(one: Standing, say: Locale, spoken: bool = False) -> str:
    """Points for shares, rates, indices and ranks; percent for amounts, where the base allows it."""
    assert one.difference is not None and one.previous is not None
    unit = one.indicator.unit
    if (
        unit.kind in ("currency", "count", "number")
        and one.previous.value > 0
        and one.latest.value >= 0
    ):
        return wording.growth(one.difference / one.previous.value, say.language, spoken=spoken)
    return wording.change(one.difference, unit, say.language, spoken=spoken)


def rank_text(one: Standing, say: Locale) -> str:
    """'14th of 19 in G20'."""
    if one.rank is None or one.group is None:
        return ""
    return say.t(
        "overview.rank_among",
        rank=wording.rank(one.rank, one.of, say.language),
        group=one.group.title.say(say.language),
    )


def state_text(one: Standing, progress: Progress | None, say: Locale) -> tuple[str, str]:
    """'▲ On track: 10% by 2025' and its tone; empty without a target.

    Where nothing can be said of today, but the last figure met the target: 'Due, not yet measured (met in 2022)'.
    """
    if one.target is None or progress is None:
        return "", "none"
    key, tone, sign = STATES[progress.state]
    target = say.t(
        "target.by",
        value=wording.number(one.target.value, one.indicator.unit, say.language),
        period=wording.period(one.target.period, say.language),
    )
    state = say.t(key)
    if progress.meets and progress.state != "reached":
        state = say.t(
            "target.met_then", state=state, period=wording.period(progress.period, say.language)
        )
    return f"{sign} {state}{say.t('sentence.colon')}{target}", tone
