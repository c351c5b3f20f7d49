"""Reads entries of config.yaml and of the .yaml beside a file.

Every problem has its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from math import isfinite
from types import MappingProxyType
from typing import Any, get_args

from indicators import formula as arithmetic
from indicators.catalogue import reference_tables
from indicators.catalogue.target_values import (
    TargetUnit,
    ValueRange,
    target_unit,
    value_range,
)
from indicators.catalogue.yaml_nodes import Node, Validator
from indicators.model import (
    Better,
    Break,
    Group,
    Indicator,
    Pillar,
    Place,
    Source,
    Target,
    Terms,
    Text,
    Unit,
)
from indicators.periods import is_period, last_day
from indicators.problems import Problem, ProblemCode
from indicators.trajectories.pace import METHODS, is_defined, time_of
from indicators.trajectories.status import is_met

INDICATOR_KEYS = (
    "title",
    "short",
    "definition",
    "unit",
    "rounding",
    "pillar",
    "source",
    "file",
    "code",
    "also",
    "was",
    "reader",
    "better",
    "weight",
    "total",
    "ranked",
    "part_of",
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
    "terms",
    "url",
    "via",
    "note",
    "formats",
    "retrieved",
    "next_release",
)
BETTER = get_args(Better)
TERMS = (Terms.OPEN, Terms.ATTRIBUTION, Terms.ASK)
"""The terms that a source may state; one that states none has unknown ones."""
UNIT_KEYS = ("kind", "pattern", "label")
PILLAR_KEYS = ("title", "description", "icon", "headline")
GROUP_KEYS = ("title", "kind", "level", "parent", "places")
GROUP_KINDS = ("income", "region", "peers", "world")
BREAK_KEYS = ("period", "place", "note")
TARGET_KEYS = (
    "period",
    "value",
    "unit",
    "place",
    "group",
    "base",
    "method",
    "source",
    "document",
    "url",
)
BASE_KEYS = ("period", "value")
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
    groups: Mapping[str, Group] = field(default_factory=dict)


def declaration(indicator: Indicator) -> str:
    """Return the place of an indicator's declaration as problems name it: 'config.yaml:12'."""
    return indicator.declared.replace(" line ", ":")


def check_id(node: Node, name: str, faults: Validator) -> None:
    """Report an id that cannot stand in formulas and addresses."""
    if not _ID.match(name):
        faults.add(node, ProblemCode.NOT_AN_ID, name)


def text(node: Node | None, faults: Validator) -> Text:
    """Read a text: one for all languages, or one for each code of a language."""
    if node is None or node.value is None:
        return Text()
    if not isinstance(node.value, dict):
        word = faults.text(node)
        return Text(MappingProxyType({"en": word})) if word else Text()
    words: dict[str, str] = {}
    for language, child in node.value.items():
        if not _LANGUAGE.match(language):
            faults.add(child, ProblemCode.NOT_A_LANGUAGE, language)
        elif word := faults.text(child):
            words[language] = word
    return Text(MappingProxyType(words))


def _english(text: str) -> Text:
    return Text(MappingProxyType({"en": text}))


def _terms(node: Node | None, faults: Validator) -> Terms:
    """Read the terms of a source; a word that is none of them counts as the strictest."""
    if node is None:
        return Terms.UNKNOWN
    return Terms(faults.one_of(node, TERMS, Terms.ASK))


def source(name: str, node: Node, faults: Validator, formats: tuple[str, ...]) -> Source:
    """Read a source: who published it, how the figures came, and the formats of its files."""
    keys = faults.mapping(node, SOURCE_KEYS)
    if "publisher" not in keys and isinstance(node.value, dict | None):
        faults.add(node, ProblemCode.KEY_MISSING, keys=("publisher",))
    for item in faults.items(keys.get("formats")):
        _check_reference(item, formats, faults)
    return Source(
        name,
        text(keys.get("publisher"), faults),
        text(keys.get("title"), faults),
        faults.text(keys.get("year")),
        text(keys.get("licence"), faults),
        faults.text(keys.get("url")),
        text(keys.get("via"), faults),
        text(keys.get("note"), faults),
        faults.texts(keys.get("formats")),
        _day(keys.get("retrieved"), faults),
        _terms(keys.get("terms"), faults),
        _release(keys.get("next_release"), faults),
    )


