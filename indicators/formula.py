"""Arithmetic from config.yaml: numbers, indicator ids, + - * / and brackets. Nothing else exists.

The text is parsed by Python's own parser and walked by hand; only the node types named here are
accepted, so a formula cannot call, import, subscript or reach an attribute. It is evaluated on
arrays, never with `eval`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.problems import Problem, ProblemCode, Value

Array = NDArray[np.float64]
Dimension = Mapping[str, int]

_OPERATORS: dict[type[ast.operator], Callable[[Array, Array], Array]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
}
_MAX_LENGTH = 2_000
_MAX_DEPTH = 50
_MAX_NUMBER = 1e300
_MAX_FOUND = 60
"""Characters of a formula's part that are quoted in a problem."""


class FormulaError(ValueError):
    """A formula that cannot be used: the code of the problem, the part it is about, and values."""

    def __init__(self, code: ProblemCode, found: str = "", **values: Value) -> None:
        self.code, self.found, self.values = code, found[:_MAX_FOUND], values
        super().__init__(Problem(code, values=values).message())


@dataclass(frozen=True)
class Formula:
    """A checked formula: its text, its tree, and the indicators it names in order of appearance."""

    text: str
    tree: ast.expr
    needs: tuple[str, ...]


def parse(text: str) -> Formula:
    """Check a formula.

    Raises FormulaError for anything but numbers, names, + - * / and brackets.
    """
    if len(text) > _MAX_LENGTH:
        raise _too_long(text)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise FormulaError(ProblemCode.FORMULA_NOT_ARITHMETIC, text) from None
    names: dict[str, None] = {}
    _check(tree, names, 0)
    if not names:
        raise FormulaError(ProblemCode.FORMULA_WITHOUT_INDICATOR, text)
    return Formula(text, tree, tuple(names))


def _too_long(text: str) -> FormulaError:
    code = ProblemCode.FORMULA_TOO_LONG
    return FormulaError(code, text, characters=_MAX_LENGTH, levels=_MAX_DEPTH)


def _check(node: ast.expr, names: dict[str, None], depth: int) -> None:
    """Add the names below a node to `names`. Raises FormulaError for what is not arithmetic."""
    if depth > _MAX_DEPTH:
        raise _too_long("")
    match node:
        case ast.Name(id=name):
            names[name] = None
        case ast.Constant(value=bool()):
            raise FormulaError(ProblemCode.FORMULA_NOT_ARITHMETIC, ast.unparse(node))
        case ast.Constant(value=int() | float() as number):
            if not abs(number) <= _MAX_NUMBER:
                raise _too_long(ast.unparse(node))
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _check(operand, names, depth + 1)
        case ast.BinOp(op=ast.Div(), right=ast.Constant(value=0)):
            raise FormulaError(ProblemCode.FORMULA_ZERO_DIVISION, ast.unparse(node))
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            _check(left, names, depth + 1)
            _check(right, names, depth + 1)
        case _:
            raise FormulaError(ProblemCode.FORMULA_NOT_ARITHMETIC, ast.unparse(node))


def evaluate(formula: Formula, values: Mapping[str, Array]) -> Array:
    """Return the formula's value on aligned arrays.

    Missing inputs (nan) give nan, division by zero gives inf or nan.
    """
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
    raise TypeError(f"a formula that was not checked: {ast.unparse(node)}")


def dimension(formula: Formula, known: Mapping[str, Dimension]) -> Dimension:
    """Return the dimension of the result, by the rules of physics: sums need like with like.

    Shares, rates and plain numbers have no dimension; a number alone may be added to any of those.
    Raises FormulaError where unlike units are added or subtracted.
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
            code = ProblemCode.FORMULA_UNLIKE_UNITS
            raise FormulaError(code, left=spell(left), right=spell(right))
        return left
    sign = -1 if isinstance(op, ast.Div) else 1
    powers = {base: left.get(base, 0) + sign * right.get(base, 0) for base in {**left, **right}}
    return {base: power for base, power in powers.items() if power}


def spell(parts: Dimension) -> str:
    """Write a dimension as the field does: 'CNY/person'.

    '1' for a share, a rate or a plain number.
    """
    numerator = _product(parts, 1) or "1"
    denominator = _product(parts, -1)
    return f"{numerator}/{denominator}" if denominator else numerator


def _product(parts: Dimension, sign: int) -> str:
    """Join the bases whose power has this sign, each as often as its power: 'm·m'."""
    repeated = [base for base, power in parts.items() for _ in range(sign * power)]
    return "·".join(sorted(repeated))
