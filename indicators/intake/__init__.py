"""The intake of files: one way for the folder, the command and the browser.

A file is stored as it came (`stage`), examined against the present figures (`examine`, which writes
nothing), and accepted or discarded. The hints that were given for it go into a small .yaml beside
it, so that the next file of the same shape needs none. A file that was not understood goes into
quarantine. Files that are copied into the data folder are read in the same way; `history.record`
records them.
"""

from indicators.history import record, undo
from indicators.intake.accepting import accept, refuse, split_archive, stage
from indicators.intake.arrival import (
    Arrival,
    ArrivalSeries,
    ChangeSummary,
    ColumnSample,
    FigureChange,
    PreviewRow,
    SeriesDescription,
)
from indicators.intake.examining import FOLDER, examine, free_path

__all__ = [
    "FOLDER",
    "Arrival",
    "ArrivalSeries",
    "ChangeSummary",
    "ColumnSample",
    "FigureChange",
    "PreviewRow",
    "SeriesDescription",
    "accept",
    "examine",
    "free_path",
    "record",
    "refuse",
    "split_archive",
    "stage",
    "undo",
]
