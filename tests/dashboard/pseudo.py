"""A language that nobody speaks, made from English: longer words, with accents.

What a page shows and is not in it is written in code. Every text stands in brackets, so that what
is outside of them comes from data or was forgotten. Its numbers and months are Finnish: 12,5 and
'tammi' where English has 12.5 and 'Jan'.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from indicators import locale

CODE = "qps"
LONGER = 1.4
_ACCENTS = str.maketrans("aeiouyAEIOUYncsz", "áéíóúýÁÉÍÓÚÝñçšž")
_PADDING = "ŵöŕďš ẅĺľ ţħáť"
_PLACEHOLDER = re.compile(r"(\{\w+\})")


def pseudo(text: str) -> str:
    """The text with accents, longer by a fifth or two, in brackets; its placeholders as they are."""
    pieces = [
        piece if _PLACEHOLDER.fullmatch(piece) else piece.translate(_ACCENTS)
        for piece in _PLACEHOLDER.split(text)
    ]
    missing = max(int(len(text) * (LONGER - 1)) - 1, 0)
    padding = " " + (_PADDING * (missing // len(_PADDING) + 1))[:missing] if missing else ""
    return f"⟦{''.join(pieces)}{padding}⟧"


def write(folder: Path) -> None:
    """Put the language's file into a folder."""
    english = json.loads((Path(locale.__file__).parent / "en.json").read_text(encoding="utf-8"))
    texts = {"locale": "fi"}
    for key, text in english.items():
        if key == "locale" or key.startswith("format."):
            continue
        words = re.search(r"[A-Za-z]", _PLACEHOLDER.sub("", text))
        texts[key] = pseudo(text) if words and not key.endswith("_format") else text
    (folder / f"{CODE}.json").write_text(json.dumps(texts), encoding="utf-8")
