"""The IMF's World Economic Outlook and data portal."""

from __future__ import annotations

import pytest

from tests.indicators.readers.samples import corpus, one, rows_of

HEAD = (
    "WEO Country Code",
    "ISO",
    "WEO Subject Code",
    "Country",
    "Subject Descriptor",
    "Subject Notes",
    "Units",
    "Scale",
    "Country/Series-specific Notes",
    "2019",
    "2020",
    "2025",
    "Estimates Start After",
)
CHINA = (
    "924",
    "CHN",
    "NGDPD",
    "China",
    "Gross domestic product, current prices",
    "words",
    "U.S. dollars",
    "Billions",
    "Source: x",
    "14,280.9",
    "14687.7",
    "n/a",
    "2019",
)
IVORY = (
    "662",
    "CIV",
    "LUR",
    "Côte d'Ivoire",
    "Unemployment rate",
    "",
    "Percent of total labor force",
    "",
    "",
    "3.1",
    "--",
    "4.0",
    "2018",
)
FOOT = "World Economic Outlook Database, October 2021"


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8"])
@pytest.mark.parametrize("end", ["\r\n", "\r\r\n", "\n"])
def test_tabs_thousands_and_estimates(encoding: str, end: str) -> None:
    text = (
        end.join("\t".join(row) for row in (HEAD, CHINA, IVORY))
        + 2 * end
        + "International Monetary Fund, "
        + FOOT
        + end
    )
    formats, rows, problems = rows_of(text.encode(encoding))
    assert formats == ("imf-weo",) and not [
        problem for problem in problems if problem.severity == "error"
    ]
    assert (
        one(rows, place="CHN", period="2019")
        | {"value": "14280900000000", "status": "", "unit": "U.S. dollars"}
        == rows[0]
    )
    assert one(rows, place="CHN", period="2020")["status"] == "estimated"
    assert (
        one(rows, place="CIV", period="2025")
        | {"status": "forecast", "value": "4.0", "place_name": "Côte d'Ivoire"}
        == rows[-1]
    )
    assert len(rows) == 4


def test_groups_of_countries() -> None:
    _, rows, _ = rows_of(
        "WEO Country Group Code\tWEO Subject Code\tCountry Group Name\tSubject "
        "Descriptor\tUnits\tScale\t2019\n001\tNGDPD\tWorld\tGDP\t"
        "U.S. dollars\tBillions\t87,000.1\n"
    )
    assert rows[0] | {"place": "World", "value": "87000100000000", "series": "NGDPD"} == rows[0]


def test_data_portal() -> None:
    formats, rows, _ = rows_of(
        '"DATASET","SERIES_CODE","OBS_MEASURE","COUNTRY","INDICATOR","FREQUENCY",'
        '"LATEST_ACTUAL_ANNUAL_DATA","SCALE","UNIT",'
        '"2022","2024"\n'
        '"IMF.RES:WEO(6.0.0)","CHN.NGDPD.A","OBS_VALUE","China","GDP","Annual","2023",'
        '"Billions","US dollar","17,848.5","18748"\n'
    )
    assert formats == ("imf-portal",)
    assert (
        one(rows, period="2024")
        | {"place": "CHN", "series": "NGDPD", "value": "18748000000000", "status": "estimated"}
        == rows[1]
    )


def test_corpus() -> None:
    rows = corpus("imf_weo/weo_gdp_per_capita_pandas_resaved.csv")
    assert (
        one(rows, place="Albania")["text"] == "3995.383"
        and one(rows, place="Zimbabwe")["text"] == "1064.35"
        and len(rows) == 189
    )
