"""Compute indicators from others: formulas and @indicator functions, on aligned inputs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators import formula as arithmetic
from indicators import metrics
from indicators.catalogue import Catalogue, cross_checks
from indicators.derive.target_checks import target_problems
from indicators.model import STATUSES, Indicator
from indicators.observations import (
    Codelists,
    Codes,
    ObservationRows,
    Observations,
    concat,
    observation_rows,
    significant,
)
from indicators.periods import period_start
from indicators.problems import Problem, ProblemCode
from indicators.statistics import evidence

Array = NDArray[np.float64]
Peers = Mapping[str, tuple[str, ...]]
Result = tuple[Array, list[Problem]]
"""Values on the grid of the inputs, and what went wrong."""
BREAK = STATUSES.index(evidence.BREAK)
LOWER_BOUND = STATUSES.index(evidence.LOWER_BOUND)
RAISE = 1e-3
"""A lower bound is raised by this part of itself to see which way the result moves."""
NOISE = 1e-9
"""A part of a value that is arithmetic in binary, far below what RAISE moves."""


@dataclass(frozen=True)
class AlignedInputs:
    """Inputs on one grid: rows are pairs of place and breakdown, columns periods in order of time.

    `status` is the softest of the inputs' in each cell, -1 where none has a figure. `is_bound`
    marks for each input the cells in which it has a lower bound.
    """

    place: Codes
    breakdown: Codes
    period: Codes
    values: tuple[Array, ...]
    status: NDArray[np.int8]
    is_bound: tuple[NDArray[np.bool_], ...]


def compute(
    catalogue: Catalogue, table: Observations, only: Collection[str] | None = None
) -> tuple[ObservationRows, dict[str, tuple[Problem, ...]]]:
    """Compute every indicator that is a formula or a function, or those in `only`.

    Returns their rows, and by indicator what went wrong; one that fails leaves the others alone.
    """
    codelists = table.codelists
    rows: dict[str, ObservationRows] = {}
    problems: dict[str, tuple[Problem, ...]] = {}
    blocks: list[ObservationRows] = []
    peers = _peers(catalogue)
    for name in cross_checks.order(catalogue.indicators):
        if only is not None and name not in only:
            continue
        indicator = catalogue.indicators[name]
        if indicator.kind == "index":  # computed together: see index_scores.py
            continue
        for need in indicator.needs:
            if need not in rows:
                rows[need] = _exact_rows(catalogue.indicators.get(need), need, table)
        grid = align([rows[need] for need in indicator.needs], codelists)
        if indicator.kind == "formula":
            values, failures = _evaluate_formula(indicator, grid, codelists)
        else:
            values, failures = _call_function(indicator, grid, codelists, peers)
        if failures:
            problems[name] = tuple(failures)
        status = _status(indicator, grid, codelists)
        rows[name] = _rows(codelists.code["indicator"][name], grid, values, status)
        blocks.append(rows[name])
    return concat(blocks), problems


def _exact_rows(indicator: Indicator | None, name: str, table: Observations) -> ObservationRows:
    """Return the rows of an indicator without zeros that were rounded to.

    Nothing is computed from those.
    """
    rows = table.rows.take(slice(*table.spans.get(name, (0, 0))))
    if indicator is None or not indicator.unit.rounding:
        return rows
    return rows.take(rows.value != 0)


def problems_without_figures(catalogue: Catalogue, table: Observations) -> list[Problem]:
    """Report computed indicators and targets that cannot be shown, or not as they stand.

    A computed indicator is reported that has no figure though each of its inputs has some; a
    target, where the figures tell against its place, unit or base.
    """
    problems: list[Problem] = []
    for indicator in catalogue.indicators.values():
        if indicator.id in table.spans:
            problems += target_problems(indicator, table)
        elif indicator.kind in ("formula", "python") and all(
            need in table.spans for need in indicator.needs
        ):
            problems.append(_inputs_without_overlap(indicator))
    return problems


def _inputs_without_overlap(indicator: Indicator) -> Problem:
    file, line = cross_checks.declared_at(indicator)
    is_formula = indicator.kind == "formula"
    return Problem(
        ProblemCode.INPUTS_WITHOUT_OVERLAP,
        file,
        line,
        "formula" if is_formula else "",
        indicator.formula,
        {"indicator": indicator.id, "inputs": indicator.needs},
        # A function comes with the software; a formula was written for this dashboard.
        "warning" if is_formula else "notice",
    )


def align(inputs: list[ObservationRows], codelists: Codelists) -> AlignedInputs:
    """Put inputs on the union of their rows and columns; cells without a figure are nan."""
    breakdown_count = max(len(codelists.breakdown), 1)
    row_keys = [rows.place.astype(np.int64) * breakdown_count + rows.breakdown for rows in inputs]
    all_keys = np.unique(np.concatenate(row_keys))
    all_periods = np.unique(np.concatenate([rows.period for rows in inputs]))
    shape = (len(all_keys), len(all_periods))
    status = np.full(shape, -1, dtype=np.int8)
    values, is_bound = [], []
    for rows, keys in zip(inputs, row_keys, strict=True):
        cells = np.searchsorted(all_keys, keys), np.searchsorted(all_periods, rows.period)
        grid = np.full(shape, np.nan)
        grid[cells] = rows.value
        np.maximum.at(status, cells, rows.status)
        values.append(grid)
        bounds = np.zeros(shape, dtype=bool)
        bounds[cells] = rows.status == LOWER_BOUND
        is_bound.append(bounds)
    return AlignedInputs(
        (all_keys // breakdown_count).astype(np.int32),
        (all_keys % breakdown_count).astype(np.int32),
        all_periods.astype(np.int32),
        tuple(values),
        status,
        tuple(is_bound),
    )


def _status(indicator: Indicator, grid: AlignedInputs, codelists: Codelists) -> NDArray[np.int8]:
    """Return the softest status of the inputs.

    It is 'break' where a figure looks back over a break of its series: in the `span` years from
    the start of the break.
    """
    status = np.maximum(grid.status, 0)
    span = indicator.span
    if not span:
        return status
    starts = [period_start(codelists.period[code]) for code in grid.period]
    for series_break in indicator.breaks:
        start = period_start(series_break.period)
        end = start.replace(year=start.year + span)
        columns = np.array([start <= day < end for day in starts])
        rows = np.ones(len(grid.place), dtype=bool)
        if series_break.place:
            rows = grid.place == codelists.code["place"][series_break.place]
        cells = np.outer(rows, columns)
        status = np.where(cells, np.maximum(status, BREAK), status)
    return status.astype(np.int8)


def _rows(
    indicator_code: int, grid: AlignedInputs, values: Array, status: NDArray[np.int8]
) -> ObservationRows:
    """Return the cells that have a figure as rows of the table."""
    row, column = np.nonzero(np.isfinite(values))
    return observation_rows(
        len(row),
        indicator=indicator_code,
        place=grid.place[row],
        breakdown=grid.breakdown[row],
        period=grid.period[column],
        value=significant(values[row, column]),
        status=status[row, column],
    )


def _evaluate_formula(indicator: Indicator, grid: AlignedInputs, codelists: Codelists) -> Result:
    formula = arithmetic.parse(indicator.formula)

    def evaluate(grid: AlignedInputs) -> Array:
        inputs = dict(zip(indicator.needs, grid.values, strict=True))
        return np.broadcast_to(arithmetic.evaluate(formula, inputs), grid.status.shape)

    values = evaluate(grid)
    is_complete = np.logical_and.reduce([np.isfinite(grid_values) for grid_values in grid.values])
    is_lost = is_complete & ~np.isfinite(values)
    values, problems = _without_upper_bounds(indicator, grid, codelists, values, evaluate)
    if is_lost.any():
        code = ProblemCode.FORMULA_DIVISION_BY_ZERO
        problems.append(_lost_figures(code, indicator, is_lost, grid, codelists))
    return values, problems


def _without_upper_bounds(
    indicator: Indicator,
    grid: AlignedInputs,
    codelists: Codelists,
    values: Array,
    evaluate: Callable[[AlignedInputs], Array],
) -> Result:
    """Leave out the values that are lower where a lower bound among the inputs is larger.

    As a divisor or a subtrahend makes them: they would be upper bounds.
    """
    is_upper = np.zeros(grid.status.shape, dtype=bool)
    for raised in _raised_bounds(grid):
        is_upper |= evaluate(raised) < values - NOISE * np.abs(values)
    if not is_upper.any():
        return values, []
    code = ProblemCode.FORMULA_UPPER_BOUND
    problem = _lost_figures(code, indicator, is_upper, grid, codelists)
    return np.where(is_upper, np.nan, values), [problem]


def _raised_bounds(grid: AlignedInputs) -> Iterator[AlignedInputs]:
    """Give the grid with the lower bounds of one input raised, for each input that has any."""
    for position, is_bound in enumerate(grid.is_bound):
        if not is_bound.any():
            continue
        values = list(grid.values)
        figures = values[position]
        # By RAISE itself at least: a part of 0 would raise nothing.
        raised = figures + RAISE * np.maximum(np.abs(figures), 1.0)
        values[position] = np.where(is_bound, raised, figures)
        yield replace(grid, values=tuple(values))


def _lost_figures(
    code: ProblemCode,
    indicator: Indicator,
    is_lost: NDArray[np.bool_],
    grid: AlignedInputs,
    codelists: Codelists,
) -> Problem:
    row, column = np.argwhere(is_lost)[0].tolist()
    file, line = cross_checks.declared_at(indicator)
    values = {
        "indicator": indicator.id,
        "n": int(is_lost.sum()),
        "place": codelists.place[grid.place[row]],
        "period": codelists.period[grid.period[column]],
    }
    return Problem(
        code,
        file,
        line,
        found=indicator.formula,
        values=values,
        # A function comes with the software; a formula was written for this dashboard.
        severity="warning" if indicator.kind == "formula" else "notice",
    )


def _call_function(
    indicator: Indicator, grid: AlignedInputs, codelists: Codelists, peers: Peers
) -> Result:
    """Call an @indicator function; whatever it raises becomes a problem of this indicator."""
    metric = metrics.REGISTRY[indicator.id]
    no_values = np.full(grid.status.shape, np.nan)

    def evaluate(grid: AlignedInputs) -> Array:
        # By the parameters' names: the indicators may have been renamed since.
        frames = _frames(grid, codelists)
        arguments: dict[str, object] = dict(zip(metric.needs, frames, strict=True))
        if metric.uses_peers:
            arguments["peers"] = peers
        with np.errstate(all="ignore"):
            return np.asarray(metric.function(**arguments), dtype=float)

    try:
        values = evaluate(grid)
    except Exception as error:  # noqa: BLE001 - somebody else's code must not take the rest down
        reason = f"{type(error).__name__}: {error}"
        problem = Problem(
            ProblemCode.FUNCTION_FAILED,
            metric.module,
            metric.line,
            values={"indicator": indicator.id, "reason": reason},
        )
        return no_values, [problem]
    if values.shape != no_values.shape:
        problem = Problem(
            ProblemCode.FUNCTION_SHAPE,
            metric.module,
            metric.line,
            found=str(values.shape),
            values={"indicator": indicator.id, "shape": str(no_values.shape)},
        )
        return no_values, [problem]
    return _without_upper_bounds(indicator, grid, codelists, values, evaluate)


def _frames(grid: AlignedInputs, codelists: Codelists) -> list[pd.DataFrame]:
    """Return each input as a frame: rows (place, breakdown), columns periods."""
    index = pd.MultiIndex(
        levels=[codelists.indexes["place"], codelists.indexes["breakdown"]],  # type: ignore[list-item]
        codes=[grid.place, grid.breakdown],  # type: ignore[list-item]
        names=["place", "breakdown"],
        verify_integrity=False,
    )
    columns = codelists.indexes["period"].take(grid.period)
    return [
        pd.DataFrame(values, index=index, columns=columns, copy=False) for values in grid.values
    ]


def _peers(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the places of each place's peer group."""
    groups = {place: catalogue.peer_group(place) for place in catalogue.places}
    return {place: group.places for place, group in groups.items() if group}
