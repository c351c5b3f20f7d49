"""World Bank TCdata360: values and ranks of an indicator as rows between one another, years as columns."""

from __future__ import annotations

from indicators.problems import Problem
from indicators.readers.cells.periods import year_columns
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.worldbank import unread
from indicators.readers.reshape import wide
from indicators.readers.rows import Rows, map_categories

_IDS = ("Country ISO3", "Country Name", "Indicator Id", "Indicator", "Subindicator Type")


def _looks(sniff: Preview) -> bool:
    return sniff.has("Country ISO3", "Indicator Id", "Indicator", "Subindicator Type") and bool(
        year_columns(sniff.names)
    )


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    code, place_name, series, title, kind = (table.find(column) for column in _IDS)
    others = {
        column: column
        for column in table.names
        if column not in (code, place_name, series, title, kind)
        and not year_columns([column])
        and any(table.columns[column].categories)
    }
    kinds = map_categories(
        table.column(kind), lambda word: "" if word.casefold() == "value" else word
    )
    rows, problems = wide(
        table,
        periods=year_columns(table.names),
        place=code,
        place_name=place_name,
        series=series,
        title=title,
        breakdown={"type": kinds, **others},
    )
    return rows, problems + unread(table, (code, place_name, series, title, kind, *others))


FORMATS = (
    Format(
        "worldbank-tcdata360",
        "World Bank TCdata360",
        _looks,
        _read,
        "Values and ranks stand in rows between one another and are kept apart by breakdown (type=rank); editions such as '2012-2013' "
        "are no calendar years and stay as the file has them.",
        "A header with Country ISO3, Indicator Id, Indicator and Subindicator Type, and years as columns.",
    ),
)
