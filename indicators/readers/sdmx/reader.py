"""Read SDMX-CSV 1.0 and 2.0 of any agency: OECD, Eurostat, World Bank Data360, ILO, UNICEF ...

A row is an observation; the header names the components of the data structure. Codes and labels
stand in columns of their own or together in a cell. Figures of different units are different
series.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.problems import Problem, ProblemCode
from indicators.readers.breakdowns import (
    breakdown,
    dimension_column,
    dimension_columns,
    distinguishing,
)
from indicators.readers.cells.numbers import parse_multipliers, unknown_multipliers
from indicators.readers.cells.unit_codes import split_unit_codes
from indicators.readers.cells.unit_columns import extract_title_units
from indicators.readers.columns import join_columns, map_categories
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.reshape import long
from indicators.readers.rows import Column, Rows, concat_rows, no_rows
from indicators.readers.sdmx import component_ids as ids
from indicators.readers.sdmx.attributes import data_source, status_and_note
from indicators.readers.sdmx.components import (
    ID_AND_LABEL,
    Component,
    codes,
    codes_and_labels,
    find,
    find_components,
    find_indicators,
    find_reference_area,
    is_row_number,
    labels,
    labels_or_codes,
    missing_components,
    quoted_header,
)
from indicators.readers.sdmx.measures import (
    find_measures,
    find_multiplier,
    shared_multiplier,
    without_labels,
)
from indicators.readers.sdmx.time_periods import sdmx_periods

MAX_HEADER_RECORDS = 12
"""Records among which the header is looked for."""
_DATAFLOW = (*ids.STRUCTURE_ID, ids.KEY)
_HEADER_BEGINNINGS = ("OBS_VALUE", "OBSERVATION VALUE", "STRUCTURE", "DATAFLOW")
"""Beginnings of ids of which every header has one."""
_NEVER_LABELLED = ids.MESSAGE - {"DATAFLOW_ID", "DATASET"}
_DATA360 = "WB.DATA360"


# Recognising


def _header(preview: Preview) -> int:
    """Return the record that is an SDMX-CSV header; -1 where there is none."""
    for index, row in enumerate(preview.cells(MAX_HEADER_RECORDS)):
        if len(row) > 1 and _is_header(row):
            return index
    return -1


def _is_header(row: Sequence[str]) -> bool:
    if not any(cell.upper().startswith(_HEADER_BEGINNINGS) for cell in row):
        return False  # quickly, as every file is asked
    header = {component.id for component in find_components(row)}
    if header >= {"STRUCTURE", "STRUCTURE_ID"} or header >= {"DATAFLOW", "TIME_PERIOD"}:
        return True
    if not any(ids.OBS_VALUE.fullmatch(id_) for id_ in header):
        return False
    sdmx = {"STRUCTURE", "DATAFLOW", "DATAFLOW_ID", "STRUCTURE_ID", "TIME_PERIOD", "SERIES_KEY"}
    return bool(header & sdmx) or ("TIME" in header and bool(header & {"REF_AREA", "GEO"}))


def _agency(preview: Preview) -> str:
    """Return the agency of the structure that the first row follows; '' where none is stated."""
    header = _header(preview)
    if header < 0 or len(preview.cells(header + 2)) < header + 2:
        return ""
    names, row = preview.cells(header + 2)[header : header + 2]
    structure = find(find_components(names), ids.STRUCTURE_ID)
    cell = row[structure.position] if structure and structure.position < len(row) else ""
    agency, colon, _ = cell.partition(":")
    return agency.upper() if colon else ""


def _is_of(agency: str, preview: Preview) -> bool:
    """Whether a file is of an agency or one below it (OECD.GOV)."""
    maintainer = _agency(preview)
    return maintainer == agency or maintainer.startswith(agency + ".")


# Reading


@dataclass(frozen=True)
class _Structure:
    """The components of a table by what they do.

    `indicators` say what is measured; `unit_in_series` is the unit where it is a dimension, which
    is then part of the series.
    """

    components: Sequence[Component]
    measures: Sequence[Component]
    place: Component | None
    period: Component | None
    unit: Component | None
    frequency: Component | None
    multiplier: Component | None
    indicators: Sequence[Component]
    unit_in_series: Component | None


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table(header=_header(preview))
    components = find_components(table.names, _NEVER_LABELLED)
    measures = [
        component for component in components if ids.OBS_VALUE.fullmatch(component.id)
    ] or _other_measures(table, components)
    if not measures:
        code, header = ProblemCode.NO_OBSERVATIONS, quoted_header(table)
        return no_rows(), [*table.problems, Problem(code, table.name, 1, found=header)]
    with_dataflow = not _is_of(_DATA360, preview)
    table = without_labels(table, measures)
    return _rows(table, _structure(table, components, measures, with_dataflow), with_dataflow)


def _other_measures(table: Table, components: Sequence[Component]) -> list[Component]:
    """Return measures of other names, in a file that states its structure and has periods."""
    period = find(components, ids.TIME_PERIOD)
    if not period or not find(components, ids.STRUCTURE_ID):
        return []
    place = find_reference_area(components)
    dimensions = _dimensions(components, [period])
    candidates = [component for component in dimensions if component != place]
    return find_measures(table, candidates, components)


def _structure(
    table: Table,
    components: Sequence[Component],
    measures: Sequence[Component],
    with_dataflow: bool,
) -> _Structure:
    unit = find(components, ids.UNIT_MEASURE)
    unit_is_dimension = unit is not None and with_dataflow and _is_before(unit, measures)
    return _Structure(
        components,
        measures,
        place=find_reference_area(components),
        period=find(components, ids.TIME_PERIOD),
        unit=unit,
        frequency=find(components, ids.FREQ),
        multiplier=find_multiplier(table, components),
        indicators=find_indicators(_dimensions(components, measures)),
        unit_in_series=unit if unit_is_dimension else None,
    )


def _rows(table: Table, structure: _Structure, with_dataflow: bool) -> tuple[Rows, list[Problem]]:
    """Return the rows of all measures.

    `with_dataflow` says that an indicator's code means nothing without its dataflow, as everywhere
    but in Data360.
    """
    components, measures = structure.components, structure.measures
    parts = {
        "place": codes(table, structure.place),
        "place_name": labels(table, structure.place),
        "series": _series(table, structure, with_dataflow),
        "period": sdmx_periods(
            codes(table, structure.period),
            codes(table, structure.frequency) if structure.frequency else None,
        ),
        "source": data_source(table, components),
        "title": _title(table, structure),
    }
    key = [parts["series"], parts["place"], parts["period"]]
    breakdowns = breakdown(table, _breakdowns(table, structure, key))
    parts["status"], parts["note"] = status_and_note(table, components, measures[0].position)
    multipliers = codes(table, structure.multiplier)
    parts["unit"], exponent = split_unit_codes(
        labels_or_codes(table, structure.unit),
        multipliers if structure.multiplier else None,
        parse_multipliers(multipliers),
    )
    rows, problems = [], list(table.problems)
    for measure in measures:
        measure_rows, measure_problems = long(
            table,
            value=measure.column,
            exponent=exponent,
            raw_period=True,
            breakdown=breakdowns,
            **(_measure_parts(parts, measure) if len(measures) > 1 else parts),
        )
        rows.append(measure_rows)
        problems += measure_problems[len(table.problems) :]  # those of the table come first
    observations, left_out = _observations(table, components, concat_rows(rows))
    if not structure.unit and not structure.multiplier:
        observations = extract_title_units(observations)
    return observations, [
        *problems,
        *shared_multiplier(multipliers, len(measures), table.name),
        *unknown_multipliers(multipliers, table.line, table.name, "UNIT_MULT"),
        *left_out,
        *missing_components(table, structure.place, structure.period),
    ]


def _series(table: Table, structure: _Structure, with_dataflow: bool) -> Column:
    """Return dataflow, indicators and, where it is a dimension, the unit: 'DF_GDP.B1GQ.USD'."""
    columns = [_dataflow(table, structure.components)] if with_dataflow else []
    columns += [codes(table, component) for component in structure.indicators]
    if structure.unit_in_series:
        columns.append(codes(table, structure.unit_in_series))
    return join_columns(columns or [table.constant("")])


def _measure_parts(parts: dict[str, Column], measure: Component) -> dict[str, Column]:
    """Return the parts of a row with the series and the title of one of several measures."""
    match = ID_AND_LABEL.fullmatch(measure.column)
    label = measure.label or (match["label"] if match else "") or measure.id
    series = map_categories(parts["series"], lambda word: f"{word}.{measure.id}".strip("."))
    title = map_categories(parts["title"], lambda word: f"{word}, {label}".strip(", "))
    return {**parts, "series": series, "title": title}


def _dataflow(table: Table, components: Sequence[Component]) -> Column:
    dataflow = find(components, _DATAFLOW)
    if dataflow is None:
        return table.constant("")
    column = table.column(dataflow.column)
    if dataflow.id == ids.KEY:
        return map_categories(column, lambda key: key.partition(".")[0])
    return map_categories(column, _dataflow_id)


def _dataflow_id(word: str) -> str:
    """Return the id of 'OECD.GOV:DSD_GOV@DF_PF(1.0): Public finance', 'DSD_GOV@DF_PF'."""
    match = re.match(r"(?:[\w.-]+[:,])?(?P<id>[\w@$-]+(?:\.(?![\s(])[\w@$-]+)*)", word)
    return match["id"] if match else word


def _dataflow_name(word: str) -> str:
    match = re.match(r"[\w.-]+:[\w@$.-]+(?:\([^)]*\))?\s*:\s*(?P<name>.+)", word)
    return match["name"].strip() if match else ""


def _title(table: Table, structure: _Structure) -> Column:
    """Return the labels of the indicators, else the series' title, else the dataflow's name."""
    components = structure.components
    indicator_labels = codes_and_labels(table, structure.indicators)[1]
    if any(any(column.categories) for column in indicator_labels):
        return join_columns(indicator_labels, ", ")
    title = find(components, ids.TITLE)
    if title and any(table.column(title.column).categories):
        return table.column(title.column)
    if name := find(components, ids.STRUCTURE_NAME):
        return table.column(name.column)
    if dataflow := find(components, _DATAFLOW):
        return map_categories(table.column(dataflow.column), _dataflow_name)
    return table.constant("")


# Dimensions


def _is_before(component: Component, measures: Sequence[Component]) -> bool:
    return component.position < measures[0].position


def _dimensions(components: Sequence[Component], measures: Sequence[Component]) -> list[Component]:
    """Return the components that are or may be dimensions."""
    return [
        component
        for component in components
        if component.id not in ids.MESSAGE
        and component not in measures
        and not _is_attribute(component, measures)
    ]


def _certain_dimensions(structure: _Structure) -> list[Component]:
    """Return the dimensions that are certain: they stand before the value, or are well known.

    Components may stand in any order: where place or period stand behind the value, order says
    nothing.
    """
    measures = structure.measures
    key = [component for component in (structure.place, structure.period) if component]
    ordered = all(_is_before(component, measures) for component in key)
    return [
        component
        for component in _dimensions(structure.components, measures)
        if ids.KNOWN_DIMENSIONS.fullmatch(component.id)
        or (
            ordered
            and _is_before(component, measures)
            and component.id not in ids.DESCRIPTIVE_DIMENSIONS
        )
    ]


def _is_attribute(component: Component, measures: Sequence[Component]) -> bool:
    """Whether a component is an attribute, by its id and where it stands."""
    if "[" in component.column or is_row_number(component.column):
        return True  # 'ATTR[]' and 'TITLE[en]' have several values or languages
    patterns = [ids.ATTRIBUTE, ids.OBS_STATUS, ids.COMMENT_OBS]
    if not _is_before(component, measures):
        patterns.append(ids.ATTRIBUTE_AFTER_VALUE)
    return any(pattern.fullmatch(component.id) for pattern in patterns)


def _breakdowns(table: Table, structure: _Structure, key: Sequence[Column]) -> dict[str, Column]:
    """Return the dimensions beside the key, and of other columns those that distinguish rows."""
    used = (
        structure.place,
        structure.period,
        structure.multiplier,
        *structure.indicators,
        structure.unit_in_series,
    )
    last = [structure.unit, structure.frequency]  # a breakdown only if nothing else is
    certain = _certain_dimensions(structure)
    breakdowns = dimension_columns(
        table, [component for component in certain if component not in (*used, *last)]
    )
    candidates = [
        component
        for component in _dimensions(structure.components, structure.measures)
        if component not in certain
    ]
    candidates += [component for component in last if component and component not in candidates]
    uncertain = {
        component.id: dimension_column(table, component)
        for component in candidates
        if component not in used
    }
    return {**breakdowns, **distinguishing(len(table), [*key, *breakdowns.values()], uncertain)}


# Rows that are no observations


def _observations(
    table: Table, components: Sequence[Component], rows: Rows
) -> tuple[Rows, list[Problem]]:
    """Leave out rows that delete observations, and those that hold attributes only."""
    action = find(components, ids.ACTION)
    deletions = np.zeros(len(rows), dtype=bool)
    if action:
        deletions = np.resize(_rows_with(table.column(action.column), ("d", "delete")), len(rows))
    attributes = _rows_with(rows.period, ("",)) & ~deletions
    if attributes.any():
        attributes &= pc.equal(rows.text, "").to_numpy(zero_copy_only=False)
    if find(components, ids.TIME_PERIOD) is None:
        attributes &= _rows_with(rows.place, ("",))
    problems = [
        Problem(
            code,
            table.name,
            int(rows.line[int(np.argmax(mask))]),
            values={"n": int(mask.sum())},
            severity="notice",
        )
        for code, mask in (
            (ProblemCode.OBSERVATIONS_DELETED, deletions),
            (ProblemCode.ATTRIBUTES_ONLY, attributes),
        )
        if mask.any()
    ]
    if problems:
        rows = rows.take(np.flatnonzero(~(deletions | attributes)))
    return rows, problems


def _rows_with(column: Column, words: Sequence[str]) -> NDArray[np.bool_]:
    """Return which rows have one of these words (in lower case)."""
    matches = [word.casefold() in words for word in column.categories]
    if not any(matches):
        return np.zeros(len(column.codes), dtype=bool)
    return np.array(matches)[column.codes]


_QUIRKS = (
    "Components stand in any order. Codes and labels stand in columns of their own (labels=name, "
    "or _LABEL) or together, as 'FR: France' (labels=both). UNIT_MULT multiplies; where there is "
    "none, a multiplier in the unit does (MIO_EUR, THS_PER, 'Million euro'). Figures of different "
    "units are different series. Measures may have other names than OBS_VALUE, and there may be "
    "several. Text in OBS_VALUE is kept and reported. Weeks and days stay as the file has them, "
    "because a period is at least a month."
)
_HEADER = "DATAFLOW or STRUCTURE and STRUCTURE_ID, TIME_PERIOD, OBS_VALUE"
FORMATS = (
    Format(
        "worldbank-data360",
        "World Bank Data360 (SDMX-CSV)",
        partial(_is_of, _DATA360),
        _read,
        f"The series is the indicator alone, because all have the same dataflow. {_QUIRKS}",
        f"An SDMX-CSV header ({_HEADER}) whose first row is of the agency {_DATA360}.",
    ),
    Format(
        "oecd-sdmx-csv",
        "OECD Data Explorer (SDMX-CSV)",
        partial(_is_of, "OECD"),
        _read,
        "The level of a region (TERRITORIAL_LEVEL) is no breakdown. Some tables have no period. "
        + _QUIRKS,
        f"An SDMX-CSV header ({_HEADER}) whose first row is of the agency OECD or one below it "
        "(OECD.GOV).",
    ),
    Format(
        "eurostat-sdmx-csv",
        "Eurostat (SDMX-CSV)",
        partial(_is_of, "ESTAT"),
        _read,
        "Ids are in small letters and flags in OBS_FLAG. Confidential figures are empty and have "
        f"CONF_STATUS C. {_QUIRKS}",
        f"An SDMX-CSV header ({_HEADER}) whose first row is of the agency ESTAT.",
    ),
    Format(
        "sdmx-csv",
        "SDMX-CSV of another agency (BIS, ECB, ILO, IMF, UNICEF, ...)",
        lambda preview: _header(preview) >= 0,
        _read,
        "The ILO's source is no breakdown, and its unit is part of the indicator's name. The ECB's "
        f"exchange rates have no place. {_QUIRKS}",
        f"An SDMX-CSV header ({_HEADER}); or OBS_VALUE with TIME_PERIOD; or time and obs_value "
        "with ref_area.",
    ),
)
