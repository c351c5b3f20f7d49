"""Plotly's JavaScript: which of its two bundles draws a figure, and where the browser finds it.

The full bundle is a file of the Python package plotly. The small one, a quarter of its size, draws
lines, bars and dots; `.setup` fetches it (plotly_download.py). Where it is absent, of another
version, or not the file that is pinned here, the full bundle draws everything.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.static_files import UNCHANGING, compressed_file

PACKAGE = "plotly.js-basic-dist-min"
"""The npm package of the small bundle."""
VERSION = "4.1.1"
"""Its version: that of the full bundle in the plotly that requirements.txt names."""
SMALL_SHA512 = (
    "a2b67a3a054bad1a7cbd27c427d5d71acc04ccb8265b89ea1f58dad5c58944fa"
    "b0024c94d0672b338d9a0ef21c263acaf449865b2559deda4c9875db0abac868"
)
"""The SHA-512 of its file in hexadecimal."""
SMALL = Path(__file__).parent / "bundles" / "plotly-basic.min.js"
TRACES = frozenset({"bar", "pie", "scatter"})
"""The types of traces that the small bundle draws."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bundle:
    """A file of Plotly's JavaScript; `address` is relative to the root of the dashboard and has the
    file's hash.
    """

    file: Path
    address: str


@dataclass(frozen=True)
class Bundles:
    """Both bundles; `small` is the full one where there is no small one."""

    small: Bundle
    full: Bundle


def bundle_of(figure: Mapping[str, Any], bundles: Bundles) -> Bundle:
    """Return the bundle that draws a figure: the small one where it knows all of its traces."""
    types = {trace.get("type", "scatter") for trace in figure["data"]}
    return bundles.small if types <= TRACES else bundles.full


@cache
def installed_bundles() -> Bundles:
    """Return the bundles of this installation; their files are read once."""
    return find_bundles(full_file(), SMALL)


def find_bundles(full: Path, small: Path) -> Bundles:
    """Return the bundles in two files; a small one that is not the one pinned here is not used."""
    whole = _bundle(full, full.read_bytes())
    if not small.is_file():
        return Bundles(whole, whole)
    content = small.read_bytes()
    if not is_pinned(content) or not _has_version(full):
        _LOG.warning(
            "%s is not version %s of %s, which goes with the plotly that is installed: "
            "every chart is drawn by the full bundle",
            small,
            VERSION,
            PACKAGE,
        )
        return Bundles(whole, whole)
    return Bundles(_bundle(small, content), whole)


def is_pinned(content: bytes) -> bool:
    """Return whether this is the content of the small bundle that is pinned here."""
    return hashlib.sha512(content).hexdigest() == SMALL_SHA512


def full_file() -> Path:
    """Return the path of the full bundle in the package plotly, which is not imported for it."""
    package = find_spec("plotly")
    assert package is not None and package.origin
    return Path(package.origin).parent / "package_data" / "plotly.min.js"


def _has_version(full: Path) -> bool:
    """Say whether the comment at the start of the full bundle names the version pinned here."""
    with full.open(encoding="utf-8") as text:
        return f"plotly.js v{VERSION}\n" in text.read(200)


def _bundle(file: Path, content: bytes) -> Bundle:
    return Bundle(file, f"plotly/{hashlib.sha256(content).hexdigest()[:16]}/{file.name}")


def files(bundles: Bundles) -> dict[str, Path]:
    """Return the file of each address."""
    return {bundle.address: bundle.file for bundle in (bundles.small, bundles.full)}


def routes(base: str) -> list[Route]:
    """Return the route that serves the bundles below `base`, a path like '/board' or ''."""
    return [Route(f"{base}/plotly/{{name:path}}", _serve, methods=["GET", "HEAD"])]


async def _serve(request: Request) -> Response:
    address = f"plotly/{request.path_params['name']}"
    file = files(installed_bundles()).get(address)
    if file is None:
        return PlainTextResponse("No such bundle.", 404)
    headers = {"Cache-Control": UNCHANGING}
    return await compressed_file(file, request.headers, headers, "text/javascript")
