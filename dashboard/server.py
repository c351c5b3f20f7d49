"""What stands in front of Streamlit: who may send files, `/health`, headers on every answer.

Plain ASGI, so that nothing is held in memory on its way. app.py hands all of it to `st.App`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sys
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import figures_ahead, plotly_bundles, url_state
from dashboard.asgi import answer_handshake, base_path, refuse, values
from dashboard.connections import Connections
from dashboard.health import Health
from dashboard.live_dataset import live
from dashboard.start_page import StartPages, first_files
from dashboard.static_files import STREAMLIT_FOLDER, CompressedFiles, compress_ahead
from dashboard.upload_permits import largest, permits
from dashboard.warm_up import draw_ahead
from indicators.catalogue import Catalogue, UploadSettings

UPLOADS = 4
"""Number of files that are received at once; others wait, unread, until one of them is complete."""
STALL = 60.0
"""Seconds without a byte after which a file is given up."""
FRAME = 1024 * 1024
"""Bytes that a body may have beyond the file that it carries: its name and the marks around it."""
PROBLEMS = 20
"""Largest number of problems listed by `/health`; the others are counted."""
_FOLDERS = re.compile(r"(?<![\w./])(?:[A-Za-z]:)?[/\\](?:[^\s/\\'\":;,]+[/\\])+")
"""The folders of a whole path of this machine, up to the name of the file."""
_LOG = logging.getLogger(__name__)
_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - compared with, not bound to
_FOLDER = ("localhost", "127.0.0.1", "::1")


def middleware() -> list[Middleware]:
    """Return what every request passes, from the outside in."""
    return [
        Middleware(Headers),
        Middleware(Monitor),
        Middleware(StartPages),
        Middleware(CompressedFiles),
        Middleware(Connections),
        Middleware(Uploads),
    ]


def routes() -> list[Route]:
    """Return the addresses that are ours and not Streamlit's."""
    return [*plotly_bundles.routes(base_path()), *figures_ahead.routes(base_path())]


def exception_handlers() -> Mapping[Any, Callable[[Request, Exception], Response]]:
    """Return what is answered where a request fails; the trace goes to the log."""
    return {Exception: _failed}


def script_failed(error: Exception) -> bool:
    """Return True, for Streamlit to show nothing itself: a sentence in the reader's language stands
    where the page failed.

    Streamlit calls it for what `app._draw_page` does not catch, which is what fails in a fragment,
    after it has logged the trace.
    """
    _LOG.error("a part of a page could not be drawn: %s", type(error).__name__)
    st.error(url_state.visitor_locale().text("error.page"), icon=":material/error:")
    return True


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Start reading the figures, so that the first visitor need not wait, and say where the
    dashboard is.
    """
    threading.Thread(target=_prepare, name="first-reading", daemon=True).start()
    drawing = asyncio.create_task(draw_ahead(app))
    if _started_by_streamlit():
        print(greeting(), flush=True)
    yield
    drawing.cancel()
    await asyncio.gather(drawing, return_exceptions=True)


def _prepare() -> None:
    """Read the figures, and compress what every visitor gets."""
    live().refresh()
    named = [STREAMLIT_FOLDER / name for name in first_files()]
    compress_ahead([*named, plotly_bundles.installed_bundles().small.file])


def _started_by_streamlit() -> bool:
    """Say whether Streamlit chose address and port: another server, as uvicorn, knows its own and
    says them.
    """
    return Path(sys.argv[0]).name == "app.py"


def greeting() -> str:
    """Return where the dashboard is, who can reach it, and how that is changed."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    port, address = st.get_option("server.port"), str(st.get_option("server.address") or "")
    lines = [f"The dashboard is on {scheme}://{_shown_name(address)}:{port}{base_path()}/"]
    if address in _FOLDER:
        lines += [
            "Only this computer reaches it. "
            "To open it to the network, start it with --server.address 0.0.0.0"
        ]
    else:
        lines += [
            f"Everybody who reaches port {port} of this computer can read it. "
            "For this computer alone, start it with --server.address localhost"
        ]
    lines += ["docs/config.md says what that means, and how to put a web server in front."]
    return "\n".join(["", *(f"  {line}" for line in lines), ""])


def _shown_name(address: str) -> str:
    """Give the name to go to: the one that is set for browsers, else the address that is listened
    on.
    """
    public = str(st.get_option("browser.serverAddress") or "localhost")
    if public != "localhost" or address in _EVERYWHERE:
        return public
    return f"[{address}]" if ":" in address else address


