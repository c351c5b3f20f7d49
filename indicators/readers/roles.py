"""Which column of an unknown table is place, period, value, unit ...: by the header's words, held against the cells.

Nothing is guessed: where a part is not certain, a sentence says which, and the file is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indicators.readers.figures import MISSING, plain_number
from indicators.readers.times import period_columns, period_of, stem_columns


@dataclass(frozen=True)
class Roles:
    """What each column is for. `columns` are columns of figures and what their names say: {'2010': {'period': '2010'}}."""

    place: str = ""
    place_name: str = ""
    period: str = ""
    part: str = ""
    value: str = ""
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed_period: str = ""
    series: str = ""
    title: str = ""
    fixed_title: str = ""
    unit: str = ""
    status: str = ""
    note: str = ""
    source: str = ""
    power: str = ""
    others: tuple[str, ...] = ()


def _set(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split(","))


_PLACES = tuple(_set(words) for words in (
    "country,countries,country name,country territory,country or area,countries areas,country area,country economy,"
    "country or territory,economy,"
    "economies,nation,pays,país,pais,land,país o territorio,economy name,countries and areas,reporting country,member state,"
    "countryname,entity,"
    "entity name,国家,国家地区,国家或地区,国别,country or region,country region,reference area,stat,państwo,paese,länder,administrations",
    "city,city name,county,county name,district,district name,municipality,prefecture,commune,quartier,borough,ward,parish,ville,"
    "ciudad,stadt,"
    "城市,市,区县,县,区,县区,市州,城市名称,department,département,local authority,area name,neighbourhood,neighborhood",
    "province,province name,state,state name,provinces,oblast,voivodeship,kraj,land kreis,bundesland,comunidad autónoma,canton,省份,省,地区,省市,"
    "省区市,省市区,行政区,行政区划,province territory",
    "place,place name,location,location name,geo,geography,geographic area,geo name,area,areas,region,region name,territory,"
    "geoareaname,geo area name,"
    "région,región,地点,区域,geopolitical entity reporting"))
_CODES = tuple(_set(words) for words in (
    "iso3,iso 3,iso3 code,iso code,iso,iso a3,iso alpha 3,alpha 3,alpha 3 code,country iso3,country iso,country iso code,iso3166,"
    "iso 3166 1 alpha 3,"
    "country code iso3,code iso3,cca3,iso3c,countryiso3code,economy iso3,location code iso3,iso 3 code,iso alpha3,wb code",
    "country code,countrycode,ctry,country id,economy code,ref area,ref area code,location code,geo code,area code,code pays,"
    "cod pais,iso2,iso2 code,"
    "iso 2,iso alpha 2,alpha 2,iso2c,cca2,m49,m49 code,geoareacode,spatialdimvaluecode,区划代码,行政区划代码,地区代码,国家代码,territory code",
    "fips,fips code,geoid,county id,nuts,nuts code,nuts id,ons code,lad code,gss code,state code,province code,city code,"
    "region code,place code,ccode"))
_TIMES = _set("year,years,time,time period,timeperiod,period,date,yr,survey year,année,annee,an,ano,año,anio,jahr,rok,leto,god,година,year code,"
              "reference period,ref period,quarter,month,fiscal year,年份,年,年度,时间,日期,统计年度,月份,季度,时期,période,periodo,período,datum,"
    "fecha,tid,år,"
              "vuosi,anno,data,reference year,yearcode,timeperiod code")
_PARTS = _set("month,quarter,mois,mes,monat,月,月份,季度,trimestre,quartal,mon,qtr")
_VALUES = _set("value,values,obs value,obsvalue,observation,observation value,data value,datavalue,numeric value,valeur,valor,wert,valore,wartość,"
               "hodnota,vrednost,数值,值,数据,指标值,观测值,amount,figure")
_UNITS = _set("unit,units,unit of measure,unit measure,measure unit,unit name,unité,unite,unidad,unidad de medida,einheit,单位,"
    "计量单位,uom,jednotka,enota")
_STATUS = _set("status,obs status,flag,flags,flag codes,observation status,obs flag,状态,value status")
_NOTES = _set("note,notes,footnote,footnotes,comment,comments,remark,remarks,备注,注释,说明,nota,notas,anmerkung,remarque")
_SOURCES = _set("source,sources,data source,quelle,fuente,来源,数据来源,citation")
_SERIES = _set("indicator code,indicatorcode,series code,seriescode,indicator id,variable code,series id,measure code,subject code,指标代码,metric id,"
               "indicator symbol,item code")
_TITLES = _set("indicator,indicators,indicator name,indicatorname,series,series name,variable,variable name,measure,metric,subject,items,item,topic,"
               "指标,指标名称,indicador,indicateur,indikator,kennzahl,statistic,statistic label,measure name,seriesname,subject descriptor")
_POWERS = _set("scale,multiplier,unit multiplier,powercode,power code,unit mult,multiplicator,power,magnitude")
DIMENSIONS = _set("sex,gender,sexe,sexo,geschlecht,sesso,性别,age,age group,age groups,age class,agegroup,alter,edad,âge,年龄,residence,urban rural,"
                  "urbanisation,location type,area type,education,education level,level of education,income quintile,wealth quintile,quintile,"
                  "disability,employment status,size class,company size,enterprise size,sector,industry,technology,type,category,breakdown,"
                  "disaggregation,dimension,subgroup,group,speed,operator,类别,行业,分类")
"""Headers of columns that part the figures of a place, even where each place has only one of their words."""
_IDS = re.compile(r"(^|\b)(id|code|codes|lat|lon|long|latitude|longitude|index no|row|no|number|rownum|fid|objectid|uuid)$|^(column \d+|unnamed.*)$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class _Seen:
    """What a column's cells look like in the sample."""

    name: str
    key: str
    filled: int
    distinct: int
    numbers: float
    times: float
    short: float


