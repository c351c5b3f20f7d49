"""Tables that people make themselves: long (a figure a row) and wide (years as columns), by what their headers say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from indicators.problems import Problem, uncoded
from indicators.readers.cells.column_profile import is_period_or_date
from indicators.readers.cells.footnote_marks import (
    count_percent_signs,
    has_marks,
    is_bracketed_number,
    is_number,
    split_mark,
)
from indicators.readers.cells.header_words import BREAKDOWNS, PERIODS, VALUES
from indicators.readers.cells.numbers import parse_multipliers, unknown_multipliers
from indicators.readers.cells.periods import normalize_period, parse_period
from indicators.readers.cells.status_flags import parse_flags
from indicators.readers.cells.unit_names import may_multiply
from indicators.readers.cells.units import (
    bracket_text,
    extract_title_units,
    may_scale,
    title_and_unit,
)
from indicators.readers.delimited.records import MAX_CELLS, records
from indicators.readers.delimited.table import Columns, Table
from indicators.readers.format import Format
from indicators.readers.generic.column_roles import Roles, find_roles, normalize_header
from indicators.readers.header_rows import Layout, layout, table_of
from indicators.readers.preview import START, Preview
from indicators.readers.reshape import Part, fill_down, long, melt
from indicators.readers.rows import (
    MAX_REPORTED,
    Column,
    Rows,
    combine,
    concat_rows,
    map_categories,
    no_rows,
)
from indicators.readers.short_header import first_wider_record
from indicators.readers.stacked_tables import first_table, take_rows


def table_roles(sniff: Preview) -> Roles | str:
    """What each column of `table_of(sniff)` is for, or a sentence that says what is not certain and what was understood."""
    rows, found = sniff.cells(100), layout(sniff)
    if len(found.names) < 2 or len(rows) <= found.header + 1:
        return (
            _too_wide(sniff) or "there is no table of at least two columns with rows below a header"
        )
    if found.headless:
        return f"no row names its columns, for the first one ('{', '.join(sniff.names)[:60]}') is a row of figures itself"
    if (odd := first_wider_record(rows, found.header, len(found.names))) >= 0:
        return (
            f"line {line_of(sniff, odd)} has {len(rows[odd])} cells where the header "
            f"('{', '.join(found.names)[:60]}') has {len(found.names)}"
        )
    width = len(found.names)
    even = [row if any(row[width:]) else row[:width] for row in rows[found.header + 1 :]]
    below = [row for row in even if len(row) == width and row != sniff.names]
    said = [row for row in below if sum(map(bool, row)) > 1]
    roles = find_roles(found.names, said or below, rows[: found.above], sniff.is_place)
    return _with_units(roles, found) if isinstance(roles, Roles) and found.units else roles


def _too_wide(sniff: Preview) -> str:
    """A sentence about a first line that is longer than what is looked at, or has more cells than are read; '' for any other."""
    line, end, _ = sniff.utf8.partition(b"\n")
    cells = line.count(sniff.delimiter.encode()) + 1
    whole = end and len(line) < len(sniff.start.encode())
    if cells < 2 or (whole and cells <= MAX_CELLS):
        return ""
    return (
        f"its first line has {cells:,} columns in {len(line):,} bytes, more than are read "
        f"(at most {MAX_CELLS:,} columns, whose names fill at most {START:,} bytes)"
    )


def line_of(sniff: Preview, at: int) -> int:
    """The line on which a record begins, counted from 0."""
    return next(line for line, _ in islice(records(sniff.start, sniff.delimiter), at, None))


def _with_units(roles: Roles, found: Layout) -> Roles:
    """The columns of figures with the units that the row below the header says."""
    units = {name: unit for name, unit in zip(found.names, found.units, strict=True) if unit}
    columns = roles.columns or (
        {roles.value: {"title": _series_title(roles.value)}} if roles.value in units else {}
    )
    return replace(
        roles,
        columns={
            name: {**words, **({"unit": units[name]} if name in units else {})}
            for name, words in columns.items()
        },
    )


def read_with_roles(
    table: Table, roles: Roles, sure: Collection[str] = ()
) -> tuple[Rows, list[Problem]]:
    """The rows of a table whose columns are known, by `roles_of` or by somebody's answers; and what is to be told.

    `table` is `table_of(sniff)`; `roles` names its columns (see `Roles` for each part, and for what can be fixed for
    the whole file: place, period, title and unit). A role that names no column of the table is a problem and no rows
    come; a table without a role for the place gives rows with place ''. What cannot be read as a number is kept as
    text and told, and columns that no role names are told as not read. `sure` are columns that part the figures for certain,
    as their publisher documents, even where this file alone does not show it.
    """
    if lacking := [name for name in _named(roles) if name not in table.names]:
        return no_rows(), [
            uncoded(
                f"the table has no column '{lacking[0][:60]}'",
                table.name,
                1,
                found=", ".join(table.names)[:80],
                do="Name its columns as they are written in its header.",
            )
        ]
    table, begun = first_table(table, roles.place_name or roles.place)
    table, swapped = _without_swapped(table, roles)
    table, merged = _filled_down(table, roles)
    if not roles.columns and not roles.value:
        return no_rows(), [
            uncoded(
                "no column of figures is named",
                table.name,
                1,
                found=", ".join(table.names)[:80],
                do="Name the one with the values.",
            )
        ]
    dimensions, left = _dimensions(table, roles, sure)
    parts, exponent = _parts(table, roles), parse_multipliers(table.column(roles.power))
    spread = dict(roles.columns) or {roles.value: {}}
    mixed = [] if roles.unit or roles.fixed_unit else _percent(table, spread)
    _own_units(spread, roles)
    if any("part" in words for words in spread.values()):
        rows, problems = _by_parts(table, spread, parts, dimensions, exponent)
    elif roles.columns or any(spread.values()) or has_marks(table, spread):
        cell = split_mark if has_marks(table, spread) else None
        rows, problems = melt(
            table, spread, parts, breakdown=dimensions, exponent=exponent, cell=cell
        )
    else:
        rows, problems = long(
            table,
            value=roles.value,
            breakdown=dimensions,
            exponent=exponent,
            raw_period=bool(roles.part),
            **parts,
        )
    strange = unknown_multipliers(table.column(roles.power), table.line, table.name, roles.power)
    told = [
        *begun,
        *swapped,
        *merged,
        *mixed,
        *strange,
        *_told(table, roles, left),
        *_half_numbers(table, dimensions, sure),
        *_brackets(rows, table.name),
        *_twice(rows, table.name),
    ]
    rows = extract_title_units(rows, roles.fixed_unit)
    return rows, [*problems, *told, *_unsure_units(rows, table.name), *_unsure_lines(table, roles)]


def _unsure_lines(table: Table, roles: Roles) -> list[Problem]:
    """A warning for a line above the table that may say a multiplier ('Figures in thousands'), where no unit was understood."""
    if roles.fixed_unit or roles.unit or roles.power:
        return []
    lines = [" ".join(cell.strip() for cell in row if cell.strip()) for row in table.head]
    return [
        uncoded(
            "a line above the table may say a multiplier; the figures stand as they are written",
            table.name,
            at,
            found=line[:80],
            expected="a line like 'Unit: thousand persons'",
            do="Write the unit so if it is one.",
            severity="warning",
        )
        for at, line in enumerate(lines, 1)
        if may_scale(line)
    ]


def _unsure_units(rows: Rows, name: str) -> list[Problem]:
    """A warning for each unit, or bracket of a title without a unit, that may hold a multiplier ('USDm', 'Population (mil)'):
    its figures stand as they are."""
    bare = rows.unit.codes == (rows.unit.categories.index("") if "" in rows.unit.categories else -1)
    units = [(word, rows.unit.codes == at) for at, word in enumerate(rows.unit.categories)]
    brackets = [
        (bracket_text(title), bare & (rows.title.codes == at))
        for at, title in enumerate(rows.title.categories)
        if "(" in title
    ]
    doubtful = [
        (word, mask) for word, mask in (*units, *brackets) if may_multiply(word) and mask.any()
    ]
    return [
        uncoded(
            "the unit may hold a multiplier that is not certain; its figures stand as they are written",
            name,
            int(rows.line[int(np.argmax(mask))]),
            "unit",
            word[:80],
            "a word like thousand or million before the unit",
            "Write the multiplier out if it is one.",
            "warning",
        )
        for word, mask in doubtful[:MAX_REPORTED]
    ]


def _without_swapped(table: Table, roles: Roles) -> tuple[Table, list[Problem]]:
    """The table without rows in which a year and a figure stand in each other's column.

    Such a row has a year in a column of figures, and something else in a column that is named for periods.
    """
    named = [
        name
        for name in table.names
        if normalize_header(name) in PERIODS and name not in (roles.period, roles.part)
    ]
    figures = list(roles.columns) or [roles.value]
    wrong = np.zeros(len(table), dtype=bool)
    for name in named:
        odd = ~_times(table.column(name)) & ~_blank(table.column(name))
        years = np.logical_or.reduce([_times(table.column(figure)) for figure in figures])
        wrong |= odd & years
    if not wrong.any():
        return table, []
    line = int(table.line[int(np.argmax(wrong))])
    return take_rows(table, np.flatnonzero(~wrong)), [
        uncoded(
            f"{int(wrong.sum()):,} rows have a year in a column of figures, and none in the column of years: they are left out",
            table.name,
            line,
            named[0],
            expected="a period",
            do="See whether cells of these rows have changed places.",
            severity="warning",
        )
    ]


def _times(column: Column) -> NDArray[np.bool_]:
    """Where a column's cells are periods."""
    return np.array([is_period_or_date(word) for word in column.categories] or [False])[
        column.codes
    ]


