"""Read `indices:` of config.yaml, and make an indicator of each index and each of its aggregates.

A faulty index is reported and left out; all others, and all other figures, go on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from indicators import locale
from indicators.catalogue.index_description import describe
from indicators.catalogue.sections import Measure, References, check_id, targets
from indicators.catalogue.yaml_nodes import Node, Validator, read_yaml
from indicators.composite.description import IndexDescription
from indicators.model import Group, Indicator, Pillar, Text, Unit
from indicators.problems import ConfigError, ProblemCode

FILE_KEYS = ("file",)
INDEX_FOLDER = "indices"
"""The folder beside config.yaml that descriptions stand in; it is looked at for changes."""


@dataclass(frozen=True)
class IndexReferences:
    """The ids that an index may name, and those that are taken: no score may have one of them."""

    taken: Mapping[str, Indicator]
    entries: References
    levels: Mapping[str, Text]
    groups: Mapping[str, Group]

    @property
    def units(self) -> Mapping[str, Unit]:
        """Return the units."""
        return self.entries.units

    @property
    def pillars(self) -> Mapping[str, Pillar]:
        """Return the fields of policy."""
        return self.entries.pillars


@dataclass(frozen=True)
class DescribedIndex:
    """An index as config.yaml describes it, and the YAML of each of its nodes.

    `indicators` are those of its scores: of the index itself, then of its other aggregates.
    """

    description: IndexDescription
    lines: Mapping[str, Node]
    indicators: Mapping[str, Indicator]


def node_indicator(index: str, node: str) -> str:
    """Return the id of the indicator that a node's scores are: `<index>` or `<index>_<node>`."""
    return index if node == index else f"{index}_{node}"


def read_indices(
    section: Node | None, folder: Path, references: IndexReferences, log: Validator
) -> dict[str, DescribedIndex]:
    """Read the indices of a config in `folder`; those without a fault, by id.

    Whether their columns are there is checked later, by `with_columns`: a column may be a formula
    on another index.
    """
    indices: dict[str, DescribedIndex] = {}
    taken = dict(references.taken)
    for name, node in log.mapping(section).items():
        faults = Validator()
        index = _read_index(name, node, folder, replace(references, taken=taken), faults)
        if index is not None and not faults.problems:
            indices[name] = _with_targets(index, references.entries, log)
            taken |= indices[name].indicators
            continue
        log.problems += faults.problems
        log.add(node, ProblemCode.INDEX_LEFT_OUT, name)
    return indices


def _read_index(
    name: str, node: Node, folder: Path, references: IndexReferences, faults: Validator
) -> DescribedIndex | None:
    """Read an index; None where it has a fault that leaves nothing to make indicators of."""
    check_id(node, name, faults)
    root = _root(node, folder, faults)
    if root is None:
        return None
    description, lines = describe(root, faults, name)
    if description.id != name:
        faults.add(root, ProblemCode.VALUE_NOT_ALLOWED, description.id, allowed=(name,))
    if not faults.problems:
        _check_references(description, lines, references, faults)
    if faults.problems:
        return None
    return DescribedIndex(description, lines, _indicators(description, references))


def _with_targets(index: DescribedIndex, references: References, log: Validator) -> DescribedIndex:
    """Return an index with the targets of its nodes; a faulty target is reported and left out."""
    described = dict(index.indicators)
    for node in index.description.structure.aggregates:
        keys = index.lines[node].value
        name = node_indicator(index.description.id, node)
        measure = Measure(described[name].unit, described[name].better)
        held = targets(keys.get("target"), measure, references, log)
        described[name] = replace(described[name], targets=tuple(held))
    return replace(index, indicators=described)


def with_columns(
    indices: Mapping[str, DescribedIndex],
    indicators: Mapping[str, Indicator],
    in_circles: Set[str],
    log: Validator,
) -> dict[str, IndexDescription]:
    """Return the indices all of whose columns are indicators; report the others.

    `indicators` has those of the indices, too. A column `in_circles` has been reported already.
    """
    complete: dict[str, IndexDescription] = {}
    for name, index in indices.items():
        if name in indicators:
            complete[name] = index.description
            continue
        _report_columns(index, indicators, in_circles, log)
        log.add(index.lines[name], ProblemCode.INDEX_LEFT_OUT, name)
    return complete


def _report_columns(
    index: DescribedIndex,
    indicators: Mapping[str, Indicator],
    in_circles: Set[str],
    log: Validator,
) -> None:
    """Report the columns of an index that are no indicators."""
    description = index.description
    sizes = description.method.denominators
    for name in description.structure.indicators:
        columns = [description.columns[name]]
        columns += [sizes[name].column] if name in sizes else []
        for column in columns:
            if column not in indicators and column not in in_circles:
                log.add_unknown(index.lines[name], ProblemCode.ID_UNDEFINED, indicators, column)


