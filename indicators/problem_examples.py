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
    Problem(ProblemCode.FILE_EMPTY, "gdp.csv", 1),
    Problem(ProblemCode.FILE_BEGINS_BLANK, "gdp.csv", 1),
    Problem(ProblemCode.FILE_NOT_TEXT, "gdp.csv", 1),
    Problem(ProblemCode.FILE_OF_PROGRAM, "gdp.csv", 1, values={"format": "Parquet"}),
    Problem(ProblemCode.FILE_IS_DOCUMENT, "gdp.csv", 1, values={"format": "PDF"}),
    Problem(ProblemCode.FILE_IS_ARCHIVE, "gdp.csv", 1, values={"format": "RAR"}),
    Problem(ProblemCode.FILE_IS_WEB_PAGE, "gdp.csv", 1),
    Problem(ProblemCode.FILE_IS_LFS_POINTER, "gdp.csv", 1, found="size 48213"),
    Problem(
        ProblemCode.ENCODING_MIXED,
        "gdp.csv",
        17,
        found="\\xe9t\\xe9",
        values={"n": 3},
        severity="warning",
    ),
    Problem(
        ProblemCode.ENCODING_GUESSED,
        "gdp.csv",
        17,
        found="Müller",
        values={"encoding": "cp1252", "word": "Müller", "other": "Müller"},
        severity="notice",
    ),
    Problem(ProblemCode.TABLE_NOT_FOUND, "gdp.csv", 1),
    Problem(ProblemCode.HEADER_WIDTH, "gdp.csv", 1, values={"limit": 20_000}),
    Problem(
        ProblemCode.ROWS_ABOVE_HEADER,
        "gdp.csv",
        1,
        found="China,2019,64.1",
        values={"n": 12},
        severity="warning",
    ),
    Problem(ProblemCode.QUOTE_NOT_CLOSED, "gdp.csv", 17),
    Problem(ProblemCode.ROW_TOO_LONG, "gdp.csv", 17),
    Problem(ProblemCode.NUL_IN_ROW, "gdp.csv", 17, found="KEN,20\\023"),
    Problem(
        ProblemCode.REMARK_NOT_READ,
        "gdp.csv",
        17,
        found="Source: national accounts,,",
        severity="notice",
    ),
    Problem(
        ProblemCode.SHORT_ROWS, "gdp.csv", 17, values={"n": 38, "columns": 9}, severity="notice"
    ),
    Problem(ProblemCode.MORE_ROWS_NOT_READ, "gdp.csv", 817, values={"n": 312}),
    Problem(ProblemCode.COLUMN_TWICE, "gdp.csv", 1, values={"columns": ("unit",)}),
    Problem(
        ProblemCode.TEXT_VALUE,
        "gdp.csv",
        17,
        column="Value",
        found="not yet known",
        severity="notice",
    ),
    Problem(
        ProblemCode.MORE_TEXT_VALUES,
        "gdp.csv",
        817,
        column="Value",
        values={"n": 44},
        severity="notice",
    ),
    Problem(
        ProblemCode.DECIMAL_MARK_AMBIGUOUS,
        "gdp.csv",
        17,
        column="Value",
        found="1.234",
        severity="warning",
    ),
    Problem(ProblemCode.HEADER_REPEATED, "gdp.csv", 117, severity="notice"),
    Problem(ProblemCode.MORE_HEADERS_REPEATED, "gdp.csv", 817, values={"n": 41}, severity="notice"),
    Problem(ProblemCode.SECOND_TABLE, "gdp.csv", 117, values={"n": 96}),
    Problem(
        ProblemCode.SAME_COLUMN_NAMES,
        "gdp.csv",
        1,
        found="Value",
        values={"name": "Value", "n": 19_000, "limit": 1_000},
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
