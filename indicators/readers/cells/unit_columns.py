"""Multipliers in the units and titles of rows -> powers of ten of the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indicators.readers.cells.numbers import POWER_CONFLICT, POWER_UNCERTAIN
from indicators.readers.cells.uncertain_units import may_multiply, uncertain_unit
from indicators.readers.cells.units import MAX_LENGTH, split_multiplier, split_title
from indicators.readers.rows import Column, Rows, combine, map_categories


def extract_multipliers(rows: Rows) -> Rows:
    """Take multipliers out of the units of rows and into the exponent, where none was declared
    before.

    A multiplier is applied once: where the same one was declared, it only leaves the unit; where
    another one was, the figure is stopped (`numbers.POWER_CONFLICT`). One that is not understood
    stops it, too (`numbers.POWER_UNCERTAIN`), unless another was declared.
    """
    declared = sorted({int(power) for power in np.unique(rows.exponent) if power > 0})
    parts = [_split(word, declared) for word in rows.unit.categories]
    powers = np.array([power for _, power in parts] or [0], dtype=np.int8)[rows.unit.codes]
    units = Column(rows.unit.codes, tuple(unit for unit, _ in parts) or ("",))
    exponent = merge_powers(powers, rows.exponent)
    is_stopped = (exponent == POWER_CONFLICT) | (exponent == POWER_UNCERTAIN)
    if is_stopped.any():  # the problem shows the unit as it stands
        codes = np.where(is_stopped, rows.unit.codes + len(units.categories), units.codes)
        units = Column(codes.astype(np.int32), (*units.categories, *rows.unit.categories))
    return replace(rows, unit=map_categories(units, str.strip), exponent=exponent)


def _split(word: str, declared: Sequence[int]) -> tuple[str, int]:
    if parts := _split_metric_prefix(word, declared):
        return parts
    return (word, POWER_UNCERTAIN) if may_multiply(word) else split_multiplier(word)


def merge_powers(of_unit: NDArray[np.int8], declared: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return the powers of rows whose unit and whose own column may both state one; POWER_CONFLICT
    where they differ.
    """
    states_another = (of_unit != 0) & (of_unit != POWER_UNCERTAIN) & (declared != of_unit)
    in_conflict = (declared > 0) & states_another
    powers = np.where(declared == 0, of_unit, declared)
    return np.where(in_conflict, POWER_CONFLICT, powers).astype(np.int8)


_PREFIXES = {"kilo": 3, "mega": 6, "giga": 9}
_PREFIXED = re.compile(
    r"(?P<before>(?:.*[\s(])?)(?P<prefix>kilo|mega|giga)"
    r"(?P<unit>tonn?e?s?|watts?|watt-hours|gram(?:me)?s?|lit(?:re|er)s?|bits?|"
    r"bytes?)\b(?P<after>.*)",
    re.IGNORECASE,
)


def _split_metric_prefix(word: str, declared: Sequence[int]) -> tuple[str, int] | None:
    """Split a prefix that repeats a declared multiplier: 'Straw (Kilotonnes)' -> ('Straw (tonnes)',
    3) beside thousands.
    """
    match = _PREFIXED.fullmatch(word) if declared and len(word) <= MAX_LENGTH else None
    if match is None:
        return None
    power = _PREFIXES[match["prefix"].casefold()]
    if power not in declared:
        return None
    unit = f"{match['before']}{match['unit'].casefold()}{match['after']}"
    return unit.strip(), power


def add_header_unit(rows: Rows, header: str, unit_of_all: str = "") -> Rows:
    """Add to rows what the header of their column of figures states: 'Value (thousand EUR)' above
    the figures of several titles, or below a line that names the table.

    Its multiplier is declared for every row (`merge_powers`), its unit that of rows which have
    none, nor one in their title or for the file (`unit_of_all`). A part that may state a
    multiplier, but not for certain, stops the figures.
    """
    _, unit_of_header, written = split_title(header)
    if not written:
        return _stop_uncertain(rows, uncertain_unit(header))
    power = np.full(len(rows), split_multiplier(written)[1], dtype=np.int8)

    def unit_of(words: tuple[str, ...]) -> str:
        unit, title = words
        has_unit = unit or unit_of_all or split_title(title)[2]
        return unit if has_unit else unit_of_header

    unit = combine([rows.unit, rows.title], unit_of)
    return replace(rows, unit=unit, exponent=merge_powers(power, rows.exponent))


def _stop_uncertain(rows: Rows, text: str) -> Rows:
    """Stop the figures without a declared multiplier; `text` may state one, '' states none."""
    if not text:
        return rows
    exponent = np.where(rows.exponent == 0, POWER_UNCERTAIN, rows.exponent)
    unit = map_categories(rows.unit, lambda word: text)
    return replace(rows, unit=unit, exponent=exponent.astype(np.int8))


def extract_title_units(rows: Rows, unit_of_all: str = "", uncertain_line: str = "") -> Rows:
    """Take the units of rows that have none from their titles' brackets, else from the file.

    Without either, a part of the title that may state a multiplier stops the figure, and so does
    `uncertain_line`, a line above the table that may.
    """
    parts = {word: split_title(word) for word in rows.title.categories}

    def title_unit(title: str) -> str:
        return parts[title][2] or unit_of_all

    def unit_of(words: tuple[str, ...]) -> str:
        unit, title = words
        return unit or title_unit(title)

    def uncertain_text(words: tuple[str, ...]) -> str:
        unit, title = words
        return "" if unit_of((unit, title)) else uncertain_unit(title) or uncertain_line

    has_units = any(rows.unit.categories)
    columns = [rows.unit, rows.title]
    unit = combine(columns, unit_of) if has_units else map_categories(rows.title, title_unit)
    title = map_categories(rows.title, lambda word: parts[word][0])
    with_units = replace(rows, unit=unit, title=title)
    uncertain = combine(columns, uncertain_text)
    if not any(uncertain.categories):
        return extract_multipliers(with_units)
    is_uncertain = np.array([bool(text) for text in uncertain.categories])[uncertain.codes]
    exponent = np.where(is_uncertain & (rows.exponent == 0), POWER_UNCERTAIN, rows.exponent)
    unit = combine([unit, uncertain], lambda words: words[0] or words[1])
    return extract_multipliers(replace(with_units, unit=unit, exponent=exponent.astype(np.int8)))
