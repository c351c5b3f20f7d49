"""Which column of an unknown table is place, period, value, unit ...: by the header's words, held against the cells.

Nothing is guessed: where a part is not certain, a sentence says which, and the file is asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.readers.cells.column_profile import (
    ColumnProfile,
    is_period_or_date,
    normalize_header,
    profile_column,
)
from indicators.readers.cells.footnote_marks import is_number
from indicators.readers.cells.header_words import (
    ALL_PLACES,
    BREAKDOWNS,
    MULTIPLIERS,
    NOTES,
    PERIODS,
    PLACE_CODES,
    PLACES,
    SERIES,
    SOURCES,
    STATUS,
    TITLES,
    UNITS,
    VALUES,
    YEAR_PARTS,
)
from indicators.readers.cells.numbers import MISSING_WORDS
from indicators.readers.cells.periods import (
    has_added_number,
    period_columns,
    stem_columns,
    year_columns,
)
from indicators.readers.cells.totals import GROUPS, TOTAL_WORDS
from indicators.readers.cells.units import title_and_unit, unit_above, unit_line
from indicators.readers.generic.not_measures import echoes, numbers_rows, parts_of_year, record_of


@dataclass(frozen=True)
class Roles:
    """What each column of a table is for; also what an analyst answers about a table that was asked about.

    Every part is the name of a column as `table.names` has it, or '' where there is none, except for:

    - `columns`: columns of figures, and what their names say of them, as parts of a row: {'2010': {'period': '2010'}},
      {'gdp': {'title': 'gdp', 'unit': 'USD'}}, {'France': {'place': 'France'}}, {'men': {'breakdown': 'sex=male'}}.
      Where it is empty, `value` is the one column of figures.
    - `fixed_place`, `fixed_period`, `fixed_title`, `fixed_unit`: words for the whole file, where no column says it
      ('FRA' or 'France', '2019', 'Broadband usage', '%'). A column that is named, too, wins.
    - `others`: columns that may part the figures of a place (sex, age); those that do become breakdowns, the rest
      is told as not read.

    `place` holds a code or a name, `place_name` the name beside a code. `part` is a month or quarter beside a year in
    `period`; `power` a multiplier (UNIT_MULT, 'Millions').
    """

    place: str = ""
    place_name: str = ""
    period: str = ""
    part: str = ""
    value: str = ""
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed_place: str = ""
    fixed_period: str = ""
    fixed_unit: str = ""
    series: str = ""
    title: str = ""
    fixed_title: str = ""
    unit: str = ""
    status: str = ""
    note: str = ""
    source: str = ""
    power: str = ""
    breakdowns: tuple[str, ...] = ()


_IDS = re.compile(
    r"(^|\b)(id|code|codes|lat|lon|long|latitude|longitude|zip|zip ?code|postcode|postal code|shape ?area|"
    r"shape ?leng(?:th)?|sort ?order|邮编|index no|row|no|number|rownum|fid|objectid|uuid)$|"
    r"^(?:code|cod|cve|clave|kod|kode|x$|y$)\b|^(column \d+|unnamed.*)$|"
    r"(?:コード|代码|代碼|編號|编号|编码|코드|код|番号)$"
)
_YEAR_FIRST = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?: ?年度?|[ _.:-]+)(?P<stem>[^\d年].*[^\W\d].*|[^\W\d年].*)"
)
_CODE_OF = re.compile(
    r"(?:(?:value |obs )?(?:flag|status)|unit|period|frequency|year|time|month) (?:code|id)s?"
)
"""Codes of what another column says in words."""
_MEASURE = re.compile(
    r"\b(?:number of|counts?|n|samples?|respondents|population|weights?|rank|ranking|se|sd|std|std ?err\w*|standard error|"
    r"margin|moe|low|high|lower|upper|min|max|mean|median)\b|排名|样本|人口"
)
"""Words for numbers that stand beside a figure and part nothing."""
_LONGEST = 200
"""Letters of a header in which words and years are looked for."""
_YEAR_WITHIN = re.compile(
    r"(?P<stem>[^\d(（\[]*[^\W\d][^\d(（\[]*?)[ _.,:-]+(?P<y>(?:19|20)\d\d) ?(?P<unit>[(（\[].*[^\W\d%].*|[(（\[].*%.*)"
)
"""'Population 2020 (millions)'."""
_KEYED = re.compile(r"[^(（:：]{1,20}[:：]")
"""What a line above a table says of it ('Survey: ...') is less of a title than the name of its one column of figures."""
_YEAR = re.compile(r"(?<![\d/–-])(?<!FY)(?<!FY )(?:19|20)\d\d(?!\d|[/–-]\d)")
"""A year of a title, which is not the beginning of 2010/11 or of a date."""

_MULTIPLIER = re.compile(r"mult|scalar|scalaire|power ?code|magni?tude|scale|grandeza|faktor")
"""Headers that promise a multiplier; 'power' may be of something else, where no cell is one."""


IsPlace = Callable[[str], bool]
_PIECES = re.compile(
    r"[,;:()|–—/]| - | in (?:the )?| of (?:the )?| for (?:the )?| en | in der | au | aux ",
    re.IGNORECASE,
)


def find_roles(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    head: Iterable[Sequence[str]],
    is_place: IsPlace = lambda word: False,
) -> Roles | str:
    """What each column is for, or a sentence that says what is not certain.

    `names` are the header's, `rows` the first below it, `head` the records above. `is_place` tells known places.
    """
    seen = [
        profile_column(name, [row[at] for row in rows if at < len(row)])
        for at, name in enumerate(names)
    ]
    full = [column for column in seen if column.filled and not numbers_rows(column)]
    columns = _period_names(seen)
    if case := record_of(seen):
        return f"each row is a single case of its own, for '{case[:40]}' tells them apart, and no figure of a place"
    code, label = _places(
        full,
        set(columns),
        lambda one, two: _one_to_one(names, rows, one, two),
        lambda one, two: _tells(names, rows, one, two),
    )
    if not code and not label:
        label = _by_places(full, columns, names, rows, is_place)
    across = {} if code or label else _across(full, is_place)
    if isinstance(across, str):
        return across
    if above := next((row for row in head if _like_a_row(row)), None):
        return (
            f"a row of figures stands above what seems to be the header ('{', '.join(above)[:40]}')"
        )
    said = [" ".join(cell.strip() for cell in row if cell.strip()) for row in head]
    lines = [
        line for line in said if line and not line.startswith(("sep=", "#")) and not unit_line(line)
    ]
    taken = {code, label, *columns, *across}
    rest = [column for column in full if column.name not in taken]
    lines += (
        [label]
        if label
        and not lines
        and normalize_header(label) not in ALL_PLACES
        and title_and_unit(label)[1]
        else []
    )
    known, rest = _named_parts(
        Roles(
            place=code or label,
            place_name=label if code else "",
            fixed_title=lines[0] if lines else "",
            fixed_unit=next(
                (
                    unit
                    for line in said
                    if (unit := unit_line(line) or unit_above(line, len(lines)))
                ),
                "",
            ),
        ),
        rest,
    )
    found = (
        _wide(known, columns, rest)
        if _is_wide(columns, rest)
        else _long(known, across, rest, known.fixed_title)
    )
    found = (
        _without_echoes(found, names, rows)
        if isinstance(found, Roles)
        else _why(found, seen, columns, rows)
    )
    if code or label or across:
        return found if isinstance(found, Roles) else f"{found}{_understood(known, rest)}"
    return _nowhere(found, seen, lines, is_place)


def _why(
    sentence: str,
    seen: Sequence[ColumnProfile],
    columns: Mapping[str, object],
    rows: Sequence[Sequence[str]],
) -> str:
    """The sentence, or a nearer one where columns are named for periods and yet are not read."""
    names = [column.name for column in seen]
    if columns:
        return sentence
    if periods := period_columns(names):
        at = names.index(next(iter(periods)))
        cell = next((row[at] for row in rows if at < len(row) and row[at]), "")
        return f"the columns of periods ('{names[at][:20]}') hold no plain numbers ('{cell[:20]}')"
    spans = list(year_columns(names))
    if spans:
        return f"the columns of years ('{spans[0]}') run from one into the next, and no word says which period of the calendar they are"
    return sentence


def _like_a_row(row: Sequence[str]) -> bool:
    """Whether a record above the header looks like a row of the table: three cells or more, a figure among them that is no year."""
    cells = [cell for cell in row if cell.strip()]
    return len(cells) > 2 and any(
        is_number(cell) and cell.casefold() not in MISSING_WORDS and not is_period_or_date(cell)
        for cell in cells
    )


def _understood(known: Roles, rest: Sequence[ColumnProfile]) -> str:
    """What was understood of a table that is asked about: '; the place is in 'COUNTY ID', figures in 'USAGE''."""
    figures = [f"'{column.name[:40]}'" for column in rest if _is_figures(column)]
    parts = {
        "the place is": known.place,
        "its name": known.place_name,
        "the series": known.title or known.series,
        "the unit": known.unit,
    }
    said = [f"{part} in '{name[:40]}'" for part, name in parts.items() if name]
    said += (
        [f"figures in {', '.join(figures[:3])}{' and others' if figures[3:] else ''}"]
        if figures
        else []
    )
    return f"; {', '.join(said)}" if said else ""


def _nowhere(
    found: Roles | str, seen: Sequence[ColumnProfile], lines: Sequence[str], is_place: IsPlace
) -> Roles | str:
    """A table without a column of places: its title names the place, or it is of one place that it does not name.

    Where a column of words may be the place's, it is asked about.
    """
    if isinstance(found, str):
        return f"no column says which place a figure is for, and {found}"
    parting = {column.name for column in seen if column.words and column.distinct > 1}
    doubtful = [
        name
        for name in found.breakdowns
        if normalize_header(name) not in BREAKDOWNS and name in parting
    ]
    if (
        not (len(found.columns) > 1 and not found.period)
        and normalize_header(found.period) not in PERIODS
    ):
        return "no column says which place a figure is for, nor for certain which period"
    has_added_number = [
        column.name
        for column in seen
        if column.key in ("id", "uuid", "respondent", "respondent id", "objectid", "name")
        and column.distinct == column.filled
    ]
    if has_added_number:
        return f"no column says which place a figure is for, and '{has_added_number[0]}' numbers its rows"
    if doubtful:
        return f"no column says which place a figure is for; it may be '{doubtful[0]}'"
    return replace(found, fixed_place=find_place(lines, is_place))


def find_place(lines: Sequence[str], is_place: IsPlace) -> str:
    """The one known place that the lines above a table name: 'Internet users in France' -> 'France'; else ''."""
    found: dict[str, None] = {}
    for line in lines:
        pieces = [part.strip() for part in _PIECES.split(line[:_TITLE])]
        found |= dict.fromkeys(part for part in pieces if part and is_place(part))
        if in_front := _place_in_front(line[:_TITLE], is_place):
            found[in_front] = None
    return next(iter(found)) if len(found) == 1 else ""


_TITLE = 300
"""Letters of a title in which a place is looked for."""
_DIVISION = "特别行政区|自治区|自治州|自治县|省|市|地区|区|县|州|盟|旗"
_BEFORE_PLACE = re.compile(r"[\W\d]*(?:年度?|表[\d.-]*)?[\W\d]*(?:年度?)?\W*")
"""What may stand before the place of a Chinese title: '表1-2 2023年长沙市...'."""
_ONE_DIVISION = re.compile(rf"[一-鿿]{{1,10}}?(?:{_DIVISION})")
_GOES_ON = re.compile(
    rf"[和与及、至到]|(?!地区|各|全|市场|区域|县域|州际)[一-鿿]{{1,6}}?(?:{_DIVISION}|镇|乡|街道|新区|园区)"
)
"""What makes the place before it another one: 'and Zhuzhou', or a district of it."""


def _place_in_front(line: str, is_place: IsPlace) -> str:
    """The known place with which a Chinese title begins, written without a mark behind it ('长沙市国民经济...'); else ''.

    A province and its city are the city; a place with another one, or with a division of its own that is not known, is none.
    """
    at = start = match.end() if (match := _BEFORE_PLACE.match(line)) else 0
    name = ""
    while division := _ONE_DIVISION.match(line, at):
        longer = line[start : division.end()]
        if not is_place(longer):
            break
        name, at = longer, division.end()
    return "" if not name or _GOES_ON.match(line, at) else name


def _named_parts(known: Roles, rest: Sequence[ColumnProfile]) -> tuple[Roles, list[ColumnProfile]]:
    """Unit, status, note and the like, by their headers' words; and the columns that are left."""
    named = {
        part: _named(rest, words)
        for part, words in (
            ("unit", UNITS),
            ("status", STATUS),
            ("note", NOTES),
            ("source", SOURCES),
            ("series", SERIES),
            ("title", TITLES),
            ("power", MULTIPLIERS),
        )
    }
    named["unit"] = named["unit"] or next(
        (
            column.name
            for column in rest
            if column.kind == "unit" and column.name not in named.values()
        ),
        "",
    )
    kinds = {column.name: column.kind for column in rest}
    scales = ("scale", "powers", "some scale")
    if named["power"] and kinds[named["power"]] == "unit" and not named["unit"]:
        named |= {"power": "", "unit": named["power"]}
    promised = bool(_MULTIPLIER.search(normalize_header(named["power"])))
    if named["power"] and (
        kinds[named["power"]] == "remark" or (kinds[named["power"]] not in scales and not promised)
    ):
        named |= {"power": "", "note": named["note"] or named["power"]}
    named["power"] = named["power"] or next(
        (
            column.name
            for column in rest
            if column.kind == "scale" and column.name not in named.values()
        ),
        "",
    )
    return replace(known, **named), [  # type: ignore[arg-type]
        column for column in rest if column.name not in named.values()
    ]


