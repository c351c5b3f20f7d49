"""The nouns: words by language, targets, problems as sentences."""

from __future__ import annotations

from indicators.model import Indicator, Source, Target, Text, Unit
from indicators.problems import ConfigError
from tests.problems import recorded_problem


def test_text_falls_back_to_the_first_language() -> None:
    both = Text({"en": "World", "zh": "世界"})
    assert both.get("zh") == "世界"
    assert both.get("fr") == "World"
    assert Text().get("en") == ""
    assert not Text()


def test_a_source_is_cited_by_publisher_title_and_year() -> None:
    source = Source("s", Text({"en": "Bureau"}), Text({"en": "Facts"}), "2024")
    assert source.cite("en") == "Bureau, Facts, 2024"
    assert Source("s", Text({"en": "Bureau"}), Text()).cite("en") == "Bureau"


def test_every_target_of_a_place_is_listed_in_order_of_period() -> None:
    of_all, own, later = Target("2030", 100), Target("2025", 10, "CHN"), Target("2030", 12, "CHN")
    of_group = Target("2027", 50, group="brics", members=("CHN", "BRA"))
    entry = Indicator("a", Text(), Unit("%", "%"), "p", targets=(of_all, later, of_group, own))
    assert entry.targets_for("CHN") == (own, of_group, later, of_all)
    assert entry.targets_for("BRA") == (of_group, of_all)
    assert entry.targets_for("FRA") == (of_all,)
    assert Indicator("a", Text(), Unit("%", "%"), "p").targets_for("CHN") == ()


def test_a_problem_reads_as_a_sentence() -> None:
    problem = recorded_problem("not a number", "a.csv", 7, "value", "x", "a number", "Mend it.")
    assert (
        str(problem)
        == "a.csv line 7, column 'value': not a number; found 'x'; expected a number. Mend it."
    )
    assert str(recorded_problem("the end")) == "the end."


def test_a_config_error_says_every_fault() -> None:
    assert (
        str(ConfigError([recorded_problem("one", "c", 1), recorded_problem("two", "c", 2)]))
        == "c line 1: one.\nc line 2: two."
    )
