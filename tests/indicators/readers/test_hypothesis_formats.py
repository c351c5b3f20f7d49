"""Facts (place, period, figure) written in each publisher's layout are read back as the same."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators.readers.read_file import read_any

PLACES = {
    "CHN": ("China", "156", "中国", "北京市"),
    "KOR": ("Korea, Rep.", "410", "韩国", "天津市"),
    "TUR": ("Türkiye", "792", "土耳其", "河北省"),
    "DEU": ("Germany", "276", "德国", "山西省"),
    "CIV": ("Côte d'Ivoire", "384", "科特迪瓦", "湖南省"),
    "BRA": ("Brazil", "76", "巴西", "广东省"),
    "FRA": ("France", "250", "法国", "云南省"),
    "NZL": ("New Zealand", "554", "新西兰", "海南省"),
}
"""Codes: name in English, M49, name in Chinese, and a province to stand for it."""
Facts = dict[tuple[str, int], str]
Write = Callable[[Facts], bytes]


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Figures of some places and years: at least two of each, one in each row and column."""
    places = draw(st.lists(st.sampled_from(sorted(PLACES)), min_size=3, max_size=6, unique=True))
    years = draw(st.lists(st.integers(1990, 2023), min_size=2, max_size=5, unique=True))
    number = st.decimals(-999_999, 9_999_999, allow_nan=False, places=draw(st.integers(0, 6)))
    return {(place, year): f"{draw(number):f}" for place in places for year in years}


def said(
    rows: list[list[str]],
    delimiter: str = ",",
    encoding: str = "utf-8",
    quote: int = csv.QUOTE_MINIMAL,
    end: str = "\n",
) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quote, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode(encoding)


def across(
    facts: Facts, row: Callable[[str], list[str]], cell: Callable[[str], str] = str
) -> list[list[str]]:
    """A row for each place, its figures by year."""
    years = list(dict.fromkeys(year for _, year in facts))
    return [
        [*row(place), *(cell(facts[place, year]) for year in years)]
        for place in dict.fromkeys(place for place, _ in facts)
    ]


def years(facts: Facts, say: str = "{}") -> list[str]:
    return [say.format(year) for year in dict.fromkeys(year for _, year in facts)]


def worldbank(facts: Facts) -> bytes:
    head = [
        ["Data Source", "World Development Indicators", ""],
        [],
        ["Last Updated Date", "2024-06-28", ""],
        [],
    ]
    header = ["Country Name", "Country Code", "Indicator Name", "Indicator Code", *years(facts), ""]
    body = across(facts, lambda place: [PLACES[place][0], place, "People, online", "T.NET"])
    return said(
        [*head, header, *([*row, ""] for row in body)],
        encoding="utf-8-sig",
        quote=csv.QUOTE_ALL,
        end="\r\n",
    )


def databank(facts: Facts) -> bytes:
    header = [
        "Country Name",
        "Country Code",
        "Series Name",
        "Series Code",
        *years(facts, "{0} [YR{0}]"),
    ]
    return said(
        [
            header,
            *across(facts, lambda place: [PLACES[place][0], place, "People online", "T.NET"]),
            [],
            [],
            [],
            ["Data from database: World Development Indicators"],
            ["Last Updated: 06/28/2024"],
        ]
    )


def oecd_stat(facts: Facts) -> bytes:
    header = [
        "LOCATION",
        "Country",
        "INDICATOR",
        "Indicator",
        "TIME",
        "Time",
        "Unit Code",
        "Unit",
        "PowerCode Code",
        "PowerCode",
        "Reference Period Code",
        "Reference Period",
        "Value",
        "Flag Codes",
        "Flags",
    ]
    return said(
        [
            header,
            *(
                [
                    place,
                    PLACES[place][0],
                    "NET",
                    "People online",
                    str(year),
                    str(year),
                    "PC",
                    "Percentage",
                    "0",
                    "Units",
                    "",
                    "",
                    value,
                    "",
                    "",
                ]
                for (place, year), value in facts.items()
            ),
        ],
        quote=csv.QUOTE_ALL,
        encoding="utf-8-sig",
    )


