"""One file of arrays that is mapped into memory: a figure is read from disk when it is asked for.

    the arrays, each at a multiple of 64 bytes
    a directory in JSON: type, length, position and checksum of each array
    the directory's length and checksum, and MAGIC

Integers are written in the smallest type that holds them, and a column of one value once. What is
read is equal, read-only and may be of such a smaller type; pages of the file are shared between
processes. Numbers are in the byte order of the machine: the file is one machine's.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from indicators.observations import smallest_type

MAGIC = b"indicators arrays 1\n"
ALIGNMENT = 64
"""Bytes; what Arrow recommends for arrays."""
MAX_CHECKED = 4_000_000
"""Bytes of the largest array whose checksum is compared on reading, about 2 ms. A larger one would
have to be read whole: its place in the file is checked, its content by `compare` alone.
"""
PIECE = 16_000_000
"""Bytes that are compared at once, about 10 ms."""
_END = struct.Struct("<QI")
_BITS = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}
_TYPES = tuple(
    np.dtype(name).str
    for name in ("int8", "int16", "int32", "int64", "uint8", "float32", "float64")
)


def write_arrays(file: BinaryIO, arrays: Sequence[NDArray[Any]]) -> None:
    """Write arrays of one dimension. Raises TypeError for one of another type or dimension."""
    directory = []
    for array in arrays:
        if array.dtype.str not in _TYPES or array.ndim != 1:
            raise TypeError(f"an array of {array.dtype} and {array.ndim} dimensions")
        data = single_value(array)
        if len(data):
            data = np.ascontiguousarray(data, dtype=smallest_type(data))
        file.write(bytes(-file.tell() % ALIGNMENT))
        directory.append(
            {
                "dtype": data.dtype.str,
                "length": len(array),
                "count": len(data),
                "position": file.tell(),
                "checksum": zlib.crc32(data.data),
            }
        )
        file.write(data.data)
    text = json.dumps(directory).encode()
    file.write(text + _END.pack(len(text), zlib.crc32(text)) + MAGIC)


def single_value(array: NDArray[Any]) -> NDArray[Any]:
    """Return the first value where all are the same, nan too; else the array."""
    if not len(array) or array.strides == (0,):
        return array[:1]
    bits = array.view(_BITS[array.itemsize])
    # Most columns differ soon: the whole is compared only where the beginning is all the same.
    if (bits[:1000] == bits[0]).all() and (bits == bits[0]).all():
        return array[:1]
    return array


def read_arrays(file: BinaryIO) -> list[NDArray[Any]]:
    """Return the arrays of a file, mapped into memory.

    Raises ValueError where it is none that `write_arrays` has written whole.
    """
    content, directory = _content_and_directory(file)
    return [_array(content, **entry) for entry in directory]


def compare(file: BinaryIO) -> Iterator[None]:
    """Compare every array of a file with its checksum, one PIECE at each step.

    Raises ValueError where one differs.
    """
    _, directory = _content_and_directory(file)
    for entry in directory:
        # Read and not mapped: what is compared need not stay in memory.
        file.seek(entry["position"])
        checksum, rest = 0, entry["count"] * np.dtype(entry["dtype"]).itemsize
        while rest:
            piece = file.read(min(rest, PIECE))
            if not piece:
                raise ValueError("not all of the array")
            checksum = zlib.crc32(piece, checksum)
            rest -= len(piece)
            yield
        if checksum != entry["checksum"]:
            raise ValueError("damaged array")


def _content_and_directory(file: BinaryIO) -> tuple[memoryview, list[Mapping[str, Any]]]:
    """Return the file before its directory, mapped into memory, and the directory."""
    content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    end = len(content) - len(MAGIC)
    start = end - _END.size
    if start < 0 or content[end:] != MAGIC:
        raise ValueError("no file of arrays, or not all of it")
    length, checksum = _END.unpack(content[start:end])
    text = content[max(start - length, 0) : start]
    if zlib.crc32(text) != checksum:
        raise ValueError("damaged directory")
    return content[: start - length], json.loads(bytes(text))


def _array(
    content: memoryview, dtype: str, length: int, count: int, position: int, checksum: int
) -> NDArray[Any]:
    """Return an array of the file, as long as it was."""
    if dtype not in _TYPES or count not in (length, 1):
        raise ValueError("no array that was written here")
    # It raises ValueError where the file is too short.
    array = np.frombuffer(content, np.dtype(dtype), count, position)
    if array.nbytes <= MAX_CHECKED and zlib.crc32(array.data) != checksum:
        raise ValueError("damaged array")
    return array if count == length else np.broadcast_to(array, (length,))
