"""Reads config.yaml and what describes the figures into a Catalogue, and checks it as a whole.

A fault of config.yaml stops (ConfigError, with all of them at once); a fault of a .yaml beside a
file, or of a row of places.csv or units.csv, is a Problem: that entry is left out and the rest
works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from indicators.catalogue import cross_checks, reference_tables, sections, sidecar
from indicators.catalogue.index_description import read_only
from indicators.catalogue.indices import (
    IndexReferences,
    index_indicators,
    node_indicator,
    read_indices,
)
from indicators.catalogue.levels import default_level, levels, territorial
from indicators.catalogue.maps import MAP_KEYS, Map, Tile, read_map
from indicators.catalogue.publication import PUBLISH_KEYS, leave_out
from indicators.catalogue.reading_hints import ReadingHints
from indicators.catalogue.sections import References
from indicators.catalogue.sidecar import Sidecar
from indicators.catalogue.upload_settings import INTAKE_KEYS, UploadSettings, embed, intake
from indicators.catalogue.yaml_nodes import (
    MAX_FOUND,
    Node,
    Validator,
    known_values,
    nearest,
    read_yaml,
)
from indicators.composite.description import IndexDescription
from indicators.model import Group, Indicator, Pillar, Place, Source, Terms, Text, Unit
from indicators.problems import ConfigError, Problem, ProblemCode
from indicators.readers.registry import formats

__all__ = [
    "INTAKE_KEYS",
    "MAP_KEYS",
    "PUBLISH_KEYS",
    "Catalogue",
    "Map",
    "Tile",
    "UploadSettings",
    "load_catalogue",
    "nearest",
    "read_settings",
    "without_cached",
]

TOP_KEYS = (
    "title",
    "description",
    "languages",
    "focus",
    "levels",
    "groups",
    "peers",
    "maps",
    "pillars",
    "coverage",
    "sources",
    "indicators",
    "indices",
    "intake",
    "embed",
    "publish",
)
NEW = "new"
"""The pillar of indicators that came in a file and have not been put elsewhere yet."""
DEFAULT_COVERAGE = 2 / 3
"""Share of a group's places that must have a figure for the group to have one."""
T = TypeVar("T")


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
    maps: Mapping[str, Map]
    indicators: Mapping[str, Indicator]
    notes: Mapping[str, Text]
    hints: Mapping[str, ReadingHints] = field(default_factory=lambda: MappingProxyType({}))
    intake: UploadSettings = UploadSettings()
    embed: tuple[str, ...] = ()
    former_ids: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Ids that indicators had before, with the id that each has now."""
    leave_out: tuple[Terms, ...] = ()
    """Figures of sources under these terms are not in the table."""
    indices: Mapping[str, IndexDescription] = field(default_factory=lambda: MappingProxyType({}))
    """Composite indices, by id. Each of their nodes above an indicator is an indicator, too."""

    def note(self, note: str, language: str) -> str:
        """Translate a file's note where notes.csv has it; else give it as it is."""
        return self.notes[note].get(language) if note in self.notes else note

    @property
    def territorial_levels(self) -> tuple[str, ...]:
        """The levels of territories from wide to narrow, without the world and groups."""
        return territorial(self.levels)

    def level_title(self, level: str, language: str) -> str:
        """Name a level, as 'Countries and economies'; its id where nothing declares it."""
        return self.levels[level].get(language) if level in self.levels else level

    def peer_group(self, place: str) -> Group | None:
        """Return the group of a place's level, if the place belongs to it."""
        if place not in self.places:
            return None
        group = self.groups.get(self.peers.get(self.places[place].level, ""))
        return group if group and place in group.places else None

    def needs_of(self, indicator: str) -> tuple[str, ...]:
        """List what an indicator's figures rest on; of a part of an index, only what is below it.

        All parts of an index have all its columns as `needs`, for they are computed together.
        """
        for index in self.indices.values():
            for node in index.structure.aggregates:
                if node_indicator(index.id, node) == indicator:
                    return index.columns_below(node)
        return self.indicators[indicator].needs

    def ancestors(self, place: str) -> tuple[str, ...]:
        """List the place itself, its parent, and so on up."""
        line: list[str] = []
        while place in self.places and place not in line:
            line.append(place)
            place = self.places[place].parent
        return tuple(line)