def _blank(column: Column) -> NDArray[np.bool_]:
    """Where a column's cells are empty."""
    return np.array([not word for word in column.categories] or [True])[column.codes]


_CHANGES = re.compile(
    r"同比|环比|增长|增速|增幅|涨幅|比上年|\b(?:growth|change|yoy|y/y|increase)\b|%", re.IGNORECASE
)


def _own_units(spread: dict[str, Mapping[str, str]], roles: Roles) -> None:
    """Changes and shares among columns of figures are in their own unit, not in that of their row or file ('增长(%)' beside 亿元)."""
    if not (roles.unit or roles.fixed_unit) or len(spread) < 2:
        return
    for name, words in spread.items():
        if _CHANGES.search(name) and "unit" not in words and not words.get("period"):
            spread[name] = {**words, "unit": title_and_unit(name)[1] or " "}


def _by_parts(
    table: Table,
    spread: Mapping[str, Mapping[str, str]],
    parts: dict[str, Part],
    dimensions: dict[str, Part],
    exponent: NDArray[np.int8],
) -> tuple[Rows, list[Problem]]:
    """Months or quarters as columns beside a column of years: each with its own period, in the order of the lines."""
    found = []
    for name, words in spread.items():
        year = (
            table.column(parts["period"]) if isinstance(parts["period"], str) else parts["period"]
        )
        period = combine([year, table.constant(words.get("part", ""))], _finer)
        found.append(
            melt(
                table,
                {name: {}},
                {**parts, "period": period},
                breakdown=dimensions,
                exponent=exponent,
                cell=split_mark,
            )
        )
    rows = concat_rows([part for part, _ in found])
    problems = list(dict.fromkeys(problem for _, more in found for problem in more))
    return rows.take(np.argsort(rows.line, kind="stable")), problems


