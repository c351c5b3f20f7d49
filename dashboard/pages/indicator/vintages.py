"""Figures as they were known on a day, on the indicator page: the banner, the choice of a moment,
and what was revised.

Nothing is read again unless the address names a moment (`known`, and `against` for what it is
compared with).
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
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
from dashboard.views.problems import error_text
from dashboard.views.vintages import AsOf, Vintage, VintageDiff
from indicators import ConfigError, Dataset, Indicator, history, load
from indicators.analysis.revisions import Moment, Revisions, changes, moments, revisions
from indicators.export.csvfile import table_to_csv
from indicators.history import HistoryError
from indicators.model import Terms

ADDRESS_KEYS = ("known", "against")
MAX_DATASETS = 2
"""Largest number of older datasets in memory, for all visitors together."""


@dataclass(frozen=True)
class AsOfView:
    """The figures of a moment. `dataset` is today's own where nothing has changed since."""

    dataset: Dataset
    as_of: AsOf

    @property
    def day(self) -> str:
        """The day for a file's name."""
        return self.as_of.when.strftime("%Y-%m-%d")


@st.cache_resource(max_entries=MAX_DATASETS, show_spinner=False)
def _dataset(
    key: str, _config: Path, _data: Path, _when: datetime, _terms: Mapping[str, Terms]
) -> Dataset:
    """Give the dataset as known at a moment, under today's terms of its sources.

    `key` is the mark of all that it is made from.
    """
    return load(_config, history.view(_data, _when), terms=_terms)


@st.cache_resource(max_entries=8, show_spinner=False)
def _revisions(
    keys: tuple[str, str], _before: Dataset, _after: Dataset, indicator: str, breakdown: str
) -> Revisions:
    return revisions(_before, _after, indicator, breakdown)


def as_of_view(view: View, indicator: Indicator) -> AsOfView | None:
    """Return the moment that the address asks for, with its figures; None where it asks for none,
    or none that there is.
    """
    return _as_of_or_reason(view, indicator, "known")[0]


def banner(view: View, indicator: Indicator) -> None:
    """Draw the day whose figures the page shows and a button back to today, or why it cannot be
    shown.
    """
    view_as_of, why = _as_of_or_reason(view, indicator, "known")
    if why:
        st.info(plain(why), icon=":material/link_off:")
    if view_as_of is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="as_known"):
        text = view.locale.text(
            "vintage.banner_newest" if view_as_of.as_of.newest else "vintage.banner",
            date=view_as_of.as_of.label,
        )
        st.markdown(f":material/history: **{plain(text)}**", width="content")
        # No link: one to the page that is open leaves the address as it was.
        st.button(
            view.locale.text("vintage.back"),
            icon=":material/today:",
            on_click=lambda: url_state.set_params(**dict.fromkeys(ADDRESS_KEYS, "")),
        )


def _as_of_or_reason(view: View, indicator: Indicator, key: str) -> tuple[AsOfView | None, str]:
    """Give the moment under a key of the address, or why there is none of it."""
    text = st.query_params.get(key, "")
    if not text:
        return None, ""
    try:
        as_of, why = vintageview.resolve_moment(
            text, _moments(view, indicator), _zone(), view.locale, datetime.now(UTC)
        )
        if as_of is None:
            return None, why
        return _figures(view, indicator, as_of)
    except (HistoryError, ConfigError, OSError) as error:
        logging.getLogger(__name__).warning(
            "the figures known at %r cannot be read: %s", text, error
        )
        return None, view.locale.text(
            "vintage.lost", date=text[:60], why=error_text(error, view.locale)
        )


def _figures(view: View, indicator: Indicator, as_of: AsOf) -> tuple[AsOfView | None, str]:
    if as_of.newest:
        return AsOfView(view.dataset, as_of), ""
    dataset = _read(view, as_of)
    if not dataset.breakdowns(indicator.id) or view.place not in dataset.catalogue.places:
        return None, view.locale.text("vintage.not_then", date=as_of.label)
    return AsOfView(dataset, as_of), ""


def _read(view: View, as_of: AsOf) -> Dataset:
    """Load the folder as it was after the last change before the moment, with today's config."""
    moment = max(
        commit.when for commit in changes(view.dataset, live().data) if commit.when <= as_of.when
    )
    terms = {name: source.terms for name, source in view.dataset.catalogue.sources.items()}
    key = _mark(view.dataset, moment) + _digest(repr(sorted(terms.items())).encode())
    with st.spinner(view.locale.text("vintage.reading", date=as_of.label)):
        return _dataset(key, live().config, live().data, moment, terms)


def _mark(dataset: Dataset, moment: datetime) -> str:
    """Give the key of an older dataset: the files of that moment, and today's config."""
    data = live().data
    files = dataset.cached(
        ("files", str(data), moment),
        lambda: _digest(json.dumps(history.tree(data, moment), sort_keys=True).encode()),
    )
    return files + _digest(live().config.read_bytes())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _moments(view: View, indicator: Indicator) -> tuple[Moment, ...]:
    return moments(view.dataset, live().data, indicator.id)


