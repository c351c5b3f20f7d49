"""Arithmetic from config.yaml: numbers, indicator ids, + - * / and brackets. Nothing else exists.

The text is parsed by Python's own parser and walked by hand; only the node types named here are accepted, so
a formula cannot call, import, subscript or reach an attribute. It is evaluated on arrays, never with `eval`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Dimension = Mapping[str, int]

_OPERATORS: dict[type[ast.operator], Callable[[Array, Array], Array]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
}
_LONGEST = 2_000
_DEEPEST = 50
_LARGEST = 1e300


class FormulaError(ValueError):
    """A formula that cannot be used; the message is a sentence for the person who wrote it."""


@dataclass(frozen=True)
class Formula:
    """A checked formula: its text, its tree, and the indicators it names in order of appearance."""

    text: str
    tree: ast.expr
    needs: tuple[str, ...]


def parse(text: str) -> Formula:
    """Check a formula; raises FormulaError for anything but numbers, names, + - * / and brackets."""
    if len(text) > _LONGEST:
        raise FormulaError(f"is longer than {_LONGEST} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise FormulaError(
            f"is not arithmetic ({getattr(error, 'msg', 'cannot be read')})"
        ) from None
    names: dict[str, None] = {}
    _check(tree, names, 0)
    if not names:
        raise FormulaError("names no indicator")
    return Formula(text, tree, tuple(names))


def _check(node: ast.expr, names: dict[str, None], depth: int) -> None:
    if depth > _DEEPEST:
        raise FormulaError("is nested too deeply")
    match node:
        case ast.Name(id=name):
            names[name] = None
        case ast.Constant(value=bool()):
            raise FormulaError(
                "may hold only numbers, indicator ids, + - * / and brackets; "
                f"it holds {ast.unparse(node)}"
            )
        case ast.Constant(value=int() | float() as number):
            if not abs(number) <= _LARGEST:
                raise FormulaError(
                    f"holds a number too large to count with: {ast.unparse(node)[:20]} ..."
                )
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _check(operand, names, depth + 1)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            if (
                isinstance(node.op, ast.Div)
                and isinstance(right, ast.Constant)
                and right.value == 0
            ):
                raise FormulaError("divides by zero")
            _check(left, names, depth + 1)
            _check(right, names, depth + 1)
        case _:
            raise FormulaError(
                "may hold only numbers, indicator ids, + - * / and brackets; "
                f"it holds {ast.unparse(node)[:60]!r}"
            )


def evaluate(formula: Formula, values: Mapping[str, Array]) -> Array:
    """The formula's value on aligned arrays; missing inputs (nan) give nan, division by zero gives inf or nan."""
    with np.errstate(all="ignore"):
        return np.asarray(_value(formula.tree, values), dtype=float)


def _value(node: ast.expr, values: Mapping[str, Array]) -> Array:
    match node:
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.UnaryOp(operand=operand):
            return _value(operand, values)
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left, values), _value(right, values))
        case ast.Constant(value=int() | float() as number):
            return np.float64(number)  # type: ignore[return-value]
    raise FormulaError("was not checked")


def dimension(formula: Formula, known: Mapping[str, Dimension]) -> Dimension:
    """The dimension of the result, by the rules of physics: sums need like with like.

    Shares, rates and plain numbers have no dimension; a number alone may be added to any of those.
    Raises FormulaError, e.g. 'adds CNY to USD'.
    """
    return _dimension(formula.tree, known)


def _dimension(node: ast.expr, known: Mapping[str, Dimension]) -> dict[str, int]:
    match node:
        case ast.Name(id=name):
            return dict(known[name])
        case ast.UnaryOp(operand=operand):
            return _dimension(operand, known)
        case ast.BinOp(left=left, op=op, right=right):
            return _combined(_dimension(left, known), _dimension(right, known), op)
    return {}


def _combined(left: dict[str, int], right: dict[str, int], op: ast.operator) -> dict[str, int]:
    if isinstance(op, ast.Add | ast.Sub):
        if left != right:
            verb = "adds" if isinstance(op, ast.Add) else "subtracts"
            raise FormulaError(f"{verb} unlike units: {spell(left)} and {spell(right)}")
        return left
    sign = -1 if isinstance(op, ast.Div) else 1
    powers = {base: left.get(base, 0) + sign * right.get(base, 0) for base in {**left, **right}}
    return {base: power for base, power in powers.items() if power}


def spell(parts: Dimension) -> str:
    """A dimension in words: 'CNY/person', or 'a plain number'."""
    above = "·".join(sorted(base for base, power in parts.items() for _ in range(max(power, 0))))
    below = "·".join(sorted(base for base, power in parts.items() for _ in range(max(-power, 0))))
    return (above or "1") + (f"/{below}" if below else "") if parts else "a plain number"
