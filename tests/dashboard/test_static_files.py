"""Scripts and maps as a browser gets them: compressed once, with headers that say so, and nothing of
other folders.
"""

from __future__ import annotations

import asyncio
import gzip
import os
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.types import Message, Receive, Scope, Send

from dashboard import static_files
from dashboard.static_files import CompressedFiles
from tests.dashboard.test_server import run

SCRIPT = b"export const numbers = [1, 2, 3];\n" * 1000
SECRET = b'{"secret": true}\n' * 1000


@pytest.fixture(autouse=True)
def options(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Settings of Streamlit, with its static files on as they are shipped."""
    changed: dict[str, Any] = {"server.enableStaticServing": True, "server.baseUrlPath": ""}
    given = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: changed[name] if name in changed else given(name)
    )
    return changed


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of Streamlit's with a script, one of ours with a map, and a file beside them."""
    for name, content in (
        ("streamlit/js/index.DormvYxC.js", SCRIPT),
        ("streamlit/js/short.DormvYxC.js", b"1;"),
        ("streamlit/media/font.BsWL4Kly.woff2", SCRIPT),
        ("ours/maps/0123456789abcdef.geojson", SCRIPT),
        ("ours/topojson/world.json", SCRIPT),
        ("ours/plan.original.svg", SCRIPT),
        ("ours/.hidden.json", SECRET),
        ("secret.json", SECRET),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "ours" / "link.json").symlink_to(tmp_path / "secret.json")
    monkeypatch.setattr(static_files, "STREAMLIT_FOLDER", tmp_path / "streamlit")
    monkeypatch.setattr(static_files, "FOLDER", tmp_path / "ours")
    return tmp_path


class Answer:
    """What came back: status, headers with names in small letters, body."""

    def __init__(self, messages: list[Message]) -> None:
        self.status = messages[0]["status"]
        self.headers = {name.decode(): value.decode() for name, value in messages[0]["headers"]}
        self.body = b"".join(message.get("body", b"") for message in messages[1:])


def ask(path: str, method: str = "GET", root: str = "", **headers: str) -> Answer:
    """Ask for an address; Streamlit, behind it, would answer 299."""
    given = {"accept_encoding": "gzip, deflate, br", **headers}
    scope: Scope = {
        "type": "http",
        "method": method,
        "path": path,
        "root_path": root,
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in given.items()
        ],
        "extensions": {},
    }
    sent: list[Message] = []

    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 299, "headers": []})

    async def receive() -> Message:
        await asyncio.Event().wait()  # the browser stays
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    run(CompressedFiles(streamlit)(scope, receive, send))
    return Answer(sent)


@pytest.mark.usefixtures("folders")
def test_a_script_is_compressed_and_kept_for_good_by_browsers() -> None:
    answer = ask("/static/js/index.DormvYxC.js")
    assert (answer.status, gzip.decompress(answer.body)) == (200, SCRIPT)
    assert len(answer.body) < len(SCRIPT) / 20
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "public, immutable, max-age=31536000"
    assert "javascript" in answer.headers["content-type"]
    assert answer.headers["etag"].endswith('-gzip"')


@pytest.mark.usefixtures("folders")
def test_head_says_the_same_without_the_content() -> None:
    whole, head = (
        ask("/static/js/index.DormvYxC.js", "GET"),
        ask("/static/js/index.DormvYxC.js", "HEAD"),
    )
    assert head.headers == whole.headers


