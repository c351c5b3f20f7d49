from __future__ import annotations

import importlib
from collections.abc import Callable

import pandas as pd
import pytest

from indicators.metrics import registry
from indicators.metrics.registry import REGISTRY, indicator, load_all

WORDS = {"en": "A", "zh": "甲"}


@pytest.fixture(autouse=True)
def _own_register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "REGISTRY", dict(REGISTRY))


def offline(population: pd.DataFrame, peers: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """All of them."""
    return population


def _declare(function: Callable[..., pd.DataFrame], **more: object) -> registry.Metric:
    said = {"title": WORDS, "unit": "persons", "pillar": "connectivity", **more}
    indicator(**said)(function)  # type: ignore[arg-type]
    return registry.REGISTRY[function.__name__]


def test_a_function_says_its_id_needs_method_and_place() -> None:
    metric = _declare(
        offline, better="lower", takes={"population": "persons"}, notes=[WORDS], total=True
    )
    assert (metric.id, metric.needs, metric.uses_peers) == ("offline", ("population",), True)
    assert metric.method.words == {"en": "All of them."}
    assert metric.title.get("zh") == "甲"
    assert (metric.unit, metric.better, metric.total) == ("persons", "lower", True)
    assert metric.notes[0].get("en") == "A"
    assert metric.takes == {"population": "persons"}
    assert metric.file == __file__
    assert metric.declared == f"{__file__} line {offline.__code__.co_firstlineno}"


def test_a_method_has_translations_beside_the_docstring() -> None:
    metric = _declare(offline, method={"zh": "全部人口。"})
    assert metric.method.words == {"en": "All of them.", "zh": "全部人口。"}
    assert [metric.method.language_for(language) for language in ("zh", "en", "fr")] == [
        "zh",
        "en",
        "en",
    ]


def test_the_function_stays_a_function() -> None:
    assert indicator(title=WORDS, unit="persons", pillar="skills")(offline) is offline


def test_saying_it_again_is_silent() -> None:
    first = _declare(offline)
    again = _declare(offline, unit="points")
    assert first.unit == "persons"
    assert again.unit == registry.REGISTRY["offline"].unit == "points"


def test_the_same_id_from_elsewhere_names_both_places() -> None:
    def elsewhere() -> Callable[..., pd.DataFrame]:
        def offline(population: pd.DataFrame) -> pd.DataFrame:
            """Some of them."""
            return population

        return offline

    first, second = _declare(offline), elsewhere()
    with pytest.raises(ValueError, match="'offline' is declared twice") as caught:
        _declare(second)
    assert first.declared in str(caught.value)
    assert f"line {second.__code__.co_firstlineno}" in str(caught.value)
    assert registry.REGISTRY["offline"] is first


def test_a_docstring_is_required() -> None:
    def wordless(population: pd.DataFrame) -> pd.DataFrame:
        return population

    with pytest.raises(ValueError, match="'wordless': an indicator needs a docstring"):
        _declare(wordless)


def test_parameters_are_plain_names() -> None:
    def greedy(*everything: pd.DataFrame) -> pd.DataFrame:
        """Takes all."""
        return everything[0]

    def choosy(population: pd.DataFrame, factor: int = 2) -> pd.DataFrame:
        """Has a default."""
        return population * factor

    with pytest.raises(ValueError, match="parameter 'everything'"):
        _declare(greedy)
    with pytest.raises(ValueError, match="parameter 'factor'"):
        _declare(choosy)


def test_takes_may_name_only_needs() -> None:
    with pytest.raises(
        ValueError, match="takes names populaton, but the function needs population"
    ):
        _declare(offline, takes={"populaton": "persons"})


def test_load_all_finds_every_module() -> None:
    metrics = importlib.import_module("indicators.metrics.registry").load_all()
    modules = {metric.module.rpartition(".")[2] for metric in metrics.values()}
    assert {
        "connectivity",
        "skills",
        "digital_economy",
        "digital_trade",
        "big_data",
        "egovernment",
        "smart_city",
    } <= modules
    assert load_all().keys() == metrics.keys()


def test_the_register_handed_out_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        load_all()["x"] = None  # type: ignore[index]
