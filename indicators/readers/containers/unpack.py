"""A file's bytes -> the tables in it: archives, gzip files and workbooks are opened once, within
limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from indicators.problems import Problem, ProblemCode
from indicators.readers.containers.excel import is_workbook, read_sheets
from indicators.readers.containers.gzip_file import is_gzip, read_gzip
from indicators.readers.containers.zip_archive import MAX_BYTES, is_zip, read_archive

MAX_DEPTH = 2
"""Containers within containers that are opened: a ZIP archive in a ZIP archive, and none in that.
"""


@dataclass(frozen=True)
class Member:
    """A file, or a file within a container: its bytes and, where it is a container itself, what is
    in it.

    `name` is the name within the container; '' for the file itself, for what a gzip file holds, and
    for the only sheet of a workbook. `problems` are those of opening it; their `file` holds only
    what comes after the file's name.
    """

    name: str
    content: bytes
    kind: Literal["table", "archive", "gzip", "workbook"] = "table"
    members: tuple[Member, ...] = ()
    problems: tuple[Problem, ...] = ()

    def path(self, container: str) -> str:
        """Return the name to show, after the name of the container it is in."""
        return f"{container}:{self.name}" if self.name else container

    def inner_path(self, path: str) -> str:
        """Return what its members' names follow, where it is shown as `path`: 'gdp.csv.gz' holds
        'gdp.csv'.
        """
        return path.removesuffix(".gz") if self.kind == "gzip" else path

    @property
    def size(self) -> int:
        """Bytes of all tables in it."""
        return sum(len(content) for _, content in tables(self, ""))


def tables(file: Member, path: str) -> Iterator[tuple[str, bytes]]:
    """Return each table of a file that is shown as `path`, as (the table's path, its bytes as
    text), in order.
    """
    if file.kind == "table":
        yield path, file.content
    for member in file.members:
        yield from tables(member, member.path(file.inner_path(path)))


def unpack(content: bytes) -> Member:
    """Open a file, and what is in it, down to the tables; anything that is no container is a table
    as it is.

    All tables together have at most `MAX_BYTES`; what would exceed them, and what cannot be opened,
    is left out with a problem.
    """
    return _unpack(Member("", content), 0, MAX_BYTES)


def _unpack(file: Member, depth: int, limit: int) -> Member:
    if is_workbook(file.content):
        return _unpack_workbook(file)
    if is_zip(file.content):
        return _unpack_archive(file, depth, limit)
    if is_gzip(file.content) and depth < MAX_DEPTH:
        return _unpack_gzip(file, depth, limit)
    return file


def _unpack_workbook(file: Member) -> Member:
    sheets, problems = read_sheets(file.content)
    if not sheets and not problems:
        problems = [Problem(ProblemCode.CONTAINER_EMPTY)]
    if len(sheets) == 1:
        sheets = [("", text) for _, text in sheets]
    members = tuple(Member(name, text) for name, text in sheets)
    return replace(file, kind="workbook", members=members, problems=tuple(problems))


def _unpack_archive(file: Member, depth: int, limit: int) -> Member:
    if depth >= MAX_DEPTH:
        return replace(file, kind="archive", problems=(Problem(ProblemCode.ARCHIVE_NESTED),))
    contents, problems = read_archive(file.content, limit)
    if not contents and not problems:
        problems = [Problem(ProblemCode.CONTAINER_EMPTY)]
    members: list[Member] = []
    for name, content in contents:
        member = _unpack(Member(name, content), depth + 1, limit)
        members.append(member)
        limit = max(limit - member.size, 0)
    return replace(file, kind="archive", members=tuple(members), problems=tuple(problems))


def _unpack_gzip(file: Member, depth: int, limit: int) -> Member:
    content, problems = read_gzip(file.content, limit)
    members = () if problems and not content else (_unpack(Member("", content), depth + 1, limit),)
    return replace(file, kind="gzip", members=members, problems=tuple(problems))
