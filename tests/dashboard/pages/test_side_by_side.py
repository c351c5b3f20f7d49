"""Two places that are compared are shown beside each other, also where two are too few for a rank."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views.comparison import values_download, values_table
from indicators import Dataset
from indicators.analysis import comparison as comparing
from indicators.analysis import correlation
from indicators.export.csvfile import table_to_csv
from indicators.locale import get_locale
from tests.dashboard import comparable
from tests.dashboard.figures import figures
from tests.dashboard.pages.test_compare_page import draw


def page(folder: Path, only: tuple[str, ...], **query: str) -> AppTest:
    """The compare page of a dashboard in which only these places have figures."""
    config = comparable.write(folder)
    file = folder / "data" / "b" / "b.csv"
    header, *lines = file.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.split(",")[1] in only]
    file.write_text("\n".join([header, *kept]) + "\n", encoding="utf-8")
    app = AppTest.from_function(draw, kwargs={"config": str(config)}, default_timeout=20)
    for key, value in {"lang": "en", **query}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize("view", ["profile", "ranks", "scatter"])
@pytest.mark.parametrize("places", ["", "AAA,BBB", "BBB"])
def test_two_places_alone_are_shown_side_by_side(tmp_path: Path, view: str, places: str) -> None:
    app = page(tmp_path, ("AAA", "BBB"), view=view, places=places)
    table = app.dataframe[0].value
    assert list(table.columns) == ["Indicator", "Unit", "Aland", "Beland"]
    rows = {row[0]: row[2:] for row in table.values.tolist()}
    assert rows["Internet users"] == ["50.0% (2023)", "70.0% (2023)"]
    assert rows["Cost of a line"] == ["$1 (2023)", "$2 (2023)"]
    assert any("Too few of these places" in one.value for one in app.markdown)
    assert not figures(app)


def test_one_place_alone_has_nobody_beside_it(tmp_path: Path) -> None:
    app = page(tmp_path, ("AAA",))
    assert [one.value.replace("\\", "") for one in app.info] == [
        "These places have too few recent figures in common to compare."
    ]


def test_a_place_of_another_level_stands_beside_the_chart(tmp_path: Path) -> None:
    app = page(tmp_path, (*comparable.USERS, "DDD"), places="BBB,P1")
    assert figures(app)
    rows = {row[0]: row[2:] for row in app.dataframe[-1].value.values.tolist()}
    assert rows["Internet users"] == ["50.0% (2023)", "70.0% (2023)", "1.0% (2023)"]
    assert rows["Cost of a line"] == ["$1 (2023)", "$2 (2023)", "–"]


PAIRS = {
    "two provinces": ("430000", "440000", "base_stations_province"),
    "two cities": ("430100", "440100", "gdp_city"),
    "two districts": ("430102", "430103", "gdp_district"),
    "two countries": ("CHN", "USA", "internet_users"),
    "two cities of which one publishes little": ("430100", "430200", "population_city"),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_shipped_pairs_are_compared(shipped: Dataset, pair: str) -> None:
    """Ranked among all of their level, drawn in colour, and held against each other in a table."""
    first, second, indicator = PAIRS[pair]
    scope = comparing.scope(shipped, first, (first, second))
    assert {first, second} <= set(scope.members)
    assert {first, second} <= set(comparing.comparable_places(shipped, scope.members))
    assert comparing.row_indicators(shipped, scope.members)
    rows = comparing.common_indicators(shipped, (first, second))
    assert (
        indicator in comparing.common_indicators(shipped, (first, second))
        or len(rows) == comparing.MAX_ROWS
    )
    shown = values_table(shipped, [indicator], (first, second), get_locale("en"))
    assert len(shown.rows) == 1 and "–" not in shown.rows[0]
    assert correlation.periods(shipped, indicator, indicator, (first, second))


def test_a_place_of_another_level_with_nothing_in_common_is_left_out(tmp_path: Path) -> None:
    """As Hunan beside China, whose figures are of other indicators: nothing is promised that is not
    there.
    """
    app = page(tmp_path, tuple(comparable.COST), places="BBB,P1", table="compare_profile")
    assert [one.value.replace("\\", "") for one in app.info] == [
        "Left out, because not of the same level as Aland: North."
    ]
    assert len(app.dataframe) == 1  # the table behind the chart


def test_what_leaves_holds_numbers_and_their_periods_apart(shipped: Dataset) -> None:
    """Growth of nominal GDP is negative for Changsha in 2023: a number with a hyphen, not words
    with a minus sign.
    """
    table = values_download(
        shipped, ["gdp_nominal_growth_city", "gdp_city"], ("430100", "420100"), get_locale("en")
    )
    assert table.header == ["Indicator", "Place", "Period", "Value", "Unit", "Status", "Source"]
    assert [row[1] for row in table.rows] == ["Changsha", "Wuhan", "Changsha", "Wuhan"]
    for row, (name, place) in zip(
        table.rows,
        [
            (name, place)
            for name in ("gdp_nominal_growth_city", "gdp_city")
            for place in ("430100", "420100")
        ],
        strict=True,
    ):
        newest = shipped.latest(name, place)
        assert newest is not None
        assert (row[2], row[3]) == (newest.period, newest.value)
    text = table_to_csv(list(table.header), [list(row) for row in table.rows], list(table.about))
    frame = pd.read_csv(io.StringIO(text), nrows=len(table.rows))
    assert frame["Value"].dtype == float