def sdmx_one(facts: Facts) -> bytes:
    return said(
        [
            [
                "DATAFLOW",
                "FREQ",
                "REF_AREA",
                "MEASURE",
                "UNIT_MEASURE",
                "TIME_PERIOD",
                "OBS_VALUE",
                "OBS_STATUS",
                "UNIT_MULT",
            ],
            *(
                [
                    "OECD.STI:DSD_ICT@DF_ICT(1.0)",
                    "A",
                    place,
                    "NET",
                    "PT",
                    str(year),
                    value,
                    "A",
                    "0",
                ]
                for (place, year), value in facts.items()
            ),
        ]
    )


def sdmx_two(facts: Facts) -> bytes:
    return said(
        [
            [
                "STRUCTURE",
                "STRUCTURE_ID",
                "ACTION",
                "FREQ",
                "REF_AREA",
                "Reference area",
                "MEASURE",
                "TIME_PERIOD",
                "OBS_VALUE",
                "OBS_STATUS",
            ],
            *(
                [
                    "dataflow",
                    "ILO:DF_X(1.0)",
                    "I",
                    "A",
                    place,
                    PLACES[place][0],
                    "NET",
                    str(year),
                    value,
                    "A",
                ]
                for (place, year), value in facts.items()
            ),
        ],
        delimiter=";",
    )


def eurostat_tsv(facts: Facts) -> bytes:
    head = "freq,unit,geo\\TIME_PERIOD\t" + "\t".join(f"{year} " for year in years(facts))
    body = across(facts, lambda place: [f"A,PC_IND,{place}"], lambda value: f"{value} ")
    return "\n".join([head, *("\t".join(row) for row in body), ""]).encode()


def itu(facts: Facts) -> bytes:
    header = [
        "seriesID",
        "seriesCode",
        "seriesName",
        "seriesDescription",
        "seriesUnits",
        "entityID",
        "entityIso",
        "entityName",
        "dataValue",
        "dataYear",
        "dataNote",
        "dataSource",
        "seriesSource",
    ]
    return said(
        [
            header,
            *(
                [
                    "11624",
                    "i99H",
                    "People online",
                    "",
                    "%",
                    "1",
                    place,
                    PLACES[place][0],
                    value,
                    str(year),
                    "",
                    "a note\nin two lines",
                    "x",
                ]
                for (place, year), value in facts.items()
            ),
        ],
        quote=csv.QUOTE_ALL,
    )


def owid(facts: Facts) -> bytes:
    return said(
        [
            ["Entity", "Code", "Year", "People online"],
            *(
                [PLACES[place][0], place, str(year), value]
                for (place, year), value in facts.items()
            ),
        ]
    )


def sdg(facts: Facts) -> bytes:
    header = [
        "Goal",
        "Target",
        "Indicator",
        "SeriesCode",
        "SeriesDescription",
        "GeoAreaCode",
        "GeoAreaName",
        "TimePeriod",
        "Value",
        "Time_Detail",
        "TimeCoverage",
        "UpperBound",
        "LowerBound",
        "BasePeriod",
        "Source",
        "GeoInfoUrl",
        "FootNote",
        "Nature",
        "Units",
    ]
    return said(
        [
            header,
            *(
                [
                    "17",
                    "17.8",
                    "17.8.1",
                    "IT_USE_ii99",
                    "People online",
                    PLACES[place][1],
                    PLACES[place][0],
                    str(year),
                    value,
                    str(year),
                    "",
                    "",
                    "",
                    "",
                    "ITU",
                    "",
                    "",
                    "C",
                    "PERCENT",
                ]
                for (place, year), value in facts.items()
            ),
        ],
        quote=csv.QUOTE_ALL,
    )


def yearbook(facts: Facts) -> bytes:
    return said(
        [
            ["T30", "Internet Usage", "", "", "", "", ""],
            ["Region/Country/Area", "", "Year", "Series", "Value", "Footnotes", "Source"],
            *(
                [PLACES[place][1], PLACES[place][0], str(year), "People online", value, "", "ITU"]
                for (place, year), value in facts.items()
            ),
        ],
        encoding="cp1252",
    )


def egovkb(facts: Facts) -> bytes:
    return said(
        [
            [
                "Survey Year",
                "Country Name",
                "E-Government Rank",
                "E-Government Index",
                "E-Participation Index",
            ],
            *(
                [str(year), PLACES[place][0] + " ", "", value, ""]
                for (place, year), value in facts.items()
            ),
        ]
    )


