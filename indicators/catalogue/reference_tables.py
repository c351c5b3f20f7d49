"""units.csv, places.csv and notes.csv of the data folder.

They hold what a value can count, which places there are, and what the notes beside figures mean in
other languages.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from indicators import data_folder
from indicators.catalogue.yaml_nodes import MAX_FOUND
from indicators.model import Place, Text, Unit
from indicators.problems import ConfigError, Problem, ProblemCode, Value

KINDS = ("share", "rate", "index", "rank", "currency", "count", "number")
UNIT_COLUMNS = ("unit", "base", "exponent", "dimension", "kind")
PLACE_COLUMNS = ("place", "level", "parent", "groups", "aliases")
RANKED = ("yes", "no")
"""What the optional column `ranked` of places.csv may say; an empty cell is a yes."""
MAX_COLUMNS, MAX_ROWS = 1_000, 500_000
"""Columns and rows of a table; a larger one is refused."""
MAX_REPORTED = 200
"""Problems of one kind that are reported for a table; the rest is reported as a number."""
MAX_LAT, MAX_LON = 90, 180
"""Latitudes and longitudes, in degrees, from minus this to this."""
_EXPONENT = re.compile(r"(?:[-+]?[0-9]{1,2})?")
Row = Mapping[str, str]
Rows = Iterator[tuple[int, dict[str, str]]]


def read_units(path: Path, name: str) -> tuple[dict[str, Unit], list[Problem]]:
    """Read units.csv: `unit,base,exponent,dimension,kind,pattern_*,label_*,aliases`.

    The second result reports the rows that are left out. Raises ConfigError where the file cannot
    be read or lacks a column.
    """
    units: dict[str, Unit] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    for line, row in rows(path, name, UNIT_COLUMNS):
        problem = _unit_problem(row, units, name, line)
        if problem:
            problems.append(problem)
        else:
            units[row["unit"]] = _unit(row)
            lines[row["unit"]] = line
    undefined = [
        Problem(
            ProblemCode.BASE_UNDEFINED,
            name,
            lines[unit.id],
            column="base",
            found=unit.base[:MAX_FOUND],
            values={"unit": unit.id[:MAX_FOUND]},
        )
        for unit in units.values()
        if unit.base not in units
    ]
    return units, [*first_problems(problems), *first_problems(undefined)]


def first_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the first problems of a kind, and the rest as a number."""
    listed = list(problems)
    rest = listed[MAX_REPORTED:]
    if not rest:
        return listed
    first, count = rest[0], len(rest)
    more = Problem(
        ProblemCode.MORE_PROBLEMS,
        first.file,
        first.line,
        values={"n": count},
        severity=first.severity,
    )
    return [*listed[:MAX_REPORTED], more]


def _unit_problem(
    row: Mapping[str, str], units: Mapping[str, Unit], name: str, line: int
) -> Problem | None:
    if not row["unit"]:
        return row_problem(ProblemCode.ID_MISSING, name, line, "unit", row)
    if row["kind"] not in KINDS:
        code = ProblemCode.CATEGORY_EXPECTED
        return row_problem(code, name, line, "kind", row, allowed=KINDS)
    if row["unit"] in units:
        return row_problem(ProblemCode.ID_TWICE, name, line, "unit", row)
    if not _EXPONENT.fullmatch(row["exponent"]):
        return row_problem(ProblemCode.EXPONENT_EXPECTED, name, line, "exponent", row)
    return None


def row_problem(
    code: ProblemCode, name: str, line: int, column: str, row: Mapping[str, str], **values: Value
) -> Problem:
    return Problem(code, name, line, column, row.get(column, "")[:MAX_FOUND], values)


def _unit(row: Mapping[str, str]) -> Unit:
    return Unit(
        row["unit"],
        row["base"] or row["unit"],
        int(row["exponent"] or 0),
        MappingProxyType(parse_dimension(row["dimension"])),
        row["kind"],
        texts_of(row, "pattern_"),
        texts_of(row, "label_"),
        _list(row.get("aliases", "")),
    )


def parse_dimension(text: str) -> dict[str, int]:
    """Parse 'CNY/person' to {'CNY': 1, 'person': -1}; {} for shares, rates and plain numbers."""
    numerator, _, denominator = text.partition("/")
    powers: dict[str, int] = {}
    for side, sign in ((numerator, 1), (denominator, -1)):
        for base in side.replace("*", "·").split("·"):
            if base not in ("", "1"):
                powers[base] = powers.get(base, 0) + sign
    return powers


def read_places(
    path: Path, name: str, levels: Iterable[str] | None = None
) -> tuple[dict[str, Place], list[Problem]]:
    """Read places.csv: `place,name_*,level,parent,groups,aliases,lat,lon,ranked`.

    `levels` are those that config.yaml declares; None takes any, where there is no config.yaml.
    The second result reports the rows that are left out. Raises ConfigError where the file cannot
    be read or lacks a column.
    """
    places: dict[str, Place] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    declared = None if levels is None else tuple(levels)
    for line, row in rows(path, name, PLACE_COLUMNS):
        problem = _place_problem(row, places, declared, name, line)
        if problem:
            problems.append(problem)
        else:
            places[row["place"]] = _place(row)
            lines[row["place"]] = line
    undefined = [
        Problem(
            ProblemCode.PARENT_UNDEFINED,
            name,
            lines[place.code],
            column="parent",
            found=place.parent[:MAX_FOUND],
            values={"place": place.code[:MAX_FOUND]},
            severity="warning",
        )
        for place in places.values()
        if place.parent and place.parent not in places
    ]
    shared = _shared_aliases(places, lines, name)
    return places, [*first_problems(problems), *first_problems(undefined), *first_problems(shared)]


