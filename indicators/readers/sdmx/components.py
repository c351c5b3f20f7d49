"""Columns of statistical tables as concepts: an id, and where its codes and its names stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.problems import Problem, uncoded
from indicators.readers.columns import blank_categories, reworded
from indicators.readers.delimited.table import Table
from indicators.readers.rows import Column

PLACES = (
    "REF_AREA",
    "GEO",
    "LOCATION",
    "COU",
    "COUNTRY",
    "GEO_PICT",
    "GEOGRAPHY",
    "REF_AREA_CODE",
    "AREA",
    "REG_ID",
    "REGION",
    "ECONOMY",
    "TERRITORY",
    "ITTER107",
    "CITIES",
    "METROREG",
    "METRO_ID",
    "REPORTER",
    "REP_COUNTRY",
    "DECLARANT",
    "GEOPOLITICAL ENTITY (REPORTING)",
    "GEOPOLITICAL ENTITY",
    "REFERENCE AREA",
    "TERRITORIO",
    "GEO_REGION",
    "REP",
    "PAYS",
    "PAÍS",
)
"""Ids (and names, in capitals) of the column that says the place, the surest first."""

PERIODS = (
    "TIME_PERIOD",
    "TIME",
    "TIME PERIOD",
    "YEAR",
    "YEA",
    "PERIOD",
    "YR",
    "OBS_TIME",
    "DATE",
    "TEMPS",
    "ANNÉE",
    "AÑO",
    "TIEMPO",
)
UNITS = ("UNIT_MEASURE", "UNIT", "UNIT OF MEASURE", "UNITS", "UNIT CODE")
MEASURES = (
    "MEASURE",
    "INDICATOR",
    "INDICATORS",
    "IND",
    "SERIES",
    "SUBJECT",
    "VARIABLE",
    "VAR",
    "NA_ITEM",
    "ITEM",
    "BOP_ITEM",
    "DATA_ITEM",
    "TRANSACTION",
    "TRANSACT",
)
_LABEL = re.compile(r"(?P<base>.+?)(?:_LABEL|_NAME|_DESC|\.label| label| name)", re.IGNORECASE)
NAMED = re.compile(r"(?P<id>[^\W\d][\w@.$-]*)(?:\[[^\]]*\])?\s*:\s*(?P<label>.*)")
_BRACKETS = re.compile(r"\[[^\]]*\]$")
_CODE = re.compile(r"(?P<code>[\w@$.+*/~-]+)\s*:\s+(?P<label>.*)")
_CLOSE = re.compile(r"(?P<code>[\w@$.+*/~-]+):(?P<label>[^\W\d].*)")


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


def concepts(
    names: Sequence[str], alone: Iterable[str] = (), own: Iterable[str] = ()
) -> list[Concept]:
    """The columns of a header; a column of names goes with its column of codes.

    Ids in `alone` have no names beside them; columns in `own` (in capitals) never name the codes before them.
    """
    found: list[Concept] = []
    place: dict[str, int] = {}  # where in `found` each column of codes stands
    there, single, never = {name.upper() for name in names}, set(alone), set(own)
    for at, name in enumerate(names):
        before = found[-1] if found else None
        base = _LABEL.fullmatch(name)
        if base and base["base"].upper() in there and name.upper() not in single:
            _name_for(found, place.get(base["base"].upper()), name)
        elif (
            before
            and name.upper() not in never
            and _names_it(name, before)
            and before.id not in single
        ):
            found[-1] = Concept(before.id, before.column, name, before.both, before.at)
        else:
            place[name.upper()] = len(found)
            found.append(_concept(name, at))
    return found


def _name_for(found: list[Concept], at: int | None, name: str) -> None:
    if at is not None:
        entry = found[at]
        found[at] = Concept(entry.id, entry.column, name, entry.both, entry.at)


def _names_it(name: str, before: Concept) -> bool:
    """Whether a column, by its header, holds the names of the codes in the column before."""
    if before.label or before.both or not is_code(before.column):
        return False
    if name.partition("#")[0].upper() == before.column.upper() or re.fullmatch(r"column \d+", name):
        return True
    return not is_code(name) and not NAMED.fullmatch(name)


def is_code(name: str) -> bool:
    """Whether a header is an id (REF_AREA, freq, 'Unit Code') rather than a name for people ('Reference area')."""
    return (
        name == name.upper()
        or (name == name.lower() and " " not in name)
        or name.endswith((" Code", " Codes"))
    )


def _concept(name: str, at: int) -> Concept:
    both = NAMED.fullmatch(name)
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
    like = [
        entry
        for entry in found
        if entry.id.endswith(("_CTY", "_COUNTRY", "_AREA"))
        and not entry.id.startswith(("COUNTERPART", "PARTNER", "CP_"))
    ]
    return find(found, PLACES) or (like[0] if len(like) == 1 else None)


def is_index(name: str) -> bool:
    """Whether a column by its header only numbers the rows, as pandas and R write them."""
    return bool(re.fullmatch(r"column \d+|Unnamed: \d+|index|rownames?", name))


def measures(found: Sequence[Concept]) -> list[Concept]:
    """The concepts that say what is measured, in the order of the file."""
    return [
        entry
        for entry in found
        if entry.id in MEASURES
        or entry.label.upper() in MEASURES
        or entry.id.startswith(("INDIC_", "MEASURE_", "INDICATOR_"))
        or entry.id == "INDIC"
    ]


def has_names(column: Column) -> bool:
    """Whether a column holds names for people rather than codes: most have a blank or a small letter."""
    words = [word for word in column.categories if word]
    return sum(" " in word or word != word.upper() for word in words) > len(words) / 2


def series_and_title(table: Table, entries: Sequence[Concept]) -> tuple[list[Column], list[Column]]:
    """The codes of what is measured, and its names; where a file has only names, no codes."""
    coded, named = [], []
    for entry in entries:
        column, beside = codes(table, entry), labels(table, entry)
        only = not any(beside.categories) and has_names(column)
        coded.append(table.constant("") if only else column)
        named.append(blank_categories(column if only else beside, ("value",)))
    return coded, named


def unit_of(table: Table, unit: Concept | None) -> Column:
    """The unit by its name, where there is one, else by its code."""
    named = labels(table, unit)
    return named if any(named.categories) else codes(table, unit)


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
    """'FR: France' -> ('FR', 'France'), and 'FR:France' as the BIS writes it; a word that is no such pair is the code."""
    match = _CODE.fullmatch(word) or _CLOSE.fullmatch(word)
    return (match["code"], match["label"].strip()) if match else (word, "")


def lacks(table: Table, what: str, do: str) -> Problem:
    """A true sentence about a column that the file has not, and what to do."""
    return uncoded(
        f"no column says the {what}",
        table.name,
        1,
        found=",".join(table.names[:12])[:80],
        do=do,
        severity="warning",
    )


def lacking(table: Table, place: Concept | None, period: Concept | None) -> list[Problem]:
    """What is to be asked about a table without places or without periods."""
    asked: list[Problem] = []
    if place is None:
        asked.append(
            lacks(
                table,
                "place",
                "Name the column that holds the place, or the one place that the file is about.",
            )
        )
    if period is None:
        asked.append(
            lacks(
                table,
                "year or other period",
                "Say which period the figures are of; the rows are kept without one.",
            )
        )
    return asked
