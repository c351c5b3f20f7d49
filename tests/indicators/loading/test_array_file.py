"""Arrays in one mapped file: equal after reading, small on disk, and nothing damaged is read."""

from __future__ import annotations

import io
import tempfile
from typing import Any, BinaryIO

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of
from numpy.typing import NDArray

from indicators.loading import array_file
from indicators.loading.array_file import compare, read_arrays, write_arrays

TYPES = st.sampled_from(["int8", "int16", "int32", "int64", "uint8", "float32", "float64"])
ARRAYS = st.lists(
    TYPES.flatmap(lambda dtype: arrays_of.arrays(dtype, st.integers(0, 40))), max_size=6
)


def file_of(content: bytes) -> BinaryIO:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the test
    file.write(content)
    file.flush()
    return file


def written(*arrays: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    write_arrays(buffer, arrays)
    return buffer.getvalue()


@given(ARRAYS)
@example([np.array([np.nan] * 3), np.array([0.0, -0.0]), np.array([1.5, np.nan])])
@example([np.array([-128, 127]), np.array([-129, 127]), np.array([0, 128]), np.array([2**31])])
def test_arrays_are_equal_after_reading(arrays: list[NDArray[Any]]) -> None:
    with file_of(written(*arrays)) as file:
        again = read_arrays(file)
    for before, after in zip(arrays, again, strict=True):
        assert after.dtype.kind == before.dtype.kind and not after.flags.writeable
        if before.dtype.kind == "f":
            assert after.tobytes() == before.tobytes(), "to the bit, -0.0 and nan too"
        else:
            assert after.tolist() == before.tolist()


@pytest.mark.parametrize(
    ("values", "dtype", "written_values"),
    [
        ([0, 127], "int8", 2),
        ([-1, 128], "int16", 2),
        ([-32_768, 32_767], "int16", 2),
        ([0, 32_768], "int32", 2),
        ([0, 2**31], "int64", 2),
        ([7] * 1000, "int8", 1),
        ([-1] * 1000 + [0], "int8", 1001),
    ],
)
def test_the_smallest_type_and_one_value_where_all_are_the_same(
    values: list[int], dtype: str, written_values: int
) -> None:
    with file_of(written(np.array(values, dtype=np.int64))) as file:
        (array,) = read_arrays(file)
    assert array.dtype == dtype and array.tolist() == values
    assert (len(array) if array.strides != (0,) else 1) == written_values


def test_a_large_array_is_mapped_and_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its content is not compared, its place in the file is."""
    content = bytearray(written(np.arange(100) % 7))
    content[5] = 6  # the file starts with the array
    monkeypatch.setattr(array_file, "MAX_CHECKED", 99)
    with file_of(bytes(content)) as file:
        assert read_arrays(file)[0].tolist() == [*range(5), 6, 6, *(np.arange(7, 100) % 7)]
    with file_of(bytes(content[4:])) as file, pytest.raises(ValueError, match="buffer"):
        read_arrays(file)


@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_a_comparison_reads_large_arrays_piece_by_piece(
    monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(array_file, "PIECE", piece)
    whole = written(np.arange(100) % 7, np.zeros(0), np.arange(50) * 1.5)
    with file_of(whole) as file:
        assert len(list(compare(file))) == -(-100 // piece) + -(-400 // piece)
    for position in (0, 99, 128, 128 + 399):  # the first and last byte of both arrays
        content = bytearray(whole)
        content[position] ^= 1
        with file_of(bytes(content)) as file, pytest.raises(ValueError, match="damaged array"):
            list(compare(file))


@pytest.mark.parametrize(
    "array", [np.array(["text"]), np.array([object()]), np.zeros((2, 2)), np.array([True])]
)
def test_other_arrays_are_refused(array: NDArray[Any]) -> None:
    with pytest.raises(TypeError):
        written(array)
