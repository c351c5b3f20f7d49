"""Which column of an unknown table is place, period, value, unit ...: by the header's words, held
against the cells.

Nothing is guessed: where a part is not certain, the file is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from indicators.problems import ProblemCode
from indicators.readers.cells.column_profile import (
    CellKind,
    ColumnProfile,
    is_period_or_date,
    normalize_header,
)
from indicators.readers.cells.footnote_marks import is_number
from indicators.readers.cells.header_words import (
    ALL_PLACES,
    BREAKDOWNS,
    CHARACTERISTICS,
    MULTIPLIERS,
    NOTES,
    PERIODS,
    PLACE_CODES,
    SERIES,
    SOURCES,
    STATUS,
    TITLES,
    UNITS,
    VALUES,
)
from indicators.readers.cells.numbers import MISSING_WORDS
from indicators.readers.cells.periods import period_columns, year_columns
from indicators.readers.cells.totals import GROUPS
from indicators.readers.cells.units import title_and_unit, unit_above, unit_line
from indicators.readers.generic.not_measures import (
    find_case_column,
    numbers_rows,
    parts_of_year,
    repeats_year,
)
from indicators.readers.generic.period_columns import (
    MIN_PERIOD_SHARE,
    find_period_column,
    find_period_headers,
    find_year_part,
    has_periods_across,
    may_be_year,
)
from indicators.readers.generic.place_columns import PlaceColumns, find_place_columns
from indicators.readers.generic.place_in_title import find_place
from indicators.readers.generic.roles import NeedsAnswer, Roles
from indicators.readers.generic.table_sample import TableSample, join_cells
from indicators.readers.preview import IsPlace

MIN_NUMBER_SHARE = 0.8
"""The share of cells from which on a column is one of figures."""
MIN_SINGLE_SHARE = 0.6
"""The same where no column reaches that: the one that may be it has mistyped figures."""
MAX_FIGURES_NAMED = 3
"""Columns of figures that a question names as understood."""
_NO_FIGURES = re.compile(
    r"(^|\b)(id|code|codes|lat|lon|long|latitude|longitude|zip|zip ?code|postcode|postal code|"
    r"shape ?area|"
    r"shape ?leng(?:th)?|sort ?order|邮编|index no|row|no|number|rownum|fid|objectid|uuid)$|"
    r"^(?:code|cod|cve|clave|kod|kode|x$|y$)\b|^(column \d+|unnamed.*)$|"
    r"(?:コード|代码|代碼|編號|编号|编码|Код|код|番号)$"
)
"""Headers of numbers that are no figures: codes, row numbers, coordinates."""
_CODE_OF = re.compile(
    r"(?:(?:value |obs )?(?:flag|status)|unit|period|frequency|year|time|month) (?:code|id)s?"
)
"""Codes of what another column says in words."""
_MEASURE = re.compile(
    r"\b(?:number of|counts?|n|samples?|respondents|population|weights?|rank|ranking|se|sd|std|"
    r"std ?err\w*|standard error|"
    r"margin|moe|low|high|lower|upper|min|max|mean|median)\b|排名|样本|人口"
)
"""Words for numbers that stand beside a figure and break nothing down."""
_KEYED = re.compile(r"[^(（:：]{1,20}[:：]")
"""What a line above a table says of it ('Survey: ...') is less of a title than the name of its one
column of figures.
"""
_YEAR = re.compile(r"(?<![\d/–-])(?<!FY)(?<!FY )(?:19|20)\d\d(?!\d|[/–-]\d)")
"""A year of a title, which is not the beginning of 2010/11 or of a date."""
_PROMISED_MULTIPLIERS = MULTIPLIERS - {"power"}
"""Headers that promise a multiplier; 'power' may be of something else, where no cell is one."""
_MULTIPLIER_KINDS = (CellKind.MULTIPLIERS, CellKind.POWERS, CellKind.SOME_MULTIPLIERS)
_CASE_KEYS = frozenset(("id", "uuid", "respondent", "respondent id", "objectid", "name"))
"""Headers of columns that tell single cases apart, where no column says the place."""
_GIVEN_KEYS = {
    "place": "country",
    "period": "year",
    "value": "value",
    "series": "series code",
    "unit": "unit",
    "status": "status",
    "note": "note",
    "breakdown": "breakdown",
}
"""The header that a column would have whose role somebody said."""
_GIVEN_SHARES: Mapping[str, Mapping[str, Any]] = {
    "place": {"number_share": 0.0, "code_share": 0.0},
    "period": {"period_share": 1.0},
    "value": {"number_share": 1.0},
}
"""What a column whose role somebody said is taken to hold."""
_HEADER_WORDS = {
    "unit": UNITS,
    "status": STATUS,
    "note": NOTES,
    "source": SOURCES,
    "series": SERIES,
    "title": TITLES,
    "power": MULTIPLIERS,
}


def find_roles(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    head: Sequence[Sequence[str]],
    is_place: IsPlace = lambda word: False,
    given: Mapping[str, str] = MappingProxyType({}),
) -> Roles:
    """Return what each column of a table is for.

    `names` are the header's, `rows` the first below it, `head` the records above. `is_place` knows
    places. `given` are roles that somebody said, by column: they count as if the headers said so.
    Raises NeedsAnswer with what is not certain.
    """
    sample = TableSample(tuple(names), rows)
    profiles = _with_given(sample.profiles(), given)
    if case := find_case_column(profiles):
        raise NeedsAnswer(ProblemCode.SINGLE_CASES, case=case[:40])
    filled = [column for column in profiles if column.filled and not numbers_rows(column)]
    periods = find_period_headers(profiles)
    places = find_place_columns(sample, filled, periods, is_place)
    if row := next((row for row in head if _is_row_of_figures(row)), None):
        raise NeedsAnswer(ProblemCode.FIGURES_ABOVE_HEADER, found=", ".join(row)[:40])
    known, titles = _read_head(head, places)
    taken = {places.code, places.name, *periods, *places.across}
    free = [column for column in filled if column.name not in taken]
    known, free = _assign_by_header(known, free)
    try:
        roles = _assign_figures(known, free, periods, places)
    except NeedsAnswer as question:
        question = question if periods else _nearer_question(question, sample)
        if not places:
            question = NeedsAnswer(ProblemCode.PLACE_COLUMN_MISSING, reason=question.problem)
        raise question from None
    roles = _drop_repeated_years(roles, sample)
    return roles if places else _roles_without_place(roles, profiles, titles, is_place)


def _with_given(profiles: Sequence[ColumnProfile], given: Mapping[str, str]) -> list[ColumnProfile]:
    """Give columns the headers of the roles that somebody said; others have those no more."""
    taken = frozenset().union(*map(_words_of, given.values()))
    columns = []
    for column in profiles:
        if role := given.get(column.name):
            shares = _GIVEN_SHARES.get(role, {})
            column = replace(column, key=_GIVEN_KEYS[role], kind=CellKind.OTHER, **shares)
        elif column.key in taken:
            column = replace(column, key="")
        columns.append(column)
    return columns


def _words_of(role: str) -> frozenset[str]:
    """Give the headers of a role that one column has."""
    words = {
        "place": ALL_PLACES.union(*PLACE_CODES),
        "period": PERIODS,
        "value": VALUES,
        "breakdown": frozenset[str](),
    }
    return words[role] if role in words else _HEADER_WORDS[role]


def find_value_column(
    names: Sequence[str], rows: Sequence[Sequence[str]], others: Collection[str]
) -> str:
    """Return the one column of figures beside `others`, whose roles are known; '' where there is
    none or several.
    """
    values = [
        column.name
        for column in TableSample(tuple(names), rows).profiles(without=others)
        if column.filled and _holds_figures(column) and not is_period_or_date(column.name)
    ]
    return values[0] if len(values) == 1 else ""


def _read_head(head: Sequence[Sequence[str]], places: PlaceColumns) -> tuple[Roles, list[str]]:
    """Read the records above the header: roles with their title and unit, and the lines that may
    name the table.
    """
    lines = [join_cells(row) for row in head]
    titles = [
        line
        for line in lines
        if line and not line.startswith(("sep=", "#")) and not unit_line(line)
    ]
    if not titles and _names_table(places.name):
        titles = [places.name]
    units = (unit_line(line) or unit_above(line, len(titles)) for line in lines)
    known = Roles(
        place=places.code or places.name,
        place_name=places.name if places.code else "",
        fixed_title=titles[0] if titles else "",
        fixed_unit=next(filter(None, units), ""),
    )
    return known, titles


def _names_table(header: str) -> bool:
    """Say whether the header of the places is a title with its unit ('GDP growth (percent)')."""
    return normalize_header(header) not in ALL_PLACES and bool(title_and_unit(header)[1])


def _nearer_question(question: NeedsAnswer, sample: TableSample) -> NeedsAnswer:
    """Ask about columns that are named for periods and yet are not read, where there are any."""
    names = [name for name in sample.names if may_be_year(name)]
    if periods := period_columns(names):
        name = next(iter(periods))
        cell = next(filter(None, sample.cells(name)), "")
        return NeedsAnswer(
            ProblemCode.PERIOD_COLUMNS_WITHOUT_NUMBERS, column=name[:20], found=cell[:20]
        )
    if years := list(year_columns(names)):
        return NeedsAnswer(ProblemCode.PERIOD_ACROSS_YEARS, column=years[0], n=1)
    return question


def _is_row_of_figures(row: Sequence[str]) -> bool:
    """Say whether a record above the header looks like a row: three cells or more, a number among
    them that is no year.
    """
    cells = [cell for cell in row if cell.strip()]
    return len(cells) > 2 and any(map(_is_measure, cells))


def _is_measure(cell: str) -> bool:
    return is_number(cell) and cell.casefold() not in MISSING_WORDS and not is_period_or_date(cell)


def _roles_without_place(
    roles: Roles, profiles: Sequence[ColumnProfile], titles: Sequence[str], is_place: IsPlace
) -> Roles:
    """Give the roles of a table without a column of places: its title names the place, or it is of
    one it does not name.

    Raises NeedsAnswer where a column of words may be the place's.
    """
    periods_across = len(roles.columns) > 1 and not roles.period
    if not periods_across and normalize_header(roles.period) not in PERIODS:
        understood = _understood(roles, ())
        reason = NeedsAnswer(ProblemCode.PERIOD_COLUMN_MISSING, understood=understood)
        raise NeedsAnswer(ProblemCode.PLACE_COLUMN_MISSING, reason=reason.problem)
    cases = [
        column.name
        for column in profiles
        if column.key in _CASE_KEYS and column.distinct == column.filled
    ]
    texts = {column.name for column in profiles if column.is_text and column.distinct > 1}
    doubtful = [
        name
        for name in roles.breakdowns
        if name in texts and normalize_header(name) not in BREAKDOWNS
    ]
    if cases or doubtful:
        raise NeedsAnswer(ProblemCode.PLACE_COLUMN_UNCLEAR, candidate=(cases or doubtful)[0][:40])
    return replace(roles, fixed_place=find_place(titles, is_place))


def _assign_by_header(
    known: Roles, profiles: Sequence[ColumnProfile]
) -> tuple[Roles, list[ColumnProfile]]:
    """Add unit, status, note and the like, by the words of their headers; and give the columns that
    are left.
    """
    named = [column for column in profiles if not _counts_observations(column)]
    names = {role: _find_named(named, words) for role, words in _HEADER_WORDS.items()}
    if not names["title"]:
        names["title"] = _find_named(profiles, CHARACTERISTICS)
    if not names["unit"]:
        names["unit"] = _find_kind(profiles, CellKind.UNITS, names.values())
    names |= _settle_multiplier(names, profiles)
    if not names["power"]:
        names["power"] = _find_kind(profiles, CellKind.MULTIPLIERS, names.values())
    free = [column for column in profiles if column.name not in names.values()]
    remarks = tuple(
        column.name for column in free if column.key in NOTES and not _counts_observations(column)
    )
    free = [column for column in free if column.name not in remarks]
    return replace(known, remarks=remarks, **names), free  # type: ignore[arg-type]


def _counts_observations(column: ColumnProfile) -> bool:
    """Say whether a column that is named for remarks holds figures: 'Observations'."""
    is_numeric = column.number_share >= MIN_NUMBER_SHARE
    return is_numeric and column.key in NOTES and column.distinct > column.filled / 2


def _settle_multiplier(
    names: Mapping[str, str], profiles: Sequence[ColumnProfile]
) -> dict[str, str]:
    """Give the role of a column that is named for a multiplier and holds units or remarks instead;
    else {}.
    """
    name = names["power"]
    if not name:
        return {}
    kind = next(column.kind for column in profiles if column.name == name)
    if kind is CellKind.UNITS and not names["unit"]:
        return {"power": "", "unit": name}
    is_promised = normalize_header(name) in _PROMISED_MULTIPLIERS
    if kind is CellKind.REMARK or (kind not in _MULTIPLIER_KINDS and not is_promised):
        return {"power": "", "note": names["note"] or name}
    return {}


def _find_named(profiles: Sequence[ColumnProfile], words: frozenset[str]) -> str:
    return next((column.name for column in profiles if column.key in words), "")


def _find_kind(profiles: Sequence[ColumnProfile], kind: CellKind, taken: Collection[str]) -> str:
    names = (column.name for column in profiles if column.kind is kind)
    return next((name for name in names if name not in taken), "")


def _drop_repeated_years(roles: Roles, sample: TableSample) -> Roles:
    """Take away columns of figures that only say the row's year again."""
    columns = {
        name: parts
        for name, parts in roles.columns.items()
        if not repeats_year(sample, name, roles.period)
    }
    if len(columns) == 1 and len(roles.columns) > 1:
        return replace(roles, columns={}, value=next(iter(columns)))
    return replace(roles, columns=columns)


