"""Numbers of a YAML file that have to be whole, a share, above 0, or in order."""

from __future__ import annotations

import math

from indicators.catalogue.yaml_nodes import Node, Validator
from indicators.problems import ProblemCode


def is_given(node: Node | None) -> bool:
    """Return whether a key has a value: without one, `key:` or `key: null`, the default counts."""
    return node is not None and node.value is not None


def whole(node: Node, faults: Validator, least: int) -> int:
    """Return a whole number of `least` or more; `least`, and a problem, where it is none."""
    number = faults.number(node)
    if math.isnan(number):
        return least
    if number < least or number != int(number):
        faults.add(node, ProblemCode.NOT_A_WHOLE_NUMBER, low=str(least))
        return least
    return int(number)


def share(node: Node, faults: Validator) -> float:
    """Return a number from 0 to 1; 0, and a problem, where it is none."""
    number = faults.number(node)
    if math.isnan(number):
        return 0.0
    if not 0 <= number <= 1:
        faults.add(node, ProblemCode.NOT_A_SHARE)
        return 0.0
    return number


def positive(node: Node, faults: Validator) -> float:
    """Return a number above 0; 1, and a problem, where it is none."""
    number = faults.number(node)
    if math.isnan(number):
        return 1.0
    if number <= 0:
        faults.add(node, ProblemCode.NUMBER_NOT_POSITIVE)
        return 1.0
    return number


def ascending(
    node: Node | None, default: tuple[float, float], faults: Validator
) -> tuple[float, float]:
    """Return two numbers, the lower one first; the default without any, and for others, which are
    reported.
    """
    if node is None or node.value is None:
        return default
    numbers = [faults.number(item) for item in faults.items(node)]
    if any(map(math.isnan, numbers)):
        return default
    if len(numbers) != 2 or numbers[0] >= numbers[1]:
        found = ", ".join(f"{number:g}" for number in numbers)
        faults.add(node, ProblemCode.NUMBERS_ORDER, found)
        return default
    return numbers[0], numbers[1]
