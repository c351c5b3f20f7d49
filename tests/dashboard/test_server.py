"""What stands in front of Streamlit, piece by piece: what the access decision sees of a handshake,
and what a monitor reads.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send

from dashboard import connections, server
from dashboard.access import Visit, is_local
from dashboard.connections import Connections
from dashboard.health import Health
from dashboard.server import Headers, Monitor, Uploads
from dashboard.upload_permits import permits
from indicators.catalogue import UploadSettings
from tests.problems import recorded_problem

CLIENT = ("127.0.0.1", 5)
BOARD = Path("/srv/city board/data")


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Settings of Streamlit that differ from what is shipped."""
    changed: dict[str, Any] = {}
    given = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: changed[name] if name in changed else given(name)
    )
    return changed


def scope_of(
    kind: str = "websocket",
    path: str = "/_stcore/stream",
    client: tuple[str, int] | None = CLIENT,
    method: str = "GET",
    **headers: str,
) -> Scope:
    given = {"host": "localhost:8501", **headers}
    scope: Scope = {
        "type": kind,
        "path": path,
        "method": method,
        "client": client,
        "extensions": {"websocket.http.response": {}},
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in given.items()
        ],
    }
    return scope


class Inner:
    """Stands for Streamlit: remembers what came to it, and answers a request."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []
        self.read: list[Message] = []
        self.open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        self.open = permits().connections
        while scope["type"] == "http":
            self.read.append(await receive())
            if not self.read[-1].get("more_body"):
                break
        await send(
            {
                "type": "http.response.start" if scope["type"] == "http" else "websocket.accept",
                "status": 204,
                "headers": [],
            }
        )


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end in a thread of its own: where browser tests went before, this one's event loop
    is theirs.
    """
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def serve(app: Any, scope: Scope, *messages: Message) -> list[Message]:
    """What is sent for a request of these messages."""
    sent: list[Message] = []
    left = list(messages)

    async def receive() -> Message:
        if not left:
            await asyncio.sleep(60)
        return left.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    run(app(scope, receive, send))
    return sent


def headers_seen(scope: Scope) -> dict[str, list[str]]:
    seen: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        seen.setdefault(name.decode(), []).append(value.decode())
    return seen


def test_a_connection_has_a_name_that_the_client_cannot_choose() -> None:
    inner = Inner()
    serve(Connections(inner), scope_of(x_dashboard_connection="chosen"))
    serve(Connections(inner), scope_of())
    names = [headers_seen(scope)["x-dashboard-connection"] for scope in inner.scopes]
    assert [len(name) for name in names] == [1, 1]
    assert "chosen" not in names[0] and names[0] != names[1]
    assert inner.open == 1 and permits().connections == 0


def test_so_many_connections_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "CONNECTIONS", 1)
    inner = Inner()
    permits().begin("another")
    try:
        answer = serve(Connections(inner), scope_of())
    finally:
        permits().end("another")
    assert answer[0]["status"] == 503 and inner.scopes == []


def test_the_computer_itself_is_known_by_the_door() -> None:
    inner = Inner()
    serve(Connections(inner), scope_of(origin="http://localhost:8501"))
    assert is_local(Visit(headers_seen(inner.scopes[0]), "127.0.0.1"))


def test_an_allowed_page_of_another_name_is_no_visit_of_the_computer_itself(
    options: dict[str, Any],
) -> None:
    """Streamlit sees the name of the page first and lets it in; the access decision sees both."""
    options["server.corsAllowedOrigins"] = ["https://board.example ", "http://localhost:3000"]
    inner = Inner()
    for origin in ("https://board.example", "http://localhost:3000"):
        serve(Connections(inner), scope_of(origin=origin))
    seen = [headers_seen(scope) for scope in inner.scopes]
    assert [one["host"] for one in seen] == [
        ["board.example", "localhost:8501"],
        ["localhost:3000", "localhost:8501"],
    ]
    assert not any(is_local(Visit(one, "127.0.0.1")) for one in seen)


def test_a_socket_file_is_not_the_computer_itself() -> None:
    """A web server in between passes on what it likes; no address tells that it is there."""
    inner = Inner()
    serve(Connections(inner), scope_of(client=None, origin="http://localhost:8501"))
    assert not is_local(Visit(headers_seen(inner.scopes[0])))


@pytest.mark.parametrize(
    ("origins", "hosts"),
    [
        (["http://evil.example"], ["board.example"]),
        (["http://board.example"], ["board.example:8501"]),
        (["http://board.example", "http://board.example"], ["board.example"]),
        ([], []),
        (["http://board.example"], ["board.example", "evil.example"]),
        (["null"], [""]),
        ([""], [""]),
        (["file://"], [""]),
    ],
)
def test_origins_that_are_not_ours(origins: list[str], hosts: list[str]) -> None:
    assert not connections.origin_allowed(origins, hosts)


