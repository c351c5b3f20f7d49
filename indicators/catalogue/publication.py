"""The section `publish` of config.yaml: figures of which terms are not shown."""

from __future__ import annotations

from indicators.catalogue.sections import TERMS
from indicators.catalogue.yaml_nodes import Node, Validator
from indicators.model import Terms

PUBLISH_KEYS = ("leave_out",)
LEAVABLE = (*TERMS, Terms.UNKNOWN)


RESTRICTED = (Terms.ASK, Terms.UNKNOWN)


def leave_out(node: Node | None, log: Validator) -> tuple[Terms, ...]:
    """Read the terms whose figures are left out; without the section none are.

    With a fault in the section RESTRICTED are left out, too: a typing error must not publish what
    somebody has to be asked for.
    """
    problems_before = len(log.problems)
    keys = log.mapping(node, PUBLISH_KEYS)
    words = [log.one_of(item, LEAVABLE, "") for item in log.items(keys.get("leave_out"))]
    terms = [Terms(word) for word in words if word]
    if len(log.problems) > problems_before:
        terms += RESTRICTED
    return tuple(dict.fromkeys(terms))
