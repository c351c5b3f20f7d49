"""Compute figures of groups: sums, and means weighted by the indicator that each indicator names.

A group has a figure only where its members with data hold enough of the group's weight
(`coverage` in config.yaml); the share they hold is kept beside the figure. Weights that end
earlier than the figures are carried forward at most three years, and such a figure is marked as
estimated; else it takes the softest status of its members' figures. It begins a new series where
those of members do that hold more than a twentieth of the weight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.catalogue import Catalogue
from indicators.model import STATUSES, TOTAL, Indicator
from indicators.observations import (
    EMPTY,
    ObservationRows,
    Observations,
    concat,
    observation_rows,
    significant,
)
from indicators.periods import period_start
from indicators.problems import Problem, ProblemCode
from indicators.statistics import aggregate
from indicators.statistics.evidence import is_measured_at

ESTIMATED, BREAK = STATUSES.index("estimated"), STATUSES.index("break")
BREAK_SHARE = 0.05
"""A break in members that hold more than this share of the weight is one of the group."""
MIN_MEMBERS = 2
"""A mean needs so many members, unless the group has fewer."""
_ROUNDING = 1e-9
"""So that a share of members that equals the coverage passes, whatever its last bit says."""


@dataclass(frozen=True)
class Weights:
    """One weighing indicator over all periods: rows are all places, columns all periods.

    `carried` tells which cells have the weight of an earlier period.
    """

    value: NDArray[np.float64]
    carried: NDArray[np.bool_]


@dataclass(frozen=True)
class GroupInputs:
    """What the groups of one indicator are computed from.

    The grids are members x periods, `member` is groups x members. `is_break` tells which figures
    do not compare with those before, flagged by the publisher or declared.
    """

    group: NDArray[np.int32]
    period: NDArray[np.int32]
    member: NDArray[np.bool_]
    value: NDArray[np.float64]
    status: NDArray[np.int8]
    is_break: NDArray[np.bool_]
    weight: NDArray[np.float64]
    carried: NDArray[np.bool_]


def group_rows(
    catalogue: Catalogue, table: Observations, only: Collection[str] | None = None
) -> ObservationRows:
    """Return rows of every group's figures, for each indicator that declares a weight or a total.

    `only` limits it to some indicators.
    """
    indicators = [
        indicator
        for name, indicator in _combined(catalogue).items()
        if only is None or name in only
    ]
    if not indicators:
        return EMPTY
    weight_ids = {indicator.weight for indicator in indicators if indicator.weight}
    weights = {name: _weights(name, table) for name in weight_ids}
    members = _members(catalogue, table)
    blocks = []
    for indicator in indicators:
        inputs = _inputs(indicator, catalogue, table, members, weights.get(indicator.weight))
        if inputs:
            blocks.append(_rows(indicator, inputs, catalogue, table))
    return concat(blocks)


def period_weights(
    indicator: Indicator, places: Sequence[str], periods: Sequence[str], table: Observations
) -> NDArray[np.float64]:
    """Return the weights of places in periods, carried forward as for every group.

    They are 1 where nothing weighs.
    """
    if not indicator.weight:
        return np.ones((len(places), len(periods)))
    rows, columns = _codes(table, "place", places), _codes(table, "period", periods)
    return _weights(indicator.weight, table).value[np.ix_(rows, columns)]


def published_group_problems(
    catalogue: Catalogue, table: Observations, files: Set[str]
) -> list[Problem]:
    """Warn of each group that one of the files has figures of, where members would be combined.

    A group with published figures gets no computed ones: they would be of another definition.
    """
    codelists, rows = table.codelists, table.rows
    place_codes, file_codes = codelists.code["place"], codelists.code["file"]
    groups = [place_codes[name] for name in catalogue.groups if name in place_codes]
    codes = [file_codes[name] for name in files if name in file_codes]
    is_published = np.isin(rows.file, codes) & np.isin(rows.place, groups)
    first_lines: dict[tuple[str, str, str], int] = {}
    for row in np.flatnonzero(is_published).tolist():
        key = (
            codelists.indicator[rows.indicator[row]],
            codelists.place[rows.place[row]],
            codelists.file[rows.file[row]],
        )
        first_lines.setdefault(key, int(rows.line[row]))
    combined = _combined(catalogue)
    return [
        Problem(
            ProblemCode.PUBLISHED_GROUP_FIGURES,
            file,
            line,
            "place",
            values={"indicator": indicator, "group": group},
            severity="warning",
        )
        for (indicator, group, file), line in first_lines.items()
        if indicator in combined
    ]


def _combined(catalogue: Catalogue) -> Mapping[str, Indicator]:
    """Return the indicators that declare how a group's figure is computed."""
    return {
        name: indicator
        for name, indicator in catalogue.indicators.items()
        if indicator.weight or indicator.total
    }


def _members(catalogue: Catalogue, table: Observations) -> NDArray[np.bool_]:
    """Return which places are in which group: groups x all places."""
    code = table.codelists.code["place"]
    members = np.zeros((len(catalogue.groups), len(table.codelists.place)), dtype=bool)
    for row, group in enumerate(catalogue.groups.values()):
        members[row, [code[place] for place in group.places]] = True
    return members


def _weights(indicator: str, table: Observations) -> Weights:
    grid, codelists = table.grid(indicator), table.codelists
    values = np.full((len(codelists.place), len(codelists.period)), np.nan)
    if grid.places:
        rows, columns = _codes(table, "place", grid.places), _codes(table, "period", grid.periods)
        values[np.ix_(rows, columns)] = grid.value
    value, carried = aggregate.carry(values, codelists.period)
    return Weights(value, carried)


