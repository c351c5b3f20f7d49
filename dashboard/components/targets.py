"""What the pages of targets and of an indicator draw of a target: forecasts, document, tone."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import streamlit as st

from dashboard.components.progress import progress_bar
from dashboard.url_state import View, plain
from dashboard.views.inventory import web_address
from indicators.analysis.targets import Road, road_forecast
from indicators.model import Target
from indicators.trajectories.forecasts import Forecast, NoForecast

Forecasts = Mapping[str, Forecast | NoForecast | None]
"""The forecast of each road, by its id; None where none is needed."""

TONE_COLOURS: Mapping[str, str] = MappingProxyType(
    {"good": "green", "warn": "orange", "bad": "red"}
)
"""Names of colours in Markdown, by tone."""
DELAY = 1.0
"""Seconds after which the progress of a computation is shown."""


def forecasts(view: View, roads: Sequence[Road]) -> Forecasts:
    """Return the forecast of each road; the share that is done is drawn after DELAY seconds."""
    made: dict[str, Forecast | NoForecast | None] = {}
    start = time.monotonic()
    with progress_bar(view, "targets.computing") as show:
        for count, road in enumerate(roads):
            if time.monotonic() - start > DELAY:
                show(count / len(roads))
            made[road.id] = road_forecast(view.dataset, road, view.today)
    return made


def document_link(view: View, target: Target) -> None:
    """Draw a link to the document of a target; nothing where its address does not lead to the web.

    The address is no Markdown here, so that nothing in it can become more than an address.
    """
    if address := web_address(target.url):
        label = plain(view.locale.text("target.read"))
        st.link_button(label, address, type="tertiary", icon=":material/open_in_new:")
