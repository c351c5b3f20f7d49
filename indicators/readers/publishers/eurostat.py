"""Read Eurostat beside SDMX-CSV: TSV, the old Data Explorer, the packages named eurostat."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from typing import Any

import numpy as np
import pyarrow as pa

from indicators.problems import Problem, ProblemCode
from indicators.readers.breakdowns import dimension_columns
from indicators.readers.cells.periods import normalize_period, period_columns
from indicators.readers.cells.status_flags import parse_flag, parse_flags
from indicators.readers.cells.unit_codes import split_unit_codes
from indicators.readers.columns import join_columns, map_categories
from indicators.readers.delimited.table import Columns, Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import MAX_LENGTH
from indicators.readers.reshape import GROUP_COLUMN, long, melt, unfold
from indicators.readers.rows import MAX_REPORTED, Column, Rows, no_rows
from indicators.readers.sdmx import component_ids as ids
from indicators.readers.sdmx.attributes import confidentiality_note
from indicators.readers.sdmx.components import (
    Component,
    codes,
    codes_and_labels,
    find,
    find_components,
    find_indicators,
    is_row_number,
    labels,
    labels_or_codes,
    missing_components,
)
from indicators.readers.sdmx.time_periods import sdmx_periods

_CORNER = re.compile(
    r"(?:^|[\t;,\" ])(?P<last>[A-Za-z_]\w*)\\(?P<columns>[A-Za-z_]\w*)\"? *(?P<separator>[\t;,])",
    re.ASCII,
)
"""The last dimension, what the columns are, and what follows: 'geo\\TIME_PERIOD' and a tab."""
MAX_HEADER_LINES = 6
"""Lines among which the header is looked for."""
MAX_CORNER = 2_000
"""Letters of a line among which the corner is looked for."""
_CELL = re.compile(
    r"(?P<value>:|[-+]?\d[\d., ]*(?:[eE][-+]?\d+)?)?\s*(?P<flags>[a-z]{0,5})"
    r"\s*(?:@?(?P<confidential>[A-Z]))?"
)
MAX_CELL = 80
"""Letters that a cell with a value and its flags may have."""
_VALUE_OR_FLAG = re.compile(r"(?P<period>.+?)[ _](?P<role>value|flag)s?", re.IGNORECASE)
_WEEK_OR_DAY = re.compile(r"\d{4}-?W\d\d|\d{4}-\d\d-\d\d")
_IGNORED = frozenset(("FREQ", "LAST UPDATE", "DATAFLOW"))
_FLAGS = ("FLAG AND FOOTNOTES", "FLAGS AND FOOTNOTES", "FLAG", "FLAGS")


# TSV, and tables like it


def _corner(preview: Preview) -> tuple[int, str]:
    """Return the line with a header like 'freq,unit,geo\\TIME_PERIOD' and what separates it.

    (-1, '') where there is none.
    """
    for index, line in enumerate(preview.lines(MAX_HEADER_LINES)):
        match = _CORNER.search(line[:MAX_CORNER])
        if match and match["columns"].upper() in (*ids.TIME_PERIOD, *ids.REF_AREA):
            return index, match["separator"]
    return -1, ""


def _read_tsv(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    header, separator = _corner(preview)
    table = preview.table(header=header, delimiter=separator)
    corner = next((column for column in table.names if "\\" in column), "")
    if not corner:
        return _unreadable(table)
    packed, _, columns = corner.partition("\\")
    key_separator = "," if "," in packed else ";"
    dimensions = [id_.strip() for id_ in packed.split(key_separator)]
    table, problems = _unpack(table, corner, dimensions, key_separator)
    if pairs := _value_and_flag_columns(table.names):
        rows, more_problems = _read_flags_beside(table, pairs)
    else:
        rows, more_problems = _read_across(table, columns, dimensions)
    return rows, [*problems, *more_problems]


def _unreadable(table: Table) -> tuple[Rows, list[Problem]]:
    code = ProblemCode.HEADER_UNREADABLE
    return no_rows(), [*table.problems, Problem(code, table.name, 1)]


def _unpack(
    table: Table, corner: str, dimensions: Sequence[str], separator: str
) -> tuple[Table, list[Problem]]:
    """Replace the first column ('A,PC_HH,TOTAL,DE') by a column for each dimension.

    Rows with another number of codes are left out and reported.
    """
    key = table.columns[corner]
    parts = [word.split(separator) for word in key.categories]
    fits = [len(part) == len(dimensions) for part in parts]
    row_fits = np.array(fits or [True])[key.codes]
    rows = np.flatnonzero(row_fits)
    columns: dict[str, Column | pa.ChunkedArray] = {}
    by_dimension = zip_longest(dimensions, *parts, fillvalue="")
    for dimension, *words in islice(by_dimension, len(dimensions)):
        columns[dimension] = map_categories(Column(key.codes[rows], tuple(words)), str.strip)
    for name in table.names:
        if name != corner and not is_row_number(name) and name not in columns:
            text = table.text(name)
            if not all(fits):
                text = text.take(pa.array(rows))
            columns[name] = pa.chunked_array([text])
    unpacked = replace(table, names=tuple(columns), columns=Columns(columns), line=table.line[rows])
    return unpacked, _odd_keys(table, corner, np.flatnonzero(~row_fits), len(dimensions), separator)


def _odd_keys(
    table: Table, corner: str, rows: np.ndarray, dimensions: int, separator: str
) -> list[Problem]:
    """Report rows whose first cell has another number of codes than the header."""
    key = table.columns[corner]
    problems = []
    for row in rows[:MAX_REPORTED]:
        cell = key.categories[key.codes[row]]
        values = {
            "codes": cell.count(separator) + 1,
            "dimensions": dimensions,
            "separator": separator,
        }
        problems.append(
            Problem(
                ProblemCode.SERIES_KEY_WIDTH,
                table.name,
                int(table.line[row]),
                corner,
                cell[:MAX_LENGTH],
                values,
            )
        )
    if len(rows) > MAX_REPORTED:
        values = {"n": len(rows) - MAX_REPORTED}
        problems.append(Problem(ProblemCode.MORE_ROWS_LEFT_OUT, table.name, values=values))
    return problems


def _value_and_flag_columns(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return {'2020': {'value': '2020_value', 'note': '2020_flag'}} of periods with a value."""
    columns: dict[str, dict[str, str]] = {}
    for name in names:
        match = _VALUE_OR_FLAG.fullmatch(name)
        if match and period_columns([match["period"]]):
            role = "value" if match["role"].lower() == "value" else "note"
            columns.setdefault(match["period"], {})[role] = name
    return {period: roles for period, roles in columns.items() if "value" in roles}


