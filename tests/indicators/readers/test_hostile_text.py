"""Text made to do harm, or broken beyond use: it costs its own rows, and bounded time and memory;
words stay words.
"""

from __future__ import annotations

import csv
import io
import time
import tracemalloc

import numpy as np
import pyarrow as pa
import pytest

from indicators.export.csvfile import neutral, table_to_csv
from indicators.problems import ProblemCode
from indicators.readers.read_file import FileRows, read_any
from indicators.readers.rows import COLUMNS
from tests.tables import open_table

HEAD = "Entity,Code,Year,Users\n"
GOOD = "China,CHN,2019,64.1\nKorea,KOR,2020,96.5\n"
POOLS: list[pa.MemoryPool] = []
"""Pools outlive what was allocated in them."""


def bounded(content: bytes, times: float = 10, seconds: float = 10) -> FileRows:
    """What a file is read as, within so many times its size (and 32 MB), and so many seconds of the
    processor.
    """
    pool, before = pa.proxy_memory_pool(pa.system_memory_pool()), pa.default_memory_pool()
    POOLS.append(pool)
    pa.set_memory_pool(pool)
    began = time.process_time()
    tracemalloc.start()
    try:
        found = read_any(content, "dropped.csv")
        peak = tracemalloc.get_traced_memory()[1] + pool.max_memory()
    finally:
        tracemalloc.stop()
        pa.set_memory_pool(before)
    assert peak < times * len(content) + (32 << 20), f"{peak / 1e6:.0f} MB"
    assert time.process_time() - began < seconds
    return found


def lines_kept(found: FileRows) -> list[int]:
    return sorted(set(found.rows.line.tolist()))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_line_of_a_million_cells_costs_itself_alone(delimiter: str) -> None:
    wide = delimiter * 1_000_000 + "\n"
    found = bounded(
        (HEAD + GOOD + GOOD).replace(",", delimiter).encode()
        + wide.encode()
        + GOOD.replace(",", delimiter).encode()
    )
    assert lines_kept(found) == [2, 3, 4, 5, 7, 8]
    assert [(problem.line, problem.severity) for problem in found.problems] == [(6, "error")]


def test_a_header_of_a_million_cells_is_refused() -> None:
    found = bounded(
        b",".join(b"%d" % at for at in range(1_000_000)) + b"\n" + b"1," * 999_999 + b"1\n",
        seconds=20,
    )
    assert not found.formats and not len(found.rows) and found.problems


def test_a_single_line_of_a_hundred_megabytes_is_refused_in_time() -> None:
    found = bounded(b"x" * 100_000_000, times=4, seconds=20)
    assert not found.formats and found.problems[0].code == ProblemCode.TABLE_MISSING


def test_one_cell_of_twenty_megabytes_costs_no_other_row() -> None:
    found = bounded(
        (HEAD + GOOD).encode() + b"y" * 20_000_000 + b",XXX,2019,1\n" + GOOD.encode(),
        times=10,
        seconds=20,
    )
    assert {2, 3, 5, 6} <= set(lines_kept(found))


def test_a_quote_that_never_closes_costs_its_line() -> None:
    rows = "".join(f"Place {at},P{at % 500:03},{1900 + at % 120},{at}.5\n" for at in range(60_000))
    lines = rows.splitlines(keepends=True)
    lines[30_000] = '"' + lines[30_000]
    found = bounded((HEAD + "".join(lines)).encode(), seconds=20)
    assert len(found.rows) == 59_999 and [problem.line for problem in found.problems] == [30_002]
    assert "quote" in found.problems[0].hint()


def test_two_stray_quotes_do_not_swallow_the_rows_between_them() -> None:
    """By the letter of CSV these are one row with a long word; three lines of figures would be gone
    without a word.
    """
    found = read_any(
        (HEAD + 'A,AAA,2019,"1\nB,BBB,2019,2\nC,CCC,2019,3"\n' + GOOD).encode(), "dropped.csv"
    )
    assert lines_kept(found) == [3, 4, 5, 6] and found.rows.text.to_pylist() == [
        "2",
        '3"',
        "64.1",
        "96.5",
    ]
    assert [problem.line for problem in found.problems] == [2, 4]


