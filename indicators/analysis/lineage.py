"""Find where a figure comes from: the observations it was computed from, down to the files."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.dataset import Dataset, Observation
from indicators.model import TOTAL

MAX_DEPTH = 5


@dataclass(frozen=True)
class Origin:
    """One observation in a lineage; `depth` 0 is the figure itself, 1 its inputs, and so on."""

    observation: Observation
    depth: int


def lineage(dataset: Dataset, observation: Observation, depth: int = 0) -> list[Origin]:
    """Return a figure and, for a computed one, every input down to file and line."""
    origins = [Origin(observation, depth)]
    if observation.file or depth > MAX_DEPTH:
        return origins
    for need in dataset.catalogue.needs_of(observation.indicator):
        for input_observation in _inputs(dataset, need, observation):
            origins += lineage(dataset, input_observation, depth + 1)
    return origins


def _inputs(dataset: Dataset, indicator: str, observation: Observation) -> list[Observation]:
    """Return the figures of the same place and period, of the same breakdown or else the total."""
    for breakdown in dict.fromkeys((observation.breakdown, TOTAL)):
        series = dataset.series(indicator, observation.place, breakdown)
        inputs = [figure for figure in series if figure.period == observation.period]
        if inputs:
            return inputs
    return []
