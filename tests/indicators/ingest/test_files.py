"""Files to figures: units, places, periods understood; every refused row told; nothing lost in
silence.
"""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import data_folder, load
from indicators.ingest.files import FileSummary
from indicators.model import STATUSES
from indicators.problems import Problem, ProblemCode

if TYPE_CHECKING:
    from tests.conftest import Tiny

H = "indicator,place,period,breakdown,value,unit,status,source,note\n"
CSV = "data/world/facts.csv"


def told(tiny: Tiny, *rows: str) -> str:
    return "\n".join(tiny.add(*rows).problems())


def value(tiny: Tiny, indicator: str, place: str, period: str) -> float | None:
    found = tiny.load().latest(indicator, place, period=period)
    return found.value if found and found.period == period else None


def test_figures_come_in_base_units_with_where_they_stood(tiny: Tiny) -> None:
    one = tiny.load().latest("gdp", "AAA")
    assert one is not None
    assert (one.value, one.file, one.line, one.source, one.status) == (
        150_000_000,
        "world/facts.csv",
        14,
        "bureau",
        "reported",
    )
    assert value(tiny, "population", "BBB", "2023") == 3_000_000


def test_what_a_file_held(tiny: Tiny) -> None:
    (file,) = tiny.load().files
    assert (file.rows, file.figures, file.missing, file.places) == (14, 13, 1, 3)
    assert (file.first, file.last, file.indicators) == (
        "2022",
        "2023",
        ("internet_users", "population", "gdp"),
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("14331.98", 1_433_198_000_000),
        ("0.1", 10_000_000),
        (" 2 ", 2e8),
        ("+3", 3e8),
        ("1e2", 1e10),
        ("-4.", -4e8),
        (".5", 5e7),
    ],
)
def test_a_multiple_of_ten_loses_no_digit(tiny: Tiny, text: str, number: float) -> None:
    assert told(tiny, f"GDP,CCC,2023,total,{text},100 million yuan,,,") == ""
    assert value(tiny, "gdp", "CCC", "2023") == number


@pytest.mark.parametrize(
    "text",
    ["n/a", "1 000", "12%", "..", "nan", "inf", "1e999", "0x10", "1_000", "１２", "--1", "TRUE"],
)
def test_what_is_no_number_is_told_with_line_and_text(tiny: Tiny, text: str) -> None:
    tiny.add(f"NET,AAA,2021,total,{text},,,,", "NET,BBB,2021,total,7,,,,")
    assert tiny.serious_problems() == [
        Problem(ProblemCode.NUMBER_EXPECTED, "world/facts.csv", 16, "value", text)
    ]
    assert value(tiny, "internet_users", "BBB", "2021") == 7


@pytest.mark.parametrize(
    ("row", "code", "column", "found", "values"),
    [
        (
            "NET,Alpa,2021,total,1,,,,",
            ProblemCode.ROWS_OF_UNKNOWN_PLACE,
            "place",
            "Alpa",
            {"nearest": "Alpha"},
        ),
        # three letters of six ('THA') are no likeness among thousands of names
        (
            "NET,Gotham,2021,total,1,,,,",
            ProblemCode.ROWS_OF_UNKNOWN_PLACE,
            "place",
            "Gotham",
            {"nearest": ""},
        ),
        ("NET,,2021,total,1,,,,", ProblemCode.ROWS_WITHOUT_PLACE, "place", "", {}),
        ("NET,AAA,21,total,1,,,,", ProblemCode.INVALID_PERIOD, "period", "21", {}),
        ("NET,AAA,2010/11,total,1,,,,", ProblemCode.PERIOD_ACROSS_YEARS, "period", "2010/11", {}),
        ("NET,AAA,2021,women,1,,,,", ProblemCode.INVALID_BREAKDOWN, "breakdown", "women", {}),
        ("NET,AAA,2021,a=b=c,1,,,,", ProblemCode.INVALID_BREAKDOWN, "breakdown", "a=b=c", {}),
        ("NET,AAA,2021,sex=,1,,,,", ProblemCode.INVALID_BREAKDOWN, "breakdown", "sex=", {}),
        (
            "NET,AAA,2021,total,1,,estimate,,",
            ProblemCode.UNKNOWN_STATUS,
            "status",
            "estimate",
            {"statuses": STATUSES},
        ),
        (
            "NETT,AAA,2021,total,1,,,,",
            ProblemCode.UNKNOWN_SERIES,
            "indicator",
            "NETT",
            {"nearest": "NET"},
        ),
        (
            "NET,AAA,2021,total,1,persons,,,",
            ProblemCode.UNIT_MISMATCH,
            "unit",
            "persons",
            {"indicator": "internet_users", "unit": "% of population"},
        ),
        (
            "NET,AAA,2021,total,1,% of populaton,,,",
            ProblemCode.UNKNOWN_UNIT,
            "unit",
            "% of populaton",
            {"units": ("% of population",)},
        ),
        (
            "GDP,AAA,2021,total,1,persens,,,",
            ProblemCode.UNKNOWN_UNIT,
            "unit",
            "persens",
            {"units": ("persons", "yuan")},
        ),
    ],
)
def test_a_row_that_is_not_understood_is_told(
    tiny: Tiny, row: str, code: ProblemCode, column: str, found: str, values: dict[str, object]
) -> None:
    (problem,) = tiny.add(row).serious_problems()
    assert (problem.code, problem.file, problem.line) == (code, "world/facts.csv", 16)
    assert (problem.column, problem.found) == (column, found)
    assert problem.values == {"n": 1, **values}
    assert value(tiny, "internet_users", "AAA", "2021") is None


