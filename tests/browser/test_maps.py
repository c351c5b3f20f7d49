"""Maps in the browser: a click chooses a place, nothing moves, small states are there, and outlines
are drawn for whoever names them.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.conftest import PATIENCE, READY, Server, Visit, visit

TILES = "/indicator?indicator=broadband_ports_province&view=map"
DOTS = "/indicator?indicator=egdi&view=map"
POINT = """(code) => {
    const chart = document.querySelector(".js-plotly-plot");
    const kind = (trace) => ({bar: ".bars", scattergeo: ".scattergeo"})[trace.type];
    const trace = chart.data.find((one) => one.customdata);
    const same = chart.data.filter((one) => one.type === trace.type);
    const drawn = chart.querySelectorAll(kind(trace))[same.indexOf(trace)];
    const box = drawn.querySelectorAll(".point")[trace.customdata.indexOf(code)].getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
}"""
"""The middle of the tile or dot of a place."""


STANDS_STILL = """([place, ready]) => {
    const charts = [...document.querySelectorAll(".js-plotly-plot")];
    const isOfPlace = new URLSearchParams(window.location.search).get("place") === place;
    const isDrawn = charts.length === 1 && isOfPlace
        && !charts[0].closest("[data-stale=true]") && document.querySelector(ready);
    const point = isDrawn && charts[0].querySelector(".point");
    const box = point ? JSON.stringify(point.getBoundingClientRect()) : "";
    window.timesAtBox = box && box === window.lastBox ? window.timesAtBox + 1 : 0;
    window.lastBox = box;
    return window.timesAtBox >= 4;
}"""
"""Whether the map is that of the place in the address, no run is under way, and it has not moved at
four polls.
"""


def click(made: Visit, code: str) -> None:
    made.page.mouse.click(*made.page.evaluate(POINT, code))


def stands_still(made: Visit, place: str) -> None:
    made.page.wait_for_function(STANDS_STILL, arg=[place, READY], polling=250, timeout=PATIENCE)


def opened(made: Visit, path: str) -> Any:
    """A page whose map stands still: it is drawn again once the browser's width is known."""
    page = made.open(path, ".js-plotly-plot .point")
    (place,) = re.findall("place=([A-Z0-9]+)", path)
    stands_still(made, place)
    return page


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("path", "codes"),
    [(TILES + "&place=430000", ("420000", "430000")), (DOTS + "&place=CHN", ("AUS", "TUV"))],
    ids=["tiles", "dots"],
)
def test_a_click_makes_a_place_that_of_the_page(
    visitor: Visit, path: str, codes: tuple[str, ...], lang: str
) -> None:
    page = opened(visitor, f"{path}&lang={lang}")
    for code in codes:  # there and on: a click does not come back with the map it was made on
        click(visitor, code)
        page.wait_for_url(f"**place={code}&**")
        stands_still(visitor, code)
        assert f"place={code}&" in page.url
        assert "view=map" in page.url and f"lang={lang}" in page.url
    assert visitor.said == [] and visitor.outside() == []


def test_a_tile_without_a_figure_says_so_and_leads_nowhere(visitor: Visit) -> None:
    page = opened(visitor, f"{TILES}&place=430000&lang=zh")
    box = page.locator(".barlayer text").filter(has_text="台湾").bounding_box()
    page.mouse.move(box["x"] + 3, box["y"] + 3)
    page.locator(".hoverlayer text").filter(has_text="本来源无该时期数据").wait_for()
    page.mouse.click(box["x"] + 3, box["y"] + 3)
    page.wait_for_timeout(1_500)
    assert "place=430000" in page.url and visitor.said == []


def test_every_place_of_the_world_is_inside_the_map_and_a_hand_does_not_move_it(
    visitor: Visit,
) -> None:
    page = opened(visitor, f"{DOTS}&place=CHN&lang=en")
    where = {
        code: page.evaluate(POINT, code) for code in ("TUV", "FJI", "TON", "NZL", "MLT", "SGP")
    }
    box = page.locator(".js-plotly-plot .geo").first.bounding_box()
    for code, (x, y) in where.items():
        assert box["x"] < x < box["x"] + box["width"], code
        assert box["y"] < y < box["y"] + box["height"], code
    assert where["FJI"][0] < where["TON"][0], "Tonga, at 175 degrees West, lies east of Fiji"
    page.mouse.move(where["NZL"][0] - 60, where["NZL"][1])
    page.mouse.down()
    page.mouse.move(where["NZL"][0] - 260, where["NZL"][1], steps=5)
    page.mouse.up()
    page.mouse.wheel(0, 10)
    page.wait_for_timeout(500)
    moved = page.evaluate(POINT, "NZL")
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    assert moved[0] == pytest.approx(where["NZL"][0], abs=1)


def test_the_land_is_sent_once_and_compressed(visitor: Visit) -> None:
    sizes = []
    visitor.page.on(
        "response",
        lambda answer: (
            sizes.append(int(answer.headers["content-length"]))
            if answer.url.endswith(".geojson")
            else None
        ),
    )
    opened(visitor, f"{DOTS}&place=CHN&lang=en")
    assert len(sizes) == 1 and sizes[0] < 20_000


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_words_fit_their_tiles_on_a_phone(browser: Any, shipped: Server, lang: str) -> None:
    made = visit(browser, shipped, viewport={"width": 390, "height": 844}, locale="en-GB")
    page = opened(made, f"{TILES}&place=430000&lang={lang}")
    page.wait_for_timeout(1_000)
    words = page.evaluate(
        """() => [...document.querySelectorAll(".barlayer .point")]
        .map((tile) => [tile.querySelector("path"), tile.querySelector("text")])
        .filter(([, text]) => text)
        .map(([path, text]) => [text.textContent, text.getBoundingClientRect().width,
            path.getBoundingClientRect().width, text.getBoundingClientRect().height])"""
    )
    assert len(words) == 34
    for text, width, tile, height in words:
        assert width <= tile and height >= 9, text
    page.context.close()
    assert made.said == []


def test_outlines_are_drawn_where_config_names_them(browser: Any, outlined: Server) -> None:
    made = visit(browser, outlined, locale="en-GB")
    page = made.open(
        "/indicator?indicator=internet_users&view=map&lang=en", ".choroplethlayer path"
    )
    page.get_by_text("Ours").first.wait_for()
    page.wait_for_timeout(1_000)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll(".choroplethlayer path")].map((path) => {
        const box = path.getBoundingClientRect(); return [box.width, box.height]; })"""
    )
    whole = page.locator(".js-plotly-plot .geo").first.bounding_box()
    assert boxes and all(0 < width < whole["width"] / 4 for width, _ in boxes)
    page.context.close()
    assert made.said == [] and made.outside() == []
