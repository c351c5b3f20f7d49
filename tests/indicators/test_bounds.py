"""Every input has a bound that is met before the work: what is counted here are steps, not seconds.

Lines of our own code that Python executes are counted for an input and for one ten times as large:
work that grows with the square of the input grows a hundredfold.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest

from indicators.catalogue import reference_tables, yaml_nodes
from indicators.catalogue.yaml_nodes import (
    MAX_SUGGESTED,
    Node,
    Validator,
    parse_yaml,
)
from indicators.cli.project import Project
from indicators.cli.read import read_file, write_observations
from indicators.cli.read_places import resolver
from indicators.problems import MAX_FAULTS, ConfigError, Problem, ProblemCode
from indicators.readers.delimited.table import unique_names
from indicators.readers.read_file import read_any
from indicators.readers.registry import MAX_SAME_NAME
from indicators.spelling import nearest

if TYPE_CHECKING:
    from tests.conftest import Tiny

ROOT = Path(__file__).parents[2]
HOSTILE = ROOT.parent / "shared" / "cases" / "hostile"
OWN = str(ROOT / "indicators")


def steps(work: Callable[[], object]) -> int:
    """How many lines of our own code run."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(OWN):
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def growth(make: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times more steps an input of ten times the size takes."""
    make(size)()  # what is made once (caches, imports) is made now
    return steps(make(10 * size)) / max(steps(make(size)), 1)


HEADERS: dict[str, Callable[[int], str]] = {
    "equal": lambda at: "a",
    "different": lambda at: f"w{at}",
    "numbers": lambda at: str(at),
    "blank": lambda at: "",
    "one country": lambda at: "Kenya",
    "years behind": lambda at: f"s{at // 2}_{2000 + at % 2}",
    "years in front": lambda at: f"{2000 + at % 2} s{at // 2}",
    "months": lambda at: f"{1500 + at // 12}-{at % 12 + 1:02}",
    "codes and labels": lambda at: f"X{at // 2}" + ("_LABEL" if at % 2 else ""),
    "codes": lambda at: f"{at} code",
}


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        *(("Country", kind) for kind in HEADERS),
        ("Country,Year,Value", "different"),
        ("Country,Year,Value", "codes"),
        ("DATAFLOW,TIME_PERIOD,OBS_VALUE", "codes and labels"),
        ("DATAFLOW,TIME_PERIOD,OBS_VALUE", "different"),
        ("place,period,value", "equal"),
    ],
)
def test_a_header_is_read_in_steps_that_grow_with_it(kind: str, first: str) -> None:
    def make(size: int) -> Callable[[], object]:
        head = f"{first},{','.join(HEADERS[kind](at) for at in range(size))}"
        row = ",".join(["Kenya", "2010", "7", *["3"] * (head.count(",") - 2)])
        content = f"{head}\n{row}\n{row.replace('2010', '2011')}\n".encode()
        return lambda: read_any(content, "wide.csv")

    assert growth(make, 80) < 12


def test_names_are_made_unique_in_one_pass() -> None:
    assert growth(lambda size: lambda: unique_names(["a"] * size), 300) < 12
    assert unique_names(["a", "a#2", "a", "a", ""]) == ("a", "a#2", "a#3", "a#4", "column 5")


def test_a_header_of_one_name_is_refused_before_any_format_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "indicators.readers.registry.formats", lambda: pytest.fail("a format was tried")
    )
    content = ("a," * MAX_SAME_NAME + "a\n" + "1," * MAX_SAME_NAME + "1\n").encode()
    found = read_any(content, "same.csv")
    assert not found.formats
    (problem,) = found.problems
    assert problem.message() == f"the header says 'a' {MAX_SAME_NAME + 1:,} times"
    assert (problem.line, problem.found) == (1, "a")


def test_nameless_and_repeated_columns_are_no_years() -> None:
    """'column 1950' and 'a#1950' are names that were given on reading."""
    rows = read_any(
        (
            "Country,Year,Value"
            + "," * 2000
            + "\nKenya,2010,5"
            + "," * 2000
            + "\nGhana,2011,7"
            + "," * 2000
            + "\n"
        ).encode(),
        "blank.csv",
    ).rows
    assert [rows.period.categories[code] for code in rows.period.codes] == ["2010", "2011"]
    assert rows.text.to_pylist() == ["5", "7"]
    assert not len(
        read_any(("Country" + ",a" * 990 + "\nKenya" + ",5" * 990 + "\n").encode(), "same.csv").rows
    )
    assert (
        "1950"
        not in read_any(
            ("Country" + ",w,a" * 990 + "\nKenya" + ",1,5" * 990 + "\n").encode(), "same.csv"
        ).rows.period.categories
    )


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="../shared/cases is not there")
def test_the_hostile_header_is_answered() -> None:
    file = HOSTILE / "06-same-header-19000.csv"
    out, err = io.StringIO(), io.StringIO()
    write_observations(str(file), "csv", Project(data=ROOT / "data"), out=out, err=err)
    assert "the header says 'a' 19,000 times" in err.getvalue()
    whole = file.read_bytes()
    tenth = b"\n".join(b",".join(line.split(b",")[:1_900]) for line in whole.split(b"\n"))
    assert steps(lambda: read_any(whole, "wide.csv")) < 12 * steps(
        lambda: read_any(tenth, "wide.csv")
    )


@pytest.mark.parametrize("digits", [4_299, 4_301, 50_000])
@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("country,year,visits", "{0},2021,1"),
        ("country,year,visits", "Kenya,{0},1"),
        ("country,year,visits", "Kenya,2021,{0}"),
        ("country,iso3,year,visits", "Kenya,{0},2021,1"),
        ("country,year,month,value", "Kenya,2021,{0},1"),
        ("country,year,scale,value", "Kenya,2021,{0},1"),
        ("country,year,unit,value", "Kenya,2021,{0},1"),
        ("country,year,value,status", "Kenya,2021,1,{0}"),
        ("country,year,sex,value", "Kenya,2021,{0},1"),
    ],
)
def test_a_cell_of_very_many_digits_costs_its_own_row(header: str, row: str, digits: int) -> None:
    places = resolver(ROOT / "data")
    others = {"month": "5", "scale": "0", "unit": "%", "sex": "female", "iso3": "KEN", "status": ""}
    plain = [
        ",".join(
            others.get(name, {"country": "Kenya", "year": str(year)}.get(name, "7"))
            for name in header.split(",")
        )
        for year in range(2000, 2012)
    ]
    content = "\n".join([header, *plain, row.format("9" * digits)]) + "\n"
    found = read_any(content.encode(), "own.csv", lambda word: places.find(word).kind == "place")
    pairs = [(found.rows.place.categories[code], "") for code in found.rows.place.codes]
    assert [place.code for place in places.find_all(pairs)][:12] == ["KEN"] * 12
    assert found.rows.text.to_pylist()[:12] == ["7"] * 12


def test_such_a_cell_loses_no_row_of_the_dashboard(tiny: Tiny) -> None:
    tiny.add(
        f"NET,{'9' * 5000},2031,total,1,,,,",
        f"NET,CCC,{'9' * 5000},total,1,,,,",
        f"NET,CCC,2032,total,{'9' * 5000},,,,",
        "NET,CCC,2033,total,4,,,,",
    )
    tiny.write(
        "data/own.csv", f"country,year,visits\nAAA,2021,3\n{'9' * 5000},2021,4\nBBB,2022,5\n"
    )
    dataset = tiny.load()
    assert [
        one.value for one in dataset.series("internet_users", "CCC") if one.period == "2033"
    ] == [4]
    files = {file.name: file.figures for file in dataset.files}
    assert files["own.csv"] == 2
    lines = {(problem.file, problem.line) for problem in dataset.problems}
    assert {
        ("world/facts.csv", 16),
        ("world/facts.csv", 17),
        ("world/facts.csv", 18),
        ("own.csv", 3),
    } <= lines
    assert not any("fault of the reader" in problem.hint() for problem in dataset.problems)


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="../shared/cases is not there")
def test_the_hostile_digits_cost_their_own_row() -> None:
    found = read_file(str(HOSTILE / "05-digits-in-place.csv"), resolver(ROOT / "data"))
    assert found.rows.text.to_pylist() == ["3", "4", "5"]


def test_unknown_keys_are_compared_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def count(word: str, known: object) -> str:
        asked.append(word)
        return ""

    monkeypatch.setattr(yaml_nodes, "nearest", count)
    node = parse_yaml("".join(f"key{number}: 1\n" for number in range(20_000)), "config.yaml")
    faults = Validator()
    assert faults.mapping(node, ("title", "focus")) == {}
    assert len(asked) == MAX_SUGGESTED
    assert len(faults.problems) == MAX_SUGGESTED + 1
    assert faults.problems[-1].code == ProblemCode.MORE_PROBLEMS
    assert faults.problems[-1].values == {"n": 20_000 - MAX_SUGGESTED}
    assert (faults.problems[0].line, faults.problems[-1].line) == (1, MAX_SUGGESTED + 1)


def test_a_yaml_with_endless_values_is_refused_at_the_first_beyond_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built: list[Node] = []

    def count(*arguments: Any) -> Node:
        built.append(Node(*arguments))
        return built[-1]

    monkeypatch.setattr(yaml_nodes, "MAX_VALUES", 100)
    monkeypatch.setattr(yaml_nodes, "Node", count)
    monkeypatch.setattr("yaml.compose", lambda *given, **more: pytest.fail("it was composed"))
    with pytest.raises(ConfigError) as stopped:
        parse_yaml("a: [" + "1," * 10_000 + "]", "config.yaml")
    assert [problem.code for problem in stopped.value.problems] == [ProblemCode.YAML_TOO_LARGE]
    # The limit counts the mapping, its key and the list, too: a key is no node, and the other two
    # are not complete.
    assert len(built) == 100 - 3


def test_a_yaml_of_many_bytes_is_not_even_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_nodes, "MAX_BYTES", 100)
    (tmp_path / "big.yaml").write_text("# " + "x" * 200)
    monkeypatch.setattr(Path, "read_text", lambda *given, **more: pytest.fail("it was read"))
    with pytest.raises(ConfigError) as stopped:
        yaml_nodes.read_yaml(tmp_path / "big.yaml", "big.yaml")
    assert [problem.code for problem in stopped.value.problems] == [ProblemCode.YAML_TOO_LARGE]


def test_faults_are_told_up_to_a_number() -> None:
    error = ConfigError(
        Problem(ProblemCode.NOT_A_NUMBER, "config.yaml", line) for line in range(1, 5_001)
    )
    assert len(error.problems) == MAX_FAULTS + 1
    last = error.problems[-1]
    assert (last.code, last.line) == (ProblemCode.MORE_PROBLEMS, MAX_FAULTS + 1)
    assert last.values == {"n": 5_000 - MAX_FAULTS}


def test_a_long_word_is_compared_with_nothing() -> None:
    assert nearest("x" * 5000, ["x" * 4999]) == "" and nearest("tilte", ["title"]) == "title"


@pytest.mark.parametrize("name", ["units.csv", "places.csv"])
def test_a_table_of_many_columns_is_refused_at_its_header(tiny: Tiny, name: str) -> None:
    text = (tiny.data / name).read_text()
    header, rest = text.split("\n", 1)
    tiny.write(f"data/{name}", header + ",x" * reference_tables.MAX_COLUMNS + "\n" + rest)
    (problem,) = tiny.faults()
    assert (problem.code, problem.line) == (ProblemCode.TABLE_TOO_LARGE, 1)


@pytest.mark.parametrize("name", ["units.csv", "places.csv"])
def test_a_table_of_many_faulty_rows_tells_them_up_to_a_number(
    tiny: Tiny, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write(
        f"data/{name}", (tiny.data / name).read_text().rstrip("\n") + "\n" + ",x,y,z,w\n" * 5_000
    )
    problems = [problem for problem in tiny.load().problems if problem.file == name]
    assert len(problems) == reference_tables.MAX_REPORTED + 1
    assert problems[-1].code == ProblemCode.MORE_PROBLEMS
    assert problems[-1].values == {"n": 5_000 - reference_tables.MAX_REPORTED}
    monkeypatch.setattr(reference_tables, "MAX_ROWS", 100)
    (problem,) = tiny.faults()
    assert problem.code == ProblemCode.TABLE_TOO_LARGE


@pytest.mark.parametrize("exponent", ["9" * 5000, "1000000000", "100", "1.5"])
def test_an_exponent_beyond_measure_costs_its_own_row(tiny: Tiny, exponent: str) -> None:
    header = (tiny.data / "units.csv").read_text().splitlines()[0].split(",")
    row = {
        "unit": "googol",
        "base": "yuan",
        "exponent": exponent,
        "dimension": "CNY",
        "kind": "currency",
    }
    tiny.write(
        "data/units.csv",
        (tiny.data / "units.csv").read_text().rstrip("\n")
        + "\n"
        + ",".join(row.get(name, "") for name in header)
        + "\n",
    )
    (problem,) = [problem for problem in tiny.load().problems if problem.file == "units.csv"]
    assert (problem.code, problem.column) == (ProblemCode.EXPONENT_EXPECTED, "exponent")


def test_a_header_that_comes_again_is_told_up_to_a_number() -> None:
    blocks = (
        f"Country,Year,Value\n{country},{year},5\n"
        for country in ("Kenya", "Ghana")
        for year in range(1520, 2020)
    )
    found = read_any("".join(blocks).encode(), "copied.csv")
    repeated = (ProblemCode.HEADER_REPEATED, ProblemCode.MORE_HEADERS_REPEATED)
    again = [problem for problem in found.problems if problem.code in repeated]
    assert len(again) == 201
    assert again[-1].values == {"n": 799}
