"""Who may add files in the browser: nobody until config.yaml says so; here without a word,
elsewhere by name.

A visitor is local when everything about the connection says so. One sign of another computer, or of
a server in between, and the sign-in is asked for; where the sign-in is set up, it is always asked
for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from ipaddress import IPv6Address, ip_address
from typing import Any, Literal
from urllib.parse import urlsplit

import streamlit as st
from packaging.requirements import Requirement

from indicators.catalogue import UploadSettings

State = Literal[
    "open",
    "closed",
    "not_set_up",
    "not_installed",
    "nobody",
    "signed_out",
    "unverified",
    "not_named",
]
FORWARDED = (
    "forwarded",
    "via",
    "x-real-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-original-host",
    "true-client-ip",
    "cf-connecting-ip",
    "fastly-client-ip",
    "x-envoy-external-address",
)
"""Headers by which a server in between tells that it is there; so does all that begins with
x-forwarded.
"""


@dataclass(frozen=True)
class Visit:
    """What is known of a visit.

    `headers` in lower case, every value of each; `signs_in` says by which providers.
    """

    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    peer: str | None = None
    url: str = ""
    socket: bool = False
    signs_in: tuple[str, ...] = ()
    installed: bool = False
    user: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AccessDecision:
    """Whether the visitor may add files, else why not, and who it is; '' where nobody signed in."""

    state: State
    who: str = ""

    @property
    def open(self) -> bool:
        """Whether files may be added, accepted and taken out."""
        return self.state == "open"


def decide(intake: UploadSettings, visit: Visit) -> AccessDecision:
    """Decide whether this visit may add files."""
    if not intake.upload:
        return AccessDecision("closed")
    if not visit.signs_in:
        return AccessDecision("open" if is_local(visit) else "not_set_up")
    if not visit.installed:
        return AccessDecision("not_installed")
    if not intake.people:
        return AccessDecision("nobody")
    return _signed_in(intake, visit.user)


def _signed_in(intake: UploadSettings, user: Mapping[str, Any]) -> AccessDecision:
    email = user.get("email")
    if user.get("is_logged_in") is not True:
        return AccessDecision("signed_out")
    if not isinstance(email, str) or user.get("email_verified", intake.directory) not in (
        True,
        "true",
    ):
        return AccessDecision("unverified", email if isinstance(email, str) else "")
    return AccessDecision("open" if intake.names(email) else "not_named", email)


def is_local(visit: Visit) -> bool:
    """Return whether the visitor sits at this computer: its name in the address, its connection,
    and nobody in between.

    The name is checked because a stranger's page can point its own name at this computer; the
    origin because a web server in between may call itself local, while the visitor's browser still
    says where it believes to be.
    """
    between = any(name in FORWARDED or name.startswith("x-forwarded") for name in visit.headers)
    hosts, origins = visit.headers.get("host", ()), visit.headers.get("origin", ())
    at_home = len(hosts) == 1 and loopback_name(_host(f"//{hosts[0]}")) and len(origins) <= 1
    same = all(loopback_name(_host(address)) for address in (*origins, *filter(None, [visit.url])))
    return (
        at_home
        and same
        and not between
        and not visit.socket
        and (visit.peer is None or loopback(visit.peer))
    )


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        return (
            "" if parts.username is not None or parts.password is not None else parts.hostname or ""
        )
    except ValueError:
        return ""


def loopback_name(host: str) -> bool:
    """Return whether a host's name can only mean the computer itself."""
    return host.lower() == "localhost" or loopback(host)


def loopback(address: str) -> bool:
    """Return whether an address is in 127.0.0.0/8, also written as IPv6, or ::1."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    inner = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return (inner or parsed).is_loopback


def access_decision(intake: UploadSettings) -> AccessDecision:
    """Decide for the visit that is being served; asked before each action, not only before it is
    drawn.
    """
    return decide(intake, visit()) if intake.upload else AccessDecision("closed")


def visit() -> Visit:
    """Return what Streamlit knows of the visit.

    It gives no peer for loopback addresses, and none behind a socket file.
    """
    context, auth = st.context, _auth()
    headers = {name.lower(): context.headers.get_all(name) for name in context.headers}
    socket = str(st.get_option("server.address") or "").startswith("unix:")
    user = st.user.to_dict() if auth else {}
    return Visit(
        headers,
        context.ip_address,
        context.url or "",
        socket,
        providers(auth),
        not missing_packages(),
        user,
    )


@cache
def missing_packages() -> tuple[str, ...]:
    """Return what the sign-in needs and does not have: the packages of `streamlit[auth]` that are
    absent or too old.
    """
    needs = [Requirement(line) for line in requires("streamlit") or ()]
    auth = [
        need
        for need in needs
        if need.marker
        and need.marker.evaluate({"extra": "auth"})
        and not need.marker.evaluate({"extra": ""})
    ]
    return tuple(str(need.name) for need in auth if not _is_installed(need))


def _is_installed(need: Requirement) -> bool:
    try:
        return need.specifier.contains(version(need.name), prereleases=True)
    except PackageNotFoundError:
        return False


def _auth() -> Mapping[str, Any]:
    """Give the section [auth] of secrets.toml."""
    section = st.secrets.get("auth") if st.secrets.load_if_toml_exists() else None
    return section if isinstance(section, Mapping) else {}


def providers(auth: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the providers that one can sign in with: '' for a provider without a name."""
    names = tuple(
        name for name, value in auth.items() if isinstance(value, Mapping) and "client_id" in value
    )
    return ("", *names) if "client_id" in auth else names
