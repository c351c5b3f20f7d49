"""Read World Bank TCdata360: years as columns, values and ranks of an indicator in turn as rows."""

from __future__ import annotations

from indicators.problems import Problem
from indicators.readers.cells.periods import year_columns
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import has_text, unread_columns
from indicators.readers.reshape import Part, wide
from indicators.readers.rows import Rows, map_categories

_IDS = ("Country ISO3", "Country Name", "Indicator Id", "Indicator", "Subindicator Type")


def _matches(preview: Preview) -> bool:
    ids = ("Country ISO3", "Indicator Id", "Indicator", "Subindicator Type")
    return preview.has(*ids) and bool(year_columns(preview.names))


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    ids = [table.find(column) for column in _IDS]
    place, place_name, series, title, type_ = ids
    years = year_columns(table.names)
    breakdown: dict[str, Part] = {
        "type": map_categories(
            table.column(type_), lambda word: "" if word.casefold() == "value" else word
        )
    }
    breakdown |= {
        column: column
        for column in table.names
        if column not in ids and not year_columns([column]) and has_text(table, column)
    }
    rows, problems = wide(
        table,
        periods=years,
        place=place,
        place_name=place_name,
        series=series,
        title=title,
        breakdown=breakdown,
    )
    return rows, problems + unread_columns(table, [*ids, *breakdown])


FORMATS = (
    Format(
        "worldbank-tcdata360",
        "World Bank TCdata360",
        _matches,
        _read,
        "Values and ranks stand in rows in turn; the breakdown distinguishes them (type=rank). "
        "Editions such as '2012-2013' are no calendar years and stay as the file has them.",
        "A header with Country ISO3, Indicator Id, Indicator and Subindicator Type, and years as "
        "columns.",
    ),
)