def _without_echoes(found: Roles, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Roles:
    """The roles without columns of figures that only say the row's year again."""
    at = {name: index for index, name in enumerate(names)}
    again = {name for name in found.columns if echoes(at, rows, name, found.period)}
    left = {name: words for name, words in found.columns.items() if name not in again}
    if len(left) != 1 or not again:
        return replace(found, columns=left)
    return replace(found, columns={}, value=next(iter(left)))


def _period_names(seen: Sequence[ColumnProfile]) -> dict[str, dict[str, str]]:
    """The columns whose names are periods ('2010'), or end in one ('gdp_2010'), and hold figures or nothing.

    Where most do, the others are no less: words in a year's column are told one by one, and its figures are not lost.
    """
    able = [
        column.name
        for column in seen
        if (column.numbers >= 0.5 or not column.filled) and not _no_year(column.name)
    ]
    sure, every = period_columns(able), period_columns([column.name for column in seen])
    plain = {
        name: {"period": said}
        for name, said in (every if 1 < len(sure) >= len(every) / 2 else sure).items()
    }
    short = [name for name in able if len(name) <= _LONGEST]
    stems = stem_columns(short) or _years_first(short)
    kinds = {stem: kind for stem, _ in stems.values() if (kind := GROUPS.get(stem.casefold()))}
    part = (
        "breakdown"
        if kinds and len(kinds) == len({stem for stem, _ in stems.values()})
        else "title"
    )
    return plain or {
        name: {part: kinds[stem] if part == "breakdown" else stem, "period": said}
        for name, (stem, said) in stems.items()
    }


def _no_year(name: str) -> bool:
    """Whether a name is a bare number that is no year of figures (2600), as where a row stands for a header."""
    return name.partition("#")[0].isdecimal() and not 1500 < int(name.partition("#")[0][:9]) < 2200


def _years_first(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Columns like '2021年互联网普及率(%)': {column: (stem, period)}; only stems with at least two years."""
    names = [name for name in names if not has_added_number(name)]
    found = {
        name: (match["stem"].strip(" _.:-"), match["y"])
        for name in names
        if (match := _YEAR_FIRST.fullmatch(name))
    }
    found |= {
        name: (f"{match['stem'].strip(' _.:-,')} {match['unit']}", match["y"])
        for name in names
        if name not in found and (match := _YEAR_WITHIN.fullmatch(name))
    }
    stems = Counter(stem for stem, _ in found.values())
    return {name: entry for name, entry in found.items() if stems[entry[0]] > 1}


def _by_places(
    columns: Sequence[ColumnProfile],
    taken: Iterable[str],
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    is_place: IsPlace,
) -> str:
    """The column whose cells are places, whatever its name; '' where there is none, or several that do not say the same (from, to)."""
    found = []
    index = {name: at for at, name in enumerate(names)}
    for column in columns:
        at = index[column.name]
        words = {row[at] for row in rows if at < len(row) and row[at]}
        if (
            column.name not in taken
            and column.numbers < 0.5
            and sum(map(is_place, words)) >= max(1, 0.8 * len(words))
        ):
            found.append(column.name)
    return (
        found[0]
        if found and all(_one_to_one(names, rows, found[0], name) for name in found[1:])
        else ""
    )


def _across(columns: Sequence[ColumnProfile], is_place: IsPlace) -> dict[str, dict[str, str]] | str:
    """Places as columns: those named by a place, where nearly all columns of figures are."""
    figures = [
        column
        for column in columns
        if column.numbers >= 0.5
        and column.key not in PERIODS
        and column.name.casefold() not in TOTAL_WORDS
    ]
    found = [column.name for column in figures if is_place(column.name.partition("#")[0])]
    if 1 < len(found) < 0.8 * len(figures):
        places = set(found)
        other = next(column.name for column in figures if column.name not in places)
        return f"some columns of figures are named for places ('{found[0][:40]}') and others are not ('{other[:40]}')"
    return {name: {"place": name} for name in found} if len(found) > 1 else {}


def _named(columns: Sequence[ColumnProfile], words: frozenset[str]) -> str:
    return next((column.name for column in columns if column.key in words), "")


def _places(
    columns: Sequence[ColumnProfile],
    periods: set[str],
    one_to_one: Callable[[str, str], bool],
    finer: Callable[[str, str], bool] = lambda one, two: False,
) -> tuple[str, str]:
    """The column with the code of a place and the one with its name; '' for either that is not there.

    Where two countries have one name (Congo, Korea), the code tells them apart: it is the place, and no breakdown.
    """
    able = [column for column in columns if column.name not in periods]
    text = [column for column in able if column.numbers < 0.5]
    label = next(
        (
            found
            for words in PLACES
            if (found := _finest([column for column in text if column.key in words]))
        ),
        "",
    )
    codes = [column for column in able if column.short > 0.9]
    code = next(
        (
            found
            for words in PLACE_CODES
            if (found := _finest([column for column in codes if column.key in words]))
        ),
        "",
    )
    if not code and label:
        code = _finest(
            [
                column
                for column in codes
                if column.key in ("code", "id", "代码") and column.numbers < 0.5
            ]
        )
    keys = {column.name: column.key for column in able}
    of_countries = code and label and keys[code] in _COUNTRY_CODES and keys[label] in PLACES[0]
    return (
        code
        if not label or one_to_one(code, label) or (of_countries and finer(code, label))
        else ""
    ), label


_COUNTRY_CODES = PLACE_CODES[0] | PLACE_CODES[1]


def _one_to_one(names: Sequence[str], rows: Sequence[Sequence[str]], one: str, two: str) -> bool:
    """Whether each word of a column goes with one of the other's; blank ones aside."""
    if not one:
        return False
    at, to = list(names).index(one), list(names).index(two)
    pairs = {(row[at], row[to]) for row in rows if len(row) > max(at, to) and row[at] and row[to]}
    return bool(pairs) and len(pairs) == len({code for code, _ in pairs}) == len(
        {name for _, name in pairs}
    )


def _tells(names: Sequence[str], rows: Sequence[Sequence[str]], one: str, two: str) -> bool:
    """Whether each word of the first column goes with one word of the second."""
    at, to = list(names).index(one), list(names).index(two)
    pairs = {(row[at], row[to]) for row in rows if len(row) > max(at, to) and row[at] and row[to]}
    return bool(pairs) and len(pairs) == len({code for code, _ in pairs})


def _finest(columns: Sequence[ColumnProfile]) -> str:
    return max(columns, key=lambda column: column.distinct).name if columns else ""


def _is_wide(columns: Mapping[str, Mapping[str, str]], rest: Sequence[ColumnProfile]) -> bool:
    long = any(column.key in PERIODS and column.times > 0.9 for column in rest)
    return len(columns) > 1 or (len(columns) == 1 and not long)


def _wide(
    known: Roles, columns: Mapping[str, Mapping[str, str]], rest: Sequence[ColumnProfile]
) -> Roles | str:
    if len({tuple(words.items()) for words in columns.values()}) < len(columns):
        return "two columns are of the same period"
    figures = {
        column.name
        for column in rest
        if column.numbers > 0.8 and column.distinct > 1 and not _IDS.search(column.key)
    }
    return replace(
        known,
        columns=columns,
        breakdowns=tuple(column.name for column in rest if column.name not in figures),
    )


def _long(
    known: Roles, across: Mapping[str, Mapping[str, str]], rest: Sequence[ColumnProfile], title: str
) -> Roles | str:
    period = _period([column for column in rest if column.times > 0.9])
    part = _part([column for column in rest if column.name != period]) if period else ""
    years = set() if period else set(_YEAR.findall(title))
    if not period and len(years) != 1:
        return "no column and no title says which period a figure is for"
    left = [column for column in rest if column.name not in (period, part)]
    if period and not part and (months := parts_of_year(left)):
        others = tuple(
            column.name for column in left if column.name not in months and not _no_part(column)
        )
        return replace(known, period=period, columns=months, breakdowns=others)
    values = [column.name for column in left if column.key in VALUES and column.numbers > 0]
    if (
        len(values) > 1
        and len({normalize_header(name) for name in values}) < len(values)
        and not across
    ):
        return f"'{values[0]}' and '{values[1]}' may both hold the values"
    value = values[0] if values and not across else ""
    figures = [] if across or value else [column.name for column in left if _is_figures(column)]
    if not (across or value or figures):
        return "no column holds figures"
    if len(figures) == 1:
        keyed = bool(_KEYED.match(known.fixed_title)) and not title_and_unit(known.fixed_title)[1]
        value, known = figures[0], replace(known, fixed_title="" if keyed else known.fixed_title)
    kinds = all(name.casefold() in GROUPS for name in figures)
    columns = across or (
        {
            name: {"breakdown": GROUPS[name.casefold()]} if kinds else {"title": name}
            for name in figures
        }
        if not value
        else {}
    )
    taken = {value, *columns}
    others = tuple(
        column.name
        for column in left
        if column.name not in taken and not _no_part(column) and not (part and column.times > 0.9)
    )
    return replace(
        known,
        period=period,
        part=part,
        fixed_period="".join(years),
        value=value,
        columns=columns,
        breakdowns=others,
    )


def _no_part(column: ColumnProfile) -> bool:
    """Whether a column cannot part the figures of a place: its cells are measures themselves, or say only true and false."""
    if column.kind == "truth" or _CODE_OF.fullmatch(column.key):
        return True
    measure = column.kind == "measure" or bool(_MEASURE.search(column.key))
    return measure and column.numbers > 0.9 and column.key not in BREAKDOWNS


def _is_figures(column: ColumnProfile) -> bool:
    return (
        column.numbers >= 0.8
        and not _IDS.search(column.key)
        and not (column.key in PERIODS and column.times > 0)
    )


def find_value_column(
    names: Sequence[str], rows: Sequence[Sequence[str]], others: Collection[str]
) -> str:
    """The one column that holds figures, apart from `others`, whose meaning is known; '' where there is none or several."""
    seen = [
        profile_column(name, [row[at] for row in rows if at < len(row)])
        for at, name in enumerate(names)
        if name not in others
    ]
    found = [
        column.name
        for column in seen
        if column.filled and _is_figures(column) and not is_period_or_date(column.name)
    ]
    return found[0] if len(found) == 1 else ""


def _part(columns: Sequence[ColumnProfile]) -> str:
    """The month or quarter beside the year: by its name, or a column 'period' of words like M01."""
    named = _named(columns, YEAR_PARTS)
    return named or next((column.name for column in columns if column.kind == "part"), "")


def _period(times: Sequence[ColumnProfile]) -> str:
    """The column that says the period: one that is named so (the finest where there are several), else the only one of years.

    A column with another name holds years only where they come again; else figures like 1995 would be taken for years.
    """
    named = [column for column in times if column.key in PERIODS]
    if named:
        return _finest(named)
    return times[0].name if len(times) == 1 and 1 < times[0].distinct <= times[0].filled / 2 else ""


__all__ = ["IsPlace", "Roles", "find_place", "find_roles", "find_value_column", "normalize_header"]
