"""Encode rows of text as codes and numbers; every row that is left out is reported by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.catalogue import Catalogue
from indicators.model import STATUSES, TOTAL, Indicator
from indicators.observations import Codelists, ObservationRows, observation_rows
from indicators.periods import is_period
from indicators.places import Gazetteer
from indicators.problems import Problem, ProblemCode, Severity, Value
from indicators.readers import Rows
from indicators.readers.cells.periods import is_split_year
from indicators.readers.rows import MAX_REPORTED, Column, combinations
from indicators.spelling import nearest

_NUMBER = r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$"
_OTHER_UNIT = -9_999
"""Stands for the power of ten of a row whose unit is not its indicator's; no sum of two is it."""
_MAX_FOUND_LENGTH = 80
Fault = tuple[ProblemCode, dict[str, Value]]
"""What is wrong with a category: a code and values besides the number of rows."""


class CodelistBuilder:
    """Gives each category a code, growing as files are read. A class because it must remember."""

    def __init__(self, categories: Iterable[str] = ()) -> None:
        self.code = {category: code for code, category in enumerate(categories)}

    def __call__(self, category: str) -> int:
        return self.code.setdefault(category, len(self.code))


@dataclass(frozen=True)
class CodelistBuilders:
    """The categories met so far. `place` has every place of the catalogue and does not grow."""

    indicator: CodelistBuilder
    period: CodelistBuilder
    breakdown: CodelistBuilder
    source: CodelistBuilder
    note: CodelistBuilder
    file: CodelistBuilder
    place: Mapping[str, int]


def codelist_builders(catalogue: Catalogue, codelists: Codelists | None = None) -> CodelistBuilders:
    """Return fresh builders, or those of a table that grows. The total is breakdown 0."""
    if codelists is None:
        codelists = Codelists(tuple(catalogue.indicators), (), (TOTAL,), (), (), (), ())
    return CodelistBuilders(
        CodelistBuilder(codelists.indicator),
        CodelistBuilder(codelists.period),
        CodelistBuilder(codelists.breakdown),
        CodelistBuilder(codelists.source),
        CodelistBuilder(codelists.note),
        CodelistBuilder(codelists.file),
        {place: code for code, place in enumerate(catalogue.places)},
    )


@dataclass(frozen=True)
class EncodedRows:
    """The rows that are kept, how many have an empty value, and the problems of the others."""

    rows: ObservationRows
    missing: int
    problems: list[Problem]


def encode_rows(
    rows: Rows,
    file: str,
    by_series: Mapping[str, Indicator],
    catalogue: Catalogue,
    places: Gazetteer,
    builders: CodelistBuilders,
) -> EncodedRows:
    """Encode texts by the codelists and convert values to base units.

    `by_series` says which indicator each word of the series column is; the place column has codes
    of the catalogue, where `match_places` knew them. Rows in equals rows kept, plus missing
    values, plus rows reported.
    """
    report = _RowProblems(file, rows.line)
    indicator = report.encode(
        rows.series,
        "indicator",
        lambda series: builders.indicator(by_series[series].id) if series in by_series else None,
        lambda series: (ProblemCode.UNKNOWN_SERIES, {"nearest": nearest(series, by_series)}),
        severity="warning",
    )
    place = report.encode(
        rows.place, "place", builders.place.get, lambda place: _place_fault(place, places)
    )
    period = report.encode(
        rows.period,
        "period",
        lambda period: builders.period(period) if is_period(period) else None,
        _period_fault,
    )
    breakdown = report.encode(
        rows.breakdown,
        "breakdown",
        lambda breakdown: _breakdown_code(breakdown, builders),
        lambda breakdown: (ProblemCode.INVALID_BREAKDOWN, {}),
    )
    status = report.encode(
        rows.status,
        "status",
        _status_code,
        lambda status: (ProblemCode.UNKNOWN_STATUS, {"statuses": STATUSES}),
    )
    exponent = _exponents(rows, by_series, catalogue, report)
    value, is_missing = _values(rows, exponent, report)
    is_kept = ~is_missing & ~np.isnan(value)
    for codes in (indicator, place, period, breakdown, status):
        is_kept &= codes >= 0
    block = observation_rows(
        len(rows),
        indicator=indicator,
        place=place,
        period=period,
        breakdown=breakdown,
        value=value,
        status=status,
        source=_sources(rows, by_series, catalogue, builders, report),
        line=rows.line,
        note=_look_up(rows.note, lambda note: builders.note(note) if note else -1),
        file=builders.file(file),
    )
    return EncodedRows(block.take(is_kept), int(is_missing.sum()), report.problems)


