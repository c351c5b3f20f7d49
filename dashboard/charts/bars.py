"""Horizontal bars with a name before and a value behind each; a row may also hold nothing but words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.charts.kit.axes import bare
from dashboard.charts.kit.frame import Dict, Frame, layout
from dashboard.charts.kit.series import SOFT
from dashboard.charts.kit.text import escape, pixels, shorten
from dashboard.style import Measure, Palette
from indicators import wording
from indicators.model import Unit


@dataclass(frozen=True)
class Bar:
    """One row, all its words plain text but `hover`; without a value it is a remark between bars."""

    name: str
    value: float | None
    label: str = ""
    colour: str = ""
    strong: bool = False
    hover: str = ""
    soft: bool = False
    muted: bool = False


def bars(
    rows: Sequence[Bar],
    unit: Unit,
    said: Frame,
    palette: Palette,
    sizes: Measure,
    language: str,
    *,
    height: float | None = None,
) -> Dict:
    """The figure; bars begin at zero, ranks are dots because a longer bar would be the worse one."""
    font = min(sizes.text, (height or 1e9) / max(len(rows), 1) * 0.42)
    narrow = sizes.width * 0.36
    named = [shorten(row.name, narrow / pixels("x", font)) for row in rows]
    left = max((pixels(name, font) for name in named), default=0) + 14
    drawn = layout(
        said,
        palette,
        sizes,
        plot=len(rows) * sizes.row if height is None else None,
        height=height,
        left=left,
    )
    held = [row.value for row in rows if row.value is not None]
    low, high = min([0.0, *held]), max([0.0, *held])
    wide = max((pixels(row.label, font) for row in rows), default=0) + 18
    share = min(wide / max(sizes.width - left - 16, 1), 0.6)
    span = (high - low) or 1.0
    drawn["xaxis"] = bare(palette, sizes) | {
        "range": [low - (span * share / (1 - share) if low < 0 else 0), low + span / (1 - share)],
        "showticklabels": False,
        "zeroline": low < 0,
        "zerolinecolor": palette.rest,
        "automargin": False,
    }
    drawn["yaxis"] = bare(palette, sizes) | {
        "range": [len(rows) - 0.5, -0.5],
        "tickmode": "array",
        "tickvals": list(range(len(rows))),
        "ticktext": [_name(row, name, palette) for row, name in zip(rows, named, strict=True)],
        "tickfont": {"size": font, "color": palette.text},
        "ticklabelstandoff": 6,
    }
    drawn |= {"bargap": 0.28, "annotations": drawn["annotations"]}
    kept = [(index, row) for index, row in enumerate(rows) if row.value is not None]
    return {
        "data": [
            _dots(kept, palette, sizes, font) if unit.kind == "rank" else _bars(kept, palette, font)
        ],
        "layout": drawn,
    }


def soft_note(statuses: Iterable[str], language: str) -> tuple[str, ...]:
    """What hatched bars are, for readers who cannot hover."""
    held = set(statuses)
    said = [wording.status(status, language) for status in SOFT if status in held]
    return (f"▨ {wording.listing(said, language)}",) if said else ()


def _name(row: Bar, name: str, palette: Palette) -> str:
    text = escape(name)
    if row.value is None:
        return f'<span style="color:{palette.muted}">{text}</span>'
    return f"<b>{text}</b>" if row.strong else text


def _base(kept: Sequence[tuple[int, Bar]], palette: Palette, font: float) -> Dict:
    return {
        "y": [index for index, _ in kept],
        "x": [row.value for _, row in kept],
        "text": [
            f"<b>{escape(row.label)}</b>" if row.strong else escape(row.label) for _, row in kept
        ],
        "textfont": {"size": font, "color": palette.text},
        "hoverinfo": "text",
        "hovertext": [row.hover for _, row in kept],
        "cliponaxis": False,
    }


def _bars(kept: Sequence[tuple[int, Bar]], palette: Palette, font: float) -> Dict:
    """Soft figures are hatched, as their markers are open in a line."""
    return _base(kept, palette, font) | {
        "type": "bar",
        "orientation": "h",
        "textposition": "outside",
        "constraintext": "none",
        "marker": {
            "color": [row.colour for _, row in kept],
            "opacity": [0.7 if row.muted else 1 for _, row in kept],
            "pattern": {
                "shape": ["/" if row.soft else "" for _, row in kept],
                "fillmode": "overlay",
                "fgcolor": palette.background,
                "size": 7,
                "solidity": 0.28,
            },
        },
    }


def _dots(kept: Sequence[tuple[int, Bar]], palette: Palette, sizes: Measure, font: float) -> Dict:
    return _base(kept, palette, font) | {
        "type": "scatter",
        "mode": "markers+text",
        "textposition": "middle right",
        "marker": {"color": [row.colour for _, row in kept], "size": sizes.marker * 1.8},
    }
