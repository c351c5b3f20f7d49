"""Names of units: what may stand behind a multiplier so that both together are a unit for certain
('thousand' + 'US dollars', '亿' + '元'). A place, a title or an institution that begins with such a
word ('Thousand Oaks', '万宁市') is none."""

from __future__ import annotations

import re


def _set(*lines: str) -> frozenset[str]:
    return frozenset(word.strip().casefold() for line in lines for word in line.split(","))


CODES = _set(
    "AED, AMD, ARS, AUD, AZN, BAM, BDT, BGN, BHD, BRL, BYN, CAD, CHF, CLP, CNY, COP, CZK,"
    "DKK, DZD, EGP, EUR, GBP, GEL, GHS, HKD, HUF, IDR",
    "ILS, INR, IQD, ISK, JOD, JPY, KES, KHR, KRW, KWD, KZT, LKR, MAD, MDL, MKD, MMK, MNT, MOP,"
    "MXN, MYR, NGN, NOK, NPR, NZD, OMR, PEN, PHP, PKR, PLN",
    "PYG, QAR, RMB, RON, RSD, RUB, SAR, SEK, SGD, THB, TND, TRY, TWD, TZS, UAH, UGX, USD, UYU,"
    "UZS, VND, XAF, XOF, ZAR, ZMW, PPS, SDR, XDC",
)
"""Codes of currencies."""
SIGNS = _set(
    "$, us$, usd$, a$, c$, s$, hk$, nt$, r$, int$, €, £, ¥, ₹, ₩, ₽, ₺, zł, kč, kr, ft, tl,"
    "rm, rs, rp"
)

NOUNS = (
    CODES
    | SIGNS
    | _set(
        "dollar, us-dollar, dollars, euro, euros, yuan, renminbi, yen, won, pounds, rupees,"
        "rupiah, baht, ringgit, pesos, reais, rand, rands, kronor, kroner, krone, korun,"
        "forints, zloty, zlotys, lei, leva, lira, liras, dinars, denars, dirhams, riyals, rials,"
        "shekels, francs, rubles, roubles, hryvnia, hryvnias, tenge,"
        "taka, kyat, dong, riel, naira, cedis, shillings, kwacha, birr, pula, soles, bolivianos,"
        "guaranies, colones, quetzales, lempiras, dólares, dolares",
        "persons, people, inhabitants, residents, users, subscribers, subscriptions, households,"
        "employees, workers, jobs, enterprises, passengers,"
        "addresses, lines, connections, accounts, tourists, students, dwellings, units, pieces,"
        "items, parcels, patents, applications, ports, stations,"
        "terminals, websites, racks, vehicles, visits, tickets, hours, person-years, fte, head,"
        "heads, animals",
        "tonnes, tons, t, kg, km, km2, kilometres, kilometers, metres, meters, hectares, ha,"
        "acres, litres, liters, hl, barrels, m2, m3, m³, m², kw, mw, gw, kwh, mwh,"
        "gwh, twh, watts, joules, tj, toe, ktoe, mtoe, teu, bytes, gb, tb, pb, minutes",
        "personen, einwohner, haushalte, tonnen, stück, beschäftigte, personnes, habitants,"
        "ménages, emplois, unités, logements",
        "personas, habitantes, hogares, viviendas, unidades, toneladas, ocupados, hectáreas,"
        "pessoas, domicílios, persone, abitanti, famiglie, unità,"
        "tonnellate",
        "человек, чел, руб, рублей, тонн, единиц, шт, долларов, долл, га, домохозяйств, осіб, грн",
        "osób, ton, szt, osob, obyvatel, tun, domácností, ks, kişi, adet, hane, dolar, personer,"
        "invånare, innbyggere, tonn, fő",
    )
)
"""What is counted or measured, in lower case. A year or a project is not among them: they are as
often part of a title."""

ADJECTIVES = _set(
    "us, u.s, usa, united, states, national, local, international, geary-khamis, current,"
    "constant, chained, nominal, real, prices, price, at, of, in,"
    "the, and, ppp, ppps, purchasing, power, parity, standard, metric, square, cubic,"
    "passenger, tonne, ton, person, kilowatt, full-time, equivalent,"
    "equivalents, oil, coal, sterling, australian, canadian, singapore, hong, kong, new,"
    "zealand, taiwan, chinese, japanese, indian, russian, brazilian,"
    "swiss, swedish, danish, norwegian, czech, per, capita, month, year, day, courants,"
    "corrientes, correntes, constantes, сша, de, d, gross, output"
)
_TOKEN = re.compile(r"[^\s,;()（）/]+")
_REMARK = re.compile(r"[,;(（]")


def is_unit(words: str) -> bool:
    """Whether words are a unit and nothing else ('US dollars at current prices', 'persons'): one
    name of a unit, and words that go with units. What follows a comma, a semicolon or in a
    bracket may be a remark."""
    unit = _REMARK.split(words, maxsplit=1)[0]
    tokens = [token.casefold().rstrip(".:'’") for token in _TOKEN.findall(unit)]
    nouns = [token for token in tokens if token in NOUNS]
    others = [token for token in tokens if token not in NOUNS | ADJECTIVES]
    if not nouns or not all(map(_YEAR.fullmatch, others)):
        return False
    return len(nouns) == 1 or "per" in tokens or "of" in tokens


_YEAR = re.compile(r"(?:19|20)\d\d")