@dataclass(frozen=True)
class _RowProblems:
    """Collects the problems of a file's rows: one for each cause, with its first line."""

    file: str
    line: NDArray[np.int32]
    problems: list[Problem] = field(default_factory=list)

    def encode(
        self,
        column: Column,
        name: str,
        code_of: Callable[[str], int | None],
        fault_of: Callable[[str], Fault],
        severity: Severity = "error",
    ) -> NDArray[np.int32]:
        """Return the code of each row's category; -1 for one without a code, which is reported."""
        # At least one entry, so that a column without categories can be looked up, too.
        table = np.full(max(len(column.categories), 1), -1, dtype=np.int32)
        unknown = []
        for position, category in enumerate(column.categories):
            code = code_of(category)
            if code is None:
                unknown.append(position)
            else:
                table[position] = code
        for position in unknown[:MAX_REPORTED]:
            category = column.categories[position]
            self.add(*fault_of(category), column.codes == position, name, category, severity)
        if unknown[MAX_REPORTED:]:
            mask = np.isin(column.codes, unknown[MAX_REPORTED:])
            self.add(ProblemCode.MORE_ROWS_LEFT_OUT, {}, mask, name, "", severity)
        return table[column.codes]

    def add(
        self,
        code: ProblemCode,
        values: Mapping[str, Value],
        mask: NDArray[np.bool_],
        column: str,
        found: str,
        severity: Severity = "error",
    ) -> None:
        """Report the rows of a mask, if there are any; their number is the value `n`."""
        count = int(mask.sum())
        if not count:
            return
        line = int(self.line[int(np.argmax(mask))])
        values = {"n": count, **values}
        found = found[:_MAX_FOUND_LENGTH]
        self.problems.append(Problem(code, self.file, line, column, found, values, severity))


def _place_fault(place: str, places: Gazetteer) -> Fault:
    if not place:
        return ProblemCode.ROWS_WITHOUT_PLACE, {}
    return ProblemCode.ROWS_OF_UNKNOWN_PLACE, {"nearest": places.nearest(place)}


def _period_fault(period: str) -> Fault:
    if is_split_year(period):
        return ProblemCode.PERIOD_ACROSS_YEARS, {}
    return ProblemCode.INVALID_PERIOD, {}


def _breakdown_code(breakdown: str, builders: CodelistBuilders) -> int | None:
    """Return the code of 'sex=female;age=16-24', its parts in order of name; None for others."""
    if breakdown in ("", TOTAL):
        return 0
    parts = [part.strip() for part in breakdown.split(";")]
    if not all(_is_breakdown_part(part) for part in parts):
        return None
    return builders.breakdown(";".join(sorted(parts)))


def _is_breakdown_part(part: str) -> bool:
    name, _, category = part.partition("=")
    return bool(name.strip() and category.strip()) and "=" not in category


def _status_code(status: str) -> int | None:
    """Return the position of a status in STATUSES, in any spelling: 'Lower bound'; None of none."""
    name = re.sub(r"[\s-]+", "_", status.strip().casefold()) or STATUSES[0]
    return STATUSES.index(name) if name in STATUSES else None


def _look_up(column: Column, code_of: Callable[[str], int]) -> NDArray[np.int32]:
    """Return the code of each row's category; `code_of` knows every one."""
    table = np.array([code_of(category) for category in column.categories] or [-1], dtype=np.int32)
    return table[column.codes]


def _exponents(
    rows: Rows, by_series: Mapping[str, Indicator], catalogue: Catalogue, report: _RowProblems
) -> NDArray[np.int32]:
    """Return each row's power of ten, of its unit and of the file's multiplier together.

    It is `_OTHER_UNIT` in rows whose unit is not their indicator's.
    """
    if not any(rows.unit.categories):
        return rows.exponent.astype(np.int32)
    index, first_rows = combinations([rows.series, rows.unit], len(rows))
    table = np.zeros(len(first_rows), dtype=np.int32)
    for position, row in enumerate(first_rows.tolist()):
        indicator = by_series.get(rows.series.categories[rows.series.codes[row]])
        unit = rows.unit.categories[rows.unit.codes[row]]
        if indicator is None or not unit:
            continue
        exponent = _exponent(unit, indicator, catalogue)
        table[position] = _OTHER_UNIT if exponent is None else exponent
        if exponent is None:
            report.add(*_unit_fault(unit, indicator, catalogue), index == position, "unit", unit)
    exponents = table[index]
    total = exponents + rows.exponent.astype(np.int32)
    return np.where(exponents == _OTHER_UNIT, _OTHER_UNIT, total)


def _exponent(unit_id: str, indicator: Indicator, catalogue: Catalogue) -> int | None:
    """Return the power of ten between a unit and its base; None if it is not the indicator's."""
    if unit_id == indicator.unit.id:
        return 0
    unit = catalogue.units.get(unit_id)
    return unit.exponent if unit and unit.base == indicator.unit.base else None


def _unit_fault(unit_id: str, indicator: Indicator, catalogue: Catalogue) -> Fault:
    expected = indicator.unit.id
    if unit_id in catalogue.units:
        return ProblemCode.UNIT_MISMATCH, {"indicator": indicator.id, "unit": expected}
    candidates = dict.fromkeys((nearest(unit_id, catalogue.units) or expected, expected))
    return ProblemCode.UNKNOWN_UNIT, {"units": tuple(candidates)}


