"""Open SDG (national reporting platforms): Year first, Value last, disaggregations between, and no column for the place."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.problems import Problem, uncoded
from indicators.readers.cells.numbers import parse_multipliers, unknown_multipliers
from indicators.readers.cells.status_flags import parse_flags
from indicators.readers.cells.units import extract_multipliers
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.reshape import Part, long
from indicators.readers.rows import Column, Rows, combine, map_categories

_KNOWN = {
    "year": "period",
    "time_period": "period",
    "value": "value",
    "obs_value": "value",
    "units": "unit",
    "unit": "unit",
    "unit measure": "unit",
    "unit_measure": "unit",
    "unit of measure": "unit",
    "unit multiplier": "power",
    "unit_mult": "power",
    "unit mult": "power",
    "observation status": "status",
    "observation_status": "status",
    "obs_status": "status",
    "geocode": "code",
    "geo code": "code",
    "ref_area": "code",
    "series": "title",
    "series_description": "title",
    "footnote": "note",
    "footnotes": "note",
    "note": "note",
    "comment_obs": "note",
    "comments": "note",
    "source": "source",
    "source_detail": "source",
    "unit multiplier code": "power",
}
_SEXES = {"F": "female", "M": "male", "T": ""}
_MARKS = ("unit", "power", "status", "code", "title")
"""Parts of which one at least must be there, so that a file is known as Open SDG's."""
_PLACES = frozenset(
    (
        "country",
        "region",
        "regions",
        "local authority",
        "county",
        "district",
        "state",
        "province",
        "municipality",
        "territory",
        "area",
        "geography",
        "location",
        "place",
        "country name",
        "entity",
        "economy",
        "city",
        "oblast",
        "nuts",
        "land",
        "canton",
        "voivodship",
        "governorate",
        "department",
        "国家",
        "地区",
        "省份",
        "城市",
    )
)


def _roles(names: Sequence[str]) -> dict[str, str]:
    """{part of a row: column}; the first where two columns say the same part."""
    found: dict[str, str] = {}
    for name in names:
        if part := _KNOWN.get(name.strip().casefold()):
            found.setdefault(part, name)
    return found


def _looks(sniff: Preview) -> bool:
    names = sniff.names
    roles = _roles(names)
    if not names or names[0].strip().casefold() != "year" or "value" not in roles:
        return False
    rows = [row for row in sniff.cells()[sniff.header + 1 :] if len(row) == len(names)]
    if not any(part in roles for part in _MARKS):
        return names[-1].strip().casefold() == "value" and _headlines(rows, len(names))
    if "code" in roles:
        return True
    places = [
        at
        for at, name in enumerate(names)
        if name.strip().casefold() in _PLACES
        or "iso" in name.casefold().split()
        or name.casefold().endswith((" code", "iso3"))
    ]
    return all(any(not row[at] for row in rows) for at in places)


def _headlines(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a file without units and codes is Open SDG's: every disaggregation is empty somewhere, in one row all are."""
    return (
        width > 2
        and any(row[0] and not any(row[1:-1]) for row in rows)
        and all(any(not row[at] for row in rows) for at in range(1, width - 1))
    )


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    roles = _roles(table.names)
    geographic = [column for column in table.names if column.casefold() in _PLACES]
    others: dict[str, Part] = {
        column: _said(table, column)
        for column in table.names
        if column not in roles.values()
        and column not in geographic
        and any(table.column(column).categories)
    }
    status, remark = parse_flags(table.column(roles.get("status", "")))
    note = combine(
        [table.column(roles.get("note", "")), remark],
        lambda words: "; ".join(word for word in words if word),
    )
    label = _label(table, geographic)
    place: Part = (
        combine([table.column(roles["code"]), label], lambda words: words[0] or words[1])
        if "code" in roles
        else label
    )
    rows, problems = long(
        table,
        value=roles["value"],
        period=roles["period"],
        place=place,
        place_name=label,
        title=roles.get("title", ""),
        unit=roles.get("unit", ""),
        status=status,
        note=note,
        source=roles.get("source", ""),
        breakdown=others,
        exponent=parse_multipliers(table.column(roles.get("power", ""))),
    )
    told = unknown_multipliers(
        table.column(roles.get("power", "")), table.line, name, roles.get("power", "")
    )
    rows = extract_multipliers(rows)
    return rows, [*problems, *told, *_nowhere(rows, name)]


def _said(table: Table, column: str) -> Column:
    """The words of a disaggregation; the codes of SDMX for a sex in words."""
    said = table.column(column)
    return (
        map_categories(said, lambda word: _SEXES.get(word, word))
        if column.casefold() in ("sex", "gender")
        else said
    )


def _label(table: Table, geographic: Sequence[str]) -> Column:
    """The name of the smallest place that a row tells; '' for the platform's own country."""
    if not geographic:
        return table.constant("")
    columns = sorted(
        (table.column(name) for name in geographic), key=lambda column: len(column.categories)
    )
    return combine(columns, lambda words: next((word for word in reversed(words) if word), ""))


def _nowhere(rows: Rows, name: str) -> list[Problem]:
    empty = [at for at, word in enumerate(rows.place.categories) if not word]
    missing = [at for at in empty if (rows.place.codes == at).any()]
    if not missing:
        return []
    return [
        uncoded(
            "the file does not say which place its figures are of",
            name,
            1,
            severity="warning",
            do="They are of the country or region whose platform published it: name that place.",
        )
    ]


FORMATS = (
    Format(
        "opensdg",
        "Open SDG",
        _looks,
        _read,
        "No column says the place: it is the platform's own; an empty disaggregation is the whole (the headline); units, multiplier and status "
        "of a figure have columns of their own; GeoCode, where there is one, is the place.",
        "Year as the first column and Value among them, with Units, Series, GeoCode or an observation status; or with disaggregations "
        "that are all empty in the headline's rows.",
    ),
)
