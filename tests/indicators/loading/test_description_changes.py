"""A .yaml that is added, changed, renamed or removed: what it may concern is read again, no more, and
the result is that of loading afresh.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators import Dataset, load
from indicators.ingest import files as reading
from indicators.problems import ProblemCode
from tests.conftest import HEADER
from tests.indicators.ingest.test_match_series import LONG, WORLD_BANK
from tests.indicators.loading.test_load import again, shown

if TYPE_CHECKING:
    from tests.conftest import Tiny

FACTS_YAML = (Path(__file__).parents[2] / "data/tiny/data/world/facts.yaml").read_text()
SPEED_SHAPE = "speed"
"""Stands for the shape of LONG, which the test puts in its place."""
FILES = {
    "board/net.csv": (
        HEADER + "NET,AAA,2021,total,41,,,bureau,\nNET,BBB,2021,total,70,,,agency,\n",
        HEADER + "NET,WLD,2020,total,55,,,agency,\nOTHER,AAA,2020,total,5,,,,\n",
        HEADER + "net2,AAA,2022,total,7,persons,,,\noffline,AAA,2022,total,8,,,nobody,\n",
    ),
    "board/net.tsv": ("Where\tHow much\nAlpha\t1\nBeta\t2\n",),
    "api.csv": (WORLD_BANK, WORLD_BANK.replace("AAA", "WLD")),
    "speed.csv": (LONG, LONG.replace("Beta", "Gamma")),
    "other_speed.csv": (LONG.replace("2021", "2022"),),
}
AGENCY = "sources:\n  agency: {publisher: Agency, terms: TERMS, formats: [FORMATS]}\n"
DESCRIPTIONS = (
    'indicators:\n  net2: {unit: "% of population", pillar: networks, code: NET}\n',
    "indicators:\n  net2: {unit: persons, pillar: networks, code: NET, also: [IT.CEL.SETS.P2], file: board/net.csv}\n",
    AGENCY.replace("TERMS", "ask").replace("FORMATS", ""),
    AGENCY.replace("TERMS", "open").replace("FORMATS", "worldbank-api")
    + 'indicators:\n  mobile: {unit: "% of population", pillar: networks, code: IT.CEL.SETS.P2, source: agency}\n',
    "indicators:\n  mobile: {unit: yuan, pillar: networks, reader: worldbank-api, code: IT.CEL.SETS.P2}\n",
    'indicators:\n  offline: {unit: "% of population", pillar: networks, formula: 100 - internet_users, weight: population}\n',
    'indicators:\n  offline: {unit: "% of population", pillar: new, formula: 100 - net2}\n'
    "  internet_users: {unit: persons, pillar: networks, code: NET}\n",
    'indicators:\n  users: {unit: "% of population", pillar: networks, was: [NET, net2], code: OTHER}\n',
    "units:\n  per 100 people: {kind: ratio}\n",
    "reading:\n  period: '2019'\n  columns: {place: Where, value: How much}\n",
    f"reading:\n  shape: {SPEED_SHAPE}\n  columns: {{place: Country, period: Year, value: 'Download speed (Mbit/s)'}}\n",
    f"reading:\n  shape: {SPEED_SHAPE}\n  title: Speed\n  columns: {{place: Country, value: Year}}\n  period: '2018'\n",
    "indicators: [",
    "",
)
FACTS_DESCRIPTIONS = (
    FACTS_YAML,
    "# a line more\n" + FACTS_YAML,
    FACTS_YAML.replace("    weight: population\n", ""),
    FACTS_YAML.replace("    total: true\n", "    rounding: 10\n"),
    FACTS_YAML.replace("code: NET", "code: NET\n    also: [IT.CEL.SETS.P2]").replace(
        "  bureau:\n", "  bureau:\n    formats: [worldbank-api]\n"
    ),
    FACTS_YAML.replace("  bureau:\n", "  bureau:\n    terms: ask\n"),
    FACTS_YAML.replace("  population:\n", "  people:\n    was: [population]\n"),
    FACTS_YAML.replace('unit: "% of population"', "unit: persons"),
)
_CONTENTS = [
    *((name, content) for name, contents in FILES.items() for content in contents),
    *(
        (name, content)
        for name in ("board/net.yaml", "api.yaml", "speed.yaml", "aa.yaml")
        for content in DESCRIPTIONS
    ),
    *(("world/facts.yaml", content) for content in FACTS_DESCRIPTIONS),
]
_REMOVED = [(name, None) for name in sorted({name for name, _ in _CONTENTS})]
_RENAMED = [
    (name, other)
    for name in ("board/net.yaml", "api.yaml", "aa.yaml")
    for other in ("board/net.yaml", "speed.yaml")
    if name != other
]
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(_CONTENTS)),
        st.tuples(st.just("write"), st.sampled_from(_CONTENTS)),
        st.tuples(st.just("remove"), st.sampled_from(_REMOVED)),
        st.tuples(st.just("rename"), st.sampled_from(_RENAMED)),
    ),
    min_size=2,
    max_size=8,
)
_LEFT_OUT = "publish: {leave_out: [ask]}\n"


def step(tiny: Tiny, at: int, kind: str, name: str, other: str | None) -> None:
    """Write, remove or rename a file of the data folder; each has a time of its own."""
    path = tiny.data / name
    if kind == "write" and other is not None:
        tiny.write(f"data/{name}", other)
        os.utime(path, (1_000_000 + at, 1_000_000 + at))
    elif kind == "remove":
        path.unlink(missing_ok=True)
    elif path.exists() and other is not None:
        path.replace(tiny.data / other)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS, leaves_out=st.booleans())
def test_any_order_of_changes_of_descriptions(
    tiny: Tiny, shape: str, steps: list[tuple[str, tuple[str, str | None]]], leaves_out: bool
) -> None:
    for name in {name for name, _ in _CONTENTS}:
        (tiny.data / name).unlink(missing_ok=True)
    tiny.write("data/world/facts.yaml", FACTS_YAML)
    config = tiny.config.read_text().removesuffix(_LEFT_OUT)
    tiny.write("config.yaml", config + _LEFT_OUT * leaves_out)
    now = tiny.load()
    for at, (kind, (name, other)) in enumerate(steps):
        step(tiny, at, kind, name, other and other.replace(SPEED_SHAPE, shape, 1))
        now = again(tiny, now)


@pytest.fixture(scope="module")
def shape(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The mark of the header of LONG."""
    from tests.conftest import Tiny

    dataset = Tiny(tmp_path_factory.mktemp("shape") / "tiny").write("data/speed.csv", LONG).load()
    return next(file.shape for file in dataset.files if file.name == "speed.csv")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read, in order; cleared by the test."""
    names: list[str] = []
    real = reading.read_file

    def spy(path: Path, name: str, known: reading.ReadContext) -> reading.FileObservations:
        names.append(name)
        return real(path, name, known)

    monkeypatch.setattr(reading, "read_file", spy)
    return names


def after(tiny: Tiny, before: Dataset, read: list[str]) -> tuple[Dataset, list[str]]:
    """The dataset after a change, and the files that were read for it."""
    read.clear()
    dataset = load(tiny.config, tiny.data, keep=False, before=before)
    names = list(read)
    assert shown(dataset) == shown(tiny.load())
    return dataset, names


MINE = 'indicators: {mine: {title: Mine, unit: "% of population", pillar: networks}}\n'


def test_a_file_added_with_its_description_is_read_alone(tiny: Tiny, read: list[str]) -> None:
    before = tiny.write("data/api.csv", WORLD_BANK).write("data/speed.csv", LONG).load()
    tiny.write("data/mine.yaml", MINE).write("data/mine.csv", "place,period,value\nAAA,2023,7\n")
    dataset, names = after(tiny, before, read)
    assert names == ["mine.csv"]
    assert [one.value for one in dataset.series("mine", "AAA")] == [7]


def test_a_description_that_changes_reads_its_file_again(tiny: Tiny, read: list[str]) -> None:
    tiny.write("data/mine.yaml", MINE).write("data/mine.csv", "place,period,value\nAAA,2023,7\n")
    before = tiny.load()
    tiny.write("data/mine.yaml", MINE.replace("Mine", "Our own"))
    dataset, names = after(tiny, before, read)
    assert names == ["mine.csv"]
    assert dataset.catalogue.indicators["mine"].title.get("en") == "Our own"
    (tiny.data / "mine.yaml").unlink()
    dataset, names = after(tiny, dataset, read)
    assert names == ["mine.csv"] and "mine" not in dataset.catalogue.indicators


def test_a_formula_in_a_description_is_computed_without_reading(
    tiny: Tiny, read: list[str]
) -> None:
    before = tiny.load()
    tiny.write(
        "data/offline.yaml",
        'indicators: {offline: {unit: "% of population", pillar: networks, formula: 100 - internet_users}}\n',
    )
    dataset, names = after(tiny, before, read)
    assert names == []
    assert [one.value for one in dataset.series("offline", "AAA")] == [50, 40]


def test_a_source_that_may_not_be_published_any_longer_takes_its_figures_away(
    tiny: Tiny, read: list[str]
) -> None:
    tiny.write("config.yaml", tiny.config.read_text() + _LEFT_OUT)
    described = AGENCY.replace("FORMATS", "") + MINE.replace("mine", "loan")
    tiny.write("data/agency.yaml", described.replace("TERMS", "open"))
    tiny.write("data/agency.csv", HEADER + "loan,CCC,2022,total,20,,,agency,\n")
    tiny.write("data/mine.yaml", MINE).write("data/mine.csv", "place,period,value\nAAA,2023,7\n")
    before = tiny.load()
    tiny.write("data/agency.yaml", described.replace("TERMS", "ask"))
    dataset, names = after(tiny, before, read)
    assert names == ["agency.csv"] and not dataset.series("loan", "CCC")
    tiny.write("data/agency.yaml", described.replace("TERMS", "open"))
    dataset, names = after(tiny, dataset, read)
    assert names == ["agency.csv"] and len(dataset.series("loan", "CCC")) == 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("config.yaml", "focus: AAA", "focus: BBB"),
        ("data/places.csv", "Alpha", "Alfa"),
        ("data/units.csv", "persons,persons", "people,persons"),
        ("data/mine.yaml", "indicators", "units: {bits: {kind: number}}\nindicators"),
    ],
)
def test_what_concerns_every_file_reads_every_file(
    tiny: Tiny, read: list[str], name: str, old: str, new: str
) -> None:
    tiny.write("data/mine.yaml", MINE).write("data/mine.csv", "place,period,value\nAAA,2023,7\n")
    before = tiny.load()
    tiny.change(name, old, new)
    assert sorted(after(tiny, before, read)[1]) == ["mine.csv", "world/facts.csv"]


def test_a_description_that_is_no_yaml_is_reported_and_mended(tiny: Tiny, read: list[str]) -> None:
    tiny.write("data/mine.yaml", MINE).write("data/mine.csv", "place,period,value\nAAA,2023,7\n")
    before = tiny.load()
    tiny.write("data/mine.yaml", "indicators: [")
    dataset, _ = after(tiny, before, read)
    assert ProblemCode.YAML_INVALID in {problem.code for problem in dataset.problems}
    tiny.write("data/mine.yaml", MINE)
    dataset, names = after(tiny, dataset, read)
    assert names == ["mine.csv"] and len(dataset.series("mine", "AAA")) == 1


def test_a_dataset_from_a_snapshot_is_renewed_in_part(tiny: Tiny, read: list[str]) -> None:
    tiny.load(keep=True)
    before = tiny.load(keep=True)
    tiny.write("data/mine.yaml", MINE).write("data/mine.csv", "place,period,value\nAAA,2023,7\n")
    assert after(tiny, before, read)[1] == ["mine.csv"]


@pytest.fixture
def example(tmp_path: Path) -> Callable[[Dataset | None], Dataset]:
    """A copy of the shipped data that can be loaded."""
    root = Path(__file__).resolve().parents[3]
    shutil.copy(root / "config.yaml", tmp_path)
    shutil.copytree(root / "data", tmp_path / "data", ignore=shutil.ignore_patterns(".*"))
    return lambda before: load(tmp_path / "config.yaml", keep=False, before=before)


def test_a_description_of_the_shipped_data(
    tmp_path: Path, example: Callable[[Dataset | None], Dataset], read: list[str]
) -> None:
    """Every tenth description, with a comment more, which moves its lines."""
    before = example(None)
    assert before.catalogue.indices
    dataset = before
    for file in sorted((tmp_path / "data").rglob("*.yaml"))[::10]:
        text = file.read_text(encoding="utf-8")
        file.write_text(f"# a comment\n{text}", encoding="utf-8")
        read.clear()
        dataset = example(dataset)
        assert len(read) < len(before.files) / 2, (file.name, read)
    assert shown(dataset) == shown(example(None))
