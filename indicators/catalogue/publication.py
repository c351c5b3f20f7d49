"""The section `publish` of config.yaml: figures of which terms are not shown."""

from __future__ import annotations

from indicators.catalogue.sections import TERMS
from indicators.catalogue.yaml_nodes import Node, Validator
from indicators.model import Terms

PUBLISH_KEYS = ("leave_out",)
LEAVABLE = (*TERMS, Terms.UNKNOWN)


def leave_out(node: Node | None, faults: Validator) -> tuple[Terms, ...]:
    """Read the terms whose figures are left out; without the section none are."""
    keys = faults.mapping(node, PUBLISH_KEYS)
    items = faults.items(keys.get("leave_out"))
    words = [faults.one_of(item, LEAVABLE, "") for item in items]
    return tuple(Terms(word) for word in dict.fromkeys(words) if word)
