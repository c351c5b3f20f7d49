"""A group's figures from the members that report throughout, by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators.analysis.group_figures import constant_members, group_figure

if TYPE_CHECKING:
    from tests.conftest import Tiny


def test_members_with_figures_in_all_periods_alone_are_averaged(tiny: Tiny) -> None:
    # Population is 1, 3 and 1 million. In 2022 Alpha (50) and Beta (80) hold 80 % of it, in 2023
    # Gamma (30) reports, too. Weighted: (50 + 3*80)/4 = 72.5, (60 + 3*90 + 30)/5 = 72; without
    # Gamma 82.5 in 2023.
    dataset = tiny.load()
    found = dataset.series("internet_users", "friends")
    assert [(one.period, one.value) for one in found] == [("2022", 72.5), ("2023", 72)]
    constant = constant_members(dataset, "internet_users", "friends")
    assert constant is not None
    assert constant.members == ("AAA", "BBB")
    assert constant.values == {"2022": 72.5, "2023": 82.5}
    assert constant.share == {"2022": pytest.approx(0.8), "2023": pytest.approx(0.8)}


def test_sums_are_of_the_same_members_too(tiny: Tiny) -> None:
    tiny.change("config.yaml", "title: {en: Three", "coverage: 0.5\ntitle: {en: Three")
    constant = constant_members(tiny.load(), "population", "friends")
    assert constant is not None  # Gamma is not counted in 2023
    assert constant.members == ("AAA", "BBB")
    assert constant.values == {"2022": 4_000_000, "2023": 4_000_000}


def test_a_place_that_is_no_group_has_no_members(tiny: Tiny) -> None:
    dataset = tiny.load()
    assert constant_members(dataset, "internet_users", "AAA") is None
    assert group_figure(dataset, dataset.latest("internet_users", "AAA")) is None


def test_the_mean_without_weights_stands_beside_the_weighted_one(tiny: Tiny) -> None:
    dataset = tiny.load()
    found = group_figure(dataset, dataset.latest("internet_users", "friends"))
    assert found is not None
    assert (found.method, found.weight, found.members) == ("weighted", "population", 3)
    assert found.unweighted == 60  # 60, 90 and 30
    total = group_figure(dataset, dataset.latest("population", "friends", period="2022"))
    assert total is not None
    assert (total.method, total.unweighted) == ("sum", None)


def test_a_published_figure_of_a_group_is_named_so(tiny: Tiny) -> None:
    dataset = tiny.add("NET,friends,2023,total,61,% of population,,bureau,").load()
    found = group_figure(dataset, dataset.latest("internet_users", "friends"))
    assert found is not None
    assert (found.method, found.unweighted) == ("published", 60)
    assert constant_members(dataset, "internet_users", "friends") is None
