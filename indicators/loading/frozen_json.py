"""Write frozen dataclasses as JSON and arrays, and read them back as they were.

The JSON is a list of values, each after the values that it is made of:

    {"types": [["mapping"], ["indicators.model.Text", "words"]],
     "values": ["en", "Trade", [0, 0, 1], [1, 2]]}

A list in it is a type, by its position in `types`, and the positions of its parts; anything else
is a string, a number or None. Equal values are written once and shared after reading. Arrays
stand beside the JSON (`Document.arrays`).

Only types that the annotations of the dataclass to be read name, directly or in its parts, are
made, so nothing that a file says can run code. A type whose fields are not those of the file
raises ValueError.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Type = tuple[str, ...]
"""The name of a type and the names of its fields."""
Maker = Callable[[list[Any]], Any]
TUPLE, FROZENSET, MAPPING, ARRAY = "tuple", "frozenset", "mapping", "array"
_LEAVES = (str, int, float, bool, type(None))


@dataclass(frozen=True)
class Document:
    """A value as JSON, and the arrays that it has."""

    text: str
    arrays: Sequence[NDArray[Any]]


def freeze(value: Any) -> Document:
    """Return a value made of frozen dataclasses, enums, tuples, frozen sets, mappings and leaves.

    Raises TypeError where it has a part of another type.
    """
    writer = _Writer()
    writer.add(value)
    types = json.dumps(list(writer.types))
    return Document(f'{{"types":{types},"values":[{",".join(writer.positions)}]}}', writer.arrays)


@dataclass(frozen=True)
class _Writer:
    """The values so far, each as JSON, which tells 1 from 1.0 and True, with their positions.

    `position_of` has the position of each object by its id.
    """

    positions: dict[str, int] = field(default_factory=dict)
    types: dict[Type, int] = field(default_factory=dict)
    arrays: list[NDArray[Any]] = field(default_factory=list)
    position_of: dict[int, int] = field(default_factory=dict)

    def add(self, value: Any) -> int:
        """Add a value after its parts; return its position."""
        if type(value) in _LEAVES:
            return self._position(json.dumps(value))
        if isinstance(value, np.generic):
            return self.add(value.item())
        if id(value) not in self.position_of:
            kind, parts = self._type_and_parts(value)
            code = self.types.setdefault(kind, len(self.types))
            positions = [code, *(self.add(part) for part in parts)]
            self.position_of[id(value)] = self._position(
                json.dumps(positions, separators=(",", ":"))
            )
        return self.position_of[id(value)]

    def _position(self, entry: str) -> int:
        return self.positions.setdefault(entry, len(self.positions))

    def _type_and_parts(self, value: Any) -> tuple[Type, list[Any]]:
        """Return the type of a value and its parts."""
        if isinstance(value, Enum):
            return (_name(type(value)),), [value.value]
        if is_dataclass(value) and not isinstance(value, type):
            names = [each.name for each in fields(value)]
            return (_name(type(value)), *names), [getattr(value, name) for name in names]
        if isinstance(value, tuple):
            return (TUPLE,), list(value)
        if isinstance(value, frozenset):
            return (FROZENSET,), sorted(value)
        if isinstance(value, Mapping):
            return (MAPPING,), [part for item in value.items() for part in item]
        if isinstance(value, np.ndarray):
            self.arrays.append(value)
            return (ARRAY,), [len(self.arrays) - 1]
        raise TypeError(f"{type(value).__name__} cannot be stored")


def thaw(document: Document, root: type[T]) -> T:
    """Return the value again; its mappings are read-only.

    Raises ValueError, KeyError, IndexError or TypeError where it is not one of the type `root`.
    """
    content = json.loads(document.text)
    makers = [_maker(tuple(kind), root, document.arrays) for kind in content["types"]]
    values: list[Any] = []
    for entry in content["values"]:
        if isinstance(entry, list):
            values.append(makers[entry[0]]([values[part] for part in entry[1:]]))
        else:
            values.append(entry)
    if not isinstance(values[-1], root):
        raise ValueError(f"a {type(values[-1]).__name__} is no {root.__name__}")
    return values[-1]


def _maker(kind: Type, root: type, arrays: Sequence[NDArray[Any]]) -> Maker:
    """Return what makes a value of a type from its parts."""
    simple: dict[str, Maker] = {
        TUPLE: tuple,
        FROZENSET: frozenset,
        MAPPING: lambda parts: MappingProxyType(dict(zip(parts[::2], parts[1::2], strict=True))),
        ARRAY: lambda parts: arrays[parts[0]],
    }
    if kind[0] in simple:
        return simple[kind[0]]
    made: Any = storable_types(root)[kind[0]]
    names = () if issubclass(made, Enum) else tuple(each.name for each in fields(made))
    if names != kind[1:]:
        raise ValueError(f"other fields of {kind[0]}")
    if names:
        return lambda parts: _dataclass(made, names, parts)
    return lambda parts: made(*parts)


def _dataclass(made: type, names: tuple[str, ...], parts: list[Any]) -> Any:
    """Return a dataclass with these fields.

    A frozen one sets each field through a function, which takes four times as long.
    """
    value: Any = object.__new__(made)
    value.__dict__.update(zip(names, parts, strict=True))
    return value


@cache
def storable_types(root: type) -> Mapping[str, type]:
    """Return by name the dataclasses and enums that the annotations of a dataclass name."""
    types: dict[str, type] = {}
    pending: list[Any] = [root]
    while pending:
        annotation = pending.pop()
        pending += get_args(annotation)
        if not isinstance(annotation, type) or _name(annotation) in types:
            continue
        if issubclass(annotation, Enum):
            types[_name(annotation)] = annotation
        elif is_dataclass(annotation):
            types[_name(annotation)] = annotation
            hints = get_type_hints(annotation)
            pending += [hints[each.name] for each in fields(annotation)]
    return MappingProxyType(types)


def _name(made: type) -> str:
    return f"{made.__module__}.{made.__qualname__}"