def without_cached(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue whose indices hold nothing that was made on first use."""
    indices = {name: read_only(index) for name, index in catalogue.indices.items()}
    return replace(catalogue, indices=MappingProxyType(indices))


def new_pillar() -> Pillar:
    """Make the pillar of indicators that nobody has put elsewhere yet."""
    title, description = (
        Text.from_locale(f"new_pillar.{part}") for part in ("title", "description")
    )
    return Pillar(NEW, title, description, ":material/fiber_new:")


def read_settings(config: Path) -> Node:
    """Read config.yaml as Nodes. Raises ConfigError where it cannot be read."""
    return read_yaml(config, config.name)


def load_catalogue(config: Path, data: Path) -> tuple[Catalogue, list[Problem]]:
    """Read and check everything. Raises ConfigError with every fault of config.yaml.

    `faults` collects what is wrong in config.yaml and stops, `log` everything that does not stop.
    """
    faults, log = Validator(), Validator()
    top = faults.mapping(read_settings(config), TOP_KEYS)
    if not data.is_dir():
        raise ConfigError([Problem(ProblemCode.FOLDER_MISSING, data.name)])
    units, unit_problems = reference_tables.read_units(data / "units.csv", "units.csv")
    titles = levels(top.get("levels"), faults)
    places, place_problems = reference_tables.read_places(data / "places.csv", "places.csv", titles)
    log.problems += [*unit_problems, *place_problems]
    pillars = _section(top, "pillars", sections.pillar, faults)
    groups = _section(top, "groups", partial(_group, levels=tuple(titles)), faults)
    groups = _with_members(groups, places, top.get("groups"), faults)

    sidecars = sidecar.read(data, log)
    readers = tuple(format.id for format in formats())
    units |= sidecar.units(sidecars, units, log)
    read_source = partial(sections.source, formats=readers)
    sources = sidecar.sources(sidecars, readers, log)
    sources |= _section(top, "sources", read_source, faults)
    references = References(units, {**pillars, NEW: new_pillar()}, sources, readers, places)
    for group in groups.values():
        places.setdefault(group.id, Place(group.id, group.title, "group"))

    log.problems += _group_warnings(groups, places, top.get("groups"))
    indicators = _indicators(top, sidecars, references, config.name, faults, log)
    of_index = IndexReferences(indicators, units, {**pillars, NEW: new_pillar()}, titles, groups)
    indices = read_indices(top.get("indices"), config.parent, of_index, log)
    indicators = {**indicators, **index_indicators(indices, of_index)}
    former_ids = cross_checks.former_ids(indicators.values())
    _follow_headlines(pillars, indicators, former_ids, top.get("pillars"), log)
    if any(indicator.pillar == NEW for indicator in indicators.values()):
        pillars.setdefault(NEW, new_pillar())

    catalogue = Catalogue(
        sections.text(top.get("title"), faults),
        sections.text(top.get("description"), faults),
        faults.texts(top.get("languages")) or ("en",),
        _focus(top, places, faults),
        _coverage(top, faults),
        MappingProxyType(pillars),
        MappingProxyType(sources),
        MappingProxyType(units),
        MappingProxyType(titles),
        MappingProxyType(places),
        MappingProxyType(groups),
        MappingProxyType(_peers(top, titles, groups, faults)),
        MappingProxyType(_maps(top, titles, places, data, faults, log)),
        MappingProxyType(indicators),
        MappingProxyType(reference_tables.read_notes(data / "notes.csv", "notes.csv")),
        MappingProxyType(sidecar.hints(sidecars, log)),
        intake(top.get("intake"), faults),
        embed(top.get("embed"), faults),
        MappingProxyType(former_ids),
        leave_out(top.get("publish"), faults),
        MappingProxyType(indices),
    )
    if faults.problems:
        raise ConfigError(faults.problems)
    return catalogue, log.problems


def _section(
    top: Mapping[str, Node], key: str, read: Callable[[str, Node, Validator], T], faults: Validator
) -> dict[str, T]:
    entries = faults.mapping(top.get(key))
    return {name: read(name, node, faults) for name, node in entries.items()}


def _indicators(
    top: Mapping[str, Node],
    sidecars: list[Sidecar],
    references: References,
    config: str,
    faults: Validator,
    log: Validator,
) -> dict[str, Indicator]:
    """Read the indicators of config.yaml, then those of the sidecars, and check them together."""
    indicators: dict[str, Indicator] = {}
    for name, node in faults.mapping(top.get("indicators")).items():
        indicator = sections.indicator(name, node, references, "", faults)
        if indicator:
            indicators[name] = indicator
    sidecar.add_indicators(sidecars, references, indicators, log)
    problems, consequences = cross_checks.check(indicators, references)
    faulty_files = {problem.file for problem in log.problems} - {config}
    sidecar_is_faulty = any(file.endswith(".yaml") for file in faulty_files)
    for problem in problems:
        stops = _stops(problem, config, sidecar_is_faulty)
        (faults if stops else log).problems.append(problem)
    log.problems += consequences
    return cross_checks.with_inherited_breaks(indicators)


def _stops(problem: Problem, config: str, sidecar_is_faulty: bool) -> bool:
    """Say whether a problem of an indicator stops the dashboard: it does if config.yaml is wrong.

    An indicator that config.yaml names may be missing because a .yaml beside the data is faulty:
    one bad file must not take the dashboard down.
    """
    if problem.file != config or problem.severity != "error":
        return False
    undefined = (ProblemCode.FORMULA_INPUT_UNDEFINED, ProblemCode.WEIGHT_UNDEFINED)
    return not (problem.code in undefined and sidecar_is_faulty)


def _with_members(
    groups: Mapping[str, Group], places: Mapping[str, Place], node: Node | None, faults: Validator
) -> dict[str, Group]:
    """Give groups the members named in the config and those that name them in places.csv."""
    result: dict[str, Group] = {}
    for name, group in groups.items():
        named = [place.code for place in places.values() if _is_member(place, group)]
        members = tuple(dict.fromkeys((*group.places, *named)))
        for code in members:
            if code not in places and node:
                faults.add_unknown(node.value[name], ProblemCode.PLACE_UNDEFINED, places, code)
        result[name] = replace(group, places=members)
    return result


def _is_member(place: Place, group: Group) -> bool:
    if place.level != group.level:
        return False
    is_child = bool(group.parent) and place.parent == group.parent
    return group.kind == "world" or group.id in place.groups or is_child


def _group_warnings(
    groups: Mapping[str, Group], places: Mapping[str, Place], node: Node | None
) -> Iterator[Problem]:
    """Warn of groups without a member, and of groups that only places.csv names."""
    for group in groups.values():
        if node and not group.places:
            yield _empty_group(group, places, node.value[group.id])
    undefined: dict[str, str] = {}
    for place in places.values():
        for name in place.groups:
            if name not in groups:
                undefined.setdefault(name, place.code)
    for name in list(undefined)[: reference_tables.MAX_REPORTED]:
        values = {"place": undefined[name][:MAX_FOUND], **known_values(name, groups)}
        yield Problem(
            ProblemCode.GROUP_UNDEFINED,
            "places.csv",
            column="groups",
            found=name[:MAX_FOUND],
            values=values,
            severity="warning",
        )


def _empty_group(group: Group, places: Mapping[str, Place], node: Node) -> Problem:
    if group.parent and group.parent not in places:
        known = known_values(group.parent, places)
        problem = node.problem(ProblemCode.PLACE_UNDEFINED, group.parent, **known)
        return replace(problem, column=f"{node.path}.parent", severity="warning")
    problem = node.problem(ProblemCode.GROUP_EMPTY, level=group.level)
    return replace(problem, severity="warning")


def _focus(top: Mapping[str, Node], places: Mapping[str, Place], faults: Validator) -> str:
    focus = faults.text(top.get("focus"))
    if focus and focus not in places:
        faults.add_unknown(top["focus"], ProblemCode.PLACE_UNDEFINED, places)
    return focus or next(iter(places), "")


def _coverage(top: Mapping[str, Node], faults: Validator) -> float:
    if "coverage" not in top:
        return DEFAULT_COVERAGE
    share = faults.number(top["coverage"])
    if not 0 < share <= 1:
        faults.add(top["coverage"], ProblemCode.NOT_A_SHARE)
    return share


def _group(name: str, node: Node, faults: Validator, levels: tuple[str, ...]) -> Group:
    return sections.group(name, node, levels, default_level(levels), faults)


def _by_level(
    top: Mapping[str, Node], key: str, levels: Mapping[str, Text], faults: Validator
) -> dict[str, Node]:
    """Read a section whose keys are levels; one that is not declared is a fault."""
    by_level: dict[str, Node] = {}
    for level, node in faults.mapping(top.get(key)).items():
        if level in levels:
            by_level[level] = node
        else:
            faults.add(node, ProblemCode.LEVEL_UNDEFINED, found=level, levels=tuple(levels))
    return by_level


def _peers(
    top: Mapping[str, Node],
    levels: Mapping[str, Text],
    groups: Mapping[str, Group],
    faults: Validator,
) -> dict[str, str]:
    peers: dict[str, str] = {}
    for level, node in _by_level(top, "peers", levels, faults).items():
        peers[level] = faults.text(node)
        if peers[level] not in groups:
            faults.add_unknown(node, ProblemCode.ID_UNDEFINED, groups)
    return peers


def _maps(
    top: Mapping[str, Node],
    levels: Mapping[str, Text],
    places: Mapping[str, Place],
    data: Path,
    faults: Validator,
    log: Validator,
) -> dict[str, Map]:
    maps: dict[str, Map] = {}
    for level, node in _by_level(top, "maps", levels, faults).items():
        level_map = read_map(node, places, data, faults, log)
        if level_map is not None:
            maps[level] = level_map
    return maps


def _follow_headlines(
    pillars: dict[str, Pillar],
    indicators: Mapping[str, Indicator],
    former_ids: Mapping[str, str],
    node: Node | None,
    log: Validator,
) -> None:
    """Put the present ids of headline indicators in place of former ones.

    Warn of those that do not exist.
    """
    nodes = node.value if node else {}
    for pillar in list(pillars.values()):
        headline = tuple(former_ids.get(name, name) for name in pillar.headline)
        pillars[pillar.id] = replace(pillar, headline=headline)
        for index, (written, name) in enumerate(zip(pillar.headline, headline, strict=True)):
            item = log.items(nodes[pillar.id].value["headline"])[index]
            if written != name:
                renamed = item.problem(ProblemCode.INDICATOR_RENAMED, old=written, new=name)
                log.problems.append(replace(renamed, severity="notice"))
            elif name not in indicators:
                known = known_values(name, indicators)
                undefined = item.problem(ProblemCode.HEADLINE_UNDEFINED, name, **known)
                log.problems.append(replace(undefined, severity="warning"))
