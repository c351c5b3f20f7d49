"""Tables whose first row holds figures: they are asked about, and lose no row once their columns
are named.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.catalogue.reading_hints import ReadingHints
from indicators.ingest.with_hints import previews, read_with_hints
from indicators.problems import ProblemCode
from indicators.readers.containers.unpack import unpack
from indicators.readers.generic.header_fingerprint import fingerprint_header
from indicators.readers.read_file import read_any

CASES = Path(__file__).parents[5] / "shared" / "cases"
KNOWN = frozenset(("Kenya", "Ghana", "Nepal", "Peru"))
LONG = "Kenya,2020,22.5\nGhana,2020,58\nNepal,2021,34\nPeru,2021,65\n"


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        "Kenya,22.5,28.8\nGhana,58,68.2\n",
        "Kenya,2020,58\nGhana,2021,60\nPeru,2020,7\n",
        "Kenya,2020,1995\nGhana,2021,1997\nPeru,2020,2001\n",
        "Alpha,2020,-3\nBeta,2020,4\nGamma,2021,5\n",
        "2020;22,5\n2021;23,5\n2022;24\n",
        'Kenya,"1,234.5",7\nGhana,12,8\nPeru,3,9\n',
        "2020,Kenya,22.5%\n2020,Ghana,58%\n2021,Peru,34%\n",
        "0,1,2\nKenya,2020,5\nGhana,2020,6\n",
        "Some figures\n\n" + LONG,
        "Kenya,2010\nGhana,2011\nPeru,2012\n",
        "Alpha,2010\nBeta,2011\nGamma,2012\n",
        "Kenya,2010,1999\nGhana,2011,2001\nPeru,2012,2003\n",
        "Value,Kenya,2010,5.5\nValue,Ghana,2010,6.5\n",
        "Value,Kenya,2010,5.5\nNumber,Ghana,2010,6.5\n",
        "Country,Kenya,2010,5\nCity,Peru,2011,6\n",
        "Stad;Tal;X\nKenya;2020;5;\nGhana;2021;6;\nPeru;2020;7;\n",
    ],
)
def test_a_first_row_of_figures_names_no_columns(text: str) -> None:
    found = read_any(text.encode(), "own.csv", KNOWN.__contains__)
    assert not found.formats and not len(found.rows)
    assert found.problems[-1].code == ProblemCode.HEADER_MISSING


@pytest.mark.parametrize(
    "text",
    [
        "Name,2020,2021\nKenya,1,2\nGhana,3,4\n",
        "Country,2020,2021\nKenya,1995,1997\nGhana,2020,2001\n",
        "Country,Year,10,90\nKenya,2020,1,2\nGhana,2020,3,4\n",
        "X,2020,2021\nKenya,1.5,2\nGhana,3,4\n",
        "Country,Year,1.1.1\nKenya,2020,1\nGhana,2020,4\n",
    ],
)
def test_years_and_numbers_may_name_columns(text: str) -> None:
    assert len(read_any(text.encode(), "own.csv", KNOWN.__contains__).rows)


@pytest.mark.parametrize(
    "header", ["Country;Year;Value", "国家;年份;数值", "Country;Year;Sales", "\nCountry;Year;Value"]
)
@pytest.mark.parametrize("more", [";", ";;", "; "])
def test_delimiters_at_the_end_of_rows_are_no_columns(header: str, more: str) -> None:
    found = read_any(
        f"{header}\nKenya;2010;5{more}\nKenya;2011;6{more}\nGhana;2010;1999{more}\n".encode(),
        "own.csv",
        KNOWN.__contains__,
    )
    rows = found.rows
    said = [
        (rows.place.categories[place], rows.period.categories[period], text)
        for place, period, text in zip(
            rows.place.codes, rows.period.codes, rows.text.to_pylist(), strict=True
        )
    ]
    assert said == [("Kenya", "2010", "5"), ("Kenya", "2011", "6"), ("Ghana", "2010", "1999")]


def test_delimiters_at_the_end_of_rows_of_years_are_no_columns() -> None:
    found = read_any(b"Country,2010,2011\nKenya,1,2,\nGhana,3,4,\n", "own.csv", KNOWN.__contains__)
    assert found.rows.text.to_pylist() == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("text", "cells", "width"),
    [
        ("Country,Year,Value\nKenya,2010,1,234\nGhana,2010,2,345\n", 4, 3),
        ("国家,年份,数值\nKenya,2010,1,234\nGhana,2010,2,345\n", 4, 3),
        ("Country,Year,Value\nKenya,2010,5,note\nGhana,2010,7,note\n", 4, 3),
        ("国家,年份,数值\nKenya,2010,5,暂\nGhana,2010,7,暂\n", 4, 3),
        ("Country,Year,Sales,Unit\nKenya,2010,1,234,EUR\nGhana,2010,2,345,EUR\n", 5, 4),
        ("Country,2010,2011\nKenya,1,200,2,300\nGhana,3,100,4,200\n", 5, 3),
        ("Country,Year,Value\nKenya,2010,1,999\nGhana,2011,2,001\n", 4, 3),
    ],
)
def test_rows_with_more_cells_than_the_header_are_stopped(
    text: str, cells: int, width: int
) -> None:
    found = read_any(text.encode(), "own.csv", KNOWN.__contains__)
    (problem,) = found.problems
    assert not len(found.rows)
    assert (problem.code, problem.line, problem.severity) == (ProblemCode.ROW_WIDTH, 2, "error")
    assert problem.values == {"cells": cells, "columns": width, "delimiter": ","}
    assert problem.found == text.split("\n")[1]


def test_one_row_with_more_cells_is_left_out_and_told() -> None:
    found = read_any(
        b"Country,Year,Value\nKenya,2010,5,p\nGhana,2010,6,\nPeru,2010,7,\n",
        "own.csv",
        KNOWN.__contains__,
    )
    assert found.rows.text.to_pylist() == ["6", "7"]
    assert [(problem.line, problem.severity) for problem in found.problems] == [(2, "error")]


def test_a_header_of_more_columns_than_are_read_is_refused_for_that_reason() -> None:
    names = ",".join(f"a{at}" for at in range(20_000))
    figures = ",".join("1" for _ in range(20_000))
    for text in (
        f"{names}\n{figures}\n{figures}\n",
        f"{names},b\n{figures},1\n{figures},1\n",
        names,
    ):
        (problem,) = read_any(text.encode(), "own.csv", KNOWN.__contains__).problems
        assert problem.code == ProblemCode.HEADER_TOO_LONG
        assert problem.values["columns"] in (20_000, 20_001)


@pytest.mark.parametrize("above", ["", "Internet users\n\n"])
def test_once_the_columns_are_named_every_row_is_read_in_its_line(above: str) -> None:
    columns = {"place": ("column 1",), "period": ("column 2",), "value": ("column 3",)}
    found = read_with_hints(
        unpack((above + LONG + "Peru,2022\n").encode()),
        "own.csv",
        ReadingHints(columns=columns),
        KNOWN.__contains__,
    )
    assert found.rows.text.to_pylist() == ["22.5", "58", "34", "65"]
    first = above.count("\n") + 1
    assert found.rows.line.tolist() == [first, first + 1, first + 2, first + 3]
    assert [
        problem.line for problem in found.problems if problem.code == ProblemCode.ROW_WIDTH
    ] == [first + 4]


def test_they_are_of_no_shape_that_another_one_could_have() -> None:
    assert [
        fingerprint_header(preview) for preview in previews(unpack(LONG.encode()), "own.csv")
    ] == [""]


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not there")
@pytest.mark.parametrize("name", ["140-no-header.csv", "145-no-header-wide.csv"])
def test_the_cases(name: str) -> None:
    found = read_any((CASES / name).read_bytes(), name, KNOWN.__contains__)
    assert not len(found.rows) and found.problems[-1].code == ProblemCode.HEADER_MISSING