def _day(node: Node | None, faults: Validator) -> str:
    """Read a day as text, like 2026-11-05; '' where there is none or it is no day."""
    if node is None:
        return ""
    try:
        return date.fromisoformat(faults.text(node)).isoformat()
    except ValueError:
        faults.add(node, ProblemCode.NOT_A_DAY)
        return ""


def _release(node: Node | None, faults: Validator) -> str:
    """Read when the next figures are due: a day, month or year; '' for none or another word."""
    release = faults.text(node)
    if node is not None and last_day(release) is None:
        faults.add(node, ProblemCode.NOT_A_RELEASE)
        return ""
    return release


def unit(name: str, node: Node, faults: Validator) -> Unit:
    """Read a unit that came with a file: its names and pattern; it converts to no other unit."""
    keys = faults.mapping(node, UNIT_KEYS)
    return Unit(
        name,
        name,
        kind=faults.one_of(keys.get("kind"), reference_tables.KINDS, "number"),
        pattern=text(keys.get("pattern"), faults) or _english("{}"),
        label=text(keys.get("label"), faults) or _english(name),
    )


def pillar(name: str, node: Node, faults: Validator) -> Pillar:
    """Read a pillar: title, description, icon, and the indicators it shows first."""
    keys = faults.mapping(node, PILLAR_KEYS)
    return Pillar(
        name,
        text(keys.get("title"), faults) or _english(name),
        text(keys.get("description"), faults),
        faults.text(keys.get("icon")),
        faults.texts(keys.get("headline")),
    )


def group(
    name: str, node: Node, levels: Iterable[str], default_level: str, faults: Validator
) -> Group:
    """Read a group of places.

    Its members stand here, below `parent`, or in the groups column of places.csv.
    """
    keys = faults.mapping(node, GROUP_KEYS)
    kind = faults.one_of(keys.get("kind"), GROUP_KINDS, "peers")
    return Group(
        name,
        text(keys.get("title"), faults) or _english(name),
        kind,  # type: ignore[arg-type]
        _level(keys.get("level"), tuple(levels), default_level, faults),
        faults.texts(keys.get("places")),
        faults.text(keys.get("parent")),
    )


def _level(node: Node | None, levels: tuple[str, ...], default: str, faults: Validator) -> str:
    """Read the level of a group's members; one that is not declared is reported."""
    level = faults.text(node) or default
    if node is not None and level not in levels:
        faults.add(node, ProblemCode.LEVEL_UNDEFINED, level, levels=levels)
    return level


def indicator(
    name: str, node: Node, references: References, default_file: str, faults: Validator
) -> Indicator | None:
    """Read an indicator that is read from a file or given by a formula.

    None where a problem leaves nothing to use.
    """
    keys = faults.mapping(node, INDICATOR_KEYS)
    if not isinstance(node.value, dict | None):
        return None
    before = len(faults.problems)  # an unknown key costs nothing
    check_id(node, name, faults)
    unit = _unit(node, keys.get("unit"), references, faults)
    if unit is not None and "rounding" in keys:
        unit = replace(unit, rounding=_rounding(keys["rounding"], faults))
    _check_reference(keys.get("pillar"), references.pillars, faults)
    _check_reference(keys.get("source"), references.sources, faults)
    _check_reference(keys.get("reader"), references.readers, faults)
    for item in faults.items(keys.get("was")):
        check_id(item, faults.text(item), faults)
    if "pillar" not in keys:
        faults.add(node, ProblemCode.KEY_MISSING, keys=("pillar",))
    origin = _origin(node, keys, name, default_file, faults)
    if unit is None or len(faults.problems) > before:
        return None
    better = faults.one_of(keys.get("better"), BETTER, "none")
    measure = Measure(unit, better)  # type: ignore[arg-type]
    return Indicator(
        name,
        text(keys.get("title"), faults) or _english(name),
        unit,
        faults.text(keys.get("pillar")),
        short=text(keys.get("short"), faults),
        definition=text(keys.get("definition"), faults),
        total=faults.truth(keys.get("total")),
        ranked=faults.truth(keys.get("ranked"), default=True),
        part_of=faults.text(keys.get("part_of")),
        weight=faults.text(keys.get("weight")),
        better=measure.better,
        source=faults.text(keys.get("source")),
        reader=faults.text(keys.get("reader")),
        notes=tuple(text(item, faults) for item in faults.items(keys.get("notes"))),
        aliases=faults.texts(keys.get("also")),
        former_ids=faults.texts(keys.get("was")),
        breaks=tuple(_breaks(keys.get("breaks"), references, faults)),
        targets=tuple(targets(keys.get("target"), measure, references, faults)),
        declared=f"{node.file} line {node.line}",
        **origin,
    )


