"""Reads config.yaml and what describes the figures into a Catalogue, and checks it as a whole.

A config.yaml that cannot be read as YAML stops (ConfigError), and so does a places.csv or units.csv
that is no table. Whatever else is wrong, an entry of config.yaml, of a .yaml beside a file, a row
of these tables, is a Problem: that entry is left out and the rest works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, cast

from indicators import locale
from indicators.catalogue import cross_checks, reference_tables, sections, sidecar
from indicators.catalogue.index_description import read_only
from indicators.catalogue.indices import (
    DescribedIndex,
    IndexReferences,
    node_inputs,
    read_indices,
    with_columns,
    with_definitions,
)
from indicators.catalogue.levels import default_level, levels, territorial
from indicators.catalogue.maps import MAP_KEYS, OUTLINES, Map, Tile, read_map
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
    read_yaml,
)
from indicators.composite.description import IndexDescription
from indicators.model import (
    GROUP,
    WORLD,
    Group,
    Indicator,
    Pillar,
    Place,
    Source,
    Terms,
    Text,
    Unit,
)
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
    "boundaries",
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
_LEAVES_GROUP_OUT = (
    ProblemCode.VALUE_NOT_ALLOWED,
    ProblemCode.LEVEL_UNDEFINED,
    ProblemCode.NOT_A_SINGLE_VALUE,
    ProblemCode.NOT_A_MAPPING,
)
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

    def present_id(self, indicator: str) -> str:
        """Return the present id of an indicator for a former one; any other as it is."""
        if indicator in self.indicators:
            return indicator
        return self.former_ids.get(indicator, indicator)

    def can_rank(self, place: str) -> bool:
        """Return whether a place may have a rank.

        Groups, the world and places of `ranked: no` in places.csv have none.
        """
        entry = self.places.get(place)
        return entry is None or (entry.ranked and entry.level not in (GROUP, WORLD))

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
        return node_inputs(self.indices).get(indicator, self.indicators[indicator].needs)

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
    """Read and check everything; every wrong entry is a problem and is left out.

    Raises ConfigError where config.yaml, places.csv or units.csv cannot be read at all.
    """
    log = Validator()
    root = read_settings(config)
    top = _top(root, log)
    if not data.is_dir():
        raise ConfigError([Problem(ProblemCode.FOLDER_MISSING, data.name)])
    units, unit_problems = reference_tables.read_units(data / "units.csv", "units.csv")
    titles = levels(top.get("levels"), log)
    places, place_problems = reference_tables.read_places(data / "places.csv", "places.csv", titles)
    log.problems += [*unit_problems, *place_problems]
    pillars = _section(top, "pillars", sections.pillar, log)
    groups = _with_members(_groups(top, tuple(titles), log), places, top.get("groups"), log)

    sidecars = sidecar.read(data, log)
    readers = tuple(format.id for format in formats())
    units |= sidecar.units(sidecars, units, log)
    read_source = partial(sections.source, formats=readers)
    sources = sidecar.sources(sidecars, readers, log)
    sources |= _section(top, "sources", read_source, log)
    all_pillars = {**pillars, NEW: new_pillar()}
    references = References(units, all_pillars, sources, readers, places, groups)
    for group in groups.values():
        places.setdefault(group.id, Place(group.id, group.title, "group"))

    log.problems += _group_warnings(groups, places, top.get("groups"))
    languages = _languages(top.get("languages"), log)
    declared = _declared_indicators(top, sidecars, references, log)
    of_index = IndexReferences(declared, references, titles, groups)
    described = read_indices(top.get("indices"), config.parent, of_index, log)
    indicators, indices = _checked(declared, described, references, log)
    written = [entry for entry in indicators.values() if entry.kind != "index"]
    log.problems += cross_checks.untranslated(written, languages)
    former_ids = cross_checks.former_ids(indicators.values())
    _follow_headlines(pillars, indicators, former_ids, top.get("pillars"), log)
    if any(indicator.pillar == NEW for indicator in indicators.values()):
        pillars.setdefault(NEW, new_pillar())

    catalogue = Catalogue(
        sections.text(top.get("title"), log),
        sections.text(top.get("description"), log),
        languages,
        _focus(top, places, log),
        _coverage(top, log),
        MappingProxyType(pillars),
        MappingProxyType(sources),
        MappingProxyType(units),
        MappingProxyType(titles),
        MappingProxyType(places),
        MappingProxyType(groups),
        MappingProxyType(_peers(top, titles, groups, log)),
        MappingProxyType(_maps(top, titles, places, data, log)),
        MappingProxyType(indicators),
        MappingProxyType(reference_tables.read_notes(data / "notes.csv", "notes.csv")),
        MappingProxyType(sidecar.hints(sidecars, log)),
        intake(top.get("intake"), log),
        embed(top.get("embed"), log),
        MappingProxyType(former_ids),
        leave_out(root, TOP_KEYS, log),
        MappingProxyType(indices),
    )
    return catalogue, log.problems


def _top(root: Node, log: Validator) -> dict[str, Node]:
    """Give the sections of config.yaml. Raises ConfigError where it has none, as a list has."""
    if not isinstance(root.value, dict):
        raise ConfigError([root.problem(ProblemCode.NOT_A_MAPPING)])
    return log.mapping(root, TOP_KEYS)


def _section(
    top: Mapping[str, Node], key: str, read: Callable[[str, Node, Validator], T], log: Validator
) -> dict[str, T]:
    return {name: read(name, node, log) for name, node in log.mapping(top.get(key)).items()}


def _languages(node: Node | None, log: Validator) -> tuple[str, ...]:
    """Read the languages that are offered; one without a file of words is left out."""
    offered: dict[str, None] = {}
    for item in log.items(node):
        code = log.text(item)
        if code.split("-")[0] in locale.languages() or code in locale.languages():
            offered[code] = None
            if missing := locale.untranslated(code):
                partial_words = item.problem(
                    ProblemCode.TRANSLATION_PARTIAL, code, n=len(missing), first=missing[0]
                )
                log.problems.append(replace(partial_words, severity="warning"))
        elif code:
            values = {"languages": locale.languages()}
            unknown = item.problem(ProblemCode.LANGUAGE_WITHOUT_WORDS, code, **values)
            log.problems.append(replace(unknown, severity="warning"))
    if node is not None and offered and locale.FALLBACK not in offered:
        without = node.problem(ProblemCode.ENGLISH_NOT_OFFERED)
        log.problems.append(replace(without, severity="warning"))
    return tuple(offered) or (locale.FALLBACK,)


def _declared_indicators(
    top: Mapping[str, Node], sidecars: list[Sidecar], references: References, log: Validator
) -> dict[str, Indicator]:
    """Read the indicators of config.yaml, then those of the sidecars."""
    indicators: dict[str, Indicator] = {}
    for name, node in log.mapping(top.get("indicators")).items():
        indicator = sections.indicator(name, node, references, "", log)
        if indicator:
            indicators[name] = indicator
    sidecar.add_indicators(sidecars, references, indicators, log)
    return indicators


def _checked(
    declared: Mapping[str, Indicator],
    described: Mapping[str, DescribedIndex],
    references: References,
    log: Validator,
) -> tuple[dict[str, Indicator], dict[str, IndexDescription]]:
    """Check indicators and indices together: a formula may rest on a score, an index on a formula.

    Returns the indicators, with those of the indices, and the indices that can be computed.
    """
    indicators = dict(declared)
    for index in described.values():
        indicators |= index.indicators
    problems, consequences = cross_checks.check(indicators, references)
    log.problems += [*problems, *consequences]
    in_circles: set[str] = set()
    for problem in problems:
        if problem.code == ProblemCode.FORMULA_CIRCLE:
            in_circles |= set(cast("tuple[str, ...]", problem.values["circle"]))
    indices = with_columns(described, indicators, in_circles, log)
    indicators = cross_checks.with_inherited_breaks(indicators, node_inputs(indices))
    # indices are listed last, below what they are made of
    by_kind = sorted(indicators.items(), key=lambda item: item[1].kind == "index")
    return with_definitions(indices, dict(by_kind)), indices


def _groups(top: Mapping[str, Node], levels: tuple[str, ...], log: Validator) -> dict[str, Group]:
    """Read the groups; one whose kind or level is none is left out: it would have other members."""
    groups: dict[str, Group] = {}
    for name, node in log.mapping(top.get("groups")).items():
        before = len(log.problems)
        group = sections.group(name, node, levels, default_level(levels), log)
        if not any(problem.code in _LEAVES_GROUP_OUT for problem in log.problems[before:]):
            groups[name] = group
    return groups


def _with_members(
    groups: Mapping[str, Group], places: Mapping[str, Place], node: Node | None, log: Validator
) -> dict[str, Group]:
    """Give groups the members named in the config and those that name them in places.csv."""
    result: dict[str, Group] = {}
    by_name: dict[str, list[Place]] = {}
    for place in places.values():
        for name in place.groups:
            by_name.setdefault(name, []).append(place)
    for name, group in groups.items():
        by_rule = group.kind == "world" or group.parent
        candidates = places.values() if by_rule else by_name.get(group.id, ())
        named = [place.code for place in candidates if _is_member(place, group)]
        for code in group.places:
            if code and code not in places and node:
                log.add_unknown(node.value[name], ProblemCode.PLACE_UNDEFINED, places, code)
        members = dict.fromkeys((*group.places, *named))
        result[name] = replace(group, places=tuple(code for code in members if code in places))
    return result


def _is_member(place: Place, group: Group) -> bool:
    """Say whether a place belongs to a group.

    One that names the group belongs to it whatever its level: a municipality that is a province may
    be among cities.
    """
    if group.id in place.groups:
        return True
    is_child = bool(group.parent) and place.parent == group.parent
    return place.level == group.level and (group.kind == "world" or is_child)


def _group_warnings(
    groups: Mapping[str, Group], places: Mapping[str, Place], node: Node | None
) -> Iterator[Problem]:
    """Warn of groups without a member, and of groups that only places.csv names."""
    for group in groups.values():
        if node and not group.places and not _names_places(node.value[group.id]):
            yield _empty_group(group, places, node.value[group.id])
    undefined: dict[str, str] = {}
    # One that is left out as faulty has its problem in config.yaml already.
    declared = groups.keys() | (node.value if node and isinstance(node.value, dict) else {})
    for place in places.values():
        for name in place.groups:
            if name not in declared:
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


def _names_places(node: Node) -> bool:
    """Say whether a group's entry names places: unknown ones are reported by themselves."""
    return (
        isinstance(node.value, dict) and "places" in node.value and bool(node.value["places"].value)
    )


