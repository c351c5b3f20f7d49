"""Which columns of an unknown table say periods: by their headers, or with periods as headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from indicators.readers.cells.column_profile import CellKind, ColumnProfile
from indicators.readers.cells.header_words import PERIODS, YEAR_PARTS
from indicators.readers.cells.periods import has_added_number, period_columns, stem_columns
from indicators.readers.cells.totals import GROUPS
from indicators.readers.cells.uncertain_units import uncertain_unit
from indicators.readers.cells.units import unit_above
from indicators.readers.generic.place_columns import finest

MAX_HEADER_LENGTH = 200
"""Characters of a header in which words and years are looked for."""
MIN_PERIOD_SHARE = 0.9
"""The share of cells from which on a column may be one of periods."""
MIN_NAMED_PERIOD_SHARE = 0.5
"""The same for a column that is named for periods, where no other is certain."""
_YEAR_FIRST = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?: ?年度?|[ _.:-]+)(?P<stem>[^\d年].*[^\W\d].*|[^\W\d年].*)"
)
_YEAR_WITHIN = re.compile(
    r"(?P<stem>[^\d(（\[]*[^\W\d][^\d(（\[]*?)[ _.,:-]+(?P<y>(?:19|20)\d\d) "
    r"?(?P<unit>[(（\[].*[^\W\d%].*|[(（\[].*%.*)"
)
"""'Population 2020 (millions)'."""


def find_period_headers(profiles: Sequence[ColumnProfile]) -> dict[str, dict[str, str]]:
    """Return the columns whose headers are periods ('2010') or hold one ('gdp_2010'), with figures
    or nothing in them.

    Each with the parts of a row that its header says: {'gdp_2010': {'title': 'gdp', 'period':
    '2010'}}. Where most columns named for periods hold figures, the others are no less: words in a
    year's column are reported one by one, and its figures are not lost.
    """
    numeric = [
        column.name
        for column in profiles
        if (column.number_share >= 0.5 or not column.filled) and may_be_year(column.name)
    ]
    certain = period_columns(numeric)
    every = period_columns([column.name for column in profiles])
    periods = every if 1 < len(certain) >= len(every) / 2 else certain
    if periods:
        return {name: {"period": period} for name, period in periods.items()}
    short = [name for name in numeric if len(name) <= MAX_HEADER_LENGTH]
    return _stem_parts(stem_columns(short) or _years_in_headers(short))


def _stem_parts(stems: Mapping[str, tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Take stems as breakdowns where all are words for groups ('men_2010'), else as titles
    ('gdp_2010').
    """
    groups = {stem: GROUPS.get(stem.casefold(), "") for stem, _ in stems.values()}
    if all(groups.values()):
        return {
            name: {"breakdown": groups[stem], "period": period}
            for name, (stem, period) in stems.items()
        }
    return {
        name: {**_words_of_stem(stem), "period": period} for name, (stem, period) in stems.items()
    }


def _words_of_stem(stem: str) -> dict[str, str]:
    """Take a stem that is a unit ('2020 (million EUR)'), or may be one ('2020 (mil)'), for that,
    any other for a title.
    """
    unit = unit_above(stem, lines=2)
    if not unit and stem.startswith(("(", "（", "[")):
        unit = uncertain_unit(f"x {stem}")
    return {"unit": unit} if unit else {"title": stem}


def may_be_year(name: str) -> bool:
    """Return whether a name is no bare number beyond the years of figures (2600), as where a row
    stands for a header.
    """
    number = name.partition("#")[0]
    # nine digits fit every integer type, and are no year
    return not number.isdecimal() or 1500 < int(number[:9]) < 2200


def _years_in_headers(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Give columns like '2021年互联网普及率(%)' as (stem, period); only stems with at least two
    years.
    """
    found: dict[str, tuple[str, str]] = {}
    for name in names:
        if has_added_number(name):
            continue
        if match := _YEAR_FIRST.fullmatch(name):
            found[name] = match["stem"].strip(" _.:-"), match["y"]
        elif match := _YEAR_WITHIN.fullmatch(name):
            found[name] = f"{match['stem'].strip(' _.:-,')} {match['unit']}", match["y"]
    stems = Counter(stem for stem, _ in found.values())
    return {name: entry for name, entry in found.items() if stems[entry[0]] > 1}


def find_period_column(profiles: Sequence[ColumnProfile]) -> str:
    """Return the column of periods: the finest with such a header, else the only one of years; ''
    where there is none.

    A column with another header holds years only where they come again; else figures like 1995
    would be taken for years.
    """
    periods = [column for column in profiles if column.period_share > MIN_PERIOD_SHARE]
    if name := finest(column for column in periods if column.key in PERIODS):
        return name
    if name := finest(column for column in profiles if _is_mostly_periods(column)):
        return name
    if len(periods) != 1:
        return ""
    (column,) = periods
    return column.name if 1 < column.distinct <= column.filled / 2 else ""


def _is_mostly_periods(column: ColumnProfile) -> bool:
    """Say whether a column is named for periods, and most of its cells are some: the others are
    mistyped, and reported row by row.
    """
    return column.key in PERIODS and column.period_share > MIN_NAMED_PERIOD_SHARE


def find_year_part(profiles: Sequence[ColumnProfile]) -> str:
    """Return the month or quarter beside the year: by its header, or by cells like M01; '' where
    there is none.
    """
    by_header = (column.name for column in profiles if column.key in YEAR_PARTS)
    by_cells = (column.name for column in profiles if column.kind is CellKind.YEAR_PART)
    return next(by_header, "") or next(by_cells, "")


def has_periods_across(
    columns: Mapping[str, Mapping[str, str]], profiles: Sequence[ColumnProfile]
) -> bool:
    """Return whether a table has its periods as headers: several, or a single one and no column of
    periods.
    """
    is_long = any(map(_is_mostly_periods, profiles))
    return len(columns) > 1 or (len(columns) == 1 and not is_long)
