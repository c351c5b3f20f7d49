"""Names of files: which may stand in the data folder, and a safe one for any other."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from indicators import data_folder
from indicators.history.disk import HistoryError
from indicators.problems import Problem, ProblemCode

MAX_NAME_BYTES = 200
"""Bytes of a name that `safe_name` makes; file systems hold 255, and a .yaml may stand beside
it.
"""
_MAX_PART_BYTES, _MAX_PATH_BYTES = 255, 1_000
_MAX_SUFFIX_BYTES = 16

_UNFINISHED = (".part", ".tmp", ".swp", ".crdownload")
_WINDOWS_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE
)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories: controls, marks of direction, halves of letters, unassigned signs, ends of
lines.
"""
_FORBIDDEN = _INVISIBLE - {"Cf", "Co", "Cn"}
"""Categories that no path may hold; marks of direction belong to the spelling of some languages."""


def unfinished(name: str) -> bool:
    """Return whether a program is still writing a file of this name."""
    return name.startswith("~$") or name.lower().endswith(_UNFINISHED)


def inside(path: str) -> bool:
    """Return whether a path, by its text, leads to a file of the data folder that is not hidden."""
    parts = path.split("/")
    return "\0" not in path and all(part and not part.startswith(".") for part in parts)


def files(data: Path) -> Iterator[Path]:
    """List every file whose versions are kept: not hidden, not unfinished.

    .yaml and reference tables among them.
    """
    for name, status in data_folder.entries(data):
        if status is not None and not unfinished(name.rpartition("/")[2]):
            yield data / name


def target(data: Path, path: str) -> Path:
    """Return the place of a path in the data folder.

    Raises HistoryError where it could be elsewhere or no file's name.
    """
    if not _is_allowed(path):
        raise HistoryError(Problem(ProblemCode.NAME_NOT_ALLOWED, found=repr(path)[1:-1][:80]))
    root = data.resolve()
    place = root.joinpath(*path.split("/"))
    if place.parent.resolve() != place.parent:
        raise HistoryError(Problem(ProblemCode.FOLDER_IS_LINK, path))
    if place.is_symlink() and data_folder.leads_out(root, path):
        raise HistoryError(Problem(ProblemCode.LINK_NOT_REPLACED, path))
    return place


def _is_allowed(path: str) -> bool:
    parts = path.split("/")
    if not inside(path) or unfinished(parts[-1]):
        return False
    if "\\" in path or PureWindowsPath(path).drive or any(map(_WINDOWS_RESERVED.match, parts)):
        return False
    if any(unicodedata.category(letter) in _FORBIDDEN for letter in path):
        return False
    longest = max(map(_bytes, parts))
    return longest <= _MAX_PART_BYTES and _bytes(path) <= _MAX_PATH_BYTES


def _bytes(text: str) -> int:
    return len(text.encode("utf-8"))


def safe_name(name: str) -> str:
    """Make a name that may stand in the data folder from any that was sent.

    Letters of every script are kept.

    Only the last part of a path counts. What is cut from a long name is replaced by a digest of the
    whole, so that two long names stay two. Never raises, and leaves a safe name as it is.
    """
    parts = [part for part in re.split(r"[/\\]", name) if part.strip(" .")]
    letters = re.sub(r"\s", " ", parts[-1]) if parts else ""
    visible = "".join(
        letter for letter in letters if unicodedata.category(letter) not in _INVISIBLE
    )
    composed = unicodedata.normalize("NFC", re.sub(" +", " ", visible))
    plain = re.sub(r"[<>:\"|?*]", "_", composed).lstrip(".~ ").rstrip(". ")
    if unfinished(plain):
        plain = "_".join(plain.rsplit(".", 1))
    if _WINDOWS_RESERVED.match(plain):
        plain = "_" + plain
    return _shorten(plain) or "file"


def _shorten(name: str) -> str:
    if _bytes(name) <= MAX_NAME_BYTES:
        return name
    suffix = PurePosixPath(name).suffix
    ending = suffix if _bytes(suffix) <= _MAX_SUFFIX_BYTES else ""
    digest = "-" + hashlib.sha256(name.encode("utf-8")).hexdigest()[:8] + ending
    # Cutting bytes may leave half a letter, which "ignore" drops.
    start = name.encode("utf-8")[: MAX_NAME_BYTES - _bytes(digest)].decode("utf-8", "ignore")
    return start + digest
