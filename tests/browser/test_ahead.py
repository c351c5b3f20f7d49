"""A choice is drawn at once, from a figure of the server; its page's answer is not drawn again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.browser.conftest import PATIENCE, Visit

TREND = "/indicator?indicator=internet_users&place=CHN&lang=en"
CHART = ".js-plotly-plot .main-svg"
WATCH = """() => { const react = window.Plotly.react, box = document.querySelector(".plot");
    window.drawings = 0; window.pendings = 0;
    window.Plotly.react = (...given) => { window.drawings += 1; return react(...given); };
    new MutationObserver(() => { window.pendings += box.hasAttribute("data-pending"); })
        .observe(box, { attributes: true, attributeFilter: ["data-pending"] }); }"""
"""Count drawings, and how often the chart was marked as pending."""
TITLE = "document.querySelector('.plot .gtitle')?.textContent ?? ''"


def watched(made: Visit, wanted: str = "view=ranking") -> Any:
    """The page of a trend whose other views were fetched."""
    with made.page.expect_response(
        lambda answer: "/figures/" in answer.url and wanted in answer.url, timeout=PATIENCE
    ):
        page = made.open(TREND, CHART)
    page.wait_for_function("document.querySelector('.plot')?.ariaBusy === 'false'")
    page.wait_for_timeout(500)
    page.evaluate(WATCH)
    return page


def settled(made: Visit, part: str) -> tuple[int, int]:
    """Drawings and pending marks once the page has answered."""
    made.page.wait_for_url(f"**{part}*")
    made.still()
    made.page.wait_for_selector(".plot:not([data-pending])", timeout=PATIENCE)
    made.page.wait_for_timeout(700)
    counts = made.page.evaluate("[window.drawings, window.pendings]")
    made.page.evaluate("window.drawings = window.pendings = 0")
    return counts[0], counts[1]


def test_another_view_is_drawn_once_and_before_the_page_answers(visitor: Visit) -> None:
    page = watched(visitor)
    title = page.evaluate(TITLE)
    page.get_by_text("Ranking", exact=True).click()
    assert settled(visitor, "view=ranking") == (1, 1)
    assert page.evaluate(TITLE) != title
    assert page.locator(".plot").get_attribute("aria-busy") == "false"
    page.get_by_text("Trend", exact=True).click()  # the way back was not forgotten
    assert settled(visitor, "view=trend") == (1, 1)
    assert page.evaluate(TITLE) == title
    assert visitor.said == [] and visitor.outside() == []


@pytest.mark.parametrize("how", ["pointer", "keys"])
def test_another_place_or_indicator_is_drawn_once(visitor: Visit, how: str) -> None:
    page = watched(visitor)
    for box, name, part in (
        ("place_en", "India", "place=IND"),
        ("indicator_en", "Mobile", "indicator="),
    ):
        field = page.locator(f".st-key-{box} input")
        field.click()
        field.fill(name)
        option = page.locator("[role=option]").first
        option.wait_for()
        with page.expect_response(lambda answer: "/figures/" in answer.url, timeout=PATIENCE):
            option.hover() if how == "pointer" else page.keyboard.press("ArrowUp")
        page.wait_for_timeout(400)
        option.click() if how == "pointer" else page.keyboard.press("Enter")
        assert settled(visitor, part) == (1, 1), box
    assert "internet_users" not in page.url
    assert visitor.said == []


def test_another_figure_of_the_page_is_drawn_over_the_one_ahead(visitor: Visit) -> None:
    """As after new data: what was fetched is another figure than what the page shows."""

    def older(route: Any) -> None:
        head, figure = route.fetch().text().split("\n", 1)
        changed = json.loads(figure)
        changed["layout"]["title"]["text"] = "An older figure"
        body = f"{json.dumps(json.loads(head) | {'id': 'older'})}\n{json.dumps(changed)}"
        route.fulfill(body=body)

    visitor.page.route("**/figures/*?*view=ranking*", older)
    page = watched(visitor)
    page.get_by_text("Ranking", exact=True).click()
    assert settled(visitor, "view=ranking") == (2, 1)
    assert "older" not in page.evaluate(TITLE)


def test_without_figures_ahead_the_page_draws_as_ever(visitor: Visit) -> None:
    page = visitor.page
    page.route("**/figures/**", lambda route: route.fulfill(status=503, body="Busy."))
    page = watched(visitor)
    page.get_by_text("Ranking", exact=True).click()
    assert settled(visitor, "view=ranking") == (1, 0)


def test_bad_addresses_get_a_sentence_and_old_ones_nothing(visitor: Visit) -> None:
    page = watched(visitor)
    [good] = [url for url in visitor.asked if "/figures/" in url and "view=ranking" in url]
    asked = page.request.get(good)
    assert asked.status == 200 and "max-age" in asked.headers["cache-control"]
    for old, new, status in (
        ("place=CHN", "place=%3Cb%3E", 404),
        ("view=ranking", "view=x", 400),
        ("/figures/", "/figures/0", 204),
        ("lang=en", "lang=en&known=2024-01-01", 400),
        ("lang=en", "lang=en&places=" + "A" * 2000, 400),
    ):
        answer = page.request.get(good.replace(old, new))
        assert answer.status == status and answer.headers["cache-control"] == "no-store"
        assert len(answer.text()) < 80 and "<" not in answer.text()


def test_a_change_keeps_the_drawing(visitor: Visit) -> None:
    """Plotly makes it anew where its config differs, by functions of the buttons, too."""
    page = watched(visitor)
    page.evaluate("document.querySelector('.plot .main-svg').isTheSame = true")
    page.get_by_text("Ranking", exact=True).click()
    assert settled(visitor, "view=ranking") == (1, 1)
    assert page.evaluate("document.querySelector('.plot .main-svg').isTheSame") is True


def test_two_quick_choices_are_drawn_as_one(visitor: Visit) -> None:
    """The ranking of China is fetched; that of India, chosen a moment before, is not."""
    page = watched(visitor)
    field = page.locator(".st-key-place_en input")
    field.click()
    field.fill("India")
    page.locator("[role=option]").first.wait_for()
    page.evaluate(
        """() => { document.querySelector("[role=option]").click();
        [...document.querySelectorAll(".st-key-view_en button")]
            .find((button) => button.textContent.trim() === "Ranking").click(); }"""
    )
    _, pendings = settled(visitor, "view=ranking")
    page.wait_for_url("**place=IND*")
    assert pendings == 0


def test_enter_of_an_input_method_chooses_nothing(visitor: Visit) -> None:
    page = watched(visitor)
    field = page.locator(".st-key-place_en input")
    field.click()
    field.fill("India")
    page.locator("[role=option]").first.wait_for()
    with page.expect_response(lambda answer: "/figures/" in answer.url, timeout=PATIENCE):
        page.keyboard.press("ArrowUp")
    page.wait_for_timeout(400)
    for words in ("isComposing: true", "keyCode: 229"):
        page.evaluate(
            f"""() => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", {{ key: "Enter", {words} }}))"""
        )
    page.wait_for_timeout(400)
    assert page.evaluate("[window.drawings, window.pendings]") == [0, 0]


def test_a_choice_that_never_comes_to_the_page_is_taken_back(visitor: Visit) -> None:
    """The click ends on its way to Streamlit, as where the connection is lost unnoticed."""
    page = watched(visitor)
    title = page.evaluate(TITLE)
    page.evaluate(
        """() => { const button = [...document.querySelectorAll(".st-key-view_en button")]
            .find((one) => one.textContent.trim() === "Ranking");
        button.parentElement.addEventListener("click", (event) => event.stopPropagation());
        button.click(); }"""
    )
    page.locator(".plot[data-pending]").wait_for()
    page.get_by_text("The page has not answered yet").wait_for()
    page.wait_for_selector(".plot:not([data-pending])", timeout=6000)
    assert page.evaluate(TITLE) == title


def test_a_reply_that_breaks_off_ends_nothing(visitor: Visit) -> None:
    """The options are cut in the middle, and the browser is one without requestIdleCallback."""
    visitor.page.add_init_script("delete window.requestIdleCallback")
    visitor.page.route("**/options?*", lambda route: route.fulfill(body='{"place": {"Ind'))
    page = watched(visitor)
    page.get_by_text("Ranking", exact=True).click()
    assert settled(visitor, "view=ranking") == (1, 1)
    assert visitor.outside() == []
