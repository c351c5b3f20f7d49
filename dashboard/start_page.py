"""The HTML page that a browser gets first: Streamlit's, with links to what it will need.

Streamlit's page names only its own start; forty scripts of what a page shows are asked for later,
when the server has said what that is. Their names hold hashes, so they are looked up in the
manifest of Streamlit's build by what they draw; what is not found is left out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import NotModifiedResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.asgi import path_below
from dashboard.plotly_bundles import installed_bundles
from dashboard.static_files import (
    REVALIDATED,
    STREAMLIT_FOLDER,
    accepts_gzip,
    compress,
    gzip_etag,
)

EVERYWHERE = ("BidiComponent", "ButtonGroup", "Html", "PageLink", "Selectbox", "TextInput")
"""What every page shows, as Streamlit's build names it."""
CHART = ("DownloadButton",)
PAGES: Mapping[str, tuple[str, ...]] = {
    "": (),
    "indicator": (*CHART, "Checkbox", "Multiselect"),
    "compare": (*CHART, "Checkbox", "Multiselect"),
    "index": CHART,
    "targets": CHART,
    "data": (),
    "about": (),
}
"""What each page shows beyond that, by its path. A page that is not named gets Streamlit's HTML."""
LARGE = 300_000
"""Bytes of a script above which a browser only fetches it early, after all else, and does not
compile it: text would have to wait for that of Plotly's 4.7 MB.
"""
FONT = "media/MaterialSymbols-Rounded."
_BUILD = STREAMLIT_FOLDER.parent
_ENTRY = "index.html"
_STATIC_NAME = re.compile(r'"\./static/([\w./~-]+\.(?:js|css))"', re.ASCII)

# Streamlit looks for itself below the address of a page first, and gets two answers 404, before it
# asks one level higher. Its page loads its scripts from "./", so that is where everything is; a
# server in front that adds a path before it changes nothing about that.
_BASE = (
    '<script>window.__streamlit = {BACKEND_BASE_URL: new URL("./", location.href).href}</script>'
)

_MODULE = '<link rel="modulepreload" crossorigin href="{}">'
# Without `crossorigin`, as components/plot.js loads it: else it would be fetched twice.
_BUNDLE = '<link rel="preload" as="script" fetchpriority="low" href="./{}">'
_LATER = '<link rel="preload" as="script" fetchpriority="low" crossorigin href="{}">'


class Document(NamedTuple):
    """The HTML of a page."""

    content: bytes
    compressed: bytes
    etag: str


class StartPages:
    """Answers requests for the addresses of pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        response = _response(scope) if scope["type"] == "http" else None
        await (response or self.app)(scope, receive, send)


def _response(scope: Scope) -> Response | None:
    """Return the answer to a request for a page; None where it is Streamlit's to answer."""
    path = path_below(scope) if scope["method"] in ("GET", "HEAD") else ""
    page = path.removeprefix("/")
    prepared = document(page) if path and page in PAGES else None
    if prepared is None:
        return None
    request = Headers(scope=scope)
    headers = {"Cache-Control": REVALIDATED, "Vary": "Accept-Encoding", "ETag": prepared.etag}
    content = prepared.content
    if accepts_gzip(request):
        content = prepared.compressed
        headers |= {"Content-Encoding": "gzip", "ETag": gzip_etag(prepared.etag)}
    if request.get("if-none-match", "").removeprefix("W/") == headers["ETag"]:
        return NotModifiedResponse(Headers(headers))
    return HTMLResponse(content, headers=headers)


@lru_cache
def document(page: str) -> Document | None:
    """Return the HTML for a page; None where Streamlit's cannot be read."""
    try:
        html = (_BUILD / "index.html").read_text(encoding="utf-8")
    except OSError:
        return None
    links = [_link(name) for name in chunks(page) if f"./static/{name}" not in html]
    if PAGES[page]:
        links.append(_BUNDLE.format(installed_bundles().small.address))
    # The script must stand before Streamlit's own, which reads what it sets.
    html = html.replace("<head>", f"<head>{_BASE}", 1)
    content = html.replace("</head>", "".join([*links, "</head>"]), 1).encode()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return Document(content, compress(content), etag)


def first_files() -> frozenset[str]:
    """Return the files below /static/ that the HTML of any page names."""
    prepared = [document(page) for page in PAGES]
    texts = [page.content.decode() for page in prepared if page is not None]
    return frozenset(name for text in texts for name in _STATIC_NAME.findall(text))


def chunks(page: str) -> tuple[str, ...]:
    """Return the files below /static/ that draw what a page shows, and the font of its icons."""
    manifest = _manifest()
    entry = manifest.get(_ENTRY, {})
    wanted = {*EVERYWHERE, *PAGES[page]}
    found: dict[str, None] = {}
    for key in entry.get("dynamicImports", ()):
        if manifest.get(key, {}).get("name") in wanted:
            _add_imports(key, manifest, found)
    fonts = [name for name in entry.get("assets", ()) if f"/{FONT}" in f"/{_below_static(name)}"]
    return tuple(_below_static(name) for name in (*fonts, *found))


def _add_imports(key: str, manifest: Mapping[str, Any], found: dict[str, None]) -> None:
    """Add the files of an entry of the manifest and of all that it imports."""
    chunk = manifest.get(key, {})
    if chunk.get("file", "") in found or "file" not in chunk:
        return
    for name in (chunk["file"], *chunk.get("css", ())):
        found[name] = None
    for other in chunk.get("imports", ()):
        _add_imports(other, manifest, found)


@lru_cache
def _manifest() -> Mapping[str, Any]:
    """Read the manifest that Vite wrote when Streamlit was built: {} where there is none."""
    try:
        manifest = json.loads((_BUILD / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _below_static(name: str) -> str:
    return name.removeprefix("static/")


def _size(name: str) -> int:
    """Return the bytes of a file below /static/; 0 where there is none."""
    try:
        return (_BUILD / "static" / name).stat().st_size
    except OSError:
        return 0


def _link(name: str) -> str:
    """Return the element that has a browser load a file early; '' for a kind that is not known."""
    address = escape(f"./static/{name}")
    if re.search(r"\.js$", name):
        is_large = _size(name) > LARGE
        return (_LATER if is_large else _MODULE).format(address)
    if re.search(r"\.css$", name):
        return f'<link rel="preload" as="style" crossorigin href="{address}">'
    return f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{address}">'
