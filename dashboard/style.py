"""Colours and sizes: what every chart and page is drawn with, in light and in dark.

The colours were chosen so that any two of focus and peers stay distinct for readers with protanopia
and deuteranopia too, and so that each stands out from its background;
tests/dashboard/test_style.py tests both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["light", "dark"]
Size = Literal["page", "phone", "screen"]

SANS = (
    '"Source Sans", "Source Sans 3", "Noto Sans", "Segoe UI", "Helvetica Neue", Arial, '
    '"PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif'
)
"""Fonts that the reader's computer may have, Latin first, then Chinese; nothing is fetched."""

PHONE_WIDTH = 500
"""A chart narrower than this, in pixels, is drawn for a phone."""


@dataclass(frozen=True)
class Palette:
    """Colours by purpose. `background` is the colour behind the transparent `paper`."""

    kind: Kind
    background: str
    text: str
    muted: str
    grid: str
    focus: str
    peers: tuple[str, ...]
    neutral: str
    good: str
    warn: str
    bad: str
    none: str
    missing: str
    sequential: tuple[str, ...]
    paper: str = "rgba(0,0,0,0)"

    def status(self, tone: str) -> str:
        """Return the colour of 'good', 'warn' or 'bad'; of anything else, that of no verdict."""
        return {"good": self.good, "warn": self.warn, "bad": self.bad}.get(tone, self.none)


LIGHT = Palette(
    kind="light",
    background="#ffffff",
    text="#10141B",
    muted="#5A6270",
    grid="#E3E6EB",
    focus="#0F5499",
    peers=("#CE7D00", "#08806D", "#BE7CB9", "#C06B3E", "#7770ED", "#5D2255", "#563D00", "#2D3B28"),
    neutral="#8A909A",
    good="#16795A",
    warn="#A65F00",
    bad="#B83227",
    none="#6B7280",
    missing="#D9DCE1",
    sequential=("#E4EEF7", "#BCD6EA", "#8BB8DB", "#5797C9", "#2F77B1", "#155793", "#0A3A6B"),
)

DARK = Palette(
    kind="dark",
    background="#0e1117",
    text="#F2F4F8",
    muted="#A9B1BF",
    grid="#2B313C",
    focus="#5CB8FF",
    peers=("#FF831D", "#489A99", "#E4DD79", "#9150A9", "#EFC6AD", "#51754A", "#7D5AED", "#E5DDFF"),
    neutral="#7A8494",
    good="#4CC38A",
    warn="#F0B04A",
    bad="#FF8A7A",
    none="#9AA3B2",
    missing="#343A45",
    sequential=("#14304D", "#1B4873", "#23629A", "#357FBF", "#559FDC", "#8AC2F0", "#C9E4FB"),
)


def palette(kind: str | None) -> Palette:
    """Return the palette for `st.context.theme.type`; light where the browser does not state it."""
    return DARK if kind == "dark" else LIGHT


@dataclass(frozen=True)
class Measure:
    """Sizes in pixels. `width` is the width that a chart is expected to have.

    `title`, `text` and `small` are font sizes; `line` and `focus_line` the widths of lines;
    `marker` the diameter of a point; `row` the height of a row of bars; `height` that of a chart.
    """

    width: float
    title: float
    text: float
    small: float
    line: float
    focus_line: float
    marker: float
    row: float
    height: float

    def scaled(self, factor: float) -> Measure:
        """Return every size multiplied by a factor."""
        return Measure(**{name: value * factor for name, value in vars(self).items()})

    @property
    def is_phone(self) -> bool:
        """Say whether a chart is drawn for a phone."""
        return self.width < PHONE_WIDTH


MEASURES: dict[str, Measure] = {
    "page": Measure(720, 19, 13, 12, 1.8, 3.4, 6, 25, 430),
    "phone": Measure(350, 17, 12, 11, 1.6, 3, 5, 24, 400),
    "screen": Measure(1800, 40, 24, 20, 3, 6, 11, 46, 860),
}


def measure(size: Size, width: float | None = None) -> Measure:
    """Return the sizes for a page, a phone or a large screen, and for a chart of some width.

    On a large screen everything grows with the width.
    """
    base = MEASURES[size]
    if width is None:
        return base
    return base.scaled(width / base.width) if size == "screen" else replace(base, width=width)


@dataclass(frozen=True)
class Style:
    """How a chart is drawn: in which language, with which colours and how large."""

    language: str
    palette: Palette
    measure: Measure


BOX_OF_PAGE, BOX_OF_PHONE = 0.7, 0.9
"""The width within a box with a border, in parts of the usual width of a chart."""


def box_width(style: Style) -> Style:
    """Return the style of a chart in a box as wide as the page, which on a phone is narrower."""
    return half_width(style) if style.measure.is_phone else style


def half_width(style: Style) -> Style:
    """Return the style of a chart in a box: half as wide as the page, on a phone as wide."""
    share = BOX_OF_PHONE if style.measure.is_phone else BOX_OF_PAGE
    return replace(style, measure=replace(style.measure, width=style.measure.width * share))
