"""Tiles: one indicator each, with its value, change, rank, target and small trend; a click opens
it.

A component of our own, for Streamlit's metric cannot hold rank, target and a link, and forty of
them cost four times the page; one for all fields, for each element costs the server half a
millisecond. Its data are plain values; the script writes them with textContent, so no text from a
file is ever read as HTML. Links are real links, for middle clicks and screen readers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from dashboard.views.tiles import Tile

_FOLDER = Path(__file__).parent
_TILES = st.components.v2.component(
    "tiles",
    css=(_FOLDER / "tiles.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "tiles.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Field:
    """The tiles of one pillar under its title; `empty` is said where its place has none.

    `setting` is the title of `setting_tiles`, those of the places above.
    """

    title: str
    description: str
    icon: str
    empty: str
    tiles: Sequence[Tile]
    setting: str = ""
    setting_tiles: Sequence[Tile] = ()


def encode(fields: Sequence[Field], colours: dict[str, str]) -> str:
    """Return what the component draws, as text that is made once and sent at every run."""
    return json.dumps(
        {"fields": [asdict(field) for field in fields], "colours": colours},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def tiles(content: str) -> str:
    """Draw the fields with their tiles; returns the id of the one clicked in this run, else an
    empty string.
    """
    return str(_TILES(data=content, key="tiles", on_open_change=_nothing).open or "")


def _nothing() -> None:
    """Streamlit passes a click on only where somebody listens."""
