"""The indicator page as known on a day, in a real browser: chosen, shown, and back to today."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

from indicators import history
from tests.browser.conftest import ROOT, serve, visit

if TYPE_CHECKING:
    import pytest


def choose(page: Any) -> None:
    """Open the list and choose the older day; a list closes where the page still moves under it."""
    for _ in range(10):
        page.get_by_label("As known on").first.click()
        try:
            page.get_by_role("option", name="2 files").first.click(timeout=2_000)
            return
        except Error:
            continue
    raise AssertionError("the list did not stay open")


def draws_nothing_ahead(page: Any) -> None:
    """Choose another view and come back; the figures that the browser has fetched are today's."""
    page.evaluate(
        """() => { const box = document.querySelector(".plot"); window.pendings = 0;
        new MutationObserver(() => { window.pendings += box.hasAttribute("data-pending"); })
            .observe(box, { attributes: true, attributeFilter: ["data-pending"] }); }"""
    )
    for name, part in (("Ranking", "**view=ranking*"), ("Trend", "**view=trend*")):
        page.get_by_text(name, exact=True).click()
        page.wait_for_url(part)
        assert page.evaluate("window.pendings") == 0
    page.get_by_text("Beta: 90.0% in 2023").first.wait_for()


def test_an_older_day_is_chosen_and_left_again(
    browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("vintages") / "tiny"
    shutil.copytree(ROOT / "tests" / "data" / "tiny", folder)
    history.record(folder / "data")
    facts = folder / "data" / "world" / "facts.csv"
    facts.write_text(
        facts.read_text(encoding="utf-8").replace(
            "NET,BBB,2023,total,90,", "NET,BBB,2023,total,93,"
        ),
        encoding="utf-8",
    )
    history.record(folder / "data")
    for server in serve(folder / "config.yaml", tmp_path_factory.mktemp("cache")):
        reader = visit(browser, server, locale="en-GB")
        reader.page.set_viewport_size(
            {"width": 1500, "height": 1900}
        )  # a list closes when the page scrolls under it
        with reader.page.expect_response(lambda answer: "view=ranking" in answer.url):
            page = reader.open("/indicator?indicator=internet_users&place=BBB&lang=en")
        page.get_by_text("Beta: 93.0% in 2023").first.wait_for()
        page.get_by_text("Vintages").click()
        choose(page)
        page.get_by_text("The figures on this page are those known on").wait_for()
        page.get_by_text("Beta: 90.0% in 2023").first.wait_for()
        page.get_by_text("Beta, today 93.0%").first.wait_for()
        page.get_by_text("The revision is of 3.0 points.").first.wait_for()
        assert "known=" in page.url
        draws_nothing_ahead(page)
        page.get_by_text("Show today’s figures").click()
        page.get_by_text("Beta: 93.0% in 2023").first.wait_for()
        page.wait_for_url(lambda url: "known=" not in url)
        reader.still()
        assert reader.said == [] and reader.outside() == []
        page.context.close()
