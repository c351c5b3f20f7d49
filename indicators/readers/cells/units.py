"""Units in words -> unit and power of ten: '亿元', 'US dollars in millions', 'GDP (billions of euro)'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indicators.multipliers import ALONE, BEFORE, GLUED, WORDS, pattern
from indicators.readers.cells.numbers import POWER_CONFLICT
from indicators.readers.cells.unit_names import (
    is_counted,
    is_han_unit,
    is_korean_unit,
    is_unit,
    may_multiply,
    multiplies,
)
from indicators.readers.rows import Column, Rows, joined, renamed

_HAN = tuple(
    sorted(
        ((word, power) for word, power in GLUED.items() if "一" <= word[0] <= "鿿"),
        key=lambda pair: -len(pair[0]),
    )
)
_METRIC = re.compile(
    r"千(?:[瓦米克卡伏帕焦赫安升吨]|字节|比特)|百(?:分|帕)|十(?:分|字)|万(?:维|国)"
)
"""Words in which 千 or 百 belongs to the unit itself (kilowatt, per cent)."""
_MEASURES = re.compile(
    r"(?:[元人户吨米里顷亩时个件部台辆艘架头只张册份套篇项次家所座条对枚双匹箱瓦安升克斤度分秒天日岁倍点门口线位栋间床村种株"
    r"付副盒瓶包袋盘艇公升担羽尾]|美元|英镑|欧元|标准煤|标准箱|端口|人次|吨公里|人公里|机组|字节|比特|兆|%|％|‰|[GMKT]B|/.+)$"
)

_SIZES = pattern(WORDS)
_COUNTED = re.compile(
    rf"(?:in |[x×] ?)?(?P<n>1[ ,]000(?:[ ,]000)?|10[ ,]000|100[ ,]000|10{{1,8}})(?: (?P<size>{_SIZES})\b)?(?: of)?(?: (?P<rest>.*))?",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"(?:(?:in|en|em|в) )?(?P<size>{_SIZES})(?![\w'])\.?(?:(?: of| de| di| von)(?= )| d['’])?[ ]*(?P<rest>.*)",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"(?P<rest>.*?\S)[ ,]+\(?(?:(?:in|en) )?(?P<size>{_SIZES})(?![\w'])\.?\)?", re.IGNORECASE
)
_MIDDLE = re.compile(
    rf"(?P<rest>.*?\S)[ ,]+\(?in (?P<size>{_SIZES})(?![\w'])(?: of)?\)?(?P<more>[ ,]+.*)",
    re.IGNORECASE,
)
_ZEROS = re.compile(
    r"(?:(?:in|en) )?['’‘]?(?P<zeros>000(?:[ ,]?000)?)'?s?(?: of)?(?: (?P<rest>.*))?", re.IGNORECASE
)
_RAISED = re.compile(
    r"(?:[x×] ?)?10\^(?P<power>[1-9]|1[0-5])(?: (?P<rest>[^\W\d].*|[$€£¥%].*))?", re.IGNORECASE
)
_ZEROS_LAST = re.compile(
    r"(?P<rest>(?:.*[^\W\d]|.*[$€£¥]))(?: |(?=['’‘]000)) ?\(?(?:(?:in|en) )?"
    r"['’‘]?(?P<zeros>000(?:[ ,]?000)?)['’]?s?\)?",
    re.IGNORECASE,
)
_TIMES_LAST = re.compile(
    r"(?P<rest>(?:.*[^\W\d]|.*[$€£¥%])) ?\(?[x×] ?"
    r"(?P<n>1[ ,.]?000(?:[ ,.]?000)?)\)?",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\b(per|parts per|for each|of each|by|every|je|pro|par|pour|por|cada|на|za|na|op|på)\s*$",
    re.IGNORECASE,
)

_GLUED = {
    word: power for word, power in GLUED.items() if word[0] >= "가" or "萬" in word or "億" in word
}
"""Multipliers where they begin a unit in another script, too: '천명', '億USD'."""
_OF = r"(?P<of> de | d['’]| di | von | )"
_BEFORE_UNIT = re.compile(
    rf"(?:en |in |em |в |v )?(?P<size>{pattern(BEFORE)})\.?{_OF}(?P<rest>[^\W\d].{{0,60}}|[$€£¥].{{0,60}})",
    re.IGNORECASE,
)
"""'Mil unidades', 'tis. Kč'; not 'mil. Kč', which are millions."""
_ALONE_OR_UNIT = re.compile(
    rf"(?:in |en )?(?P<size>{pattern(ALONE)})\.?(?:(?: of | de | d['’]| )(?P<rest>[^\W\d].{{0,60}}))?",
    re.IGNORECASE,
)
"""'Tens', 'centaines de personnes'."""
_VALUES_IN = re.compile(
    rf"(?:valori |valores |valeurs |werte )?(?P<in>in|en|em) (?P<size>{pattern(WORDS, BEFORE)})\.?"
    rf"(?:{_OF}(?P<rest>[^\W\d].{{0,60}}))?",
    re.IGNORECASE,
)
_GLUED_UNIT = re.compile(
    rf"(?P<size>{'|'.join(sorted(_GLUED, key=len, reverse=True))}) ?(?P<rest>[^\W\d].{{0,60}})"
)

_BRACKET = re.compile(
    r"(?P<name>.*\S)\s*[(（\[【](?P<unit>(?:[^()（）\[\]【】]|\([^()]*\))+)[)）\]】]\s*"
)
_UNIT = re.compile(
    r"%|‰|\b(per|percent|percentage|us ?\$|us dollars?|usd|eur|euros?|cny|rmb|yuan|dollars?|ppp|persons?|people|number|index|rank|score|years?|days|"
    r"hours|tonnes|tons|kwh|mwh|gwh|twh|kw|mw|kg|km2?|hectares?|constant|current|units|ratio|kbit/s|mbit/s|gbit/s|bit/s|subscriptions|"
    rf"inhabitants|households|x 1[ ,.]?000|local currency|lcu|=|preceding year|(?:{_SIZES})(?!\w))|[$€£¥]",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"\b(excluding|including|incl|excl|survey|based on|at year-end|year-end|modeled|total|aged?|both sexes|annual|definition|method)",
    re.IGNORECASE,
)


_SAID = re.compile(
    r"\W{0,3}(?:计量单位|单位|units? of measure(?:ment)?|units?|unité|unidad|einheit|jednostka|jednotka)\s{0,3}[:：]\s{0,3}"
    r"(?P<unit>\S[^,;，；]{0,60}?)[)）,;\s]*",
    re.IGNORECASE,
)


_LONGEST = 400
"""Letters of a title or unit that are looked into; what is longer is prose."""


def unit_line(line: str) -> str:
    """The unit that a line above a table says: '单位：亿元' -> '亿元'; '' for any other line."""
    match = _SAID.fullmatch(line.strip()[:100])
    return _closed(match["unit"].strip()) if match else ""


def unit_above(line: str, lines: int) -> str:
    """The unit that a line above a table is: '(thousands of US dollars)', '(Percent)'; 'Million US dollars' where other lines
    name the table; '' for any other line, such as a title that begins with a multiplier ('Millions of people use the
    Internet', '百强企业数量'). `lines` is how many lines stand there."""
    bare = line.strip()
    inner = bare[1:-1].strip() if bare[:1] in "(（[" and bare[-1:] in ")）]" else ""
    if (
        inner
        and len(inner) <= _SHORT
        and (split_multiplier(inner)[1] or title_and_unit(f"x ({inner})")[1])
    ):
        return inner
    if lines < 2 or len(bare) > _SHORT:
        return ""
    most, *others = _UNLESS.split(bare, maxsplit=1)
    head = _REMARK.split(most, maxsplit=1)[0]
    if not is_multiple(head.strip()):
        return ""
    return head.strip() if others else bare


_REMARK = re.compile("[,;]")
_UNLESS = re.compile(r"[ ,;]+(?=unless |except )", re.IGNORECASE)
"""'In thousands, unless stated otherwise': what is stated otherwise has a unit of its own."""
_SAYS_IN = re.compile(rf"\b(?:in|en|em) (?:{_SIZES})(?![\w'])", re.IGNORECASE)


def may_scale(line: str) -> bool:
    """Whether a line above a table may say a multiplier of its figures, and not for certain: 'Figures in thousands', 'Thousand
    seats'."""
    bare = line.strip()
    if len(bare) > _LONGEST or unit_line(bare) or title_and_unit(bare)[1] or is_multiple(bare):
        return False
    return bool(_SAYS_IN.search(bare)) or (len(bare) <= _SHORT and split_multiplier(bare)[1] > 0)


_SHORT = 60


def is_multiple(word: str) -> bool:
    """Whether a word is a multiplier, alone or with a unit that is known, and nothing else: 'Million US dollars', '亿元', 'in
    Tsd.'; not 'Thousand Oaks', and not 'Thousand seats', which may be a unit or a title."""
    unit, power = split_multiplier(word)
    return bool(power) and (not unit or is_unit(unit) or is_han_unit(unit) or is_korean_unit(unit))


def split_multiplier(word: str) -> tuple[str, int]:
    """'亿元' -> ('元', 8); 'US dollars in millions' -> ('US dollars', 6); what declares no multiplier stays as it is."""
    word = " ".join(word.split())
    if len(word) > _LONGEST:
        return word, 0
    return _in_bracket(word) or _han(word) or _latin(word) or _elsewhere(word) or (word, 0)


_NAMED = re.compile(r"(?P<name>[^()]*[^()\s])\s*\((?P<unit>[^()]+)\)")


def _in_bracket(word: str) -> tuple[str, int] | None:
    """'GBP (£ thousands)' -> ('GBP (£)', 3), 'Meadow (000s acres)' -> ('Meadow (acres)', 3): a multiplier in a unit's own bracket."""
    match = _NAMED.fullmatch(word)
    if match is None:
        return None
    inner, power = (
        _han(match["unit"]) or _latin(match["unit"]) or _elsewhere(match["unit"]) or ("", 0)
    )
    if not power or _latin(match["name"]):
        return None
    return f"{match['name']} ({inner})" if inner else match["name"], power


def _closed(word: str) -> str:
    """Close the bracket of a unit whose end was taken away: 'GBP (£' -> 'GBP (£)'."""
    return f"{word})" if word.count("(") == word.count(")") + 1 else word


def _han(word: str) -> tuple[str, int] | None:
    if word.startswith(("每", "1/")) or _METRIC.match(word):
        return None
    found = next(((head, power) for head, power in _HAN if word.startswith(head)), None)
    if not found:
        return None
    unit, power = word[len(found[0]) :], found[1]
    known = (
        not unit or unit[0] in "(（" or is_han_unit(unit) or (power >= _MYRIAD and is_counted(unit))
    )
    return (unit, power) if known else None


_MYRIAD = 4
"""From 万 on a multiplier may stand before a measure word and what it counts ('万个端口'); '百家企业' is as often a name."""


def _elsewhere(word: str) -> tuple[str, int] | None:
    if word in _GLUED:
        return "", _GLUED[word]
    match = _GLUED_UNIT.fullmatch(word)
    if match and (is_korean_unit(match["rest"]) or is_unit(match["rest"])):
        return match["rest"], _GLUED[match["size"]]
    match = _ALONE_OR_UNIT.fullmatch(word)
    if match and (not match["rest"] or is_unit(match["rest"])):
        return match["rest"] or "", ALONE[match["size"].casefold()]
    match = _VALUES_IN.fullmatch(word)
    if match and _is_size(match, match["in"].casefold() != "in" and not match["rest"]):
        return match["rest"] or "", _SIZE[match["size"].casefold()]
    match = _BEFORE_UNIT.fullmatch(word)
    if match and not re.match(r"mil\.", word, re.IGNORECASE) and _is_size(match, False):
        return match["rest"], _SIZE[match["size"].casefold()]
    return None


def _is_size(match: re.Match[str], alone: bool) -> bool:
    """Whether the word matched as `size` multiplies: always, but for words of one language ('miles', 'bin'), which multiply
    before a unit of that language, or where they stand `alone` behind a word of it ('en miles')."""
    size = match["size"].casefold()
    return size not in BEFORE or alone or multiplies(size, match["of"] or "", match["rest"] or "")


_SIZE = {**WORDS, **BEFORE}


def _latin(word: str) -> tuple[str, int] | None:
    if match := _ZEROS.fullmatch(word):
        return (match["rest"] or "").strip(), match["zeros"].count("0")
    if match := _RAISED.fullmatch(word):
        return match["rest"] or "", int(match["power"])
    match = _COUNTED.fullmatch(word)
    if match and _is_count(match, word):
        digits = match["n"].replace(" ", "").replace(",", "")
        return (match["rest"] or "").strip(), len(digits) - 1 + WORDS.get(
            (match["size"] or "").casefold(), 0
        )
    if (match := _ZEROS_LAST.fullmatch(word)) and not _PER.search(match["rest"]):
        return _closed(match["rest"].strip(" ,")), match["zeros"].count("0")
    if (match := _TIMES_LAST.fullmatch(word)) and not _PER.search(match["rest"]):
        return _closed(match["rest"].strip(" ,")), match["n"].count("0")
    return _leading_multipliers(word) or _trailing_multipliers(word)


def _leading_multipliers(word: str) -> tuple[str, int] | None:
    """'Millions of euros' -> ('euros', 6); several in a row multiply: 'thousand billion EUR' -> ('EUR', 12)."""
    match = _FIRST.fullmatch(word)
    if match is None:
        return None
    unit, more = _leading_multipliers(match["rest"]) or (match["rest"], 0)
    return _closed(unit.strip(" ,")), WORDS[match["size"].casefold()] + more


def _trailing_multipliers(word: str) -> tuple[str, int] | None:
    """'US dollars in millions' -> ('US dollars', 6), 'GDP, in millions of euros' -> ('GDP of euros', 6)."""
    for form in (_MIDDLE, _LAST):
        match = form.fullmatch(word)
        if match is None or _PER.search(match["rest"]):
            continue
        unit, more = match["rest"] + match.groupdict().get("more", ""), 0
        if form is _LAST:
            unit, more = _trailing_multipliers(unit) or (unit, 0)
        return _closed(unit.strip(" ,")), WORDS[match["size"].casefold()] + more
    return None


def bracket_text(title: str) -> str:
    """What stands in the last bracket of a title, whatever it is; '' where there is none."""
    match = _BRACKET.fullmatch(title) if len(title) <= _LONGEST else None
    return match["unit"].strip() if match else ""


def uncertain_unit(title: str) -> str:
    """Give the part of a title that may state a multiplier, but not for certain; '' where there is none.

    'Population (mil)' -> 'mil'; '宽带用户/万户' -> '万户', for a slash may mean 'per' as well.
    """
    text = bracket_text(title)
    if may_multiply(text):
        return text
    name, _, text = title.replace("／", "/").rpartition("/")
    # behind a slash a number is a rate for certain: 'Users/100 persons'
    is_word = bool(text.strip()) and not text.strip()[0].isdigit()
    return text.strip() if name and is_word and is_multiple(text) else ""


def _is_count(match: re.Match[str], word: str) -> bool:
    """Whether a number at the beginning of a unit multiplies it: '1000 persons', '10 thousand', 'x1000', '100 kg'; not '10 Mbps
    and over', '10 % of households'."""
    unit, size = match["rest"] or "", match["size"]
    if re.match(r"[-–=/]", unit):
        return False
    if size or word[0] in "xX×":
        return True
    small = match["n"] in ("10", "100")
    return bool(unit) and (not small or is_unit(unit))


_ORDINALS = frozenset("十百")
"""Multipliers that number a table where they stand alone in a bracket: '附表(十)' is the tenth."""


def title_and_unit(word: str) -> tuple[str, str]:
    """'地区生产总值(亿元)' -> ('地区生产总值', '亿元'): the last bracket, where it reads like a unit; else ('...', '')."""
    match = _BRACKET.fullmatch(word) if len(word) <= _LONGEST else None
    if not match:
        return word.strip(), ""
    unit = unit_line(match["unit"]) or match["unit"].strip()
    chinese = any("一" <= mark <= "鿿" for mark in unit)
    if unit in _ORDINALS:
        is_known = False
    elif chinese:
        is_known = _han_unit(unit) or is_multiple(unit)
    else:
        is_known = (bool(_UNIT.search(unit)) and not _WORDS.search(unit)) or is_multiple(unit)
    return (match["name"], unit) if is_known else (word.strip(), "")


def _han_unit(unit: str) -> bool:
    """Whether Chinese words in a bracket are a unit and no remark: '亿元', '上年=100', '人/平方公里', not '人口抽样调查'."""
    return (
        "=" in unit
        or "＝" in unit
        or (
            len(unit) <= 12 and bool(_MEASURES.search(unit)) and not re.match(r"[不含按以其]", unit)
        )
    )


def split_title(word: str) -> tuple[str, str, str]:
    """A title as (title, unit, the raw unit): the bracket leaves the title only where it holds a multiplier or is Chinese."""
    name, raw = title_and_unit(word)
    unit, power = split_multiplier(raw)
    bare = power or any("一" <= mark <= "鿿" for mark in word)
    return (name if raw and bare else word.strip()), unit, raw


def extract_multipliers(rows: Rows) -> Rows:
    """The rows with multipliers taken out of their units and into the exponent, where none was declared before.

    A multiplier is applied once: where the same one was declared, it only leaves the unit; where another one was, the
    figure is stopped (`figures.CONFLICT`).
    """
    declared = sorted({int(power) for power in np.unique(rows.exponent) if power > 0})
    said = [_metric(word, declared) or split_multiplier(word) for word in rows.unit.words]
    powers = np.array([power for _, power in said] or [0], dtype=np.int8)[rows.unit.codes]
    units = Column(rows.unit.codes, tuple(unit for unit, _ in said) or ("",))
    exponent = merge_powers(powers, rows.exponent)
    keep = exponent == POWER_CONFLICT
    if keep.any():  # what is told shows the unit as it stands
        units = Column(
            np.where(keep, rows.unit.codes + len(units.words), units.codes).astype(np.int32),
            (*units.words, *rows.unit.words),
        )
    return replace(rows, unit=renamed(units, str.strip), exponent=exponent)


def merge_powers(of_unit: NDArray[np.int8], declared: NDArray[np.int8]) -> NDArray[np.int8]:
    """The powers of rows whose unit and whose own column may both say one."""
    at_odds = (declared != of_unit) & (declared > 0) & (of_unit != 0)
    return np.where(at_odds, POWER_CONFLICT, np.where(declared == 0, of_unit, declared)).astype(
        np.int8
    )


_PREFIXES = {"kilo": 3, "mega": 6, "giga": 9}
_PREFIXED = re.compile(
    r"(?P<before>(?:.*[\s(])?)(?P<prefix>kilo|mega|giga)"
    r"(?P<unit>tonn?e?s?|watts?|watt-hours|gram(?:me)?s?|lit(?:re|er)s?|bits?|bytes?)\b(?P<after>.*)",
    re.IGNORECASE,
)


def _metric(word: str, declared: Sequence[int]) -> tuple[str, int] | None:
    """'Straw (Kilotonnes)' -> ('Straw (tonnes)', 3) in a file that declares thousands: it is the same thousand, said twice."""
    match = _PREFIXED.fullmatch(word) if declared and len(word) <= _LONGEST else None
    if match is None or _PREFIXES[match["prefix"].casefold()] not in declared:
        return None
    return f"{match['before']}{match['unit'].casefold()}{match['after']}".strip(), _PREFIXES[
        match["prefix"].casefold()
    ]


def extract_title_units(rows: Rows, unit_of_all: str = "") -> Rows:
    """The rows with units taken from the brackets in their titles, where they have none; else that of the whole file."""
    split = {word: split_title(word) for word in rows.title.words}
    if any(rows.unit.words):
        unit = joined(
            [rows.unit, rows.title], lambda words: words[0] or split[words[1]][2] or unit_of_all
        )
    else:
        unit = renamed(rows.title, lambda word: split[word][2] or unit_of_all)
    return extract_multipliers(
        replace(rows, unit=unit, title=renamed(rows.title, lambda word: split[word][0]))
    )
