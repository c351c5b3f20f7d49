"""The tables that `indicators index` writes: scores, steps, and the analyses of an index."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from indicators.catalogue.index_description import read_description
from indicators.catalogue.yaml_nodes import known_values
from indicators.cli.audit_tables import audit_tables
from indicators.cli.project import OK, PROBLEMS, REFUSED, Project
from indicators.composite.audit import rank_shifts
from indicators.composite.data import IndexData, read_data
from indicators.composite.description import IndexDescription
from indicators.composite.engine import IndexResult, compute
from indicators.composite.results import tidy_scores
from indicators.composite.sensitivity import sensitivity
from indicators.composite.table import distinct_periods, floats
from indicators.composite.uncertainty import (
    Alternatives,
    Runs,
    alternatives_of,
    draw_choices,
    pair_probability,
    rank_frequencies,
    rank_statistics,
    run,
    top_probability,
)
from indicators.dataset import Dataset
from indicators.derive.index_inputs import project_figures
from indicators.export.index_steps import frame_to_csv, step_tables
from indicators.problems import ConfigError, Problem, ProblemCode


@dataclass(frozen=True)
class Analyses:
    """Which analyses of an index are made; None for those that are not.

    `runs` of the uncertainty analysis, `points` of the sensitivity analysis, and the `seed` of
    both; `other`, the description of another version that ranks are compared with; `audit`, the
    folder of the tables of an audit.
    """

    runs: int | None
    points: int | None
    seed: int
    other: Path | None = None
    audit: Path | None = None

    def table_count(self) -> int:
        """Return how many analyses write a table of their own."""
        return sum(choice is not None for choice in (self.runs, self.points, self.other))

    def are_random(self) -> bool:
        """Return whether alternatives are drawn."""
        return self.runs is not None or self.points is not None


def write_index(
    project: Project, description: Path, file: Path | None, steps: Path | None, analyses: Analyses
) -> int:
    """Compute an index, write its tables, report problems; return the exit status."""
    if steps is None and analyses.table_count() > 1:
        project.say("one_table", error=True)
        return REFUSED
    try:
        index_description = read_description(description)
        index_data = _figures(index_description, file, project)
        other = _other_version(analyses.other, file, project)
    except ConfigError as error:
        for problem in error.problems:
            project.report(problem)
        return REFUSED
    result = compute(index_description.structure, index_description.method, index_data.inputs)
    # weights vary around those that the index was computed with
    alternatives = alternatives_of(index_description.alternatives, result.structure, analyses.seed)
    if analyses.are_random() and not alternatives.counts():
        project.say("no_alternatives", error=True, file=description.name)
        return REFUSED
    tables: dict[str, pd.DataFrame] = {}
    details: dict[str, pd.DataFrame] = {}
    if other is not None:
        tables["versions"] = rank_shifts(result, other.result).reset_index()
    if analyses.runs is not None:
        uncertainty = _uncertainty_tables(
            index_description, index_data, alternatives, analyses.runs, analyses.seed
        )
        tables["uncertainty"] = uncertainty.pop("uncertainty")
        details = uncertainty
    if analyses.points is not None:
        tables["sensitivity"] = _sensitivity_table(
            index_description, index_data, alternatives, analyses.points, analyses.seed
        )
    scores = tidy_scores(result)
    if analyses.audit is not None:
        _write(analyses.audit, audit_tables(index_description, result))
    if steps is not None:
        groups = index_data.inputs.groups
        _write(steps, {**step_tables(result, groups), **tables, **details})
        tables = {}
    for table in list(tables.values()) or [scores]:
        sys.stdout.write(frame_to_csv(table))
    problems = _problems(index_description, index_data, result)
    if other is not None:
        # what is wrong with the figures that both take is said once
        problems += [problem for problem in other.problems if problem not in problems]
    for problem in problems:
        project.report(problem)
    return PROBLEMS if any(problem.severity == "error" for problem in problems) else OK


def _figures(description: IndexDescription, file: Path | None, project: Project) -> IndexData:
    if file is not None:
        return read_data(file, description)
    return _project_data(description, project.load())


@dataclass(frozen=True)
class _Version:
    """Another version of an index, computed, and what is wrong with it."""

    result: IndexResult
    problems: list[Problem]


def _other_version(path: Path | None, file: Path | None, project: Project) -> _Version | None:
    """Compute another version of an index from the same figures; None where none is named."""
    if path is None:
        return None
    description = read_description(path)
    figures = _figures(description, file, project)
    result = compute(description.structure, description.method, figures.inputs)
    return _Version(result, _problems(description, figures, result))


def _problems(description: IndexDescription, data: IndexData, result: IndexResult) -> list[Problem]:
    """Return what is wrong with the figures of an index, its weights and its scores."""
    remarks = (*description.weight_problems(), *result.problems)
    return [*data.problems, *map(description.located, remarks)]


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
            values = known_values(name, names)
            unknown = Problem(ProblemCode.ID_UNDEFINED, found=name, values=values)
            raise ConfigError([replace(description.located(unknown), column=key)])
    problems = tuple(
        _missing_column(description, column)
        for column in description.needed_columns()
        if column not in catalogue.indicators
    )
    figures = project_figures(description, catalogue, dataset.observations)
    return IndexData(figures.inputs, {}, problems)


def _missing_column(description: IndexDescription, column: str) -> Problem:
    """Return the problem of a column that is no indicator, where the description names it."""
    columns, sizes = description.columns, description.method.denominators
    nodes = [leaf for leaf in description.structure.indicators if columns[leaf] == column]
    nodes += [leaf for leaf, size in sizes.items() if size.column == column]
    values = {"column": column}
    problem = Problem(ProblemCode.INDEX_COLUMN_MISSING, column=nodes[0], values=values)
    return description.located(problem)


def _uncertainty_tables(
    description: IndexDescription,
    data: IndexData,
    alternatives: Alternatives,
    runs: int,
    seed: int,
) -> dict[str, pd.DataFrame]:
    """Return the distribution of each unit's rank in each period, in three tables.

    `uncertainty` has its quantiles, `rank_frequencies` the share of runs with each rank, `pairs`
    the share in which one unit scores higher than another.
    """
    choices = draw_choices(alternatives, runs, seed)
    parts: dict[str, list[pd.DataFrame]] = {}
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
        if not done.units:
            continue
        of_period = {
            "uncertainty": rank_statistics(done).reset_index(),
            "rank_frequencies": _frequencies(done),
            "pairs": _pairs(done),
        }
        for name, part in of_period.items():
            part.insert(1, "period", period)
            parts.setdefault(name, []).append(part)
    if not parts:
        return {"uncertainty": pd.DataFrame(columns=["place", "period"])}
    return {name: pd.concat(of_all, ignore_index=True) for name, of_all in parts.items()}


def _frequencies(runs: Runs) -> pd.DataFrame:
    """Return the ranks that each unit has in some run.

    Columns: place, rank, share of the runs with this rank, top (share with this rank or better).
    """
    shares = floats(rank_frequencies(runs))
    top = np.column_stack([top_probability(runs, k + 1) for k in range(shares.shape[1])])
    row, column = np.nonzero(shares)
    return pd.DataFrame(
        {
            "place": np.array(runs.units, dtype=object)[row],
            "rank": column + 1,
            "share": shares[row, column],
            "top": top[row, column],
        }
    )


def _pairs(runs: Runs) -> pd.DataFrame:
    """Return the share of runs in which a place scores higher than another, for each pair."""
    shares = floats(pair_probability(runs))
    row, column = np.nonzero(~np.eye(len(shares), dtype=bool))
    units = np.array(runs.units, dtype=object)
    return pd.DataFrame({"place": units[row], "other": units[column], "share": shares[row, column]})


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


def _periods(data: IndexData) -> list[str]:
    return distinct_periods(data.inputs.data.index)


def _progress(task: str) -> Callable[[float], None]:
    """Return a function that writes the share done on standard error, where that is a screen."""

    def show(share: float) -> None:
        if sys.stderr.isatty():
            end = "\n" if share >= 1 else ""
            print(f"\r{task} {share:4.0%}", end=end, file=sys.stderr, flush=True)

    return show


def _write(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write tables into a folder as CSV, at full precision."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(frame_to_csv(table), encoding="utf-8", newline="")