def _zone() -> ZoneInfo:
    return vintageview.time_zone(st.context.timezone)


def panel(view: View, indicator: Indicator) -> None:
    """Say since when the figures are kept here; where there are older ones, the choice between them
    and what was revised.
    """
    try:
        moments_here = _moments(view, indicator)
        doubts = history.unreliable_records(live().data, changes(view.dataset, live().data))
    except HistoryError as error:
        st.caption(plain(view.locale.text("vintage.history", why=error_text(error, view.locale))))
        return
    if since := vintageview.history_sentence(moments_here, _zone(), view.locale):
        st.caption(plain(since))
    for line in vintageview.doubt_lines(doubts, _zone(), view.locale):
        st.caption(f":material/warning: {plain(line)}")
    if len(moments_here) > 1:
        with st.expander(
            view.locale.text("vintage.title"),
            expanded=bool(st.query_params.get("known")),
            icon=":material/history:",
        ):
            _choice(view, moments_here)
            _compared(view, indicator)


def _choice(view: View, moments_here: Sequence[Moment]) -> None:
    """Draw two lists to choose from; the newest moment is today."""
    names = vintageview.moment_labels(moments_here, _zone(), view.locale)
    options = {"": view.locale.text("vintage.now")} | {
        vintageview.moment_address(moment): vintageview.moment_option(
            moment, names[moment.commit], view.locale
        )
        for moment in moments_here[1:]
    }
    left, right = st.columns(2)
    with left:
        _pick(
            view,
            "known",
            view.locale.text("vintage.pick"),
            options,
            _chosen(view, moments_here, "known"),
        )
    if st.query_params.get("known"):
        with right:
            _pick(
                view,
                "against",
                view.locale.text("vintage.against"),
                options,
                _chosen(view, moments_here, "against"),
            )
    st.caption(plain(view.locale.text("vintage.zone", zone=_zone().key)))


def _chosen(view: View, moments_here: Sequence[Moment], key: str) -> str:
    """Say which option the address stands for."""
    as_of, _ = vintageview.resolve_moment(
        st.query_params.get(key, ""), moments_here, _zone(), view.locale, datetime.now(UTC)
    )
    return "" if as_of is None or as_of.newest else vintageview.moment_address(as_of.moment)


def _pick(view: View, key: str, label: str, options: dict[str, str], chosen: str) -> None:
    choose(view, label, options, chosen, key, lambda name: url_state.set_params(**{key: name}))


def _compared(view: View, indicator: Indicator) -> None:
    """Draw what differs between the moment and today, or the other moment: in words, and as tables
    to take along.
    """
    first, _ = _as_of_or_reason(view, indicator, "known")
    if first is None:
        return
    second, why = _as_of_or_reason(view, indicator, "against")
    if why:
        st.info(plain(why), icon=":material/link_off:")
    diff = _between(view, indicator, first, second)
    for line in vintageview.redefinition_lines(diff):
        st.markdown(f"- {plain(line)}")
    place = indicatorview.place_with_values(
        view.dataset, indicator.id, view.place, diff.revisions.breakdown
    )
    tabs = ((place, diff.name(place)), ("", view.locale.text("vintage.all_places")))
    for tab, (code, _) in zip(st.tabs([plain(name) for _, name in tabs]), tabs, strict=True):
        with tab:
            st.markdown(plain(vintageview.revision_summary(diff, code)))
            _table(view, vintageview.revision_table(diff, code), code or "all")


def _between(
    view: View, indicator: Indicator, first: AsOfView, second: AsOfView | None
) -> VintageDiff:
    """Give the earlier moment and the later; today is the latest."""
    ends = [(one.dataset, one.as_of.label, one.as_of.when) for one in (first, second) if one]
    ends.sort(key=lambda end: end[2])
    (earlier, earlier_name, _), *rest_of_ends = ends
    later_dataset, later_name = (
        rest_of_ends[0][:2] if rest_of_ends else (view.dataset, view.locale.text("vintage.today"))
    )
    address = st.query_params.get("breakdown", "")
    breakdown = (
        address
        if address in later_dataset.breakdowns(indicator.id)
        else indicatorview.default_breakdown(later_dataset, indicator.id)
    )
    revised = _revisions(
        (earlier.fingerprint, later_dataset.fingerprint),
        earlier,
        later_dataset,
        indicator.id,
        breakdown,
    )
    return VintageDiff(
        revised, Vintage(earlier, earlier_name), Vintage(later_dataset, later_name), view.locale
    )


def _table(view: View, content: ChartWithTable | None, key: str) -> None:
    if content is None:
        return
    st.dataframe(
        content.table,
        hide_index=True,
        key=f"revisions_{key}",
        placeholder="",
        height="auto" if len(content.rows) < 12 else 420,
    )
    st.download_button(
        view.locale.text("indicator.download_csv"),
        lambda: table_to_csv(
            list(content.header), [list(row) for row in content.rows], list(content.about)
        ),
        f"{content.name}.csv",
        "text/csv",
        key=f"revisions_csv_{key}",
        on_click="ignore",
        icon=":material/download:",
    )
