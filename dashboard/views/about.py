"""What the About page says of a configuration: peers, indicators, formulas, citation.

No Streamlit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import NamedTuple

from dashboard.url_state import plain
from dashboard.views import labels
from dashboard.views.inventory import page_of
from dashboard.views.sentences import join_texts
from indicators import Dataset, Indicator, Source, wording
from indicators.analysis.summary import dataset_summary
from indicators.catalogue import Catalogue
from indicators.locale import Locale


class ListedIndicator(NamedTuple):
    """An indicator in a list, in Markdown; only a computed one has a method and needs."""

    link: str
    method: str = ""
    needs: str = ""


def peers(catalogue: Catalogue, locale: Locale) -> list[tuple[str, str]]:
    """Return each level with the group its places are compared with.

    For example ('Cities', 'Provincial capitals, 27 places').
    """
    lines = []
    for level in catalogue.territorial_levels:
        group = catalogue.groups.get(catalogue.peers.get(level, ""))
        if group:
            title, n = group.title.get(locale.language), len(group.places)
            level_title = catalogue.level_title(level, locale.language)
            lines.append((level_title, locale.text("about.group_of", group=title, n=n)))
    return lines


def published(
    catalogue: Catalogue, pillar: str, locale: Locale, address: Mapping[str, str]
) -> list[ListedIndicator]:
    """List the pillar's indicators that are read from files."""
    return [
        ListedIndicator(linked(indicator, locale, address))
        for indicator in _indicators(catalogue, pillar)
        if indicator.kind == "read"
    ]


def computed(
    catalogue: Catalogue, pillar: str, locale: Locale, address: Mapping[str, str]
) -> list[ListedIndicator]:
    """List the pillar's computed indicators, each with its formula and its inputs."""
    result = []
    for indicator in _indicators(catalogue, pillar):
        if indicator.kind == "read":
            continue
        text = method(indicator, catalogue, locale)
        inputs = [catalogue.indicators[name] for name in indicator.needs]
        links = [linked(entry, locale, address) for entry in inputs]
        needs = wording.listing(links, locale.language)
        result.append(ListedIndicator(linked(indicator, locale, address), text, needs))
    return result


def method(indicator: Indicator, catalogue: Catalogue, locale: Locale) -> str:
    """Return how a computed indicator is computed, as Markdown; '' where it is read from a file.

    Words that are not written in the reader's language stand in an HTML element that names theirs,
    so that a screen reader pronounces them as such.
    """
    if indicator.formula:
        return plain(labels.formula(indicator.formula, catalogue, locale))
    text = plain(indicator.method.get(locale.language))
    language = indicator.method.language_for(locale.language)
    if not text or language == locale.language:
        return text
    return f'<span lang="{escape(language)}">{text}</span>'


def linked(indicator: Indicator, locale: Locale, address: Mapping[str, str]) -> str:
    """Return an indicator's title as a Markdown link to its page."""
    target = page_of(indicator.id, "", address).partition("#")[0]
    return f"[{plain(indicator.title.get(locale.language))}]({target})"


def citation(dataset: Dataset, locale: Locale, today: date) -> str:
    """Cite a value of the source with the most values; empty where there is no source."""
    sources = dataset_summary(dataset).sources
    if not sources:
        return ""
    largest = max(sources, key=lambda name: sources[name].figures)
    return locale.text(
        "about.cite_example",
        source=_cite(dataset.catalogue.sources[largest], locale),
        title=dataset.catalogue.title.get(locale.language),
        date=wording.date(today, locale.language),
    )


def _cite(source: Source, locale: Locale) -> str:
    """Give publisher, title and year, with the comma of the language."""
    publisher, title = source.publisher.get(locale.language), source.title.get(locale.language)
    return join_texts((publisher, title, source.year), locale.text("sentence.comma"))


def _indicators(catalogue: Catalogue, pillar: str) -> list[Indicator]:
    return [entry for entry in catalogue.indicators.values() if entry.pillar == pillar]
