"""Numbers, units, periods and statuses as a reader says them, in each language. Round only here."""

from indicators.wording.numbers import (
    MISSING,
    Scale,
    change,
    decimal,
    growth,
    number,
    plain,
    scale,
    share,
)
from indicators.wording.phrases import breakdown, date, listing, period, rank, status, terms

__all__ = [
    "MISSING",
    "Scale",
    "breakdown",
    "change",
    "date",
    "decimal",
    "growth",
    "listing",
    "number",
    "period",
    "plain",
    "rank",
    "scale",
    "share",
    "status",
    "terms",
]
