"""YAML with line numbers: every value knows its file, line and path, so that every fault can name them.

PyYAML keeps the last of two equal keys without a word, and anchors let a small file grow without end; both
are refused here. Nothing but mappings, lists and plain scalars is built, so a file can run no code.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from indicators.problems import ConfigError, Problem, uncoded

Loader = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the C parser is ten times faster, where it was built
_DEEPEST = 50
MAX_BYTES, MAX_VALUES = 50_000_000, 500_000
"""Bytes of a file, and keys and values in it; what has more is refused before anything is built of it."""
MAX_SUGGESTED = 200
"""So many unknown keys of one mapping are told one by one, each with the nearest right word; the rest as a number."""
_MAX_COMPARED, _MAX_LETTERS = 5_000, 100
"""Known words that an unknown one is compared with, and letters of a word that is compared at all."""


_SMALLER = "Was something else saved under this name? Indicators may also be described in a .yaml beside each file with figures."


@dataclass(frozen=True)
class Node:
    """A value of the file with the place it stood in. `value` is a dict or list of Nodes, or a scalar."""

    value: Any
    file: str
    line: int
    path: str
    said: str = ""
    """A scalar as the file wrote it, so that a code like 010000 or 430102001000 stays what it is."""

    def problem(self, what: str, expected: str = "", do: str = "") -> Problem:
        """A fault of this value: file, line, path and what was found."""
        found = (
            ""
            if self.value is None or isinstance(self.value, dict | list)
            else self.said or str(self.value)
        )
        said = f"{self.path}: {what}" if self.path else what
        return uncoded(said, self.file, self.line, found=found, expected=expected, do=do)


def read_yaml(path: Path, name: str) -> Node:
    """The file as Nodes, `name` being what messages call it.

    Raises ConfigError when it is absent, unreadable, not UTF-8, not YAML, or says a key twice.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError(
                [uncoded("too large", name, expected=f"at most {MAX_BYTES:,} bytes", do=_SMALLER)]
            )
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(
            [
                uncoded(
                    "no such file",
                    name,
                    do=f"Write one, or name another with --config. "
                    f"It was looked for in {path.parent.name or 'this folder'}.",
                )
            ]
        ) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ConfigError(
            [uncoded("not UTF-8 text", name, line, do="Save the file as UTF-8.")]
        ) from None
    except OSError as error:
        raise ConfigError([uncoded(f"cannot be read ({error.strerror})", name)]) from None
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> Node:
    """YAML text as Nodes; raises ConfigError with line numbers."""
    try:
        _refuse_bombs(text, name)
        root = yaml.compose(text, Loader=Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        why = str(getattr(error, "problem", None) or error).split("\n")[0]
        raise ConfigError(
            [
                uncoded(
                    f"not valid YAML: {why}",
                    name,
                    mark.line + 1 if mark else None,
                    do="Check the indentation and the quotes on this line and the one above.",
                )
            ]
        ) from None
    faults: list[Problem] = []
    node = Node({}, name, 1, "") if root is None else _build(root, name, "", faults)
    if faults:
        raise ConfigError(faults)
    return node


def _refuse_bombs(text: str, name: str) -> None:
    """Raise ConfigError for anchors, aliases, bottomless nesting and endless lists, before anything is built of them."""
    depth = values = 0
    event: Any  # yaml's types say that an event may stand nowhere; none does
    for event in yaml.parse(text, Loader=Loader):
        values += isinstance(event, yaml.NodeEvent)
        if values > MAX_VALUES:
            raise ConfigError(
                [
                    uncoded(
                        f"more than {MAX_VALUES:,} keys and values",
                        name,
                        event.start_mark.line + 1,
                        do=_SMALLER,
                    )
                ]
            )
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ConfigError(
                [
                    uncoded(
                        "anchors and aliases (& and *) are not read here",
                        name,
                        event.start_mark.line + 1,
                        do="Write the value out, or quote it.",
                    )
                ]
            )
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
            event, yaml.CollectionEndEvent
        )
        if depth > _DEEPEST:
            raise ConfigError(
                [
                    uncoded(
                        "nested too deeply",
                        name,
                        event.start_mark.line + 1,
                        expected=f"at most {_DEEPEST} levels",
                    )
                ]
            )


def _build(node: yaml.Node, name: str, path: str, faults: list[Problem]) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Node(_mapping(node, name, path, faults), name, line, path)
    if isinstance(node, yaml.SequenceNode):
        items = [
            _build(item, name, f"{path}[{index}]", faults)
            for index, item in enumerate(node.value, 1)
        ]
        return Node(items, name, line, path)
    return (
        Node(_scalar(node), name, line, path, str(node.value))
        if isinstance(node, yaml.ScalarNode)
        else Node(None, name, line, path)
    )


