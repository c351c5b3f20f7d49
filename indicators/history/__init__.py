"""The history of the data folder.

It holds every file that was ever in it, how it came there, and the folder as it was on any day.

All of it lies in the data folder, in `.history/`, which the reading of figures passes over:

    objects/ab/abcd...      files byte for byte as they came, under the SHA-256 of their content
    commits/00000012.json   what changed at once, through which channel and when, and the digest of
                            the one before; only added
    applied                 the last commit whose files are in place
    quarantine/, staged/    refused files with their reports; arrivals that wait to be accepted
    views/                  the folder as it was known on a day, as links; the last three used
    seen.json, lock, tmp/   a cache; one writer at a time; files being written

A commit happens when its file gets its name: before that the folder is as it was, after that its
files are moved to their places, and if that is cut short, `recover` finishes it. Writers take turns
(`lock`), and reading takes no lock.

Only views are ever deleted by the program itself. `indicators history --prune` deletes content that
nothing uses, such as discarded uploads. By hand, with the dashboard stopped: deleting `views`,
`seen.json` or `tmp` costs only time; deleting all of `.history` forgets the past and leaves the
figures as they are. To forget one file for good, delete its object: its versions are then listed
and can no longer be read.
"""

from indicators.history.changing import commit, undo
from indicators.history.commits import CHANNELS, Change, Channel, Commit, last, log
from indicators.history.disk import HOME, HistoryError, NotWritable
from indicators.history.entries import ArrivalStore, StoredArrival, quarantine, staged
from indicators.history.names import files, safe_name
from indicators.history.objects import has, locate, put, read
from indicators.history.recording import record, recover
from indicators.history.space import prune, size
from indicators.history.verification import (
    UnreliableRecords,
    Verification,
    journal,
    unreliable_records,
    verify,
)
from indicators.history.vintages import tree, view

__all__ = [
    "CHANNELS",
    "HOME",
    "ArrivalStore",
    "Change",
    "Channel",
    "Commit",
    "HistoryError",
    "NotWritable",
    "StoredArrival",
    "UnreliableRecords",
    "Verification",
    "commit",
    "files",
    "has",
    "journal",
    "last",
    "locate",
    "log",
    "prune",
    "put",
    "quarantine",
    "read",
    "record",
    "recover",
    "safe_name",
    "size",
    "staged",
    "tree",
    "undo",
    "unreliable_records",
    "verify",
    "view",
]
