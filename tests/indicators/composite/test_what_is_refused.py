"""What the command says of descriptions and figures that can't be used, and what it takes."""

from __future__ import annotations

import csv
import io
import warnings
from pathlib import Path

import pytest

from indicators.catalogue.index_description import read_description
from indicators.cli.main import main
from indicators.composite.data import read_data
from indicators.composite.engine import compute
from indicators.composite.table import distinct_periods, period_order, period_time
from indicators.problems import ConfigError, ProblemCode

NODES = "nodes: [{indicator: a, goalposts: [0, 100]}, {indicator: b, goalposts: [0, 100]}]\n"
PLAIN = "nodes: [{indicator: a}, {indicator: b}]\n"
DATA = "place,a,b\nX,90,10\nY,50,40\nZ,30,20\n"

DESCRIPTIONS = [
    ("rank_digits: two\n" + NODES, ProblemCode.NOT_A_NUMBER, "rank_digits"),
    ("rank_digits: 2.5\n" + NODES, ProblemCode.NOT_A_WHOLE_NUMBER, "rank_digits"),
    ("outliers: {winsorised: five}\n" + NODES, ProblemCode.NOT_A_NUMBER, "outliers.winsorised"),
    ("outliers: {winsorised: -3}\n" + NODES, ProblemCode.NOT_A_WHOLE_NUMBER, "outliers.winsorised"),
    (
        "imputation: {rule: latest, max_age: two}\n" + NODES,
        ProblemCode.NOT_A_NUMBER,
        "imputation.max_age",
    ),
    (
        "imputation: {rule: latest, max_age: -3}\n" + NODES,
        ProblemCode.NOT_A_WHOLE_NUMBER,
        "imputation.max_age",
    ),
    ("imputation: group_mean\n" + NODES, ProblemCode.KEY_MISSING, "imputation"),
    (
        "aggregation: {availability: 66}\n" + NODES,
        ProblemCode.NOT_A_SHARE,
        "aggregation.availability",
    ),
    (
        "aggregation: {availability: -1}\n" + NODES,
        ProblemCode.NOT_A_SHARE,
        "aggregation.availability",
    ),
    ("screening: {available: 75}\n" + NODES, ProblemCode.NOT_A_SHARE, "screening.available"),
    ("screening: {nonzero: 75}\n" + NODES, ProblemCode.NOT_A_SHARE, "screening.nonzero"),
    ("levels: {9: geometric}\n" + NODES, ProblemCode.INDEX_LEVEL_ABSENT, "levels.9"),
    (
        "normalisation: {scale: [100, 0]}\n" + NODES,
        ProblemCode.NUMBERS_ORDER,
        "normalisation.scale",
    ),
    ("normalisation: {scale: [1, 1]}\n" + NODES, ProblemCode.NUMBERS_ORDER, "normalisation.scale"),
    ("normalisation: distance_to_unit\n" + PLAIN, ProblemCode.KEY_MISSING, "normalisation"),
    ("normalisation: distance_to_target\n" + PLAIN, ProblemCode.KEY_MISSING, "nodes[1]"),
    (
        "normalisation: min_max\n" + NODES,
        ProblemCode.INDEX_GOALPOSTS_UNUSED,
        "nodes[1].goalposts",
    ),
    (
        "normalisation: share_of_max\nnodes: [{indicator: a, better: lower}]\n",
        ProblemCode.INDEX_SHARE_OF_MAX,
        "nodes[1].better",
    ),
    (
        "nodes: [{indicator: a, normalisation: share_of_max, better: lower}]\n",
        ProblemCode.INDEX_SHARE_OF_MAX,
        "nodes[1].better",
    ),
    (
        "nodes: [{indicator: a, per: {column: b, scale: 0}}]\n",
        ProblemCode.NUMBER_NOT_POSITIVE,
        "nodes[1].per.scale",
    ),
    ("nodes: [{indicator: a, per: null}]\n", ProblemCode.KEY_MISSING, "nodes[1].per"),
    ("nodes: [{indicator: }]\n", ProblemCode.KEY_MISSING, "nodes[1]"),
    ("nodes: [{indicator: a, parent: b}]\n", ProblemCode.INDEX_PARENT_KEY, "nodes[1].parent"),
    ("nodes: [{id: a, nodes: []}]\n", ProblemCode.KEY_MISSING, "nodes[1]"),
    ("nodes: []\n", ProblemCode.KEY_MISSING, ""),
    (
        "nodes: [{indicator: a, log: true, goalposts: [0, 9]}]\n",
        ProblemCode.GOALPOSTS_LOG,
        "nodes[1].goalposts",
    ),
    (
        "nodes: [{indicator: a, normalisation: goalposts}]\n",
        ProblemCode.KEY_MISSING,
        "nodes[1]",
    ),
    (
        "nodes: [{id: n, normalisation: rank, nodes: [{indicator: a}]}]\n",
        ProblemCode.VALUE_NOT_ALLOWED,
        "nodes[1].normalisation",
    ),
    (
        "nodes: [{id: n, normalisation: min_max, goalposts: [0, 9], nodes: [{indicator: a}]}]\n",
        ProblemCode.INDEX_GOALPOSTS_UNUSED,
        "nodes[1].goalposts",
    ),
    (
        "alternatives: {weights: {noise: 2.5}}\n" + NODES,
        ProblemCode.NOT_A_SHARE,
        "alternatives.weights.noise",
    ),
    (
        "alternatives: {weights: {noise: 0.1, levels: [x]}}\n" + NODES,
        ProblemCode.NOT_A_NUMBER,
        "alternatives.weights.levels[1]",
    ),
    (
        "alternatives: {weights: {noise: 0.1, levels: [9]}}\n" + NODES,
        ProblemCode.INDEX_LEVEL_ABSENT,
        "alternatives",
    ),
    (
        "alternatives: {imputation: [none, group_median]}\n" + NODES,
        ProblemCode.KEY_MISSING,
        "",
    ),
    (
        "alternatives: {normalisation: [goalposts, distance_to_target]}\n" + NODES,
        ProblemCode.KEY_MISSING,
        "nodes[1]",
    ),
]


