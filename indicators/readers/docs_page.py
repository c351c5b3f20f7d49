"""docs/formats.md, generated from the readers: how each format is recognised, and what to look out
for in it.
"""

from __future__ import annotations

from indicators.readers.format import Format
from indicators.readers.registry import formats

HEAD = """# Files that are read, and how

Drop a publisher's file into `data/` as it came, add it on the *Data* page, or run `python -m indicators add FILE`. Its format
is recognised by its content, never by its name; `python -m indicators read FILE` prints the figures that were read.

This page is generated from the readers by `python -m indicators formats`; a test holds the two together.

## What holds for every file

- **Encoding**: UTF-8 with or without a byte order mark, UTF-16, GB18030, Big5, Shift-JIS, EUC-KR, Windows-1250 to 1252 and
  1254, Latin-1. A guess is checked against the text that it gives, and reported where it stays doubtful.
- **Table**: comma, semicolon, tab or another delimiter; decimal points or commas; titles above the header, notes below
  the table, blank lines, quoted line ends. A file whose quoting is broken is read line by line: the rows of the file are
  the rows that are read plus those that are reported.
- **Archives and workbooks**: ZIP (and ZIP in ZIP), gzip, `.xlsx`, `.xls`, `.ods`, whatever their names say. Companions such as
  the World Bank's `Metadata_Country` are recognised and never read as figures. A web page, a Git LFS pointer or any other
  file that is no table is refused with a problem that says what it is.
- **Values**: a number as it stands, with its multiplier (thousands, 亿元, UNIT_MULT, PowerCode) kept as a power of ten, so
  that no digit is lost. A multiplier is applied once; one that is not understood, or differs from the unit's, leaves its
  figures out with a problem. A line above a table is a unit only where a known unit follows the multiplier, or after "Unit:"
  or in a bracket, or as "figures in thousands"; in a header it stands in a bracket or behind "in" or a comma ("Umsatz in
  Mio. EUR"). Beside a currency k, m, b and tn multiply (USDm, k€, $bn). What may be a multiplier and is not certain (mil
  people, TEUR, MM USD, "Users/万户") leaves its figures out until units.csv, `--unit` or the .yaml says the unit. Behind
  "per", or a unit and a slash, it is a denominator (台/万户). A title and a header of the figures that state
  different multipliers stop them, and so does a title with one ("Tourism (million EUR)") above columns that have titles of
  their own and no unit.
  Text in the place of a value is reported with its line. An empty cell is a missing figure, not zero.
- **Flags** become statuses (provisional, estimated, forecast, break in series ...): letters, our own names (`lower_bound`,
  `lower bound`), and words for a bound (at least, ≥, 以上) that are all the flag says; what is no status becomes a note.
- **Places** are recognised by ISO, M49, EU, GB/T 2260 and other codes and by names in English, Chinese, French and Spanish,
  as publishers write them, and by the aliases in `data/places.csv`. Aggregates are kept apart from places.
- **Series** whose code the catalogue has belong to its indicators; all others are listed under *New*, with the title and
  unit that the file gives.

## Formats, in the order in which they are tried
"""

TAIL = '''
## How to write a reader

A reader is a module in `indicators/readers/publishers/` with two functions and a `Format`. `matches` looks at the beginning
of the file and tells whether it is of this format; `read` returns its rows. Add the module to `MODULES` of
`indicators/readers/registry.py`, before the less specific ones; run `python -m indicators formats --write docs/formats.md`; add a
test with a few lines of the format. This reader is complete:


```python
"""The statistics office of Musterstadt: its name, then a table of Ort;Jahr;Merkmal;Einheit;Wert."""

from __future__ import annotations

from indicators.problems import Problem
from indicators.readers.format import Format
from indicators.readers.preview import Preview
from indicators.readers.reshape import long
from indicators.readers.rows import Rows


def _matches(preview: Preview) -> bool:
    first_line = preview.start.startswith("Statistikamt Musterstadt")
    return first_line and preview.has("Ort", "Jahr", "Merkmal", "Wert")


def _read(preview: Preview, name: str) -> tuple[Rows, list[Problem]]:
    table = preview.table()
    return long(table, value="Wert", place="Ort", period="Jahr", title="Merkmal", unit="Einheit")


TITLE = "Statistics office of Musterstadt"
QUIRKS = "Several characteristics stand below one another."
SIGNATURE = "A first line 'Statistikamt Musterstadt'."
FORMATS = (Format("musterstadt", TITLE, _matches, _read, QUIRKS, SIGNATURE),)
```

`preview` decodes the file, finds its delimiter and header, and makes the `table`; `long` reads a table with a figure in each
row, `wide` one with periods as columns. Both read numbers, periods and missing values, and report what they cannot read.
'''


def page() -> str:
    """Return the page in Markdown."""
    return HEAD + "".join(map(_section, formats())) + TAIL


def _section(form: Format) -> str:
    section = f"\n### {form.title}\n\n`{form.id}`\n"
    if form.signature:
        section += f"\nRecognised by: {form.signature}\n"
    if form.quirks:
        section += f"\n{form.quirks}\n"
    return section
