"""One example of every code, from which docs/problems.md is made and by which each sentence is tested."""

from indicators.problems import Problem, ProblemCode

_CAUSE = Problem(ProblemCode.STEP_FAILED, values={"reason": "No space left on device"})

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
    # readers.sdmx, readers.publishers
    Problem(
        ProblemCode.PERIOD_NOT_STATED,
        "housing.csv",
        line=1,
        found="LOCATION,Country,INDICATOR,Value",
        severity="warning",
    ),
    Problem(
        ProblemCode.PLACE_FROM_TITLE,
        "changsha.csv",
        line=1,
        values={"text": "长沙市"},
        severity="notice",
    ),
    Problem(
        ProblemCode.FOOTNOTE,
        "分省年度数据.csv",
        line=36,
        values={"text": "注：2020年数据为初步核算数"},
        severity="notice",
    ),
    Problem(
        ProblemCode.METADATA_ONLY,
        "Metadata_Country.csv",
        line=1,
        found="Country Code, Region, IncomeGroup, SpecialNotes, TableName",
        severity="notice",
    ),
    Problem(ProblemCode.VALUE_COLUMN_MISSING, "owid.csv", line=1),
    Problem(
        ProblemCode.NO_OBSERVATIONS,
        "dataflow.csv",
        line=1,
        found="STRUCTURE,STRUCTURE_ID,ACTION,CONTACT[]",
    ),
    Problem(ProblemCode.HEADER_UNREADABLE, "isoc_ci_in_h.tsv", line=1),
    Problem(
        ProblemCode.SERIES_KEY_WIDTH,
        "isoc_ci_in_h.tsv",
        line=12,
        column="freq,unit,hhtyp,geo\\TIME_PERIOD",
        found="A,PC_HH,DE",
        values={"codes": 3, "dimensions": 4, "separator": ","},
    ),
    Problem(ProblemCode.MORE_ROWS_LEFT_OUT, "isoc_ci_in_h.tsv", values={"n": 1_240}),
    Problem(
        ProblemCode.REPEATED_ROWS,
        "goal17.csv",
        line=418,
        values={"n": 36, "last": 532},
        severity="notice",
    ),
    Problem(
        ProblemCode.SHARED_MULTIPLIER,
        "national_accounts.csv",
        column="UNIT_MULT",
        values={"n": 2},
        severity="warning",
    ),
    Problem(
        ProblemCode.OBSERVATIONS_DELETED,
        "update.csv",
        line=9,
        values={"n": 14},
        severity="notice",
    ),
    Problem(
        ProblemCode.ATTRIBUTES_ONLY,
        "exchange_rates.csv",
        line=3,
        values={"n": 1},
        severity="notice",
    ),
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
    Problem(ProblemCode.FOLDER_NOT_EMPTY, "kenya"),
    Problem(ProblemCode.UNKNOWN_COUNTRY, found="XQZ"),
    Problem(
        ProblemCode.UNKNOWN_COUNTRY_SIMILAR,
        found="Kenia",
        values={"similar": ("KEN (Kenya)", "GIN (Guinea)")},
    ),
    Problem(
        ProblemCode.AGGREGATES_WITHOUT_CODE,
        "internet.csv",
        7,
        "place",
        "Arab World, High income",
        {"n": 2},
        "notice",
    ),
    Problem(
        ProblemCode.PLACES_WITHOUT_CODE,
        "internet.csv",
        12,
        "place",
        "Czechoslovakia, Yugoslavia",
        {"n": 2},
        "notice",
    ),
    Problem(
        ProblemCode.PLACE_CONFLICT,
        "internet.csv",
        8,
        "place",
        "CHN / Japan",
        severity="warning",
    ),
    Problem(
        ProblemCode.UNKNOWN_PLACE_SIMILAR,
        "internet.csv",
        6,
        "place",
        "Gremany",
        {"similar": "Germany"},
        "notice",
    ),
    Problem(
        ProblemCode.MORE_UNKNOWN_PLACES,
        "internet.csv",
        values={"n": 37},
        severity="notice",
    ),
    Problem(
        ProblemCode.SPLIT_YEAR_KEPT,
        "internet.csv",
        9,
        "period",
        "2010/11",
        severity="warning",
    ),
    Problem(
        ProblemCode.MORE_UNKNOWN_PERIODS,
        "internet.csv",
        values={"n": 12},
        severity="warning",
    ),
    # dashboard
    Problem(
        ProblemCode.CHANGES_NOT_NOTICED,
        "",
        values={"since": "2026-11-03 09:20 UTC", "cause": _CAUSE},
    ),
    Problem(
        ProblemCode.CHANGE_NOT_FINISHED,
        "",
        values={"since": "2026-11-03 09:20 UTC", "cause": _CAUSE},
    ),
    Problem(
        ProblemCode.VERSIONS_NOT_RECORDED,
        "",
        values={"since": "2026-11-03 09:20 UTC", "cause": _CAUSE},
    ),
    Problem(
        ProblemCode.JOURNAL_DAMAGED, "", values={"since": "2026-11-03 09:20 UTC", "cause": _CAUSE}
    ),
    Problem(
        ProblemCode.SNAPSHOT_NOT_WRITTEN,
        "",
        values={"since": "2026-11-03 09:20 UTC", "cause": _CAUSE},
    ),
    Problem(
        ProblemCode.WATCHER_FAILED, "", values={"since": "2026-11-03 09:20 UTC", "cause": _CAUSE}
    ),
    Problem(ProblemCode.WATCHER_STOPPED),
    Problem(ProblemCode.STEP_FAILED, "", values={"reason": "No space left on device"}),
    Problem(ProblemCode.DATA_NOT_READ, "", values={"reason": "MemoryError: no room"}),
    Problem(ProblemCode.DATA_NOT_RENEWED, "", values={"reason": "MemoryError: no room"}),
    Problem(ProblemCode.FILE_CHANGED_MEANWHILE, "telecom.csv", values={}),
)
