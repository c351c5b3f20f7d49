"""Eurostat beside SDMX-CSV: TSV, the CSV of the old Data Explorer, and tables that the Python package 'eurostat' wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from indicators.model import Problem
from indicators.readers.besides import WHICH, unfold
from indicators.readers.concepts import (
    PERIODS,
    PLACES,
    UNITS,
    Concept,
    codes,
    concepts,
    find,
    is_index,
    kinds,
    labels,
    lacking,
    measures,
    path,
    reworded,
    series_and_title,
    unit_of,
)
from indicators.readers.flags import flag_of, flags
from indicators.readers.rows import TOLD, Column, Rows
from indicators.readers.sdmx import confidential
from indicators.readers.sdmxtimes import sdmx_periods
from indicators.readers.shape import long, melt
from indicators.readers.sniff import Format, Sniff
from indicators.readers.table import Columns, Table
from indicators.readers.times import period_columns, period_or_word

_CORNER = re.compile(r"^\"?(?:[^\t;,\"]*[\t;,\"])*?(?P<ids>[A-Za-z_][\w]*(?:,[\w]+)*)\\(?P<across>\w+)", re.ASCII)
_CELL = re.compile(r"(?P<value>:|[-+]?\d[\d., ]*(?:[eE][-+]?\d+)?)?\s*(?P<flags>[a-z]{0,5})\s*(?:@?(?P<secret>[A-Z]))?")
_BESIDE = re.compile(r"(?P<period>.+?)[ _](?P<role>value|flag)s?", re.IGNORECASE)
_SKIPPED = frozenset(("FREQ", "LAST UPDATE", "DATAFLOW"))
_FLAGS = ("FLAG AND FOOTNOTES", "FLAGS AND FOOTNOTES", "FLAG", "FLAGS")


def _corner(sniff: Sniff) -> int:
    """The line with the header of a TSV or of a table like it ('freq,unit,geo\\TIME_PERIOD'); -1 where there is none."""
    for at, line in enumerate(sniff.lines(6)):
        match = _CORNER.match(line[:2000])
        if match and (match["across"].upper() in PERIODS or match["across"].upper() in PLACES):
            return at
    return -1


def _read_wide(sniff: Sniff, name: str) -> tuple[Rows, list[Problem]]:
    at = _corner(sniff)
    line = sniff.lines(at + 1)[at]
    table = sniff.table(header=at, delimiter=next((mark for mark in "\t;" if mark in line), ","))
    corner = next((column for column in table.names if "\\" in column), "")
    if not corner:
        return _nothing(table)
    ids, _, across = corner.partition("\\")
    table, told = _unpacked(table, corner, ids.split(","))
    beside = _beside(table.names)
    rows, problems = _flags_beside(table, beside) if beside else _across(table, across, ids)
    return rows, [*told, *problems]


def _nothing(table: Table) -> tuple[Rows, list[Problem]]:
    rows = Rows(text=pa.array([], pa.string()), line=np.zeros(0, dtype=np.int32))
    return rows, [*table.problems, Problem("the header cannot be read", table.name, 1, do="Download the file again.")]


def _unpacked(table: Table, corner: str, ids: Sequence[str]) -> tuple[Table, list[Problem]]:
    """The first column ('A,PC_HH,TOTAL,DE') as one column for each dimension; rows that do not fit are told."""
    column = table.columns[corner]
    parts = [[part.strip() for part in word.split(",")] for word in column.words]
    fits = np.array([len(part) == len(ids) for part in parts] or [True])[column.codes]
    told = [Problem("the first cell has another number of codes than the header", table.name, int(table.line[at]), corner,
                    column.words[column.codes[at]][:80], f"{len(ids)} codes, parted by commas") for at in np.flatnonzero(~fits)[:TOLD]]
    if (~fits).sum() > TOLD:
        told.append(Problem(f"{int((~fits).sum()) - TOLD} more rows have another number of codes", table.name))
    kept = np.flatnonzero(fits)
    made: dict[str, Column | pa.ChunkedArray] = {}
    for at, id_ in enumerate(ids):
        words = Column(column.codes[kept], tuple(part[at] if len(part) > at else "" for part in parts))
        made[id_.strip()] = reworded(words, str)
    for name in table.names:
        if name != corner and not is_index(name) and name not in made:
            made[name] = pa.chunked_array([table.text(name) if fits.all() else table.text(name).take(pa.array(kept))])
    return replace(table, names=tuple(made), columns=Columns(made), line=table.line[kept]), told


def _beside(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Columns of values and of flags beside each other: {'2020': {'value': '2020_value', 'note': '2020_flag'}}."""
    found: dict[str, dict[str, str]] = {}
    for name in names:
        match = _BESIDE.fullmatch(name)
        if match and period_columns([match["period"]]):
            found.setdefault(match["period"], {})["value" if match["role"].lower() == "value" else "note"] = name
    return {period: parts for period, parts in found.items() if "value" in parts}


def _flags_beside(table: Table, groups: Mapping[str, Mapping[str, str]]) -> tuple[Rows, list[Problem]]:
    table = unfold(table, groups)
    found = [entry for entry in concepts(table.names) if entry.column not in ("value", "note", WHICH)]
    parts, breakdown = _parts(table, found, find(found, PLACES))
    said = table.columns["note"] if "note" in table.names else table.constant("")
    status, note = flags(reworded(said, lambda word: word.strip(": ")))
    rows, problems = long(table, value="value", period=table.columns[WHICH], status=status, note=note, breakdown=breakdown, **parts)
    return rows, problems + lacking(table, find(found, PLACES), Concept("TIME_PERIOD", WHICH))


