"""Figures of groups: sums, and means weighted by the indicator that each indicator names.

A group has a figure only where its members with data hold enough of the group's weight (`coverage` in
config.yaml); the share they hold is kept beside the figure. Weights that end earlier than the figures are
carried forward at most three years, and such a figure is marked as estimated; else it takes the softest status of
its members' figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.catalogue import Catalogue
from indicators.model import STATUSES, TOTAL, Indicator
from indicators.observations import ObservationRows, Observations, concat, observation_rows
from indicators.problems import Problem, uncoded
from indicators.statistics import aggregate

ESTIMATED = STATUSES.index("estimated")


@dataclass(frozen=True)
class Weights:
    """One weighing indicator over all periods: rows are places, columns are all periods of the table."""

    value: NDArray[np.float64]
    carried: NDArray[np.bool_]


@dataclass(frozen=True)
class Share:
    """What the groups of one indicator are made of. Grids are members x periods, `member` is groups x members."""

    group: NDArray[np.int32]
    period: NDArray[np.int32]
    member: NDArray[np.bool_]
    value: NDArray[np.float64]
    status: NDArray[np.int8]
    weight: NDArray[np.float64]
    carried: NDArray[np.bool_]


def group_rows(
    catalogue: Catalogue, table: Observations, only: Collection[str] | None = None
) -> ObservationRows:
    """Rows of every group's figure for every indicator, or those in `only`, that declares how a group's figure is made."""
    wanted = [
        entry
        for entry in catalogue.indicators.values()
        if (entry.weight or entry.total) and (only is None or entry.id in only)
    ]
    if not wanted:
        return concat([])
    named = {entry.weight for entry in wanted if entry.weight}
    weights = {name: _weights(name, table) for name in named}
    members = _members(catalogue, table)
    blocks = []
    for entry in wanted:
        share = _share(entry, catalogue, table, members, weights.get(entry.weight))
        blocks += [_rows(entry, share, catalogue, table)] if share else []
    return concat(blocks)


def given_by_files(catalogue: Catalogue, table: Observations, files: Set[str]) -> list[Problem]:
    """A warning for each indicator and group that one of these files has figures of, where members would be combined.

    A group with figures of its own gets no averages or sums: they would be of another definition.
    """
    words, rows = table.codelists, table.rows
    groups = [words.code["place"][name] for name in catalogue.groups if name in words.code["place"]]
    codes = [words.code["file"][name] for name in files if name in words.code["file"]]
    found = np.flatnonzero(np.isin(rows.file, codes) & np.isin(rows.place, groups))
    first: dict[tuple[str, str, str], int] = {}
    for row in found.tolist():
        key = (
            words.indicator[rows.indicator[row]],
            words.place[rows.place[row]],
            words.file[rows.file[row]],
        )
        first.setdefault(key, int(rows.line[row]))
    combined = {name for name, entry in catalogue.indicators.items() if entry.weight or entry.total}
    return [
        uncoded(
            "the file has figures of a group of its own, so none are worked out from the group's members here",
            file,
            line,
            "place",
            f"{group} in {indicator}",
            severity="warning",
            do="Leave the group's rows out of the file if the figures worked out here are to stay.",
        )
        for (indicator, group, file), line in first.items()
        if indicator in combined
    ]


def _members(catalogue: Catalogue, table: Observations) -> NDArray[np.bool_]:
    """Groups x all places."""
    code = table.codelists.code["place"]
    members = np.zeros((len(catalogue.groups), len(table.codelists.place)), dtype=bool)
    for row, group in enumerate(catalogue.groups.values()):
        members[row, [code[place] for place in group.places]] = True
    return members


def _weights(name: str, table: Observations) -> Weights:
    wide, words = table.grid(name), table.codelists
    grid = np.full((len(words.place), len(words.period)), np.nan)
    if wide.places:
        grid[np.ix_(_codes(table, "place", wide.places), _codes(table, "period", wide.periods))] = (
            wide.value
        )
    value, carried = aggregate.carry(grid, words.period)
    return Weights(value, carried)


def _codes(table: Observations, column: str, names: Iterable[str]) -> NDArray[np.int32]:
    code = table.codelists.code[column]
    return np.array([code[name] for name in names], dtype=np.int32)


def _share(
    entry: Indicator,
    catalogue: Catalogue,
    table: Observations,
    members: NDArray[np.bool_],
    weights: Weights | None,
) -> Share | None:
    """The grids of one indicator; None where no group has a member with figures."""
    wide = table.grid(entry.id)
    rows, period = _codes(table, "place", wide.places), _codes(table, "period", wide.periods)
    groups = np.array(
        [
            at
            for at, group in enumerate(catalogue.groups.values())
            if group.id not in wide.row and members[at, rows].any()
        ],
        dtype=int,
    )
    if not len(groups):  # a group that publishes its own figure (the EU, say) keeps it
        return None
    member = members[groups]
    everyone = np.flatnonzero(member.any(axis=0))
    value = np.full((len(table.codelists.place), len(period)), np.nan)
    status = np.zeros(value.shape, dtype=np.int8)
    value[rows], status[rows] = (
        wide.value,
        np.where(wide.cell >= 0, table.rows.status[wide.cell], 0),
    )
    grid = np.ix_(everyone, period)
    return Share(
        _codes(table, "place", [list(catalogue.groups)[at] for at in groups]),
        period,
        member[:, everyone],
        value[everyone],
        status[everyone],
        weights.value[grid] if weights else np.ones((len(everyone), len(period))),
        weights.carried[grid] if weights else np.zeros((len(everyone), len(period)), dtype=bool),
    )


def _rows(
    entry: Indicator, share: Share, catalogue: Catalogue, table: Observations
) -> ObservationRows:
    combine = aggregate.total if entry.total else aggregate.weighted_mean
    result = combine(share.value, share.weight, share.member, catalogue.coverage)
    shown = np.isfinite(result.values) & (
        _mostly_weighed(share, catalogue) if entry.weight else True
    )
    row, column = np.nonzero(shown)
    return observation_rows(
        len(row),
        indicator=table.codelists.code["indicator"][entry.id],
        place=share.group[row],
        breakdown=table.codelists.code["breakdown"][TOTAL],
        period=share.period[column],
        value=result.values[row, column],
        coverage=result.share[row, column],
        status=_status(share)[row, column],
    )


def _mostly_weighed(share: Share, catalogue: Catalogue) -> NDArray[np.bool_]:
    """Where too many members with data have no known weight, the rest would speak for them: no figure then."""
    having = share.member.astype(float) @ (np.isfinite(share.value) & np.isfinite(share.weight))
    with_data = share.member.astype(float) @ np.isfinite(share.value)
    return np.asarray(having >= catalogue.coverage * with_data - 1e-9)


def _status(share: Share) -> NDArray[np.int8]:
    """The softest status of the members with data; at least 'estimated' where a carried weight took part."""
    known = np.isfinite(share.value)
    soft = np.where(share.carried & known, np.maximum(share.status, ESTIMATED), share.status)
    soft = np.where(known, soft, 0)
    return np.array([soft[member].max(axis=0, initial=0) for member in share.member], dtype=np.int8)
