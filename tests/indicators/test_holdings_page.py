"""docs/data.md: what is shipped is what it says, and nothing of a file is taken for Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indicators import load
from indicators.__main__ import main
from indicators.holdings_page import page

if TYPE_CHECKING:
    from tests.conftest import Tiny

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "python -m indicators holdings --lang en > docs/data.md"


def test_the_page_holds_what_is_shipped() -> None:
    written = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    assert written == page(load(ROOT / "config.yaml"), "en"), f"run: {COMMAND}"


def test_a_line_an_indicator_with_a_cell_a_level(tiny: Tiny) -> None:
    lines = page(tiny.load(), "en").splitlines()
    start = lines.index("## Networks")
    assert lines[start + 2] == "4 indicators, each with figures here."
    assert lines[start + 6] == (
        "| GDP per head | 2 · 2023 | – | – | – |  | not known | Bureau of Facts |  |"
    )


def test_the_page_is_written_in_the_language_of_the_command(
    tiny: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", str(tiny.config), "--lang", "zh", "holdings"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# 数据收录情况\n") and "| 人均地区生产总值 | 2 · 2023年 |" in out


def test_no_column_link_or_tag_begins_in_a_title(tiny: Tiny) -> None:
    title = "title: {en: 'A | <b> [x](y) *z*', zh: 甲}"
    tiny.change("data/world/facts.yaml", "title: {en: GDP, zh: 生产总值}", title)
    assert r"| A \| \<b> \[x](y) \*z\* |" in page(tiny.load(), "en")
