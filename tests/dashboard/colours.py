"""How a colour is perceived, also by colour-blind readers.

Contrast is that of WCAG 2.2 (2023); colour blindness is simulated after Machado, Oliveira and
Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency (2009); distances
are those of CIELAB (CIE, 1976).
"""

from __future__ import annotations

Triple = tuple[float, float, float]

EYES: dict[str, tuple[Triple, Triple, Triple]] = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def linear(colour: str) -> Triple:
    """'#rrggbb' as amounts of light, 0 to 1."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return _light(red), _light(green), _light(blue)


def _light(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def contrast(first: str, second: str) -> float:
    """1 for the same colour to 21 for black on white."""
    low, high = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (linear(first), linear(second))
    )
    return (high + 0.05) / (low + 0.05)


def perceived(colour: str, eye: str) -> Triple:
    """Give the colour as lightness, red-green and blue-yellow, as perceived by such an eye."""
    rgb = linear(colour)
    red, green, blue = (
        min(max(sum(a * b for a, b in zip(row, rgb, strict=True)), 0), 1) for row in EYES[eye]
    )
    x, y, z = (
        _curve(part)
        for part in (
            (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
            0.2126 * red + 0.7152 * green + 0.0722 * blue,
            (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _curve(part: float) -> float:
    return float(part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116)


def distance(first: Triple, second: Triple) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5)
