"""Read publishers whose tables are known by the names of their columns.

Which column is what is declared here; the rest is read as any table is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from indicators.problems import Problem
from indicators.readers.cells.periods import period_columns
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.generic.reader import read_with_roles
from indicators.readers.generic.roles import Roles
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import has_text, only_word, with_columns
from indicators.readers.rows import Rows, combine, map_categories

Choices = tuple[str | tuple[str, ...], ...]
"""Columns in order of preference; a tuple within stands for several that become one."""


@dataclass(frozen=True)
class Publisher:
    """A publisher's layout: which column has which part of a row.

    `needs` are the columns by which a table is recognised. `roles` gives the columns of each part,
    of which the first that exists is read. `breakdowns` returns the columns that distinguish
    figures, `statuses` translates the codes of the status column, `prepare` changes the table
    before all this, and `unit` is the unit of all figures.
    """

    id: str
    title: str
    needs: tuple[str, ...]
    roles: Mapping[str, Choices]
    breakdowns: Callable[[Table], list[str]] = lambda table: []
    statuses: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[Table], Table] = lambda table: table
    unit: str = ""
    quirks: str = ""


def _read(publisher: Publisher, preview: Preview) -> tuple[Rows, list[Problem]]:
    table = publisher.prepare(preview.table())
    columns: dict[str, str] = {}
    for part, choices in publisher.roles.items():
        table, columns[part] = _choose(table, choices, part)
    if publisher.statuses and columns.get("status"):
        status = map_categories(
            table.column(columns["status"]), lambda code: publisher.statuses.get(code, code)
        )
        table, columns["status"] = with_columns(table, {"the status": status}), "the status"
    breakdowns = tuple(name for name in publisher.breakdowns(table) if name not in columns.values())
    roles = Roles(**columns, breakdowns=breakdowns, fixed_unit=publisher.unit)  # type: ignore[arg-type]
    if not roles.value:
        periods = period_columns(table.names)
        roles = replace(
            roles, columns={name: {"period": period} for name, period in periods.items()}
        )
    if not roles.title and not roles.series:
        words = filter(None, (only_word(table, name) for name in breakdowns))
        roles = replace(roles, fixed_title=", ".join(words))
    return read_with_roles(table, roles, breakdowns)


def _choose(table: Table, choices: Choices, part: str) -> tuple[Table, str]:
    """Return the first choice that exists, and the table, to which a combined column is added.

    Codes of a series need all their columns.
    """
    for choice in choices:
        names = (choice,) if isinstance(choice, str) else choice
        existing = [name for name in map(table.find, names) if name and has_text(table, name)]
        if len(names) == 1 and existing:
            return table, existing[0]
        complete = len(existing) == len(names)
        if len(names) > 1 and existing and (complete or part != "series"):
            return _combine(table, existing, part)
    return table, ""


def _combine(table: Table, names: list[str], part: str) -> tuple[Table, str]:
    """Add a column with the words of several, separated by commas (codes of a series by dots)."""
    separator = "." if part == "series" else ", "

    def join(words: tuple[str, ...]) -> str:
        # FAOSTAT writes codes with an apostrophe, so that spreadsheets keep them as text
        return separator.join(word.removeprefix("'") for word in words if word not in ("", "NA"))

    combined = f"the {part}"
    column = combine([table.column(name) for name in names], join)
    return with_columns(table, {combined: column}), combined


def _between(first: str, last: tuple[str, ...]) -> Callable[[Table], list[str]]:
    """Return a function that gives the columns between two (the first of `last` that exists)."""

    def names(table: Table) -> list[str]:
        begin, end = table.find(first), table.find(*last)
        if not begin or not end:
            return []
        return list(table.names[table.names.index(begin) + 1 : table.names.index(end)])

    return names


def _existing(*names: str) -> Callable[[Table], list[str]]:
    """Return a function that gives those of the columns that exist and have text."""
    return lambda table: [name for name in map(table.find, names) if name and has_text(table, name)]


_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])")


def _comtrade_periods(table: Table) -> Table:
    """Return Comtrade's table with its months, written 202203, as 2022-03."""

    def month(word: str) -> str:
        match = _MONTH.fullmatch(word)
        return f"{match['year']}-{match['month']}" if match else word

    name = table.find("period")
    return with_columns(table, {name: map_categories(table.column(name), month)})


