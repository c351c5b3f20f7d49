"""Pages that are drawn once before the first visitor, who would else wait for it.

The first drawing imports libraries, reads words and fills what is computed once from the figures:
half a second of work. So the dashboard opens its first pages itself, in each of its languages, over
a connection as a browser has it, but without a network.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st
from starlette.types import ASGIApp, Message, Scope
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.asgi import base_path
from dashboard.live_dataset import live

PAGES = ("", "indicator")
"""The pages that are drawn ahead, by their path: those that people open first."""
PATIENCE = 60.0
"""Seconds after which a page is given up."""
ENDING = 5.0
"""Seconds after which a connection that does not end is cut."""
PAUSE = 0.05
"""Seconds between two looks whether the figures have been read."""
_LOG = logging.getLogger(__name__)


async def draw_ahead(app: ASGIApp) -> None:
    """Draw the first pages once the figures have been read; nothing where there are none.

    Never raises an Exception: visitors only wait longer.
    """
    try:
        while not live().is_loaded:
            await asyncio.sleep(PAUSE)
        dataset = live().current.dataset
        if dataset is not None:
            await asyncio.wait_for(_Visit(app).draw(dataset.catalogue.languages), PATIENCE)
    except Exception:  # noqa: BLE001 - whatever it is, the first visitor draws what is missing
        _LOG.warning("the first pages were not drawn ahead", exc_info=True)


class _Visit:
    """A connection of the dashboard to itself.

    A class: both directions of a connection go on at the same time.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._incoming: asyncio.Queue[Message] = asyncio.Queue()
        self._drawn = asyncio.Event()

    async def draw(self, languages: Sequence[str]) -> None:
        """Draw each page in each language, one after the other."""
        self._incoming.put_nowait({"type": "websocket.connect"})
        connection = asyncio.ensure_future(self._connect())
        try:
            for language in languages:
                for page in PAGES:
                    await self._open(page, language, connection)
        finally:
            self._incoming.put_nowait({"type": "websocket.disconnect", "code": 1000})
            await asyncio.wait_for(connection, ENDING)

    async def _connect(self) -> None:
        await self._app(_handshake(), self._incoming.get, self._send)

    async def _open(self, page: str, language: str, connection: asyncio.Future[None]) -> None:
        """Ask for a page and wait until it has been drawn, or the connection has ended."""
        self._drawn.clear()
        content = _request(page, language)
        self._incoming.put_nowait({"type": "websocket.receive", "bytes": content})
        drawn = asyncio.ensure_future(self._drawn.wait())
        try:
            await asyncio.wait((drawn, connection), return_when=asyncio.FIRST_COMPLETED)
        finally:
            drawn.cancel()

    async def _send(self, message: Message) -> None:
        content = message.get("bytes")
        if content and ForwardMsg.FromString(content).WhichOneof("type") == "script_finished":
            self._drawn.set()


def _handshake() -> Scope:
    """Return the request for a connection: of this computer, by a name that may be used for it."""
    hosts = st.get_option("server.allowedHosts") or ["localhost"]
    host = str(hosts[0]).replace("*", "localhost")  # '*' and '*.example' are patterns
    path = f"{base_path()}/_stcore/stream"
    return {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", host.encode("latin-1"))],
        "subprotocols": ["streamlit"],
        "client": None,
        "server": ("localhost", 0),
        "extensions": {},
    }


def _request(page: str, language: str) -> bytes:
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.query_string = urlencode({"lang": language})
    message.rerun_script.context_info.locale = language
    return bytes(message.SerializeToString())