def written(tmp_path: Path, description: str, data: str = DATA) -> tuple[Path, Path]:
    paths = tmp_path / "index.yaml", tmp_path / "data.csv"
    for path, text in zip(paths, (description, data), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


@pytest.mark.parametrize(("text", "code", "key"), DESCRIPTIONS)
def test_what_can_not_be_computed_is_refused_at_its_key(
    tmp_path: Path, text: str, code: ProblemCode, key: str
) -> None:
    path, _ = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_description(path)
    assert (code, key) in [(problem.code, problem.column) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "line",
    [
        "rank_digits:\n",
        "rank_digits: null\n",
        "imputation: {rule: mean, max_age: null}\n",
        "aggregation: {availability: null}\n",
        "levels:\n",
        "coverage: 0\n",
        "normalisation: min_max\nalternatives: {normalisation: [min_max, goalposts]}\n",
    ],
)
def test_a_key_without_a_value_has_its_default(tmp_path: Path, line: str) -> None:
    path, _ = written(tmp_path, line + NODES)
    assert read_description(path).method.rank_digits is None


def result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], description: str, data: str, *options: str
) -> tuple[int, dict[tuple[str, str, str], float], str]:
    """Exit status, scores by node, place and period, and what stands on standard error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        status = main(["index", *map(str, written(tmp_path, description, data)), *options])
    output = capsys.readouterr()
    rows = csv.DictReader(io.StringIO(output.out))
    scores = {
        (row["node"], row["place"], row["period"]): float(row.get("score") or "nan") for row in rows
    } if not options else {}  # fmt: skip
    return status, scores, output.err


def codes(tmp_path: Path, description: str, data: str) -> list[tuple[ProblemCode, str, str]]:
    """Code, severity and column of what is remarkable about the figures."""
    path, file = written(tmp_path, description, data)
    index = read_description(path)
    figures = read_data(file, index)
    computed = compute(index.structure, index.method, figures.inputs)
    problems = [*figures.problems, *map(index.located, computed.problems)]
    assert all(problem.file for problem in problems)
    return [(problem.code, problem.severity, problem.column) for problem in problems]


GAP = "imputation: group_mean\ngroups: region\nnodes: [{indicator: a, goalposts: [0, 10]}]\n"
FIGURES = [
    # nobody with a name, and totals
    (NODES, DATA + ",1,2\n,3,4\n", [(ProblemCode.INDEX_PLACE_BLANK, "error", "place")]),
    (NODES, DATA + "Total,170,70\n", [(ProblemCode.INDEX_TOTAL_ROW, "warning", "place")]),
    # cells
    (NODES, DATA + "V,about 3,5\n", [(ProblemCode.INDEX_CELL, "error", "a")]),
    (NODES, DATA + "V,inf,5\n", [(ProblemCode.INDEX_INFINITE, "warning", "a")]),
    (NODES, DATA + "V,-1e400,5\n", [(ProblemCode.INDEX_INFINITE, "warning", "a")]),
    # few units matter where they are the scale
    (NODES, "place,a,b\nX,1,2\n", []),
    (
        PLAIN,
        "place,a,b\nX,1,2\nY,2,3\n",
        [(ProblemCode.INDEX_FEW_UNITS, "warning", "")],
    ),
    (
        PLAIN,
        "place,a,b\nX,1,2\nY,,3\nZ,,4\n",
        [(ProblemCode.INDEX_INDICATOR_SINGLE, "warning", "a")],
    ),
    # rules without what they need
    (
        "normalisation: {rule: distance_to_unit, unit: XX}\n" + PLAIN,
        DATA,
        [
            (ProblemCode.INDEX_UNIT_ABSENT, "error", ""),
            (ProblemCode.INDEX_NO_DISTANCE, "warning", "a"),
            (ProblemCode.INDEX_NO_DISTANCE, "warning", "b"),
            (ProblemCode.INDEX_NO_SCORE, "error", ""),
        ],
    ),
    (
        "normalisation: distance_to_target\n"
        "nodes: [{indicator: a, target: 5}, {indicator: b, target: 40}]\n",
        DATA,
        [(ProblemCode.INDEX_NO_DISTANCE, "warning", "a")],
    ),
    (
        "normalisation: share_of_max\n" + PLAIN,
        "place,a,b\nX,-1,1\nY,-2,2\nZ,-3,3\n",
        [(ProblemCode.INDEX_MAX_NOT_POSITIVE, "warning", "a")],
    ),
    (
        "screening: {include: Q, exclude: [XX, Z]}\n" + NODES,
        DATA,
        [(ProblemCode.INDEX_UNIT_ABSENT, "warning", "")] * 2,
    ),
    # logarithms
    (
        "nodes: [{indicator: a, goalposts: {low: 1, high: 90, log: true}}, {indicator: b}]\n",
        DATA + "V,0,5\n",
        [(ProblemCode.INDEX_LOG_LOW, "notice", "a")],
    ),
    (
        "nodes: [{indicator: a, log: true}, {indicator: b}]\n",
        DATA + "V,0,5\n",
        [(ProblemCode.INDEX_LOG_MISSING, "warning", "a")],
    ),
    # groups and periods
    (
        GAP.replace("region", "regio"),
        "place,region,a\nX,E,5\nY,E,\nZ,F,7\n",
        [(ProblemCode.INDEX_COLUMN_MISSING, "error", "")],
    ),
    (
        "imputation: latest\n" + NODES,
        "place,period,a,b\nX,31/12/2021,1,\nY,31/12/2021,2,3\nZ,2020,4,5\n",
        [(ProblemCode.INDEX_PERIOD_TIME, "warning", "period")],
    ),
    # weights from the data
    *(
        (
            f"weights: {rule}\n{NODES}",
            "place,a,b\nX,5,10\nY,5,20\nZ,5,30\n",
            [(ProblemCode.INDEX_LOADING_NEGATIVE, "warning", "index")],
        )
        for rule in ("pca", "critic", "correlation")
    ),
    (
        "weights: pca\n" + NODES,
        "place,a,b\nX,,10\nY,,20\nZ,,30\n",
        [
            (ProblemCode.INDEX_INDICATOR_EMPTY, "warning", "a"),
            (ProblemCode.INDEX_LOADING_NEGATIVE, "warning", "index"),
        ],
    ),
]


@pytest.mark.parametrize(("description", "data", "expected"), FIGURES)
def test_what_is_remarkable_about_figures_is_said_with_its_file(
    tmp_path: Path, description: str, data: str, expected: list[tuple[ProblemCode, str, str]]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert codes(tmp_path, description, data) == expected


def test_a_warning_names_file_line_and_node(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, errors = result(
        tmp_path, capsys, "nodes:\n  - {indicator: a}\n  - {indicator: b}\n", DATA + "V,,\n"
    )
    assert (status, errors) == (0, "")
    constant = "place,a,b\nX,1,1\nY,2,1\nZ,3,1\n"
    _, _, errors = result(
        tmp_path, capsys, "nodes:\n  - {indicator: a}\n  - {indicator: b}\n", constant
    )
    assert errors.startswith("warning: index.yaml line 3, b: all units have the same figure")


def test_an_index_without_any_score_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    description = "screening: {available: 1}\n" + NODES
    for options in ([], ["--uncertainty", "10"]):
        text = "alternatives: {removal: true}\n" + description
        status, _, errors = result(tmp_path, capsys, text, "place,a,b\nX,1,\nY,2,\n", *options)
        assert status == 1 and "no unit has a score of the index" in errors


def test_gaps_are_not_filled_from_years_that_are_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, scores, errors = result(tmp_path, capsys, "imputation: latest\n" + NODES, DATA)
    assert (status, scores) == (2, {}) and "data.csv line 1" in errors


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2020-12-31", "2021-12-31"),
        ("2020.0", "2021.0"),
        ("2020/21", "2021/22"),
        ("FY2020", "FY2021"),
        ("2020Q4", "2021Q1"),
        ("Dec 2020", "Jan 2021"),
        ("2020年", "2021年"),
    ],
)
def test_gaps_are_filled_whatever_the_form_of_the_year(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str, after: str
) -> None:
    data = f"place,period,a,b\nX,{after},,7\nX,{before},5,6\nY,{after},9,8\n"
    text = "id: ix\nimputation: {rule: latest, max_age: 1}\n" + NODES
    status, scores, errors = result(tmp_path, capsys, text, data)
    assert (status, errors) == (0, "")
    assert scores["a", "X", after] == 5 and scores["ix", "X", after] == 6


def test_periods_are_in_the_order_of_time() -> None:
    assert sorted(["10", "9", "2"], key=period_order) == ["2", "9", "10"]
    assert sorted(["Jan 2021", "Dec 2020", "wave"], key=period_order) == [
        "Dec 2020", "Jan 2021", "wave"
    ]  # fmt: skip
    assert [period_time(text) for text in ("2021", "2021-Q2", "2021/22")] == [2021, 2021.25, 2021]
    assert period_time("2021-02-02") == pytest.approx(2021 + 1 / 12 + 1 / 366)


def test_the_newest_period_is_not_the_last_of_the_alphabet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In period 10 the two indicators rank X and Y otherwise, in period 9 both put X first."""
    data = "place,period,a,b\nX,9,90,80\nY,9,50,40\nX,10,50,47\nY,10,48,50\nZ,10,3,9\n"
    text = "alternatives: {weights: {noise: 0.9}}\n" + NODES
    main(["index", *map(str, written(tmp_path, text, data)), "--sensitivity", "16"])
    assert capsys.readouterr().out.splitlines()[1].startswith("weights,1.0,1.0")
    path, file = written(tmp_path, text, data)
    index = read_data(file, read_description(path)).inputs.data.index
    assert distinct_periods(index) == ["9", "10"]


