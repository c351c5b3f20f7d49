"""`indicators export`: figures as tidy CSV on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

import click

from indicators.analysis.provenance import provenance
from indicators.catalogue import Catalogue
from indicators.catalogue.yaml_nodes import known_values
from indicators.cli.commands import Command, Option
from indicators.cli.project import OK, REFUSED, Project, print_text, with_project
from indicators.export.csvfile import rows_to_csv
from indicators.model import Place
from indicators.problems import Problem, ProblemCode


@click.command(cls=Command)
@click.argument("indicators", nargs=-1, metavar="[INDICATOR]...")
@click.option("--place", "places", cls=Option, multiple=True)
@with_project
def export(project: Project, indicators: tuple[str, ...], places: tuple[str, ...]) -> int:
    """Write figures as tidy CSV: of the indicators that are named, or of all."""
    dataset = project.load()
    project.report_history()
    catalogue = dataset.catalogue
    unknown = [
        *unknown_indicators(indicators, catalogue, project),
        *_unknown_places(places, catalogue.places, project),
    ]
    if unknown:
        for sentence in unknown:
            print_text(sentence, error=True)
        return REFUSED
    terms_of_sources = {name: source.terms for name, source in catalogue.sources.items()}
    header = True
    for name in present_ids(indicators, catalogue, project) or catalogue.indicators:
        frame = dataset.select(name, list(places) or None, breakdown=None)
        unit = catalogue.indicators[name].unit.id
        terms = {**terms_of_sources, "": provenance(dataset)[name].terms}
        sys.stdout.write(rows_to_csv(frame, unit, terms, header))
        header = False
    return OK


def present_ids(names: tuple[str, ...], catalogue: Catalogue, project: Project) -> list[str]:
    """Return the ids that the named indicators have now, each once; a notice of each former id."""
    for name in names:
        if name not in catalogue.indicators:
            values = {"old": name, "new": catalogue.present_id(name)}
            code = ProblemCode.INDICATOR_RENAMED
            project.report(Problem(code, found=name, values=values, severity="notice"))
    return list(dict.fromkeys(map(catalogue.present_id, names)))


def unknown_indicators(
    names: tuple[str, ...], catalogue: Catalogue, project: Project
) -> Iterator[str]:
    """Yield a sentence for each name that no indicator has."""
    for name in names:
        if catalogue.present_id(name) not in catalogue.indicators:
            known = known_values(name, catalogue.indicators)
            similar = bool(known["similar"])
            hint = project.text("export.similar" if similar else "export.known", **known)
            listing = project.command("list")
            yield project.text("export.no_indicator", name=name, hint=hint, command=listing)


def _unknown_places(
    codes: tuple[str, ...], places: Mapping[str, Place], project: Project
) -> Iterator[str]:
    for code in codes:
        if code not in places:
            yield project.text("export.no_place", code=code, hint=_code_hint(code, places, project))


def _code_hint(name: str, places: Mapping[str, Place], project: Project) -> str:
    """Name the codes of the places of this name, or say where codes stand."""
    spelling = name.casefold()
    codes = [place.code for place in places.values() if spelling in _spellings(place)]
    if not codes:
        return project.text("export.codes")
    return project.text("export.code_of", name=name, codes=project.names(codes))


def _spellings(place: Place) -> set[str]:
    return {word.casefold() for word in (*place.name.all(), *place.aliases)}
