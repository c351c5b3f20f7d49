"""Figures as they were known on a day, on the indicator page: the banner, the choice of a moment, and what was revised.

Nothing is read again unless the address names a moment (`known`, and `against` for what it is compared with).
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import url_state
from dashboard.components.selector import choose
from dashboard.live_dataset import live
from dashboard.url_state import View, plain
from dashboard.views import indicator as indicatorview
from dashboard.views import vintages as vintageview
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.vintages import AsOf, VintageDiff
from indicators import ConfigError, Dataset, Indicator, history, load
from indicators.analysis.revisions import Moment, Revisions, changes, moments, revisions
from indicators.export.csvfile import table_to_csv
from indicators.history import HistoryError

ASKED = ("known", "against")
KEPT = 2
"""So many older datasets at most are held in memory, for all visitors together."""


@dataclass(frozen=True)
class AsOfView:
    """The figures of a moment. `dataset` is today's own where nothing has changed since."""

    dataset: Dataset
    wanted: AsOf

    @property
    def day(self) -> str:
        """The day for a file's name."""
        return self.wanted.when.strftime("%Y-%m-%d")


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _dataset(key: str, _config: Path, _data: Path, _when: datetime) -> Dataset:
    """The dataset as known at a moment; `key` is the mark of all that it is made from."""
    return load(_config, history.view(_data, _when))


@st.cache_resource(max_entries=8, show_spinner=False)
def _revisions(
    keys: tuple[str, str], _before: Dataset, _after: Dataset, indicator: str, breakdown: str
) -> Revisions:
    return revisions(_before, _after, indicator, breakdown)


def then(view: View, entry: Indicator) -> AsOfView | None:
    """The moment that the address asks for, with its figures; None where it asks for none, or none that there is."""
    return _asked(view, entry, "known")[0]


def banner(view: View, entry: Indicator) -> None:
    """Whose day the page shows and the way back to today; a sentence where the day asked for cannot be shown."""
    found, why = _asked(view, entry, "known")
    if why:
        st.info(plain(why), icon=":material/link_off:")
    if found is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="as_known"):
        said = view.say.t(
            "vintage.banner_newest" if found.wanted.newest else "vintage.banner",
            date=found.wanted.said,
        )
        st.markdown(f":material/history: **{plain(said)}**", width="content")
        # No link: one to the page that is open leaves the address as it was.
        st.button(
            view.say.t("vintage.back"),
            icon=":material/today:",
            on_click=lambda: url_state.keep(**dict.fromkeys(ASKED, "")),
        )


def _asked(view: View, entry: Indicator, key: str) -> tuple[AsOfView | None, str]:
    """The moment under a key of the address, or why there is none of it."""
    text = st.query_params.get(key, "")
    if not text:
        return None, ""
    try:
        wanted, why = vintageview.wanted(
            text, _moments(view, entry), _zone(), view.say, datetime.now(UTC)
        )
        if wanted is None:
            return None, why
        return _figures(view, entry, wanted)
    except (HistoryError, ConfigError, OSError) as wrong:
        logging.getLogger(__name__).warning(
            "the figures known at %r cannot be read: %s", text, wrong
        )
        return None, view.say.t("vintage.lost", date=text[:60], why=str(wrong))


def _figures(view: View, entry: Indicator, wanted: AsOf) -> tuple[AsOfView | None, str]:
    if wanted.newest:
        return AsOfView(view.dataset, wanted), ""
    dataset = _read(view, wanted)
    if not dataset.breakdowns(entry.id) or view.place not in dataset.catalogue.places:
        return None, view.say.t("vintage.not_then", date=wanted.said)
    return AsOfView(dataset, wanted), ""


def _read(view: View, wanted: AsOf) -> Dataset:
    """The folder as it was after the last change before the moment, read with today's config."""
    at = max(
        commit.when for commit in changes(view.dataset, live().data) if commit.when <= wanted.when
    )
    with st.spinner(view.say.t("vintage.reading", date=wanted.said)):
        return _dataset(_mark(view.dataset, at), live().config, live().data, at)


def _mark(dataset: Dataset, at: datetime) -> str:
    """What an older dataset is made from: the files of that moment, and the config of today."""
    data = live().data
    files = dataset.cached(
        ("files", str(data), at),
        lambda: _digest(json.dumps(history.tree(data, at), sort_keys=True).encode()),
    )
    return files + _digest(live().config.read_bytes())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _moments(view: View, entry: Indicator) -> tuple[Moment, ...]:
    return moments(view.dataset, live().data, entry.id)


