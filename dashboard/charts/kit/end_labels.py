"""Labels at the ends of lines, moved apart where they would lie on one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.kit.frame import LEADING, Dict, note
from dashboard.charts.kit.text import escape
from dashboard.style import Measure


@dataclass(frozen=True)
class Label:
    """Lines of text at a height of the plot, 0 at the bottom to 1 at the top. Earlier ones matter more."""

    lines: tuple[str, ...]
    at: float
    colour: str
    strong: bool = False


def spread(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Middles as near as can be to those wanted, with no overlap, all within 0 and `room`."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    blocks: list[list[float]] = []  # where a block begins, how tall it is, how many labels it holds
    for index in order:
        blocks.append([wanted[index] - heights[index] / 2, heights[index], 1])
        while len(blocks) > 1 and blocks[-2][0] + blocks[-2][1] > blocks[-1][0]:
            blocks[-2:] = [_merged(blocks[-2], blocks[-1])]
    placed: dict[int, float] = {}
    for middle, index in zip(_middles(_within(blocks, room), order, heights), order, strict=True):
        placed[index] = middle
    return [placed[index] for index in range(len(wanted))]


def _merged(lower: list[float], upper: list[float]) -> list[float]:
    """Two blocks as one, moved by as little as possible from where its labels wish to be."""
    wish = (lower[0] * lower[2] + (upper[0] - lower[1]) * upper[2]) / (lower[2] + upper[2])
    return [wish, lower[1] + upper[1], lower[2] + upper[2]]


def _within(blocks: list[list[float]], room: float) -> list[list[float]]:
    floor = 0.0
    for block in blocks:
        block[0] = max(block[0], floor)
        floor = block[0] + block[1]
    ceiling = room
    for block in reversed(blocks):
        block[0] = min(block[0], ceiling - block[1])
        ceiling = block[0]
    return blocks


def _middles(
    blocks: list[list[float]], order: Sequence[int], heights: Sequence[float]
) -> list[float]:
    middles, rest = [], list(order)
    for start, _, count in blocks:
        for index in rest[: int(count)]:
            middles.append(start + heights[index] / 2)
            start += heights[index]
        rest = rest[int(count) :]
    return middles


def fitting(labels: Sequence[Label], room: float, font: float) -> list[Label]:
    """The labels that find room, the most important first."""
    kept: list[Label] = []
    for label in labels:
        if sum(len(held.lines) for held in (*kept, label)) * font * LEADING <= room:
            kept.append(label)
    return kept


def end_labels(labels: Sequence[Label], height: float, sizes: Measure) -> list[Dict]:
    """Annotations at the right edge of a plot `height` pixels tall, each with a dot in its line's colour."""
    slack = sizes.small * 1.6  # labels may reach a little beyond the plot
    kept = fitting(labels, height + 2 * slack, sizes.small)
    tall = [len(label.lines) * sizes.small * LEADING for label in kept]
    wanted = [label.at * height + slack for label in kept]
    middles = spread(wanted, tall, height + 2 * slack)
    return [
        _drawn(label, (middle - slack) / height, sizes)
        for label, middle in zip(kept, middles, strict=True)
    ]


def _drawn(label: Label, at: float, sizes: Measure) -> Dict:
    text = "<br>".join(escape(line) for line in label.lines)
    dot = f'<span style="color:{label.colour}">●</span> '  # tints stand out as marks, not as small letters
    return note(
        f"<b>{text}</b>" if label.strong else dot + text,
        {"size": sizes.small, **({"color": label.colour} if label.strong else {})},
        x=1,
        xref="paper",
        xanchor="left",
        xshift=round(sizes.marker) + 2,
        y=at,
        yref="paper",
        yanchor="middle",
    )
