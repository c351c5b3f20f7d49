"""indicators backtest: its tables, its file, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import load
from indicators.__main__ import main
from indicators.analysis.forecasting import indicator_scale, place_series
from indicators.trajectories.backtest import backtest, error_table, sample
from indicators.trajectories.errors import read_errors
from tests.conftest import Tiny

pytestmark = pytest.mark.usefixtures("spawning")

ROOT = Path(__file__).resolve().parents[3]
PROJECT = ["--project", str(ROOT)]


def test_the_tables_and_the_file_are_of_the_sample(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file has what the backtest of the same places gives, and the page its coverage.

    Five years ahead there are forecasts from four years only: too few.
    """
    target = tmp_path / "errors.csv"
    command = ["backtest", "urban_population", "--sample", "20", "--write", str(target)]
    assert main([*command, *PROJECT]) == 0
    tables = [table.splitlines() for table in capsys.readouterr().out.split("\n\n")]
    assert tables[0][0] == "5 years ahead"
    methods = [line.split("\t")[1] for line in tables[0][2:]]
    assert methods[0] == "drift of five years" and methods[-1] == "mean of the methods"
    assert [line.split("\t")[0] for line in tables[1][1:]] == ["urban_population"] * 4
    assert tables[1][0].split("\t")[4] == "origin years"
    assert tables[2][0].startswith("probability\t")

    written = read_errors(target.read_text(encoding="utf-8").splitlines())
    dataset = load(ROOT / "config.yaml", ROOT / "data", keep=False)
    places = sample(place_series(dataset, "urban_population"), 20, 1)
    scale = indicator_scale(dataset, "urban_population")
    expected = error_table(backtest(places, processes=1), {"urban_population": scale})
    assert set(written) == set(expected) == {("logit", "urban_population")}
    ours, theirs = (table["logit", "urban_population"] for table in (written, expected))
    for row, other in zip(ours.horizons, theirs.horizons, strict=True):
        assert (row.places, row.forecasts) == (other.places, other.forecasts)
        assert row.quantiles == pytest.approx(other.quantiles, rel=1e-3, abs=1e-4)
        assert row.coverage == pytest.approx(other.coverage, abs=0.02)


def test_what_few_places_lack_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Ten places make no interval: the table is empty, and the reason stands beside it."""
    assert main(["backtest", "hdi", "--sample", "10", *PROJECT]) == 0
    output = capsys.readouterr()
    assert len(output.out.split("\n\n")[1].splitlines()) == 1
    assert output.err == (
        "No intervals of their own: hdi. They take 20 places with forecasts from 5 years, up to "
        "10 years ahead, and errors to both sides.\n"
    )


def test_an_unknown_indicator_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", "internet_user", *PROJECT]) == 2
    assert "Did you mean 'internet_users'?" in capsys.readouterr().err


@pytest.mark.parametrize("horizon", ["0", "11", "x"])
def test_a_horizon_is_of_one_to_ten_years(horizon: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", "--horizon", horizon, *PROJECT]) == 2
    assert "--horizon: a whole number from 1 to 10 is expected" in capsys.readouterr().err


def test_figures_of_two_years_are_too_few(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["--project", str(tiny.root), "--lang", "zh", "backtest", "internet_users"]
    assert main(command) == 2
    assert capsys.readouterr().err == "internet_users：没有一个地区具备检验所需的数据。\n"


def test_a_file_that_cannot_be_written_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "none" / "errors.csv"
    command = ["backtest", "urban_population", "--sample", "2", "--write", str(target)]
    assert main([*command, *PROJECT]) == 2
    assert "errors.csv: cannot be written" in capsys.readouterr().err