def test_origins_that_are_ours(options: dict[str, Any]) -> None:
    assert connections.origin_allowed(["https://board.example:8443"], ["board.example:8443"])
    assert connections.origin_allowed([], ["board.example"])
    options["server.enableCORS"] = False
    assert connections.origin_allowed(["http://evil.example"], ["board.example"]), (
        "whoever runs it says that all may"
    )


def test_what_pages_say_lets_others_in_between() -> None:
    """A hundred messages that are there at once: a timer of the loop comes up while they are passed
    on.
    """
    order: list[str] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        order.append("page")

    async def crowd() -> None:
        app = Connections(inner)

        async def receive() -> Message:
            return {"type": "websocket.receive", "bytes": b""}

        async def send(message: Message) -> None:
            """Hears nothing."""

        async def monitor() -> None:
            for _ in range(5):  # as many rounds as an answer takes
                await asyncio.sleep(0)
            order.append("monitor")

        pages = [asyncio.create_task(app(scope_of(), receive, send)) for _ in range(100)]
        await asyncio.gather(*pages, asyncio.create_task(monitor()))

    run(crowd())
    assert order.index("monitor") < 10
    assert len(order) == 101


def permitted(session: str = "s") -> UploadSettings:
    permits().begin("c")
    permits().give(session, "c", UploadSettings(True))
    return UploadSettings(True)


@pytest.fixture
def upload(monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]) -> Any:
    """Sends a body from a session with a permit, of at most a megabyte."""
    options["server.maxUploadSize"] = 1
    intake = permitted()
    monkeypatch.setattr(
        server, "_catalogue", lambda: type("Catalogue", (), {"intake": intake, "embed": ()})
    )

    def sent(
        inner: Inner,
        *pieces: int,
        session: str = "s",
        path: str = "/_stcore/upload_file/{}/1",
        **headers: str,
    ) -> list[Message]:
        messages = [
            {"type": "http.request", "body": b"x" * size, "more_body": number < len(pieces) - 1}
            for number, size in enumerate(pieces)
        ]
        return serve(
            Uploads(inner),
            scope_of("http", path.format(session), CLIENT, "PUT", **headers),
            *messages,
        )

    yield sent
    permits().end("c")


def test_nothing_is_read_of_who_has_no_permit(upload: Any) -> None:
    for path in (
        "/_stcore/upload_file/{}/1",
        "/board/_stcore/upload_file/{}/1",
        "/x/_stcore/upload_file/s/_stcore/upload_file/{}/1",
    ):
        inner = Inner()
        assert upload(inner, session="t", path=path)[0]["status"] == 403
        assert inner.scopes == []


def test_a_file_is_passed_on_piece_by_piece(upload: Any) -> None:
    inner = Inner()
    assert upload(inner, 1000, 1000, 1000)[0]["status"] == 204
    assert [len(message["body"]) for message in inner.read] == [1000, 1000, 1000]


@pytest.mark.parametrize("said", [None, "10", "x", "-1"])
def test_more_than_may_be_is_stopped_on_the_way(upload: Any, said: str | None) -> None:
    inner = Inner()
    half = 1024 * 1024
    answer = upload(
        inner, half, half, 1, half, **({} if said is None else {"content_length": said})
    )
    assert answer[0]["status"] == 413 and answer[1]["body"] == b"A file may have 1 MB."
    assert len(inner.read) == 2, (
        "a megabyte and what may stand around it; the rest was not passed on"
    )


def test_a_length_that_is_too_large_is_believed(upload: Any) -> None:
    inner = Inner()
    assert upload(inner, content_length=str(3 * 1024 * 1024))[0]["status"] == 413
    assert inner.scopes == []


def test_a_sender_who_falls_silent_is_given_up(
    upload: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "STALL", 0.05)
    assert upload(Inner())[0]["status"] == 408


def test_so_many_files_are_received_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "UPLOADS", 2)
    monkeypatch.setattr(server, "_may_upload", lambda scope: True)
    inside, most = 0, 0

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.01)
        inside -= 1

    async def crowd() -> None:
        app = Uploads(inner)

        async def nothing(*_: Any) -> Any:
            return {"type": "http.request"}

        await asyncio.gather(
            *(
                app(scope_of("http", "/_stcore/upload_file/s/1", method="PUT"), nothing, nothing)
                for _ in range(9)
            )
        )

    run(crowd())
    assert most == 2


