"""Years that run from one into the next (2010/11) are never months: they are told, and their
figures are not shown.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indicators.problems import ProblemCode
from indicators.readers.cells.periods import (
    find_split_years,
    is_split_year,
    parse_period,
    parse_periods,
    period_columns,
)
from indicators.readers.read_file import read_any
from indicators.readers.rows import encode

if TYPE_CHECKING:
    from tests.conftest import Tiny

CASES = Path(__file__).parents[5] / "shared" / "cases"


@pytest.mark.parametrize(
    ("words", "split"),
    [
        (("2010/11",), ("2010/11",)),
        (
            ("2001/02", "2005/06", "2010/11", "2012/13"),
            ("2001/02", "2005/06", "2010/11", "2012/13"),
        ),
        (("2010/11", "2014", "2015 [Note 5]"), ("2010/11",)),
        (("2010-11", "2011-12"), ("2010-11", "2011-12")),
        (("2010-11", "2012-13"), ("2010-11", "2012-13")),
        (("2010–11", "2011–12"), ("2010–11", "2011–12")),
        (("FY2010/11",), ("FY2010/11",)),
        (("FY 2010-11", "2012"), ("FY 2010-11",)),
        (("2010/2011",), ("2010/2011",)),
        (("2010-2011", "2013"), ("2010-2011",)),
        (("1999-00", "2000-01"), ("1999-00", "2000-01")),
        (("1999/00", "1999/2000"), ("1999/00", "1999/2000")),
        (tuple(f"2010-{month:02}" for month in range(1, 13)), ()),
        (tuple(f"2010/{month:02}" for month in range(1, 13)), ()),
        (("2010-10", "2010-11", "2010-12"), ()),
        (("2010/09", "2010/10", "2010/11"), ()),
        (("2010/9", "2010/10", "2010/11"), ()),
        (("2010", "2011"), ()),
        (("2010-2012", "2011-2013"), ()),
        (("2010-10", "2010/11"), ("2010/11",)),
        (("2010-11",), ("2010-11",)),
        (("2010-11", "2010"), ("2010-11",)),
        (("2010.11", "2011.12"), ("2010.11", "2011.12")),
        (("2010.11", "2011.12", "2013"), ("2010.11", "2011.12")),
        (("2012.13",), ("2012.13",)),
        (("FY2010.11",), ("FY2010.11",)),
        (tuple(f"2010.{month}" for month in range(1, 13)), ()),
        (tuple(f"2010.{month:02}" for month in range(1, 13)), ()),
        (("2010.9", "2010.11"), ()),
        (("2010/9", "2010/11"), ()),
        (("2010.10", "2010.11"), ()),
    ],
)
def test_a_column_tells_split_years_from_months(
    words: tuple[str, ...], split: tuple[str, ...]
) -> None:
    assert find_split_years(words) == frozenset(split)
    said = dict(zip(words, parse_periods(encode(words)).categories, strict=True))
    assert all(is_split_year(said[word]) for word in split)
    assert not any(is_split_year(said[word]) for word in words if word not in split)


def test_months_with_a_slash_stay_months() -> None:
    assert parse_periods(encode(["2010/09", "2010/10", "2010/11", "2011/12"])).categories == (
        "2010-09",
        "2010-10",
        "2010-11",
        "2011-12",
    )
    assert period_columns(["Country", "2010/10", "2010/11"]) == {
        "2010/10": "2010-10",
        "2010/11": "2010-11",
    }


def test_a_lone_2010_11_is_a_month_only_where_the_standard_says_so() -> None:
    assert parse_periods(encode(["2010-11"]), sure=True).categories == ("2010-11",)
    assert parse_periods(encode(["2010-11", "2011-12"]), sure=True).categories == (
        "2010/11",
        "2011/12",
    )
    assert parse_period("2010-11") == "2010-11" and parse_period("2010/11") == ""


def test_a_financial_year_beside_the_calendar_year_is_another_period() -> None:
    assert parse_periods(encode(["2020", "2020年度", "2021"])).categories == (
        "2020",
        "2020年度",
        "2021",
    )
    assert parse_periods(encode(["2020年度", "2021年度"])).categories == ("2020", "2021")


def text(kind: str, years: tuple[str, ...]) -> str:
    rows = [
        (country, year, str(at)) for at, year in enumerate(years, 1) for country in ("AAA", "BBB")
    ]
    if kind == "wide":
        return "\n".join(
            [
                f"Country,{','.join(years)}",
                *(f"{country},{','.join('12' for _ in years)}" for country in ("AAA", "BBB")),
            ]
        )
    if kind == "opensdg":
        return "\n".join(
            [
                "Year,Series,Units,GeoCode,Value",
                *(f"{year},Tea,Litres,{country},{value}" for country, year, value in rows),
            ]
        )
    if kind == "owid":
        return "\n".join(
            [
                "Entity,Code,Year,Tea",
                *(f"{country},{country},{year},{value}" for country, year, value in rows),
            ]
        )
    if kind == "pxweb":
        names = ",".join(f'"{year}"' for year in years)
        ones, twos = ",".join("1" for _ in years), ",".join("2" for _ in years)
        title = '"Tea by country and year"\n\n'
        return f'{title}"country",{names}\n"AAA",{ones}\n"BBB",{twos}'
    if kind == "undata":
        return "\n".join(
            [
                "Country or Area,Year,Value,Value Footnotes",
                *(f"{country},{year},{value}," for country, year, value in rows),
            ]
        )
    if kind == "several":
        return "\n".join(
            [
                "Country,Year,Tea,Milk",
                *(f"{country},{year},{value},{value}" for country, year, value in rows),
            ]
        )
    return "\n".join(
        ["Country,Year,Value", *(f"{country},{year},{value}" for country, year, value in rows)]
    )


@pytest.mark.parametrize("kind", ["long", "several", "wide", "opensdg", "owid", "pxweb", "undata"])
@pytest.mark.parametrize(
    "years",
    [
        ("2001/02", "2005/06", "2010/11", "2012/13", "2014"),
        ("2010-11", "2011-12", "2014"),
        ("2010–11", "2011–12", "2014"),
        ("2010/11", "2011/12"),
        ("2009-10", "2010-11"),
    ],
)
def test_no_publishers_layout_makes_months_of_them(kind: str, years: tuple[str, ...]) -> None:
    rows = read_any(
        text(kind, years).encode(), "t.csv", frozenset(("AAA", "BBB")).__contains__
    ).rows
    read = {rows.period.categories[code] for code in rows.period.codes}
    assert not {period for period in read if parse_period(period) and len(period) > 4}
    assert read <= {*(year.replace("-", "/").replace("–", "/") for year in years), *years}


def test_their_figures_are_told_and_not_shown(tiny: Tiny) -> None:
    tiny.write(
        "data/tea.csv",
        "Country,Year,Tea\nAAA,2010/11,1\nBBB,2010/11,2\nAAA,2012/13,3\nAAA,2014,4\nBBB,2014,5\n",
    )
    dataset = tiny.load()
    (name,) = [
        entry.id for entry in dataset.catalogue.indicators.values() if entry.file == "tea.csv"
    ]
    assert [(one.period, one.value) for one in dataset.series(name, "AAA")] == [("2014", 4)]
    told = [
        (problem.line, problem.column, problem.found, problem.values["n"])
        for problem in dataset.problems
        if problem.code == ProblemCode.PERIOD_ACROSS_YEARS
    ]
    assert told == [(2, "period", "2010/11", 2), (4, "period", "2012/13", 1)]


def test_a_title_with_such_a_year_says_no_period() -> None:
    for title in ("Tea in 2010/11", "Tea, 2010-11", "Tea in FY2010", "Tea in FY 2010"):
        found = read_any(
            f"{title}\n\nCountry,Value\nAAA,1\nBBB,2\n".encode(),
            "t.csv",
            frozenset(("AAA", "BBB")).__contains__,
        )
        assert not len(found.rows) and "which period" in found.problems[0].message()
    assert (
        len(
            read_any(
                b"Tea in 2010\n\nCountry,Value\nAAA,1\nBBB,2\n",
                "t.csv",
                frozenset(("AAA", "BBB")).__contains__,
            ).rows
        )
        == 2
    )


def test_a_year_and_a_month_are_a_month() -> None:
    rows = read_any(
        b"Country,Year,Month,Value\nAAA,2010,11,1\nAAA,2011,12,2\n",
        "t.csv",
        frozenset(("AAA", "BBB")).__contains__,
    ).rows
    assert [rows.period.categories[code] for code in rows.period.codes] == ["2010-11", "2011-12"]


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not there")
def test_the_case() -> None:
    rows = read_any(
        (CASES / "second" / "01-opensdg-split-years-become-months.csv").read_bytes(), "t.csv"
    ).rows
    assert [rows.period.categories[code] for code in rows.period.codes] == [
        "2001/02",
        "2005/06",
        "2010/11",
        "2012/13",
        "2014",
        "2015 [Note 5]",
    ]


@pytest.mark.parametrize(
    ("first", "second"), [("2010.11", "2011.12"), ("2010-11", "2011-12"), ("2010/11", "2011/12")]
)
def test_years_with_any_mark_are_told_in_rows_and_as_columns(
    tiny: Tiny, first: str, second: str
) -> None:
    tiny.write(
        "data/long.csv",
        f"Country,Year,Sales\nAAA,{first},1.5\nBBB,{first},2.5\nAAA,{second},3.5\nBBB,{second},"
        f"4.5\n",
    )
    tiny.write("data/wide.csv", f"Country,{first},{second}\nAAA,1.5,2.5\nBBB,3.5,4.5\n")
    dataset = tiny.load()
    assert not [
        entry
        for entry in dataset.catalogue.indicators.values()
        if entry.file in ("long.csv", "wide.csv") and dataset.has(entry.id, "AAA")
    ]
    assert {
        problem.file
        for problem in dataset.problems
        if problem.code == ProblemCode.PERIOD_ACROSS_YEARS
    } == {"long.csv", "wide.csv"}