def nbs(facts: Facts) -> bytes:
    head = ["数据库：分省年度数据", "指标：互联网宽带接入用户(户)", "时间：最近10年"]
    body = across(facts, lambda place: [PLACES[place][3]])
    rows = [["地区", *years(facts, "{}年")], *body]
    return (
        "\r\n".join([*head, *(",".join(row) for row in rows), "数据来源：国家统计局"]) + "\r\n"
    ).encode("gb18030")


def weo(facts: Facts) -> bytes:
    header = [
        "Country",
        "Subject Descriptor",
        "Units",
        "Scale",
        "Country/Series-specific Notes",
        *years(facts),
        "Estimates Start After",
    ]
    body = across(
        facts,
        lambda place: [PLACES[place][0], "People online", "Persons", "Units", "See notes"],
        lambda value: f"{Decimal(value):,f}",
    )
    return (
        "\r\n".join("\t".join(row) for row in [header, *([*row, "2030"] for row in body)])
        + "\r\n\r\nInternational Monetary Fund, World Economic Outlook Database, October 2024\r\n"
    ).encode("latin-1")


def unctad(facts: Facts) -> bytes:
    return said(
        [
            [
                "Year",
                "Economy",
                "Economy Label",
                "Flow",
                "Flow Label",
                "Percentage of total",
                "Percentage of total Footnote",
            ],
            *(
                [
                    str(year),
                    f"{int(PLACES[place][1]):04}",
                    PLACES[place][0],
                    "01",
                    "Imports",
                    value,
                    "",
                ]
                for (place, year), value in facts.items()
            ),
        ]
    )


def undp(facts: Facts) -> bytes:
    width = 2 + 2 * len(years(facts))
    header = ["HDI Rank", "Country", *(cell for year in years(facts) for cell in (year, ""))]
    body = [
        [str(at), " " + row[0], *(cell for value in row[1:] for cell in (value, ""))]
        for at, row in enumerate(across(facts, lambda place: [PLACES[place][0]]), 1)
    ]
    blank = [""] * (width - 1)
    return said(
        [
            ["Human Development Index (HDI)", *blank],
            ["Dimension: Composite indices", *blank],
            ["Definition: an index", *blank],
            ["Source: \u2014", *blank],
            ["", *blank],
            header,
            *body,
        ],
        encoding="cp1252",
    )


def pxweb(facts: Facts) -> bytes:
    names = years(facts)
    body = across(facts, lambda place: ["", "", "", PLACES[place][0]])
    body[0][:3] = ["16 - 74", "Female", "Weekly users"]
    return said(
        [
            ["Internet use by age, sex, country and year"],
            [],
            ["", "", "", "", *names],
            *body,
            [],
            ["Source:"],
            ["UNECE Statistical Database"],
        ]
    )


def open_sdg(facts: Facts) -> bytes:
    """No column of places: the first place's facts; breakdowns stand for the other places."""
    return said(
        [
            ["Year", "Region", "Units", "Observation status", "Value"],
            *(
                [str(year), PLACES[place][0], "Number", "Normal value", value]
                for (place, year), value in facts.items()
            ),
        ]
    )


def long_table(facts: Facts) -> bytes:
    return said(
        [
            ["country", "iso3", "year", "value"],
            *(
                [PLACES[place][0], place, str(year), value]
                for (place, year), value in facts.items()
            ),
        ]
    )


def wide_table(facts: Facts) -> bytes:
    return said(
        [
            ["Country", "Code", *years(facts)],
            *across(facts, lambda place: [PLACES[place][0], place]),
        ]
    )


def workbook(facts: Facts) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["Country", "Code", *map(int, years(facts))])
    for row in across(facts, lambda place: [PLACES[place][0], place]):
        made.active.append([*row[:2], *(float(value) for value in row[2:])])
    made.save(out)
    return out.getvalue()


LAYOUTS: dict[str, Write] = {
    "worldbank-api": worldbank,
    "worldbank-databank": databank,
    "oecd-stat": oecd_stat,
    "oecd-sdmx-csv": sdmx_one,
    "sdmx-csv": sdmx_two,
    "eurostat-tsv": eurostat_tsv,
    "itu-datahub": itu,
    "owid": owid,
    "un-sdg": sdg,
    "un-yearbook": yearbook,
    "un-egovkb": egovkb,
    "nbs-china": nbs,
    "imf-weo": weo,
    "unctadstat": unctad,
    "undp-hdr": undp,
    "pxweb": pxweb,
}