@pytest.mark.parametrize("encoding", ["", "identity", "br, deflate", "gzip;q=0", "gzip; q=0.0"])
@pytest.mark.usefixtures("folders")
def test_who_does_not_take_gzip_gets_the_file_as_it_is(encoding: str) -> None:
    answer = ask("/static/js/index.DormvYxC.js", accept_encoding=encoding)
    assert (answer.status, answer.body) == (200, SCRIPT)
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("encoding", ["gzip", "GZIP;q=0.5", "br;q=1, gzip;q=0.001"])
@pytest.mark.usefixtures("folders")
def test_who_takes_gzip_gets_it(encoding: str) -> None:
    answer = ask("/static/js/index.DormvYxC.js", accept_encoding=encoding)
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.usefixtures("folders")
def test_what_a_browser_has_is_not_sent_again() -> None:
    first = ask("/app/static/topojson/world.json")
    again = ask("/app/static/topojson/world.json", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "no-cache"
    weak = ask("/app/static/topojson/world.json", if_none_match=f"W/{first.headers['etag']}")
    assert weak.status == 304, "a web server in between makes it weak"
    other = ask("/app/static/topojson/world.json", if_none_match='"another"')
    assert (other.status, gzip.decompress(other.body)) == (200, SCRIPT)


@pytest.mark.usefixtures("folders")
def test_the_two_forms_have_two_tags() -> None:
    """Else a part of one could be joined to a part of the other."""
    plain = ask("/static/js/index.DormvYxC.js", accept_encoding="identity")
    compressed = ask("/static/js/index.DormvYxC.js")
    assert plain.headers["etag"] != compressed.headers["etag"]


@pytest.mark.usefixtures("folders")
def test_a_part_of_a_file_is_a_part_of_it_as_it_is() -> None:
    answer = ask("/static/js/index.DormvYxC.js", range="bytes=7-11")
    assert (answer.status, answer.body) == (206, b"const")
    assert answer.headers["content-range"] == f"bytes 7-11/{len(SCRIPT)}"
    assert "content-encoding" not in answer.headers


@pytest.mark.usefixtures("folders")
def test_a_file_is_compressed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []
    compress = static_files.compress

    def counted(content: bytes) -> bytes:
        lengths.append(len(content))
        return compress(content)

    monkeypatch.setattr(static_files, "compress", counted)
    for _ in range(3):
        assert ask("/static/js/index.DormvYxC.js").status == 200
    names = ("js/index.DormvYxC.js", "js/gone.DormvYxC.js")
    static_files.compress_ahead([static_files.STREAMLIT_FOLDER / name for name in names])
    assert lengths == [len(SCRIPT)]


def test_what_is_compressed_ahead_is_not_compressed_again(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    static_files.compress_ahead([static_files.STREAMLIT_FOLDER / "js/index.DormvYxC.js"])

    def fail(content: bytes) -> bytes:
        raise AssertionError(len(content))

    monkeypatch.setattr(static_files, "compress", fail)
    assert gzip.decompress(ask("/static/js/index.DormvYxC.js").body) == SCRIPT


def test_a_file_that_changes_is_compressed_anew(folders: Path) -> None:
    first = ask("/app/static/topojson/world.json")
    path = folders / "ours" / "topojson" / "world.json"
    path.write_bytes(SCRIPT[::-1])
    os.utime(path, ns=(1, 1))  # an older date, as after a copy
    second = ask("/app/static/topojson/world.json", if_none_match=first.headers["etag"])
    assert (second.status, gzip.decompress(second.body)) == (200, SCRIPT[::-1])


@pytest.mark.usefixtures("folders")
def test_only_a_name_with_a_hash_is_kept_for_good() -> None:
    unchanging = "public, immutable, max-age=31536000"
    answers = {
        path: ask(path).headers["cache-control"]
        for path in (
            "/app/static/maps/0123456789abcdef.geojson",
            "/app/static/topojson/world.json",
            "/app/static/plan.original.svg",  # a word of eight letters is no hash
        )
    }
    assert list(answers.values()) == [unchanging, "no-cache", "no-cache"]


@pytest.mark.usefixtures("folders")
def test_our_files_may_be_read_by_other_sites_as_streamlit_has_it() -> None:
    answer = ask("/app/static/topojson/world.json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in ask("/static/js/index.DormvYxC.js").headers


@pytest.mark.usefixtures("folders")
def test_what_is_small_or_compressed_in_itself_is_sent_as_it_is() -> None:
    assert "content-encoding" not in ask("/static/js/short.DormvYxC.js").headers
    assert ask("/static/media/font.BsWL4Kly.woff2").status == 299


@pytest.mark.usefixtures("folders")
def test_a_large_file_is_not_held_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_files, "MAX_SIZE", len(SCRIPT) - 1)
    assert ask("/static/js/index.DormvYxC.js").body == SCRIPT


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/../secret.json",
        "/app/static/topojson/../../secret.json",
        "/app/static/..\\secret.json",
        "/app/static//secret.json",
        "/app/static/%2e%2e/secret.json",
        "/app/static/./topojson/world.json",
        "/app/static/.hidden.json",
        "/app/static/link.json",
        "/app/static/topojson",
        "/app/static/",
        "/app/static/nothing.json",
        "/static/../../secret.json",
        "/static/\\\\evil.example\\share\\x.js",
        "/static/C:/x.js",
        "/static/js/index.DormvYxC.js\n",
        "/static/js/index.DormvYxC.js\0.js",
        "/static/ｊs/index.js",
        "/app/static/" + "a" * 5000 + ".json",
        "//static/js/index.DormvYxC.js",
        "/other/static/js/index.DormvYxC.js",
    ],
)
@pytest.mark.usefixtures("folders")
def test_nothing_else_is_answered(path: str) -> None:
    """What is not a file of these folders, by a plain name, is Streamlit's to refuse."""
    assert ask(path).status == 299


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.usefixtures("folders")
def test_only_reading_is_answered(method: str) -> None:
    assert ask("/static/js/index.DormvYxC.js", method).status == 299


@pytest.mark.usefixtures("folders")
def test_our_files_are_offered_only_where_streamlit_offers_them(options: dict[str, Any]) -> None:
    options["server.enableStaticServing"] = False
    assert ask("/app/static/topojson/world.json").status == 299
    assert ask("/static/js/index.DormvYxC.js").status == 200


@pytest.mark.usefixtures("folders")
def test_below_a_path(options: dict[str, Any]) -> None:
    options["server.baseUrlPath"] = "/board/"
    assert ask("/board/static/js/index.DormvYxC.js").status == 200
    assert ask("/static/js/index.DormvYxC.js").status == 299
    assert ask("/boardstatic/js/index.DormvYxC.js").status == 299
    options["server.baseUrlPath"] = ""
    assert ask("/mount/static/js/index.DormvYxC.js", root="/mount").status == 200
