"""Check targets against the figures of their indicator: place, unit and base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from indicators.catalogue import cross_checks
from indicators.model import STATUSES, Indicator, Target
from indicators.observations import Grid, Observations
from indicators.periods import month_number, period_months, period_start
from indicators.problems import Problem, ProblemCode, Severity, Value
from indicators.statistics import evidence
from indicators.statistics.evidence import BREAK, FORECAST, Measurement
from indicators.statistics.recency import MONTHS_A_YEAR, usual_step
from indicators.trajectories.pace import time_of
from indicators.trajectories.scales import SHARE_HIGH
from indicators.trajectories.status import Reason, is_met
from indicators.trajectories.verdicts import judge_series

OTHER_SIZE = 1000
"""A target so many times the newest figures, or less than such a part of them, may be in another
unit: units of one thing differ by a thousand, ten thousand, a million."""
FRACTION = 1
"""The largest share as a fraction."""

_UNJUDGED: Mapping[Reason, ProblemCode] = MappingProxyType(
    {
        "no_figures": ProblemCode.TARGET_WITH_FEW_FIGURES,
        "one_figure": ProblemCode.TARGET_WITH_FEW_FIGURES,
        "broken_series": ProblemCode.TARGET_AFTER_BREAK,
        "ended_series": ProblemCode.TARGET_BEFORE_BREAK,
        "gaps": ProblemCode.TARGET_WITH_GAPS,
        "outside_scale": ProblemCode.TARGET_OUTSIDE_SCALE,
    }
)
"""Why a target cannot be judged, by the reason of its progress."""


@dataclass(frozen=True)
class _Figures:
    """The figures of the places that a target holds for.

    `values` has a row a place and a column for each of `periods`, in order of time, NaN where there
    is no figure or a forecast; `flagged` are the periods that the publisher flags as a break.
    `series` has all figures of each place, `step` is the usual distance between them in months.
    """

    periods: tuple[str, ...]
    values: NDArray[np.float64]
    flagged: tuple[str, ...]
    series: Mapping[str, Sequence[Measurement]]
    step: int

    @property
    def newest(self) -> list[float]:
        """The newest figure of each place."""
        return [float(row[np.isfinite(row)][-1]) for row in self.values]

    @property
    def newest_period(self) -> str:
        """The period of the newest figure of all."""
        columns = np.flatnonzero(np.isfinite(self.values).any(axis=0))
        return self.periods[int(columns[-1])]

    def at(self, period: str) -> float | None:
        """Return the figure of the first place at a period's end; None where there is none."""
        time = time_of(period)
        for name, value in zip(self.periods, self.values[0].tolist(), strict=True):
            if np.isfinite(value) and time_of(name) == time:
                return float(value)
        return None


def target_problems(indicator: Indicator, table: Observations) -> Iterator[Problem]:
    """Yield what the figures of an indicator tell against its targets; it has some figures."""
    for target in indicator.targets:
        figures = _figures(indicator, target, table)
        if not len(figures.values):
            if target.scope < 2:
                yield _without_figures(indicator, target)
            continue
        if _may_be_in_other_unit(indicator, target, figures):
            yield _outside_figures(indicator, target, figures)
        if target.place and target.base_period:
            yield from _base_problems(indicator, target, figures)
        yield from _unjudged(indicator, target, figures)


def _figures(indicator: Indicator, target: Target, table: Observations) -> _Figures:
    grid, statuses = table.grid(indicator.id), table.rows.status
    rows = [index for index, place in enumerate(grid.places) if target.holds_for(place)]
    cells = grid.cell[rows]
    status = np.where(cells >= 0, statuses[cells], -1)
    values = np.where(status == STATUSES.index(FORECAST), np.nan, grid.value[rows])
    has_figure = np.isfinite(values).any(axis=1)
    flagged = np.flatnonzero((status == STATUSES.index(BREAK)).any(axis=0))
    periods = tuple(grid.periods)
    series = {grid.places[row]: _series(grid, row, statuses) for row in np.array(rows)[has_figure]}
    return _Figures(
        periods,
        values[has_figure],
        tuple(periods[index] for index in flagged),
        series,
        usual_step(periods, grid.cell >= 0),
    )


