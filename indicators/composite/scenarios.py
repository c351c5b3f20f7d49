"""What would it take: scores after a change of figures, and the figure that is needed.

Everything that figures are measured against stays what it was: the bounds and logs of the
treatment, and the ends of the scale. A change of one unit then moves no other unit's score, unless
the rule compares units.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from indicators.composite.aggregation import ROUNDING_ERROR
from indicators.composite.engine import (
    IndexResult,
    aggregate_table,
    fixed_normalisation,
    fixed_scales,
    rank_table,
)
from indicators.composite.normalisation import Column, Normalisation, normalise
from indicators.composite.outliers import Transformation
from indicators.composite.results import normalised_row, score_function
from indicators.composite.table import (
    Floats,
    Positions,
    column_floats,
    columns_of,
    floats,
    periods,
    places,
    row_of,
    table_like,
    years,
)

FIXED = ("min_max", "goalposts", "z_score")
"""Rules whose ends of the scale can be fixed; ranks and distances always compare units."""


def change_figures(
    result: IndexResult, figures: Mapping[tuple[str, str, str], float]
) -> IndexResult:
    """Return a result with other normalised figures, scores and ranks.

    Figures are by unit, period and indicator, as the index takes them: in the indicator's unit,
    after the denominator.
    """
    values = floats(result.normalised)
    for (place, period, indicator), figure in figures.items():
        row = row_of(result.normalised.index, place, period)
        column = columns_of(result.normalised, [indicator])[0]
        values[row, column] = normalised_figure(result, indicator, period, figure)
    normalised = table_like(result.normalised, values)
    scores = result.scores.copy()
    for period in {period for _, period, _ in figures}:
        rows = np.flatnonzero(np.array(periods(scores.index)) == period)
        method = fixed_scales(result, period)
        scores.iloc[rows] = aggregate_table(normalised.iloc[rows], result.structure, method)
    ranks = rank_table(scores, result.method, result.unranked)
    return replace(result, normalised=normalised, scores=scores, ranks=ranks)


def normalised_figure(result: IndexResult, indicator: str, period: str, figure: float) -> float:
    """Return a figure of an indicator on the scale of the index; see `normalised_figures`."""
    return float(normalised_figures(result, indicator, period, np.array([figure]))[0])


def normalised_figures(result: IndexResult, indicator: str, period: str, figures: Floats) -> Floats:
    """Return figures of an indicator on the scale of the index, measured as all others are.

    Under a rule that cannot be fixed figures are placed between those of the units that are there:
    their normalised figures are interpolated, and not exceeded. Missing figures stay missing.
    """
    method = result.method
    rule = method.normalisation_of(indicator)
    rows = np.arange(len(result.treated))
    if not rule.pooled:
        rows = np.flatnonzero(np.array(periods(result.treated.index)) == period)
    treated = column_floats(result.treated, indicator)[rows]
    key = indicator, "" if method.treatment_pooled else period
    values = result.transformations.get(key, Transformation()).apply(figures)
    if rule.rule in FIXED:
        column = Column(indicator, values, method.direction(indicator), indicator in method.logs)
        return _fixed(column, rule, treated)
    scores = column_floats(result.normalised, indicator)[rows]
    order = np.argsort(treated)
    known = order[~np.isnan(treated[order])]
    placed = np.interp(values, treated[known], scores[known])
    return np.where(np.isnan(values), np.nan, placed)


def _fixed(column: Column, rule: Normalisation, treated: Floats) -> Floats:
    """Return a column of treated values on the scale that the other units' values made."""
    if rule.rule == "goalposts" and column.name in rule.goalposts:
        return normalise(column, replace(rule, pooled=True), (), ())
    others = replace(column, values=treated).directed
    fixed = fixed_normalisation(column.name, others, rule)
    return normalise(Column(column.name, column.directed), fixed, (), ())


def score_needed(result: IndexResult, node: str, place: str, period: str, rank: int) -> float:
    """Return the score of the unit that would be at `rank` among the others; NaN without one.

    With more than this score, the unit would have that rank.
    """
    others = _scores_of_others(result, node, place, period)
    if not 1 <= rank <= len(others):
        return float("nan")
    return float(np.sort(others)[-rank])


def _scores_of_others(result: IndexResult, node: str, place: str, period: str) -> Floats:
    """Return the scores of all other units of the period that have one and may be ranked."""
    index = result.scores.index
    units = np.array(places(index))
    others = (np.array(periods(index)) == period) & (units != place)
    others &= ~np.isin(units, list(result.unranked))
    scores = column_floats(result.scores, node)[others]
    known: Floats = scores[~np.isnan(scores)]
    return known


