"""The index page in a browser: both languages, a big screen and a phone, sliders, axe-core."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Server, visit

SIZES = {"wide": (1920, 1080), "phone": (390, 844)}
SAID = {
    "en": ["Hunan is 17th of 31", "Rank, and how sure it is", "What would it take?"],
    "zh": ["湖南省居第17位（共31个）", "位次及其可靠程度", "怎样才能前进？"],
}
CHART = ".js-plotly-plot .main-svg"
MEASURE = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const charts = [...document.querySelectorAll('.js-plotly-plot')].map(chart => {
    const box = chart.getBoundingClientRect();
    const texts = [...chart.querySelectorAll('text')].filter(text => text.textContent.trim());
    return texts.map(text => text.getBoundingClientRect())
      .filter(text => text.right > box.right + 1 || text.left < box.left - 1).length;
  });
  return {overflow: main.scrollWidth - main.clientWidth, cut: charts};
}"""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_whole(shipped: Server, browser: Any, language: str, size: str) -> None:
    width, height = SIZES[size]
    address = f"{shipped.address}/index?place=430000&lang={language}"
    with visit(browser, address, CHART, width=width, height=height) as page:
        for text in SAID[language]:
            page.get_by_text(text).first.wait_for()
        page.wait_for_function("document.querySelectorAll('.js-plotly-plot').length >= 5")
        page.wait_for_timeout(2000)
        found = page.evaluate(MEASURE)
        assert found["overflow"] <= 0, "nothing stands beyond the window"
        assert found["cut"] == [0] * len(found["cut"]), "no text of a chart is cut"
        violations = Axe().run(page).response["violations"]
        serious = [item["id"] for item in violations if item["impact"] in ("serious", "critical")]
        assert serious == []


def test_the_city_leads_with_its_own_fields(shipped: Server, browser: Any) -> None:
    with visit(browser, f"{shipped.address}/index?place=430100&lang=en", CHART) as page:
        page.get_by_text("Changsha: Digital economy 8th of 27").first.wait_for()
        page.get_by_text("No overall score: figures of Changsha cover 60%").first.wait_for()
        page.get_by_text("Connectivity and Data: no score of Changsha").first.wait_for()


def test_a_slider_moves_with_the_keyboard(shipped: Server, browser: Any) -> None:
    with visit(browser, f"{shipped.address}/index?place=430000&lang=en", CHART) as page:
        page.get_by_text("Hunan stays 17th.").wait_for()
        slider = page.locator(".st-key-index_weight_0_en [role=slider]")
        slider.focus()
        for _ in range(4):
            page.keyboard.press("ArrowLeft")
        page.wait_for_url("**weights=0*")
        page.get_by_text("Hunan: 17th →").wait_for()
