"""Every word on file is used: a key that no code says any more is taken out, so that nothing is
promised in vain.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from dashboard.app import PAGES

ROOT = Path(__file__).resolve().parents[2]
FILES = [path for folder in ("dashboard", "indicators") for path in (ROOT / folder).rglob("*.py")]
CODE = "".join(path.read_text(encoding="utf-8") for path in sorted(FILES))
KEYS = json.loads((ROOT / "indicators" / "locale" / "en.json").read_text(encoding="utf-8"))

WIDE = {
    "app.": {
        *PAGES,
        "place",
        "period",
        "value",
        "unit",
        "status",
        "source",
        "note",
        "file",
        "line",
    },
    "indicator.": {"trend", "ranking", "map", "breakdown"},
    "format.": {"browser", "date", "decimal", "list_end", "quarter"},
}
"""Prefixes under which most keys are said in full; here the names that code puts behind them."""


PLURAL = re.compile(r"\.(zero|one|two|few|many)$")


def said(key: str) -> bool:
    """Whether the code says the key, in full or by an f-string that begins it."""
    plain = PLURAL.sub("", key)
    literal = plain.removeprefix("figure.")
    if (
        f'"{plain}"' in CODE
        or f"'{plain}'" in CODE
        or (literal != plain and f'"{literal}"' in CODE)
    ):
        return True
    begun = set(re.findall(r"""f["']([a-z_.]+)\{""", CODE))
    return any(
        plain.startswith(prefix)
        and (prefix not in WIDE or plain.removeprefix(prefix) in WIDE[prefix])
        for prefix in begun
    )


def test_every_key_is_said_somewhere() -> None:
    assert [key for key in KEYS if not said(key)] == []


def test_the_check_sees_a_key_that_nothing_says() -> None:
    assert not said("overview.nobody_says_this")
    assert not said("app.nobody_says_this")
