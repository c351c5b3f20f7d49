"""Labels of selectors: no two ids share one."""

from __future__ import annotations

import pytest

from dashboard.views import labels
from indicators import Dataset
from indicators.locale import get_locale

EN, ZH = get_locale("en"), get_locale("zh")


def test_two_of_one_name_are_told_apart_by_the_first_detail_that_parts_them() -> None:
    names = {"a": "Suzhou", "b": "Suzhou", "c": "Wuhan"}
    assert labels.distinct(names, EN) == {"a": "Suzhou (1)", "b": "Suzhou (2)", "c": "Wuhan"}
    parents = {"a": "Jiangsu", "b": "Anhui", "c": "Hubei"}
    told = {"a": "Suzhou (Jiangsu)", "b": "Suzhou (Anhui)", "c": "Wuhan"}
    assert labels.distinct(names, EN, parents.__getitem__) == told
    assert labels.distinct(names, EN, lambda _: "", lambda _: "China", parents.__getitem__) == told
    assert labels.distinct(names, ZH, parents.__getitem__)["a"] == "Suzhou（Jiangsu）"
    assert labels.distinct(names, EN, lambda _: "China") == {
        "a": "Suzhou (1)",
        "b": "Suzhou (2)",
        "c": "Wuhan",
    }


def test_a_label_of_two_ids_opens_neither() -> None:
    assert labels.ids_of([{"a": "Suzhou", "b": "Suzhou", "c": "Wuhan"}, {"c": "武汉"}]) == {
        "Wuhan": "c",
        "武汉": "c",
    }


@pytest.mark.parametrize("say", [EN, ZH])
@pytest.mark.parametrize("names", [labels.places, labels.indicators, labels.groups, labels.pillars])
def test_the_shipped_labels_are_each_of_one_id(
    shipped: Dataset, say: object, names: object
) -> None:
    found = names(shipped, say)  # type: ignore[operator]
    assert found and len(set(found.values())) == len(found)


def test_patents_are_told_apart_by_who_counts_them(shipped: Dataset) -> None:
    told = {
        labels.indicators(shipped, EN)[name]
        for name in ("patents_granted", "patents_granted_province")
    }
    assert told == {
        "Patents granted (World Intellectual Property Organization (WIPO))",
        "Patents granted (National Bureau of Statistics of China)",
    }


def test_a_formula_names_its_indicators(shipped: Dataset) -> None:
    """No id is shown to readers; what is no indicator stays as it is."""
    names = {name: entry.name("en") for name, entry in shipped.catalogue.indicators.items()}
    assert labels.formula("100 * gdp_city / max(population_city, 1)", shipped.catalogue, EN) == (
        f"100 × “{names['gdp_city']}” ÷ max(“{names['population_city']}”, 1)"
    )