def test_places_that_are_known_and_not_listed_are_errors(tiny: Tiny) -> None:
    """Whoever wrote a tidy file for this dashboard means its places to be shown."""
    rows = (
        "NET,Kenya,2021,total,1,,,,",
        "NET,KEN,2022,total,2,,,,",
        "NET,European Union,2021,total,3,,,,",
    )
    codes = (ProblemCode.AGGREGATES_APART, ProblemCode.PLACES_NOT_LISTED)
    problems = tiny.add(*rows).problems_with(*codes)
    found = [(problem.code, problem.line, dict(problem.values)) for problem in problems]
    assert found == [
        (ProblemCode.AGGREGATES_APART, 18, {"n": 1, "count": 1, "names": ("European Union",)}),
        (ProblemCode.PLACES_NOT_LISTED, 16, {"n": 2, "count": 2, "names": ("Kenya", "KEN")}),
    ]
    assert {problem.severity for problem in problems} == {"error"}


def test_an_unknown_source_keeps_the_figure(tiny: Tiny) -> None:
    (problem,) = tiny.add("NET,AAA,2021,total,1,,,buro,").serious_problems()
    assert (problem.code, problem.found, problem.severity) == (
        ProblemCode.UNKNOWN_SOURCE,
        "buro",
        "warning",
    )
    assert problem.values == {"n": 1, "nearest": "bureau"}
    one = tiny.load().latest("internet_users", "AAA", period="2021")
    assert one is not None
    assert (one.value, one.source) == (1, "bureau")


@pytest.mark.parametrize("name", ["aaa", "ALPHA", "甲国", "republic of alpha", "AA", " Alpha "])
def test_a_place_by_any_of_its_names(tiny: Tiny, name: str) -> None:
    assert told(tiny, f"NET,{name},2021,total,7,,,,") == ""
    assert value(tiny, "internet_users", "AAA", "2021") == 7


def test_breakdowns_are_sorted_by_key(tiny: Tiny) -> None:
    assert told(tiny, "NET,AAA,2021,sex=female; age=16-24,7,,,,") == ""
    assert "age=16-24;sex=female" in tiny.load().breakdowns("internet_users")


def test_the_same_figure_twice_is_told_with_both_places(tiny: Tiny) -> None:
    rows = ("NET,AAA,2023,total,60,,,,", "NET,AAA,2023,total,61,,,,")
    problems = tiny.add(*rows).serious_problems()
    first = {
        "indicator": "internet_users",
        "place": "AAA",
        "period": "2023",
        "value": "60",
        "other_file": "world/facts.csv",
        "other_line": "3",
    }
    file = "world/facts.csv"
    assert problems == [
        Problem(ProblemCode.DUPLICATE_OBSERVATION, file, 16, "value", "60", first, "warning"),
        Problem(ProblemCode.CONFLICTING_OBSERVATION, file, 17, "value", "61", first, "warning"),
    ]
    assert value(tiny, "internet_users", "AAA", "2023") == 60


def test_a_figure_that_stands_in_two_files_is_kept_once(tiny: Tiny) -> None:
    tiny.write(
        "data/aaa.yaml", "indicators:\n  other: {unit: persons, pillar: networks, code: POP}\n"
    )
    tiny.write("data/aaa.csv", H + "POP,AAA,2023,total,5,,,,\n")
    assert tiny.problems() == []  # another file, another indicator: no clash


def test_a_file_without_figures_is_a_warning(tiny: Tiny) -> None:
    tiny.write("data/new.csv", H)
    assert tiny.serious_problems() == [
        Problem(ProblemCode.NO_FIGURES, "new.csv", severity="warning")
    ]


