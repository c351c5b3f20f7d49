"""World Bank: API and bulk, DataBank, TCdata360, and the companions that hold no figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.readers.read_file import FileRows, read_any

SMALL = Path(__file__).parents[3] / "data" / "formats"
CORPUS = Path(__file__).parents[5] / "shared" / "corpus"


def figures(found: FileRows) -> dict[tuple[str, str, str, str], tuple[str, int]]:
    """(series, place, period, breakdown) -> (value, line)."""
    rows = found.rows

    def said(name: str, at: int) -> str:
        column = getattr(rows, name)
        return str(column.categories[column.codes[at]])

    return {
        (said("series", at), said("place", at), said("period", at), said("breakdown", at)): (
            str(rows.text[at]),
            int(rows.line[at]),
        )
        for at in range(len(rows))
    }


def test_the_api_s_download_with_its_preamble_blank_lines_and_nameless_last_column() -> None:
    found = read_any((SMALL / "worldbank_api.csv").read_bytes())
    assert found.formats == ("worldbank-api",) and not found.problems
    assert figures(found) == {
        ("T.NET", "CHN", "2021", "total"): ("73.1", 6),
        ("T.NET", "CHN", "2023", "total"): ("77.5", 6),
        ("T.NET", "KOR", "2021", "total"): ("97.6", 7),
        ("T.NET", "KOR", "2022", "total"): ("97.2", 7),
        ("T.NET", "INX", "2021", "total"): ("", 8),
    }
    assert found.rows.place_name.categories[1] == "Korea, Rep."


def test_without_the_preamble_and_in_another_order_it_is_the_same() -> None:
    found = read_any(
        b"Indicator Code,Indicator Name,Country Code,Country Name,2021\n"
        b"T.NET,People online,CHN,China,73.1\n"
    )
    assert found.formats == ("worldbank-api",) and figures(found) == {
        ("T.NET", "CHN", "2021", "total"): ("73.1", 2)
    }


def test_rows_of_statuses_in_the_same_layout_are_kept_apart() -> None:
    found = read_any(
        b"Country Name,Country Code,Indicator Name,Indicator Code,Attribute,2021,2021M1,"
        b"\nChina,924,Prices,PCPI_IX,Value,1.5,1.25,\n"
        b"China,924,Prices,PCPI_IX,Status,E,,\n"
    )
    assert figures(found) == {
        ("PCPI_IX", "924", "2021", "total"): ("1.5", 2),
        ("PCPI_IX", "924", "2021-01", "total"): ("1.25", 2),
        ("PCPI_IX", "924", "2021", "attribute=status"): ("E", 3),
    }


def test_the_companion_header_with_years_is_data() -> None:
    found = read_any(
        b"Country Name,Country Code,Indicator Name,Indicator Code,2010-2011,2011-2012\n"
        b"China,CHN,Net,T.NET,1,2\n"
    )
    assert figures(found) == {
        ("T.NET", "CHN", "2010-2011", "total"): ("1", 2),
        ("T.NET", "CHN", "2011-2012", "total"): ("2", 2),
    }


def test_databank_with_series_first_years_backwards_and_a_footer() -> None:
    found = read_any((SMALL / "worldbank_databank.csv").read_bytes())
    assert found.formats == ("worldbank-databank",) and not found.problems
    assert figures(found) == {
        ("T.NET", "CHN", "2023", "total"): ("77.5", 2),
        ("T.NET", "CHN", "2021", "total"): ("73.1", 2),
        ("T.NET", "KOR", "2021", "total"): ("97.6", 3),
    }


def test_databank_with_series_as_columns() -> None:
    found = read_any((SMALL / "worldbank_databank_long.csv").read_bytes())
    assert figures(found) == {
        ("T.NET", "CHN", "2021", "total"): ("73.1", 2),
        ("T.CEL", "CHN", "2021", "total"): ("122", 2),
        ("T.NET", "CHN", "2023", "total"): ("77.5", 3),
    }


def test_databank_with_one_figure_a_row_or_with_plain_years() -> None:
    found = read_any(
        b"Country Name,Country Code,Series Name,Series Code,Time,Time Code,Value\n"
        b"China,CHN,Net,T.NET,2019,YR2019,64.5\nChina,CHN,Net,T.NET,2020,YR2020,..\n"
    )
    assert found.formats == ("worldbank-databank",) and not found.problems
    assert figures(found) == {
        ("T.NET", "CHN", "2019", "total"): ("64.5", 2),
        ("T.NET", "CHN", "2020", "total"): ("", 3),
    }
    found = read_any(
        b"Country Name,Country Code,Indicator Name,Indicator Code,Year,Value\n"
        b"China,CHN,Net,T.NET,2019,64.5\n"
    )
    assert figures(found) == {("T.NET", "CHN", "2019", "total"): ("64.5", 2)}
    found = read_any(
        b"Country Name;Country Code;Series Name;Series Code;2015;2016\n"
        b"Iran;IRN;Net;T.NET;1.234,5;..\n"
    )
    assert found.formats == ("worldbank-databank",) and figures(found) == {
        ("T.NET", "IRN", "2015", "total"): ("1234.5", 2)
    }


def test_years_that_run_into_the_next_are_no_spans_of_two() -> None:
    head = "Country ISO3,Country Name,Indicator Id,Indicator,Subindicator Type,"
    found = read_any((head + "2012-2013,2013-2014\nCHN,China,40,Net,Value,1,2\n").encode())
    assert found.formats == ("worldbank-tcdata360",)
    assert figures(found) == {
        ("40", "CHN", "2012-2013", "total"): ("1", 2),
        ("40", "CHN", "2013-2014", "total"): ("2", 2),
    }


def test_tcdata360_keeps_values_and_ranks_apart() -> None:
    found = read_any((SMALL / "worldbank_tcdata360.csv").read_bytes())
    assert figures(found) == {
        ("11", "CHN", "2021", "total"): ("73.1", 2),
        ("11", "CHN", "2023", "total"): ("77.5", 2),
        ("12", "CHN", "2021", "type=rank"): ("40", 3),
    }


@pytest.mark.parametrize(
    "header",
    [
        "Country Code,Region,IncomeGroup,SpecialNotes,TableName,",
        "INDICATOR_CODE,INDICATOR_NAME,SOURCE_NOTE,SOURCE_ORGANIZATION,",
        "CountryCode,SeriesCode,Year,DESCRIPTION,",
        "Series Code,Topic,Indicator Name,Short definition",
        "Code,Indicator Name,Long definition",
    ],
)
def test_companions_are_known_and_give_no_figures(header: str) -> None:
    found = read_any((header + "\nABW,1,2,3,4\n").encode())
    assert found.formats == ("worldbank-metadata",) and not len(found.rows)
    assert found.problems[0].severity == "notice"


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        (
            "wb_api/API_IT.NET.USER.ZS_DS2_en_csv_v2_2764578.csv",
            ("IT.NET.USER.ZS", "GBR", "2018", "total"),
            "90.69200899",
        ),
        ("wb_api/GDP_excel_resaved.csv", ("NY.GDP.MKTP.CD", "CHN", "2019", "total"), "1.42799E+13"),
        ("wb_bulk/HCIData.csv", ("HD.HCI.STNT", "AFG", "2010", "total"), ""),
        ("wb_bulk/HCIData.csv", ("HD.HCI.EYRS", "AFG", "2020", "total"), "8.90189075469971"),
        ("wb_databank/ease_doing_bus.csv", ("IC.BUS.EASE.XQ", "DZA", "2019", "total"), "157"),
        (
            "wb_tcdata360/UNCTAD B2C E-commerce index 2015-2017.csv",
            ("24718", "ZMB", "2017", "type=rank"),
            "121",
        ),
        ("containers/intenet_usage.zip", ("IT.NET.USER.ZS", "CHN", "2017", "total"), "54.3"),
        (
            "disguised/mobile_coverage.xls",
            ("IT.CEL.SETS.P2", "CHN", "2019", "total"),
            "121.7922911",
        ),
    ],
)
def test_known_values_of_the_corpus(file: str, key: tuple[str, str, str, str], value: str) -> None:
    if not (CORPUS / file).exists():
        pytest.skip("the corpus is not here")
    found = read_any((CORPUS / file).read_bytes(), file)
    assert figures(found)[key][0] == (value or "0.595864593982697")
