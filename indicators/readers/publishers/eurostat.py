"""Eurostat beside SDMX-CSV: TSV, the CSV of the old Data Explorer, and tables that the Python package 'eurostat' wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from indicators.problems import Problem, uncoded
from indicators.readers.breakdowns import dimension_columns
from indicators.readers.cells.periods import period_columns, period_or_word
from indicators.readers.cells.status_flags import flag_of, flags
from indicators.readers.cells.unit_codes import unit_powers
from indicators.readers.columns import join_columns, map_categories
from indicators.readers.delimited.table import Columns, Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.eurostat_codes import dataset_code
from indicators.readers.reshape import GROUP_COLUMN, long, melt, unfold
from indicators.readers.rows import MAX_REPORTED, Column, Rows
from indicators.readers.sdmx.attributes import confidential
from indicators.readers.sdmx.components import (
    PERIODS,
    PLACES,
    UNITS,
    Concept,
    codes,
    concepts,
    find,
    is_index,
    labels,
    lacking,
    measures,
    series_and_title,
    unit_of,
)
from indicators.readers.sdmx.time_periods import sdmx_periods

_CORNER = re.compile(
    r"(?:^|[\t;,\" ])(?P<ids>[A-Za-z_]\w*)\\(?P<across>[A-Za-z_]\w*)\"? *(?P<mark>[\t;,])", re.ASCII
)
"""The last dimension and what the columns are, with what parts them from the first column: 'geo\\TIME_PERIOD' and a tab."""

_CELL = re.compile(
    r"(?P<value>:|[-+]?\d[\d., ]*(?:[eE][-+]?\d+)?)?\s*(?P<flags>[a-z]{0,5})\s*(?:@?(?P<secret>[A-Z]))?"
)
_BESIDE = re.compile(r"(?P<period>.+?)[ _](?P<role>value|flag)s?", re.IGNORECASE)
_LONGEST = 80
"""Letters that a cell with a value and its flags may have."""

_SKIPPED = frozenset(("FREQ", "LAST UPDATE", "DATAFLOW"))
_FLAGS = ("FLAG AND FOOTNOTES", "FLAGS AND FOOTNOTES", "FLAG", "FLAGS")


def _corner(sniff: Preview) -> int:
    """The line with the header of a TSV or of a table like it ('freq,unit,geo\\TIME_PERIOD'); -1 where there is none."""
    for at, line in enumerate(sniff.lines(6)):
        match = _CORNER.search(line[:2000])
        if match and (match["across"].upper() in PERIODS or match["across"].upper() in PLACES):
            return at
    return -1


def _read_wide(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    at = _corner(sniff)
    line = sniff.lines(at + 1)[at]
    match = _CORNER.search(line[:2000])
    table = sniff.table(header=at, delimiter=match["mark"] if match else ",")
    corner = next((column for column in table.names if "\\" in column), "")
    if not corner:
        return _nothing(table)
    ids, _, across = corner.partition("\\")
    table, told = _unpacked(table, corner, ids, "," if "," in ids else ";")
    beside = _beside(table.names)
    rows, problems = _flags_beside(table, beside) if beside else _across(table, across, ids)
    return rows, [*told, *problems]


def _nothing(table: Table) -> tuple[Rows, list[Problem]]:
    rows = Rows(text=pa.array([], pa.string()), line=np.zeros(0, dtype=np.int32))
    return rows, [
        *table.problems,
        uncoded("the header cannot be read", table.name, 1, do="Download the file again."),
    ]


def _unpacked(table: Table, corner: str, packed: str, mark: str) -> tuple[Table, list[Problem]]:
    """The first column ('A,PC_HH,TOTAL,DE') as one column for each dimension; rows that do not fit are told."""
    column, ids = table.columns[corner], packed.split(mark)
    parts = [[part.strip() for part in word.split(mark)] for word in column.categories]
    fits = np.array([len(part) == len(ids) for part in parts] or [True])[column.codes]
    told = [
        uncoded(
            "the first cell has another number of codes than the header",
            table.name,
            int(table.line[at]),
            corner,
            column.categories[column.codes[at]][:80],
            f"{len(ids)} codes, parted by '{mark}'",
        )
        for at in np.flatnonzero(~fits)[:MAX_REPORTED]
    ]
    if (~fits).sum() > MAX_REPORTED:
        told.append(
            uncoded(
                f"{int((~fits).sum()) - MAX_REPORTED} more rows have another number of codes",
                table.name,
            )
        )
    kept = np.flatnonzero(fits)
    made: dict[str, Column | pa.ChunkedArray] = {}
    for at, id_ in enumerate(ids):
        words = Column(
            column.codes[kept], tuple(part[at] if len(part) > at else "" for part in parts)
        )
        made[id_.strip()] = map_categories(words, str)
    for name in table.names:
        if name != corner and not is_index(name) and name not in made:
            made[name] = pa.chunked_array(
                [table.text(name) if fits.all() else table.text(name).take(pa.array(kept))]
            )
    return replace(table, names=tuple(made), columns=Columns(made), line=table.line[kept]), told


def _beside(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Columns of values and of flags beside each other: {'2020': {'value': '2020_value', 'note': '2020_flag'}}."""
    found: dict[str, dict[str, str]] = {}
    for name in names:
        match = _BESIDE.fullmatch(name)
        if match and period_columns([match["period"]]):
            found.setdefault(match["period"], {})[
                "value" if match["role"].lower() == "value" else "note"
            ] = name
    return {period: parts for period, parts in found.items() if "value" in parts}


