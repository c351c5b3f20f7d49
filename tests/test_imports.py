"""The direction of imports: a module imports only from lower floors, and some libraries have one
home.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

FLOORS: tuple[tuple[str, ...], ...] = (
    (
        "indicators.locale",
        "indicators.shipped",
        "indicators.spelling",
        "indicators.text",
        "indicators.vocabulary",
    ),
    ("indicators.multipliers",),
    (
        "indicators.model",
        "indicators.periods",
        "indicators.problems",
        "indicators.problem_examples",
        "indicators.problem_page",
    ),
    ("indicators.data_folder",),
    (
        "indicators.observations",
        "indicators.formula",
        "indicators.wording",
        "indicators.places",
        "indicators.history",
        "indicators.fingerprints",
    ),
    ("indicators.statistics", "indicators.loading.array_file", "indicators.loading.frozen_json"),
    ("indicators.loading.snapshot", "indicators.readers", "indicators.composite"),
    ("indicators.trajectories",),
    ("indicators.metrics",),
    ("indicators.catalogue",),
    ("indicators.ingest", "indicators.derive"),
    ("indicators.dataset",),
    ("indicators.loading",),
    ("indicators",),
    ("indicators.analysis", "indicators.export", "indicators.intake", "indicators.starter"),
    ("indicators.holdings_page",),
    ("indicators.cli",),
    ("indicators.__main__",),
    (
        "dashboard",
        "dashboard.asgi",
        "dashboard.health",
        "dashboard.plotly_bundles",
        "dashboard.static_files",
        "indicators.locale",
        "dashboard.style",
    ),
    ("dashboard.charts", "dashboard.plotly_download"),
    # What pages are made of. Named one by one, so that a new one is thought about.
    (
        "dashboard.access",
        "dashboard.components",
        "dashboard.index_runs",
        "dashboard.live_dataset",
        "dashboard.page_queue",
        "dashboard.upload_permits",
        "dashboard.uploads",
        "dashboard.url_state",
        "dashboard.url_values",
        "dashboard.views",
    ),
    ("dashboard.pages",),
    ("dashboard.connections", "dashboard.app", "dashboard.figures_ahead"),
    ("dashboard.start_page",),
    ("dashboard.warm_up",),
    ("dashboard.server",),
    ("app", "script"),
)
"""From the ground up. A package stands for the modules in it, unless one of them is named itself.
"""


def modules() -> dict[str, Path]:
    paths = [
        ROOT / "app.py",
        ROOT / "script.py",
        *(ROOT / "indicators").rglob("*.py"),
        *(ROOT / "dashboard").rglob("*.py"),
    ]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in paths
    }


MODULES = modules()


def floor(module: str) -> int | None:
    """The floor of a module: that of the longest name it stands under; a package's own module
    stands for itself alone.
    """
    for at, names in enumerate(FLOORS):
        if module in names:
            return at
    parent = module.rpartition(".")[0]
    return floor(parent) if parent and parent not in ("indicators", "dashboard") else None


def imported(path: Path, module: str, own: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Every name a file imports, and its line; `from package import module` counts as that module."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]).strip(".")
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}" if f"{base}.{alias.name}" in own else base


def uphill(name: str, path: Path, known: dict[str, Path]) -> list[str]:
    """Imports of this module that go up, as sentences."""
    here, own = floor(name), frozenset(known)
    if here is None:
        return []
    return [
        f"{path.name} line {line}: {name} imports {target}, which stands on a higher floor"
        for line, target in imported(path, name, own)
        if target in own and (there := floor(target)) is not None and there > here
    ]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_has_a_floor(name: str) -> None:
    assert floor(name) is not None, (
        f"{name} stands on no floor: say in tests/test_imports.py from whom it may import."
    )


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down(name: str) -> None:
    assert uphill(name, MODULES[name], MODULES) == []


def test_an_import_that_goes_up_is_seen(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(
        "from indicators import dataset\nfrom . import catalogue\nimport dashboard.pages\n"
    )
    assert uphill("indicators.model", tmp_path / "model.py", MODULES) == [
        "model.py line 1: indicators.model imports indicators.dataset, which stands on a higher floor",
        "model.py line 2: indicators.model imports indicators.catalogue, which stands on a higher floor",
        "model.py line 3: indicators.model imports dashboard.pages, which stands on a higher floor",
    ]
    assert floor("indicators.brand_new") is None
    assert floor("dashboard.brand_new") is None


def users(library: str) -> set[str]:
    return {
        name
        for name, path in MODULES.items()
        for _, target in imported(path, name, frozenset())
        if target.split(".")[0] == library
    }


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("click", "indicators.cli"),
        ("plotly", "dashboard.charts"),
        ("pyarrow", "indicators"),
        ("yaml", "indicators.catalogue"),
    ],
)
def test_a_library_has_one_home(library: str, home: str) -> None:
    assert {name for name in users(library) if not name.startswith(home)} == set()


def test_streamlit_stays_on_the_showing_side() -> None:
    assert users("streamlit"), "the check sees no Streamlit at all"
    assert {
        name for name in users("streamlit") if name.startswith(("indicators", "dashboard.charts"))
    } == set()


def test_the_measuring_side_does_not_know_the_showing_side() -> None:
    assert {name for name in users("dashboard") if name.startswith("indicators")} == set()


def test_pages_hold_no_frames() -> None:
    assert {
        name
        for library in ("pandas", "numpy")
        for name in users(library)
        if name.startswith("dashboard.pages")
    } == set()


@pytest.mark.parametrize(
    "module", ["indicators.cli.main", "indicators.cli.backtest_tables", "dashboard.app"]
)
def test_loading_and_commands_need_no_scipy(module: str) -> None:
    """It and statsmodels take as long to import as everything else together, and few analyses need
    them.
    """
    code = (
        f"import sys; import {module}; from indicators import load; "
        "load('config.yaml', 'data', keep=False); "
        "print([name for name in ('scipy', 'statsmodels', 'patsy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
