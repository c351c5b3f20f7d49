"""Units in words -> unit and power of ten: '亿元', 'US dollars in millions', 'GDP (billions of euro)'."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from indicators.readers.rows import Column, Rows, joined, renamed

_HAN = (("万亿", 12), ("千亿", 11), ("百亿", 10), ("十亿", 9), ("千万", 7), ("百万", 6), ("十万", 5), ("亿", 8), ("万", 4), ("千", 3),
        ("百", 2), ("十", 1))
_METRIC = re.compile(r"千(?:[瓦米克卡伏帕焦赫安升吨]|字节|比特)|百(?:分|帕)|十(?:分|字)|万(?:维|国)")
"""Words in which 千 or 百 belongs to the unit itself (kilowatt, per cent)."""
_MEASURES = re.compile(
    r"(?:[元人户吨米里顷亩时个件部台辆艘架头只张册份套篇项次家所座条对枚双匹箱瓦安升克斤度分秒天日岁倍点门口线位栋间床村种株"
    r"付副盒瓶包袋盘艇公升担羽尾]|美元|英镑|欧元|标准煤|标准箱|端口|人次|吨公里|人公里|机组|字节|比特|兆|%|％|‰|[GMKT]B|/.+)$")

_LATIN = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "mn": 6, "mio": 6, "mln": 6, "bn": 9, "mrd": 9,
          "million(s)": 6, "thousand(s)": 3, "billion(s)": 9, "million's": 6, "thousands": 3, "millions": 6, "billions": 9, "trillions": 12,
          "hundreds": 2, "tsd": 3, "tausend": 3, "milliers": 3, "miles de": 3, "milliards": 9, "milliarden": 9, "millionen": 6}
_SIZES = "|".join(sorted((re.escape(word) for word in _LATIN), key=len, reverse=True))
_COUNTED = re.compile(rf"(?:in |x )?(?P<n>1[ ,]000(?:[ ,]000)?|10[ ,]000|100[ ,]000|10{{1,8}})(?: (?P<size>{_SIZES})\b)?(?: of)?(?: (?P<rest>.*))?",
                      re.IGNORECASE)
_FIRST = re.compile(rf"(?:(?:in|en) )?(?P<size>{_SIZES})(?![\w'])\.?(?:(?: of| de)(?= )| d['’])?[ ]*(?P<rest>.*)", re.IGNORECASE)
_LAST = re.compile(rf"(?P<rest>.*?\S)[ ,]+\(?(?:(?:in|en) )?(?P<size>{_SIZES})(?![\w'])\)?", re.IGNORECASE)
_MIDDLE = re.compile(rf"(?P<rest>.*?\S)[ ,]+\(?in (?P<size>{_SIZES})(?![\w'])(?: of)?\)?(?P<more>[ ,]+.*)", re.IGNORECASE)
_ZEROS = re.compile(r"(?:(?:in|en) )?['’]?(?P<zeros>000(?:[ ,]?000)?)'?s?(?: of)?(?: (?P<rest>.*))?", re.IGNORECASE)
_PER = re.compile(r"\b(per|parts per|for each|of each|by|every)\s*$", re.IGNORECASE)

_WORDY = {3: r"mil|miles|milliers?|tausend|tsd\.?|migliaia|тыс\.?|тысяч[аи]?|tys\.|tis\.|bin",
          6: r"milhões|millones|millionen|mill\.?|milioni|млн\.?|миллион(?:ов|а)?|milionów|milionů|milyon",
          9: r"bilhões|milliards?|milliarden|miliardi|млрд\.?|миллиард(?:ов|а)?|miliardów|miliard|milyar"}
_GLUED = {"천": 3, "만": 4, "萬": 4, "백만": 6, "百萬": 6, "억": 8, "億": 8, "십억": 9, "十億": 9, "조": 12}
"""Multipliers in other languages, where they begin a unit: 'Mil unidades', 'тыс. человек', '천명', '億円'."""
_OF = r"(?: de | d['’]| di | von | )"
_WORDY_UNITS = tuple((re.compile(rf"(?:en |in |em |в )?(?:{form}){_OF}(?P<rest>[^\W\d].{{0,60}})", re.IGNORECASE), power)
                     for power, form in _WORDY.items())
_VALUES_IN = re.compile(rf"(?:valori |valores |valeurs |werte )?(?:in|en|em) (?P<size>{'|'.join(_WORDY.values())})"
                        rf"(?:{_OF}(?P<rest>[^\W\d].{{0,60}}))?", re.IGNORECASE)
_GLUED_UNIT = re.compile(rf"(?P<size>{'|'.join(sorted(_GLUED, key=len, reverse=True))}) ?(?P<rest>[^\W\d].{{0,60}})")

_BRACKET = re.compile(r"(?P<name>.*\S)\s*[(（\[【](?P<unit>(?:[^()（）\[\]【】]|\([^()]*\))+)[)）\]】]\s*")
_UNIT = re.compile(
    r"%|‰|\b(per|percent|percentage|us ?\$|us dollars?|usd|eur|euros?|cny|rmb|yuan|dollars?|ppp|persons?|people|number|index|rank|score|years?|days|"
    r"hours|tonnes|tons|kwh|mwh|gwh|twh|kw|mw|kg|km2?|hectares?|constant|current|units|ratio|kbit/s|mbit/s|gbit/s|bit/s|subscriptions|"
    rf"inhabitants|households|x 1[ ,.]?000|local currency|lcu|=|preceding year|{_SIZES})|[$€£¥]", re.IGNORECASE)
_WORDS = re.compile(r"\b(excluding|including|incl|excl|survey|based on|at year-end|year-end|modeled|total|aged?|both sexes|annual|definition|method)",
                    re.IGNORECASE)


_SAID = re.compile(r"\W{0,3}(?:计量单位|单位|units? of measure(?:ment)?|units?|unité|unidad|einheit|jednostka|jednotka)\s{0,3}[:：]\s{0,3}"
                   r"(?P<unit>\S[^,;，；]{0,60}?)[)）,;\s]*", re.IGNORECASE)


_LONGEST = 400
"""Letters of a title or unit that are looked into; what is longer is prose."""


def unit_line(line: str) -> str:
    """The unit that a line above a table says: '单位：亿元' -> '亿元'; '' for any other line."""
    match = _SAID.fullmatch(line.strip()[:100])
    return match["unit"].strip() if match else ""


def power_and_unit(word: str) -> tuple[str, int]:
    """'亿元' -> ('元', 8); 'US dollars in millions' -> ('US dollars', 6); what declares no multiplier stays as it is."""
    word = " ".join(word.split())
    if len(word) > _LONGEST:
        return word, 0
    return _han(word) or _latin(word) or _elsewhere(word) or (word, 0)


def _han(word: str) -> tuple[str, int] | None:
    if word.startswith(("每", "1/")) or _METRIC.match(word):
        return None
    found = next(((head, power) for head, power in _HAN if word.startswith(head)), None)
    if not found or (len(word) > len(found[0]) and not "一" <= word[len(found[0])] <= "鿿" and word[len(found[0])] not in "(（"):
        return None
    return word[len(found[0]):], found[1]


def _elsewhere(word: str) -> tuple[str, int] | None:
    if match := _GLUED_UNIT.fullmatch(word):
        return match["rest"], _GLUED[match["size"]]
    if match := _VALUES_IN.fullmatch(word):
        size = match["size"].casefold()
        return match["rest"] or "", next(power for power, form in _WORDY.items() if re.fullmatch(form, size, re.IGNORECASE))
    return next(((match["rest"], power) for pattern, power in _WORDY_UNITS if (match := pattern.fullmatch(word))), None)


def _latin(word: str) -> tuple[str, int] | None:
    if match := _ZEROS.fullmatch(word):
        return (match["rest"] or "").strip(), match["zeros"].count("0")
    match = _COUNTED.fullmatch(word)
    if match and (match["rest"] or match["size"] or word.startswith("x ")) and not re.match(r"[-–=/]", match["rest"] or ""):
        digits = match["n"].replace(" ", "").replace(",", "")
        return (match["rest"] or "").strip(), len(digits) - 1 + _LATIN.get((match["size"] or "").casefold(), 0)
    for pattern in (_FIRST, _MIDDLE, _LAST):
        match = pattern.fullmatch(word)
        if match and not (pattern is not _FIRST and _PER.search(match["rest"])):
            more = match.groupdict().get("more") or ""
            return (match["rest"] + more).strip(" ,"), _LATIN[match["size"].casefold()]
    return None


def title_and_unit(word: str) -> tuple[str, str]:
    """'地区生产总值(亿元)' -> ('地区生产总值', '亿元'): the last bracket, where it reads like a unit; else ('...', '')."""
    match = _BRACKET.fullmatch(word) if len(word) <= _LONGEST else None
    if not match:
        return word.strip(), ""
    unit = unit_line(match["unit"]) or match["unit"].strip()
    chinese = any("一" <= mark <= "鿿" for mark in unit)
    known = _han_unit(unit) if chinese else bool(_UNIT.search(unit)) and not _WORDS.search(unit)
    return (match["name"], unit) if known else (word.strip(), "")


def _han_unit(unit: str) -> bool:
    """Whether Chinese words in a bracket are a unit and no remark: '亿元', '上年=100', '人/平方公里', not '人口抽样调查'."""
    return "=" in unit or "＝" in unit or (len(unit) <= 12 and bool(_MEASURES.search(unit)) and not re.match(r"[不含按以其]", unit))


def split_title(word: str) -> tuple[str, str, str]:
    """A title as (title, unit, the raw unit): the bracket leaves the title only where it holds a multiplier or is Chinese."""
    name, raw = title_and_unit(word)
    unit, power = power_and_unit(raw)
    bare = power or any("一" <= mark <= "鿿" for mark in word)
    return (name if raw and bare else word.strip()), unit, raw


def scaled(rows: Rows) -> Rows:
    """The rows with multipliers taken out of their units and into the exponent, where none was declared before."""
    said = [power_and_unit(word) for word in rows.unit.words]
    powers = np.array([power for _, power in said] or [0], dtype=np.int8)[rows.unit.codes]
    units = Column(rows.unit.codes, tuple(unit for unit, _ in said) or ("",))
    exponent = np.where(rows.exponent == 0, powers, rows.exponent).astype(np.int8)
    return replace(rows, unit=renamed(units, str.strip), exponent=exponent)


def from_titles(rows: Rows, unit_of_all: str = "") -> Rows:
    """The rows with units taken from the brackets in their titles, where they have none; else that of the whole file."""
    split = {word: split_title(word) for word in rows.title.words}
    if any(rows.unit.words):
        unit = joined([rows.unit, rows.title], lambda words: words[0] or split[words[1]][2] or unit_of_all)
    else:
        unit = renamed(rows.title, lambda word: split[word][2] or unit_of_all)
    return scaled(replace(rows, unit=unit, title=renamed(rows.title, lambda word: split[word][0])))
