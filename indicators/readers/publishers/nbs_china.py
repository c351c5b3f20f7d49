"""Read China's National Bureau of Statistics (data.stats.gov.cn): periods as columns or as rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.periods import parse_period, period_columns
from indicators.readers.cells.unit_columns import extract_title_units
from indicators.readers.cells.units import title_and_unit, unit_line
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.generic.place_in_title import find_place
from indicators.readers.preview import IsPlace, Preview
from indicators.readers.publishers.common import find_record, place_not_stated
from indicators.readers.reshape import Part, melt
from indicators.readers.rows import Rows, constant
from indicators.readers.stacked_tables import first_table

MAX_HEADER_RECORDS = 10
"""Records among which the header is looked for."""
MAX_FOOTNOTES = 10
MAX_FOOTNOTE_LENGTH = 300
_REGIONS = (
    "地区",
    "省份",
    "省市",
    "城市",
    "省",
    "市",
    "国家",
    "国家和地区",
    "region",
    "province",
    "city",
    "country",
)
_INDICATORS = ("指标", "指标名称", "indicator", "indicators")
_TIMES = ("时间", "年份", "time", "period")
_TITLE_LINE = re.compile(
    r"\s*(?P<key>数据库|指标|时间|地区|国家|database|indicators?|time|region|province)\s*[:：]"
    r"\s*(?P<text>.*)",
    re.IGNORECASE,
)
_KEYS = {
    "数据库": "database",
    "指标": "indicator",
    "indicators": "indicator",
    "时间": "time",
    "地区": "region",
    "国家": "region",
    "province": "region",
}
_SOURCE = re.compile(
    r"\s*(?:数据来源|资料来源|data sources?|source)\s*[:：]\s*(?P<text>.*)", re.IGNORECASE
)
_NATIONAL_DATABASE = re.compile(
    r"(?:全国)?(?:年度|季度|月度|进度)数据|(?:national )?(?:annual|quarterly|monthly)(?: data)?",
    re.IGNORECASE,
)
"""Databases of national figures; others are of provinces (分省年度数据), cities or countries."""
_CHINA = "CHN"
_NAMES = {_CHINA: "中国"}
_NATION = ("", "全国", "中国", "national", "china")

Spread = Mapping[str, Mapping[str, str]]
"""Columns of figures and what their names say of them, as `melt` takes them."""


def _titles(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return what the lines above the header say of database, indicator, time and region."""
    titles = {}
    for row in rows:
        if match := _TITLE_LINE.fullmatch(",".join(row).rstrip(",")):
            key = match["key"].casefold()
            titles[_KEYS.get(key, key)] = match["text"].strip()
    return titles


# Recognising


def _header(preview: Preview) -> int:
    """Return the record whose first cell says what the rows are; -1 where there is none."""
    words = {*_REGIONS, *_INDICATORS, *_TIMES}
    return find_record(
        preview,
        MAX_HEADER_RECORDS,
        lambda cells: sum(map(bool, cells)) >= 2 and cells[0].casefold() in words,
    )


def _matches(preview: Preview) -> bool:
    header = _header(preview)
    if header < 0:
        return False
    first, *cells = preview.cells(header + 1)[header]
    names = [cell for cell in cells if cell]
    titles = _titles(preview.cells(header))
    has_titles = "database" in titles or {"indicator", "time"} <= titles.keys()
    names_rows = first in (*_REGIONS, *_INDICATORS)
    if all(map(parse_period, names)):
        return has_titles or (names_rows and any("年" in name for name in names))
    has_units = all(title_and_unit(name)[1] for name in names)
    return _rows_are_periods(preview, header) and (has_titles or names_rows or has_units)


def _rows_are_periods(preview: Preview, header: int) -> bool:
    """Whether the rows' first cells are periods, as the bureau writes them.

    Below a header that says so (时间) they may be plain years, else they have 年 in them.
    """
    rows = [row for row in preview.cells()[header + 1 :] if sum(map(bool, row)) > 1]
    first_cells = [row[0] for row in rows if row[0]]
    may_be_plain = preview.cells(header + 1)[header][0].casefold() in _TIMES
    return bool(first_cells) and all(
        parse_period(cell) and (may_be_plain or "年" in cell) for cell in first_cells
    )


# Reading


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table(header=_header(preview))
    titles = _titles(table.head)
    table, block_problems = first_table(table, table.names[0])
    place = _place(table, titles, preview.is_place)
    spread, parts = _layout(table, titles, place)
    rows, problems = melt(table, spread, parts)
    units = (unit_line(" ".join(row)) for row in table.head)
    rows = extract_title_units(rows, next(filter(None, units), ""))
    rows = replace(rows, source=constant(len(rows), _source(table)))
    return rows, [
        *block_problems,
        *problems,
        *_not_stated(table, rows),
        *_place_from_title(table, rows, titles, place),
        *_footnotes(table),
    ]


