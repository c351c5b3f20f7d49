"""Packed with gzip: read as what is inside, within limits, and told where it is damaged."""

from __future__ import annotations

import gzip

from indicators.problems import ProblemCode
from indicators.readers.read_file import read_any

TSV = b"freq,unit,geo\\TIME_PERIOD\t2021 \t2022 \nA,PC_HH,DE\t91.3 e\t: \nA,PC_HH,FR\t90 \t92 \n"


def test_a_bulk_file_of_eurostat_is_read_as_it_comes() -> None:
    found = read_any(gzip.compress(TSV), "estat_isoc_ci_in_h.tsv.gz")
    assert found.formats == ("eurostat-tsv",)
    figures = dict(
        zip(
            zip(
                [found.rows.place.categories[code] for code in found.rows.place.codes],
                [found.rows.period.categories[code] for code in found.rows.period.codes],
                strict=True,
            ),
            found.rows.text.to_pylist(),
            strict=True,
        )
    )
    assert figures["DE", "2021"] == "91.3" and figures["FR", "2022"] == "92"


def test_pieces_one_after_the_other_are_one_file() -> None:
    assert read_any(gzip.compress(TSV[:60]) + gzip.compress(TSV[60:]), "x.gz").formats == (
        "eurostat-tsv",
    )


def test_a_file_cut_short_gives_what_is_there_and_says_so() -> None:
    content = gzip.compress(TSV * 1, compresslevel=0)
    found = read_any(content[:-12], "x.tsv.gz")
    assert ProblemCode.GZIP_DAMAGED in [problem.code for problem in found.problems]
    assert found.formats == ("eurostat-tsv",)


def test_a_damaged_file_is_told() -> None:
    content = bytearray(gzip.compress(TSV))
    content[14:20] = b"\xff" * 6
    found = read_any(bytes(content), "x.tsv.gz")
    assert ProblemCode.GZIP_DAMAGED in [problem.code for problem in found.problems]


def test_a_bomb_is_refused() -> None:
    found = read_any(gzip.compress(b"0" * 300_000_000, compresslevel=9), "bomb.gz")
    assert found.formats == ()
    assert [problem.code for problem in found.problems] == [ProblemCode.UNPACKED_TOO_LARGE]
