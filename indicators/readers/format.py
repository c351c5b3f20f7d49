"""A format: how a publisher's file is recognised and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.problems import Problem
from indicators.readers.rows import Rows

if TYPE_CHECKING:
    from indicators.readers.preview import Preview


@dataclass(frozen=True)
class Format:
    """A publisher's format.

    `matches` tells whether a file is of it; `read` returns the rows of a file with this name, and
    its problems. `signature` says in a plain line by what bytes it is recognised, `quirks` what to
    look out for; docs/formats.md is made of both.
    """

    id: str
    title: str
    matches: Callable[[Preview], bool]
    read: Callable[[Preview, str], tuple[Rows, list[Problem]]]
    quirks: str = ""
    signature: str = ""
