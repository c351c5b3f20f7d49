"""How every page is dressed: a readable measure, large screens scaled, narrow ones stacked. No data in here."""

from __future__ import annotations

import streamlit as st

from dashboard.locale import Locale
from dashboard.theme import Palette

_CSS = """
<style>
html { font-size: calc(16px * max(1, min(100vw / 1920px, 2.4))); }
[data-testid="stMainBlockContainer"] { max-width: 92rem; padding: 4rem 2rem 3rem; }
@media (max-width: 640px) { [data-testid="stMainBlockContainer"] { padding: 4rem 0.9rem 2rem; } }
[data-testid="stMarkdownContainer"] h1 { font-size: 1.9rem; line-height: 1.2; padding: 0.2rem 0 0.3rem; }
[data-testid="stMarkdownContainer"] h2 { font-size: 1.3rem; padding: 0.9rem 0 0.3rem; }
[data-testid="stMarkdownContainer"] h3 { font-size: 1.05rem; padding: 0.5rem 0 0.2rem; }
[data-testid="stHeader"] { font-size: 1rem; }
@media print { [data-testid="stHeader"], .st-key-header { display: none; } }
</style>
"""

# The page's language, which screen readers need to pronounce it, and how wide the reader's window is: neither can
# be set or known on the server. Only phones and walls answer, so a desk pays no second run.
_PAGE = st.components.v2.component("page", js="""
export default function ({ data, setStateValue }) {
  document.documentElement.lang = data.language;
  const width = window.innerWidth;
  const size = width < 640 ? "phone" : width > 2600 ? "screen" : "page";
  if (size !== data.size) setStateValue("size", size);
}
""")
SIZES = ("page", "phone", "screen")


# Streamlit writes white on every chosen item, which cannot be read on the light blue of the dark theme.
_CHOSEN = "<style>[data-testid='stMultiSelect'] span[title], [data-testid='stMultiSelect'] span[title] ~ * {{ color: {} }}</style>"


def dress(say: Locale, palette: Palette) -> str:
    """Styles and language for every page; returns the size that its figures are drawn in."""
    st.html(_CSS + (_CHOSEN.format(palette.background) if palette.kind == "dark" else ""))
    known = st.session_state.get("size", "page")
    given = _PAGE(data={"language": "zh-CN" if say.language == "zh" else say.language, "size": known}, key="page",
                  height=1, on_size_change=lambda: None)
    size = given.size if given.size in SIZES else known
    st.session_state["size"] = size
    return str(size)