_HAN_MONEY = (
    "(?:美|欧|歐|日|港|韩|韓|加|澳|新|新加坡|国际|新台币|新臺幣|新台幣)?[元圆圓]|人民币|英镑|英鎊|卢比|卢布|林吉特|泰铢|比索|雷亚尔|里亚尔|"
    "第纳尔|法郎|克朗|越南盾|印尼盾|港币|美金|日币|新台币|新臺幣|円|ドル|ユーロ"
)
_HAN_SIZE = (
    "平方(?:公里|千米|米|厘米|英尺)|立方(?:米|厘米|英尺)|公里|千米|海里|公顷|公頃|公斤|千克|毫升|千瓦时?|兆瓦时?|瓦时|千伏安|"
    "千伏|标准煤|标准箱|"
    "重量箱|英热|字节|比特|小时|世帯|箇所|端口|机组|公噸|公吨|換算箱|用户|人口"
)
_HAN_COUNT = (
    "[人户戶戸吨噸米里顷亩时个個件部台臺辆輛艘架头頭只隻张張册冊份套篇项項次家所座条條对對枚双雙匹箱瓦安升克斤度分秒天日岁倍点點门門口线線位"
    "栋棟间間床村种種株付副盒瓶包袋盘艇担羽尾名处處批例宗笔筆起支根块塊组組卷场場桶本社回]"
)
_HAN_UNIT = re.compile(
    rf"(?:{_HAN_MONEY}|{_HAN_SIZE}|{_HAN_COUNT})(?:次|公里|海里|天|日|年|月|时|小时|口|班|套|件|标准煤|标煤|油当量|人民币)?"
    r"(?:(?:当年价|现价|不变价|可比价).{0,8}|[/／·].{1,12}|[(（，,、].*)?"
)
_COUNTED_THINGS = re.compile(r"[个個台部件辆][一-鿿]{1,6}")
"""Things behind their measure word: '个端口'."""
_KOREAN_UNIT = re.compile(
    r"(?:[명원개대호톤건회권곳인두엔元人]|가구|세대|달러|유로|위안|개소|마리|사람|필지|미터|헥타르)(?:[/(].*)?"
)


def is_han_unit(words: str) -> bool:
    """Whether Chinese or Japanese words are a unit and nothing else: '元', '人次', '平方公里', '元（当年价）';
    not '强企业', '宁市'."""
    return bool(_HAN_UNIT.fullmatch(words))


def is_counted(words: str) -> bool:
    """Whether Chinese words are a measure word with what it counts: '个端口'."""
    return bool(_COUNTED_THINGS.fullmatch(words))


def is_korean_unit(words: str) -> bool:
    """Whether Korean words are a unit and nothing else: '명', '원', '달러'; not '안시' (of the city
    천안시)."""
    return bool(_KOREAN_UNIT.fullmatch(words))


_EUROS = CODES | SIGNS | _set("euro, euros")
_IBERIAN = _set(
    "unidades, personas, pessoas, habitantes, reais, euros, pesos, hogares, viviendas,"
    "dólares, dolares, domicílios, toneladas, ocupados,"
    "hectáreas, hectares, alumnos, alunos, empleos, empregos, trabajadores,"
    "trabalhadores, empresas, usuarios, usuários, m3, m², m2, r$, €, kw, kwh,"
    "familias, famílias, contos, soles, quilos, litros"
)
_TURKISH = _EUROS | _set("kişi, tl, ton, adet, lira, hane, dolar, abone, hektar, euro, avro")
_CZECH = _EUROS | _set(
    "osob, kč, obyvatel, tun, domácností, ks, korun, ha, m3, t, eur, zaměstnanců"
)
_NORDIC = _EUROS | _set(
    "kr, kroner, kronor, personer, innbyggere, invånare, tonn, ton, t, euro, pesos, dólares,"
    "personas, unidades"
)

AFTER = {
    "mil": _IBERIAN,
    "miles": _IBERIAN | _EUROS,
    "bin": _TURKISH,
    "tis": _CZECH,
    "mill": _NORDIC,
}
"""The units before which a word of `multipliers.BEFORE` is a multiplier: those of its own
language. 'Mil' is a million in English, and so a thousand only before Spanish and Portuguese
words."""


def multiplies(word: str, link: str, unit: str) -> bool:
    """Whether a word of `multipliers.BEFORE` multiplies the unit behind it: 'mil' of 'mil
    unidades' and 'miles' of 'miles de toneladas', not of 'miles per hour'. `link` is what stands
    between, '' or 'de'."""
    if link.strip().casefold() in ("de", "d'", "d’") and word in ("mil", "miles"):
        return True
    first = _TOKEN.match(unit)
    return first is not None and first[0].casefold().rstrip(".") in AFTER[word]


_MONEY = "|".join(re.escape(word) for word in sorted(_EUROS, key=len, reverse=True))
_SHORT_SIZE = r"(?:k|m|mm|mn|mil|mill|bil|bio|bn|b|t|tn|g|mds?)\.?"
_UNSURE = re.compile(
    r"(?:(?:in|en|em|v|w) )?[(]?(?:1[ ,.]?000(?:[ ,.]?000)?|10[ ,.]?000|100[ ,.]?000)[)]?|"
    rf"{_SHORT_SIZE} ?(?:{_MONEY})|(?:{_MONEY}) ?{_SHORT_SIZE}|"
    rf"(?!const|curr|aust|can|nom)[^\W\d]{{2,6}}\. ?(?:{_MONEY})|"
    r"(?:in )?(?:mil|bil)\.?(?: [^\W\d].{0,40})?",
    re.IGNORECASE,
)


_LONGEST = 60


def may_multiply(unit: str) -> bool:
    """Whether a unit seems to hold a multiplier of which it is not certain which ('USDm', 'k€',
    'mil people', 'in 1000')."""
    word = unit.strip()
    return len(word) < _LONGEST and word.casefold() not in NOUNS and bool(_UNSURE.fullmatch(word))
