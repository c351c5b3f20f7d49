"""Rows of words -> a block of codes: periods, breakdowns, units and values understood, every refused row told by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.catalogue import Catalogue, nearest
from indicators.model import STATUSES, TOTAL, Indicator
from indicators.observations import Codelists, ObservationRows, observation_rows
from indicators.periods import is_period
from indicators.problems import Problem, uncoded
from indicators.readers import Rows
from indicators.readers.cells.periods import SPLIT_YEAR, SPLIT_YEAR_HINT, is_split_year
from indicators.readers.rows import MAX_REPORTED, Column

_NUMBER = r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$"
REFUSED = -99
"""Stands for the power of ten of a row whose unit does not fit its indicator."""


class CodelistBuilder:
    """Words to codes, growing as files are read. A class because it must remember."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.code = {word: at for at, word in enumerate(words)}

    def __call__(self, word: str) -> int:
        return self.code.setdefault(word, len(self.code))


@dataclass(frozen=True)
class CodelistBuilders:
    """The words met so far. `place` knows every code, name and alias, folded."""

    indicator: CodelistBuilder
    period: CodelistBuilder
    breakdown: CodelistBuilder
    source: CodelistBuilder
    note: CodelistBuilder
    file: CodelistBuilder
    place: Mapping[str, int]


def codelist_builders(catalogue: Catalogue, words: Codelists | None = None) -> CodelistBuilders:
    """Fresh coders, or those of a table that grows; the total is breakdown 0; every name of every place is known."""
    if words is not None:
        return CodelistBuilders(
            CodelistBuilder(words.indicator),
            CodelistBuilder(words.period),
            CodelistBuilder(words.breakdown),
            CodelistBuilder(words.source),
            CodelistBuilder(words.note),
            CodelistBuilder(words.file),
            _place_codes(catalogue),
        )
    return CodelistBuilders(
        CodelistBuilder(catalogue.indicators),
        CodelistBuilder(),
        CodelistBuilder([TOTAL]),
        CodelistBuilder(),
        CodelistBuilder(),
        CodelistBuilder(),
        _place_codes(catalogue),
    )


def encode_rows(
    rows: Rows,
    name: str,
    by_series: Mapping[str, Indicator],
    catalogue: Catalogue,
    known: CodelistBuilders,
) -> tuple[ObservationRows, int, list[Problem]]:
    """Words to codes, values to base units. Returns the rows kept, the number of missing figures, and faults.

    `by_series` says which indicator a word of the series column is. Rows in equals rows kept, plus missing
    figures, plus rows told.
    """
    problems: list[Problem] = []
    tell = _Teller(rows, name, problems)
    indicator = tell.map(
        rows.series,
        "indicator",
        lambda word: known.indicator(by_series[word].id) if word in by_series else None,
        "no indicator reads this series",
        lambda word: nearest(word, by_series),
        severity="warning",
    )
    place = tell.map(
        rows.place,
        "place",
        known.place.get,
        "no such place",
        lambda word: nearest(word, _place_words(catalogue)),
        "Teach it in places.csv, as a row or an alias.",
        fold=True,
        nearer=_no_place,
    )
    period = tell.map(
        rows.period,
        "period",
        lambda word: known.period(word) if is_period(word) else None,
        "not a period",
        expected="a period like 2024, 2024-Q2 or 2024-07",
        nearer=_split_year,
    )
    breakdown = tell.map(
        rows.breakdown,
        "breakdown",
        lambda word: _breakdown(word, known),
        "not a breakdown",
        expected="total, or like sex=female;age=16-24",
    )
    status = tell.map(
        rows.status,
        "status",
        lambda word: (
            STATUSES.index(word or STATUSES[0]) if (word or STATUSES[0]) in STATUSES else None
        ),
        "not a status",
        lambda word: nearest(word, STATUSES),
        expected=f"one of {', '.join(STATUSES)}",
    )
    exponent = _exponents(rows, by_series, catalogue, tell)
    value, missing = _values(rows, exponent, name, problems)
    good = ~missing & ~np.isnan(value)
    for codes in (indicator, place, period, breakdown, status):
        good &= codes >= 0
    part = observation_rows(
        len(rows),
        indicator=indicator,
        place=place,
        period=period,
        breakdown=breakdown,
        value=value,
        status=status,
        source=_sources(rows, by_series, catalogue, known, tell),
        line=rows.line,
        note=_notes(rows.note, known),
        file=known.file(name),
    )
    return part.take(good), int(missing.sum()), problems


