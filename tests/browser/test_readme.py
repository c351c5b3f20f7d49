"""README, "Your first CSV", clicked through in the browser on a copy of the shipped data: its ways
in by copying and by *Data*, *Add*.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import Server, Visit, serve, visit
from tests.readme import NAMES, ROOT, WORLD_BANK, blocks, screen_names

ON_SCREEN = {"Data", "Add", "New", "as known on", "Index", "Targets"}
"""The names in italics that these tests click or find: the README's and config.md's."""
CHART = ".js-plotly-plot .main-svg"
CHINESE = "/data?view=add&lang=zh"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The shipped dashboard in a copy, with uploads allowed."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns(".history"))
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    assert "\nintake:" not in config
    (folder / "config.yaml").write_text(config + "\nintake: {upload: true}\n", encoding="utf-8")
    yield from serve(folder / "config.yaml", tmp_path_factory.mktemp("cache"))


@pytest.fixture
def analyst(browser: Any, opened: Server) -> Iterator[Visit]:
    made = visit(browser, opened, locale="en-GB")
    yield made
    made.page.context.close()


def test_every_name_in_italics_is_clicked_or_found_here() -> None:
    assert screen_names() == ON_SCREEN


def test_dropped_on_add_previewed_accepted_seen_on_its_page_and_taken_back(
    analyst: Visit, opened: Server
) -> None:
    page = analyst.open("/?lang=en", ".tile")
    page.get_by_role("link", name="Data", exact=True).first.click()
    page.wait_for_url(re.compile("/data"))
    page.get_by_text("Add", exact=True).first.click()
    page.locator("input[type=file]").set_input_files(
        [{"name": NAMES[0], "mimeType": "text/csv", "buffer": WORLD_BANK.encode()}]
    )
    page.get_by_text("Recognised as World Bank").wait_for()
    analyst.still()
    text = analyst.text()
    assert "8 figures · 3 places · 2020 – 2023" in text
    assert "New figures: 1; unchanged: 5; revised: 2; removed: 21." in text
    assert (
        "1 of the figures of this group would stand in place of computed ones, "
        "and 21 more computed ones would vanish" in text
    )
    assert not (opened.folder / "data" / "added").exists()
    analyst.open(CHINESE)
    page.get_by_text("新增：1；相同：5；修订：2；移除：21。").wait_for()
    analyst.still()
    analyst.open("/data?view=add&lang=en")
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("was added as data/added/").wait_for()
    analyst.open("/indicator?indicator=internet_users&place=KOR&lang=en", CHART)
    page.get_by_text("Vintages").click()
    page.get_by_label("As known on").first.wait_for()
    assert shown(opened, "KOR", "2023") == 97.5
    analyst.open("/data?view=add&lang=en")
    page.get_by_role("button", name="Undo change").click()
    page.get_by_text("was undone").wait_for()
    assert not list((opened.folder / "data" / "added").glob("*.csv"))
    assert analyst.said == [] and analyst.outside() == []


def test_the_index_is_a_page_of_the_shipped_example(analyst: Visit) -> None:
    page = analyst.open("/?place=CHN&lang=en", ".tile")
    page.get_by_role("link", name="Index", exact=True).first.click()
    page.get_by_text(re.compile("China is 43rd of 1")).first.wait_for()
    page.get_by_role("link", name="Targets", exact=True).first.click()
    page.get_by_text("Targets: China").first.wait_for()
    assert analyst.said == []


def shown(server: Server, place: str, period: str) -> float:
    """The figure as the folder now gives it."""
    from indicators import load

    dataset = load(server.folder / "config.yaml", keep=False)
    return next(
        one.value for one in dataset.series("internet_users", place) if one.period == period
    )


def test_copied_into_the_folder_while_it_runs_it_is_on_the_open_page(
    analyst: Visit, opened: Server
) -> None:
    page = analyst.open("/indicator?indicator=internet_users&place=KOR&lang=en", CHART)
    assert "97.9" in analyst.text()  # 2024, as shipped
    newer = WORLD_BANK.replace('"2023",', '"2024",').replace('"97.5",', '"99.5",')
    (opened.folder / "data" / NAMES[1]).write_text(newer, encoding="utf-8")
    page.get_by_text("99.5").first.wait_for(timeout=10_000)
    (opened.folder / "data" / NAMES[1]).unlink()
    page.get_by_text("97.9").first.wait_for(timeout=10_000)
    assert analyst.said == []


def test_a_table_of_ones_own_is_on_the_open_page_and_found(analyst: Visit, opened: Server) -> None:
    """Under New at first, and with its words once the second file lies beside it."""
    page = analyst.open("/about?lang=en")
    folder = opened.folder / "data" / "mine"
    folder.mkdir()
    (folder / "libraries.csv").write_text(blocks(ROOT / "README.md", "csv")[0], encoding="utf-8")
    (folder / "libraries.yaml").write_text(blocks(ROOT / "README.md", "yaml")[0], encoding="utf-8")
    page.wait_for_timeout(2_000)
    box = page.get_by_role("textbox").or_(page.get_by_role("searchbox")).first
    box.fill("Digital libraries")
    page.locator(".st-key-search_results").get_by_role(
        "link", name="Digital libraries"
    ).first.wait_for(timeout=15_000)
    assert analyst.said == []
