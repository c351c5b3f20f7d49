"""What pages say of figures that are missing: left out for the terms of their sources, of another
level, or not held.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.views import labels
from indicators import Dataset, wording
from indicators.analysis.permissions import left_out, left_out_count
from indicators.analysis.standing import levels_with_figures
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


def missing_figures(
    dataset: Dataset, indicator: str, places: Sequence[str], locale: Locale
) -> list[str]:
    """Return why an indicator has no figures of places: a sentence for each reason."""
    names = labels.places(dataset, locale)
    by_reason: dict[tuple[str, str], list[str]] = {}
    for place in places:
        reason = _missing_reason(dataset, indicator, place, locale)
        by_reason.setdefault(reason, []).append(names.get(place, place))
    return [
        locale.text(key, place=wording.listing(missing, locale.language), levels=levels)
        for (key, levels), missing in by_reason.items()
    ]


def _missing_reason(
    dataset: Dataset, indicator: str, place: str, locale: Locale
) -> tuple[str, str]:
    """Return the key of the sentence that says why, and the levels that the indicator is of."""
    if is_left_out(dataset, indicator, place):
        return "terms.left_out_of_place", ""
    levels = _other_levels(dataset, indicator, place, locale)
    return ("missing.level_for" if levels else "missing.figure_for"), levels


def parent_figure(dataset: Dataset, indicator: str, place: str, parent: str, locale: Locale) -> str:
    """Return why the figure of a place above is shown in place of that of the page's place."""
    all_names = labels.places(dataset, locale)
    names = {"place": all_names.get(place, place), "parent": all_names.get(parent, parent)}
    if is_left_out(dataset, indicator, place):
        return locale.text("terms.stands_in", **names)
    if levels := _other_levels(dataset, indicator, place, locale):
        return locale.text("missing.level_why", levels=levels, parent=names["parent"])
    return locale.text("missing.parent_why", **names)


def _other_levels(dataset: Dataset, indicator: str, place: str, locale: Locale) -> str:
    """Name the levels that an indicator is of; '' where it has figures of the place's level."""
    catalogue = dataset.catalogue
    level = catalogue.places[place].level
    levels = levels_with_figures(dataset, indicator)
    is_hidden = any(
        catalogue.places[code].level == level for code in places_left_out(dataset, indicator)
    )
    if level in levels or is_hidden or level not in catalogue.territorial_levels:
        return ""
    titles = [catalogue.level_title(name, locale.language) for name in levels]
    # Titles begin with a capital letter, as they stand alone elsewhere.
    within = [title[:1].lower() + title[1:] for title in titles]
    return wording.listing(within, locale.language)


def _sentence(key: str, figures: int, locale: Locale) -> str:
    if not figures:
        return ""
    return locale.text(key, n=wording.count(figures, locale.language))
