"""Columns of statistical tables as concepts: an id, and where its codes and its names stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.model import TOTAL, Problem
from indicators.readers.rows import Column, joined, renamed
from indicators.readers.shape import WHOLE, breakdown_of, dimension
from indicators.readers.table import Table

PLACES = ("REF_AREA", "GEO", "LOCATION", "COU", "COUNTRY", "GEO_PICT", "GEOGRAPHY", "REF_AREA_CODE", "AREA", "REG_ID", "REGION",
          "ECONOMY", "TERRITORY", "ITTER107", "CITIES", "METROREG", "REPORTER", "REP_COUNTRY", "DECLARANT",
          "GEOPOLITICAL ENTITY (REPORTING)", "GEOPOLITICAL ENTITY", "REFERENCE AREA", "TERRITORIO", "GEO_REGION", "REP", "PAYS", "PAÍS")
"""Ids (and names, in capitals) of the column that says the place, the surest first."""

PERIODS = ("TIME_PERIOD", "TIME", "TIME PERIOD", "YEAR", "YEA", "PERIOD", "YR", "OBS_TIME", "DATE", "TEMPS", "ANNÉE", "AÑO", "TIEMPO")
UNITS = ("UNIT_MEASURE", "UNIT", "UNIT OF MEASURE", "UNITS", "UNIT CODE")
MEASURES = ("MEASURE", "INDICATOR", "INDICATORS", "IND", "SERIES", "SUBJECT", "VARIABLE", "VAR", "NA_ITEM", "ITEM", "BOP_ITEM",
            "DATA_ITEM", "TRANSACTION", "TRANSACT")
_LABEL = re.compile(r"(?P<base>.+?)(?:_LABEL|_NAME|_DESC|\.label| label| name)", re.IGNORECASE)
_BOTH = re.compile(r"(?P<id>[^\W\d][\w@.$-]*)(?:\[[^\]]*\])?\s*:\s*(?P<label>.*)")
_BRACKETS = re.compile(r"\[[^\]]*\]$")
_CODE = re.compile(r"(?P<code>[\w@$.+*/~-]+)\s*:\s+(?P<label>.*)")
_SEXES = {"f": "female", "m": "male", "sex_f": "female", "sex_m": "male", "females": "female", "males": "male", "women": "female",
          "men": "male", "sex_t": ""}

_ALL = re.compile(r"all\b(?! other)(?!.*\b(?:except|but|excluding)\b).*|total\s*[-–—:(,].*|[A-Z]+_TOT(?:AL)?", re.IGNORECASE)


@dataclass(frozen=True)
class Concept:
    """A component of a table. `id` is in capitals; `label` is the column of names beside the codes, '' if none.

    `both` tells that code and name stand in one cell: 'FR: France'.
    """

    id: str
    column: str
    label: str = ""
    both: bool = False
    at: int = 0


def concepts(names: Sequence[str], alone: Iterable[str] = (), own: Iterable[str] = ()) -> list[Concept]:
    """The columns of a header; a column of names goes with its column of codes.

    Ids in `alone` have no names beside them; columns in `own` (in capitals) never name the codes before them.
    """
    found: list[Concept] = []
    there, single, never = {name.upper() for name in names}, set(alone), set(own)
    for at, name in enumerate(names):
        before = found[-1] if found else None
        base = _LABEL.fullmatch(name)
        if base and base["base"].upper() in there and name.upper() not in single:
            _name_for(found, base["base"].upper(), name)
        elif before and name.upper() not in never and _names_it(name, before) and before.id not in single:
            found[-1] = Concept(before.id, before.column, name, before.both, before.at)
        else:
            found.append(_concept(name, at))
    return found


def _name_for(found: list[Concept], base: str, name: str) -> None:
    for at, entry in enumerate(found):
        if entry.column.upper() == base:
            found[at] = Concept(entry.id, entry.column, name, entry.both, entry.at)


def _names_it(name: str, before: Concept) -> bool:
    """Whether a column, by its header, holds the names of the codes in the column before."""
    if before.label or before.both or not is_code(before.column):
        return False
    if name.partition("#")[0].upper() == before.column.upper() or re.fullmatch(r"column \d+", name):
        return True
    return not is_code(name) and not _BOTH.fullmatch(name)


def is_code(name: str) -> bool:
    """Whether a header is an id (REF_AREA, freq, 'Unit Code') rather than a name for people ('Reference area')."""
    return name == name.upper() or (name == name.lower() and " " not in name) or name.endswith((" Code", " Codes"))


def _concept(name: str, at: int) -> Concept:
    both = _BOTH.fullmatch(name)
    base = both["id"] if both else _BRACKETS.sub("", name).strip()
    plain = _LABEL.fullmatch(base)
    if plain and base.lower().endswith(".label"):
        base = plain["base"]
    return Concept(base.upper(), name, "", bool(both), at)


def find(found: Sequence[Concept], ids: Sequence[str]) -> Concept | None:
    """The concept with the first of these ids that is there; else the one whose column of names is called so."""
    known = {entry.label.upper(): entry for entry in reversed(found) if entry.label}
    known |= {entry.id: entry for entry in reversed(found)}
    return next((known[id_] for id_ in ids if id_ in known), None)


def place_of(found: Sequence[Concept]) -> Concept | None:
    """The concept that says the place; one such as BORROWERS_CTY where it is the only one of its kind."""
    like = [entry for entry in found if entry.id.endswith(("_CTY", "_COUNTRY", "_AREA"))
            and not entry.id.startswith(("COUNTERPART", "PARTNER", "CP_"))]
    return find(found, PLACES) or (like[0] if len(like) == 1 else None)


def is_index(name: str) -> bool:
    """Whether a column by its header only numbers the rows, as pandas and R write them."""
    return bool(re.fullmatch(r"column \d+|Unnamed: \d+|index|rownames?", name))


def measures(found: Sequence[Concept]) -> list[Concept]:
    """The concepts that say what is measured, in the order of the file."""
    return [entry for entry in found if entry.id in MEASURES or entry.label.upper() in MEASURES
            or entry.id.startswith(("INDIC_", "MEASURE_", "INDICATOR_")) or entry.id == "INDIC"]


def has_names(column: Column) -> bool:
    """Whether a column holds names for people rather than codes: most have a blank or a small letter."""
    words = [word for word in column.words if word]
    return sum(" " in word or word != word.upper() for word in words) > len(words) / 2


def series_and_title(table: Table, entries: Sequence[Concept]) -> tuple[list[Column], list[Column]]:
    """The codes of what is measured, and its names; where a file has only names, no codes."""
    coded, named = [], []
    for entry in entries:
        column, beside = codes(table, entry), labels(table, entry)
        only = not any(beside.words) and has_names(column)
        coded.append(table.constant("") if only else column)
        named.append(without(column if only else beside, ("value",)))
    return coded, named


def unit_of(table: Table, unit: Concept | None) -> Column:
    """The unit by its name, where there is one, else by its code."""
    named = labels(table, unit)
    return named if any(named.words) else codes(table, unit)


def codes(table: Table, entry: Concept | None) -> Column:
    """The codes of a concept (names, where the file has only those)."""
    if entry is None:
        return table.constant("")
    column = table.column(entry.column)
    return reworded(column, lambda word: split(word)[0]) if entry.both else column


def labels(table: Table, entry: Concept | None) -> Column:
    """The names of a concept's codes, '' where the file has none."""
    if entry is None or not (entry.both or entry.label):
        return table.constant("")
    if entry.both:
        return reworded(table.column(entry.column), lambda word: split(word)[1])
    return table.column(entry.label)


