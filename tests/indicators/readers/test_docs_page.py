"""docs/formats.md is what the readers say of themselves, and its example is a reader that works."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from indicators.readers.docs_page import page
from indicators.readers.preview import Preview
from indicators.readers.registry import formats

PAGE = Path(__file__).resolve().parents[3] / "docs" / "formats.md"


def test_the_page_is_what_the_readers_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "run: python -m indicators formats --write docs/formats.md"
    )


@pytest.mark.parametrize("name", [entry.id for entry in formats()])
def test_every_format_says_what_it_is_known_by(name: str) -> None:
    (entry,) = (one for one in formats() if one.id == name)
    for said in (entry.title, entry.signature, entry.quirks):
        assert len(said) > 5, f"{name} lacks a title, a signature or its quirks"
    assert entry.signature.endswith(".") and entry.quirks.endswith(".")


def test_the_example_is_a_reader_of_twenty_lines_that_works() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len([line for line in code.splitlines() if line.strip()]) <= 20
    module = ModuleType("musterstadt")
    exec(code, module.__dict__)  # noqa: S102 - the code is our own page's
    (form,) = module.FORMATS
    preview = Preview(
        b"Statistikamt Musterstadt\nOrt;Jahr;Merkmal;Einheit;Wert\nNordstadt;2023;Haushalte;Tsd.;1,5\n",
        "m.csv",
    )
    assert form.matches(preview)
    rows, problems = form.read(preview, "m.csv")
    assert (
        rows.place.categories,
        rows.period.categories,
        rows.title.categories,
        rows.text.to_pylist(),
        rows.line.tolist(),
        problems,
    ) == (("Nordstadt",), ("2023",), ("Haushalte",), ["1.5"], [3], [])
