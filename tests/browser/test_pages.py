"""Every page in both languages: its figures, no complaint of the browser, nothing from outside, and axe-core."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Server, Visit, visit

PAGES = {
    "overview": ("/?place=430100&lang={lang}", ".tile", {
        "en": ["Changsha: where we stand", "GDP (city)", "1.43 trillion yuan", "6th of 26", "None for Changsha: Hunan’s figure"],
        "zh": ["长沙市发展水平", "1.43万亿元", "第6位（共26）", "长沙市无数据，以湖南省数据代替"]}),
    "trend": ("/indicator?indicator=internet_users&place=CHN&lang={lang}", ".js-plotly-plot .main-svg", {
        "en": ["Individuals using the Internet", "92.0%", "9th of 19 in G20 countries", "worldbank/wdi.csv, line"],
        "zh": ["互联网使用者比例", "92.0%", "第9位（共19）", "worldbank/wdi.csv，第"]}),
    "ranking": ("/indicator?indicator=gdp_city&place=430100&view=ranking&lang={lang}", ".js-plotly-plot .main-svg", {
        "en": ["Gross regional product of cities", "Rank among"], "zh": ["城市地区生产总值", "排名范围"]}),
    "map": ("/indicator?indicator=egdi&place=CHN&view=map&lang={lang}", ".choroplethlayer path", {
        "en": ["E-Government Development Index"], "zh": ["电子政务发展指数"]}),
    "breakdown": ("/indicator?indicator=gdp_city&place=430100&view=breakdown&lang={lang}", ".js-plotly-plot .main-svg", {
        "en": ["Over time"], "zh": ["历年变化"]}),
    "profile": ("/compare?place=430000&lang={lang}", ".js-plotly-plot .main-svg", {
        "en": ["Compare Hunan", "Hunan"], "zh": ["湖南省"]}),
    "ranks": ("/compare?place=CHN&view=ranks&lang={lang}", ".js-plotly-plot .main-svg", {
        "en": ["Compare China"], "zh": ["中国"]}),
    "scatter": ("/compare?place=CHN&view=scatter&lang={lang}", ".js-plotly-plot .main-svg", {
        "en": ["Compare China"], "zh": ["中国"]}),
    "data": ("/data?lang={lang}", "[data-testid=stDataFrame]", {
        "en": ["20 files", "244 indicators", "Every row of every file was read"], "zh": ["20个文件", "244项指标"]}),
    "about": ("/about?lang={lang}", "h1", {
        "en": ["About", "Methods"], "zh": ["说明", "方法"]}),
}
SETTLED = {"en": "en", "zh": "zh-CN"}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_its_figures_and_nothing_complains(visitor: Visit, name: str, lang: str) -> None:
    path, wait, words = PAGES[name]
    page = visitor.open(path.format(lang=lang), wait)
    page.wait_for_function("document.documentElement.lang !== 'en' || location.search.includes('en')")
    for said in words[lang]:
        page.get_by_text(said).first.wait_for(timeout=20_000)
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    assert page.evaluate("document.documentElement.lang") == SETTLED[lang]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
    assert visitor.said == []
    assert visitor.outside() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["overview", "trend", "ranks", "data", "about"])
def test_no_serious_violation(browser: Any, shipped: Server, name: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe
    made = visit(browser, shipped, color_scheme=scheme, locale="en-GB")
    path, wait, _ = PAGES[name]
    page = made.open(path.format(lang="en"), wait)
    found = Axe().run(page).response["violations"]
    serious = [f"{one['id']}: {node['target']} {node['html'][:160]}" for one in found if one["impact"] in ("serious", "critical")
               for node in one["nodes"]]
    page.context.close()
    assert serious == []


@pytest.mark.parametrize(("name", "size"), [("overview", (390, 844)), ("trend", (390, 844)), ("profile", (390, 844)),
                                            ("data", (390, 844)), ("overview", (3840, 2160)), ("trend", (3840, 2160))])
def test_from_phone_to_wall_nothing_runs_off_the_side(browser: Any, shipped: Server, name: str, size: tuple[int, int]) -> None:
    made = visit(browser, shipped, viewport={"width": size[0], "height": size[1]}, locale="en-GB")
    path, wait, _ = PAGES[name]
    page = made.open(path.format(lang="en"), wait)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth + 1")
    scale = float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))
    assert scale == (32 if size[0] == 3840 else 16)
    if name != "overview":
        drawn = page.locator(".js-plotly-plot, [data-testid=stDataFrame]").first.bounding_box()
        assert drawn["x"] >= 0 and drawn["x"] + drawn["width"] <= size[0] + 1
    page.context.close()
    assert made.said == []
