"""Checks between indicators: order of computing, circles, and what is dropped with an input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators import metrics
from indicators.catalogue import cross_checks
from indicators.metrics import registry
from indicators.problems import ProblemCode

if TYPE_CHECKING:
    import pandas as pd

    from tests.conftest import Tiny

MORE = """
indicators:
  double: {unit: yuan per person, pillar: networks, formula: 2 * gdp_per_head}
  a: {unit: yuan, pillar: networks, formula: b + gdp}
  b: {unit: yuan, pillar: networks, formula: c - gdp}
  c: {unit: yuan, pillar: networks, formula: a}
  d: {unit: yuan, pillar: networks, formula: c + gdp}
"""


def test_inputs_are_computed_before_what_needs_them(tiny: Tiny) -> None:
    tiny.write(
        "data/more.yaml",
        "indicators:\n  double: {unit: yuan per person, pillar: networks, formula: 2 * gdp_per_head}\n",
    )
    dataset = tiny.load()
    assert cross_checks.order(dataset.catalogue.indicators) == ["gdp_per_head", "double"]
    assert dataset.latest("double", "AAA").value == 300  # type: ignore[union-attr]


def test_a_circle_is_reported_for_each_and_dropped_with_what_needs_it(tiny: Tiny) -> None:
    dataset = tiny.write("data/more.yaml", MORE).load()
    problems = [problem for problem in dataset.problems if problem.file == "more.yaml"]
    circles = [problem for problem in problems if problem.code == ProblemCode.FORMULA_CIRCLE]
    assert [(problem.line, problem.column) for problem in circles] == [
        (4, "indicators.a"),
        (5, "indicators.b"),
        (6, "indicators.c"),
    ]
    assert {problem.values["circle"] for problem in circles} == {("a", "b", "c", "a")}
    last = problems[-1]
    assert (last.code, last.column, last.found) == (
        ProblemCode.FORMULA_INPUT_UNDEFINED,
        "indicators.d",
        "c",
    )
    assert not {"a", "b", "c", "d"} & set(dataset.catalogue.indicators)
    assert dataset.latest("double", "BBB").value == 600  # type: ignore[union-attr]


def test_metrics_without_their_inputs_are_one_notice(tiny: Tiny) -> None:
    (notice,) = [problem for problem in tiny.load().problems if problem.severity == "notice"]
    assert notice.code == ProblemCode.METRICS_IDLE
    names = notice.values["names"]
    assert isinstance(names, tuple) and "people_offline" in names
    assert notice.values["n"] == len(names)


def test_words_that_a_language_lacks_are_reported(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function in Python as an indicator of a .yaml; words for all languages lack none."""

    def share(gdp: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
        """Divide output by residents."""
        return gdp / population

    monkeypatch.setattr(registry, "REGISTRY", registry.REGISTRY.copy())
    monkeypatch.setattr(metrics, "REGISTRY", registry.REGISTRY)
    registry.indicator(
        title={"en": "Output per head"},
        definition={"en": "Output divided by residents.", "zh": "产出除以人口。"},
        unit="yuan per person",
        pillar="networks",
    )(share)
    tiny.write(
        "data/more.yaml",
        "indicators:\n"
        "  double: {title: Double, unit: yuan per person, pillar: networks, formula: 2 * gdp_per_head}\n"
        "  triple: {title: {zh: 三倍}, unit: yuan per person, pillar: networks, formula: 3 * gdp_per_head}\n",
    )
    problems = tiny.problems_with(ProblemCode.WORDS_MISSING)
    assert [(problem.column, problem.severity, problem.values) for problem in problems] == [
        ("indicators.triple", "notice", {"parts": ("title",), "language": "en"}),
        ("share", "warning", {"parts": ("title", "method"), "language": "zh"}),
    ]
    assert problems[0].file == "more.yaml" and problems[0].line == 3
