"""Tables with random figures for a catalogue, in which neighbouring rows are often alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from indicators import Dataset
from indicators.model import STATUSES
from indicators.observations import Codelists, Observations, observation_rows

PERIODS = ("2019", "2020", "2020-Q1", "2020-Q2", "2020-Q3", "2021", "2022", "2022-07-01/P1Y")
BREAKDOWNS = ("total", "sex=female")


def random_dataset(dataset: Dataset, seed: int) -> Dataset:
    """Return the dataset with other figures: as many as the seed says, none among them."""
    random = np.random.default_rng(seed)
    catalogue = dataset.catalogue
    codelists = Codelists(
        tuple(catalogue.indicators),
        tuple(catalogue.places),
        BREAKDOWNS,
        PERIODS,
        (*catalogue.sources, "unknown"),
        ("note",),
        ("a.csv", "b.csv", "c.csv"),
    )
    shape = (len(codelists.indicator), len(BREAKDOWNS), len(codelists.place), len(PERIODS))
    is_there = random.random(shape) < random.choice([0, 0.05, 0.5, 1])
    indicator, breakdown, place, period = np.nonzero(is_there)
    size = len(indicator)
    # A seed decides how often a column changes from row to row: at every one, or hardly ever.
    chance = random.choice([0.02, 0.9])

    def column(low: int, high: int) -> np.ndarray:
        """Return codes that stay the same over some rows, -1 among them where `low` is -1."""
        blocks = np.cumsum(random.random(size) < chance)
        return random.integers(low, high, size + 1)[blocks]

    is_of_group = column(0, 4) == 0
    rows = observation_rows(
        size,
        indicator=indicator,
        place=place,
        breakdown=breakdown,
        period=period,
        value=np.round(random.normal(50, 20, size), random.integers(0, 2)),
        status=column(0, len(STATUSES)),
        source=column(-1, len(codelists.source)),
        file=column(-1, len(codelists.file)),
        coverage=np.where(is_of_group, 0.75, np.nan),
        line=np.arange(size) + 2,
    )
    table = Observations.of(codelists, rows)
    return replace(dataset, observations=table, memo={}, locks={})
