"""Names of files: which may stand in the data folder, which of those there are kept, and a safe one for any other."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from indicators import data_folder
from indicators.history.disk import HistoryError
from indicators.problems import uncoded

LONGEST = 200
"""Bytes of a name; file systems hold 255, and a .yaml may stand beside it."""

_UNFINISHED = (".part", ".tmp", ".swp", ".crdownload")
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE
)
_NOT_LETTERS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Controls, marks of direction and other unseen signs, halves of letters, signs of no meaning, ends of lines."""


def unfinished(name: str) -> bool:
    """Whether a program is still at this file: downloads, editors' and Excel's temporary files."""
    return name.startswith("~$") or name.lower().endswith(_UNFINISHED)


def inside(path: str) -> bool:
    """Whether a path leads to a file of the data folder that is not hidden, as far as its words say."""
    parts = path.split("/")
    return "\0" not in path and all(part and not part.startswith(".") for part in parts)


def files(data: Path) -> Iterator[Path]:
    """Every file whose content is kept: not hidden, not unfinished, .yaml and tables of places and units among them."""
    for name, seen in data_folder.entries(data):
        if seen is not None and not unfinished(name.rpartition("/")[2]):
            yield data / name


def target(data: Path, path: str) -> Path:
    """Where a path inside the data folder leads. HistoryError where it could lead elsewhere or be no file's name."""
    why = _fault(path)
    if why:
        raise HistoryError(
            uncoded(
                f"this name cannot be used in the data folder: {why}",
                found=repr(path)[1:-1],
                expected="letters, such as 'worldbank/internet_users.csv'",
            )
        )
    root = data.resolve()
    place = root.joinpath(*path.split("/"))
    if place.parent.resolve() != place.parent:
        raise HistoryError(
            uncoded(
                "this folder is a link to another; files are not put through links",
                file=path,
                do="Name the folder that the link leads to, if it is inside the data folder.",
            )
        )
    if place.is_symlink() and data_folder.leads_out(root, path):
        raise HistoryError(
            uncoded(
                "a link stands here that leads out of the data folder; it is not replaced",
                file=path,
                do="Take the link away by hand, or choose another name.",
            )
        )
    return place


def _fault(path: str) -> str:
    parts = path.split("/")
    if not inside(path):
        return "it is empty, hidden, or leads out of it"
    if "\\" in path or PureWindowsPath(path).drive or any(map(_RESERVED.match, parts)):
        return "it means something else on Windows"
    if any(unicodedata.category(letter) in _NOT_LETTERS - {"Cf", "Co", "Cn"} for letter in path):
        return "it holds control characters"
    if max(len(part.encode("utf-8")) for part in parts) > 255 or len(path.encode("utf-8")) > 1000:
        return "it is too long"
    return "files named so are still being written" if unfinished(parts[-1]) else ""


def safe_name(name: str) -> str:
    """A name that may stand in the data folder, from one that somebody sent; letters of every script are kept.

    Only the last part of a path counts; what is cut from a long name is replaced by a mark of the whole, so that
    two long names stay two. Never raises, and leaves a safe name as it is.
    """
    last = next((part for part in reversed(re.split(r"[/\\]", name)) if part.strip(" .")), "")
    seen = "".join(
        letter
        for letter in re.sub(r"\s", " ", last)
        if unicodedata.category(letter) not in _NOT_LETTERS
    )
    plain = (
        re.sub(r"[<>:\"|?*]", "_", unicodedata.normalize("NFC", re.sub(" +", " ", seen)))
        .lstrip(".~ ")
        .rstrip(". ")
    )
    if unfinished(plain):
        plain = "_".join(plain.rsplit(".", 1))
    if _RESERVED.match(plain):
        plain = "_" + plain
    return _short(plain) or "file"


def _short(name: str) -> str:
    if len(name.encode("utf-8")) <= LONGEST:
        return name
    ending = (
        PurePosixPath(name).suffix if len(PurePosixPath(name).suffix.encode("utf-8")) <= 16 else ""
    )
    mark = "-" + hashlib.sha256(name.encode("utf-8")).hexdigest()[:8] + ending
    return (
        name.encode("utf-8")[: LONGEST - len(mark.encode("utf-8"))].decode("utf-8", "ignore") + mark
    )