def split(word: str) -> tuple[str, str]:
    """'FR: France' -> ('FR', 'France'); a word that is no such pair is the code."""
    match = _CODE.fullmatch(word)
    return (match["code"], match["label"].strip()) if match else (word, "")


def names(column: Column, beside: Column) -> dict[str, str]:
    """The name of each code, as it first stands beside it."""
    first = np.full(len(column.words), -1, dtype=np.int64)
    first[column.codes[::-1]] = np.arange(len(column.codes) - 1, -1, -1)
    return {word: beside.words[beside.codes[at]] for word, at in zip(column.words, first, strict=True) if at >= 0}


def kind(table: Table, entry: Concept) -> Column:
    """A dimension's words for a breakdown: its codes; '' where code or name stands for the whole."""
    column = codes(table, entry)
    known = names(column, labels(table, entry)) if entry.both or entry.label else {}
    whole = _wholes(column.words, known)

    def say(word: str) -> str:
        return "" if word in whole else _SEXES.get(word.casefold(), word) if entry.id in ("SEX", "GENDER") else word
    return reworded(column, say)


def _wholes(words: Sequence[str], known: Mapping[str, str]) -> set[str]:
    """The words of a dimension that stand for the whole; 'All individuals' and the like where there is only one such."""
    sure = {word for word in words if word.casefold() in WHOLE or (known.get(word) or "?").casefold() in WHOLE}
    like = {word for word in words if _ALL.fullmatch(word) or _ALL.fullmatch(known.get(word, ""))}
    return sure | like if len(like) == 1 and not any(sure - {"", "_Z", "_X"}) else sure


