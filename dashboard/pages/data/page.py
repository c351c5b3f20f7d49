"""Data: every file and source with what it holds and how old it is, and everything that was wrong
with it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from dashboard import url_state
from dashboard.components.selector import choose_none, id_of, switch
from dashboard.pages.data import add as data_add
from dashboard.pages.data import holdings as data_holdings
from dashboard.pages.data.filters import choose_filter
from dashboard.pages.data.tables import date_column, link, number, table, text
from dashboard.url_state import View, plain
from dashboard.views import inventory, terms
from dashboard.views.problems import problem_line
from indicators import wording
from indicators.export.csvfile import table_to_csv
from indicators.locale import Locale
from indicators.text import printable

VIEWS = ("holdings", "files", "sources", "problems", "places", "breaks", "add")
VIEW_KEYS = ("file", "pillar", "level", "state", "terms")
"""Keys of the address that one view alone reads."""
MAX_LISTED = 60
"""Largest number of problems of one file, and of names of one level, that are listed."""
_COLUMN = st.column_config
T = TypeVar("T")


def render(view: View) -> None:
    """Draw the page."""
    st.markdown(f"# {plain(view.locale.text('data.title'))}")
    st.markdown(
        plain(_cached(view, "summary", lambda: inventory.summary(view.dataset, view.locale)))
    )
    if left_out := terms.left_out_sentence(view.dataset, view.locale):
        st.markdown(f":material/lock: {plain(left_out)}")
    _health(view)
    parts = {
        "holdings": data_holdings.render,
        "files": _files,
        "sources": _sources,
        "problems": _problems,
        "places": _places,
        "breaks": _breaks,
        "add": data_add.render,
    }
    parts[_view(view)](view)


def _cached(view: View, key: Hashable, make: Callable[[], T]) -> T:
    """Worked out once for each dataset, language and address."""
    return view.dataset.cached_for_address(
        ("data page", key, view.language, tuple(url_state.link().items())), make
    )


def _health(view: View) -> None:
    problems = inventory.fault_count(view.dataset)
    if problems:
        message = inventory.count_text("data.problems_count", problems, view.locale)
        st.warning(plain(message), icon=":material/report:")
    else:
        st.markdown(
            f":green[:material/check_circle: {plain(view.locale.text('data.problems_none'))}]"
        )


def _view(view: View) -> str:
    """Give the part of the page that the address names; problems come first where there are any."""
    order = (
        tuple(sorted(VIEWS, key="problems".__ne__))
        if inventory.fault_count(view.dataset)
        else VIEWS
    )
    views = view.choices(
        "view", lambda locale: {name: _view_name(view, locale, name) for name in order}
    )
    bare = {locale.text(f"data.view.{name}"): name for locale in view.languages for name in order}
    chosen = id_of(
        url_state.single(view, "view", replace(views, labels={**views.labels, **bare}), order[0])
    )
    switch(
        view,
        view.locale.text("data.show"),
        views.names,
        chosen,
        "data_view",
        lambda name: url_state.set_params(view=name, **dict.fromkeys(VIEW_KEYS, "")),
        wrap=True,
        label_visibility="collapsed",
    )
    return chosen


def _view_name(view: View, locale: Locale, name: str) -> str:
    counts = {
        "files": len(view.dataset.files),
        "sources": len(view.dataset.catalogue.sources),
        "problems": inventory.fault_count(view.dataset),
    }
    title = locale.text(f"data.view.{name}")
    return (
        locale.text("sentence.aside", text=title, aside=counts[name]) if counts.get(name) else title
    )


def _files(view: View) -> None:
    locale = view.locale
    rows = _cached(view, "files", lambda: inventory.files(view.dataset, locale))
    if not rows:
        st.info(plain(locale.text("data.files_none")), icon=":material/folder_open:")
        return
    table(
        view,
        rows,
        {
            "file": text(view, "data.file", 255),
            "publisher": text(view, "data.publisher", 215),
            "periods": text(view, "data.periods", 150),
            "rows": number(view, "data.rows", 75),
            "figures": number(view, "data.figures", 80),
            "missing": number(view, "data.missing", 95),
            "left_out": number(view, "data.rows_left_out", 90),
            "left_out_by_terms": number(view, "data.left_out_by_terms", 130),
            "indicators": number(view, "data.indicators", 85),
            "places": number(view, "data.places", 70),
            "problems": number(view, "data.problems", 80),
            "size": number(view, "data.size_kb", 80),
            "retrieved": date_column(view, "data.retrieved"),
        },
        "files",
    )
    _file(view, [row["file"] for row in rows])


def _file(view: View, names: list[str]) -> None:
    """Draw one file: its indicators, and its problems by line."""
    files = view.choices("file", lambda _: {name: printable(name) for name in names})
    chosen = id_of(url_state.single(view, "file", files))
    choose_none(
        view,
        view.locale.text("data.choose_file"),
        files.names,
        chosen,
        "data_file",
        lambda name: url_state.set_params(view="files", file=name),
        placeholder=view.locale.text("data.choose_file_hint"),
    )
    if chosen:
        _indicators_of(view, chosen)
        _problems_of(view, chosen)


def _indicators_of(view: View, name: str) -> None:
    rows = _cached(
        view,
        ("indicators of", name),
        lambda: inventory.indicators_of(view.dataset, name, view.locale, url_state.link()),
    )
    st.markdown(f"### {plain(view.locale.text('data.indicators_of', file=name))}")
    table(
        view,
        rows,
        {
            "indicator": link(view),
            "code": text(view, "indicator.code", 190),
            "unit": text(view, "app.unit", 260),
            "periods": text(view, "data.periods", 150),
            "figures": number(view, "data.figures"),
            "places": number(view, "data.places"),
        },
        "file_indicators",
    )


def _problems_of(view: View, name: str) -> None:
    file_problems = inventory.problems_of(view.dataset, name)
    st.markdown(f"### {plain(view.locale.text('data.problems_of', file=name))}")
    if not file_problems:
        st.caption(plain(view.locale.text("data.file_fine")))
    lines = [
        f"- {plain(problem_line(problem, view.locale))}" for problem in file_problems[:MAX_LISTED]
    ]
    hidden = len(file_problems) - MAX_LISTED
    if hidden > 0:
        lines.append("- " + plain(inventory.count_text("data.more", hidden, view.locale)))
    st.markdown("\n".join(lines))


def _problems(view: View) -> None:
    rows = _cached(view, "problems", lambda: inventory.problems(view.dataset, view.locale))
    if not rows:
        st.caption(plain(view.locale.text("data.problems_none")))
        return
    columns = {
        "severity": ("data.severity", 100),
        "file": ("data.file", 210),
        "line": ("data.line", 70),
        "column": ("data.column", 90),
        "what": ("data.problem_what", 330),
        "found": ("data.problem_found", 150),
        "expected": ("data.problem_expected", 200),
        "do": ("data.problem_do", 330),
    }
    table(
        view,
        rows,
        {
            **{name: text(view, key, width) for name, (key, width) in columns.items()},
            "line": number(view, "data.line", 70, "%d"),
        },
        "problems",
    )
    header = [view.locale.text(key) for key, _ in columns.values()]
    title = view.dataset.catalogue.title.get(view.language)
    st.download_button(
        view.locale.text("data.download_problems"),
        lambda: table_to_csv(
            header,
            [_csv_row(row, columns) for row in rows],
            [(title, wording.date(view.today, view.language))],
        ),
        "problems.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _csv_row(row: inventory.Row, columns: Iterable[str]) -> list[Any]:
    cells = {name: value for name, value in row.items() if value is not None}
    return [cells.get(name, "") for name in columns]


def _sources(view: View) -> None:
    chosen = choose_filter(view, "terms", "data.terms", "data.terms_all", inventory.terms_names)
    rows = view.dataset.cached_for_day(
        view.today,
        ("sources", view.language, chosen),
        lambda: inventory.sources(view.dataset, view.locale, view.today, chosen),
    )
    if not rows:
        st.caption(plain(view.locale.text("data.sources_none")))
        return
    table(
        view,
        rows,
        {
            "publisher": text(view, "data.publisher", 230),
            "title": text(view, "data.source_title", 330),
            "year": text(view, "data.year", 70),
            "newest": text(view, "data.newest", 120),
            "age": text(view, "data.age", 110),
            "retrieved": date_column(view, "data.retrieved"),
            "terms": text(view, "data.terms", 130),
            "licence": text(view, "data.licence", 160),
            "indicators": number(view, "data.indicators", 85),
            "figures": number(view, "data.figures", 90),
            "url": _COLUMN.LinkColumn(
                view.locale.text("data.web"),
                width=170,
                display_text="https?://([^/?#]+)",
                alignment="left",
            ),
            "note": text(view, "app.note", 400),
        },
        "sources",
    )
    _obtained(view)
    st.markdown(f"### {plain(view.locale.text('data.terms_heading'))}")
    table(
        view,
        inventory.terms_meanings(view.locale),
        {"terms": text(view, "data.terms", 160), "means": text(view, "data.means", 700)},
        "terms",
    )
    st.markdown(f"### {plain(view.locale.text('data.statuses'))}")
    table(
        view,
        _cached(view, "statuses", lambda: inventory.statuses(view.dataset, view.locale)),
        {
            "status": text(view, "app.status", 160),
            "figures": number(view, "data.figures", 110),
            "share": text(view, "data.share", 90),
            "means": text(view, "data.means", 600),
        },
        "statuses",
    )


def _obtained(view: View) -> None:
    """Say, folded, how the figures of each source came here."""
    rows = _cached(view, "obtained", lambda: inventory.obtained(view.dataset, view.locale))
    if not rows:
        return
    with st.expander(plain(view.locale.text("indicator.obtained"))):
        columns = {"source": text(view, "app.source", 420), "via": text(view, "indicator.via", 700)}
        table(view, rows, columns, "obtained")


def _places(view: View) -> None:
    locale = view.locale
    st.markdown(f"### {plain(locale.text('data.unknown_places'))}")
    unknown = _cached(
        view, "unknown places", lambda: inventory.unknown_places(view.dataset, locale)
    )
    if unknown:
        st.caption(plain(locale.text("data.unknown_places_help")))
        table(
            view,
            unknown,
            {
                "name": text(view, "data.as_written", 200),
                "nearest": text(view, "data.nearest", 200),
                "where": text(view, "data.problem_where", 320),
                "do": text(view, "data.problem_do", 520),
            },
            "unknown_places",
        )
    else:
        st.caption(plain(locale.text("data.unknown_places_none")))
    st.markdown(f"### {plain(locale.text('data.unused_places'))}")
    st.markdown("\n\n".join(_cached(view, "unused places", lambda: _unused(view))))


def _unused(view: View) -> list[str]:
    lines = []
    for level, names in inventory.unused_places(view.dataset, view.locale):
        hidden = len(names) - MAX_LISTED
        listing = view.locale.text("sentence.list").join(names[:MAX_LISTED])
        if hidden > 0:
            listing += view.locale.text("sentence.semicolon") + inventory.count_text(
                "data.more", hidden, view.locale
            )
        level_title = view.dataset.catalogue.level_title(level, view.language)
        title = view.locale.text("data.unused_level", level=level_title, n=len(names))
        lines.append(f"**{plain(title)}**{view.locale.text('sentence.colon')}{plain(listing)}")
    return lines or [plain(view.locale.text("data.unused_places_none"))]


def _breaks(view: View) -> None:
    rows = _cached(
        view, "breaks", lambda: inventory.breaks(view.dataset, view.locale, url_state.link())
    )
    st.caption(plain(view.locale.text("data.breaks_help" if rows else "data.breaks_none")))
    if rows:
        table(
            view,
            rows,
            {
                "indicator": link(view),
                "place": text(view, "app.place", 160),
                "period": text(view, "app.period", 120),
                "note": text(view, "app.note", 600),
            },
            "breaks",
        )
