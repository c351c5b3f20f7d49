"""The HTML that a browser gets first: what it names exists, whatever is missing of Streamlit's build."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.types import Message

from dashboard import app, start_page
from dashboard.plotly_bundles import installed_bundles
from dashboard.start_page import StartPages, chunks, document, first_files
from dashboard.static_files import STREAMLIT_FOLDER
from tests.dashboard.test_server import Inner, scope_of, serve

HTML = (
    '<html><head><title>S</title><script src="./static/js/index.js"></script></head><body/></html>'
)
MANIFEST: dict[str, Any] = {
    "index.html": {
        "file": "static/js/index.js",
        "dynamicImports": ["Html.tsx", "DownloadButton.tsx", "Snow.tsx", "gone.tsx"],
        "assets": ["static/media/MaterialSymbols-Rounded.x.woff2", "static/media/other.woff2"],
    },
    "Html.tsx": {"name": "Html", "file": "static/js/Html.1.js", "imports": ["shared", "gone"]},
    "DownloadButton.tsx": {
        "name": "DownloadButton",
        "file": "static/js/DownloadButton.2.js",
        "imports": ["shared", "index.html"],
        "css": ["static/css/DownloadButton.3.css"],
    },
    "Snow.tsx": {"name": "Snow", "file": "static/js/Snow.4.js"},
    "shared": {"file": "static/js/shared.5.js", "imports": ["Html.tsx"]},
}


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forget what was prepared, before and after."""
    given = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: "" if name == "server.baseUrlPath" else given(name)
    )
    _forget()
    yield
    _forget()


