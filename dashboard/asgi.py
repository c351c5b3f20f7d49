"""Small parts of ASGI that the pieces in front of Streamlit share: the values of a header, the path
below that of the dashboard, and refusals.
"""

from __future__ import annotations

import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send


def values(scope: Scope, name: bytes) -> list[str]:
    """Return every value of a header, whose name is in small letters."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def base_path() -> str:
    """Return the path under which everything stands, like '/board'; mostly ''."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def path_below(scope: Scope) -> str:
    """Return the path of a request below that of the dashboard; '' for one beside it."""
    path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
    base = base_path()
    return path.removeprefix(base) if path.startswith(f"{base}/") else ""


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    """Answer without reading on; the connection is closed, as its body is not wanted."""
    if scope["type"] == "http":
        await PlainTextResponse(why, status, headers={"Connection": "close"})(scope, receive, send)
    elif "websocket.http.response" in scope.get("extensions", {}):
        await answer_handshake(send, status, why)
    else:
        await send({"type": "websocket.close", "code": 1008})


async def answer_handshake(send: Send, status: int, why: str) -> None:
    """Answer a request for a connection with a status and a sentence, instead of the connection."""
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(why)).encode()),
    ]
    await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": why.encode()})