def _across(table: Table, across: str, ids: str) -> tuple[Rows, list[Problem]]:
    """Periods as columns, as nearly always; or places, in tables of one period."""
    timed = across.upper() in PERIODS
    columns = period_columns(table.names) if timed else {
        name: name for name in table.names if name not in [id_.strip() for id_ in ids.split(",")]}
    weekly = {name: name for name in table.names if timed and re.fullmatch(r"\d{4}-?W\d\d|\d{4}-\d\d-\d\d", name)}
    columns = weekly | columns
    found = concepts([name for name in table.names if name not in columns])
    place, period = find(found, PLACES), find(found, PERIODS)
    parts, breakdown = _parts(table, found, place if timed else None)
    if not timed:
        parts.pop("place")
        parts["period"] = reworded(codes(table, period), period_or_word)
    spread = {name: {"period" if timed else "place": said} for name, said in columns.items()}
    asked = lacking(table, place if timed else Concept(across, across), Concept(across, across) if timed else period)
    if not spread:
        return _nothing(table)
    rows, problems = melt(table, spread, parts, breakdown=breakdown, cell=_cell)
    return rows, problems + asked


def _cell(word: str) -> tuple[str, str, str]:
    """'91.30 e' -> value, status, note; ': c' and ': @C' are missing and say why."""
    match = _CELL.fullmatch(word.strip())
    if match is None:
        return word, "", ""
    flag, secret = flag_of(match["flags"]), confidential(match["secret"] or "")
    value = "" if match["value"] == ":" else (match["value"] or "").strip()
    return value, flag.status, "; ".join(part for part in (flag.note, secret) if part)


def _parts(table: Table, found: Sequence[Concept], place: Concept | None) -> tuple[dict[str, Any], dict[str, Column]]:
    """What every way of writing has in common: series, title, unit, place; and the breakdown."""
    unit = find(found, UNITS)
    said = measures(found)
    coded, named = series_and_title(table, said)
    units, known = codes(table, unit), unit_of(table, unit)
    several = len([word for word in units.words if word]) > 1
    if unit and (several or any(any(column.words) for column in coded)):
        coded, named = _with_unit(coded, named, table, unit, several)
    parts: dict[str, Any] = {"place": codes(table, place), "place_name": labels(table, place), "unit": known,
             "series": path([table.constant(""), *coded]), "title": path([table.constant(""), *named], ", ")}
    period = find(found, PERIODS)
    rest = [entry for entry in found if entry not in (place, unit, period, *said) and entry.id not in _SKIPPED]
    return parts, kinds(table, rest)


def _with_unit(coded: list[Column], named: list[Column], table: Table, unit: Concept,
               several: bool) -> tuple[list[Column], list[Column]]:
    """Series of different units are different series: by code, or, where there are only names, by title."""
    more, names = series_and_title(table, [unit])
    only_names = not any(more[0].words)
    return [*coded, *([] if only_names else more)], [*named, *(names if only_names and several else [])]


def _is_old(sniff: Sniff) -> bool:
    there = set(sniff.names)
    places = {"GEO", "CITIES", "METROREG", "GEO_LABEL", "REPORTER", "DECLARANT", "PARTNER"}
    known = bool(there & {"TIME", "TIME_LABEL", "PERIOD"}) and bool(there & places) and sniff.has("Value")
    return known and (sniff.has("Flag and Footnotes") or ("Flag Codes" not in there and all(
        name == name.upper() or name == "Value" for name in there)))


def _is_of_r(sniff: Sniff) -> bool:
    """What R's package 'eurostat' writes: geo, time or TIME_PERIOD, values."""
    return {"geo", "values"} <= set(sniff.names) and bool({"time", "TIME_PERIOD"} & set(sniff.names))


def _read_long(sniff: Sniff, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    own = {"VALUE", "VALUES", *_FLAGS}
    found = [entry for entry in concepts(table.names, own=own) if not is_index(entry.column)]
    place, period, flag, freq = (find(found, ids) for ids in (PLACES, PERIODS, _FLAGS, ("FREQ",)))
    parts, breakdown = _parts(table, [entry for entry in found if entry.id not in own], place)
    status, note = flags(codes(table, flag))
    rows, problems = long(table, value=table.find("Value", "values"), status=status, note=note, breakdown=breakdown, raw_period=True,
                          period=sdmx_periods(codes(table, period), codes(table, freq) if freq else None), **parts)
    return rows, problems + lacking(table, place, period)


FORMATS = (
    Format("eurostat-tsv", "Eurostat TSV, and tables of the Python package 'eurostat'", lambda sniff: _corner(sniff) >= 0, _read_wide,
           "The first column packs the dimensions ('A,PC_HH,TOTAL,DE') under 'freq,unit,hhtyp,geo\\TIME_PERIOD'; cells hold "
           "value and flag ('91.30 e', ': c'); the package writes a column for each dimension and NaN, or flags in columns beside."),
    Format("eurostat-csv", "Eurostat, old Data Explorer (CSV), and tables of R's package 'eurostat'", lambda sniff: _is_old(sniff) or _is_of_r(sniff),
           _read_long,
           "Everything is quoted and mostly by name, not by code; ':' is missing; columns stand in any order."),
)
