"""Columns of a statistical table as components of SDMX: an id, its codes and their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indicators.problems import Problem, ProblemCode
from indicators.readers.columns import blank_categories, map_categories
from indicators.readers.delimited.table import Table
from indicators.readers.rows import Column
from indicators.readers.sdmx import component_ids as ids

ID_AND_LABEL = re.compile(r"(?P<id>[^\W\d][\w@.$-]*)(?:\[[^\]]*\])?\s*:\s*(?P<label>.*)")
"""A header with labels=both: 'REF_AREA: Reference area'."""
_LABEL_COLUMN = re.compile(
    r"(?P<base>.+?)(?:_LABEL|_NAME|_DESC|\.label| label| name)", re.IGNORECASE
)
_BRACKETS = re.compile(r"\[[^\]]*\]$")
_CODE_AND_LABEL = re.compile(r"(?P<code>[\w@$.+*/~-]+)\s*:\s+(?P<label>.*)")
_WITHOUT_SPACE = re.compile(r"(?P<code>[\w@$.+*/~-]+):(?P<label>[^\W\d].*)")
MAX_HEADER_COLUMNS = 12
MAX_HEADER_LENGTH = 80
"""Columns and letters of a header that a problem quotes."""


@dataclass(frozen=True)
class Component:
    """A component (dimension, measure or attribute) of a table's data structure.

    `id` is in capitals, `column` the column of its codes and `label` the column of their labels
    ('' where the table has none). `both` says that code and label share a cell ('FR: France', as
    with labels=both in SDMX-CSV). `position` counts the columns of the header from 0.
    """

    id: str
    column: str
    label: str = ""
    both: bool = False
    position: int = 0


def find_components(
    names: Sequence[str], unlabelled: Iterable[str] = (), never_labels: Iterable[str] = ()
) -> list[Component]:
    """Return the components of a header; a column of labels joins its column of codes.

    Ids in `unlabelled` have no labels beside them; columns in `never_labels` (both in capitals)
    never label the codes before them.
    """
    components: list[Component] = []
    index_by_name: dict[str, int] = {}  # of each column of codes in `components`
    header = {name.upper() for name in names}
    unlabelled, never_labels = set(unlabelled), set(never_labels)
    for position, name in enumerate(names):
        base = _base_of_label(name)
        previous = components[-1] if components else None
        if base and base in header and name.upper() not in unlabelled:
            if base in index_by_name:
                index = index_by_name[base]
                components[index] = replace(components[index], label=name)
        elif (
            previous
            and previous.id not in unlabelled
            and name.upper() not in never_labels
            and _labels(name, previous)
        ):
            components[-1] = replace(previous, label=name)
        else:
            index_by_name[name.upper()] = len(components)
            components.append(_component(name, position))
    return components


def _base_of_label(name: str) -> str:
    """Return the name, in capitals, of the column that this column labels by name; else ''."""
    match = _LABEL_COLUMN.fullmatch(name)
    return match["base"].upper() if match else ""


def _labels(name: str, previous: Component) -> bool:
    """Whether a column, by its header, holds the labels of the codes in the column before."""
    if previous.label or previous.both or not is_id(previous.column):
        return False
    repeats_name = name.partition("#")[0].upper() == previous.column.upper()
    if repeats_name or re.fullmatch(r"column \d+", name):
        return True
    return not is_id(name) and not ID_AND_LABEL.fullmatch(name)


def is_id(name: str) -> bool:
    """Return whether a header is an id (REF_AREA, freq, 'Unit Code') rather than a label for
    people.
    """
    lower_case = name == name.lower() and " " not in name
    return name == name.upper() or lower_case or name.endswith((" Code", " Codes"))


def _component(name: str, position: int) -> Component:
    both = ID_AND_LABEL.fullmatch(name)
    id_ = both["id"] if both else _BRACKETS.sub("", name).strip()
    if id_.lower().endswith(".label"):
        id_ = id_[: -len(".label")] or id_
    return Component(id_.upper(), name, "", bool(both), position)


def find(components: Sequence[Component], candidates: Sequence[str]) -> Component | None:
    """Return the component that has the first of these names that exists, as id or as label."""
    by_name = {
        component.label.upper(): component for component in reversed(components) if component.label
    }
    by_name |= {component.id: component for component in reversed(components)}
    return next((by_name[id_] for id_ in candidates if id_ in by_name), None)


def find_reference_area(components: Sequence[Component]) -> Component | None:
    """Return the component that says the place; BORROWERS_CTY where it is the only one such."""
    similar = [
        component
        for component in components
        if component.id.endswith(ids.REF_AREA_ENDINGS)
        and not component.id.startswith(ids.COUNTERPART_BEGINNINGS)
    ]
    return find(components, ids.REF_AREA) or (similar[0] if len(similar) == 1 else None)


def find_indicators(components: Sequence[Component]) -> list[Component]:
    """Return the dimensions that say what is measured, in the order of the file."""
    return [
        component
        for component in components
        if component.id in ids.INDICATOR
        or component.label.upper() in ids.INDICATOR
        or component.id.startswith(ids.INDICATOR_BEGINNINGS)
    ]


def is_row_number(name: str) -> bool:
    """Return whether a column by its header only numbers the rows, as pandas and R write them."""
    return bool(re.fullmatch(r"column \d+|Unnamed: \d+|index|rownames?", name))


def _holds_labels(column: Column) -> bool:
    """Whether most words of a column have a blank or a small letter: labels rather than codes."""
    words = [word for word in column.categories if word]
    return sum(" " in word or word != word.upper() for word in words) > len(words) / 2


def codes_and_labels(
    table: Table, components: Sequence[Component]
) -> tuple[list[Column], list[Column]]:
    """Return the codes and the labels of components; where a column has only labels, no codes."""
    all_codes, all_labels = [], []
    for component in components:
        code, label = codes(table, component), labels(table, component)
        if not any(label.categories) and _holds_labels(code):
            code, label = table.constant(""), code
        all_codes.append(code)
        all_labels.append(blank_categories(label, ("value",)))
    return all_codes, all_labels


def labels_or_codes(table: Table, component: Component | None) -> Column:
    """Return the labels of a component where the table has any, else its codes."""
    label = labels(table, component)
    return label if any(label.categories) else codes(table, component)


def codes(table: Table, component: Component | None) -> Column:
    """Return the codes of a component (labels, where the file has only those); blank for None."""
    if component is None:
        return table.constant("")
    column = table.column(component.column)
    return map_categories(column, code_of) if component.both else column


def labels(table: Table, component: Component | None) -> Column:
    """Return the labels of a component's codes, blank where the file has none."""
    if component is None or not (component.both or component.label):
        return table.constant("")
    if component.both:
        return map_categories(
            table.column(component.column), lambda word: split_code_and_label(word)[1]
        )
    return table.column(component.label)


def split_code_and_label(word: str) -> tuple[str, str]:
    """Split 'FR: France', or 'FR:France' as the BIS writes it; a word that is no pair is a code."""
    match = _CODE_AND_LABEL.fullmatch(word) or _WITHOUT_SPACE.fullmatch(word)
    return (match["code"], match["label"].strip()) if match else (word, "")


def code_of(word: str) -> str:
    """Return the code of 'FR: France'; a word that is no pair is a code."""
    return split_code_and_label(word)[0]


def missing_components(
    table: Table, place: Component | None, period: Component | None
) -> list[Problem]:
    """Return a warning for a table without a place and one for a table without a period."""
    missing = []
    if place is None:
        missing.append(ProblemCode.PLACE_NOT_STATED)
    if period is None:
        missing.append(ProblemCode.PERIOD_NOT_STATED)
    return [
        Problem(code, table.name, 1, found=quoted_header(table), severity="warning")
        for code in missing
    ]


def quoted_header(table: Table) -> str:
    """Return the beginning of a table's header, for the problem that quotes it."""
    return ",".join(table.names[:MAX_HEADER_COLUMNS])[:MAX_HEADER_LENGTH]
