"""What a change on the indicator page costs and keeps: messages, title, address, table on demand."""

from __future__ import annotations

import re
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import Visit

CHART = ".js-plotly-plot .main-svg"
TABLE = "[data-testid=stDataFrame]"
WORLD = "/indicator?indicator=internet_users&place=KOR&group=WLD&lang=en"
MAX_MESSAGES = 42
"""Largest number of messages of a change of the indicator; the whole page took 52 and more."""


def runs_of(messages: list[bytes]) -> list[list[str]]:
    """The kinds of the messages of each run."""
    runs: list[list[str]] = [[]]
    for message in messages:
        kind = ForwardMsg.FromString(message).WhichOneof("type")
        if kind == "new_session":
            runs.append([])
        runs[-1].append(kind)
    return runs


def choose(page: Any, label: str, text: str) -> None:
    """Choose an option of a box by typing."""
    box = page.get_by_role("combobox", name=label)
    box.fill(text)
    page.get_by_role("option", name=text).first.wait_for()
    box.press("Enter")


def test_another_indicator_draws_a_part_and_keeps_the_rest(visitor: Visit) -> None:
    """Title of the browser, address, and the choices of the header follow."""
    messages: list[bytes] = []
    visitor.page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda data: messages.append(data))
    )
    page = visitor.open(WORLD, CHART)
    assert page.title().startswith("Individuals using the Internet (ITU) · ")
    messages.clear()
    choose(page, "Choose an indicator", "Mobile cellular subscriptions per")
    page.wait_for_url(re.compile("indicator=mobile_subscriptions_rate"))
    page.get_by_role("heading", level=1, name=re.compile("obile")).wait_for()
    visitor.still()
    assert "obile" in page.title() and "Internet" not in page.title()
    change = max(runs_of(messages), key=len)
    assert "page_config_changed" in change and "navigation" not in change, change
    assert len(change) <= MAX_MESSAGES, change
    assert "place=KOR" in page.url and "group=" not in page.url
    page.get_by_text("中文", exact=True).first.click()
    page.wait_for_url(re.compile("lang=zh"))
    visitor.still()
    assert "indicator=mobile_subscriptions_rate" in page.url and "place=KOR" in page.url
    page.get_by_role("heading", level=1, name=re.compile("每百人移动电话用户数")).wait_for()
    assert "移动" in page.title()
    assert not visitor.said


def test_a_table_is_loaded_when_the_keyboard_asks_for_it(visitor: Visit) -> None:
    page = visitor.open(WORLD, CHART)
    assert not [url for url in visitor.asked if "/DataFrame." in url]
    switch = page.get_by_label("Show the figures as a table")
    switch.focus()
    page.keyboard.press("Space")
    page.wait_for_selector(TABLE)
    page.wait_for_url(re.compile("table=indicator"))
    assert [url for url in visitor.asked if "/DataFrame." in url]
    grid = page.locator(f"{TABLE} [role=grid]")
    grid.get_by_text("World").first.wait_for(state="attached")
    choose(page, "Choose an indicator", "Mobile cellular subscriptions per")
    page.wait_for_url(re.compile("indicator=mobile_subscriptions_rate"))
    visitor.still()
    page.wait_for_selector(TABLE)
    page.get_by_label("Show the figures as a table").focus()
    page.keyboard.press("Space")
    page.locator(TABLE).wait_for(state="detached")
    assert "table=" not in page.url
    assert not visitor.said


def test_the_band_says_its_numbers_under_the_pointer(visitor: Visit) -> None:
    page = visitor.open(WORLD, CHART)
    spot = page.evaluate(
        """() => {
            const plot = document.querySelector(".js-plotly-plot"), layout = plot._fullLayout;
            const at = plot.data.findIndex(trace => (trace.hovertext ?? [])[0]?.includes?.("median"));
            const trace = plot.calcdata[at][12], box = plot.getBoundingClientRect();
            return [box.x + layout._size.l + layout.xaxis.d2p(plot.data[at].x[12]),
                    box.y + layout._size.t + layout.yaxis.d2p(trace.y)];
        }"""
    )
    page.mouse.move(spot[0] - 40, spot[1])
    page.mouse.move(*spot)
    label = page.locator(".hoverlayer .hovertext").first
    label.wait_for()
    text = label.text_content() or ""
    assert re.search(r"World: median\d+\.\d%20\d\dhalf of the \d+ places: ", text), text


def test_two_choices_at_once_are_both_in_the_address(visitor: Visit) -> None:
    """The second click comes before the browser's address holds the first choice."""
    page = visitor.open("/indicator?indicator=internet_users&place=CHN&lang=en", CHART)
    page.get_by_role("combobox", name="Place").first.click()
    page.keyboard.type("Germany")
    page.get_by_role("option", name="Germany", exact=False).first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("Ranking", exact=True).first.click()
    page.wait_for_url(re.compile("view=ranking"))
    visitor.still()
    page.wait_for_timeout(500)
    assert "place=DEU" in page.url and "view=ranking" in page.url
    assert visitor.said == []
