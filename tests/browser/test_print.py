"""Paper: charts whole, cards unbroken, nothing to click on it, and a foot to find it again."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from indicators import load
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
CONTROLS = (
    "stHeader",
    "stSidebar",
    "stSelectbox",
    "stMultiSelect",
    "stButtonGroup",
    "stSlider",
    "stCheckbox",
    "stButton",
    "stDownloadButton",
    "stPopover",
    "stTextInput",
    "stElementToolbar",
)
LONG = {
    "about": ("/about?lang=en", "h2"),
    "sources": ("/data?view=sources&lang=en", "[data-testid=stDataFrame]"),
    "ranking": ("/indicator?indicator=gdp_city&view=ranking&lang=en", CHART),
    "overview": ("/?place=430100&lang=zh", ".tile"),
}
"""Pages of more than one sheet."""
HEIGHTS = {703: 1032, 1032: 703}
"""The height of a sheet by its width."""
SPARSE = 6
"""A heading with a line below it, or a foot alone, are fewer runs of text than these."""
PAPERS = {"portrait": 703, "landscape": 1032}
"""A4 without its margins of 12 millimetres, in pixels of CSS."""


@pytest.fixture(scope="module")
def reader(browser: Any, shipped: Server) -> Iterator[Visit]:
    made = visit(browser, shipped, locale="en-GB")
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
        assert [
            one for one in CONTROLS if page.locator(f"[data-testid={one}]:visible").count()
        ] == [], paper
        assert (
            page.locator(
                ".modebar:visible, [class*=st-key-downloads_]:visible, .st-key-header:visible"
            ).count()
            == 0
        )
    foot = page.locator(".st-key-print_foot").inner_text()
    assert "Changsha digital economy" in foot and page.url in foot and "2" in foot.split("·")[-1]
    assert unbroken(page) == {"avoid"}


def drawn(page: Any, width: int) -> list[float]:
    """The right ends of what is drawn on a sheet of this width: charts with all that is in them,
    tables, tiles.

    In one go, as a browser prints: it tells that it will, lays the page out anew, and lets no
    script run in between.
    """
    return list(
        page.evaluate(
            """(width) => {
        if (matchMedia("print").matches) window.dispatchEvent(new Event("beforeprint"));
        document.documentElement.style.width = `${width}px`;
        const tiles = [...document.querySelectorAll("*")].flatMap((one) => [...(one.shadowRoot?.querySelectorAll(".tile") ?? [])]);
        const every = [...document.querySelectorAll(".main-svg, .main-svg text, [data-testid=stDataFrame]:not([data-testid=stExpander] *)"), ...tiles];
        const found = every.map((one) => one.getBoundingClientRect()).filter((box) => box.width).map((box) => box.right);
        document.documentElement.style.width = "";
        return found;
    }""",
            width,
        )
    )


def unbroken(page: Any) -> set[str]:
    """How sheets may break the cards, charts and rows of tables."""
    return set(
        page.evaluate("""() => {
        const tiles = [...document.querySelectorAll("*")].flatMap((one) => [...(one.shadowRoot?.querySelectorAll(".tile") ?? [])]);
        const every = [...document.querySelectorAll(".js-plotly-plot, [data-testid=stDataFrame]:not(:has(> .paper-table))"),
            ...document.querySelectorAll(".paper-table tr"), ...tiles];
        return every.map((one) => getComputedStyle(one).breakInside);
    }""")
    )


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
def test_a_chart_is_on_the_printed_sheet_to_its_right_end(
    browser: Any, shipped: Server, scheme: str, landscape: bool
) -> None:
    """The real thing: Chromium prints, and the sheets are counted; a dark page prints on white."""
    made = visit(browser, shipped, locale="en-GB", color_scheme=scheme)
    page = made.open("/compare?place=430100&lang=en", CHART)
    page.evaluate("""() => window.addEventListener("beforeprint", () => {
        window.printed = [...document.querySelectorAll(".main-svg")].every((one) => one.hasAttribute("viewBox")); })""")
    content = page.pdf(format="A4", landscape=landscape)
    assert content.count(b"/Type /Page\n") in (1, 2)
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    assert page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    ) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    page.context.close()


@pytest.mark.parametrize("name", LONG)
def test_every_sheet_is_used_and_nothing_is_printed_across_other_text(
    reader: Visit, name: str
) -> None:
    path, wait = LONG[name]
    reader.page.emulate_media(media="screen")
    reader.page.set_viewport_size({"width": 1440, "height": 900})
    page = reader.open(path, wait)
    if name == "sources":
        page.wait_for_selector("canvas table td", state="attached")
    page.emulate_media(media="null")  # as a reader prints: Chromium goes over to print by itself
    for landscape in (False, True):
        runs = runs_by_sheet(page.pdf(format="A4", landscape=landscape))
        assert min(runs) >= SPARSE, (landscape, runs)
    page.emulate_media(media="print")
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)  # Plotly draws anew for the new window
        found = on_sheets(page, width, height)
        assert found["lines"] > 20
        assert found["across"] == [], width
        assert found["alone"] == [], width
        assert found["wide"] == [], width
        assert [
            chart for chart in found["charts"] if chart["pieces"] != 1 or chart["height"] > height
        ] == [], width
        assert {chart["sheet"] for chart in found["charts"]} <= {0}, (
            width
        )  # right below the page's heading
    assert len(found["charts"]) == (name == "ranking")


def runs_by_sheet(content: bytes) -> list[int]:
    """How many runs of text each sheet of a PDF of Chromium has; a light page only, for a dark one
    is a picture.
    """
    objects = dict(re.findall(rb"(\d+) 0 obj\n(.*?)\nendobj", content, re.DOTALL))
    counts = []
    for sheet in filter(re.compile(rb"/Type /Page\n").search, objects.values()):
        number = re.findall(rb"/Contents (\d+) 0 R", sheet)[0]
        stream = objects[number].split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0]
        counts.append(len(re.findall(rb"\bT[jJ]\b", zlib.decompress(stream))))
    return counts


def on_sheets(page: Any, width: int, height: int) -> Any:
    """The page in columns of a sheet's size, which a browser breaks as it breaks sheets, and where
    things are in them.

    `across` has the texts whose lines overlap, `alone` the headings that are on another sheet than what follows them,
    `wide` the widths of rows that the sheet would cut.
    """
    return page.evaluate(
        """([width, height]) => {
        window.dispatchEvent(new Event("beforeprint"));
        const main = document.querySelector("[data-testid=stMainBlockContainer]");
        main.style.cssText = `padding: 0 !important; width: ${width}px; height: ${height}px; columns: ${width}px auto; column-gap: 0; column-fill: auto`;
        const start = main.getBoundingClientRect().left;
        const sheet = (box) => Math.floor((box.left - start + 1) / width);
        const deep = (name) => [...document.querySelectorAll("*")].flatMap((one) => [...(one.shadowRoot?.querySelectorAll(name) ?? [])]);
        const lines = [], walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), range = document.createRange();
        while (walker.nextNode()) {
            const node = walker.currentNode;
            // The heading of a table is drawn anew on each sheet, and a browser tells one place for all.
            if (!node.data.trim() || node.parentElement.closest("svg, canvas, style, script, thead")) continue;
            range.selectNodeContents(node);
            for (const box of range.getClientRects()) if (box.width > 1) lines.push({ text: node.data, box });
        }
        const overlap = ({ box: a }, { box: b }) => a.left < b.right - 1 && b.left < a.right - 1
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5 * Math.min(a.height, b.height);
        const across = lines.flatMap((line, at) => lines.slice(at + 1).filter((other) => overlap(line, other))
            .map((other) => [line.text, other.text]));
        const alone = deep(".field").map((field) => [field.querySelector("h2"), field.querySelector(".tile")])
            .concat([...main.querySelectorAll("h1, h2, h3")].map((one) => [one, one.closest("[data-testid=stHeadingWithActionElements]")
                ?.nextElementSibling])).filter(([heading, next]) => next && heading.getClientRects().length
                && sheet(heading.getClientRects()[0]) !== sheet(next.getClientRects()[0])).map(([heading]) => heading.innerText);
        const charts = [...main.querySelectorAll(".js-plotly-plot .svg-container")].map((one) => ({ pieces: one.getClientRects().length,
            height: one.getBoundingClientRect().height, sheet: sheet(one.getBoundingClientRect()) }));
        const wide = [...main.querySelectorAll(".paper-table tr")].map((one) => one.getBoundingClientRect().width)
            .filter((one) => one > width);
        main.style.cssText = "";
        return { lines: lines.length + deep(".tile").length, across, alone, wide, charts };
    }""",
        [width, height],
    )


def test_a_table_is_printed_as_text_with_a_line_that_says_what_is_left_out(reader: Visit) -> None:
    """The canvas has no more than the rows on the screen; what is printed must say so, with every
    cell whole.
    """
    reader.page.emulate_media(media="screen")
    reader.page.set_viewport_size({"width": 1440, "height": 900})
    page = reader.open(*LONG["sources"])
    page.wait_for_selector("canvas table td", state="attached")
    drawn_before = page.locator("canvas:visible").count()
    total = int(page.locator("canvas table").first.get_attribute("aria-rowcount")) - 1
    page.emulate_media(media="print")
    tables = page.locator(".paper-table")
    tables.first.wait_for()
    rows = tables.first.locator("tbody tr").count()
    assert 10 < rows < total
    assert f"rows 1 to {rows} of {total}" in tables.first.locator("p").inner_text()
    assert page.locator("canvas:visible").count() == 0
    cell = tables.first.locator("tbody td").first
    publishers = {each.publisher.get("en") for each in load().catalogue.sources.values()}
    assert cell.is_visible() and cell.inner_text() in publishers
    # the classes of terms: all of them, so that no line is needed
    assert tables.nth(1).locator("tbody tr").count() == 4
    assert tables.nth(1).locator("p").count() == 0
    page.emulate_media(media="screen")
    tables.first.wait_for(state="detached")
    assert tables.count() == 0
    assert page.locator("canvas:visible").count() == drawn_before > 0
    assert reader.said == []
