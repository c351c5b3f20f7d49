"""A file is opened once, and what is in it is found however deep it is packed."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("python_calamine")

from indicators import intake
from indicators.problems import ProblemCode
from indicators.readers.containers import unpack as module
from indicators.readers.containers.unpack import tables, unpack
from indicators.readers.read_file import read_any
from tests.indicators.readers.workbooks import ods, xls

if TYPE_CHECKING:
    from tests.conftest import Tiny

TEXT = b"Entity,Code,Year,Users\nChina,CHN,2019,64.1\n"
SHEET: list[list[object]] = [["Country", "Year", "Value"], ["China", 2019, 64.1]]


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_text_is_its_own_only_table() -> None:
    file = unpack(TEXT)
    assert (file.kind, file.members, list(tables(file, "a.csv"))) == (
        "table",
        (),
        [("a.csv", TEXT)],
    )


def test_the_tables_of_a_file_are_found_however_deep_they_are_packed() -> None:
    inner = packed(**{"deep.csv": TEXT, "deeper.zip": packed(**{"x.csv": TEXT})})
    content = packed(
        **{"a.csv": TEXT, "b.csv.gz": gzip.compress(TEXT), "c.zip": inner, "d.ods": ods(SHEET)}
    )
    paths = dict(tables(unpack(content), "all.zip"))
    assert list(paths) == [
        "all.zip:a.csv",
        "all.zip:b.csv",
        "all.zip:c.zip:deep.csv",
        "all.zip:d.ods",
    ]
    assert paths["all.zip:c.zip:deep.csv"] == TEXT
    assert paths["all.zip:d.ods"].splitlines()[1] == b"China,2019,64.1"


def test_problems_name_the_container_that_they_are_of() -> None:
    found = read_any(packed(**{"a.zip": packed(**{"b.zip": packed()}), "c.csv": TEXT}), "all.zip")
    assert found.formats == ("owid",)
    assert [(each.code, each.file, each.severity) for each in found.problems] == [
        (ProblemCode.ARCHIVE_NESTED, "all.zip:a.zip:b.zip", "warning")
    ]


def test_all_tables_together_stay_within_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two archives in an archive, each within the limit and both beyond it."""
    inner = packed(**{"x.csv": TEXT * 100})
    content = packed(**{"a.zip": inner, "b.zip": inner})
    monkeypatch.setattr(module, "MAX_BYTES", len(TEXT) * 150)
    file = unpack(content)
    assert file.size == len(TEXT) * 100
    assert [problem.code for problem in file.members[1].problems] == [
        ProblemCode.UNPACKED_TOO_LARGE
    ]


@pytest.mark.parametrize("content", [xls(SHEET), packed(**{"table.ods": ods(SHEET)})])
def test_a_workbook_is_opened_once_from_its_arrival_to_its_figures(
    content: bytes, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is asked of it: what was answered of its shape, its rows, its shape, its columns."""
    calls: list[int] = []
    read_sheets = module.read_sheets

    def counted(workbook: bytes) -> object:
        calls.append(len(workbook))
        return read_sheets(workbook)

    dataset = tiny.load()
    monkeypatch.setattr(module, "read_sheets", counted)
    arrival = intake.examine(dataset, content, "table.xls")
    assert arrival.formats == ("generic",) and arrival.shape and arrival.columns
    assert len(calls) == 1
