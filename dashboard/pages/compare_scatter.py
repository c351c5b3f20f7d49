"""Compare, two indicators: the choices of the scatter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import comparing, relating, state
from dashboard.compareview import Compared
from dashboard.relateview import Pair, scatter_shown
from dashboard.shown import Shown
from dashboard.state import View, plain
from indicators import words

Choose = Callable[..., None]
Known = Callable[[View, str, str, Sequence[str], dict[str, str]], str]
LATEST = "latest"
NONE = "none"


def scatter_view(view: View, made: Compared, choose: Choose, known: Known) -> Shown | None:
    """Draw the choices, beside the chart the caller draws; None where no two indicators have places in common."""
    return None