def figure_needed(
    result: IndexResult, node: str, place: str, period: str, indicator: str, score: float
) -> float:
    """Return the figure of one indicator with which a unit's score of a node would be `score`.

    All other figures stay. Searched between the unit's own figure and the best one of any unit or
    the better goalpost; NaN where even that does not suffice, or the unit has no figure or has the
    score already. In the indicator's unit, after the denominator.
    """
    row = row_of(result.normalised.index, place, period)
    current = float(column_floats(result.imputed.data, indicator)[row])
    column = columns_of(result.normalised, [indicator])[0]
    figures = normalised_row(result, place, period)
    score_of = score_function(result, node, place, period)

    def distance(figure: float) -> float:
        changed = figures.copy()
        changed[column] = normalised_figure(result, indicator, period, figure)
        return float(score_of(changed[None, :])[0]) - score

    best = best_figure(result, indicator)
    # a score that is missing at either end is neither below nor above: nothing is found then
    is_between = not np.isnan(current) and distance(current) < 0 <= distance(best)
    if not is_between:
        return float("nan")
    from scipy.optimize import brentq  # slow to import, and rarely needed

    return float(brentq(distance, min(current, best), max(current, best), xtol=1e-12, rtol=1e-12))


def best_figure(result: IndexResult, indicator: str) -> float:
    """Return the best figure that an index knows of: the better goalpost, else any unit's best."""
    rule = result.method.normalisation_of(indicator)
    better = result.method.direction(indicator)
    observed = column_floats(result.imputed.data, indicator)
    best = float(np.nanmax(observed * better) * better)
    posts = rule.goalposts.get(indicator) if rule.rule == "goalposts" else None
    if posts is None:
        return best
    return max(best, posts.high) if better > 0 else min(best, posts.low)


def steps_made(
    result: IndexResult, indicator: str, start: float, end: float, span: int, period: str
) -> pd.DataFrame:
    """Return which units improved an indicator at least as much within `span` years.

    The step is from `start` to `end` in the indicator's unit. Steps are compared on the scale of
    the index in `period`: with a logarithm the step from 1 to 2 is as long as that from 10 to 20.
    Only observed figures count. Columns: place, first, last (years) and change, in the indicator's
    unit; for each unit its largest improvement, the largest first.
    """
    ends = normalised_figures(result, indicator, period, np.array([start, end]))
    needed = float(ends[1] - ends[0])
    # Of all units at once: the scale is the same for every one of them.
    figures = column_floats(result.denominated, indicator)
    scores = normalised_figures(result, indicator, period, figures)
    rows = []
    for series in _observed_series(result, indicator):
        step = _largest_step(series.times, scores[series.rows], span)
        if step is None or step[2] < needed * (1 - ROUNDING_ERROR):
            continue
        first, last, rise = step
        change = series.figures[last] - series.figures[first]
        rows.append((series.place, series.times[first], series.times[last], change, rise))
    rows.sort(key=lambda row: -row[4])
    table = pd.DataFrame(rows, columns=["place", "first", "last", "change", "rise"])
    return table.drop(columns="rise")


def compares_steps(result: IndexResult, indicator: str, places_compared: Collection[str]) -> bool:
    """Return whether any of these units has observed figures of two years: else it is not known
    who made a step.
    """
    return any(
        len(series.times) > 1
        for series in _observed_series(result, indicator)
        if series.place in places_compared
    )


@dataclass(frozen=True)
class _Series:
    """The observed figures of a unit, their rows, and when their periods begin, in years."""

    place: str
    rows: Positions
    times: Floats
    figures: Floats


def _observed_series(result: IndexResult, indicator: str) -> Iterator[_Series]:
    """Yield the observed figures of each unit, after the denominator."""
    units = np.array(places(result.denominated.index))
    times = years(result.denominated.index)
    figures = column_floats(result.denominated, indicator)
    observed = ~np.isnan(figures) & ~np.isnan(times)
    rows = np.flatnonzero(observed)
    rows = rows[np.argsort(units[rows], kind="stable")]
    ends = np.flatnonzero(units[rows[1:]] != units[rows[:-1]]) + 1
    for rows_of_unit in np.split(rows, ends):
        if len(rows_of_unit):
            unit = str(units[rows_of_unit[0]])
            yield _Series(unit, rows_of_unit, times[rows_of_unit], figures[rows_of_unit])


def _largest_step(
    times: Floats, scores: Floats, years_at_most: int
) -> tuple[int, int, float] | None:
    """Return the positions and the size of the largest rise within so many years."""
    rise = scores[None, :] - scores[:, None]
    span = times[None, :] - times[:, None]
    is_known = (span > 0) & (span <= years_at_most) & ~np.isnan(rise)
    rise = np.where(is_known, rise, -np.inf)
    first, last = np.unravel_index(int(np.argmax(rise)), rise.shape)
    if not np.isfinite(rise[first, last]) or rise[first, last] <= 0:
        return None
    return int(first), int(last), float(rise[first, last])
