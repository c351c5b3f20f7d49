"""Measures of an SDMX-CSV file: OBS_VALUE, in SDMX 3.0 columns of any name; and multipliers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow.compute as pc

from indicators.multipliers import parse_power
from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.numbers import parse_numbers
from indicators.readers.columns import map_categories
from indicators.readers.delimited.table import Columns, Table
from indicators.readers.rows import Column
from indicators.readers.sdmx import component_ids as ids
from indicators.readers.sdmx.components import Component, code_of, codes, find


def without_labels(table: Table, measures: Sequence[Component]) -> Table:
    """Return the table with '1.5: 1.5' (labels=both, as some programs write it) as '1.5'."""
    labelled = [
        measure.column
        for measure in measures
        if measure.both and pc.any(pc.match_substring(table.text(measure.column), ": ")).as_py()
    ]
    if not labelled:
        return table
    columns = {name: table.columns[name] for name in table.names}
    columns |= {name: map_categories(columns[name], code_of) for name in labelled}
    return replace(table, columns=Columns(columns))


def find_measures(
    table: Table, candidates: Sequence[Component], components: Sequence[Component]
) -> list[Component]:
    """Return the measures of a file without OBS_VALUE: columns of numbers behind the period."""
    period = find(components, ids.TIME_PERIOD)
    if period is None:
        return []
    return [
        component
        for component in candidates
        if component.position > period.position and _holds_numbers(table, component)
    ]


def _holds_numbers(table: Table, component: Component) -> bool:
    """Whether a column has a number and no words."""
    text = table.text(component.column)
    numbers = parse_numbers(text, table.delimiter)
    has_number = bool(pc.any(pc.not_equal(numbers.text, "")).as_py())
    return bool(len(text)) and not numbers.not_numeric.any() and has_number


def find_multiplier(table: Table, components: Sequence[Component]) -> Component | None:
    """Return UNIT_MULT; SCALE only where all its codes are powers of ten."""
    if multiplier := find(components, ids.UNIT_MULT):
        return multiplier
    scale = find(components, ("SCALE",))
    if scale and all(parse_power(word) is not None for word in codes(table, scale).categories):
        return scale
    return None


def shared_multiplier(multipliers: Column, measures: int, name: str) -> list[Problem]:
    """Return a warning where one column of multipliers stands beside several measures."""
    if measures < 2 or not any(parse_power(word) for word in multipliers.categories):
        return []
    values = {"n": measures}
    code = ProblemCode.SHARED_MULTIPLIER
    return [Problem(code, name, column="UNIT_MULT", values=values, severity="warning")]
