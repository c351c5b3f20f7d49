"""`indicators export`: figures as tidy CSV on standard output."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

from indicators.analysis.provenance import provenance
from indicators.catalogue.yaml_nodes import suggestion
from indicators.cli.project import OK, REFUSED, Project, print_text, with_project
from indicators.export.csvfile import rows_to_csv
from indicators.loading.load import load
from indicators.model import Indicator, Place


@click.command()
@click.argument("indicators", nargs=-1, metavar="[INDICATOR]...")
@click.option("--place", "places", multiple=True, help="Only this place (may be repeated).")
@with_project
def export(project: Project, indicators: tuple[str, ...], places: tuple[str, ...]) -> int:
    """Write figures as tidy CSV: of the indicators that are named, or of all."""
    dataset = load(project.config, project.data)
    project.report_history()
    catalogue = dataset.catalogue
    unknown = [
        *_unknown_indicators(indicators, catalogue.indicators),
        *_unknown_places(places, catalogue.places),
    ]
    if unknown:
        for sentence in unknown:
            print_text(sentence, error=True)
        return REFUSED
    terms_of_sources = {name: source.terms for name, source in catalogue.sources.items()}
    header = True
    for name in indicators or catalogue.indicators:
        frame = dataset.select(name, list(places) or None, breakdown=None)
        unit = catalogue.indicators[name].unit.id
        terms = {**terms_of_sources, "": provenance(dataset)[name].terms}
        sys.stdout.write(rows_to_csv(frame, unit, terms, header))
        header = False
    return OK


def _unknown_indicators(names: tuple[str, ...], indicators: Mapping[str, Indicator]) -> list[str]:
    return [
        f"no indicator '{name}'. {suggestion(name, indicators)} "
        "`python -m indicators list` names them all."
        for name in names
        if name not in indicators
    ]


def _unknown_places(codes: tuple[str, ...], places: Mapping[str, Place]) -> list[str]:
    return [
        f"no place has the code '{code}'. {_code_hint(code, places)}"
        for code in codes
        if code not in places
    ]


def _code_hint(name: str, places: Mapping[str, Place]) -> str:
    """Name the codes of the places of this name, or say where codes stand."""
    spelling = name.casefold()
    codes = [place.code for place in places.values() if spelling in _spellings(place)]
    return f"'{name}' is {' or '.join(codes)}." if codes else "Codes stand in data/places.csv."


def _spellings(place: Place) -> set[str]:
    return {word.casefold() for word in (*place.name.all(), *place.aliases)}
