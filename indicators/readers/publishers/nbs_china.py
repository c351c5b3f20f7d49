"""China's National Bureau of Statistics (data.stats.gov.cn): regions or indicators as rows, periods as columns, or turned about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from indicators.problems import Problem, uncoded
from indicators.readers.cells.periods import parse_period, period_columns
from indicators.readers.cells.units import extract_title_units, title_and_unit, unit_line
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.generic.place_in_title import find_place
from indicators.readers.preview import IsPlace, Preview
from indicators.readers.reshape import Part, melt
from indicators.readers.rows import Column, Rows, blank
from indicators.readers.stacked_tables import one_block

_DEEPEST = 10
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
_SERIES = ("指标", "指标名称", "indicator", "indicators")
_TIMES = ("时间", "年份", "time", "period")
_TITLE = re.compile(
    r"\s*(?P<key>数据库|指标|时间|地区|国家|database|indicators?|time|region|province)\s*[:：]\s*(?P<word>.*)",
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
    r"\s*(?:数据来源|资料来源|data sources?|source)\s*[:：]\s*(?P<word>.*)", re.IGNORECASE
)
_NATIONAL = re.compile(
    r"(?:全国)?(?:年度|季度|月度|进度)数据|(?:national )?(?:annual|quarterly|monthly)(?: data)?",
    re.IGNORECASE,
)
"""Databases of national figures; others are of provinces (分省年度数据), cities or other countries."""
_NAMES = {"CHN": "中国"}
_NATION = ("", "全国", "中国", "national", "china")
_UNKNOWN = "the file does not say which indicator its figures are of"


def _titles(rows: list[list[str]] | tuple[tuple[str, ...], ...]) -> dict[str, str]:
    """What the lines above the header say: {'database': ..., 'indicator': ..., 'time': ..., 'region': ...}."""
    found = {}
    for row in rows:
        match = _TITLE.fullmatch(",".join(row).rstrip(","))
        if match:
            key = match["key"].casefold()
            found[_KEYS.get(key, key)] = match["word"].strip()
    return found


def _header(sniff: Preview) -> int:
    """The record whose first cell says what the rows are; -1 where there is none."""
    rows = sniff.cells(_DEEPEST)
    for at, row in enumerate(rows):
        if len([cell for cell in row if cell]) >= 2 and row[0].casefold() in (
            *_REGIONS,
            *_SERIES,
            *_TIMES,
        ):
            return at
    return -1


def _looks(sniff: Preview) -> bool:
    at = _header(sniff)
    if at < 0:
        return False
    row = sniff.cells(at + 1)[at]
    others = [cell for cell in row[1:] if cell]
    titled = "database" in _titles(sniff.cells(at)) or {"indicator", "time"} <= set(
        _titles(sniff.cells(at))
    )
    if all(parse_period(cell) for cell in others):
        return titled or (any("年" in cell for cell in others) and row[0] in (*_REGIONS, *_SERIES))
    return _rows_are_periods(sniff, at) and (
        titled or row[0] in (*_REGIONS, *_SERIES) or all(title_and_unit(cell)[1] for cell in others)
    )


def _rows_are_periods(sniff: Preview, at: int) -> bool:
    """Whether the rows' first cells are periods, as the bureau writes them where no line above tells whose table it is."""
    first = [row[0] for row in sniff.cells()[at + 1 :] if sum(map(bool, row)) > 1 and row[0]]
    plain = sniff.cells(at + 1)[at][0].casefold() in _TIMES
    return bool(first) and all(parse_period(cell) and (plain or "年" in cell) for cell in first)


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table(header=_header(sniff))
    told = _titles(table.head)
    first = table.names[0]
    table, begun = one_block(table, first)
    kind = (
        "series"
        if first.casefold() in _SERIES
        else "region"
        if first.casefold() in _REGIONS
        else "time"
    )
    turned = kind == "time" or not period_columns(table.names)
    told = {**told, "place": _place(table, told, sniff.is_place)}
    spread, parts = _turned(table, first, told) if turned else _straight(table, first, kind, told)
    unit = next((said for row in table.head if (said := unit_line(" ".join(row)))), "")
    rows, problems = melt(table, spread, parts)
    rows = replace(extract_title_units(rows, unit), source=_filled(rows, _source(table)))
    return rows, [*begun, *problems, *_remarks(table, rows, kind, told)]


