"""The README's own example, done as it says on a copy of what is shipped."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from indicators import load

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(kind: str, number: int = 0) -> str:
    """The text of a fenced block, without its indentation."""
    found = re.findall(rf"^( *)```{kind}\n(.*?)^ *```", README, flags=re.MULTILINE | re.DOTALL)[
        number
    ]
    return "\n".join(line.removeprefix(found[0]) for line in found[1].splitlines()) + "\n"


def test_the_example_csv_is_live_after_two_files(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("worldbank", "unctad")
    )
    shutil.copy(ROOT / "config.yaml", tmp_path)
    folder = tmp_path / "data" / "mine"
    folder.mkdir()
    (folder / "libraries.csv").write_text(block("csv"), encoding="utf-8")
    (folder / "libraries.yaml").write_text(block("yaml"), encoding="utf-8")
    dataset = load(tmp_path / "config.yaml", keep=False)
    assert [problem for problem in dataset.problems if problem.file.startswith("mine/")] == []
    frame = dataset.select("digital_libraries")
    assert list(
        zip(frame["place"], frame["period"], frame["value"], frame["line"], strict=True)
    ) == [("430000", "2024", 146.0, 4), ("430100", "2023", 12.0, 2), ("430100", "2024", 14.0, 3)]


def test_the_notebook_lines_run() -> None:
    names: dict[str, object] = {}
    exec(compile(block("python"), "README", "exec"), names)  # noqa: S102 - our own README, run as a reader would
    frame = names["dataset"].select("internet_users", ["CHN", "IND"])  # type: ignore[attr-defined]
    assert set(frame["place"]) == {"CHN", "IND"}
    for column in ("place", "period", "value", "status", "source", "line"):
        assert column in frame
