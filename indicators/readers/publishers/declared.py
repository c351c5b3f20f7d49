"""Publishers whose tables are known by the names of their columns: which column is what is said here, the rest is read as any table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from indicators.problems import Problem
from indicators.readers.cells.periods import period_columns
from indicators.readers.delimited.table import Columns, Table
from indicators.readers.format import Format
from indicators.readers.generic.reader import read_with_roles
from indicators.readers.generic.roles import Roles
from indicators.readers.preview import Preview
from indicators.readers.rows import Column, Rows, joined, renamed


@dataclass(frozen=True)
class Publisher:
    """A publisher's layout. `roles` says for each part of a row which column holds it, the first that is there; a tuple of
    columns within is joined. `others` part the figures, `status` says what the letters of its status column mean.
    """

    id: str
    title: str
    needs: tuple[str, ...]
    roles: Mapping[str, tuple[str | tuple[str, ...], ...]]
    others: Callable[[Table], list[str]]
    status: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[Table], Table] = lambda table: table
    unit: str = ""
    quirks: str = ""


def added(table: Table, columns: Mapping[str, Column]) -> Table:
    """The table with these columns, new or instead of those of the same name."""
    names = (*table.names, *(name for name in columns if name not in table.names))
    return replace(
        table,
        names=names,
        columns=Columns({name: columns.get(name) or table.columns[name] for name in names}),
    )


def _read(publisher: Publisher, sniff: Preview) -> tuple[Rows, list[Problem]]:
    table = publisher.prepare(sniff.table())
    parts: dict[str, str] = {}
    for part, choices in publisher.roles.items():
        table, parts[part] = _chosen(table, choices, part)
    if publisher.status and parts.get("status"):
        said = renamed(table.column(parts["status"]), lambda word: publisher.status.get(word, word))
        table, parts["status"] = added(table, {"the status": said}), "the status"
    others = tuple(name for name in publisher.others(table) if name not in parts.values())
    roles = Roles(**parts, breakdowns=others, fixed_unit=publisher.unit)  # type: ignore[arg-type]
    if not roles.value:
        roles = replace(
            roles,
            columns={
                name: {"period": period} for name, period in period_columns(table.names).items()
            },
        )
    if not roles.title and not roles.series:
        roles = replace(
            roles,
            fixed_title=", ".join(
                _constant(table, name) for name in others if _constant(table, name)
            ),
        )
    return read_with_roles(table, roles, others)


def _chosen(
    table: Table, choices: tuple[str | tuple[str, ...], ...], part: str
) -> tuple[Table, str]:
    """The first choice that is there; several columns at once become one, joined by a comma (a dot for codes)."""
    for choice in choices:
        names = [choice] if isinstance(choice, str) else choice
        there = [
            found
            for name in names
            if (found := table.find(name)) and any(table.column(found).words)
        ]
        if len(there) == 1 and len(names) == 1:
            return table, there[0]
        if there and len(names) > 1 and (part != "series" or len(there) == len(names)):
            between = "." if part == "series" else ", "
            columns = [table.column(name) for name in there]
            column = joined(
                columns,
                lambda words, between=between: between.join(  # type: ignore[misc]
                    word.removeprefix("'") for word in words if word not in ("", "NA")
                ),
            )
            return added(table, {f"the {part}": column}), f"the {part}"
    return table, ""


def _constant(table: Table, name: str) -> str:
    words = {word for word in table.column(name).words if word}
    return words.pop() if len(words) == 1 else ""


def _between(first: str, last: tuple[str, ...]) -> Callable[[Table], list[str]]:
    """The columns between these two."""

    def names(table: Table) -> list[str]:
        begin, end = (
            table.names.index(found) if (found := table.find(*names)) else -1
            for names in ((first,), last)
        )
        return list(table.names[begin + 1 : end]) if 0 <= begin < end else []

    return names


def _named(*wanted: str) -> Callable[[Table], list[str]]:
    return lambda table: [
        found for name in wanted if (found := table.find(name)) and any(table.column(found).words)
    ]


_MONTH = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])")


def _trade_periods(table: Table) -> Table:
    """Comtrade's months, written 202203."""
    name = table.find("period")
    return added(
        table,
        {
            name: renamed(
                table.column(name),
                lambda word: _MONTH.sub(r"\g<y>-\g<m>", word) if _MONTH.fullmatch(word) else word,
            )
        },
    )


def _dimensions(table: Table) -> dict[str, str]:
    """The WHO's dimensions: {the name that 'Dim1 type' says ('SEX'): the column with its words ('Dim1')}."""
    said = ((table.find(f"Dim{at} type", f"Dim{at}Type"), table.find(f"Dim{at}")) for at in "123")
    return {
        _constant(table, kind).capitalize() or word: word
        for kind, word in said
        if kind and word and any(table.column(word).words)
    }


def _health(table: Table) -> Table:
    """The WHO's dimensions under their own names."""
    return added(
        table,
        {
            name: renamed(
                table.column(word),
                lambda cell, name=name: cell.removeprefix(f"{name.upper()}_"),  # type: ignore[misc]
            )
            for name, word in _dimensions(table).items()
            if name not in table.names
        },
    )


_CANADA = {
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
_ZEALAND = {
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
_FOOD = {
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
        _CANADA,
        quirks="SCALAR_FACTOR multiplies; letters A to F in STATUS grade the quality; the columns between DGUID and UOM part the figures.",
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
            "title": (tuple(f"Series_title_{at}" for at in range(1, 6)), "Group"),
        },
        lambda table: [],
        _ZEALAND,
        quirks="2019.03 is March 2019 and 2019.1 October; MAGNTUDE multiplies; F in STATUS is final. No column says the place.",
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
        _named("Months", "Source", "Purpose", "Sex", "Partner Countries"),
        _FOOD,
        quirks="A series is an item and an element; E in Flag is estimated, X from another organization; wide files have Y2019 and Y2019F.",
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
        lambda table: list(_dimensions(table)),
        prepare=_health,
        quirks="The figure is FactValueNumeric (NumericValue in OData); Value holds it as words with its interval.",
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
        _named("flowDesc", "partnerDesc", "partner2Desc", "customsDesc", "motDesc"),
        prepare=_trade_periods,
        unit="US$",
        quirks="The value is primaryValue, in US dollars; flow, partner and mode of transport part the figures.",
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
        _named("Trade Flow", "Partner"),
        prepare=_trade_periods,
        unit="US$",
        quirks="Flow and partner part the figures; the value is in US dollars.",
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
        lambda table: [],
        quirks="Years as columns; the unit multiplies (Thousands of dollars); (NA), (D) and (L) are missing figures, and noted.",
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
        lambda table: _between(
            "Territorio" if table.find("Territorio") else "Territory", ("TIME",)
        )(table)[2:][1::2],
        quirks="'valori in migliaia' multiplies.",
    ),
)


def _format(publisher: Publisher) -> Format:
    return Format(
        publisher.id,
        publisher.title,
        lambda sniff: sniff.has(*publisher.needs),
        lambda sniff, name: _read(publisher, sniff),
        publisher.quirks,
        f"A header with {' and '.join(', '.join(publisher.needs).rsplit(', ', 1))}.",
    )


FORMATS = tuple(map(_format, PUBLISHERS))
