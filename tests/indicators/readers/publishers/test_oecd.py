"""The OECD's files from before SDMX: DP_LIVE and OECD.Stat."""

from __future__ import annotations

import pytest

from indicators.problems import Problem, ProblemCode
from tests.indicators.readers.samples import CORPUS, Row, has, written_rows

LEGACY = CORPUS / "oecd_legacy"
LIVE = '"LOCATION","INDICATOR","SUBJECT","MEASURE","FREQUENCY","TIME","Value","Flag Codes"\n'


def rows_of(content: str | bytes) -> tuple[tuple[str, ...], list[Row], tuple[Problem, ...]]:
    """The rows of a file that begins with a byte order mark, as the OECD's do."""
    return written_rows(content if isinstance(content, bytes) else content.encode("utf-8-sig"))


def test_live_keeps_what_is_measured_in_other_units_apart() -> None:
    formats, rows, problems = rows_of(
        LIVE + '"AUS","GDP","TOT","MLN_USD","A","2020",1.5,"E"\n'
        '"AUS","GDP","TOT","USD_CAP","A","2020",2.5,\n'
        '"AUS","GDP","MEN","USD_CAP","Q","2020-Q1",3.5,\n'
    )
    assert formats == ("oecd-live",) and not problems
    assert has(
        rows[0],
        series="GDP.MLN_USD",
        unit="USD",
        exponent="6",
        place="AUS",
        period="2020",
        breakdown="total",
        status="estimated",
        value="1.5",
    )
    assert has(rows[1], series="GDP.USD_CAP", status="")
    assert has(rows[2], breakdown="subject=men", period="2020-Q1")


def test_stat_pairs_columns_whose_names_differ_by_case() -> None:
    formats, rows, problems = rows_of(
        '"LOCATION","Country","SUBJECT","Subject","MEASURE","Measure","TIME","Time",'
        '"Unit Code","Unit","PowerCode Code","PowerCode",'
        '"Reference Period Code","Reference Period","Value","Flag Codes","Flags"\n'
        '"AUS","Australia","VC","Venture capital","USD_V","USD, current prices","2006",'
        '"2006","USD","US Dollar","6","Millions",,,4.5,"B","Break"\n'
        '"AUS","Australia","VC","Venture capital","IX","Index","2007-Q1","Q1-2007","IDX",'
        '"Index","0","Units","2015_100","2015=100",9,,\n'
    )
    assert formats == ("oecd-stat",) and not problems
    assert has(
        rows[0],
        series="VC.USD_V",
        title="Venture capital, USD, current prices",
        place="AUS",
        place_name="Australia",
        period="2006",
        unit="US Dollar",
        exponent="6",
        status="break",
        breakdown="total",
    )
    assert has(rows[1], series="VC.IX", unit="Index, 2015=100", period="2007-Q1", exponent="0")


def test_stat_of_health_with_other_names_for_the_same() -> None:
    _, rows, _ = rows_of(
        '"VAR","Variable","UNIT","Measure","COU","Country","YEA","Year","Value","Flag '
        'Codes","Flags"\n'
        '"EXPH","Health expenditure","PARPIB","Share of GDP","AUS","Australia","2010",'
        '"2010",8.5,"D","Difference in methodology"\n'
        '"EXPH","Health expenditure","USD","US$ per capita","AUS","Australia","2010",'
        '"2010",3800.1,,\n'
    )
    assert has(
        rows[0],
        series="EXPH.PARPIB",
        unit="Share of GDP",
        period="2010",
        place="AUS",
        note="Difference in methodology",
    )
    assert has(rows[1], series="EXPH.USD", unit="US$ per capita")


def test_stat_of_other_bodies_is_known_by_the_names_of_its_columns() -> None:
    _, rows, problems = rows_of(
        '"MEASURE","Data item","REGIONTYPE","Geography Level","LGA_2018","Region",'
        '"FREQUENCY","Frequency","TIME","Time","Value","Flag Codes","Flags"\n'
        '"PRE","Children","LGA2018","Local areas","10050","Albury (C)","A","Annual",'
        '"2016","2016",580,,\n'
    )
    assert has(
        rows[0],
        place="10050",
        place_name="Albury (C)",
        title="Children",
        series="PRE",
        breakdown="regiontype=lga2018",
    )
    assert not problems


def test_stat_with_names_only() -> None:
    formats, rows, _ = rows_of(
        "Country,Indicator,Breakdowns,Time,Unit,PowerCode,Reference Period,Value,Flags\n"
        "Austria,Users (%),All (individuals aged 16-74),2008,Percentage,Thousands,,51.25,Break\n"
        "Austria,Users (%),Women,2008,Percentage,Units,,49,\n"
    )
    assert formats == ("oecd-stat",)
    assert has(
        rows[0],
        series="",
        title="Users (%)",
        place="Austria",
        breakdown="total",
        status="break",
        exponent="3",
    )
    assert has(rows[1], breakdown="breakdowns=women", exponent="0")


