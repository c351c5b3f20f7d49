"""The server as it runs: `/health`, headers, who may connect, who may send files, how large, and
until when.
"""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed

from tests.server.running import ROOT, Page, Running, free_port, start, streamlit

LIMIT = 2
"""Megabytes that a file may have on this server."""
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "content-security-policy": "frame-ancestors 'self' https://city.example",
}
EMBED = "\nembed: [https://city.example]\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The small dashboard with uploads from this computer allowed, and one site that may show it."""
    folder = tmp_path_factory.mktemp("running")
    shutil.copytree(ROOT / "tests" / "data" / "tiny", folder / "tiny")
    config = folder / "tiny" / "config.yaml"
    config.write_text(
        config.read_text(encoding="utf-8") + EMBED + "intake: {upload: true}\n", encoding="utf-8"
    )
    port = free_port()
    command = streamlit(
        port,
        "--server.maxUploadSize",
        str(LIMIT),
        "--server.allowedHosts",
        "localhost",
        "--server.allowedHosts",
        "board.example",
        "--server.corsAllowedOrigins",
        "https://board.example",
    )
    with start(command, port, folder, config) as server:
        server.wait()
        yield server


@pytest.fixture
def page(running: Running) -> Iterator[Page]:
    made = Page(running)
    yield made
    made.close()


def multipart(content: bytes) -> bytes:
    head = b'--frame\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
    return head + content + b"\r\n--frame--\r\n"


def send_file(
    running: Running, session: str, body: bytes | Iterator[bytes], method: str = "PUT"
) -> tuple[int, bytes]:
    """Send a file as a page does, with the token against requests of strangers' pages."""
    _, headers, _ = running.ask("GET", "/_stcore/health")
    token = headers["set-cookie"].split("=", 1)[1].split(";")[0]
    status, answer, content = running.ask(
        method,
        f"/_stcore/upload_file/{session}/1",
        body,
        {
            "Content-Type": "multipart/form-data; boundary=frame",
            "Cookie": f"_streamlit_xsrf={token}",
            "X-Xsrftoken": token,
        },
    )
    assert answer.items() >= HEADERS.items()
    return status, content


def test_the_health_of_a_dashboard_that_works(running: Running) -> None:
    status, headers, body = running.ask("GET", "/health")
    assert (status, body) == (200, b'{"state":"ok","problems":[]}')
    assert headers["cache-control"] == "no-store"
    assert running.ask("HEAD", "/health")[0] == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/health", 200),
        ("/_stcore/health", 200),
        ("/app/static/icon.png", 200),
        ("/app/static/nothing.png", 404),
        ("/media/nothing.csv", 404),
        ("/_stcore/nothing/%2e%2e/x", 400),
        ("//evil.example/x", 400),
    ],
)
def test_every_answer_has_the_headers(running: Running, path: str, status: int) -> None:
    found, headers, _ = running.ask("GET", path)
    assert found == status
    assert headers.items() >= HEADERS.items()
    assert "x-frame-options" not in headers


def test_handshakes_of_our_own_page_come_in(running: Running) -> None:
    status, headers = running.handshake(Origin=f"http://{running.host}")
    assert status == 101
    assert headers.items() >= HEADERS.items()
    assert running.handshake()[0] == 101, "a program, which is no browser and sends no Origin"
    assert running.handshake(Origin="https://board.example")[0] == 101, (
        "allowed by server.corsAllowedOrigins"
    )


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://localhost:1",
        "http://localhost",
        "http://127.0.0.1:{port}",
        "null",
        "",
        "http://[",
        "https://board.example.evil.example",
        "http://board.example",
        "http://evil.example@localhost:{port}",
    ],
)
def test_handshakes_of_other_pages_are_refused(running: Running, origin: str) -> None:
    status, headers = running.handshake(Origin=origin.format(port=running.port))
    assert status == 403
    assert headers.items() >= HEADERS.items()


def test_a_host_that_is_not_allowed_is_refused(running: Running) -> None:
    """A stranger's name that points to this computer: its pages come with its own Host and Origin."""
    status, headers = running.handshake(Host="evil.example", Origin="http://evil.example")
    assert status == 403
    assert headers.items() >= HEADERS.items()
    assert (
        running.handshake(**{"X-Forwarded-Host": "evil.example", "Origin": "http://evil.example"})[
            0
        ]
        == 403
    )


def test_files_come_in_only_from_a_page_whose_door_is_open(running: Running, page: Page) -> None:
    body = multipart(b"country,year\n")
    assert send_file(running, page.session, body)[0] == 204
    assert send_file(running, page.session, b"", "DELETE")[0] == 204
    for method in ("PUT", "DELETE", "POST"):
        assert send_file(running, "0b14c1c6-0000-4000-8000-000000000000", body, method) == (
            403,
            b"Files cannot be added here.",
        )


def test_a_page_of_another_computer_may_send_nothing(running: Running) -> None:
    """The server in between says for whom it asks; the connection it cannot name by itself."""
    away = Page(running, **{"X-Forwarded-For": "10.0.0.4", "x-dashboard-connection": "1"})
    assert send_file(running, away.session, multipart(b"x"))[0] == 403
    away.close()


