"""ITU: the DataHub's CSV and the Excel layout."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from tests.indicators.readers.samples import corpus, one, rows_of

HUB = (
    "seriesID",
    "seriesCode",
    "seriesName",
    "seriesParent",
    "seriesUnits",
    "entityID",
    "entityIso",
    "entityName",
    "dataValue",
    "dataYear",
    "dataNote",
    "dataSource",
    "seriesDescription",
)


def hub(*rows: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([HUB, *rows])
    return "\ufeff" + out.getvalue()


def fact(
    iso: str, year: str, value: str, unit: str = "%", note: str = "", source: str = ""
) -> tuple[str, ...]:
    return (
        "1",
        "i99H",
        "Internet users",
        "",
        unit,
        "4",
        iso,
        f"Name of {iso}",
        value,
        year,
        note,
        source,
        "words",
    )


def test_datahub() -> None:
    formats, rows, problems = rows_of(
        hub(
            fact("CHN", "2019", "64.1", note="two\nlines"),
            fact("DEU", "2020", "89.8", source="ITU estimate."),
        )
    )
    assert formats == ("itu-datahub",) and not problems
    assert one(rows, place="CHN")["value"] == "64.1"
    assert one(rows, place="DEU") | {
        "status": "estimated",
        "line": "4",
        "series": "i99H",
        "unit": "%",
        "period": "2020",
    } == one(rows, place="DEU")


def test_words_are_kept_and_told_and_multipliers_applied_once() -> None:
    _, rows, problems = rows_of(
        hub(
            fact("CHN", "2019", "1,746,238.5", "Thousands"),
            fact("DEU", "2019", "Yes, with limits", ""),
        )
    )
    assert one(rows, place="CHN")["value"] == "1746238500" and one(rows, place="CHN")["unit"] == ""
    assert one(rows, place="DEU")["text"] == "Yes, with limits" and [
        problem.line for problem in problems
    ] == [3]


def test_excel_layout() -> None:
    formats, rows, _ = rows_of(
        "Country,IsoCode,2019_note,2019_source,2019_value,2020_note,2020_source,2020_value\n"
        "China,CHN,,CNNIC,64.1,,ITU estimate.,70.6\nGermany,DEU,,,,a note,,89.8\n"
    )
    assert formats == ("itu-excel",) and len(rows) == 3
    assert one(rows, place="CHN", period="2020")["status"] == "estimated"
    assert one(rows, place="DEU") | {
        "period": "2020",
        "note": "a note",
        "place_name": "Germany",
    } == one(rows, place="DEU")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["CHN", "DEU", "ABW"]),
            st.integers(1990, 2024),
            st.decimals(0, 100, places=3),
            st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20),
        ),
        min_size=1,
        max_size=9,
    )
)
def test_written_and_read_back(facts: list[tuple[str, int, object, str]]) -> None:
    _, rows, _ = rows_of(
        hub(*(fact(iso, str(year), str(value), note=note) for iso, year, value, note in facts))
    )
    assert [(row["place"], row["period"], row["text"]) for row in rows] == [
        (iso, str(year), str(value)) for iso, year, value, _ in facts
    ]


def test_corpus() -> None:
    rows = corpus("itu_datahub/individuals-using-the-internet.csv")
    assert len(rows) == 5099
    assert one(rows, place="CHN", period="2019")["text"] == "64.080881297515"
    rows = corpus("itu_excel/PercentIndividualsUsingInternet_2021.xlsx")
    assert one(rows, place="China", period="2000")["text"] == "1.7759132067741494"
    assert not [
        row for row in rows if row["place"] == "Albania" and row["period"] == "2018" and row["text"]
    ]