def _root(node: Node, folder: Path, faults: Validator) -> Node | None:
    """Return the description itself, which stands here or in a file beside config.yaml."""
    if not isinstance(node.value, dict) or "file" not in node.value:
        return node
    keys = faults.mapping(node, FILE_KEYS)
    file = faults.text(keys["file"])
    parts = re.split(r"[\\/]", file)
    if len(parts) != 2 or parts[0] != INDEX_FOLDER or ":" in file or parts[1].startswith("."):
        faults.add(keys["file"], ProblemCode.INDEX_FILE_PLACE, folder=INDEX_FOLDER)
        return None
    try:
        return read_yaml(folder / file, file)
    except ConfigError as error:
        faults.problems += error.problems
        return None


def _check_references(
    description: IndexDescription,
    lines: Mapping[str, Node],
    references: IndexReferences,
    faults: Validator,
) -> None:
    """Report fields, levels, groups and units that are not there, and ids in use."""
    root = lines[description.structure.root]
    for name, pillar in description.pillars.items():
        if pillar not in references.pillars:
            faults.add_unknown(lines[name], ProblemCode.ID_UNDEFINED, references.pillars, pillar)
    if description.level and description.level not in references.levels:
        levels = tuple(references.levels)
        faults.add(root, ProblemCode.LEVEL_UNDEFINED, description.level, levels=levels)
    if description.group and description.group not in references.groups:
        groups = references.groups
        faults.add_unknown(root, ProblemCode.ID_UNDEFINED, groups, description.group)
    if scale_unit(description) not in references.units:
        unit = scale_unit(description)
        faults.add_unknown(root, ProblemCode.UNIT_UNDEFINED, references.units, unit)
    for name in description.structure.aggregates:
        indicator = references.taken.get(node_indicator(description.id, name))
        if indicator is not None:
            declared = indicator.declared.replace(" line ", ":")
            faults.add(lines[name], ProblemCode.ID_TAKEN, indicator.id, declared=declared)


def scale_unit(description: IndexDescription) -> str:
    """Return the unit of an index's scores, as 'index 0-100'."""
    low, high = description.method.normalisation.scale
    return f"index {low:g}-{high:g}"


def _indicators(description: IndexDescription, references: IndexReferences) -> dict[str, Indicator]:
    """Return the indicator of an index and of each of its aggregates, without their definitions.

    All of an index need all of its columns, so that it is computed as a whole.
    """
    result: dict[str, Indicator] = {}
    root = description.id
    first = next(iter(references.pillars), "")
    of_all = node_title(description, root, references.pillars)
    for node in reversed(description.structure.aggregates):
        name = node_indicator(root, node)
        title = node_title(description, node, references.pillars)
        if node != root:
            title = _words("index.node_title", index=of_all, node=title)
        result[name] = Indicator(
            name,
            title,
            references.units[scale_unit(description)],
            description.pillars.get(node, description.pillars.get(root, first)),
            kind="index",
            better="higher",
            part_of="" if node == root else root,
            rank_digits=description.method.rank_digits,
            needs=description.needed_columns(),
            method=_words("index.method"),
            declared=description.declared,
        )
    return result


def node_inputs(indices: Mapping[str, IndexDescription]) -> dict[str, tuple[str, ...]]:
    """Return the columns that each score of an index rests on, by the indicator of the score."""
    return {
        node_indicator(index.id, node): index.columns_below(node)
        for index in indices.values()
        for node in index.structure.aggregates
    }


def with_definitions(
    indices: Mapping[str, IndexDescription], indicators: Mapping[str, Indicator]
) -> dict[str, Indicator]:
    """Return indicators with a definition of each score of an index: what it is made of."""
    result = dict(indicators)
    for description in indices.values():
        for node in description.structure.aggregates:
            name = node_indicator(description.id, node)
            definition = _definition(node, description, indicators)
            result[name] = replace(indicators[name], definition=definition)
    return result


def node_title(description: IndexDescription, node: str, pillars: Mapping[str, Pillar]) -> Text:
    """Return a node's own title, else that of its field of policy, else its id."""
    title = description.title if node == description.id else description.titles.get(node, Text())
    pillar = pillars.get(description.pillars.get(node, ""))
    if not title and pillar is not None and node != description.id:
        title = pillar.title
    return title or Text(MappingProxyType({"en": node}))


def _definition(
    node: str, description: IndexDescription, indicators: Mapping[str, Indicator]
) -> Text:
    """Return the definition of an index, and what a score of this node is made of."""
    words: dict[str, str] = {}
    low, high = description.method.normalisation.scale
    for language in locale.languages():
        texts = locale.get_locale(language)
        columns = [
            indicators[description.columns[leaf]].title.get(language)
            for leaf in description.structure.leaves(node)
        ]
        made_of = texts.text(
            "index.definition",
            n=len(columns),
            low=f"{low:g}",
            high=f"{high:g}",
            indicators=texts.text("sentence.semicolon").join(columns),
        )
        own = description.definition.get(language) if node == description.id else ""
        words[language] = texts.join("sentence.next", [text for text in (own, made_of) if text])
    return Text(MappingProxyType(words))


def _words(key: str, **texts: Text) -> Text:
    """Return a phrase of the locale files, with texts filled in, in every language."""
    words = {}
    for language in locale.languages():
        filled = {name: text.get(language) for name, text in texts.items()}
        words[language] = locale.get_locale(language).text(key, **filled)
    return Text(MappingProxyType(words))
