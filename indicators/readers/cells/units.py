"""Units in words as unit and power of ten: '亿元', 'US dollars in millions'."""

from __future__ import annotations

import re

from indicators.multipliers import ALONE, BEFORE, GLUED, WORDS, pattern
from indicators.readers.cells.money_units import split_money
from indicators.readers.cells.unit_names import (
    goes_with_units,
    is_counted,
    is_han_unit,
    is_korean_unit,
    is_unit,
    multiplies,
)

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
    r"付副盒瓶包袋盘艇公升担羽尾]|美元|英镑|欧元|标准煤|标准箱|端口|人次|吨公里|人公里|机组|字节|"
    r"比特|兆|%|％|‰|[GMKT]B|/.+)$"
)

_SIZES = pattern(WORDS)
_COUNTED = re.compile(
    rf"(?:in |[x×] ?)?(?P<n>1[ ,.]000(?:[ ,.]000)?|10[ ,.]000|100[ ,.]000|10{{1,8}})"
    rf"(?: (?P<size>{_SIZES})\b)?(?: of)?(?: (?P<rest>.*))?",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"(?:(?:in|en|em|в|w|v) )?(?P<size>{_SIZES})(?![\w'])(?!-\w)\.?"
    rf"(?:(?: of| de| di| von)(?= )| d['’])?[ ]*(?P<rest>.*)",
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
    rf"(?:en |in |em |в |v )?(?P<size>{pattern(BEFORE)})\.?{_OF}(?P<rest>[^\W\d].{{0,60}}|"
    rf"[$€£¥].{{0,60}})",
    re.IGNORECASE,
)
"""'Mil unidades', 'tis. Kč'; not 'mil. Kč', which are millions."""
_ALONE_OR_UNIT = re.compile(
    rf"(?:in |en )?(?P<size>{pattern(ALONE)})\.?"
    rf"(?:(?: of | de | d['’]| )(?P<rest>[^\W\d].{{0,60}}))?",
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
    r"%|‰|\b(per|percent|percentage|us ?\$|us dollars?|usd|eur|euros?|cny|rmb|yuan|dollars?|ppp|"
    r"persons?|people|number|index|rank|score|years?|days|"
    r"hours|tonnes|tons|kwh|mwh|gwh|twh|kw|mw|kg|km2?|hectares?|constant|current|units|ratio|"
    r"kbit/s|mbit/s|gbit/s|bit/s|subscriptions|"
    rf"inhabitants|households|x 1[ ,.]?000|local currency|lcu|=|preceding year|"
    rf"(?:{_SIZES})(?!\w))|[$€£¥]",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"\b(excluding|including|incl|excl|survey|based on|at year-end|year-end|modeled|total|aged?|"
    r"both sexes|annual|definition|method)",
    re.IGNORECASE,
)


_UNIT_LINE = re.compile(
    r"\W{0,3}(?:计量单位|单位|units? of measure(?:ment)?|units?|unité|unidad|einheit|jednostka|"
    r"jednotka)\s{0,3}[:：]\s{0,3}"
    r"(?P<unit>\S[^,;，；]{0,60}?)[)）,;\s]*",
    re.IGNORECASE,
)


MAX_LENGTH = 400
"""Characters of a title or unit that are looked into; what is longer is prose."""


def unit_line(line: str) -> str:
    """Return the unit that a line above a table states: '单位：亿元' -> '亿元'; else ''."""
    match = _UNIT_LINE.fullmatch(line.strip()[:100])
    return _closed(match["unit"].strip()) if match else ""


def unit_above(line: str, lines: int) -> str:
    """Return the unit that a line above a table is; '' for any other line.

    '(thousands of US dollars)', '(Percent)'; 'Million US dollars' where other lines name the table.
    A title that begins with a multiplier is none ('Millions of people use the Internet',
    '百强企业数量'). `lines` is how many lines stand there.
    """
    text = line.strip()
    if inner := _bracketed_unit(text):
        return inner
    if lines < 2 or len(text) > MAX_LINE_LENGTH:
        return ""
    first, *exceptions = _UNLESS.split(text, maxsplit=1)
    unit = _REMARK.split(first, maxsplit=1)[0].strip()
    if not is_multiple(unit):
        return ""
    return unit if exceptions else text


