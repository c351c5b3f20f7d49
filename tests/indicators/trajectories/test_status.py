from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.locale import get_locale
from indicators.model import Better, Target
from indicators.trajectories.status import METHODS, NO_VERDICT, progress
from indicators.trajectories.status import judge as judge_on


def judge(values: dict[int, float], target: float, year: int, better: Better = "higher") -> str:
    return progress(list(values), list(values.values()), target, year, better, "share").state


def test_a_share_is_judged_in_points_a_year() -> None:
    result = progress([2018, 2023], [60, 75], 100, 2030, "higher", "share")
    assert result.observed_pace == 3
    assert result.required_pace == pytest.approx(40 / 12)
    assert result.ratio == pytest.approx(0.9)
    assert (result.state, result.base_year, result.method) == ("slow", 2018, "linear")


def test_an_amount_is_judged_by_compound_growth() -> None:
    result = progress([2021, 2023], [100, 121], 200, 2031, "higher", "currency")
    assert result.observed_pace == pytest.approx(10)
    assert result.required_pace == pytest.approx(100 * (2**0.1 - 1))
    assert (result.state, result.method) == ("on_track", "compound")


def test_thresholds() -> None:
    # Ten points are needed in ten years: one a year, five by 2025.
    assert judge({2020: 0, 2025: 4.75}, 10, 2030) == "on_track"
    assert judge({2020: 0, 2025: 4.74}, 10, 2030) == "slow"
    assert judge({2020: 0, 2025: 3}, 10, 2030) == "slow"
    assert judge({2020: 0, 2025: 2.99}, 10, 2030) == "off_track"
    assert judge({2020: 0, 2025: 0}, 10, 2030) == "off_track"
    assert judge({2020: 0, 2025: -0.01}, 10, 2030) == "moving_away"


def test_lower_may_be_better() -> None:
    assert judge({2020: 40, 2025: 20}, 0, 2030, "lower") == "on_track"
    assert judge({2020: 40, 2025: 41}, 0, 2030, "lower") == "moving_away"
    assert judge({2020: 40, 2025: 5}, 10, 2030, "lower") == "reached"


def test_without_a_better_way_the_way_to_the_target_is_the_good_one() -> None:
    assert judge({2020: 40, 2025: 30}, 20, 2030, "none") == "on_track"
    assert judge({2020: 20, 2025: 30}, 40, 2030, "none") == "on_track"
    assert judge({2020: 20, 2025: 20}, 20, 2030, "none") == "reached"
    assert judge({2020: 20, 2025: 21}, 20, 2030, "none") == "moving_away"


def test_the_base_is_the_latest_point_five_years_before_the_last() -> None:
    result = progress(
        [2010, 2017, 2018, 2021, 2023], [0, 30, 50, 60, 70], 100, 2030, "higher", "share"
    )
    assert result.base_year == 2018
    assert result.observed_pace == 4


def test_a_short_series_starts_at_its_first_point() -> None:
    assert progress([2021, 2022], [1, 2], 10, 2030, "higher", "share").base_year == 2021


def test_reached_needs_only_the_latest_value() -> None:
    assert judge({2023: 100}, 100, 2030) == "reached"
    assert judge({2018: 10, 2023: 12}, 10, 2030) == "reached"


def test_one_point_or_none_is_insufficient() -> None:
    assert judge({2023: 50}, 100, 2030) == "insufficient"
    assert judge({}, 100, 2030) == "insufficient"
    assert judge({2022: math.nan, 2023: 50}, 100, 2030) == "insufficient"


def test_a_deadline_gone_by_is_missed_however_small_the_miss() -> None:
    assert judge({2020: 0, 2025: 9.9}, 10, 2025) == "missed"
    assert judge({2020: 5, 2025: 4}, 10, 2025) == "missed"
    assert judge({2020: 5, 2025: 8}, 10, 2019) == "missed"
    assert judge({2025: 8}, 10, 2025) == "missed"


def test_falling_back_from_a_met_target_is_moving_away() -> None:
    assert judge({2020: 12, 2025: 9}, 10, 2030) == "moving_away"


def test_an_amount_that_may_be_negative_is_judged_in_its_unit() -> None:
    result = progress([2018, 2023], [-10, 0], 20, 2033, "higher", "currency")
    assert (result.method, result.observed_pace, result.state) == ("linear", 2, "on_track")


def test_order_and_dates_do_not_matter() -> None:
    by_year = progress([2023, 2018], [75, 60], 100, 2030, "higher", "share")
    dates = [date(2018, 1, 1), date(2023, 1, 1)]
    by_date = progress(dates, [60, 75], 100, date(2030, 1, 1), "higher", "share")
    assert by_year == by_date


def test_methods_have_words() -> None:
    assert {f"target.method.{method}" for method in METHODS} <= get_locale("en").texts.keys()


@given(
    st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1, 1e6), st.sampled_from(["share", "currency"])
)
def test_the_state_follows_the_ratio(base: float, last: float, target: float, kind: str) -> None:
    result = progress([2018, 2023], [base, last], target, 2030, "higher", kind)
    assert (result.state == "reached") == (last >= target)
    if result.state == "on_track":
        assert result.ratio >= 0.95
    if result.state == "moving_away":
        assert last < base


