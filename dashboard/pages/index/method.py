"""How an index is made, step by step, and the way from a score down to file and line."""

from __future__ import annotations

import streamlit as st

from dashboard import url_state
from dashboard.components.downloads import bare_table, box
from dashboard.pages.index.charts import cached_chart, lines, text
from dashboard.url_state import View, plain
from dashboard.views import index_details as details
from dashboard.views import index_method as method
from dashboard.views.composite_index import IndexQuery


@st.fragment
def how_it_is_made(view: View, query: IndexQuery) -> None:
    """Draw each step's choice in words, the indicators with their weights, and downloads, once the
    box is opened.
    """
    name = query.index.description.id
    made = box(view.locale.text("index.made_title"), "index_made", ":material/construction:")
    if made is None:
        return
    with made:
        steps = query.dataset.cached_for_address(
            ("index method", *query.key), lambda: method.method_lines(query)
        )
        st.markdown("\n".join(f"{at}. {plain(step)}" for at, step in enumerate(steps, 1)))
        content = cached_chart(query, "made", lambda: method.indicators_table(query))
        bare_table(content, "index_made")
        trials = method.trial_lines(query)
        if trials:
            st.markdown(f"**{text(view, 'index.trials')}**")
            st.markdown(lines(trials))
        st.download_button(
            view.locale.text("index.steps_download"),
            lambda: method.steps_archive(query),
            f"index-steps-{name}.zip",
            "application/zip",
            key="index_steps_zip",
            on_click="ignore",
            icon=":material/folder_zip:",
        )


def drill_down(view: View, query: IndexQuery) -> None:
    """Draw links from each field to its indicators, and from each figure to its file and line."""
    pages = st.session_state.get("pages", {})
    if "indicator" not in pages or "data" not in pages:
        return
    with st.expander(view.locale.text("index.drill_down"), icon=":material/account_tree:"):
        field = ""
        for link in details.figure_links(query):
            if link.field != field:
                field = link.field
                st.markdown(f"**{plain(field)}**")
            with st.container(horizontal=True):
                st.page_link(
                    pages["indicator"],
                    label=plain(link.label),
                    query_params=url_state.link(indicator=link.indicator),
                    icon=":material/show_chart:",
                )
                if link.file:
                    st.page_link(
                        pages["data"],
                        label=plain(link.line),
                        query_params=url_state.link(file=link.file),
                        icon=":material/description:",
                    )