def _bracketed_unit(text: str) -> str:
    """Give the unit of a line that is one bracket; else ''."""
    if text[:1] not in ("(", "（", "[") or text[-1:] not in (")", "）", "]"):
        return ""
    inner = text[1:-1].strip()
    if not inner or len(inner) > MAX_LINE_LENGTH:
        return ""
    is_unit_of_title = bool(title_and_unit(f"x ({inner})")[1])
    return inner if split_multiplier(inner)[1] or is_unit_of_title else ""


_REMARK = re.compile("[,;]")
_UNLESS = re.compile(r"[ ,;]+(?=unless |except )", re.IGNORECASE)
"""'In thousands, unless stated otherwise': what is stated otherwise has a unit of its own."""
MAX_LINE_LENGTH = 60
"""Characters of a line above a table that may be its unit."""


def is_multiple(word: str) -> bool:
    """Return whether a word is a multiplier, alone or with a unit that is known, and nothing else.

    'Million US dollars', '亿元', 'in Tsd.'; not 'Thousand Oaks', and not 'Thousand seats', which
    may be a unit or a title.
    """
    unit, power = split_multiplier(word)
    return bool(power) and (not unit or is_known_unit(unit))


def is_known_unit(unit: str) -> bool:
    return is_unit(unit) or is_han_unit(unit) or is_korean_unit(unit)


def split_multiplier(word: str) -> tuple[str, int]:
    """Split a unit into itself and its power of ten: '亿元' -> ('元', 8), 'US dollars in millions'
    -> ('US dollars', 6).

    What states no multiplier for certain stays as it is, with 0.
    """
    unit = " ".join(word.split())
    if len(unit) > MAX_LENGTH:
        return unit, 0
    unit = _without_preamble(_without_brackets(unit))
    return _split_bracket(unit) or _split_words(unit) or _split_prices(unit) or (unit, 0)


def _without_brackets(unit: str) -> str:
    """Take away the bracket around a whole unit with a multiplier: '(亿元)' -> '亿元'."""
    if unit[:1] not in ("(", "（", "[") or unit[-1:] not in (")", "）", "]"):
        return unit
    return unit[1:-1] if _split_words(unit[1:-1]) else unit


_PREAMBLE = re.compile(
    r"(?:all )?(?:figures|values|amounts|numbers|data|angaben|werte|beträge|montants|valeurs|"
    r"chiffres|valores|cifras|importes|valori|dati)(?: are)?(?: expressed| given| stated)? "
    r"(?=(?:in|en|em) )",
    re.IGNORECASE,
)
"""'Figures in thousands', 'Angaben in Mio. EUR': what stands before the unit."""


def _without_preamble(unit: str) -> str:
    """Take away words that say nothing of a unit, where a multiplier and its unit follow them."""
    match = _PREAMBLE.match(unit)
    if match is None:
        return unit
    rest = unit[match.end() :]
    bare, power = _split_words(rest) or ("", 0)
    return rest if power and (not bare or is_known_unit(bare)) else unit


def _split_words(unit: str) -> tuple[str, int] | None:
    return _split_han(unit) or _split_latin(unit) or _split_by_language(unit) or split_money(unit)


def _split_prices(unit: str) -> tuple[str, int] | None:
    """Split a multiplier behind words that go with a unit: 'Current prices, million EUR'."""
    before, _, behind = unit.partition(", ")
    if not behind or not goes_with_units(before):
        return None
    bare, power = _split_words(behind) or ("", 0)
    return (f"{before}, {bare}", power) if power and is_known_unit(bare) else None


_NAMED = re.compile(r"(?P<name>[^()]*[^()\s])\s*\((?P<unit>[^()]+)\)")


def _split_bracket(word: str) -> tuple[str, int] | None:
    """Split a multiplier in a unit's own bracket: 'GBP (£ thousands)' -> ('GBP (£)', 3)."""
    match = _NAMED.fullmatch(word)
    if match is None:
        return None
    unit, power = _split_words(match["unit"]) or ("", 0)
    if not power or "=" in unit or _split_latin(match["name"]):
        return None
    return f"{match['name']} ({unit})" if unit else match["name"], power


