"""Which sessions may upload files: those whose page was allowed to, while they are connected.

The page knows who the visitor is, the server receives the bytes; here the page leaves a permit for
the server. The server gives every connection a name of its own, which the page reads among the
headers of its visit.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.access import access_decision
from indicators.catalogue import UploadSettings

CONNECTION = "x-dashboard-connection"
"""The header by which the server tells a page the name of its connection; what a client sends under
it is dropped.
"""


@dataclass(frozen=True)
class Permit:
    """The permit of a session: its connection, and the section `intake` of config.yaml by which
    it was given.
    """

    connection: str
    intake: UploadSettings


class Permits:
    """The sessions that may send files. A class because threads of pages and the server share it.

    There is at most one permit for an open connection, so that their number is bounded by that of
    the connections.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connections: dict[str, str] = {}
        self._permits: dict[str, Permit] = {}

    def __len__(self) -> int:
        return len(self._permits)

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    def begin(self, connection: str) -> None:
        """Record that a connection was opened."""
        with self._lock:
            self._connections[connection] = ""

    def end(self, connection: str) -> None:
        """Record that a connection was closed: its session may send nothing more, unless it came
        back by another meanwhile.
        """
        with self._lock:
            session = self._connections.pop(connection, "")
            permit = self._permits.get(session)
            if permit and permit.connection == connection:
                del self._permits[session]

    def give(self, session: str, connection: str, intake: UploadSettings) -> None:
        """Let the session of this connection send files, if the connection is (still) open."""
        with self._lock:
            if connection not in self._connections:
                return
            previous = self._connections[connection]
            if previous != session:
                self._permits.pop(previous, None)
            self._connections[connection] = session
            self._permits[session] = Permit(connection, intake)

    def withdraw(self, session: str) -> None:
        """Let the session send nothing more."""
        with self._lock:
            self._permits.pop(session, None)

    def allow(self, session: str, intake: UploadSettings) -> bool:
        """Return whether the session may send files, while config.yaml says what it said when the
        page looked.
        """
        with self._lock:
            permit = self._permits.get(session)
        return permit is not None and intake.upload and permit.intake == intake


@st.cache_resource(show_spinner=False)
def permits() -> Permits:
    """Return the permits of this process. Kept by Streamlit, so that pages and server have the same
    after a reload of code.
    """
    return Permits()


def admit(intake: UploadSettings) -> None:
    """Let the session that is being served upload files, or no longer, by `access_decision`.

    Streamlit names a session only in the context of the running script, which is documented, but
    not promised.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    connection = st.context.headers.get(CONNECTION) or ""
    if access_decision(intake).open:
        permits().give(context.session_id, connection, intake)
    else:
        permits().withdraw(context.session_id)


def largest() -> int:
    """Return the megabytes that one file may have: `server.maxUploadSize` of
    .streamlit/config.toml.
    """
    return int(st.get_option("server.maxUploadSize"))
