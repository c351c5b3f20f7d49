"""Read OECD data before SDMX: data.oecd.org (DP_LIVE) and OECD.Stat; also .Stat of others (UIS)."""

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
from indicators.readers.sdmx import component_ids as ids
from indicators.readers.sdmx.components import (
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
)

_UNITS = ("UNIT CODE", "UNIT")
_POWERS = ("POWERCODE CODE", "POWERCODE")
_REFERENCE_PERIODS = ("REFERENCE PERIOD CODE", "REFERENCE PERIOD")
_FLAGS = ("FLAG CODES", "FLAGS", "FLAG_CODES")
_NEVER_LABELS = frozenset(
    ("VALUE", "UNIT CODE", "POWERCODE CODE", "REFERENCE PERIOD CODE", "FLAG CODES")
)
_ATTRIBUTES = frozenset((*_POWERS, *_REFERENCE_PERIODS, *_FLAGS, "VALUE", "FLAG", "UNIT CODE"))
"""Columns that describe a figure and never distinguish it from another."""
_LIVE = ("LOCATION", "INDICATOR", "SUBJECT", "MEASURE", "FREQUENCY", "TIME", "Value")


def _matches_live(preview: Preview) -> bool:
    """Whether a table has DP_LIVE's columns: codes alone, and MEASURE is the unit."""
    return preview.has(*_LIVE) and not preview.has("Unit Code") and not preview.has("Country")


def _matches_stat(preview: Preview) -> bool:
    if not preview.has("Value") or preview.has("OBS_VALUE") or preview.has("Flag and Footnotes"):
        return False
    names = set(preview.names)
    with_codes = {"LOCATION", "TIME"} <= names or {"COU", "YEA"} <= names
    return with_codes or any(map(preview.has, ("Flag Codes", "PowerCode", "PowerCode Code")))


def _read_live(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    components = find_components(table.names, never_labels=_NEVER_LABELS)
    indicators = [component for component in components if component.id in ("INDICATOR", "MEASURE")]
    return _rows(table, components, indicators, find(components, ("MEASURE",)))


def _read_stat(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    components = find_components(table.names, never_labels=_NEVER_LABELS)
    unit = find(components, _UNITS)
    indicators = [
        component
        for component in find_indicators(components)
        if component != unit or component.id != "UNIT CODE"
    ]
    return _rows(table, components, indicators, unit)


def _rows(
    table: Table,
    components: Sequence[Component],
    indicators: Sequence[Component],
    unit: Component | None,
) -> tuple[Rows, list[Problem]]:
    place, period = find_reference_area(components), find(components, ids.TIME_PERIOD)
    power = find(components, _POWERS)
    indicator_codes, indicator_labels = codes_and_labels(table, indicators)
    series = join_columns([table.constant(""), *indicator_codes])
    place_codes = codes(table, place)
    period_column = parse_periods(codes(table, period), sure=True)
    title = join_columns([table.constant(""), *indicator_labels], ", ")
    key = [series, title, place_codes, period_column]
    multipliers = codes(table, power)
    units, exponent = split_unit_codes(
        labels_or_codes(table, unit), multipliers if power else None, parse_multipliers(multipliers)
    )
    reference_period = labels_or_codes(table, find(components, _REFERENCE_PERIODS))
    status, note = _status_and_note(table, components)
    rows, problems = long(
        table,
        value=table.find("Value"),
        place=place_codes,
        place_name=labels(table, place),
        series=series,
        title=title,
        period=period_column,
        unit=join_columns([units, reference_period], ", "),
        status=status,
        note=note,
        exponent=exponent,
        breakdown=_breakdown(table, components, (place, period), indicators, unit, key),
        raw_period=True,
    )
    return rows, [
        *problems,
        *unknown_multipliers(multipliers, table.line, table.name, power.column if power else ""),
        *missing_components(table, place, period),
    ]


def _breakdown(
    table: Table,
    components: Sequence[Component],
    place_and_period: Sequence[Component | None],
    indicators: Sequence[Component],
    unit: Component | None,
    key: Sequence[Column],
) -> Column:
    """Return the other dimensions; frequency and unit only where they distinguish figures."""
    frequency = find(components, ("FREQUENCY", "FREQ"))
    used = (*place_and_period, frequency, unit, *indicators)
    dimensions = dimension_columns(
        table,
        [
            component
            for component in components
            if component not in used
            and component.id not in _ATTRIBUTES
            and not is_row_number(component.column)
        ],
    )
    uncertain = {
        component.id: dimension_column(table, component)
        for component in (frequency, unit)
        if component and component not in indicators
    }
    extra = distinguishing(len(table), [*key, *dimensions.values()], uncertain)
    return breakdown(table, {**dimensions, **extra})


def _status_and_note(table: Table, components: Sequence[Component]) -> tuple[Column, Column]:
    """Return statuses and notes of the flags' labels, which are clearer than their letters."""
    component = find(components, _FLAGS)
    flag_labels, letters = labels(table, component), codes(table, component)
    if not any(flag_labels.categories):
        return parse_flags(letters)
    return parse_flags(combine([flag_labels, letters], _label_or_letters))


def _label_or_letters(words: tuple[str, ...]) -> str:
    """Return the label of a flag; its letters where only they are a status that is known."""
    label, letters = words
    if not label:
        return letters
    return (
        letters
        if letters and parse_flag(letters).status and not parse_flag(label).status
        else label
    )


FORMATS = (
    Format(
        "oecd-live",
        "OECD Data (data.oecd.org, DP_LIVE)",
        _matches_live,
        _read_live,
        "Codes alone. MEASURE is the unit (PC_GDP, MLN_USD), and indicators in different ones are "
        "different series. A multiplier in it (MLN_, THND_) is applied; prefixes of physical "
        "units (KTOE) are part of the unit.",
        "A header with LOCATION, INDICATOR, SUBJECT, MEASURE, FREQUENCY, TIME and Value, without "
        "names beside them.",
    ),
    Format(
        "oecd-stat",
        "OECD.Stat and other .Stat sites",
        _matches_stat,
        _read_stat,
        "Columns of codes and of names, whose headers may differ by case only (TIME, Time; YEA, "
        "Year) and whose names may be French. PowerCode multiplies. The names may stand alone. "
        "Some tables have no year; it is asked for.",
        "A column Value with Flag Codes or PowerCode, or with LOCATION and TIME (COU and YEA).",
    ),
)
