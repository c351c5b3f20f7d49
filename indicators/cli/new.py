"""`indicators new`: a project for another country."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from indicators.cli.project import OK, REFUSED, Project, print_text, with_project
from indicators.starter.create import StarterError, create


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--country", required=True, help="An ISO code of three letters, like KEN.")
@with_project
def new(project: Project, folder: Path, country: str) -> int:
    """Write a project for a country into the new or empty folder DIR.

    It has config.yaml and data/ with the figures of the world that come with the software, each
    with its source and licence.
    """
    try:
        dataset, place = create(folder, country)
    except StarterError as error:
        print(error.problem.text(project.language), file=sys.stderr)
        return REFUSED
    except OSError as error:
        print_text(f"{folder}: cannot be written ({error.strerror or error}).", error=True)
        return REFUSED
    catalogue = dataset.catalogue
    group = catalogue.groups["peers"]
    names = [catalogue.places[code].name.get("en") for code in group.places]
    indicator_count = sum(dataset.has(name, place.code) for name in catalogue.indicators)
    print_text(
        f"{folder}: {len(dataset.files)} files with {len(dataset):,} figures, "
        f"{indicator_count} indicators of {place.name.get('en')}."
    )
    print_text(f"Peers: {', '.join(names[1:])}.")
    print_text(f"Start it with: indicators run --project {folder}")
    return OK