def _mapping(
    node: yaml.MappingNode, name: str, path: str, faults: list[Problem]
) -> dict[str, Node]:
    entries: dict[str, Node] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in entries:
            faults.append(
                uncoded(
                    f"{path + '.' if path else ''}{key}: key written twice",
                    name,
                    line,
                    do=f"It stands on line {entries[key].line} already; keep one of the two.",
                )
            )
        child = _build(value_node, name, f"{path}.{key}" if path else key, faults)
        entries[key] = Node(child.value, name, line, child.path, child.said)
    return entries


def _scalar(node: yaml.ScalarNode) -> str | float | bool | None:
    """Plain scalars only: YAML's own words for null, true, false and numbers; everything else is text."""
    if node.style in ("'", '"', "|", ">"):
        return str(node.value)
    kind = node.tag.rsplit(":", 1)[-1]
    if kind == "null":
        return None
    if kind == "bool":
        return bool(node.value.lower() in ("true", "yes", "on"))
    if kind in ("int", "float"):
        try:
            return float(node.value.replace("_", ""))
        except ValueError:
            return str(node.value)
    return str(node.value)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, or an empty string; of very many words only the first are compared."""
    if len(word) > _MAX_LETTERS:
        return ""
    options = {option.casefold(): option for option in islice(known, _MAX_COMPARED)}
    close = difflib.get_close_matches(str(word).casefold(), list(options), n=1, cutoff=0.6)
    return options[close[0]] if close else ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """'Did you mean x?' or what is known, for the end of a message."""
    known = list(known)
    close = nearest(word, known)
    if close:
        return f"Did you mean '{close}'?"
    return (
        f"Known: {', '.join(sorted(known)[:12])}{' ...' if len(known) > 12 else ''}."
        if known
        else ""
    )


class Validator:
    """Collects faults while a file is read, so that one run tells them all.

    A class because every reading function must both return a value and add to one list.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, node: Node, what: str, expected: str = "", do: str = "") -> None:
        self.problems.append(node.problem(what, expected, do))

    def raise_any(self) -> None:
        if self.problems:
            raise ConfigError(self.problems)

    def mapping(self, node: Node, known: Iterable[str] | None = None) -> dict[str, Node]:
        """The entries of a mapping; unknown keys are faults with the nearest right word."""
        if not isinstance(node.value, dict):
            if node.value is not None:
                self.add(node, "not a mapping", "keys with values, indented below")
            return {}
        names = None if known is None else list(known)
        if names is None:
            return dict(node.value)
        path = f"{node.path}: " if node.path else ""
        unknown = [key for key in node.value if key not in names]
        for key in unknown[:MAX_SUGGESTED]:
            self.problems.append(
                uncoded(
                    f"{path}unknown key '{key[:80]}'",
                    node.file,
                    node.value[key].line,
                    do=suggestion(key, names),
                )
            )
        if len(unknown) > MAX_SUGGESTED:
            rest = unknown[MAX_SUGGESTED:]
            self.problems.append(
                uncoded(
                    f"{path}{len(rest):,} more unknown keys",
                    node.file,
                    node.value[rest[0]].line,
                    do=f"Known: {', '.join(sorted(names))}.",
                )
            )
        return {key: child for key, child in node.value.items() if key in names}

    def items(self, node: Node | None) -> list[Node]:
        """The items of a list; a single value counts as a list of one."""
        if node is None or node.value is None:
            return []
        return node.value if isinstance(node.value, list) else [node]

    def text(self, node: Node | None) -> str:
        """A scalar as text, as the file wrote it."""
        if node is None or node.value is None:
            return ""
        if isinstance(node.value, dict | list):
            self.add(node, "not a single value", "text")
            return ""
        return node.said or str(node.value)

    def number(self, node: Node) -> float:
        """A number; a fault and nan otherwise."""
        try:
            number = float("nan" if isinstance(node.value, bool) else node.value)
        except (TypeError, ValueError):
            number = float("nan")
        if not math.isfinite(number):
            self.add(node, "not a number", "a number")
            return float("nan")
        return number

    def one_of(self, node: Node | None, known: Iterable[str], default: str) -> str:
        """One of the known words; a fault and `default` otherwise."""
        if node is None:
            return default
        word, names = self.text(node), list(known)
        if word in names:
            return word
        self.add(
            node, "not a known word here", f"one of {', '.join(names)}", suggestion(word, names)
        )
        return default

    def truth(self, node: Node | None, default: bool = False) -> bool:
        """true or false."""
        if node is None:
            return default
        if not isinstance(node.value, bool):
            self.add(node, "not true or false", "true or false")
        return node.value is True


Read = Callable[[Node, Validator], Any]