def _straight(
    table: Table, first: str, kind: str, told: Mapping[str, str]
) -> tuple[dict[str, dict[str, str]], dict[str, Part]]:
    """Periods as columns; rows are regions or indicators."""
    spread = {column: {"period": said} for column, said in period_columns(table.names).items()}
    if kind == "region":
        return spread, {"place": first, "title": table.constant(told.get("indicator", ""))}
    return spread, {
        "title": first,
        "place": table.constant(told["place"]),
        "place_name": table.constant(_NAMES.get(told["place"], "")),
    }


def _turned(
    table: Table, first: str, told: Mapping[str, str]
) -> tuple[dict[str, dict[str, str]], dict[str, Part]]:
    """Periods as rows; columns are regions where the title names the indicator, else indicators."""
    columns = [column for column in table.names[1:] if not column.startswith("column ")]
    if "indicator" in told or first.casefold() in _REGIONS:
        return {column: {"place": column} for column in columns}, {
            "period": first,
            "title": table.constant(told.get("indicator", "")),
        }
    return {column: {"title": column} for column in columns}, {
        "period": first,
        "place": table.constant(told["place"]),
        "place_name": table.constant(_NAMES.get(told["place"], "")),
    }


def _place(table: Table, told: Mapping[str, str], is_place: IsPlace) -> str:
    """The place of a table without a column of places: its line 地区, else the one place that its title names; China only
    where the file says that it comes from one of the bureau's national databases; else ''."""
    if "region" in told:
        return "CHN" if told["region"].casefold() in _NATION else told["region"]
    titles = [" ".join(cell.strip() for cell in row if cell.strip()) for row in table.head]
    named = find_place(
        [line for line in titles if line and not _TITLE.fullmatch(line) and not unit_line(line)],
        is_place,
    )
    if named:
        return named
    return "CHN" if _NATIONAL.fullmatch(told.get("database", "")) else ""


def _filled(rows: Rows, word: str) -> Column:
    return blank(len(rows), word)


def _source(table: Table) -> str:
    return next(
        (match["word"].strip() for _, text in table.foot if (match := _SOURCE.fullmatch(text))), ""
    )


def _remarks(table: Table, rows: Rows, kind: str, told: Mapping[str, str]) -> list[Problem]:
    """What the file leaves open, and its footnotes."""
    problems = []
    if not any(rows.title.words) and len(rows):
        problems.append(
            uncoded(
                _UNKNOWN,
                table.name,
                int(rows.line[0]),
                severity="warning",
                do="Give a title and a unit: the lines above the table were taken away.",
            )
        )
    elif not any(rows.unit.words) and len(rows):
        problems.append(
            uncoded(
                "the file does not say which unit its figures are in",
                table.name,
                int(rows.line[0]),
                severity="notice",
            )
        )
    if len(rows) and not any(rows.place.words):
        problems.append(
            uncoded(
                "the file does not say which place its figures are of",
                table.name,
                1,
                severity="warning",
                do="Name the one place that it is about.",
            )
        )
    elif "region" not in told and "database" not in told and rows.place.words == (told["place"],):
        problems.append(
            uncoded(
                f"the place is taken from the title: {told['place']}",
                table.name,
                1,
                severity="notice",
            )
        )
    notes = [(line, text) for line, text in table.foot if not _SOURCE.fullmatch(text)]
    return problems + [
        uncoded(f"a footnote of the file: {text[:300]}", table.name, line, severity="notice")
        for line, text in notes[:10]
    ]


FORMATS = (
    Format(
        "nbs-china",
        "National Bureau of Statistics of China",
        _looks,
        _read,
        "GB18030 or UTF-8; database, indicator and time stand in lines above the header, the unit in brackets behind the indicator; the newest "
        "period may be empty; files of the national databases have indicators as rows and no place, and are China's; any other table without a "
        "place is of the one that its title names, or asked about; notes and the source stand below; copies without the lines above do "
        "not say their indicator.",
        "Lines 数据库：, 指标：, 时间： above a header that begins 地区, 指标 or 时间; or such a header with years like 2024年.",
    ),
)