def _read_flags_beside(
    table: Table, columns: Mapping[str, Mapping[str, str]]
) -> tuple[Rows, list[Problem]]:
    """Read columns of values and of flags side by side."""
    table = unfold(table, columns)
    components = [
        component
        for component in find_components(table.names)
        if component.column not in ("value", "note", GROUP_COLUMN)
    ]
    place = find(components, ids.REF_AREA)
    parts, more = _parts(table, components, place)
    flag = table.column("note" if "note" in table.names else "")
    status, note = parse_flags(map_categories(flag, lambda word: word.strip(": ")))
    rows, problems = long(
        table,
        value="value",
        period=table.columns[GROUP_COLUMN],
        status=status,
        note=note,
        **parts,
        **more,
    )
    return rows, problems + missing_components(table, place, Component("TIME_PERIOD", GROUP_COLUMN))


def _read_across(
    table: Table, columns_id: str, dimensions: Sequence[str]
) -> tuple[Rows, list[Problem]]:
    """Read periods as columns, as nearly always; or places, in tables of one period."""
    periods_across = columns_id.upper() in ids.TIME_PERIOD
    if periods_across:
        columns = {name: name for name in table.names if _WEEK_OR_DAY.fullmatch(name)}
        columns |= period_columns(table.names)
    else:
        columns = {name: name for name in table.names if name not in dimensions}
    components = find_components([name for name in table.names if name not in columns])
    place, period = find(components, ids.REF_AREA), find(components, ids.TIME_PERIOD)
    across = Component(columns_id, columns_id)
    if periods_across:
        parts, more = _parts(table, components, place)
        spread = {name: {"period": word} for name, word in columns.items()}
        missing = missing_components(table, place, across)
    else:
        parts, more = _parts(table, components, None)
        del parts["place"]
        parts["period"] = map_categories(codes(table, period), normalize_period)
        spread = {name: {"place": word} for name, word in columns.items()}
        missing = missing_components(table, across, period)
    if not spread:
        return _unreadable(table)
    rows, problems = melt(table, spread, parts, cell=_split_cell, **more)
    return rows, problems + missing


