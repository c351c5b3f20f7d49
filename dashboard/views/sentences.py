"""Sentences and chart titles, made of parts in words. The words are in indicators/locale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.analysis.targets import TargetCount
from indicators.locale import Locale
from indicators.wording import listing

RankedIndicator = tuple[str, str]
"""An indicator's name and its rank in words."""


@dataclass(frozen=True)
class TitleParts:
    """The parts of a trend's title in words; each may be empty.

    `value` is a wording.predicate; `period` and `change` are the spoken forms:
    wording.change(..., spoken=True).
    """

    place: str = ""
    indicator: str = ""
    value: str = ""
    period: str = ""
    change: str = ""
    since: str = ""
    rank: str = ""


def trend_title(parts: TitleParts, locale: Locale) -> str:
    """Say 'China: 92.0% in 2024, up 1.4 points on 2023; G20 countries: 14th of 19 in 2024'."""
    subject = parts.place or parts.indicator
    if parts.place and parts.indicator:
        subject = locale.text(
            "sentence.indicator_in_place", indicator=parts.indicator, place=parts.place
        )
    text = locale.text("missing.figure")
    if parts.value:
        value = _pair(locale, "sentence.value_in_period", value=parts.value, period=parts.period)
        change = _pair(locale, "sentence.change_since", change=parts.change, since=parts.since)
        text = join_texts((value, change), locale.text("sentence.comma"))
    text = join_texts((text, parts.rank), locale.text("sentence.semicolon"))
    return locale.text("sentence.title", subject=subject, said=text) if subject else text


def headline(
    place: str,
    strengths: Sequence[RankedIndicator],
    weaknesses: Sequence[RankedIndicator],
    groups: Sequence[str],
    targets: TargetCount,
    locale: Locale,
) -> str:
    """Name strengths and weaknesses, the groups, and how many targets are met or on track."""
    texts = [
        locale.text(f"headline.{side}", place=place, indicators=_with_ranks(locale, ranked))
        for side, ranked in (("strengths", strengths), ("weaknesses", weaknesses))
        if ranked
    ]
    if texts:
        among = locale.join("sentence.comma_list", groups)
        texts.append(locale.text("headline.among", groups=among))
    return join_sentences(locale, (*texts, target_counts(targets, locale)))


def too_few_eligible(place: str, eligible: int, needed: int, locale: Locale) -> str:
    """Say that a place has too few recent figures with a rank to name strengths or weaknesses."""
    return locale.text("headline.too_few", place=place, n=eligible, needed=needed)


def join_sentences(locale: Locale, sentences: Iterable[str]) -> str:
    """Join sentences, with blanks between them where the language has any."""
    return locale.join("sentence.next", filter(None, sentences))


def join_texts(texts: Iterable[str], separator: str) -> str:
    """Join the texts that are not empty."""
    return separator.join(text for text in texts if text)


def _with_ranks(locale: Locale, ranked: Sequence[RankedIndicator]) -> str:
    texts = [
        _pair(locale, "sentence.indicator_rank", indicator=indicator, rank=rank)
        for indicator, rank in ranked
    ]
    return listing(texts, locale.language)


def target_counts(targets: TargetCount, locale: Locale) -> str:
    """Return how many targets there are and how many are on track; empty without one."""
    total, judged, on_track = targets.total, targets.judged, targets.on_track
    if not total:
        return ""
    if not judged:
        return locale.text("headline.none_judged", n=total, total=total)
    if judged < total:
        key = "headline.judged" if on_track else "headline.judged_none"
        return locale.text(key, n=judged, total=total, on_track=on_track)
    amount = {1: "one", 0: "none", total: "all"}.get(on_track, "some")
    return locale.text(f"headline.{amount}_on_track", n=total, on_track=on_track)


def _pair(locale: Locale, key: str, **parts: str) -> str:
    """Fill a pattern with two parts; where one is empty, give the first as it is."""
    first, second = parts.values()
    return locale.text(key, **parts) if first and second else first
