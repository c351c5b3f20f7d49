"""The real app in a real browser: one server on the shipped figures, one browser, a page for each
test.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
PATIENCE = 60_000
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


@dataclass
class Server:
    """A running dashboard."""

    address: str
    folder: Path


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def serve(config: Path, cache: Path, *options: str, base: str = "") -> Iterator[Server]:
    """The dashboard on a config, until the tests are over; `base` is the path it is below."""
    port = free_port()
    env = {**os.environ, "DASHBOARD_CONFIG": str(config), "XDG_CACHE_HOME": str(cache)}
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
        *options,
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}{base}/_stcore/health", process)
        yield Server(address, config.parent)
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server, on this machine
                return
        except (urllib.error.URLError, OSError):
            assert process.poll() is None, "the server ended"
            time.sleep(0.1)
    raise AssertionError("the server did not start")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, or a skip that says what is missing."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The shipped dashboard."""
    yield from serve(ROOT / "config.yaml", tmp_path_factory.mktemp("cache"))


def square(west: float, south: float) -> list[list[float]]:
    """A ring of ten degrees by ten, counterclockwise as in RFC 7946."""
    east, north = west + 10, south + 10
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


@pytest.fixture(scope="session")
def outlined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The small dashboard with outlines of its countries, whose codes are a property."""
    folder = tmp_path_factory.mktemp("outlined") / "tiny"
    shutil.copytree(ROOT / "tests" / "data" / "tiny", folder)
    features = [
        {
            "type": "Feature",
            "properties": {"A3": code},
            "geometry": {"type": "Polygon", "coordinates": [square(west, 0)]},
        }
        for code, west in (("AAA", 0.0), ("BBB", 20.0), ("CCC", 40.0))
    ]
    (folder / "data" / "maps").mkdir()
    content = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "data" / "maps" / "o.geojson").write_text(content, encoding="utf-8")
    config = folder / "config.yaml"
    maps = "maps: {country: {kind: outlines, file: maps/o.geojson, code: A3, note: {en: Ours}}}"
    config.write_text(f"{config.read_text('utf-8')}\n{maps}\n", encoding="utf-8")
    yield from serve(config, tmp_path_factory.mktemp("cache"))


HOSTILE = (
    "=1+1 <script>window.hacked=1</script><img src=x onerror=window.hacked=1><b>b</b>"
    "<a href=https://evil.example>a</a>[l](javascript:window.hacked=1) :red[x] $x$ https://evil.example"
)
"""What a file could say to become more than text: a formula, markup, a link, a picture, a colour.
"""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The small dashboard of tests/data/tiny for tests to change, with hostile words wherever a
    file has words.
    """
    folder = tmp_path_factory.mktemp("small") / "tiny"
    shutil.copytree(ROOT / "tests" / "data" / "tiny", folder)
    for name, old in (
        ("config.yaml", "Friends"),
        ("config.yaml", "Networks"),
        ("data/world/facts.yaml", "Bureau of Facts"),
        ("data/world/facts.yaml", "en: People using the Internet"),
        ("data/places.csv", "Gamma"),
        ("data/world/facts.csv", "counted anew"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        new = (
            f"en: '{HOSTILE} users'"
            if old.startswith("en: ")
            else HOSTILE
            if name.endswith("csv")
            else f"'{HOSTILE}'"
        )
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    yield from serve(folder / "config.yaml", tmp_path_factory.mktemp("cache"))


@dataclass
class Visit:
    """A page with what the browser complained about and asked for."""

    page: Any
    server: Server
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, path: str, wait: str = "h1") -> Any:
        """Open an address of the dashboard and wait until it stands still."""
        self.page.goto(self.server.address + path)
        self.page.wait_for_selector(wait, timeout=PATIENCE)
        self.still()
        return self.page

    def still(self) -> None:
        """Wait until no script runs any more."""
        self.page.wait_for_selector(READY, timeout=PATIENCE)

    def text(self) -> str:
        """The words of the page."""
        return str(self.page.locator("[data-testid=stMain]").inner_text())

    def outside(self) -> list[str]:
        """Addresses asked for that are not this server's."""
        return [
            url
            for url in self.asked
            if not url.startswith((self.server.address, "data:", "blob:", "ws://127."))
        ]


def visit(browser: Any, server: Server, **context: Any) -> Visit:
    """A fresh visitor."""
    page = (
        browser.new_context(viewport={"width": 1920, "height": 1080}, **context).new_page()
        if "viewport" not in context
        else browser.new_context(**context).new_page()
    )
    page.set_default_timeout(PATIENCE)
    made = Visit(page, server)
    page.on("request", lambda request: made.asked.append(request.url))
    page.on("pageerror", lambda error: made.said.append(f"error: {error}"))
    page.on(
        "response",
        lambda answer: (
            made.said.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
        ),
    )
    page.on(
        "console",
        lambda message: (
            made.said.append(f"console: {message.text}")
            if message.type == "error" and "404" not in message.text
            else None
        ),
    )  # 404s are told by their address above
    return made


@pytest.fixture
def visitor(browser: Any, shipped: Server) -> Iterator[Visit]:
    """A visitor of the shipped dashboard at a desk, in English and light."""
    made = visit(browser, shipped, locale="en-GB", color_scheme="light")
    yield made
    made.page.context.close()