def _split_cell(cell: str) -> tuple[str, str, str]:
    """Split '91.30 e' into value, status and note; ': c' and ': @C' are missing and say why."""
    match = _CELL.fullmatch(cell.strip()) if len(cell) < MAX_CELL else None
    if match is None:
        return cell, "", ""
    flag = parse_flag(match["flags"])
    notes = (flag.note, confidentiality_note(match["confidential"] or ""))
    value = "" if match["value"] == ":" else (match["value"] or "").strip()
    return value, flag.status, "; ".join(filter(None, notes))


# What all layouts have in common


def _parts(
    table: Table, components: Sequence[Component], place: Component | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return series, title, unit and place; and the breakdown and the powers of ten.

    Series of different units are different series: by code, or, where there are only labels, by
    title. Where the file's name is the code of a dataset, the series begins with it, as in
    SDMX-CSV.
    """
    unit, period = find(components, ids.UNIT_MEASURE), find(components, ids.TIME_PERIOD)
    indicators = find_indicators(components)
    series_codes, titles = codes_and_labels(table, indicators)
    unit_codes, unit_labels = codes_and_labels(table, [unit] if unit else [])
    if _has_words(unit_codes):
        series_codes += unit_codes
    elif len(list(filter(None, codes(table, unit).categories))) > 1:
        titles += unit_labels
    only_titles = _has_words(titles) and not _has_words(series_codes)
    dataset = "" if only_titles else dataset_code(table.name)
    units, exponent = split_unit_codes(
        labels_or_codes(table, unit), None, np.zeros(len(table), dtype=np.int8)
    )
    used = (place, unit, period, *indicators)
    dimensions = [
        component
        for component in components
        if component not in used and component.id not in _IGNORED
    ]
    parts: dict[str, Any] = {
        "place": codes(table, place),
        "place_name": labels(table, place),
        "series": join_columns([table.constant(dataset), *series_codes]),
        "title": join_columns([table.constant(""), *titles], ", "),
        "unit": units,
    }
    return parts, {"breakdown": dimension_columns(table, dimensions), "exponent": exponent}


def _has_words(columns: Sequence[Column]) -> bool:
    return any(any(column.categories) for column in columns)


# Codes of datasets

_THEMES_TEXT = """
aact agr ai apri apro ara asy ava avia bd bop bs cens cf cei cli cpc crim cult demo dt earn
ec edat educ ef ei enpr enps env ert ext fats fish for fribs gba gov hbs hlth hrst hsw htec
icha icw ifs igs ilc inn ipr irt isoc iss jobs jvs lan lc lfsa lfsi lfso lfsq lfst live mar
med met migr mips naid nama namq nasa nasq nrg orch org pat proj prc proc qoe rail rd reg
road rpp sbs sdg sks spr sts t2020 tag tai tec tessi tesem tet tgs tin tipsau tipsbp tipser
tipsgo tipshm tipslm tipsna tipspc tipspd tour tps tran trng tsc tsdcc tsdde tsdec tsdgo
tsdpc tsdph tsdsc tsdtr ttr tus une urb urt vit yth youth
"""
_THEMES = frozenset(_THEMES_TEXT.split())
"""First words of codes: themes (nama_10_gdp) and the letters of short codes (tin00028)."""
_DATASET_CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_SHORT_CODE = re.compile(r"(?P<theme>[a-z]{3,8})\d{3,5}")
_COMEXT_CODE = re.compile(r"ds-\d{6}")
_BROWSER_SUFFIXES = frozenset(
    (
        "tabular",
        "linear",
        "page",
        "en",
        "fr",
        "de",
        "filtered",
        "defaultview",
        "data",
        "2",
        "1",
        "0",
        "sdmx",
    )
)
"""What the data browser puts behind a code: '_linear_2_0', '_page_tabular', '_filtered_en'."""
MAX_FILE_NAME = 200


def dataset_code(name: str) -> str:
    """Return the code in a file's name: 'ISOC_CI_IN_H' for 'estat_isoc_ci_in_h.tsv'.

    '' for a name that does not look like Eurostat's ('data_2020.tsv').
    """
    file_name = re.split(r"[/\\:]", name[-MAX_FILE_NAME:])[-1].strip().lower()
    if match := _COMEXT_CODE.match(file_name):
        return match[0].upper()
    stem = re.split(r"[.$ (]|__", file_name, maxsplit=1)[0]
    words = stem.removeprefix("estat_").split("_")
    if any(word in _BROWSER_SUFFIXES and word.isalpha() for word in words[1:]):
        while len(words) > 1 and words[-1] in _BROWSER_SUFFIXES:
            words.pop()
    code = "_".join(words)
    short = _SHORT_CODE.fullmatch(code)
    is_short = short is not None and short["theme"] in _THEMES
    is_long = len(words) > 1 and (words[0] in _THEMES or stem.startswith("estat_"))
    return code.upper() if _DATASET_CODE.fullmatch(code) and (is_long or is_short) else ""


# Long tables


def _matches_data_explorer(preview: Preview) -> bool:
    names = set(preview.names)
    places = {"GEO", "CITIES", "METROREG", "GEO_LABEL", "REPORTER", "DECLARANT", "PARTNER"}
    has_period = not names.isdisjoint(("TIME", "TIME_LABEL", "PERIOD"))
    if not has_period or names.isdisjoint(places) or not preview.has("Value"):
        return False
    if preview.has("Flag and Footnotes"):
        return True
    all_capitals = all(name == name.upper() or name == "Value" for name in names)
    return "Flag Codes" not in names and all_capitals


def _matches_r_package(preview: Preview) -> bool:
    """Whether R's package 'eurostat' wrote a file: geo, time or TIME_PERIOD, values."""
    names = set(preview.names)
    return {"geo", "values"} <= names and not names.isdisjoint(("time", "TIME_PERIOD"))


def _read_long(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    never_labels = {"VALUE", "VALUES", *_FLAGS}
    components = [
        component
        for component in find_components(table.names, never_labels=never_labels)
        if not is_row_number(component.column)
    ]
    place, period = find(components, ids.REF_AREA), find(components, ids.TIME_PERIOD)
    flag, frequency = find(components, _FLAGS), find(components, ("FREQ",))
    parts, more = _parts(
        table, [component for component in components if component.id not in never_labels], place
    )
    status, note = parse_flags(codes(table, flag))
    rows, problems = long(
        table,
        value=table.find("Value", "values"),
        status=status,
        note=note,
        raw_period=True,
        period=sdmx_periods(codes(table, period), codes(table, frequency) if frequency else None),
        **more,
        **parts,
    )
    return rows, problems + missing_components(table, place, period)


FORMATS = (
    Format(
        "eurostat-tsv",
        "Eurostat TSV, and tables of the Python package 'eurostat'",
        lambda preview: _corner(preview)[0] >= 0,
        _read_tsv,
        "The first column packs the dimensions ('A,PC_HH,TOTAL,DE'). Cells have value and flag "
        "('91.30 e', ': c'). Units may contain a multiplier (MIO_EUR). Saved again, tabs become "
        "commas and the commas of the first column semicolons. The package writes a column for "
        "each dimension and NaN, or flags in columns beside the values. The file does not state "
        "the code of its dataset: the series is measure and unit ('I_IU3.PC_IND'), with the code "
        "in front where the file's name certainly is one ('estat_isoc_ci_ifp_iu.tsv').",
        "A header cell like 'freq,unit,hhtyp,geo\\TIME_PERIOD' (or '...,geo\\time'), followed by "
        "periods.",
    ),
    Format(
        "eurostat-csv",
        "Eurostat, old Data Explorer (CSV), and tables of R's package 'eurostat'",
        lambda preview: _matches_data_explorer(preview) or _matches_r_package(preview),
        _read_long,
        "Everything is quoted and mostly by name, not by code. ':' is missing. Columns stand in "
        "any order. Units may contain a multiplier ('Current prices, million euro'), which is "
        "applied.",
        "Columns TIME, GEO and Value, mostly with Flag and Footnotes; or geo, time (or "
        "TIME_PERIOD) and values.",
    ),
)
