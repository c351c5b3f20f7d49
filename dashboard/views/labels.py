"""Names to choose from: one label for each id, in the language of the page, all different.

No Streamlit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from indicators import Dataset
from indicators.catalogue import Catalogue
from indicators.locale import Locale

LabelFunction = Callable[[Dataset, Locale], Mapping[str, str]]


def distinct(
    labels: Mapping[str, str], locale: Locale, *details: Callable[[str], str]
) -> dict[str, str]:
    """Make labels different, where two are equal, by a detail in brackets.

    The first detail that makes a difference is taken; where none does, a number.
    """
    result = dict(labels)
    for detail in details:
        for name in _duplicates(result):
            if text := detail(name):
                result[name] = _with_detail(labels[name], text, locale)
    for number, name in enumerate(_duplicates(result), 1):
        result[name] = _with_detail(labels[name], str(number), locale)
    return result


def _with_detail(label: str, detail: str, locale: Locale) -> str:
    return locale.text("compare.with_unit", indicator=label, unit=detail)


def _duplicates(labels: Mapping[str, str]) -> list[str]:
    """Give the ids whose label another id has too."""
    count = Counter(labels.values())
    return [name for name, label in labels.items() if count[label] > 1]


def places(dataset: Dataset, locale: Locale) -> Mapping[str, str]:
    """Return every place's name by its code, with the place above or the level where needed."""
    catalogue = dataset.catalogue

    def parent(code: str) -> str:
        ancestors = catalogue.ancestors(code)[1:2]
        return catalogue.places[ancestors[0]].name.get(locale.language) if ancestors else ""

    def level(code: str) -> str:
        return catalogue.level_title(catalogue.places[code].level, locale.language)

    def make() -> dict[str, str]:
        names = {code: place.name.get(locale.language) for code, place in catalogue.places.items()}
        return distinct(names, locale, parent, level)

    return dataset.cached(("place labels", locale.language), make)


def indicators(dataset: Dataset, locale: Locale) -> Mapping[str, str]:
    """Return every indicator's title by its id, with the publisher or the unit where needed."""
    catalogue, language = dataset.catalogue, locale.language

    def publisher(name: str) -> str:
        source = catalogue.sources.get(catalogue.indicators[name].source)
        return source.publisher.get(language) if source else ""

    def unit(name: str) -> str:
        return catalogue.indicators[name].unit.label.get(language)

    def make() -> dict[str, str]:
        entries = catalogue.indicators.items()
        titles = {name: indicator.title.get(language) for name, indicator in entries}
        return distinct(titles, locale, publisher, unit)

    return dataset.cached(("indicator labels", language), make)


def groups(dataset: Dataset, locale: Locale) -> Mapping[str, str]:
    """Return every group's title by its id, with the level where needed."""
    by_id = dataset.catalogue.groups

    def level(name: str) -> str:
        return dataset.catalogue.level_title(by_id[name].level, locale.language)

    def make() -> dict[str, str]:
        titles = {name: group.title.get(locale.language) for name, group in by_id.items()}
        return distinct(titles, locale, level)

    return dataset.cached(("group labels", locale.language), make)


def pillars(dataset: Dataset, locale: Locale) -> Mapping[str, str]:
    """Return every pillar's title by its id."""

    def make() -> dict[str, str]:
        entries = dataset.catalogue.pillars.items()
        return distinct(
            {name: pillar.title.get(locale.language) for name, pillar in entries}, locale
        )

    return dataset.cached(("pillar labels", locale.language), make)


def formula(text: str, catalogue: Catalogue, locale: Locale) -> str:
    """Write a formula with the names of indicators in quotes instead of their ids, and the signs of
    print: × ÷ −.
    """

    def name(match: re.Match[str]) -> str:
        indicator = catalogue.indicators.get(match[0])
        if not indicator:
            return match[0]
        return locale.text("sentence.quoted", text=indicator.name(locale.language))

    signs = text.translate(str.maketrans("*/-", "×÷−"))
    return re.sub(r"[A-Za-z_]\w*", name, signs)


def multilingual(
    dataset: Dataset, locale: Locale, names: LabelFunction, locales: Iterable[Locale]
) -> dict[str, str]:
    """Return labels followed by those in other languages, so that typing any of them finds
    the id.
    """
    translations = [names(dataset, entry) for entry in locales if entry.language != locale.language]
    labels = {}
    for name, label in names(dataset, locale).items():
        texts = [label, *(translation[name] for translation in translations)]
        labels[name] = " · ".join(dict.fromkeys(texts))
    return distinct(labels, locale)


def ids_of(labels: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return ids by label, without labels that several ids have; those of several languages fit."""
    ids: dict[str, set[str]] = {}
    for mapping in labels:
        for name, label in mapping.items():
            ids.setdefault(label, set()).add(name)
    return {label: next(iter(names)) for label, names in ids.items() if len(names) == 1}
