"""config.yaml and what stands beside the figures -> Catalogue, checked whole.

Validator in config.yaml stop (ConfigError, all of them at once); faults in a .yaml beside a CSV, or in a row of
places.csv or units.csv, are Problems: that entry is left out and the rest works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from indicators import data_folder
from indicators.catalogue import cross_checks, reference_tables, sections, sidecar
from indicators.catalogue.levels import default_level, levels, territorial
from indicators.catalogue.reading_hints import ReadingHints
from indicators.catalogue.sections import References
from indicators.catalogue.upload_settings import INTAKE_KEYS, UploadSettings, embed, intake
from indicators.catalogue.yaml_nodes import Node, Validator, nearest, read_yaml, suggestion
from indicators.model import Group, Indicator, Pillar, Place, Source, Text, Unit
from indicators.problems import ConfigError, Problem, uncoded
from indicators.readers.registry import formats

__all__ = [
    "INTAKE_KEYS",
    "Boundary",
    "Catalogue",
    "UploadSettings",
    "load_catalogue",
    "nearest",
    "read_settings",
]

TOP_KEYS = (
    "title",
    "description",
    "languages",
    "focus",
    "levels",
    "groups",
    "peers",
    "boundaries",
    "pillars",
    "coverage",
    "sources",
    "indicators",
    "intake",
    "embed",
)
BOUNDARY_KEYS = ("file", "note")
NEW = "new"
"""The pillar of indicators that arrived in a file and that nobody has put elsewhere yet."""
T = TypeVar("T")


@dataclass(frozen=True)
class Boundary:
    """A GeoJSON file with the outlines of one level's places; a feature's id is the place's code."""

    file: str
    note: Text = Text()


@dataclass(frozen=True)
class Catalogue:
    """What this dashboard shows and what its ids mean. Mappings keep the order of the files."""

    title: Text
    description: Text
    languages: tuple[str, ...]
    focus: str
    coverage: float
    pillars: Mapping[str, Pillar]
    sources: Mapping[str, Source]
    units: Mapping[str, Unit]
    levels: Mapping[str, Text]
    places: Mapping[str, Place]
    groups: Mapping[str, Group]
    peers: Mapping[str, str]
    boundaries: Mapping[str, Boundary]
    indicators: Mapping[str, Indicator]
    notes: Mapping[str, Text]
    answers: Mapping[str, ReadingHints] = field(default_factory=lambda: MappingProxyType({}))
    intake: UploadSettings = UploadSettings()
    embed: tuple[str, ...] = ()

    def note(self, said: str, language: str) -> str:
        """A remark of a file in this language, where notes.csv has it; else as it stands."""
        return self.notes[said].say(language) if said in self.notes else said

    @property
    def territorial_levels(self) -> tuple[str, ...]:
        """The levels of territories from wide to narrow, without the world and groups."""
        return territorial(self.levels)

    def level_title(self, level: str, language: str) -> str:
        """Name a level, as 'Countries and economies'; its id where nothing declares it."""
        return self.levels[level].say(language) if level in self.levels else level

    def peer_group(self, place: str) -> Group | None:
        """The group that a place is compared with: the config's for its level, if the place belongs to it."""
        known = self.places.get(place)
        group = self.groups.get(self.peers.get(known.level, "")) if known else None
        return group if group and place in group.places else None

    def ancestors(self, place: str) -> tuple[str, ...]:
        """The place itself, its parent, and so on up."""
        line: list[str] = []
        while place in self.places and place not in line:
            line.append(place)
            place = self.places[place].parent
        return tuple(line)


def new_pillar() -> Pillar:
    """Make the pillar of indicators that nobody has put elsewhere yet."""
    title, description = (
        Text.from_locale(f"new_pillar.{part}") for part in ("title", "description")
    )
    return Pillar(NEW, title, description, ":material/fiber_new:")


def read_settings(config: Path) -> Node:
    """config.yaml as Nodes; raises ConfigError when it cannot be read."""
    return read_yaml(config, config.name)