def _assign_figures(
    known: Roles,
    profiles: Sequence[ColumnProfile],
    periods: Mapping[str, Mapping[str, str]],
    places: PlaceColumns,
) -> Roles:
    """Add the columns of periods, figures and breakdowns."""
    if has_periods_across(periods, profiles):
        return _wide_roles(known, periods, profiles)
    return _long_roles(known, places.across, profiles)


def _wide_roles(
    known: Roles, columns: Mapping[str, Mapping[str, str]], profiles: Sequence[ColumnProfile]
) -> Roles:
    """Give the roles of a table with periods as headers."""
    first: dict[tuple[tuple[str, str], ...], str] = {}
    for name, parts in columns.items():
        twin = first.setdefault(tuple(parts.items()), name)
        if twin != name:
            raise NeedsAnswer(ProblemCode.PERIOD_COLUMNS_ALIKE, columns=(twin[:40], name[:40]))
    breakdowns = tuple(column.name for column in profiles if not _is_measure_beside(column))
    return replace(known, columns=columns, breakdowns=breakdowns)


def _is_measure_beside(column: ColumnProfile) -> bool:
    """Say whether a column beside those of periods holds numbers of its own (a rank, say)."""
    return (
        column.number_share > MIN_NUMBER_SHARE
        and column.distinct > 1
        and not _NO_FIGURES.search(column.key)
    )


