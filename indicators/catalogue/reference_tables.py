"""units.csv, places.csv and notes.csv of the data folder: what a value can count, what places there are, and
what remarks beside figures mean in other languages."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from indicators import data_folder
from indicators.model import Place, Text, Unit
from indicators.problems import ConfigError, Problem, uncoded

KINDS = ("share", "rate", "index", "rank", "currency", "count", "number")
_EXPONENT = re.compile(r"(?:[-+]?[0-9]+)?")
MAX_COLUMNS, MAX_ROWS = 1_000, 500_000
"""Columns and rows of a table; one that has more is refused before it is read on."""
MAX_REPORTED = 200
"""So many faults of one kind are told for a table."""
Rows = Iterator[tuple[int, dict[str, str]]]


def read_units(path: Path, name: str) -> tuple[dict[str, Unit], list[Problem]]:
    """units.csv: `unit,base,exponent,dimension,kind,pattern_*,label_*`; a faulty row is told and left out.

    Raises ConfigError when the file cannot be read or lacks a column.
    """
    units: dict[str, Unit] = {}
    problems: list[Problem] = []
    for line, row in _rows(path, name, ("unit", "base", "exponent", "dimension", "kind")):
        unit, fault = _unit(row, units)
        if fault:
            problems.append(
                uncoded(
                    fault[0],
                    name,
                    line,
                    fault[1],
                    found=row.get(fault[1], "")[:80],
                    do="The row is left out until it is mended.",
                )
            )
        elif unit:
            units[unit.id] = unit
    bare = [
        uncoded(
            f"unit '{unit.id[:60]}' has the base '{unit.base[:60]}', which is no unit itself",
            name,
            do=f"Add a row for '{unit.base[:60]}' with exponent 0.",
        )
        for unit in units.values()
        if unit.base not in units
    ]
    return units, [
        *_first(problems, "rows cannot be used"),
        *_first(bare, "units have a base that is no unit itself"),
    ]


def _first(problems: list[Problem], what: str) -> list[Problem]:
    """The first problems of a kind, and the rest as a number."""
    if len(problems) <= MAX_REPORTED:
        return problems
    rest = problems[MAX_REPORTED:]
    more = uncoded(
        f"{len(rest):,} more {what}",
        rest[0].file,
        rest[0].line,
        do="Mend those above first.",
        severity=rest[0].severity,
    )
    return [*problems[:MAX_REPORTED], more]


def _unit(
    row: Mapping[str, str], known: Mapping[str, Unit]
) -> tuple[Unit | None, tuple[str, str] | None]:
    if not row["unit"]:
        return None, ("a unit without a name", "unit")
    if row["kind"] not in KINDS:
        return None, (f"not a kind (one of {', '.join(KINDS)})", "kind")
    if row["unit"] in known:
        return None, ("this unit stands in the file twice", "unit")
    if not _EXPONENT.fullmatch(row["exponent"]):
        return None, ("not a whole number", "exponent")
    if len(row["exponent"].lstrip("+-")) > 2:  # before int(), which refuses more than 4,300 digits
        return None, ("a power of ten beyond 99", "exponent")
    exponent, dimension = int(row["exponent"] or 0), parse_dimension(row["dimension"])
    return Unit(
        row["unit"],
        row["base"] or row["unit"],
        exponent,
        MappingProxyType(dimension),
        row["kind"],
        _texts(row, "pattern_"),
        _texts(row, "label_"),
        _list(row.get("aliases", "")),
    ), None


def parse_dimension(text: str) -> dict[str, int]:
    """'CNY/person' -> {'CNY': 1, 'person': -1}; empty for shares, rates and plain numbers."""
    above, _, below = text.partition("/")
    parts: dict[str, int] = {}
    for side, sign in ((above, 1), (below, -1)):
        for base in filter(None, side.replace("*", "·").split("·")):
            if base != "1":
                parts[base] = parts.get(base, 0) + sign
    return parts


def read_places(
    path: Path, name: str, levels: Iterable[str] | None = None
) -> tuple[dict[str, Place], list[Problem]]:
    """places.csv: `place,name_*,level,parent,groups,aliases,lat,lon`; a faulty row is told and left out.

    `levels` are those that config.yaml declares; None takes any, where there is no config.yaml.
    Raises ConfigError when the file cannot be read or lacks a column.
    """
    places: dict[str, Place] = {}
    problems: list[Problem] = []
    declared = None if levels is None else tuple(levels)
    for line, row in _rows(path, name, ("place", "level", "parent", "groups", "aliases")):
        fault = _place_fault(row, places, declared)
        if fault:
            problems.append(
                uncoded(
                    fault[0],
                    name,
                    line,
                    fault[1],
                    found=row.get(fault[1], "")[:80],
                    expected=fault[2],
                    do="The row is left out until it is mended.",
                )
            )
        else:
            places[row["place"]] = _place(row)
    lost = [
        uncoded(
            f"place '{place.code[:60]}' has the parent '{place.parent[:60]}', which is no place here",
            name,
            severity="warning",
        )
        for place in places.values()
        if place.parent and place.parent not in places
    ]
    return places, [
        *_first(problems, "rows cannot be used"),
        *_first(lost, "places have a parent that is no place here"),
        *_first(_shared_aliases(places, name), "aliases stand for another place already"),
    ]


def _shared_aliases(places: Mapping[str, Place], name: str) -> list[Problem]:
    """A warning for each alias that already stands for another place: a file that says it is read as the first."""
    first: dict[str, str] = {}
    for place in places.values():
        for word in (place.code, *place.name.all()):
            first.setdefault(word.casefold(), place.code)
    problems: list[Problem] = []
    for place in places.values():
        for alias in place.aliases:
            other = first.setdefault(alias.casefold(), place.code)
            if other != place.code:
                problems.append(
                    uncoded(
                        f"the alias '{alias[:60]}' of '{place.code[:60]}' stands for '{other[:60]}' already, which it is read as",
                        name,
                        column="aliases",
                        do="Leave it to one of the two.",
                        severity="warning",
                    )
                )
    return problems


def _place_fault(
    row: Mapping[str, str], known: Mapping[str, Place], levels: tuple[str, ...] | None
) -> tuple[str, str, str] | None:
    if not row["place"]:
        return "a place without a code", "place", "a code"
    if row["place"] in known:
        return "this place stands in the file twice", "place", "each code once"
    if levels is not None and row["level"] not in levels:
        return (
            "not a level",
            "level",
            f"one of {', '.join(levels)}",
        )
    for column in ("lat", "lon"):
        if row.get(column) and _number(row[column]) is None:
            return "not a number", column, "degrees, like 28.194"
    return None


def _place(row: Mapping[str, str]) -> Place:
    names = _texts(row, "name_")
    return Place(
        row["place"],
        names or Text(MappingProxyType({"en": row["place"]})),
        row["level"],
        row["parent"],
        _list(row["groups"]),
        _list(row["aliases"]),
        _number(row.get("lat", "")),
        _number(row.get("lon", "")),
    )


def read_notes(path: Path, name: str) -> dict[str, Text]:
    """notes.csv, where there is one: `note_*`, one column a language, for the remarks that stand beside figures.

    A remark of a CSV is found by its text in any language. Raises ConfigError when the file cannot be read.
    """
    if not path.is_file():
        return {}
    texts = [_texts(row, "note_") for _, row in _rows(path, name, ())]
    return {said: text for text in texts for said in text.all()}


def _rows(path: Path, name: str, needed: tuple[str, ...]) -> Rows:
    try:
        with io.TextIOWrapper(
            data_folder.open_file(path.parent, path.name), encoding="utf-8-sig", newline=""
        ) as lines:
            reader = csv.DictReader(lines, restval="", restkey="")
            if len(reader.fieldnames or []) > MAX_COLUMNS:
                raise ConfigError(
                    [
                        uncoded(
                            "too many columns",
                            name,
                            1,
                            expected=f"at most {MAX_COLUMNS:,}",
                            do="Was another file saved under this name?",
                        )
                    ]
                )
            missing = [column for column in needed if column not in (reader.fieldnames or [])]
            if missing:
                raise ConfigError(
                    [
                        uncoded(
                            f"lacks the column {', '.join(missing)}",
                            name,
                            1,
                            found=", ".join(reader.fieldnames or []),
                            expected=", ".join(needed),
                        )
                    ]
                )
            for count, row in enumerate(reader, 1):
                if count > MAX_ROWS:
                    raise ConfigError(
                        [
                            uncoded(
                                "too many rows",
                                name,
                                reader.line_num,
                                expected=f"at most {MAX_ROWS:,}",
                                do="Was another file saved under this name?",
                            )
                        ]
                    )
                yield (
                    reader.line_num,
                    {key: (value or "").strip() for key, value in row.items() if key},
                )
    except FileNotFoundError:
        raise ConfigError(
            [uncoded("no such file", name, do="The dashboard needs it beside its figures.")]
        ) from None
    except data_folder.Outside:
        raise ConfigError([data_folder.outside_problem(name)]) from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(
            [uncoded(f"cannot be read ({error})", name, do="Save it as UTF-8 CSV.")]
        ) from None


def _texts(row: Mapping[str, str], prefix: str) -> Text:
    return Text(
        MappingProxyType(
            {
                key.removeprefix(prefix): value
                for key, value in row.items()
                if key.startswith(prefix) and value
            }
        )
    )


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
