"""SDMX-CSV 1.0 and 2.0 of any agency: OECD, Eurostat, World Bank Data360, ILO, UNICEF, ECB, BIS and others.

A figure a row; the header names the components of the data structure. Codes, names in columns of their own, or
both in one cell. Figures of different units are different series.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.model import Problem
from indicators.readers.concepts import (
    PERIODS,
    UNITS,
    Concept,
    apart,
    breakdown,
    codes,
    concepts,
    find,
    is_index,
    kind,
    kinds,
    labels,
    lacking,
    measures,
    path,
    place_of,
    reworded,
    series_and_title,
    unit_of,
)
from indicators.readers.figures import power_of, powers
from indicators.readers.flags import flag_of
from indicators.readers.rows import Column, Rows, no_rows, stacked
from indicators.readers.sdmxtimes import sdmx_periods
from indicators.readers.shape import long
from indicators.readers.sniff import Format, Sniff
from indicators.readers.table import Table

_FLOWS = ("STRUCTURE_ID", "DATAFLOW", "DATAFLOW_ID", "DATASET", "KEY")
_TECHNICAL = frozenset((
    *_FLOWS, "STRUCTURE", "STRUCTURE_NAME", "DATAFLOW_NAME", "ACTION", "SERIES_KEY", "OBS_KEY", "LAST UPDATE", "LAST_UPDATE",
    "UPDATED", "PREPARED", "VALID_FROM", "VALID_TO", "SERIES_CODE"))
_VALUE = re.compile(r"OBS_VALUE\d*|OBSERVATION VALUE")
_STATUS = re.compile(r"OBS_STATUS(_\d)?|OBS_FLAG(_\d)?|OBSERVATION STATUS.*|OBSERVATION FLAG.*")
_CONFIDENTIAL = re.compile(r"CONF_STATUS|OBS_CONF|CONFIDENTIALITY STATUS.*")
_REMARK = re.compile(r"OBS_COM|OBS_COMMENT|COMMENT_OBS|OBS_NOTE|OBS_FOOTNOTE|FOOTNOTES?|OBSERVATION COMMENT")
_MULTIPLIERS = ("UNIT_MULT", "UNIT_MULTIPLIER", "UNIT MULTIPLIER")
_FREQ = ("FREQ", "FREQUENCY", "TIME FREQUENCY", "FREQUENCY OF OBSERVATION")
_ATTRIBUTE = re.compile(
    r"DECIMALS?|UNIT_MULT.*|UNIT MULTIPLIER|PRECISION|TIME_FORMAT|OBS_(?!VALUE).*|OBSERVATION .*|CONF_STATUS|CONFIDENTIALITY STATUS.*|"
    r"DATABASE_(ID|NAME)|TITLE|TITLE_COMPL|LATEST_DATA|COMMENT_.*")
"""Components that say something about a figure and never tell one from another, wherever they stand."""

_BEHIND = re.compile(
    r"STATUS|COLLECTION.*|NAT_TITLE|COMPIL.*|DISS_ORG|SOURCE.*|DATA_SOURCE.*|BASE_PER|.*COMMENT|.*NOTES?|NOTE_.*|METHOD_REF|BREAKS|DOM_SER_IDS|"
    r"PUBL_.*|COVERAGE.*|EMBARGO.*|AGG_METHOD|TIME_PERIOD_METHOD|REF_YEAR_PRICE|REPYEARSTART|.*URL|CUST_BREAKDOWN_LB|DESCRIPTION|TITLE.*")
"""The same, where they stand behind the value."""

_VINTAGES = frozenset(("EDITION", "VINTAGE", "RELEASE"))
_BODIES = re.compile(r"SEX|AGE|URBANI[SZ]ATION|RESIDENCE|WEALTH_QUINTILE|COMP_BREAKDOWN_\d|CLASSIF\d|EDUCATION_LEV(EL)?")
_ASKED = 12


def _ids(cells: Sequence[str]) -> set[str]:
    return {entry.id for entry in concepts([cell.strip() for cell in cells])}


def _header(sniff: Sniff) -> int:
    """The record that is an SDMX-CSV header; -1 where there is none."""
    for at, row in enumerate(sniff.cells(_ASKED)):
        if len(row) > 1 and _is_header(_ids(row)):
            return at
    return -1


def _is_header(ids: set[str]) -> bool:
    values = any(_VALUE.fullmatch(id_) for id_ in ids)
    told = ids & {"STRUCTURE", "DATAFLOW", "DATAFLOW_ID", "STRUCTURE_ID", "TIME_PERIOD", "SERIES_KEY"}
    timed = ids & {"TIME"} and ids & {"REF_AREA", "GEO"}
    return (values and bool(told or timed)) or ids >= {"STRUCTURE", "STRUCTURE_ID"}


def _agency(sniff: Sniff) -> str:
    """Who maintains the structure that the first row is of; '' where the file does not say."""
    at = _header(sniff)
    rows = sniff.cells(at + 2) if at >= 0 else []
    if len(rows) < at + 2 or at < 0:
        return ""
    found = find(concepts(rows[at]), _FLOWS[:4])
    cell = rows[at + 1][found.at] if found and found.at < len(rows[at + 1]) else ""
    return cell.partition(":")[0].upper() if ":" in cell else ""


def _of(agency: str, sniff: Sniff) -> bool:
    said = _agency(sniff)
    return said == agency or said.startswith(agency + ".")


def _flow(word: str) -> str:
    """'OECD.GOV:DSD_GOV@DF_PF(1.0): Public finance' -> 'DSD_GOV@DF_PF'."""
    match = re.match(r"(?:[\w.-]+[:,])?(?P<id>[\w@$-]+(?:\.(?![\s(])[\w@$-]+)*)", word)
    return match["id"] if match else word


def _flow_name(word: str) -> str:
    match = re.match(r"[\w.-]+:[\w@$.-]+(?:\([^)]*\))?\s*:\s*(?P<name>.+)", word)
    return match["name"].strip() if match else ""


def _read(sniff: Sniff, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table(header=_header(sniff))
    found = concepts(table.names, _TECHNICAL - {"DATAFLOW_ID", "DATASET"})
    values = [entry for entry in found if _VALUE.fullmatch(entry.id)]
    if not values:
        return no_rows(), [*table.problems, Problem(
            "the file holds no observations (no column OBS_VALUE), only attributes or a structure", table.name, 1,
            found=",".join(table.names[:12])[:80], do="Download the data of the dataflow.")]
    return _rows(table, found, values, whole=not _of("WB.DATA360", sniff))


def _rows(table: Table, found: Sequence[Concept], values: Sequence[Concept], whole: bool) -> tuple[Rows, list[Problem]]:
    """`whole` tells that an indicator's code says nothing without its dataflow (everywhere but in Data360)."""
    place, period = place_of(found), find(found, PERIODS)
    unit, freq = find(found, UNITS), find(found, _FREQ)
    series = [_dataflow(table, found)] if whole else []
    said = measures(_dimensions(found, values, None))
    series += [codes(table, entry) for entry in said]
    if unit and whole and _before(unit, values):
        series.append(codes(table, unit))
    parts = {"place": codes(table, place), "place_name": labels(table, place), "series": path(series or [table.constant("")]),
             "period": sdmx_periods(codes(table, period), codes(table, freq) if freq else None),
             "unit": unit_of(table, unit), "title": _title(table, found, said)}
    used = (place, period, freq, _multiplier(table, found), *said, *([unit] if whole and _before(unit, values) else []))
    dimensions = _told_apart(table, found, values, used, [parts["series"], parts["place"], parts["period"]])
    parts["status"], parts["note"] = _remarks(table, found, values)
    exponent = powers(codes(table, _multiplier(table, found)))
    read = [long(table, value=entry.column, exponent=exponent, raw_period=True, breakdown=breakdown(table, dimensions),
                 **(parts | _of_value(parts["series"], entry, values))) for entry in values]
    kept, told = _kept(table, found, stacked([rows for rows, _ in read]))
    problems = [*read[0][1], *(problem for _, more in read[1:] for problem in more if problem not in table.problems)]
    return kept, [*problems, *told, *lacking(table, place, period)]


