"""Figures ahead of a choice: those of the page to the letter, and nothing that it would not show."""

from __future__ import annotations

import gzip
import json
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request

from dashboard import figures_ahead
from dashboard.figures_ahead import Refusal, figure_ahead, options_of
from dashboard.pages.indicator.ahead import _by_label
from dashboard.views.indicator_address import default_places
from tests.conftest import Tiny
from tests.dashboard.figures import figures, settings
from tests.dashboard.pages.test_indicator_page import page

BASE = {
    "indicator": "internet_users",
    "place": "BBB",
    "lang": "en",
    "theme": "light",
    "size": "page",
}


def parts(content: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    head, figure = content.split(b"\n", 1)
    return json.loads(head), json.loads(figure)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"view": "ranking"},
        {"view": "ranking", "period": "2022"},
        {"view": "trend", "places": "AAA,CCC"},
        {"lang": "zh"},
        {"place": "AAA"},
        {"indicator": "population"},
        {"members": "constant"},
    ],
)
def test_it_is_the_figure_of_the_page(tiny: Tiny, change: dict[str, str]) -> None:
    parameters = BASE | change
    head, figure = parts(figure_ahead(tiny.with_peers().load(), parameters))
    of_page = {key: text for key, text in parameters.items() if key not in ("theme", "size")}
    app = page(tiny, **of_page)
    shown = settings(app)[0]
    assert figures(app) == [figure]
    assert {**head, "ahead": None} == {**shown, "ahead": None}
    asked = shown["ahead"]["parameters"]
    assert {**asked, "view": ""} == {**parameters, "view": ""}


@pytest.mark.parametrize(
    ("view", "titles"),
    [
        # Places of a ranking stand in one chart; its newest period is that of 2023. Group and world have
        # one title in a trend.
        ("ranking", {"view": 2, "period": 2, "group": 2, "place": 1, "indicator": 4}),
        ("trend", {"view": 2, "place": 6, "indicator": 4}),
    ],
)
def test_each_option_of_a_page_leads_to_a_figure(
    tiny: Tiny, view: str, titles: dict[str, int]
) -> None:
    """Every option that the browser is told of, asked for as it asks: how many titles a choice has."""
    dataset = tiny.with_peers().load()
    ahead = settings(page(tiny, **{**BASE, "view": view}))[0]["ahead"]
    long_boxes = json.loads(options_of(dataset, {"lang": "en"}))
    found: dict[str, set[str]] = {}
    for choice in ahead["choices"]:
        options = choice["options"] or long_boxes[choice["parameter"]]
        for value in options.values():
            parameters = ahead["parameters"] | {choice["parameter"]: value}
            for name in choice.get("clears", ()):
                parameters.pop(name, None)
            _, figure = parts(figure_ahead(dataset, parameters))
            title = figure["layout"]["title"]["text"]
            found.setdefault(choice["parameter"], set()).add(title)
    assert {name: len(texts) for name, texts in found.items()} == titles


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"indicator": "nonsense"}, 404),
        ({"indicator": ""}, 404),
        ({"place": "QQQ"}, 404),
        ({"place": "<script>"}, 404),
        ({"lang": "fr"}, 400),
        ({"theme": "pink"}, 400),
        ({"size": "huge"}, 400),
        ({"view": "nonsense"}, 400),
        ({"period": "1066"}, 400),
        ({"group": "nobody"}, 400),
        ({"places": "AAA,QQQ"}, 400),
        ({"known": "2024-01-01"}, 400),
        ({"view": "map"}, 400),
    ],
)
def test_what_the_page_would_pass_over_is_refused(
    tiny: Tiny, change: dict[str, str], status: int
) -> None:
    with pytest.raises(Refusal) as refused:
        figure_ahead(tiny.with_peers().load(), BASE | change)
    assert refused.value.status == status
    assert len(refused.value.sentence) < 80 and "<" not in refused.value.sentence


def test_what_terms_leave_out_is_not_given(tiny: Tiny) -> None:
    facts = "data/world/facts.yaml"
    tiny.change(facts, "sources:\n", "sources:\n  office: {publisher: Office, terms: ask}\n")
    tiny.change("data/world/facts.csv", "30,% of population,,bureau", "30,% of population,,office")
    tiny.write("config.yaml", tiny.config.read_text() + "publish: {leave_out: [ask]}\n")
    dataset = tiny.load()
    with pytest.raises(Refusal):
        figure_ahead(dataset, BASE | {"place": "CCC", "places": "CCC"})
    _, figure = parts(figure_ahead(dataset, BASE | {"view": "ranking"}))
    assert "Beta" in str(figure) and "Gamma" not in str(figure["data"])


def test_no_more_than_one_is_drawn_at_a_time(tiny: Tiny) -> None:
    dataset = tiny.load()
    with figures_ahead._ROOM, pytest.raises(Refusal) as refused:
        figures_ahead._drawn_in_turn(dataset, BASE)
    assert refused.value.status == 204
    assert figures_ahead._drawn_in_turn(dataset, BASE)  # and room again
    with pytest.raises(Refusal):
        figures_ahead._drawn_in_turn(dataset, {})
    assert figures_ahead._drawn_in_turn(dataset, BASE)


def test_two_options_of_one_label_are_left_out() -> None:
    """The browser tells options apart by their words alone."""
    assert _by_label({"A": "Alpha", "B": "Beta", "C": "Alpha"}) == {"Beta": "B"}


def test_places_of_foreign_addresses_are_not_kept_for_ever(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indicators.dataset.MAX_ADDRESSES", 1)
    dataset = tiny.with_peers().load()
    for place in ("AAA", "BBB", "CCC"):
        default_places(dataset, "internet_users", place, "", "total")
    assert not [key for key in dataset.memo if "default places" in str(key)]
    assert len(dataset.memo["addresses"]) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("accepted", ["gzip, br", "identity"])
def test_a_long_answer_is_compressed_where_the_browser_can_read_it(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, accepted: str
) -> None:
    dataset = tiny.load()
    state = SimpleNamespace(current=SimpleNamespace(dataset=dataset))
    monkeypatch.setattr(figures_ahead, "live", lambda: state)
    scope = {
        "type": "http",
        "query_string": b"",
        "path": "/",
        "headers": [(b"accept-encoding", accepted.encode())],
        "path_params": {"fingerprint": dataset.fingerprint},
        "server": ("localhost", 80),
    }
    content = b"figure " * 200
    answer = figures_ahead._answer(lambda *_: content, Request(scope))
    assert answer.headers["vary"] == "Accept-Encoding"
    if accepted == "identity":
        assert answer.body == content and "content-encoding" not in answer.headers
    else:
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(answer.body) == content
