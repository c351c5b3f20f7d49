"""A bar with the share in per cent of what is being computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.url_state import View, plain
from indicators import wording


@contextmanager
def progress_bar(view: View, key: str) -> Iterator[Callable[[float], None]]:
    """Yield a function that draws the share done; the bar goes at the end of the block.

    `key` is of a phrase with `{share}`. Where the function is never called, nothing is drawn.
    """
    place = st.empty()

    def show(share: float) -> None:
        text = view.locale.text(key, share=wording.share(share, 1, view.language))
        place.progress(min(share, 1.0), plain(text))

    try:
        yield show
    finally:
        place.empty()
