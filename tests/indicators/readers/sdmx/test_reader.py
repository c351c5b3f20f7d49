"""SDMX-CSV of any agency: written out in each of the standard's forms, and read back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.problems import ProblemCode
from indicators.readers.breakdowns import count_distinct, distinguishing
from indicators.readers.rows import encode
from indicators.readers.sdmx.components import find_components
from tests.indicators.readers.samples import CORPUS, Row, has
from tests.indicators.readers.samples import written_rows as rows_of


def one(text: str) -> Row:
    return rows_of(text)[1][0]


def test_version_one_with_codes_reads_dimensions_and_multiplier() -> None:
    formats, rows, problems = rows_of(
        "DATAFLOW,REF_AREA,MEASURE,UNIT_MEASURE,SECTOR,FREQ,TIME_PERIOD,OBS_VALUE,"
        "OBS_STATUS,UNIT_MULT,DECIMALS\n"
        "OECD.CTP:DSD_X@DF_X(1.1),CIV,GDP,USD,S13,A,2013,43228,A,6,0\n"
        "OECD.CTP:DSD_X@DF_X(1.1),CIV,GDP,XDC,_T,Q,2013-Q2,7.50,E,6,0\n"
    )
    assert formats == ("oecd-sdmx-csv",) and not problems
    assert has(
        rows[0],
        series="DSD_X@DF_X.GDP.USD",
        place="CIV",
        period="2013",
        breakdown="sector=s13",
        unit="USD",
        status="",
        value="43228",
        exponent="6",
        line="2",
    )
    assert has(
        rows[1],
        series="DSD_X@DF_X.GDP.XDC",
        period="2013-Q2",
        breakdown="total",
        status="estimated",
        value="7.50",
    )


def test_names_in_columns_of_their_own() -> None:
    row = one(
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,FREQ,Frequency of observation,"
        "REF_AREA,Reference area,MEASURE,Measure,"
        "UNIT_MEASURE,Unit of measure,SEX,Sex,TIME_PERIOD,Time period,OBS_VALUE,"
        "Observation value,OBS_STATUS,Observation status,"
        'UNIT_MULT,Unit multiplier\nDATAFLOW,OECD.GOV:DF(1.0),"Trust, and more",I,A,'
        "Annual,ISL,Iceland,TRUST,Trust in government,"
        "PT,Percentage,F,Female,2021,,50.4,,P,Provisional,0,Units\n"
    )
    assert has(
        row,
        place="ISL",
        place_name="Iceland",
        title="Trust in government",
        unit="Percentage",
        breakdown="sex=female",
        status="provisional",
        series="DF.TRUST.PT",
    )


def test_names_beside_codes_under_empty_headers() -> None:
    row = one(
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,,FREQ,,MEASURE,,"
        "TIME_PERIOD,,OBS_VALUE,,OBS_STATUS,,UNIT_MULT,\n"
        "DATAFLOW,OECD:DF(1.0),Comptes,I,FRA,France,A,Annuelle,GDP,PIB,2020,,1.5,,A,,3,Milliers\n"
    )
    assert has(row, place="FRA", place_name="France", title="PIB", exponent="3", breakdown="total")


def test_code_and_name_in_one_cell_with_semicolons_and_decimal_comma() -> None:
    formats, rows, problems = rows_of(
        "STRUCTURE[|];STRUCTURE_ID;ACTION;SERIES_KEY;OBS_KEY;REF_AREA: Zone;INDICATOR: "
        "Indicateur;TIME_PERIOD: Temps;"
        "OBS_VALUE: Valeur;OBS_STATUS: Statut;UNIT_MULT: Multiplicateur\n"
        "dataflow;XX:NA(1.6.0): Comptes nationaux;I;A.B;A.B.1;FR: France;GDP: Produit: "
        "brut;2014-01: 2014-01;12,4;E: Estimé;6: Millions\n"
        "dataflow;XX:NA(1.6.0): Comptes nationaux;D;A.B;A.B.2;FR: France;GDP: Produit: "
        "brut;2014-02: 2014-02;-;;\n"
    )
    assert formats == ("sdmx-csv",)
    assert len(rows) == 1 and has(
        rows[0],
        place="FR",
        place_name="France",
        title="Produit: brut",
        period="2014-01",
        value="12.4",
        exponent="6",
        status="estimated",
        series="NA.GDP",
    )
    assert [problem.line for problem in problems] == [3], (
        "a row that deletes is told and holds no figure"
    )


def test_data360_is_known_by_its_indicator_alone() -> None:
    formats, rows, _ = rows_of(
        "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,FREQ_LABEL,REF_AREA,REF_AREA_LABEL,INDICATOR,"
        "INDICATOR_LABEL,SEX,SEX_LABEL,AGE,AGE_LABEL,"
        "UNIT_MEASURE,UNIT_MEASURE_LABEL,COMP_BREAKDOWN_1,COMP_BREAKDOWN_1_LABEL,"
        "TIME_PERIOD,OBS_VALUE,UNIT_MULT,UNIT_MULT_LABEL,"
        "DATABASE_ID,DATA_SOURCE,OBS_STATUS,OBS_CONF\n"
        "dataflow,WB.DATA360:DS_DATA360(1.3),I,A,Annual,CHN,China,WB_X,Users,_T,Total,_T,"
        "All age ranges or no breakdown by age,PS,Persons,"
        "_Z,Not Applicable,2020,70.4,6,Millions,WB_WDI,ITU,A,PU\n"
    )
    assert formats == ("worldbank-data360",)
    assert has(
        rows[0],
        series="WB_X",
        title="Users",
        place="CHN",
        place_name="China",
        unit="Persons",
        exponent="6",
        breakdown="total",
        note="",
    )


def test_eurostat_flags_confidentiality_and_names_instead_of_codes() -> None:
    formats, rows, _ = rows_of(
        "DATAFLOW,LAST UPDATE,freq,unit,indic_is,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
        "ESTAT:ISOC(1.0),14/02/24 11:00:00,Annual,Percentage of individuals,Never used,"
        "Kosovo*,2010,72.9,bu,\n"
        "ESTAT:ISOC(1.0),14/02/24 11:00:00,Annual,Percentage of individuals,Never used,"
        "Austria,2010,,,C\n"
    )
    assert formats == ("eurostat-sdmx-csv",)
    assert has(rows[0], place="Kosovo*", status="break", note="low reliability", title="Never used")
    assert has(rows[1], value="", note="confidential")


def test_text_in_the_value_is_kept_and_told() -> None:
    _, rows, problems = rows_of(
        "DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE\nA:B(1.0),X,2014,Data pending\n"
        "A:B(1.0),X,2015,1/3\n"
        "A:B(1.0),X,2016,NaN\n"
    )
    assert [row["value"] for row in rows] == ["Data pending", "1/3", ""]
    assert [(problem.line, problem.severity) for problem in problems] == [
        (2, "notice"),
        (3, "notice"),
    ]


@pytest.mark.parametrize(
    ("freq", "written", "period"),
    [
        ("A", "2014-12-31", "2014"),
        ("Q", "2014-10-01", "2014-Q4"),
        ("M", "2014-03-31T00:00:00", "2014-03"),
        ("S", "2014-S2", "2014-S2"),
        ("H", "2014-07-01", "2014-S2"),
        ("T", "2014-T2", "2014-05-01/P4M"),
        ("S", "2014-B1", "2014-S1"),
        ("A", "2014-A1", "2014"),
        ("Annual", "2014-01-01", "2014"),
        ("Trimestriel", "2014-04-01", "2014-Q2"),
        ("Hebdomadaire", "2014-04-07", "2014-04-07"),
        ("Semanal", "2014-04-07", "2014-04-07"),
        ('"Half-yearly, semesterly"', "2014-07-01", "2014-S2"),
        ("Q", "2014Q3", "2014-Q3"),
        ("M", "2014M03", "2014-03"),
        ("S", "2014S1", "2014-S1"),
        ("D", "2014-05-09", "2014-05-09"),
        ("W", "2014-W05", "2014-W05"),
        ("A", "2014-07-01/P1Y", "2014-07-01/P1Y"),
    ],
)
def test_periods(freq: str, written: str, period: str) -> None:
    row = one(
        f"DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE\nA:B(1.0),{freq},X,{written},1\n"
        f"A:B(1.0),D,X,2015-05-05,1\n"
    )
    assert row["period"] == period


def test_a_strike_is_no_estimate_and_a_free_figure_no_forecast() -> None:
    row = one(
        "KEY,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,OBS_CONF,TITLE\n"
        "FM.Q.U2,Q,U2,2026-Q1,2.15,S,F,Refinancing\n"
    )
    assert has(
        row, status="", note="strike or other special event", title="Refinancing", series="FM"
    )


def test_columns_behind_the_value_tell_rows_apart_where_nothing_else_does() -> None:
    _, rows, _ = rows_of(
        "DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE,CURRENCY,DECIMALS\n"
        "A:B(1.0),X,2014,1,EUR,1\nA:B(1.0),X,2014,2,USD,2\n"
    )
    assert [row["breakdown"] for row in rows] == ["currency=eur", "currency=usd"]


def test_several_measures_and_components_in_any_order() -> None:
    _, rows, _ = rows_of(
        "STRUCTURE[;],STRUCTURE_ID,ACTION,OBS_VALUE1,OBS_VALUE2,ATTR_1[],SECTOR,REF_AREA,"
        "TIME_PERIOD\n"
        "dataflow,XX:NA(1.6.0),I,12.4,12.5,X;Y,B,AT,2014-01\n"
        "dataflow,XX:NA(1.6.0),I,10.8,10.9,X;Z,C,AT,2014-01\n"
    )
    assert [(row["series"], row["breakdown"], row["value"]) for row in rows] == [
        ("NA.OBS_VALUE1", "sector=b", "12.4"),
        ("NA.OBS_VALUE1", "sector=c", "10.8"),
        ("NA.OBS_VALUE2", "sector=b", "12.5"),
        ("NA.OBS_VALUE2", "sector=c", "10.9"),
    ]


def test_what_holds_no_figures_says_so() -> None:
    formats, rows, problems = rows_of(
        "STRUCTURE,STRUCTURE_ID,ACTION,DIM_2,CONTACT[]\ndataflow,A:DF(1.0),I,A,somebody\n"
    )
    assert not formats and not rows and problems[0].code == ProblemCode.NO_OBSERVATIONS
    _, rows, problems = rows_of(
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TIME_PERIOD,OBS_VALUE,ATTR_2\n"
        "dataflow,A:DF(1.0),I,A,2014,12.4,\ndataflow,A:DF(1.0),I,B,,,Y\n"
    )
    assert len(rows) == 1 and problems[0].line == 3


def test_a_file_without_places_asks() -> None:
    _, rows, problems = rows_of("DATAFLOW,INDICATOR,TIME_PERIOD,OBS_VALUE\nA:B(1.0),X,2014,1.5\n")
    assert len(rows) == 1 and problems[0].code == ProblemCode.PLACE_NOT_STATED


def test_the_only_country_is_the_place_and_a_scale_of_words_multiplies() -> None:
    row = one(
        "STRUCTURE,STRUCTURE_ID,ACTION,FREQ:Frequency,BORROWERS_CTY:Borrowers' country,"
        "TIME_PERIOD:Time period,SCALE,OBS_VALUE:Value\n"
        "dataflow,BIS:WS_TC(2.0): Credit,I,Q: Quarterly,AR: Argentina,2020-Q1,Millions,12.5\n"
    )
    assert has(
        row,
        place="AR",
        place_name="Argentina",
        series="WS_TC",
        title="Credit",
        exponent="6",
        breakdown="total",
    )
    assert (
        one("DATAFLOW,REF_AREA,SCALE,TIME_PERIOD,OBS_VALUE\nA:B(1.0),X,HIGH,2014,1\n")["breakdown"]
        == "scale=high"
    )


def test_a_column_that_numbers_the_rows_is_no_dimension() -> None:
    assert (
        one(",DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE\n7,A:B(1.0),X,2014,1\n")["breakdown"]
        == "total"
    )


def test_a_broken_row_is_told_and_the_others_kept() -> None:
    _, rows, problems = rows_of(
        "DATAFLOW,REF_AREA,TIME_PERIOD,OBS_VALUE\nA:B(1.0),X,2014,1\n"
        "A:B(1.0),X,2015,2,3,4\nA:B(1.0),X,2016,3\n"
    )
    assert [row["line"] for row in rows] == ["2", "4"] and [
        problem.line for problem in problems
    ] == [3]


def test_headers_pair_codes_with_names() -> None:
    found = find_components(
        (
            "TIME",
            "Year",
            "Unit Code",
            "Unit",
            "geo",
            "Geopolitical entity",
            "SEX",
            "SEX_LABEL",
            "TITLE",
            "TITLE#2",
            "Value",
        ),
        never_labels=("VALUE",),
    )
    assert [(entry.id, entry.label) for entry in found] == [
        ("TIME", "Year"),
        ("UNIT CODE", "Unit"),
        ("GEO", "Geopolitical entity"),
        ("SEX", "SEX_LABEL"),
        ("TITLE", "TITLE#2"),
        ("VALUE", ""),
    ]


def test_only_columns_that_part_rows_are_taken() -> None:
    place, note, kind = encode(["a", "a", "b"]), encode(["x", "x", "y"]), encode(["p", "q", "p"])
    assert count_distinct([place]) == 2 and count_distinct([place, kind]) == 3
    assert list(distinguishing(3, [place], {"note": note, "kind": kind})) == ["kind"]


codes = st.text("ABCDEFGHXYZ0123456789_", min_size=1, max_size=6).filter(
    lambda word: word.casefold() not in ("_t", "_z", "_x", "t")
)
names = (
    st.text("abcdefg ABC,;\"'éü中", min_size=1, max_size=12)
    .map(lambda word: " ".join(word.split()))
    .filter(bool)
)
numbers = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=3).map(str)
facts = st.lists(
    st.tuples(
        codes,
        codes,
        st.integers(1900, 2100).map(str),
        numbers,
        st.sampled_from("AEPB"),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=25,
)
STATUS = {"A": "", "E": "estimated", "P": "provisional", "B": "break"}


@given(facts, st.sampled_from([",", ";", "\t"]), st.booleans(), names)
def test_what_is_written_is_read(
    rows: list[tuple[str, str, str, str, str, int]], delimiter: str, named: bool, title: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    header = [
        "STRUCTURE",
        "STRUCTURE_ID",
        "ACTION",
        "REF_AREA",
        "SECTOR",
        "TIME_PERIOD",
        "OBS_VALUE",
        "OBS_STATUS",
        "UNIT_MULT",
    ]
    writer.writerow([*header[:4], "Reference area", *header[4:]] if named else header)
    for area, sector, year, value, status, power in rows:
        cells = [
            "dataflow",
            "XX:DF(1.0)",
            "I",
            area,
            sector,
            year,
            value.replace(".", "," if delimiter == ";" else "."),
            status,
            power,
        ]
        writer.writerow([*cells[:4], title, *cells[4:]] if named else cells)
    _, found, problems = rows_of(out.getvalue())
    assert not [problem for problem in problems if problem.severity == "error"]
    assert [
        (row["place"], row["period"], row["value"], row["status"], row["exponent"]) for row in found
    ] == [
        (area, year, value, STATUS[status], str(power))
        for area, _, year, value, status, power in rows
    ]
    assert [row["breakdown"].partition("=")[2].partition(";")[0] for row in found] == [
        sector.casefold() for _, sector, *_ in rows
    ]


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of publishers' files is not here (../shared/corpus)"
)
@pytest.mark.parametrize(
    ("name", "count", "wanted"),
    [
        (
            "oecd_ireg_2021_indicators",
            3740,
            {
                "place": "AUS",
                "period": "2017",
                "breakdown": "category=reg;regulatory_category=p",
                "series": "DSD_GOV_REG@DF_GOV_REG_2023.EPE.IX",
                "value": "3.19",
            },
        ),
        (
            "oecd_ireg_2021_indicators",
            3740,
            {
                "place": "ROU",
                "period": "2017",
                "breakdown": "category=reg;regulatory_category=s_tr",
                "series": "DSD_GOV_REG@DF_GOV_REG_2023.SA.IX",
                "value": "0.3",
            },
        ),
        (
            "belgski_gdp",
            2688,
            {"place": "CIV", "period": "2013", "unit": "USD", "value": "43228", "exponent": "6"},
        ),
        (
            "belgski_gdp",
            2688,
            {"place": "AUT", "period": "2022", "unit": "USD", "value": "470941.804"},
        ),
        (
            "belgski_gdp",
            2688,
            {"place": "AUT", "period": "2022", "unit": "XDC", "value": "447.218"},
        ),
        ("belgski_debt", 695, {"place": "IRL", "period": "2011", "value": "109.771"}),
    ],
)
def test_the_corpus(name: str, count: int, wanted: Row) -> None:
    formats, rows, problems = rows_of((CORPUS / "oecd_sdmx" / f"{name}.csv").read_bytes())
    assert formats == ("oecd-sdmx-csv",) and len(rows) == count and not problems
    key = {part: word for part, word in wanted.items() if part not in ("value", "exponent")}
    assert [row["value"] for row in rows if has(row, **key)] == [wanted["value"]]
