"""Periods as publishers write them -> SDMX text: 'YR2010', '2010 [YR2010]', '2023Q1', '2023M07',
'2024年', 'Jan 2023'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from indicators.periods import is_period
from indicators.readers.rows import Column, map_categories
from indicators.vocabulary import read_word_lists

_MONTHS = read_word_lists("indicators.readers.cells", "months.toml")
MIN_ABBREVIATION = 3


def _month_numbers() -> dict[str, int]:
    """Number the months by their names and by their first three or four letters."""
    numbers = {}
    for names in _MONTHS.values():
        for number, name in enumerate(names, 1):
            for length in (len(name), MIN_ABBREVIATION + 1, MIN_ABBREVIATION):
                numbers[name[:length]] = number
    del numbers["jui"]  # juin or juillet
    return numbers


_MONTH = _month_numbers()
_HAN = {
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "上": "1",
    "下": "2",
    "十二": "12",
    "十一": "11",
    "十": "10",
}
_Y = r"(?P<y>(?:1[5-9]|20|21)\d\d)"

_Form = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _form(pattern: str, write: Callable[[re.Match[str]], str]) -> _Form:
    return re.compile(pattern, re.IGNORECASE), write


def _write_year(match: re.Match[str]) -> str:
    return match["y"]


def _write_half(match: re.Match[str]) -> str:
    return f"{match['y']}-S{_HAN.get(match['s'], match['s'])}"


def _write_quarter(match: re.Match[str]) -> str:
    return f"{match['y']}-Q{_HAN.get(match['q'], match['q'])}"


def _write_month(match: re.Match[str]) -> str:
    return f"{match['y']}-{int(match['m']):02}"


def _write_part(match: re.Match[str]) -> str:
    """Write a code of a German statistics office: JJ00 is a year, KW01 a quarter, MM01 a month."""
    if match["q"]:
        return _write_quarter(match)
    return _write_month(match) if match["m"] else match["y"]


def _write_named_month(match: re.Match[str]) -> str:
    name = match["n"].casefold()
    month = _MONTH.get(name) or _MONTH.get(name[:4])
    return f"{match['y']}-{month:02}" if month else ""


def _write_span(match: re.Match[str]) -> str:
    """Take three years or more as a span (an average); two may be one split year: no period."""
    count = int(match["z"]) - int(match["y"]) + 1
    return f"{match['y']}-01-01/P{count}Y" if 2 < count < 100 else ""


_FORMS: tuple[_Form, ...] = (
    _form(rf"(?:yr|y|x)? ?{_Y}(?:\.0+)?(?: ?\[yr ?(?P=y)\])?(?:[ -]?a1?)?", _write_year),
    _form(rf"y?{_Y} ?年度?", _write_year),
    _form(rf"{_Y} ?년도?", _write_year),
    _form(rf"{_Y} ?년 ?(?P<m>\d\d?) ?월", _write_month),
    _form(
        rf"{_Y}(?:JJ00|KW0(?P<q>[1-4])|MM(?P<m>0[1-9]|1[0-2]))",
        _write_part,
    ),
    _form(rf"{_Y}[ :/.-]?q ?(?P<q>[1-4])(?: ?\[yr.*\])?", _write_quarter),
    _form(rf"(?:q|t) ?(?P<q>[1-4])[ /.-]*{_Y}", _write_quarter),
    _form(rf"{_Y}[ -]?t(?P<q>[1-4])", _write_quarter),
    _form(
        rf"{_Y} ?年 ?第?(?P<q>[一二三四1-4]) ?季度?",
        _write_quarter,
    ),
    _form(rf"{_Y}[ :/.-]?[sh] ?(?P<s>[12])", _write_half),
    _form(rf"[sh](?P<s>[12])[ /.-]*{_Y}", _write_half),
    _form(rf"{_Y} ?年 ?(?P<s>[上下])半年", _write_half),
    _form(rf"{_Y} ?年 ?(?P<m>\d\d?) ?月", _write_month),
    _form(rf"{_Y}[ :-]?m ?(?P<m>\d\d?)(?: ?\[.*\])?", _write_month),
    _form(rf"{_Y}[./-](?P<m>0?[1-9]|1[0-2])", _write_month),
    _form(rf"(?P<m>0[1-9]|1[0-2])[./-]{_Y}", _write_month),
    _form(rf"(?P<n>[^\W\d_]{{3,10}})\.?[ -]+{_Y}", _write_named_month),
    _form(rf"{_Y}[ -]+(?P<n>[^\W\d_]{{3,10}})\.?", _write_named_month),
    _form(rf"{_Y} ?[-–—] ?(?P<z>(?:19|20)\d\d)", _write_span),
)


_HAN_MONTH = re.compile(r"(?P<m>[1-9]|1[0-2]) ?(?:月份?|월)")


def month_number(word: str) -> int:
    """Return the number of a month ('Jan', 'février', '1月'); 0 for any other word."""
    match = _HAN_MONTH.fullmatch(word)
    return int(match["m"]) if match else _MONTH.get(word.casefold().rstrip("."), 0)


def parse_period(word: str) -> str:
    """Write a period as SDMX text: 'YR2010' -> '2010', 'Jan 2023' -> '2023-01'.

    '' for words that are none, or of which it is not certain which (2023/24, 2010/11, 2023-2024,
    FY2023, 01/02/2023).
    """
    return "" if is_split_year(word) else _parse(word)


MAX_PERIOD_LENGTH = 40


def _parse(word: str) -> str:
    """Write a period as SDMX text where '2010/11' is a month for certain."""
    text = word.strip().strip("'\"")
    if is_period(text):
        return text
    if len(text) > MAX_PERIOD_LENGTH:
        return ""
    for pattern, write in _FORMS:
        match = pattern.fullmatch(text)
        if match and is_period(period := write(match)):
            return period
    return ""


def normalize_period(word: str) -> str:
    """Write a period as SDMX text; the word itself where it is none."""
    return parse_period(word) or word.strip()


_SHORT_MONTH, _LEADING_ZERO = re.compile(r"(?:19|20)\d\d\.1"), re.compile(r"(?:19|20)\d\d\.0\d")
"""2019.1 beside 2019.09 is October, which lost its zero as a number."""


def parse_periods(column: Column, sure: bool = False) -> Column:
    """Write a column of periods as SDMX text; words that are none stay as they stand, dates become
    months or years.

    Split years (2010-11, 2011/12) are no periods: they become '2010/11'. `sure` says that 2010-11
    alone is a month, as where the file's standard writes months so.
    """
    split_years = find_split_years(column.categories, sure)
    financial_years = _financial_years(column.categories)
    column = _restore_october(column)
    dates = _parse_dates(column.categories)

    def write(word: str) -> str:
        if word in split_years:
            return normalize_split_year(word)
        if word in financial_years:
            return word
        return dates.get(word) or _parse(word) or word.strip()

    return map_categories(column, write)


def _restore_october(column: Column) -> Column:
    """Write 2019.1 as 2019.10 in a column that has 2019.09 as well."""
    has_october = any(map(_SHORT_MONTH.fullmatch, column.categories))
    if not has_october or not any(map(_LEADING_ZERO.fullmatch, column.categories)):
        return column
    return map_categories(column, lambda word: f"{word}0" if _SHORT_MONTH.fullmatch(word) else word)


MAX_SPLIT_YEAR_LENGTH = 20
_SPLIT = re.compile(
    r"(?:FY ?)?(?P<y>(?:1[5-9]|20|21)\d\d) ?(?P<mark>[-–—/.]) ?(?P<n>(?:\d\d)?\d\d)", re.IGNORECASE
)
_MONTH_OF_ONE_DIGIT = re.compile(r"(?:1[5-9]|20|21)\d\d(?P<mark>[-/.])[1-9]")
"""2010.1, 2010/9: beside it, 2010.11 is a month."""


def _match_short(pattern: re.Pattern[str], word: str) -> re.Match[str] | None:
    return pattern.fullmatch(word.strip()) if len(word) < MAX_SPLIT_YEAR_LENGTH else None


def _is_followed(match: re.Match[str]) -> bool:
    """Say whether the second year is the one after the first, as in 2010/11 or FY2010–2011."""
    return str(int(match["y"]) + 1).endswith(match["n"])


def is_split_year(word: str) -> bool:
    """Return whether a word is, by itself, a year that runs from one into the next (2012/13,
    2010/11, 2012-2013).

    2010-11 and 2010.11 are months by themselves, as SDMX and East Asia write them; see
    `find_split_years`.
    """
    match = _match_short(_SPLIT, word)
    if match is None or not _is_followed(match):
        return False
    return not is_period(word.strip().replace(".", "-"))


def normalize_split_year(word: str) -> str:
    """Write such a year in the form in which it stands among rows: '2010-11' -> '2010/11'."""
    return re.sub(r" ?[-–—/.] ?", "/", word.strip())


def find_split_years(words: Iterable[str], sure: bool = False) -> frozenset[str]:
    """Return the words of a column that are split years, whatever else stands in it.

    They are where all words written alike (2010/11; 2010-11; 2010.11; 2010-2011) name the year
    after the first: among the months 2010-10, 2010-11, 2010-12 is none, nor beside 2010.1 or
    2010/9. One single 2010-11 may be either: it is a month where `sure` says so, else it is given.
    """
    words = list(words)
    forms: dict[tuple[str, int], list[re.Match[str]]] = {}
    for word in words:
        if match := _match_short(_SPLIT, word):
            forms.setdefault((match["mark"], len(match["n"])), []).append(match)
    for word in words:
        if match := _match_short(_MONTH_OF_ONE_DIGIT, word):
            # what is written like a month of one digit is a month, too
            forms.pop((match["mark"], 2), None)
    of_split_years = [matches for matches in forms.values() if all(map(_is_followed, matches))]
    texts = {match.string for match in chain.from_iterable(of_split_years)}
    split_years = frozenset(word for word in words if word.strip() in texts)
    is_one_month = len(split_years) == 1 and all(map(is_period, split_years))
    return frozenset() if sure and is_one_month else split_years


_YEAR_OF = re.compile(r"(?P<y>(?:19|20)\d\d) ?年度")


def _financial_years(words: Iterable[str]) -> frozenset[str]:
    """Give years like 2020年度 beside the calendar year 2020: they are financial years then, and
    stay as they stand.
    """
    years = {word: match["y"] for word in words if (match := _match_short(_YEAR_OF, word))}
    calendar_years = {word.strip().removesuffix("年") for word in words if word not in years}
    return frozenset(years) if calendar_years & set(years.values()) else frozenset()


_TWO_YEARS = re.compile(
    r"(?:FY ?)?(?P<y>(?:1[5-9]|20|21)\d\d) ?[-–/.] ?(?P<n>(?:\d\d)?\d\d)", re.IGNORECASE
)


def are_split_years(words: Iterable[str]) -> bool:
    """Return whether all words are split years (2010-11, 2011/12, 2012-2013), and so no months or
    spans.

    Where such a year begins differs from country to country and is not in the file.
    """
    matches = [_TWO_YEARS.fullmatch(word.strip()) for word in words if word.strip()]
    if not matches or not all(match and _is_followed(match) for match in matches):
        return False
    first = matches[0]
    # a single 2010-11 is as likely a month
    return len(matches) > 1 or (first is not None and not _may_be_month(first["n"]))


def _may_be_month(digits: str) -> bool:
    return len(digits) <= 2 and 1 <= int(digits) <= 12


_YEAR_SPAN = re.compile(r"(?P<y>(?:19|20)\d\d)[-–/](?P<n>\d\d)")
_ENOUGH_SPANS = 4


def expand_year_spans(column: Column) -> Column:
    """Write spans of years as SDMX text: '2003-05' -> '2003-01-01/P3Y'; any other column stays as
    it is.

    They are spans where all last equally long, two to nine years after the first, and one ends in a
    number that is no month, or there are many of them. (One year after the first is a split year:
    see `are_split_years`.)
    """
    spans = {
        word: match for word in column.categories if (match := _YEAR_SPAN.fullmatch(word.strip()))
    }
    # 1999-02 lasts to 2002
    lengths = {(int(match["n"]) - int(match["y"])) % 100 for match in spans.values()}
    if len(lengths) != 1 or not 2 <= min(lengths) <= 9:
        return column
    may_be_months = all(int(match["n"]) <= 12 for match in spans.values())
    if len(spans) < _ENOUGH_SPANS and may_be_months:
        return column
    years = lengths.pop() + 1
    return map_categories(
        column, lambda word: f"{spans[word]['y']}-01-01/P{years}Y" if word in spans else word
    )


_ISO_DATE = re.compile(
    r"(?P<y>\d{4})[-/](?P<m>\d\d)[-/](?P<d>\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"
)
_SHORT_DATE = re.compile(r"(?P<a>\d\d?)[-./](?P<b>\d\d?)[-./](?P<y>\d{4}|\d\d)(?: 0?0:00(?::00)?)?")
_QUARTER_STARTS = {(1, 1), (4, 1), (7, 1), (10, 1)}
_QUARTER_ENDS = {(3, 31), (6, 30), (9, 30), (12, 31)}
_Date = tuple[int, int, int]
"""Year, month and day."""


def _parse_dates(words: Iterable[str]) -> Mapping[str, str]:
    """Write dates as periods where all stand on a first, or all on a last day; {} for any other
    words.

    They are years where all are 1 January or 31 December, quarters where all four and no other
    month begin (or end), else months.
    """
    words = [word for word in words if word]
    dates = _iso_dates(words) or _short_dates(words)
    days = {(month, day) for _, month, day in dates.values()}
    if not days:
        return {}
    if days <= {(1, 1)} or days <= {(12, 31)}:
        return {word: f"{year:04}" for word, (year, _, _) in dates.items()}
    if days in (_QUARTER_STARTS, _QUARTER_ENDS):
        return {word: f"{year:04}-Q{(month + 2) // 3}" for word, (year, month, _) in dates.items()}
    is_first = all(day == 1 for _, day in days)
    is_last = all(day >= 28 for _, day in days)
    if not is_first and not is_last:
        return {}
    return {word: f"{year:04}-{month:02}" for word, (year, month, _) in dates.items()}


def _iso_dates(words: list[str]) -> dict[str, _Date]:
    dates: dict[str, _Date] = {}
    for word in words:
        match = _ISO_DATE.fullmatch(word)
        if match is None:
            return {}
        dates[word] = int(match["y"]), int(match["m"]), int(match["d"])
    return dates


def _short_dates(words: list[str]) -> dict[str, _Date]:
    """Read dates like 01-02-13, of which the column must tell which number is the day; {} where it
    does not.

    The day is above 12 somewhere, or always the first while the month is not.
    """
    parts: dict[str, _Date] = {}
    for word in words:
        match = _SHORT_DATE.fullmatch(word)
        if match is None:
            return {}
        parts[word] = _full_year(int(match["y"])), int(match["a"]), int(match["b"])
    first = {number for _, number, _ in parts.values()}
    second = {number for _, _, number in parts.values()}
    is_day_first, is_month_first = _are_days(first, second), _are_days(second, first)
    if is_day_first == is_month_first and not first == second == {1}:
        return {}
    if not is_day_first:
        return parts
    return {word: (year, month, day) for word, (year, day, month) in parts.items()}


def _are_days(numbers: set[int], others: set[int]) -> bool:
    return max(numbers, default=0) > 12 or (numbers == {1} and len(others) > 1)


def _full_year(year: int) -> int:
    """Write a year of two digits in full: from 70 on of the last century."""
    if year > 99:
        return year
    return year + (2000 if year < 70 else 1900)


def period_columns(names: Iterable[str]) -> dict[str, str]:
    """Return the columns of a header that name a period: {column: SDMX text}.

    Split years are among them (as '2010/11', which is no period and will be reported), unless there
    are no others.
    """
    # 'table.unique' writes 2010#2 for a second column 2010
    texts = {name: name.partition("#")[0] for name in names}
    split_years = find_split_years(texts.values())
    periods: dict[str, str] = {}
    for name, text in texts.items():
        if period := normalize_split_year(text) if text in split_years else _parse(text):
            periods[name] = period
    if all(texts[name] in split_years for name in periods):
        return {}
    return periods


def year_columns(names: Iterable[str]) -> dict[str, str]:
    """Return `period_columns`, and columns named for split years, by the name they have
    ('2012-2013').
    """
    names = list(names)
    split_years = [name for name in names if _TWO_YEARS.fullmatch(name)]
    if not are_split_years(split_years):
        return period_columns(names)
    return {**period_columns(names), **{name: name for name in split_years}}


_FINAL_YEAR = re.compile(r"(?:19|20)\d\d$")


def stem_columns(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return columns like 'gdp_2010', 'gdp_2011': {column: (stem, period)}; only stems with at
    least two periods.
    """
    parts: dict[str, tuple[str, str]] = {}
    for name in names:
        stem, year = name[:-4], name[-4:]
        if _FINAL_YEAR.search(year) and any(map(str.isalpha, stem)) and not has_added_number(name):
            parts[name] = stem.strip(" _.:-"), year
    counts = Counter(stem for stem, _ in parts.values())
    return {name: entry for name, entry in parts.items() if counts[entry[0]] > 1}


_ADDED_NUMBER = re.compile(r"column \d+|.*#\d+", re.DOTALL)


def has_added_number(name: str) -> bool:
    """Return whether the number at the end of a name was put there on reading ('column 1950',
    'Value#2010'), and is no year.
    """
    return bool(_ADDED_NUMBER.fullmatch(name))