TIDY = [
    "indicator,country,year,value,unit\na,X,2020,10,percent\nb,X,2020,20,percent\n",
    "indicator,code,country,year,value\na,1,X,2020,10\nb,2,X,2020,20\n",
    "indicator,place,period,value,unit\na,X,2020,10,%\nb,X,2020,20,%\n",
    "Indicator,Place,Period,Value\nA,X,2020,10\n b ,X,2020,20\n",
    "indicator,unit,period,value\na,X,2020,10\nb,X,2020,20\n",
]


@pytest.mark.parametrize("data", TIDY)
def test_the_place_of_tidy_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str
) -> None:
    status, scores, errors = result(tmp_path, capsys, "id: ix\n" + NODES, data)
    assert (status, errors) == (0, "")
    assert scores == {("a", "X", "2020"): 10, ("b", "X", "2020"): 20, ("ix", "X", "2020"): 15}


def test_two_blanks_in_a_name_are_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "id: ix\nnodes: [{indicator: 'a  x', goalposts: [0, 100]}]\n"
    for data in ("place,a  x\nX,10\n", "indicator,place,value\na x,X,10\n"):
        _, scores, _ = result(tmp_path, capsys, text, data)
        assert scores["ix", "X", "0"] == 10


def test_tidy_figures_have_their_groups_in_a_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = "indicator,place,period,value,region\na,X,2020,5,E\na,Y,2020,,E\na,Z,2020,7,F\n"
    status, scores, _ = result(tmp_path, capsys, GAP, data)
    assert status == 0 and scores["a", "Y", "2020"] == 50


