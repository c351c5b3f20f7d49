"""Compute figures of groups: sums, and means weighted by the indicator that each indicator names.

A group has a figure only where its members with data hold enough of the group's weight
(`coverage` in config.yaml); the share they hold is kept beside the figure. Weights that end
earlier than the figures are carried forward at most three years, and such a figure is marked as
estimated; else it takes the softest status of its members' figures. It begins a new series where
those of members do that hold more than a twentieth of the weight.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indicators.catalogue import Catalogue
from indicators.model import STATUSES, TOTAL, Indicator
from indicators.observations import (
    EMPTY,
    Codes,
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
CELLS_AT_ONCE = 2_000_000
"""Places times periods of indicators on one grid, at about 100 bytes each, so that memory grows
neither with the catalogue nor with the table. One indicator alone may have more.
"""
MIN_MEMBERS = 2
"""A mean needs so many members, unless the group has fewer."""
_ROUNDING = 1e-9
"""So that a share of members that equals the coverage passes, whatever its last bit says."""


@dataclass(frozen=True)
class PlaceFigures:
    """Figures of several indicators on one grid: rows are places, columns periods.

    A column is a period of one of the indicators, `indicator` its position among them. `value` is
    nan where there is no figure.
    """

    indicator: NDArray[np.intp]
    period: NDArray[np.intp]
    value: NDArray[np.float64]
    status: NDArray[np.int8]


@dataclass(frozen=True)
class PlaceWeights:
    """The weight of each place in each column of `PlaceFigures`; 1 where nothing weighs.

    `is_carried` tells which are of an earlier period.
    """

    weight: NDArray[np.float64]
    is_carried: NDArray[np.bool_]


def group_rows(
    catalogue: Catalogue, table: Observations, only: Collection[str] | None = None
) -> ObservationRows:
    """Return rows of every group's figures, for each indicator that declares a weight or a total.

    `only` limits it to some indicators.
    """
    if not catalogue.groups:
        return EMPTY
    combined = [
        indicator
        for name, indicator in _combined(catalogue).items()
        if (only is None or name in only) and len(_periods_of_total(name, table))
    ]
    blocks = []
    for is_total in (False, True):
        of_kind = [indicator for indicator in combined if indicator.total == is_total]
        for indicators in _at_once(of_kind, catalogue, table):
            blocks.append(_rows(indicators, catalogue, table))
    return concat(blocks)


def _at_once(
    indicators: Iterable[Indicator], catalogue: Catalogue, table: Observations
) -> Iterator[list[Indicator]]:
    """Yield the indicators in order, as many at a time as CELLS_AT_ONCE allows, at least one."""
    place_count = len({place for group in catalogue.groups.values() for place in group.places})
    batch: list[Indicator] = []
    cells = 0
    for indicator in indicators:
        size = place_count * _count_distinct(_periods_of_total(indicator.id, table))
        if batch and cells + size > CELLS_AT_ONCE:
            yield batch
            batch, cells = [], 0
        batch.append(indicator)
        cells += size
    if batch:
        yield batch


def _periods_of_total(indicator: str, table: Observations) -> Codes:
    """Return the period of each figure of the whole, without breakdowns."""
    return table.rows.period[slice(*table.span(indicator, TOTAL))]


def _count_distinct(codes: Codes) -> int:
    is_there = np.zeros(int(codes.max(initial=-1)) + 1, dtype=bool)
    is_there[codes] = True
    return int(is_there.sum())


def period_weights(
    indicator: Indicator, places: Sequence[str], periods: Sequence[str], table: Observations
) -> NDArray[np.float64]:
    """Return the weights of places in periods, carried forward as for every group.

    They are 1 where nothing weighs.
    """
    if not indicator.weight:
        return np.ones((len(places), len(periods)))
    rows, columns = _codes(table, "place", places), _codes(table, "period", periods)
    return _weights(indicator.weight, rows, table)[0][:, columns]


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


def _weights(
    indicator: str, places: NDArray[np.integer], table: Observations
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the weights of some places in all periods, and which are carried forward."""
    grid, codelists = table.grid(indicator), table.codelists
    values = np.full((len(codelists.place), len(codelists.period)), np.nan)
    if grid.places:
        rows, columns = _codes(table, "place", grid.places), _codes(table, "period", grid.periods)
        values[np.ix_(rows, columns)] = grid.value
    return aggregate.carry(values[places], codelists.period)


def _codes(table: Observations, column: str, names: Iterable[str]) -> NDArray[np.int32]:
    code = table.codelists.code[column]
    return np.array([code[name] for name in names], dtype=np.int32)


