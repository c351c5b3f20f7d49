"""Formulas: arithmetic and nothing else, with Python's own results."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.formula import FormulaError, dimension, evaluate, parse, spell
from indicators.problems import ProblemCode

CNY, PERSON = {"CNY": 1}, {"person": 1}
REFUSED = [
    "__import__('os')",
    "a.__class__",
    "lambda: a",
    "f'{a}'",
    "[x for x in a]",
    "(x for x in a)",
    "a[0]",
    "10**10**10",
    "a if a else a",
    "a and b",
    "not a",
    "~a",
    "a < b",
    "a // b",
    "a % b",
    "a @ b",
    "(a := 1)",
    "a, b",
    "{a}",
    "{'a': a}",
    "'a' * 9",
    "b'a'",
    "a * True",
    "a * None",
    "a * ...",
    "a * 1j",
    "await a",
    "print(a)",
    "yield_(a)",
    "a.b.c()",
    "(yield a)",
]
BROKEN = ["", "   ", "a +", "(a", "a = 1", "import os", "a; b", "a\n+ b", "*a", "1a"]


def value(text: str, **known: float) -> float:
    return float(
        evaluate(parse(text), {name: np.array([number]) for name, number in known.items()})[0]
    )


@pytest.mark.parametrize("text", REFUSED)
def test_what_reaches_beyond_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    assert refused.value.code == ProblemCode.FORMULA_NOT_ARITHMETIC


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    assert refused.value.code == ProblemCode.FORMULA_NOT_ARITHMETIC


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a / 0", ProblemCode.FORMULA_ZERO_DIVISION),
        ("a / 0.0", ProblemCode.FORMULA_ZERO_DIVISION),
        ("1 + 2", ProblemCode.FORMULA_WITHOUT_INDICATOR),
        ("a" * 2001, ProblemCode.FORMULA_TOO_LONG),
        ("-" * 1900 + "a", ProblemCode.FORMULA_TOO_LONG),
        ("(" * 900 + "a" + ")" * 900, ProblemCode.FORMULA_NOT_ARITHMETIC),
        ("a * " + "9" * 400, ProblemCode.FORMULA_TOO_LONG),
        ("a * 1e999", ProblemCode.FORMULA_TOO_LONG),
    ],
)
def test_other_faults_have_a_code(text: str, code: ProblemCode) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    assert refused.value.code == code


def test_precedence_brackets_and_signs() -> None:
    assert value("2 + 3 * a", a=4) == 14
    assert value("(2 + 3) * -a", a=4) == -20
    assert value("+a - b / 2", a=1, b=3) == -0.5


def test_names_are_told_in_order_and_once() -> None:
    assert parse("b / a + b").needs == ("b", "a")


def test_missing_stays_missing_and_zero_divides_into_nothing_finite() -> None:
    known = {"a": np.array([np.nan, 1.0, 0.0]), "b": np.array([1.0, 0.0, 0.0])}
    result = evaluate(parse("a / b"), known)
    assert math.isnan(result[0])
    assert math.isinf(result[1])
    assert math.isnan(result[2])


def test_units_follow_the_rules_of_physics() -> None:
    known = {"gdp": CNY, "people": PERSON, "share": {}}
    assert dimension(parse("100 * gdp / people"), known) == {"CNY": 1, "person": -1}
    assert dimension(parse("100 - share"), known) == {}
    assert dimension(parse("gdp / gdp"), known) == {}
    with pytest.raises(FormulaError) as refused:
        dimension(parse("gdp + people"), known)
    assert refused.value.values == {"left": "CNY", "right": "person"}
    with pytest.raises(FormulaError) as refused:
        dimension(parse("gdp - 1"), known)
    assert refused.value.values == {"left": "CNY", "right": "1"}


def test_a_dimension_is_spelt() -> None:
    assert spell({"CNY": 1, "person": -1}) == "CNY/person"
    assert spell({"person": -1}) == "1/person"
    assert spell({}) == "1"


LEAVES = st.one_of(
    st.sampled_from(["a", "b"]),
    st.integers(1, 999).map(str),
    st.sampled_from(["0.5", "1e3", "2.25"]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(
            lambda three: f"({three[0]} {three[1]} {three[2]})"
        ),
        inner.map(lambda one: f"(-{one})"),
    ),
    max_leaves=12,
)


@given(
    TREES.filter(lambda text: "a" in text or "b" in text), st.floats(1, 1e6), st.floats(-1e6, -1)
)
def test_arithmetic_is_pythons_own(text: str, a: float, b: float) -> None:
    try:
        expected = eval(text, {"__builtins__": {}}, {"a": a, "b": b})  # noqa: S307 - the test made the text
    except ZeroDivisionError:
        return
    assert value(
        text, **{name: {"a": a, "b": b}[name] for name in parse(text).needs}
    ) == pytest.approx(float(expected), rel=1e-12, abs=0, nan_ok=True)


@given(st.text(max_size=60))
def test_any_text_is_arithmetic_or_refused(text: str) -> None:
    try:
        found = parse(text)
    except FormulaError:
        return
    evaluate(found, {name: np.array([1.0]) for name in found.needs})
