"""The .yaml files of the data folder, each beside the file it describes: sources, units, indicators, how it is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from indicators import data_folder
from indicators.catalogue import sections as entries
from indicators.catalogue.reading_hints import ReadingHints, answers
from indicators.catalogue.sections import References
from indicators.catalogue.yaml_nodes import Node, Validator, read_yaml
from indicators.model import Indicator, Source, Unit
from indicators.problems import ConfigError, Problem
from indicators.readers import SUFFIXES

BESIDE_KEYS = ("sources", "units", "indicators", "reading")


@dataclass(frozen=True)
class Sidecar:
    """One such file: its name, that of the file it describes, and its sections."""

    name: str
    file: str
    sections: dict[str, Node]


def read(data: Path, problems: list[Problem]) -> list[Sidecar]:
    """Every .yaml in the data folder; unreadable ones are problems."""
    found: list[Sidecar] = []
    there = {name for name, seen in data_folder.entries(data) if seen is not None}
    for name in sorted(name for name in there if name.endswith(".yaml")):
        try:
            faults = Validator()
            sections = faults.mapping(
                read_yaml(data_folder.real_path(data, name), name), BESIDE_KEYS
            )
            problems += faults.problems
            found.append(Sidecar(name, _described(name, there), sections))
        except data_folder.Outside:  # it has just become a link, which the next look tells
            continue
        except ConfigError as error:
            problems += error.problems
    return found


def _described(name: str, there: set[str]) -> str:
    """The file with figures beside a .yaml: of the same name, whatever kind it is; a CSV where there is none."""
    stem = name.removesuffix(".yaml")
    return next((stem + suffix for suffix in SUFFIXES if stem + suffix in there), f"{stem}.csv")


def sources(
    beside: list[Sidecar], formats: tuple[str, ...], problems: list[Problem]
) -> dict[str, Source]:
    """The sources they describe; an id said twice keeps the first and tells the second."""
    found: dict[str, Source] = {}
    for one in beside:
        faults = Validator()
        for name, node in _section(one, "sources", faults).items():
            if name in found:
                faults.add(
                    node,
                    "a source of this id was said before",
                    do="Give one of the two another id.",
                )
                continue
            found[name] = entries.source(name, node, faults, formats)
        problems += faults.problems
    return found


def units(
    beside: list[Sidecar], known: dict[str, Unit], problems: list[Problem]
) -> dict[str, Unit]:
    """The units they bring along; one that units.csv has stands as it is there."""
    found: dict[str, Unit] = {}
    for one in beside:
        faults = Validator()
        found |= {
            name: entries.unit(name, node, faults)
            for name, node in _section(one, "units", faults).items()
            if name not in known
        }
        problems += faults.problems
    return found


def indicators(
    beside: list[Sidecar], known: References, into: dict[str, Indicator], problems: list[Problem]
) -> None:
    """Add the indicators described there; an id said twice keeps the first and tells the second."""
    for one in beside:
        faults = Validator()
        for name, node in _section(one, "indicators", faults).items():
            if name in into:
                faults.add(
                    node,
                    f"the id '{name}' is taken",
                    do=f"It stands in {into[name].declared}; give one of the two another id.",
                )
            elif entry := entries.indicator(name, node, known, one.file, faults):
                into[name] = entry
        problems += faults.problems


def readings(beside: list[Sidecar], problems: list[Problem]) -> dict[str, ReadingHints]:
    """What was answered about files that do not say everything themselves, by the file's name."""
    found: dict[str, ReadingHints] = {}
    for one in beside:
        if "reading" in one.sections:
            faults = Validator()
            found[one.file] = replace(
                answers(one.sections["reading"], one.file, faults), file=one.file
            )
            problems += faults.problems
    return found


def _section(one: Sidecar, key: str, faults: Validator) -> dict[str, Node]:
    return faults.mapping(one.sections[key]) if key in one.sections else {}