def test_a_page_that_is_closed_may_send_nothing(running: Running) -> None:
    page = Page(running)
    assert send_file(running, page.session, multipart(b"x"))[0] == 204
    page.close()
    end = time.monotonic() + 10
    while send_file(running, page.session, multipart(b"x"))[0] != 403:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_page_that_connects_anew_may_go_on(running: Running) -> None:
    """The browser lost its connection and has another; the page was not drawn anew, and only looks
    for news.
    """
    page = Page(running)
    page.close()
    again = Page(running, page)
    again.run(again.watch)
    assert send_file(running, page.session, multipart(b"x"))[0] == 204
    again.close()


def test_a_file_that_is_too_large_is_told_so_before_it_is_read(
    running: Running, page: Page
) -> None:
    with socket.create_connection(("localhost", running.port), timeout=20) as link:
        link.sendall(
            f"PUT /_stcore/upload_file/{page.session}/1 HTTP/1.1\r\nHost: {running.host}\r\n"
            "Content-Type: multipart/form-data; boundary=frame\r\nContent-Length: 1000000000\r\n\r\n".encode()
        )
        answer = b"".join(
            iter(lambda: link.recv(4096), b"")
        )  # nothing of the body was sent; the server hangs up
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert answer.endswith(f"A file may have {LIMIT} MB.".encode())


def test_what_comes_in_is_counted_whatever_the_headers_say(running: Running, page: Page) -> None:
    whole = multipart(b"x" * LIMIT * 1024 * 1024)
    assert send_file(running, page.session, iter([whole]))[0] == 204
    sent = 0

    def without_end() -> Iterator[bytes]:
        nonlocal sent
        yield multipart(b"")[:-13]
        while sent < 200:
            sent += 1
            yield b"x" * 1024 * 1024

    with suppress(
        BrokenPipeError, ConnectionResetError
    ):  # the server may hang up while we are still sending
        assert send_file(running, page.session, without_end()) == (
            413,
            f"A file may have {LIMIT} MB.".encode(),
        )
    assert sent < 50, "it was read to its end"


def ended(page: Page) -> int:
    """Read until the server ends the connection; the code that it gives for that."""
    try:
        while True:
            page.link.recv(20)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


def test_many_first_visits_leave_the_health_answered(running: Running) -> None:
    """Forty at once: each took the thread that answers the network for 0.15 seconds, while it
    looked for changed modules.
    """
    waits: list[float] = []
    with ThreadPoolExecutor(40) as crowd:
        pages = [crowd.submit(Page, running) for _ in range(40)]
        while not all(page.done() for page in pages):
            start_ = time.monotonic()
            assert running.health()[0] == 200
            waits.append(time.monotonic() - start_)
    for page in pages:
        page.result().close()
    assert max(waits) < 2


def test_a_message_that_is_too_large_ends_its_connection(running: Running) -> None:
    """Too large to be held: refused by its announcement alone. Too large to be a page's: refused
    once it is there.
    """
    announced = Page(running)
    announced.link.socket.sendall(b"\x82\xff" + (33_000_000).to_bytes(8, "big") + b"mask")
    assert ended(announced) == 1009
    whole = Page(running)
    whole.link.send(b"x" * 1_100_000)
    assert ended(whole) == 1009


def test_a_door_that_is_closed_is_closed_at_once(running: Running) -> None:
    """Last, as it changes the config: the page need not be drawn anew, and may not even be asked."""
    page = Page(running)
    assert send_file(running, page.session, multipart(b"x"))[0] == 204
    config = running.log.parent / "tiny" / "config.yaml"
    before = config.read_text(encoding="utf-8")
    config.write_text(before.replace("{upload: true}", "{upload: false}"), encoding="utf-8")
    end = time.monotonic() + 60
    while send_file(running, page.session, multipart(b"x"))[0] != 403:
        assert time.monotonic() < end
        time.sleep(0.05)
    config.write_text(before.replace("{upload: true}", "{upload: "), encoding="utf-8")
    while running.health()[1]["state"] != "degraded":
        assert time.monotonic() < end
        time.sleep(0.05)
    status, told = running.health()
    assert status == 200
    assert (
        len(told["problems"]) == 1
        and "config.yaml line" in told["problems"][0]
        and "not valid YAML" in told["problems"][0]
    )
    assert str(running.log.parent) not in str(told)
    page.close()


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A dashboard whose figures cannot be read."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "config.yaml").write_text("title: x\n", encoding="utf-8")
    port = free_port()
    with start(streamlit(port), port, folder, folder / "config.yaml") as server:
        yield server


def test_the_health_of_a_dashboard_that_cannot_be_shown(broken: Running) -> None:
    end = time.monotonic() + 60
    told: dict[str, object] = {}
    while told.get("state") != "failed":
        assert time.monotonic() < end
        try:
            status, told = broken.health()
            assert status == 503
        except OSError:
            time.sleep(0.1)
    assert told["problems"]
    assert str(broken.log.parent) not in str(told)