def _closed(word: str) -> str:
    """Close the bracket of a unit whose end was taken away: 'GBP (£' -> 'GBP (£)'."""
    return f"{word})" if word.count("(") == word.count(")") + 1 else word


def _split_han(word: str) -> tuple[str, int] | None:
    """Split a Chinese or Japanese unit: '万人次' -> ('人次', 4); None for names ('万宁市') and
    rates ('每万人').
    """
    if word.startswith(("每", "1/")) or _METRIC.match(word):
        return None
    if (amount := word.removeprefix("人民币")) != word and (parts := _split_han(amount)):
        return f"人民币{parts[0]}", parts[1]
    for multiplier, power in _HAN:
        if word.startswith(multiplier):
            unit = word.removeprefix(multiplier)
            return (unit, power) if _is_after_han(unit, power) else None
    return None


def _is_after_han(unit: str, power: int) -> bool:
    if not unit or unit[0] in "(（" or is_han_unit(unit):
        return True
    return power >= _MYRIAD and is_counted(unit)


_MYRIAD = 4
"""From 万 on a multiplier may stand before a measure word and what it counts ('万个端口');
'百家企业' is as often a name.
"""


def _split_by_language(word: str) -> tuple[str, int] | None:
    """Split a multiplier that is one only before units of its language, or in its script: '천명',
    'mil unidades'.
    """
    if word in _GLUED:
        return "", _GLUED[word]
    match = _GLUED_UNIT.fullmatch(word)
    if match and (is_korean_unit(match["rest"]) or is_unit(match["rest"])):
        return match["rest"], _GLUED[match["size"]]
    match = _ALONE_OR_UNIT.fullmatch(word)
    if match and (not match["rest"] or is_unit(match["rest"])):
        return match["rest"] or "", ALONE[match["size"].casefold()]
    match = _VALUES_IN.fullmatch(word)
    # 'en miles' are thousands, 'in miles' a distance
    if match and _is_size(match, match["in"].casefold() != "in" and not match["rest"]):
        return match["rest"] or "", _SIZE[match["size"].casefold()]
    match = _BEFORE_UNIT.fullmatch(word)
    # 'mil. Kč' are millions
    if match and not re.match(r"mil\.", word, re.IGNORECASE) and _is_size(match, False):
        return match["rest"], _SIZE[match["size"].casefold()]
    return None


def _is_size(match: re.Match[str], is_alone: bool) -> bool:
    """Say whether the word matched as `size` multiplies.

    Words of one language ('miles', 'bin') do before a unit of that language, or alone behind a word
    of it ('en miles').
    """
    size = match["size"].casefold()
    if size not in BEFORE or is_alone:
        return True
    return multiplies(size, match["of"] or "", match["rest"] or "")


_SIZE = {**WORDS, **BEFORE}


def _split_latin(word: str) -> tuple[str, int] | None:
    """Split a unit with zeros, a power, a count or a word: '000 persons', '10^6 USD', '1000
    persons', 'million USD'.
    """
    if match := _ZEROS.fullmatch(word):
        return (match["rest"] or "").strip(), match["zeros"].count("0")
    if match := _RAISED.fullmatch(word):
        return match["rest"] or "", int(match["power"])
    match = _COUNTED.fullmatch(word)
    if match and _is_count(match, word):
        size = (match["size"] or "").casefold()
        return (match["rest"] or "").strip(), match["n"].count("0") + WORDS.get(size, 0)
    for form, group in ((_ZEROS_LAST, "zeros"), (_TIMES_LAST, "n")):
        match = form.fullmatch(word)
        if match and not _PER.search(match["rest"]):
            return _closed(match["rest"].strip(" ,")), match[group].count("0")
    return _leading_multipliers(word) or _trailing_multipliers(word)


def _leading_multipliers(word: str) -> tuple[str, int] | None:
    """'Millions of euros' -> ('euros', 6); several in a row multiply: 'thousand billion EUR' ->
    ('EUR', 12).
    """
    match = _FIRST.fullmatch(word)
    if match is None:
        return None
    unit, more = _leading_multipliers(match["rest"]) or (match["rest"], 0)
    return _closed(unit.strip(" ,")), WORDS[match["size"].casefold()] + more


