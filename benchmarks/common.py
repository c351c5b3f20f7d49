"""What the benchmarks share: a real server on a free loopback port, a visitor that speaks
Streamlit's own protocol, what a process has used, and how ratios are printed. Nothing in here
leaves this machine.
"""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

ROOT = Path(__file__).resolve().parent.parent
TREE = Path(os.environ.get("TREE", ROOT))
"""The checkout whose modules are imported: this one, or another that is compared with it."""
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

EMPTY = "import streamlit\n"

# What the ratios are taken against: the least a dashboard can be, one choice and one chart of six
# lines.
CHART = """
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
chosen = st.selectbox("Series", ["Apples", "Bananas"], key="series")
view = st.segmented_control("View", ["Lines", "Bars"], default="Lines", required=True, key="view")
years = list(range(2000, 2025))
high = 2 if chosen == "Bananas" else 1
kind = {"type": "scatter", "mode": "lines"} if view == "Lines" else {"type": "bar"}
figure = go.Figure([{**kind, "x": years, "y": [high * (line + 1) * (year - 1990) for year in years], "name": str(line)}
                    for line in range(6)])
figure.update_layout(title_text=f"{chosen} {view}")
st.plotly_chart(figure, theme=None, key="chart")
"""


@dataclass(frozen=True)
class Server:
    """A running `streamlit run`: its process and its port."""

    pid: int
    port: int

    @property
    def url(self) -> str:
        """Where the browser goes."""
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """Seconds of CPU used so far by all its threads, ended ones too."""
        fields_ = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields_[11]) + int(fields_[12])) / TICK

    def memory(self) -> float:
        """Resident memory in MB."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * PAGE / 1e6


AS_SHIPPED: tuple[str, ...] = ()
STILL = ("--server.fileWatcherType", "none")
"""The file watcher is off for all alike: a file saved meanwhile must not reload what is being
measured.
"""


@contextmanager
def serve(
    script: Path | str,
    options: tuple[str, ...] = STILL,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Run a script, a file or its text, in a folder whose Streamlit settings it takes, with these
    options and variables of the environment, and end it afterwards.
    """
    with tempfile.TemporaryDirectory() as temporary:
        path = script if isinstance(script, Path) else Path(temporary, "script.py")
        if isinstance(script, str):
            path.write_text(script, encoding="utf-8")
        port = _free_port()
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(path),
            "--server.port",
            str(port),
            "--server.address",
            "127.0.0.1",
            *options,
        ]
        with Path(temporary, "log").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            server = Server(process.pid, port)
            _wait(server, process, Path(temporary, "log"))
            yield server
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@dataclass(frozen=True)
class Site:
    """What is served: a script, the folder whose settings it takes, variables of the environment."""

    script: Path | str
    folder: Path = ROOT
    environment: tuple[tuple[str, str], ...] = ()

    @property
    def is_dashboard(self) -> bool:
        """Whether it is a checkout of this dashboard, and no peer."""
        return isinstance(self.script, Path) and self.script.name == "app.py"


AFTER, BEFORE = "after", "before"
"""The names of this checkout, and of the one it is compared with."""


def dashboards(config: Path, cache: Path, before: Path | None = None) -> dict[str, Site]:
    """Return this checkout and, where there is one, the other, on the same project; each keeps
    snapshots of its own.
    """
    trees = {BEFORE: before, AFTER: ROOT}
    return {
        name: Site(
            tree / "app.py",
            tree,
            (("DASHBOARD_CONFIG", str(config)), ("XDG_CACHE_HOME", str(cache / name))),
        )
        for name, tree in trees.items()
        if tree is not None
    }


PEERS = {"Streamlit": "streamlit_page.py", "Streamlit, Plotly": "streamlit_plotly.py"}


def peers(config: Path) -> dict[str, Site]:
    """Return the pages of `peers/` on the figures beside the project's config.yaml, and an empty
    page.
    """
    figures = (("FIGURES", str(config.with_name("figures.csv"))),)
    folder = Path(__file__).with_name("peers")
    pages = {name: Site(folder / file, ROOT, figures) for name, file in PEERS.items()}
    return {"empty page": Site(EMPTY), **pages}