def _who_dimensions(table: Table) -> dict[str, str]:
    """Return {the dimension in 'Dim1 type' ('Sex'): the column with its words ('Dim1')}."""
    dimensions = {}
    for number in "123":
        type_ = table.find(f"Dim{number} type", f"Dim{number}Type")
        words = table.find(f"Dim{number}")
        if type_ and words and has_text(table, words):
            dimensions[only_word(table, type_).capitalize() or words] = words
    return dimensions


def _name_who_dimensions(table: Table) -> Table:
    """Return the WHO's table with its dimensions under their own names, without 'SEX_'."""
    return with_columns(
        table,
        {
            name: map_categories(table.column(words), _without_prefix(f"{name.upper()}_"))
            for name, words in _who_dimensions(table).items()
            if name not in table.names
        },
    )


def _without_prefix(prefix: str) -> Callable[[str], str]:
    return lambda word: word.removeprefix(prefix)


def _istat_dimensions(table: Table) -> list[str]:
    """Return the columns of names between place and time, which follow those of their codes."""
    place = "Territorio" if table.find("Territorio") else "Territory"
    return _between(place, ("TIME",))(table)[3::2]


_STATCAN_STATUSES = {
    "A": "",
    "B": "",
    "C": "",
    "D": "",
    "E": "use with caution",
    "F": "too unreliable to be published",
    "x": "confidential",
    "p": "provisional",
    "r": "revised",
    "e": "estimated",
    "..": "not available",
    "...": "not applicable",
    "0s": "rounds to zero",
}
_STATSNZ_STATUSES = {
    "F": "",
    "FINAL": "",
    "P": "provisional",
    "PROVISIONAL": "provisional",
    "R": "revised",
    "REVISED": "revised",
    "C": "confidential",
    "S": "suppressed",
    "E": "estimated",
}
_FAOSTAT_STATUSES = {
    "A": "",
    "X": "from international organizations",
    "T": "unofficial figure",
    "Official figure": "",
    "Figure from international organizations": "from international organizations",
    "*": "unofficial figure",
    "Im": "imputed",
    "Fm": "missing",
    "Fc": "calculated",
    "F": "estimated",
}

PUBLISHERS = (
    Publisher(
        "statcan",
        "Statistics Canada",
        ("DGUID",),
        {
            "place": ("GEO", "GÉO"),
            "period": ("REF_DATE", "PÉRIODE DE RÉFÉRENCE"),
            "unit": ("UOM", "UNITÉ DE MESURE"),
            "power": ("SCALAR_FACTOR", "FACTEUR SCALAIRE"),
            "value": ("VALUE", "VALEUR"),
            "status": ("STATUS", "STATUT"),
        },
        _between(
            "DGUID",
            ("UOM", "UNITÉ DE MESURE", "SCALAR_FACTOR", "FACTEUR SCALAIRE", "VECTOR", "VALUE"),
        ),
        _STATCAN_STATUSES,
        quirks="SCALAR_FACTOR multiplies. Letters A to F in STATUS grade the quality. The columns "
        "between DGUID and UOM are breakdowns.",
    ),
    Publisher(
        "statsnz",
        "Stats NZ",
        ("Series_reference", "Period", "Data_value"),
        {
            "period": ("Period",),
            "value": ("Data_value",),
            "series": ("Series_reference",),
            "unit": ("UNITS",),
            "power": ("MAGNTUDE", "Magnitude"),
            "status": ("STATUS",),
            "title": (tuple(f"Series_title_{number}" for number in range(1, 6)), "Group"),
        },
        statuses=_STATSNZ_STATUSES,
        quirks="2019.03 is March 2019 and 2019.1 October. MAGNTUDE multiplies. F in STATUS is "
        "final. No column states the place.",
    ),
    Publisher(
        "faostat",
        "FAOSTAT",
        ("Area", "Item", "Element", "Unit"),
        {
            "place": ("Area Code (ISO3)", "Area Code (ISO2)", "Area"),
            "place_name": ("Area",),
            "period": ("Year",),
            "value": ("Value",),
            "series": (
                ("Item Code", "Element Code"),
                ("Item Code (CPC)", "Element Code"),
                ("Item Code (FAO)", "Element Code"),
            ),
            "title": (("Item", "Element"),),
            "unit": ("Unit",),
            "status": ("Flag Description", "Flag"),
            "note": ("Note",),
        },
        _existing("Months", "Source", "Purpose", "Sex", "Partner Countries"),
        _FAOSTAT_STATUSES,
        quirks="A series is an item and an element. E in Flag is estimated, X from another "
        "organization. Wide files have Y2019 and Y2019F.",
    ),
    Publisher(
        "who-gho",
        "WHO, Global Health Observatory",
        ("IndicatorCode", "Dim1"),
        {
            "place": ("SpatialDimValueCode", "SpatialDim"),
            "place_name": ("Location",),
            "period": ("Period", "TimeDim"),
            "value": ("FactValueNumeric", "NumericValue"),
            "series": ("IndicatorCode",),
            "title": ("Indicator",),
            "note": ("FactComments", "Comments"),
            "source": ("DataSource",),
        },
        lambda table: list(_who_dimensions(table)),
        prepare=_name_who_dimensions,
        quirks="The figure is FactValueNumeric (NumericValue in OData); Value has it as text with "
        "its interval.",
    ),
    Publisher(
        "un-comtrade",
        "UN Comtrade",
        ("period", "flowCode", "cmdCode", "primaryValue"),
        {
            "place": ("reporterISO",),
            "place_name": ("reporterDesc",),
            "period": ("period",),
            "value": ("primaryValue",),
            "series": ("cmdCode",),
            "title": ("cmdDesc",),
        },
        _existing("flowDesc", "partnerDesc", "partner2Desc", "customsDesc", "motDesc"),
        prepare=_comtrade_periods,
        unit="US$",
        quirks="The value is primaryValue, in US dollars. Flow, partner and mode of transport are "
        "breakdowns.",
    ),
    Publisher(
        "un-comtrade-old",
        "UN Comtrade (until 2023)",
        ("Trade Flow Code", "Reporter ISO", "Trade Value (US$)"),
        {
            "place": ("Reporter ISO",),
            "place_name": ("Reporter",),
            "period": ("Period",),
            "value": ("Trade Value (US$)",),
            "series": ("Commodity Code",),
            "title": ("Commodity",),
        },
        _existing("Trade Flow", "Partner"),
        prepare=_comtrade_periods,
        unit="US$",
        quirks="Flow and partner are breakdowns. The value is in US dollars.",
    ),
    Publisher(
        "us-bea",
        "US Bureau of Economic Analysis (regional)",
        ("GeoFIPS", "GeoName", "LineCode", "Description"),
        {
            "place": ("GeoName",),
            "series": (("TableName", "LineCode"),),
            "title": ("Description",),
            "unit": ("Unit",),
        },
        quirks="Years are columns. The unit multiplies (Thousands of dollars). (NA), (D) and (L) "
        "are missing figures, with a note.",
    ),
    Publisher(
        "istat",
        "Istat (I.Stat)",
        ("ITTER107", "Value"),
        {
            "place": ("Territorio", "Territory"),
            "period": ("TIME", "Select time"),
            "value": ("Value",),
            "unit": ("Misura", "Measure"),
            "title": ("Tipo dato", "Data type"),
            "status": ("Flag Codes",),
        },
        _istat_dimensions,
        quirks="'valori in migliaia' multiplies.",
    ),
)


def _format(publisher: Publisher) -> Format:
    return Format(
        publisher.id,
        publisher.title,
        lambda preview: preview.has(*publisher.needs),
        lambda preview, name: _read(publisher, preview),
        publisher.quirks,
        f"A header with {' and '.join(', '.join(publisher.needs).rsplit(', ', 1))}.",
    )


FORMATS = tuple(map(_format, PUBLISHERS))
