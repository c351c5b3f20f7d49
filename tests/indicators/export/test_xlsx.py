"""Figures as a workbook, read back: numbers are numbers, and no cell is a formula."""

from __future__ import annotations

import io

import numpy as np
import openpyxl

from indicators.export.xlsx import table_to_xlsx


def test_numbers_are_numbers_and_words_that_look_like_formulas_are_words() -> None:
    rows = [["=1+1", -3.94592, np.float64(-2.5), 7], ["-1", None, float("nan"), np.int64(-4)]]
    content = table_to_xlsx(["=A", "x", "y", "n"], rows, [("Source", "@here")], "Figures", "About")
    book = openpyxl.load_workbook(io.BytesIO(content))
    figures = [[cell.value for cell in row] for row in book["Figures"].iter_rows()]
    assert figures == [["=A", "x", "y", "n"], ["=1+1", -3.94592, -2.5, 7], ["-1", None, None, -4]]
    kinds = {
        cell.data_type
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert kinds == {"s", "n"}  # no "f"
