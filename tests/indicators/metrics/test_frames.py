from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from indicators.metrics.frames import gap_to_best_peer, part, share_of_places, sum_of_places

NAN = np.nan


def wide(rows: dict[tuple[str, str], list[float]]) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples(list(rows), names=["place", "breakdown"])
    return pd.DataFrame(list(rows.values()), index=index, columns=["2022", "2023"])


CITIES = wide(
    {("A", "sector=tertiary"): [30, 40], ("A", "total"): [100, 100], ("B", "total"): [50, 60]}
)


def test_a_part_stands_in_the_row_of_the_total() -> None:
    services = part(CITIES, "sector=tertiary")
    pd.testing.assert_index_equal(services.index, CITIES.index)
    assert services.loc[[("A", "total")]].to_numpy().tolist() == [[30, 40]]
    assert services.drop(("A", "total")).isna().to_numpy().all()


def test_a_part_that_nobody_has_is_empty() -> None:
    assert part(CITIES, "sex=female").isna().to_numpy().all()


def test_the_sum_is_in_every_row_and_of_totals_only() -> None:
    assert sum_of_places(CITIES).to_numpy().tolist() == [[150, 160]] * 3


def test_a_sum_with_a_place_missing_is_none() -> None:
    gdp = wide({("A", "total"): [1, 2], ("B", "total"): [NAN, 3], ("CHN", "total"): [NAN, NAN]})
    assert sum_of_places(gdp).to_numpy() == pytest.approx(np.array([[NAN, 5]] * 3), nan_ok=True)
    assert sum_of_places(gdp * NAN).isna().to_numpy().all()


def test_shares_of_places_add_up_to_a_hundred() -> None:
    assert share_of_places(CITIES).sum(min_count=1).tolist() == pytest.approx([100, 100])


def test_the_gap_is_taken_within_the_own_peers() -> None:
    table = wide(
        {
            ("A", "total"): [10, NAN],
            ("B", "total"): [14, 5],
            ("C", "total"): [90, 9],
            ("D", "total"): [1, 1],
        }
    )
    gaps = gap_to_best_peer(table, {"A": ("A", "B"), "B": ("A", "B"), "C": ("B", "C")})
    expected = [[4, NAN], [0, NAN], [0, 0], [NAN, NAN]]
    assert gaps.to_numpy() == pytest.approx(np.array(expected), nan_ok=True)


def test_women_are_compared_with_women() -> None:
    table = wide(
        {
            ("A", "sex=female"): [10, 10],
            ("A", "total"): [20, 20],
            ("B", "sex=female"): [11, 9],
            ("B", "total"): [50, 50],
        }
    )
    gaps = gap_to_best_peer(table, {"A": ("A", "B"), "B": ("A", "B")})
    assert gaps.to_numpy().tolist() == [[1, 0], [30, 30], [0, 1], [0, 0]]
