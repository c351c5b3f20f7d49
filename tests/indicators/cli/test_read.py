"""`python -m indicators read`: its columns, its exit status, exact values."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from indicators.cli.project import Project
from indicators.cli.read import rows_refused, write_observations
from indicators.cli.read_output import HEADER, scaled
from indicators.problems import Problem, ProblemCode

ROOT = Path(__file__).parents[3]
SMALL = ROOT / "tests" / "data" / "formats"


def command(file: Path, form: str = "csv") -> tuple[int, str, list[str]]:
    out, err = io.StringIO(), io.StringIO()
    return (
        write_observations(str(file), form, Project(data=ROOT / "data"), out=out, err=err),
        out.getvalue(),
        err.getvalue().splitlines(),
    )


def test_observations_on_standard_output_and_a_summary_on_the_other() -> None:
    status, out, err = command(SMALL / "worldbank_api.csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert tuple(rows[0]) == HEADER and rows[0] == {
        "series": "T.NET",
        "series_title": "People online",
        "place": "CHN",
        "place_name": "China",
        "period": "2021",
        "breakdown": "total",
        "value": "73.1",
        "unit": "",
        "status": "",
        "line": "6",
    }
    assert (
        err[-1] == "recognised as worldbank-api: 3 places, 3 periods, 4 values, 0 rows refused"
        and status == 0
    )
    assert [json.loads(line)["values"]["names"] for line in err[:-1]] == [["Not classified"]]


def test_problems_are_written_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Country,Year,Value\nKenya,2023,1\nGhana,2023,many\n")
    out, err = io.StringIO(), io.StringIO()
    write_observations(
        str(file), "csv", Project(data=ROOT / "data", language="zh"), out=out, err=err
    )
    english, chinese = command(file)[2][0], err.getvalue().splitlines()[0]
    of_english, of_chinese = json.loads(english), json.loads(chinese)
    assert of_english["code"] == of_chinese["code"] == "text_value"
    assert "what" in of_english and not of_chinese["what"].isascii()
    assert not of_chinese["expected"].isascii()


def test_json_holds_the_same() -> None:
    _, out, _ = command(SMALL / "worldbank_api.csv", "json")
    entries = json.loads(out)
    assert len(entries) == 5 and entries[0]["value"] == "73.1" and entries[0]["line"] == 6


def test_words_that_a_spreadsheet_would_run_are_made_text_and_figures_stay_figures(
    tmp_path: Path,
) -> None:
    file = tmp_path / "own.csv"
    file.write_text(
        "Country,Year,Value,Unit\nChina,2021,-0.13,@u\nChina,2022,+5,@u\nChina,2023,=1+1,@u\n",
        encoding="utf-8",
    )
    rows = list(csv.DictReader(io.StringIO(command(file)[1])))
    assert [row["value"] for row in rows] == ["-0.13", "+5", "'=1+1"]
    assert {row["unit"] for row in rows} == {"'@u"}


def test_faulty_rows_are_counted_and_the_exit_status_says_so(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(
        "Country,Year,Value\nChina,2021,1\nChina,2022\nChina,2023,3\n", encoding="utf-8"
    )
    status, out, err = command(file)
    assert (
        status == 1
        and len(out.splitlines()) == 3
        and json.loads(err[0])["line"] == 3
        and err[-1].endswith("1 row refused")
    )


@pytest.mark.parametrize("content", [b"", b"<html>", b"Country,GDP\nFrance,1\n", None])
def test_what_is_not_read_is_exit_status_2_with_a_sentence(
    content: bytes | None, tmp_path: Path
) -> None:
    file = tmp_path / "x.csv"
    if content is not None:
        file.write_bytes(content)
    status, out, err = command(file)
    assert status == 2 and not out and err[-1].startswith("not recognised: ")


def test_a_fault_of_a_reader_is_a_problem_and_exit_status_2(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def read_any(*_: object) -> None:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr("indicators.cli.read.read_any", read_any)
    status, out, err = command(SMALL / "worldbank_api.csv")
    assert (status, out) == (2, "")
    problem = json.loads(err[0])
    assert problem["code"] == "program_fault"
    assert problem["values"] == {"reason": "ZeroDivisionError: nobody foresaw this"}
    assert err[1].startswith("not recognised: ")


@pytest.mark.parametrize(
    ("text", "exponent", "value"),
    [
        ("43228", 6, "43228000000"),
        ("0.1", 1, "1"),
        ("12.345", 2, "1234.5"),
        ("1.5E+3", 3, "1500000"),
        ("7", 0, "7"),
        ("", 6, ""),
        ("Data pending", 6, "Data pending"),
        ("-0.30", 1, "-3.0"),
        ("1e999999", 3, "1E+1000002"),
    ],
)
def test_powers_of_ten_move_the_point_and_change_no_digit(
    text: str, exponent: int, value: str
) -> None:
    assert scaled(text, exponent) == value


def test_rows_that_are_left_out_are_counted_by_the_values_of_problems() -> None:
    n = ProblemCode.MORE_PROBLEMS
    width = {"cells": 2, "columns": 9, "delimiter": ","}
    problems = (
        Problem(ProblemCode.ROW_WIDTH, "a.csv", 3, values=width),
        Problem(n, "a.csv", 9, values={"n": 1_200}),
        Problem(n, "a.csv", values={"n": 7}),  # without a line it is about the file
        Problem(n, "a.csv", 10, values={"n": 7}, severity="notice"),
    )
    assert rows_refused(problems) == 1_201