def _filled_down(table: Table, roles: Roles) -> tuple[Table, list[Problem]]:
    """The table with the places of merged cells, which stand in the first row of their block only, in every row of it.

    They are merged where every place begins one block, and its rows are told apart by their other labels.
    """
    names = [name for name in (roles.place, roles.place_name) if name]
    columns = {name: table.column(name) for name in names}
    if (
        not len(table)
        or not names
        or not all(
            "" in column.categories and column.categories[column.codes[0]]
            for column in columns.values()
        )
    ):
        return table, []
    filled = {name: fill_down(column) for name, column in columns.items()}
    once = all(
        np.bincount(column.codes, minlength=len(column.categories)).max(
            initial=0, where=[bool(word) for word in column.categories]
        )
        == 1
        for column in columns.values()
    )
    labels = [
        name
        for name in (roles.series, roles.title, roles.period, roles.part, *roles.breakdowns)
        if name and name not in names
    ]
    if (
        not once
        or not labels
        or len(
            set(
                zip(
                    *(_words(filled[name]) for name in names),
                    *(_words(table.column(name)) for name in labels),
                    strict=True,
                )
            )
        )
        < len(table)
    ):
        return table, []
    first = int(np.argmax([not word for word in _words(columns[names[0]])]))
    return replace(
        table,
        columns=Columns({name: filled.get(name) or table.columns[name] for name in table.names}),
    ), [
        uncoded(
            "cells without a place are of the place above them, as where cells were merged",
            table.name,
            int(table.line[first]),
            names[0],
            severity="notice",
        )
    ]