def test_notes_over_several_lines_are_no_fault() -> None:
    found = open_table(
        b'place,year,value,note\nA,2019,1,"one, two,\nthree\nfour, 5, 6"\nB,2019,2,\n'
    )
    assert not found.problems and found.line.tolist() == [2, 5]


@pytest.mark.parametrize("at", [0, 10, 23, 24, 35, -1])
def test_a_nul_anywhere_costs_at_most_its_row(at: int) -> None:
    content = (HEAD + GOOD * 3).encode()
    place = at % len(content)
    found = read_any(content[:place] + b"\0" + content[place:], "dropped.csv")
    assert len(found.rows) >= 5 or found.problems
    assert all(
        "\0" not in word for name in COLUMNS for word in getattr(found.rows, name).categories
    )


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + GOOD).encode("cp037"),
        (HEAD + GOOD).encode("cp500") * 50,
        bytes(range(256)) * 40,
        (HEAD + GOOD).encode("utf-7").replace(b",", b"+ACw-"),
        b"\0" * 10_000,
        b"\xff" * 10_000,
        b"\x1a" * 5_000,
        b'"' * 100_000,
        b"\r" * 50_000,
        b"\n" * 50_000 + b",",
    ],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    found = bounded(content)
    assert not found.formats and not len(found.rows)
    assert found.problems[0].severity == "error" and found.problems[0].message()


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "gb18030", "cp1252"],
)
def test_a_file_in_any_of_the_encodings_is_the_same(encoding: str) -> None:
    found = read_any((HEAD + GOOD).encode(encoding), "dropped.csv")
    assert found.rows.text.to_pylist() == ["64.1", "96.5"] and found.rows.place.categories == (
        "CHN",
        "KOR",
    )


def test_half_a_surrogate_is_told_and_never_comes_out() -> None:
    found = read_any(
        (HEAD + GOOD * 2).encode()
        + b"T\xed\xa0\x80rkiye,TUR,2019,74\n"
        + "Türkiye,TUR,2020,77\nCôte d'Ivoire,CIV,2020,36\nCuraçao,CUW,2020,68\n".encode(),
        "dropped.csv",
    )
    assert found.rows.text.to_pylist()[-4:] == ["74", "77", "36", "68"]
    (problem,) = found.problems
    assert (problem.code, problem.line) == (ProblemCode.ENCODING_MIXED, 6)
    assert problem.values == {"n": 3}
    for name in COLUMNS:
        for word in getattr(found.rows, name).categories:
            word.encode("utf-8")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("1e400", None),
        ("-1e400", None),
        ("NaN", ""),
        ("Infinity", None),
        ("inf", None),
        ("1_000", None),
        ("0x1A", None),
        ("1e5", "1e5"),
        ("٣٤", "34"),
        ("６４．１", "64.1"),
        ("６４", "64"),
        ("½", None),
        ("²", None),
        ("1 234", "1234"),
        ("１２，３４５", "12345"),
        ("1e", None),
        ("--5", None),
        ("5-", None),
        ("1.2.3", None),
        ("=1+1", None),
        ("1/3", None),
        ("٣٫٥", "3.5"),
        ("𝟗𝟗", "99"),
        ("9" * 400, None),
        ("5\x1a", None),
    ],
)
def test_what_only_looks_like_a_number_is_kept_as_its_words_and_told(
    cell: str, read: str | None
) -> None:
    found = read_any((HEAD + GOOD * 3 + f'Japan,JPN,2019,"{cell}"\n').encode(), "dropped.csv")
    last = found.rows.text.to_pylist()[-1]
    assert last == (cell.strip() if read is None else read)
    told = [problem for problem in found.problems if problem.line == 8]
    assert len(told) == (read is None), found.problems
    assert all(np.isfinite(float(text)) for text in found.rows.text.to_pylist()[:-1])


EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("http://x","y")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\u202eevil",
    "'; DROP TABLE x; --",
    "${7*7}",
    "{{7*7}}",
    "../../etc/passwd",
    "%00",
    "a\u0000b"[:1] + "%n%s",
)


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize(
    "layout",
    [
        "Entity,Code,Year,{0}\n{0},CHN,2019,64.1\nKorea,KOR,2020,96.5\n",
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,MEASURE,Measure,TIME_PERIOD,OBS_VALUE,OBS_STATUS\nDATAFLOW,X:Y(1.0),I,CHN,{0},{0},2019,64.1,A\n",
        "Country Name,Country Code,Indicator Name,Indicator Code,2019\n{0},CHN,{0},{0},64.1\n",
    ],
)
def test_scripts_and_formulas_in_any_field_come_out_as_the_words_they_are(
    evil: str, layout: str
) -> None:
    quoted = '"' + evil.replace('"', '""') + '"'
    found = read_any(layout.format(quoted).encode(), "dropped.csv")
    assert found.rows.text.to_pylist()[0] == "64.1"
    words = {word for name in COLUMNS for word in getattr(found.rows, name).categories}
    assert any(evil.strip() in word for word in words) or any(
        " ".join(evil.split()) in word for word in words
    )


@pytest.mark.parametrize("evil", [*EVIL, "\t=1+1", "\r=1+1", " =1+1", "\u00a0=1"])
def test_words_of_a_dropped_file_are_no_formulas_in_our_exports(evil: str) -> None:
    """A title and a name of a place from a file, by way of the CSV that a reader of the page
    downloads.
    """
    quoted = '"' + evil.replace('"', '""') + '"'
    found = read_any(
        f"Entity,Code,Year,{quoted}\n{quoted},CHN,2019,64.1\nKorea,KOR,2020,96.5\n".encode(),
        "dropped.csv",
    )
    words = [getattr(found.rows, name).categories[0] for name in ("title", "place_name")] + [evil]
    cells = list(
        csv.reader(
            io.StringIO(
                table_to_csv(words, [words], [(evil, evil)]).removeprefix("\ufeff"), newline=""
            )
        )
    )
    for cell in (cell for row in cells for cell in row if cell):
        assert cell[0] not in "=+-@\t\r\n", cell
    assert neutral(64.1) == 64.1 and neutral(-1) == -1


def test_words_of_a_dropped_file_are_no_formulas_in_a_workbook_of_ours() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    xlsxwriter = pytest.importorskip("xlsxwriter")
    from indicators.export.xlsx import _OPTIONS

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet()
        for row, evil in enumerate(EVIL):
            sheet.write(row, 0, evil)
    kinds = [
        (cell.data_type, cell.hyperlink)
        for (cell,) in openpyxl.load_workbook(out).active.iter_rows()
    ]
    assert kinds == [("s", None)] * len(EVIL)


