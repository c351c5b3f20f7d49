"""Reached by links, by the keyboard, by the back button, and on a phone."""

from __future__ import annotations

import re
from typing import Any

from tests.browser.conftest import Server, visit

CHART = ".js-plotly-plot .main-svg"
FOCUSED = """() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  const box = one.getBoundingClientRect();
  const tile = one.closest(".tile");
  const around = tile ? tile.getBoundingClientRect() : box;
  const name = tile ? "tile" : one.getAttribute("aria-label") || one.textContent || one.tagName;
  return {name: name.trim().slice(0, 60), x: around.x, y: around.y, width: around.width, height: around.height};
}"""
BLUR = """() => { let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement; one.blur(); }"""


def test_the_focus_is_seen_wherever_tab_leads(browser: Any, small: Server) -> None:
    """Each stop looks different with and without the focus: navigation, search, place, language,
    first tile.
    """
    page = visit(browser, small, locale="en-GB").open("/?lang=en", ".tile")
    unseen, names = [], []
    for _ in range(30):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        names.append(stop["name"])
        clip = {
            "x": max(0, stop["x"] - 10),
            "y": max(0, stop["y"] - 10),
            "width": stop["width"] + 20,
            "height": stop["height"] + 20,
        }
        shot = page.screenshot(clip=clip)
        if "Find an" not in stop["name"] and "Place" not in stop["name"]:
            unseen += [] if differs(page, shot, clip) else [stop["name"]]
        if stop["name"] == "tile":
            break
    for wanted in ("Overview", "Find an indicator", "Place", "English", "tile"):
        assert any(wanted in name for name in names), names
    assert unseen == []
    page.context.close()


def differs(page: Any, with_focus: bytes, clip: dict[str, float]) -> bool:
    """Whether the same spot looks different once the focus is gone; the focus is given back."""
    page.evaluate(
        "() => { let one = document.activeElement; while (one?.shadowRoot?.activeElement)"
        " one = one.shadowRoot.activeElement; window.last = one; }"
    )
    page.evaluate(BLUR)
    without: bytes = page.screenshot(clip=clip)
    page.evaluate("window.last.focus()")
    return without != with_focus


def test_the_language_changes_the_words_and_nothing_else(browser: Any, shipped: Server) -> None:
    made = visit(browser, shipped, locale="en-GB")
    page = made.open("/indicator?indicator=gdp_city&place=430100&view=ranking", CHART)
    page.get_by_role("heading", name="Gross regional product of cities").wait_for()
    page.get_by_text("中文", exact=True).first.click()
    page.get_by_role("heading", name="城市地区生产总值").wait_for()
    made.still()
    for part in ("indicator=gdp_city", "place=430100", "view=ranking", "lang=zh"):
        assert part in page.url
    page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    assert made.said == []
    page.context.close()


def test_back_and_forward(browser: Any, shipped: Server) -> None:
    made = visit(browser, shipped, locale="en-GB")
    page = made.open("/?place=430100&lang=en", ".tile")
    page.locator(".tile a", has_text="GDP of the city").click()
    page.get_by_role("heading", name="Gross regional product of major cities").wait_for()
    made.still()
    page.go_back()
    page.get_by_role("heading", name="Changsha: where we stand").wait_for()
    page.locator(".tile").first.wait_for()
    assert "place=430100" in page.url and "/indicator" not in page.url
    page.go_forward()
    page.get_by_role("heading", name="Gross regional product of major cities").wait_for()
    assert "indicator=gdp_nbs_city" in page.url
    assert made.said == []
    page.context.close()


def test_a_phone_finds_the_pages_behind_a_named_button(browser: Any, small: Server) -> None:
    made = visit(browser, small, viewport={"width": 390, "height": 844}, locale="en-GB")
    page = made.open("/?lang=en", ".tile")
    button = page.get_by_role(
        "button", name=re.compile("sidebar|menu|navigation|pages", re.IGNORECASE)
    ).first
    button.click()
    page.get_by_role("link", name="About").first.click()
    page.get_by_role("heading", name="About Three countries").wait_for()
    assert made.said == []
    page.context.close()