def _unit(
    node: Node, unit_node: Node | None, references: References, faults: Validator
) -> Unit | None:
    if unit_node is None:
        faults.add(node, ProblemCode.KEY_MISSING, keys=("unit",))
        return None
    _check_reference(unit_node, references.units, faults, ProblemCode.UNIT_UNDEFINED)
    unit = references.units.get(unit_node.text)
    if unit is None:
        return None
    if unit.exponent:
        faults.add(unit_node, ProblemCode.UNIT_NOT_BASE, base=unit.base)
        return None
    return unit


def _rounding(node: Node, faults: Validator) -> float:
    """Read what figures are rounded to; one that is not above zero is reported."""
    rounding = faults.number(node)
    if rounding <= 0:
        faults.add(node, ProblemCode.NOT_A_NUMBER)
    return rounding


def _check_reference(
    node: Node | None,
    ids: Iterable[str],
    faults: Validator,
    code: ProblemCode = ProblemCode.ID_UNDEFINED,
) -> None:
    if node is None:
        return
    word = faults.text(node)
    if word not in ids and not isinstance(node.value, dict | list):  # these are reported already
        faults.add_unknown(node, code, ids, word)


def _origin(
    node: Node, keys: Mapping[str, Node], name: str, default_file: str, faults: Validator
) -> dict[str, Any]:
    """Give the fields for a formula, or for a file and the code of the series in it."""
    if "formula" in keys:
        return _formula(keys, faults)
    file = faults.text(keys.get("file")) or default_file
    if not file:
        faults.add(node, ProblemCode.ORIGIN_MISSING)
    elif file.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", file) or ":" in file:
        faults.add(keys.get("file", node), ProblemCode.PATH_OUTSIDE)
    return {"kind": "read", "file": file, "source_code": faults.text(keys.get("code")) or name}


def _formula(keys: Mapping[str, Node], faults: Validator) -> dict[str, Any]:
    for key in ("file", "code", "reader"):
        if key in keys:
            faults.add(keys[key], ProblemCode.READ_AND_COMPUTED)
    node = keys["formula"]
    try:
        parsed = arithmetic.parse(faults.text(node))
    except arithmetic.FormulaError as error:
        faults.add(node, error.code, error.found, **error.values)
        return {}
    return {"kind": "formula", "formula": parsed.text, "needs": parsed.needs}


def _period(node: Node | None, parent: Node, faults: Validator) -> str:
    period = faults.text(node)
    if not is_period(period):
        faults.add(node or parent, ProblemCode.NOT_A_PERIOD)
    return period


def _place(node: Node | None, references: References, faults: Validator) -> str:
    _check_reference(node, references.places, faults, ProblemCode.PLACE_UNDEFINED)
    return faults.text(node)


def _breaks(node: Node | None, references: References, faults: Validator) -> list[Break]:
    """Read breaks of the series; one without a period is reported and left out."""
    breaks = [_break(item, references, faults) for item in faults.items(node)]
    return [item for item in breaks if is_period(item.period)]


def _break(node: Node, references: References, faults: Validator) -> Break:
    keys = faults.mapping(node, BREAK_KEYS)
    return Break(
        _period(keys.get("period"), node, faults),
        _place(keys.get("place"), references, faults),
        text(keys.get("note"), faults),
    )


@dataclass(frozen=True)
class Measure:
    """What a target has to agree with: the unit of its indicator, and which way is better."""

    unit: Unit
    better: Better


def targets(
    node: Node | None, measure: Measure, references: References, faults: Validator
) -> list[Target]:
    """Read `{2030: 100}` for all places, or a list of mappings with TARGET_KEYS.

    Faulty ones are left out.
    """
    if node is None or node.value is None:
        return []
    if isinstance(node.value, dict) and "value" not in node.value:
        given = [_target_of_all(key, child, faults) for key, child in node.value.items()]
    else:
        given = [_target(item, measure, references, faults) for item in faults.items(node)]
    return [target for target in given if is_period(target.period) and isfinite(target.value)]


def _target_of_all(period: str, node: Node, faults: Validator) -> Target:
    if not is_period(period):
        faults.add(node, ProblemCode.NOT_A_PERIOD, period)
    values = value_range(node, TargetUnit(), faults)
    return Target(period, values.low, upper=values.high, line=node.line)


