"""The section `publish` of config.yaml: figures of which terms are not shown."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.catalogue.sections import TERMS
from indicators.catalogue.yaml_nodes import Node, Validator
from indicators.model import NEEDS_PERMISSION, Terms
from indicators.spelling import nearest

SECTION = "publish"
PUBLISH_KEYS = ("leave_out",)
LEAVABLE = (*TERMS, Terms.UNKNOWN)


def leave_out(root: Node, sections: Sequence[str], log: Validator) -> tuple[Terms, ...]:
    """Read the terms whose figures are left out; without the section none are.

    `root` is config.yaml, and `sections` are the names that it may have. With a fault in the
    section, or a misspelt name, NEEDS_PERMISSION are left out, too: a typing error must not publish
    what somebody has to be asked for.
    """
    problems_before = len(log.problems)
    keys = log.mapping(root.value.get(SECTION), PUBLISH_KEYS)
    words = [log.one_of(item, LEAVABLE, "") for item in log.items(keys.get("leave_out"))]
    terms = [Terms(word) for word in words if word]
    unknown = [key for key in root.value if key not in sections]
    is_misspelt = any(nearest(key, sections) == SECTION for key in unknown)
    if is_misspelt or len(log.problems) > problems_before:
        terms += NEEDS_PERMISSION
    return tuple(dict.fromkeys(terms))