def load_catalogue(config: Path, data: Path) -> tuple[Catalogue, list[Problem]]:
    """Read and check everything; raises ConfigError with every fault of config.yaml."""
    settings, faults = read_settings(config), Validator()
    top = faults.mapping(settings, TOP_KEYS)
    if not data.is_dir():
        raise ConfigError(
            [uncoded("no such folder", data.name, do="The figures are looked for there.")]
        )
    units, problems = reference_tables.read_units(data / "units.csv", "units.csv")
    titles = levels(top.get("levels"), faults)
    places, more = reference_tables.read_places(data / "places.csv", "places.csv", titles)
    problems += more
    pillars = _section(top, "pillars", sections.pillar, faults)
    groups = _members(
        _section(top, "groups", partial(_group, levels=tuple(titles)), faults),
        places,
        faults,
        top.get("groups"),
    )
    described, readers = sidecar.read(data, problems), tuple(entry.id for entry in formats())
    units |= sidecar.units(described, units, problems)
    sources = {
        **sidecar.sources(described, readers, problems),
        **_section(top, "sources", partial(sections.source, formats=readers), faults),
    }
    known = References(units, {**pillars, NEW: new_pillar()}, sources, readers, places)
    places |= {
        group.id: Place(group.id, group.title, "group")
        for group in groups.values()
        if group.id not in places
    }
    indicators = _own_indicators(top, known, faults)
    sidecar.indicators(described, known, indicators, problems)
    problems += _idle_groups(groups, places, config.name)
    lacking = any(problem.file.endswith(".yaml") for problem in problems)
    problems += cross_checks.check(indicators, known, config.name, faults, lacking)
    indicators = cross_checks.with_inherited_breaks(indicators)
    if any(entry.pillar == NEW for entry in indicators.values()):
        pillars.setdefault(NEW, new_pillar())
    catalogue = Catalogue(
        sections.text(top.get("title"), faults),
        sections.text(top.get("description"), faults),
        _languages(top, faults),
        _focus(top, places, faults),
        _coverage(top, faults),
        MappingProxyType(pillars),
        MappingProxyType(sources),
        MappingProxyType(units),
        MappingProxyType(titles),
        MappingProxyType(places),
        MappingProxyType(groups),
        MappingProxyType(_peers(top, titles, groups, faults)),
        MappingProxyType(_boundaries(top, titles, data, faults)),
        MappingProxyType(indicators),
        MappingProxyType(reference_tables.read_notes(data / "notes.csv", "notes.csv")),
        MappingProxyType(sidecar.readings(described, problems)),
        intake(top.get("intake"), faults),
        embed(top.get("embed"), faults),
    )
    problems += _headlines(catalogue, settings.file)
    faults.raise_any()
    return catalogue, problems


def _section(
    top: Mapping[str, Node], key: str, read: Callable[[str, Node, Validator], T], faults: Validator
) -> dict[str, T]:
    entries_ = faults.mapping(top[key]) if key in top else {}
    return {name: read(name, node, faults) for name, node in entries_.items()}


def _own_indicators(
    top: Mapping[str, Node], known: References, faults: Validator
) -> dict[str, Indicator]:
    given = faults.mapping(top["indicators"]) if "indicators" in top else {}
    read = {name: sections.indicator(name, node, known, "", faults) for name, node in given.items()}
    return {name: entry for name, entry in read.items() if entry}


def _members(
    groups: dict[str, Group], places: Mapping[str, Place], faults: Validator, node: Node | None
) -> dict[str, Group]:
    """Groups with their members: those named in the config, those that name the group in places.csv."""
    full: dict[str, Group] = {}
    for name, group in groups.items():
        level = [place for place in places.values() if place.level == group.level]
        named = [
            place.code
            for place in level
            if group.kind == "world"
            or name in place.groups
            or (group.parent and place.parent == group.parent)
        ]
        members = tuple(dict.fromkeys((*group.places, *named)))
        entry = node.value[name] if node else None
        for code in (code for code in members if code not in places):
            if entry:
                faults.add(entry, f"unknown place '{code}'", do=suggestion(code, places))
        full[name] = Group(name, group.title, group.kind, group.level, members, group.parent)
    return full


