"""Where a place stands: newest figure, change, break, rank, target, and whose figure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.standing import (
    all_standings,
    broken_between,
    lineage,
    nearest_with_figures,
    standing,
    standings,
)

if TYPE_CHECKING:
    from tests.conftest import Tiny


def test_change_rank_and_target(tiny: Tiny) -> None:
    found = standing(tiny.load(), "internet_users", "BBB")
    assert found is not None
    assert (found.latest.value, found.difference, found.improved, found.own) == (90, 10, True, True)
    assert (found.rank, found.of, found.rank_before, found.moved) == (1, 3, None, 0)
    assert found.progress is not None
    assert found.progress.state == "reached"
    assert found.trail == (("2022", 80.0), ("2023", 90.0))


def test_a_break_between_two_figures_is_no_change(tiny: Tiny) -> None:
    found = standing(tiny.load(), "internet_users", "AAA")
    assert found is not None
    assert found.broken is not None
    assert (found.difference, found.improved, found.rank) == (None, None, 2)
    assert found.progress is not None
    assert found.progress.state == "insufficient"  # one figure since the break


def test_a_break_lies_after_the_first_and_up_to_the_second(tiny: Tiny) -> None:
    entry = tiny.load().catalogue.indicators["internet_users"]
    assert broken_between(entry, "AAA", "2022", "2023") is not None
    assert broken_between(entry, "AAA", "2023", "2024") is None
    assert broken_between(entry, "BBB", "2022", "2023") is None


def test_the_place_above_stands_in_and_says_so(tiny: Tiny) -> None:
    dataset = tiny.load()
    found = standing(dataset, "internet_users", "ALP")
    assert found is not None
    assert (found.place, found.asked, found.own) == ("AAA", "ALP", False)
    assert nearest_with_figures(dataset, "gdp_per_head", "CCC") == ""  # the world's figure never stands in
    assert standing(dataset, "gdp_per_head", "CCC") is None


def test_headlines_in_order_and_all_of_a_place(tiny: Tiny) -> None:
    dataset = tiny.load()
    assert [one.indicator.id for one in standings(dataset, "AAA", "networks")] == ["internet_users", "gdp_per_head"]
    assert [one.indicator.id for one in all_standings(dataset, "CCC")] == ["internet_users", "population"]
    assert all_standings(dataset, "CCC") is all_standings(dataset, "CCC")


def test_two_members_make_no_ranking(tiny: Tiny) -> None:
    found = standing(tiny.load(), "gdp_per_head", "AAA")
    assert found is not None
    assert (found.rank, found.of) == (None, 2)


def test_the_previous_figure_is_of_the_same_length(tiny: Tiny) -> None:
    found = standing(tiny.add("NET,BBB,2023-Q1,total,85,,,,", "NET,BBB,2024-Q1,total,95,,,,").load(), "internet_users", "BBB")
    assert found is not None
    assert found.previous is not None
    assert (found.latest.period, found.previous.period, found.difference) == ("2024-Q1", "2023-Q1", 10)


def test_lineage_goes_down_to_file_and_line(tiny: Tiny) -> None:
    dataset = tiny.load()
    one = dataset.latest("gdp_per_head", "AAA")
    assert one is not None
    found = [(origin.depth, origin.observation.indicator, origin.observation.line) for origin in lineage(dataset, one)]
    assert found == [(0, "gdp_per_head", 0), (1, "gdp", 14), (1, "population", 9)]
