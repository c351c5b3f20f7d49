"""Labels at the ends of lines, moved where they would overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.charts.kit.frame import (
    LEADING,
    Json,
    annotation,
)
from dashboard.charts.kit.text import escape
from dashboard.style import Measure

OVERHANG = 1.6
"""How far labels may stand above and below the plotting area, in em."""


@dataclass(frozen=True)
class Label:
    """Lines of text at a height of the plotting area, 0 at the bottom to 1 at the top."""

    lines: tuple[str, ...]
    height: float
    colour: str
    strong: bool = False


@dataclass(frozen=True)
class Block:
    """Labels that touch: where they begin, how tall they are together, and how many they are."""

    start: float
    height: float
    count: int


def spread(targets: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Return the middles of labels as near as can be to their targets, without overlap.

    All are within 0 and `room`. Labels that would overlap become a block, which takes the mean
    place that its labels want; a block that then touches the one below is merged with it.
    """
    order = sorted(range(len(targets)), key=lambda index: targets[index])
    blocks: list[Block] = []
    for index in order:
        blocks.append(Block(targets[index] - heights[index] / 2, heights[index], 1))
        while len(blocks) > 1 and blocks[-2].start + blocks[-2].height > blocks[-1].start:
            blocks[-2:] = [_merge(blocks[-2], blocks[-1])]
    middles = _middles(_within(blocks, room), order, heights)
    by_index = dict(zip(order, middles, strict=True))
    return [by_index[index] for index in range(len(targets))]


def _merge(lower: Block, upper: Block) -> Block:
    """Merge two blocks, and move them as little as possible from where their labels want to be."""
    count = lower.count + upper.count
    weighted = lower.start * lower.count + (upper.start - lower.height) * upper.count
    return Block(weighted / count, lower.height + upper.height, count)


def _within(blocks: Sequence[Block], room: float) -> list[Block]:
    """Push the blocks up from the floor, and then down from the ceiling."""
    result: list[Block] = []
    floor = 0.0
    for block in blocks:
        result.append(replace(block, start=max(block.start, floor)))
        floor = result[-1].start + block.height
    ceiling = room
    for index in reversed(range(len(result))):
        block = result[index]
        result[index] = replace(block, start=min(block.start, ceiling - block.height))
        ceiling = result[index].start
    return result


def _middles(
    blocks: Sequence[Block], order: Sequence[int], heights: Sequence[float]
) -> list[float]:
    """Give the middle of every label, in the order of the labels from the bottom."""
    middles: list[float] = []
    for block in blocks:
        start = block.start
        for index in order[len(middles) : len(middles) + block.count]:
            middles.append(start + heights[index] / 2)
            start += heights[index]
    return middles


def fitting_labels(labels: Sequence[Label], room: float, font: float) -> list[Label]:
    """Return the labels that fit in `room` pixels, the most important (the first) before others."""
    result: list[Label] = []
    count = 0
    for label in labels:
        if (count + len(label.lines)) * font * LEADING <= room:
            result.append(label)
            count += len(label.lines)
    return result


def end_labels(labels: Sequence[Label], height: float, measure: Measure) -> list[Json]:
    """Draw labels at the right edge of a plotting area `height` pixels tall.

    Each has a dot in the colour of its line; the strong ones are written in that colour.
    """
    overhang = measure.small * OVERHANG
    room = height + 2 * overhang
    labels = fitting_labels(labels, room, measure.small)
    heights = [len(label.lines) * measure.small * LEADING for label in labels]
    targets = [label.height * height + overhang for label in labels]
    middles = spread(targets, heights, room)
    return [
        _annotation(label, (middle - overhang) / height, measure)
        for label, middle in zip(labels, middles, strict=True)
    ]


def _annotation(label: Label, height: float, measure: Measure) -> Json:
    text = "<br>".join(escape(line) for line in label.lines)
    font: Json = {"size": measure.small}
    if label.strong:
        text = f"<b>{text}</b>"
        font["color"] = label.colour
    else:  # the tints of peers stand out as marks, but not as small letters
        text = f'<span style="color:{label.colour}">●</span> {text}'
    return annotation(
        text,
        font,
        x=1,
        xref="paper",
        xanchor="left",
        xshift=round(measure.marker) + 2,
        y=height,
        yref="paper",
        yanchor="middle",
    )
