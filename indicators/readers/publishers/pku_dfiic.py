"""Read Peking University's index of digital finance (PKU-DFIIC): a column for each index, by year
and province or city.
"""

from __future__ import annotations

from indicators.problems import Problem
from indicators.readers.delimited.table import Table
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.publishers.common import casefolded, code_or_name, unread_columns
from indicators.readers.reshape import melt
from indicators.readers.rows import Rows

_YEARS = ("year", "年份", "年")
_CITY_NAMES = ("city_name", "city", "城市", "地级市")
_CITY_CODES = ("city_code", "城市代码", "地级市代码")
_PROVINCE_NAMES = ("prov_name", "province_name", "prov", "province", "省份", "省")
_PROVINCE_CODES = ("prov_code", "province_code", "省份代码")
_INDICES = {  # the end of a series' code, and the names of its column
    "": ("index_aggregate", "总指数", "数字普惠金融指数"),
    ".BREADTH": ("coverage_breadth", "覆盖广度"),
    ".DEPTH": ("usage_depth", "使用深度"),
    ".DIGIT": ("digitization_level", "数字化程度"),
    ".PAY": ("payment", "支付", "支付业务"),
    ".INSUR": ("insurance", "保险", "保险业务"),
    ".FUND": ("monetary_fund", "货币基金", "货币基金业务"),
    ".INVEST": ("investment", "投资", "投资业务"),
    ".CREDIT": ("credit", "信贷", "信贷业务"),
    ".RATING": ("credit_investigation", "信用", "信用业务"),
}
_MAIN = (".BREADTH", ".DEPTH", ".DIGIT")
"""The three parts by which a file is recognised."""


def _matches(preview: Preview) -> bool:
    names = casefolded(preview.names)
    has_year = not names.isdisjoint(_YEARS)
    return has_year and all(not names.isdisjoint(_INDICES[part]) for part in _MAIN)


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    period = table.find(*_YEARS)
    city, city_code = table.find(*_CITY_NAMES), table.find(*_CITY_CODES)
    province, province_code = table.find(*_PROVINCE_NAMES), table.find(*_PROVINCE_CODES)
    is_of_cities = bool(city or city_code)
    code, place = (city_code, city) if is_of_cities else (province_code, province)
    columns = _columns(table)
    # The two levels are scaled separately: they are different series.
    prefix = "CN.C.DFI" if is_of_cities else "CN.P.DFI"
    rows, problems = melt(
        table,
        {column: {"series": prefix + part, "title": column} for part, column in columns.items()},
        {"place": code_or_name(table, code, place), "place_name": place, "period": period},
    )
    used = (period, city, city_code, province, province_code, *columns.values())
    return rows, problems + unread_columns(table, used)


def _columns(table: Table) -> dict[str, str]:
    """Return the columns of indices that the table has, by the end of their series' code."""
    columns = {part: table.find(*names) for part, names in _INDICES.items()}
    return {part: column for part, column in columns.items() if column}


FORMATS = (
    Format(
        "pku-dfiic",
        "Peking University Digital Financial Inclusion Index",
        _matches,
        _read,
        "One file for provinces, one for cities, scaled separately; with a column of cities the "
        "figures are the cities'. Its columns are named in English or Chinese. The file is given "
        "for research on request: ask before a public site shows it.",
        "A column of years (year, 年份) and the three parts coverage_breadth (覆盖广度), "
        "usage_depth (使用深度) and digitization_level (数字化程度).",
    ),
)
