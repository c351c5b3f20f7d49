"""Periods as publishers write them -> SDMX text: 'YR2010', '2010 [YR2010]', '2023Q1', '2023M07', '2024年', 'Jan 2023'."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from indicators.periods import is_period
from indicators.readers.rows import Column, map_categories
from indicators.vocabulary import read_word_lists

_MONTHS = read_word_lists("indicators.readers.cells", "months.toml")
_MONTH = {
    word[:size]: at
    for words in _MONTHS.values()
    for at, word in enumerate(words, 1)
    for size in (len(word), 4, 3)
    if word[:size] != "jui"
}
"""Months by their names and by their first three or four letters."""
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


def _form(pattern: str, say: Callable[[re.Match[str]], str]) -> _Form:
    return re.compile(pattern, re.IGNORECASE), say


_FORMS: tuple[_Form, ...] = (
    _form(rf"(?:yr|y|x)? ?{_Y}(?:\.0+)?(?: ?\[yr ?(?P=y)\])?(?:[ -]?a1?)?", lambda m: m["y"]),
    _form(rf"y?{_Y} ?年度?", lambda m: m["y"]),
    _form(rf"{_Y} ?년도?", lambda m: m["y"]),
    _form(rf"{_Y} ?년 ?(?P<m>\d\d?) ?월", lambda m: f"{m['y']}-{int(m['m']):02}"),
    _form(
        rf"{_Y}(?:JJ00|KW0(?P<q>[1-4])|MM(?P<m>0[1-9]|1[0-2]))",
        lambda m: f"{m['y']}-Q{m['q']}" if m["q"] else f"{m['y']}-{m['m']}" if m["m"] else m["y"],
    ),
    _form(rf"{_Y}[ :/.-]?q ?(?P<q>[1-4])(?: ?\[yr.*\])?", lambda m: f"{m['y']}-Q{m['q']}"),
    _form(rf"(?:q|t) ?(?P<q>[1-4])[ /.-]*{_Y}", lambda m: f"{m['y']}-Q{m['q']}"),
    _form(rf"{_Y}[ -]?t(?P<q>[1-4])", lambda m: f"{m['y']}-Q{m['q']}"),
    _form(
        rf"{_Y} ?年 ?第?(?P<q>[一二三四1-4]) ?季度?",
        lambda m: f"{m['y']}-Q{_HAN.get(m['q'], m['q'])}",
    ),
    _form(rf"{_Y}[ :/.-]?[sh] ?(?P<s>[12])", lambda m: f"{m['y']}-S{m['s']}"),
    _form(rf"[sh](?P<s>[12])[ /.-]*{_Y}", lambda m: f"{m['y']}-S{m['s']}"),
    _form(rf"{_Y} ?年 ?(?P<s>[上下])半年", lambda m: f"{m['y']}-S{_HAN[m['s']]}"),
    _form(rf"{_Y} ?年 ?(?P<m>\d\d?) ?月", lambda m: f"{m['y']}-{int(m['m']):02}"),
    _form(rf"{_Y}[ :-]?m ?(?P<m>\d\d?)(?: ?\[.*\])?", lambda m: f"{m['y']}-{int(m['m']):02}"),
    _form(rf"{_Y}[./-](?P<m>0?[1-9]|1[0-2])", lambda m: f"{m['y']}-{int(m['m']):02}"),
    _form(rf"(?P<m>0[1-9]|1[0-2])[./-]{_Y}", lambda m: f"{m['y']}-{m['m']}"),
    _form(rf"(?P<n>[^\W\d_]{{3,10}})\.?[ -]+{_Y}", lambda m: _named(m["y"], m["n"])),
    _form(rf"{_Y}[ -]+(?P<n>[^\W\d_]{{3,10}})\.?", lambda m: _named(m["y"], m["n"])),
    _form(rf"{_Y} ?[-–—] ?(?P<z>(?:19|20)\d\d)", lambda m: _years(m["y"], m["z"])),
)


_HAN_MONTH = re.compile(r"(?P<m>[1-9]|1[0-2]) ?(?:月份?|월)")


def month_number(word: str) -> int:
    """The number of a month that is named ('Jan', 'février', '1月'); 0 for any other word."""
    match = _HAN_MONTH.fullmatch(word)
    return int(match["m"]) if match else _MONTH.get(word.casefold().rstrip("."), 0)


def _named(year: str, word: str) -> str:
    month = _MONTH.get(word.casefold()) or _MONTH.get(word.casefold()[:4])
    return f"{year}-{month:02}" if month else ""


def _years(first: str, last: str) -> str:
    """Three years or more are a span (an average over them); two may be one year that begins in the first, and are no period."""
    count = int(last) - int(first) + 1
    return f"{first}-01-01/P{count}Y" if 2 < count < 100 else ""


def parse_period(word: str) -> str:
    """A period as SDMX text; '' for words that are none, or of which it is not certain which (2023/24, 2010/11, 2023-2024,
    FY2023, 01/02/2023)."""
    return "" if is_split_year(word) else _period(word)


def _period(word: str) -> str:
    """The same where '2010/11' is a month for certain."""
    word = word.strip().strip("'\"")
    if is_period(word):
        return word
    if len(word) > 40:
        return ""
    for pattern, say in _FORMS:
        match = pattern.fullmatch(word)
        if match and is_period(said := say(match)):
            return said
    return ""


def normalize_period(word: str) -> str:
    """A period as SDMX text; the word itself where it is none."""
    return parse_period(word) or word.strip()


_SHORT_MONTH, _LEADING = re.compile(r"(?:19|20)\d\d\.1"), re.compile(r"(?:19|20)\d\d\.0\d")
"""2019.1 beside 2019.09 is October, which lost its zero as a number."""


def parse_periods(column: Column, sure: bool = False) -> Column:
    """A column of periods as SDMX text; words that are none stay as they stand, dates become months or years.

    Years that run from one into the next (2010-11, 2011/12) are no periods: they become '2010/11'. `sure` says that
    2010-11 alone is a month, as where the file's standard writes months so.
    """
    split = find_split_years(column.categories, sure)
    fiscal_too = _both_kinds(column.categories)
    if any(_SHORT_MONTH.fullmatch(word) for word in column.categories) and any(
        _LEADING.fullmatch(word) for word in column.categories
    ):
        column = map_categories(
            column, lambda word: f"{word}0" if _SHORT_MONTH.fullmatch(word) else word
        )
    dates = _dates(column.categories)

    def say(word: str) -> str:
        if word in split:
            return normalize_split_year(word)
        if word in fiscal_too:
            return word
        return dates.get(word) or _period(word) or word.strip()

    return map_categories(column, say)


_SPLIT = re.compile(
    r"(?:FY ?)?(?P<y>(?:1[5-9]|20|21)\d\d) ?(?P<mark>[-–—/.]) ?(?P<n>(?:\d\d)?\d\d)", re.IGNORECASE
)
_MONTH_OF_ONE_DIGIT = re.compile(r"(?:1[5-9]|20|21)\d\d(?P<mark>[-/.])[1-9]")
"""2010.1, 2010/9: beside it, 2010.11 is a month."""
SPLIT_YEAR = (
    "a year that runs from one into the next (split or financial year) is not supported yet"
)
SPLIT_YEAR_HINT = "Give the calendar year that it is to stand for; write a month as 2010-M11."


def _split(word: str) -> re.Match[str] | None:
    """The parts of a word like 2010/11, 2010-11 or FY2010–2011, whose second year is the one after the first."""
    match = _SPLIT.fullmatch(word.strip()) if len(word) < 20 else None
    return match if match and str(int(match["y"]) + 1).endswith(match["n"]) else None


def is_split_year(word: str) -> bool:
    """Whether a word is, by itself, a year that runs from one into the next (2012/13, 2010/11, 2012-2013). 2010-11 and 2010.11
    are months by themselves, as SDMX and East Asia write them; see `split_years`."""
    return _split(word) is not None and not is_period(word.strip().replace(".", "-"))


def normalize_split_year(word: str) -> str:
    """Such a year in the form in which it stands among rows: '2010-11' -> '2010/11'."""
    return re.sub(r" ?[-–—/.] ?", "/", word.strip())


def find_split_years(words: Iterable[str], sure: bool = False) -> frozenset[str]:
    """The words of a column that are years which run from one into the next, whatever else stands in it.

    They are where all words written alike (2010/11; 2010-11; 2010.11; 2010-2011) name the year after the first: among the
    months 2010-10, 2010-11, 2010-12 is none, nor beside 2010.1 or 2010/9. One single 2010-11 may be either: it is a month where `sure` says so, else told.
    """
    words = list(words)
    short = {
        match["mark"]
        for word in words
        if len(word) < 20 and (match := _MONTH_OF_ONE_DIGIT.fullmatch(word.strip()))
    }
    alike: dict[tuple[str, int], list[str]] = {}
    for word in words:
        if len(word) < 20 and (match := _SPLIT.fullmatch(word.strip())):
            alike.setdefault((match["mark"], len(match["n"])), []).append(word)
    months = {(mark, 2) for mark in short}
    found = frozenset(
        word
        for form, group in alike.items()
        if form not in months and all(map(_split, group))
        for word in group
    )
    return frozenset() if sure and len(found) == 1 and all(map(is_period, found)) else found


_YEAR_OF = re.compile(r"(?P<y>(?:19|20)\d\d) ?年度")


def _both_kinds(words: Iterable[str]) -> frozenset[str]:
    """Years like 2020年度 beside the calendar year 2020: they are financial years then, and stay as they stand."""
    found = {
        word: match["y"]
        for word in words
        if len(word) < 20 and (match := _YEAR_OF.fullmatch(word.strip()))
    }
    plain = {word.strip().removesuffix("年") for word in words if word not in found}
    return frozenset(found) if plain & set(found.values()) else frozenset()


_SPAN = re.compile(
    r"(?:FY ?)?(?P<y>(?:1[5-9]|20|21)\d\d) ?[-–/.] ?(?P<n>(?:\d\d)?\d\d)", re.IGNORECASE
)


def are_split_years(words: Iterable[str]) -> bool:
    """Whether the words are years that run from one into the next (2010-11, 2011/12, 2012-2013), and so no months or spans.

    Where such a year begins differs from country to country and is not in the file.
    """
    found = [_SPAN.fullmatch(word.strip()) for word in words if word.strip()]
    spans = [(int(match["y"]), match["n"]) for match in found if match]
    follows = all(str(year + 1).endswith(after) for year, after in spans)
    return (
        len(spans) == len(found) > 0
        and follows
        and (len(spans) > 1 or len(spans[0][1]) > 2 or not 1 <= int(spans[0][1]) <= 12)
    )


_YEAR_SPAN = re.compile(r"(?P<y>(?:19|20)\d\d)[-–/](?P<n>\d\d)")
_ENOUGH_SPANS = 4


def expand_year_spans(column: Column) -> Column:
    """The column with such spans as SDMX text: '2003-05' -> '2003-01-01/P3Y'; any other column as it is.

    They are spans where all last equally long, two to nine years after the first, and one ends in a number that is
    no month, or there are many of them. (One year after the first is a year that runs into the next: see `are_split_years`.)
    """
    found = {
        word: match for word in column.categories if (match := _YEAR_SPAN.fullmatch(word.strip()))
    }
    lengths = {(int(match["n"]) - int(match["y"])) % 100 for match in found.values()}
    if len(lengths) != 1 or not 2 <= min(lengths) <= 9:
        return column
    if len(found) < _ENOUGH_SPANS and all(int(match["n"]) <= 12 for match in found.values()):
        return column
    return map_categories(
        column,
        lambda word: f"{found[word]['y']}-01-01/P{min(lengths) + 1}Y" if word in found else word,
    )


_ISO = re.compile(r"(?P<y>\d{4})[-/](?P<m>\d\d)[-/](?P<d>\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_SHORT = re.compile(r"(?P<a>\d\d?)[-./](?P<b>\d\d?)[-./](?P<y>\d{4}|\d\d)(?: 0?0:00(?::00)?)?")


_QUARTERS, _QUARTERS_END = {(1, 1), (4, 1), (7, 1), (10, 1)}, {(3, 31), (6, 30), (9, 30), (12, 31)}


def _dates(words: Iterable[str]) -> Mapping[str, str]:
    """Dates that all stand on a first (or last) day: years where all are 1 January or 31 December, quarters where all four
    and no other month begin (or end), else months."""
    asked = [word for word in words if word]
    parts = _iso_dates(asked) or _short_dates(asked)
    days = {(month, day) for _, month, day in parts.values()}
    if not days:
        return {}
    if days <= {(1, 1)} or days <= {(12, 31)}:
        return {word: f"{year:04}" for word, (year, _, _) in parts.items()}
    if days in (_QUARTERS, _QUARTERS_END):
        return {word: f"{year:04}-Q{(month + 2) // 3}" for word, (year, month, _) in parts.items()}
    if all(day == 1 for _, day in days) or all(day >= 28 for _, day in days):
        return {word: f"{year:04}-{month:02}" for word, (year, month, _) in parts.items()}
    return {}


def _iso_dates(words: list[str]) -> dict[str, tuple[int, int, int]]:
    found = [_ISO.fullmatch(word) for word in words]
    return (
        {
            match.string: (int(match["y"]), int(match["m"]), int(match["d"]))
            for match in found
            if match
        }
        if all(found)
        else {}
    )


def _short_dates(words: list[str]) -> dict[str, tuple[int, int, int]]:
    """Dates like 01-02-13: the column must tell which is the day (above 12, or always the same while the other is not)."""
    found = [_SHORT.fullmatch(word) for word in words]
    if not all(found):
        return {}
    parts = [
        (match.string, int(match["a"]), int(match["b"]), int(match["y"]))
        for match in found
        if match
    ]
    first, second = {a for _, a, _, _ in parts}, {b for _, _, b, _ in parts}
    day_first = max(first, default=0) > 12 or (first == {1} and len(second) > 1)
    month_first = max(second, default=0) > 12 or (second == {1} and len(first) > 1)
    if day_first == month_first and not first == second == {1}:
        return {}
    full = [
        (word, a, b, year if year > 99 else year + (2000 if year < 70 else 1900))
        for word, a, b, year in parts
    ]
    return {word: (year, b, a) if day_first else (year, a, b) for word, a, b, year in full}


def period_columns(names: Iterable[str]) -> dict[str, str]:
    """The columns of a header that name a period: {column: SDMX text}.

    Years that run from one into the next are among them (as '2010/11', which is no period and will be told), unless there
    are no others.
    """
    bare = {name: name.partition("#")[0] for name in names}
    split = find_split_years(bare.values())
    found = {
        name: normalize_split_year(word) if word in split else _period(word)
        for name, word in bare.items()
    }
    if all(bare[name] in split for name, said in found.items() if said):
        return {}
    return {name: said for name, said in found.items() if said}


def year_columns(names: Iterable[str]) -> dict[str, str]:
    """`period_columns`, and columns named for years that run from one into the next, by the name they have ('2012-2013')."""
    spans = [name for name in names if _SPAN.fullmatch(name)]
    return {
        **period_columns(names),
        **({name: name for name in spans} if are_split_years(spans) else {}),
    }


_STEM_END = re.compile(r"(?:19|20)\d\d$")


def stem_columns(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Columns like 'gdp_2010', 'gdp_2011': {column: (stem, period)}; only stems with at least two periods."""
    ends = [
        name
        for name in names
        if _STEM_END.search(name[-4:]) and any(mark.isalpha() for mark in name[:-4])
    ]
    found = {
        name: (name[:-4].strip(" _.:-"), name[-4:]) for name in ends if not has_added_number(name)
    }
    stems = Counter(stem for stem, _ in found.values())
    return {name: entry for name, entry in found.items() if stems[entry[0]] > 1}


_NUMBERED = re.compile(r"column \d+|.*#\d+", re.DOTALL)


def has_added_number(name: str) -> bool:
    """Whether the number at the end of a column's name was put there on reading ('column 1950', 'Value#2010'; see
    `table.unique`), and so is no year."""
    return bool(_NUMBERED.fullmatch(name))
