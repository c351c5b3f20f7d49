"""The figures of a project that a composite index is made of."""

from __future__ import annotations

import pandas as pd

from indicators.composite.data import IndexData, figures_of
from indicators.composite.description import IndexDescription
from indicators.dataset import Dataset
from indicators.problems import Problem, ProblemCode


def project_figures(description: IndexDescription, dataset: Dataset) -> IndexData:
    """Return what an index takes from a project: its indicators, for its places and years.

    Places are those of the description's group or level, all without either; a figure is that of
    the whole (breakdown 'total'), in base units. Periods that are no whole year are left out.
    Groups for imputation are those of the kind that the description's `groups` names.
    """
    catalogue = dataset.catalogue
    places = _places(description, dataset)
    columns = [description.columns[name] for name in description.structure.indicators]
    columns += [size.column for size in description.method.denominators.values()]
    figures: dict[tuple[str, str, str], float] = {}
    problems = []
    for column in dict.fromkeys(columns):
        if column not in catalogue.indicators:
            problems.append(
                Problem(ProblemCode.INDEX_COLUMN_MISSING, "config.yaml", values={"column": column})
            )
            continue
        for place, period, value in _figures(dataset.select(column)):
            if place in places:
                figures[column, place, period] = value
    groups = {
        place: group.id
        for group in catalogue.groups.values()
        if group.kind == description.groups
        for place in group.places
    }
    return IndexData(figures_of(figures, groups, description), {}, tuple(problems))


def _places(description: IndexDescription, dataset: Dataset) -> set[str]:
    catalogue = dataset.catalogue
    if description.group in catalogue.groups:
        return set(catalogue.groups[description.group].places)
    return {
        place.code
        for place in catalogue.places.values()
        if description.level in ("", place.level) and place.code not in catalogue.groups
    }


def _figures(frame: pd.DataFrame) -> list[tuple[str, str, float]]:
    """Return place, year and value of the figures of whole years that are there."""
    rows = zip(
        frame["place"].astype(str),
        frame["period"].astype(str),
        frame["value"].astype(float),
        strict=True,
    )
    return [row for row in rows if row[1].isdigit() and row[2] == row[2]]
