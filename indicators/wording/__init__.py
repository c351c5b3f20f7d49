"""Numbers, units, periods and statuses as a reader says them, in each language. Round only here."""

from indicators.wording.numbers import (
    MISSING,
    Scale,
    change,
    count,
    decimal,
    growth,
    label,
    number,
    parameter,
    plain,
    scale,
    share,
)
from indicators.wording.phrases import (
    breakdown,
    citations,
    date,
    listing,
    period,
    rank,
    status,
    terms,
)

__all__ = [
    "MISSING",
    "Scale",
    "breakdown",
    "change",
    "citations",
    "count",
    "date",
    "decimal",
    "growth",
    "label",
    "listing",
    "number",
    "parameter",
    "period",
    "plain",
    "rank",
    "scale",
    "share",
    "status",
    "terms",
]
