"""SDMX-CSV 1.0 and 2.0 of any agency: OECD, Eurostat, World Bank Data360, ILO, UNICEF, ECB, BIS and others.

A figure a row; the header names the components of the data structure. Codes, names in columns of their own, or
both in one cell. Figures of different units are different series.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.problems import Problem, uncoded
from indicators.readers.breakdowns import (
    breakdown,
    dimension_column,
    dimension_columns,
    distinguishing,
)
from indicators.readers.cells.numbers import parse_multipliers, unknown_multipliers
from indicators.readers.cells.unit_codes import split_unit_codes
from indicators.readers.cells.units import extract_title_units
from indicators.readers.columns import join_columns, reworded
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.reshape import long
from indicators.readers.rows import Column, Rows, concat_rows, no_rows
from indicators.readers.sdmx.attributes import REMARK, STATUS, remarks, source_of
from indicators.readers.sdmx.components import (
    NAMED,
    PERIODS,
    UNITS,
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
from indicators.readers.sdmx.measures import (
    VALUE,
    doubtful_multipliers,
    multiplier,
    other_measures,
    plain_values,
)
from indicators.readers.sdmx.time_periods import sdmx_periods

_FLOWS = ("STRUCTURE_ID", "DATAFLOW", "DATAFLOW_ID", "DATASET", "KEY")
_TECHNICAL = frozenset(
    (
        *_FLOWS,
        "STRUCTURE",
        "STRUCTURE_NAME",
        "DATAFLOW_NAME",
        "ACTION",
        "SERIES_KEY",
        "OBS_KEY",
        "SERIES_KEYS",
        "OBS_KEYS",
        "LAST UPDATE",
        "LAST_UPDATE",
        "UPDATED",
        "PREPARED",
        "VALID_FROM",
        "VALID_TO",
        "SERIES_CODE",
    )
)
_FREQ = ("FREQ", "FREQUENCY", "TIME FREQUENCY", "FREQUENCY OF OBSERVATION")
_ATTRIBUTE = re.compile(
    r"DECIMALS?|UNIT_MULT.*|UNIT MULTIPLIER|PRECISION|TIME_FORMAT|OBS_(?!VALUE).*|OBSERVATION .*|CONF_STATUS|CONFIDENTIALITY STATUS.*|"
    r"DATABASE_(ID|NAME)|TITLE|TITLE_COMPL|LATEST_DATA|COMMENT_.*"
)
"""Components that say something about a figure and never tell one from another, wherever they stand."""

_BEHIND = re.compile(
    r"STATUS|COLLECTION.*|NAT_TITLE|COMPIL.*|DISS_ORG|SOURCE.*|DATA_SOURCE.*|BASE_PER|.*COMMENT|.*NOTES?|NOTE_.*|METHOD_REF|BREAKS|DOM_SER_IDS|"
    r"PUBL_.*|COVERAGE.*|EMBARGO.*|AGG_METHOD|TIME_PERIOD_METHOD|REF_YEAR_PRICE|REPYEARSTART|.*URL|CUST_BREAKDOWN_LB|DESCRIPTION|TITLE.*"
)
"""The same, where they stand behind the value."""

_ASIDE = frozenset(
    ("EDITION", "VINTAGE", "RELEASE", "SOURCE", "TERRITORIAL_LEVEL", "TERRITORIAL_TYPE")
)
"""Dimensions that say where a figure or its place belongs, and tell figures apart only where nothing else does."""

_BODIES = re.compile(
    r"SEX|AGE|URBANI[SZ]ATION|RESIDENCE|WEALTH_QUINTILE|COMP_BREAKDOWN_\d|CLASSIF\d|EDUCATION_LEV(EL)?"
)
_ASKED = 12


def _ids(cells: Sequence[str]) -> set[str]:
    return {entry.id for entry in concepts([cell.strip() for cell in cells])}


def _header(sniff: Preview) -> int:
    """The record that is an SDMX-CSV header; -1 where there is none."""
    for at, row in enumerate(sniff.cells(_ASKED)):
        if len(row) > 1 and _is_header(_ids(row)):
            return at
    return -1


def _is_header(ids: set[str]) -> bool:
    values = any(VALUE.fullmatch(id_) for id_ in ids)
    told = ids & {
        "STRUCTURE",
        "DATAFLOW",
        "DATAFLOW_ID",
        "STRUCTURE_ID",
        "TIME_PERIOD",
        "SERIES_KEY",
    }
    timed = ids & {"TIME"} and ids & {"REF_AREA", "GEO"}
    flow = ids >= {"STRUCTURE", "STRUCTURE_ID"} or ids >= {"DATAFLOW", "TIME_PERIOD"}
    return (values and bool(told or timed)) or flow


def _agency(sniff: Preview) -> str:
    """Who maintains the structure that the first row is of; '' where the file does not say."""
    at = _header(sniff)
    rows = sniff.cells(at + 2) if at >= 0 else []
    if len(rows) < at + 2 or at < 0:
        return ""
    found = find(concepts(rows[at]), _FLOWS[:4])
    cell = rows[at + 1][found.at] if found and found.at < len(rows[at + 1]) else ""
    return cell.partition(":")[0].upper() if ":" in cell else ""


def _of(agency: str, sniff: Preview) -> bool:
    said = _agency(sniff)
    return said == agency or said.startswith(agency + ".")


def _flow(word: str) -> str:
    """'OECD.GOV:DSD_GOV@DF_PF(1.0): Public finance' -> 'DSD_GOV@DF_PF'."""
    match = re.match(r"(?:[\w.-]+[:,])?(?P<id>[\w@$-]+(?:\.(?![\s(])[\w@$-]+)*)", word)
    return match["id"] if match else word


def _flow_name(word: str) -> str:
    match = re.match(r"[\w.-]+:[\w@$.-]+(?:\([^)]*\))?\s*:\s*(?P<name>.+)", word)
    return match["name"].strip() if match else ""


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table(header=_header(sniff))
    found = concepts(table.names, _TECHNICAL - {"DATAFLOW_ID", "DATASET"})
    values = [entry for entry in found if VALUE.fullmatch(entry.id)] or _other_values(table, found)
    if not values:
        return no_rows(), [
            *table.problems,
            uncoded(
                "the file holds no observations (no column OBS_VALUE or other measure), only attributes or a structure",
                table.name,
                1,
                found=",".join(table.names[:12])[:80],
                do="Download the data of the dataflow.",
            ),
        ]
    return _rows(plain_values(table, values), found, values, whole=not _of("WB.DATA360", sniff))


def _other_values(table: Table, found: Sequence[Concept]) -> list[Concept]:
    """Measures named otherwise, in a file that says it is SDMX and of which structure."""
    period, flow = find(found, PERIODS), find(found, _FLOWS[:4])
    free = _dimensions(found, [period], None) if period and flow else []
    return other_measures(table, [entry for entry in free if entry != place_of(found)], found)


def _rows(
    table: Table, found: Sequence[Concept], values: Sequence[Concept], whole: bool
) -> tuple[Rows, list[Problem]]:
    """`whole` tells that an indicator's code says nothing without its dataflow (everywhere but in Data360)."""
    place, period, unit, freq, scale = (
        place_of(found),
        find(found, PERIODS),
        find(found, UNITS),
        find(found, _FREQ),
        multiplier(table, found),
    )
    said = measures(_dimensions(found, values, None))
    keyed = [unit] if unit and whole and _before(unit, values) else []
    series = [
        *([_dataflow(table, found)] if whole else []),
        *(codes(table, entry) for entry in (*said, *keyed)),
    ]
    parts = {
        "place": codes(table, place),
        "place_name": labels(table, place),
        "series": join_columns(series or [table.constant("")]),
        "period": sdmx_periods(codes(table, period), codes(table, freq) if freq else None),
        "source": source_of(table, found),
        "title": _title(table, found, said),
    }
    dimensions = _told_apart(
        table,
        found,
        values,
        (place, period, freq, scale, *said, *keyed),
        [parts["series"], parts["place"], parts["period"]],
    )
    parts["status"], parts["note"] = remarks(table, found, values[0].at)
    scales = codes(table, scale)
    parts["unit"], exponent = split_unit_codes(
        unit_of(table, unit), scales if scale else None, parse_multipliers(scales)
    )
    read = [
        long(
            table,
            value=entry.column,
            exponent=exponent,
            raw_period=True,
            breakdown=breakdown(table, dimensions),
            **(parts | _of_value(parts, entry, values)),
        )
        for entry in values
    ]
    kept, told = _kept(table, found, concat_rows([rows for rows, _ in read]))
    problems = [
        *read[0][1],
        *(problem for _, more in read[1:] for problem in more if problem not in table.problems),
    ]
    return (kept if unit or scale else extract_title_units(kept)), [
        *problems,
        *doubtful_multipliers(scales, len(values), table.name),
        *unknown_multipliers(scales, table.line, table.name, "UNIT_MULT"),
        *told,
        *lacking(table, place, period),
    ]