def _words(column: Column) -> list[str]:
    return [column.categories[code] for code in column.codes.tolist()]


def _named(roles: Roles) -> list[str]:
    """The columns that roles name."""
    single = (
        roles.place,
        roles.place_name,
        roles.period,
        roles.part,
        roles.value,
        roles.series,
        roles.title,
        roles.unit,
        roles.status,
        roles.note,
        roles.source,
        roles.power,
    )
    return [name for name in (*single, *roles.columns, *roles.breakdowns) if name]


def _percent(table: Table, spread: dict[str, Mapping[str, str]]) -> list[Problem]:
    """Gives columns whose figures all end in a percent sign that unit; tells those where only some do."""
    told = []
    for name, words in spread.items():
        signed, plain = count_percent_signs(table, name)
        if signed and not plain and not words.get("unit") and not title_and_unit(name)[1]:
            spread[name] = {**words, "unit": "%"}
        elif signed and plain:
            told.append(
                uncoded(
                    "some figures end in a percent sign and others do not; they are read as they stand",
                    table.name,
                    int(table.line[0]),
                    name,
                    do="See that all are shares of 100.",
                    severity="warning",
                )
            )
    return told


def _brackets(rows: Rows, name: str) -> list[Problem]:
    """A sentence about figures in brackets, which are kept as words."""
    open_ = np.flatnonzero(pc.starts_with(rows.text, "(").to_numpy(zero_copy_only=False))
    at = next((int(at) for at in open_ if is_bracketed_number(str(rows.text[int(at)]))), -1)
    return (
        []
        if at < 0
        else [
            uncoded(
                "a number in brackets may be below zero or only doubtful; it is kept as text",
                name,
                int(rows.line[at]),
                found=str(rows.text[at])[:80],
                do="Write it with a minus sign, or without brackets.",
                severity="warning",
            )
        ]
    )


def _parts(table: Table, roles: Roles) -> dict[str, Part]:
    """The parts of a row that are columns, or the same in all rows."""
    status, note = parse_flags(table.column(roles.status))
    title = roles.fixed_title if roles.columns or roles.fixed_title else _series_title(roles.value)
    place = combine(
        [table.column(roles.place), table.column(roles.place_name)],
        lambda words: _SPREAD.sub("", words[0] or words[1]),
    )
    place = _of_japan(table, place)
    parts: dict[str, Part] = {
        "place": place if any(place.categories) else table.constant(roles.fixed_place),
        "place_name": _of_japan(table, table.column(roles.place_name)),
        "series": roles.series,
        "unit": roles.unit,
        "status": status,
        "source": roles.source,
        "note": roles.note or note,
        "title": roles.title or table.constant(title),
    }
    said = {part for words in roles.columns.values() for part in words}
    return parts if "period" in said else {**parts, "period": _period(table, roles)}


_KANA = re.compile(r"[\u3041-\u30fa]|都道府県|市区町村")


def _of_japan(table: Table, place: Column) -> Column:
    """The whole country in a Japanese table (全国) is Japan, not China."""
    japanese = "全国" in place.categories and (
        "東京都" in place.categories
        or any(_KANA.search(word) for word in (*table.names, *place.categories))
    )
    return (
        map_categories(place, lambda word: "日本" if word == "全国" else word)
        if japanese
        else place
    )


_SPREAD = re.compile(r"(?<=^[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff]$)")
"""The blanks with which yearbooks spread a name of two characters ('北 京')."""


def _series_title(name: str) -> str:
    return "" if normalize_header(name) in VALUES else name


