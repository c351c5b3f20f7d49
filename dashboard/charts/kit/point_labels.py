"""Names beside the dots of a scatter, without overlap.

A name that finds no room is left out; hovering over its dot shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.charts.kit.frame import BOLD_WIDTH, LEADING, Dict, annotation
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.text import bold_if, escape, pixels
from dashboard.style import Style

GAP = 3
"""Pixels between a dot and its name."""
DOT_EXTENT = 0.42
"""How far from its middle a dot keeps names away, in diameters: not half, for it is round."""


class Side(NamedTuple):
    """A side of a dot: the anchors of a text there, and its direction from the dot."""

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
        """Say whether two boxes have a point in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top


@dataclass(frozen=True)
class Dot:
    """A place's dot: its position in parts of the plotting area, and its diameter in pixels."""

    place: str
    x: float
    y: float
    diameter: float

    @property
    def gap(self) -> float:
        """Pixels from the middle of the dot to its name."""
        return self.diameter / 2 + GAP


@dataclass(frozen=True)
class Area:
    """The size in pixels of the plotting area."""

    width: float
    height: float

    def holds(self, box: Box) -> bool:
        """Say whether a name fits in: in the margins left and right, but not in the words above."""
        across = box.left >= -20 and box.right <= self.width + 24
        return across and box.bottom >= -6 and box.top <= self.height + 6


def point_labels(dots: Mapping[str, Dot], places: Places, area: Area, style: Style) -> list[Dict]:
    """Draw the names of focus and peers beside their dots, the first of them first.

    A name covers no other name and, where possible, no dot that is named. The focus is named even
    where its name covers another.
    """
    selection = [dots[place] for place in places.selection if place in dots]
    dot_boxes = [_dot_box(dot, area) for dot in selection]
    name_boxes: list[Box] = []
    annotations: list[Dict] = []
    for dot in selection:
        is_focus = dot.place in places.focus
        name = places.name(dot.place)
        width = pixels(name, style.measure.small * (BOLD_WIDTH if is_focus else 1))
        height = style.measure.small * LEADING
        boxes = {side: _name_box(dot, side, (width, height), area) for side in SIDES}
        side = _free_side(boxes, area, name_boxes, dot_boxes, is_focus)
        if side is not None:
            name_boxes.append(boxes[side])
            annotations.append(_annotation(name, dot, side, is_focus, style))
    return annotations


def _free_side(
    boxes: Mapping[Side, Box],
    area: Area,
    name_boxes: Sequence[Box],
    dot_boxes: Sequence[Box],
    is_focus: bool,
) -> Side | None:
    """Give the first side where a name is clear of names and dots, else of names alone."""
    inside = [side for side, box in boxes.items() if area.holds(box)]
    clear = [side for side in inside if not _overlaps_any(boxes[side], name_boxes)]
    free = [side for side in clear if not _overlaps_any(boxes[side], dot_boxes)]
    candidates = free or clear
    if is_focus:
        candidates = candidates or inside
    return candidates[0] if candidates else None


def _overlaps_any(box: Box, boxes: Sequence[Box]) -> bool:
    return any(map(box.overlaps, boxes))


def _dot_box(dot: Dot, area: Area) -> Box:
    x, y, half = dot.x * area.width, dot.y * area.height, dot.diameter * DOT_EXTENT
    return Box(x - half, y - half, x + half, y + half)


def _name_box(dot: Dot, side: Side, size: tuple[float, float], area: Area) -> Box:
    width, height = size
    x = dot.x * area.width + side.right * (dot.gap + width / 2)
    y = dot.y * area.height + side.up * (dot.gap + height / 2)
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _annotation(name: str, dot: Dot, side: Side, is_focus: bool, style: Style) -> Dict:
    colour = style.palette.focus if is_focus else style.palette.text
    return annotation(
        bold_if(escape(name), is_focus),
        {"size": style.measure.small, "color": colour},
        x=dot.x,
        xref="paper",
        xanchor=side.xanchor,
        xshift=round(side.right * dot.gap),
        y=dot.y,
        yref="paper",
        yanchor=side.yanchor,
        yshift=round(side.up * dot.gap),
    )
