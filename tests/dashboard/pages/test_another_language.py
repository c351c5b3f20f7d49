"""Every page in a language that has nothing but a file of its own: no English, and no key."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from dashboard import access
from dashboard.access import Visit
from indicators import Dataset, history, intake, load, locale
from indicators.intake import Arrival
from indicators.problems import ProblemCode
from tests import index_project
from tests.conftest import FACTS
from tests.dashboard import comparable, pseudo, tiny

LANGUAGES = "languages: [en, zh]"
UPLOADS = "\nintake: {upload: true, people: [ann@city.example]}\n"
HERE = Visit({"host": ["localhost:8501"]})

SHOWN = {
    "label",
    "placeholder",
    "help",
    "options",
    "content",
    "body",
    "text",
    "hovertext",
    "ticktext",
    "title",
    "note",
    "empty",
    "whose",
    "value",
    "period",
    "change",
    "rank",
    "state",
    "description",
    "buttons",
    "code",
}
"""Fields of Streamlit's messages, Plotly's figures and our own components that a reader sees."""

PLAIN = {"english", "suomi", "csv", "png", "svg"}
"""Words that may stand outside of the language's brackets."""


def draw(page: str, config: str) -> None:
    import importlib

    import streamlit as st

    from dashboard import url_state
    from dashboard.components import header
    from dashboard.components.page_frame import apply_style
    from indicators import load

    names = ("overview", "indicator", "compare", "data", "about")
    pages = {name: st.Page(lambda: None, title="", url_path=name) for name in names}

    def render() -> None:
        view = url_state.view(load(config, keep=False))
        apply_style(view.locale, view.palette)
        header.render(view)
        importlib.import_module(page).render(view)

    drawn = st.Page(render, title="", default=True)
    st.session_state["pages"] = pages
    st.navigation([drawn, *pages.values()], position="hidden").run()


@pytest.fixture
def another_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "locale"
    folder.mkdir()
    pseudo.write(folder)
    locale.use_folders(folder)
    monkeypatch.setattr("dashboard.pages.data.add.visit", lambda: HERE)
    monkeypatch.setattr(access, "visit", lambda: HERE)
    yield
    locale.use_folders()


def dashboard_of(name: str, folder: Path) -> Path:
    """Lay out a small dashboard in a folder, with the language; returns its config.yaml."""
    if name == "facts":
        shutil.copytree(FACTS, folder)
        history.record(folder / "data")
    else:
        {"tiny": tiny, "comparable": comparable, "indexed": index_project}[name].write(folder)
    config = folder / "config.yaml"
    text = config.read_text(encoding="utf-8")
    assert LANGUAGES in text
    text = text.replace(LANGUAGES, f"languages: [en, zh, {pseudo.CODE}]") + UPLOADS
    config.write_text(text, encoding="utf-8")
    return config


def texts(app: AppTest) -> Iterator[str]:
    """Every text that the page shows."""

    def walk(block: Block) -> Iterator[str]:
        for child in block.children.values():
            if isinstance(child, Block):
                yield from _strings("", child.proto)
                yield from walk(child)
            elif child.type == "arrow_data_frame":
                yield from _table(child)
            else:
                yield from _strings("", child.proto)

    yield from walk(app._tree)


def _table(frame: Any) -> Iterator[str]:
    for settings in json.loads(frame.proto.columns or "{}").values():
        yield from _strings("", {name: settings.get(name) for name in ("label", "help")})
    for cells in frame.value.to_dict("list").values():
        yield from (cell for cell in cells if isinstance(cell, str))


