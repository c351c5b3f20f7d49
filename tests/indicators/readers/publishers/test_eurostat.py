"""Eurostat beside SDMX-CSV: TSV, the old Data Explorer, the Python package 'eurostat'."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.readers.publishers.eurostat import dataset_code
from indicators.readers.read_file import read_any
from tests.indicators.readers.samples import CORPUS, Row, has
from tests.indicators.readers.samples import written_rows as rows_of


def test_tsv_with_flags() -> None:
    formats, rows, problems = rows_of(
        "freq,unit,indic_is,hhtyp,geo\\TIME_PERIOD\t2019 \t2018-Q1 \t2017-03 \n"
        "A,PC_IND,I_X,TOTAL,EL\t91.30 e\t: c\t: \nA,PC_IND,I_X,A1,UK\t: z\t0n\t12.3 @C\n"
    )
    assert formats == ("eurostat-tsv",) and not problems
    assert has(
        rows[0],
        series="I_X.PC_IND",
        place="EL",
        period="2019",
        breakdown="total",
        unit="PC_IND",
        status="estimated",
        value="91.30",
    )
    assert has(rows[1], period="2018-Q1", value="", note="confidential")
    assert has(rows[2], place="UK", breakdown="hhtyp=a1", value="", note="not applicable", line="3")
    assert has(rows[3], value="0", note="not significant") and has(
        rows[4], period="2017-03", value="12.3", note="confidential"
    )


def test_older_tsv_with_newest_year_first() -> None:
    _, rows, _ = rows_of("unit,geo\\time\t2019 \t2018M01 \nPC,DE\t1.5 bu\t2\nNR,DE\t7\t: \n")
    assert has(rows[0], series="PC", period="2019", status="break", note="low reliability") and has(
        rows[1], period="2018-01"
    )
    assert has(rows[2], series="NR", value="7"), "units that differ are different series"


def test_places_as_columns() -> None:
    _, rows, _ = rows_of("landuse,time\\geo\tAT\tBE\nL0005,2009\t100.5 \t: \n")
    assert len(rows) == 1 and has(
        rows[0], place="AT", period="2009", breakdown="landuse=l0005", value="100.5"
    )


def test_tsv_that_was_saved_again_with_commas_and_a_row_that_does_not_fit() -> None:
    _, rows, problems = rows_of(
        '"freq,unit,geo\\TIME_PERIOD","2019 ","2020 "\n"A,PC,DE","1.0 e",": "\n"A,PC","1.0","2"\n'
    )
    assert len(rows) == 1 and has(rows[0], place="DE", status="estimated")
    assert [(problem.line, problem.found) for problem in problems] == [(3, "A,PC")]


def test_the_package_writes_a_column_for_each_dimension() -> None:
    _, rows, _ = rows_of(
        ",freq,unit,deg_urb,geo\\TIME_PERIOD,2019,2020\n0,A,PC,DEG1,DE,1.0,NaN\n"
        "1,A,PC,TOTAL,AT,NaN,2.5\n"
    )
    assert [(row["place"], row["period"], row["breakdown"], row["value"]) for row in rows] == [
        ("DE", "2019", "deg_urb=deg1", "1.0"),
        ("AT", "2020", "total", "2.5"),
    ]


def test_the_package_with_flags_beside() -> None:
    _, rows, _ = rows_of(
        "freq,unit,geo\\TIME_PERIOD,2019_value,2019_flag,2020_value,2020_flag\n"
        "A,PC,DE,1.0,e,6.0,: p\n"
    )
    assert [(row["period"], row["value"], row["status"]) for row in rows] == [
        ("2019", "1.0", "estimated"),
        ("2020", "6.0", "provisional"),
    ]


def test_the_old_explorer_in_names() -> None:
    formats, rows, _ = rows_of(
        '"INDIC_IS","GEO","TIME","IND_TYPE","UNIT","Value","Flag and Footnotes"\n'
        '"Low skills","Belgium","2015","All Individuals","Percentage of individuals","24",""\n'
        '"Low skills","Belgium","2015","Males, 16 to 74","Percentage of individuals",":","u"\n'
    )
    assert formats == ("eurostat-csv",)
    assert has(
        rows[0],
        title="Low skills",
        series="",
        place="Belgium",
        period="2015",
        breakdown="total",
        value="24",
    )
    assert has(rows[1], breakdown="ind_type=males, 16 to 74", value="", note="low reliability")


def test_the_old_explorer_in_codes_and_names() -> None:
    _, rows, _ = rows_of(
        '"TIME","GEO","GEO_LABEL","NA_ITEM","NA_ITEM_LABEL","UNIT","UNIT_LABEL","Value",'
        '"Flag and Footnotes"\n'
        '"2017","SE","Sweden","GD","Debt","MIO_EUR","Million euro","50,496.3","p"\n'
        '"2018Q1","SE","Sweden","GD","Debt","PC_GDP","Percent",":","c"\n'
    )
    assert has(
        rows[0],
        series="GD.MIO_EUR",
        title="Debt",
        place="SE",
        place_name="Sweden",
        value="50496.3",
        status="provisional",
    )
    assert has(rows[1], series="GD.PC_GDP", period="2018-Q1", note="confidential")


def test_the_package_of_r() -> None:
    formats, rows, _ = rows_of(
        '"","freq","unit","sex","geo","time","values","flags"\n'
        '"1","A","PC","F","DE","2020-01-01",1.5,"e"\n'
    )
    assert formats == ("eurostat-csv",)
    assert has(
        rows[0],
        place="DE",
        period="2020",
        breakdown="sex=female",
        unit="PC",
        status="estimated",
        value="1.5",
    )


def test_units_in_names_are_not_merged() -> None:
    _, rows, _ = rows_of(
        '"GEO","TIME","UNIT","Value"\n"Sweden","2017","Million euro","50 496.3"\n'
        '"Sweden","2017","Per cent","12.5"\n'
    )
    assert rows[0]["title"] != rows[1]["title"] and rows[0]["value"] == "50496.3"


def test_units_with_multipliers_by_code_and_by_name() -> None:
    _, rows, _ = rows_of(
        "freq,unit,na_item,geo\\TIME_PERIOD\t2019-S1 \t2019-S2 \n"
        "S,CP_MEUR,B1GQ,DE\t1234.5 \t: c\nS,PC_GDP,B1GQ,SE\t9.5 p\t: \n"
    )
    assert [(row["series"], row["unit"], row["value"], row["exponent"]) for row in rows] == [
        ("B1GQ.CP_MEUR", "CP_EUR", "1234.5", "6"),
        ("B1GQ.CP_MEUR", "CP_EUR", "", "6"),
        ("B1GQ.PC_GDP", "PC_GDP", "9.5", "0"),
    ]
    _, rows, _ = rows_of(
        '"TIME","GEO","NA_ITEM","UNIT","Value"\n'
        '"2020Q1","France","Gross domestic product","Current prices, million euro","850,'
        '123.4"\n'
    )
    assert has(
        rows[0],
        unit="Current prices, euro",
        exponent="6",
        value="850123.4",
        period="2020-Q1",
        title="Gross domestic product",
    )
    _, rows, _ = rows_of(
        "TIME;GEO;UNIT;SEX;Value;Flag and Footnotes\n"
        "2019M01;Germany;Thousand persons;Total;1 345;\n"
        "2019M01;France;Thousand persons;Females;2 345,5;b\n"
    )
    assert [(row["unit"], row["exponent"], row["value"], row["breakdown"]) for row in rows] == [
        ("persons", "3", "1345", "total"),
        ("persons", "3", "2345.5", "sex=female"),
    ]


def test_a_corner_with_semicolons() -> None:
    _, rows, problems = rows_of("freq;unit;sex;geo\\TIME_PERIOD\t2019\nA;PC;F;DE\t1.5\n")
    assert not problems and has(
        rows[0], place="DE", breakdown="sex=female", series="PC", value="1.5"
    )
    formats, rows, problems = rows_of(
        "freq;indic_is;ind_type;unit;geo\\TIME_PERIOD,2017 ,2018 \n"
        "A;I_X;IND_TOTAL;PC_IND;AT,51 ,53 b\n"
        "A;I_X;IND_TOTAL;PC_IND;IS,: ,91 \n"
    )
    assert formats == ("eurostat-tsv",) and not problems, "commas made semicolons, and tabs commas"
    assert [
        (row["series"], row["place"], row["period"], row["value"], row["status"], row["breakdown"])
        for row in rows
    ] == [
        ("I_X.PC_IND", "AT", "2017", "51", "", "total"),
        ("I_X.PC_IND", "AT", "2018", "53", "break", "total"),
        ("I_X.PC_IND", "IS", "2018", "91", "", "total"),
    ]
    _, rows, _ = rows_of("freq;unit;geo\\TIME_PERIOD;2019;2020\nA;PC;DE;1,5;2,5\n")
    assert [(row["place"], row["value"]) for row in rows] == [("DE", "1.5"), ("DE", "2.5")]


def test_odd_cells_and_headers_cost_no_time() -> None:
    began = time.process_time()
    _, rows, problems = rows_of(
        "freq,unit,geo\\TIME_PERIOD\t2019\nA,PC,DE\t1" + " " * 30_000 + "!\nA,PC,AT\t2\n"
    )
    assert [row["value"] for row in rows][1] == "2" and len(problems) == 1
    rows_of("a," * 50_000 + "geo\t2019\n" + "b," * 50_000 + "DE\t1\n")
    assert time.process_time() - began < 5


codes = st.text("ABCDEFGHXYZ0123456789_", min_size=2, max_size=6).filter(
    lambda word: word.casefold() not in ("_t", "_z", "_x")
)
cells = st.one_of(
    st.just(""),
    st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=2).map(str),
)
FLAGS = {
    "": ("", ""),
    "e": ("estimated", ""),
    "p": ("provisional", ""),
    "b": ("break", ""),
    "c": ("", "confidential"),
}
series = st.lists(
    st.tuples(
        codes,
        codes,
        st.lists(st.tuples(cells, st.sampled_from(sorted(FLAGS))), min_size=3, max_size=3),
    ),
    min_size=1,
    max_size=12,
)


@given(series)
def test_what_is_written_is_read(rows: list[tuple[str, str, list[tuple[str, str]]]]) -> None:
    text = "freq,sector,geo\\TIME_PERIOD\t2001 \t2002 \t2003 \n"
    text += "".join(
        f"A,{kind},{place}\t" + "\t".join(f"{value or ':'} {flag}" for value, flag in line) + "\n"
        for kind, place, line in rows
    )
    _, found, problems = rows_of(text)
    assert not problems
    wanted = [
        (place, f"sector={kind}".casefold(), period, value, *FLAGS[flag])
        for kind, place, line in rows
        for period, (value, flag) in zip(("2001", "2002", "2003"), line, strict=True)
        if value or flag
    ]
    assert [
        (row["place"], row["breakdown"], row["period"], row["value"], row["status"], row["note"])
        for row in found
        if row["value"] or row["status"] or row["note"]
    ] == wanted


KNOWN = [
    (
        "eurostat_tsv/estat_isoc_ci_in_h.tsv",
        {"place": "DE", "breakdown": "total", "period": "2021"},
        "91.88",
        "break",
    ),
    (
        "eurostat_tsv/estat_isoc_ci_in_h.tsv",
        {"place": "EU27_2020", "breakdown": "total", "period": "2020"},
        "91.30",
        "estimated",
    ),
    (
        "eurostat_tsv/estat_isoc_ci_in_h.tsv",
        {"place": "UK", "breakdown": "total", "period": "2019"},
        "95.85",
        "",
    ),
    (
        "eurostat_pkg_wide/belgski_housing_overburden_rate.csv",
        {"place": "AT", "breakdown": "deg_urb=deg1", "period": "2004"},
        "11.4",
        "",
    ),
    (
        "eurostat_pkg_wide/belgski_housing_overburden_rate.csv",
        {"place": "UK", "breakdown": "deg_urb=deg3", "period": "2018"},
        "14.9",
        "",
    ),
    (
        "eurostat_legacy_csv/dostop_do_interneta.csv",
        {"place": "Turkey", "period": "2019"},
        "88",
        "",
    ),
    (
        "eurostat_legacy_csv/dostop_do_interneta.csv",
        {"place": "Belgium", "period": "2007"},
        "60",
        "",
    ),
    (
        "eurostat_legacy_csv/digitalno_znanje.csv",
        {
            "place": "Turkey",
            "period": "2019",
            "breakdown": "ind_type=females, 16 to 74 years old",
            "title": "Individuals who have no overall digital skills",
        },
        "1",
        "",
    ),
    (
        "eurostat_legacy_csv/razlogi.csv",
        {
            "place": "Turkey",
            "period": "2019",
            "title": "Households without access to internet at home, because of other reasons",
        },
        "1",
        "",
    ),
]


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of publishers' files is not here (../shared/corpus)"
)
@pytest.mark.parametrize(("name", "key", "value", "status"), KNOWN)
def test_the_corpus(name: str, key: Row, value: str, status: str) -> None:
    _, rows, problems = rows_of((CORPUS / name).read_bytes())
    assert not problems and [(row["value"], row["status"]) for row in rows if has(row, **key)] == [
        (value, status)
    ]


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of publishers' files is not here (../shared/corpus)"
)
def test_what_the_corpus_means_to_be_missing() -> None:
    _, rows, _ = rows_of((CORPUS / "eurostat_tsv" / "estat_isoc_ci_in_h.tsv").read_bytes())
    assert not [
        row
        for row in rows
        if has(row, place="FR", breakdown="total", period="2020") and row["value"]
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("estat_isoc_ci_in_h.tsv", "ISOC_CI_IN_H"),
        ("isoc_ci_in_h_linear_2_0.csv", "ISOC_CI_IN_H"),
        ("tin00028_page_tabular.tsv", "TIN00028"),
        ("nama_10_gdp__custom_6543219_tabular.tsv", "NAMA_10_GDP"),
        ("a.zip:estat_isoc_ci_in_h_filtered_en.tsv", "ISOC_CI_IN_H"),
        ("C:\\data\\une_rt_m.tsv.gz", "UNE_RT_M"),
        ("isoc_ci_in_h (1).tsv", "ISOC_CI_IN_H"),
        ("DS-059341_linear.csv", "DS-059341"),
        ("sdg_09_10$defaultview.tsv", "SDG_09_10"),
    ],
)
def test_names_of_eurostat(name: str, code: str) -> None:
    assert dataset_code(name) == code


@pytest.mark.parametrize(
    "name",
    [
        "data_2020.tsv",
        "internet.tsv",
        "any name",
        "",
        "2020.csv",
        "my data_final.csv",
        "a" * 5000,
        "_" * 500,
    ],
)
def test_other_names(name: str) -> None:
    assert dataset_code(name) == ""


def test_a_tsv_has_the_series_of_its_sdmx_csv() -> None:
    tsv = b"freq,unit,hhtyp,geo\\TIME_PERIOD\t2019 \nA,PC_HH,TOTAL,DE\t91.3 e\n"
    sdmx = (
        b"DATAFLOW,LAST UPDATE,freq,unit,hhtyp,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
        b"ESTAT:ISOC_CI_IN_H(1.0),01/01/26,A,PC_HH,TOTAL,DE,2019,91.3,e\n"
    )
    named, other, whole = (
        read_any(tsv, "estat_isoc_ci_in_h.tsv").rows,
        read_any(tsv, "mine.tsv").rows,
        read_any(sdmx, "mine.csv").rows,
    )
    assert named.series.categories == whole.series.categories == ("ISOC_CI_IN_H.PC_HH",)
    assert other.series.categories == ("PC_HH",), (
        "without the code of the dataset the series is what the file says: its unit"
    )