class Monitor:
    """Answers `/health`, which asks no script and no session.

    Streamlit's own metrics, which tell anybody how many visitors there are and what they use, are
    not given out.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] == "http" and scope["path"].endswith("/_stcore/metrics"):
            await refuse(scope, receive, send, 404, "Not here: see /health.")
        elif scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and _asks_health(scope):
            await health()(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _asks_health(scope: Scope) -> bool:
    """Say whether the path is /health, as it is or below the path under which everything stands."""
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    return path in ("/health", f"{base_path()}/health")


def health() -> Response:
    """Return the state of the dashboard: 200 where figures are shown, else 503."""
    state = live().health()
    return JSONResponse(
        _as_json(state),
        200 if state.state in ("ok", "degraded") else 503,
        headers={"Cache-Control": "no-store"},
    )


def _as_json(state: Health) -> dict[str, object]:
    """Give the health as JSON: sentences without what stood in a file, and without paths of this
    machine.
    """
    first = (replace(problem, found="") for problem in state.problems[:PROBLEMS])
    sentences = [_without_folders(str(problem)) for problem in first]
    rest = len(state.problems) - PROBLEMS
    if rest > 0:
        sentences.append(f"and {rest} more")
    return {"state": state.state, "problems": sentences}


def _without_folders(sentence: str) -> str:
    """Give a sentence without folders of this machine: first those that are known, which may hold
    blanks.
    """
    for folder in (live().data.parent, Path.home()):
        for path in (folder.resolve(), folder.absolute()):
            sentence = sentence.replace(f"{path}{os.sep}", "")
    return _FOLDERS.sub("", sentence)


def _failed(_: Request, __: Exception) -> Response:
    return PlainTextResponse("Internal Server Error", 500, headers=dict(_security_headers()))


def _catalogue() -> Catalogue | None:
    dataset = live().current.dataset
    return dataset.catalogue if dataset else None


def _security_headers() -> list[tuple[str, str]]:
    """Give what every answer says to the browser, as config.yaml is now."""
    catalogue = _catalogue()
    sites = catalogue.embed if catalogue else ()
    return [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("content-security-policy", " ".join(["frame-ancestors 'self'", *sites])),
    ]


class Headers:
    """Adds the headers to every answer; a refused handshake gets an answer that can have them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        can_answer = "websocket.http.response" in scope.get("extensions", {})
        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "websocket.close" and can_answer and not begun:
                await answer_handshake(with_headers, 403, "Refused.")
                return
            if message["type"] in _STARTS:
                begun = True
                message = {**message, "headers": [*message.get("headers", ()), *_missing(message)]}
            await send(message)

        await self.app(scope, receive, with_headers)


_STARTS = ("http.response.start", "websocket.accept", "websocket.http.response.start")


def _missing(message: Message) -> list[tuple[bytes, bytes]]:
    names = {name.lower() for name, _ in message.get("headers", ())}
    headers = [(name.encode(), value.encode()) for name, value in _security_headers()]
    return [header for header in headers if header[0] not in names]


class Uploads:
    """Lets files in from sessions that have a permit, so large and so many at a time, and reads
    nothing of others.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._room = asyncio.Semaphore(UPLOADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http" or not _changes_uploads(scope):
            await self.app(scope, receive, send)
        elif not _may_upload(scope):
            await refuse(scope, receive, send, 403, "Files cannot be added here.")
        elif scope["method"] == "DELETE":
            await self.app(scope, receive, send)
        elif _length(scope) > _most():
            await refuse(scope, receive, send, 413, _too_large())
        else:
            async with self._room:
                await self._take(scope, receive, send)

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a body on, counting what comes in, whatever its headers said of it."""
        received, begun = 0, False

        async def counted() -> Message:
            nonlocal received
            message = await asyncio.wait_for(receive(), STALL)
            received += len(message.get("body", b""))
            if received > _most():
                raise _TooLarge
            return message

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, counted, sent)
        except (_TooLarge, TimeoutError) as error:
            if begun:
                raise
            if isinstance(error, _TooLarge):
                await refuse(scope, receive, send, 413, _too_large())
            else:
                await refuse(scope, receive, send, 408, "Nothing came.")


class _TooLarge(Exception):
    """More came in than may."""


def _too_large() -> str:
    return f"A file may have {largest()} MB."


def _most() -> int:
    """Bytes that a body may have."""
    return largest() * 1024 * 1024 + FRAME


def _changes_uploads(scope: Scope) -> bool:
    """Say whether files would come or go: by what stands in the path, whatever stands before it."""
    changes = scope["method"] not in ("GET", "HEAD", "OPTIONS")
    return changes and "/_stcore/upload_file/" in scope["path"]


def _may_upload(scope: Scope) -> bool:
    """Say whether the session in the path .../upload_file/SESSION/FILE has a permit."""
    catalogue = _catalogue()
    parts = scope["path"].rpartition("/_stcore/upload_file/")[2].split("/")
    return permits().allow(parts[0], catalogue.intake if catalogue else UploadSettings())


def _length(scope: Scope) -> int:
    """Give the length that the headers give; 0 where they give none."""
    lengths = values(scope, b"content-length")
    return int(lengths[0]) if lengths and lengths[0].isdecimal() else 0
