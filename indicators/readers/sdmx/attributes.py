"""Attributes of SDMX that describe an observation: status, confidentiality, comments, source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from indicators.readers.cells.status_flags import parse_flag
from indicators.readers.columns import join_columns, map_categories
from indicators.readers.delimited.table import Table
from indicators.readers.rows import Column
from indicators.readers.sdmx import component_ids as ids
from indicators.readers.sdmx.components import Component, codes, find, labels_or_codes

_STRIKE = "S"
"""A strike or other special event in SDMX's code list; in Eurostat's flags s is an estimate."""


def status_and_note(
    table: Table, components: Sequence[Component], value_position: int
) -> tuple[Column, Column]:
    """Return statuses and notes, from flags, confidentiality and comments on the observations.

    A column STATUS is the status of the observation only behind the value.
    """
    status_columns = [
        codes(table, component)
        for component in components
        if ids.OBS_STATUS.fullmatch(component.id)
        or (component.id == "STATUS" and component.position > value_position)
    ]
    letters = join_columns([table.constant(""), *status_columns], "")
    is_sdmx = any(component.id.startswith("OBS_STATUS") for component in components)
    confidential = [
        map_categories(codes(table, component), confidentiality_note)
        for component in components
        if ids.CONF_STATUS.fullmatch(component.id)
    ]
    comments = [
        table.column(component.column)
        for component in components
        if ids.COMMENT_OBS.fullmatch(component.id)
    ]
    status = map_categories(letters, partial(_status, is_sdmx=is_sdmx))
    status_note = map_categories(letters, partial(_status_note, is_sdmx=is_sdmx))
    return status, join_columns([status_note, *confidential, *comments], "; ")


def data_source(table: Table, components: Sequence[Component]) -> Column:
    """Return where the figures come from, by label where the file has one."""
    return labels_or_codes(table, find(components, ids.DATA_SOURCE))


def _status(word: str, is_sdmx: bool) -> str:
    return "" if is_sdmx and word == _STRIKE else parse_flag(word).status


def _status_note(word: str, is_sdmx: bool) -> str:
    return "strike or other special event" if is_sdmx and word == _STRIKE else parse_flag(word).note


def confidentiality_note(word: str) -> str:
    """Return what a confidentiality status says, '' where the observation is free."""
    status = word.strip().casefold()
    if status in ("", "f", "pu", "public", "_z", "nan") or status.startswith("free"):
        return ""
    if status in ("n", "p") or "not for publication" in status:
        return "not for publication"
    return "confidential"