def _empty_group(group: Group, places: Mapping[str, Place], node: Node) -> Problem:
    if group.parent and group.parent not in places:
        known = known_values(group.parent, places)
        problem = node.problem(ProblemCode.PLACE_UNDEFINED, group.parent, **known)
        return replace(problem, column=f"{node.path}.parent", severity="warning")
    problem = node.problem(ProblemCode.GROUP_EMPTY, level=group.level)
    return replace(problem, severity="warning")


def _focus(top: Mapping[str, Node], places: Mapping[str, Place], log: Validator) -> str:
    """Read the place of the first page; the first of all where it is unknown or none is named."""
    focus = log.text(top.get("focus"))
    if focus in places:
        return focus
    if focus:
        log.add_unknown(top["focus"], ProblemCode.PLACE_UNDEFINED, places)
    return next(iter(places), "")


def _coverage(top: Mapping[str, Node], log: Validator) -> float:
    if "coverage" not in top:
        return DEFAULT_COVERAGE
    before = len(log.problems)
    share = log.number(top["coverage"])
    if 0 < share <= 1:
        return share
    if len(log.problems) == before:
        log.add(top["coverage"], ProblemCode.NOT_A_SHARE)
    return DEFAULT_COVERAGE


def _by_level(
    top: Mapping[str, Node], key: str, levels: Mapping[str, Text], log: Validator
) -> dict[str, Node]:
    """Read a section whose keys are levels; one that is not declared is reported and left out."""
    by_level: dict[str, Node] = {}
    for level, node in log.mapping(top.get(key)).items():
        if level in levels:
            by_level[level] = node
        else:
            log.add(node, ProblemCode.LEVEL_UNDEFINED, found=level, levels=tuple(levels))
    return by_level


