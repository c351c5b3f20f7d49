"""Words for the whole ('total', 'both sexes') and for its usual parts (sexes, town and country)."""

from __future__ import annotations

from indicators.model import TOTAL
from indicators.vocabulary import join_languages, read_word_lists

_LISTS = read_word_lists("indicators.readers.cells", "totals.toml")
_CODES = frozenset(_LISTS["total"].pop("codes"))
_NAMES = join_languages(_LISTS.pop("total"))

TOTAL_WORDS = _NAMES | _CODES | {"", TOTAL}
"""Words and codes of a breakdown, in lower case, that stand for the whole and are left out."""

GROUPS = dict.fromkeys(_NAMES, TOTAL)
"""Names of columns of figures that are parts of a whole, as breakdowns: {'men': 'sex=male'}."""
for _group, _languages in _LISTS.items():
    GROUPS |= dict.fromkeys(join_languages(_languages), _group)