def folded(name: str) -> str:
    """A header cell in lower case, only letters, digits and single blanks."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.partition("#")[0]) if "_" not in name else name
    words = "".join(mark if mark.isalnum() else " " for mark in spaced.casefold()).split()
    return " ".join(words)


IsPlace = Callable[[str], bool]


def find_roles(names: Sequence[str], rows: Sequence[Sequence[str]], head: Iterable[Sequence[str]],
               is_place: IsPlace = lambda word: False) -> Roles | str:
    """What each column is for, or a sentence that says what is not certain."""
    seen = [_look(name, [row[at] for row in rows if at < len(row)]) for at, name in enumerate(names)]
    full = [column for column in seen if column.filled]
    columns = _period_names(seen)
    code, label = _places(full, set(columns), lambda one, two: _one_to_one(names, rows, one, two))
    if not code and not label:
        label = _by_places(full, columns, names, rows, is_place)
    across = {} if code or label else _across(full, is_place)
    if not code and not label and not across:
        return "no column says which place a figure is for"
    rest = [column for column in full if column.name not in (code, label, *columns, *across)]
    title = next((" ".join(cell.strip() for cell in row if cell.strip()) for row in head
                  if any(cell.strip() for cell in row) and not row[0].startswith("sep=")), "")
    known, rest = _named_parts(Roles(place=code or label, place_name=label if code else "", fixed_title=title), rest)
    return _wide(known, columns, rest) if _is_wide(columns, rest) else _long(known, across, rest, title)


def _named_parts(known: Roles, rest: Sequence[_Seen]) -> tuple[Roles, list[_Seen]]:
    """Unit, status, note and the like, by their headers' words; and the columns that are left."""
    named = {part: _named(rest, words) for part, words in (
        ("unit", _UNITS), ("status", _STATUS), ("note", _NOTES), ("source", _SOURCES), ("series", _SERIES), ("title", _TITLES),
        ("power", _POWERS))}
    return replace(known, **named), [  # type: ignore[arg-type]
        column for column in rest if column.name not in named.values()]


def _period_names(seen: Sequence[_Seen]) -> dict[str, dict[str, str]]:
    """The columns whose names are periods ('2010'), or end in one ('gdp_2010'), and hold figures or nothing."""
    able = [column.name for column in seen if column.numbers >= 0.5 or not column.filled]
    plain = {name: {"period": said} for name, said in period_columns(able).items()}
    return plain or {name: {"title": stem, "period": said} for name, (stem, said) in stem_columns(able).items()}


def _by_places(columns: Sequence[_Seen], taken: Iterable[str], names: Sequence[str], rows: Sequence[Sequence[str]],
               is_place: IsPlace) -> str:
    """The one column whose cells are places, whatever its name; '' where there is none, or several."""
    found = []
    for column in columns:
        at = list(names).index(column.name)
        words = {row[at] for row in rows if at < len(row) and row[at]}
        if column.name not in taken and column.numbers < 0.5 and sum(map(is_place, words)) >= max(2, 0.8 * len(words)):
            found.append(column.name)
    return found[0] if len(found) == 1 else ""


def _across(columns: Sequence[_Seen], is_place: IsPlace) -> dict[str, dict[str, str]]:
    """Places as columns: those named by a place, where nearly all columns of figures are."""
    figures = [column for column in columns if column.numbers >= 0.5 and column.key not in _TIMES]
    found = [column.name for column in figures if is_place(column.name.partition("#")[0])]
    return {name: {"place": name} for name in found} if len(found) >= max(2, 0.8 * len(figures)) else {}