@contextmanager
def serve_all(sites: Mapping[str, Site]) -> Iterator[dict[str, Server]]:
    """Serve all sites at once, and end them afterwards."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(
                serve(site.script, folder=site.folder, environment=dict(site.environment))
            )
            for name, site in sites.items()
        }


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=1):  # noqa: S310 - our own, http
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"The server did not start:\n{log.read_text(errors='replace')}")


@dataclass
class Visitor:
    """One browser session without a browser: sends what Streamlit's page sends, reads what it
    reads.

    A class because a session is state: its widgets, its page and the messages it need not be sent again.
    `received` and `messages` count what the server has sent so far: bytes before any compression.
    `seen` has every widget of the last runs by its key: kind, message and fragment. `drawn` is a checksum of what
    the last run drew.
    """

    socket: Any
    query: str = ""
    page: str = ""
    script: str = ""
    seen: dict[str, tuple[str, Any, str]] = field(default_factory=dict)
    timers: list[str] = field(default_factory=list)
    received: int = 0
    messages: int = 0
    drawn: int = 0
    errors: int = 0
    _states: dict[str, Any] = field(default_factory=dict)
    _kept: dict[str, Any] = field(default_factory=dict)

    @classmethod
    async def arrive(cls, server: Server, page: str = "", **query: str) -> Visitor:
        """Open a page and wait until it is drawn."""
        from websockets.asyncio.client import connect

        link = await connect(
            f"ws://127.0.0.1:{server.port}/_stcore/stream",
            max_size=None,
            compression=None,
            origin=f"http://127.0.0.1:{server.port}",  # type: ignore[arg-type]
            subprotocols=["streamlit"],
        )  # type: ignore[list-item]
        visitor = cls(link, urlencode(query), page)
        await visitor.run()
        return visitor

    async def run(self, fragment: str = "") -> None:
        """Ask for a run of the script, or of one fragment, and wait until it has ended."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_script_hash, state.fragment_id = (
            self.query,
            self.script,
            fragment,
        )
        state.page_name = "" if self.script else self.page
        state.widget_states.widgets.extend(self._states.values())
        state.cached_message_hashes.extend(self._kept)
        state.context_info.locale, state.context_info.timezone = "en-GB", "UTC"
        state.context_info.url = f"http://127.0.0.1/{self.page}"
        self.drawn = 0
        await self.socket.send(asked.SerializeToString())
        await self._drawn()

    async def choose(self, key: str, option: int) -> None:
        """Choose an option of a selectbox or a segmented control, and wait until all is drawn anew."""
        from streamlit.proto.WidgetStates_pb2 import WidgetState

        own = (
            key if key in self.seen else f"{key}_en"
        )  # a selector of the address has a key for each language
        kind, widget, fragment = self.seen[own]
        state = WidgetState(id=widget.id)
        if kind == "selectbox":
            state.string_value = widget.options[option]
        else:
            state.string_array_value.data.append(widget.options[option].content)
        self._states[widget.id] = state
        await self.run(fragment)

    async def leave(self) -> None:
        """Close the page."""
        await self.socket.close()

    async def _drawn(self) -> None:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        while True:
            data = await self.socket.recv()
            self.received += len(data)
            self.messages += 1
            message = ForwardMsg.FromString(data)
            if message.WhichOneof("type") == "ref_hash":
                kept = ForwardMsg.FromString(self._kept[message.ref_hash])
                kept.metadata.CopyFrom(message.metadata)
                message = kept
            elif message.metadata.cacheable:
                self._kept[message.hash] = data
            if self._take(message):
                return

    def _take(self, message: Any) -> bool:
        """Remember what a message tells; true when it tells that the run has ended."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.script = message.new_session.page_script_hash
        elif kind == "navigation":
            self._arrived(message.navigation)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self.timers = [message.auto_rerun.fragment_id]
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._element(message.delta.new_element, message.delta.fragment_id)
        return bool(
            kind == "script_finished" and message.script_finished != 2
        )  # 2: cut short, another follows

    def _arrived(self, navigation: Any) -> None:
        """Stay on the page that was asked for; another one drawn instead would be measured under
        its name.
        """
        self.script = navigation.page_script_hash
        here = next(
            page.url_pathname
            for page in navigation.app_pages
            if page.page_script_hash == self.script
        )
        first = next(page.url_pathname for page in navigation.app_pages if page.is_default)
        if here != (self.page or first):
            raise RuntimeError(f"'{here}' was drawn where '{self.page}' was asked for")

    def _element(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type")
        one = getattr(element, kind)
        self.drawn = crc32(one.SerializeToString(deterministic=True), self.drawn)
        self.errors += kind == "exception"
        if kind in ("selectbox", "button_group"):
            self.seen[one.id.split("-", 2)[-1]] = kind, one, fragment


def ratio(mine: Sequence[float], base: Sequence[float]) -> float:
    """The median of the ratios of neighbours, so that a machine slow for a while is slow for both."""
    return statistics.median(a / b for a, b in zip(mine, base, strict=True) if b)


def line(name: str, value: str, *notes: str) -> None:
    """One line of the report."""
    print(f"{name:<44}{value:>12}  {'  '.join(note for note in notes if note)}", flush=True)


def verdict(found: float, aim: float) -> str:
    """Whether a ratio is within its aim."""
    return f"aim {aim:g}x: {'met' if found <= aim else 'MISSED'}"


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of this process's CPU, and of the wall, that the work took."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall
