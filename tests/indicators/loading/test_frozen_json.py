"""Frozen dataclasses as JSON: equal after reading, equal values shared, no other type made."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from indicators.loading.assemble import StoredDataset
from indicators.loading.frozen_json import Document, freeze, storable_types, thaw


class Colour(StrEnum):
    """An enum."""

    RED = "red"


@dataclass(frozen=True)
class Leaf:
    """A part."""

    value: str | int | float | bool | None


@dataclass(frozen=True)
class Tree:
    """A value with every kind of part."""

    leaves: tuple[Leaf, ...] = ()
    by_name: Mapping[str, Leaf] = field(default_factory=dict)
    names: frozenset[tuple[str, str]] = frozenset()
    colour: Colour = Colour.RED
    numbers: NDArray[np.int64] | None = None


@dataclass(frozen=True)
class Stranger:
    """A dataclass that no annotation of a Tree names."""

    command: str


LEAVES = st.one_of(
    st.text(), st.integers(), st.floats(allow_nan=False), st.booleans(), st.none()
).map(Leaf)
TREES = st.builds(
    Tree,
    st.lists(LEAVES).map(tuple),
    st.dictionaries(st.text(), LEAVES).map(MappingProxyType),
    st.frozensets(st.tuples(st.text(), st.text())),
)


@given(TREES)
def test_a_value_is_as_it_was(tree: Tree) -> None:
    again = thaw(freeze(tree), Tree)
    assert again == tree and list(again.by_name) == list(tree.by_name)
    assert repr(again.leaves) == repr(tree.leaves), "1 is not True, 0.0 is not -0.0"
    assert type(again.by_name) is MappingProxyType and again.colour is Colour.RED


def test_numbers_without_a_name_in_json_and_letters_of_no_text() -> None:
    tree = Tree((Leaf(math.nan), Leaf(-math.inf), Leaf("caf\udce9.csv")))
    nan, infinite, name = thaw(freeze(tree), Tree).leaves
    assert isinstance(nan.value, float) and math.isnan(nan.value)
    assert (infinite.value, name.value) == (-math.inf, "caf\udce9.csv")


def test_equal_values_are_written_once_and_shared() -> None:
    one, other = Leaf("word"), Leaf("word")
    again = thaw(freeze(Tree((one, other), {"name": one})), Tree)
    assert again.leaves[0] is again.leaves[1] is again.by_name["name"]


def test_arrays_stand_beside_the_json() -> None:
    tree = Tree(numbers=np.arange(3))
    frozen = freeze(tree)
    assert len(frozen.arrays) == 1
    again = thaw(frozen, Tree)
    assert again.numbers is tree.numbers


def test_a_type_that_no_annotation_names_is_not_made() -> None:
    with pytest.raises(KeyError):
        thaw(freeze(Tree((Stranger("rm"),))), Tree)  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        thaw(Document('{"types": [["os.system"]], "values": ["true", [0, 0]]}', ()), Tree)


def test_the_whole_must_be_of_the_type_asked_for() -> None:
    with pytest.raises(ValueError, match="Leaf is no Tree"):
        thaw(freeze(Leaf(1)), Tree)


def test_a_type_with_other_fields_is_refused() -> None:
    frozen = freeze(Leaf(1))
    content = json.loads(frozen.text)
    content["types"][0][1] = "former_name"
    with pytest.raises(ValueError, match="other fields"):
        thaw(replace(frozen, text=json.dumps(content)), Leaf)


@pytest.mark.parametrize("part", [[1], {1}, object(), b"bytes", Leaf, 1j])
def test_what_somebody_may_write_to_is_not_stored(part: object) -> None:
    with pytest.raises(TypeError):
        freeze(Tree((Leaf(part),)))  # type: ignore[arg-type]


def test_a_dataset_has_types_of_ours_alone() -> None:
    names = storable_types(StoredDataset)
    assert {name.split(".")[0] for name in names} == {"indicators"}
    assert {"indicators.model.Target", "indicators.problems.ProblemCode"} <= names.keys()
