"""Reads the value of a target: one number or a range of two, in the indicator's unit or another."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.catalogue.yaml_nodes import Node, Validator
from indicators.model import Unit
from indicators.problems import ProblemCode

_NUMBER_WITH_WORDS = re.compile(r"\s*[-+]?[\d.,]*\d\s*(?![eE][-+]?\d+\s*$)[^\d.,\s]")
"""A number that is followed by words or a sign, like '90 %' or '26 per 10,000', and not by an
exponent as in 1.05e12."""


@dataclass(frozen=True)
class ValueRange:
    """One value, or a range from `low` to `high`; NaN where the file has no number."""

    low: float
    high: float | None = None


@dataclass(frozen=True)
class TargetUnit:
    """The unit of a target's values: so many powers of ten of the indicator's."""

    exponent: int = 0

    def number(self, node: Node, faults: Validator) -> float:
        """Read a number in the indicator's unit; NaN, and a problem, where it is none.

        A number with a unit behind it is none, since the unit has a key of its own.
        """
        if isinstance(node.value, str) and _NUMBER_WITH_WORDS.match(node.value):
            faults.add(node, ProblemCode.TARGET_VALUE_WITH_UNIT)
            return math.nan
        number = faults.number(node)
        if not self.exponent or not math.isfinite(number):
            return number
        return float(Decimal(repr(number)).scaleb(self.exponent))


def target_unit(
    node: Node | None, unit: Unit, units: Mapping[str, Unit], faults: Validator
) -> TargetUnit | None:
    """Read the unit of a target of an indicator in `unit`; None where it is another's.

    Without one the values are in the indicator's.
    """
    if node is None:
        return TargetUnit()
    word = faults.text(node)
    if word not in units:
        faults.add_unknown(node, ProblemCode.UNIT_UNDEFINED, units)
        return None
    if units[word].base != unit.base:
        faults.add(node, ProblemCode.TARGET_IN_OTHER_UNIT, unit=unit.id)
        return None
    return TargetUnit(units[word].exponent)


def value_range(node: Node, unit: TargetUnit, faults: Validator) -> ValueRange:
    """Read one number, or a list of two as a range.

    A range whose higher end is first is read as meant, with a warning.
    """
    if not isinstance(node.value, list):
        return ValueRange(unit.number(node, faults))
    if len(node.value) != 2:
        faults.add(node, ProblemCode.TARGET_RANGE_EXPECTED, n=len(node.value))
        return ValueRange(math.nan)
    low, high = (unit.number(item, faults) for item in node.value)
    if low > high:
        found = ", ".join(item.text for item in node.value)
        turned = node.problem(ProblemCode.TARGET_RANGE_REVERSED, found)
        faults.problems.append(replace(turned, severity="warning"))
        low, high = high, low
    if not math.isfinite(high):
        return ValueRange(math.nan)
    return ValueRange(low, high if high > low else None)
