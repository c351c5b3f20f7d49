"""Compute composite indices: a row of the table for each score of an index and its aggregates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indicators.catalogue import Catalogue
from indicators.catalogue.indices import node_indicator
from indicators.composite.comparable_years import comparable_years
from indicators.composite.description import IndexDescription
from indicators.composite.engine import IndexResult, compute
from indicators.composite.table import column_floats, columns_of, floats, periods, places
from indicators.derive.index_inputs import ProjectFigures, project_figures
from indicators.model import STATUSES
from indicators.observations import (
    Codelists,
    ObservationRows,
    Observations,
    concat,
    observation_rows,
)
from indicators.problems import Problem

ESTIMATED = STATUSES.index("estimated")


def index_rows(
    catalogue: Catalogue, table: Observations, only: Collection[str] | None = None
) -> tuple[ObservationRows, dict[str, tuple[Problem, ...]]]:
    """Compute every index, or those with a part in `only`, from a table with all other figures.

    Returns the rows of their scores, in the years in which they compare, and by index what is
    remarkable about its figures. The status is the softest of the figures below; a figure that was
    filled is estimated at least.
    """
    blocks: list[ObservationRows] = []
    problems: dict[str, tuple[Problem, ...]] = {}
    for description in catalogue.indices.values():
        nodes = description.structure.aggregates
        names = {node_indicator(description.id, node) for node in nodes}
        if only is not None and not names & set(only):
            continue
        figures = project_figures(description, catalogue, table)
        if not len(figures.inputs.data):
            continue
        result = compute_index(description, figures)
        remarks = (*description.weight_problems(), *result.problems)
        if remarks:
            problems[description.id] = _located(remarks, description)
        blocks += _rows(description, result, figures, table.codelists)
    return concat(blocks), problems


def compute_index(description: IndexDescription, figures: ProjectFigures) -> IndexResult:
    """Compute an index from the figures of a project."""
    return compute(description.structure, description.method, figures.inputs)


def _located(problems: tuple[Problem, ...], description: IndexDescription) -> tuple[Problem, ...]:
    """Return problems of an index with the file and line it is described in."""
    return tuple(
        replace(
            description.located(problem),
            column=f"indices.{description.id}.{problem.column}".rstrip("."),
            severity="notice",
        )
        for problem in problems
    )


def _rows(
    description: IndexDescription,
    result: IndexResult,
    figures: ProjectFigures,
    codelists: Codelists,
) -> list[ObservationRows]:
    """Return the rows of each aggregate, for the years in which its scores compare."""
    index = result.scores.index
    status = leaf_status(description, result, figures)
    years = comparable_years(result)
    place_codes = np.array([codelists.code["place"][place] for place in places(index)])
    period_codes = np.array([codelists.code["period"].get(year, -1) for year in periods(index)])
    year_of = np.array(periods(index), dtype=object)
    blocks = []
    for node in description.structure.aggregates:
        scores = column_floats(result.scores, node)
        compares = np.isin(year_of, years[node])
        rows = np.flatnonzero(np.isfinite(scores) & compares & (period_codes >= 0))
        leaves = columns_of(result.normalised, description.structure.leaves(node))
        blocks.append(
            observation_rows(
                len(rows),
                indicator=codelists.code["indicator"][node_indicator(description.id, node)],
                place=place_codes[rows],
                breakdown=codelists.code["breakdown"]["total"],
                period=period_codes[rows],
                value=scores[rows],
                status=status[rows][:, leaves].max(axis=1),
            )
        )
    return blocks


def leaf_status(
    description: IndexDescription, result: IndexResult, figures: ProjectFigures
) -> NDArray[np.int8]:
    """Return the status of each figure (rows x indicators), as positions in STATUSES.

    It is the softest of the figure's and its denominator's, 0 without a figure. A figure that was
    filled is estimated, or as soft as the one it was taken from.
    """
    sizes = description.method.denominators
    statuses: NDArray[np.int8] = figures.status.to_numpy()
    names = description.structure.indicators
    every = statuses[:, columns_of(figures.status, [description.columns[name] for name in names])]
    for column, name in enumerate(names):
        if name in sizes:
            of_size = columns_of(figures.status, [sizes[name].column])[0]
            every[:, column] = np.maximum(every[:, column], statuses[:, of_size])
    index = result.normalised.index
    rows = figures.status.index.get_indexer(index)
    years = np.array([int(year) for year in periods(index)])[:, None]
    status = every[rows]
    # Each place has a row for each year, one after the other: years apart are rows apart.
    origin = floats(result.imputed.origin)
    source = rows[:, None] + np.where(np.isfinite(origin), origin - years, 0).astype(np.intp)
    taken = every[source, np.arange(every.shape[1])]
    filled = result.imputed.mask.to_numpy(dtype=bool)
    status = np.where(filled, np.maximum(taken, ESTIMATED), status)
    return np.maximum(status, 0).astype(np.int8)
