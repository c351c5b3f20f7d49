"""Computed indicators: formulas and @indicator functions, inputs aligned on place, breakdown and period."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators import formula as arithmetic
from indicators import metrics
from indicators.catalogue import Catalogue, cross_checks
from indicators.model import STATUSES, Indicator
from indicators.observations import (
    Codelists,
    Codes,
    ObservationRows,
    Observations,
    concat,
    observation_rows,
)
from indicators.periods import period_start
from indicators.problems import Problem, uncoded

Array = NDArray[np.float64]
BREAK = STATUSES.index("break")


@dataclass(frozen=True)
class Aligned:
    """Inputs on one grid: rows are pairs of place and breakdown, columns are periods in order of time."""

    place: Codes
    breakdown: Codes
    period: Codes
    values: tuple[Array, ...]
    status: NDArray[np.int8]


def compute(
    catalogue: Catalogue, read: Observations, only: Collection[str] | None = None
) -> tuple[ObservationRows, dict[str, tuple[Problem, ...]]]:
    """Rows of every computed indicator, or of those in `only`, and what went wrong with any; one that fails leaves
    the others alone."""
    rows = {name: read.rows.take(slice(*span)) for name, span in read.spans.items()}
    problems: dict[str, tuple[Problem, ...]] = {}
    blocks: list[ObservationRows] = []
    peers = _peers(catalogue)
    for name in cross_checks.order(catalogue.indicators):
        if only is not None and name not in only:
            continue
        entry = catalogue.indicators[name]
        grid = align([rows.get(need, concat([])) for need in entry.needs], read.codelists)
        result, more = (
            _formula(entry, grid, read.codelists)
            if entry.kind == "formula"
            else _function(entry, grid, read.codelists, peers)
        )
        problems |= {name: tuple(more)} if more else {}
        status = _broken(entry, grid, read.codelists)
        rows[name] = _block(read.codelists.code["indicator"][name], grid, result, status)
        blocks.append(rows[name])
    return concat(blocks), problems


def without_figures(catalogue: Catalogue, table: Observations) -> list[Problem]:
    """Computed indicators that have no figure though each of their inputs has some, and targets of places without a figure."""
    problems: list[Problem] = []
    for entry in catalogue.indicators.values():
        file, line = cross_checks.declared_at(entry)
        if entry.id not in table.spans:
            if entry.kind != "read" and all(need in table.spans for need in entry.needs):
                problems.append(
                    uncoded(
                        f"indicators.{entry.id}: it has no figures, for its inputs have no place, breakdown and period in common",
                        file,
                        line,
                        "formula" if entry.kind == "formula" else "",
                        entry.formula or ", ".join(entry.needs),
                        do="See with `list` which places and periods each input has.",
                        severity="warning" if entry.kind == "formula" else "notice",
                    )
                )
            continue
        of_places = [target for target in entry.targets if target.place]
        if not of_places:
            continue
        with_figures = {
            table.codelists.place[code]
            for code in np.unique(table.rows.place[slice(*table.spans[entry.id])])
        }
        problems += [
            uncoded(
                f"indicators.{entry.id}: the target of {target.period} is for a place that has no figures, and is not shown",
                file,
                line,
                "target",
                target.place,
                severity="notice",
                do="Name a place that has figures.",
            )
            for target in of_places
            if target.place not in with_figures
        ]
    return problems


def align(inputs: list[ObservationRows], words: Codelists) -> Aligned:
    """Inputs on the union of their rows and columns; cells without a figure are nan, their status -1."""
    size = max(len(words.breakdown), 1)
    pairs = [part.place.astype(np.int64) * size + part.breakdown for part in inputs]
    all_pairs = np.unique(np.concatenate(pairs))
    all_periods = np.unique(np.concatenate([part.period for part in inputs]))
    shape = (len(all_pairs), len(all_periods))
    status = np.full(shape, -1, dtype=np.int8)
    values = []
    for part, pair in zip(inputs, pairs, strict=True):
        at = np.searchsorted(all_pairs, pair), np.searchsorted(all_periods, part.period)
        grid = np.full(shape, np.nan)
        grid[at] = part.value
        np.maximum.at(status, at, part.status)
        values.append(grid)
    return Aligned(
        (all_pairs // size).astype(np.int32),
        (all_pairs % size).astype(np.int32),
        all_periods.astype(np.int32),
        tuple(values),
        status,
    )


def _broken(entry: Indicator, grid: Aligned, words: Codelists) -> NDArray[np.int8]:
    """The softest status of the inputs; 'break' where a figure looks back across a break of its series."""
    span = metrics.REGISTRY[entry.id].span if entry.kind == "python" else 0
    status = np.maximum(grid.status, 0)
    starts = [period_start(words.period[code]) for code in grid.period]
    for one in entry.breaks if span else ():
        start = period_start(one.period)
        over = np.array([start <= day < start.replace(year=start.year + span) for day in starts])
        here = (
            grid.place == words.code["place"][one.place]
            if one.place
            else np.ones(len(grid.place), dtype=bool)
        )
        status = np.where(np.outer(here, over), np.maximum(status, BREAK), status)
    return status.astype(np.int8)


def _block(
    indicator: int, grid: Aligned, result: Array, status: NDArray[np.int8]
) -> ObservationRows:
    row, column = np.nonzero(np.isfinite(result))
    return observation_rows(
        len(row),
        indicator=indicator,
        place=grid.place[row],
        breakdown=grid.breakdown[row],
        period=grid.period[column],
        value=result[row, column],
        status=status[row, column],
    )


def _formula(entry: Indicator, grid: Aligned, words: Codelists) -> tuple[Array, list[Problem]]:
    inputs = dict(zip(entry.needs, grid.values, strict=True))
    result = np.broadcast_to(
        arithmetic.evaluate(arithmetic.parse(entry.formula), inputs), grid.status.shape
    )
    complete = np.logical_and.reduce([np.isfinite(values) for values in grid.values])
    lost = complete & ~np.isfinite(result)
    return result, [_lost(entry, lost, grid, words)] if lost.any() else []


def _lost(entry: Indicator, lost: NDArray[np.bool_], grid: Aligned, words: Codelists) -> Problem:
    row, column = (int(axis[0]) for axis in np.nonzero(lost))
    where = f"{words.place[grid.place[row]]} {words.period[grid.period[column]]}"
    file, line = cross_checks.declared_at(entry)
    count = int(lost.sum())
    rest = f" and {count - 1} more" if count > 1 else ""
    return uncoded(
        f"indicators.{entry.id}: the formula divides by zero for {where}{rest}",
        file,
        line,
        found=entry.formula,
        do="No figure is made there; the others stand.",
        severity="warning",
    )


def _function(
    entry: Indicator, grid: Aligned, words: Codelists, peers: Mapping[str, tuple[str, ...]]
) -> tuple[Array, list[Problem]]:
    """Call an @indicator function; whatever it raises is a Problem, for its author is not this page's reader."""
    metric, nothing = metrics.REGISTRY[entry.id], np.full(grid.status.shape, np.nan)
    arguments = dict(zip(entry.needs, _frames(grid, words), strict=True))
    try:
        with np.errstate(all="ignore"):
            result = metric.function(**arguments, **({"peers": peers} if metric.uses_peers else {}))
        values = np.asarray(result, dtype=float)
    except Exception as error:  # noqa: BLE001 - somebody else's code, and one metric must not take the rest down
        return nothing, [
            uncoded(
                f"'{entry.id}' could not be computed ({type(error).__name__}: {error})",
                metric.module,
                metric.line,
                do="Mend the function.",
            )
        ]
    if values.shape != nothing.shape:
        return nothing, [
            uncoded(
                f"'{entry.id}' gave another shape than it was given",
                metric.module,
                metric.line,
                found=str(values.shape),
                expected=str(nothing.shape),
            )
        ]
    return values, []


def _frames(grid: Aligned, words: Codelists) -> list[pd.DataFrame]:
    index = pd.MultiIndex(
        levels=[words.place, words.breakdown],
        codes=[grid.place, grid.breakdown],  # type: ignore[list-item]
        names=["place", "breakdown"],
        verify_integrity=False,
    )
    columns = pd.Index(words.arrays["period"][grid.period], name="period")
    return [pd.DataFrame(values, index=index, columns=columns) for values in grid.values]


def _peers(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    groups = {place: catalogue.peer_group(place) for place in catalogue.places}
    return {place: group.places for place, group in groups.items() if group}
