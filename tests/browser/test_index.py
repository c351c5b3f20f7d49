"""The index page in a browser: both languages, a big screen and a phone, sliders, axe-core."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Server, visit

SIZES = {"wide": (1920, 1080), "phone": (390, 844)}
SAID = {
    "en": ["Hunan is 17th of 31", "Rank, and how sure it is", "What would it take?"],
    "zh": ["湖南省居第17位（共31个）", "位次及其可靠程度", "提升路径"],
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


def settle(page: Any) -> None:
    """Wait until no text is cut: a phone's page is drawn a second time, once its width is known,
    and until then has the figures of a wide one. What stays cut is for the caller to see.
    """
    page.wait_for_timeout(1500)
    for _ in range(20):
        if not any(page.evaluate(MEASURE)["cut"]):
            return
        page.wait_for_timeout(1000)


def serious(page: Any) -> list[str]:
    """What axe-core holds against the page."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh", "dark")])
@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_whole(
    shipped: Server, browser: Any, language: str, scheme: str, size: str
) -> None:
    width, height = SIZES[size]
    viewport = {"width": width, "height": height}
    made = visit(browser, shipped, viewport=viewport, locale="en-GB", color_scheme=scheme)
    page = made.open(f"/index?place=430000&lang={language}", CHART)
    for text in SAID[language]:
        page.get_by_text(text).first.wait_for()
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot').length >= 5")
    made.still()
    settle(page)
    found = page.evaluate(MEASURE)
    assert found["overflow"] <= 1, "nothing stands beyond the window"
    assert found["cut"] == [0] * len(found["cut"]), "no text of a chart is cut"
    assert serious(page) == []
    assert made.said == [] and made.outside() == []
    page.context.close()


def test_the_city_leads_with_its_own_fields(shipped: Server, browser: Any) -> None:
    made = visit(browser, shipped, locale="en-GB")
    page = made.open("/index?place=430100&lang=en", CHART)
    page.get_by_text("Changsha: Digital economy (digital finance) 8th").first.wait_for()
    page.get_by_text("No overall score: figures of Changsha cover 60%").first.wait_for()
    page.get_by_text("Connectivity and Data: no score of Changsha").first.wait_for()
    page.context.close()


def test_the_city_on_a_phone_has_what_its_fields_tell(shipped: Server, browser: Any) -> None:
    viewport = {"width": 390, "height": 844}
    made = visit(browser, shipped, viewport=viewport, locale="zh-CN", color_scheme="dark")
    page = made.open("/index?place=430100&lang=zh", CHART)
    page.get_by_text("提升路径").first.wait_for()
    page.get_by_text("〔").first.wait_for()  # the likely ranks of fields, made in the background
    made.still()
    settle(page)
    found = page.evaluate(MEASURE)
    assert found["overflow"] <= 1 and found["cut"] == [0] * len(found["cut"])
    assert page.get_by_text("湖南省有总得分").count(), "the index above is linked"
    assert serious(page) == []
    page.context.close()


def test_a_change_goes_forwards(shipped: Server, browser: Any) -> None:
    made = visit(browser, shipped, locale="en-GB")
    page = made.open("/index?place=430000&lang=en&since=2022&period=2019", CHART)
    page.get_by_text("“2019” is no year with a score after the first one.").wait_for()
    page.get_by_text("Why Hunan").first.wait_for()
    page.context.close()


def test_a_slider_moves_with_the_keyboard(shipped: Server, browser: Any) -> None:
    made = visit(browser, shipped, locale="en-GB")
    page = made.open("/index?place=430000&lang=en", CHART)
    page.get_by_text("Hunan stays 17th.").wait_for()
    page.locator(".st-key-index_weight_0_en").get_by_role("slider").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("new URL(location).searchParams.get('weights')?.startsWith('0,')")
    page.get_by_text("Hunan: 17th →").first.wait_for()
    page.context.close()


@pytest.mark.parametrize("address", ["/index?place=430000", "/compare?place=430000"])
def test_every_chart_can_be_saved_as_a_picture(shipped: Server, browser: Any, address: str) -> None:
    made = visit(browser, shipped, locale="en-GB")
    page = made.open(f"{address}&lang=en", CHART)
    buttons = page.get_by_role("button", name="Chart as PNG")
    buttons.first.wait_for()
    made.still()
    page.wait_for_timeout(1000)
    for button in buttons.all():
        with page.expect_download(timeout=10_000) as saved:
            button.click()
        content = Path(saved.value.path()).read_bytes()
        assert content.startswith(b"\x89PNG"), "each button saves the chart above it"
    page.context.close()


def test_another_figure_moves_with_the_keyboard(shipped: Server, browser: Any) -> None:
    made = visit(browser, shipped, locale="en-GB")
    page = made.open("/index?place=430000&lang=en&part=digital_finance_province", CHART)
    page.get_by_text("55.5 points, 17th of 31, all else as it is.").wait_for()
    page.locator(".st-key-index_step_digital_finance_province_en").get_by_role("slider").focus()
    page.keyboard.press("End")
    page.wait_for_function("new URL(location).searchParams.get('step') === '10'")
    page.get_by_text("With 500.0:").first.wait_for()
    page.context.close()


@pytest.mark.parametrize(
    ("language", "link", "heading"),
    [
        ("en", "Digital development of China’s provinces, Hunan: 55.5 points", "Hunan is 17th"),
        ("zh", "2023年各省份数字化发展指数：湖南省55.5分", "湖南省居第17位"),
    ],
)
def test_the_overview_leads_to_the_index(
    shipped: Server, browser: Any, language: str, link: str, heading: str
) -> None:
    made = visit(browser, shipped, locale="en-GB")
    page = made.open(f"/?place=430100&lang={language}", "h1")
    page.get_by_role("link", name=link).click()
    page.get_by_role("heading", name=heading).wait_for()
    page.context.close()
