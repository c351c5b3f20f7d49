"""What entries say of each other: order of computing, circles, and what falls with what it stood on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.catalogue import cross_checks

if TYPE_CHECKING:
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


def test_a_circle_is_told_once_for_each_and_dropped_with_what_stood_on_it(tiny: Tiny) -> None:
    dataset = tiny.write("data/more.yaml", MORE).load()
    told = [problem.message() for problem in dataset.problems if problem.file == "more.yaml"]
    assert [what for what in told if "circle" in what] == [
        f"indicators.{name}: formulas go in a circle: a needs b needs c needs a" for name in "abc"
    ]
    assert told[-1] == "indicators.d: the formula names unknown indicator 'c'"
    assert not {"a", "b", "c", "d"} & set(dataset.catalogue.indicators)
    assert dataset.latest("double", "BBB").value == 600  # type: ignore[union-attr]


def test_metrics_without_their_inputs_are_one_notice(tiny: Tiny) -> None:
    notices = [problem for problem in tiny.load().problems if problem.severity == "notice"]
    assert len(notices) == 1
    assert (
        "are not computed, for this dashboard lacks their unit, pillar or inputs"
        in notices[0].message()
    )
    assert "people_offline" in notices[0].message()
