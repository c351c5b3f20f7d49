"""Arrivals: kept as they came, staged, accepted into the data folder, discarded, taken back, or put in quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from indicators import data_folder, history
from indicators.catalogue import NEW, Catalogue
from indicators.catalogue.reading_hints import ReadingHints
from indicators.catalogue.reference_tables import read_units
from indicators.catalogue.sidecar_writer import HEAD, beside
from indicators.history import Commit, Door, HistoryError
from indicators.ingest.match_series import own_unit
from indicators.intake.arrival import Arrival, Series, Words
from indicators.model import Unit
from indicators.problems import Problem, uncoded
from indicators.readers.containers.excel import is_workbook
from indicators.readers.containers.zip_archive import is_zip, read_archive
from indicators.readers.registry import recognise

_BESIDE = ("-metadata", "-definitions")


def stage(
    data: Path,
    source: bytes | Path | history.objects.Stream,
    name: str,
    *,
    door: Door,
    who: str = "",
) -> str:
    """Keep a file as it came, to be accepted or discarded; the id of the arrival. A stream is never whole in memory."""
    return history.staged.keep(data, history.put(data, source), name, door=door, who=who)


def unpacked(content: bytes, name: str) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """The files of an archive with several tables, each to be added by itself; else the file as it is. And what is wrong with it.

    An archive with one table and what describes it (as the World Bank's) stays whole, for they belong together.
    """
    if not is_zip(content) or is_workbook(content):
        return [(name, content)], []
    inside, problems = read_archive(content)
    problems = [replace(problem, file=name + problem.file) for problem in problems]
    parts = [
        (found.rpartition(":")[2] or found, part, _kind(part, f"{name}:{found}"))
        for found, part in inside
    ]
    several = sum(kind == "figures" for *_, kind in parts) > 1
    if not several:
        return [(name, content)], []  # what is wrong is told when it is read
    return [(found, part) for found, part, kind in parts if kind != "notes"], problems


def _kind(content: bytes, name: str) -> str:
    """'figures', 'notes' that come beside a publisher's figures, or '' for what nobody knows: that is refused by itself."""
    found, _, _ = (None, None, None) if is_zip(content) else recognise(content, name)
    if is_workbook(content):
        return "figures"
    return "" if found is None else "notes" if found.id.endswith(_BESIDE) else "figures"


def accept(
    data: Path,
    digest: str,
    arrival: Arrival,
    catalogue: Catalogue,
    *,
    answers: ReadingHints | None = None,
    words: Mapping[str, Words] | None = None,
    door: Door,
    who: str = "",
) -> Commit | None:
    """Put a kept file in its place, with a .yaml beside it where something was answered; None where it is there already.

    HistoryError where somebody has put another file in this place meanwhile, or has described it by hand: nothing is changed then.
    """
    if arrival.refused:
        raise HistoryError(
            uncoded("nothing in this file was understood; it cannot be added", arrival.name)
        )
    changes: dict[str, str | None] = {arrival.path: digest}
    if answers or words:
        name = _yaml_of(data, arrival.path)
        text = _described(data, name, arrival, catalogue, answers or ReadingHints(), words or {})
        changes |= {name: history.put(data, text.encode("utf-8"))}
    note = f"{'newer version of ' + arrival.replaces if arrival.replaces else 'new file'}: {arrival.figures} figures"
    return history.commit(
        data,
        changes,
        door=door,
        who=who,
        note=note,
        name=arrival.name,
        expects=None if arrival.replaces else {arrival.path: None},
    )


def _yaml_of(data: Path, path: str) -> str:
    """The .yaml beside; one that somebody wrote by hand is not written over."""
    name = PurePosixPath(path).with_suffix(".yaml").as_posix()
    if not _text(data, name).startswith(HEAD) and (data / name).is_file():
        raise HistoryError(
            uncoded(
                "this file describes the data and was written by hand",
                name,
                do="Say there what is to be said; it is not written over.",
            )
        )
    return name


def _described(
    data: Path,
    name: str,
    arrival: Arrival,
    catalogue: Catalogue,
    answers: ReadingHints,
    words: Mapping[str, Words],
) -> str:
    """The text of the .yaml, on the basis of the one that is there."""
    shipped, _ = read_units(data / "units.csv", "units.csv")
    entries = {
        series.indicator: _entry(series, words[series.indicator], catalogue, shipped)
        for series in arrival.series
        if series.indicator in words and _is_of(series, arrival, catalogue)
    }
    multiples = {
        said.unit for said in words.values() if said.unit in shipped and shipped[said.unit].exponent
    }
    if (
        len(multiples) == 1 and not answers.unit
    ):  # '10,000 persons': the indicator is in persons, the file in that
        answers = replace(answers, unit=multiples.pop())
    own = {
        entry["unit"]: catalogue.units.get(entry["unit"]) or own_unit(entry["unit"])
        for entry in entries.values()
        if "unit" in entry and entry["unit"] not in shipped
    }
    return beside(answers, entries, own, _text(data, name))


def _text(data: Path, name: str) -> str:
    """What stands in a file of the data folder; nothing where there is none, or a link that leads out."""
    try:
        with data_folder.open_file(data, name) as file:
            return file.read().decode("utf-8", "replace")
    except (FileNotFoundError, data_folder.Outside):
        return ""


def _is_of(series: Series, arrival: Arrival, catalogue: Catalogue) -> bool:
    """Whether words about a series belong beside this file: it is new, or described there already."""
    there = catalogue.indicators.get(series.indicator)
    return not series.known or (there is not None and there.file == arrival.path)


def _entry(
    series: Series, said: Words, catalogue: Catalogue, shipped: Mapping[str, Unit]
) -> dict[str, Any]:
    """What was said of a series; of one that is described already only that."""
    unit = shipped[said.unit].base if said.unit in shipped else said.unit
    given = {"title": dict(said.title), "unit": unit, "pillar": said.pillar, "better": said.better}
    given = {key: value for key, value in given.items() if value}
    there = catalogue.indicators.get(series.indicator)
    if there is not None and not there.declared.startswith(there.file):
        return given
    return {
        "title": {"en": series.title},
        "unit": series.unit,
        "pillar": NEW,
        "better": "none",
        "code": series.code,
        **given,
    }


def refuse(data: Path, digest: str, arrival: Arrival, *, door: Door, who: str = "") -> str:
    """Put a file that was not understood into quarantine, with its report; its id there."""
    return history.quarantine.keep(data, digest, arrival.name, arrival.problems, door=door, who=who)
