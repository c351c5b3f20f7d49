"""Groups' figures, worked out by hand from tests/data/tiny.

Internet users 2023: Alpha 60 (1 million people), Beta 90 (3 million), Gamma 30 (1 million in 2022,
carried on): (60*1 + 90*3 + 30*1) / 5 = 72. In 2022 Gamma reports none: (50*1 + 80*3) / 4 = 72.5
from 4 of 5 million people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from indicators.derive import groups
from indicators.problems import ProblemCode

if TYPE_CHECKING:
    from tests.conftest import Tiny


def test_a_mean_is_weighed_and_says_its_coverage(tiny: Tiny) -> None:
    then, now = tiny.load().series("internet_users", "WLD")
    assert (then.period, then.value, then.coverage, then.status) == (
        "2022",
        72.5,
        pytest.approx(0.8),
        "reported",
    )
    # Gamma's weight is carried on (estimated); Alpha was counted anew (break), which is softer
    # still.
    assert (now.period, now.value, now.coverage, now.status) == (
        "2023",
        72,
        pytest.approx(1),
        "break",
    )


def test_a_break_in_a_small_member_is_none_of_the_group(tiny: Tiny) -> None:
    """Alpha, counted anew in 2023, has 1 of 32 million people."""
    tiny.change("data/world/facts.csv", "POP,BBB,2022,total,300", "POP,BBB,2022,total,3000")
    tiny.change("data/world/facts.csv", "POP,BBB,2023,total,300", "POP,BBB,2023,total,3000")
    assert [one.status for one in tiny.load().series("internet_users", "WLD")] == [
        "reported",
        "estimated",
    ]


def test_a_break_that_is_declared_for_a_large_member_is_one_of_the_group(tiny: Tiny) -> None:
    """Beta has 3 of 5 million people; Alpha's flag and the break declared for it are gone."""
    tiny.change("data/world/facts.csv", "% of population,break,", "% of population,,")
    tiny.change("data/world/facts.yaml", 'place: AAA, period: "2023"', 'place: AAA, period: "2030"')
    assert tiny.load().series("internet_users", "WLD")[-1].status == "estimated"
    tiny.change("data/world/facts.yaml", 'place: AAA, period: "2030"', 'place: BBB, period: "2023"')
    assert tiny.load().series("internet_users", "WLD")[-1].status == "break"


def test_a_total_is_a_sum_of_those_who_report(tiny: Tiny) -> None:
    then, now = tiny.load().series("population", "WLD")
    assert (then.value, then.coverage) == (5_000_000, 1)
    assert (now.value, now.coverage) == (4_000_000, pytest.approx(2 / 3))


def test_a_computed_indicator_has_group_figures_too(tiny: Tiny) -> None:
    assert tiny.load().latest("gdp_per_head", "friends").value == 262.5  # type: ignore[union-attr]


def test_below_the_coverage_there_is_no_figure(tiny: Tiny) -> None:
    dataset = tiny.change("config.yaml", "focus: AAA", "focus: AAA\ncoverage: 0.81").load()
    assert [one.period for one in dataset.series("internet_users", "WLD")] == ["2023"]
    assert not dataset.has("gdp", "WLD")


def test_weights_are_carried_three_years_and_no_more(tiny: Tiny) -> None:
    rows = [
        f"NET,{place},{year},total,10,,,,"
        for place in ("AAA", "BBB", "CCC")
        for year in (2025, 2026, 2027)
    ]
    periods = [one.period for one in tiny.add(*rows).load().series("internet_users", "WLD")]
    # Gamma's people were last counted in 2022: 2025 is three years on; by 2026 it has no weight,
    # two of three remain.
    assert periods == ["2022", "2023", "2025", "2026"]


def test_a_group_that_publishes_its_own_figure_keeps_it(tiny: Tiny) -> None:
    dataset = tiny.add("NET,WLD,2023,total,71,,,,").load()
    assert [
        (one.period, one.value, one.line) for one in dataset.series("internet_users", "WLD")
    ] == [("2023", 71, 16)]
    assert dataset.latest("internet_users", "friends").value == 72  # type: ignore[union-attr]


def test_breakdowns_are_not_averaged(tiny: Tiny) -> None:
    assert not tiny.load().has("internet_users", "WLD", "sex=female")


def test_an_indicator_that_says_neither_has_no_group_figure(tiny: Tiny) -> None:
    tiny.change("config.yaml", "    weight: population\n", "")
    assert not tiny.load().has("gdp_per_head", "WLD")


def test_a_dropped_file_with_a_groups_own_figures_is_told(tiny: Tiny) -> None:
    """The world has averages of two years; a figure of its own for one year takes the place of
    both, which nobody would see.
    """
    tiny.write(
        "data/dropped.csv", "indicator,place,period,value\nNET,AAA,2021,45\nNET,WLD,2023,71\n"
    )
    dataset = tiny.load()
    assert [(one.period, one.value) for one in dataset.series("internet_users", "WLD")] == [
        ("2023", 71)
    ]
    code = ProblemCode.PUBLISHED_GROUP_FIGURES
    (problem,) = [problem for problem in dataset.problems if problem.code == code]
    assert (problem.file, problem.line, problem.column, problem.severity) == (
        "dropped.csv",
        3,
        "place",
        "warning",
    )
    assert problem.values == {"indicator": "internet_users", "group": "WLD"}


def test_a_project_without_groups_is_loaded(tiny: Tiny) -> None:
    """Population is a sum and the users a mean; nobody combines them."""
    config = tiny.config.read_text(encoding="utf-8")
    start, end = config.index("groups:"), config.index("pillars:")
    tiny.write("config.yaml", config[:start] + config[end:])
    assert tiny.load().latest("population", "BBB").value == 3_000_000  # type: ignore[union-attr]


@pytest.mark.parametrize("cells", [1, 7, 100])
def test_few_cells_at_once_give_the_same_figures(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, cells: int
) -> None:
    """A grid is larger than allowed for one indicator alone."""
    expected = tiny.load()
    sizes, place_figures = [], groups._place_figures

    def recorded(*arguments: Any) -> groups.PlaceFigures:
        figures = place_figures(*arguments)
        sizes.append((len(set(figures.indicator.tolist())), figures.value.size))
        return figures

    monkeypatch.setattr(groups, "CELLS_AT_ONCE", cells)
    monkeypatch.setattr(groups, "_place_figures", recorded)
    dataset = tiny.load()
    assert sizes and all(size <= cells or count == 1 for count, size in sizes)
    for name in expected.catalogue.indicators:
        assert dataset.select(name).equals(expected.select(name)), name
