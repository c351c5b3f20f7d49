"""Sentences and chart titles, built from words that are already said. Every wording stands in indicators/locale."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.locale import Locale, words
from indicators.wording import listing
from indicators.wording import share as percent

Standing = tuple[str, str]
"""An indicator's name and its rank in words."""


def trend_title(
    place_name: str,
    indicator_name: str = "",
    value_text: str = "",
    period_text: str = "",
    change_text: str = "",
    since_text: str = "",
    rank_text: str = "",
    group_name: str = "",
    language: str = "en",
) -> str:
    """'China: 92.0% in 2024, up 1.4 points on 2023; 14th of 19 in the G20'; every part may be empty.

    `change_text` and `period_text` are the spoken forms: words.change(..., spoken=True).
    """
    say = words(language)
    subject = place_name or indicator_name
    if place_name and indicator_name:
        subject = say.t("sentence.indicator_in_place", indicator=indicator_name, place=place_name)
    value = _with(say, "sentence.value_in_period", value=value_text, period=period_text)
    change = _with(say, "sentence.change_since", change=change_text, since=since_text)
    rank = _with(say, "sentence.rank_in_group", rank=rank_text, group=group_name)
    measured = (
        _joined((value, change), say.t("sentence.comma")) if value else say.t("missing.figure")
    )
    said = _joined((measured, rank), say.t("sentence.semicolon"))
    return say.t("sentence.title", subject=subject, said=said) if subject else said


def headline(
    place_name: str,
    best: Sequence[Standing],
    weakest: Sequence[Standing],
    on_track: int,
    judged: int,
    tracked: int,
    language: str = "en",
) -> str:
    """One or two sentences: what a place is best and weakest at, and how many of its targets are on track.

    `tracked` counts all its targets, `judged` those of them that have a verdict.
    """
    say = words(language)
    sentences = (
        _standings(say, place_name, best, weakest),
        _targets(say, on_track, judged, tracked),
    )
    written = [sentence for sentence in sentences if sentence]
    return say.join("sentence.next", written) or say.t("headline.nothing", place=place_name)


def coverage(
    share: float | None, n: int, of: int, language: str = "en", level: str = "country"
) -> str:
    """'Covers 94% of the population in 180 of 215 economies'; `share` from 0 to 1, None where not weighted.

    `level` names what is counted: country, province, city, district; others are "places".
    """
    say = words(language)
    level = level if f"coverage.{level}" in say else "other"
    if share is None:
        return say.t(f"coverage.count.{level}", n=n, of=of)
    return say.t(f"coverage.{level}", share=percent(share, 1, language), n=n, of=of)


def _standings(
    say: Locale, place: str, best: Sequence[Standing], weakest: Sequence[Standing]
) -> str:
    known = {
        name: _named(say, standings)
        for name, standings in (("best", best), ("weakest", weakest))
        if standings
    }
    return say.t("headline." + "_and_".join(known), place=place, **known) if known else ""


def _named(say: Locale, standings: Sequence[Standing]) -> str:
    return listing(
        [
            _with(say, "sentence.indicator_rank", indicator=indicator, rank=rank)
            for indicator, rank in standings
        ],
        say.language,
    )


def _targets(say: Locale, on_track: int, judged: int, tracked: int) -> str:
    if not tracked:
        return ""
    if not judged:
        return say.t("headline.none_judged", n=tracked, total=tracked)
    if judged < tracked:
        return say.t("headline.judged", n=judged, total=tracked, on_track=on_track)
    which = {1: "one", 0: "none", tracked: "all"}.get(on_track, "some")
    return say.t(f"headline.{which}_on_track", n=tracked, on_track=on_track)


def _with(say: Locale, key: str, **parts: str) -> str:
    """Both parts in a pattern; the first alone where the second is empty; nothing without the first."""
    first, second = parts.values()
    return say.t(key, **parts) if first and second else first


def _joined(parts: Sequence[str], separator: str) -> str:
    return separator.join(part for part in parts if part)
