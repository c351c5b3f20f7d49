"""A page that fails in a part that is drawn alone says so in the reader's language, once."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

import pytest

from tests.server.running import ROOT, Page, Running, free_port, start

FAILING = """
from dashboard.pages.indicator import page

def fail(*_):
    raise KeyError("of our own")

page.standing_panel = fail
from app import app
"""


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A dashboard whose indicator page fails in its fragment."""
    folder = tmp_path_factory.mktemp("failing")
    shutil.copytree(ROOT / "tests" / "data" / "tiny", folder / "tiny")
    (folder / "failing.py").write_text(FAILING, encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "failing:app", "--app-dir", str(folder)]
    config = folder / "tiny" / "config.yaml"
    with start(
        [*command, "--port", str(port)], port, folder, config, PYTHONPATH=str(ROOT)
    ) as running:
        running.wait()
        yield running


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This page could not be shown. The others still work."),
        ("zh", "本页暂时无法显示，其他页面可正常使用。"),
    ],
)
def test_a_part_that_fails_says_so_once_in_the_readers_language(
    failing: Running, language: str, sentence: str
) -> None:
    page = Page(failing, name="indicator")
    page.boxes.clear()
    page.run(query=f"lang={language}")
    assert page.boxes == [sentence]
    assert page.watch, "the page is still drawn anew when the figures change"
    page.close()
    log = failing.log.read_text(encoding="utf-8")
    assert "a part of a page could not be drawn: KeyError" in log
    assert "of our own" in log, "the trace, for who runs the dashboard"
