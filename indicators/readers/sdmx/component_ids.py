"""The ids under which components of SDMX are known, in capitals, and their names where no id is.

One table for SDMX-CSV and for the older formats of agencies that use the same components (.Stat,
Eurostat). Tuples are in order of preference: the first id that a table has is taken.
"""

from __future__ import annotations

import re

# Dimensions

REF_AREA = (
    "REF_AREA",
    "GEO",
    "LOCATION",
    "COU",
    "COUNTRY",
    "GEO_PICT",
    "GEOGRAPHY",
    "REF_AREA_CODE",
    "AREA",
    "REG_ID",
    "REGION",
    "ECONOMY",
    "TERRITORY",
    "ITTER107",
    "CITIES",
    "METROREG",
    "METRO_ID",
    "REPORTER",
    "REP_COUNTRY",
    "DECLARANT",
    "GEOPOLITICAL ENTITY (REPORTING)",
    "GEOPOLITICAL ENTITY",
    "REFERENCE AREA",
    "TERRITORIO",
    "GEO_REGION",
    "REP",
    "PAYS",
    "PAÍS",
)
"""The place that an observation is about."""

REF_AREA_ENDINGS = ("_CTY", "_COUNTRY", "_AREA")
"""Endings of ids that may be the place (BORROWERS_CTY)."""

COUNTERPART_BEGINNINGS = ("COUNTERPART", "PARTNER", "CP_")
"""Beginnings of ids of the other side of a flow, which is never the place."""

TIME_PERIOD = (
    "TIME_PERIOD",
    "TIME",
    "TIME PERIOD",
    "YEAR",
    "YEA",
    "PERIOD",
    "YR",
    "OBS_TIME",
    "DATE",
    "TEMPS",
    "ANNÉE",
    "AÑO",
    "TIEMPO",
)

FREQ = ("FREQ", "FREQUENCY", "TIME FREQUENCY", "FREQUENCY OF OBSERVATION")

INDICATOR = frozenset(
    (
        "MEASURE",
        "INDICATOR",
        "INDICATORS",
        "INDIC",
        "IND",
        "SERIES",
        "SUBJECT",
        "VARIABLE",
        "VAR",
        "NA_ITEM",
        "ITEM",
        "BOP_ITEM",
        "DATA_ITEM",
        "TRANSACTION",
        "TRANSACT",
    )
)
"""Dimensions that say what is measured; most structures have only one of them."""

INDICATOR_BEGINNINGS = ("INDIC_", "MEASURE_", "INDICATOR_")

KNOWN_DIMENSIONS = re.compile(
    r"SEX|AGE|URBANI[SZ]ATION|RESIDENCE|WEALTH_QUINTILE|COMP_BREAKDOWN_\d|CLASSIF\d"
    r"|EDUCATION_LEV(EL)?"
)
"""Components that are dimensions wherever they stand."""

DESCRIPTIVE_DIMENSIONS = frozenset(
    ("EDITION", "VINTAGE", "RELEASE", "SOURCE", "TERRITORIAL_LEVEL", "TERRITORIAL_TYPE")
)
"""Dimensions that describe an observation or its place; a breakdown only where nothing else
distinguishes observations."""

# Measures

OBS_VALUE = re.compile(r"OBS_VALUE\d*|OBSERVATION VALUE")

# Attributes

UNIT_MEASURE = ("UNIT_MEASURE", "UNIT", "UNIT OF MEASURE", "UNITS", "UNIT CODE")

UNIT_MULT = ("UNIT_MULT", "UNIT_MULTIPLIER", "UNIT MULTIPLIER")

OBS_STATUS = re.compile(r"OBS_STATUS(_\d)?|OBS_FLAG(_\d)?|OBSERVATION STATUS.*|OBSERVATION FLAG.*")

CONF_STATUS = re.compile(r"CONF_STATUS|OBS_CONF|CONFIDENTIALITY STATUS.*")

COMMENT_OBS = re.compile(
    r"OBS_COM|OBS_COMMENT|COMMENT_OBS|OBS_NOTE|OBS_FOOTNOTE|FOOTNOTES?|OBSERVATION COMMENT"
)

DATA_SOURCE = ("DATA_SOURCE", "SOURCE", "SOURCE_DETAIL", "SOURCE_AGENCY")

TITLE = ("TITLE", "TITLE_COMPL", "SERIES_NAME")

ATTRIBUTE = re.compile(
    r"DECIMALS?|UNIT_MULT.*|UNIT MULTIPLIER|PRECISION|TIME_FORMAT|OBS_(?!VALUE).*|OBSERVATION .*"
    r"|CONF_STATUS|CONFIDENTIALITY STATUS.*|DATABASE_(ID|NAME)|TITLE|TITLE_COMPL|LATEST_DATA"
    r"|COMMENT_.*"
)
"""Components that are attributes wherever they stand."""

ATTRIBUTE_AFTER_VALUE = re.compile(
    r"STATUS|COLLECTION.*|NAT_TITLE|COMPIL.*|DISS_ORG|SOURCE.*|DATA_SOURCE.*|BASE_PER|.*COMMENT"
    r"|.*NOTES?|NOTE_.*|METHOD_REF|BREAKS|DOM_SER_IDS|PUBL_.*|COVERAGE.*|EMBARGO.*|AGG_METHOD"
    r"|TIME_PERIOD_METHOD|REF_YEAR_PRICE|REPYEARSTART|.*URL|CUST_BREAKDOWN_LB|DESCRIPTION|TITLE.*"
)
"""Components that are attributes where they stand behind the value."""

# The message: which structure the file follows, and what to do with it

STRUCTURE_ID = ("STRUCTURE_ID", "DATAFLOW", "DATAFLOW_ID", "DATASET")

STRUCTURE_NAME = ("STRUCTURE_NAME", "DATAFLOW_NAME")

KEY = "KEY"
"""The key of a series (ECB), whose first part is the dataflow."""

ACTION = ("ACTION",)

MESSAGE = frozenset(
    (
        *STRUCTURE_ID,
        *STRUCTURE_NAME,
        *ACTION,
        KEY,
        "STRUCTURE",
        "SERIES_KEY",
        "OBS_KEY",
        "SERIES_KEYS",
        "OBS_KEYS",
        "LAST UPDATE",
        "LAST_UPDATE",
        "UPDATED",
        "PREPARED",
        "VALID_FROM",
        "VALID_TO",
        "SERIES_CODE",
    )
)
"""Columns of the message, which are no components of its structure."""
