"""What would it take: scores after a change of figures, and the figure that is needed.

Everything that figures are measured against stays what it was: the bounds and logs of the
treatment, and the ends of the scale. A change of one unit then moves no other unit's score, unless
the rule compares units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from indicators.composite.engine import IndexResult, aggregate_table, normalise_table, rank_table
from indicators.composite.normalisation import Goalposts, Normalisation
from indicators.composite.outliers import Transformation
from indicators.composite.results import normalised_row, score_function
from indicators.composite.table import (
    Floats,
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
    scores = aggregate_table(normalised, result.structure, result.method)
    ranks = rank_table(scores, result.method)
    return replace(result, normalised=normalised, scores=scores, ranks=ranks)


def normalised_figure(result: IndexResult, indicator: str, period: str, figure: float) -> float:
    """Return a figure of an indicator on the scale of the index, measured as all others are.

    Under a rule that cannot be fixed the figure is placed between those of the units that are
    there: their normalised figures are interpolated, and not exceeded.
    """
    rows = np.arange(len(result.treated))
    if not result.method.normalisation.pooled:
        rows = np.flatnonzero(np.array(periods(result.treated.index)) == period)
    treated = column_floats(result.treated, indicator)[rows]
    key = indicator, "" if result.method.treatment_pooled else period
    transformation = result.transformations.get(key, Transformation())
    value = float(transformation.apply(np.array([figure]))[0])
    if result.method.normalisation.rule in FIXED:
        return _fixed(result, indicator, treated, value)
    scores = column_floats(result.normalised, indicator)[rows]
    order = np.argsort(treated)
    known = order[~np.isnan(treated[order])]
    return float(np.interp(value, treated[known], scores[known]))


def _fixed(result: IndexResult, indicator: str, treated: Floats, value: float) -> float:
    """Return a treated value on the scale that the other units' values made."""
    rule = result.method.normalisation
    if rule.rule == "z_score":
        mean, deviation = np.nanmean(treated), np.nanstd(treated, ddof=1)
        standard = (value - mean) / deviation * result.method.direction(indicator)
        return float(rule.mean + rule.deviation * standard)
    posts = rule.goalposts.get(indicator) if rule.rule == "goalposts" else None
    if posts is None:
        posts = Goalposts(float(np.nanmin(treated)), float(np.nanmax(treated)), clip=False)
    one = pd.DataFrame({indicator: [value]}, index=result.treated.index[:1])
    fixed = Normalisation("goalposts", rule.scale, goalposts={indicator: posts})
    method = replace(result.method, normalisation=fixed)
    return float(floats(normalise_table(one, method))[0, 0])


def score_needed(result: IndexResult, node: str, place: str, period: str, rank: int) -> float:
    """Return the score of the unit that would be at `rank` among the others; NaN without one.

    With more than this score, the unit would have that rank.
    """
    others = _scores_of_others(result, node, place, period)
    if not 1 <= rank <= len(others):
        return float("nan")
    return float(np.sort(others)[-rank])


def _scores_of_others(result: IndexResult, node: str, place: str, period: str) -> Floats:
    """Return the scores of all other units of the period that have one."""
    index = result.scores.index
    others = (np.array(periods(index)) == period) & (np.array(places(index)) != place)
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
        return score_of(changed) - score

    best = best_figure(result, indicator)
    if np.isnan(current) or distance(current) >= 0 or distance(best) < 0:
        return float("nan")
    from scipy.optimize import brentq  # slow to import, and rarely needed

    return float(brentq(distance, min(current, best), max(current, best), xtol=1e-12, rtol=1e-12))


def best_figure(result: IndexResult, indicator: str) -> float:
    """Return the best figure that an index knows of: the better goalpost, else any unit's best."""
    rule = result.method.normalisation
    better = result.method.direction(indicator)
    observed = column_floats(result.imputed.data, indicator)
    best = float(np.nanmax(observed * better) * better)
    posts = rule.goalposts.get(indicator) if rule.rule == "goalposts" else None
    if posts is None:
        return best
    return max(best, posts.high) if better > 0 else min(best, posts.low)


def steps_made(
    result: IndexResult, indicator: str, start: float, end: float, span: int
) -> pd.DataFrame:
    """Return which units improved an indicator at least as much within `span` years.

    The step is from `start` to `end` in the indicator's unit. Columns: place, first, last (years)
    and change; for each unit its largest improvement, the largest first.
    """
    better = result.method.direction(indicator)
    units = np.array(places(result.denominated.index))
    times = years(result.denominated.index)
    values = column_floats(result.denominated, indicator) * better
    observed = ~np.isnan(values)
    rows = []
    for unit in np.unique(units[observed]):
        own = np.flatnonzero(observed & (units == unit))
        step = _largest_step(times[own], values[own], span)
        if step is not None and step[2] >= (end - start) * better:
            rows.append((str(unit), times[own][step[0]], times[own][step[1]], step[2]))
    rows.sort(key=lambda row: -row[3])
    table = pd.DataFrame(rows, columns=["place", "first", "last", "change"])
    table["change"] *= better
    return table


def _largest_step(
    times: Floats, values: Floats, years_at_most: int
) -> tuple[int, int, float] | None:
    """Return the positions and the size of the largest rise within so many years."""
    rise = values[None, :] - values[:, None]
    span = times[None, :] - times[:, None]
    rise = np.where((span > 0) & (span <= years_at_most), rise, -np.inf)
    first, last = np.unravel_index(int(np.argmax(rise)), rise.shape)
    if not np.isfinite(rise[first, last]) or rise[first, last] <= 0:
        return None
    return int(first), int(last), float(rise[first, last])
