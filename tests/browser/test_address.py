"""The address: ids only whatever the language, the same page when it is opened again, and a
friendly answer to a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import Server, Visit, visit

CHART = ".js-plotly-plot .main-svg"
TABLE = "[data-testid=stDataFrame]"
PAGES = {
    "overview": ("/?place=430000", ".tile", "Hunan: where we stand", "湖南省发展水平", ["湖南省"]),
    "trend": (
        "/indicator?indicator=gdp_province&place=430000&places=430000,140000,610000",
        CHART,
        "Gross regional product",
        "湖南省",
        ["湖南省", "山西省", "陕西省"],
    ),
    "ranking": (
        "/indicator?indicator=gdp_city&place=430100&view=ranking&group=hunan_cities&period=2020"
        "&breakdown=sector%3Dtertiary",
        CHART,
        "Cities of Hunan",
        "湖南各市州",
        ["长沙市", "湖南各市州", "2020年"],
    ),
    "map": (
        "/indicator?indicator=broadband_ports_province&place=140000&view=map&period=2020",
        CHART,
        "Broadband access ports",
        "互联网宽带接入端口",
        ["山西省", "2020年"],
    ),
    "breakdown": (
        "/indicator?indicator=gdp_city&place=430100&view=breakdown&over=1",
        CHART,
        "Gross regional product of cities",
        "城市地区生产总值",
        ["长沙市", "历年变化"],
    ),
    "profile": (
        "/compare?place=430000&group=china_central&places=430000,420000&pillar=connectivity"
        "&indicators=broadband_ports_province,base_stations_province",
        CHART,
        "Compare Hunan",
        "湖南省对比分析",
        ["湖南省", "湖北省", "中部六省（6）", "信息基础设施"],
    ),
    "ranks": (
        "/compare?place=430000&view=ranks&sort=name&group=china_central",
        CHART,
        "Compare Hunan",
        "湖南省对比分析",
        ["按名称", "中部六省（6）"],
    ),
    "scatter": (
        "/compare?place=CHN&view=scatter&x=egdi&y=internet_users&period=2020&colour=region&size=none&log=none&only=1",
        CHART,
        "Compare China",
        "中国对比分析",
        ["电子政务发展指数", "互联网使用者比例", "2020年", "大小一致"],
    ),
    "holdings": (
        "/data?view=holdings&place=430000&level=city&state=current&pillar=digital_economy",
        TABLE,
        "Data",
        "数据",
        ["收录情况", "市级", "较新", "数字经济"],
    ),
    "files": (
        "/data?view=files&place=430000&file=hunan/hunan.csv",
        TABLE,
        "Data",
        "数据",
        ["hunan/hunan.csv", "湖南省"],
    ),
    "sources": ("/data?view=sources&place=430000", TABLE, "Data", "数据", ["来源", "湖南省"]),
    "about": (
        "/about?place=610000",
        "h1",
        "About Changsha digital economy",
        "长沙数字经济指标：说明",
        ["陕西省"],
    ),
}
"""Each page with its selectors set: path, what to wait for, words in English, words in Chinese,
what selectors then show.
"""


def query(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def switched(made: Visit, language: str, code: str) -> None:
    made.page.get_by_text(language, exact=True).first.click()
    made.page.wait_for_url(re.compile(f"lang={code}"))
    made.still()


def chosen(page: Any) -> str:
    """What the selectors show: boxes, chosen items, pressed buttons."""
    return str(
        page.evaluate("""() => [...document.querySelectorAll(
        "[data-testid=stSelectbox] input, [data-testid=stMultiSelect] span[title], [data-testid=stSlider],"
        + " [data-testid=stSelectbox] [data-testid=stSelectboxValue], [data-testid=stButtonGroup] [aria-checked=true],"
        + " [data-testid=stButtonGroup] [kind$=Active], [data-testid=stSelectbox]")]
        .map((one) => (one.value || "") + " " + one.textContent).join("\\n")""")
    )


@pytest.fixture(scope="module")
def two(browser: Any, shipped: Server) -> Iterator[tuple[Visit, Visit]]:
    """Who sends a link and who gets it: each address they open is a session of its own, the scripts
    are loaded once.
    """
    made = [visit(browser, shipped, locale="en-GB") for _ in range(2)]
    yield made[0], made[1]
    for one in made:
        one.page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_switch_of_language_leaves_the_ids_and_the_link_opens_the_same(
    two: tuple[Visit, Visit], name: str
) -> None:
    path, wait, english, chinese, selected = PAGES[name]
    sender, receiver = two
    page = sender.open(f"{path}&lang=en", wait)
    page.get_by_text(english).first.wait_for()
    asked = query(path)
    switches = (
        (("中文", "zh"), ("English", "en"), ("中文", "zh"))
        if name == "profile"
        else (("中文", "zh"),)
    )
    for language, code in switches:
        switched(sender, language, code)
        page.get_by_text(chinese if code == "zh" else english).first.wait_for()
        assert query(page.url) == asked | {"lang": [code]}, language
    again = receiver.open(page.url.removeprefix(sender.server.address), wait)
    again.get_by_text(chinese).first.wait_for()
    shown = chosen(again)
    assert [
        text for text in selected if text not in shown and again.get_by_text(text).count() == 0
    ] == []
    assert (
        again.locator("[data-testid=stAlert]").count()
        == page.locator("[data-testid=stAlert]").count()
        == 0
    )
    assert query(again.url) == asked | {"lang": ["zh"]}
    assert sender.said == receiver.said == []


def test_what_is_chosen_after_a_switch_is_written_as_an_id(two: tuple[Visit, Visit]) -> None:
    """The second time in a language, a selector shows what was chosen in the other, not what it
    showed the first time.
    """
    made, _ = two
    page = made.open("/compare?place=430000&view=ranks&lang=en", CHART)
    switched(made, "中文", "zh")
    page.get_by_text("名称", exact=True).first.click()
    page.wait_for_url(re.compile("sort=name"))
    made.still()
    switched(made, "English", "en")
    assert query(page.url) == {
        "place": ["430000"],
        "view": ["ranks"],
        "sort": ["name"],
        "lang": ["en"],
    }
    page.get_by_text("the others by name").first.wait_for()


def test_a_wrong_place_shows_the_focus_and_offers_near_names(two: tuple[Visit, Visit]) -> None:
    made, _ = two
    page = made.open("/?place=XXX&lang=en", ".tile")
    page.get_by_text("There is no place “XXX” here. Changsha is shown instead.").wait_for()
    page.get_by_role("heading", name="Changsha: where we stand").wait_for()
    assert "Kosovo" not in made.text()
    page = made.open("/?place=Hunnan&lang=en", ".tile")
    page.get_by_role("heading", name="Changsha: where we stand").wait_for()
    page.get_by_test_id("stMain").get_by_role("link", name="Hunan", exact=True).click()
    page.get_by_role("heading", name="Hunan: where we stand").wait_for()
    page.wait_for_url(re.compile("place=430000"))
    assert page.get_by_text("There is no place").count() == 0


def test_an_old_link_with_labels_opens_their_ids(two: tuple[Visit, Visit]) -> None:
    """As they were written by a switch of language, until November 2026."""
    made, _ = two
    page = made.open(
        "/indicator?indicator=Gross+regional+product+of+cities+·+城市地区生产总值&place=Changsha+·+长沙市"
        "&view=ranking&breakdown=sector%3A+tertiary&group=Cities+of+Hunan&period=Latest&lang=zh",
        CHART,
    )
    page.get_by_role("heading", name="城市地区生产总值").wait_for()
    assert page.locator("[data-testid=stAlert]").count() == 0
    wanted = {
        "indicator": ["gdp_city"],
        "place": ["430100"],
        "view": ["ranking"],
        "breakdown": ["sector=tertiary"],
        "group": ["hunan_cities"],
        "lang": ["zh"],
    }
    assert {key: value for key, value in query(page.url).items() if key != "period"} == wanted
