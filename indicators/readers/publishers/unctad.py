"""Read UNCTADstat: an economy and period a row, each measure with a column of footnotes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.periods import parse_period
from indicators.readers.cells.status_flags import parse_flags
from indicators.readers.cells.unit_columns import extract_multipliers
from indicators.readers.cells.units import split_multiplier, title_and_unit
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import (
    casefolded,
    code_or_name,
    letters_and_digits,
    unread_columns,
)
from indicators.readers.reshape import GROUP_COLUMN, Part, long, unfold
from indicators.readers.rows import Column, Rows, combine, map_categories, no_rows

_LABEL = re.compile(r"(?P<stem>.+?)[ _](?:Label|label)")
_CODE = re.compile(r"(?P<stem>.+?)[ _](?:Code|code)")
_MEASURE_COLUMN = re.compile(
    r"(?P<measure>.+?)[ _](?P<role>Value|Footnote|Missing ?Value)", re.IGNORECASE
)
_ROLES = {"value": "value", "footnote": "note", "missingvalue": "missing"}
_YEAR_AND_MEASURE = re.compile(r"(?P<year>(?:19|20)\d\d(?:[QqMm]\d\d?)?)[ _](?P<measure>.+)")
_UNIT_WORDS = re.compile(
    r"(us ?\$|us dollars?|percentage|percent|index|number|rate|growth|share)(?!\w)", re.IGNORECASE
)
"""Beginnings of measures that are units ('US dollars at current prices')."""
_TIMES = ("Year", "Period", "Quarter", "Month", "Period Label", "Period_Label")
_TOTALS = (
    "world",
    "0000",
    "total",
    "all products",
    "total trade",
    "total all products",
    "all",
    "_t",
    "not applicable",
)
"""Labels of dimensions, in small letters, that stand for the whole."""


def _matches(preview: Preview) -> bool:
    names = {name.replace("_", " ").casefold() for name in preview.names}
    has_period = not names.isdisjoint(casefolded(_TIMES))
    return "economy label" in names and (
        has_period or any(map(_YEAR_AND_MEASURE.fullmatch, preview.names))
    )


def _dimensions(table: Table) -> dict[str, tuple[str, str]]:
    """Return {'Flow': (column of codes, column of labels)}; the economy is among them."""
    labels = {match["stem"]: name for name in table.names if (match := _LABEL.fullmatch(name))}
    codes = {
        letters_and_digits(name): name
        for name in reversed(table.names)
        if name not in labels.values()
    }
    dimensions = {}
    for stem, label in labels.items():
        if stem.casefold() not in ("period", "year", "month", "quarter"):
            bare = letters_and_digits(stem)
            dimensions[stem] = (codes.get(bare) or codes.get(f"{bare}code", ""), label)
    return dimensions


def _measures(table: Table, used: Collection[str]) -> dict[str, dict[str, str]]:
    """Return {measure: {'value': column, 'note': column}}, in the order of the file.

    Where some measures have footnotes, 'Value' in their name or a year, only those are measures.
    """
    columns: dict[str, dict[str, str]] = {}
    for name in table.names:
        match = _MEASURE_COLUMN.fullmatch(name)
        if name in used or not (match or any(table.text(name).unique().to_pylist())):
            continue
        measure = match["measure"] if match else name
        role = _ROLES[match["role"].casefold().replace(" ", "")] if match else "value"
        columns.setdefault(measure, {})[role] = name
    measures = {measure: roles for measure, roles in columns.items() if "value" in roles}
    certain = {
        measure: roles
        for measure, roles in measures.items()
        if len(roles) > 1
        or _MEASURE_COLUMN.fullmatch(roles["value"])
        or _YEAR_AND_MEASURE.fullmatch(measure)
    }
    return certain or measures


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    dimensions = _dimensions(table)
    ids = {column for column in table.names if _CODE.fullmatch(column)}
    ids |= {table.find(time) for time in _TIMES}
    for columns in dimensions.values():
        ids |= set(columns)
    measures = _measures(table, ids)
    if not measures:
        return no_rows(), [*table.problems, Problem(ProblemCode.NO_MEASURE, name, 1)]
    flat = unfold(table, measures)
    rows, problems = _rows(flat, dimensions, table.find(*_TIMES))
    used = set(ids).union(*(roles.values() for roles in measures.values()))
    return rows, problems + unread_columns(table, used)


def _rows(
    table: Table, dimensions: Mapping[str, tuple[str, str]], period: str
) -> tuple[Rows, list[Problem]]:
    """Return the rows of a table with a measure a row."""
    economy = next((stem for stem in dimensions if stem.casefold() == "economy"), "")
    code, label = dimensions.get(economy, ("", ""))
    other_dimensions = {stem: pair for stem, pair in dimensions.items() if stem != economy}
    measure = table.columns[GROUP_COLUMN]
    years = map_categories(measure, lambda word: _year_and_measure(word)[0])
    periods = map_categories(table.column(period) if period else years, _period)
    title = map_categories(measure, lambda word: _year_and_measure(word)[1])
    breakdown: dict[str, Part] = {
        stem: _dimension(table, *columns)
        for stem, columns in other_dimensions.items()
        if stem.casefold() != "series" or len(other_dimensions) > 1
    }
    status, note = parse_flags(table.column("note" if "note" in table.columns else ""))
    rows, problems = long(
        table,
        value="value",
        period=periods,
        place=code_or_name(table, code, label),
        place_name=label,
        title=title,
        unit=map_categories(title, _unit),
        note=note,
        status=status,
        breakdown=breakdown,
    )
    return extract_multipliers(
        replace(rows, title=map_categories(rows.title, _without_multiplier))
    ), problems


def _year_and_measure(column: str) -> tuple[str, str]:
    """Split '2021_Number_of_ships' into ('2021', 'Number of ships'); ('', ...) without a year."""
    match = _YEAR_AND_MEASURE.fullmatch(column)
    year, measure = (match["year"], match["measure"]) if match else ("", column)
    if " " not in measure:
        measure = measure.replace("_", " ")
    return year, re.sub(r"^US (?=at )", "US$ ", measure)


def _period(word: str) -> str:
    """Return '2005-Q1' for '2005Q01'."""
    return parse_period(re.sub(r"(?<=[QqSs])0(?=\d$)", "", word)) or word


def _unit(measure: str) -> str:
    """Return the unit of a measure: in its brackets, or the measure itself where it is a unit."""
    if unit := title_and_unit(measure)[1]:
        return unit
    is_unit = _UNIT_WORDS.match(measure) or split_multiplier(measure)[1]
    return measure if is_unit else ""


def _without_multiplier(measure: str) -> str:
    """Return a measure without its multiplier, which is applied to the figures."""
    title, power = split_multiplier(measure)
    return title if power else measure


def _dimension(table: Table, code: str, label: str) -> Column:
    """Return the labels of a dimension, else its codes; '' for the whole."""

    def word(words: tuple[str, ...]) -> str:
        code, label = words
        return "" if label.casefold() in _TOTALS else label or code

    return combine([table.column(code), table.column(label)], word)


FORMATS = (
    Format(
        "unctadstat",
        "UNCTADstat",
        _matches,
        _read,
        "Codes of economies are padded with zeros, which Excel takes away. Each measure has a "
        "column for footnotes (and in newer files one for why it is missing) beside it. 'in "
        "millions' stands in the measure's name. Breakdowns distinguish flows and partners.",
        "A column Economy Label, with Year (or Period), or years in the names of the measures.",
    ),
)