def test_several_wholes_are_not_made_one() -> None:
    _, rows, _ = rows_of(
        "Country,Indicator,Breakdowns,Time,Unit,PowerCode,Value,Flags\n"
        "Austria,U,All (aged 16-74),2008,%,Units,1,\n"
        "Austria,U,All (aged 16-24),2008,%,Units,2,\n"
    )
    assert len({row["breakdown"] for row in rows}) == 2


def test_a_table_without_years_asks_and_keeps_its_rows() -> None:
    _, rows, problems = rows_of(
        '"LOCATION","Country","INDICATOR","Indicator","MEASURE","Measure","INEQUALITY",'
        '"Inequality","Unit Code","Unit",'
        '"PowerCode Code","PowerCode","Reference Period Code","Reference Period","Value",'
        '"Flag Codes","Flags"\n'
        '"AUS","Australia","HO","Dwellings","L","Value","TOT","Total","PC","Percentage",'
        '"0","units",,,1.1,"E","Estimated value"\n'
    )
    assert has(rows[0], period="", value="1.1", status="estimated", title="Dwellings")
    assert [problem.code for problem in problems] == [ProblemCode.PERIOD_NOT_STATED]


def test_flags_in_french_and_places_of_cities() -> None:
    head = (
        '"Unit Code","Unit","PowerCode Code","PowerCode","Reference Period Code","Reference '
        'Period","Value","Flag Codes","Flags"\n'
    )
    _, rows, _ = rows_of(
        '"METRO_ID","Zones","VAR","Variable","TIME","Temps",'
        + head
        + '"AT001","Vienne","BB","Abonnements","2018","2018","NBR","Nombre","6","Millions",'
        ',,29.1,"P","Valeur provisoire"\n'
        '"AT001","Vienne","BB","Abonnements","2019","2019","NBR","Nombre","6","Millions",'
        ',,30.1,"B","Autre série"\n'
    )
    assert has(
        rows[0],
        place="AT001",
        place_name="Vienne",
        status="provisional",
        unit="Nombre",
        exponent="6",
    )
    assert has(rows[1], status="break")


def test_live_takes_multipliers_out_of_its_units() -> None:
    _, rows, _ = rows_of(
        LIVE
        + (
            '"AUS","EMP","TOT","THND_PER","A","2020",12.5,\n'
            '"AUS","TES","TOT","KTOE","M","2020-01",4.5,"B"\n'
        )
    )
    assert has(rows[0], series="EMP.THND_PER", unit="PER", exponent="3") and has(
        rows[1], unit="KTOE", exponent="0", period="2020-01", status="break"
    )


KNOWN = [
    ("ICT_Investments_DP_LIVE", 450, {"place": "AUS", "period": "1985", "value": "12.465454"}),
    ("ICT_Investments_DP_LIVE", 450, {"place": "USA", "period": "2010", "value": "32.137836"}),
    (
        "start_up_investment",
        3324,
        {
            "place": "AUS",
            "series": "VC_INV.USD_V",
            "breakdown": "total",
            "period": "2006",
            "value": "456.334579091593",
        },
    ),
    (
        "start_up_investment",
        3324,
        {
            "place": "BGR",
            "series": "VC_INV.SH_GDP",
            "breakdown": "stages=later",
            "period": "2020",
            "value": "0.00160399649548518",
        },
    ),
    (
        "oecd_bli_2015",
        3292,
        {"place": "AUS", "series": "HO_BASE.L", "breakdown": "total", "value": "1.1"},
    ),
    (
        "oecd_bli_2015",
        3292,
        {"place": "OECD", "series": "WL_TNOW.L", "breakdown": "inequality=wmn", "value": "14.74"},
    ),
    (
        "population_interacting_public_officials",
        1338,
        {
            "place": "Australia",
            "period": "2010",
            "value": "38.11",
            "title": (
                "Individuals using the Internet for downloading official forms - last 12 m (%)"
            ),
        },
    ),
]


@pytest.mark.skipif(
    not LEGACY.is_dir(), reason="the corpus of publishers' files is not here (../shared/corpus)"
)
@pytest.mark.parametrize(("name", "count", "wanted"), KNOWN)
def test_the_corpus(name: str, count: int, wanted: Row) -> None:
    _, rows, _ = rows_of((LEGACY / f"{name}.csv").read_bytes())
    key = {part: word for part, word in wanted.items() if part != "value"}
    assert len(rows) == count and [row["value"] for row in rows if has(row, **key)] == [
        wanted["value"]
    ]
