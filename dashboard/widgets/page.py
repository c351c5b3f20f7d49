"""How every page is dressed: a readable measure, large screens scaled, narrow ones stacked. No data in here."""

from __future__ import annotations

import streamlit as st

from dashboard.state import View

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

_LANGUAGE = st.components.v2.component("page_language", js="""
export default function ({ data }) { document.documentElement.lang = data.language; }
""")


def dress(view: View) -> None:
    """Styles for every page, and the page's language, which screen readers need to pronounce it."""
    st.html(_CSS)
    _LANGUAGE(data={"language": "zh-CN" if view.language == "zh" else view.language}, key="page_language", height=0)