def _of_value(series: Column, entry: Concept, values: Sequence[Concept]) -> dict[str, Column]:
    """The series of one of several measures; nothing to change where there is one."""
    return {} if len(values) == 1 else {"series": reworded(series, lambda word: f"{word}.{entry.id}".strip("."))}


def _before(entry: Concept | None, values: Sequence[Concept]) -> bool:
    return entry is not None and entry.at < values[0].at


def _dimensions(found: Sequence[Concept], values: Sequence[Concept], sure: bool | None) -> list[Concept]:
    """The dimensions that are sure (they stand before the value, or are well known), those that may be, or both (None).

    In an upload components may stand in any order: where place or period stand behind the value, none is sure.
    """
    key = [entry for entry in (place_of(found), find(found, PERIODS)) if entry]
    ordered = all(_before(entry, values) for entry in key)
    kept = [entry for entry in found if entry.id not in _TECHNICAL and entry not in values and not _is_attribute(entry, values)]
    if sure is None:
        return kept
    return [entry for entry in kept if (bool(_BODIES.fullmatch(entry.id)) or (
        ordered and _before(entry, values) and entry.id not in _VINTAGES)) is sure]


def _is_attribute(entry: Concept, values: Sequence[Concept]) -> bool:
    """Components of several values or languages ('ATTR[]') are never dimensions."""
    telling = (_ATTRIBUTE, _STATUS, _REMARK, *(() if _before(entry, values) else (_BEHIND,)))
    return "[" in entry.column or is_index(entry.column) or any(pattern.fullmatch(entry.id) for pattern in telling)