def _zone() -> ZoneInfo:
    return vintageview.zone_of(st.context.timezone)


def panel(view: View, entry: Indicator) -> None:
    """Since when the figures are kept here; where there are older ones, the choice between them and what was revised."""
    try:
        known = _moments(view, entry)
        doubts = history.unreliable_records(live().data, changes(view.dataset, live().data))
    except HistoryError as wrong:
        st.caption(plain(view.say.t("vintage.history", why=str(wrong))))
        return
    if known:
        st.caption(plain(vintageview.since(known, _zone(), view.say)))
    for line in vintageview.doubtful(doubts, _zone(), view.say):
        st.caption(f":material/warning: {plain(line)}")
    if len(known) > 1:
        with st.expander(
            view.say.t("vintage.title"),
            expanded=bool(st.query_params.get("known")),
            icon=":material/history:",
        ):
            _choice(view, known)
            _compared(view, entry)


def _choice(view: View, known: Sequence[Moment]) -> None:
    """Two lists to choose from; the newest moment is today."""
    said = vintageview.labels(known, _zone(), view.say)
    options = {"": view.say.t("vintage.now")} | {
        vintageview.address(one): vintageview.option(one, said[one.commit], view.say)
        for one in known[1:]
    }
    left, right = st.columns(2)
    with left:
        _pick(view, "known", view.say.t("vintage.pick"), options, _chosen(view, known, "known"))
    if st.query_params.get("known"):
        with right:
            _pick(
                view,
                "against",
                view.say.t("vintage.against"),
                options,
                _chosen(view, known, "against"),
            )
    st.caption(plain(view.say.t("vintage.zone", zone=_zone().key)))


def _chosen(view: View, known: Sequence[Moment], key: str) -> str:
    """Which option the address stands for."""
    wanted, _ = vintageview.wanted(
        st.query_params.get(key, ""), known, _zone(), view.say, datetime.now(UTC)
    )
    return "" if wanted is None or wanted.newest else vintageview.address(wanted.moment)


def _pick(view: View, key: str, label: str, options: dict[str, str], chosen: str) -> None:
    choose(view, label, options, chosen, key, lambda name: url_state.keep(**{key: name}))


def _compared(view: View, entry: Indicator) -> None:
    """What differs between the moment and today, or the other moment: in words, and as tables to take along."""
    first, _ = _asked(view, entry, "known")
    if first is None:
        return
    other, why = _asked(view, entry, "against")
    if why:
        st.info(plain(why), icon=":material/link_off:")
    compared = _between(view, entry, first, other)
    for line in vintageview.redefined(compared):
        st.markdown(f"- {plain(line)}")
    place = indicatorview.whose(view.dataset, entry.id, view.place, compared.found.breakdown)
    tabs = ((place, compared.name(place)), ("", view.say.t("vintage.all_places")))
    for tab, (code, _) in zip(st.tabs([plain(name) for _, name in tabs]), tabs, strict=True):
        with tab:
            st.markdown(plain(vintageview.summary(compared, code)))
            _table(view, vintageview.revised(compared, code), code or "all")


def _between(view: View, entry: Indicator, first: AsOfView, other: AsOfView | None) -> VintageDiff:
    """The earlier moment and the later; today is the latest."""
    ends = [(one.dataset, one.wanted.said, one.wanted.when) for one in (first, other) if one]
    ends.sort(key=lambda end: end[2])
    (before, said, _), *more = ends
    after, later = more[0][:2] if more else (view.dataset, view.say.t("vintage.today"))
    asked = st.query_params.get("breakdown", "")
    breakdown = (
        asked
        if asked in after.breakdowns(entry.id)
        else indicatorview.default_breakdown(after, entry.id)
    )
    found = _revisions((before.fingerprint, after.fingerprint), before, after, entry.id, breakdown)
    return VintageDiff(found, (before, said), (after, later), view.say)


def _table(view: View, shown: ChartWithTable | None, key: str) -> None:
    if shown is None:
        return
    st.dataframe(
        shown.table,
        hide_index=True,
        key=f"revisions_{key}",
        placeholder="",
        height="auto" if len(shown.rows) < 12 else 420,
    )
    st.download_button(
        view.say.t("indicator.download_csv"),
        lambda: table_to_csv(
            list(shown.header), [list(row) for row in shown.rows], list(shown.about)
        ),
        f"{shown.name}.csv",
        "text/csv",
        key=f"revisions_csv_{key}",
        on_click="ignore",
        icon=":material/download:",
    )
