"""Tables read as somebody answers: which column is what, and what holds for the whole file."""

from __future__ import annotations

import pytest

from indicators.problems import ProblemCode
from indicators.readers.generic.reader import read_with_roles, table_roles
from indicators.readers.generic.roles import NeedsAnswer, Roles
from indicators.readers.header_rows import table_of
from indicators.readers.preview import Preview
from tests.indicators.readers.samples import CORPUS

BROADBAND = (
    "ST,COUNTY ID,COUNTY NAME, AVAILABILITY , USAGE \n"
    "AL,1001,Autauga County, 0.81 , 0.28 \nAL,1003,Baldwin County, 0.88 , 0.30 \n"
)


def test_a_table_without_a_period_is_asked_about_and_read_with_the_answer() -> None:
    preview = Preview(BROADBAND.encode())
    with pytest.raises(NeedsAnswer) as question:
        table_roles(preview)
    problem = question.value.problem
    assert (problem.code, problem.line) == (ProblemCode.PERIOD_COLUMN_MISSING, 1)
    assert problem.values["understood"] == ("COUNTY ID", "COUNTY NAME", "AVAILABILITY", "USAGE")
    rows, problems = read_with_roles(
        table_of(preview),
        Roles(
            place="COUNTY ID",
            place_name="COUNTY NAME",
            fixed_period="2019",
            value="USAGE",
            fixed_title="Broadband usage",
            fixed_unit="share",
        ),
    )
    assert (rows.place.categories, rows.place_name.categories) == (
        ("1001", "1003"),
        ("Autauga County", "Baldwin County"),
    )
    assert (rows.period.categories, rows.title.categories, rows.unit.categories) == (
        ("2019",),
        ("Broadband usage",),
        ("share",),
    )
    assert rows.text.to_pylist() == ["0.28", "0.30"] and rows.line.tolist() == [2, 3]
    assert [(problem.code, problem.values["columns"]) for problem in problems] == [
        (ProblemCode.COLUMNS_NOT_READ, ("ST", "AVAILABILITY"))
    ]


def test_several_columns_of_figures_and_a_fixed_place() -> None:
    preview = Preview(b"When,A,B,Kind\n2010,1,2,x\n2011,3,4,y\n")
    rows, _ = read_with_roles(
        table_of(preview),
        Roles(
            fixed_place="FRA",
            period="When",
            breakdowns=("Kind",),
            fixed_unit="%",
            columns={"A": {"title": "Users"}, "B": {"title": "Cost (million EUR)"}},
        ),
    )
    assert (
        rows.place.categories == ("FRA",)
        and rows.text.to_pylist() == ["1", "2", "3", "4"]
        and rows.exponent.tolist() == [0, 6, 0, 6]
    )
    assert [rows.unit.categories[code] for code in rows.unit.codes] == ["%", "EUR", "%", "EUR"]


@pytest.mark.parametrize(
    ("roles", "code", "values"),
    [
        (
            Roles(place="Nowhere", value="USAGE"),
            ProblemCode.COLUMN_MISSING,
            {"columns": ("Nowhere",), "needed": ("Nowhere", "USAGE")},
        ),
        (
            Roles(place="COUNTY ID"),
            ProblemCode.VALUE_COLUMN_MISSING,
            {"understood": ("COUNTY ID",)},
        ),
    ],
)
def test_answers_that_do_not_fit_are_reported(
    roles: Roles, code: ProblemCode, values: dict[str, tuple[str, ...]]
) -> None:
    rows, problems = read_with_roles(table_of(Preview(BROADBAND.encode())), roles)
    assert not len(rows)
    assert [(problem.code, dict(problem.values)) for problem in problems] == [(code, values)]


def test_the_corpus() -> None:
    file = CORPUS / "us_broadband/broadband_data_2019November.csv"
    if not file.exists():
        pytest.skip("../shared/corpus is not there")
    table = table_of(Preview(file.read_bytes()))
    rows, _ = read_with_roles(
        table,
        Roles(place="COUNTY ID", fixed_period="2019", value="BROADBAND USAGE", fixed_unit="share"),
    )
    found = {
        rows.place.categories[code]: text
        for code, text in zip(rows.place.codes, rows.text.to_pylist(), strict=True)
    }
    assert len(rows) == 3143 and found["1001"] == "0.28"
