"""Work that is done once for many: what is counted are calls, not seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from indicators import locale, problems
from indicators.analysis import standing as standings
from indicators.analysis.standing import standing
from indicators.problems import ProblemCode, parameters

if TYPE_CHECKING:
    from tests.conftest import Tiny


def test_moves_in_rank_are_computed_once_for_all_members_of_a_group(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.with_peers().add("NET,CCC,2022,total,10,% of population,,bureau,")
    dataset = tiny.load()
    calls: list[tuple[str, str]] = []
    original = standings._values_at

    def count(*arguments: Any) -> dict[str, float]:
        calls.append((arguments[1], arguments[3]))
        return original(*arguments)

    monkeypatch.setattr(standings, "_values_at", count)
    for place in dataset.catalogue.groups["friends"].places:
        standing(dataset, "internet_users", place)
    assert sorted(calls) == [("internet_users", "2022"), ("internet_users", "2023")]


def test_the_texts_are_read_once_for_the_values_of_all_problems(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[str] = []

    class Placeholder:
        def findall(self, text: str) -> list[str]:
            calls.append(text)
            return []

    monkeypatch.setattr(problems, "_PLACEHOLDER", Placeholder())
    problems._parameters_by_code.cache_clear()
    try:
        for code in ProblemCode:
            parameters(code)
    finally:
        problems._parameters_by_code.cache_clear()
    texts = [key for key in locale.get_locale("en").texts if key.startswith("problem.")]
    assert len(calls) == len(texts)
