"""Numbers, units, periods and statuses as a reader says them, in each language. Round only here."""

from indicators.words.languages import LANGUAGES, Language, language_of
from indicators.words.numbers import (
    MISSING,
    Scale,
    change,
    file_size,
    growth,
    number,
    plain,
    scale,
    share,
)
from indicators.words.phrases import breakdown, date, listing, period, rank, status

__all__ = [
    "LANGUAGES",
    "MISSING",
    "Language",
    "Scale",
    "breakdown",
    "change",
    "date",
    "file_size",
    "growth",
    "language_of",
    "listing",
    "number",
    "period",
    "plain",
    "rank",
    "scale",
    "share",
    "status",
]
