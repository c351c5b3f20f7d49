"""Where a figure comes from: the observations it was computed from, down to the files."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.dataset import Dataset, Observation
from indicators.model import TOTAL


@dataclass(frozen=True)
class Origin:
    """Where a shown figure comes from: the figure itself, and the inputs it was computed from, level by level."""

    observation: Observation
    depth: int


def lineage(dataset: Dataset, one: Observation, depth: int = 0) -> list[Origin]:
    """The figure and, for a computed one, every input down to file and line."""
    found = [Origin(one, depth)]
    if one.file or depth > 5:
        return found
    for need in dataset.catalogue.indicators[one.indicator].needs:
        for breakdown in dict.fromkeys((one.breakdown, TOTAL)):
            cells = [
                entry
                for entry in dataset.series(need, one.place, breakdown)
                if entry.period == one.period
            ]
            found += [origin for entry in cells for origin in lineage(dataset, entry, depth + 1)]
            if cells:
                break
    return found
