"""Data, Add in a real browser: dropped in, accepted, live, taken back; refused, answered for,
accepted; uploads that are not allowed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import PATIENCE, ROOT, Server, Visit, serve, visit

ADD = "/data?view=add&lang=en"
WORLD_BANK = """"Data Source","World Development Indicators",

"Last Updated Date","2024-01-02",

"Country Name","Country Code","Indicator Name","Indicator Code","2021","2022","2023",
"Alpha","AAA","People online <b>b</b>","T.NET","73.1","","77.5",
"Beta","BBB","People online <b>b</b>","T.NET","97.6","97.2","",
"""
NO_YEAR = "country,visits\nAlpha,1234\nBeta,7\n"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The small dashboard with uploads allowed."""
    folder = tmp_path_factory.mktemp("open") / "tiny"
    shutil.copytree(ROOT / "tests" / "data" / "tiny", folder)
    config = folder / "config.yaml"
    config.write_text(
        config.read_text(encoding="utf-8") + "\nintake: {upload: true}\n", encoding="utf-8"
    )
    yield from serve(config, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def analyst(browser: Any, opened: Server) -> Iterator[Visit]:
    made = visit(browser, opened, locale="en-GB")
    yield made
    made.page.context.close()


def upload(page: Any, *files: tuple[str, str]) -> None:
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/html", "buffer": text.encode()} for name, text in files]
    )


def pick(page: Any, key: str, option: str) -> None:
    """Choose in a select by the keyboard, as somebody without a mouse does."""
    field = page.locator(f"[class*='st-key-{key}'] input").first
    field.click()
    field.press("ArrowDown")
    page.get_by_role("option", name=option).first.click()
    page.keyboard.press("Escape")


def test_the_door_is_closed_until_the_config_opens_it(browser: Any, small: Server) -> None:
    guest = visit(browser, small, locale="en-GB")
    page = guest.open(ADD)
    page.get_by_text("Adding files in the browser is switched off.").wait_for()
    assert page.locator("input[type=file]").count() == 0
    page.context.close()


def test_dropped_in_accepted_live_and_taken_back(analyst: Visit, opened: Server) -> None:
    page = analyst.open(ADD)
    upload(page, ("online <i>1</i>.csv", WORLD_BANK))
    page.get_by_text("Recognised as World Bank").wait_for()
    analyst.still()
    assert "4 figures · 2 places · 2021 – 2023" in analyst.text()
    assert "New figures: 4; unchanged: 0; revised: 0; removed: 0." in analyst.text()
    assert not (opened.folder / "data" / "added").exists()
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("was added as data/added/").wait_for()
    link = page.locator("[data-testid=stMain]").get_by_role("link", name="People online <b>b</b>")
    link.wait_for(timeout=10_000)  # it is there once the figures are
    link.click()
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=PATIENCE)
    analyst.still()
    assert "People online <b>b</b>" in analyst.text() and "77.5" in analyst.text()
    analyst.open(ADD)
    page.get_by_role("heading", name="Changes to the data").wait_for()
    page.get_by_role("button", name="Undo change").click()
    page.get_by_text("was undone").wait_for()
    assert not list((opened.folder / "data" / "added").glob("*.csv"))
    assert analyst.said == [] and analyst.outside() == []


def test_refused_answered_for_and_accepted(analyst: Visit, opened: Server) -> None:
    page = analyst.open(ADD)
    upload(page, ("visits.csv", NO_YEAR))
    page.get_by_text("which period a figure is for").first.wait_for()
    page.get_by_label("Period of all figures").wait_for()
    analyst.still()
    pick(page, "add_column_place", "country: Alpha, Beta")
    pick(page, "add_column_value", "visits: 1234, 7")
    page.get_by_label("Period of all figures").fill("2023")
    page.get_by_role("button", name="Read again").click()
    page.get_by_text("2 figures · 2 places · 2023").wait_for()
    analyst.still()
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("visits.csv was added as data/added/visits.csv: 2 figures.").wait_for()
    said = Path(opened.folder, "data", "added", "visits.yaml").read_text(encoding="utf-8")
    assert "period: '2023'" in said and "place: country" in said
    page.locator("[data-testid=stMain]").get_by_role("link", name="visits").wait_for(timeout=10_000)
    assert analyst.said == []