def _place_codes(catalogue: Catalogue) -> dict[str, int]:
    """Every code, name and alias of a place, folded, to its code; the code wins over a name, the first over later."""
    found: dict[str, int] = {}
    ordered = list(enumerate(catalogue.places.values()))
    for words in (
        [(at, (place.code,)) for at, place in ordered],
        [(at, place.name.all()) for at, place in ordered],
        [(at, place.aliases) for at, place in ordered],
    ):
        for at, names in words:
            for word in names:
                found.setdefault(word.casefold(), at)
    return found


def _place_words(catalogue: Catalogue) -> list[str]:
    return [
        word
        for place in catalogue.places.values()
        for word in (*place.name.all(), *place.aliases, place.code)
    ]


def _breakdown(word: str, known: CodelistBuilders) -> int | None:
    if word in ("", TOTAL):
        return 0
    parts = [part.strip() for part in word.split(";")]
    if not all(
        part.count("=") == 1 and all(side.strip() for side in part.split("=")) for part in parts
    ):
        return None
    return known.breakdown(";".join(sorted(parts)))


def _notes(column: Column, known: CodelistBuilders) -> NDArray[np.int32]:
    return _look_up(column, lambda word: known.note(word) if word else -1)


def _look_up(column: Column, code: Callable[[str], int]) -> NDArray[np.int32]:
    table = np.array([code(word) for word in column.categories] or [-1], dtype=np.int32)
    return table[column.codes]


def _no_place(word: str) -> tuple[str, str]:
    """What is said where a row names no place, which no table of places can teach."""
    if word:
        return "", ""
    return (
        "the file names no place for these rows",
        "Say which one they are of: `add FILE --place CODE`, or in the form of Data > Add; codes stand in places.csv.",
    )


def _split_year(word: str) -> tuple[str, str]:
    return (SPLIT_YEAR, SPLIT_YEAR_HINT) if is_split_year(word) else ("", "")


class _Teller:
    """Maps words to codes and tells each unknown word once, with its first line and how many rows it costs."""

    def __init__(self, rows: Rows, name: str, problems: list[Problem]) -> None:
        self.rows, self.name, self.problems = rows, name, problems

    def map(
        self,
        column: Column,
        title: str,
        code: Callable[[str], int | None],
        what: str,
        near: Callable[[str], str] = lambda word: "",
        do: str = "",
        *,
        expected: str = "",
        fold: bool = False,
        severity: str = "error",
        nearer: Callable[[str], tuple[str, str]] = lambda word: ("", ""),
    ) -> NDArray[np.int32]:
        """The codes of a column's words. `nearer` gives a word's own sentence and hint, where there is a better one."""
        found = [code(word.casefold() if fold else word) for word in column.categories]
        strange = [at for at, number in enumerate(found) if number is None]
        for at in strange[:MAX_REPORTED]:
            word = column.categories[at]
            own_what, own_hint = nearer(word)
            self.tell(
                column.codes == at,
                word,
                title,
                own_what or what,
                near(word),
                own_hint or do,
                expected,
                severity,
            )
        if strange[MAX_REPORTED:]:
            self.rest(np.isin(column.codes, strange[MAX_REPORTED:]), title, what, severity)
        table = np.array(
            [-1 if number is None else number for number in found] or [-1], dtype=np.int32
        )
        return table[column.codes]

    def rest(self, mask: NDArray[np.bool_], title: str, what: str, severity: str = "error") -> None:
        """Rows with further such words, told as a number."""
        if count := int(mask.sum()):
            self.problems.append(
                uncoded(
                    f"{what}: {count} more rows with such words are left out",
                    self.name,
                    int(self.rows.line[int(np.argmax(mask))]),
                    title,
                    severity=severity,  # type: ignore[arg-type]
                )
            )

    def tell(
        self,
        mask: NDArray[np.bool_],
        word: str,
        title: str,
        what: str,
        near: str = "",
        do: str = "",
        expected: str = "",
        severity: str = "error",
    ) -> None:
        count = int(mask.sum())
        if not count:
            return
        line = int(self.rows.line[int(np.argmax(mask))])
        rows = "this row is" if count == 1 else f"{count} rows are"
        hint = f"Did you mean '{near}'? " if near else ""
        self.problems.append(
            uncoded(
                f"{what}; {rows} left out",
                self.name,
                line,
                title,
                word[:80] or "(empty)",
                expected,
                (hint + do).strip(),
                severity,  # type: ignore[arg-type]
            )
        )


