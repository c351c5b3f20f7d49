"""YAML with line numbers, so that every problem can name file, line and key.

PyYAML silently keeps the last of two equal keys, and anchors let a small file grow without end;
both are refused here. Only mappings, lists and plain scalars are built, so a file can run no code.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import yaml

from indicators.problems import ConfigError, Problem, ProblemCode, Value
from indicators.spelling import nearest

# The C parser is ten times faster; not every installation of PyYAML has it.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 50
"""Levels of mappings and lists inside one another."""
MAX_BYTES, MAX_VALUES = 50_000_000, 500_000
"""Bytes of a file, and keys and values in it; a larger file is refused, and no more is built."""
QUOTES = ("'", '"', "|", ">")
"""The styles of scalars that are text, whatever they look like."""
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
COMPLEX_KEY = "?"
"""Stands for a key that is a list or a mapping, which YAML writes after this mark."""
MAX_SUGGESTED = 200
"""Unknown keys of one mapping that are reported one by one; the rest is reported as a number."""
MAX_LISTED = 12
"""Known words that are listed where none is similar."""
MAX_FOUND = 80
"""Characters of a value that are quoted in a problem."""


class Node(NamedTuple):
    """A value of the file and where it stands. `value` is a dict or list of Nodes, or a scalar."""

    value: Any
    file: str
    line: int
    path: str
    text: str = ""
    """A scalar as written in the file, so that a code like 010000 keeps its zeros."""

    def problem(self, code: ProblemCode, found: str | None = None, **values: Value) -> Problem:
        """Make a problem of this value; its path is the column, its text is what was found."""
        if found is None:
            empty = self.value is None or isinstance(self.value, dict | list)
            found = "" if empty else self.text or str(self.value)
        return Problem(code, self.file, self.line, self.path, found[:MAX_FOUND], values)


def read_yaml(path: Path, name: str) -> Node:
    """Read a file as Nodes, `name` being what problems call it.

    Raises ConfigError where it is missing, unreadable, not UTF-8, not YAML, or has a key twice.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError([_too_large(name, None)])
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        folder = path.parent.name or "."
        problem = Problem(ProblemCode.CONFIG_MISSING, name, values={"folder": folder})
        raise ConfigError([problem]) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ConfigError([Problem(ProblemCode.NOT_UTF8, name, line)]) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = Problem(ProblemCode.FILE_UNREADABLE, name, values={"reason": reason})
        raise ConfigError([problem]) from None
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> Node:
    """Parse YAML text to Nodes. Raises ConfigError with line numbers."""
    faults: list[Problem] = []
    try:
        node = _read_document(_Events(text, name), faults)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError([_syntax_problem(error, name)]) from None
    if faults:
        raise ConfigError(faults)
    return node


