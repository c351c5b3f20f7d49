"""Charts in the browser: which bundle is loaded, what is drawn anew, and what is there without it."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.plotly_bundles import SMALL
from tests.browser.conftest import PATIENCE, Visit

TREND = "/indicator?indicator=internet_users&place=CHN&lang=en"
CHART = ".js-plotly-plot .main-svg"
COUNT = """() => { const react = window.Plotly.react; window.drawings = 0;
    window.Plotly.react = (...given) => { window.drawings += 1; return react(...given); };
    document.querySelector(".js-plotly-plot").isTheSame = true; }"""
"""Count drawings from now on, and mark the element of the chart."""
WATCH_RUNS = """() => { const app = document.querySelector("[data-testid=stApp]"); window.runs = 0;
    const count = () => { window.runs += app.dataset.testScriptState !== "notRunning"; };
    new MutationObserver(count).observe(app, { attributeFilter: ["data-test-script-state"] }); }"""
"""Count the states of the script other than rest."""


def scripts(made: Visit) -> list[str]:
    """The names of the files of Plotly that were asked for, and of Streamlit's chart."""
    names = [url.rpartition("/")[2] for url in made.asked]
    return sorted({name for name in names if "plotly" in name.lower() and name.endswith(".js")})


@pytest.mark.parametrize("path", [TREND, "/compare?view=scatter&lang=en"], ids=["lines", "dots"])
def test_lines_and_dots_load_the_small_bundle_alone(visitor: Visit, path: str) -> None:
    if not SMALL.is_file():
        pytest.skip("npm fetched no small bundle here")
    visitor.open(path, CHART)
    assert scripts(visitor) == [SMALL.name]
    assert visitor.said == [] and visitor.outside() == []


def test_a_map_loads_the_full_bundle_and_lines_after_it_are_drawn(visitor: Visit) -> None:
    page = visitor.open(
        "/indicator?indicator=egdi&place=CHN&view=map&lang=en", ".scattergeo .point"
    )
    assert "plotly.min.js" in scripts(visitor)  # and the small one, which the page names
    page.get_by_text("Trend", exact=True).click()
    page.wait_for_selector(".scattergeo", state="detached")
    page.wait_for_selector(".js-plotly-plot .scatterlayer .trace", timeout=PATIENCE)
    assert page.locator(".js-plotly-plot").count() == 1 and visitor.said == []


def test_a_run_that_changes_nothing_draws_nothing_and_a_change_keeps_the_element(
    visitor: Visit,
) -> None:
    page = visitor.open(TREND, CHART)
    page.wait_for_timeout(500)
    page.evaluate(COUNT)
    page.evaluate(WATCH_RUNS)
    page.keyboard.press("r")  # Streamlit runs the page anew, perhaps in less than a frame
    page.wait_for_function("window.runs > 0")
    visitor.still()
    page.wait_for_timeout(500)
    assert page.evaluate("window.drawings") == 0
    page.get_by_text("Ranking", exact=True).click()
    page.wait_for_selector(".js-plotly-plot .bars", timeout=PATIENCE)
    visitor.still()
    assert page.evaluate("window.drawings") == 1
    assert page.evaluate("document.querySelector('.js-plotly-plot').isTheSame") is True
    assert visitor.said == []


def box(page: Any) -> dict[str, float]:
    measured: dict[str, float] = page.locator(".js-plotly-plot .main-svg").first.bounding_box()
    return measured


def test_a_chart_is_as_wide_as_its_room(visitor: Visit) -> None:
    page = visitor.open(TREND, CHART)
    page.wait_for_timeout(1000)  # what comes below the chart brings a scrollbar
    wide = box(page)
    page.set_viewport_size({"width": 1200, "height": 1080})
    page.wait_for_function(
        "(width) => document.querySelector('.main-svg').clientWidth < width", arg=wide["width"]
    )
    assert box(page)["height"] == wide["height"]
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_function(
        "(width) => document.querySelector('.main-svg').clientWidth === width", arg=wide["width"]
    )


def test_a_chart_has_its_room_and_its_words_before_it_is_drawn(visitor: Visit) -> None:
    page = visitor.page
    held: list[Any] = []
    page.route("**/plotly/**", lambda route: held.append(route))
    page.goto(visitor.server.address + TREND)
    chart = page.locator(".plot")
    chart.wait_for(timeout=PATIENCE)
    before = chart.bounding_box()
    assert before["height"] > 300 and "China" in chart.get_attribute("aria-label")
    assert page.get_by_role("figure", name="China").count() == 1
    page.wait_for_timeout(500)
    visitor.still()
    below = page.get_by_text("About this indicator").bounding_box()
    held[0].continue_()
    page.wait_for_selector(CHART, timeout=PATIENCE)
    assert chart.bounding_box()["height"] == before["height"]
    assert page.get_by_text("About this indicator").bounding_box() == below


def test_where_plotly_cannot_be_loaded_the_chart_is_told_in_words(visitor: Visit) -> None:
    page = visitor.page
    page.route("**/plotly/**", lambda route: route.abort())
    page.goto(visitor.server.address + TREND)
    page.locator(".plot p").wait_for(timeout=PATIENCE)
    chart = page.locator(".plot")
    assert chart.inner_text() == chart.get_attribute("aria-label")


def test_the_bar_of_buttons_saves_a_picture_and_fills_the_screen(visitor: Visit) -> None:
    page = visitor.open(TREND, CHART)
    page.locator(".js-plotly-plot").hover(position={"x": 300, "y": 150})
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_label("Save the chart as a picture").click()
    assert download.value.suggested_filename.endswith(".png")
    before = box(page)
    page.get_by_label("Full screen").click()
    page.wait_for_function("document.fullscreenElement?.classList.contains('plot')")
    page.wait_for_function(
        "document.querySelector('.main-svg').clientHeight === window.innerHeight"
    )
    page.evaluate("document.exitFullscreen()")
    page.wait_for_function(
        "(height) => document.querySelector('.main-svg').clientHeight === height",
        arg=before["height"],
    )
    assert visitor.said == []


def test_a_chart_is_drawn_once_it_is_shown(visitor: Visit) -> None:
    """Plotly remembers the size of text, which is none where the chart is hidden."""
    page = visitor.page
    page.add_init_script(
        """new MutationObserver((_, observer) => { const box = document.querySelector(".plot");
        if (!box) return; observer.disconnect(); box.style.display = "none"; })
        .observe(document, { childList: true, subtree: true })"""
    )
    page.goto(visitor.server.address + TREND)
    page.locator(".plot").wait_for(state="attached", timeout=PATIENCE)
    visitor.still()
    page.wait_for_timeout(1500)
    assert page.locator(".main-svg").count() == 0
    page.evaluate("document.querySelector('.plot').style.display = ''")
    page.wait_for_selector(CHART, timeout=PATIENCE)
    assert visitor.said == []
