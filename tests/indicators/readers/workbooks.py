"""Small workbooks made for tests: an old Excel file (.xls) and an OpenDocument one (.ods), byte for
byte.
"""

from __future__ import annotations

import io
import struct
import zipfile

_NONE = 0xFFFFFFFF


def xls(rows: list[list[object]], sheet: str = "Data") -> bytes:
    """A workbook of one sheet, as Excel 97 writes it."""

    def record(number: int, body: bytes) -> bytes:
        return struct.pack("<HH", number, len(body)) + body

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))

    bound = 4 + 8 + len(sheet)
    globals_ = begin(5)
    offset = len(globals_) + bound + 4
    globals_ += record(
        0x0085, struct.pack("<IHBB", offset, 0, len(sheet), 0) + sheet.encode("latin-1")
    ) + record(0x000A, b"")
    cells = b"".join(
        _cell(record, at, to, cell)
        for at, row in enumerate(rows)
        for to, cell in enumerate(row)
        if cell is not None
    )
    stream = globals_ + begin(16) + cells + record(0x000A, b"")
    return _compound(stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0"))


def _cell(record: object, at: int, to: int, cell: object) -> bytes:
    if isinstance(cell, str):
        text = cell.encode("utf-16-le")
        return record(0x0204, struct.pack("<HHHHB", at, to, 0, len(text) // 2, 1) + text)  # type: ignore[operator, no-any-return]
    return record(0x0203, struct.pack("<HHHd", at, to, 0, float(cell)))  # type: ignore[operator, no-any-return, arg-type]


def _compound(stream: bytes) -> bytes:
    """The compound file that holds the stream 'Workbook': header, table of sectors, directory,
    stream.
    """
    sectors = len(stream) // 512
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack(
            "<HHHHH6xIIIIIIIIII",
            0x3E,
            3,
            0xFFFE,
            9,
            6,
            0,
            1,
            1,
            0,
            4096,
            0xFFFFFFFE,
            0,
            0xFFFFFFFE,
            0,
            0,
        )
    )
    head = head.ljust(512, b"\xff")
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = b"".join(struct.pack("<I", entry) for entry in chain).ljust(512, b"\xff")
    return (
        head
        + table
        + _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
        + _entry("Workbook", 2, _NONE, 2, len(stream))
        + bytes(256)
        + stream
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return text.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI8x8xIII", len(text), kind, 1, _NONE, _NONE, child, 0, start, size, 0
    )


def ods(rows: list[list[object]], repeated: int = 1) -> bytes:
    """A spreadsheet of one sheet; its last row stands for so many."""
    lines = []
    for at, row in enumerate(rows):
        times = (
            f' table:number-rows-repeated="{repeated}"'
            if repeated > 1 and at == len(rows) - 1
            else ""
        )
        lines.append(f"<table:table-row{times}>{''.join(map(_ods_cell, row))}</table:table-row>")
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    text = (
        f'<?xml version="1.0"?><office:document-content{spaces}><office:body><office:spreadsheet><table:table table:name="Data">'
        f"{''.join(lines)}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text, zipfile.ZIP_DEFLATED)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return out.getvalue()


def _ods_cell(cell: object) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