def _trailing_multipliers(word: str) -> tuple[str, int] | None:
    """'US dollars in millions' -> ('US dollars', 6), 'GDP, in millions of euros' -> ('GDP of
    euros', 6).
    """
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
    """Return what stands in the last bracket of a title, whatever it is; '' where there is none."""
    match = _BRACKET.fullmatch(title) if len(title) <= MAX_LENGTH else None
    return match["unit"].strip() if match else ""


def _is_count(match: re.Match[str], word: str) -> bool:
    """Say whether a number at the beginning of a unit multiplies it.

    '1000 persons', '10 thousand', 'x1000', '100 kg'; not '10 Mbps and over', '10 % of households'.
    """
    unit, size = match["rest"] or "", match["size"]
    if re.match(r"[-–=/]", unit):
        return False
    if size or word[0] in "xX×":
        return True
    is_small = match["n"] in ("10", "100")
    return bool(unit) and (not is_small or is_unit(unit))


_ORDINALS = frozenset("十百")
"""Multipliers that number a table where they stand alone in a bracket: '附表(十)' is the tenth."""


def title_and_unit(word: str) -> tuple[str, str]:
    """Split a title from the unit in its last bracket: '地区生产总值(亿元)' -> ('地区生产总值',
    '亿元'); or from one behind 'in' or a comma: 'Glasfaser in %', 'Population, thousands'.

    ('...', '') where there is neither, or what stands there does not read like a unit.
    """
    match = _BRACKET.fullmatch(word) if len(word) <= MAX_LENGTH else None
    if not match:
        return _title_and_suffix(word.strip())
    unit = unit_line(match["unit"]) or match["unit"].strip()
    return (match["name"], unit) if _is_unit_of_title(unit) else (word.strip(), "")


_LINK = re.compile(r"(?:,|:| [-–])? (?P<word>in|en|em|в|w|v|i) |, ", re.IGNORECASE)
"""What stands between a title and its unit: 'GDP in Mio. EUR', 'Population, thousands'."""
_SHARE = re.compile(r"(?:%|(?:percent|per cent|prozent|procent)\b).{0,40}", re.IGNORECASE)


def _title_and_suffix(title: str) -> tuple[str, str]:
    """Split a title from a share or a multiple behind 'in' or a comma; ('...', '') without one."""
    if len(title) > MAX_LENGTH:
        return title, ""
    for link in _LINK.finditer(title):
        name, unit = title[: link.start()], title[link.end() :]
        is_share = bool(link["word"] and _SHARE.fullmatch(unit))
        written = f"{link['word']} {unit}" if link["word"] else unit
        is_title = any(map(str.isalpha, name)) and not is_known_unit(name)
        if is_title and (is_share or is_multiple(written)):
            return name, unit if is_share else written
    return title, ""


def _is_unit_of_title(unit: str) -> bool:
    if unit in _ORDINALS:
        return False
    is_measure = _is_han_measure(unit) if _has_han(unit) else _is_latin_measure(unit)
    return is_measure or is_multiple(unit)


def _is_latin_measure(unit: str) -> bool:
    return bool(_UNIT.search(unit)) and not _WORDS.search(unit)


def _has_han(text: str) -> bool:
    return any("一" <= mark <= "鿿" for mark in text)


def _is_han_measure(unit: str) -> bool:
    """Say whether Chinese words in a bracket are a unit and no remark: '亿元', '上年=100',
    '人/平方公里', not '人口抽样调查'.
    """
    if "=" in unit or "＝" in unit:
        return True
    if len(unit) > MAX_HAN_LENGTH or re.match(r"[不含按以其]", unit):
        return False
    return bool(_MEASURES.search(unit))


MAX_HAN_LENGTH = 12


def split_title(word: str) -> tuple[str, str, str]:
    """Split a title into title, unit and the unit as written.

    The bracket leaves the title only where it holds a multiplier or is Chinese.
    """
    name, written = title_and_unit(word)
    unit, power = split_multiplier(written)
    leaves = written and (power or _has_han(word))
    return (name if leaves else word.strip()), unit, written