def _codes(table: Observations, column: str, names: Iterable[str]) -> NDArray[np.int32]:
    code = table.codelists.code[column]
    return np.array([code[name] for name in names], dtype=np.int32)


def _inputs(
    indicator: Indicator,
    catalogue: Catalogue,
    table: Observations,
    members: NDArray[np.bool_],
    weights: Weights | None,
) -> GroupInputs | None:
    """Return what groups are computed from; None where no group has a member with figures.

    A group that publishes its own figure (the EU, say) keeps it. One at whose level the indicator
    is not measured has none: four municipalities with figures of cities are not the provinces.
    """
    grid = table.grid(indicator.id)
    rows, period = _codes(table, "place", grid.places), _codes(table, "period", grid.periods)
    with_figures = members[:, rows].sum(axis=1).tolist()
    levels = _places_of_levels(grid.places, catalogue)
    groups = [
        index
        for index, group in enumerate(catalogue.groups.values())
        if with_figures[index]
        and group.id not in grid.row
        and is_measured_at(group.level, levels, len(group.places), with_figures[index])
    ]
    if not groups:
        return None
    group_ids = list(catalogue.groups)
    member = members[groups]
    places = np.flatnonzero(member.any(axis=0))
    value = np.full((len(table.codelists.place), len(period)), np.nan)
    status = np.zeros(value.shape, dtype=np.int8)
    value[rows] = grid.value
    status[rows] = np.where(grid.cell >= 0, table.rows.status[grid.cell], 0)
    cells = np.ix_(places, period)
    shape = (len(places), len(period))
    return GroupInputs(
        _codes(table, "place", [group_ids[index] for index in groups]),
        period,
        member[:, places],
        value[places],
        status[places],
        ((status == BREAK) | _declared_breaks(indicator, table, value, period))[places],
        weights.value[cells] if weights else np.ones(shape),
        weights.carried[cells] if weights else np.zeros(shape, dtype=bool),
    )


def _places_of_levels(places: Iterable[str], catalogue: Catalogue) -> dict[str, int]:
    """Count places by level, without the world and groups."""
    levels = [catalogue.places[place].level for place in places]
    return dict(Counter(level for level in levels if level in catalogue.territorial_levels))


def _declared_breaks(
    indicator: Indicator,
    table: Observations,
    value: NDArray[np.float64],
    period: NDArray[np.int32],
) -> NDArray[np.bool_]:
    """Return which figures are the first of their place at or after a break declared for it.

    A break declared for every place is one of the group, too, and needs no mark.
    """
    starts = [period_start(table.codelists.period[code]) for code in period]
    is_break = np.zeros(value.shape, dtype=bool)
    for entry in indicator.breaks:
        row = table.codelists.code["place"].get(entry.place)
        if row is None:
            continue
        is_after = np.array([start >= period_start(entry.period) for start in starts])
        columns = np.flatnonzero(is_after & np.isfinite(value[row]))
        is_break[row, columns[:1]] = True
    return is_break


def _rows(
    indicator: Indicator, inputs: GroupInputs, catalogue: Catalogue, table: Observations
) -> ObservationRows:
    """Return the figures of one indicator's groups as rows of the table."""
    combine = aggregate.total if indicator.total else aggregate.weighted_mean
    result = combine(inputs.value, inputs.weight, inputs.member, catalogue.coverage)
    is_shown = np.isfinite(result.values)
    if indicator.weight:
        is_shown &= _enough_weights(inputs, catalogue.coverage)
    row, column = np.nonzero(is_shown)
    return observation_rows(
        len(row),
        indicator=table.codelists.code["indicator"][indicator.id],
        place=inputs.group[row],
        breakdown=table.codelists.code["breakdown"][TOTAL],
        period=inputs.period[column],
        value=significant(result.values[row, column]),
        coverage=result.share[row, column],
        status=_status(inputs)[row, column],
    )


def _enough_weights(inputs: GroupInputs, coverage: float) -> NDArray[np.bool_]:
    """Tell where enough of the members with data have a known weight; the rest cannot stand in.

    Where one member alone has a weight, it holds all of what is known: its figure is no mean.
    """
    member = inputs.member.astype(float)
    has_value = np.isfinite(inputs.value)
    weighted = member @ (has_value & np.isfinite(inputs.weight))
    least = np.minimum(MIN_MEMBERS, member.sum(axis=1, keepdims=True))
    is_mean = weighted >= least - _ROUNDING
    return np.asarray(is_mean & (weighted >= coverage * (member @ has_value) - _ROUNDING))


def _status(inputs: GroupInputs) -> NDArray[np.int8]:
    """Return the softest status of the members with data.

    It is 'estimated' at least, where a carried weight took part; a break where those of members
    weigh enough.
    """
    has_value = np.isfinite(inputs.value)
    status = np.where(inputs.status == BREAK, 0, inputs.status)
    status = np.where(inputs.carried, np.maximum(status, ESTIMATED), status)
    status = np.where(has_value, status, 0)
    softest = np.array(
        [status[member].max(axis=0, initial=0) for member in inputs.member], dtype=np.int8
    )
    weight = np.where(has_value & (inputs.weight > 0), inputs.weight, 0.0)
    member = inputs.member.astype(float)
    is_broken = member @ (weight * inputs.is_break) > BREAK_SHARE * (member @ weight)
    return np.where(is_broken, np.maximum(softest, BREAK), softest).astype(np.int8)