def _strings(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, Message):
        for field, inner in value.ListFields():
            for each in inner if field.is_repeated else [inner]:
                yield from _strings(field.name, each)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _strings(str(key), inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(name, inner)
    elif isinstance(value, str):
        if value[:1] in ("{", "[", '"') and name in ("spec", "json"):
            yield from _strings(name, json.loads(value))
        elif name in SHOWN and value and not value.lstrip().startswith("<style"):
            yield value.replace("\\", "")


MARKUP = re.compile(r"<[^>]*>|(?<=\])\([^)]*\)|:[a-z]+\[|:material/\w+:")
"""Tags, where links lead, colours and icons."""


def outside(text: str) -> str:
    """What stands outside of the language's brackets."""
    before, text = "", MARKUP.sub(" ", text)
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    return text


def words_of(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]{3,}", text)}


def words_of_data(config: Path) -> set[str]:
    """The words in the dashboard's files, and in problems that no locale file has yet."""
    found = set()
    for path in config.parent.rglob("*"):
        if path.suffix in (".yaml", ".csv"):
            found |= words_of(path.read_text(encoding="utf-8")) | words_of(str(path))
    return found | words_of(without_sentence(load(config, config.parent / "data", keep=False)))


def without_sentence(read: Dataset | Arrival) -> str:
    """The problems that have no sentence in the locale files yet, in English."""
    texts = [one.text() for one in read.problems if one.code == ProblemCode.RECORDED_TEXT]
    return " ".join(texts)


MONTHS = words_of(" ".join(locale.babel.Locale("fi").months["stand-alone"]["abbreviated"].values()))

ENGLISH = [
    piece
    for key, text in locale.get_locale("en").texts.items()
    if not key.startswith("format.")
    for piece in re.split(r"\{\w+\}", text)
    if len(piece) > 12
]
"""What English sentences consist of between their placeholders."""

FILES = {
    "visits.csv": "country,year,visits\nAland,2021,1200\nBeland,2022,7\n",
    "undated.csv": "country,visits\nAland,1200\nBeland,7\n",
    "users.csv": "indicator,place,period,breakdown,value,unit,status,source,note\n"
    "U,AAA,2021,total,51,% of people,,,\nU,BBB,2023,total,1234,% of people,,,\n",
}
"""A new file, one that cannot be read as it stands, and a newer one of figures that are held."""

PAGES = [
    ("facts", "overview", {}),
    ("facts", "overview", {"place": "ALP"}),
    ("facts", "indicator.page", {"indicator": "internet_users"}),
    ("facts", "indicator.page", {"indicator": "internet_users", "view": "ranking"}),
    ("facts", "indicator.page", {"indicator": "internet_users", "view": "breakdown"}),
    ("facts", "indicator.page", {"indicator": "gdp_per_head"}),
    ("facts", "indicator.page", {"indicator": "nonsense", "place": "odd", "period": "1066"}),
    ("comparable", "compare.page", {}),
    ("comparable", "compare.page", {"view": "ranks"}),
    ("comparable", "compare.page", {"view": "scatter"}),
    ("comparable", "overview", {}),
    ("indexed", "index.page", {"place": "P1"}),
    ("indexed", "index.page", {"place": "C1"}),
    ("indexed", "index.page", {"place": "C1", "index": "prov", "weights": "100,5"}),
    ("indexed", "index.page", {"place": "N1"}),
    *(("tiny", "data.page", {"view": view}) for view in ("files", "sources", "places", "breaks")),
    ("tiny", "data.page", {"view": "problems"}),
    ("tiny", "data.page", {"view": "add"}),
    ("tiny", "about", {}),
]


def check(app: AppTest, config: Path, more: str = "") -> None:
    """Hold that the page shows nothing but the language's own texts and words of the data."""
    assert not app.exception
    shown = list(texts(app))
    assert any("⟦" in text for text in shown)
    every = "\n".join(shown)
    assert [piece for piece in ENGLISH if piece in every] == []
    assert [key for key in locale.get_locale("en").texts if key in every] == []
    assert re.findall(r"\{\w+\}", every) == []
    assert [text for text in shown if re.search(r"\d\.\d", outside(text))] == []
    known = words_of_data(config) | PLAIN | MONTHS | words_of(more)
    forgotten = {text: words for text in shown if (words := words_of(outside(text)) - known)}
    assert forgotten == {}


def open_page(config: Path, page: str, query: dict[str, str]) -> AppTest:
    arguments = {"page": f"dashboard.pages.{page}", "config": str(config)}
    app = AppTest.from_function(draw, kwargs=arguments, default_timeout=30)
    for key, value in {**query, "lang": pseudo.CODE}.items():
        app.query_params[key] = value
    return app.run()


@pytest.mark.usefixtures("another_language")
@pytest.mark.parametrize(("data", "page", "query"), PAGES)
def test_a_page_in_another_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str, page: str, query: dict[str, str]
) -> None:
    config = dashboard_of(data, tmp_path / "board")
    monkeypatch.setenv("DASHBOARD_CONFIG", str(config))
    check(open_page(config, page, query), config)


@pytest.mark.usefixtures("another_language")
def test_adding_a_file_in_another_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = dashboard_of("tiny", tmp_path / "board")
    monkeypatch.setenv("DASHBOARD_CONFIG", str(config))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, content in FILES.items():
        intake.stage(config.parent / "data", content.encode(), name, channel="browser")
    app = open_page(config, "data.page", {"view": "add"})
    dataset = load(config, config.parent / "data", keep=False)
    arrivals = [intake.examine(dataset, text.encode(), name) for name, text in FILES.items()]
    files = " ".join([*FILES, *FILES.values(), *map(without_sentence, arrivals)])
    check(app, config, files)
    accept = locale.get_locale(pseudo.CODE).text("add.accept")
    next(button for button in app.button if button.label == accept).click()
    check(app.run(), config, files)
