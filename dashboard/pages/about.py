"""About: what this dashboard is, how its figures are made and judged, and how to pass them on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import streamlit as st

import indicators
from dashboard import url_state
from dashboard.url_state import View, plain
from dashboard.views import about as handbook
from dashboard.views import inventory
from indicators import wording
from indicators.model import STATUSES, Pillar
from indicators.statistics import target

T = TypeVar("T")


def render(view: View) -> None:
    """Draw the page."""
    say, catalogue = view.say, view.dataset.catalogue
    st.markdown(f"# {plain(say.t('about.heading', title=catalogue.title.say(view.language)))}")
    left, right = st.columns([3, 2], gap="large")
    with left:
        _what(view)
        _methods(view)
        _glossary(view)
    with right:
        _peers(view)
        _definitions(view)
        _passing_on(view)
        _using(view)
    st.markdown(f"## {plain(say.t('about.pillars'))}\n{plain(say.t('about.pillars_text'))}")
    for pillar in catalogue.pillars.values():
        _pillar(view, pillar)


def _kept(view: View, key: Hashable, make: Callable[[], T]) -> T:
    """Worked out once for each dataset, language and address."""
    return view.dataset.cached(
        ("about page", key, view.language, tuple(url_state.link().items())), make
    )


def _section(view: View, title: str, lines: list[str]) -> None:
    st.markdown("\n\n".join([f"## {plain(view.say.t(title))}", *lines]))


def _points(view: View, lines: list[tuple[str, str]]) -> str:
    colon = wording.language_of(view.language).colon
    return "\n".join(
        f"- **{plain(name)}**{colon if text else ''}{plain(text)}" for name, text in lines
    )


def _what(view: View) -> None:
    catalogue = view.dataset.catalogue
    spoken = [wording.language_of(code).name for code in catalogue.languages]
    lines = [
        catalogue.description.say(view.language),
        view.say.t("about.what_text", place=view.name(catalogue.focus)),
        view.say.t("about.languages", languages=wording.listing(spoken, view.language)),
    ]
    _section(view, "about.what", [plain(line) for line in lines if line])


def _methods(view: View) -> None:
    """Every rule that stands behind a number on a page, with its thresholds as the code has them."""
    say = view.say
    values = {
        "share": wording.share(view.dataset.catalogue.coverage, 1.0),
        "years": target.WINDOW,
        "on_track": wording.share(target.ON_TRACK, 1.0),
        "slow": wording.share(target.SLOW, 1.0),
    }
    told = [
        (say.t(f"about.method_{name}.title"), say.t(f"about.method_{name}", **values))
        for name in ("reading", "missing", "parent", "rank", "change", "break", "group", "target")
    ]
    colon = wording.language_of(view.language).colon
    judged = [
        f"    - {plain(say.t(f'about.target_{method}') + colon + text.say(view.language))}"
        for method, text in target.METHODS.items()
    ]
    _section(view, "about.methods", ["\n".join([_points(view, told), *judged])])


def _glossary(view: View) -> None:
    said = [
        (wording.status(status, view.language), view.say.t(f"about.status.{status}"))
        for status in STATUSES
    ]
    _section(
        view, "about.glossary", [plain(view.say.t("about.glossary_text")), _points(view, said)]
    )


def _peers(view: View) -> None:
    found = handbook.peers(view.dataset.catalogue, view.say)
    lines = [plain(view.say.t("about.peers_text" if found else "about.peers_none"))]
    _section(view, "about.peers", [*lines, _points(view, found)])


def _definitions(view: View) -> None:
    _section(view, "about.definitions", [plain(view.say.t("about.definitions_text"))])


def _passing_on(view: View) -> None:
    """Sources, licences, and how to cite."""
    example = view.dataset.cached_for_day(
        view.today,
        ("citation", view.language),
        lambda: handbook.citation(view.dataset, view.say, view.today),
    )
    told = inventory.count_text("about.sources_text", len(view.dataset.catalogue.sources), view.say)
    _section(view, "about.sources", [plain(told)])
    pages = st.session_state.get("pages")
    if pages:
        st.page_link(
            pages["data"],
            label=plain(view.say.t("about.sources_all")),
            icon=":material/database:",
            query_params=url_state.link(view="sources"),
        )
    quoted = [f"> {plain(example)}"] if example else []
    _section(view, "about.cite", [plain(view.say.t("about.cite_text")), *quoted])


def _using(view: View) -> None:
    """Addresses, keyboard, offline, version."""
    say, catalogue = view.say, view.dataset.catalogue
    example = "indicator?" + "&".join(
        f"{key}={value}"
        for key, value in {
            "indicator": next(iter(catalogue.indicators), ""),
            "place": catalogue.focus,
        }.items()
        if value
    )
    said = [
        (say.t("about.address"), say.t("about.address_text", example=example)),
        (say.t("about.access"), say.t("about.access_text")),
        (say.t("about.server"), say.t("about.offline")),
    ]
    version = getattr(indicators, "__version__", "")
    said += [(say.t("about.version", version=version), "")] if version else []
    _section(view, "about.using", [_points(view, said)])


def _pillar(view: View, pillar: Pillar) -> None:
    """A pillar's indicators, unfolded when asked for: as published, and as worked out here."""
    say, catalogue = view.say, view.dataset.catalogue
    read = _kept(
        view,
        ("published", pillar.id),
        lambda: handbook.published(catalogue, pillar.id, say, url_state.link()),
    )
    made = _kept(
        view,
        ("computed", pillar.id),
        lambda: handbook.computed(catalogue, pillar.id, say, url_state.link()),
    )
    title = pillar.title.say(view.language)
    label = say.t("about.pillar_label", pillar=title, read=len(read), made=len(made))
    with st.expander(plain(label)):
        if pillar.description:
            st.markdown(plain(pillar.description.say(view.language)))
        left, right = st.columns(2, gap="large")
        with left:
            _entries(view, "about.published", [f"- {entry.link}" for entry in read])
        with right:
            needs = plain(say.t("indicator.needs") + wording.language_of(view.language).colon)
            _entries(
                view,
                "about.formulas",
                [f"- {entry.link}  \n  {entry.method}  \n  {needs}{entry.needs}" for entry in made],
            )


def _entries(view: View, title: str, lines: list[str]) -> None:
    said = "\n".join(lines) or plain(view.say.t("about.formulas_none"))
    st.markdown(f"### {plain(view.say.t(title))}\n{said}")