def _rows(
    indicators: Sequence[Indicator], catalogue: Catalogue, table: Observations
) -> ObservationRows:
    """Return the figures of groups as rows of the table; indicators are all sums, or all means."""
    code = table.codelists.code
    rows = _rows_of_totals(indicators, table)
    every_member = _members(catalogue, table)
    places = np.flatnonzero(every_member.any(axis=0))
    members = every_member[:, places]
    figures = _place_figures(rows, places, table)
    weights = _place_weights(figures, indicators, places, table)
    combine = aggregate.total if indicators[0].total else aggregate.weighted_mean
    result = combine(figures.value, weights.weight, members, catalogue.coverage)
    is_known = _known_places(rows, indicators, table)
    is_combined = _is_combined(is_known, every_member, catalogue, table)
    is_shown = np.isfinite(result.values) & is_combined[:, figures.indicator]
    has_weight = np.array([bool(indicator.weight) for indicator in indicators])
    is_shown &= ~has_weight[figures.indicator] | _enough_weights(
        figures.value, weights.weight, members, catalogue.coverage
    )
    is_break = _breaks(figures, indicators, places, table)
    group, column = np.nonzero(is_shown)
    group_codes = np.array([code["place"][name] for name in catalogue.groups], dtype=np.int32)
    indicator_codes = np.array([code["indicator"][indicator.id] for indicator in indicators])
    return observation_rows(
        len(group),
        indicator=indicator_codes[figures.indicator[column]],
        place=group_codes[group],
        breakdown=code["breakdown"][TOTAL],
        period=figures.period[column],
        value=significant(result.values[group, column]),
        coverage=result.share[group, column],
        status=_status(figures, weights, is_break, members)[group, column],
    )


def _rows_of_totals(indicators: Sequence[Indicator], table: Observations) -> ObservationRows:
    """Return the figures of the whole, of each indicator; `indicator` is their position here."""
    spans = [table.span(indicator.id, TOTAL) for indicator in indicators]
    rows = table.rows.take(np.concatenate([np.arange(*span) for span in spans]))
    counts = [stop - start for start, stop in spans]
    position = np.repeat(np.arange(len(indicators), dtype=np.int32), counts)
    return replace(rows, indicator=position)


def _known_places(
    rows: ObservationRows, indicators: Sequence[Indicator], table: Observations
) -> NDArray[np.bool_]:
    """Return which places have a figure of which indicators: all places x indicators."""
    is_known = np.zeros((len(table.codelists.place), len(indicators)), dtype=bool)
    is_known[rows.place, rows.indicator] = True
    return is_known


def _place_figures(
    rows: ObservationRows, places: NDArray[np.intp], table: Observations
) -> PlaceFigures:
    """Return the figures of some places from the rows of several indicators."""
    period_count = max(len(table.codelists.period), 1)
    keys, column = np.unique(
        rows.indicator.astype(np.int64) * period_count + rows.period, return_inverse=True
    )
    indicator, period = np.divmod(keys, period_count)
    row = _row_of(places, table)[rows.place]
    is_member = row >= 0
    cells = row[is_member], column[is_member]
    value = np.full((len(places), len(keys)), np.nan)
    value[cells] = rows.value[is_member]
    status = np.zeros(value.shape, dtype=np.int8)
    status[cells] = rows.status[is_member]
    return PlaceFigures(indicator, period, value, status)


def _row_of(places: NDArray[np.intp], table: Observations) -> NDArray[np.intp]:
    """Return for each place of the table its position among some places, -1 where it is none."""
    row_of = np.full(len(table.codelists.place), -1)
    row_of[places] = np.arange(len(places))
    return row_of


def _breaks(
    figures: PlaceFigures,
    indicators: Sequence[Indicator],
    places: NDArray[np.intp],
    table: Observations,
) -> NDArray[np.bool_]:
    """Return which figures do not compare with those before, flagged by the publisher or declared.

    Of a break that is declared for a place, it is the first figure at or after it. A break declared
    for every place is one of the group, too, and needs no mark.
    """
    is_break = np.asarray(figures.status == BREAK)
    codes, row_of = table.codelists.code["place"], _row_of(places, table)
    for position, entry in enumerate(indicators):
        for declared in entry.breaks:
            row = row_of[codes[declared.place]] if declared.place in codes else -1
            if row >= 0:
                is_figure = (figures.indicator == position) & np.isfinite(figures.value[row])
                columns = np.flatnonzero(is_figure)
                is_break[row, _first_since(declared.period, columns, figures, table)] = True
    return is_break


