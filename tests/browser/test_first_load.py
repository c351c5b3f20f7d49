"""What a browser that was never here loads: how much of it, when, and from where."""

from __future__ import annotations

import re
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.static_files import STREAMLIT_FOLDER
from tests.browser.conftest import ROOT, Server, Visit, serve, visit

RATIO = 0.4
"""Largest part of the bytes of scripts and style sheets that may go over the wire."""
TINY = "/indicator?indicator=internet_users&lang=en"
CHART = ".js-plotly-plot .main-svg"


@pytest.fixture(scope="module")
def below_a_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The small dashboard, with everything below /city/board/."""
    folder = tmp_path_factory.mktemp("below") / "tiny"
    shutil.copytree(ROOT / "tests" / "data" / "tiny", folder)
    options = ("--server.baseUrlPath", "city/board")
    cache = tmp_path_factory.mktemp("cache")
    for server in serve(folder / "config.yaml", cache, *options, base="/city/board"):
        yield Server(f"{server.address}/city/board", server.folder)


@pytest.fixture
def below(browser: Any, below_a_path: Server) -> Iterator[Visit]:
    made = visit(browser, below_a_path, locale="en-GB")
    yield made
    made.page.context.close()


def received(page: Any) -> dict[str, float]:
    """The bytes of each answer as they went over the wire, by address; filled while pages load."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on(
        "Network.requestWillBeSent",
        lambda event: addresses.update({event["requestId"]: event["request"]["url"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({addresses[event["requestId"]]: event["encodedDataLength"]}),
    )
    return sizes


def test_scripts_come_compressed(visitor: Visit) -> None:
    sizes = received(visitor.page)
    visitor.open("/indicator?indicator=internet_users&place=CHN&lang=en", CHART)
    whole, wire = 0, 0.0
    for address, size in sizes.items():
        name = re.search(r"/static/((?:js|css)/[^?]+)$", address)
        if name:
            whole += (STREAMLIT_FOLDER / name[1]).stat().st_size
            wire += size
    assert whole > 2_000_000, "the scripts were not counted"
    assert wire < RATIO * whole


def test_no_script_of_the_first_page_is_asked_for_late(visitor: Visit) -> None:
    """All that it shows is named by its HTML, so that a browser loads it at once."""
    visitor.open("/?lang=en", ".tile")
    with urllib.request.urlopen(f"{visitor.server.address}/") as answer:  # noqa: S310 - our own server
        html = answer.read().decode()
    asked = {Path(url).name for url in visitor.asked if url.endswith(".js")}
    assert len(asked) > 80
    assert {name for name in asked if f"/{name}" not in html} == set()


def test_a_script_that_is_fetched_early_is_fetched_once(visitor: Visit) -> None:
    visitor.open("/indicator?indicator=internet_users&place=CHN&lang=en", CHART)
    assert len([url for url in visitor.asked if "/plotly/" in url]) == 1


def test_a_deep_link_looks_for_the_server_once(visitor: Visit) -> None:
    visitor.open("/about?lang=en")
    assert visitor.said == []
    looks = [url for url in visitor.asked if url.endswith("/_stcore/host-config")]
    assert looks == [f"{visitor.server.address}/_stcore/host-config"]


def test_the_icon_is_an_address(visitor: Visit) -> None:
    visitor.open("/?lang=en", ".tile")
    icon = f"{visitor.server.address}/app/static/icon.png"
    assert visitor.page.locator("link[rel~=icon]").get_attribute("href") == icon
    assert [url for url in visitor.asked if "/media/" in url and url.endswith(".png")] == []


def test_below_a_path_everything_is_there_too(below: Visit) -> None:
    page = below.open(TINY, CHART)
    assert below.said == [] and below.outside() == []
    icon = f"{below.server.address}/app/static/icon.png"
    assert page.locator("link[rel~=icon]").get_attribute("href") == icon
    assert icon in below.asked
    page.get_by_role("link", name="About", exact=True).first.click()
    page.wait_for_url(re.compile("/city/board/about"))
    below.still()
    page.reload()
    page.wait_for_selector("h1")
    below.still()
    assert below.said == []
