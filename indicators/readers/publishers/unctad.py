"""UNCTADstat: an economy and period a row, with labels beside codes; each measure has a footnote's column beside it."""

from __future__ import annotations

import re
from dataclasses import replace

from indicators.problems import Problem, uncoded
from indicators.readers.cells.periods import period_of
from indicators.readers.cells.status_flags import flag_of
from indicators.readers.cells.units import power_and_unit, scaled, title_and_unit
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.worldbank import unread
from indicators.readers.reshape import GROUP_COLUMN, Part, long, unfold
from indicators.readers.rows import Column, Rows, combine, map_categories, no_rows

_LABEL = re.compile(r"(?P<stem>.+?)[ _](?:Label|label)")
_CODE = re.compile(r"(?P<stem>.+?)[ _](?:Code|code)")
_SIDE = re.compile(
    r"(?P<stem>.+?)[ _](?P<side>Value|Footnote|Missing ?Value|Missing value)", re.IGNORECASE
)
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d(?:[QqMm]\d\d?)?)[ _](?P<measure>.+)")
_TIMES = ("Year", "Period", "Quarter", "Month", "Period Label", "Period_Label")
_WHOLE = (
    "world",
    "0000",
    "total",
    "all products",
    "total trade",
    "total all products",
    "all",
    "_t",
    "not applicable",
)


def _looks(sniff: Preview) -> bool:
    names = {name.replace("_", " ").casefold() for name in sniff.names}
    return "economy label" in names and (
        bool(names & {time.casefold() for time in _TIMES})
        or any(_YEAR.fullmatch(name) for name in sniff.names)
    )


def _dimensions(table: Table) -> dict[str, tuple[str, str]]:
    """{'Flow': (column with codes, column with labels)}; the economy is among them."""
    labels = {match["stem"]: name for name in table.names if (match := _LABEL.fullmatch(name))}
    codes = {_bare(name): name for name in reversed(table.names) if name not in labels.values()}
    return {
        stem: (codes.get(_bare(stem), codes.get(_bare(stem) + "code", "")), label)
        for stem, label in labels.items()
        if stem.casefold() not in ("period", "year", "month", "quarter")
    }


def _bare(name: str) -> str:
    return "".join(mark for mark in name.casefold() if mark.isalnum())


def _measures(table: Table, used: set[str]) -> dict[str, dict[str, str]]:
    """{measure: {'value': column, 'note': column, 'missing': column}}, in the order of the file."""
    found: dict[str, dict[str, str]] = {}
    for name in table.names:
        match = _SIDE.fullmatch(name)
        if name in used or (not any(table.text(name).unique().to_pylist()) and not match):
            continue
        side = match["side"].casefold().replace(" ", "") if match else "value"
        role = {"value": "value", "footnote": "note", "missingvalue": "missing"}[side]
        found.setdefault(match["stem"] if match else name, {})[role] = name
    valued = {measure: parts for measure, parts in found.items() if "value" in parts}
    accompanied = {
        measure: parts
        for measure, parts in valued.items()
        if len(parts) > 1 or _SIDE.fullmatch(parts["value"]) or _YEAR.fullmatch(measure)
    }
    return accompanied or valued


def _read(sniff: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = sniff.table()
    dimensions = _dimensions(table)
    time = table.find(*_TIMES)
    ids = {column for pair in dimensions.values() for column in pair} | {
        time,
        *(column for column in table.names if _CODE.fullmatch(column)),
        *(table.find(other) for other in _TIMES),
    }
    measures = _measures(table, ids)
    if not measures:
        return no_rows(), [
            *table.problems,
            uncoded(
                "no column holds figures",
                name,
                1,
                do="A column for the measure is needed beside the economy.",
            ),
        ]
    flat = unfold(table, measures)
    economy = next((stem for stem in dimensions if stem.casefold() == "economy"), "")
    code, label = dimensions.pop(economy, ("", ""))
    which = flat.columns[GROUP_COLUMN]
    period = (
        map_categories(flat.column(time), _period)
        if time
        else map_categories(which, lambda word: _period(_apart(word)[0]))
    )
    breakdown: dict[str, Part] = {
        stem: _said(flat, pair)
        for stem, pair in dimensions.items()
        if stem.casefold() != "series" or len(dimensions) > 1
    }
    note = flat.column("note" if "note" in flat.columns else "")
    place = combine([flat.column(code), flat.column(label)], lambda words: words[0] or words[1])
    rows, problems = long(
        flat,
        value="value",
        period=period,
        place=place,
        place_name=label,
        title=map_categories(which, lambda word: _apart(word)[1]),
        unit=map_categories(which, lambda word: _unit(_apart(word)[1])),
        note=map_categories(note, lambda word: flag_of(word).note),
        status=map_categories(note, lambda word: flag_of(word).status),
        breakdown=breakdown,
    )
    rows = scaled(replace(rows, title=_titles(rows.title)))
    columns = [column for parts in measures.values() for column in parts.values()]
    return rows, problems + unread(table, (*ids, *columns))


def _apart(measure: str) -> tuple[str, str]:
    """'2021_Number_of_ships' -> ('2021', 'Number of ships'); a measure without a year as it is."""
    match = _YEAR.fullmatch(measure)
    words = match["measure"] if match else measure
    words = words.replace("_", " ") if " " not in words else words
    return (match["year"] if match else ""), re.sub(r"^US (?=at )", "US$ ", words)


def _period(word: str) -> str:
    """'2005Q01' -> '2005-Q1'."""
    return period_of(re.sub(r"(?<=[QqSs])0(?=\d$)", "", word)) or word


def _unit(measure: str) -> str:
    """The measure as a unit, where it is one: 'US dollars at current prices in millions', 'Percentage of total world'."""
    raw = title_and_unit(measure)[1]
    money = re.match(
        r"(us ?\$|us dollars?|percentage|percent|index|number|rate|growth|share)(?!\w)",
        measure,
        re.IGNORECASE,
    )
    return raw or (measure if money or power_and_unit(measure)[1] else "")


def _titles(title: Column) -> Column:
    """Measures without the multiplier, which the figures are multiplied by."""
    return map_categories(
        title, lambda word: power_and_unit(word)[0] if power_and_unit(word)[1] else word
    )


def _said(table: Table, pair: tuple[str, str]) -> Column:
    """The label of a dimension, else its code; '' for the whole."""
    code, label = table.column(pair[0]), table.column(pair[1])
    return combine(
        [code, label], lambda words: "" if words[1].casefold() in _WHOLE else words[1] or words[0]
    )


FORMATS = (
    Format(
        "unctadstat",
        "UNCTADstat",
        _looks,
        _read,
        "Codes of economies are padded with zeros, which Excel takes away; each measure has a footnote's column (and in newer files one for why "
        "it is missing) beside it; 'in millions' stands in the measure's name; flows and partners are kept apart by breakdown.",
        "A column Economy Label, with Year (or Period), or years in the names of the measures.",
    ),
)
