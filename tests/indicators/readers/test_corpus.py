"""Every known value of ../shared/corpus/MANIFEST.csv is read, with its line, place and period.

A known value is a cell: {where: the row, column, raw: its text}. The row is looked up here with
Python's own csv, by the encoding, delimiter and header of the manifest, so that no reader says what
it should find.
"""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from indicators.problems import ProblemCode
from indicators.readers.read_file import FileRows, read_any
from indicators.readers.rows import COLUMNS

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
MISSING = ("", "..", ":", "n/a", "ND", "NaN")
PLACES = (
    "Country Code",
    "Country ISO3",
    "LOCATION",
    "Country",
    "REF_AREA",
    "GEO",
    "geo\\TIME_PERIOD",
    "freq,unit,hhtyp,geo\\TIME_PERIOD",
    "entityIso",
    "Code",
    "Entity",
    "GeoAreaCode",
    "Region/Country/Area",
    "Country Name",
    "地区",
    "Economy",
    "COUNTRY/ECONOMY",
    "Administrations",
    "Country code",
    "ISO3",
    "country",
)
PERIODS = ("Year", "TIME", "Time", "TIME_PERIOD", "dataYear", "TimePeriod", "Date", "Survey Year")
VALUES = ("Value", "OBS_VALUE", "dataValue", "VALUE")


class Known(NamedTuple):
    """One known value, and what the manifest says of its file."""

    file: str
    where: dict[str, str]
    column: str
    raw: str
    manifest: dict[str, str]


def known(kind: type) -> list[Any]:
    """Every known value whose `where` is a dict (a cell of text) or a str (something else)."""
    if not (CORPUS / "MANIFEST.csv").exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="../shared/corpus is not there"))]
    with (CORPUS / "MANIFEST.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        pytest.param(
            Known(row["file"], cell["where"], cell["column"], cell["raw"], row),
            id=f"{Path(row['file']).stem}-{at}",
        )
        for row in rows
        for at, cell in enumerate(json.loads(row["known_values"]))
        if isinstance(cell["where"], kind)
    ]


@cache
def read(file: str) -> FileRows:
    return read_any((CORPUS / file).read_bytes(), Path(file).name)


