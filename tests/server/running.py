"""A dashboard that runs, and a page without a browser: it speaks Streamlit's protocol over a
WebSocket.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


@dataclass
class Running:
    """A dashboard on this computer: its port, its process, and what it wrote."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (names in small letters) and body of an answer.

        A body that is an iterator is sent in chunks.
        """
        link = http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)
        try:
            link.request(
                method, path, body, headers or {}, encode_chunked=isinstance(body, Iterator)
            )
            answer = link.getresponse()
            return (
                answer.status,
                {name.lower(): value for name, value in answer.getheaders()},
                answer.read(),
            )
        finally:
            link.close()

    def health(self) -> tuple[int, dict[str, Any]]:
        """Status and content of /health."""
        status, _, body = self.ask("GET", "/health")
        return status, json.loads(body)

    def handshake(self, **headers: str) -> tuple[int, dict[str, str]]:
        """Status and headers of the answer to a handshake with these headers; 101 where it came in."""
        given = {
            "Host": self.host,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            **headers,
        }
        status, answer, _ = self.ask("GET", "/_stcore/stream", headers=given)
        return status, answer

    def wait(self) -> None:
        """Until figures are shown."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text(errors="replace")
            try:
                if self.health()[0] == 200:
                    return
            except (OSError, json.JSONDecodeError):
                pass
            time.sleep(0.05)
        raise AssertionError(f"no figures are shown: {self.log.read_text(errors='replace')}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("localhost", 0))
        return int(found.getsockname()[1])


def streamlit(port: int, *options: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        str(port),
        *options,
    ]


def uvicorn(port: int) -> list[str]:
    return [sys.executable, "-m", "uvicorn", "app:app", "--port", str(port)]


@contextmanager
def start(
    command: list[str], port: int, folder: Path, config: Path, **env: str
) -> Iterator[Running]:
    """Run a command in the folder of the dashboard until the body is over; it may not be ready yet."""
    given = {
        **os.environ,
        "DASHBOARD_CONFIG": str(config),
        "XDG_CACHE_HOME": str(folder / "cache"),
        **env,
    }
    log = folder / f"log-{port}.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=given, stdout=out, stderr=out)
    try:
        yield Running(port, process, log)
    finally:
        process.terminate()
        process.wait(15)


class Page:
    """A page that is open, without a browser. A class because a connection is state."""

    def __init__(
        self, running: Running, before: Page | None = None, name: str = "", **headers: str
    ) -> None:
        """Open the page of this name and have it drawn; or, with `before`, connect anew for the same
        session and draw nothing.
        """
        address, origin = f"ws://{running.host}/_stcore/stream", Origin(f"http://{running.host}")
        protocols = ["streamlit", "no-token", before.session] if before else ["streamlit"]
        self.link: ClientConnection = connect(
            address,
            origin=origin,
            subprotocols=[Subprotocol(name) for name in protocols],
            additional_headers=headers,
            max_size=None,
            legacy=True,
        )
        self.session = before.session if before else ""
        self.watch = before.watch if before else ""
        self.name = name
        self.boxes: list[str] = []
        """The sentences in coloured boxes, and the type of each exception that Streamlit shows."""
        if before is None:
            self.run()

    def run(self, fragment: str = "", query: str = "") -> None:
        """Ask for a run of the script, or of a fragment, and wait until it has ended."""
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        message.rerun_script.query_string = query
        message.rerun_script.page_name = self.name
        message.rerun_script.context_info.locale = "en"
        self.link.send(message.SerializeToString())
        while True:
            told = ForwardMsg.FromString(self.link.recv(PATIENCE, decode=False))
            kind = told.WhichOneof("type")
            if kind == "new_session":
                self.session = told.new_session.initialize.session_id or self.session
            elif kind == "auto_rerun":
                self.watch = told.auto_rerun.fragment_id
            elif kind == "delta":
                element = told.delta.new_element
                self.boxes += filter(None, (element.alert.body, element.exception.type))
            elif (
                kind == "script_finished" and told.script_finished != 2
            ):  # 2: cut short, another run follows
                return

    def close(self) -> None:
        self.link.close()


@contextmanager
def silent_proxy() -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """A proxy that takes connections and never answers: its address, and who came."""
    callers: list[tuple[str, int]] = []
    open_links: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    link, caller = listener.accept()
                except OSError:
                    return
                open_links.append(link)
                callers.append(caller)

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", callers
    for link in open_links:
        link.close()