def _of_value(
    parts: Mapping[str, Column], entry: Concept, values: Sequence[Concept]
) -> dict[str, Column]:
    """Series and title of one of several measures; nothing to change where there is one."""
    if len(values) == 1:
        return {}
    match = NAMED.fullmatch(entry.column)
    named = entry.label or (match["label"] if match else "") or entry.id
    return {
        "series": reworded(parts["series"], lambda word: f"{word}.{entry.id}".strip(".")),
        "title": reworded(parts["title"], lambda word: f"{word}, {named}".strip(", ")),
    }


def _before(entry: Concept | None, values: Sequence[Concept]) -> bool:
    return entry is not None and entry.at < values[0].at


def _dimensions(
    found: Sequence[Concept], values: Sequence[Concept], sure: bool | None
) -> list[Concept]:
    """The dimensions that are sure (they stand before the value, or are well known), those that may be, or both (None).

    In an upload components may stand in any order: where place or period stand behind the value, none is sure.
    """
    key = [entry for entry in (place_of(found), find(found, PERIODS)) if entry]
    ordered = all(_before(entry, values) for entry in key)
    kept = [
        entry
        for entry in found
        if entry.id not in _TECHNICAL and entry not in values and not _is_attribute(entry, values)
    ]
    if sure is None:
        return kept
    return [
        entry
        for entry in kept
        if (
            bool(_BODIES.fullmatch(entry.id))
            or (ordered and _before(entry, values) and entry.id not in _ASIDE)
        )
        is sure
    ]


