"""Arrivals: stored as they came, staged, accepted into the data folder, or put in quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from indicators import data_folder, history
from indicators.catalogue import NEW, Catalogue
from indicators.catalogue.reading_hints import ReadingHints
from indicators.catalogue.reference_tables import read_units
from indicators.catalogue.sidecar_writer import HEAD, sidecar_text
from indicators.history import Channel, Commit, HistoryError
from indicators.ingest.match_series import own_unit
from indicators.intake.arrival import Arrival, ArrivalSeries, SeriesDescription
from indicators.model import Unit
from indicators.problems import Problem, ProblemCode
from indicators.readers.containers.excel import is_workbook
from indicators.readers.containers.zip_archive import is_zip, read_archive
from indicators.readers.registry import recognise

_DESCRIPTION_FORMATS = ("-metadata", "-definitions")
"""How the ids of formats end that describe a publisher's figures and hold none."""


def stage(
    data: Path,
    source: bytes | Path | history.objects.Stream,
    name: str,
    *,
    channel: Channel,
    who: str = "",
) -> str:
    """Store a file as it came, to be accepted or discarded; give the id of the arrival.

    A stream is never whole in memory.
    """
    return history.staged.add(data, history.put(data, source), name, channel=channel, who=who)


def split_archive(content: bytes, name: str) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """Return the files of an archive with several tables, each to be added by itself.

    Else the file as it is.

    An archive with one table and its description (as the World Bank's) stays whole, as they belong
    together.
    """
    if not is_zip(content) or is_workbook(content):
        return [(name, content)], []
    files, archive_problems = read_archive(content)
    problems = [replace(problem, file=name + problem.file) for problem in archive_problems]
    kinds = [_kind(part, f"{name}:{member}") for member, part in files]
    if kinds.count("figures") <= 1:
        return [(name, content)], []  # what is wrong is reported when it is read
    parts = [
        (member.rpartition(":")[2] or member, part)
        for (member, part), kind in zip(files, kinds, strict=True)
        if kind != "description"
    ]
    return parts, problems


def _kind(content: bytes, name: str) -> str:
    """Tell 'figures' from the 'description' beside a publisher's figures.

    '' for what no reader knows.
    """
    if is_workbook(content):
        return "figures"
    format = None if is_zip(content) else recognise(content, name)[0]
    if format is None:
        return ""
    return "description" if format.id.endswith(_DESCRIPTION_FORMATS) else "figures"


def accept(
    data: Path,
    digest: str,
    arrival: Arrival,
    catalogue: Catalogue,
    *,
    hints: ReadingHints | None = None,
    descriptions: Mapping[str, SeriesDescription] | None = None,
    channel: Channel,
    who: str = "",
) -> Commit | None:
    """Put a stored file in its place, with a .yaml beside it where it was described.

    Gives None where it is there already. Raises HistoryError, and changes nothing, where nothing in
    it was understood, somebody has put another file in this place meanwhile, or has described it by
    hand.
    """
    if arrival.refused:
        raise HistoryError(Problem(ProblemCode.NOTHING_UNDERSTOOD, arrival.name))
    changes: dict[str, str | None] = {arrival.path: digest}
    if hints or descriptions:
        name = _sidecar_name(data, arrival.path)
        text = _sidecar(data, name, arrival, catalogue, hints or ReadingHints(), descriptions or {})
        changes[name] = history.put(data, text.encode("utf-8"))
    origin = f"newer version of {arrival.replaces}" if arrival.replaces else "new file"
    return history.commit(
        data,
        changes,
        channel=channel,
        who=who,
        note=f"{origin}: {arrival.figures} figures",
        name=arrival.name,
        expected=None if arrival.replaces else {arrival.path: None},
    )


def _sidecar_name(data: Path, path: str) -> str:
    """Give the name of the .yaml beside a file.

    Raises HistoryError where somebody wrote it by hand.
    """
    name = PurePosixPath(path).with_suffix(".yaml").as_posix()
    if (data / name).is_file() and not _text(data, name).startswith(HEAD):
        raise HistoryError(Problem(ProblemCode.SIDECAR_BY_HAND, name))
    return name


def _sidecar(
    data: Path,
    name: str,
    arrival: Arrival,
    catalogue: Catalogue,
    hints: ReadingHints,
    descriptions: Mapping[str, SeriesDescription],
) -> str:
    """Write the text of the .yaml, on the basis of the one that is there."""
    shipped, _ = read_units(data / "units.csv", "units.csv")
    entries: dict[str, dict[str, Any]] = {}
    units: dict[str, Unit] = {}
    for series in arrival.series:
        description = descriptions.get(series.indicator)
        if description is None or not _belongs_here(series, arrival, catalogue):
            continue
        entry = _entry(series, description, catalogue, shipped)
        entries[series.indicator] = entry
        unit = entry.get("unit")
        if unit is not None and unit not in shipped:
            units[unit] = catalogue.units.get(unit) or own_unit(unit)
    multiples = {
        description.unit
        for description in descriptions.values()
        if description.unit in shipped and shipped[description.unit].exponent
    }
    if len(multiples) == 1 and not hints.unit:
        # As in '10,000 persons': the indicator is in persons, the file in this.
        hints = replace(hints, unit=multiples.pop())
    return sidecar_text(hints, entries, units, _text(data, name))


def _text(data: Path, name: str) -> str:
    """Read a text of the data folder; '' where there is none, or a link that leads out."""
    try:
        with data_folder.open_file(data, name) as file:
            return file.read().decode("utf-8", "replace")
    except (FileNotFoundError, data_folder.OutsideError):
        return ""


def _belongs_here(series: ArrivalSeries, arrival: Arrival, catalogue: Catalogue) -> bool:
    """Say whether a series is described beside this file: it is new, or is so already."""
    indicator = catalogue.indicators.get(series.indicator)
    return not series.known or (indicator is not None and indicator.file == arrival.path)


def _entry(
    series: ArrivalSeries,
    description: SeriesDescription,
    catalogue: Catalogue,
    shipped: Mapping[str, Unit],
) -> dict[str, Any]:
    """Give the keys of an indicator.

    Of one that is described already only what was described now.
    """
    unit = description.unit
    keys = {
        "title": dict(description.title),
        "unit": shipped[unit].base if unit in shipped else unit,
        "pillar": description.pillar,
        "better": description.better,
    }
    nonempty = {key: value for key, value in keys.items() if value}
    indicator = catalogue.indicators.get(series.indicator)
    if indicator is not None and not indicator.declared.startswith(indicator.file):
        return nonempty
    return {
        "title": {"en": series.title},
        "unit": series.unit,
        "pillar": NEW,
        "better": "none",
        "code": series.code,
        **nonempty,
    }


def refuse(data: Path, digest: str, arrival: Arrival, *, channel: Channel, who: str = "") -> str:
    """Put a file that was not understood into quarantine, with its report; give its id there."""
    problems = arrival.problems
    return history.quarantine.add(data, digest, arrival.name, problems, channel=channel, who=who)