def _told_apart(table: Table, found: Sequence[Concept], values: Sequence[Concept], used: Sequence[Concept | None],
               key: Sequence[Column]) -> dict[str, Column]:
    """Every dimension that is not said otherwise, and of the other columns those without which rows fall together."""
    unit = find(found, UNITS)
    sure = kinds(table, [entry for entry in _dimensions(found, values, True) if entry not in used and entry != unit])
    maybe = [entry for entry in _dimensions(found, values, False) if entry not in used or entry.id in _FREQ]
    maybe += [entry for entry in (unit, find(found, _FREQ)) if entry and entry not in maybe and (entry != unit or entry not in used)]
    doubtful = {entry.id: kind(table, entry) for entry in maybe if entry.at != getattr(used[0], "at", -1)}
    return {**sure, **apart(len(table), [*key, *sure.values()], doubtful)}


def _dataflow(table: Table, found: Sequence[Concept]) -> Column:
    entry = find(found, _FLOWS)
    if entry is None:
        return table.constant("")
    column = table.column(entry.column)
    return reworded(column, (lambda word: word.partition(".")[0]) if entry.id == "KEY" else _flow)


def _title(table: Table, found: Sequence[Concept], said: Sequence[Concept]) -> Column:
    """The names of what is measured, else the title of the series, else the name of the dataflow."""
    named = series_and_title(table, said)[1]
    if any(any(column.words) for column in named):
        return path(named, ", ")
    title = find(found, ("TITLE", "TITLE_COMPL", "SERIES_NAME"))
    if title and any(table.column(title.column).words):
        return table.column(title.column)
    name, flow = find(found, ("STRUCTURE_NAME", "DATAFLOW_NAME")), find(found, _FLOWS)
    return table.column(name.column) if name else reworded(table.column(flow.column), _flow_name) if flow else table.constant("")


def _multiplier(table: Table, found: Sequence[Concept]) -> Concept | None:
    """UNIT_MULT; SCALE only where all it says are powers of ten."""
    entry, scale = find(found, _MULTIPLIERS), find(found, ("SCALE",))
    known = scale is not None and all(
        power_of(word) or word.casefold() in ("", "0", "unit", "units") for word in codes(table, scale).words)
    return entry or (scale if known else None)


