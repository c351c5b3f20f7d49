"""The row above every page: what its fields offer first, on any dashboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.components.header import levels_from, search_examples
from indicators import load
from indicators.locale import get_locale

if TYPE_CHECKING:
    from tests.conftest import Tiny

ROOT = Path(__file__).resolve().parents[3]


def test_places_of_the_focus_level_come_first_then_wider_ones_then_narrower(tiny: Tiny) -> None:
    shipped = load(ROOT / "config.yaml").catalogue
    assert levels_from(shipped) == ["city", "province", "country", "group", "world", "district"]
    small = tiny.load().catalogue
    assert levels_from(small) == ["country", "group", "world", "province", "city", "district"]


def test_every_level_has_its_turn_where_the_focus_is_the_world(tiny: Tiny) -> None:
    catalogue = tiny.change("config.yaml", "focus: AAA", "focus: WLD").load().catalogue
    assert sorted(levels_from(catalogue)) == sorted(catalogue.levels)


def test_the_search_names_what_can_be_found_there(tiny: Tiny) -> None:
    shipped = load(ROOT / "config.yaml").catalogue
    assert search_examples(shipped, get_locale("en")).endswith(": Internet users (ITU), Hunan…")
    small = tiny.load().catalogue
    assert search_examples(small, get_locale("zh")) == "查找指标或地区：互联网使用者、乙国……"
