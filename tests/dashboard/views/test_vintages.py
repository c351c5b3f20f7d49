"""Moments in words and addresses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.views import vintages as vintageview
from indicators.analysis.revisions import Moment
from indicators.locale import get_locale

EN, ZH = get_locale("en"), get_locale("zh")
CHANGSHA = ZoneInfo("Asia/Shanghai")
JUNE, JULY, LATER = (
    datetime(2026, 6, 3, 9, 20, 7, 125, tzinfo=UTC),
    datetime(2026, 7, 1, 20, 0, tzinfo=UTC),
    datetime(2026, 7, 1, 21, 30, tzinfo=UTC),
)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
MOMENTS = tuple(
    Moment(when, number, ("a.csv",), "folder", "")
    for number, when in ((3, LATER), (2, JULY), (1, JUNE))
)


def test_since_when_and_what_changed() -> None:
    added = [replace(MOMENTS[2], channel="command")]
    assert (
        vintageview.history_sentence(added, ZoneInfo("UTC"), EN) == "Stored here since 3 Jun 2026."
    )
    assert (
        vintageview.history_sentence(MOMENTS, ZoneInfo("UTC"), EN)
        == "Stored here since 3 Jun 2026; its files changed on 1 Jul 2026."
    )
    assert "2026年6月3日" in vintageview.history_sentence(
        MOMENTS, CHANGSHA, ZH
    ) and "7月2日" in vintageview.history_sentence(MOMENTS, CHANGSHA, ZH)
    assert vintageview.history_sentence((), CHANGSHA, ZH) == ""


def test_the_day_on_which_a_copy_was_first_started_is_no_date_of_its_files() -> None:
    assert vintageview.history_sentence(MOMENTS[2:], CHANGSHA, EN) == ""


def test_moments_of_one_day_are_told_with_their_time() -> None:
    assert vintageview.moment_labels(MOMENTS, ZoneInfo("UTC"), EN) == {
        3: "1 Jul 2026, 21:30",
        2: "1 Jul 2026, 20:00",
        1: "3 Jun 2026",
    }


@pytest.mark.parametrize(
    ("text", "commit"),
    [
        ("2026-06-03", 1),
        ("2026-06-30", 1),
        ("2026-07-01", 3),
        ("2026-07-01T20:00", 2),
        ("2026-07-01T20:30:00Z", 2),
        ("2026-06-03T09:20:07.000125Z", 1),
    ],
)
def test_a_day_or_time_is_the_newest_moment_up_to_its_end(text: str, commit: int) -> None:
    found, why = vintageview.resolve_moment(text, MOMENTS, ZoneInfo("UTC"), EN, NOW)
    assert found is not None and why == "" and found.moment.commit == commit
    assert found.newest == (commit == 3)


def test_a_day_is_the_visitors_own() -> None:
    """20:00 UTC on the first is the second in Changsha."""
    found, _ = vintageview.resolve_moment("2026-07-01", MOMENTS, CHANGSHA, EN, NOW)
    assert found is not None and found.moment.commit == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yesterday", "“yesterday” in the address is not a date; today’s figures are shown."),
        ("2026-02-30", "“2026-02-30” in the address is not a date; today’s figures are shown."),
        (
            "<script>alert(1)</script>",
            "“<script>alert(1)</script>” in the address is not a date; today’s figures are shown.",
        ),
        ("2027-01-01", "1 Jan 2027 is in the future; today’s figures are shown."),
        (
            "2026-01-01",
            "No figures were stored here on 1 Jan 2026; the first were added on 3 Jun 2026. "
            "Today’s are shown.",
        ),
    ],
)
def test_a_moment_that_cannot_be_had_is_told(text: str, said: str) -> None:
    assert vintageview.resolve_moment(text, MOMENTS, ZoneInfo("UTC"), EN, NOW) == (None, said)


def test_an_address_is_exact_and_comes_back() -> None:
    text = vintageview.moment_address(MOMENTS[2])
    assert text == "2026-06-03T09:20:07.000125Z"
    found, _ = vintageview.resolve_moment(text, MOMENTS, CHANGSHA, EN, NOW)
    assert found is not None and found.when == JUNE and found.label == "3 Jun 2026"


def test_an_unknown_time_zone_is_utc() -> None:
    assert (
        vintageview.time_zone("Mars/Olympus").key == "UTC"
        and vintageview.time_zone(None).key == "UTC"
    )
