"""docs/targets.md says what the code does, and lists the targets that come with the software."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indicators import Dataset, load
from indicators.trajectories.status import (
    LONGEST_WINDOW,
    METHODS,
    ON_TRACK,
    SLOW,
    SLOW_CHART,
    WINDOW,
)

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "targets.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load(ROOT / "config.yaml")


@pytest.mark.parametrize("method", METHODS)
def test_each_method_has_a_row_with_its_cut_offs(method: str) -> None:
    (row,) = re.findall(rf"^\| `{method}`.*$", PAGE, re.MULTILINE)
    slow = SLOW_CHART if method == "progress_chart" else SLOW
    assert f"| {ON_TRACK:.2f} | {slow:.2f} |".replace("0.", ".") in row
    assert ("The cut-offs are ours" in row) == (method in ("linear", "logistic"))


def test_the_window_is_the_codes() -> None:
    assert (WINDOW, LONGEST_WINDOW) == (5, 10)
    assert "from five to ten years before the newest" in PAGE


def test_the_indicators_with_targets_are_those_that_are_shipped(shipped: Dataset) -> None:
    table = PAGE.split("## Which targets come with the software", 1)[1].split("\n### ", 1)[0]
    listed = {name for row in table.split("\n|")[1:] for name in re.findall(r"`(\w+)`", row)}
    entries = shipped.catalogue.indicators.values()
    assert listed == {entry.id for entry in entries if entry.targets}
