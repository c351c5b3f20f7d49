"""Colours can be read, also by colour-blind readers, and are those that Streamlit draws with."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from dashboard.style import DARK, LIGHT, Measure, Palette, measure, palette
from tests.dashboard.colours import contrast, distance, perceived

CONFIG = tomllib.loads(
    (Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)
BOTH = pytest.mark.parametrize("one", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@BOTH
@pytest.mark.parametrize("name", ["text", "muted", "focus", "good", "warn", "bad", "none"])
def test_words_stand_out_from_the_background(one: Palette, name: str) -> None:
    assert contrast(getattr(one, name), one.background) >= 4.5


@BOTH
def test_lines_stand_out_from_the_background(one: Palette) -> None:
    for colour in (one.focus, *one.peers, one.neutral, one.good, one.warn, one.bad, one.none):
        assert contrast(colour, one.background) >= 3, colour


@BOTH
def test_captions_at_sixty_percent_can_still_be_read(one: Palette) -> None:
    theme = CONFIG["theme"][one.kind]
    parts = [
        (int(theme["textColor"][at : at + 2], 16), int(theme["backgroundColor"][at : at + 2], 16))
        for at in (1, 3, 5)
    ]
    mixed = "#" + "".join(f"{round(0.6 * text + 0.4 * ground):02x}" for text, ground in parts)
    assert contrast(mixed, one.background) >= 4.5


@BOTH
@pytest.mark.parametrize("eye", ["all", "protan", "deutan"])
def test_focus_and_peers_can_be_told_apart(one: Palette, eye: str) -> None:
    drawn = [perceived(colour, eye) for colour in (one.focus, *one.peers)]
    assert min(distance(*pair) for pair in itertools.combinations(drawn, 2)) > 20


@BOTH
def test_scales_run_one_way(one: Palette) -> None:
    steps = [contrast(colour, one.background) for colour in one.sequential]
    assert steps == sorted(steps) and len(set(one.sequential)) == 7


def test_both_palettes_have_the_same_parts() -> None:
    for field in fields(Palette):
        light, dark = getattr(LIGHT, field.name), getattr(DARK, field.name)
        assert type(light) is type(dark)
        if isinstance(light, tuple):
            assert len(light) == len(dark)
    assert (LIGHT.kind, DARK.kind) == ("light", "dark")


@BOTH
def test_streamlit_draws_with_the_same_colours(one: Palette) -> None:
    theme = CONFIG["theme"][one.kind]
    assert len(theme["chartCategoricalColors"]) == 10
    assert theme["chartCategoricalColors"] == [one.focus, *one.peers, one.neutral]
    assert (theme["backgroundColor"], theme["textColor"]) == (one.background, one.text)
    assert (theme["primaryColor"], theme["linkColor"], theme["borderColor"]) == (
        one.focus,
        one.focus,
        one.grid,
    )
    assert [theme[f"{name}Color"] for name in ("green", "orange", "red", "gray")] == [
        one.good,
        one.warn,
        one.bad,
        one.none,
    ]


def test_the_palette_that_the_browser_asks_for() -> None:
    assert (palette("dark"), palette("light"), palette(None), palette("sepia")) == (
        DARK,
        LIGHT,
        LIGHT,
        LIGHT,
    )
    assert [LIGHT.status(word) for word in ("good", "warn", "bad", "none", "")] == [
        "#16795A",
        "#A65F00",
        "#B83227",
        "#6B7280",
        "#6B7280",
    ]


def test_sizes_grow_with_a_big_screen_alone() -> None:
    assert measure("screen", 3600).text == 2 * measure("screen").text == 48
    assert measure("phone", 320) == Measure(320, 17, 12, 11, 1.6, 3, 5, 24, 400)
    double = measure("page").scaled(2)
    assert (double.width, double.title) == (1440, 38)
    assert measure("phone").is_phone and not double.is_phone
