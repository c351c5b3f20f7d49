"""The measures of an SDMX-CSV file: OBS_VALUE, or in SDMX 3 columns named otherwise, one or several; and their multipliers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pyarrow.compute as pc

from indicators.multipliers import parse_power
from indicators.problems import Problem, uncoded
from indicators.readers.cells.numbers import parse_numbers
from indicators.readers.columns import reworded
from indicators.readers.delimited.table import Columns, Table
from indicators.readers.rows import Column
from indicators.readers.sdmx.components import PERIODS, Concept, codes, find, split

VALUE = re.compile(r"OBS_VALUE\d*|OBSERVATION VALUE")
_MULTIPLIERS = ("UNIT_MULT", "UNIT_MULTIPLIER", "UNIT MULTIPLIER")


def plain_values(table: Table, values: Sequence[Concept]) -> Table:
    """The table with '1.5: 1.5' as '1.5' in its values (labels=both, as some programs write it)."""
    double = [
        entry.column
        for entry in values
        if entry.both and pc.any(pc.match_substring(table.text(entry.column), ": ")).as_py()
    ]
    if not double:
        return table
    columns = {name: table.columns[name] for name in table.names}
    columns |= {name: reworded(columns[name], lambda word: split(word)[0]) for name in double}
    return replace(table, columns=Columns(columns))


def other_measures(
    table: Table, free: Sequence[Concept], found: Sequence[Concept]
) -> list[Concept]:
    """The measures of a file without OBS_VALUE: columns of numbers behind the period, of those that are `free` (no attributes)."""
    period = find(found, PERIODS)
    return [
        entry for entry in free if period and entry.at > period.at and _is_numbers(table, entry)
    ]


def _is_numbers(table: Table, entry: Concept) -> bool:
    text = table.text(entry.column)
    said = parse_numbers(text, table.delimiter)
    return (
        bool(len(text))
        and not said.not_numeric.any()
        and bool(pc.any(pc.not_equal(said.text, "")).as_py())
    )


def multiplier(table: Table, found: Sequence[Concept]) -> Concept | None:
    """UNIT_MULT; SCALE only where all it says are powers of ten."""
    entry, scale = find(found, _MULTIPLIERS), find(found, ("SCALE",))
    known = scale is not None and all(
        parse_power(word) is not None for word in codes(table, scale).categories
    )
    return entry or (scale if known else None)


def doubtful_multipliers(said: Column, measures: int, name: str) -> list[Problem]:
    """What to tell where one multiplier column stands for several measures."""
    shared = measures > 1 and any(parse_power(word) for word in said.categories)
    return (
        [
            uncoded(
                f"one multiplier stands beside {measures} measures; it is applied to all of them",
                name,
                column="UNIT_MULT",
                do="See that it is meant for each.",
                severity="warning",
            )
        ]
        if shared
        else []
    )
