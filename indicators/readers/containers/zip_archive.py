"""ZIP archives -> members, within limits: nothing is written, and a member's path is only a word."""

from __future__ import annotations

import io
import zipfile
import zlib

from indicators.problems import Problem, uncoded
from indicators.readers.containers.excel_legacy import is_ods, is_xls

MEMBERS = 200
UNPACKED = 1_000_000_000
RATIO = 200
"""Limits of an archive: members, bytes in all, and how many times larger than packed."""
_SMALL = 1 << 20
"""A member up to this size may be packed tighter than the ratio (a page of zeros is no bomb)."""
_TABLES = (".csv", ".tsv", ".txt", ".tab", ".xls", ".xlsx", ".xlsm", ".dat", "")
_OTHER = (
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
    """Whether the bytes are a ZIP archive (a workbook is one, too)."""
    return content[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are a workbook: Excel's (.xlsx, and the old .xls) or OpenDocument's (.ods)."""
    if is_xls(content) or is_ods(content):
        return True
    if not is_zip(content):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()[:5_000]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return b"xl/workbook" in content[: 1 << 16]
    return "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)


def members(content: bytes, name: str) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """The files of an archive that may be tables, and why others are left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            wanted, problems = _wanted(archive.infolist(), name)
            problems += _lost(content, len(archive.infolist()), name)
            if any(problem.severity == "error" for problem in problems):
                return [], problems
            return _unpacked(archive, wanted, name, problems)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        return [], [
            uncoded(
                f"the ZIP archive cannot be read ({error})",
                name,
                do="It may be cut short; fetch it again.",
            )
        ]


def _lost(content: bytes, found: int, name: str) -> list[Problem]:
    """What to tell where the directory's end counts other than there are entries: zipfile passes over what a damaged one hides."""
    end = content.rfind(b"PK\x05\x06")
    said = int.from_bytes(content[end + 10 : end + 12], "little") if end >= 0 else found
    if said in (found, 0xFFFF):
        return []
    return [
        uncoded(
            f"the archive says that it has {said:,} files, and {found:,} are found",
            name,
            severity="warning",
            do="It is damaged; fetch it again.",
        )
    ]


def _wanted(every: list[zipfile.ZipInfo], name: str) -> tuple[list[zipfile.ZipInfo], list[Problem]]:
    files = [
        entry for entry in every if not entry.filename.endswith("/") and not _hidden(entry.filename)
    ]
    total = sum(entry.file_size for entry in files)
    if len(files) > MEMBERS:
        return [], [
            uncoded(
                f"the archive has {len(files):,} files",
                name,
                expected=f"at most {MEMBERS}",
                do="Unpack it and take the files that are needed.",
            )
        ]
    bombs = [
        entry
        for entry in files
        if entry.file_size > max(RATIO * max(entry.compress_size, 1), _SMALL)
    ]
    if total > UNPACKED or bombs:
        return [], [
            uncoded(
                "the archive would unpack to far more than it holds",
                name,
                found=f"{total:,} bytes",
                expected=f"at most {UNPACKED:,} bytes and {RATIO} times the packed size",
                do="It is refused.",
            )
        ]
    other = [entry for entry in files if entry.filename.casefold().endswith(_OTHER)]
    told = (
        [
            uncoded(
                f"{len(other)} files in the archive are no tables and are passed over",
                name,
                found=", ".join(entry.filename for entry in other)[:80],
                severity="notice",
            )
        ]
        if other
        else []
    )
    return [entry for entry in files if entry not in other], told


def _hidden(path: str) -> bool:
    """Whether a member is a system's own (Mac's resource forks, hidden files)."""
    parts = path.replace("\\", "/").split("/")
    return (
        "__MACOSX" in parts
        or parts[-1].startswith((".", "~$"))
        or parts[-1] in ("Thumbs.db", "desktop.ini")
    )


def _unpacked(
    archive: zipfile.ZipFile, wanted: list[zipfile.ZipInfo], name: str, problems: list[Problem]
) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    found, left = [], UNPACKED
    for entry in wanted:
        inner = f"{name}:{entry.filename}"
        if entry.flag_bits & 1:
            problems.append(
                uncoded(
                    "a file in the archive is locked with a password",
                    inner,
                    do="Unpack it and take the file.",
                )
            )
            continue
        try:
            with archive.open(entry) as stream:
                content = stream.read(min(entry.file_size, left) + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            problems.append(
                uncoded(
                    f"a file in the archive cannot be unpacked ({error})",
                    inner,
                    do="Fetch the archive again.",
                )
            )
            continue
        if len(content) > entry.file_size or len(content) > left:
            return [], [
                *problems,
                uncoded("the archive holds more than it says", name, do="It is refused."),
            ]
        left -= len(content)
        found.append((inner, content))
    return found, problems
