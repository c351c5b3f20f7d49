"""The places of a chart: what they are called, and which of them stand out."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Places:
    """Names by code, the places in focus, and the peers that they are compared with.

    `restricted` are places whose figures are not shown for the terms of their source.
    """

    names: Mapping[str, str]
    focus: Sequence[str] = ()
    peers: Sequence[str] = ()
    restricted: Container[str] = ()

    def name(self, place: str) -> str:
        """Return a place's name, or its code where it has none."""
        return self.names.get(place, str(place))

    @property
    def selection(self) -> tuple[str, ...]:
        """Give the focus and then the peers, each place once."""
        return tuple(dict.fromkeys((*self.focus, *self.peers)))
