"""docs/formats.md, made from the readers: what each format is known by, and what to look out for in it."""

from __future__ import annotations

from indicators.readers.registry import formats

HEAD = """# Files that are read, and how

Drop a publisher's file into `data/` unopened, add it on the *Data* page, or say `python -m indicators add FILE`. It is
recognised by what stands in it, never by its name; `python -m indicators read FILE` prints what was understood.

This page is made from the readers by `python -m indicators formats`; a test holds the two together.

## What holds for every file

- **Encoding**: UTF-8 with or without a mark, UTF-16, GB18030, Big5, Shift-JIS, EUC-KR, Windows-1250 to 1252 and 1254,
  Latin-1. A guess is held against what it makes of the file, and told where it stays doubtful.
- **Table**: comma, semicolon, tab or another delimiter; decimal points or commas; titles above the header, notes below
  the table, blank lines, quoted line ends. A file whose quoting is broken is read line by line: rows in are rows read plus
  rows told.
- **Archives and workbooks**: ZIP (and ZIP in ZIP), `.xlsx`, `.xls`, `.ods`, whatever their names say. Companions such as the
  World Bank's `Metadata_Country` are known and never read as figures. A web page, a Git LFS pointer or anything else in
  disguise is refused with a sentence that says what it is.
- **Values**: a number as it stands, with its multiplier (thousands, 亿元, UNIT_MULT, PowerCode) kept as a power of ten, so
  that no digit is lost; it is applied once, and one that is not understood, or says another power than the unit, stops its
  figures with a problem. A line above a table is a unit only where a known unit follows the multiplier, or after "Unit:" or
  in a bracket; what only may be a multiplier (USDm, mil people, "figures in thousands") is told, and scales nothing.
  Words in the place of a value are told with their line. An empty cell is a missing figure, not zero.
- **Flags** become statuses (provisional, estimated, forecast, break in series ...); what is no status becomes a note.
- **Places** are known by ISO, M49, EU, GB/T 2260 and other codes, by names in English, Chinese, French and Spanish as
  publishers write them, countries also by their names in a hundred languages, and by what `data/places.csv` adds.
  Aggregates are kept apart from places.
- **Series** that the catalogue knows by their code join their indicators; all others stand under *New* with what the file
  says of them.

## Formats, in the order in which they are asked
"""

TAIL = '''
## How to write a reader

A reader is a module in `indicators/readers/publishers/` with two functions and a `Format`. `matches` sees the beginning of the file and
says whether it is this format; `read` returns its rows. Name the module in `MODULES` of `indicators/readers/registry.py`,
before the less specific ones; run `python -m indicators formats > docs/formats.md`; add a test with a few lines of the format.
This one is whole:

```python
"""The statistics office of Musterstadt: a line with its name, then Ort;Jahr;Merkmal;Einheit;Wert."""

from indicators.problems import Problem
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.reshape import long
from indicators.readers.rows import Rows


def _matches(preview: Preview) -> bool:
    return preview.start.startswith("Statistikamt Musterstadt") and preview.has("Ort", "Jahr", "Merkmal", "Wert")


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    return long(preview.table(), value="Wert", place="Ort", period="Jahr", title="Merkmal", unit="Einheit")


FORMATS = (Format("musterstadt", "Statistics office of Musterstadt", _matches, _read,
                  "Several characteristics stand below one another.", "A first line 'Statistikamt Musterstadt'."),)
```

`preview` decodes the file, finds its delimiter and header, and makes the `table`; `long` reads a table with a figure in each
row, `wide` one with periods as columns. Both understand numbers, periods and missing values, and tell what they do not.
'''


def page() -> str:
    """The whole page, in Markdown."""
    return (
        HEAD
        + "".join(
            _section(entry.id, entry.title, entry.signature, entry.quirks) for entry in formats()
        )
        + TAIL
    )


def _section(name: str, title: str, signature: str, quirks: str) -> str:
    known = f"\nKnown by: {signature}\n" if signature else ""
    return f"\n### {title}\n\n`{name}`\n{known}" + (f"\n{quirks}\n" if quirks else "")
