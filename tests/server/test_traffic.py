"""How much a change of indicator sends, among 200 places: counts, which are the same on every
machine.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.common import ROOT, Visitor, serve
from benchmarks.project import Size, write_project

SIZE = Size(indicators=6)
MESSAGES = 36
"""A tenth above the 33 that were counted; 48 at commit c4ed421."""
KILOBYTES = 50
"""A tenth above the 45 that were counted; 158 at commit c4ed421."""


async def changes(server: object) -> list[tuple[int, float]]:
    """The messages and kilobytes of each change to an indicator that nobody has seen."""
    visitor = await Visitor.arrive(server, "indicator")
    found = []
    for number in range(1, SIZE.indicators):
        messages, received = visitor.messages, visitor.received
        await visitor.choose("indicator", number)
        found.append((visitor.messages - messages, (visitor.received - received) / 1000))
    assert not visitor.errors
    await visitor.leave()
    return found


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, float]]:
    folder: Path = tmp_path_factory.mktemp("traffic")
    environment = {
        "DASHBOARD_CONFIG": str(write_project(folder, SIZE)),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    # In a thread: the browser tests of the same run have an event loop in this one.
    with (
        serve(ROOT / "app.py", environment=environment) as server,
        ThreadPoolExecutor(1) as thread,
    ):
        return thread.submit(asyncio.run, changes(server)).result()


def test_a_change_of_indicator_takes_few_messages(sent: list[tuple[int, float]]) -> None:
    assert [messages for messages, _ in sent if messages > MESSAGES] == []


def test_a_change_of_indicator_sends_few_bytes(sent: list[tuple[int, float]]) -> None:
    assert [kilobytes for _, kilobytes in sent if kilobytes > KILOBYTES] == []


def test_a_change_draws_another_chart(sent: list[tuple[int, float]]) -> None:
    """A page that sends nothing would keep every bound."""
    assert all(messages > 5 and kilobytes > 5 for messages, kilobytes in sent)