def _flags_beside(
    table: Table, groups: Mapping[str, Mapping[str, str]]
) -> tuple[Rows, list[Problem]]:
    table = unfold(table, groups)
    found = [
        entry
        for entry in concepts(table.names)
        if entry.column not in ("value", "note", GROUP_COLUMN)
    ]
    parts, more = _parts(table, found, find(found, PLACES))
    said = table.columns["note"] if "note" in table.names else table.constant("")
    status, note = flags(map_categories(said, lambda word: word.strip(": ")))
    rows, problems = long(
        table,
        value="value",
        period=table.columns[GROUP_COLUMN],
        status=status,
        note=note,
        **parts,
        **more,
    )
    return rows, problems + lacking(
        table, find(found, PLACES), Concept("TIME_PERIOD", GROUP_COLUMN)
    )


def _across(table: Table, across: str, ids: str) -> tuple[Rows, list[Problem]]:
    """Periods as columns, as nearly always; or places, in tables of one period."""
    timed = across.upper() in PERIODS
    columns = (
        period_columns(table.names)
        if timed
        else {
            name: name
            for name in table.names
            if name not in [id_.strip() for id_ in re.split("[,;]", ids)]
        }
    )
    weekly = {
        name: name
        for name in table.names
        if timed and re.fullmatch(r"\d{4}-?W\d\d|\d{4}-\d\d-\d\d", name)
    }
    columns = weekly | columns
    found = concepts([name for name in table.names if name not in columns])
    place, period = find(found, PLACES), find(found, PERIODS)
    parts, more = _parts(table, found, place if timed else None)
    if not timed:
        parts.pop("place")
        parts["period"] = map_categories(codes(table, period), period_or_word)
    spread = {name: {"period" if timed else "place": said} for name, said in columns.items()}
    asked = lacking(
        table,
        place if timed else Concept(across, across),
        Concept(across, across) if timed else period,
    )
    if not spread:
        return _nothing(table)
    rows, problems = melt(table, spread, parts, cell=_cell, **more)
    return rows, problems + asked


def _cell(word: str) -> tuple[str, str, str]:
    """'91.30 e' -> value, status, note; ': c' and ': @C' are missing and say why."""
    match = _CELL.fullmatch(word.strip()) if len(word) < _LONGEST else None
    if match is None:
        return word, "", ""
    flag, secret = flag_of(match["flags"]), confidential(match["secret"] or "")
    value = "" if match["value"] == ":" else (match["value"] or "").strip()
    return value, flag.status, "; ".join(part for part in (flag.note, secret) if part)


