"""Who may connect: our own pages and allowed ones, up to a limit; and which headers of theirs the
access decision reads.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from urllib.parse import urlsplit

import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.asgi import refuse, values
from dashboard.upload_permits import CONNECTION, permits

CONNECTIONS = 1000
"""Largest number of open pages; each takes about half a megabyte, and anybody may open one."""
_LOG = logging.getLogger(__name__)


class Connections:
    """Lets in our own pages, gives each connection its name, and bounds their number.

    What pages say is passed on in turn. Streamlit begins a thread for each such message and waits
    until it runs, five milliseconds or more where others work: for two hundred in a row nothing
    else would be answered.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        origins, hosts = values(scope, b"origin"), values(scope, b"host")
        if not origin_allowed(origins, hosts):
            _LOG.warning(
                "a page of %.100s asked for the host %.100s and was refused. If it is this "
                "dashboard behind a web server, docs/config.md says what to set "
                '("Who may connect").',
                ascii(origins),
                ascii(hosts),
            )
            await refuse(scope, receive, send, 403, "This page is not of this dashboard.")
        elif permits().connections >= CONNECTIONS:
            _LOG.warning("%d pages are open: another was refused", CONNECTIONS)
            await refuse(scope, receive, send, 503, "Too many pages are open.")
        else:
            await self._connect(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def in_turn() -> Message:
            message = await receive()
            async with self._turn:
                await asyncio.sleep(0)  # one round of the loop, for all else that waits
            return message

        connection = secrets.token_hex(16)
        permits().begin(connection)
        try:
            await self.app(_with_connection(scope, connection), in_turn, send)
        finally:
            permits().end(connection)


def origin_allowed(origins: list[str], hosts: list[str]) -> bool:
    """Return whether a handshake may come in: from a page of the host it asks for, or of an allowed
    one.

    A handshake without Origin comes from no browser. It may come in, as nobody is signed in by it.
    Streamlit would allow more, and ask an address on the Internet who we are before it refuses.
    """
    if len(origins) > 1 or len(hosts) != 1:
        return False
    if not origins or not st.get_option("server.enableCORS"):
        return True
    name = _netloc(origins[0])
    return bool(name) and (name == hosts[0] or origins[0] in allowed_origins())


def allowed_origins() -> list[str]:
    """Return the origins of `server.corsAllowedOrigins`."""
    return [origin.strip() for origin in st.get_option("server.corsAllowedOrigins")]


def _netloc(origin: str) -> str:
    """Host and port of an origin, as they stand there; '' where it is none."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return ""
    return parts.netloc if parts.scheme in ("http", "https") else ""


def _with_connection(scope: Scope, connection: str) -> Scope:
    """Give the handshake with the name of its connection, and with what the access decision needs.

    Streamlit lets a page of the same host in without another look. So an allowed page of another
    name has its own put first; the access decision sees both, and that this is not a visit from
    the computer itself. Nor is one without an address, through a socket file.
    """
    headers = [pair for pair in scope["headers"] if pair[0] != CONNECTION.encode()]
    origin, host = values(scope, b"origin"), values(scope, b"host")
    if origin and _netloc(origin[0]) != host[0]:
        headers = [(b"host", _netloc(origin[0]).encode("latin-1")), *headers]
    if scope.get("client") is None:
        headers = [*headers, (b"x-forwarded-for", b"unknown")]
    return {**scope, "headers": [*headers, (CONNECTION.encode(), connection.encode())]}
