"""Names of units: what may stand behind a multiplier so that both together are a unit for certain
('thousand' + 'US dollars', '亿' + '元'). A place, a title or an institution that begins with such a
word ('Thousand Oaks', '万宁市') is none."""

from __future__ import annotations

import re

from indicators.vocabulary import join_languages, read_word_lists

_LISTS = read_word_lists("indicators.readers.cells", "unit_names.toml")

CURRENCY_CODES = frozenset(code.casefold() for code in _LISTS["currencies"]["codes"])
CURRENCY_SIGNS = frozenset(_LISTS["currencies"]["signs"])
NOUNS = CURRENCY_CODES | CURRENCY_SIGNS | join_languages(_LISTS["nouns"])
"""What is counted or measured, in lower case."""
ADJECTIVES = join_languages(_LISTS["adjectives"])
"""Words that go with the name of a unit."""
_TOKEN = re.compile(r"[^\s,;()（）/]+")
_REMARK = re.compile(r"[,;(（]")


def goes_with_units(words: str) -> bool:
    """Return whether words only go with the name of a unit: 'Current prices', 'constant 2015'."""
    tokens = [token.casefold().rstrip(".:'’") for token in _TOKEN.findall(words)]
    return bool(tokens) and all(token in ADJECTIVES or _YEAR.fullmatch(token) for token in tokens)


def names_currency(words: str) -> bool:
    """Return whether one of the words of a unit is a currency: 'CHF million', 'R$'."""
    tokens = [token.casefold().rstrip(".:'’") for token in _TOKEN.findall(words)]
    return any(token in CURRENCY_CODES or token in CURRENCY_SIGNS for token in tokens)


def is_unit(words: str) -> bool:
    """Return whether words are a unit and nothing else ('US dollars at current prices', 'persons'):
    one name of a unit, and words that go with units. What follows a comma, a semicolon or in a
    bracket may be a remark.
    """
    unit = _REMARK.split(words, maxsplit=1)[0]
    tokens = [token.casefold().rstrip(".:'’") for token in _TOKEN.findall(unit)]
    nouns = [token for token in tokens if token in NOUNS]
    others = [token for token in tokens if token not in NOUNS | ADJECTIVES]
    if not nouns or not all(map(_YEAR.fullmatch, others)):
        return False
    return len(nouns) == 1 or "per" in tokens or "of" in tokens


_YEAR = re.compile(r"(?:19|20)\d\d")

_HAN_MONEY = (
    "(?:美|欧|歐|日|港|韩|韓|加|澳|新|新加坡|国际|新台币|新臺幣|新台幣)?[元圆圓]|人民币元?|英镑|英鎊|"
    "卢比|卢布|林吉特|泰铢|比索|雷亚尔|里亚尔|"
    "第纳尔|法郎|克朗|越南盾|印尼盾|港币|美金|日币|新台币|新臺幣|円|ドル|ユーロ"
)
_HAN_SIZE = (
    "平方(?:公里|千米|米|厘米|英尺)|立方(?:米|厘米|英尺)|公里|千米|海里|公顷|公頃|公斤|千克|毫升|"
    "千瓦时?|兆瓦时?|瓦时|千伏安|"
    "千伏|标准煤|标准箱|"
    "重量箱|英热|字节|比特|小时|世帯|箇所|端口|机组|公噸|公吨|換算箱|用户|人口"
)
_HAN_COUNT = (
    "[人户戶戸吨噸米里顷亩时个個件部台臺辆輛艘架头頭只隻张張册冊份套篇项項次家所座条條对對枚双雙匹箱瓦安升克斤度分秒天日岁倍点點门門口线線位"
    "栋棟间間床村种種株付副盒瓶包袋盘艇担羽尾名处處批例宗笔筆起支根块塊组組卷场場桶本社回]"
)
_HAN_UNIT = re.compile(
    rf"(?:{_HAN_MONEY}|{_HAN_SIZE}|{_HAN_COUNT})(?:次|公里|海里|天|日|年|月|时|小时|口|班|套|件|"
    rf"标准煤|标煤|油当量|人民币)?"
    r"(?:(?:当年价|现价|不变价|可比价).{0,8}|[/／·].{1,12}|[(（，,、].*)?"
)
_COUNTED_THINGS = re.compile(r"[个個台部件辆][一-鿿]{1,6}")
"""Things behind their measure word: '个端口'."""
_KOREAN_UNIT = re.compile(
    r"(?:[명원개대호톤건회권곳인두엔元人]|가구|세대|달러|유로|위안|개소|마리|사람|필지|미터|"
    r"헥타르)(?:[/(].*)?"
)


def is_han_unit(words: str) -> bool:
    """Return whether Chinese or Japanese words are a unit and nothing else: '元', '人次',
    '平方公里', '元（当年价）'; not '强企业', '宁市'.
    """
    return bool(_HAN_UNIT.fullmatch(words))


def is_counted(words: str) -> bool:
    """Return whether Chinese words are a measure word with what it counts: '个端口'."""
    return bool(_COUNTED_THINGS.fullmatch(words))


def is_korean_unit(words: str) -> bool:
    """Return whether Korean words are a unit and nothing else: '명', '원', '달러'; not '안시'
    (of the city 천안시).
    """
    return bool(_KOREAN_UNIT.fullmatch(words))


_CURRENCIES = CURRENCY_CODES | CURRENCY_SIGNS | {"euro", "euros"}
_LETTERS_OF_MONEY = frozenset(("euro", "euros", "kr", "kč", "zł"))
_SMALL_CODES = frozenset(_LISTS["currencies"]["small"])


def is_money(word: str) -> bool:
    """Return whether a word is a currency for certain, also where a sign stands directly beside it.

    Codes count in capitals, and those that are no words in small letters; of signs those that are
    no letters, and few others: 'gel' is a colour's beginning, 'ft' a foot.
    """
    small = word.casefold()
    if small in CURRENCY_CODES:
        return word.isupper() or small in _SMALL_CODES
    is_sign = small in CURRENCY_SIGNS and not small.isalpha()
    return is_sign or small in _LETTERS_OF_MONEY


_IBERIAN = frozenset(_LISTS["after"]["iberian"])
_TURKISH = _CURRENCIES | frozenset(_LISTS["after"]["turkish"])
_CZECH = _CURRENCIES | frozenset(_LISTS["after"]["czech"])
_NORDIC = _CURRENCIES | frozenset(_LISTS["after"]["nordic"])

AFTER = {
    "mil": _IBERIAN,
    "miles": _IBERIAN | _CURRENCIES,
    "bin": _TURKISH,
    "tis": _CZECH,
    "mill": _NORDIC,
}
"""The units before which a word of `multipliers.BEFORE` is a multiplier: those of its own
language. 'Mil' is a million in English, and so a thousand only before Spanish and Portuguese
words."""


def multiplies(word: str, link: str, unit: str) -> bool:
    """Return whether a word of `multipliers.BEFORE` multiplies the unit behind it: 'mil' of 'mil
    unidades' and 'miles' of 'miles de toneladas', not of 'miles per hour'. `link` is what stands
    between, '' or 'de'."""
    if link.strip().casefold() in ("de", "d'", "d’") and word in ("mil", "miles"):
        return True
    first = _TOKEN.match(unit)
    return first is not None and first[0].casefold().rstrip(".") in AFTER[word]
