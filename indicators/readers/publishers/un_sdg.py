"""The UN's SDG database: one figure a row, places by M49 code, dimensions in square brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from indicators.problems import Problem, uncoded
from indicators.readers.cells.periods import period_columns
from indicators.readers.cells.status_flags import parse_flag
from indicators.readers.cells.units import extract_multipliers
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.worldbank import unread
from indicators.readers.reshape import Part, long, wide
from indicators.readers.rows import Column, Rows, combine, map_categories

_IDS = (
    "Goal",
    "Target",
    "Indicator",
    "SeriesCode",
    "SeriesDescription",
    "GeoAreaCode",
    "GeoAreaName",
    "TimePeriod",
    "Value",
    "Time_Detail",
    "TimeCoverage",
    "UpperBound",
    "LowerBound",
    "BasePeriod",
    "Source",
    "GeoInfoUrl",
    "FootNote",
    "FootNotes",
    "ISO3",
    "ISO3Code",
    "Time_Coverage",
    "Base_Period",
    "ParentCode",
    "ParentName",
    "SeriesID",
    "Upper_Bound",
    "Lower_Bound",
    "Column1",
)
_ATTRIBUTES = (
    "nature",
    "units",
    "unit",
    "observation status",
    "unit multiplier",
    "unitmultiplier",
    "reporting type",
    "freq",
    "frequency",
)
_NATURE = {
    "c": ("", ""),
    "ca": ("compiled", "country data, adjusted"),
    "e": ("estimated", ""),
    "m": ("estimated", "modelled"),
    "g": ("compiled", "global monitoring"),
    "n": ("", "not relevant"),
    "na": ("", ""),
    "f": ("forecast", ""),
    "country data": ("", ""),
    "country adjusted data": ("compiled", "country data, adjusted"),
    "estimated data": ("estimated", ""),
    "modeled data": ("estimated", "modelled"),
    "modelled data": ("estimated", "modelled"),
    "global monitoring data": ("compiled", "global monitoring"),
    "forecasted data": ("forecast", ""),
    "forecast": ("forecast", ""),
}
_MONEY = re.compile(r"(?P<unit>.*(?:USD|LCU|EUR))_(?P<size>TH|M|B)$")


def _looks(sniff: Preview) -> bool:
    return sniff.has("SeriesCode", "GeoAreaCode") and (
        sniff.has("TimePeriod", "Value") or len(period_columns(sniff.names)) > 0
    )


def _dimensions(table: Table) -> dict[str, str]:
    """{'age': '[Age]', 'nature': '[Nature]', ...}: every column that is not one of the fixed ones."""
    fixed = {name.casefold() for name in _IDS}
    return {
        name.strip("[] ").casefold(): name
        for name in table.names
        if name.casefold() not in fixed
        and not period_columns([name])
        and any(table.column(name).categories)
    }


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    every = _dimensions(table)
    parts, breakdown = _parts(table, every)
    periods = period_columns(table.names) if not table.find("TimePeriod") else {}
    if periods:
        rows, problems = wide(table, periods=periods, breakdown=breakdown, **parts)  # type: ignore[arg-type]
    else:
        rows, problems = long(
            table,
            value=table.find("Value"),
            period=table.find("TimePeriod"),
            breakdown=breakdown,
            **parts,  # type: ignore[arg-type]
        )
    rows, again = _once(extract_multipliers(rows), name)
    bounds = tuple(
        column
        for column in table.names
        if column.casefold() not in ("upperbound", "lowerbound", "upper_bound", "lower_bound")
    )
    return rows, [*problems, *again, *unread(table, bounds)]


def _parts(table: Table, every: Mapping[str, str]) -> tuple[dict[str, Part], dict[str, Part]]:
    status, said = _statuses(table, every)
    unit = map_categories(table.column(every.get("units", every.get("unit", ""))), _unit)
    times = every.get("unit multiplier", every.get("unitmultiplier", ""))
    if times:
        unit = combine(
            [table.column(times), unit],
            lambda words: (
                f"{words[0]} {words[1]}"
                if words[0].casefold() not in ("", "units", "0")
                else words[1]
            ),
        )
    note = combine(
        [said, table.column(table.find("FootNote", "FootNotes"))],
        lambda words: "; ".join(word for word in words if word),
    )
    parts: dict[str, Part] = {
        "place": table.find("GeoAreaCode"),
        "place_name": table.find("GeoAreaName"),
        "series": table.find("SeriesCode"),
        "title": table.find("SeriesDescription"),
        "unit": unit,
        "status": status,
        "source": table.find("Source"),
        "note": note,
    }
    breakdown: dict[str, Part] = {
        name: map_categories(table.column(column), _part)
        for name, column in every.items()
        if name not in _ATTRIBUTES
    }
    kind = every.get("reporting type", "")
    if len({word for word in table.column(kind).categories if word}) > 1:
        breakdown["reporting type"] = map_categories(
            table.column(kind), lambda word: "" if word.casefold() in ("g", "global") else word
        )
    return parts, breakdown


def _statuses(table: Table, every: Mapping[str, str]) -> tuple[Column, Column]:
    """What the nature of a figure and its status say, as our status and a remark."""
    words = [
        table.column(every.get("nature", "")),
        table.column(every.get("observation status", "")),
    ]

    def say(pair: tuple[str, ...]) -> tuple[str, str]:
        nature, flag = _NATURE.get(pair[0].casefold(), ("", pair[0])), parse_flag(pair[1])
        return flag.status or nature[0], "; ".join(word for word in (nature[1], flag.note) if word)

    return combine(words, lambda pair: say(pair)[0]), combine(words, lambda pair: say(pair)[1])


def _part(word: str) -> str:
    """A word of a dimension; '' for the whole of it."""
    return "" if word.casefold() in ("allarea", "all area", "_t", "nan") else word


def _unit(word: str) -> str:
    """'CU_USD_M' -> 'million CU_USD'; others as they are."""
    match = _MONEY.fullmatch(word)
    return (
        f"{ {'TH': 'thousand', 'M': 'million', 'B': 'billion'}[match['size']] } {match['unit']}"
        if match
        else word
    )


def _once(rows: Rows, name: str) -> tuple[Rows, list[Problem]]:
    """The database says a series again under every indicator that it belongs to: each figure is kept once."""
    key = np.zeros(len(rows), dtype=np.int64)
    text = rows.text.dictionary_encode()
    value = Column(text.indices.to_numpy(zero_copy_only=False), tuple(text.dictionary.to_pylist()))
    for column in (
        rows.series,
        rows.place,
        rows.period,
        rows.breakdown,
        rows.unit,
        rows.status,
        value,
    ):
        _, key = np.unique(key * max(len(column.categories), 1) + column.codes, return_inverse=True)
    first = np.sort(np.unique(key, return_index=True)[1])
    if len(first) == len(rows):
        return rows, []
    again = np.ones(len(rows), dtype=bool)
    again[first] = False
    return rows.take(first), [_repeated(rows.line[again], name)]


def _repeated(lines: NDArray[np.int32], name: str) -> Problem:
    """How many rows were left out, and between which lines they stand, so that rows can be counted out."""
    return uncoded(
        f"{len(lines)} rows from line {lines[0]} to {lines[-1]} say again what others say (a series that belongs to several "
        "indicators) and are read once",
        name,
        int(lines[0]),
        severity="notice",
        do="Nothing: each figure is kept once.",
    )


FORMATS = (
    Format(
        "un-sdg",
        "UN SDG database",
        _looks,
        _read,
        "Places are M49 codes; dimensions stand in square brackets and differ by series; a series is said again under every indicator "
        "that it belongs to, and is read once; [Nature] becomes the status.",
        "Columns SeriesCode and GeoAreaCode, with TimePeriod and Value or years as columns.",
    ),
)
