"""Loading again after a change gives what loading afresh gives, and reads no other file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators import Dataset, data_folder, load
from indicators.ingest import files as reading
from tests.indicators.ingest.test_match_series import WORLD_BANK

if TYPE_CHECKING:
    from tests.conftest import Tiny

FACTS = "data/world/facts.csv"
MADE = """indicators:
  offline: {unit: "% of population", pillar: networks, formula: 100 - internet_users}
  gdp_per_head: {unit: yuan per person, pillar: networks, formula: gdp / population, weight: population}
"""
MORE = "indicator,place,period,breakdown,value,unit,status,source,note\n"


def shown(dataset: Dataset) -> dict[str, object]:
    """Every figure in words, and every problem: what two datasets must agree in."""
    frames = {
        name: dataset.select(name, breakdown=None)
        .sort_values(["breakdown", "place", "period"])
        .to_csv(index=False)
        for name in dataset.catalogue.indicators
    }
    return {
        "figures": frames,
        "problems": sorted(map(str, dataset.problems)),
        "files": dataset.files,
        "fingerprint": dataset.fingerprint,
        "pillars": list(dataset.catalogue.pillars),
        "sources": sorted(dataset.catalogue.sources),
    }


def again(tiny: Tiny, before: Dataset) -> Dataset:
    """Loaded on the basis of what was there, and held against loading afresh."""
    found = load(tiny.config, tiny.data, keep=False, before=before)
    assert shown(found) == shown(tiny.load())
    return found


def test_a_changed_figure_moves_what_is_computed_from_it(tiny: Tiny) -> None:
    before = tiny.write("data/made.yaml", MADE).load()
    tiny.change(FACTS, "NET,CCC,2023,total,30,", "NET,CCC,2023,total,45,")
    after = again(tiny, before)
    assert after.latest("internet_users", "CCC").value == 45  # type: ignore[union-attr]
    assert after.latest("offline", "CCC").value == 55  # type: ignore[union-attr]


def test_only_the_changed_file_is_read(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tiny.write("data/other.csv", MORE + "NET,CCC,2022,total,20,,,,\n").load()
    read: list[str] = []
    real = reading.read_file

    def spy(path: Path, name: str, known: reading.ReadContext) -> reading.FileObservations:
        read.append(name)
        return real(path, name, known)

    monkeypatch.setattr(reading, "read_file", spy)
    tiny.write("data/other.csv", MORE + "NET,CCC,2022,total,21,,,,\n")
    after = load(tiny.config, tiny.data, keep=False, before=before)
    assert read == ["other.csv"]
    assert after.latest("internet_users", "CCC", period="2022").value == 21  # type: ignore[union-attr]


def test_files_come_and_go(tiny: Tiny) -> None:
    now = tiny.load()
    now = again(tiny.write("data/wb.csv", WORLD_BANK), now)
    now = again(
        tiny.write("data/new.csv", MORE + "NET,BBB,1999,total,5,,,,\nNET,AAA,2022,total,51,,,,\n"),
        now,
    )
    assert now.latest("internet_users", "AAA", period="2022").value == 51  # type: ignore[union-attr]
    (tiny.data / "new.csv").unlink()
    now = again(tiny, now)
    assert now.latest("internet_users", "AAA", period="2022").value == 50  # type: ignore[union-attr]  # the older one is back
    (tiny.data / "wb.csv").unlink()
    again(tiny, now)


def test_sums_of_groups_do_not_go_into_formulas(tiny: Tiny) -> None:
    """Formulas rest on places; a group's figure is a mean of their results, whichever of the inputs
    changed.
    """
    now = tiny.write("data/made.yaml", MADE).load()
    for old, new in (
        ("POP,AAA,2023,total,100,", "POP,AAA,2023,total,120,"),
        ("GDP,AAA,2023,total,1.5,", "GDP,AAA,2023,total,2,"),
    ):
        now = again(tiny.change(FACTS, old, new), now)


def test_every_file_of_the_shipped_data_touched(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    shutil.copy(root / "config.yaml", tmp_path)
    shutil.copytree(root / "data", tmp_path / "data", ignore=shutil.ignore_patterns(".*"))
    first = load(tmp_path / "config.yaml", keep=False)
    now = first
    for file in sorted((tmp_path / "data").rglob("*/*.csv")):
        os.utime(file)
        now = load(tmp_path / "config.yaml", keep=False, before=now)
    assert {**shown(now), "files": 0, "fingerprint": 0} == {
        **shown(first),
        "files": 0,
        "fingerprint": 0,
    }


def test_a_yaml_that_comes_before_its_file_describes_it(tiny: Tiny) -> None:
    now = tiny.write(
        "data/f.yaml", "reading:\n  period: '2019'\n  columns: {place: Where, value: How much}\n"
    ).load()
    now = again(tiny.write("data/f.tsv", "Where\tHow much\nAlpha\t1\nBeta\t2\n"), now)
    assert [told.figures for told in now.files if told.name == "f.tsv"] == [2]


def test_a_file_written_while_it_is_read_is_read_again(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = tiny.load(), data_folder.open_file

    def slow(folder: Path, name: str) -> BinaryIO:
        file = real(folder, name)
        content = file.read()

        def read() -> bytes:
            monkeypatch.setattr(data_folder, "open_file", real)
            tiny.change(FACTS, "total,35,", "total,45,")
            return content

        monkeypatch.setattr(file, "read", read)
        return file

    tiny.change(FACTS, "NET,CCC,2023,total,30,", "NET,CCC,2023,total,35,")
    monkeypatch.setattr(data_folder, "open_file", slow)
    half = load(tiny.config, tiny.data, keep=False, before=before)
    after = load(tiny.config, tiny.data, keep=False, before=half)
    assert after.latest("internet_users", "CCC").value == 45  # type: ignore[union-attr]


def test_a_change_of_what_is_declared_reads_everything(tiny: Tiny) -> None:
    before = tiny.load()
    tiny.change("data/world/facts.yaml", "People using the Internet", "Internet users")
    after = again(tiny, before)
    assert after.catalogue.indicators["internet_users"].title.get("en") == "Internet users"


_CELLS = st.tuples(
    st.sampled_from(["NET", "POP", "GDP", "ODD"]),
    st.sampled_from(["AAA", "BBB", "CCC"]),
    st.sampled_from(["1998", "2022", "2023", "2030-Q1"]),
    st.integers(0, 3),
)
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["one.csv", "sub/two.csv"]), st.none() | st.lists(_CELLS, max_size=4)
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_any_order_of_changes(
    tiny: Tiny, steps: list[tuple[str, list[tuple[str, str, str, int]] | None]]
) -> None:
    for name in ("one.csv", "sub/two.csv"):
        (tiny.data / name).unlink(missing_ok=True)
    now = tiny.load()
    for at, (name, cells) in enumerate(steps):
        if cells is None:
            (tiny.data / name).unlink(missing_ok=True)
        else:
            tiny.write(
                f"data/{name}",
                MORE
                + "".join(
                    f"{code},{place},{period},total,{value},,,,\n"
                    for code, place, period, value in cells
                ),
            )
            os.utime(tiny.data / name, (1_000_000 + at, 1_000_000 + at))
        now = again(tiny, now)
