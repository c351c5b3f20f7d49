"""Read `indices:` of config.yaml, and make an indicator of each index and each of its aggregates.

A faulty index is reported and left out; all others, and all other figures, go on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from indicators import locale
from indicators.catalogue.index_description import describe
from indicators.catalogue.sections import check_id
from indicators.catalogue.yaml_nodes import Node, Validator, read_yaml
from indicators.composite.description import IndexDescription
from indicators.model import Group, Indicator, Pillar, Text, Unit
from indicators.problems import ConfigError, ProblemCode

FILE_KEYS = ("file",)
INDEX_FOLDER = "indices"
"""The folder beside config.yaml that descriptions stand in; it is looked at for changes."""


@dataclass(frozen=True)
class IndexReferences:
    """The ids that an index may name."""

    indicators: Mapping[str, Indicator]
    units: Mapping[str, Unit]
    pillars: Mapping[str, Pillar]
    levels: Mapping[str, Text]
    groups: Mapping[str, Group]


def node_indicator(index: str, node: str) -> str:
    """Return the id of the indicator that a node's scores are: `<index>` or `<index>_<node>`."""
    return index if node == index else f"{index}_{node}"


def read_indices(
    section: Node | None, folder: Path, references: IndexReferences, log: Validator
) -> dict[str, IndexDescription]:
    """Read the indices of a config in `folder`; those without a fault, by id."""
    indices: dict[str, IndexDescription] = {}
    for name, node in log.mapping(section).items():
        faults = Validator()
        description = _read_index(name, node, folder, references, faults)
        if description is not None and not faults.problems:
            indices[name] = description
            continue
        log.problems += faults.problems
        log.add(node, ProblemCode.INDEX_LEFT_OUT, name)
    return indices


def _read_index(
    name: str, node: Node, folder: Path, references: IndexReferences, faults: Validator
) -> IndexDescription | None:
    check_id(node, name, faults)
    root = _root(node, folder, faults)
    if root is None:
        return None
    description, lines = describe(root, faults, name)
    if description.id != name:
        faults.add(root, ProblemCode.VALUE_NOT_ALLOWED, description.id, allowed=(name,))
    if not faults.problems:
        _check_references(description, lines, references, faults)
    return description


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
    """Report indicators, fields, levels, groups and units that are not there, and ids in use."""
    root = lines[description.structure.root]
    sizes = description.method.denominators
    for name in description.structure.indicators:
        columns = [description.columns[name]]
        columns += [sizes[name].column] if name in sizes else []
        for column in columns:
            if column not in references.indicators:
                known = references.indicators
                faults.add_unknown(lines[name], ProblemCode.ID_UNDEFINED, known, column)
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
        indicator = references.indicators.get(node_indicator(description.id, name))
        if indicator is not None:
            declared = indicator.declared.replace(" line ", ":")
            faults.add(lines[name], ProblemCode.ID_TAKEN, indicator.id, declared=declared)


def scale_unit(description: IndexDescription) -> str:
    """Return the unit of an index's scores, as 'index 0-100'."""
    low, high = description.method.normalisation.scale
    return f"index {low:g}-{high:g}"


def index_indicators(
    indices: Mapping[str, IndexDescription], references: IndexReferences
) -> dict[str, Indicator]:
    """Return the indicator of each index and of each of its aggregates.

    All of an index need all of its columns, so that it is computed as a whole.
    """
    result: dict[str, Indicator] = {}
    for description in indices.values():
        for node in reversed(description.structure.aggregates):
            name = node_indicator(description.id, node)
            result[name] = _indicator(name, node, description, references)
    return result


def _indicator(
    name: str, node: str, description: IndexDescription, references: IndexReferences
) -> Indicator:
    root = description.id
    first = next(iter(references.pillars), "")
    of_index = description.pillars.get(root, first)
    title = node_title(description, node, references.pillars)
    if node != root:
        of_all = node_title(description, root, references.pillars)
        title = _words("index.node_title", index=of_all, node=title)
    below = (references.indicators[column] for column in description.columns_below(node))
    return Indicator(
        name,
        title,
        references.units[scale_unit(description)],
        description.pillars.get(node, of_index),
        kind="index",
        definition=_definition(node, description, references),
        better="higher",
        part_of="" if node == root else node_indicator(root, root),
        needs=description.needed_columns(),
        method=_words("index.method"),
        breaks=tuple(dict.fromkeys(item for entry in below for item in entry.breaks)),
        declared=description.declared,
    )


def node_title(description: IndexDescription, node: str, pillars: Mapping[str, Pillar]) -> Text:
    """Return a node's own title, else that of its field of policy, else its id."""
    title = description.title if node == description.id else description.titles.get(node, Text())
    pillar = pillars.get(description.pillars.get(node, ""))
    if not title and pillar is not None and node != description.id:
        title = pillar.title
    return title or Text(MappingProxyType({"en": node}))


def _definition(node: str, description: IndexDescription, references: IndexReferences) -> Text:
    """Return the definition of an index, and what a score of this node is made of."""
    words: dict[str, str] = {}
    low, high = description.method.normalisation.scale
    for language in locale.languages():
        texts = locale.get_locale(language)
        columns = [
            references.indicators[description.columns[leaf]].title.get(language)
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
