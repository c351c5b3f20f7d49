"""OECD before SDMX: data.oecd.org (DP_LIVE_*.csv) and OECD.Stat in full or with names only; others run .Stat too (UIS, ISTAT, ABS)."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.problems import Problem
from indicators.readers.breakdowns import (
    breakdown,
    dimension_column,
    dimension_columns,
    distinguishing,
)
from indicators.readers.cells.numbers import parse_multipliers, unknown_multipliers
from indicators.readers.cells.periods import parse_periods
from indicators.readers.cells.status_flags import parse_flag, parse_flags
from indicators.readers.cells.unit_codes import split_unit_codes
from indicators.readers.columns import join_columns
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.reshape import long
from indicators.readers.rows import Column, Rows, combine
from indicators.readers.sdmx.components import (
    PERIODS,
    Concept,
    codes,
    concepts,
    find,
    is_index,
    labels,
    lacking,
    measures,
    place_of,
    series_and_title,
    unit_of,
)

_OWN = frozenset(("VALUE", "UNIT CODE", "POWERCODE CODE", "REFERENCE PERIOD CODE", "FLAG CODES"))
_UNITS = ("UNIT CODE", "UNIT")
_POWERS = ("POWERCODE CODE", "POWERCODE")
_BASES = ("REFERENCE PERIOD CODE", "REFERENCE PERIOD")
_FLAGS = ("FLAG CODES", "FLAGS", "FLAG_CODES")
_FREQ = ("FREQUENCY", "FREQ")
_LIVE = ("LOCATION", "INDICATOR", "SUBJECT", "MEASURE", "TIME", "Value")


def _is_live(sniff: Preview) -> bool:
    """Codes alone, and MEASURE says the unit."""
    return (
        sniff.has(*_LIVE)
        and not sniff.has("Unit Code")
        and not sniff.has("Country")
        and sniff.has("FREQUENCY")
    )


def _is_stat(sniff: Preview) -> bool:
    if not sniff.has("Value") or sniff.has("OBS_VALUE") or sniff.has("Flag and Footnotes"):
        return False
    coded = {"LOCATION", "TIME"} <= set(sniff.names) or {"COU", "YEA"} <= set(sniff.names)
    return sniff.has("Flag Codes") or sniff.has("PowerCode") or sniff.has("PowerCode Code") or coded


def _read_live(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    found = concepts(table.names, own=_OWN)
    said = [entry for entry in found if entry.id in ("INDICATOR", "MEASURE")]
    return _rows(table, found, said, find(found, ("MEASURE",)))


def _read_stat(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    found = concepts(table.names, own=_OWN)
    unit = find(found, _UNITS)
    return _rows(
        table,
        found,
        [entry for entry in measures(found) if entry != unit or entry.id != "UNIT CODE"],
        unit,
    )


def _rows(
    table: Table, found: Sequence[Concept], said: Sequence[Concept], unit: Concept | None
) -> tuple[Rows, list[Problem]]:
    place, period, freq = place_of(found), find(found, PERIODS), find(found, _FREQ)
    coded, named = series_and_title(table, said)
    scale = find(found, _POWERS)
    scales = codes(table, scale)
    bare, exponent = split_unit_codes(
        unit_of(table, unit), scales if scale else None, parse_multipliers(scales)
    )
    units = join_columns([bare, unit_of(table, find(found, _BASES))], ", ")
    series, title = (
        join_columns([table.constant(""), *coded]),
        join_columns([table.constant(""), *named], ", "),
    )
    key = [series, title, codes(table, place), parse_periods(codes(table, period), sure=True)]
    free = [
        entry
        for entry in found
        if entry not in (place, period, freq, *said)
        and entry.id not in _attributes()
        and not is_index(entry.column)
    ]
    sure = dimension_columns(table, [entry for entry in free if entry != unit])
    doubtful = {
        entry.id: dimension_column(table, entry)
        for entry in (freq, unit)
        if entry and entry not in said
    }
    status, note = _flagged(table, found)
    rows, problems = long(
        table,
        value=table.find("Value"),
        place=key[2],
        place_name=labels(table, place),
        series=series,
        title=title,
        period=key[3],
        unit=units,
        status=status,
        note=note,
        exponent=exponent,
        breakdown=breakdown(
            table, {**sure, **distinguishing(len(table), [*key, *sure.values()], doubtful)}
        ),
        raw_period=True,
    )
    told = unknown_multipliers(scales, table.line, table.name, scale.column if scale else "")
    return rows, problems + told + lacking(table, place, period)


def _attributes() -> frozenset[str]:
    """Columns that say something about a figure and never tell one from another."""
    return frozenset((*_POWERS, *_BASES, *_FLAGS, "VALUE", "FLAG", "UNIT CODE"))


def _flagged(table: Table, found: Sequence[Concept]) -> tuple[Column, Column]:
    """Status and note from the flags: their words are surer than their letters, which mean other things elsewhere."""
    entry = find(found, _FLAGS)
    words, letters = labels(table, entry), codes(table, entry)
    return parse_flags(combine([words, letters], _surer) if any(words.categories) else letters)


def _surer(pair: tuple[str, ...]) -> str:
    """The words of a flag; its letters where the words, in another language, say no status."""
    words, letters = pair
    return (
        letters
        if not words or (letters and not parse_flag(words).status and parse_flag(letters).status)
        else words
    )


FORMATS = (
    Format(
        "oecd-live",
        "OECD Data (data.oecd.org, DP_LIVE)",
        _is_live,
        _read_live,
        "Codes alone; MEASURE is the unit (PC_GDP, MLN_USD), and indicators in different ones are different series. A multiplier in it "
        "(MLN_, THND_) is applied; prefixes of physical units (KTOE) are part of the unit.",
        "A header with LOCATION, INDICATOR, SUBJECT, MEASURE, FREQUENCY, TIME and Value, without names beside.",
    ),
    Format(
        "oecd-stat",
        "OECD.Stat and other .Stat sites",
        _is_stat,
        _read_stat,
        "Columns of codes and of names, whose headers may differ by case only (TIME, Time; YEA, Year) and whose names may be French; "
        "PowerCode multiplies; the names may stand alone; some tables have no year, which is asked about.",
        "A column Value with Flag Codes or PowerCode, or with LOCATION and TIME (COU and YEA).",
    ),
)
