"""The verdict on a target: methods, base, evidence, and why there is none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.locale import get_locale
from indicators.model import Better, Target
from indicators.trajectories.status import (
    METHODS,
    NO_VERDICT,
    Progress,
    Reason,
    current_target,
    part_of_way,
)
from indicators.trajectories.status import judge as judge_on

TODAY = date(2026, 11, 27)


def judge(
    values: dict[int, float],
    target: Target,
    better: Better = "higher",
    kind: str = "share",
    series_break: str = "",
) -> Progress:
    """Judge yearly figures early in the year after the last, when that is always recent."""
    today = date(max(values, default=2020) + 1, 1, 15)
    return judge_on(
        [str(year) for year in values],
        list(values.values()),
        target,
        better,
        kind,
        step=12,
        today=today,
        series_break=series_break,
    )


def progress(
    years: Sequence[int],
    values: Sequence[float],
    target: float,
    year: int,
    better: Better,
    kind: str,
) -> Progress:
    return judge(dict(zip(years, values, strict=True)), Target(str(year), target), better, kind)


def state(values: dict[int, float], target: float, year: int, better: Better = "higher") -> str:
    return judge(values, Target(str(year), target), better).state


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
    assert state({2020: 0, 2025: 4.75}, 10, 2030) == "on_track"
    assert state({2020: 0, 2025: 4.74}, 10, 2030) == "slow"
    assert state({2020: 0, 2025: 3}, 10, 2030) == "slow"
    assert state({2020: 0, 2025: 2.99}, 10, 2030) == "off_track"
    assert state({2020: 0, 2025: 0}, 10, 2030) == "off_track"
    assert state({2020: 0, 2025: -0.01}, 10, 2030) == "moving_away"


def test_lower_may_be_better() -> None:
    assert state({2020: 40, 2025: 20}, 0, 2030, "lower") == "on_track"
    assert state({2020: 40, 2025: 41}, 0, 2030, "lower") == "moving_away"
    assert state({2020: 40, 2025: 5}, 10, 2030, "lower") == "reached"


def test_without_a_better_way_the_way_to_the_target_is_the_good_one() -> None:
    assert state({2020: 40, 2025: 30}, 20, 2030, "none") == "on_track"
    assert state({2020: 20, 2025: 30}, 40, 2030, "none") == "on_track"
    assert state({2020: 20, 2025: 20}, 20, 2030, "none") == "reached"
    assert state({2020: 20, 2025: 21}, 20, 2030, "none") == "moving_away"


def test_the_base_is_the_latest_point_five_years_before_the_last() -> None:
    result = progress(
        [2010, 2017, 2018, 2021, 2023], [0, 30, 50, 60, 70], 100, 2030, "higher", "share"
    )
    assert result.base_year == 2018
    assert result.observed_pace == 4


def test_a_short_series_starts_at_its_first_point() -> None:
    assert progress([2021, 2022], [1, 2], 10, 2030, "higher", "share").base_year == 2021


def test_reached_needs_only_the_latest_value() -> None:
    assert state({2023: 100}, 100, 2030) == "reached"
    assert state({2018: 10, 2023: 12}, 10, 2030) == "reached"


def test_one_point_or_none_is_insufficient() -> None:
    assert state({2023: 50}, 100, 2030) == "insufficient"
    assert state({}, 100, 2030) == "insufficient"


def test_a_deadline_gone_by_is_missed_however_small_the_miss() -> None:
    assert state({2020: 0, 2025: 9.9}, 10, 2025) == "missed"
    assert state({2020: 5, 2025: 4}, 10, 2025) == "missed"
    assert state({2018: 5, 2025: 8}, 10, 2019) == "missed"
    assert state({2025: 8}, 10, 2025) == "missed"


def test_falling_back_from_a_met_target_is_moving_away() -> None:
    assert state({2020: 12, 2025: 9}, 10, 2030) == "moving_away"


def test_an_amount_that_may_be_negative_is_judged_in_its_unit() -> None:
    result = progress([2018, 2023], [-10, 0], 20, 2033, "higher", "currency")
    assert (result.method, result.observed_pace, result.state) == ("linear", 2, "on_track")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_methods_and_reasons_have_words(language: str) -> None:
    keys = get_locale(language).texts.keys()
    assert {f"target.method.{method}" for method in METHODS} <= keys
    assert {f"about.target_{method}" for method in METHODS} <= keys
    assert {f"target.reason.{reason}" for reason in get_args(Reason) if reason} <= keys


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
    assert verdict({"2015": 5, "2020": 9.8, "2023": 9.9}, 10, "2020") == ("missed", "2020")
    assert verdict({"2010": 5, "2020": 9.8}, 10, "2020") == (
        "missed",
        "2020",
    )  # old, but of that very year


def test_a_target_that_was_met_late_was_missed() -> None:
    def late(values: dict[int, float], target: Target, better: Better = "higher") -> list[object]:
        result = judge(values, target, better)
        return [result.state, result.period, result.value, result.met_late]

    eighty = Target("2023", 80)
    assert late({2018: 60, 2023: 70, 2025: 85}, eighty) == ["missed", "2023", 70, "2025"]
    assert late({2023: 70, 2024: 80, 2025: 75}, eighty) == ["missed", "2023", 70, "2024"]
    assert late({2018: 60, 2023: 70, 2025: 79}, eighty) == ["missed", "2023", 70, ""]
    # Towards 80 from above, without a better direction: 78 is past it.
    assert late({2018: 95, 2023: 85, 2025: 78}, eighty, "none") == ["missed", "2023", 85, "2025"]


def test_a_series_that_ended_before_the_targets_period_measures_nothing() -> None:
    def reason(values: dict[int, float], year: str) -> list[object]:
        result = judge_on(
            [str(year) for year in values],
            list(values.values()),
            Target(year, 50),
            "higher",
            "share",
            step=12,
            today=TODAY,
            next_break="2022",
        )
        return [result.state, result.reason, result.meets]

    assert reason({2015: 40, 2020: 50}, "2020") == ["reached", "", True]
    assert reason({2015: 40, 2020: 49}, "2020") == ["missed", "", False]
    assert reason({2015: 40, 2020: 49}, "2021") == ["insufficient", "ended_series", False]
    assert reason({2015: 40, 2020: 51}, "2021") == ["insufficient", "ended_series", True]
    assert reason({}, "2021") == ["insufficient", "ended_series", False]


def test_the_first_survey_after_the_deadline_measures_it() -> None:
    assert verdict({"2020": 7.8, "2022": 9.1, "2024": 9.4}, 10, "2023", step=24) == (
        "missed",
        "2024",
    )


def test_a_month_of_the_target_year_does_not_measure_the_year() -> None:
    assert verdict({"2025-01": 9.0, "2025-11": 9.9}, 10, "2025", step=1) == ("due", "2025-11")
    assert verdict({"2025-01": 9.0, "2025-12": 9.9}, 10, "2025", step=1) == ("missed", "2025-12")


def test_without_comparable_figures_nothing_is_judged() -> None:
    assert verdict({}, 10, "2025") == ("due", "")
    assert verdict({}, 10, "2030") == ("insufficient", "")
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


def test_the_arithmetic_of_a_verdict_can_be_printed() -> None:
    # (72.1 - 60.4) / (2024 - 2019) = 2.34 points a year; needed (90 - 60.4) / 11 = 2.69
    result = judge({2019: 60.4, 2024: 72.1}, Target("2030", 90))
    assert result.observed_pace == pytest.approx(2.34)
    assert result.required_pace == pytest.approx(2.6909, abs=1e-4)
    assert result.ratio == pytest.approx(0.8696, abs=1e-4)
    assert (result.base_period, result.base_value, result.base_origin) == ("2019", 60.4, "series")
    assert (result.period, result.value, result.goal, result.direction) == ("2024", 72.1, 90, 1)


def test_the_progress_chart_projects_to_the_targets_year() -> None:
    # Growth of 10 % a year from 100 to 121; in 2025 that gives 121 * 1.1^2 = 146.41: 46.41 of the
    # 50 that are needed.
    target = Target("2025", 150, method="progress_chart")
    result = judge({2021: 100, 2023: 121}, target, kind="currency")
    assert result.observed_pace == pytest.approx(10)
    assert result.expected == pytest.approx(146.41)
    assert result.ratio == pytest.approx(0.9282)
    assert (result.state, result.method) == ("slow", "progress_chart")


def test_the_cut_offs_of_the_progress_chart_are_its_own() -> None:
    def with_target(value: float) -> str:
        target = Target("2025", value, method="progress_chart")
        return judge({2021: 100, 2023: 121}, target).state

    assert with_target(148.8) == "on_track"  # 46.41 / 48.8 = .951
    assert with_target(148.9) == "slow"  # 46.41 / 48.9 = .949
    assert with_target(564) == "slow"  # 46.41 / 464 = .10002
    assert with_target(565) == "off_track"  # 46.41 / 465 = .0998


def test_a_progress_chart_of_something_that_is_to_fall() -> None:
    # From 100 to 81 in two years: minus 10 % a year, 65.61 in two more; 34.39 of 40 are behind.
    target = Target("2025", 60, method="progress_chart")
    result = judge({2021: 100, 2023: 81}, target, "lower")
    assert (result.observed_pace, result.expected) == (pytest.approx(-10), pytest.approx(65.61))
    assert (result.ratio, result.state) == (pytest.approx(34.39 / 40), "slow")


def test_adoption_is_judged_on_the_logit_of_the_share() -> None:
    # logit 20 % = ln(1/4) = -1.3863, logit 50 % = 0, logit 80 % = 1.3863: half way in half the time
    result = judge({2018: 20, 2024: 50}, Target("2030", 80, method="logistic"))
    assert result.observed_pace == pytest.approx(math.log(4) / 6)
    assert result.required_pace == pytest.approx(2 * math.log(4) / 12)
    assert (result.ratio, result.state) == (pytest.approx(1), "on_track")
    # From 10 % to 30 %: 1.3499 of the 3.5835 logits to 80 %, by the straight path 20 of 70 points
    target = Target("2030", 80, method="logistic")
    by_logit = judge({2018: 10, 2024: 30}, target)
    assert by_logit.ratio == pytest.approx(2 * 1.34993 / 3.58352, abs=1e-4)
    assert judge({2018: 10, 2024: 30}, Target("2030", 80)).ratio == pytest.approx(4 / 7)
    assert by_logit.state == "slow"


def test_a_method_outside_its_scale_gives_no_verdict_where_the_target_names_it() -> None:
    for method, values, goal in (
        ("compound", {2018: 0, 2024: 10}, 20),
        ("compound", {2018: -5, 2024: 10}, 20),
        ("progress_chart", {2018: 0, 2024: 10}, 20),
        ("logistic", {2018: 0, 2024: 10}, 20),
        ("logistic", {2018: 10, 2024: 50}, 100),
    ):
        result = judge(values, Target("2030", goal, method=method), kind="currency")
        assert (result.state, result.reason) == ("insufficient", "outside_scale"), (method, values)
    assert judge({2018: 0, 2024: 10}, Target("2030", 20), kind="currency").method == "linear"


def test_why_figures_are_insufficient() -> None:
    target = Target("2030", 100)

    def reason(values: dict[int, float], series_break: str = "") -> tuple[str, str]:
        result = judge(values, target, series_break=series_break)
        return result.state, result.reason

    assert reason({}) == ("insufficient", "no_figures")
    assert reason({}, "2024") == ("insufficient", "broken_series")
    assert reason({2024: 50}) == ("insufficient", "one_figure")
    assert reason({2024: 50}, "2024") == ("insufficient", "broken_series")
    assert reason({2013: 30, 2024: 50}) == ("insufficient", "gaps")
    assert reason({2014: 30, 2024: 50}) == ("off_track", "")
    assert judge({2024: 100}, target).state == "reached"  # one figure is enough for that


def test_a_figure_of_too_long_ago_is_no_base_where_there_is_a_younger_one() -> None:
    assert judge({2005: 10, 2021: 40, 2022: 43, 2024: 49}, Target("2030", 70)).base_period == "2021"
    assert judge({2005: 10, 2014: 30, 2021: 40, 2024: 49}, Target("2030", 70)).base_period == "2014"


def test_a_census_is_measured_from_the_census_before() -> None:
    result = judge_on(
        ["2000", "2010", "2020"],
        [10, 20, 30],
        Target("2030", 40),
        "higher",
        "share",
        step=120,
        today=TODAY,
    )
    assert (result.base_period, result.state) == ("2010", "on_track")


def test_the_plans_own_base_is_measured_from() -> None:
    figures = {2016: 40.0, 2020: 50.0, 2021: 51, 2024: 60}
    # Two and a half points a year since 2020, of four that are needed; the window would take 2016.
    result = judge(figures, Target("2030", 90, base_period="2020", base_value=49))
    assert (result.base_period, result.base_value, result.base_origin) == ("2020", 50, "plan")
    assert result.observed_pace == pytest.approx(2.5)
    assert result.ratio == pytest.approx(0.625)
    assert judge(figures, Target("2030", 90)).base_period == "2016"


def test_a_base_that_only_the_plan_has_a_figure_of_is_the_plans() -> None:
    target = Target("2025", 26, base_period="2020", base_value=5)
    result = judge({2021: 10.1, 2023: 24}, target, kind="number")
    assert (result.base_year, result.base_value, result.base_origin) == (2020, 5, "plan_figure")
    no_figure = replace(target, base_value=None)
    result = judge({2021: 10.1, 2023: 24}, no_figure, kind="number")
    assert (result.base_period, result.base_origin) == ("2021", "series")


def test_a_plans_base_before_a_break_or_after_the_newest_figure_is_not_used() -> None:
    target = Target("2030", 90, base_period="2020", base_value=49)
    result = judge({2022: 50.0, 2024: 60}, target, series_break="2022")
    assert (result.base_period, result.base_origin) == ("2022", "series")
    result = judge({2022: 50.0, 2024: 60}, target, series_break="2020")
    assert result.base_origin == "plan_figure"
    result = judge({2018: 50.0, 2020: 60}, target)
    assert (result.base_period, result.base_origin) == ("2018", "series")


def test_a_range_is_met_at_its_nearer_end() -> None:
    target = Target("2030", 70, upper=80)
    assert judge({2019: 50, 2024: 69.9}, target).state == "on_track"
    assert judge({2019: 50, 2024: 69.9}, target).goal == 70
    assert judge({2019: 50, 2024: 70}, target).state == "reached"
    assert judge({2019: 50, 2024: 85}, target).state == "reached"
    assert judge({2019: 90, 2024: 80.1}, target, "lower").goal == 80
    assert judge({2019: 90, 2024: 80}, target, "lower").state == "reached"


def test_a_range_without_a_better_way_is_met_inside_alone() -> None:
    target = Target("2030", 70, upper=80)
    assert judge({2019: 50, 2024: 75}, target, "none").state == "reached"
    assert judge({2019: 50, 2024: 65}, target, "none").state == "on_track"
    assert judge({2019: 95, 2024: 85}, target, "none").state == "on_track"
    assert judge({2019: 75, 2024: 85}, target, "none").state == "moving_away"
    # It went through: 15 above, now 5 below. It is nearer, but goes on away from the range.
    assert judge({2019: 95, 2024: 65}, target, "none").state == "off_track"
    assert judge({2019: 82, 2024: 65}, target, "none").state == "moving_away"


def test_the_part_of_the_way_is_measured_in_distances() -> None:
    share, span = Target("2030", 80), Target("2030", 80, upper=88)
    assert part_of_way(70, share, "higher", 60) == 0.5
    assert part_of_way(95, share, "higher", 60) == 1
    assert part_of_way(50, share, "higher", 60) == -0.5
    assert part_of_way(85, Target("2030", 80), "lower", 90) == 0.5
    # 20 below the range, then 3 above it: 17 of 20 are behind.
    assert part_of_way(91, span, "none", 60) == pytest.approx(0.85)
    assert part_of_way(80, span, "none", 60) == 1
    # The base met the target: there is no way of which a part could be behind.
    assert math.isnan(part_of_way(79, share, "higher", 85))
    assert math.isnan(part_of_way(79, span, "none", 85))
    assert math.isnan(part_of_way(79, share, "higher", math.nan))
    assert judge({2020: 60, 2025: 91}, span, "none").state == "off_track"


def test_the_target_that_is_still_open_is_the_one_of_the_tile() -> None:
    of_2025, of_2030 = Target("2025", 10, "CHN"), Target("2030", 15, "CHN")
    of_group = Target("2028", 12, group="brics", members=("CHN",))
    of_all = Target("2027", 50)
    everything = (of_2025, of_all, of_group, of_2030)
    assert current_target(everything, TODAY) == of_2030
    assert current_target(everything, date(2024, 6, 1)) == of_2025
    assert current_target((of_2025, of_all, of_group), TODAY) == of_group
    assert current_target((of_2025, of_all), TODAY) == of_all
    assert current_target(everything, date(2040, 1, 1)) == of_2030
    assert current_target((), TODAY) is None


SHARES = st.floats(1, 99)
METHOD = st.sampled_from(METHODS)


@given(SHARES, SHARES, SHARES, METHOD, st.sampled_from(["higher", "lower"]))
def test_reached_is_at_the_target_or_past_it_by_every_method(
    base: float, last: float, goal: float, method: str, better: Better
) -> None:
    result = judge({2019: base, 2024: last}, Target("2030", goal, method=method), better)
    past = last >= goal if better == "higher" else last <= goal
    assert (result.state == "reached") == past == result.meets


@given(SHARES, SHARES, SHARES, SHARES, METHOD)
def test_a_better_figure_is_never_judged_worse(
    base: float, last: float, more: float, goal: float, method: str
) -> None:
    order = ["moving_away", "off_track", "slow", "on_track", "reached"]
    target = Target("2030", goal, method=method)
    low, high = sorted((last, more))
    worse, better = judge({2019: base, 2024: low}, target), judge({2019: base, 2024: high}, target)
    assert order.index(worse.state) <= order.index(better.state)
    if goal > base and better.state != "reached":
        assert worse.ratio <= better.ratio * (1 + 1e-9) + 1e-9


@given(SHARES, SHARES, METHOD)
def test_one_figure_is_never_a_pace(last: float, goal: float, method: str) -> None:
    result = judge({2024: last}, Target("2030", goal, method=method))
    assert result.state in ("reached", "insufficient")
    assert math.isnan(result.ratio) and math.isnan(result.observed_pace)


def judge_bounds(
    periods: list[str], values: list[float], bounds: list[bool], better: Better = "higher"
) -> tuple[str, str, bool]:
    """State, period it rests on, and whether there is a pace: 30 % by 2027, seen from 2026."""
    result = judge_on(
        periods,
        values,
        Target("2027", 30.0),
        better,
        "share",
        is_bound=bounds,
        step=12,
        today=date(2026, 11, 27),
    )
    return result.state, result.period, math.isfinite(result.observed_pace)


def test_a_lower_bound_past_the_target_meets_it_and_gives_no_pace() -> None:
    """'More than 31 %' meets 30 %, however much more it is."""
    assert judge_bounds(["2020", "2025"], [20, 31], [False, True]) == ("reached", "2025", False)
    assert judge_bounds(["2025"], [30], [True]) == ("reached", "2025", False)


def test_a_lower_bound_below_the_target_says_nothing() -> None:
    # 'More than 29 %' may be 30 %; the figures of 2020 and 2024 are on the pace that is needed.
    assert judge_bounds(["2020", "2024", "2025"], [20, 26, 29], [False, False, True]) == (
        "on_track",
        "2024",
        True,
    )
    assert judge_bounds(["2025"], [29], [True]) == ("insufficient", "", False)
    # Where less is better, the true figure is further away than the bound.
    lower = judge_bounds(["2020", "2024", "2025"], [40, 34, 20], [False, False, True], "lower")
    assert lower == ("on_track", "2024", True)


def test_no_pace_begins_at_a_lower_bound() -> None:
    # From 'more than 31' to 28 would be moving away; 28 alone is too little to tell.
    assert judge_bounds(["2020", "2025"], [31, 28], [True, False])[0] == "insufficient"