def read(content: bytes) -> tuple[tuple[str, ...], dict[tuple[str, str], Decimal], list[str]]:
    """The formats, the figures by (place, period), and errors; any word of a place is it."""
    found = read_any(
        content,
        "written.csv",
        lambda word: word in {name for names in PLACES.values() for name in names} | set(PLACES),
    )
    rows = found.rows
    codes = {word: code for code, names in PLACES.items() for word in (code, *names)}
    figures = {}
    for at, text in enumerate(rows.text.to_pylist()):
        words = [
            getattr(rows, name).categories[getattr(rows, name).codes[at]]
            for name in ("place", "place_name", "period", "breakdown")
        ]
        place = next(
            (codes[word] for word in (words[0], words[0].lstrip("0"), words[1]) if word in codes),
            "",
        )
        place = place or next(
            (code for code, names in PLACES.items() if names[0].casefold() in words[3].casefold()),
            "",
        )
        if text:
            key = place, words[2]
            assert key not in figures, f"{key} twice"
            figures[key] = Decimal(text).scaleb(int(rows.exponent[at]))
    return (
        found.formats,
        figures,
        [problem.code for problem in found.problems if problem.severity == "error"],
    )


def as_read(facts: Facts) -> dict[tuple[str, str], Decimal]:
    return {(place, str(year)): Decimal(value) for (place, year), value in facts.items()}


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=12, deadline=None)
@given(written=facts())
def test_what_a_publisher_writes_is_what_is_read(layout: str, written: Facts) -> None:
    formats, figures, errors = read(LAYOUTS[layout](written))
    assert formats == (layout,) and not errors
    assert figures == as_read(written)


@settings(max_examples=12, deadline=None)
@given(written=facts())
def test_open_sdg_keeps_its_disaggregations_apart(written: Facts) -> None:
    formats, figures, errors = read(open_sdg(written))
    assert formats and not errors and figures == as_read(written)


@settings(max_examples=15, deadline=None)
@given(
    written=facts(),
    make=st.sampled_from([long_table, wide_table]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from(
        [(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ","), ("|", ".")]
    ),
)
def test_what_people_write_is_what_is_read_in_any_dress(
    written: Facts, make: Write, encoding: str, end: str, mark: tuple[str, str]
) -> None:
    if mark == ("\t", ","):  # 1,234 alone may be either, and is told as doubtful
        assume(not any(re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", value) for value in written.values()))
    rows = list(csv.reader(io.StringIO(make(written).decode())))
    place = {name for names in PLACES.values() for name in names}
    said_so = [
        [cell if cell in place else cell.replace(".", mark[1]) for cell in row] for row in rows
    ]
    formats, figures, errors = read(said(said_so, mark[0], encoding, end=end))
    assert formats == ("generic",) and not errors and figures == as_read(written)


@settings(max_examples=8, deadline=None)
@given(written=facts())
def test_a_workbook_holds_what_was_put_in(written: Facts) -> None:
    formats, figures, errors = read(workbook(written))
    assert formats == ("generic",) and not errors
    assert {key: float(value) for key, value in figures.items()} == {
        key: float(value) for key, value in as_read(written).items()
    }


@settings(max_examples=15, deadline=None)
@given(
    written=facts(),
    gone=st.data(),
    layout=st.sampled_from(
        ["worldbank-api", "worldbank-databank", "eurostat-tsv", "owid", "oecd-sdmx-csv", "imf-weo"]
    ),
)
def test_a_missing_figure_is_missing_and_no_other(
    written: Facts, gone: st.DataObject, layout: str
) -> None:
    hole = gone.draw(st.sampled_from(sorted(written)))
    mark = {"worldbank-databank": "..", "eurostat-tsv": ":", "imf-weo": "n/a"}.get(layout, "")
    if layout == "imf-weo":
        content = LAYOUTS[layout](written | {hole: "77777.125"}).replace(
            b"77,777.125", mark.encode()
        )
    else:
        content = LAYOUTS[layout](written | {hole: mark})
    formats, figures, errors = read(content)
    assert formats == (layout,) and not errors
    assert figures == {
        key: value for key, value in as_read(written).items() if key != (hole[0], str(hole[1]))
    }
