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
    plain,
    scale,
    share,
    value_range,
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
    "period",
    "plain",
    "rank",
    "scale",
    "share",
    "status",
    "terms",
    "value_range",
]
