"""The levels of places: names that config.yaml declares, ordered from wide to narrow.

`world` is the place above all others and `group` stands for the groups, whose figures are averages
or sums; both always exist. Between them stand the territorial levels: a figure of one may stand in
for a place below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from indicators import locale
from indicators.catalogue.sections import text
from indicators.catalogue.yaml_nodes import Node, Validator
from indicators.model import GROUP, WORLD, Text

DEFAULT_LEVELS = ("country", "province", "city", "district")
"""The territorial levels where config.yaml declares none."""


def levels(node: Node | None, faults: Validator) -> dict[str, Text]:
    """Read the section `levels`: titles by level, `world` first and `group` last."""
    section = faults.mapping(node)
    titles = {name: _title(name, section.get(name), faults) for name in section or DEFAULT_LEVELS}
    world = titles.pop(WORLD, None) or _title(WORLD, None, faults)
    group = titles.pop(GROUP, None) or _title(GROUP, None, faults)
    return {WORLD: world, **titles, GROUP: group}


def territorial(names: Iterable[str]) -> tuple[str, ...]:
    """Return the levels of territories, without the world and groups, from wide to narrow."""
    return tuple(name for name in names if name not in (WORLD, GROUP))


def default_level(names: Iterable[str]) -> str:
    """Return the level of a group's members where the group says none: countries, else the
    widest.
    """
    names = territorial(names)
    return "country" if "country" in names or not names else names[0]


def _title(name: str, node: Node | None, faults: Validator) -> Text:
    """Give a level's title: as declared, else the word of each language, else its name."""
    return text(node, faults) or _words(name) or Text(MappingProxyType({"en": name}))


def _words(name: str) -> Text:
    key = f"level.{name}"
    words: Mapping[str, locale.Locale] = {
        code: locale.get_locale(code) for code in locale.languages()
    }
    titles = {
        code: language.texts[key] for code, language in words.items() if key in language.texts
    }
    return Text(MappingProxyType(titles))
