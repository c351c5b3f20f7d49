"""No request leaves while the dashboard runs, however it is started: a proxy that says nothing
takes note of any.

Streamlit asks an address on the Internet who this computer is, at the start and when a page of
another site asks for a connection; behind a firewall that drops such requests it then stands still.
"""

from __future__ import annotations

import gzip
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.server.running import (
    ROOT,
    Page,
    Running,
    free_port,
    silent_proxy,
    start,
    streamlit,
    uvicorn,
)

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
Callers = list[tuple[str, int]]


@pytest.fixture(scope="module")
def servers(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[dict[str, Running], Callers]]:
    """The ways to start, all at once, and who called the proxy since."""
    folder = tmp_path_factory.mktemp("leaves")
    shutil.copytree(ROOT / "tests" / "data" / "tiny", folder / "tiny")
    config = folder / "tiny" / "config.yaml"
    with silent_proxy() as (address, callers), ExitStack() as stack:
        env = {name: address for upper in PROXIES for name in (upper, upper.lower())}
        env |= {"NO_PROXY": "", "no_proxy": ""}
        ports = [free_port() for _ in range(3)]
        commands = {
            "as shipped": streamlit(ports[0]),
            "on every address": streamlit(ports[1], "--server.address", "0.0.0.0"),
            "uvicorn": uvicorn(ports[2]),
        }
        made = {
            name: stack.enter_context(start(command, port, folder, config, **env))
            for (name, command), port in zip(commands.items(), ports, strict=True)
        }
        for running in made.values():
            running.wait()
        yield made, callers


def test_the_proxy_sees_who_asks() -> None:
    """The check itself: a request by the library that Streamlit uses ends up at the proxy."""
    import requests

    with silent_proxy() as (address, callers):
        with pytest.raises(requests.exceptions.Timeout):
            requests.get("http://who-am-i.example/", proxies={"http": address}, timeout=0.2)
        assert len(callers) == 1


def test_nothing_is_asked_at_the_start_and_at_handshakes(
    servers: tuple[dict[str, Running], Callers],
) -> None:
    made, callers = servers
    for running in made.values():
        start_ = time.monotonic()
        for number in range(10):
            assert running.handshake(Origin=f"http://site-{number}.example")[0] == 403
        assert time.monotonic() - start_ < 5, (
            "ten refusals took long"
        )  # Streamlit's own took twenty seconds
        page = Page(running)
        page.run(page.watch)
        page.close()
        assert running.health() == (200, {"state": "ok", "problems": []})
    assert callers == []


def test_every_way_to_start_reads_the_settings(
    servers: tuple[dict[str, Running], Callers],
) -> None:
    """Of .streamlit/config.toml: static files, compressed messages; and scripts are compressed."""
    made, _ = servers
    offer = {"Sec-WebSocket-Extensions": "permessage-deflate"}
    for name, running in made.items():
        assert running.ask("GET", "/app/static/icon.png")[0] == 200, name
        status, headers = running.handshake(**offer)
        assert status == 101, name
        assert "permessage-deflate" in headers.get("sec-websocket-extensions", ""), name
        html = running.ask("GET", "/")[2].decode()
        script = re.findall(r'src="\.(/static/js/index[^"]+)"', html)[0]
        status, headers, body = running.ask("GET", script, headers={"Accept-Encoding": "gzip"})
        assert (status, headers["content-encoding"]) == (200, "gzip"), name
        assert headers["x-content-type-options"] == "nosniff"
        assert len(gzip.decompress(body)) > 2 * len(body)


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/../pyproject.toml",
        "/app/static/..%2fpyproject.toml",
        "/app/static/%2e%2e/pyproject.toml",
        "/app/static/topojson/../../pyproject.toml",
        "/app/static/....//pyproject.toml",
        "/static/../../../../pyproject.toml",
        "/static/%2e%2e/%2e%2e/web/bootstrap.py",
        "/app/static//etc/passwd",
    ],
)
def test_nothing_beside_the_static_folders_is_sent(
    servers: tuple[dict[str, Running], Callers], path: str
) -> None:
    made, _ = servers
    status, headers, body = made["as shipped"].ask(
        "GET", path, headers={"Accept-Encoding": "identity"}
    )
    is_page = headers.get("content-type", "").startswith("text/html")
    assert status in (400, 404) or is_page
    assert not any(word in body for word in (b"[project]", b"def ", b"root:x:"))


def test_the_start_says_where_it_is_and_how_to_open_it(
    servers: tuple[dict[str, Running], Callers],
) -> None:
    made, _ = servers
    wrote = {name: running.log.read_text(encoding="utf-8") for name, running in made.items()}
    assert f"The dashboard is on http://localhost:{made['as shipped'].port}/" in wrote["as shipped"]
    assert (
        "Only this computer reaches it. To open it to the network, start it with --server.address 0.0.0.0"
        in wrote["as shipped"]
    )
    assert "Everybody who reaches port" in wrote["on every address"]
    assert "The dashboard is on" not in wrote["uvicorn"], "uvicorn knows where it is, and we do not"


def test_run_starts_what_was_tried_here() -> None:
    assert (ROOT / "run").read_text(encoding="utf-8").splitlines()[
        -1
    ] == 'exec .venv/bin/streamlit run app.py "$@"'
