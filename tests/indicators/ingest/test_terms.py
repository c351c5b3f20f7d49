"""Figures whose terms config.yaml leaves out: gone everywhere, counted, and never called missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators import history, load
from indicators.analysis.permissions import left_out, left_out_count, permissions
from indicators.ingest.terms import LeftOut
from indicators.model import Terms
from indicators.problems import ProblemCode

if TYPE_CHECKING:
    from tests.conftest import Tiny

FACTS = "data/world/facts.yaml"
SOURCES = """sources:
  office: {publisher: {en: Office}, terms: ask}
  bureau:
    terms: open
"""


@pytest.fixture
def mixed(tiny: Tiny) -> Tiny:
    """The small dashboard with two figures of an office that must be asked."""
    tiny.change(FACTS, "sources:\n  bureau:\n", SOURCES)
    return tiny.add(
        "GDP,CCC,2022,total,1,100 million yuan,,office,",
        "GDP,CCC,2021,total,2,100 million yuan,,office,",
    )


def publish(tiny: Tiny, *terms: str) -> Tiny:
    text = tiny.config.read_text() + f"publish: {{leave_out: [{', '.join(terms)}]}}\n"
    return tiny.write("config.yaml", text)


def test_all_is_shown_where_nothing_is_left_out(mixed: Tiny) -> None:
    dataset = mixed.load()
    assert dataset.latest("gdp", "CCC").value == 100_000_000  # type: ignore[union-attr]
    assert dataset.latest("gdp_per_head", "CCC") is not None
    assert left_out(dataset) == {} and left_out_count(dataset) == 0
    (needed,) = permissions(dataset)
    assert needed.source is not None and needed.source.id == "office"
    assert (needed.indicators, needed.figures) == (1, 2)


def test_what_is_left_out_is_in_no_table_and_nothing_is_computed_from_it(mixed: Tiny) -> None:
    dataset = publish(mixed, "ask").load()
    assert not dataset.has("gdp", "CCC") and not dataset.has("gdp_per_head", "CCC")
    assert dataset.latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]
    entry = LeftOut("gdp", "office", Terms.ASK, 2, ("CCC",))
    assert left_out(dataset) == {"gdp": (entry,), "gdp_per_head": (entry,)}
    assert left_out_count(dataset) == 2
    assert permissions(dataset) == ()


def test_it_is_a_notice_of_the_file_and_no_row_that_is_wrong(mixed: Tiny) -> None:
    dataset = publish(mixed, "ask").load()
    (file,) = dataset.files
    assert (file.rows, file.figures, file.missing) == (16, 13, 1)
    (problem,) = [
        problem
        for problem in dataset.problems
        if problem.code == ProblemCode.FIGURES_LEFT_OUT_BY_TERMS
    ]
    assert problem.severity == "notice" and problem.found == "office"
    assert dict(problem.values) == {"n": 2, "terms": "ask"}


def test_an_indicator_of_which_all_is_left_out_is_not_reported_as_missing(mixed: Tiny) -> None:
    mixed.change(FACTS, "terms: open", "terms: ask")
    dataset = publish(mixed, "ask").load()
    assert len(dataset) == 0 and left_out_count(dataset) == 15
    assert {problem.code for problem in dataset.problems} == {
        ProblemCode.FIGURES_LEFT_OUT_BY_TERMS,
        ProblemCode.METRICS_IDLE,
    }


def test_a_figure_without_a_source_has_unknown_terms(mixed: Tiny) -> None:
    text = (mixed.root / FACTS).read_text()
    mixed.write(FACTS, text.replace("    source: bureau\n    code: GDP", "    code: GDP"))
    mixed.add("GDP,CCC,2020,total,2,100 million yuan,,,")
    office, without = permissions(mixed.load())
    assert office.figures == 2
    assert (without.source, without.file, without.figures) == (None, "world/facts.csv", 1)
    dataset = publish(mixed, "unknown").load()
    assert left_out(dataset)["gdp"] == (LeftOut("gdp", "", Terms.UNKNOWN, 1, ("CCC",)),)


def test_a_changed_file_is_read_under_the_same_terms(mixed: Tiny) -> None:
    first = publish(mixed, "ask").load()
    mixed.add("GDP,CCC,2020,total,3,100 million yuan,,office,")
    mixed.add("GDP,AAA,2022,total,3,100 million yuan,,bureau,")
    second = load(mixed.config, mixed.data, keep=False, before=first)
    assert second is not first and not second.has("gdp", "CCC")
    assert second.has("gdp", "AAA") and left_out_count(second) == 3


def test_terms_of_today_hold_for_figures_as_known_before_they_were_stated(mixed: Tiny) -> None:
    publish(mixed, "ask").change(FACTS, "terms: ask", "year: '1'")
    history.record(mixed.data)
    moment = history.log(mixed.data)[-1].when
    mixed.change(FACTS, "year: '1'", "terms: ask")
    then = history.view(mixed.data, moment)
    assert load(mixed.config, then, keep=False).has("gdp", "CCC")
    terms = {name: source.terms for name, source in mixed.load().catalogue.sources.items()}
    assert not load(mixed.config, then, keep=False, terms=terms).has("gdp", "CCC")


def test_a_word_that_is_no_class_of_terms_is_reported(mixed: Tiny) -> None:
    found = publish(mixed, "ask", "some").problems_with(ProblemCode.VALUE_NOT_ALLOWED)
    [problem] = found
    assert (problem.code, problem.column) == ("value_not_allowed", "publish.leave_out[2]")
    assert problem.found == "some"


def test_a_typing_error_publishes_nothing_that_must_be_asked_for(mixed: Tiny) -> None:
    dataset = publish(mixed, "aks").load()
    assert ProblemCode.VALUE_NOT_ALLOWED in {problem.code for problem in dataset.problems}
    assert not dataset.has("gdp", "CCC")
