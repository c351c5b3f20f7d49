"""`indicators new`: a project for another country."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from indicators.cli.commands import Command, Option
from indicators.cli.project import OK, REFUSED, Project, with_project
from indicators.loading.load import CONFIG, DATA
from indicators.starter.create import StarterError, create


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--country", cls=Option, required=True)
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
        reason = error.strerror or error
        project.say("new.not_written", folder=folder, reason=reason, error=True)
        return REFUSED
    catalogue = dataset.catalogue
    peers = catalogue.groups["peers"].places[1:]  # the first one is the country itself
    indicator_count = len(dataset.indicators_of(place.code))
    project.say(
        "new.written",
        folder=folder,
        files=project.text("count.files", n=len(dataset.files)),
        figures=project.text("count.figures", n=len(dataset)),
        indicators=project.text("count.indicators", n=indicator_count),
        country=place.name.get(project.language),
    )
    # with their codes, as a name may hold a comma: 'Hong Kong, China (HKG)'
    names = [f"{catalogue.places[code].name.get(project.language)} ({code})" for code in peers]
    project.say("new.peers", peers=project.names(names))
    project.say("new.start", command=Project(folder / CONFIG, folder / DATA).command("run"))
    return OK
