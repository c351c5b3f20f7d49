"""Streamlit's scripts and the files of static/, compressed once and kept in memory.

Streamlit sends them as they are: 9.4 MB for a first page with a chart. Pictures and fonts, which
are compressed in themselves, are left to it, and so is every request that is not understood here.
"""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import anyio.to_thread
import streamlit as st
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.asgi import path_below
from indicators import shipped

STREAMLIT_FOLDER = Path(st.__file__).parent / "static" / "static"
FOLDER = shipped.site_folder() / "static"
# Plain names only: no dot at the beginning, no blank, no backslash. What else could be written in
# an address is Streamlit's to refuse.
_ADDRESS = re.compile(
    r"/(?P<prefix>(?:app/)?static)(?:/[\w~-][\w.~-]*)*/[\w~-][\w.~-]*\.(?:js|css|json|geojson|svg)",
    re.ASCII,
)
# Files that are named by the hash of their content: in Streamlit's build a dot and eight characters
# before the ending; ours are the maps (dashboard/views/map_files.py).
_HASHED_NAME = re.compile(r".*\.[\w-]{8}\.\w+", re.ASCII)
_HASHED_MAP = re.compile(r"maps/[0-9a-f]{16}\.\w+", re.ASCII)
UNCHANGING = "public, immutable, max-age=31536000"
"""For answers whose address has the hash of what they hold: a year is the longest there is."""
REVALIDATED = "no-cache"
"""A browser keeps the file, and asks before each use whether it has changed."""
LEVEL = 9
"""The best of gzip: 0.13 seconds for the largest file, 0.6 for all of Streamlit's 320."""
MIN_SIZE = 500
"""Bytes below which the headers would outweigh the gain."""
MAX_SIZE = 20 * 1024 * 1024
"""Bytes above which a file is sent as it is, for it would take seconds and stay in memory."""
MAX_FILES = 1000


class CompressedFiles:
    """Answers requests for scripts, style sheets and maps below /static/ and /app/static/."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._folders = {
            "static": _Folder(STREAMLIT_FOLDER, _HASHED_NAME),
            "app/static": _Folder(FOLDER, _HASHED_MAP, {"Access-Control-Allow-Origin": "*"}),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        response = await self._response(scope) if scope["type"] == "http" else None
        await (response or self.app)(scope, receive, send)

    async def _response(self, scope: Scope) -> Response | None:
        """Return the answer; None where it is Streamlit's to answer."""
        path = path_below(scope) if scope["method"] in ("GET", "HEAD") else ""
        match = _ADDRESS.fullmatch(path)
        if match is None:
            return None
        prefix = match["prefix"]
        if prefix == "app/static" and not st.get_option("server.enableStaticServing"):
            return None
        try:
            name = path.removeprefix(f"/{prefix}/")
            return await self._folders[prefix].get_response(os.path.normpath(name), scope)
        except HTTPException:  # there is no such file
            return None


class _Folder(StaticFiles):
    """Starlette's files of a folder, which it does not leave, compressed where that is wanted.

    `hashed` matches the paths below the folder that have the hash of their content.
    """

    def __init__(
        self, folder: Path, hashed: re.Pattern[str], headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._hashed = hashed
        self._headers = headers or {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(
            {
                **self._headers,
                "Vary": "Accept-Encoding",
                "Cache-Control": UNCHANGING if self._hashed.fullmatch(path) else REVALIDATED,
            }
        )
        request = Headers(scope=scope)
        if isinstance(response, FileResponse) and "range" not in request and accepts_gzip(request):
            return await self._compressed(response, request)
        return response

    async def _compressed(self, response: FileResponse, request: Headers) -> Response:
        """Return the answer with its content compressed; as it is where that gains nothing."""
        status = response.stat_result
        assert status is not None
        if not MIN_SIZE <= status.st_size <= MAX_SIZE:
            return response
        identity = _identity(status)
        content = await anyio.to_thread.run_sync(_compress_file, str(response.path), identity)
        headers = dict(response.headers)
        headers["etag"] = gzip_etag(headers["etag"])
        if self.is_not_modified(Headers(headers), request):
            return NotModifiedResponse(Headers(headers))
        headers |= {"content-encoding": "gzip", "content-length": str(len(content))}
        return Response(content, headers=headers)


async def compressed_file(
    path: Path, request: Headers, headers: Mapping[str, str], media_type: str
) -> Response:
    """Return a file whose address has its hash, compressed where the request accepts that."""
    headers = {**headers, "Vary": "Accept-Encoding"}
    if "range" in request or not accepts_gzip(request):
        return FileResponse(path, media_type=media_type, headers=headers)
    name, identity = os.path.realpath(path), _identity(path.stat())
    content = await anyio.to_thread.run_sync(_compress_file, name, identity)
    headers["Content-Encoding"] = "gzip"
    return Response(content, media_type=media_type, headers=headers)


def _identity(status: os.stat_result) -> tuple[int, ...]:
    """Return what tells one state of a file from another."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=MAX_FILES)
def _compress_file(path: str, identity: tuple[int, ...]) -> bytes:
    """Read and compress a file, once for each state of it."""
    return compress(Path(path).read_bytes())


def compress(content: bytes) -> bytes:
    """Return the content as gzip, without the time, so that equal contents stay equal."""
    return gzip.compress(content, LEVEL, mtime=0)


def compress_ahead(paths: Iterable[Path]) -> None:
    """Make the compressed form of files before somebody asks; what is no file is passed over."""
    for path in paths:
        try:
            _compress_file(os.path.realpath(path), _identity(path.stat()))
        except OSError:
            continue  # another version of Streamlit, without this file


def accepts_gzip(headers: Headers) -> bool:
    """Say whether a request accepts gzip: whether it is listed, and not with a weight of zero."""
    for choice in headers.get("accept-encoding", "").split(","):
        name, _, weight = choice.partition(";")
        if name.strip().lower() == "gzip":
            return not re.fullmatch(r"q=0(\.0*)?", weight.replace(" ", "").lower())
    return False


def gzip_etag(etag: str) -> str:
    """Return the ETag of the compressed form, which must differ from that of the file."""
    return f'{etag[:-1]}-gzip"'