def test_a_named_file_that_is_absent_is_told_once(tiny: Tiny) -> None:
    (tiny.data / "world/facts.csv").rename(tiny.data / "world/fact.csv")
    values = {
        "n": 3,
        "indicators": ("internet_users", "population", "gdp"),
        "declared_in": "world/facts.yaml",
        "nearest": "world/fact.csv",
    }
    (problem,) = tiny.problems_with(ProblemCode.DATA_FILE_MISSING)
    assert problem == Problem(ProblemCode.DATA_FILE_MISSING, "world/facts.csv", values=values)
    assert (
        value(tiny, "gdp", "AAA", "2023") == 150_000_000
    )  # its series are known by their codes all the same


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\xff\xfe", b"PK\x03\x04\x00"])
def test_a_file_that_cannot_be_understood_leaves_the_others_alone(
    tiny: Tiny, content: bytes
) -> None:
    tiny.write("data/aaa.yaml", "indicators:\n  other: {unit: persons, pillar: networks}\n").write(
        "data/aaa.csv", content
    )
    dataset = tiny.load()
    assert [problem.file for problem in dataset.problems if problem.severity == "error"] == [
        "aaa.csv"
    ]
    assert dataset.latest("gdp", "BBB").value == 900_000_000  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "Permission denied"),
        (FileNotFoundError(2, "No such file"), "No such file"),
    ],
)
def test_a_locked_or_vanished_file_is_told(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    real = data_folder.open_file

    def open_file(folder: Path, name: str) -> BinaryIO:
        if name == "aaa.csv":
            raise error
        return real(folder, name)

    tiny.write("data/aaa.yaml", "indicators:\n  other: {unit: persons, pillar: networks}\n").write(
        "data/aaa.csv", H
    )
    monkeypatch.setattr(data_folder, "open_file", open_file)
    dataset = tiny.load()
    assert dataset.problems[-1] == Problem(
        ProblemCode.FILE_UNREADABLE, "aaa.csv", values={"reason": reason}
    )
    assert dataset.latest("gdp", "BBB").value == 900_000_000  # type: ignore[union-attr]


def test_ten_thousand_strange_words_are_told_as_a_number(tiny: Tiny) -> None:
    rows = (f"NET,Place {number},2021,total,1,,,," for number in range(10_000))
    problems = tiny.add(*rows).serious_problems()
    assert len(problems) == 201
    assert problems[-1] == Problem(
        ProblemCode.MORE_ROWS_LEFT_OUT, "world/facts.csv", 216, "place", values={"n": 9800}
    )


def test_ten_thousand_strange_values_are_told_as_a_number(tiny: Tiny) -> None:
    problems = tiny.add(*("NET,AAA,2021,total,x,,,," for _ in range(10_000))).serious_problems()
    assert len(problems) == 201
    assert problems[-1] == Problem(
        ProblemCode.MORE_ROWS_LEFT_OUT, "world/facts.csv", 216, "value", values={"n": 9800}
    )


def test_one_strange_word_in_many_rows_is_told_once(tiny: Tiny) -> None:
    rows = (f"NET,Omega,{year},total,1,,,," for year in (2019, 2020, 2021))
    (problem,) = tiny.add(*rows).serious_problems()
    assert (problem.code, problem.found) == (ProblemCode.ROWS_OF_UNKNOWN_PLACE, "Omega")
    assert problem.values["n"] == 3


PLACE = st.one_of(st.sampled_from(["AAA", "beta", "丙国", "nowhere"]), st.text(max_size=5))
PERIOD = st.one_of(st.sampled_from(["2020", "2021", "2022-Q1", "2023-07"]), st.text(max_size=5))
VALUE = st.one_of(
    st.floats(-1e9, 1e9).map(repr), st.integers(0, 10**6).map(str), st.just(""), st.text(max_size=6)
)
UNIT = st.sampled_from(["", "persons", "10,000 persons", "yuan", "miles"])
ROWS = st.lists(st.tuples(PLACE, PERIOD, VALUE, UNIT, st.text(max_size=5)), max_size=15)


@settings(max_examples=30)
@given(ROWS)
def test_rows_in_are_kept_missing_or_told(table: list[tuple[str, str, str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        clean = [
            tuple(cell.replace("\0", "").replace("\ud800", "") for cell in cells) for cells in table
        ]
        _facts(root, clean)
        dataset = load(root / "config.yaml", keep=False)
    (file,) = dataset.files
    assert isinstance(file, FileSummary)
    problems = [problem for problem in dataset.problems if problem.file == "facts.csv"]
    lost = (
        len(clean)
        - sum(not any(cell.strip() for cell in cells) for cells in clean)
        - file.figures
        - file.missing
    )
    assert lost <= 0 or problems
    wanted = {_scaled(value, unit) for _, _, value, unit, _ in clean}
    assert set(dataset.select("people", breakdown=None)["value"]) <= wanted


def _scaled(value: str, unit: str) -> float | None:
    try:
        number = float(f"{value.strip()}e4") if unit == "10,000 persons" else float(value)
    except ValueError:
        try:
            number = float(value) * 1e4
        except ValueError:
            return None
    return number


def _facts(root: Path, rows: list[tuple[str, ...]]) -> None:
    from shutil import copy

    tiny = Path(__file__).parents[2] / "data" / "tiny"
    (root / "data").mkdir()
    for name in ("units.csv", "places.csv"):
        copy(tiny / "data" / name, root / "data" / name)
    (root / "config.yaml").write_text(
        "title: t\nfocus: AAA\npillars: {networks: {}}\nindicators:\n"
        "  people: {unit: persons, pillar: networks, file: facts.csv}\n"
    )
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [("place", "period", "value", "unit", "note"), *rows]
    )
    (root / "data" / "facts.csv").write_bytes(out.getvalue().encode("utf-8", "replace"))


def test_a_status_is_read_in_any_spelling(tiny: Tiny) -> None:
    dataset = tiny.add("NET,AAA,2021,total,1,,Lower bound,,").load()
    figures = dataset.select("internet_users", ["AAA"]).set_index("period")
    assert figures["status"]["2021"] == "lower_bound"
