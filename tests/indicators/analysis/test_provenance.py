"""Whose figures an indicator has, and their strictest terms, worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators.analysis.provenance import Provenance, provenance
from indicators.model import Terms, strictest

if TYPE_CHECKING:
    from tests.conftest import Tiny

FACTS = "data/world/facts.yaml"
SOURCES = """sources:
  office: {publisher: {en: Office}, terms: ask}
  bureau:
    terms: open
"""


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([Terms.OPEN, Terms.ATTRIBUTION], Terms.ATTRIBUTION),
        ([Terms.UNKNOWN, Terms.ATTRIBUTION], Terms.UNKNOWN),
        ([Terms.ASK, Terms.UNKNOWN, Terms.OPEN], Terms.ASK),
        ([], Terms.UNKNOWN),
    ],
)
def test_the_strictest_terms_stand(terms: list[Terms], expected: Terms) -> None:
    assert strictest(terms) is expected


def test_a_computed_indicator_has_the_strictest_terms_of_its_inputs(tiny: Tiny) -> None:
    tiny.change(FACTS, "sources:\n  bureau:\n", SOURCES)
    tiny.add("GDP,CCC,2023,total,1,100 million yuan,,office,")
    entries = provenance(tiny.load())
    assert entries["population"] == Provenance(("bureau",), Terms.OPEN)
    assert entries["gdp"] == Provenance(("office", "bureau"), Terms.ASK)
    assert entries["gdp_per_head"] == Provenance(("office", "bureau"), Terms.ASK)


def test_a_figure_without_a_source_has_unknown_terms(tiny: Tiny) -> None:
    tiny.change(FACTS, "sources:\n  bureau:\n", SOURCES)
    text = (
        (tiny.root / FACTS)
        .read_text()
        .replace("    source: bureau\n    code: GDP", "    code: GDP")
    )
    tiny.write(FACTS, text).add("GDP,CCC,2023,total,1,100 million yuan,,,")
    assert provenance(tiny.load())["gdp"] == Provenance(("bureau",), Terms.UNKNOWN)