def _idle_groups(
    groups: Mapping[str, Group], places: Mapping[str, Place], file: str
) -> list[Problem]:
    """Warnings for groups without a member, and for groups that places.csv names and config.yaml does not have."""
    empty = [
        uncoded(
            f"groups.{group.id}: no place is a member of it",
            file,
            found=group.parent,
            do=f"places.csv has no place '{group.parent}' to be the parent of its members."
            if group.parent and group.parent not in places
            else f"Name its places here, or the group in places.csv, at level '{group.level}'.",
            severity="warning",
        )
        for group in groups.values()
        if not group.places
    ]
    named: dict[str, str] = {}
    for place in places.values():
        for group_id in place.groups:
            named.setdefault(group_id, place.code)
    unknown = [(group_id, code) for group_id, code in named.items() if group_id not in groups]
    return [
        *empty,
        *(
            uncoded(
                f"place '{code[:60]}' names a group that {file} does not have",
                "places.csv",
                column="groups",
                found=group_id[:80],
                do=suggestion(group_id, groups),
                severity="warning",
            )
            for group_id, code in unknown[: reference_tables.MAX_REPORTED]
        ),
    ]


def _languages(top: Mapping[str, Node], faults: Validator) -> tuple[str, ...]:
    return tuple(faults.text(item) for item in faults.items(top.get("languages"))) or ("en",)


def _focus(top: Mapping[str, Node], places: Mapping[str, Place], faults: Validator) -> str:
    focus = faults.text(top.get("focus"))
    if focus and focus not in places:
        faults.add(top["focus"], "unknown place", do=suggestion(focus, places))
    return focus or next(iter(places), "")


def _coverage(top: Mapping[str, Node], faults: Validator) -> float:
    if "coverage" not in top:
        return 2 / 3
    share = faults.number(top["coverage"])
    if not 0 < share <= 1:
        faults.add(top["coverage"], "not a share", "a number above 0 and up to 1")
    return share


def _group(name: str, node: Node, faults: Validator, levels: tuple[str, ...]) -> Group:
    return sections.group(name, node, levels, default_level(levels), faults)


def _by_level(
    top: Mapping[str, Node], key: str, levels: Mapping[str, Text], faults: Validator
) -> dict[str, Node]:
    """The entries of a section whose keys are levels; one that is not declared is a fault."""
    given = faults.mapping(top[key]) if key in top else {}
    for level in (level for level in given if level not in levels):
        known = f"one of {', '.join(levels)}"
        faults.add(given[level], "not a level", known, "Declare it in `levels`, or name another.")
    return {level: node for level, node in given.items() if level in levels}


def _peers(
    top: Mapping[str, Node],
    levels: Mapping[str, Text],
    groups: Mapping[str, Group],
    faults: Validator,
) -> dict[str, str]:
    given = _by_level(top, "peers", levels, faults)
    for node in given.values():
        if faults.text(node) not in groups:
            faults.add(node, "unknown group", do=suggestion(faults.text(node), groups))
    return {level: faults.text(node) for level, node in given.items()}


def _boundaries(
    top: Mapping[str, Node], levels: Mapping[str, Text], data: Path, faults: Validator
) -> dict[str, Boundary]:
    given = _by_level(top, "boundaries", levels, faults)
    found: dict[str, Boundary] = {}
    for level, node in given.items():
        parts = faults.mapping(node, BOUNDARY_KEYS)
        file = faults.text(parts.get("file"))
        if not file or data_folder.leads_out(data, file) or not (data / file).is_file():
            faults.add(
                parts.get("file", node), "no such file", "a GeoJSON file inside the data folder"
            )
        found[level] = Boundary(file, sections.text(parts.get("note"), faults))
    return found


def _headlines(catalogue: Catalogue, file: str) -> list[Problem]:
    """Headline indicators that do not exist: the tile is left out and the config's reader is told."""
    return [
        uncoded(
            f"pillars.{pillar.id}.headline: unknown indicator '{name}'",
            file,
            severity="warning",
            do=suggestion(name, catalogue.indicators),
        )
        for pillar in catalogue.pillars.values()
        for name in pillar.headline
        if name not in catalogue.indicators
    ]
