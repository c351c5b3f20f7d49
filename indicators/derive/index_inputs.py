"""The figures of a project that a composite index is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.catalogue import Catalogue
from indicators.composite.description import IndexDescription
from indicators.composite.engine import Inputs
from indicators.observations import Grid, Observations


@dataclass(frozen=True)
class ProjectFigures:
    """The inputs of an index, and the status of each figure.

    `status` has a column for each of the project's indicators that the index takes: the position in
    `STATUSES`, -1 where there is no figure. Its rows are those of the inputs.
    """

    inputs: Inputs
    status: pd.DataFrame


def project_figures(
    description: IndexDescription, catalogue: Catalogue, table: Observations
) -> ProjectFigures:
    """Return what an index takes from a project: its indicators, for its places and years.

    Places are those of the description's group or level, all without either; a figure is that of
    the whole (breakdown 'total'), in base units. Every place has a row for each year from the first
    to the last with a figure. Periods that are no whole year are left out. Groups for imputation
    are those of the kind that the description's `groups` names. Places that may have no rank have
    scores alone.
    """
    columns = description.needed_columns()
    members = _places(description, catalogue)
    grids = {column: table.grid(column) for column in columns}
    with_figures: set[str] = set()
    found: list[int] = []
    for grid in grids.values():
        with_figures |= set(grid.places)
        found += [int(period) for period in grid.periods if is_year(period)]
    places = [place for place in members if place in with_figures]
    years = [str(year) for year in range(min(found), max(found) + 1)] if found else []
    index = pd.MultiIndex.from_product([places, years], names=["place", "period"])
    values, status = {}, {}
    for column in columns:
        values[column], status[column] = _column(grids[column], table, places, years)
    data = pd.DataFrame(
        {name: values[description.columns[name]] for name in description.structure.indicators},
        index=index,
    )
    size_columns = dict.fromkeys(size.column for size in description.method.denominators.values())
    sizes = pd.DataFrame({column: values[column] for column in size_columns}, index=index)
    unranked = frozenset(place for place in places if not catalogue.can_rank(place))
    groups = _groups(description, catalogue)
    inputs = Inputs(data, sizes, groups, unranked)
    return ProjectFigures(inputs, pd.DataFrame(status, index=index))


def is_year(period: str) -> bool:
    """Return whether a period is a whole year."""
    return len(period) == 4 and period.isdigit()


def _places(description: IndexDescription, catalogue: Catalogue) -> tuple[str, ...]:
    if description.group in catalogue.groups:
        return catalogue.groups[description.group].places
    return tuple(
        place.code
        for place in catalogue.places.values()
        if description.level in ("", place.level) and place.code not in catalogue.groups
    )


def _groups(description: IndexDescription, catalogue: Catalogue) -> dict[str, str]:
    return {
        place: group.id
        for group in catalogue.groups.values()
        if group.kind == description.groups
        for place in group.places
    }


def _column(
    grid: Grid, table: Observations, places: list[str], years: list[str]
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Return figures and statuses of one indicator, place by place and year by year."""
    values = np.full((len(places), len(years)), np.nan)
    status = np.full(values.shape, -1, dtype=np.int8)
    rows = [row for row, place in enumerate(places) if place in grid.row]
    at = [position for position, year in enumerate(years) if year in grid.column]
    from_rows = [grid.row[places[row]] for row in rows]
    from_columns = [grid.column[years[position]] for position in at]
    if rows and at:
        cells = grid.cell[np.ix_(from_rows, from_columns)]
        target = np.ix_(rows, at)
        values[target] = grid.value[np.ix_(from_rows, from_columns)]
        status[target] = np.where(cells >= 0, table.rows.status[cells], -1)
    return values.ravel(), status.ravel()
