"""Names that readers choose from: one label for one id, in the language of the page, never two alike. No Streamlit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from indicators import Dataset
from indicators.catalogue import Catalogue
from indicators.locale import Locale


def distinct(
    labels: Mapping[str, str], say: Locale, *details: Callable[[str], str]
) -> dict[str, str]:
    """Labels by id; where two are alike each has the first detail in brackets that parts it, or else a number."""
    result = dict(labels)
    for detail in details:
        for name in _alike(result):
            if text := detail(name):
                result[name] = say.t("compare.with_unit", indicator=labels[name], unit=text)
    for number, name in enumerate(_alike(result), 1):
        result[name] = say.t("compare.with_unit", indicator=labels[name], unit=number)
    return result


def _alike(labels: Mapping[str, str]) -> list[str]:
    """The ids whose label another id has too."""
    count = Counter(labels.values())
    return [name for name, label in labels.items() if count[label] > 1]


def places(dataset: Dataset, say: Locale) -> Mapping[str, str]:
    """Every place's name by its code; two of one name are told apart by the place above, then by level."""
    catalogue = dataset.catalogue

    def parent(code: str) -> str:
        above = catalogue.ancestors(code)[1:2]
        return catalogue.places[above[0]].name.say(say.language) if above else ""

    def level(code: str) -> str:
        return catalogue.level_title(catalogue.places[code].level, say.language)

    def make() -> dict[str, str]:
        names = {code: place.name.say(say.language) for code, place in catalogue.places.items()}
        return distinct(names, say, parent, level)

    return dataset.cached(("place labels", say.language), make)


def indicators(dataset: Dataset, say: Locale) -> Mapping[str, str]:
    """Every indicator's title by its id; two of one title are told apart by publisher, then by unit."""
    catalogue = dataset.catalogue

    def publisher(name: str) -> str:
        source = catalogue.sources.get(catalogue.indicators[name].source)
        return source.publisher.say(say.language) if source else ""

    def unit(name: str) -> str:
        return catalogue.indicators[name].unit.label.say(say.language)

    def make() -> dict[str, str]:
        titles = {
            name: entry.title.say(say.language) for name, entry in catalogue.indicators.items()
        }
        return distinct(titles, say, publisher, unit)

    return dataset.cached(("indicator labels", say.language), make)


def groups(dataset: Dataset, say: Locale) -> Mapping[str, str]:
    """Every group's title by its id; two of one title are told apart by level."""
    held = dataset.catalogue.groups

    def level(name: str) -> str:
        return dataset.catalogue.level_title(held[name].level, say.language)

    def make() -> dict[str, str]:
        return distinct(
            {name: one.title.say(say.language) for name, one in held.items()}, say, level
        )

    return dataset.cached(("group labels", say.language), make)


def pillars(dataset: Dataset, say: Locale) -> Mapping[str, str]:
    """Every field's title by its id."""
    titles = {name: one.title.say(say.language) for name, one in dataset.catalogue.pillars.items()}
    return dataset.cached(("pillar labels", say.language), lambda: distinct(titles, say))


def formula(text: str, catalogue: Catalogue, say: Locale) -> str:
    """A formula with the indicators' names in quotes, for their ids say nothing to readers."""
    known = catalogue.indicators

    def name(found: re.Match[str]) -> str:
        if found[0] not in known:
            return found[0]
        return say.t("sentence.quoted", text=known[found[0]].name(say.language))

    return re.sub(r"[A-Za-z_]\w*", name, text)


def both(
    dataset: Dataset,
    say: Locale,
    names: Callable[[Dataset, Locale], Mapping[str, str]],
    others: Iterable[Locale],
) -> dict[str, str]:
    """Labels with the names in the other languages behind, so that typing any of them finds the id."""
    behind = [names(dataset, other) for other in others if other.language != say.language]
    labels = {}
    for name, label in names(dataset, say).items():
        every = dict.fromkeys([label, *(other[name] for other in behind)])
        labels[name] = " · ".join(every)
    return distinct(labels, say)


def ids_of(labels: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Id by label, of those labels that are one id's alone; the labels of several languages may be given."""
    owners: dict[str, set[str]] = {}
    for mapping in labels:
        for name, label in mapping.items():
            owners.setdefault(label, set()).add(name)
    return {label: next(iter(names)) for label, names in owners.items() if len(names) == 1}
