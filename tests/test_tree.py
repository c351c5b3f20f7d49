"""README's tree names every module and folder at the top of both packages."""

from __future__ import annotations

import pytest

from dashboard.app import PAGES
from indicators.locale import COMPLETE, get_locale
from tests.test_docs import ROOT

TREE = (ROOT / "README.md").read_text(encoding="utf-8")
NAMES = [
    path.name
    for package in ("indicators", "dashboard")
    for path in (ROOT / package).iterdir()
    if not path.name.startswith("_") and (path.is_dir() or path.suffix == ".py")
]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_tree_of_the_readme_names_each_module(name: str) -> None:
    assert name in TREE


@pytest.mark.parametrize("page", PAGES)
def test_each_page_has_a_title_in_every_language(page: str) -> None:
    for language in COMPLETE:
        assert get_locale(language).texts[f"app.{page}"]
