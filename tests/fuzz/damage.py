"""Ways to damage a file: bytes, lines, cells, encodings, archives. Each takes bytes and chance, and
gives bytes.

A splice makes one file of two.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterable
from random import Random

Damage = Callable[[bytes, Random], bytes]
_DELIMITERS = (b",", b";", b"\t", b"|")
_ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-32",
    "gb18030",
    "cp1252",
    "cp1250",
    "latin-1",
    "utf-7",
    "utf-8-sig",
    "cp037",
)
_ODD = (
    b'"',
    b"\0",
    b"\r",
    b"\n",
    b"\r\n",
    b"\r\r\n",
    b",",
    b";",
    b"\t",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x1a",
    b"\xe4",
    b"\xb1\xb1",
    b"<b>",
    b"'",
    b"=1+1",
    b"-",
    b"1e400",
    b"NaN",
    b"\xd9\xa3",
    b"\xef\xbc\x95",
    b"1_000",
    b"\xc2\xa0",
    b"\xed\xa0\x80",
    b" ",
    b"%",
    b"(",
    b"2019",
    b"",
)


def bytes_flipped(content: bytes, chance: Random) -> bytes:
    """A few bytes are others."""
    out = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 40))):
        out[chance.randrange(len(out))] = chance.choice(
            (chance.randrange(256), chance.choice(b'",;\t\n\r0123456789.'))
        )
    return bytes(out)


def odd_bytes(content: bytes, chance: Random) -> bytes:
    """Odd things stand somewhere: quotes, NULs, marks of byte order, returns."""
    for _ in range(chance.choice((1, 1, 2, 6))):
        at, over = chance.randrange(len(content) + 1), chance.choice((0, 0, 1, 3))
        content = (
            content[:at]
            + chance.choice(_ODD) * chance.choice((1, 1, 1, 2, 60))
            + content[at + over :]
        )
    return content


def cut_short(content: bytes, chance: Random) -> bytes:
    """Cut anywhere, at the end or at the beginning."""
    at = chance.randrange(1, len(content) + 1)
    return content[:at] if chance.random() < 0.8 else content[at - 1 :]


def lines_moved(content: bytes, chance: Random) -> bytes:
    """Lines cut out, doubled, swapped."""
    lines = content.splitlines(keepends=True)
    for _ in range(chance.choice((1, 1, 3, 10))):
        a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
        way = chance.randrange(4)
        if way == 0 and len(lines) > 1:
            del lines[a]
            continue
        if way == 1:
            lines.insert(b, lines[a])
        elif way == 2:
            lines[a], lines[b] = lines[b], lines[a]
        else:
            lines[a] = lines[a].rstrip(b"\r\n")
    return b"".join(lines)


def columns_moved(content: bytes, chance: Random) -> bytes:
    """Two columns swapped, or one dropped or doubled, in every line or from some line on."""
    mark = max(_DELIMITERS, key=content.count)
    a, b, way = chance.randrange(12), chance.randrange(12), chance.randrange(3)
    lines = content.split(b"\n")
    begin = chance.choice((0, 0, chance.randrange(len(lines))))
    for at in range(begin, len(lines)):
        cells = lines[at].rstrip(b"\r").split(mark)
        if max(a, b) < len(cells):
            if way == 0:
                cells[a], cells[b] = cells[b], cells[a]
            elif way == 1:
                del cells[a]
            else:
                cells.insert(b, cells[a])
            lines[at] = mark.join(cells)
    return b"\n".join(lines)


def encoded_anew(content: bytes, chance: Random) -> bytes:
    """The whole or a part in another encoding."""
    at = chance.choice((0, 0, chance.randrange(len(content))))
    text = content[at:].decode("utf-8", "replace")
    return content[:at] + text.encode(chance.choice(_ENCODINGS), "replace")


def quotes_broken(content: bytes, chance: Random) -> bytes:
    """A quote too many or too few, or all of them of another kind."""
    way = chance.randrange(4)
    if way == 0 and b'"' in content:
        at = content.find(b'"', chance.randrange(len(content)))
        return content[:at] + content[at + 1 :] if at >= 0 else content.replace(b'"', b"", 1)
    if way == 1:
        return content.replace(b'"', chance.choice((b"'", b"", b'""', b"\xe2\x80\x9c")))
    at = chance.randrange(len(content))
    cell = content.find(max(_DELIMITERS, key=content.count), at) + 1 or at
    return content[:cell] + b'"' + content[cell:]


def delimiters_changed(content: bytes, chance: Random) -> bytes:
    """Another delimiter, throughout or from some line on; decimal points become commas."""
    old, new = (
        max(_DELIMITERS, key=content.count),
        chance.choice((*_DELIMITERS, b",,", b", ", b":")),
    )
    at = chance.choice((0, content.find(b"\n", chance.randrange(len(content))) + 1))
    body = content[at:].replace(b".", b",") if chance.random() < 0.2 else content[at:]
    return content[:at] + body.replace(old, new)


def ends_mixed(content: bytes, chance: Random) -> bytes:
    """Line ends of several kinds."""
    ends = (b"\n", b"\r\n", b"\r", b"\r\r\n", b"\n\n", b"\xe2\x80\xa8", b"\x0b", b"\x0c")
    usual, odd = chance.choice(ends[:4]), chance.random() < 0.5
    return b"".join(
        line + (chance.choice(ends) if odd and chance.random() < 0.1 else usual)
        for line in content.splitlines()
    )


def zip_damaged(content: bytes, chance: Random) -> bytes:
    """A packed file whose bytes are damaged inside, so that the archive is whole and a member is
    not.
    """
    if content[:2] != b"PK":
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            inside = [(entry.filename, old.read(entry)) for entry in old.infolist()]
            hit = chance.randrange(len(inside))
            if inside[hit][1]:
                inside[hit] = (inside[hit][0], chance.choice(TEXT)(inside[hit][1], chance))
            return zipped(inside)
    except Exception:  # noqa: BLE001 -- damaged already, in one of many ways
        return content


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of these; two may have the same name."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        warnings.simplefilter("ignore")  # zipfile warns of a name that stands twice
        for name, inside in members:
            new.writestr(name, inside)
    return out.getvalue()


TEXT: tuple[Damage, ...] = (
    bytes_flipped,
    odd_bytes,
    odd_bytes,
    cut_short,
    lines_moved,
    columns_moved,
    encoded_anew,
    quotes_broken,
    quotes_broken,
    delimiters_changed,
    ends_mixed,
)
PACKED: tuple[Damage, ...] = (bytes_flipped, cut_short, zip_damaged, zip_damaged, zip_damaged)


def heads_and_tails(content: bytes, other: bytes, chance: Random) -> bytes:
    """The head of one file and the tail of another, cut anywhere or at line ends."""
    if chance.random() < 0.5:
        return (
            content[: chance.randrange(len(content) + 1)]
            + other[chance.randrange(len(other) + 1) :]
        )
    head, tail = content.splitlines(keepends=True), other.splitlines(keepends=True)
    return b"".join(
        head[: chance.randrange(len(head) + 1)] + tail[chance.randrange(len(tail) + 1) :]
    )


def header_of_another(content: bytes, other: bytes, chance: Random) -> bytes:
    """The first lines of one file on the body of another."""
    size = chance.choice((1, 1, 2, 3, 5, 8))
    head, body = content.splitlines(keepends=True), other.splitlines(keepends=True)
    return b"".join(head[:size] + body[size:])


def one_below_another(content: bytes, other: bytes, chance: Random) -> bytes:
    """Two whole tables in one file, with or without something between."""
    between = chance.choice((b"", b"\n", b"\n\n", b"\r\n\r\n\r\n", b"\nTable 2\n", b",,,,\n"))
    return content + between + other


def side_by_side(content: bytes, other: bytes, chance: Random) -> bytes:
    """Two tables in the same lines, with or without a column between."""
    mark = chance.choice((max(_DELIMITERS, key=content.count), b",", b",,"))
    left, right = content.splitlines(), other.splitlines()
    lines = [
        (left[at] if at < len(left) else b"") + mark + (right[at] if at < len(right) else b"")
        for at in range(max(len(left), len(right)))
    ]
    return b"\n".join(lines) + b"\n"


def in_one_zip(content: bytes, other: bytes, chance: Random) -> bytes:
    """Two files in one archive, under names that say something or nothing; now and then both under
    the same name.
    """
    names = chance.choice(
        (
            ("a.csv", "b.csv"),
            ("data.csv", "Metadata_Country.csv"),
            ("a.csv", "a.csv"),
            ("x/1.txt", "x/2"),
            ("a.xlsx", "b.zip"),
        )
    )
    return zipped(zip(names, (content, other), strict=True))


Splice = Callable[[bytes, bytes, Random], bytes]
SPLICES: tuple[Splice, ...] = (
    heads_and_tails,
    header_of_another,
    one_below_another,
    side_by_side,
    in_one_zip,
)


def damaged(content: bytes, other: bytes, chance: Random) -> bytes:
    """A file after one to three mishaps; now and then spliced with another, and then often not
    damaged further.
    """
    mishaps = chance.choice((1, 1, 1, 2, 3))
    if chance.random() < 0.2 and content and other:
        content = chance.choice(SPLICES)(content, other, chance)
        mishaps = chance.choice((0, 0, 0, mishaps))
    for _ in range(mishaps):
        if content:
            content = chance.choice(PACKED if content[:2] == b"PK" else TEXT)(content, chance)
    return content