@cache
def records(file: str, encoding: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Every record of a file and the physical line that it begins on."""
    text = (
        (CORPUS / file)
        .read_bytes()
        .decode(encoding, "replace")
        .lstrip("\ufeff")
        .replace("\r\r\n", "\n")
    )
    reader, found, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [], 1
    for row in reader:
        found.append((line, row))
        line = reader.line_num + 1
    return found


def row_of(cell: Known) -> tuple[int, dict[str, str]]:
    """The line that a known value stands in, and the cells of that line by their headers."""
    marks = {"\\t": "\t", "TAB": "\t", "tab": "\t"}
    encoding = cell.manifest["encoding"].split()[0].strip("(),;").lower()
    delimiter = marks.get(cell.manifest["delimiter"], cell.manifest["delimiter"])[:1]
    every = records(cell.file, {"gbk": "gb18030"}.get(encoding, encoding), delimiter)
    wanted = {name: word.strip() for name, word in cell.where.items() if name != "block"}
    for at, (_, header) in enumerate(every[:12]):
        names = _names(header)
        if set(wanted) | {cell.column} <= names.keys():
            for line, row in every[at + 1 :]:
                said = {
                    name: row[place].strip() for name, place in names.items() if place < len(row)
                }
                if (
                    all(said.get(name) == word for name, word in wanted.items())
                    and said.get(cell.column) == cell.raw.strip()
                ):
                    return line, said
    raise AssertionError(f"the manifest's cell is not in the file: {cell.where}, {cell.column}")


def _names(header: list[str]) -> dict[str, int]:
    names: dict[str, int] = {}
    for at, name in enumerate(header):
        names.setdefault(name, at)
        names.setdefault(name.strip(), at)
    if header[:4] == ["", "", "", ""] and len(header) > 20:
        names["country"] = 3  # PX-Web: four nameless columns, the country in the last
    return names


def said(found: FileRows, at: int) -> dict[str, str]:
    """A row in words."""
    words = {
        name: getattr(found.rows, name).categories[getattr(found.rows, name).codes[at]]
        for name in COLUMNS
    }
    return words | {"text": found.rows.text[at].as_py(), "exponent": str(found.rows.exponent[at])}


def period_of(cell: Known, row: dict[str, str]) -> str:
    """The period that the file says, '' where it says none in the row or the header."""
    word = (
        cell.column
        if re.fullmatch(r"Y?(19|20)\d\d\D*.*", cell.column)
        else next((row[name] for name in PERIODS if row.get(name)), "")
    )
    if match := re.fullmatch(r"\d\d-(\d\d)-(\d\d)", word):
        return f"20{match[2]}-{match[1]}"
    return match[0] if (match := re.search(r"(19|20)\d\d", word)) else ""


@pytest.mark.parametrize("cell", known(dict))
def test_a_known_cell_comes_out_in_its_line_place_and_period(cell: Known) -> None:
    found = read(cell.file)
    if cell.manifest["orientation"].startswith("metadata"):
        assert not len(found.rows) and found.problems, "a companion gives no figures and says so"
        return
    if cell.file.startswith("us_broadband"):
        assert not found.formats and "no column" in found.problems[0].message(), (
            "it has no period: asked about, not guessed"
        )
        return
    line, row = row_of(cell)
    if any(
        problem.code == ProblemCode.REPEATED_ROWS for problem in found.problems
    ):  # each figure is read once
        line = next(
            at
            for at, one in records(cell.file, "utf-8", ",")
            if one[3:9] == list(row.values())[3:9]
        )
    here = [said(found, at) for at in range(len(found.rows)) if found.rows.line[at] == line]
    period = period_of(cell, row)
    here = [one for one in here if not period or one["period"] == period]
    if cell.column not in VALUES and not re.search(r"(19|20)\d\d", cell.column) and len(here) > 1:
        column = cell.column.strip().casefold().removesuffix(" in millions")
        here = [
            one
            for one in here
            if column in f"{one['title']} {one['series']} {one['breakdown']}".casefold()
        ]
    if cell.raw.strip() in MISSING:
        assert all(one["text"] == "" for one in here)
        return
    number = re.sub(r"[ a-z]+$", "", cell.raw.strip()).replace(",", ".")
    assert [Decimal(one["text"]) for one in here] == [Decimal(number)], f"line {line}"
    assert int(here[0]["exponent"]) == _power(cell, row)
    _in_its_place(here[0], row)


def _power(cell: Known, row: dict[str, str]) -> int:
    """The power of ten that multiplies the figure, from a column, a header or a title."""
    if cell.column.endswith(" in millions"):
        return 6
    if "亿元" in row.get("指标", "") or cell.file == "nbs_china/分省年度数据.csv":
        return 8
    return int(row.get("UNIT_MULT") or row.get("PowerCode Code") or 0)


def _in_its_place(one: dict[str, str], row: dict[str, str]) -> None:
    """The place is that of the row, by code or by name; 'A,PC_HH,TOTAL,DE' ends in it."""
    names = {
        row[name].split(",")[-1] if "," in name else row[name] for name in PLACES if row.get(name)
    }
    assert not names or names & {one["place"], one["place_name"], one["place"].lstrip("0")}, (
        one,
        names,
    )


@pytest.mark.parametrize(
    ("file", "line", "column", "flag"),
    [
        ("eurostat_tsv/estat_isoc_ci_in_h.tsv", "DE", "2021", "break"),
        ("eurostat_tsv/estat_isoc_ci_in_h.tsv", "EU27_2020", "2020", "estimated"),
    ],
)
def test_flags_beside_known_values_become_statuses(
    file: str, line: str, column: str, flag: str
) -> None:
    if not (CORPUS / file).exists():
        pytest.skip("../shared/corpus is not there")
    found = read(file)
    here = [
        one
        for one in (said(found, at) for at in range(len(found.rows)))
        if one["place"] == line and one["period"] == column
    ]
    assert flag in {one["status"] for one in here}


def test_the_workbook_gives_its_known_values_by_names_of_places() -> None:
    file = "itu_excel/PercentIndividualsUsingInternet_2021.xlsx"
    if not (CORPUS / file).exists():
        pytest.skip("../shared/corpus is not there")
    found = read(file)
    rows = [said(found, at) for at in range(len(found.rows))]
    value = {(one["place_name"], one["period"]): one["text"] for one in rows}
    assert (
        value["China", "2000"] == "1.7759132067741494"
        and value["United Kingdom", "2019"] == "92.51662854971376"
    )
    assert value.get(("Albania", "2018"), "") == ""


@pytest.mark.parametrize(
    ("file", "code", "quoted"),
    [
        ("disguised/intenet_usage.csv", ProblemCode.FILE_IS_WEB_PAGE, ""),
        (
            "disguised/WDICSV_git_lfs_pointer.csv",
            ProblemCode.FILE_IS_LFS_POINTER,
            "size 196918309",
        ),
    ],
)
def test_what_only_looks_like_a_table_is_refused_for_what_it_is(
    file: str, code: ProblemCode, quoted: str
) -> None:
    if not (CORPUS / file).exists():
        pytest.skip("../shared/corpus is not there")
    found = read(file)
    assert not found.formats and not len(found.rows)
    assert [(problem.code, problem.found) for problem in found.problems] == [(code, quoted)]


@pytest.mark.parametrize(
    ("file", "like"),
    [
        ("disguised/internet_usage.csv", "containers/intenet_usage.zip"),
        ("disguised/mobile_coverage.xls", "wb_api/mob_dev_pen.csv"),
        ("disguised/start_up_investment.xls", "oecd_legacy/start_up_investment.csv"),
    ],
)
def test_a_wrong_ending_changes_nothing(file: str, like: str) -> None:
    if not (CORPUS / file).exists():
        pytest.skip("../shared/corpus is not there")
    one, other = read(file), read(like)
    assert (
        one.formats == other.formats
        and one.rows.text.equals(other.rows.text)
        and len(one.rows) > 3_000
    )


def test_the_archive_gives_the_figures_of_its_one_table_and_notes_on_the_companions() -> None:
    file = "containers/intenet_usage.zip"
    if not (CORPUS / file).exists():
        pytest.skip("../shared/corpus is not there")
    rows = [said(read(file), at) for at in range(len(read(file).rows))]
    figures = {(one["place"], one["period"]): one["text"] for one in rows}
    assert (
        figures["CHN", "2017"] == "54.3"
        and figures.get(("CHN", "2019"), "") == ""
        and figures["GBR", "2018"] == "90.69200899"
    )
    assert [problem.severity for problem in read(file).problems] == ["notice", "notice"]