def _long_roles(
    known: Roles, across: Mapping[str, Mapping[str, str]], profiles: Sequence[ColumnProfile]
) -> Roles:
    """Give the roles of a table with a column of periods, or with its period in the title."""
    known = _assign_periods(known, profiles)
    free = [column for column in profiles if column.name not in (known.period, known.part)]
    if known.period and not known.part and (months := parts_of_year(free)):
        return replace(known, columns=months, breakdowns=_breakdowns(free, months))
    value, columns = ("", across) if across else _find_values(known, free)
    # the one column of figures is the title, where it has a name of its own
    if value and normalize_header(value) not in VALUES and _is_remark(known.fixed_title):
        known = replace(known, fixed_title="")
    if known.part:
        free = [column for column in free if column.period_share <= MIN_PERIOD_SHARE]
    breakdowns = _breakdowns(free, {value, *columns})
    return replace(known, value=value, columns=columns, breakdowns=breakdowns)


def _assign_periods(known: Roles, profiles: Sequence[ColumnProfile]) -> Roles:
    """Add the column of periods and that of months or quarters, or the one year of the title."""
    if period := find_period_column(profiles):
        part = find_year_part([column for column in profiles if column.name != period])
        return replace(known, period=period, part=part)
    years = set(_YEAR.findall(known.fixed_title))
    if len(years) != 1:
        understood = _understood(known, profiles)
        raise NeedsAnswer(ProblemCode.PERIOD_COLUMN_MISSING, understood=understood)
    return replace(known, fixed_period=years.pop())


