"""The small trends of the tiles, as the browser draws them."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import Server, visit

STROKES = """(name) => {
  const host = [...document.querySelectorAll("*")].find((one) => one.shadowRoot?.querySelector(".tile"));
  const root = host?.shadowRoot ?? document;
  const tile = [...root.querySelectorAll(".tile")].find((one) => one.querySelector("a").textContent === name);
  return [...tile.querySelectorAll(".spark path")].map((one) => [one.getAttribute("d"), one.getAttribute("stroke-width")]);
}"""


def test_one_figure_is_a_dot_and_several_are_a_line(browser: Any, shipped: Server) -> None:
    made = visit(browser, shipped, locale="en-GB")
    page = made.open("/?place=430100&lang=en", ".tile")
    (_, width), (dot, dot_width) = page.evaluate(
        STROKES, "Mobile per 100 in the city"
    )  # of 2014 alone
    assert (width, dot_width) == ("2", "6") and dot.startswith("M50.0 18.0h")
    ((line, _),) = page.evaluate(STROKES, "Internet users")
    assert line.count("L") > 5
    page.context.close()