def _is_attribute(entry: Concept, values: Sequence[Concept]) -> bool:
    """Components of several values or languages ('ATTR[]') are never dimensions."""
    telling = (_ATTRIBUTE, STATUS, REMARK, *(() if _before(entry, values) else (_BEHIND,)))
    return (
        "[" in entry.column
        or is_index(entry.column)
        or any(pattern.fullmatch(entry.id) for pattern in telling)
    )


def _told_apart(
    table: Table,
    found: Sequence[Concept],
    values: Sequence[Concept],
    used: Sequence[Concept | None],
    key: Sequence[Column],
) -> dict[str, Column]:
    """Every dimension that is not said otherwise, and of the other columns those without which rows fall together."""
    unit = find(found, UNITS)
    sure = dimension_columns(
        table,
        [
            entry
            for entry in _dimensions(found, values, True)
            if entry not in used and entry != unit
        ],
    )
    maybe = [
        entry
        for entry in _dimensions(found, values, False)
        if entry not in used or entry.id in _FREQ
    ]
    maybe += [
        entry
        for entry in (unit, find(found, _FREQ))
        if entry and entry not in maybe and (entry != unit or entry not in used)
    ]
    doubtful = {
        entry.id: dimension_column(table, entry)
        for entry in maybe
        if entry.at != getattr(used[0], "at", -1)
    }
    return {**sure, **distinguishing(len(table), [*key, *sure.values()], doubtful)}


def _dataflow(table: Table, found: Sequence[Concept]) -> Column:
    entry = find(found, _FLOWS)
    if entry is None:
        return table.constant("")
    column = table.column(entry.column)
    return reworded(column, (lambda word: word.partition(".")[0]) if entry.id == "KEY" else _flow)