def _look(name: str, cells: Sequence[str]) -> _Seen:
    filled = [cell for cell in cells if cell.casefold() not in MISSING]
    size = max(len(filled), 1)
    return _Seen(name, folded(name), len(filled), len(set(filled)), sum(plain_number(cell) is not None for cell in filled) / size,
                 _times(filled) / size, sum(len(cell) <= 12 and " " not in cell for cell in filled) / size)


def _times(filled: Sequence[str]) -> int:
    return sum(bool(period_of(cell)) or bool(re.fullmatch(r"\d{1,4}[-./]\d\d?[-./]\d{2,4}([T ][\d:.]+Z?)?", cell)) for cell in filled)


def _named(columns: Sequence[_Seen], words: frozenset[str]) -> str:
    return next((column.name for column in columns if column.key in words), "")


def _places(columns: Sequence[_Seen], periods: set[str], one_to_one: Callable[[str, str], bool]) -> tuple[str, str]:
    """The column with the code of a place and the one with its name; '' for either that is not there."""
    able = [column for column in columns if column.name not in periods]
    text = [column for column in able if column.numbers < 0.5]
    label = next((found for words in _PLACES if (found := _finest([column for column in text if column.key in words]))), "")
    codes = [column for column in able if column.short > 0.9]
    code = next((found for words in _CODES if (found := _finest([column for column in codes if column.key in words]))), "")
    if not code and label:
        code = _finest([column for column in codes if column.key in ("code", "id", "代码") and column.numbers < 0.5])
    return (code if not label or one_to_one(code, label) else ""), label


def _one_to_one(names: Sequence[str], rows: Sequence[Sequence[str]], one: str, two: str) -> bool:
    """Whether each word of a column goes with one of the other's; blank ones aside."""
    if not one:
        return False
    at, to = list(names).index(one), list(names).index(two)
    pairs = {(row[at], row[to]) for row in rows if len(row) > max(at, to) and row[at] and row[to]}
    return bool(pairs) and len(pairs) == len({code for code, _ in pairs}) == len({name for _, name in pairs})


def _finest(columns: Sequence[_Seen]) -> str:
    return max(columns, key=lambda column: column.distinct).name if columns else ""


def _is_wide(columns: Mapping[str, Mapping[str, str]], rest: Sequence[_Seen]) -> bool:
    long = any(column.key in _TIMES and column.times > 0.9 for column in rest)
    return len(columns) > 1 or (len(columns) == 1 and not long)


def _wide(known: Roles, columns: Mapping[str, Mapping[str, str]], rest: Sequence[_Seen]) -> Roles | str:
    if len({tuple(words.items()) for words in columns.values()}) < len(columns):
        return "two columns are of the same period"
    figures = [column.name for column in rest if column.numbers > 0.8 and column.distinct > 1 and not _IDS.search(column.key)]
    return replace(known, columns=columns, others=tuple(column.name for column in rest if column.name not in figures))


def _long(known: Roles, across: Mapping[str, Mapping[str, str]], rest: Sequence[_Seen], title: str) -> Roles | str:
    period = _period([column for column in rest if column.times > 0.9])
    part = _named([column for column in rest if column.name != period], _PARTS) if period else ""
    years = set() if period else set(_YEAR.findall(title))
    if not period and len(years) != 1:
        return "no column and no title says which period a figure is for"
    left = [column for column in rest if column.name not in (period, part)]
    value = "" if across else _named([column for column in left if column.numbers > 0], _VALUES)
    figures = [] if across or value else [column.name for column in left if _is_figures(column)]
    if not (across or value or figures):
        return "no column holds figures"
    value = figures[0] if len(figures) == 1 else value
    columns = across or ({name: {"title": name} for name in figures} if not value else {})
    others = tuple(column.name for column in left if column.name not in (value, *columns))
    return replace(known, period=period, part=part, fixed_period="".join(years), value=value, columns=columns, others=others)


def _is_figures(column: _Seen) -> bool:
    return column.numbers >= 0.8 and not _IDS.search(column.key) and not (column.key in _TIMES and column.times > 0.9)


def _period(times: Sequence[_Seen]) -> str:
    """The column that says the period: one that is named so (the finest where there are several), else the only one of years."""
    named = [column for column in times if column.key in _TIMES]
    if named:
        return _finest(named)
    return times[0].name if len(times) == 1 and times[0].distinct > 1 else ""