def _period(table: Table, roles: Roles) -> Part:
    """The period's column; with a month or quarter beside the year, both."""
    if not roles.period:
        return table.constant(roles.fixed_period)
    if not roles.part:
        return roles.period
    finer = combine([table.column(roles.period), table.column(roles.part)], _finer)
    return map_categories(
        finer, normalize_period
    )  # made of a year and a month: never a year that runs into the next


def _finer(words: tuple[str, ...]) -> str:
    year, part = words
    if not part or len(parse_period(year)) != 4:
        return year
    spoken = [f"{part} {year}", f"{year} {part}", f"{year}年{part}", f"{year}年{part}月"]
    if part.isdecimal() and len(part) < 3 and int(part) > 4:  # no quarter
        spoken = spoken[-1:]
    if coded := _CODED_PART.fullmatch(part):
        letter, number = coded["letter"].upper(), int(coded["number"])
        last = {"M": 12, "Q": 4, "S": 2, "A": 0}[letter]
        return (
            (f"{year}-{letter}{number}" if letter in "QS" else f"{year}-{number:02}")
            if number <= last
            else year
        )
    return next((said for word in spoken if (said := parse_period(word))), f"{year} {part}")


_CODED_PART = re.compile(r"(?P<letter>[MQSA])0?(?P<number>1[0-3]|[1-9])", re.IGNORECASE)
"""M01, Q01, S01, A01 of the US Bureau of Labor Statistics; M13, Q05 and S03 are the year's average."""


def _dimensions(
    table: Table, roles: Roles, sure: Collection[str] = ()
) -> tuple[dict[str, Part], list[str]]:
    """Other columns that part the figures of a place (sex, age), and those that only describe it or its series."""
    names = list(roles.breakdowns)
    if roles.title and any("title" in words for words in roles.columns.values()):
        names.append(roles.title)
    dimensions: dict[str, Part] = {}
    for name in names:
        certain = name in sure and len(set(table.column(name).categories)) > 1
        if certain or normalize_header(name) in BREAKDOWNS or not _describes(table, roles, name):
            dimensions[name] = name
    dimensions = {
        name: part
        for name, part in dimensions.items()
        if not _codes_another(table, name, dimensions)
    }
    return dimensions, [
        name for name in names if name not in dimensions and any(table.column(name).categories)
    ]


_CODE = re.compile(r"(?:^|[\s_])(?:code|id|cod|kod|symbol|vector)(?:$|[\s_)])|code$", re.IGNORECASE)


def _codes_another(table: Table, name: str, dimensions: Mapping[str, Part]) -> bool:
    """Whether a dimension is only the code of another one."""
    column = table.column(name)
    return bool(_CODE.search(name)) and any(
        _follows(column, table.column(other)) and _follows(table.column(other), column)
        for other in dimensions
        if other != name and not _CODE.search(other)
    )


def _describes(table: Table, roles: Roles, name: str) -> bool:
    """Whether a column says the same throughout, or for each place, period or series."""
    column = table.column(name)
    known = (roles.place, roles.place_name, roles.period, roles.series, roles.title)
    return len(set(column.categories)) < 2 or any(
        _follows(column, table.column(other)) for other in known if other not in ("", name)
    )


def _follows(column: Column, other: Column) -> bool:
    """Whether the column says the same wherever the other says the same (a country's region, say)."""
    pairs = np.unique(other.codes.astype(np.int64) * max(len(column.categories), 1) + column.codes)
    return len(pairs) == len(np.unique(other.codes))


_NAMELESS = re.compile(r"column \d+")
"""What `table.unique` calls a column without a name."""


def _half_numbers(table: Table, dimensions: Iterable[str], sure: Collection[str]) -> list[Problem]:
    """A warning for columns that part the figures and hold numbers as well as words: they may be figures themselves; and for
    those without a name, whose words may be a title, a unit or a remark."""
    found = []
    for name in dimensions:
        if _NAMELESS.fullmatch(name):
            column = table.column(name)
            first = int(
                np.argmax(np.array([bool(word) for word in column.categories])[column.codes])
            )
            found.append(
                uncoded(
                    "a column without a name is taken to part the figures",
                    table.name,
                    int(table.line[first]),
                    name,
                    column.categories[column.codes[first]][:80],
                    "a name that says what its words are",
                    "Name the column in the header, or take its words away.",
                    "warning",
                )
            )
            continue
        words = (
            [word for word in table.column(name).categories if word] if name in table.names else []
        )
        numbers = sum(map(is_number, words))
        if (
            name not in sure
            and normalize_header(name) not in BREAKDOWNS
            and 0.1 * len(words) < numbers < len(words)
        ):
            found.append(
                uncoded(
                    f"the column '{name[:60]}' holds numbers and words; it is taken to part the figures",
                    table.name,
                    severity="warning",
                    do="If it holds figures, name it as such.",
                )
            )
    return found


