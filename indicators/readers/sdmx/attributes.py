"""What SDMX says about a figure beside its value: status, confidentiality, comments, source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from indicators.readers.cells.status_flags import parse_flag
from indicators.readers.columns import join_columns, reworded
from indicators.readers.delimited.table import Table
from indicators.readers.rows import Column
from indicators.readers.sdmx.components import Concept, codes, find, labels

STATUS = re.compile(r"OBS_STATUS(_\d)?|OBS_FLAG(_\d)?|OBSERVATION STATUS.*|OBSERVATION FLAG.*")
REMARK = re.compile(
    r"OBS_COM|OBS_COMMENT|COMMENT_OBS|OBS_NOTE|OBS_FOOTNOTE|FOOTNOTES?|OBSERVATION COMMENT"
)
_CONFIDENTIAL = re.compile(r"CONF_STATUS|OBS_CONF|CONFIDENTIALITY STATUS.*")
_SOURCES = ("DATA_SOURCE", "SOURCE", "SOURCE_DETAIL", "SOURCE_AGENCY")


def remarks(table: Table, found: Sequence[Concept], value: int) -> tuple[Column, Column]:
    """Status and note, from flags, confidentiality and remarks on the figure; `value` is where the value stands."""
    flags = [
        codes(table, entry)
        for entry in found
        if STATUS.fullmatch(entry.id) or (entry.id == "STATUS" and entry.at > value)
    ]
    letters = join_columns([table.constant(""), *flags], "") if flags else table.constant("")
    own = any(entry.id.startswith("OBS_STATUS") for entry in found)
    secret = [
        reworded(codes(table, entry), confidential)
        for entry in found
        if _CONFIDENTIAL.fullmatch(entry.id)
    ]
    words = [table.column(entry.column) for entry in found if REMARK.fullmatch(entry.id)]
    noted = reworded(letters, partial(_status_note, own=own))
    return reworded(letters, partial(_status, own=own)), join_columns(
        [noted, *secret, *words], "; "
    )


def source_of(table: Table, found: Sequence[Concept]) -> Column:
    """Where the figures come from, by name where the file has one."""
    entry = find(found, _SOURCES)
    named = labels(table, entry)
    return named if any(named.categories) else codes(table, entry)


def _status(word: str, own: bool) -> str:
    return "" if own and word == "S" else parse_flag(word).status


def _status_note(word: str, own: bool) -> str:
    """In the code list of SDMX S means a strike; as a flag of Eurostat s means an estimate."""
    return "strike or other special event" if own and word == "S" else parse_flag(word).note


def confidential(word: str) -> str:
    """What a confidentiality status says: nothing where the figure is free."""
    bare = word.strip().casefold()
    if bare in ("", "f", "pu", "public", "_z", "nan") or bare.startswith("free"):
        return ""
    return (
        "not for publication"
        if bare in ("n", "p") or "not for publication" in bare
        else "confidential"
    )
