"""Names beside dots, each where it lies on no other; peers that find no room keep theirs for the pointer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.charts.kit.frame import LEADING, Dict, note
from dashboard.charts.kit.text import escape, pixels
from dashboard.style import Measure, Palette

Box = tuple[float, float, float, float]
SIDES = (
    ("left", "middle", 1, 0),
    ("right", "middle", -1, 0),
    ("center", "bottom", 0, 1),
    ("center", "top", 0, -1),
)
"""Anchors, and which way from the dot the words go."""


def placed(
    spots: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    focus: Sequence[str],
    peers: Sequence[str],
    area: tuple[float, float],
    palette: Palette,
    sizes: Measure,
    across: Mapping[str, float],
) -> list[Dict]:
    """Annotations for focus and peers; `spots` are parts of the plot, `area` its width and height in pixels.

    `across` says how wide the dots are: no name lies on its own, nor, if it can, on another that is named.
    """
    shown = [place for place in dict.fromkeys((*focus, *peers)) if place in spots]
    dots = [_dot(spots[place], across[place], area) for place in shown]
    taken: list[Box] = []
    drawn: list[Dict] = []
    for place in shown:
        own, name, gap = place in focus, names.get(place, place), across[place] / 2 + 3
        wide = pixels(name, sizes.small * (1.06 if own else 1))
        found = _free(spots[place], wide, area, (taken, dots), sizes, gap, own)
        if found:
            side, box = found
            taken.append(box)
            drawn.append(_note(name, spots[place], side, own, palette, sizes, gap))
    return drawn


def _free(
    spot: tuple[float, float],
    wide: float,
    area: tuple[float, float],
    held: tuple[Sequence[Box], Sequence[Box]],
    sizes: Measure,
    gap: float,
    must: bool,
) -> tuple[int, Box] | None:
    boxes = [_box(spot, wide, area, side, sizes, gap) for side in range(len(SIDES))]
    inside = [(side, box) for side, box in enumerate(boxes) if _inside(box, area)]
    clear = [(side, box) for side, box in inside if not any(_meet(box, other) for other in held[0])]
    free = [(side, box) for side, box in clear if not any(_meet(box, other) for other in held[1])]
    return next(iter(free or clear or (inside if must else [])), None)


def _inside(box: Box, area: tuple[float, float]) -> bool:
    """A little beyond the plot's left and right there is a margin; above it stand other words."""
    return box[0] >= -20 and box[2] <= area[0] + 24 and box[1] >= -6 and box[3] <= area[1] + 6


def _dot(spot: tuple[float, float], across: float, area: tuple[float, float]) -> Box:
    x, y, half = spot[0] * area[0], spot[1] * area[1], across * 0.42
    return (x - half, y - half, x + half, y + half)


def _box(
    spot: tuple[float, float],
    wide: float,
    area: tuple[float, float],
    side: int,
    sizes: Measure,
    gap: float,
) -> Box:
    _, _, right, up = SIDES[side]
    tall = sizes.small * LEADING
    x = spot[0] * area[0] + right * (gap + wide / 2)
    y = spot[1] * area[1] + up * (gap + tall / 2)
    return (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _note(
    name: str,
    spot: tuple[float, float],
    side: int,
    own: bool,
    palette: Palette,
    sizes: Measure,
    gap: float,
) -> Dict:
    across, upright, right, up = SIDES[side]
    style = {"size": sizes.small, "color": palette.focus if own else palette.text}
    return note(
        f"<b>{escape(name)}</b>" if own else escape(name),
        style,
        x=spot[0],
        xref="paper",
        xanchor=across,
        xshift=round(right * gap),
        y=spot[1],
        yref="paper",
        yanchor=upright,
        yshift=round(up * gap),
    )
