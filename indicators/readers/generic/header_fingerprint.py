"""The mark of a table's shape: two files whose headers differ in their years alone are of one shape."""

from __future__ import annotations

import hashlib

from indicators.readers.cells.column_profile import folded
from indicators.readers.cells.periods import period_of
from indicators.readers.header_rows import layout
from indicators.readers.preview import Preview


def shape_of(sniff: Preview) -> str:
    """Sixteen hexadecimal digits for the names of the columns, whatever their order; periods count as one name. '' where
    no row names the columns."""
    found = layout(sniff)
    if found.headless:  # tables without names are not alike because they are equally wide
        return ""
    names = {"period" if period_of(name) else folded(name) for name in found.names}
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]
