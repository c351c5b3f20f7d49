"""Photograph README's pages into docs/images: `python -m tests.browser.pictures HCIData.csv`."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from indicators import load
from tests.browser.conftest import BROWSERS, PATIENCE, QUIET, READY, ROOT, serve
from tests.readme import NAMES, WORLD_BANK

PAGES = {
    "overview": "/?place=430100",
    "indicator": "/indicator?indicator=internet_users&place=CHN",
    "index": "/index?place=CHN",
    "targets": "/targets?place=DEU",
    "add": "/data?view=add",
}


def photograph(page: Any, name: str, address: str) -> None:
    """Open a page and save what its window shows, in 256 colours."""
    page.goto(address)
    page.wait_for_selector("h1", timeout=PATIENCE)
    if name == "add":
        file = {"name": NAMES[0], "mimeType": "text/csv", "buffer": WORLD_BANK.encode()}
        page.set_input_files("input[type=file]", [file])
        page.get_by_text("Recognised as").wait_for(timeout=PATIENCE)
    page.wait_for_selector(READY, timeout=PATIENCE)
    # Charts come after the words, and those of the index after its runs in the background.
    page.wait_for_timeout(20_000 if name == "index" else 5_000)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture = picture.quantize(method=Image.Quantize.MEDIANCUT)
    picture.save(ROOT / "docs" / "images" / f"{name}.png")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        config = folder / "config.yaml"
        shutil.copytree(ROOT / "data", folder / "data")
        words = (ROOT / "config.yaml").read_text(encoding="utf-8")
        config.write_text(f"{words}\nintake: {{upload: true}}\n", encoding="utf-8")
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        page = browser.new_page(viewport={"width": 1500, "height": 1000}, locale="en-GB")
        with closing(serve(config, folder / "cache")) as servers:
            address = next(servers).address
            for name, link in PAGES.items():
                photograph(page, name, address + link)
            shutil.copy(sys.argv[1], folder / "data")  # a file is shown while the dashboard runs
            names = load(config, keep=False).catalogue.indicators
            index = next(name for name in names if name.startswith("hd_hci_ovrl"))
            photograph(page, "dropped", f"{address}/indicator?indicator={index}&place=CHN")
