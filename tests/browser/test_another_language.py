"""The pages in a language whose words are two fifths longer: nothing is wider than a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import ROOT, Server, serve, visit
from tests.browser.test_pages import PAGES
from tests.dashboard import pseudo

LANGUAGES = "languages: [en, zh]"
LOOK_HERE = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from indicators import locale
locale.use_folders(Path({folder!r}))
"""
"""What Python runs at its start, so that the server finds the language."""


WIDE = """[...document.querySelectorAll("[data-testid=stMain] :is(h1, h2, h3, p, li, label, button)")]
    .filter((part) => part.innerText && part.getBoundingClientRect().right > innerWidth + 1)
    .map((part) => part.innerText)"""
"""The texts that reach beyond the right side."""


@pytest.fixture(scope="module")
def foreign(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch_module: pytest.MonkeyPatch
) -> Iterator[Server]:
    """The shipped dashboard with one more language."""
    folder = tmp_path_factory.mktemp("foreign")
    (folder / "locale").mkdir()
    pseudo.write(folder / "locale")
    start = LOOK_HERE.format(root=str(ROOT), folder=str(folder / "locale"))
    (folder / "sitecustomize.py").write_text(start, encoding="utf-8")
    text = (ROOT / "config.yaml").read_text("utf-8")
    assert LANGUAGES in text
    text = text.replace(LANGUAGES, f"languages: [en, zh, {pseudo.CODE}]")
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns(".*"))
    monkeypatch_module.setenv("PYTHONPATH", str(folder))
    yield from serve(folder / "config.yaml", tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.mark.parametrize("name", [name for name in PAGES if name != "map"])
def test_nothing_is_wider_than_a_phone(browser: Any, foreign: Server, name: str) -> None:
    path, wait, _ = PAGES[name]
    made = visit(browser, foreign, viewport={"width": 390, "height": 844}, locale="en-GB")
    page = made.open(path.format(lang=pseudo.CODE), wait)
    assert "⟦" in made.text()
    page.wait_for_function("document.documentElement.lang === 'fi'")
    assert page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth + 1"
    )
    wide = page.evaluate(WIDE)
    assert wide == []
    assert made.said == []
    page.context.close()