def _first_since(
    declared: str, columns: NDArray[np.intp], figures: PlaceFigures, table: Observations
) -> list[int]:
    """Return the first of some columns whose period begins with this one or later, if any does."""
    start, periods = period_start(declared), table.codelists.period
    since = [at for at in columns.tolist() if period_start(periods[figures.period[at]]) >= start]
    return since[:1]


def _place_weights(
    figures: PlaceFigures,
    indicators: Sequence[Indicator],
    places: NDArray[np.intp],
    table: Observations,
) -> PlaceWeights:
    """Return the weight of each place in each column."""
    shape = figures.value.shape
    weight, is_carried = np.ones(shape), np.zeros(shape, dtype=bool)
    for name in {entry.weight for entry in indicators if entry.weight}:
        is_weighed = np.array([entry.weight == name for entry in indicators])
        columns = np.flatnonzero(is_weighed[figures.indicator])
        values, carried = _weights(name, places, table)
        weight[:, columns] = values[:, figures.period[columns]]
        is_carried[:, columns] = carried[:, figures.period[columns]]
    return PlaceWeights(weight, is_carried)


def _is_combined(
    is_known: NDArray[np.bool_],
    members: NDArray[np.bool_],
    catalogue: Catalogue,
    table: Observations,
) -> NDArray[np.bool_]:
    """Return which groups get figures of which indicators: groups x indicators.

    None without a member with figures. A group that publishes its own figure (the EU, say) keeps
    it. One at whose level the indicator is not measured has none: four municipalities with figures
    of cities are not the provinces.
    """
    places = table.codelists.place
    with_figures = aggregate.sums(is_known, members)
    levels = _places_of_levels(is_known, catalogue, places)
    result = np.zeros(with_figures.shape, dtype=bool)
    for row, group in enumerate(catalogue.groups.values()):
        publishes = is_known[table.codelists.code["place"][group.id]]
        for column in np.flatnonzero((with_figures[row] > 0) & ~publishes).tolist():
            count = int(with_figures[row, column])
            result[row, column] = is_measured_at(
                group.level, levels[column], len(group.places), count
            )
    return result


def _places_of_levels(
    is_known: NDArray[np.bool_], catalogue: Catalogue, places: Sequence[str]
) -> list[dict[str, int]]:
    """Count for each indicator the places with figures by level, without the world and groups."""
    levels = catalogue.territorial_levels
    level_of = np.array([catalogue.places[place].level for place in places], dtype=object)
    at_level = np.array([level_of == level for level in levels]).reshape(len(levels), len(places))
    counts = aggregate.sums(is_known, at_level).T.tolist()
    return [dict(zip(levels, of_levels, strict=True)) for of_levels in counts]


def _enough_weights(
    value: NDArray[np.float64],
    weight: NDArray[np.float64],
    members: NDArray[np.bool_],
    coverage: float,
) -> NDArray[np.bool_]:
    """Tell where enough of the members with data have a known weight; the rest cannot stand in.

    Where one member alone has a weight, it holds all of what is known: its figure is no mean.
    """
    has_value = np.isfinite(value)
    with_value = aggregate.sums(has_value, members)
    weighted = aggregate.sums(has_value & np.isfinite(weight), members)
    least = np.minimum(MIN_MEMBERS, members.sum(axis=1, keepdims=True))
    return np.asarray((weighted >= least) & (weighted >= coverage * with_value - _ROUNDING))


def _status(
    figures: PlaceFigures,
    weights: PlaceWeights,
    is_break: NDArray[np.bool_],
    members: NDArray[np.bool_],
) -> NDArray[np.int8]:
    """Return the softest status of the members with data, groups x columns.

    It is 'estimated' at least, where a carried weight took part; a break where those of members
    weigh enough.
    """
    has_value = np.isfinite(figures.value)
    status = np.where(figures.status == BREAK, 0, figures.status)
    status = np.where(weights.is_carried, np.maximum(status, ESTIMATED), status)
    status = np.where(has_value, status, 0)
    softest = np.array([status[group].max(axis=0, initial=0) for group in members], dtype=np.int8)
    columns = np.flatnonzero(is_break.any(axis=0))
    weight = weights.weight[:, columns]
    weight = np.where(has_value[:, columns] & (weight > 0), weight, 0.0)
    broken = aggregate.sums(weight * is_break[:, columns], members)
    row, column = np.nonzero(broken > BREAK_SHARE * aggregate.sums(weight, members))
    softest[row, columns[column]] = np.maximum(softest[row, columns[column]], BREAK)
    return softest