def _title(table: Table, found: Sequence[Concept], said: Sequence[Concept]) -> Column:
    """The names of what is measured, else the title of the series, else the name of the dataflow."""
    named = series_and_title(table, said)[1]
    if any(any(column.categories) for column in named):
        return join_columns(named, ", ")
    title = find(found, ("TITLE", "TITLE_COMPL", "SERIES_NAME"))
    if title and any(table.column(title.column).categories):
        return table.column(title.column)
    name, flow = find(found, ("STRUCTURE_NAME", "DATAFLOW_NAME")), find(found, _FLOWS)
    return (
        table.column(name.column)
        if name
        else reworded(table.column(flow.column), _flow_name)
        if flow
        else table.constant("")
    )


def _kept(table: Table, found: Sequence[Concept], rows: Rows) -> tuple[Rows, list[Problem]]:
    """Without rows that delete figures, and without those that hold attributes of a partial key and no figure."""
    action = find(found, ("ACTION",))
    deletes = (
        _which(table.column(action.column), ("d", "delete"))
        if action
        else np.zeros(len(table), dtype=bool)
    )
    gone = np.resize(deletes, len(rows))
    bare = _which(rows.period, ("",)) & ~gone
    if bare.any():
        bare &= pc.equal(rows.text, "").to_numpy(zero_copy_only=False)
    if find(found, PERIODS) is None:
        bare &= _which(rows.place, ("",))
    told = [
        uncoded(
            f"rows that {what} are left out: {int(mask.sum())}",
            table.name,
            int(rows.line[int(np.argmax(mask))]),
            severity="notice",
        )
        for mask, what in (
            (gone, "ask to delete figures (ACTION D)"),
            (bare, "hold attributes of several figures and none themselves"),
        )
        if mask.any()
    ]
    return (rows.take(np.flatnonzero(~(gone | bare))) if told else rows), told


def _which(column: Column, words: Sequence[str]) -> NDArray[np.bool_]:
    """The rows in which the column says one of these words (in lower case)."""
    said = [word.casefold() in words for word in column.categories]
    return np.array(said)[column.codes] if any(said) else np.zeros(len(column.codes), dtype=bool)


_QUIRKS = (
    "Components stand in any order; codes, names in columns of their own (labels=name, or _LABEL), or 'FR: France' (labels=both). "
    "UNIT_MULT multiplies; where there is none, a multiplier in the unit does (MIO_EUR, THS_PER, 'Million euro'). Figures of different units "
    "are different series. Measures need not be called OBS_VALUE, and there may be several. Text in OBS_VALUE is kept and told; "
    "weeks and days stay as they stand, for a period here is a month at least."
)
_SIGNED = "an SDMX-CSV header (DATAFLOW or STRUCTURE and STRUCTURE_ID, TIME_PERIOD, OBS_VALUE)"
FORMATS = (
    Format(
        "worldbank-data360",
        "World Bank Data360 (SDMX-CSV)",
        partial(_of, "WB.DATA360"),
        _read,
        f"The series is the indicator alone, for the dataflow is the same for all. {_QUIRKS}",
        f"{_SIGNED[0].upper()}{_SIGNED[1:]} whose first row is of the agency WB.DATA360.",
    ),
    Format(
        "oecd-sdmx-csv",
        "OECD Data Explorer (SDMX-CSV)",
        partial(_of, "OECD"),
        _read,
        f"The level of a region (TERRITORIAL_LEVEL) is no breakdown; some tables have no period. {_QUIRKS}",
        f"{_SIGNED[0].upper()}{_SIGNED[1:]} whose first row is of the agency OECD or one below it (OECD.GOV).",
    ),
    Format(
        "eurostat-sdmx-csv",
        "Eurostat (SDMX-CSV)",
        partial(_of, "ESTAT"),
        _read,
        f"Ids in small letters, flags in OBS_FLAG; confidential figures are empty with CONF_STATUS C. {_QUIRKS}",
        f"{_SIGNED[0].upper()}{_SIGNED[1:]} whose first row is of the agency ESTAT.",
    ),
    Format(
        "sdmx-csv",
        "SDMX-CSV of another agency (BIS, ECB, ILO, IMF, UNICEF, ...)",
        lambda sniff: _header(sniff) >= 0,
        _read,
        f"The ILO's source is no breakdown, and its unit stands in the indicator's name; the ECB's exchange rates have no place. {_QUIRKS}",
        f"{_SIGNED[0].upper()}{_SIGNED[1:]}, or OBS_VALUE with TIME_PERIOD, or time and obs_value with ref_area.",
    ),
)