def kinds(table: Table, entries: Iterable[Concept]) -> dict[str, Column]:
    """The dimensions that tell figures apart; those that say 'the whole' throughout are left out."""
    said = {entry.id: kind(table, entry) for entry in entries}
    return {id_: column for id_, column in said.items() if any(column.words)}


def breakdown(table: Table, dimensions: Mapping[str, Column]) -> Column:
    """Dimensions as one column: 'age=y15t24;sex=female', 'total' where all stand for the whole."""
    names = [dimension(name) for name in dimensions]
    columns = list(dimensions.values()) or [table.constant(TOTAL)]
    return folded(columns, lambda words: breakdown_of(zip(names, words, strict=False)))


def path(parts: Sequence[Column], between: str = ".") -> Column:
    """Columns as one: 'DF_GDP.B1GQ.USD'; parts that say nothing are passed over."""
    said = [part for part in parts if any(part.words)]
    if len(said) < 2:
        return said[0] if said else parts[0]
    return folded(said, lambda words: between.join(word for word in words if word and word.casefold() not in ("_z", "_t")))


def folded(columns: Sequence[Column], say: Callable[[tuple[str, ...]], str]) -> Column:
    """`joined`, without the work for columns that say the same throughout."""
    varied = [at for at, column in enumerate(columns) if len(column.words) > 1]
    fixed = [column.words[0] if column.words else "" for column in columns]

    def with_fixed(words: tuple[str, ...]) -> str:
        row = list(fixed)
        for at, word in zip(varied, words, strict=True):
            row[at] = word
        return say(tuple(row))
    if len(varied) > 1:
        return joined([columns[at] for at in varied], with_fixed)
    if varied:
        return reworded(columns[varied[0]], lambda word: with_fixed((word,)))
    return Column(columns[0].codes, (say(tuple(fixed)),))


def reworded(column: Column, say: Callable[[str], str]) -> Column:
    """`renamed`, without the work where no two words become one."""
    words = [say(word) for word in column.words]
    return Column(column.codes, tuple(words)) if len(set(words)) == len(words) else renamed(column, say)


def without(column: Column, words: Iterable[str]) -> Column:
    """The column, blank where it says one of these words (in lower case)."""
    none = set(words)
    return reworded(column, lambda word: "" if word.casefold() in none else word)


def distinct(columns: Sequence[Column]) -> int:
    """How many different rows these columns make."""
    varied = [column for column in columns if len(column.words) > 1]
    if not varied:
        return min(len(columns[0].codes), 1) if columns else 0
    key, many = varied[0].codes.astype(np.int64), len(varied[0].words)
    for column in varied[1:]:
        if many * len(column.words) > 1 << 62:
            key, many = _renumbered(key)
        key, many = key * len(column.words) + column.codes, many * len(column.words)
    return _count(key, many)


def _renumbered(key: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    kept, at = np.unique(key, return_inverse=True)
    return at.astype(np.int64), len(kept)


def _count(key: NDArray[np.int64], many: int) -> int:
    if many > max(1 << 16, 16 * len(key)):
        return len(np.unique(key))
    there = np.zeros(many, dtype=bool)
    there[key] = True
    return int(there.sum())


def apart(size: int, key: Sequence[Column], candidates: Mapping[str, Column]) -> dict[str, Column]:
    """Of these columns those without which rows of the same key would fall together."""
    varied = {name: column for name, column in candidates.items() if len(column.words) > 1}
    chosen: dict[str, Column] = {}
    count = distinct(key) if varied else size
    for name, column in varied.items():
        if count >= size:
            break
        more = distinct([*key, *chosen.values(), column])
        if more > count:
            chosen[name], count = column, more
    return chosen


def lacks(table: Table, what: str, do: str) -> Problem:
    """A true sentence about a column that the file has not, and what to do."""
    return Problem(f"no column says the {what}", table.name, 1, found=",".join(table.names[:12])[:80], do=do)


def lacking(table: Table, place: Concept | None, period: Concept | None) -> list[Problem]:
    """What is to be asked about a table without places or without periods."""
    asked: list[Problem] = []
    if place is None:
        asked.append(lacks(table, "place", "Name the column that holds the place, or the one place that the file is about."))
    if period is None:
        asked.append(lacks(table, "year or other period", "Say which period the figures are of; the rows are kept without one."))
    return asked
