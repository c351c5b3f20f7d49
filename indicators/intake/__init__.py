"""The way in: one path for the folder, the command and the browser.

A file is kept as it came (`stage`), examined against the figures that are there (`examine`, which writes nothing), and
accepted or discarded. What was answered about it goes into a small .yaml beside it, so that the next file of the same
shape needs no question. A file that nobody understood goes into quarantine. Files that are copied into the data folder
are read in the same way; `history.record` keeps them.
"""

from indicators.history import record, undo
from indicators.intake.accepting import accept, refuse, stage, unpacked
from indicators.intake.arrival import Arrival, Changes, Line, Revision, Sample, Series, Words
from indicators.intake.examining import FOLDER, examine, free_path

__all__ = [
    "FOLDER",
    "Arrival",
    "Changes",
    "Line",
    "Revision",
    "Sample",
    "Series",
    "Words",
    "accept",
    "examine",
    "free_path",
    "record",
    "refuse",
    "stage",
    "undo",
    "unpacked",
]
