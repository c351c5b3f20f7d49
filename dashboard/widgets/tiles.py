"""Tiles: one indicator each, with its value, change, rank, target and small trend; a click opens it.

A component of our own, for Streamlit's metric cannot hold rank, target and a link, and forty of them cost four
times the page. Its data are plain values; the script writes them with textContent, so no text from a file is
ever read as HTML. Links are real links, for middle clicks and screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import streamlit as st

from dashboard.tileview import Tile

_HERE = Path(__file__).parent
_TILES = st.components.v2.component("tiles", css=(_HERE / "tiles.css").read_text(encoding="utf-8"),
                                    js=(_HERE / "tiles.js").read_text(encoding="utf-8"))


def tiles(shown: Sequence[Tile], colours: dict[str, str], key: str) -> str:
    """Draw the tiles; returns the id of the one that was clicked in this run, else an empty string."""
    clicked = _TILES(data={"tiles": [asdict(tile) for tile in shown], "colours": colours}, key=key,
                     on_open_change=lambda: None)
    return str(clicked.open or "")
