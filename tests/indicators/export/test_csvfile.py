"""Figures as CSV: exact, harmless in a spreadsheet, and fit to be dropped in again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.export.csvfile import TIDY_COLUMNS, exact, neutral, rows_to_csv, table_to_csv
from indicators.model import Terms

if TYPE_CHECKING:
    from tests.conftest import Tiny


@pytest.mark.parametrize("text", ["\n=1+1", " +1", "＝1+1", "=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    assert neutral(text) == f"'{text}"


def test_other_cells_are_left_alone() -> None:
    assert [neutral("a=b"), neutral(-1), neutral("")] == ["a=b", -1, ""]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1, "0.1"),
        (1_433_198_000_000.0, "1433198000000"),
        (float("nan"), ""),
        (-2.0, "-2"),
        (1e20, "1e+20"),
    ],
)
def test_numbers_are_exact(number: float, text: str) -> None:
    assert exact(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_itself(number: float) -> None:
    assert float(exact(number)) == number


@pytest.mark.parametrize("value", ["-3.94592", "-2", "-1e-7", "+4.5", "-0.13"])
def test_a_figure_below_zero_leaves_as_a_number(tiny: Tiny, value: str) -> None:
    tiny.add(f"NET,CCC,2031,total,{value},% of population,,,=1+1")
    text = rows_to_csv(tiny.load().select("internet_users", ["CCC"]), "-1 of 100", {})
    row = next(row for row in csv.DictReader(io.StringIO(text)) if row["period"] == "2031")
    assert row["value"] == exact(float(value))
    assert (row["note"], row["unit"]) == ("'=1+1", "'-1 of 100")  # words are words


def test_rows_say_where_they_stood(tiny: Tiny) -> None:
    text = rows_to_csv(tiny.load().select("gdp", ["BBB"]), "yuan", {"bureau": Terms.OPEN})
    assert text.splitlines() == [
        ",".join(TIDY_COLUMNS),
        "gdp,BBB,total,2023,900000000,yuan,provisional,bureau,open,,,world/facts.csv,15",
    ]
    assert "indicator" not in rows_to_csv(tiny.load().select("gdp"), "yuan", {}, header=False)


def test_what_is_exported_gives_the_same_figures_when_dropped_in_again(tiny: Tiny) -> None:
    first = tiny.load()
    names = ("internet_users", "population", "gdp")
    text = "".join(
        rows_to_csv(
            first.select(name, breakdown=None),
            first.catalogue.indicators[name].unit.id,
            {},
            header=name == names[0],
        )
        for name in names
    )
    for code, name in (("NET", names[0]), ("POP", names[1]), ("GDP", names[2])):
        tiny.change("data/world/facts.yaml", f"    code: {code}\n", f"    code: {name}\n")
    second = tiny.write("data/world/facts.csv", text).load()
    same = [
        "indicator",
        "place",
        "breakdown",
        "period",
        "value",
        "status",
        "note",
    ]  # a mean has no source of its own
    for name in (*names, "gdp_per_head"):
        assert first.select(name, breakdown=None)[same].equals(
            second.select(name, breakdown=None)[same]
        ), name
    assert [problem for problem in second.problems if problem.severity != "notice"] == []


def test_a_page_s_table_carries_what_it_is() -> None:
    text = table_to_csv(["place", "2023"], [["=A", 0.5], ["世界", None]], [("Source", "Bureau")])
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]))) == [
        ["place", "2023"],
        ["'=A", "0.5"],
        ["世界", ""],
        [],
        ["Source", "Bureau"],
    ]
