"""The tables that `indicators index` writes: scores, steps, and the analyses of an index."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from indicators.catalogue.index_description import read_description
from indicators.catalogue.yaml_nodes import known_values
from indicators.cli.project import OK, PROBLEMS, REFUSED, Project
from indicators.composite.data import IndexData, read_data
from indicators.composite.description import IndexDescription
from indicators.composite.engine import IndexResult, compute
from indicators.composite.results import availability, tidy_scores
from indicators.composite.sensitivity import sensitivity
from indicators.composite.structure import Structure
from indicators.composite.uncertainty import (
    Alternatives,
    alternatives_of,
    draw_choices,
    rank_statistics,
    run,
)
from indicators.dataset import Dataset
from indicators.derive.index_inputs import project_figures
from indicators.export.csvfile import neutral
from indicators.loading.load import load
from indicators.problems import ConfigError, Problem, ProblemCode


@dataclass(frozen=True)
class Analyses:
    """How many runs the uncertainty analysis has, how many points the sensitivity analysis; None
    for neither; and the seed of both.
    """

    runs: int | None
    points: int | None
    seed: int

    def are_asked(self) -> bool:
        """Return whether either analysis is to be made."""
        return self.runs is not None or self.points is not None


def write_index(
    project: Project, description: Path, file: Path | None, steps: Path | None, analyses: Analyses
) -> int:
    """Compute an index, write its tables, report problems; return the exit status."""
    try:
        index_description = read_description(description)
        index_data = _figures(index_description, file, project)
    except ConfigError as error:
        for problem in error.problems:
            project.report(problem)
        return REFUSED
    structure = index_description.structure
    has_alternatives = _alternatives(index_description, structure, analyses.seed).counts()
    if analyses.are_asked() and not has_alternatives:
        project.say("no_alternatives", error=True, file=description.name)
        return REFUSED
    result = compute(structure, index_description.method, index_data.inputs)
    tables: dict[str, pd.DataFrame] = {}
    if analyses.runs is not None:
        alternatives = _alternatives(index_description, result.structure, analyses.seed)
        tables["uncertainty"] = _uncertainty_table(
            index_description, index_data, alternatives, analyses.runs, analyses.seed
        )
    if analyses.points is not None:
        alternatives = _alternatives(index_description, result.structure, analyses.seed)
        tables["sensitivity"] = _sensitivity_table(
            index_description, index_data, alternatives, analyses.points, analyses.seed
        )
    scores = tidy_scores(result)
    if steps is not None:
        _write_steps(steps, result, scores, tables)
        tables = {}
    for table in list(tables.values()) or [scores]:
        sys.stdout.write(_csv(table))
    problems = [*index_data.problems, *result.problems]
    for problem in problems:
        project.report(problem)
    return PROBLEMS if any(problem.severity == "error" for problem in problems) else OK


def _figures(description: IndexDescription, file: Path | None, project: Project) -> IndexData:
    if file is not None:
        return read_data(file, description)
    return _project_data(description, load(project.config, project.data))


def _project_data(description: IndexDescription, dataset: Dataset) -> IndexData:
    """Return what an index takes from a project; a column that is no indicator is reported.

    Raises ConfigError where the description's group or level is none of the project.
    """
    catalogue = dataset.catalogue
    levels = {place.level for place in catalogue.places.values()}
    for name, key, names in (
        (description.group, "group", set(catalogue.groups)),
        (description.level, "level", levels),
    ):
        if name and name not in names:
            code, file = ProblemCode.ID_UNDEFINED, f"{description.id}.yaml"
            values = known_values(name, names)
            raise ConfigError([Problem(code, file, column=key, found=name, values=values)])
    problems = tuple(
        Problem(ProblemCode.INDEX_COLUMN_MISSING, "config.yaml", values={"column": column})
        for column in description.needed_columns()
        if column not in catalogue.indicators
    )
    figures = project_figures(description, catalogue, dataset.observations)
    return IndexData(figures.inputs, {}, problems)


def _uncertainty_table(
    description: IndexDescription,
    data: IndexData,
    alternatives: Alternatives,
    runs: int,
    seed: int,
) -> pd.DataFrame:
    """Return the distribution of each unit's rank in each period."""
    choices = draw_choices(alternatives, runs, seed)
    parts = []
    for period in _periods(data):
        done = run(
            description.structure,
            description.method,
            data.inputs,
            alternatives,
            choices,
            period,
            _progress("uncertainty"),
        )
        part = rank_statistics(done).reset_index()
        part.insert(1, "period", period)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _sensitivity_table(
    description: IndexDescription, data: IndexData, alternatives: Alternatives, n: int, seed: int
) -> pd.DataFrame:
    """Return Sobol indices of the mean shift in rank, in the newest period."""
    found = sensitivity(
        description.structure,
        description.method,
        data.inputs,
        alternatives,
        n,
        seed,
        progress=_progress("sensitivity"),
    )
    return found.shift.reset_index()


def _alternatives(description: IndexDescription, structure: Structure, seed: int) -> Alternatives:
    """Return the alternatives of an index; weights vary around those that it was computed with."""
    return alternatives_of(description.alternatives, structure, seed)


def _periods(data: IndexData) -> list[str]:
    return sorted(set(data.inputs.data.index.get_level_values(1)))


def _progress(task: str) -> Callable[[float], None]:
    """Return a function that writes the share done on standard error, where that is a screen."""

    def show(share: float) -> None:
        if sys.stderr.isatty():
            end = "\n" if share >= 1 else ""
            print(f"\r{task} {share:4.0%}", end=end, file=sys.stderr, flush=True)

    return show


def _write_steps(
    folder: Path, result: IndexResult, scores: pd.DataFrame, tables: dict[str, pd.DataFrame]
) -> None:
    """Write each step's table into a folder, at full precision, and the others beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = result.structure.effective_weights()
    nodes = [
        (node.id, node.parent, result.structure.levels[node.id], node.weight, weights[node.id])
        for node in result.structure.nodes
    ]
    steps = {
        "1_raw": result.raw.reset_index(),
        "2_denominated": result.denominated.reset_index(),
        "3_screening": result.screening.reset_index(),
        "4_imputed": result.imputed.data.reset_index(),
        "4_imputed_figures": _marked(result.imputed.mask, result.imputed.origin),
        "5_treated": result.treated.reset_index(),
        "5_treatment": result.treatment,
        "6_normalised": result.normalised.reset_index(),
        "7_weights": pd.DataFrame(
            nodes, columns=["node", "parent", "level", "weight", "effective_weight"]
        ),
        "7_availability": availability(result).reset_index(),
        "8_scores": scores,
    }
    for name, table in {**steps, **tables}.items():
        (folder / f"{name}.csv").write_text(_csv(table), encoding="utf-8", newline="")


def _csv(table: pd.DataFrame) -> str:
    """Write a table as CSV, at full precision; no text of a file is a formula in it."""
    texts = table.select_dtypes(exclude="number").columns
    safe = table.assign(**{name: table[name].map(neutral) for name in texts})
    return safe.rename(columns=neutral).to_csv(index=False, lineterminator="\n")


def _marked(mask: pd.DataFrame, origin: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each figure that was filled, with the year it was taken from."""
    rows = [
        (*mask.index[row], mask.columns[column], origin.iat[row, column])
        for row, column in np.argwhere(mask.to_numpy())
    ]
    return pd.DataFrame(rows, columns=["place", "period", "indicator", "from_period"])