def _values(
    rows: Rows, exponent: NDArray[np.int32], report: _RowProblems
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Convert texts to numbers in base units; nan where none can be used.

    Returns also which cells are empty: a missing figure is no fault. A power of ten is applied to
    the text ('14331.98' and 'e8'), so that no digit is lost to rounding.
    """
    plain_values = _plain_values(rows.text, exponent)
    if plain_values is not None:
        return plain_values
    trimmed = pc.utf8_trim_whitespace(rows.text)
    is_missing = _mask(pc.equal(trimmed, ""))
    is_number = _mask(pc.match_substring_regex(rows.text, _NUMBER))
    is_scaled = (exponent != 0) & (exponent != _OTHER_UNIT)
    text = pc.if_else(pa.array(is_number), trimmed, "nan")
    if is_scaled.any():
        # A number that has an exponent already is multiplied after it is read.
        has_exponent = _mask(pc.match_substring_regex(text, "[eE]"))
        takes_exponent = is_number & is_scaled & ~has_exponent
        exponents = np.char.add("e", exponent.astype(str))
        tails = np.where(takes_exponent, exponents, "").astype(object)
        text = pc.binary_join_element_wise(text, pa.array(tails, pa.string()), "")
        is_scaled &= ~takes_exponent
    # Arrow reads no plus sign in front of a number.
    numbers = pc.cast(pc.replace_substring_regex(text, r"^\+", ""), pa.float64())
    value = numbers.to_numpy(zero_copy_only=False).copy()
    value[is_scaled] *= 10.0 ** exponent[is_scaled]
    is_bad = ~is_missing & (~is_number | ~np.isfinite(value))
    _report_values(rows, np.flatnonzero(is_bad), report)
    value[is_bad | (exponent == _OTHER_UNIT)] = np.nan
    return value, is_missing


def _mask(array: pa.BooleanArray) -> NDArray[np.bool_]:
    mask: NDArray[np.bool_] = array.to_numpy(zero_copy_only=False)
    return mask


def _plain_values(
    text: pa.StringArray, exponent: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]] | None:
    """Read a column as `_values` does where all cells are plain numbers or empty, else None."""
    is_missing = np.zeros(len(text), dtype=bool)
    value = _numbers(text)
    if value is None:
        is_missing = _mask(pc.equal(text, ""))
        text = pc.if_else(pa.array(is_missing), None, text)
        value = _numbers(text)
    if value is None:
        return None
    powers = set(np.unique(exponent).tolist()) if exponent.any() else {0}
    for power in powers - {0, _OTHER_UNIT}:
        rows = np.flatnonzero(exponent == power)
        digits = text.take(pa.array(rows))
        if pc.any(pc.match_substring(digits, "e", ignore_case=True)).as_py():
            return None  # it has a power of ten already
        scaled = _numbers(pc.binary_join_element_wise(digits, f"e{power}", ""))
        if scaled is None:
            return None
        value[rows] = scaled
    if not np.isfinite(value[~is_missing]).all():
        return None
    if _OTHER_UNIT in powers:
        value[exponent == _OTHER_UNIT] = np.nan
    return value, is_missing


def _numbers(text: pa.StringArray) -> NDArray[np.float64] | None:
    """Return a column's numbers, nan for null; None where a cell is no number as Arrow reads it."""
    try:
        numbers = pc.cast(text, pa.float64())
    except pa.ArrowInvalid:
        return None
    # A copy: an array of Arrow cannot be written to.
    return np.array(numbers.to_numpy(zero_copy_only=False), dtype=np.float64)


def _report_values(rows: Rows, positions: NDArray[np.intp], report: _RowProblems) -> None:
    for position in positions[:MAX_REPORTED].tolist():
        report.problems.append(
            Problem(
                ProblemCode.NUMBER_EXPECTED,
                report.file,
                int(rows.line[position]),
                "value",
                str(rows.text[position])[:_MAX_FOUND_LENGTH],
            )
        )
    if len(positions) > MAX_REPORTED:
        mask = np.zeros(len(rows), dtype=bool)
        mask[positions[MAX_REPORTED:]] = True
        report.add(ProblemCode.MORE_ROWS_LEFT_OUT, {}, mask, "value", "")


def _sources(
    rows: Rows,
    by_series: Mapping[str, Indicator],
    catalogue: Catalogue,
    builders: CodelistBuilders,
    report: _RowProblems,
) -> NDArray[np.int32]:
    """Return the code of each row's own source, else of its indicator's; -1 without either.

    An unknown source is reported and the row stays.
    """

    def code_of_source(source: str) -> int:
        return builders.source(source) if source in catalogue.sources else -1

    def code_of_series(series: str) -> int:
        indicator = by_series.get(series)
        return builders.source(indicator.source) if indicator and indicator.source else -1

    for position, source in enumerate(rows.source.categories):
        if source and source not in catalogue.sources:
            values = {"nearest": nearest(source, catalogue.sources)}
            mask = rows.source.codes == position
            report.add(ProblemCode.UNKNOWN_SOURCE, values, mask, "source", source, "warning")
    of_row = _look_up(rows.source, code_of_source)
    of_indicator = _look_up(rows.series, code_of_series)
    return np.where(of_row >= 0, of_row, of_indicator)
