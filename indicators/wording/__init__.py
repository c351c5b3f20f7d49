"""Numbers, units, periods and statuses as a reader says them, in each language. Round only here."""

from indicators.wording.languages import LANGUAGES, Language, language_of
from indicators.wording.numbers import (
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
from indicators.wording.phrases import breakdown, date, listing, period, rank, status

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
