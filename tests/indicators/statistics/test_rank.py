from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.statistics.rank import gap_to_best, percentile, rank

NAN = np.nan


def test_ties_share_a_rank_and_the_next_is_skipped() -> None:
    assert rank([10.0, 30.0, 20.0, 20.0, 5.0]).tolist() == [4, 1, 2, 2, 5]


def test_where_lower_is_better_the_smallest_is_first() -> None:
    assert rank([10.0, 30.0, 20.0], "lower").tolist() == [1, 3, 2]


def test_with_no_better_way_the_rank_is_by_size() -> None:
    assert rank([10.0, 30.0, 20.0], "none").tolist() == [3, 1, 2]


def test_missing_values_take_no_part() -> None:
    assert rank([NAN, 1.0, np.inf, 2.0]) == pytest.approx([NAN, 2, NAN, 1], nan_ok=True)
    assert rank([]).size == 0
    assert np.isnan(rank([NAN])).all()


def test_ranks_see_more_than_a_reader_does() -> None:
    assert rank([90.04, 90.01]).tolist() == [1, 2]


def test_percentile_is_the_share_of_others_no_better() -> None:
    assert percentile([1.0, 2.0, 3.0, 3.0, 5.0]).tolist() == [0, 0.25, 0.75, 0.75, 1]
    assert percentile([1.0, 2.0, 3.0], "lower").tolist() == [1, 0.5, 0]


def test_percentile_of_one_alone_is_nothing() -> None:
    assert np.isnan(percentile([4.0, NAN])).all()


def test_gap_is_the_distance_to_the_best() -> None:
    assert gap_to_best([70.0, 95.5, NAN]) == pytest.approx([25.5, 0, NAN], nan_ok=True)
    assert gap_to_best([70.0, 95.5], "lower").tolist() == [0, 25.5]


def test_gap_goes_period_by_period() -> None:
    table = [[1.0, NAN, 5.0], [4.0, NAN, NAN], [2.0, NAN, 3.0]]
    assert gap_to_best(table).ravel() == pytest.approx(
        [3, NAN, 0, 0, NAN, NAN, 2, NAN, 2], nan_ok=True
    )


def test_there_is_no_best_without_a_better_way_or_alone() -> None:
    assert np.isnan(gap_to_best([1.0, 2.0], "none")).all()
    assert np.isnan(gap_to_best([1.0, NAN])).all()
    assert gap_to_best(np.empty((0, 3))).shape == (0, 3)


values = st.lists(st.one_of(st.just(NAN), st.integers(-5, 5).map(float)), max_size=12)


@given(values, st.randoms(use_true_random=False), st.sampled_from(["higher", "lower", "none"]))
def test_rank_does_not_depend_on_order(numbers: list[float], random: object, better: str) -> None:
    order = list(range(len(numbers)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = rank([numbers[at] for at in order], better)  # type: ignore[arg-type]
    np.testing.assert_array_equal(shuffled, rank(numbers, better)[order])  # type: ignore[arg-type]


@given(values)
def test_rank_one_has_no_gap_and_the_top_percentile(numbers: list[float]) -> None:
    first = rank(numbers) == 1
    if np.count_nonzero(~np.isnan(numbers)) > 1:
        assert (gap_to_best(numbers)[first] == 0).all()
        assert (percentile(numbers)[first] == 1).all()
        assert (gap_to_best(numbers)[~np.isnan(numbers)] >= 0).all()
