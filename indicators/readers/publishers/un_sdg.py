"""Read the UN's SDG database: a figure a row, places by M49 code, dimensions in square brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.periods import period_columns
from indicators.readers.cells.status_flags import parse_flag
from indicators.readers.cells.unit_columns import extract_multipliers
from indicators.readers.columns import join_columns
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import casefolded, has_text, unread_columns
from indicators.readers.reshape import Part, long, wide
from indicators.readers.rows import Column, Rows, combine, map_categories

_BOUNDS = ("UpperBound", "LowerBound", "Upper_Bound", "Lower_Bound")
"""Bounds of intervals, which are not read."""
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
    "Column1",
    *_BOUNDS,
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
"""Status and note of the nature of a figure, by its code and by its label."""
_MONEY = re.compile(r"(?P<unit>.*(?:USD|LCU|EUR))_(?P<scale>TH|M|B)$")
_SCALES = {"TH": "thousand", "M": "million", "B": "billion"}


def _matches(preview: Preview) -> bool:
    if not preview.has("SeriesCode", "GeoAreaCode"):
        return False
    return preview.has("TimePeriod", "Value") or bool(period_columns(preview.names))


def _dimensions(table: Table) -> dict[str, str]:
    """Return {'age': '[Age]', 'nature': '[Nature]'}: each filled column not known."""
    ids = casefolded(_IDS)
    return {
        name.strip("[] ").casefold(): name
        for name in table.names
        if name.casefold() not in ids and not period_columns([name]) and has_text(table, name)
    }


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    dimensions = _dimensions(table)
    parts, breakdown = _parts(table, dimensions), _breakdown(table, dimensions)
    period = table.find("TimePeriod")
    periods = period_columns(table.names)
    if periods and not period:
        rows, problems = wide(
            table,
            periods=periods,
            breakdown=breakdown,
            **parts,  # type: ignore[arg-type]
        )
    else:
        rows, problems = long(
            table,
            value=table.find("Value"),
            period=period,
            breakdown=breakdown,
            **parts,  # type: ignore[arg-type]
        )
    rows, repeated = _without_repeated(extract_multipliers(rows), name)
    bounds = casefolded(_BOUNDS)
    used = [column for column in table.names if column.casefold() not in bounds]
    return rows, [*problems, *repeated, *unread_columns(table, used)]


def _parts(table: Table, dimensions: Mapping[str, str]) -> dict[str, Part]:
    status, status_note = _status_and_note(table, dimensions)
    return {
        "place": table.find("GeoAreaCode"),
        "place_name": table.find("GeoAreaName"),
        "series": table.find("SeriesCode"),
        "title": table.find("SeriesDescription"),
        "unit": _unit(table, dimensions),
        "status": status,
        "source": table.find("Source"),
        "note": join_columns(
            [status_note, table.column(table.find("FootNote", "FootNotes"))], "; "
        ),
    }


def _breakdown(table: Table, dimensions: Mapping[str, str]) -> dict[str, Part]:
    breakdown: dict[str, Part] = {
        name: map_categories(table.column(column), _dimension_word)
        for name, column in dimensions.items()
        if name not in _ATTRIBUTES
    }
    reporting_type = table.column(dimensions.get("reporting type", ""))
    if len({word for word in reporting_type.categories if word}) > 1:
        breakdown["reporting type"] = map_categories(
            reporting_type, lambda word: "" if word.casefold() in ("g", "global") else word
        )
    return breakdown


def _status_and_note(table: Table, dimensions: Mapping[str, str]) -> tuple[Column, Column]:
    """Return statuses and notes from the nature of a figure and its observation status."""
    columns = [
        table.column(dimensions.get("nature", "")),
        table.column(dimensions.get("observation status", "")),
    ]

    def status(words: tuple[str, ...]) -> str:
        nature, flag = words
        nature_status, _ = _NATURE.get(nature.casefold(), ("", nature))
        return parse_flag(flag).status or nature_status

    def note(words: tuple[str, ...]) -> str:
        nature, flag = words
        _, nature_note = _NATURE.get(nature.casefold(), ("", nature))
        return "; ".join(filter(None, (nature_note, parse_flag(flag).note)))

    return combine(columns, status), combine(columns, note)


def _dimension_word(word: str) -> str:
    """Return a word of a dimension; '' for the whole of it."""
    return "" if word.casefold() in ("allarea", "all area", "_t", "nan") else word


def _unit(table: Table, dimensions: Mapping[str, str]) -> Column:
    """Return the unit in words, with its multiplier in front: 'Thousands PS'."""
    column = table.column(dimensions.get("units", dimensions.get("unit", "")))
    unit = map_categories(column, _unit_in_words)
    multiplier = dimensions.get("unit multiplier", dimensions.get("unitmultiplier", ""))
    if not multiplier:
        return unit

    def with_multiplier(words: tuple[str, ...]) -> str:
        multiplier, unit = words
        return unit if multiplier.casefold() in ("", "units", "0") else f"{multiplier} {unit}"

    return combine([table.column(multiplier), unit], with_multiplier)


def _unit_in_words(word: str) -> str:
    """Return 'million CU_USD' for 'CU_USD_M'; others as they are."""
    match = _MONEY.fullmatch(word)
    return f"{_SCALES[match['scale']]} {match['unit']}" if match else word


def _without_repeated(rows: Rows, name: str) -> tuple[Rows, list[Problem]]:
    """Leave out repeated rows: a series stands under each indicator that it belongs to."""
    text = rows.text.dictionary_encode()
    value = Column(text.indices.to_numpy(zero_copy_only=False), tuple(text.dictionary.to_pylist()))
    key = np.zeros(len(rows), dtype=np.int64)
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
    repeated = np.ones(len(rows), dtype=bool)
    repeated[first] = False
    return rows.take(first), [_repeated_rows(rows.line[repeated], name)]


def _repeated_rows(lines: NDArray[np.int32], name: str) -> Problem:
    """Report how many rows are left out, and up to which line, so that they can be counted."""
    values = {"n": len(lines), "last": int(lines[-1])}
    code = ProblemCode.REPEATED_ROWS
    return Problem(code, name, int(lines[0]), values=values, severity="notice")


FORMATS = (
    Format(
        "un-sdg",
        "UN SDG database",
        _matches,
        _read,
        "Places are M49 codes. Dimensions stand in square brackets and differ by series. A series "
        "comes again under every indicator that it belongs to, and is read once. [Nature] becomes "
        "the status.",
        "Columns SeriesCode and GeoAreaCode, with TimePeriod and Value or years as columns.",
    ),
)
