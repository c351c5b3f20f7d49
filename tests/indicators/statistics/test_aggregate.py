from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.statistics.aggregate import carry, sums, total, weighted_mean

NAN = np.nan
ALL = [[True, True, True]]


def column(*values: float) -> list[list[float]]:
    return [[value] for value in values]


def test_the_mean_is_weighted() -> None:
    means, share, members = weighted_mean(column(90, 60, 30), column(1, 2, 7), ALL)
    assert means[0, 0] == pytest.approx((90 + 120 + 210) / 10)
    assert share[0, 0] == 1
    assert members[0, 0] == 3


def test_two_thirds_of_the_weight_are_enough() -> None:
    result = weighted_mean(column(10, 40, NAN), column(1, 1, 1), ALL)
    assert result.values[0, 0] == 25
    assert result.share[0, 0] == pytest.approx(2 / 3)
    assert result.members[0, 0] == 2


def test_less_than_two_thirds_give_no_figure_but_their_share() -> None:
    result = weighted_mean(column(10, NAN, NAN), column(65, 30, 5), ALL)
    assert np.isnan(result.values[0, 0])
    assert result.share[0, 0] == 0.65
    assert (
        weighted_mean(column(10, NAN, NAN), column(65, 30, 5), ALL, coverage=0.6).values[0, 0] == 10
    )


def test_a_member_without_weight_neither_helps_nor_hurts() -> None:
    result = weighted_mean(column(10, 40, 1000), column(1, 1, NAN), ALL)
    assert (result.values[0, 0], result.share[0, 0], result.members[0, 0]) == (25, 1, 2)
    assert weighted_mean(column(10, 40, 1000), column(1, 1, -5), ALL).values[0, 0] == 25


def test_groups_and_periods_are_apart() -> None:
    values = [[1.0, 2.0], [3.0, NAN], [5.0, 6.0]]
    weights = [[1.0, 1.0], [1.0, 1.0], [2.0, 2.0]]
    result = weighted_mean(values, weights, [[True, True, False], [False, True, True]])
    assert result.values.ravel() == pytest.approx([2, NAN, 13 / 3, 6], nan_ok=True)
    assert result.share.ravel() == pytest.approx([1, 0.5, 1, 2 / 3])
    assert result.members.tolist() == [[2, 1], [2, 1]]


def test_a_group_of_nobody_has_no_figure() -> None:
    for aggregate in (weighted_mean, total):
        result = aggregate(column(1, 2, 3), column(1, 1, 1), [[False, False, False]])
        assert np.isnan(result.values[0, 0])
        assert np.isnan(result.share[0, 0])
        assert result.members[0, 0] == 0


def test_the_sum_is_not_made_up_for_missing_members() -> None:
    result = total(column(100, 50, NAN), column(5, 3, 2), ALL)
    assert (result.values[0, 0], result.share[0, 0], result.members[0, 0]) == (150, 0.8, 2)
    assert np.isnan(total(column(100, NAN, NAN), column(5, 3, 2), ALL).values[0, 0])


def test_the_sum_takes_in_members_without_weight() -> None:
    result = total(column(100, 50, 7), column(5, 3, NAN), ALL)
    assert (result.values[0, 0], result.share[0, 0]) == (157, 1)


def test_all_missing_is_missing_and_never_zero() -> None:
    assert np.isnan(total(column(NAN, NAN, NAN), column(1, 1, 1), ALL, coverage=0).values[0, 0])
    assert np.isnan(
        weighted_mean(column(NAN, NAN, NAN), column(0, 0, 0), ALL, coverage=0).values[0, 0]
    )


def test_weights_are_carried_forward_but_not_too_far_nor_back() -> None:
    filled, carried = carry([[NAN, 5, NAN, NAN, NAN, NAN]], [2018, 2019, 2020, 2021, 2022, 2023])
    assert filled[0] == pytest.approx([NAN, 5, 5, 5, 5, NAN], nan_ok=True)
    assert carried[0].tolist() == [False, False, True, True, True, False]


def test_carrying_counts_years_not_columns() -> None:
    filled, _ = carry([[5, NAN, NAN]], ["2019", "2021-S2", "2023-Q1"], limit=3)
    assert filled[0] == pytest.approx([5, 5, NAN], nan_ok=True)


def test_columns_need_no_order_to_carry() -> None:
    filled, carried = carry([[NAN, 5, 7]], ["2021", "2019", "2020"])
    assert filled[0].tolist() == [7, 5, 7]
    assert carried[0].tolist() == [True, False, False]


def test_the_newest_weight_wins() -> None:
    assert carry([[5, 8, NAN]], [2019, 2020, 2021])[0][0].tolist() == [5, 8, 8]


def test_nothing_to_carry() -> None:
    assert carry(np.empty((0, 2)), [2019, 2020])[0].shape == (0, 2)
    assert carry(np.empty((2, 0)), [])[0].shape == (2, 0)


cells = arrays.arrays(float, (5, 3), elements=st.one_of(st.just(NAN), st.floats(-1e6, 1e6)))
loads = arrays.arrays(float, (5, 3), elements=st.one_of(st.just(NAN), st.floats(0.01, 1e6)))
groups = arrays.arrays(bool, (4, 5))


@given(cells, loads, groups, st.floats(0, 1))
def test_a_mean_lies_among_its_members(
    values: np.ndarray, weights: np.ndarray, members: np.ndarray, coverage: float
) -> None:
    result = weighted_mean(values, weights, members, coverage)
    for group, period in zip(*np.nonzero(np.isfinite(result.values)), strict=True):
        known = members[group] & np.isfinite(values[:, period]) & np.isfinite(weights[:, period])
        held = values[known, period]
        slack = 1e-9 * (1 + np.abs(held).max())
        assert held.min() - slack <= result.values[group, period] <= held.max() + slack
        assert coverage - 1e-9 <= result.share[group, period] <= 1 + 1e-9
        assert result.members[group, period] == known.sum()


@given(cells, loads, groups)
def test_equal_values_have_themselves_as_mean(
    values: np.ndarray, weights: np.ndarray, members: np.ndarray
) -> None:
    same = np.where(np.isnan(values), NAN, 42.0)
    means = weighted_mean(same, weights, members, 0).values
    assert np.isnan(means[~np.isclose(means, 42.0)]).all()


def test_a_sum_does_not_depend_on_the_periods_beside_it() -> None:
    """Thirty members whose sum depends on the order in which they are added."""
    values = np.array([[(-1) ** member * 10.0 ** (member % 16) / 3] * 5 for member in range(30)])
    members = np.ones((1, 30), dtype=bool)
    beside = sums(values, members)[0]
    alone = [sums(values[:, [period]], members)[0, 0] for period in range(5)]
    assert beside.tolist() == alone
    assert alone[0] == sum(values[:, 0].tolist())
