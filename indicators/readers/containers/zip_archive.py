"""ZIP archives -> their files, within limits. Nothing is written, and a file's path within is only
a name.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from indicators.problems import Problem, ProblemCode

MAX_FILES = 200
MAX_BYTES = 1_000_000_000
MAX_RATIO = 200
"""Limits of an archive: files, unpacked bytes in all, and how many times larger than packed a file
may be.
"""
MIN_BOMB_SIZE = 1 << 20
"""A file up to this size may be packed tighter than the ratio: a page of zeros is no bomb."""
_LOCAL_HEADER = b"PK\x03\x04"
_END_OF_DIRECTORY = b"PK\x05\x06"
_NO_TABLES = (
    ".json",
    ".xml",
    ".pdf",
    ".md",
    ".html",
    ".htm",
    ".doc",
    ".docx",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".yaml",
    ".yml",
    ".geojson",
)


def is_zip(content: bytes) -> bool:
    """Return whether the bytes are a ZIP archive; workbooks (.xlsx, .ods) are ZIP archives, too."""
    return content[:4] in (_LOCAL_HEADER, _END_OF_DIRECTORY)


def read_archive(
    content: bytes, limit: int = MAX_BYTES
) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """Return the files that may be tables as (path within, bytes), and why others are left out.

    `limit` bounds the unpacked bytes of all files. Where a limit is exceeded, no file is returned.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not _is_hidden(entry.filename)]
            problems = _limits_exceeded(entries, limit)
            if problems:
                return [], problems
            problems = _lost_files(content, len(archive.infolist()))
            others = [e for e in entries if e.filename.casefold().endswith(_NO_TABLES)]
            if others:
                problems.insert(0, _files_not_read(others))
            tables = [entry for entry in entries if entry not in others]
            return _read_entries(archive, tables, limit, problems)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        return [], [Problem(ProblemCode.ARCHIVE_UNREADABLE, values={"reason": str(error)[:80]})]


def is_bomb(entry: zipfile.ZipInfo) -> bool:
    """Return whether a file in an archive is packed so tightly that it is made to fill the
    memory.
    """
    return entry.file_size > max(MAX_RATIO * max(entry.compress_size, 1), MIN_BOMB_SIZE)


def too_large(limit: int, size: int) -> Problem:
    """Return the problem of a bomb, or of a container with more than `limit` unpacked bytes.

    `size` is how many it has, as far as they were counted.
    """
    values = {"limit": limit, "ratio": MAX_RATIO}
    return Problem(ProblemCode.UNPACKED_TOO_LARGE, found=f"{size:,}", values=values)


def _limits_exceeded(entries: list[zipfile.ZipInfo], limit: int) -> list[Problem]:
    if len(entries) > MAX_FILES:
        values = {"n": len(entries), "limit": MAX_FILES}
        return [Problem(ProblemCode.ARCHIVE_FILE_COUNT, values=values)]
    total = sum(entry.file_size for entry in entries)
    if total > limit or any(is_bomb(entry) for entry in entries):
        return [too_large(limit, total)]
    return []


def _lost_files(content: bytes, count: int) -> list[Problem]:
    """Warn where the end of the directory counts other than there are entries.

    zipfile passes over the entries that a damaged directory hides.
    """
    end = content.rfind(_END_OF_DIRECTORY)
    # bytes 10 and 11 of the record hold the number of entries; 0xFFFF means that ZIP64 has it
    stated = int.from_bytes(content[end + 10 : end + 12], "little") if end >= 0 else count
    if stated in (count, 0xFFFF):
        return []
    values = {"stated": stated, "n": count}
    return [Problem(ProblemCode.ARCHIVE_DAMAGED, values=values, severity="warning")]


def _files_not_read(entries: list[zipfile.ZipInfo]) -> Problem:
    return Problem(
        ProblemCode.ARCHIVE_FILES_NOT_READ,
        found=", ".join(entry.filename for entry in entries)[:80],
        values={"n": len(entries)},
        severity="notice",
    )


def _is_hidden(path: str) -> bool:
    """Tell whether an entry is a folder or a file of the system's own (macOS resource forks, hidden
    files).
    """
    parts = path.replace("\\", "/").split("/")
    return (
        path.endswith("/")
        or "__MACOSX" in parts
        or parts[-1].startswith((".", "~$"))
        or parts[-1] in ("Thumbs.db", "desktop.ini")
    )


def _read_entries(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limit: int, problems: list[Problem]
) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    files: list[tuple[str, bytes]] = []
    for entry in entries:
        try:
            content = _read_entry(archive, entry, limit)
        except _Locked:
            problems.append(Problem(ProblemCode.ARCHIVE_FILE_LOCKED, f":{entry.filename}"))
            continue
        except _UNREADABLE as error:
            values = {"reason": str(error)[:80]}
            code = ProblemCode.ARCHIVE_FILE_UNREADABLE
            problems.append(Problem(code, f":{entry.filename}", values=values))
            continue
        if len(content) > entry.file_size or len(content) > limit:
            return [], [*problems, Problem(ProblemCode.ARCHIVE_SIZE_FALSE)]
        limit -= len(content)
        files.append((entry.filename, content))
    return files, problems


class _Locked(Exception):
    """A file in an archive is locked with a password."""


_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """Unpack a file, and no more than one byte beyond the size that it states."""
    if entry.flag_bits & 1:  # the first of the general purpose flags: encrypted
        raise _Locked
    with archive.open(entry) as stream:
        return stream.read(min(entry.file_size, limit) + 1)
