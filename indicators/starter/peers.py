"""Whom a country is compared with at first: its income group and region, by size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from indicators.dataset import Dataset
from indicators.model import Group

SIZE = "population"
"""The indicator by which countries are near in size."""
MAX_PEERS, MIN_PEERS = 12, 5


def peers(dataset: Dataset, country: str) -> tuple[str, ...]:
    """Choose the peers of a country: the country itself, then up to 12, the nearest in size first.

    They share its income group and region; where these are fewer than five, its region alone, then
    its income group alone. Size is compared by the ratio of populations; of a country without a
    figure of its population all are peers, since none is nearer.
    """
    groups = dataset.catalogue.groups
    region, income = (_members(groups, kind, country) for kind in ("region", "income"))
    candidates = next(
        (members for members in (region & income, region, income) if len(members) > MIN_PEERS),
        region | income,
    )
    others = candidates - {country}
    size = _size(dataset, country)
    if not size:
        return (country, *sorted(others))
    distances = _distances(dataset, size, others)
    return (country, *sorted(distances, key=lambda code: (distances[code], code))[:MAX_PEERS])


def _members(groups: Mapping[str, Group], kind: str, country: str) -> set[str]:
    """Give the members of the group of this kind that the country belongs to."""
    for group in groups.values():
        if group.kind == kind and country in group.places:
            return set(group.places)
    return set()


def _distances(dataset: Dataset, size: float, others: Iterable[str]) -> dict[str, float]:
    """Give the distance in size of each country that has a population: the log of the ratio."""
    sizes = {code: _size(dataset, code) for code in others}
    return {code: abs(math.log(other / size)) for code, other in sizes.items() if other}


def _size(dataset: Dataset, country: str) -> float:
    """Give the newest population; 0 where there is none."""
    if SIZE not in dataset.catalogue.indicators:
        return 0.0
    newest = dataset.latest(SIZE, country)
    return newest.value if newest and newest.value > 0 else 0.0
