"""The targets page in a browser: both languages, a big screen and a phone, filters, a picture."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Server, visit
from tests.browser.test_index import MEASURE, SIZES, serious

CHART = ".js-plotly-plot .main-svg"
SAID = {
    "en": [
        "Targets: Estonia",
        "Pace from 2019 to 2024: +0.4 points a year",
        "Forecast for 2030:",
        "80% interval",
    ],
    "zh": [
        "爱沙尼亚：目标进展",
        "2019年至2024年的速度：每年+0.4个百分点",
        "2030年预测值：",
        "80%区间",
    ],
}
TITLE = {"en": "How far each target has come", "zh": "各项目标已完成的进度"}


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh", "dark")])
@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_whole(
    shipped: Server, browser: Any, language: str, scheme: str, size: str
) -> None:
    width, height = SIZES[size]
    viewport = {"width": width, "height": height}
    made = visit(browser, shipped, viewport=viewport, locale="en-GB", color_scheme=scheme)
    page = made.open(f"/targets?place=EST&lang={language}", CHART)
    for text in SAID[language]:
        page.get_by_text(text).first.wait_for()
    # The title of a chart breaks into lines, between which its text has no blank.
    title = page.locator(".js-plotly-plot .gtitle").first.text_content()
    assert title.replace(" ", "").startswith(TITLE[language].replace(" ", ""))
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot').length >= 4")
    made.still()
    page.wait_for_timeout(1500)
    found = page.evaluate(MEASURE)
    assert found["overflow"] <= 1, "nothing stands beyond the window"
    assert found["cut"] == [0] * len(found["cut"]), "no text of a chart is cut"
    assert serious(page) == []
    assert made.said == [] and made.outside() == []
    page.context.close()


def test_a_status_is_chosen_and_kept_in_the_address(shipped: Server, browser: Any) -> None:
    made = visit(browser, shipped, locale="en-GB")
    page = made.open("/targets?place=430100&lang=en", CHART)
    page.get_by_text("Targets: Changsha").wait_for()
    page.get_by_role("radio", name="Target met").click()
    page.wait_for_function("new URL(location).searchParams.get('status') === 'reached'")
    page.get_by_text("5G stations per 10,000").first.wait_for()
    page.wait_for_function("!document.body.innerText.includes('Access to electricity')")
    page.context.close()
    again = visit(browser, shipped, locale="en-GB")
    page = again.open("/targets?place=430100&lang=en&status=reached", CHART)
    page.get_by_text("5G stations per 10,000").first.wait_for()
    assert page.get_by_text("Access to electricity").count() == 0
    page.context.close()


def test_a_wrong_status_in_the_address_has_its_sentence(shipped: Server, browser: Any) -> None:
    made = visit(browser, shipped, locale="en-GB")
    page = made.open("/targets?place=430100&lang=en&status=nonsense", CHART)
    page.get_by_text("No target here has the status “nonsense”.").first.wait_for()
    page.context.close()


def test_a_road_leaves_as_a_picture(shipped: Server, browser: Any) -> None:
    made = visit(browser, shipped, locale="en-GB", accept_downloads=True)
    page = made.open("/targets?place=EST&lang=en", CHART)
    page.get_by_text("Forecast for 2030:").first.wait_for()
    made.still()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Chart as PNG").first.click()
    assert waiting.value.suggested_filename == "targets.png"
    page.context.close()