def _shared_aliases(
    places: Mapping[str, Place], lines: Mapping[str, int], name: str
) -> Iterator[Problem]:
    """Warn of each alias that already stands for another place: it is read as the first of them."""
    first: dict[str, str] = {}
    for place in places.values():
        for spelling in (place.code, *place.name.all()):
            first.setdefault(spelling.casefold(), place.code)
    for place in places.values():
        for alias in place.aliases:
            other = first.setdefault(alias.casefold(), place.code)
            if other != place.code:
                yield Problem(
                    ProblemCode.ALIAS_TAKEN,
                    name,
                    lines[place.code],
                    column="aliases",
                    found=alias[:MAX_FOUND],
                    values={"place": place.code[:MAX_FOUND], "other": other[:MAX_FOUND]},
                    severity="warning",
                )


def _place_problem(
    row: Mapping[str, str],
    places: Mapping[str, Place],
    levels: tuple[str, ...] | None,
    name: str,
    line: int,
) -> Problem | None:
    if not row["place"]:
        return row_problem(ProblemCode.ID_MISSING, name, line, "place", row)
    if row["place"] in places:
        return row_problem(ProblemCode.ID_TWICE, name, line, "place", row)
    if levels is not None and row["level"] not in levels:
        code = ProblemCode.LEVEL_UNDEFINED
        return row_problem(code, name, line, "level", row, levels=levels)
    for column, most in (("lat", MAX_LAT), ("lon", MAX_LON)):
        if row.get(column) and _number(row[column]) is None:
            return row_problem(ProblemCode.NUMBER_EXPECTED, name, line, column, row)
        degrees = _number(row.get(column, ""))
        if degrees is not None and abs(degrees) > most:
            return row_problem(ProblemCode.COORDINATE_OUTSIDE, name, line, column, row)
    if row.get("ranked", "") not in ("", *RANKED):
        code = ProblemCode.CATEGORY_EXPECTED
        return row_problem(code, name, line, "ranked", row, allowed=RANKED)
    return None


def _place(row: Mapping[str, str]) -> Place:
    names = texts_of(row, "name_")
    return Place(
        row["place"],
        names or Text(MappingProxyType({"en": row["place"]})),
        row["level"],
        row["parent"],
        _list(row["groups"]),
        _list(row["aliases"]),
        _number(row.get("lat", "")),
        _number(row.get("lon", "")),
        row.get("ranked", "") != "no",
    )


def read_notes(path: Path, name: str) -> dict[str, Text]:
    """Read notes.csv, where there is one: `note_*`, a column for each language.

    The result holds each note under its text in every language. Raises ConfigError where the file
    cannot be read.
    """
    if not path.is_file():
        return {}
    texts = [texts_of(row, "note_") for _, row in rows(path, name, ())]
    return {note: text for text in texts for note in text.all()}


def rows(path: Path, name: str, needed: tuple[str, ...]) -> Rows:
    """Read the rows of a table with the number of their last line. Raises ConfigError."""
    try:
        file = data_folder.open_file(path.parent, path.name)
        with io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, restval="", restkey="")
            _check_header(reader.fieldnames or [], name, needed)
            for count, row in enumerate(reader, 1):
                if count > MAX_ROWS:
                    raise ConfigError([_too_large(name, reader.line_num)])
                cells = {key: (value or "").strip() for key, value in row.items() if key}
                yield reader.line_num, cells
    except FileNotFoundError:
        raise ConfigError([Problem(ProblemCode.FILE_MISSING, name)]) from None
    except data_folder.OutsideError:
        raise ConfigError([data_folder.outside_problem(name)]) from None
    except UnicodeDecodeError:
        raise ConfigError([Problem(ProblemCode.NOT_UTF8, name)]) from None
    except (OSError, csv.Error) as error:
        reason: dict[str, Value] = {"reason": getattr(error, "strerror", None) or str(error)}
        raise ConfigError([Problem(ProblemCode.FILE_UNREADABLE, name, values=reason)]) from None


def _check_header(header: Iterable[str], name: str, needed: tuple[str, ...]) -> None:
    columns = tuple(header)
    if len(columns) > MAX_COLUMNS:
        raise ConfigError([_too_large(name, 1)])
    missing = tuple(column for column in needed if column not in columns)
    if missing:
        found = ", ".join(columns)[:MAX_FOUND]
        values: dict[str, Value] = {"columns": missing, "needed": needed}
        raise ConfigError(
            [Problem(ProblemCode.COLUMN_MISSING, name, 1, found=found, values=values)]
        )


def _too_large(name: str, line: int) -> Problem:
    limits: dict[str, Value] = {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
    return Problem(ProblemCode.TABLE_TOO_LARGE, name, line, values=limits)


def texts_of(row: Mapping[str, str], prefix: str) -> Text:
    """Join a text by language from the columns with a prefix: `name_en`, `name_zh`."""
    words = {
        key.removeprefix(prefix): value
        for key, value in row.items()
        if key.startswith(prefix) and value
    }
    return Text(MappingProxyType(words))


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
