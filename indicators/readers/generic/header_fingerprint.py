"""The mark of a table's shape: two files whose headers differ in their years alone are of one
shape.
"""

from __future__ import annotations

import hashlib

from indicators.readers.cells.column_profile import normalize_header
from indicators.readers.cells.periods import parse_period
from indicators.readers.header_rows import layout
from indicators.readers.preview import Preview


def fingerprint_header(preview: Preview) -> str:
    """Return sixteen hexadecimal digits for the names of the columns, whatever their order; periods
    count as one name. '' where no row names the columns.
    """
    header = layout(preview)
    if header.headless:  # tables without names are not alike because they are equally wide
        return ""
    names = {_normalize(name) for name in header.names}
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]


def _normalize(name: str) -> str:
    return "period" if parse_period(name) else normalize_header(name)
