from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.statistics.change import difference, growth

NAN = np.nan


def wide(values: dict[str, float]) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples([("CHN", "total")], names=["place", "breakdown"])
    return pd.DataFrame([list(values.values())], index=index, columns=list(values))


def row(frame: pd.DataFrame) -> list[float]:
    return frame.iloc[0].tolist()


def test_difference_is_now_minus_then() -> None:
    assert row(difference(wide({"2021": 70.0, "2022": 75.5, "2023": 74.0}))) == pytest.approx(
        [NAN, 5.5, -1.5], nan_ok=True
    )


def test_growth_over_a_year_is_in_percent() -> None:
    assert row(growth(wide({"2022": 200.0, "2023": 230.0}))) == pytest.approx(
        [NAN, 15.0], nan_ok=True
    )


def test_growth_over_two_years_is_the_compound_rate() -> None:
    assert row(growth(wide({"2020": 100.0, "2021": 150.0, "2022": 121.0}), 2)) == pytest.approx(
        [NAN, NAN, 10.0], nan_ok=True
    )


def test_a_gap_in_the_columns_is_not_a_year() -> None:
    assert row(growth(wide({"2020": 100.0, "2022": 121.0}))) == pytest.approx(
        [NAN, NAN], nan_ok=True
    )


def test_columns_need_no_order() -> None:
    assert row(difference(wide({"2023": 9.0, "2022": 4.0}))) == pytest.approx(
        [5.0, NAN], nan_ok=True
    )


def test_periods_compare_with_their_own_kind() -> None:
    values = wide(
        {
            "2022": 40.0,
            "2022-Q2": 10.0,
            "2022-05": 3.0,
            "2022-04-01/P1Y": 41.0,
            "2023": 50.0,
            "2023-Q2": 12.0,
            "2023-05": 7.0,
            "2023-04-01/P1Y": 44.0,
        }
    )
    assert row(difference(values))[4:] == [10.0, 2.0, 4.0, 3.0]


def test_nine_months_do_not_compare_with_a_year() -> None:
    assert np.isnan(row(difference(wide({"2017": 5.0, "2018-01-01/P9M": 6.0})))).all()


@pytest.mark.parametrize(
    ("then", "now"), [(0.0, 5.0), (-2.0, 5.0), (-2.0, -4.0), (2.0, -1.0), (NAN, 1.0), (1.0, NAN)]
)
def test_growth_fails_at_zero_negative_and_changing_signs(then: float, now: float) -> None:
    assert np.isnan(row(growth(wide({"2022": then, "2023": now})))).all()


def test_a_fall_to_zero_is_minus_a_hundred() -> None:
    assert row(growth(wide({"2022": 3.0, "2023": 0.0})))[1] == -100.0


def test_no_years_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        growth(wide({"2022": 1.0}), 0)


def test_the_year_one_and_an_empty_frame_do_no_harm() -> None:
    assert np.isnan(row(growth(wide({"0001": 1.0})))).all()
    assert growth(wide({"2022": 1.0}).iloc[:0]).shape == (0, 1)


def test_the_frame_is_not_changed() -> None:
    values = wide({"2022": 1.0, "2023": 2.0})
    before = values.copy()
    growth(values)
    difference(values)
    pd.testing.assert_frame_equal(values, before)


positive = st.floats(1e-1, 1e8)


@given(positive, positive, st.integers(1, 10))
def test_growth_leads_back_to_the_value(then: float, now: float, years: int) -> None:
    rate = row(growth(wide({str(2000): then, str(2000 + years): now}), years))[1]
    assert then * (1 + rate / 100) ** years == pytest.approx(now, rel=1e-6)


@given(positive, positive)
def test_growth_there_and_back_cancels(one: float, other: float) -> None:
    there, back = (
        row(growth(wide({"2022": a, "2023": b})))[1] for a, b in ((one, other), (other, one))
    )
    assert (1 + there / 100) * (1 + back / 100) == pytest.approx(1, rel=1e-6)
