"""One example of every code, from which docs/problems.md is made and by which each sentence is tested."""

from indicators.problems import Problem, ProblemCode

EXAMPLES: tuple[Problem, ...] = (
    # every part
    Problem(ProblemCode.PLACE_NOT_STATED, "gdp.csv", line=1, severity="warning"),
    Problem(ProblemCode.INDICATOR_NOT_STATED, "table.csv", line=1, severity="warning"),
    Problem(ProblemCode.UNIT_NOT_STATED, "gdp.csv", line=4, severity="notice"),
    Problem(
        ProblemCode.COLUMNS_NOT_READ,
        "gdp.csv",
        line=1,
        values={"columns": ("Remark", "Reviewed by")},
        severity="notice",
    ),
    Problem(
        ProblemCode.COLUMN_MISSING,
        "gdp.csv",
        line=1,
        found="country,year,share",
        values={"columns": ("value",), "needed": ("place", "period", "value")},
    ),
    Problem(ProblemCode.NUMBER_EXPECTED, "gdp.csv", line=17, column="value", found="n.a.?"),
    Problem(
        ProblemCode.PERIOD_EXPECTED,
        "gdp.csv",
        line=17,
        column="period",
        found="2010/11",
        severity="warning",
    ),
    Problem(
        ProblemCode.UNKNOWN_PLACE,
        "gdp.csv",
        line=17,
        column="place",
        found="Atlantis",
        severity="warning",
    ),
    Problem(
        ProblemCode.ROW_WIDTH,
        "gdp.csv",
        line=17,
        found="KEN,2023",
        values={"cells": 2, "columns": 9},
    ),
    Problem(ProblemCode.FILE_UNREADABLE, "gdp.csv", values={"reason": "Permission denied"}),
    Problem(ProblemCode.FILE_MISSING, "places.csv"),
    Problem(ProblemCode.NOT_UTF8, "places.csv", line=8, found="été"),
    Problem(ProblemCode.PROGRAM_FAULT, "gdp.csv", values={"reason": "KeyError: 'x'"}),
    # readers.delimited, readers.containers, readers
    Problem(ProblemCode.CONTAINER_EMPTY, "ict.zip"),
    Problem(ProblemCode.ARCHIVE_UNREADABLE, "ict.zip", values={"reason": "File is not a zip file"}),
    Problem(
        ProblemCode.ARCHIVE_DAMAGED, "ict.zip", values={"stated": 12, "n": 9}, severity="warning"
    ),
    Problem(ProblemCode.ARCHIVE_FILE_COUNT, "ict.zip", values={"n": 1_312, "limit": 200}),
    Problem(
        ProblemCode.ARCHIVE_FILES_NOT_READ,
        "ict.zip",
        found="readme.pdf, map.png",
        values={"n": 2},
        severity="notice",
    ),
    Problem(ProblemCode.ARCHIVE_FILE_LOCKED, "ict.zip:users.csv"),
    Problem(
        ProblemCode.ARCHIVE_FILE_UNREADABLE,
        "ict.zip:users.csv",
        values={"reason": "Bad CRC-32 for file 'users.csv'"},
    ),
    Problem(ProblemCode.ARCHIVE_SIZE_FALSE, "ict.zip"),
    Problem(ProblemCode.ARCHIVE_NESTED, "ict.zip:2023.zip:users.zip"),
    Problem(
        ProblemCode.UNPACKED_TOO_LARGE, "ict.zip", values={"limit": 1_000_000_000, "ratio": 200}
    ),
    Problem(
        ProblemCode.GZIP_DAMAGED,
        "isoc_ci_in_h.tsv.gz",
        values={"reason": "CRC check failed 0x1c2a != 0x77aa"},
    ),
    Problem(
        ProblemCode.WORKBOOK_UNREADABLE,
        "yearbook.xlsx",
        values={"reason": "Workbook is password protected"},
    ),
    Problem(ProblemCode.WORKBOOK_LIBRARY_MISSING, "yearbook.xlsx"),
    Problem(ProblemCode.WORKBOOK_NOT_XLSX, "yearbook.xlsb"),
    Problem(
        ProblemCode.WORKBOOK_TEXT_SIZE,
        "yearbook.xlsx",
        values={"bytes": 600_360_000, "limit": 400_000_000},
    ),
    Problem(
        ProblemCode.WORKBOOK_CELL_COUNT,
        "yearbook.ods",
        values={"cells": 3_000_007, "limit": 2_000_000},
    ),
    Problem(
        ProblemCode.SHEET_TOO_LARGE,
        "yearbook.xlsx",
        values={"rows": 1_048_576, "columns": 16_384, "limit": 20_000_000},
    ),
    Problem(
        ProblemCode.SHEET_UNREADABLE,
        "yearbook.xlsx",
        values={"sheet": "2-14", "reason": "Unrecognized typ: 30"},
        severity="warning",
    ),
    Problem(
        ProblemCode.SHEET_COUNT,
        "yearbook.xlsx",
        values={"n": 312, "limit": 60},
        severity="warning",
    ),
    # readers.cells, readers.generic
    # readers.sdmx, readers.publishers
    # ingest, derive, places, loading
    # catalogue
    Problem(ProblemCode.MORE_PROBLEMS, "config.yaml", 812, values={"n": 37}),
    # history, intake, data_folder
    Problem(
        ProblemCode.RECORDED_TEXT,
        ".history/staged/20261103.json",
        values={"message": "no such place", "expected": "", "hint": "Add it to places.csv."},
    ),
    # cli
    # dashboard
)
