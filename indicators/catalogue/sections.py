"""Entries of config.yaml and of the .yaml beside a CSV: nodes in, nouns out, every fault with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from types import MappingProxyType
from typing import Any

from indicators import formula as arithmetic
from indicators.catalogue import reference_tables
from indicators.catalogue.yaml_nodes import Node, Validator, suggestion
from indicators.model import Break, Group, Indicator, Pillar, Place, Source, Target, Text, Unit
from indicators.periods import is_period

INDICATOR_KEYS = (
    "title",
    "short",
    "definition",
    "unit",
    "pillar",
    "source",
    "file",
    "code",
    "also",
    "reader",
    "better",
    "weight",
    "total",
    "notes",
    "breaks",
    "target",
    "formula",
)
SOURCE_KEYS = (
    "publisher",
    "title",
    "year",
    "licence",
    "url",
    "via",
    "note",
    "formats",
    "retrieved",
)
UNIT_KEYS = ("kind", "pattern", "label")
PILLAR_KEYS = ("title", "description", "icon", "headline")
GROUP_KEYS = ("title", "kind", "level", "parent", "places")
GROUP_KINDS = ("income", "region", "peers", "world")
BREAK_KEYS = ("period", "place", "note")
TARGET_KEYS = ("period", "place", "value", "source")
_ID = re.compile(r"[a-z][a-z0-9_]{0,79}\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


@dataclass(frozen=True)
class References:
    """The ids that entries may name."""

    units: Mapping[str, Unit]
    pillars: Mapping[str, Pillar]
    sources: Mapping[str, Source]
    readers: tuple[str, ...]
    places: Mapping[str, Place] = field(default_factory=dict)


def good_id(node: Node, name: str, faults: Validator) -> bool:
    """Ids are lower-case words with underscores, so that they can stand in formulas and addresses."""
    if _ID.match(name):
        return True
    faults.add(
        node, f"'{name}' is no id", "lower-case letters, digits and _, beginning with a letter"
    )
    return False


def text(node: Node | None, faults: Validator) -> Text:
    """Words: one text for all languages, or one by language code."""
    if node is None or node.value is None:
        return Text()
    if not isinstance(node.value, dict):
        return Text(MappingProxyType({"en": faults.text(node)}))
    wrong = [key for key in node.value if not _LANGUAGE.match(key)]
    for key in wrong:
        faults.add(node.value[key], f"'{key}' is no language code", "a code like en or zh")
    words = {key: faults.text(child) for key, child in node.value.items() if key not in wrong}
    return Text(MappingProxyType({key: word for key, word in words.items() if word}))


def source(name: str, node: Node, faults: Validator, formats: tuple[str, ...]) -> Source:
    """A source: publisher, title, year, licence, address, how the figures came here, and its own files' formats."""
    given = faults.mapping(node, SOURCE_KEYS)
    if "publisher" not in given:
        faults.add(node, "a source needs a publisher")
    plain = {key: faults.text(given.get(key)) for key in ("year", "licence", "url", "via")}
    for node in faults.items(given.get("formats")):
        _reference(node, "format", formats, faults)
    return Source(
        name,
        text(given.get("publisher"), faults),
        text(given.get("title"), faults),
        note=text(given.get("note"), faults),
        retrieved=_day(given.get("retrieved"), faults),
        formats=tuple(faults.text(item) for item in faults.items(given.get("formats"))),
        **plain,
    )


def _day(node: Node | None, faults: Validator) -> str:
    """A day as text, like 2026-11-05; '' where there is none or it is no day."""
    if node is None:
        return ""
    word = faults.text(node)
    try:
        return date.fromisoformat(word).isoformat()
    except ValueError:
        faults.add(node, "not a day", "a day like 2026-11-05")
        return ""


def unit(name: str, node: Node, faults: Validator) -> Unit:
    """A unit that a dropped file brought with it: only what it is called and how it is said; it converts to no other."""
    given = faults.mapping(node, UNIT_KEYS)
    kind = faults.one_of(given.get("kind"), reference_tables.KINDS, "number")
    return Unit(
        name,
        name,
        kind=kind,
        pattern=text(given.get("pattern"), faults) or Text(MappingProxyType({"en": "{}"})),
        label=text(given.get("label"), faults) or Text(MappingProxyType({"en": name})),
    )


def pillar(name: str, node: Node, faults: Validator) -> Pillar:
    """A pillar: title, description, icon, and the indicators it shows first."""
    given = faults.mapping(node, PILLAR_KEYS)
    headline = tuple(faults.text(item) for item in faults.items(given.get("headline")))
    return Pillar(
        name,
        text(given.get("title"), faults) or Text(MappingProxyType({"en": name})),
        text(given.get("description"), faults),
        faults.text(given.get("icon")),
        headline,
    )


def group(
    name: str, node: Node, levels: Iterable[str], default_level: str, faults: Validator
) -> Group:
    """Read a group of places; its members stand here, below `parent`, or in the groups column of places.csv."""
    given = faults.mapping(node, GROUP_KEYS)
    kind = faults.one_of(given.get("kind"), GROUP_KINDS, "peers")
    members = tuple(faults.text(item) for item in faults.items(given.get("places")))
    return Group(
        name,
        text(given.get("title"), faults) or Text(MappingProxyType({"en": name})),
        kind,  # type: ignore[arg-type]
        faults.one_of(given.get("level"), levels, default_level),
        members,
        faults.text(given.get("parent")),
    )