def _parts(
    table: Table, found: Sequence[Concept], place: Concept | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What every way of writing has in common: series, title, unit, place; and the breakdown and powers of ten.

    Series of different units are different series: by code, or, where there are only names, by title. Where the file's
    name is the code of a dataset, the series begins with it, as in SDMX-CSV.
    """
    unit, said = find(found, UNITS), measures(found)
    coded, named = series_and_title(table, said)
    more, names = series_and_title(table, [unit] if unit else [])
    several = len([word for word in codes(table, unit).categories if word]) > 1
    coded, named = (
        [*coded, *more],
        [
            *named,
            *(names if several and not any(any(column.categories) for column in more) else []),
        ],
    )
    code = (
        dataset_code(table.name)
        if any(any(column.categories) for column in coded)
        or not any(any(column.categories) for column in named)
        else ""
    )
    parts: dict[str, Any] = {
        "place": codes(table, place),
        "place_name": labels(table, place),
        "series": join_columns([table.constant(code), *coded]),
        "title": join_columns([table.constant(""), *named], ", "),
    }
    parts["unit"], exponent = unit_powers(
        unit_of(table, unit), None, np.zeros(len(table), dtype=np.int8)
    )
    period = find(found, PERIODS)
    rest = [
        entry
        for entry in found
        if entry not in (place, unit, period, *said) and entry.id not in _SKIPPED
    ]
    return parts, {"breakdown": dimension_columns(table, rest), "exponent": exponent}


def _is_old(sniff: Preview) -> bool:
    there = set(sniff.names)
    places = {"GEO", "CITIES", "METROREG", "GEO_LABEL", "REPORTER", "DECLARANT", "PARTNER"}
    known = (
        bool(there & {"TIME", "TIME_LABEL", "PERIOD"})
        and bool(there & places)
        and sniff.has("Value")
    )
    return known and (
        sniff.has("Flag and Footnotes")
        or (
            "Flag Codes" not in there
            and all(name == name.upper() or name == "Value" for name in there)
        )
    )


def _is_of_r(sniff: Preview) -> bool:
    """What R's package 'eurostat' writes: geo, time or TIME_PERIOD, values."""
    return {"geo", "values"} <= set(sniff.names) and bool(
        {"time", "TIME_PERIOD"} & set(sniff.names)
    )


def _read_long(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    own = {"VALUE", "VALUES", *_FLAGS}
    found = [entry for entry in concepts(table.names, own=own) if not is_index(entry.column)]
    place, period, flag, freq = (find(found, ids) for ids in (PLACES, PERIODS, _FLAGS, ("FREQ",)))
    parts, more = _parts(table, [entry for entry in found if entry.id not in own], place)
    status, note = flags(codes(table, flag))
    rows, problems = long(
        table,
        value=table.find("Value", "values"),
        status=status,
        note=note,
        raw_period=True,
        **more,
        period=sdmx_periods(codes(table, period), codes(table, freq) if freq else None),
        **parts,
    )
    return rows, problems + lacking(table, place, period)


FORMATS = (
    Format(
        "eurostat-tsv",
        "Eurostat TSV, and tables of the Python package 'eurostat'",
        lambda sniff: _corner(sniff) >= 0,
        _read_wide,
        "The first column packs the dimensions ('A,PC_HH,TOTAL,DE'); cells hold value and flag ('91.30 e', ': c'); units may hold a multiplier "
        "(MIO_EUR). Saved again, tabs become commas and the commas of the first column semicolons. The package writes a column for each "
        "dimension and NaN, or flags in columns beside. The file does not say the code of its dataset: the series is measure and unit "
        "('I_IU3.PC_IND'), with the code in front where the file's name surely is one ('estat_isoc_ci_ifp_iu.tsv').",
        "A header cell like 'freq,unit,hhtyp,geo\\TIME_PERIOD' (or '...,geo\\time'), followed by periods.",
    ),
    Format(
        "eurostat-csv",
        "Eurostat, old Data Explorer (CSV), and tables of R's package 'eurostat'",
        lambda sniff: _is_old(sniff) or _is_of_r(sniff),
        _read_long,
        "Everything is quoted and mostly by name, not by code; ':' is missing; columns stand in any order; units may hold a multiplier "
        "('Current prices, million euro'), which is applied.",
        "Columns TIME, GEO and Value, mostly with Flag and Footnotes; or geo, time (or TIME_PERIOD) and values.",
    ),
)