def _layout(table: Table, titles: Mapping[str, str], place: str) -> tuple[Spread, dict[str, Part]]:
    """Return the columns of figures with what their names say, and the other parts of a row.

    Periods are columns, and regions or indicators rows; or periods are rows, and the columns are
    regions where a title names the indicator, else indicators.
    """
    first = table.names[0]
    periods = period_columns(table.names)
    rows_are_regions = first.casefold() in _REGIONS
    title: dict[str, Part] = {"title": table.constant(titles.get("indicator", ""))}
    one_place: dict[str, Part] = {
        "place": table.constant(place),
        "place_name": table.constant(_NAMES.get(place, "")),
    }
    if periods and first.casefold() not in _TIMES:
        spread = {column: {"period": period} for column, period in periods.items()}
        if rows_are_regions:
            return spread, {"place": first, **title}
        return spread, {"title": first, **one_place}
    columns = [column for column in table.names[1:] if not column.startswith("column ")]
    if rows_are_regions or "indicator" in titles:
        return {column: {"place": column} for column in columns}, {"period": first, **title}
    return {column: {"title": column} for column in columns}, {"period": first, **one_place}


def _place(table: Table, titles: Mapping[str, str], is_place: IsPlace) -> str:
    """Return the place of a table without a column of places; '' where the file states none.

    It stands in the line 地区; else it is the one place that the title names; China only where the
    file says that it comes from one of the bureau's national databases.
    """
    if "region" in titles:
        return _CHINA if titles["region"].casefold() in _NATION else titles["region"]
    lines = [" ".join(filter(None, map(str.strip, row))) for row in table.head]
    free_lines = [
        line for line in lines if line and not _TITLE_LINE.fullmatch(line) and not unit_line(line)
    ]
    if place := find_place(free_lines, is_place):
        return place
    return _CHINA if _NATIONAL_DATABASE.fullmatch(titles.get("database", "")) else ""


def _source(table: Table) -> str:
    sources = (
        match["text"].strip() for _, text in table.foot if (match := _SOURCE.fullmatch(text))
    )
    return next(sources, "")


# Reporting


def _not_stated(table: Table, rows: Rows) -> list[Problem]:
    """Report the indicator, the unit (only where the indicator is known) and the place."""
    if not len(rows):
        return []
    first_line = int(rows.line[0])
    problems = []
    if not any(rows.title.categories):
        code = ProblemCode.INDICATOR_NOT_STATED
        problems.append(Problem(code, table.name, first_line, severity="warning"))
    elif not any(rows.unit.categories):
        code = ProblemCode.UNIT_NOT_STATED
        problems.append(Problem(code, table.name, first_line, severity="notice"))
    if not any(rows.place.categories):
        problems.append(place_not_stated(table.name))
    return problems


def _place_from_title(
    table: Table, rows: Rows, titles: Mapping[str, str], place: str
) -> list[Problem]:
    """Report a place that only the title names."""
    if not place or "region" in titles or "database" in titles or rows.place.categories != (place,):
        return []
    values = {"text": place}
    return [Problem(ProblemCode.PLACE_FROM_TITLE, table.name, 1, values=values, severity="notice")]


def _footnotes(table: Table) -> list[Problem]:
    """Report the lines below the table, but for its source."""
    notes = [(line, text) for line, text in table.foot if not _SOURCE.fullmatch(text)]
    return [
        Problem(
            ProblemCode.FOOTNOTE,
            table.name,
            line,
            values={"text": text[:MAX_FOOTNOTE_LENGTH]},
            severity="notice",
        )
        for line, text in notes[:MAX_FOOTNOTES]
    ]


FORMATS = (
    Format(
        "nbs-china",
        "National Bureau of Statistics of China",
        _matches,
        _read,
        "GB18030 or UTF-8. Database, indicator and time stand in lines above the header, the unit "
        "in brackets behind the indicator. The newest period may be empty. Files of the national "
        "databases have indicators as rows and no place, and are China's; any other table without "
        "a place is of the one that its title names, or the place is asked for. Notes and the "
        "source stand below. Copies without the lines above do not state their indicator.",
        "Lines 数据库：, 指标：, 时间： above a header that begins 地区, 指标 or 时间; or such a "
        "header with years like 2024年.",
    ),
)