def test_one_column_may_serve_two_indicators(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = """\
id: ix
nodes:
  - {id: p, nodes: [{indicator: a, goalposts: [0, 10]}]}
  - {id: q, nodes: [{indicator: a2, column: a, goalposts: [0, 20]}]}
"""
    _, scores, _ = result(tmp_path, capsys, text, "place,a\nX,5\n")
    assert (scores["p", "X", "0"], scores["q", "X", "0"]) == (50, 25)


def test_an_indicator_has_a_rule_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """a is 1, 10, 100: half of the way in logarithms; b is 0, 1/3 and 1 of a hundred."""
    text = """\
normalisation: {rule: min_max, scale: [0, 1]}
nodes:
  - {indicator: a, log: true}
  - {indicator: b, normalisation: {rule: goalposts, scale: [0, 10]}, goalposts: [0, 30]}
  - {indicator: c, column: b, normalisation: z_score}
"""
    data = "place,a,b\nX,1,0\nY,10,10\nZ,100,20\n"
    _, scores, errors = result(tmp_path, capsys, text, data)
    assert errors == ""
    assert [scores["a", place, "0"] for place in "XYZ"] == pytest.approx([0, 0.5, 1])
    assert [scores["b", place, "0"] for place in "XYZ"] == pytest.approx([0, 10 / 3, 20 / 3])
    assert [scores["c", place, "0"] for place in "XYZ"] == [-1, 0, 1]
    assert scores["index", "Z", "0"] == pytest.approx((1 + 20 / 3 + 1) / 3)
