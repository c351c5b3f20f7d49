"""Files in the middle of being written, and faults that follow one another, as a visitor sees them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import PATIENCE, Server, Visit, visit

WATCH = """() => {
  window.seen = [];
  const values = (root) => [...root.querySelectorAll("*")].flatMap((one) =>
    [...(one.shadowRoot ? values(one.shadowRoot) : []), ...(one.matches(".tile .value") ? [one.textContent] : [])]);
  setInterval(() => values(document).forEach((value) => window.seen.includes(value) || window.seen.push(value)), 50);
}"""


@pytest.fixture
def guest(browser: Any, small: Server) -> Iterator[Visit]:
    made = visit(browser, small, locale="en-GB")
    yield made
    made.page.context.close()


def test_a_file_that_is_written_slowly_is_never_shown_half(guest: Visit, small: Server) -> None:
    page = guest.open("/?place=BBB&lang=en", ".tile")
    page.locator(".tile .value", has_text="90.0%").wait_for()
    page.evaluate(WATCH)
    file = small.folder / "data/world/facts.csv"
    whole = file.read_text(encoding="utf-8")
    new = whole.replace("NET,BBB,2023,total,90,", "NET,BBB,2023,total,87.5,")
    cut = new.index("87.5") + 1  # '8', which is a figure too
    with file.open("w", encoding="utf-8") as out:
        out.write(new[:cut])
        for at in range(
            cut, cut + 8
        ):  # a slow writer, for longer than the page takes between two looks
            out.flush()
            page.wait_for_timeout(500)
            out.write(new[at])
        out.write(new[cut + 8 :])
    page.locator(".tile .value", has_text="87.5%").wait_for(timeout=PATIENCE)
    assert {value for value in page.evaluate("window.seen") if value.endswith("%")} == {
        "90.0%",
        "87.5%",
    }
    file.write_text(whole, encoding="utf-8")
    page.locator(".tile .value", has_text="90.0%").wait_for(timeout=PATIENCE)
    assert guest.said == []


def test_the_next_fault_takes_the_place_of_the_last(guest: Visit, small: Server) -> None:
    page = guest.open("/?place=BBB&lang=en", ".tile")
    config = small.folder / "config.yaml"
    text = config.read_text(encoding="utf-8")
    try:
        config.write_text(f"{text}\nfocus: BBB\n", encoding="utf-8")
        page.get_by_text("What is wrong").click(timeout=PATIENCE)
        page.get_by_text("'focus'").first.wait_for()
        config.write_text(text.replace("focus: AAA", "focus: {AAA"), encoding="utf-8")
        page.get_by_text("not valid YAML").first.wait_for(timeout=10_000)
    finally:
        config.write_text(text, encoding="utf-8")
        page.get_by_text("config.yaml has an error").wait_for(state="detached", timeout=PATIENCE)