def _peers(
    top: Mapping[str, Node],
    levels: Mapping[str, Text],
    groups: Mapping[str, Group],
    log: Validator,
) -> dict[str, str]:
    """Read the peers of each level; those whose group is not there are reported and left out."""
    declared = log.mapping(top.get("groups"))
    peers: dict[str, str] = {}
    for level, node in _by_level(top, "peers", levels, log).items():
        group = log.text(node)
        if group in groups:
            peers[level] = group
        elif group and group not in declared:  # a faulty group has its problem already
            log.add_unknown(node, ProblemCode.ID_UNDEFINED, groups, group)
    return peers


def _maps(
    top: Mapping[str, Node],
    levels: Mapping[str, Text],
    places: Mapping[str, Place],
    data: Path,
    log: Validator,
) -> dict[str, Map]:
    """Read the map of each level; `boundaries`, the former name of outlines, still works."""
    if "boundaries" in top:
        former = top["boundaries"].problem(ProblemCode.KEY_RENAMED, name="maps")
        log.problems.append(replace(former, severity="notice"))
    outlines = {
        level: read_map(node, places, data, log, OUTLINES)
        for level, node in _by_level(top, "boundaries", levels, log).items()
    }
    maps = {
        level: read_map(node, places, data, log)
        for level, node in _by_level(top, "maps", levels, log).items()
    }
    return {level: each for level, each in {**outlines, **maps}.items() if each is not None}


def _follow_headlines(
    pillars: dict[str, Pillar],
    indicators: Mapping[str, Indicator],
    former_ids: Mapping[str, str],
    node: Node | None,
    log: Validator,
) -> None:
    """Put the present ids of headline indicators in place of former ones, each id once.

    Warn of those that do not exist.
    """
    for pillar in list(pillars.values()):
        headline: dict[str, None] = {}
        for item in _headline_items(node, pillar.id, log):
            written = item.text
            name = former_ids.get(written, written)
            if written != name:
                renamed = item.problem(ProblemCode.INDICATOR_RENAMED, old=written, new=name)
                log.problems.append(replace(renamed, severity="notice"))
            elif name not in indicators:
                known = known_values(name, indicators)
                undefined = item.problem(ProblemCode.HEADLINE_UNDEFINED, name, **known)
                log.problems.append(replace(undefined, severity="warning"))
            headline[name] = None
        pillars[pillar.id] = replace(pillar, headline=tuple(headline))


def _headline_items(node: Node | None, pillar: str, log: Validator) -> list[Node]:
    """Give the ids in the headline of a pillar; what is no id has been reported."""
    keys = node.value[pillar].value if node else {}
    items = log.items(keys.get("headline")) if isinstance(keys, dict) else []
    return [item for item in items if item.text]