def test_a_handshake_that_streamlit_refuses_has_the_headers_too() -> None:
    async def refusing(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.close", "code": 1008})

    answer = serve(Headers(refusing), scope_of())
    assert [message["type"] for message in answer] == [
        "websocket.http.response.start",
        "websocket.http.response.body",
    ]
    assert answer[0]["status"] == 403
    assert dict(answer[0]["headers"])[b"content-security-policy"] == b"frame-ancestors 'self'"


def test_a_connection_that_ends_is_no_refusal() -> None:
    async def ending(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept", "headers": []})
        await send({"type": "websocket.close", "code": 1000})

    assert [message["type"] for message in serve(Headers(ending), scope_of())] == [
        "websocket.accept",
        "websocket.close",
    ]


@pytest.mark.parametrize(
    ("state", "status"), [("loading", 503), ("failed", 503), ("degraded", 200), ("ok", 200)]
)
def test_what_a_monitor_is_told(monkeypatch: pytest.MonkeyPatch, state: Any, status: int) -> None:
    told = recorded_problem(
        "the figures could not be read (PermissionError: [Errno 13] Permission denied: '/srv/city/board/data/gdp.csv')",
        "data/city/gdp.csv",
        7,
        found="secret cell",
        do="See http://city.example/help/me or C:\\Users\\ann\\board\\x.csv.",
    )
    monkeypatch.setattr(
        server, "live", lambda: SimpleNamespace(health=lambda: Health(state, (told,)), data=BOARD)
    )
    answer = serve(Monitor(Inner()), scope_of("http", "/health"))
    assert answer[0]["status"] == status
    assert (b"cache-control", b"no-store") in answer[0]["headers"]
    assert json.loads(answer[1]["body"]) == {
        "state": state,
        "problems": [
            "data/city/gdp.csv line 7: the figures could not be read (PermissionError: [Errno 13] Permission denied: 'gdp.csv'). "
            "See http://city.example/help/me or x.csv."
        ],
    }


def test_a_folder_with_blanks_in_its_name_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = recorded_problem(
        f"versions are not kept ([Errno 28] No space left on device: '{BOARD}/.history/x')"
    )
    monkeypatch.setattr(
        server,
        "live",
        lambda: SimpleNamespace(health=lambda: Health("degraded", (problem,)), data=BOARD),
    )
    body = json.loads(serve(Monitor(Inner()), scope_of("http", "/health"))[1]["body"])
    assert body["problems"] == [
        "versions are not kept ([Errno 28] No space left on device: 'data/.history/x')."
    ]


def test_streamlits_metrics_are_not_given_out() -> None:
    inner = Inner()
    answer = serve(Monitor(inner), scope_of("http", "/board/_stcore/metrics"))
    assert (answer[0]["status"], inner.scopes) == (404, [])


def test_many_problems_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    many = tuple(recorded_problem(f"wrong {number}") for number in range(50))
    monkeypatch.setattr(
        server, "live", lambda: SimpleNamespace(health=lambda: Health("failed", many), data=BOARD)
    )
    told = json.loads(serve(Monitor(Inner()), scope_of("http", "/health"))[1]["body"])["problems"]
    assert (told[0], told[-2], told[-1], len(told)) == ("wrong 0.", "wrong 19.", "and 30 more", 21)


def test_health_stands_below_the_path_of_the_dashboard_too(options: dict[str, Any]) -> None:
    for base, path, there in (
        ("board", "/board/health", True),
        ("/board/", "/health", True),
        ("board", "/other/health", False),
        ("", "/healthy", False),
    ):
        options["server.baseUrlPath"] = base
        inner = Inner()
        serve(Monitor(inner), scope_of("http", path), {"type": "http.request"})
        assert (inner.scopes == []) is there, (base, path)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"server.address": "localhost"},
            "  The dashboard is on http://localhost:8501/\n  Only this computer reaches it. ",
        ),
        (
            {"server.address": "127.0.0.1", "server.port": 80},
            "http://127.0.0.1:80/\n  Only this computer",
        ),
        (
            {"server.address": "0.0.0.0"},
            "http://localhost:8501/\n  Everybody who reaches port 8501",
        ),
        ({"server.address": "10.0.0.5"}, "http://10.0.0.5:8501/\n  Everybody"),
        ({"server.address": "fe80::1"}, "http://[fe80::1]:8501/\n  Everybody"),
        ({"server.address": None}, "http://localhost:8501/\n  Everybody"),
        (
            {
                "server.address": "::",
                "browser.serverAddress": "board.example",
                "server.sslCertFile": "x",
                "server.baseUrlPath": "/b/",
            },
            "https://board.example:8501/b/\n  Everybody",
        ),
    ],
)
def test_the_greeting(options: dict[str, Any], changed: dict[str, Any], said: str) -> None:
    options.update({"server.port": 8501, "browser.serverAddress": "localhost", **changed})
    assert said in server.greeting()