def _syntax_problem(error: Exception, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else None
    reason = str(getattr(error, "problem", None) or error).split("\n")[0]
    return Problem(ProblemCode.YAML_INVALID, name, line, values={"reason": reason})


def _too_large(name: str, line: int | None) -> Problem:
    limits: dict[str, Value] = {"bytes": MAX_BYTES, "entries": MAX_VALUES}
    return Problem(ProblemCode.YAML_TOO_LARGE, name, line, values=limits)


class _Events:
    """The events of a YAML text one after the other, within the limits of a file.

    A class because the parser, the number of values and the depth change together with each event.
    """

    def __init__(self, text: str, name: str) -> None:
        self._next = Loader(text).get_event
        self.name = name
        self.value_count = 0
        self.depth = 0

    def take(self) -> Any:
        """Return the next event; ConfigError for anchors, aliases, deep nesting, too many values.

        They are refused before anything is built from them.
        """
        event = self._next()
        kind = type(event)  # a class of its own for each; there are many events
        if kind is yaml.ScalarEvent or kind in _STARTS or kind is yaml.AliasEvent:
            self.value_count += 1
            if self.value_count > MAX_VALUES or event.anchor:
                self._refuse(event)
        if kind in _STARTS:
            self.depth += 1
            if self.depth > MAX_DEPTH:
                self._refuse(event)
        elif kind in _ENDS:
            self.depth -= 1
        return event

    def _refuse(self, event: Any) -> NoReturn:
        line = event.start_mark.line + 1
        if self.value_count > MAX_VALUES:
            raise ConfigError([_too_large(self.name, line)])
        if event.anchor:  # that of an alias is the anchor it refers to
            raise ConfigError([Problem(ProblemCode.YAML_ANCHOR, self.name, line)])
        limit: dict[str, Value] = {"levels": MAX_DEPTH}
        raise ConfigError([Problem(ProblemCode.YAML_TOO_DEEP, self.name, line, "", "", limit)])


def _read_document(events: _Events, faults: list[Problem]) -> Node:
    """Read the one document of a text; without one, an empty mapping."""
    roots: list[Node] = []
    marks: list[Any] = []  # the parsers in C and Python have each a type of their own
    while not isinstance(event := events.take(), yaml.StreamEndEvent):
        if isinstance(event, yaml.DocumentStartEvent):
            marks.append(event.start_mark)
            roots.append(_build(events.take(), events, "", faults))
    if len(roots) > 1:
        raise yaml.composer.ComposerError(None, None, "but found another document", marks[1])
    return roots[0] if roots else Node({}, events.name, 1, "")


def _build(
    event: Any, events: _Events, path: str, faults: list[Problem], line: int | None = None
) -> Node:
    """Build the value that begins with an event.

    `line` is where it stands: that of its key, without one its own.
    """
    if line is None:
        line = event.start_mark.line + 1
    kind = type(event)
    if kind is yaml.ScalarEvent:
        return Node(_scalar(event), events.name, line, path, event.value)
    if kind is yaml.MappingStartEvent:
        return Node(_mapping(events, path, faults), events.name, line, path)
    return Node(_items(events, path, faults), events.name, line, path)


def _items(events: _Events, path: str, faults: list[Problem]) -> list[Node]:
    items: list[Node] = []
    while type(event := events.take()) is not yaml.SequenceEndEvent:
        items.append(_build(event, events, f"{path}[{len(items) + 1}]", faults))
    return items


def _mapping(events: _Events, path: str, faults: list[Problem]) -> dict[str, Node]:
    entries: dict[str, Node] = {}
    while type(event := events.take()) is not yaml.MappingEndEvent:
        line = event.start_mark.line + 1
        key = COMPLEX_KEY
        if type(event) is yaml.ScalarEvent:
            key = event.value
        else:
            _build(event, events, path, faults)
        key_path = f"{path}.{key}" if path else key
        if key in entries:
            first: dict[str, Value] = {"first": str(entries[key].line)}
            found = key[:MAX_FOUND]
            faults.append(Problem(ProblemCode.KEY_TWICE, events.name, line, key_path, found, first))
        entries[key] = _build(events.take(), events, key_path, faults, line)
    return entries


def _scalar(event: Any) -> str | float | bool | None:
    """Read YAML's own words for null, true, false and numbers; everything else is text."""
    text = str(event.value)
    if event.style in QUOTES:
        return text
    tag = event.tag
    if tag is None or tag == "!":
        tag = _plain_tag(text) if event.implicit[0] else ""
    if not tag:
        return text
    kind = tag.rsplit(":", 1)[-1]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    if kind in ("int", "float"):
        try:
            return float(text.replace("_", ""))
        except ValueError:
            return text
    return text


def _plain_tag(text: str) -> str:
    """Return the tag that YAML gives to a plain scalar, '' for text."""
    for tag, pattern in Loader.yaml_implicit_resolvers.get(text[:1], ()):
        if pattern.match(text):
            return str(tag)
    return ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """Say "Did you mean 'x'?" or what is known, in English, for the end of an error message."""
    names = list(known)
    match = nearest(word, names)
    if match:
        return f"Did you mean '{match}'?"
    if not names:
        return ""
    more = " ..." if len(names) > MAX_LISTED else ""
    return f"Known: {', '.join(sorted(names)[:MAX_LISTED])}{more}."


def known_values(word: str, known: Iterable[str]) -> dict[str, Value]:
    """Return the values of a hint.

    `similar` is the word most like this one, or '', `known` the first dozen of all, `n` how many
    there are.
    """
    names = list(known)
    more = ["…"] if len(names) > MAX_LISTED else []
    listed = (*sorted(names)[:MAX_LISTED], *more)
    return {"known": listed, "n": len(names), "similar": nearest(word, names)}


class Validator:
    """Collects the problems of a file while it is read, so that one run reports them all.

    A class because every reading function must both return a value and add to one list.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, node: Node, code: ProblemCode, found: str | None = None, **values: Value) -> None:
        """Report a problem of a value."""
        self.problems.append(node.problem(code, found, **values))

    def add_unknown(
        self, node: Node, code: ProblemCode, known: Iterable[str], found: str | None = None
    ) -> None:
        """Report a word that is none of the known ones, with the most similar of them."""
        word = self.text(node) if found is None else found
        self.problems.append(node.problem(code, word, **known_values(word, known)))

    def mapping(self, node: Node | None, known: Iterable[str] | None = None) -> dict[str, Node]:
        """Return the entries of a mapping, without unknown keys, which are reported.

        {} for no node.
        """
        if node is None or node.value is None:
            return {}
        if not isinstance(node.value, dict):
            self.add(node, ProblemCode.NOT_A_MAPPING)
            return {}
        if known is None:
            return dict(node.value)
        names = list(known)
        self._report_unknown([key for key in node.value if key not in names], node, names)
        return {key: child for key, child in node.value.items() if key in names}

    def _report_unknown(self, keys: list[str], node: Node, names: list[str]) -> None:
        for key in keys[:MAX_SUGGESTED]:
            place = Node(key, node.file, node.value[key].line, node.path)
            self.add_unknown(place, ProblemCode.UNKNOWN_KEY, names, key)
        rest = keys[MAX_SUGGESTED:]
        if rest:
            line, count = node.value[rest[0]].line, len(rest)
            self.problems.append(
                Problem(ProblemCode.MORE_PROBLEMS, node.file, line, node.path, values={"n": count})
            )

    def items(self, node: Node | None) -> list[Node]:
        """Return the items of a list; a single value counts as a list of one."""
        if node is None or node.value is None:
            return []
        return node.value if isinstance(node.value, list) else [node]

    def text(self, node: Node | None) -> str:
        """Return a scalar as the text that the file has; '' for no node."""
        if node is None or node.value is None:
            return ""
        if isinstance(node.value, dict | list):
            self.add(node, ProblemCode.NOT_A_SINGLE_VALUE)
            return ""
        return node.text or str(node.value)

    def texts(self, node: Node | None) -> tuple[str, ...]:
        """Return the items of a list as text."""
        return tuple(self.text(item) for item in self.items(node))

    def number(self, node: Node) -> float:
        """Return a finite number; nan, and a problem, where the value is none."""
        try:
            number = float("nan" if isinstance(node.value, bool) else node.value)
        except (TypeError, ValueError):
            number = float("nan")
        if not math.isfinite(number):
            self.add(node, ProblemCode.NOT_A_NUMBER)
            return float("nan")
        return number

    def one_of(self, node: Node | None, allowed: Iterable[str], default: str) -> str:
        """Return one of the allowed words.

        `default` for no node, and for another word, which is reported.
        """
        if node is None:
            return default
        word, words = self.text(node), tuple(allowed)
        if word in words:
            return word
        self.add(node, ProblemCode.VALUE_NOT_ALLOWED, allowed=words)
        return default

    def truth(self, node: Node | None, default: bool = False) -> bool:
        """Return true or false; `default` for no node."""
        if node is None:
            return default
        if not isinstance(node.value, bool):
            self.add(node, ProblemCode.NOT_TRUE_OR_FALSE)
        return node.value is True
