"""Colours that can be read, and told apart, by everyone; sizes that fit their window."""

from __future__ import annotations

import tomllib
from dataclasses import FrozenInstanceError
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from dashboard.theme import DARK, LIGHT, Measure, Palette, measure, palette

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
# How light reaches the eye with all cones, without those for long, and without those for middling waves
# (Viénot, Brettel and Mollon 1999; Machado, Oliveira and Fernandes 2009).
EYES = {
    "all": np.eye(3),
    "protanopia": np.array([[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]]),
    "deuteranopia": np.array([[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]]),
}


def light(colour: str) -> np.ndarray:
    """The amounts of red, green and blue light, 0 to 1."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """As WCAG 2 reckons it, 1 to 21."""
    low, high = sorted(float(light(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def apart(one: str, other: str, eye: np.ndarray) -> float:
    """The distance of two colours in CIELAB; from about 2 it can be seen side by side."""
    return float(np.linalg.norm(_lab(one, eye) - _lab(other, eye)))


def _lab(colour: str, eye: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(eye @ light(colour), 0, 1) / np.array([0.9505, 1, 1.089])
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@BOTH
def test_text_stands_out(colours: Palette) -> None:
    for name in ("text", "muted", "good", "warn", "bad", "none"):
        assert contrast(getattr(colours, name), colours.background) >= 4.5, name


@BOTH
def test_lines_and_their_labels_stand_out(colours: Palette) -> None:
    for colour in (colours.focus, colours.rest, *colours.peers):
        assert contrast(colour, colours.background) >= 3, colour


@BOTH
@pytest.mark.parametrize("eye", EYES)
def test_no_two_lines_look_alike(colours: Palette, eye: str) -> None:
    assert len(colours.peers) >= 8
    for one, other in combinations((colours.focus, *colours.peers), 2):
        assert apart(one, other, EYES[eye]) >= 20, (one, other)


@BOTH
def test_a_scale_only_grows_or_falls(colours: Palette) -> None:
    steps = [float(light(colour) @ [0.2126, 0.7152, 0.0722]) for colour in colours.sequential]
    assert steps == sorted(steps, reverse=colours.kind == "light")


def test_a_palette_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        LIGHT.focus = "#000000"  # type: ignore[misc]


def test_the_palette_is_light_until_the_browser_says_dark() -> None:
    assert palette("dark") is DARK
    assert palette("light") is palette(None) is LIGHT


def test_statuses_have_colours() -> None:
    assert LIGHT.status("bad") == LIGHT.bad
    assert LIGHT.status("no such word") == LIGHT.none


def test_a_wall_of_twice_the_width_has_letters_twice_as_large() -> None:
    assert measure("screen", 3600).text == 2 * measure("screen").text
    assert measure("page", 1000).text == measure("page").text and measure("page", 1000).width == 1000
    own = measure("phone").scaled(1.5)
    assert isinstance(own, Measure) and measure(own, 99) is own


@BOTH
def test_streamlit_draws_in_the_same_colours(colours: Palette) -> None:
    theme = CONFIG["theme"][colours.kind]
    assert theme["primaryColor"] == colours.focus
    assert theme["backgroundColor"].lower() == colours.background
    assert len(theme["chartCategoricalColors"]) == 10, "fewer than ten are ignored in silence"
    assert theme["chartCategoricalColors"] == [colours.focus, *colours.peers, colours.rest]


def test_nothing_leaves_the_house() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["enableStaticServing"] is True
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["runner"]["postScriptGC"] is False
    assert "http" not in str(CONFIG["theme"])