def _forget() -> None:
    document.cache_clear()
    start_page._manifest.cache_clear()


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A build of Streamlit's with a handful of scripts."""
    (tmp_path / "index.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    monkeypatch.setattr(start_page, "_BUILD", tmp_path)
    return tmp_path


def ask(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body; 204 where Streamlit is asked."""
    answer: list[Message] = serve(
        StartPages(Inner()),
        scope_of("http", path, method=method, **headers),
        {"type": "http.request"},
    )
    names = {name.decode(): value.decode() for name, value in answer[0]["headers"]}
    return (
        answer[0]["status"],
        names,
        b"".join(message.get("body", b"") for message in answer[1:]),
    )


def test_every_page_is_named() -> None:
    assert {name.replace(app.FIRST, "") for name in app.PAGES} == set(start_page.PAGES)


@pytest.mark.parametrize("page", start_page.PAGES)
def test_every_file_that_is_named_exists(page: str) -> None:
    """In the Streamlit that is installed."""
    prepared = document(page)
    assert prepared is not None
    names = re.findall(r'(?:href|src)="\./static/([^"]+)"', prepared.content.decode())
    assert len(names) > 60
    assert [name for name in names if not (STREAMLIT_FOLDER / name).is_file()] == []
    assert len(names) == len(set(names)), "none is named twice"


@pytest.mark.parametrize(
    "name",
    [*start_page.EVERYWHERE, *{name for names in start_page.PAGES.values() for name in names}],
)
def test_every_part_is_found_by_its_name(name: str) -> None:
    """In the Streamlit that is installed: a newer one may call it otherwise."""
    assert any(f"js/{name}." in file for page in start_page.PAGES for file in chunks(page))


def test_what_pages_need_with_all_that_it_imports(build: Path) -> None:
    font = "media/MaterialSymbols-Rounded.x.woff2"
    assert chunks("") == (font, "js/Html.1.js", "js/shared.5.js")
    assert set(chunks("indicator")) == {
        font,
        "js/Html.1.js",
        "js/shared.5.js",
        "js/DownloadButton.2.js",
        "css/DownloadButton.3.css",
        "js/index.js",
    }
    prepared = document("indicator")
    assert prepared is not None
    html = prepared.content.decode()
    assert html.count("./static/js/index.js") == 1, "Streamlit's HTML names it"
    assert (
        '<link rel="preload" as="style" crossorigin href="./static/css/DownloadButton.3.css">'
        in html
    )
    assert (
        f'<link rel="preload" as="font" type="font/woff2" crossorigin href="./static/{font}">'
        in html
    )
    assert '<link rel="modulepreload" crossorigin href="./static/js/Html.1.js">' in html
    assert first_files() == {
        "js/index.js",
        "js/Html.1.js",
        "js/shared.5.js",
        "js/DownloadButton.2.js",
        "css/DownloadButton.3.css",
    }


def test_a_large_script_is_fetched_after_all_else_and_not_compiled(build: Path) -> None:
    (build / "static" / "js").mkdir(parents=True)
    (build / "static" / "js" / "DownloadButton.2.js").write_bytes(b" " * (start_page.LARGE + 1))
    (build / "static" / "js" / "Html.1.js").write_bytes(b" " * start_page.LARGE)
    prepared = document("indicator")
    assert prepared is not None
    html = prepared.content.decode()
    later = '<link rel="preload" as="script" fetchpriority="low" crossorigin href='
    assert f'{later}"./static/js/DownloadButton.2.js">' in html
    assert html.count(later) == 1


def test_where_the_server_is_stands_before_streamlits_script(build: Path) -> None:
    prepared = document("")
    assert prepared is not None
    html = prepared.content.decode()
    assert 0 < html.index("BACKEND_BASE_URL") < html.index("index.js")


def test_the_small_bundle_is_named_on_pages_with_a_chart(build: Path) -> None:
    with_chart, without = document("indicator"), document("about")
    assert with_chart is not None and without is not None
    address = installed_bundles().small.address
    # As components/plot.js loads it, without the attribute crossorigin: else it would come twice.
    link = f'<link rel="preload" as="script" fetchpriority="low" href="./{address}">'.encode()
    assert link in with_chart.content and b"plotly/" not in without.content


@pytest.mark.parametrize("manifest", [None, "", "[]", "{}", '{"index.html": {}}'])
def test_without_a_manifest_the_page_is_streamlits(build: Path, manifest: str | None) -> None:
    path = build / "manifest.json"
    path.unlink() if manifest is None else path.write_text(manifest, encoding="utf-8")
    assert chunks("indicator") == ()
    assert ask("/indicator")[0] == 200


def test_without_its_html_streamlit_answers(build: Path) -> None:
    (build / "index.html").unlink()
    assert ask("/")[0] == 204
    assert first_files() == frozenset()


def test_an_answer_for_each_form(build: Path) -> None:
    status, headers, body = ask("/indicator", accept_encoding="gzip")
    _, plain_headers, plain = ask("/indicator")
    assert (status, gzip.decompress(body)) == (200, plain)
    assert headers["content-encoding"] == "gzip" and "content-encoding" not in plain_headers
    assert headers["etag"] != plain_headers["etag"]
    assert {headers["cache-control"], plain_headers["cache-control"]} == {"no-cache"}
    assert {headers["vary"], plain_headers["vary"]} == {"Accept-Encoding"}
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert ask("/indicator", "HEAD", accept_encoding="gzip")[1] == headers
    etag = headers["etag"]
    again = ask("/indicator", accept_encoding="gzip", if_none_match=f"W/{etag}")
    assert (again[0], again[1]["etag"], again[2]) == (304, etag, b"")
    assert ask("/indicator", accept_encoding="gzip", if_none_match='"x"')[0] == 200


@pytest.mark.parametrize(
    ("base", "path", "there"),
    [
        ("", "/", True),
        ("", "/indicator", True),
        ("", "/indicator/", False),
        ("", "/unknown", False),
        ("", "/oauth2callback", False),
        ("", "/indicator/_stcore/health", False),
        ("board", "/board/", True),
        ("board", "/board/indicator", True),
        ("board", "/board", False),
        ("board", "/indicator", False),
        ("board", "/boardindicator", False),
    ],
)
def test_only_addresses_of_pages(
    monkeypatch: pytest.MonkeyPatch, build: Path, base: str, path: str, there: bool
) -> None:
    given = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: base if name == "server.baseUrlPath" else given(name)
    )
    assert ask(path)[0] == (200 if there else 204)
    assert ask(path, "POST")[0] == 204
