"""Paper: charts whole, cards unbroken, nothing to click on it, and a foot to find it again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import Server, Visit, visit

CHART = ".js-plotly-plot .main-svg"
PAGES = {
    "overview": ("/?place=430100", ".tile"),
    "trend": ("/indicator?indicator=gdp_city&place=430100", CHART),
    "map": ("/indicator?indicator=egdi&place=CHN&view=map", ".choroplethlayer path"),
    "profile": ("/compare?place=430100", CHART),
    "ranks": ("/compare?place=430100&view=ranks", CHART),
    "scatter": ("/compare?place=CHN&view=scatter", CHART),
    "data": ("/data?view=files", "[data-testid=stDataFrame]"),
}
CONTROLS = ("stHeader", "stSidebar", "stSelectbox", "stMultiSelect", "stButtonGroup", "stSlider", "stCheckbox", "stButton",
            "stDownloadButton", "stPopover", "stTextInput", "stElementToolbar")
PAPERS = {"portrait": 703, "landscape": 1032}
"""A4 without its margins of 12 millimetres, in pixels of CSS."""


@pytest.fixture(scope="module")
def reader(browser: Any, mapped: Server) -> Iterator[Visit]:
    made = visit(browser, mapped, locale="en-GB")
    yield made
    made.page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_paper_holds_the_whole_page_and_nothing_to_click(reader: Visit, name: str) -> None:
    path, wait = PAGES[name]
    reader.page.emulate_media(media="screen")
    reader.page.set_viewport_size({"width": 1920, "height": 1080})
    page = reader.open(f"{path}&lang=en", wait)
    on_screen = drawn(page, 1920)
    assert max(on_screen) > max(PAPERS.values())  # a page that fits as it is would prove nothing
    page.emulate_media(media="print")
    for paper, width in PAPERS.items():
        on_paper = drawn(page, width)
        assert [right for right in on_paper if right > width + 1] == [], paper
        assert len(on_paper) == len(on_screen), paper
        assert [one for one in CONTROLS if page.locator(f"[data-testid={one}]:visible").count()] == [], paper
        assert page.locator(".modebar:visible, [class*=st-key-downloads_]:visible, .st-key-header:visible").count() == 0
    foot = page.locator(".st-key-print_foot").inner_text()
    assert "Changsha digital economy" in foot and page.url in foot and "2" in foot.split("·")[-1]
    assert unbroken(page) == {"avoid"}


def drawn(page: Any, width: int) -> list[float]:
    """The right ends of what is drawn on a sheet of this width: charts with all that is in them, tables, tiles.

    In one go, as a browser prints: it tells that it will, lays the page out anew, and lets no script run in between.
    """
    return list(page.evaluate("""(width) => {
        if (matchMedia("print").matches) window.dispatchEvent(new Event("beforeprint"));
        document.documentElement.style.width = `${width}px`;
        const tiles = [...document.querySelectorAll("*")].flatMap((one) => [...(one.shadowRoot?.querySelectorAll(".tile") ?? [])]);
        const every = [...document.querySelectorAll(".main-svg, .main-svg text, [data-testid=stDataFrame]:not([data-testid=stExpander] *)"), ...tiles];
        const found = every.map((one) => one.getBoundingClientRect()).filter((box) => box.width).map((box) => box.right);
        document.documentElement.style.width = "";
        return found;
    }""", width))


def unbroken(page: Any) -> set[str]:
    """How sheets may break the cards, charts and tables."""
    return set(page.evaluate("""() => {
        const tiles = [...document.querySelectorAll("*")].flatMap((one) => [...(one.shadowRoot?.querySelectorAll(".tile") ?? [])]);
        const every = [...document.querySelectorAll("[data-testid=stPlotlyChart], [data-testid=stDataFrame]"), ...tiles];
        return every.map((one) => getComputedStyle(one).breakInside);
    }"""))


def test_the_screen_comes_back_after_printing(reader: Visit) -> None:
    """A chart that is drawn anew must not be squeezed into the size it had before."""
    path, wait = PAGES["trend"]
    reader.page.emulate_media(media="screen")
    reader.page.set_viewport_size({"width": 1920, "height": 1080})
    page = reader.open(f"{path}&lang=en", wait)
    before = page.locator(CHART).first.bounding_box()
    page.pdf()
    page.emulate_media(media="print")
    page.emulate_media(media="screen")
    assert page.locator(".main-svg[viewBox]").count() == 0
    assert page.locator(CHART).first.bounding_box() == before
    assert reader.said == []


@pytest.mark.parametrize(("scheme", "landscape"), [("light", False), ("dark", True)])
def test_a_chart_is_on_the_printed_sheet_to_its_right_end(browser: Any, shipped: Server, scheme: str, landscape: bool) -> None:
    """The real thing: Chromium prints, and the sheets are counted; a dark page prints on white."""
    made = visit(browser, shipped, locale="en-GB", color_scheme=scheme)
    page = made.open("/compare?place=430100&lang=en", CHART)
    page.evaluate("""() => window.addEventListener("beforeprint", () => {
        window.printed = [...document.querySelectorAll(".main-svg")].every((one) => one.hasAttribute("viewBox")); })""")
    content = page.pdf(format="A4", landscape=landscape)
    assert content.count(b"/Type /Page\n") in (1, 2)
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor") in (
        "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    page.context.close()