def _exponents(
    rows: Rows, by_series: Mapping[str, Indicator], catalogue: Catalogue, tell: _Teller
) -> NDArray[np.int32]:
    """For each row the power of ten from its unit, and from the file's multiplier; one in another unit is REFUSED."""
    size = len(rows.unit.categories)
    pair = rows.series.codes.astype(np.int64) * max(size, 1) + rows.unit.codes
    distinct, at = np.unique(pair, return_inverse=True)
    table = np.zeros(len(distinct), dtype=np.int32)
    for spot, number in enumerate(distinct):
        entry, said = (
            by_series.get(rows.series.categories[number // size]),
            rows.unit.categories[number % size],
        )
        if entry is None or not said or said == entry.unit.id:
            continue
        unit = catalogue.units.get(said)
        if unit and unit.base == entry.unit.base:
            table[spot] = unit.exponent
            continue
        table[spot] = REFUSED
        what = (
            "unknown unit"
            if unit is None
            else f"another unit than the indicator '{entry.id}' is in"
        )
        tell.tell(
            at == spot,
            said,
            "unit",
            what,
            nearest(said, catalogue.units) if unit is None else "",
            "Units stand in units.csv."
            if unit is None
            else "Mend the file or the indicator's unit.",
            f"'{entry.unit.id}' or a multiple of it",
        )
    found: NDArray[np.int32] = table[at] if len(distinct) else np.zeros(0, dtype=np.int32)
    return np.where(found > REFUSED, np.add(found, rows.exponent, dtype=np.int32), REFUSED).astype(
        np.int32
    )


def _values(
    rows: Rows, exponent: NDArray[np.int32], name: str, problems: list[Problem]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Texts to numbers in base units, and which cells were empty (a missing figure is no fault).

    A multiple of ten is applied to the text ('14331.98' and 'e8'), so that no digit is lost to rounding.
    """
    if (plainly := _plainly(rows.text, exponent)) is not None:
        return plainly, np.zeros(len(rows), dtype=bool)
    missing = pc.equal(pc.utf8_trim_whitespace(rows.text), "").to_numpy(zero_copy_only=False)
    scaled = (exponent != 0) & (exponent > REFUSED)
    good = pc.match_substring_regex(rows.text, _NUMBER).to_numpy(zero_copy_only=False)
    text = pc.utf8_trim_whitespace(pc.if_else(pa.array(good), rows.text, "nan"))
    if scaled.any():
        plain = (
            good & scaled & ~pc.match_substring_regex(text, "[eE]").to_numpy(zero_copy_only=False)
        )
        tails = pa.array(
            np.where(plain, np.char.add("e", exponent.astype(str)), "").astype(object), pa.string()
        )
        text = pc.binary_join_element_wise(text, tails, "")
        scaled &= ~plain
    value = (
        pc.cast(pc.replace_substring_regex(text, r"^\+", ""), pa.float64())
        .to_numpy(zero_copy_only=False)
        .copy()
    )
    value[scaled] *= 10.0 ** exponent[scaled]
    bad = ~missing & (~good | ~np.isfinite(value))
    _tell_values(rows, np.flatnonzero(bad), name, problems)
    value[bad | (exponent <= REFUSED)] = np.nan
    return value, missing


def _plainly(text: pa.StringArray, exponent: NDArray[np.int32]) -> NDArray[np.float64] | None:
    """The numbers of a column in which all are plain and in base units, as most are; None where one is anything else."""
    if exponent.any():
        return None
    try:
        value = pc.cast(text, pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return None
    return value if np.isfinite(value).all() else None


def _tell_values(rows: Rows, bad: NDArray[np.intp], name: str, problems: list[Problem]) -> None:
    for at in bad[:MAX_REPORTED]:
        problems.append(
            uncoded(
                "not a number; this row is left out",
                name,
                int(rows.line[at]),
                "value",
                str(rows.text[int(at)])[:80],
                "a number like 12.5, or nothing where none is known",
            )
        )
    if len(bad) > MAX_REPORTED:
        problems.append(
            uncoded(
                f"{len(bad) - MAX_REPORTED} more rows whose value is not a number are left out",
                name,
            )
        )


def _sources(
    rows: Rows,
    by_series: Mapping[str, Indicator],
    catalogue: Catalogue,
    known: CodelistBuilders,
    tell: _Teller,
) -> NDArray[np.int32]:
    """The row's own source, else its indicator's; an unknown source keeps the figure and is told."""

    def code(word: str) -> int:
        return known.source(word) if word in catalogue.sources else -1

    for at, word in enumerate(rows.source.categories):
        if word and word not in catalogue.sources:
            tell.problems.append(
                uncoded(
                    "unknown source; the figures stay, under the indicator's source",
                    tell.name,
                    int(rows.line[int(np.argmax(rows.source.codes == at))]),
                    "source",
                    word,
                    do=f"Did you mean '{nearest(word, catalogue.sources)}'?"
                    if nearest(word, catalogue.sources)
                    else "Describe it under sources.",
                    severity="warning",
                )
            )
    own = _look_up(rows.source, code)
    general = _look_up(
        rows.series,
        lambda word: (
            known.source(by_series[word].source)
            if word in by_series and by_series[word].source
            else -1
        ),
    )
    return np.where(own >= 0, own, general)
