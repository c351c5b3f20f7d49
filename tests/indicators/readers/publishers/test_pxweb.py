"""PX-Web, as text and as a workbook saved as text."""

from __future__ import annotations

import pytest

from indicators.readers.publishers.pxweb import split_period
from tests.indicators.readers.samples import corpus, one, rows_of


def test_merged_labels_and_remarks_below() -> None:
    formats, rows, problems = rows_of(
        '"Internet users by Age, Sex, Variable, Country and Year",,,,,\n,,,,,\n,,,,2019,2020\n'
        "16 - 74,Female,Weekly users,Austria,83.0,..\n,,,Albania,98.4,98.6\n"
        '25 - 54,Female,Weekly users,Austria,95.0,96.0\n,,,,,\n"<p><b>..</b> - data\n'
        'not available</p>",,,,,\n'
        "Country:,,,,,\nAustria:,,,,,\nUnits:,,,,,\nWeekly users:,,,,,\n"
        "Percent,,,,,\n"
    )
    assert formats == ("pxweb",) and not problems
    albania = one(rows, place="Albania", period="2020")
    said = {
        "value": "98.6",
        "breakdown": "age=16 - 74;sex=female",
        "title": "Internet users, Weekly users",
        "unit": "Percent",
        "line": "5",
    }
    assert albania | said == albania
    assert len([row for row in rows if row["place"] == "Austria"]) == 3 and len(rows) == 5


def test_text_with_labels_in_the_columns() -> None:
    formats, rows, _ = rows_of(
        (
            '"Befolkning efter region, kön och år"\n""\n"region";"män 2019";"kvinnor 2019"\n'
            '"Skåne";1,5;2\n'
        ).encode("cp1252")
    )
    assert formats == ("pxweb",)
    assert (
        one(rows, breakdown="kön=män")
        | {"place": "Skåne", "value": "1.5", "period": "2019", "title": "Befolkning"}
        == rows[0]
    )


def test_no_place_is_told() -> None:
    formats, rows, problems = rows_of(
        '"Wages by sex and quarter"\n\n"sex","2010K1","2010K2"\n"men",1500.5,1510\n'
        '"women",1400,1410\n'
    )
    assert (
        formats == ("pxweb",)
        and one(rows, period="2010-Q1", breakdown="sex=men")["value"] == "1500.5"
    )
    assert [problem.severity for problem in problems] == ["warning"]


@pytest.mark.parametrize(
    ("name", "period", "words"),
    [
        ("Males 2010", "2010", "Males"),
        ("2010M03", "2010-03", ""),
        ("2010K4 total", "2010-Q4", "total"),
        ("Aged 16", "", "Aged 16"),
    ],
)
def test_periods_in_names(name: str, period: str, words: str) -> None:
    assert split_period(name) == (period, words)


def test_corpus() -> None:
    rows = corpus("unece_pxweb/internet_use_female.csv")
    assert (
        one(rows, place="Austria", period="2019", breakdown="age=16 - 74;sex=female")["text"]
        == "83.0"
    )
    assert (
        one(rows, place="Albania", period="2018", breakdown="age=16 - 74;sex=female")["text"]
        == "98.4"
    )


def test_periods_as_labels_of_rows() -> None:
    formats, rows, problems = rows_of(
        '"Internetin käyttö muuttujina Alue, Vuosi ja Tiedot"\n\n'
        '"Alue","Vuosi","Käyttäjät","Osuus, %"\n'
        '"Helsinki","2020","10","99"\n"","2021","11","..."\n"Espoo","2020","20","97"\n'
    )
    assert formats == ("pxweb",) and not problems and len(rows) == 5
    assert (
        one(rows, place="Helsinki", period="2021")
        | {"text": "11", "title": "Internetin käyttö, Käyttäjät", "line": "5"}
        == rows[2]
    )
    assert one(rows, place="Espoo", title="Internetin käyttö, Osuus, %")["text"] == "97"


def test_quarters_as_labels_of_rows_and_no_place() -> None:
    _, rows, problems = rows_of(
        '"Foretak etter næring, kvartal og statistikkvariabel"\n\n'
        '"næring","kvartal","Foretak"\n"IKT","2020K1","10"\n"IKT","2020K2","11"\n'
    )
    assert [(row["period"], row["breakdown"]) for row in rows] == [
        ("2020-Q1", "næring=ikt"),
        ("2020-Q2", "næring=ikt"),
    ]
    assert problems[0].severity == "warning" and rows[0]["title"] == "Foretak"
