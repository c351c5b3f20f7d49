"""Arrivals: kept as they came, staged, accepted into the data folder, discarded, taken back, or put in quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from indicators import history
from indicators.catalogue import Catalogue
from indicators.catalogue.answers import Answers
from indicators.catalogue.writing import HEAD, beside
from indicators.history import Commit, Door, HistoryError
from indicators.intake.arrival import Arrival, Words
from indicators.model import Problem
from indicators.readers.archive import is_workbook, is_zip, members
from indicators.readers.recognise import recognise

_BESIDE = ("-metadata", "-definitions")


def stage(data: Path, source: bytes | Path | history.objects.Stream, name: str, *, door: Door, who: str = "") -> str:
    """Keep a file as it came, to be accepted or discarded; the id of the arrival. A stream is never whole in memory."""
    return history.staged.keep(data, history.put(data, source), name, door=door, who=who)


def unpacked(content: bytes, name: str) -> list[tuple[str, bytes]]:
    """The files of an archive with several tables, each to be added by itself; else the file as it is.

    An archive with one table and what describes it (as the World Bank's) stays whole, for they belong together.
    """
    if not is_zip(content) or is_workbook(content):
        return [(name, content)]
    inside, _ = members(content, name)
    parts = [(found.rpartition(":")[2] or found, part, _kind(part, found)) for found, part in inside]
    several = sum(kind == "figures" for *_, kind in parts) > 1
    return [(found, part) for found, part, kind in parts if kind != "notes"] if several else [(name, content)]


def _kind(content: bytes, name: str) -> str:
    """'figures', 'notes' that come beside a publisher's figures, or '' for what nobody knows: that is refused by itself."""
    found, _, _ = (None, None, None) if is_zip(content) else recognise(content, name)
    if is_workbook(content):
        return "figures"
    return "" if found is None else "notes" if found.id.endswith(_BESIDE) else "figures"


def accept(data: Path, digest: str, arrival: Arrival, catalogue: Catalogue, *, answers: Answers | None = None,
           words: Mapping[str, Words] | None = None, door: Door, who: str = "") -> Commit | None:
    """Put a kept file in its place, with a .yaml beside it where something was answered; None where it is there already.

    HistoryError where somebody has put another file in this place meanwhile, or has described it by hand: nothing is changed then.
    """
    if arrival.refused:
        raise HistoryError(Problem("nothing in this file was understood; it cannot be added", arrival.name))
    changes: dict[str, str | None] = {arrival.path: digest}
    if answers or words:
        text = _described(arrival, catalogue, answers or Answers(), words or {})
        changes |= {_yaml_of(data, arrival.path): history.put(data, text.encode("utf-8"))}
    note = f"{'newer version of ' + arrival.replaces if arrival.replaces else 'new file'}: {arrival.figures} figures"
    return history.commit(data, changes, door=door, who=who, note=note, name=arrival.name,
                          expects=None if arrival.replaces else {arrival.path: None})


def _yaml_of(data: Path, path: str) -> str:
    """The .yaml beside; one that somebody wrote by hand is not written over."""
    name = PurePosixPath(path).with_suffix(".yaml").as_posix()
    there = data / name
    if there.is_file() and not there.read_text("utf-8", "replace").startswith(HEAD):
        raise HistoryError(Problem("this file describes the data and was written by hand", name,
                                   do="Say there what is to be said; it is not written over."))
    return name


def _described(arrival: Arrival, catalogue: Catalogue, answers: Answers, words: Mapping[str, Words]) -> str:
    entries = {series.indicator: _entry(series.title, series.code, series.unit, words[series.indicator])
               for series in arrival.series if series.indicator in words and not series.known}
    units = {unit: {"label": {"en": unit}} for unit in (entry["unit"] for entry in entries.values())
             if unit not in catalogue.units or unit == ""}
    return beside(answers, entries, units)


def _entry(title: str, code: str, unit: str, said: Words) -> dict[str, Any]:
    entry: dict[str, Any] = {"title": dict(said.title) or {"en": title}, "unit": said.unit or unit, "pillar": said.pillar or "new",
                             "better": said.better or "none", "code": code}
    return entry


def refuse(data: Path, digest: str, arrival: Arrival, *, door: Door, who: str = "") -> str:
    """Put a file that was not understood into quarantine, with its report; its id there."""
    return history.quarantine.keep(data, digest, arrival.name, arrival.problems, door=door, who=who)