def _series(grid: Grid, row: int, statuses: NDArray[np.int8]) -> list[Measurement]:
    """Return the figures of one place in order of time."""
    columns = np.flatnonzero(grid.cell[row] >= 0).tolist()
    return [
        Measurement(
            grid.periods[column],
            float(grid.value[row, column]),
            STATUSES[statuses[grid.cell[row, column]]],
        )
        for column in columns
    ]


def _unjudged(indicator: Indicator, target: Target, figures: _Figures) -> Iterator[Problem]:
    """Yield why a target can be judged in none of its places, as of their newest figures."""
    reasons: dict[str, Reason] = {}
    for place, series in figures.series.items():
        day = _day_after(series[-1].period)
        progress = judge_series(indicator, place, series, target, figures.step, day)
        if progress.state != "insufficient":
            return
        reasons[place] = progress.reason
    place, reason = next(iter(reasons.items()))
    values: dict[str, Value] = {"indicator": indicator.id, "period": target.period, "place": place}
    yield _problem(_UNJUDGED[reason], indicator, target, f"{target.value:g}", "notice", **values)


def _day_after(period: str) -> date:
    """Return the day after a period: the figure of a series is as new as can be then."""
    end = month_number(period_start(period)) + period_months(period)
    return date(min(end // MONTHS_A_YEAR, date.max.year), end % MONTHS_A_YEAR + 1, 1)


def _may_be_in_other_unit(indicator: Indicator, target: Target, figures: _Figures) -> bool:
    """Tell whether a target is of another size than the figures of its places.

    That is a share above 100, or one written as a fraction where all newest figures are in percent
    above 1; for anything else, a target a thousand times larger or smaller than every newest one.
    """
    newest, value = figures.newest, target.value
    if indicator.unit.kind == "share":
        is_fraction = 0 < value <= FRACTION < min(newest) and indicator.better != "lower"
        return is_fraction or value > SHARE_HIGH >= float(np.nanmax(figures.values))
    if value <= 0 or min(newest) <= 0:
        return False
    return value >= OTHER_SIZE * max(newest) or value * OTHER_SIZE <= min(newest)


def _base_problems(indicator: Indicator, target: Target, figures: _Figures) -> Iterator[Problem]:
    """Yield why a plan's base is not measured from, or that the target was met there."""
    base, newest = target.base_period, figures.newest_period
    crossed = None
    if time_of(base) < time_of(newest):
        crossed = evidence.break_between(indicator, target.place, base, newest, figures.flagged)
    if crossed:
        code = ProblemCode.TARGET_BASE_BEFORE_BREAK
        values: dict[str, Value] = {"period": target.period, "later": crossed.period}
        yield _problem(code, indicator, target, base, "notice", indicator=indicator.id, **values)
        return
    if target.base_value is not None:
        return
    value = figures.at(base)
    if value is None:
        code = ProblemCode.TARGET_BASE_WITHOUT_FIGURE
        values = {"period": target.period, "place": target.place}
        yield _problem(code, indicator, target, base, "notice", indicator=indicator.id, **values)
    elif is_met(value, target, indicator.better, value):
        code = ProblemCode.TARGET_MET_AT_BASE
        yield _problem(code, indicator, target, f"{target.value:g}", "warning", base=base)


def _outside_figures(indicator: Indicator, target: Target, figures: _Figures) -> Problem:
    return _problem(
        ProblemCode.TARGET_OUTSIDE_FIGURES,
        indicator,
        target,
        f"{target.value:g}",
        "warning",
        indicator=indicator.id,
        period=target.period,
        low=f"{np.nanmin(figures.values):g}",
        high=f"{np.nanmax(figures.values):g}",
        unit=indicator.unit.id,
    )


def _without_figures(indicator: Indicator, target: Target) -> Problem:
    code = ProblemCode.TARGET_PLACE_WITHOUT_FIGURES
    found = target.place or target.group
    values: dict[str, Value] = {"indicator": indicator.id, "period": target.period}
    return _problem(code, indicator, target, found, "notice", **values)


def _problem(
    code: ProblemCode,
    indicator: Indicator,
    target: Target,
    found: str,
    severity: Severity,
    /,
    **values: Value,
) -> Problem:
    """Make a problem of a target, at its line, or that on which its indicator is declared."""
    file, line = cross_checks.declared_at(indicator)
    line = target.line or line
    return Problem(code, file, line, f"indicators.{indicator.id}.target", found, values, severity)
