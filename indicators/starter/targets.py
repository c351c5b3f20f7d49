"""Which targets of a .yaml hold in a project for another country."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from indicators.catalogue.yaml_nodes import Node, parse_yaml


def without_targets_of_others(text: str, name: str, kept: Collection[str]) -> str:
    """Return the text of a .yaml without the targets of places that are not in `kept`.

    Targets of groups and of every place stay, and so does everything else, comments as well. Only
    lists with an item on lines of its own are looked at, as all those are that come with the
    software.
    """
    lines = text.splitlines(keepends=True)
    dropped: set[int] = set()
    for target in _target_lists(parse_yaml(text, name)):
        others = [item for item in target.value if _place(item) not in ("", *kept)]
        for item in others:
            dropped.update(_lines_of_item(item.line - 1, lines))
        if len(others) == len(target.value):
            dropped.add(target.line - 1)
    return "".join(line for number, line in enumerate(lines) if number not in dropped)


def _target_lists(root: Node) -> Iterator[Node]:
    """Yield the list of targets of each indicator that has one."""
    for indicator in _mapping(_mapping(root).get("indicators")).values():
        target = _mapping(indicator).get("target")
        if target is not None and isinstance(target.value, list):
            yield target


def _mapping(node: Node | None) -> dict[str, Node]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _place(item: Node) -> str:
    place = _mapping(item).get("place")
    return place.text if place is not None else ""


def _lines_of_item(first: int, lines: list[str]) -> range:
    """Return the lines of an item: its first, and those that follow with more indentation."""
    indent = _indent(lines[first])
    last = first
    for number in range(first + 1, len(lines)):
        if lines[number].strip() and _indent(lines[number]) <= indent:
            break
        if lines[number].strip():
            last = number
    return range(first, last + 1)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
