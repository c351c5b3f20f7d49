"""Find what is remarkable about the figures of an index: what counts for nothing, and what the
rules need and lack.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.composite.aggregation import refused
from indicators.composite.method import Method
from indicators.composite.normalisation import DISTANCES
from indicators.composite.structure import Structure
from indicators.composite.table import Floats, columns_of, floats, places
from indicators.problems import Problem, ProblemCode, Severity, Value
from indicators.spelling import nearest

MIN_UNITS = 3
"""With fewer units a scale between the least and the greatest says nothing."""


def unit_problems(index: pd.Index, indicators: Iterable[str], method: Method) -> list[Problem]:
    """Return units that the method names and that have no row.

    A unit that distances are taken to is an error, one that screening names a warning.
    """
    units = set(places(index))
    screened = (*method.screening.included, *method.screening.excluded)
    named: dict[str, Severity] = dict.fromkeys(screened, "warning")
    for rule in map(method.normalisation_of, indicators):
        if rule.rule == "distance_to_unit":
            named[rule.unit] = "error"
    return [
        Problem(
            ProblemCode.INDEX_UNIT_ABSENT,
            found=unit,
            values={"similar": nearest(unit, sorted(units))},
            severity=severity,
        )
        for unit, severity in named.items()
        if unit and unit not in units
    ]


def data_problems(
    given: pd.DataFrame, imputed: pd.DataFrame, normalised: pd.DataFrame, method: Method
) -> list[Problem]:
    """Return indicators that are infinite or count for nothing, and an index of too few units.

    `given` are the figures as they come, `imputed` those of the units that take part.
    """
    problems = []
    names = [str(name) for name in imputed.columns]
    units = np.array(places(imputed.index), dtype=object)
    unit_count = len(set(units))
    if 0 < unit_count < MIN_UNITS and not all(_is_absolute(name, method) for name in names):
        problems.append(_warning(ProblemCode.INDEX_FEW_UNITS, n=unit_count))
    infinite = np.isinf(floats(given)).sum(axis=0).tolist()
    has_score = np.atleast_1d((~np.isnan(floats(normalised))).any(axis=0)).tolist()
    for position, (name, figures) in enumerate(zip(names, floats(imputed).T, strict=True)):
        if infinite[position]:
            problems.append(_warning(ProblemCode.INDEX_INFINITE, name, n=infinite[position]))
        differs = _differs(figures)
        if not differs:
            problems += _spread_problems(name, units[~np.isnan(figures)], method)
        problems += _log_problems(name, figures, method)
        if differs and not has_score[position]:
            problems += _rule_problems(name, method)
    return problems


def _differs(figures: Floats) -> bool:
    """Return whether any two figures differ, those that are missing apart."""
    there = figures[~np.isnan(figures)]
    return bool(there.size) and bool(there.min() < there.max())


def _spread_problems(name: str, units: NDArray[np.object_], method: Method) -> list[Problem]:
    """Return what to say of an indicator without figures that differ; `units` are those of each."""
    if not len(units):
        return [_warning(ProblemCode.INDEX_INDICATOR_EMPTY, name)]
    if _is_absolute(name, method):
        return []
    if len(set(units)) == 1:
        return [_warning(ProblemCode.INDEX_INDICATOR_SINGLE, name)]
    return [_warning(ProblemCode.INDEX_INDICATOR_CONSTANT, name)]


def _is_absolute(name: str, method: Method) -> bool:
    """Return whether figures are measured against something other than the other units."""
    rule = method.normalisation_of(name)
    return rule.rule == "goalposts" and name in rule.goalposts


def _log_problems(name: str, figures: Floats, method: Method) -> list[Problem]:
    """Return how many figures have no logarithm where one is taken, and what becomes of them."""
    rule = method.normalisation_of(name)
    posts = rule.goalposts.get(name) if rule.rule == "goalposts" else None
    takes_logarithm = name in method.logs or (posts is not None and posts.log)
    count = int((figures <= 0).sum())
    if not takes_logarithm or not count:
        return []
    if posts is not None and posts.clip:
        return [_problem(ProblemCode.INDEX_LOG_LOW, name, "notice", n=count)]
    return [_warning(ProblemCode.INDEX_LOG_MISSING, name, n=count)]


def _rule_problems(name: str, method: Method) -> list[Problem]:
    """Return why a rule gives no figure of an indicator whose figures differ."""
    rule = method.normalisation_of(name).rule
    if rule in DISTANCES:
        return [_warning(ProblemCode.INDEX_NO_DISTANCE, name)]
    if rule == "share_of_max":
        return [_warning(ProblemCode.INDEX_MAX_NOT_POSITIVE, name)]
    return []


def score_problems(scores: pd.DataFrame, structure: Structure, method: Method) -> list[Problem]:
    """Return aggregates whose mean can't take some scores of children, and an index without any."""
    problems = []
    values = floats(scores)
    for name in structure.aggregates:
        aggregation = method.aggregation_of(structure.by_id[name], structure)
        children = columns_of(scores, [child.id for child in structure.children[name]])
        count = int(refused(values[:, children], aggregation).any(axis=1).sum())
        if count:
            problems.append(_warning(ProblemCode.INDEX_NEGATIVE_VALUES, name, n=count))
    if np.isnan(values[:, columns_of(scores, [structure.root])]).all():
        problems.append(Problem(ProblemCode.INDEX_NO_SCORE))
    return problems


def _warning(code: ProblemCode, column: str = "", **values: Value) -> Problem:
    return _problem(code, column, "warning", **values)


def _problem(code: ProblemCode, column: str, severity: Severity, **values: Value) -> Problem:
    return Problem(code, column=column, values=values, severity=severity)