def _target(node: Node, measure: Measure, references: References, faults: Validator) -> Target:
    """Read a target; one without a usable period or value has '' or NaN in its place."""
    keys = faults.mapping(node, TARGET_KEYS)
    unit = target_unit(keys.get("unit"), measure.unit, references.units, faults)
    values = _target_values(node, keys.get("value"), unit, faults)
    place, group, members = _target_scope(node, keys, references, faults)
    base_period, base_value = _target_base(keys.get("base"), unit or TargetUnit(), faults)
    target = Target(
        _period(keys.get("period"), node, faults),
        values.low,
        place,
        text(keys.get("source"), faults),
        text(keys.get("document"), faults),
        faults.text(keys.get("url")),
        group,
        values.high,
        base_period,
        base_value,
        faults.one_of(keys.get("method"), METHODS, ""),
        members,
        node.line,
    )
    if not (place or members) and ("place" in keys or "group" in keys):
        return replace(target, value=float("nan"))  # it would hold for all places
    if not is_period(target.period) or not isfinite(target.value):
        return target
    return _check_target(target, node, keys, measure, faults)


def _target_values(
    node: Node, value: Node | None, unit: TargetUnit | None, faults: Validator
) -> ValueRange:
    if value is None:
        faults.add(node, ProblemCode.KEY_MISSING, keys=("value",))
        return ValueRange(float("nan"))
    values = value_range(value, unit or TargetUnit(), faults)
    return values if unit else ValueRange(float("nan"))


def _target_scope(
    node: Node, keys: Mapping[str, Node], references: References, faults: Validator
) -> tuple[str, str, tuple[str, ...]]:
    """Return the place, or the group and its members; all empty for every place or a fault."""
    if "place" in keys and "group" in keys:
        faults.add(node, ProblemCode.TARGET_PLACE_AND_GROUP)
        return "", "", ()
    place, group = _place(keys.get("place"), references, faults), faults.text(keys.get("group"))
    _check_reference(keys.get("group"), references.groups, faults)
    if group not in references.groups:
        return place if place in references.places else "", "", ()
    return "", group, references.groups[group].places


def _target_base(
    node: Node | None, unit: TargetUnit, faults: Validator
) -> tuple[str, float | None]:
    """Read the plan's own base: a period, or its period and value; '' where it has no period."""
    if node is None:
        return "", None
    if not isinstance(node.value, dict):
        period = _period(node, node, faults)
        return (period, None) if is_period(period) else ("", None)
    keys = faults.mapping(node, BASE_KEYS)
    period = _period(keys.get("period"), node, faults)
    value = unit.number(keys["value"], faults) if "value" in keys else float("nan")
    if not is_period(period):
        return "", None
    return period, value if isfinite(value) else None


def _check_target(
    target: Target, node: Node, keys: Mapping[str, Node], measure: Measure, faults: Validator
) -> Target:
    """Report what contradicts itself in a target; one due before its base is left out."""
    if target.base_period and time_of(target.period) <= time_of(target.base_period):
        values = {"period": target.period, "base": target.base_period}
        faults.add(keys.get("period", node), ProblemCode.TARGET_BEFORE_BASE, **values)
        return replace(target, value=float("nan"))
    if target.base_value is not None:
        target = _check_base(target, keys, measure, faults)
    if target.method and not _is_fit(target, measure):
        _warn(keys["method"].problem(ProblemCode.TARGET_METHOD_UNFIT), faults)
        return replace(target, method="")
    return target


def _check_base(
    target: Target, keys: Mapping[str, Node], measure: Measure, faults: Validator
) -> Target:
    """Warn of a base's figure that is one of several places, or that meets the target already."""
    base = target.base_value
    if not target.place:
        _warn(keys["base"].problem(ProblemCode.TARGET_BASE_OF_MANY), faults)
        return replace(target, base_value=None)
    if base is not None and is_met(base, target, measure.better, base):
        met = keys["value"].problem(ProblemCode.TARGET_MET_AT_BASE, base=target.base_period)
        _warn(met, faults)
    return target


def _is_fit(target: Target, measure: Measure) -> bool:
    """Tell whether the method that a target names is defined for its values and its unit."""
    numbers = [target.value, target.upper, target.base_value]
    method = next(name for name in METHODS if name == target.method)
    is_on_scale = is_defined(method, *(number for number in numbers if number is not None))
    return is_on_scale and (method != "logistic" or measure.unit.kind == "share")


def _warn(problem: Problem, faults: Validator) -> None:
    faults.problems.append(replace(problem, severity="warning"))