def _find_values(
    known: Roles, profiles: Sequence[ColumnProfile]
) -> tuple[str, dict[str, dict[str, str]]]:
    """Give the one column of figures, or several with what their headers say of them."""
    named = [column for column in profiles if column.key in VALUES and column.number_share > 0]
    if len({column.key for column in named}) < len(named):
        names = tuple(column.name[:40] for column in named[:2])
        understood = _understood(known, profiles)
        raise NeedsAnswer(ProblemCode.VALUE_COLUMN_UNCLEAR, columns=names, understood=understood)
    if named:
        return named[0].name, {}
    names = tuple(column.name for column in profiles if _holds_figures(column))
    mostly = [column.name for column in profiles if _holds_figures(column, MIN_SINGLE_SHARE)]
    if not names and len(mostly) == 1:
        return mostly[0], {}
    if not names:
        understood = _understood(known, profiles)
        raise NeedsAnswer(ProblemCode.VALUE_COLUMN_MISSING, understood=understood)
    if len(names) == 1:
        return names[0], {}
    if all(name.casefold() in GROUPS for name in names):
        return "", {name: {"breakdown": GROUPS[name.casefold()]} for name in names}
    return "", {name: {"title": name} for name in names}


def _understood(known: Roles, profiles: Iterable[ColumnProfile]) -> tuple[str, ...]:
    """List the columns that are understood, for the question about the others; a dash where there
    is none.
    """
    figures = [column.name for column in profiles if _holds_figures(column)]
    roles = (known.place, known.place_name, known.title or known.series, known.unit)
    names = [name[:40] for name in (*roles, *figures[:MAX_FIGURES_NAMED]) if name]
    return tuple(names) or ("–",)


def _is_remark(title: str) -> bool:
    return bool(_KEYED.match(title)) and not title_and_unit(title)[1]


def _breakdowns(profiles: Iterable[ColumnProfile], taken: Collection[str]) -> tuple[str, ...]:
    """Give the columns that may break the figures of a place down."""
    return tuple(
        column.name
        for column in profiles
        if column.name not in taken and not _breaks_nothing_down(column)
    )


def _breaks_nothing_down(column: ColumnProfile) -> bool:
    """Say whether the cells of a column are measures themselves, say only true and false, or are
    codes of another's.
    """
    if column.kind is CellKind.TRUTH or _CODE_OF.fullmatch(column.key):
        return True
    is_measure = column.kind is CellKind.MEASURE or bool(_MEASURE.search(column.key))
    return is_measure and column.number_share > 0.9 and column.key not in BREAKDOWNS


def _holds_figures(column: ColumnProfile, share: float = MIN_NUMBER_SHARE) -> bool:
    return (
        column.number_share >= share
        and not _NO_FIGURES.search(column.key)
        and not (column.key in PERIODS and column.period_share > 0)
    )