def indicator(
    name: str, node: Node, known: References, default_file: str, faults: Validator
) -> Indicator | None:
    """An indicator that is read or given by a formula; None where a fault leaves nothing to use."""
    given = faults.mapping(node, INDICATOR_KEYS)
    before = len(faults.problems)
    good_id(node, name, faults)
    unit = _unit(node, given.get("unit"), known, faults)
    for key, options in (
        ("pillar", known.pillars),
        ("source", known.sources),
        ("reader", known.readers),
    ):
        _reference(given.get(key), key, options, faults)
    if "pillar" not in given:
        faults.add(node, "an indicator needs a pillar", do=f"Known: {', '.join(known.pillars)}.")
    where = _origin(node, given, name, default_file, faults)
    if unit is None or len(faults.problems) > before:
        return None
    total, weight = faults.truth(given.get("total")), faults.text(given.get("weight"))
    return Indicator(
        name,
        text(given.get("title"), faults) or Text(MappingProxyType({"en": name})),
        unit,
        faults.text(given.get("pillar")),
        short=text(given.get("short"), faults),
        definition=text(given.get("definition"), faults),
        total=total,
        weight=weight,
        better=faults.one_of(given.get("better"), ("higher", "lower", "none"), "none"),  # type: ignore[arg-type]
        source=faults.text(given.get("source")),
        reader=faults.text(given.get("reader")),
        notes=tuple(text(item, faults) for item in _texts(given.get("notes"))),
        aliases=tuple(faults.text(item) for item in faults.items(given.get("also"))),
        breaks=tuple(_breaks(given.get("breaks"), known, faults)),
        targets=tuple(_targets(given.get("target"), known, faults)),
        declared=f"{node.file} line {node.line}",
        **where,
    )


def _unit(node: Node, given: Node | None, known: References, faults: Validator) -> Unit | None:
    if given is None:
        faults.add(node, "an indicator needs a unit", do="Units stand in units.csv.")
        return None
    name = faults.text(given)
    if name not in known.units:
        faults.add(
            given, "unknown unit", do=suggestion(name, known.units) or "Units stand in units.csv."
        )
        return None
    unit = known.units[name]
    if unit.exponent:
        faults.add(
            given,
            "an indicator is kept in a base unit",
            f"'{unit.base}'",
            "Files may say it in either; figures are converted on reading.",
        )
        return None
    return unit


def _reference(
    node: Node | None, key: str, options: Mapping[str, object] | tuple[str, ...], faults: Validator
) -> None:
    if node is not None and faults.text(node) not in options:
        faults.add(node, f"unknown {key}", do=suggestion(faults.text(node), options))


def _origin(
    node: Node, given: Mapping[str, Node], name: str, default_file: str, faults: Validator
) -> dict[str, Any]:
    """Where values come from: a formula, or a file and the publisher's name of the series."""
    if "formula" in given:
        for key in ("file", "code", "reader"):
            if key in given:
                faults.add(
                    given[key],
                    f"{key} and formula together",
                    do="An indicator is read or computed.",
                )
        try:
            parsed = arithmetic.parse(faults.text(given["formula"]))
        except arithmetic.FormulaError as error:
            faults.add(given["formula"], f"the formula {error}")
            return {}
        return {"kind": "formula", "formula": parsed.text, "needs": parsed.needs}
    file = faults.text(given.get("file")) or default_file
    if not file:
        faults.add(node, "an indicator needs a file or a formula")
    elif file.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", file) or ":" in file:
        faults.add(
            given.get("file", node),
            "a file outside the data folder",
            "a path inside the data folder",
        )
    return {"kind": "read", "file": file, "source_code": faults.text(given.get("code")) or name}


def _texts(node: Node | None) -> list[Node]:
    if node is None or node.value is None:
        return []
    return node.value if isinstance(node.value, list) else [node]


def _period(node: Node | None, owner: Node, faults: Validator) -> str:
    said = faults.text(node)
    if not is_period(said):
        faults.add(node or owner, "not a period", "a period like 2025, 2025-Q2 or 2025-04")
    return said


def _place(node: Node | None, known: References, faults: Validator) -> str:
    _reference(node, "place", known.places, faults)
    return faults.text(node)


def _breaks(node: Node | None, known: References, faults: Validator) -> list[Break]:
    """Breaks; one whose period is none is told and left out."""
    found = [_break(item, known, faults) for item in faults.items(node)]
    return [one for one in found if is_period(one.period)]


def _break(node: Node, known: References, faults: Validator) -> Break:
    given = faults.mapping(node, BREAK_KEYS)
    return Break(
        _period(given.get("period"), node, faults),
        _place(given.get("place"), known, faults),
        text(given.get("note"), faults),
    )


def _targets(node: Node | None, known: References, faults: Validator) -> list[Target]:
    """`{2030: 100}` for all places, or a list of `{place, period, value, source}`; faulty ones are left out."""
    if node is None or node.value is None:
        return []
    if isinstance(node.value, dict) and "value" not in node.value:
        found = [
            Target(_target_year(key, child, faults), faults.number(child))
            for key, child in node.value.items()
        ]
    else:
        found = [_target(item, known, faults) for item in faults.items(node)]
    return [one for one in found if is_period(one.period) and isfinite(one.value)]


def _target_year(key: str, node: Node, faults: Validator) -> str:
    if not is_period(key):
        faults.add(node, f"'{key}' is not a period", "a period like 2025")
    return key


def _target(node: Node, known: References, faults: Validator) -> Target:
    given = faults.mapping(node, TARGET_KEYS)
    if "value" not in given:
        faults.add(node, "a target needs a value")
    value = faults.number(given["value"]) if "value" in given else float("nan")
    return Target(
        _period(given.get("period"), node, faults),
        value,
        _place(given.get("place"), known, faults),
        text(given.get("source"), faults),
    )
