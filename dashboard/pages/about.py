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
from indicators.locale import Locale
from indicators.model import STATUSES, Pillar
from indicators.statistics.evidence import MIN_HEADLINE, MIN_RANKED
from indicators.trajectories.status import LONGEST_WINDOW, ON_TRACK, SLOW, WINDOW
from indicators.trajectories.status import METHODS as TARGET_METHODS

METHODS = (
    "reading",
    "missing",
    "parent",
    "rank",
    "headline",
    "change",
    "break",
    "group",
    "target",
)
"""The rules that are explained; docs/ranks.md has them in full."""
T = TypeVar("T")


def render(view: View) -> None:
    """Draw the page."""
    locale, catalogue = view.locale, view.dataset.catalogue
    st.markdown(
        f"# {plain(locale.text('about.heading', title=catalogue.title.get(view.language)))}"
    )
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
    st.markdown(
        f"## {plain(locale.text('about.pillars'))}\n{plain(locale.text('about.pillars_text'))}"
    )
    for pillar in catalogue.pillars.values():
        _pillar(view, pillar)


def _cached(view: View, key: Hashable, make: Callable[[], T]) -> T:
    """Worked out once for each dataset, language and address."""
    return view.dataset.cached(
        ("about page", key, view.language, tuple(url_state.link().items())), make
    )


def _section(view: View, title: str, lines: list[str]) -> None:
    st.markdown("\n\n".join([f"## {plain(view.locale.text(title))}", *lines]))


def _points(view: View, lines: list[tuple[str, str]]) -> str:
    return "\n".join(_point(view, name, text) for name, text in lines)


def _point(view: View, name: str, text: str) -> str:
    colon = view.locale.text("sentence.colon") if text else ""
    return f"- **{plain(name)}**{colon}{plain(text)}"


def _what(view: View) -> None:
    catalogue = view.dataset.catalogue
    spoken = [locale.name for locale in view.languages]
    lines = [
        catalogue.description.get(view.language),
        view.locale.text("about.what_text", place=view.name(catalogue.focus)),
        view.locale.text("about.languages", languages=wording.listing(spoken, view.language)),
    ]
    _section(view, "about.what", [plain(line) for line in lines if line])


def _methods(view: View) -> None:
    """Draw every rule behind a number on a page, with its thresholds as the code has them."""
    locale = view.locale
    values = {
        "share": wording.share(view.dataset.catalogue.coverage, 1.0, view.language),
        "years": WINDOW,
        "longest": LONGEST_WINDOW,
        "on_track": wording.share(ON_TRACK, 1.0, view.language),
        "slow": wording.share(SLOW, 1.0, view.language),
        "min_ranked": MIN_RANKED,
        "min_headline": MIN_HEADLINE,
    }
    rules = [
        (locale.text(f"about.method_{name}.title"), locale.text(f"about.method_{name}", **values))
        for name in METHODS
    ]
    target_methods = ["    - " + plain(_target_method(locale, name)) for name in TARGET_METHODS]
    _section(view, "about.methods", ["\n".join([_points(view, rules), *target_methods])])


def _target_method(locale: Locale, name: str) -> str:
    parts = (locale.text(f"about.target_{name}"), locale.text(f"target.method.{name}"))
    return locale.text("sentence.colon").join(parts)


def _glossary(view: View) -> None:
    statuses = [
        (wording.status(status, view.language), view.locale.text(f"about.status.{status}"))
        for status in STATUSES
    ]
    _section(
        view,
        "about.glossary",
        [plain(view.locale.text("about.glossary_text")), _points(view, statuses)],
    )


def _peers(view: View) -> None:
    groups = handbook.peers(view.dataset.catalogue, view.locale)
    lines = [plain(view.locale.text("about.peers_text" if groups else "about.peers_none"))]
    _section(view, "about.peers", [*lines, _points(view, groups)])


def _definitions(view: View) -> None:
    _section(view, "about.definitions", [plain(view.locale.text("about.definitions_text"))])


def _passing_on(view: View) -> None:
    """Sources, licences, and how to cite."""
    example = view.dataset.cached_for_day(
        view.today,
        ("citation", view.language),
        lambda: handbook.citation(view.dataset, view.locale, view.today),
    )
    source_count = inventory.count_text(
        "about.sources_text", len(view.dataset.catalogue.sources), view.locale
    )
    _section(view, "about.sources", [plain(source_count)])
    pages = st.session_state.get("pages")
    if pages:
        st.page_link(
            pages["data"],
            label=plain(view.locale.text("about.sources_all")),
            icon=":material/database:",
            query_params=url_state.link(view="sources"),
        )
    quoted = [f"> {plain(example)}"] if example else []
    _section(view, "about.cite", [plain(view.locale.text("about.cite_text")), *quoted])


def _using(view: View) -> None:
    """Addresses, keyboard, offline, version."""
    locale, catalogue = view.locale, view.dataset.catalogue
    example = "indicator?" + "&".join(
        f"{key}={value}"
        for key, value in {
            "indicator": next(iter(catalogue.indicators), ""),
            "place": catalogue.focus,
        }.items()
        if value
    )
    points = [
        (locale.text("about.address"), locale.text("about.address_text", example=example)),
        (locale.text("about.access"), locale.text("about.access_text")),
        (locale.text("about.server"), locale.text("about.offline")),
    ]
    version = getattr(indicators, "__version__", "")
    points += [(locale.text("about.version", version=version), "")] if version else []
    _section(view, "about.using", [_points(view, points)])


def _pillar(view: View, pillar: Pillar) -> None:
    """Draw a pillar's indicators, unfolded when asked for: as published, and as worked out here."""
    locale, catalogue = view.locale, view.dataset.catalogue
    read = _cached(
        view,
        ("published", pillar.id),
        lambda: handbook.published(catalogue, pillar.id, locale, url_state.link()),
    )
    computed = _cached(
        view,
        ("computed", pillar.id),
        lambda: handbook.computed(catalogue, pillar.id, locale, url_state.link()),
    )
    title = pillar.title.get(view.language)
    counts = (("about.count_published", len(read)), ("about.count_computed", len(computed)))
    texts = [locale.text(key, n=number) for key, number in counts if number]
    comma = locale.text("sentence.comma")
    label = locale.text("about.pillar_label", pillar=title, counts=comma.join(texts))
    with st.expander(plain(label)):
        if pillar.description:
            st.markdown(plain(pillar.description.get(view.language)))
        left, right = st.columns(2, gap="large")
        with left:
            _entries(view, "about.published", [f"- {entry.link}" for entry in read])
        with right:
            needs = plain(locale.text("indicator.needs")) + locale.text("sentence.colon")
            _entries(
                view,
                "about.formulas",
                [
                    f"- {entry.link}  \n  {entry.method}  \n  {needs}{entry.needs}"
                    for entry in computed
                ],
            )


def _entries(view: View, title: str, lines: list[str]) -> None:
    content = "\n".join(lines) or plain(view.locale.text("about.formulas_none"))
    # The HTML is the element that names another language; `plain` escapes all else.
    st.markdown(f"### {plain(view.locale.text(title))}\n{content}", unsafe_allow_html=True)
