"""First pages are drawn before the first visitor, and nothing that goes wrong there concerns one."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest
import streamlit as st
from starlette.types import Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard import server as server_module
from dashboard import warm_up
from dashboard.warm_up import draw_ahead
from tests.dashboard.test_server import run
from tests.server.running import ROOT

ALONE = """
import asyncio, sys, time
import app

async def start():
    incoming, ready = asyncio.Queue(), asyncio.Event()
    async def send(message):
        assert message["type"] != "lifespan.startup.failed", message
        ready.set()
    incoming.put_nowait({"type": "lifespan.startup"})
    server = asyncio.ensure_future(app.app({"type": "lifespan", "asgi": {}}, incoming.get, send))
    await ready.wait()
    assert "dashboard.pages.indicator.page" not in sys.modules
    end = time.monotonic() + 50
    while "dashboard.pages.indicator.page" not in sys.modules and time.monotonic() < end:
        await asyncio.sleep(0.1)
    print("drawn" if "dashboard.pages.indicator.page" in sys.modules else "not drawn")
    ready.clear()
    incoming.put_nowait({"type": "lifespan.shutdown"})
    await ready.wait()
    server.cancel()

asyncio.run(start())
"""


class Streamlit:
    """Stands for Streamlit: notes which pages are opened, and says that they are drawn."""

    def __init__(self, end_after: int = 99) -> None:
        self.scopes: list[Scope] = []
        self.opened: list[tuple[str, str]] = []
        self.ended = False
        self._end_after = end_after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept"})
        while len(self.opened) < self._end_after:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                break
            request = BackMsg.FromString(message["bytes"]).rerun_script
            self.opened.append((request.page_name, parse_qs(request.query_string)["lang"][0]))
            started, finished = ForwardMsg(), ForwardMsg()
            started.new_session.name = "x"
            finished.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
            await send({"type": "websocket.send", "bytes": started.SerializeToString()})
            await send({"type": "websocket.send", "bytes": finished.SerializeToString()})
        self.ended = True


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A dashboard in two languages, whose figures have been read."""
    dataset = SimpleNamespace(catalogue=SimpleNamespace(languages=("en", "zh")))
    state = SimpleNamespace(is_loaded=True, current=SimpleNamespace(dataset=dataset))
    monkeypatch.setattr(warm_up, "live", lambda: state)
    return state


@pytest.mark.usefixtures("figures")
def test_each_page_is_drawn_in_each_language_and_the_connection_ends() -> None:
    streamlit = Streamlit()
    run(draw_ahead(streamlit))
    assert streamlit.opened == [("", "en"), ("indicator", "en"), ("", "zh"), ("indicator", "zh")]
    assert streamlit.ended
    assert [scope["path"] for scope in streamlit.scopes] == ["/_stcore/stream"]


@pytest.mark.usefixtures("figures")
def test_the_connection_is_below_the_path_and_of_a_host_that_may_be_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed = {"server.baseUrlPath": "board", "server.allowedHosts": ["*.city.example"]}
    given = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: changed[name] if name in changed else given(name)
    )
    streamlit = Streamlit()
    run(draw_ahead(streamlit))
    (scope,) = streamlit.scopes
    assert scope["path"] == "/board/_stcore/stream"
    assert scope["headers"] == [(b"host", b"localhost.city.example")]


def test_it_waits_until_the_figures_have_been_read(figures: SimpleNamespace) -> None:
    figures.is_loaded = False
    streamlit = Streamlit()

    async def both() -> None:
        drawing = asyncio.ensure_future(draw_ahead(streamlit))
        await asyncio.sleep(3 * warm_up.PAUSE)
        assert streamlit.scopes == []
        figures.is_loaded = True
        await drawing

    run(both())
    assert len(streamlit.opened) == 4


def test_without_figures_nothing_is_drawn(figures: SimpleNamespace) -> None:
    figures.current.dataset = None
    streamlit = Streamlit()
    run(draw_ahead(streamlit))
    assert streamlit.scopes == []


@pytest.mark.usefixtures("figures")
def test_a_connection_that_ends_early_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    streamlit = Streamlit(end_after=1)
    run(draw_ahead(streamlit))
    assert streamlit.opened == [("", "en")] and caplog.records == []


@pytest.mark.usefixtures("figures")
def test_what_goes_wrong_is_logged_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    async def failing(*_: Any) -> None:
        raise RuntimeError("no room")

    with caplog.at_level(logging.WARNING):
        run(draw_ahead(failing))
    assert [record.message for record in caplog.records] == ["the first pages were not drawn ahead"]


@pytest.mark.usefixtures("figures")
def test_a_page_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warm_up, "PATIENCE", 0.05)
    ended: list[bool] = []

    async def silent(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "websocket.disconnect":
            pass
        ended.append(True)

    run(draw_ahead(silent))
    assert ended == [True] and len(caplog.records) == 1


@pytest.mark.usefixtures("figures")
def test_a_connection_that_does_not_end_is_cut(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(warm_up, "PATIENCE", 0.05)
    monkeypatch.setattr(warm_up, "ENDING", 0.05)

    async def endless(*_: Any) -> None:
        await asyncio.Event().wait()

    async def within_a_second() -> None:
        await asyncio.wait_for(draw_ahead(endless), 1)

    run(within_a_second())
    assert [record.message for record in caplog.records] == ["the first pages were not drawn ahead"]


@pytest.mark.usefixtures("figures")
def test_the_end_of_the_server_ends_a_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever cancels it and waits leaves nothing behind in the loop."""
    ended: list[bool] = []

    async def silent(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "websocket.disconnect":
            pass
        ended.append(True)

    async def server() -> None:
        monkeypatch.setattr(server_module, "draw_ahead", lambda app: draw_ahead(silent))
        monkeypatch.setattr(server_module, "_prepare", lambda: None)
        async with server_module.lifespan(st.App("script.py")):
            await asyncio.sleep(0.05)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run(server())
    assert ended == [True]


def test_the_dashboard_draws_its_first_pages_when_nobody_comes(tmp_path: Path) -> None:
    """No page is imported at the start; the dashboard's visit to itself does it."""
    shutil.copytree(ROOT / "tests" / "data" / "tiny", tmp_path / "tiny")
    config, cache = tmp_path / "tiny" / "config.yaml", tmp_path / "cache"
    env = {**os.environ, "DASHBOARD_CONFIG": str(config), "XDG_CACHE_HOME": str(cache)}
    answer = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=ROOT, env=env, capture_output=True, text=True, timeout=90
    )
    assert answer.stdout.splitlines()[-1:] == ["drawn"], answer.stderr
    assert "drawn ahead" not in answer.stderr
