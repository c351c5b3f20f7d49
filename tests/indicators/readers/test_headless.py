"""Tables whose first row holds figures: they are asked about, and lose no row once their columns are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.answering import read_answered, tables
from indicators.catalogue.answers import Answers
from indicators.readers.anyfile import read_any
from indicators.readers.likeness import shape_of

CASES = Path(__file__).parents[4] / "shared" / "cases"
KNOWN = frozenset(("Kenya", "Ghana", "Nepal", "Peru"))
LONG = "Kenya,2020,22.5\nGhana,2020,58\nNepal,2021,34\nPeru,2021,65\n"


@pytest.mark.parametrize("text", [
    LONG, "Kenya,22.5,28.8\nGhana,58,68.2\n", "Kenya,2020,58\nGhana,2021,60\nPeru,2020,7\n", "Kenya,2020,1995\nGhana,2021,1997\nPeru,2020,2001\n",
    "Alpha,2020,-3\nBeta,2020,4\nGamma,2021,5\n", "2020;22,5\n2021;23,5\n2022;24\n", "Kenya,\"1,234.5\",7\nGhana,12,8\nPeru,3,9\n",
    "2020,Kenya,22.5%\n2020,Ghana,58%\n2021,Peru,34%\n", "0,1,2\nKenya,2020,5\nGhana,2020,6\n", "Some figures\n\n" + LONG])
def test_a_first_row_of_figures_names_no_columns(text: str) -> None:
    found = read_any(text.encode(), "own.csv", KNOWN.__contains__)
    assert not found.formats and not len(found.rows)
    assert "no row names its columns" in found.problems[-1].what and "'column 1' is the first" in found.problems[-1].do


@pytest.mark.parametrize("text", [
    "Name,2020,2021\nKenya,1,2\nGhana,3,4\n",
    "Country,2020,2021\nKenya,1995,1997\nGhana,2020,2001\n", "Country,Year,10,90\nKenya,2020,1,2\nGhana,2020,3,4\n",
    "X,2020,2021\nKenya,1.5,2\nGhana,3,4\n", "Country,Year,1.1.1\nKenya,2020,1\nGhana,2020,4\n"])
def test_years_and_numbers_may_name_columns(text: str) -> None:
    assert len(read_any(text.encode(), "own.csv", KNOWN.__contains__).rows)


@pytest.mark.parametrize("above", ["", "Internet users\n\n"])
def test_once_the_columns_are_named_every_row_is_read_in_its_line(above: str) -> None:
    columns = {"place": ("column 1",), "period": ("column 2",), "value": ("column 3",)}
    found = read_answered((above + LONG + "Peru,2022\n").encode(), "own.csv", Answers(columns=columns), KNOWN.__contains__)
    assert found.rows.text.to_pylist() == ["22.5", "58", "34", "65"]
    first = above.count("\n") + 1
    assert found.rows.line.tolist() == [first, first + 1, first + 2, first + 3]
    assert [problem.line for problem in found.problems if "number of cells" in problem.what] == [first + 4]


def test_they_are_of_no_shape_that_another_one_could_have() -> None:
    assert [shape_of(sniff) for sniff in tables(LONG.encode(), "own.csv")] == [""]


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not there")
@pytest.mark.parametrize("name", ["140-no-header.csv", "145-no-header-wide.csv"])
def test_the_cases(name: str) -> None:
    found = read_any((CASES / name).read_bytes(), name, KNOWN.__contains__)
    assert not len(found.rows) and "no row names its columns" in found.problems[-1].what
