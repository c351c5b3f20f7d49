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
    """A publisher's format: how it is known and how it is read.

    `signature` says in a plain line what bytes it is known by, `quirks` what to look out for; docs/formats.md is made of
    both.
    """

    id: str
    title: str
    matches: Callable[[Preview], bool]
    read: Callable[[Preview, str], tuple[Rows, list[Problem]]]
    quirks: str = ""
    signature: str = ""
