"""Which choice matters most: Sobol indices of the mean shift in rank, and of each unit's rank.

First-order indices say how much of the variance a choice explains alone, total-order ones how much
with all its interactions. Estimators: Saltelli et al., "Variance based sensitivity analysis of
model output" (2010), for the first order, and Jansen, "Analysis of variance designs for model
output" (1999), for the total order, as scipy.stats.sobol_indices has them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.composite.engine import Inputs
from indicators.composite.method import Method
from indicators.composite.structure import Structure
from indicators.composite.table import Floats
from indicators.composite.uncertainty import Alternatives, Runs, run

CONFIDENCE = 0.95
SHIFT_COLUMNS = ["first", "total", "first_low", "first_high", "total_low", "total_high"]
"""Columns of `Sensitivity.shift`."""


@dataclass(frozen=True)
class Sensitivity:
    """Sobol indices of every choice that has alternatives.

    `shift` has a row for each choice: `first`, `total` and the bounds of their 95 % bootstrap
    intervals (`first_low`, `first_high`, `total_low`, `total_high`), of the mean over units of
    the distance between a run's rank and the nominal one. `first` and `total` have them for each
    unit's rank: choices x units. Both are missing where no rank changes. `runs` are the runs.
    """

    shift: pd.DataFrame
    first: pd.DataFrame
    total: pd.DataFrame
    runs: Runs


def sobol_choices(alternatives: Alternatives, n: int, seed: int) -> pd.DataFrame:
    """Return the choices of n (2 + d) runs, for d choices, by Saltelli's design.

    The points are scrambled Sobol points, so `n` should be a power of two. The first n rows are
    sample A, the next n sample B, then, for each choice, A with that column taken from B.
    """
    counts = alternatives.counts()
    d = len(counts)
    from scipy.stats import qmc  # slow to import, and rarely needed

    points = qmc.Sobol(d=2 * d, scramble=True, rng=np.random.default_rng(seed)).random(n)
    a, b = points[:, :d], points[:, d:]
    samples = [a, b]
    for column in range(d):
        mixed = a.copy()
        mixed[:, column] = b[:, column]
        samples.append(mixed)
    sizes = np.array(list(counts.values()))
    taken = np.floor(np.vstack(samples) * sizes).astype(int)
    return pd.DataFrame(taken, columns=list(counts))


def sensitivity(
    structure: Structure,
    method: Method,
    inputs: Inputs,
    alternatives: Alternatives,
    n: int,
    seed: int,
    period: str = "",
    progress: Callable[[float], None] = lambda share: None,
) -> Sensitivity:
    """Compute Sobol indices from n (2 + d) runs, for d choices with alternatives."""
    choices = sobol_choices(alternatives, n, seed)
    d = len(choices.columns)
    runs = run(structure, method, inputs, alternatives, choices, period, progress)
    names = list(choices.columns)
    shift = _shift_indices(rank_shift(runs), n, names, seed)
    first, total = _unit_indices(runs, n, d, names, seed)
    return Sensitivity(shift, first, total, runs)


def _shift_indices(shifts: Floats, n: int, names: list[str], seed: int) -> pd.DataFrame:
    """Return the indices of the mean shift in rank with their intervals, a row a choice; missing
    where no rank ever changes.
    """
    choices = pd.Index(names, name="choice")
    if np.ptp(shifts) == 0:
        return pd.DataFrame(np.nan, index=choices, columns=SHIFT_COLUMNS)
    if len(names) == 1:  # all of the variance is that of the one choice: nothing to estimate
        return pd.DataFrame(1.0, index=choices, columns=SHIFT_COLUMNS)
    whole = _sobol(shifts[:, None], n, len(names), seed)
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        # of few points some resamples have no variance, and no bounds come of them
        warnings.simplefilter("ignore")
        bootstrap = whole.bootstrap(confidence_level=CONFIDENCE, n_resamples=200)
    indices = (
        whole.first_order,
        whole.total_order,
        bootstrap.first_order.confidence_interval.low,
        bootstrap.first_order.confidence_interval.high,
        bootstrap.total_order.confidence_interval.low,
        bootstrap.total_order.confidence_interval.high,
    )
    columns = np.column_stack([np.ravel(index) for index in indices])
    return pd.DataFrame(columns, index=choices, columns=SHIFT_COLUMNS)


def rank_shift(runs: Runs) -> Floats:
    """Return, for each run, the mean over units of the distance to the nominal rank.

    0 where no unit has a score.
    """
    distances = np.abs(runs.ranks - runs.nominal_ranks)
    counts = np.sum(~np.isnan(distances), axis=1)
    result: Floats = np.nansum(distances, axis=1) / np.maximum(counts, 1)
    return result


def _sobol(outputs: Floats, n: int, d: int, seed: int) -> Any:  # scipy names no type for it
    """Return scipy's indices of outputs (runs, columns) that stand in Saltelli's order."""
    columns = outputs.shape[1]
    parts = {
        "f_A": outputs[:n].T,
        "f_B": outputs[n : 2 * n].T,
        "f_AB": outputs[2 * n :].reshape(d, n, columns).transpose(0, 2, 1),
    }
    from scipy.stats import sobol_indices

    return sobol_indices(func=parts, n=n, rng=np.random.default_rng(seed))


def _unit_indices(
    runs: Runs, n: int, d: int, names: list[str], seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return first and total order indices of each unit's rank; missing where it never changes."""
    ranked = ~np.isnan(runs.ranks).all(axis=0)
    varied = np.zeros(len(runs.units), dtype=bool)
    varied[ranked] = np.nanstd(runs.ranks[:, ranked], axis=0) > 0
    first = np.full((d, len(runs.units)), np.nan)
    total = np.full((d, len(runs.units)), np.nan)
    if d == 1:
        first[:, varied] = total[:, varied] = 1.0
    elif varied.any():
        indices = _sobol(runs.ranks[:, varied], n, d, seed)
        first[:, varied] = np.reshape(indices.first_order, (-1, d)).T
        total[:, varied] = np.reshape(indices.total_order, (-1, d)).T
    units = list(runs.units)
    return (
        pd.DataFrame(first, index=names, columns=units),
        pd.DataFrame(total, index=names, columns=units),
    )
