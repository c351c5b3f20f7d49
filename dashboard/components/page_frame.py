"""How every page is dressed: a readable measure, large screens scaled, narrow ones stacked. No data
in here.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from dashboard.style import Palette
from indicators.locale import Locale

_CSS = """
<style>
html { font-size: calc(16px * max(1, min(100vw / 1920px, 2.4))); }
[data-testid="stMainBlockContainer"] { max-width: 92rem; padding: 4rem 2rem 3rem; }
@media (max-width: 640px) { [data-testid="stMainBlockContainer"] { padding: 4rem 0.9rem 2rem; } }
[data-testid="stMarkdownContainer"] h1 {
  font-size: 1.9rem; line-height: 1.2; padding: 0.2rem 0 0.3rem;
}
[data-testid="stMarkdownContainer"] h2 { font-size: 1.3rem; padding: 0.9rem 0 0.3rem; }
[data-testid="stMarkdownContainer"] h3 { font-size: 1.05rem; padding: 0.5rem 0 0.2rem; }
[data-testid="stHeader"] { font-size: 1rem; }
</style>
"""

_FOLDER = Path(__file__).parent
_PRINT = f"<style>{(_FOLDER / 'print.css').read_text(encoding='utf-8')}</style>"
_PAGE = st.components.v2.component("page", js=(_FOLDER / "page.js").read_text(encoding="utf-8"))
SIZES = ("page", "phone", "screen")
_COUNTS = {name: f"{{{name}}}" for name in ("first", "last", "rows", "columns", "of")}
"""Numbers of a printed table that only the browser knows: page.js sets them in the sentence."""


# Streamlit writes white on every chosen item, which cannot be read on the light blue of the dark
# theme.
_CHOSEN = (
    "<style>[data-testid='stMultiSelect'] span[title], "
    "[data-testid='stMultiSelect'] span[title] ~ * {{ color: {} }}</style>"
)


# Paper is light: dark and light change places and colours keep their hue, charts and all; then the
# ground is made white.
_LIGHT_PAPER = """<style>@media print {
  html, body { background: #ffffff !important; }
  [data-testid="stMain"] { filter: invert(1) hue-rotate(180deg) brightness(1.1); }
  [data-testid="stApp"], [data-testid="stApp"] > div { background: #ffffff !important; }
}</style>"""


def apply_style(locale: Locale, palette: Palette) -> str:
    """Set styles and language of every page; return the size that its figures are drawn in."""
    st.html(_PRINT)
    st.html(
        _CSS + (_CHOSEN.format(palette.background) + _LIGHT_PAPER if palette.kind == "dark" else "")
    )
    previous_size = st.session_state.get("size", "page")
    settings = {
        "language": locale.tag,
        "dates": locale.format("browser") or locale.tag,
        "size": previous_size,
        "partOfTable": locale.text("app.part_of_table", **_COUNTS),
    }
    frame = _PAGE(data=settings, key="page", height=1, on_size_change=lambda: None)
    size = frame.size if frame.size in SIZES else previous_size
    st.session_state["size"] = size
    return str(size)


def print_footer(title: str) -> None:
    """Print what a sheet of paper needs to be found again: the dashboard's title; the page adds the
    address and the day it is printed.
    """
    with st.container(key="print_foot"):
        st.html(f"<span>{escape(title)}</span> · <span class='print-address'></span>")
