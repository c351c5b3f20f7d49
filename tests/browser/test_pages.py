"""Every page in both languages: its figures, no complaint of the browser, nothing from outside, and
axe-core.
"""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import ROOT, Server, visit

FILES = sorted(
    path for path in (ROOT / "data").glob("*/*.csv") if path.with_suffix(".yaml").exists()
)
SOURCES = sum(
    len(yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8")).get("sources", {}))
    for path in FILES
)

PAGES = {
    "overview": (
        "/?place=430100&lang={lang}",
        ".tile",
        {
            "en": [
                "Changsha: where we stand",
                "GDP of the city",
                "1.527 trillion yuan",
                "The setting: Hunan, China",
            ],
            "zh": [
                "长沙市发展水平",
                "1.527万亿元",
                "上级参考：湖南省、中国",
            ],
        },
    ),
    "trend": (
        "/indicator?indicator=internet_users&place=CHN&lang={lang}",
        ".js-plotly-plot .main-svg",
        {
            "en": [
                "Individuals using the Internet",
                "92.0%",
                "G20 countries: 9th of 19 in 2024 (8 with older figures)",
                "mean weighted by “Population”; unweighted mean of the 19 members",
                "worldbank/wdi.csv, line",
            ],
            "zh": [
                "互联网使用者比例",
                "92.0%",
                "2024年居第9位（共19个，其中8个为较早数据）",
                "worldbank/wdi.csv，第",
            ],
        },
    ),
    "ranking": (
        "/indicator?indicator=gdp_city&place=430100&view=ranking&lang={lang}",
        ".js-plotly-plot .main-svg",
        {
            "en": ["Gross regional product of cities", "Rank among"],
            "zh": ["城市地区生产总值", "排名范围"],
        },
    ),
    "dots": (
        "/indicator?indicator=egdi&place=TUV&view=map&lang={lang}",
        ".scattergeo .point",
        {
            "en": [
                "E-Government Development Index, 2024",
                "× No figure in this source for this period: ",
            ],
            "zh": ["2024年电子政务发展指数", "×：本来源无该时期数据"],
        },
    ),
    "tiles": (
        "/indicator?indicator=broadband_ports_province&place=430000&view=map&lang={lang}",
        ".barlayer .point",
        {
            "en": ["Inner", "Hong Kong", "Hatched: no figure in this source"],
            "zh": [
                "湖南",
                "4182万",
                "斜线：本来源无该时期数据（台湾省、香港特别行政区和澳门特别行政区）",
            ],
        },
    ),
    "city tiles": (
        "/indicator?indicator=gdp_city&place=430100&view=map&lang={lang}",
        ".barlayer .point",
        {"en": ["Zhangjiajie", "1.433 trillion"], "zh": ["张家界", "1.433万亿"]},
    ),
    "breakdown": (
        "/indicator?indicator=gdp_city&place=430100&view=breakdown&lang={lang}",
        ".js-plotly-plot .main-svg",
        {"en": ["Over time"], "zh": ["历年变化"]},
    ),
    "profile": (
        "/compare?place=430100&lang={lang}",
        ".js-plotly-plot .main-svg",
        {
            "en": [
                "Compare Changsha",
                "Changsha stands highest in GDP per resident (6th of 25)",
                "1.527 trillion yuan · 6th of 27",
            ],
            "zh": ["长沙市对比分析", "1.527万亿元"],
        },
    ),
    "ranks": (
        "/compare?place=430100&view=ranks&lang={lang}",
        ".js-plotly-plot .main-svg",
        {
            # from 6th of 25 by GDP per resident to 11th of 27 by science spending; four rows are of size
            "en": ["Compare Changsha", "Changsha is in the upper half in 10 of 10 indicators"],
            "zh": ["长沙市对比分析", "10项指标中，长沙市有10项居前半数"],
        },
    ),
    "scatter": (
        "/compare?place=CHN&view=scatter&lang={lang}",
        ".js-plotly-plot .main-svg",
        {
            "en": ["Compare China", "Correlation does not imply causation"],
            "zh": ["中国对比分析", "相关不等于因果"],
        },
    ),
    "data": (
        "/data?lang={lang}",
        "[data-testid=stDataFrame], [data-testid=stExpander]",
        {
            "en": [f"{len(FILES)} files", "Every row of every file was read"],
            "zh": [f"{len(FILES)}个文件"],
        },
    ),
    "sources": (
        "/data?view=sources&lang={lang}",
        "[data-testid=stDataFrame]",
        {"en": [f"{SOURCES} sources", "Figures by status"], "zh": [f"{SOURCES}个来源"]},
    ),
    "about": (
        "/about?lang={lang}",
        "h1",
        {
            "en": [
                "About Changsha digital economy",
                "Provincial capitals, 27 places",
                "hold at least 80% of the group’s weight",
            ],
            "zh": ["长沙数字经济指标：说明", "省会（首府）城市，共27个"],
        },
    ),
}
SETTLED = {"en": "en", "zh": "zh-CN"}
SCHEMES = {"en": "light", "zh": "dark"}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_its_figures_and_nothing_complains(
    browser: Any, shipped: Server, name: str, lang: str
) -> None:
    """English by day and Chinese by night: each page is opened twice, and looked at from all sides."""
    made = visit(browser, shipped, locale="en-GB", color_scheme=SCHEMES[lang])
    path, wait, words = PAGES[name]
    page = made.open(path.format(lang=lang), wait)
    page.wait_for_function(f"document.documentElement.lang === '{SETTLED[lang]}'")
    for said in words[lang]:
        page.get_by_text(said).first.wait_for(timeout=20_000)
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    assert page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth + 1"
    )
    assert serious(page) == []
    assert made.said == []
    assert made.outside() == []
    page.context.close()


def serious(page: Any) -> list[str]:
    """What axe-core holds against a page; nothing is excused, not even in Streamlit's own markup."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("overview", (390, 844)),
        ("dots", (390, 844)),
        ("tiles", (390, 844)),
        ("trend", (390, 844)),
        ("profile", (390, 844)),
        ("ranks", (390, 844)),
        ("data", (390, 844)),
        ("about", (390, 844)),
        ("overview", (3840, 2160)),
        ("trend", (3840, 2160)),
        ("tiles", (3840, 2160)),
    ],
)
def test_from_phone_to_wall_nothing_runs_off_the_side(
    browser: Any, shipped: Server, name: str, size: tuple[int, int]
) -> None:
    made = visit(browser, shipped, viewport={"width": size[0], "height": size[1]}, locale="en-GB")
    path, wait, _ = PAGES[name]
    page = made.open(path.format(lang="en"), wait)
    assert page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth + 1"
    )
    scale = float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))
    assert scale == (32 if size[0] == 3840 else 16)
    if name not in ("overview", "about"):
        made.still()  # a phone's page is drawn a second time, once its width is known
        content = page.locator(f".js-plotly-plot, {wait}").first
        content.wait_for()
        drawn = content.bounding_box()
        assert drawn["x"] >= 0 and drawn["x"] + drawn["width"] <= size[0] + 1
        page.wait_for_function(
            "[...document.querySelectorAll('.main-svg text')].every("
            "(one) => one.getBoundingClientRect().right <= innerWidth + 1)"
        )  # drawn for this window
    page.context.close()
    assert made.said == []
