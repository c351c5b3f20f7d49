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
    # readers.cells, readers.generic
    Problem(ProblemCode.TABLE_MISSING, "notes.csv", line=1, found="Minutes of the meeting"),
    Problem(ProblemCode.HEADER_MISSING, "gdp.csv", line=1, found="Kenya, 2020, 22.5"),
    Problem(
        ProblemCode.HEADER_TOO_LONG,
        "wide.csv",
        line=1,
        values={"columns": 20000, "bytes": 117_889, "max_columns": 16384, "max_bytes": 65536},
    ),
    Problem(ProblemCode.FIGURES_ABOVE_HEADER, "gdp.csv", line=2, found="Kenya, 22.5, 28.8"),
    Problem(ProblemCode.SINGLE_CASES, "survey.csv", line=1, values={"case": "respondent id"}),
    Problem(
        ProblemCode.PLACE_COLUMN_MISSING,
        "table.csv",
        line=1,
        values={
            "reason": Problem(ProblemCode.PERIOD_COLUMN_MISSING, values={"understood": ("–",)})
        },
    ),
    Problem(ProblemCode.PLACE_COLUMN_UNCLEAR, "scores.csv", line=1, values={"candidate": "Name"}),
    Problem(
        ProblemCode.PLACE_COLUMNS_MIXED,
        "table.csv",
        line=1,
        values={"place": "France", "other": "Average"},
    ),
    Problem(
        ProblemCode.PERIOD_COLUMN_MISSING,
        "gdp.csv",
        line=1,
        found="Country,GDP",
        values={"understood": ("Country", "GDP")},
    ),
    Problem(
        ProblemCode.PERIOD_COLUMNS_WITHOUT_NUMBERS, "gdp.csv", line=1, column="2010", found="high"
    ),
    Problem(
        ProblemCode.PERIOD_COLUMNS_ALIKE,
        "gdp.csv",
        line=1,
        values={"columns": ("2010", "2010#2")},
    ),
    Problem(ProblemCode.SPLIT_YEAR, "gsdp.csv", line=1, column="2019-20"),
    Problem(
        ProblemCode.VALUE_COLUMN_MISSING,
        "capitals.csv",
        line=1,
        found="Country,Year,Capital",
        values={"understood": ("Country", "Year")},
    ),
    Problem(
        ProblemCode.VALUE_COLUMN_UNCLEAR,
        "gdp.csv",
        line=1,
        values={"columns": ("Value", "Value#2"), "understood": ("Country",)},
    ),
    Problem(ProblemCode.MERGED_PLACES, "gdp.csv", line=3, column="Country", severity="notice"),
    Problem(
        ProblemCode.SWAPPED_CELLS,
        "gdp.csv",
        line=5,
        column="Year",
        values={"n": 3},
        severity="warning",
    ),
    Problem(ProblemCode.PERCENT_SIGNS_MIXED, "use.csv", line=2, column="share", severity="warning"),
    Problem(
        ProblemCode.NUMBER_IN_BRACKETS, "trade.csv", line=8, found="(12.5)", severity="warning"
    ),
    Problem(
        ProblemCode.BREAKDOWN_OF_NUMBERS, "scores.csv", column="Tier of office", severity="warning"
    ),
    Problem(
        ProblemCode.BREAKDOWN_WITHOUT_NAME,
        "gdp.csv",
        line=3,
        column="column 4",
        found="call us",
        severity="warning",
    ),
    Problem(
        ProblemCode.PLACE_FROM_TITLE,
        "use.csv",
        line=1,
        values={"text": "France"},
        severity="notice",
    ),
    Problem(
        ProblemCode.PERIOD_FROM_TITLE, "use.csv", line=1, values={"text": "2017"}, severity="notice"
    ),
    Problem(ProblemCode.REPEATED_KEYS, "gdp.csv", line=3, values={"n": 12}, severity="warning"),
    Problem(ProblemCode.MOST_KEYS_REPEATED, "gdp.csv", line=3),
    Problem(
        ProblemCode.MULTIPLIER_UNCERTAIN,
        "gdp.csv",
        line=2,
        column="unit",
        found="USDm",
        severity="warning",
    ),
    Problem(
        ProblemCode.UNKNOWN_MULTIPLIER,
        "gdp.csv",
        line=3,
        column="Unit multiplier",
        found="zillions",
        values={"n": 2},
    ),
    Problem(ProblemCode.MORE_UNKNOWN_MULTIPLIERS, "gdp.csv", column="Multiplier", values={"n": 41}),
    Problem(
        ProblemCode.MULTIPLIER_CONFLICT,
        "gdp.csv",
        line=2,
        column="unit",
        found="thousand EUR",
        values={"n": 4},
    ),
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
