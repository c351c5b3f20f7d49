"""The road to a target in figures that a person worked out."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.model import Target
from indicators.trajectories.pace import METHODS, Method, Point, pace, time_of, value_at
from indicators.trajectories.paths import (
    Course,
    course,
    mean_change,
    one_year_late,
    pace_needed,
    path_needed,
    shortfall,
    value_reached,
    year_reached,
)
from indicators.trajectories.status import judge

STRAIGHT = Course(Point(2019, 60), Point(2024, 70), Point(2030, 100), "linear", 1)
"""70 % in 2024, two points a year since 2019, 100 % by 2030."""
GROWTH = Course(Point(2022, 100 / 1.21), Point(2024, 100), Point(2026, 144), "compound", 1)
"""100 in 2024, 10 % a year since 2022, 144 by 2026."""


def rounded(points: tuple[Point, ...], digits: int = 4) -> list[tuple[float, float]]:
    return [(point.time, round(point.value, digits)) for point in points]


def test_times_are_the_ends_of_periods() -> None:
    assert (time_of("2024"), time_of("2024-Q4"), time_of("2024-12")) == (2024, 2024, 2024)
    assert (time_of("2025-Q1"), time_of("2024-S1")) == (2024.25, 2023.5)


def test_the_straight_path() -> None:
    path = path_needed(Point(2020, 60), Point(2025, 90), "linear")
    assert rounded(path) == [(2020, 60), (2021, 66), (2022, 72), (2023, 78), (2024, 84), (2025, 90)]


def test_the_path_of_constant_growth() -> None:
    # From 100 to 146.41 in four years: 10 % a year.
    path = path_needed(Point(2020, 100), Point(2024, 146.41), "compound")
    assert rounded(path) == [
        (2020, 100),
        (2021, 110),
        (2022, 121),
        (2023, 133.1),
        (2024, 146.41),
    ]
    assert path_needed(Point(2020, 100), Point(2024, 146.41), "progress_chart") == path


def test_the_path_of_adoption_is_steepest_in_the_middle() -> None:
    # Odds of 1 to 4, 1 to 2, 1, 2, 4: they double each year.
    path = path_needed(Point(2020, 20), Point(2024, 80), "logistic")
    assert rounded(path) == [
        (2020, 20),
        (2021, 33.3333),
        (2022, 50),
        (2023, 66.6667),
        (2024, 80),
    ]


def test_a_path_has_the_ends_of_the_years_between() -> None:
    path = path_needed(Point(2020.5, 0), Point(2022.25, 7), "linear")
    assert rounded(path) == [(2020.5, 0), (2021, 2), (2022, 6), (2022.25, 7)]


def test_no_path_where_none_is_defined() -> None:
    assert path_needed(Point(2025, 1), Point(2025, 2), "linear") == ()
    assert path_needed(Point(2020, 0), Point(2025, 2), "compound") == ()
    assert path_needed(Point(2020, 50), Point(2025, 100), "logistic") == ()


def test_the_pace_needed_and_where_the_pace_so_far_leads() -> None:
    assert pace_needed(STRAIGHT) == 5
    assert year_reached(STRAIGHT) == 2039
    assert value_reached(STRAIGHT) == 82
    assert shortfall(STRAIGHT) == 18


def test_growth_needed_and_reached() -> None:
    assert pace_needed(GROWTH) == pytest.approx(20)
    assert value_reached(GROWTH) == pytest.approx(121)
    assert shortfall(GROWTH) == pytest.approx(23)
    # ln 1.44 / ln 1.1 = 3.8258
    assert year_reached(GROWTH) == pytest.approx(2027.8258, abs=1e-4)


def test_adoption_reached() -> None:
    # The odds double each year: 1 in 2024, 4 in 2026, 8 (88.9 %) in 2027.
    adoption = Course(Point(2022, 20), Point(2024, 50), Point(2026, 800 / 9), "logistic", 1)
    assert year_reached(adoption) == pytest.approx(2027)
    assert value_reached(adoption) == pytest.approx(80)
    assert pace_needed(adoption) == pytest.approx(1.5 * math.log(2))


def test_a_year_in_which_nothing_moves() -> None:
    # Thirty points in five years instead of six; and 70 + 5 * 2 = 80 instead of 82.
    delay = one_year_late(STRAIGHT)
    assert (delay.pace_needed, delay.value, delay.shortfall) == (6, 80, 20)
    # 44 % in one year; and 110 in 2026
    delay = one_year_late(GROWTH)
    assert delay.pace_needed == pytest.approx(44)
    assert (delay.value, delay.shortfall) == (pytest.approx(110), pytest.approx(34))


def test_a_pace_of_adoption_in_points_a_year() -> None:
    # The odds double from 1 in 2024 to 4 in 2026: 30 points in two years. From 50 % in 2025 on they
    # double twice in one year.
    course_of = Course(Point(2022, 20), Point(2024, 50), Point(2026, 80), "logistic", 1)
    assert mean_change(course_of.base, course_of.latest) == 15
    assert mean_change(course_of.latest, course_of.goal) == 15
    delay = one_year_late(course_of)
    assert mean_change(delay.latest, course_of.goal) == 30
    assert delay.pace_needed == pytest.approx(2 * math.log(2))
    assert delay.value == pytest.approx(200 / 3)
    assert math.isnan(mean_change(Point(2025, 85), Point(2025, 90)))


def test_a_path_of_quarters() -> None:
    # 52 at the end of June 2023, 60 a year later: two a quarter.
    path = path_needed(Point(time_of("2023-Q2"), 52), Point(time_of("2024-Q2"), 60), "linear", 3)
    assert rounded(path) == [
        (2022.5, 52),
        (2022.75, 54),
        (2023, 56),
        (2023.25, 58),
        (2023.5, 60),
    ]
    months = path_needed(Point(time_of("2023-01"), 0), Point(time_of("2024-02"), 13), "linear", 1)
    assert [round(point.value, 6) for point in months] == list(range(14))


def test_a_year_late_is_too_late_in_the_last_year() -> None:
    delay = one_year_late(Course(Point(2028, 85), Point(2029, 90), Point(2030, 100), "linear", 1))
    assert (delay.pace_needed, delay.value, delay.shortfall) == (math.inf, 90, 10)


def test_what_is_to_fall() -> None:
    falling = Course(Point(2023, 43), Point(2024, 40), Point(2030, 10), "linear", -1)
    assert pace_needed(falling) == -5
    assert (year_reached(falling), value_reached(falling), shortfall(falling)) == (2034, 22, 12)
    late = one_year_late(Course(Point(2028, 43), Point(2029, 40), Point(2030, 10), "linear", -1))
    assert late.pace_needed == -math.inf


def test_the_wrong_way_never_arrives() -> None:
    away = Course(Point(2023, 71), Point(2024, 70), Point(2030, 100), "linear", 1)
    assert (year_reached(away), shortfall(away)) == (math.inf, 36)
    standing_still = Course(Point(2023, 70), Point(2024, 70), Point(2030, 100), "linear", 1)
    assert year_reached(standing_still) == math.inf


def test_what_is_met_needs_no_pace() -> None:
    met = Course(Point(2023, 99), Point(2024, 101), Point(2030, 100), "linear", 1)
    assert (pace_needed(met), year_reached(met), shortfall(met)) == (0, 2024, 0)


def test_the_course_of_a_verdict() -> None:
    def of(target: Target, today: date = date(2026, 11, 27)) -> Course | None:
        figures = ["2019", "2024"], [60.0, 70.0]
        return course(judge(*figures, target, "higher", "share", step=12, today=today))

    assert of(Target("2030", 100)) == STRAIGHT
    assert of(Target("2025", 100)) is None  # due: no pace says anything
    assert of(Target("2030", 100), date(2029, 1, 1)) is None  # too old


@given(
    st.floats(1, 99),
    st.floats(1, 99),
    st.integers(1, 30),
    st.sampled_from(METHODS),
)
def test_a_pace_leads_from_one_point_to_the_other(
    start: float, end: float, years: int, method: Method
) -> None:
    first, last = Point(2000, start), Point(2000 + years, end)
    speed = pace(method, first, last)
    assert value_at(method, first, speed, last.time) == pytest.approx(end)
    assume(abs(end - start) > 0.01)
    halfway = Point(2000 + years / 2, value_at(method, first, speed, 2000 + years / 2))
    there = Course(first, halfway, last, method, 1 if end > start else -1)
    assert year_reached(there) == pytest.approx(last.time)
    assert shortfall(there) == pytest.approx(0, abs=1e-6)
    path = path_needed(first, last, method)
    assert len(path) == years + 1
    steps = [after.value - before.value for before, after in pairwise(path)]
    assert all(step * (end - start) > 0 for step in steps)


def test_rates_at_the_edge_of_floats() -> None:
    tiny, huge = Point(2000, 1e-320), Point(2002, 1e300)
    assert pace("compound", Point(2000, 1e300), Point(2002, 1e-320)) == -100
    assert path_needed(Point(2000, 1e300), Point(2002, 1e-320), "compound")[1].value == 0
    assert pace("compound", tiny, huge._replace(time=2000.5)) == math.inf
    nearly = pace("compound", Point(2000, 1), Point(2010, 1 + 1e-12))
    assert nearly == pytest.approx(1e-11, rel=1e-3)  # percent a year
