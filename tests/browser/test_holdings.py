"""The Data page's first view in a browser: a table at a desk and on a wall, lists on a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.conftest import ROOT, Server, visit

DESK, PHONE = {"width": 1920, "height": 1080}, {"width": 390, "height": 844}
FITS = "document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth + 1"
CELLS = "(grid) => [...grid.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent)"
_COUNT = re.search(
    r"## E-government\n\n(\d+) indicators", (ROOT / "docs" / "data.md").read_text("utf-8")
)
assert _COUNT
EGOVERNMENT = _COUNT[1]
"""Indicators of the field, as docs/data.md has them; another test holds that to what is shipped."""
FIELD = "/data?pillar=egovernment&lang="


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("language", "button", "cells"),
    [
        ("en", "What is held", ["193 · 2010 – 2024", "2026"]),
        ("zh", "收录情况", ["193 · 2010年 – 2024年", "2026年"]),
    ],
)
def test_a_desk_has_what_is_held_first_as_tables(
    browser: Any, shipped: Server, language: str, button: str, cells: list[str], scheme: str
) -> None:
    made = visit(browser, shipped, viewport=DESK, color_scheme=scheme)
    page = made.open(FIELD + language, "[data-testid=stDataFrame]")
    assert page.get_by_role("radio", name=button).is_checked()
    fields, indicators = page.locator("[data-testid=stDataFrame]").all()
    assert EGOVERNMENT in fields.locator("[role=grid]").evaluate(CELLS)
    texts = indicators.locator("[role=grid]").evaluate(CELLS)
    assert [cell for cell in cells if cell not in texts] == []
    assert page.evaluate(FITS)
    assert made.said == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("language", "field", "figures"),
    [
        (
            "en",
            f"E-government: {EGOVERNMENT} indicators",
            "Countries and economies: 193 · 2010 – 2024",
        ),
        ("zh", f"电子政务：共{EGOVERNMENT}项指标", "国家和地区：193 · 2010年 – 2024年"),
    ],
)
def test_a_phone_has_lists_that_unfold(
    browser: Any, shipped: Server, language: str, field: str, figures: str, scheme: str
) -> None:
    made = visit(browser, shipped, viewport=PHONE, color_scheme=scheme)
    page = made.open(f"/data?lang={language}", "[data-testid=stExpander]")
    assert page.locator("[data-testid=stDataFrame]").count() == 0
    fields = page.locator("[data-testid=stExpander]", has_text=field)
    fields.locator("summary").click()
    fields.get_by_text(figures).first.wait_for()
    assert page.evaluate(FITS)
    assert made.said == []
    page.context.close()


def test_a_filter_goes_into_the_address_and_comes_back_from_it(
    browser: Any, shipped: Server
) -> None:
    made = visit(browser, shipped, viewport=DESK, locale="en-GB")
    page = made.open("/data?lang=en", "[data-testid=stDataFrame]")
    page.get_by_role("combobox", name="Level").click()
    page.get_by_role("option", name="Cities").click()
    page.wait_for_url("**level=city**")
    made.still()
    made.open(page.url.removeprefix(shipped.address), "[data-testid=stDataFrame]")
    grid = page.locator("[data-testid=stDataFrame]").nth(1).locator("[role=grid]")
    heads = grid.evaluate(
        "(grid) => [...grid.querySelectorAll('[role=columnheader]')].map((one) => one.textContent)"
    )
    assert "Cities" in heads and "Provinces" not in heads
    page.context.close()