def test_rows_above_what_was_taken_for_the_header_are_told() -> None:
    above = "2020,1,SGP,92.0,80.4\n2020,2,POL,90.0,81.2\n"
    table = open_table(
        (above + "Year;Rank;Code;Overall;Coverage\n" + "2020;3;FIN;88.8;79\n" * 30).encode(),
        "two.csv",
    )
    assert [(each.code, each.values["n"]) for each in table.problems] == [
        (ProblemCode.ROWS_ABOVE_HEADER, 2)
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n", "\r\r\r\n"])
def test_line_ends_above_the_header_may_be_of_another_kind(end: str) -> None:
    content = f"Title of it{end}{end}Country,2021,2022{end}" + "China,1,2\nKorea,3,4\n"
    table = open_table(content.encode(), "ends.csv")
    assert table.names == ("Country", "2021", "2022") and table.text("2022").to_pylist() == [
        "2",
        "4",
    ]


def test_a_year_s_column_with_many_odd_cells_keeps_its_figures_and_tells_the_odd_ones() -> None:
    """Found by damaging files: the column was taken for something else, and its figures were gone
    without a word.
    """
    rows = "".join(f"Place {at},{'?' if at % 3 else 7 + at},{at}.5,{at}.25\n" for at in range(12))
    found = read_any(
        ("Country,2020,2021,2022\n" + rows).encode(),
        "dropped.csv",
        lambda word: word.startswith("Place"),
    )
    figures = [
        text
        for text, code in zip(found.rows.text.to_pylist(), found.rows.period.codes, strict=True)
        if found.rows.period.categories[code] == "2020"
    ]
    assert [text for text in figures if text != "?"] == ["7", "10", "13", "16"]
    assert sum(problem.found == "?" for problem in found.problems) == 8


def test_a_column_of_years_with_one_odd_cell_is_not_read_as_figures() -> None:
    rows = "".join(
        f"Place {at},0{1 + at % 9}-01-13,{'All' if at == 4 else 2013},0.{at}5,{at}.25\n"
        for at in range(9)
    )
    found = read_any(
        ("Country,Date,Year,Rate,Price\n" + rows).encode(),
        "dropped.csv",
        lambda word: word.startswith("Place"),
    )
    assert "2013" not in found.rows.text.to_pylist() and "Year" not in found.rows.title.categories


def test_digits_that_are_no_numbers_in_a_header_are_words() -> None:
    """'²' is a digit to Python and no number; found by damaging files, after it had ended the
    reading.
    """
    found = read_any(
        "Country,²01552016,2017,2018\nPlace 1,1,2,3\nPlace 2,4,5,6\n".encode(),
        "x",
        lambda word: word[:5] == "Place",
    )
    assert {"2", "3", "5", "6"} <= set(found.rows.text.to_pylist()) or not found.formats


def test_rows_with_one_figure_and_a_year_above_the_header_are_told() -> None:
    """Found by the fuzz: the head of one file above another, whose header is the wider one."""
    rows = [
        "Place,Measure,Time,Value",
        "Alpha,Reading,2010,38.11",
        "Beta,Reading,2012,49.96",
        "",
        "Code,Place,Measure,Time,Unit,Value",
        *(f"A{year},Alpha,Writing,{year},kg,{year / 100}" for year in range(2006, 2016)),
    ]
    table = open_table("\n".join(rows))
    assert [(each.code, each.values["n"]) for each in table.problems] == [
        (ProblemCode.ROWS_ABOVE_HEADER, 3)
    ]  # with their own header
    remark = ["Published,2024-01-15,by the,bureau", "Version 3,2024", *rows[4:]]
    assert open_table("\n".join(remark)).problems == ()


def test_rows_whose_year_and_figure_have_changed_places_are_told() -> None:
    """As ../shared/cases/hostile/03: no figure 2013 of a series 'Année' or 'Occupancy rate'."""
    rows = ["Quartier;Date;Année;Occupancy rate;Average Price", "Alpha;01-01-13;2013;0,61;81,2"]
    rows += [f"Alpha;01-{month:02}-13;0,5{month};2013;9{month},1" for month in range(2, 12)]
    found = read_any("\n".join(rows).encode(), "swapped.csv", lambda word: word == "Alpha")
    assert found.rows.text.to_pylist() == ["0.61", "81.2"]
    (told,) = [
        problem
        for problem in found.problems
        if "have a year in a column of figures" in problem.message()
    ]
    assert (told.message()[:7], told.line, told.column, told.severity) == (
        "10 rows",
        3,
        "Année",
        "warning",
    )


def test_a_narrower_table_above_the_header_is_told() -> None:
    rows = [
        "Entity,Year,Users",
        *(f"Brazil,{year},{year - 1980}.5" for year in range(1990, 1995)),
        "Entity,Code,Year,Users",
        *(f"Kenya,KEN,{year},{year - 1980}.5" for year in range(1990, 2020)),
    ]
    table = open_table("\n".join(rows))
    assert [(each.code, each.values["n"]) for each in table.problems] == [
        (ProblemCode.ROWS_ABOVE_HEADER, 6)
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_above_the_header_are_told_whatever_parts_their_cells_and_lines(end: str) -> None:
    above = [
        '"Year","Rank","Code","Overall"',
        '"2020","1","SGP","92.0"',
        '"2020","2","POL","85.3"',
        "",
    ]
    below = [
        "Quartier;Date;Occupancy",
        *(f"Alpha;2013-{month:02};0,5{month}" for month in range(1, 13)),
    ]
    table = open_table(end.join(above) + end + "\n".join(below) + "\n", delimiter=";")
    assert [(each.code, each.values["n"]) for each in table.problems] == [
        (ProblemCode.ROWS_ABOVE_HEADER, 3)
    ]