TODAY = date(2026, 11, 27)


def verdict(
    figures: dict[str, float], target: float, period: str, step: int = 12, today: date = TODAY
) -> tuple[str, str]:
    result = judge_on(
        list(figures),
        list(figures.values()),
        Target(period, target),
        "higher",
        "share",
        step=step,
        today=today,
    )
    return result.state, result.period


def test_no_verdict_from_an_old_figure() -> None:
    # 1 point a year is needed from 2018 on, and 1.2 were made: but that was until 2022
    assert verdict({"2018": 90, "2022": 94.8}, 100, "2028") == ("too_old", "2022")
    assert verdict({"2018": 90, "2023": 96}, 100, "2028") == ("on_track", "2023")
    assert verdict({"2018": 90, "2022": 94.8}, 100, "2028", today=date(2025, 12, 31)) == (
        "on_track",
        "2022",
    )


def test_an_old_figure_does_not_meet_a_target_either() -> None:
    assert verdict({"2018": 90, "2020": 100}, 100, "2030") == ("too_old", "2020")
    assert verdict({"2018": 90, "2023": 100}, 100, "2030") == ("reached", "2023")


def test_a_survey_of_every_second_year_is_old_later() -> None:
    assert verdict({"2018": 50, "2022": 60}, 80, "2030", step=24) == ("on_track", "2022")
    assert verdict({"2014": 50, "2018": 60}, 80, "2030", step=24) == ("too_old", "2018")


def test_a_target_whose_year_is_over_is_due_until_that_year_is_measured() -> None:
    assert verdict({"2020": 7.8, "2023": 9.9}, 10, "2025") == ("due", "2023")
    assert verdict({"2020": 7.8, "2023": 9.9}, 10, "2025", today=date(2025, 12, 31)) == (
        "on_track",
        "2023",
    )
    assert verdict({"2020": 7.8, "2025": 9.9}, 10, "2025") == ("missed", "2025")
    assert verdict({"2020": 7.8, "2025": 10.5}, 10, "2025") == ("reached", "2025")


def test_a_target_met_before_its_year_is_met_by_a_recent_figure_alone() -> None:
    assert verdict({"2020": 7.8, "2024": 10.4}, 10, "2025") == ("reached", "2024")
    assert verdict({"2020": 7.8, "2022": 10.4}, 10, "2025") == ("due", "2022")


def test_what_an_older_figure_met_is_said_beside_the_missing_verdict() -> None:
    for figures, period, state in (
        ({"2020": 7.8, "2022": 10.4}, "2025", "due"),
        ({"2020": 10.0}, "2030", "too_old"),
    ):
        result = judge_on(
            list(figures),
            list(figures.values()),
            Target(period, 10),
            "higher",
            "share",
            step=12,
            today=TODAY,
        )
        assert (result.state, result.meets, result.period) == (state, True, max(figures))
    result = judge_on(["2020"], [7.8], Target("2025", 10), "higher", "share", step=12, today=TODAY)
    assert (result.state, result.meets) == ("due", False)


def test_what_was_met_in_its_year_stays_met() -> None:
    assert verdict({"2015": 5, "2020": 10.2, "2023": 9.8}, 10, "2020") == ("reached", "2020")
    assert verdict({"2015": 5, "2020": 9.8, "2023": 10.2}, 10, "2020") == (
        "reached",
        "2023",
    )  # late
    assert verdict({"2015": 5, "2020": 9.8, "2023": 9.9}, 10, "2020") == ("missed", "2020")
    assert verdict({"2010": 5, "2020": 9.8}, 10, "2020") == (
        "missed",
        "2020",
    )  # old, but of that very year


def test_the_first_survey_after_the_deadline_measures_it() -> None:
    assert verdict({"2020": 7.8, "2022": 9.1, "2024": 9.4}, 10, "2023", step=24) == (
        "missed",
        "2024",
    )


def test_a_month_of_the_target_year_does_not_measure_the_year() -> None:
    assert verdict({"2025-01": 9.0, "2025-11": 9.9}, 10, "2025", step=1) == ("due", "2025-11")
    assert verdict({"2025-01": 9.0, "2025-12": 9.9}, 10, "2025", step=1) == ("missed", "2025-12")


def test_without_comparable_figures_nothing_is_judged() -> None:
    assert verdict({}, 10, "2025") == ("insufficient", "")
    assert verdict({"2024": 5}, 10, "2030") == ("insufficient", "2024")
    assert set(NO_VERDICT) == {"due", "too_old", "insufficient"}


def test_a_part_of_the_targets_year_is_measured_before_the_year_is_over() -> None:
    # 8 at the end of 2024, 9 at the end of March 2025: 4 a year, 2 are needed until the end of 2025
    assert verdict({"2024-Q4": 8, "2025-Q1": 9}, 10, "2025", step=3, today=date(2025, 6, 15)) == (
        "on_track",
        "2025-Q1",
    )
    assert verdict({"2024-Q4": 8, "2025-Q1": 8}, 10, "2025", step=3, today=date(2025, 6, 15)) == (
        "off_track",
        "2025-Q1",
    )
