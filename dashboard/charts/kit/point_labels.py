"""Names beside the dots of a scatter, without overlap.

A name that finds no room is left out; hovering over its dot shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.charts.kit.frame import (
    BOLD_WIDTH,
    LEADING,
    Json,
    annotation,
)
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.text import bold_if, escape, pixels
from dashboard.style import Style

GAP = 3
"""Pixels between a marker and its name."""
DOT_EXTENT = 0.42
"""How far from its middle a marker keeps names away, in diameters: not half, for it is round."""


class Side(NamedTuple):
    """A side of a marker: the anchors of a text there, and its direction from the marker."""

    xanchor: str
    yanchor: str
    right: int
    up: int


SIDES = (
    Side("left", "middle", 1, 0),
    Side("right", "middle", -1, 0),
    Side("center", "bottom", 0, 1),
    Side("center", "top", 0, -1),
)
"""In the order in which they are tried."""


class Box(NamedTuple):
    """A rectangle in pixels, from the bottom left of the plotting area."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Box) -> bool:
        """Return whether two boxes have a point in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top


@dataclass(frozen=True)
class Marker:
    """A place's marker: its position in parts of the plotting area, and its diameter in pixels."""

    place: str
    x: float
    y: float
    diameter: float

    @property
    def gap(self) -> float:
        """Pixels from the middle of the marker to its name."""
        return self.diameter / 2 + GAP


@dataclass(frozen=True)
class Area:
    """The size in pixels of the plotting area."""

    width: float
    height: float

    def holds(self, box: Box) -> bool:
        """Return whether a name fits in: in the margins left and right, but not in the
        words above.
        """
        across = box.left >= -20 and box.right <= self.width + 24
        return across and box.bottom >= -6 and box.top <= self.height + 6


def point_labels(
    markers: Mapping[str, Marker], places: Places, area: Area, style: Style
) -> list[Json]:
    """Draw the names of focus and peers beside their markers, the first of them first.

    A name covers no other name and, where possible, no marker that is named. The focus is named
    even where its name covers another.
    """
    selection = [markers[place] for place in places.selection if place in markers]
    marker_boxes = [_marker_box(marker, area) for marker in selection]
    name_boxes: list[Box] = []
    annotations: list[Json] = []
    for marker in selection:
        is_focus = marker.place in places.focus
        name = places.name(marker.place)
        width = pixels(name, style.measure.small * (BOLD_WIDTH if is_focus else 1))
        height = style.measure.small * LEADING
        boxes = {side: _name_box(marker, side, (width, height), area) for side in SIDES}
        side = _free_side(boxes, area, name_boxes, marker_boxes, is_focus)
        if side is not None:
            name_boxes.append(boxes[side])
            annotations.append(_annotation(name, marker, side, is_focus, style))
    return annotations


def _free_side(
    boxes: Mapping[Side, Box],
    area: Area,
    name_boxes: Sequence[Box],
    marker_boxes: Sequence[Box],
    is_focus: bool,
) -> Side | None:
    """Give the first side where a name is clear of names and markers, else of names alone."""
    inside = [side for side, box in boxes.items() if area.holds(box)]
    clear = [side for side in inside if not _overlaps_any(boxes[side], name_boxes)]
    free = [side for side in clear if not _overlaps_any(boxes[side], marker_boxes)]
    candidates = free or clear
    if is_focus:
        candidates = candidates or inside
    return candidates[0] if candidates else None


def _overlaps_any(box: Box, boxes: Sequence[Box]) -> bool:
    return any(map(box.overlaps, boxes))


def _marker_box(marker: Marker, area: Area) -> Box:
    x, y, half = marker.x * area.width, marker.y * area.height, marker.diameter * DOT_EXTENT
    return Box(x - half, y - half, x + half, y + half)


def _name_box(marker: Marker, side: Side, size: tuple[float, float], area: Area) -> Box:
    width, height = size
    x = marker.x * area.width + side.right * (marker.gap + width / 2)
    y = marker.y * area.height + side.up * (marker.gap + height / 2)
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _annotation(name: str, marker: Marker, side: Side, is_focus: bool, style: Style) -> Json:
    colour = style.palette.focus if is_focus else style.palette.text
    return annotation(
        bold_if(escape(name), is_focus),
        {"size": style.measure.small, "color": colour},
        x=marker.x,
        xref="paper",
        xanchor=side.xanchor,
        xshift=round(side.right * marker.gap),
        y=marker.y,
        yref="paper",
        yanchor=side.yanchor,
        yshift=round(side.up * marker.gap),
    )
