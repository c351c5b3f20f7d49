"""How old a figure is, in the steps of its own series."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from indicators.statistics.recency import is_over, is_recent, steps_behind, usual_step

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("period", "step", "steps"),
    [
        ("2025", 12, 0),  # the last year that is over
        ("2024", 12, 1),
        ("2023", 12, 2),
        ("2022", 12, 3),
        ("2018", 12, 7),
        ("2026", 12, 0),
        ("2030", 12, 0),  # not over, so nothing newer can be known
        ("2024", 24, 0),  # the next survey is of 2026, which is not over
        ("2022", 24, 1),
        ("2020", 24, 2),
        ("2018", 24, 3),
        ("2026-Q3", 3, 0),
        ("2026-Q1", 3, 2),
        ("2025-Q4", 3, 3),
        ("2026-10", 1, 0),
        ("2026-08", 1, 2),
        ("2026-07", 1, 3),
        ("2025-07-01/P1Y", 12, 0),  # a financial year that ended on 30 June 2026
        ("2023-07-01/P1Y", 12, 2),
        ("2022-07-01/P1Y", 12, 3),
    ],
)
def test_completed_steps_since_a_figure(period: str, step: int, steps: int) -> None:
    assert steps_behind(period, step, TODAY) == steps
    assert is_recent(period, step, TODAY) is (steps <= 2)


def test_a_year_is_completed_when_the_next_begins() -> None:
    assert steps_behind("2025", 12, date(2025, 12, 31)) == 0
    assert steps_behind("2024", 12, date(2025, 12, 31)) == 0
    assert steps_behind("2024", 12, date(2026, 1, 1)) == 1


@pytest.mark.parametrize(
    ("period", "over"),
    [
        ("2025", True),
        ("2026", False),
        ("2026-Q3", True),
        ("2026-Q4", False),
        ("2026-10", True),
        ("2026-11", False),
    ],
)
def test_whether_a_period_is_over(period: str, over: bool) -> None:
    assert is_over(period, TODAY) is over


def grid(*rows: str) -> np.ndarray:
    return np.array([[mark == "x" for mark in row] for row in rows])


@pytest.mark.parametrize(
    ("periods", "present", "step"),
    [
        (("2020", "2021", "2022", "2023"), grid("xxxx", "xx.x"), 12),
        (("2018", "2020", "2022", "2024"), grid("xxxx"), 24),  # three distances of two years
        (("2020", "2022", "2024"), grid("xxx"), 12),  # two distances may be gaps in a yearly series
        (("2020", "2023"), grid("xx", "xx", "xx"), 36),
        (("2020", "2023"), grid("xx"), 12),
        (("2023",), grid("x"), 12),
        (("2023-Q1",), grid("x"), 3),
        (("2025-12",), grid("x"), 12),  # a stock at the end of a month, counted who knows how often
        (("2025-06", "2025-12"), grid("xx"), 12),
        (("2025-09", "2025-10", "2025-11", "2025-12"), grid("xxxx"), 1),
        (("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"), grid("xxxx"), 3),
        (
            ("2022", "2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4", "2023"),
            grid("xxxxxx"),
            3,
        ),  # most figures are of quarters
        (
            ("2019", "2020", "2021", "2022", "2023", "2024"),
            grid("x.....", ".x....", "..x...", "...x..", "x.x.x.", ".....x", "x.x..."),
            24,
        ),  # a year lies between the figures of different places
        ((), np.zeros((0, 0), dtype=bool), 12),
    ],
)
def test_the_usual_step_of_a_series(
    periods: tuple[str, ...], present: np.ndarray, step: int
) -> None:
    assert usual_step(periods, present) == step