def _remarks(table: Table, found: Sequence[Concept], values: Sequence[Concept]) -> tuple[Column, Column]:
    """Status and note, from flags, confidentiality and remarks on the figure."""
    flags = [codes(table, entry) for entry in found if _STATUS.fullmatch(entry.id)
             or (entry.id == "STATUS" and not _before(entry, values))]
    letters = path([table.constant(""), *flags], "") if flags else table.constant("")
    own = any(entry.id.startswith("OBS_STATUS") for entry in found)
    secret = [reworded(codes(table, entry), confidential) for entry in found if _CONFIDENTIAL.fullmatch(entry.id)]
    words = [table.column(entry.column) for entry in found if _REMARK.fullmatch(entry.id)]
    noted = reworded(letters, partial(_status_note, own=own))
    return reworded(letters, partial(_status, own=own)), path([noted, *secret, *words], "; ")


def _status(word: str, own: bool) -> str:
    return "" if own and word == "S" else flag_of(word).status


def _status_note(word: str, own: bool) -> str:
    """In the code list of SDMX S means a strike; as a flag of Eurostat s means an estimate."""
    return "strike or other special event" if own and word == "S" else flag_of(word).note


def confidential(word: str) -> str:
    """What a confidentiality status says: nothing where the figure is free."""
    bare = word.strip().casefold()
    if bare in ("", "f", "pu", "public", "_z", "nan") or bare.startswith("free"):
        return ""
    return "not for publication" if bare in ("n", "p") or "not for publication" in bare else "confidential"


def _kept(table: Table, found: Sequence[Concept], rows: Rows) -> tuple[Rows, list[Problem]]:
    """Without rows that delete figures, and without those that hold attributes of a partial key and no figure."""
    action = find(found, ("ACTION",))
    deletes = _which(table.column(action.column), ("d", "delete")) if action else np.zeros(len(table), dtype=bool)
    gone = np.resize(deletes, len(rows))
    bare = _which(rows.period, ("",)) & ~gone
    if bare.any():
        bare &= pc.equal(rows.text, "").to_numpy(zero_copy_only=False)
    if find(found, PERIODS) is None:
        bare &= _which(rows.place, ("",))
    told = [Problem(f"rows that {what} are left out: {int(mask.sum())}", table.name, int(rows.line[int(np.argmax(mask))]), severity="notice")
            for mask, what in ((gone, "ask to delete figures (ACTION D)"), (bare, "hold attributes of several figures and none themselves"))
            if mask.any()]
    return (rows.take(np.flatnonzero(~(gone | bare))) if told else rows), told


def _which(column: Column, words: Sequence[str]) -> NDArray[np.bool_]:
    """The rows in which the column says one of these words (in lower case)."""
    said = [word.casefold() in words for word in column.words]
    return np.array(said)[column.codes] if any(said) else np.zeros(len(column.codes), dtype=bool)


_QUIRKS = ("Components stand in any order; codes, names in columns of their own (labels=name, or _LABEL), or 'FR: France' (labels=both); "
           "UNIT_MULT multiplies; figures of different units are different series; text in OBS_VALUE is kept and told.")
FORMATS = (
    Format("worldbank-data360", "World Bank Data360 (SDMX-CSV)", partial(_of, "WB.DATA360"), _read,
           f"The series is the indicator alone, for the dataflow is the same for all. {_QUIRKS}"),
    Format("oecd-sdmx-csv", "OECD Data Explorer (SDMX-CSV)", partial(_of, "OECD"), _read, _QUIRKS),
    Format("eurostat-sdmx-csv", "Eurostat (SDMX-CSV)", partial(_of, "ESTAT"), _read,
           f"Ids in small letters, flags in OBS_FLAG, confidential figures are empty with CONF_STATUS C. {_QUIRKS}"),
    Format("sdmx-csv", "SDMX-CSV of another agency", lambda sniff: _header(sniff) >= 0, _read, _QUIRKS),
)
