"""The .yaml files of the data folder, each beside the file it describes.

They hold sources, units, indicators, and how the file is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from indicators import data_folder
from indicators.catalogue import reading_hints, sections
from indicators.catalogue.reading_hints import ReadingHints
from indicators.catalogue.sections import References
from indicators.catalogue.yaml_nodes import Node, Validator, read_yaml
from indicators.model import Indicator, Source, Unit
from indicators.problems import ConfigError, ProblemCode
from indicators.readers import SUFFIXES

SIDECAR_KEYS = ("sources", "units", "indicators", "reading")


@dataclass(frozen=True)
class Sidecar:
    """One such file: its name, that of the file it describes, and its sections."""

    name: str
    file: str
    sections: dict[str, Node]


def read(data: Path, log: Validator) -> list[Sidecar]:
    """Read every .yaml of the data folder; one that cannot be read is reported and left out."""
    sidecars: list[Sidecar] = []
    names = {name for name, status in data_folder.entries(data) if status is not None}
    for name in sorted(name for name in names if name.endswith(".yaml")):
        try:
            root = read_yaml(data_folder.real_path(data, name), name)
        except data_folder.OutsideError:  # it has just become a link; the next reading reports it
            continue
        except ConfigError as error:
            log.problems += error.problems
            continue
        described = _described_file(name, names)
        sidecars.append(Sidecar(name, described, log.mapping(root, SIDECAR_KEYS)))
    return sidecars


def _described_file(name: str, names: set[str]) -> str:
    """Give the data file of the same name, whatever kind it is; a CSV where there is none."""
    stem = name.removesuffix(".yaml")
    return next((stem + suffix for suffix in SUFFIXES if stem + suffix in names), f"{stem}.csv")


def sources(sidecars: list[Sidecar], formats: tuple[str, ...], log: Validator) -> dict[str, Source]:
    """Read the sources they describe.

    An id that stands twice keeps the first and reports the second.
    """
    result: dict[str, Source] = {}
    first: dict[str, Node] = {}
    for sidecar in sidecars:
        for name, node in log.mapping(sidecar.sections.get("sources")).items():
            if name in result:
                declared = f"{first[name].file}:{first[name].line}"
                log.add(node, ProblemCode.ID_TAKEN, name, declared=declared)
                continue
            first[name] = node
            result[name] = sections.source(name, node, log, formats)
    return result


def units(sidecars: list[Sidecar], shipped: Mapping[str, Unit], log: Validator) -> dict[str, Unit]:
    """Read the units they bring along; one that units.csv has stays as it is there."""
    result: dict[str, Unit] = {}
    for sidecar in sidecars:
        for name, node in log.mapping(sidecar.sections.get("units")).items():
            if name not in shipped:
                result[name] = sections.unit(name, node, log)
    return result


def add_indicators(
    sidecars: list[Sidecar],
    references: References,
    indicators: dict[str, Indicator],
    log: Validator,
) -> None:
    """Add the indicators they describe.

    An id that stands twice keeps the first and reports the second.
    """
    for sidecar in sidecars:
        for name, node in log.mapping(sidecar.sections.get("indicators")).items():
            if name in indicators:
                declared = sections.declaration(indicators[name])
                log.add(node, ProblemCode.ID_TAKEN, name, declared=declared)
                continue
            indicator = sections.indicator(name, node, references, sidecar.file, log)
            if indicator:
                indicators[name] = indicator


def hints(sidecars: list[Sidecar], log: Validator) -> dict[str, ReadingHints]:
    """Read how files are to be read that do not say everything themselves, by the file's name."""
    result: dict[str, ReadingHints] = {}
    for sidecar in sidecars:
        if "reading" in sidecar.sections:
            hint = reading_hints.read(sidecar.sections["reading"], log)
            result[sidecar.file] = replace(hint, file=sidecar.file)
    return result
