"""Charts of the indicator page ahead of a choice: `GET figures/FINGERPRINT?ADDRESS`.

The browser asks for what a reader points at, so that a choice is drawn at once; the page's own
answer follows, and is not drawn a second time where it is the same figure. The address is that of
the page, with `theme` and `size`, which the page knows of the browser. What the page would not show
is not given: figures are those of the dataset that is shown, without what its terms leave out.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.components.page_frame import SIZES
from dashboard.components.plot import encode
from dashboard.live_dataset import live
from dashboard.pages.indicator.ahead import box_options
from dashboard.static_files import MIN_SIZE, compress
from dashboard.style import palette
from dashboard.url_state import View
from dashboard.views.indicator_address import draw_address, read_address
from indicators import Dataset
from indicators.locale import get_locale

PARAMETERS = frozenset(
    [
        "indicator",
        "place",
        "places",
        "view",
        "period",
        "group",
        "breakdown",
        "over",
        "members",
        "lang",
        "theme",
        "size",
    ]
)
MAX_LENGTH = 1000
"""Bytes of an address that are read."""
AT_ONCE = 1
"""Number of figures that are drawn ahead at a time: pages go first, and a choice can wait."""
THEMES: dict[str, Literal["light", "dark"]] = {"light": "light", "dark": "dark"}
_ROOM = threading.BoundedSemaphore(AT_ONCE)


NOTHING_AHEAD = 204
"""Where all is well and there is nothing to draw: browsers write other refusals into their log."""


@dataclass(frozen=True)
class Refusal(Exception):
    """Why there is no figure: a status of HTTP and a short sentence."""

    status: int
    sentence: str


def routes(base: str) -> list[Route]:
    """Return the route that gives figures below `base`, a path like '/board' or ''."""
    path = f"{base}/figures/{{fingerprint}}"
    return [
        Route(path, partial(_answer, _drawn_in_turn), methods=["GET"]),
        Route(f"{path}/options", partial(_answer, options_of), methods=["GET"]),
    ]


def _answer(make: Callable[[Dataset, Mapping[str, str]], bytes], request: Request) -> Response:
    """Give what `make` makes, or say why not; Starlette calls this on a thread of its own."""
    try:
        if len(request.url.query) > MAX_LENGTH:
            raise Refusal(400, "The address is too long.")
        dataset = live().current.dataset
        if dataset is None or dataset.fingerprint != request.path_params["fingerprint"]:
            raise Refusal(NOTHING_AHEAD, "These figures are not shown any more.")
        content = make(dataset, dict(request.query_params))
    except Refusal as refusal:
        headers = {"Cache-Control": "no-store"}
        if refusal.status == NOTHING_AHEAD:
            return Response(status_code=NOTHING_AHEAD, headers=headers)
        return PlainTextResponse(refusal.sentence, refusal.status, headers=headers)
    # Not for ever: the same data are drawn anew by a newer version of this software.
    headers = {"Cache-Control": "private, max-age=300", "Vary": "Accept-Encoding"}
    accepts_gzip = "gzip" in request.headers.get("accept-encoding", "")
    if accepts_gzip and len(content) >= MIN_SIZE:
        content = compress(content)
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type="text/plain; charset=utf-8", headers=headers)


def _drawn_in_turn(dataset: Dataset, parameters: Mapping[str, str]) -> bytes:
    """Draw where nobody else has a figure drawn ahead; who is refused waits for the page."""
    if not _ROOM.acquire(blocking=False):
        raise Refusal(NOTHING_AHEAD, "Other figures are drawn now.")
    try:
        return figure_ahead(dataset, parameters)
    finally:
        _ROOM.release()


def figure_ahead(dataset: Dataset, parameters: Mapping[str, str]) -> bytes:
    """Return the chart that the indicator page would show at an address, as plot.js reads it;
    raises `Refusal`.
    """
    view = _view(dataset, parameters)
    indicator = dataset.catalogue.indicators.get(parameters.get("indicator", ""))
    if indicator is None:
        raise Refusal(404, "There is no such indicator.")
    address = read_address(dataset, indicator, parameters, view.place, view.style)
    if address.notices:
        raise Refusal(400, "The address holds what there is not.")
    chart = draw_address(address, live().data) if address.query.places else None
    if chart is None:
        raise Refusal(NOTHING_AHEAD, "There is no figure for this place.")
    return encode(chart, view.locale)


def options_of(dataset: Dataset, parameters: Mapping[str, str]) -> bytes:
    """Return the options of the boxes of places and of indicators in a language, as JSON."""
    language = parameters.get("lang", "")
    if language not in dataset.catalogue.languages:
        raise Refusal(400, "lang is not one of those there are.")
    view = View(dataset, get_locale(language), palette("light"), dataset.catalogue.focus)
    return dataset.cached(("options ahead", language), lambda: _encoded_options(view))


def _encoded_options(view: View) -> bytes:
    return json.dumps(box_options(view), ensure_ascii=False, separators=(",", ":")).encode()


def _view(dataset: Dataset, parameters: Mapping[str, str]) -> View:
    """Give the view of a page at an address."""
    if not parameters.keys() <= PARAMETERS:
        raise Refusal(400, "The address has unknown parts.")
    language, place = parameters.get("lang", ""), parameters.get("place", "")
    theme, size = THEMES.get(parameters.get("theme", "")), parameters.get("size", "")
    if language not in dataset.catalogue.languages or theme is None or size not in SIZES:
        raise Refusal(400, "lang, theme or size is not one of those there are.")
    if place not in dataset.catalogue.places:
        raise Refusal(404, "There is no such place.")
    colours = palette(theme)
    paper = replace(colours, paper=colours.background)
    return View(dataset, get_locale(language), paper, place, size=size)
