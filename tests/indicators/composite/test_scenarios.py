"""What another figure would do to a score, under each scale that can be fixed."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.catalogue.index_description import read_description
from indicators.composite import scenarios
from indicators.composite.data import read_data
from indicators.composite.engine import IndexResult, compute

FIGURES = """place,period,a,b
A,2020,1,5
B,2020,2,9
C,2020,4,3
D,2020,9,9
A,2021,3,6
B,2021,2,9
C,2021,5,3
D,2021,7,8
"""


def result(folder: Path, rule: str, pooled: str, availability: int = 0) -> IndexResult:
    description, figures = folder / "x.yaml", folder / "x.csv"
    description.write_text(
        f"id: x\naggregation: {{rule: arithmetic, availability: {availability}}}\n"
        f"normalisation: {{rule: {rule}, pooled: {pooled}}}\n"
        "nodes:\n  - {indicator: a}\n  - {indicator: b}\n"
    )
    figures.write_text(FIGURES)
    index = read_description(description)
    return compute(index.structure, index.method, read_data(figures, index).inputs)


@pytest.mark.parametrize("rule", ["min_max", "z_score", "goalposts"])
@pytest.mark.parametrize("pooled", ["true", "false"])
@pytest.mark.parametrize("availability", [0, 1])
def test_a_unit_with_its_own_figures_keeps_its_score(
    tmp_path: Path, rule: str, pooled: str, availability: int
) -> None:
    index = result(tmp_path, rule, pooled, availability)
    unchanged = scenarios.change_figures(index, {("A", "2020", "a"): 1.0})
    assert unchanged.scores["x"].to_numpy() == pytest.approx(index.scores["x"].to_numpy())


@pytest.mark.parametrize("rule", ["min_max", "z_score", "goalposts"])
@pytest.mark.parametrize("pooled", ["true", "false"])
def test_with_the_figure_that_is_needed_a_unit_has_the_score(
    tmp_path: Path, rule: str, pooled: str
) -> None:
    index = result(tmp_path, rule, pooled)
    needed = scenarios.score_needed(index, "x", "A", "2020", 3)
    figure = scenarios.figure_needed(index, "x", "A", "2020", "a", needed)
    changed = scenarios.change_figures(index, {("A", "2020", "a"): figure})
    assert float(changed.scores.loc[("A", "2020"), "x"]) == pytest.approx(needed)


def test_the_figure_that_is_needed_within_a_year(tmp_path: Path) -> None:
    """In 2020 a is from 1 to 9 and b from 3 to 9: B has (12.5 + 100) / 2 = 56.25 and is second.

    A has 33.33 by b, so it needs 2 x 56.25 - 33.33 = 79.17 by a: 1 + 8 x 0.7917 = 7.33.
    """
    index = result(tmp_path, "min_max", "false")
    needed = scenarios.score_needed(index, "x", "A", "2020", 2)
    assert needed == pytest.approx(56.25)
    figure = scenarios.figure_needed(index, "x", "A", "2020", "a", needed)
    assert figure == pytest.approx(22 / 3)
