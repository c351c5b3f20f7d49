"""The tidy form of this dashboard, recognised among the others."""

from __future__ import annotations

from indicators.problems import Problem
from indicators.readers.delimited import tidy_table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.rows import Rows

EXPORTED = ("coverage", "file", "line")
"""Columns that `export` adds: they tell where a figure came from, and are not read."""


def _looks(sniff: Preview) -> bool:
    first = [cell.strip() for cell in sniff.lines(1)[0].split(",")]
    return set(tidy_table.NEEDED) <= set(first) and set(first) <= {
        *tidy_table.NEEDED,
        *tidy_table.OPTIONAL,
        *EXPORTED,
    }


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    return tidy_table.read(sniff.utf8, name)


FORMATS = (
    Format(
        "tidy",
        "The tidy form of this dashboard",
        _looks,
        _read,
        "Places, periods, units and statuses are those of this dashboard; docs/config.md explains each column.",
        "A first line that holds place, period and value, and of further columns only indicator, breakdown, unit, status, "
        "source and note, or those that an export has besides: coverage, file and line.",
    ),
)
