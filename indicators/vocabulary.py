"""Word lists in the languages that tables come in, read from the TOML files beside the modules."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from itertools import chain
from typing import Any


def read_word_lists(package: str, file: str) -> dict[str, Any]:
    """Read a TOML file of word lists that stands in a package, also where that is a wheel."""
    return tomllib.loads(resources.files(package).joinpath(file).read_text(encoding="utf-8"))


def join_languages(languages: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Join the words of every language: {'en': ['year'], 'de': ['jahr']} -> {'year', 'jahr'}."""
    return frozenset(chain.from_iterable(languages.values()))
