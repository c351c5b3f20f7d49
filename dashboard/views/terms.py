"""What pages say of figures that are left out for the terms of their sources."""

from __future__ import annotations

from indicators import Dataset, wording
from indicators.analysis.permissions import left_out, left_out_count
from indicators.locale import Locale


def left_out_sentence(dataset: Dataset, locale: Locale) -> str:
    """Return how many figures are left out of this dashboard; '' where none are."""
    return _sentence("terms.left_out", left_out_count(dataset), locale)


def left_out_of_indicator(dataset: Dataset, indicator: str, locale: Locale) -> str:
    """Return how many figures of an indicator or its inputs are left out; '' where none are."""
    figures = sum(entry.figures for entry in left_out(dataset).get(indicator, ()))
    return _sentence("terms.left_out_of_indicator", figures, locale)


def is_left_out(dataset: Dataset, indicator: str, place: str) -> bool:
    """Return whether figures of an indicator in a place, or of its inputs there, are left out."""
    return place in places_left_out(dataset, indicator)


def places_left_out(dataset: Dataset, indicator: str) -> frozenset[str]:
    """Return the places where figures of an indicator, or of its inputs, are left out."""
    entries = left_out(dataset).get(indicator, ())
    return frozenset(place for entry in entries for place in entry.places)


def _sentence(key: str, figures: int, locale: Locale) -> str:
    if not figures:
        return ""
    return locale.text(key, n=wording.count(figures, locale.language))
