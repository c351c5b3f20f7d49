"""What the About page says of this dashboard's configuration: peers, pillars, formulas, citation. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from dashboard.url_state import plain
from dashboard.views import labels
from dashboard.views.inventory import page_of
from indicators import Dataset, Indicator, Source, wording
from indicators.analysis.summary import dataset_summary
from indicators.catalogue import Catalogue
from indicators.locale import Locale


class Entry(NamedTuple):
    """An indicator as the page lists it, in Markdown; `method` and `needs` only for a computed one."""

    link: str
    method: str = ""
    needs: str = ""


def peers(catalogue: Catalogue, say: Locale) -> list[tuple[str, str]]:
    """For each level, the group that its places are compared with: ('Cities', 'Provincial capitals (27)')."""
    found = []
    for level in catalogue.territorial_levels:
        group = catalogue.groups.get(catalogue.peers.get(level, ""))
        if group:
            counted = say.t(
                "about.group_of", group=group.title.say(say.language), n=len(group.places)
            )
            found.append((catalogue.level_title(level, say.language), counted))
    return found


def published(
    catalogue: Catalogue, pillar: str, say: Locale, address: Mapping[str, str]
) -> list[Entry]:
    """The pillar's indicators that are read from files."""
    return [
        Entry(linked(entry, say, address))
        for entry in _of(catalogue, pillar)
        if entry.kind == "read"
    ]


def computed(
    catalogue: Catalogue, pillar: str, say: Locale, address: Mapping[str, str]
) -> list[Entry]:
    """The pillar's indicators that are worked out here, each with its formula and what it is made from."""
    return [
        Entry(
            linked(entry, say, address),
            plain(labels.formula(entry.formula, catalogue, say) or entry.method),
            wording.listing(
                [linked(catalogue.indicators[need], say, address) for need in entry.needs],
                say.language,
            ),
        )
        for entry in _of(catalogue, pillar)
        if entry.kind != "read"
    ]


def linked(entry: Indicator, say: Locale, address: Mapping[str, str]) -> str:
    """An indicator's title as a Markdown link to its page."""
    target = page_of(entry.id, "", address).partition("#")[0]
    return f"[{plain(entry.title.say(say.language))}]({target})"


def citation(dataset: Dataset, say: Locale, today: date) -> str:
    """How a figure of the source most used would be cited; empty where there is no source."""
    held = dataset_summary(dataset).sources
    if not held:
        return ""
    most = max(held, key=lambda name: held[name].figures)
    return say.t(
        "about.cite_example",
        source=_cited(dataset.catalogue.sources[most], say),
        title=dataset.catalogue.title.say(say.language),
        date=wording.date(today, say.language),
    )


def _cited(source: Source, say: Locale) -> str:
    """Publisher, title and year, with the comma of the language."""
    parts = (source.publisher.say(say.language), source.title.say(say.language), source.year)
    return say.t("sentence.comma").join(part for part in parts if part)


def _of(catalogue: Catalogue, pillar: str) -> list[Indicator]:
    return [entry for entry in catalogue.indicators.values() if entry.pillar == pillar]