def _told(table: Table, roles: Roles, left: Sequence[str]) -> list[Problem]:
    used = {
        roles.place,
        roles.place_name,
        roles.period,
        roles.part,
        roles.series,
        roles.title,
        roles.unit,
        roles.status,
        roles.note,
        roles.source,
        roles.power,
        roles.value,
        *roles.columns,
        *roles.breakdowns,
    }
    unsaid = set(left)
    unread = [
        name
        for name in table.names
        if (name in unsaid or name not in used) and any(table.column(name).categories)
    ]
    problems = []
    if unread:
        problems.append(
            uncoded(
                f"columns that are not read: {', '.join(unread[:6])[:80]}",
                table.name,
                severity="notice",
            )
        )
    if not (
        roles.place
        or roles.place_name
        or roles.fixed_place
        or any("place" in words for words in roles.columns.values())
    ):
        problems.append(
            uncoded(
                "the file does not say which place its figures are of",
                table.name,
                1,
                severity="warning",
                do="Name the one place that it is about.",
            )
        )
    return problems


def _from_title(roles: Roles, name: str) -> list[Problem]:
    """What was taken from the title, told."""
    return [
        uncoded(f"the {part} is taken from the title: {word}", name, 1, severity="notice")
        for part, word in (("place", roles.fixed_place), ("period", roles.fixed_period))
        if word
    ]


def _twice(rows: Rows, name: str) -> list[Problem]:
    """A warning where several figures stand for the same place, period, series and breakdown."""
    key = np.zeros(len(rows), dtype=np.int64)
    for column in (rows.place, rows.period, rows.series, rows.title, rows.breakdown, rows.unit):
        _, key = np.unique(key * max(len(column.categories), 1) + column.codes, return_inverse=True)
    first = np.unique(key, return_index=True)[1]
    count = len(rows) - len(first)
    if not count:
        return []
    again = np.ones(len(rows), dtype=bool)
    again[first] = False
    return [
        uncoded(
            f"{count} figures stand for the same place, period and breakdown as others",
            name,
            int(rows.line[int(np.argmax(again))]),
            do="Another column may tell them apart.",
            severity="warning",
        )
    ]


def _looks(sniff: Preview) -> bool:
    return isinstance(table_roles(sniff), Roles)


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    roles = table_roles(sniff)
    if isinstance(roles, str):
        return no_rows(), [uncoded(f"not recognised: {roles}", name)]
    rows, problems = read_with_roles(table_of(sniff), roles)
    figures = int(np.count_nonzero(np.asarray(rows.text) != ""))
    twice = next(
        (problem for problem in problems if problem.hint().startswith("Another column")), None
    )
    if twice and int(twice.message().split()[0]) > figures / 2:
        return no_rows(), [
            uncoded(
                "not recognised: most figures cannot be told apart by place, period and the other columns",
                name,
                twice.line,
                do="Name the columns: place, period and value.",
            )
        ]
    return rows, [*problems, *_from_title(roles, name)]


FORMATS = (
    Format(
        "generic",
        "Tables of one's own: long, or wide with years as columns",
        _looks,
        _read,
        "Columns are known by their headers' words in several languages and held against the cells; a file whose place, "
        "period or value is not certain, or whose first row holds figures, is asked about; rows with more cells than the "
        "header stop the file, unless the cells beyond it are empty. Columns that part the figures become "
        "breakdowns; two header rows and a row of units are understood; marks beside figures become notes; a file without any "
        "column of places is of the place that its title names, or of none; years that run from one into the next (2010/11) are "
        "told, and not shown yet.",
        "None of the others; a header with words for place, period and value, or with years as columns.",
    ),
)

__all__ = ["FORMATS", "read_with_roles", "table_of", "table_roles"]
