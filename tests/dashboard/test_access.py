"""Who may add: the computer itself, people who are named, and nobody who merely says so."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from typing import Any

import pytest

from dashboard import access as door_module
from dashboard.access import AccessDecision, Visit, decide, is_local, providers
from indicators.catalogue import UploadSettings

OPEN = UploadSettings(True, ("Ann@city.example",))


def asked(
    peer: str | None = None, url: str = "", socket: bool = False, **headers: str | list[str]
) -> Visit:
    """A visit with these headers; `_` stands for a hyphen."""
    given = {"host": "localhost:8501", **headers}
    return Visit(
        {
            name.replace("_", "-"): [value] if isinstance(value, str) else value
            for name, value in given.items()
        },
        peer,
        url,
        socket,
    )


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8501", "LOCALHOST:80", "127.0.0.1:8501", "127.8.9.1", "[::1]:8501"],
)
def test_the_computer_itself(host: str) -> None:
    assert is_local(asked(host=host))
    assert is_local(
        asked("127.0.0.1", host=host, origin=f"http://{host}", url=f"http://{host}/data")
    )


@pytest.mark.parametrize("peer", [None, "127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"])
def test_connections_of_the_computer_itself(peer: str | None) -> None:
    assert is_local(asked(peer))


@pytest.mark.parametrize(
    "peer",
    ["10.0.0.4", "192.168.1.2", "::ffff:10.0.0.4", "fe80::1", "0.0.0.0", "testclient", "", "127.1"],
)
def test_connections_from_elsewhere(peer: str) -> None:
    assert not is_local(asked(peer))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:8501",
        "127.0.0.1.nip.io",
        "localhost@evil.example",
        "evil.example@localhost",
        "localhost:8501@evil.example",
        "0.0.0.0:8501",
        "2130706433",
        "0x7f.1",
        "",
        "[::2]",
        "[::1",
        "127.0.0.1,evil.example",
        "localhost.",
        "localhost evil.example",
        "192.168.1.2:8501",
    ],
)
def test_a_name_that_may_mean_another_computer(host: str) -> None:
    """DNS rebinding: a stranger's name that points here comes with the stranger's Host."""
    assert not is_local(asked(host=host))


@pytest.mark.parametrize(
    "name",
    [
        "x_forwarded_for",
        "x_forwarded_host",
        "x_forwarded_proto",
        "x_forwarded",
        "forwarded",
        "via",
        "x_real_ip",
        "cf_connecting_ip",
        "true_client_ip",
    ],
)
@pytest.mark.parametrize("value", ["127.0.0.1", "10.0.0.4", ""])
def test_a_server_in_between(name: str, value: str) -> None:
    assert not is_local(asked(**{name: value}))


def test_a_server_in_between_that_keeps_silent() -> None:
    """nginx without settings sends Host: 127.0.0.1 and says nothing; the browser's own words
    remain.
    """
    assert not is_local(
        asked("127.0.0.1", host="127.0.0.1:8501", origin="https://board.city.example")
    )
    assert not is_local(
        asked("127.0.0.1", host="127.0.0.1:8501", url="https://board.city.example/data")
    )
    assert not is_local(asked(origin="null"))
    assert not is_local(asked(socket=True))


def test_headers_said_twice_or_not_at_all() -> None:
    assert not is_local(asked(host=["localhost", "evil.example"]))
    assert not is_local(asked(origin=["http://localhost", "http://localhost"]))
    assert not is_local(Visit())


def test_closed_until_the_config_opens_it() -> None:
    assert decide(UploadSettings(), asked()) == AccessDecision("closed")
    assert decide(
        UploadSettings(False, ("ann@city.example",)),
        Visit(signs_in=("",), installed=True, user=ann()),
    ) == AccessDecision("closed")


def test_open_here_and_not_elsewhere() -> None:
    assert decide(OPEN, asked()) == AccessDecision("open")
    assert decide(OPEN, asked("10.0.0.4")) == AccessDecision("not_set_up")
    assert decide(UploadSettings(True), asked()).open


def ann(**more: Any) -> dict[str, Any]:
    return {"is_logged_in": True, "email": "ann@CITY.example", "email_verified": True, **more}


def unsaid() -> dict[str, Any]:
    """Ann, of a provider that does not say whether her address is verified."""
    return {name: value for name, value in ann().items() if name != "email_verified"}


@pytest.mark.parametrize(
    ("user", "state"),
    [
        ({}, "signed_out"),
        ({"is_logged_in": False}, "signed_out"),
        ({"email": "ann@city.example"}, "signed_out"),
        ({"is_logged_in": "yes", "email": "ann@city.example"}, "signed_out"),
        (unsaid(), "unverified"),
        (ann(email_verified=True), "open"),
        (ann(email_verified="true"), "open"),
        (ann(email_verified=False), "unverified"),
        (ann(email_verified="false"), "unverified"),
        (ann(email_verified=None), "unverified"),
        ({"is_logged_in": True}, "unverified"),
        (ann(email_verified=1), "open"),
        (ann(email_verified="yes"), "unverified"),
        (ann(email=["ann@city.example"]), "unverified"),
        (ann(email="bob@city.example"), "not_named"),
        (ann(email="ann@city.example.evil.example"), "not_named"),
        (ann(email=""), "not_named"),
    ],
)
def test_elsewhere_by_name(user: dict[str, Any], state: str) -> None:
    found = decide(
        OPEN,
        Visit(
            {"host": ["board.city.example"]}, "10.0.0.4", signs_in=("",), installed=True, user=user
        ),
    )
    assert found.state == state


@pytest.mark.parametrize(
    ("user", "state"),
    [
        (unsaid(), "open"),
        (ann(), "open"),
        (ann(email_verified=False), "unverified"),
        (ann(email_verified="false"), "unverified"),
        (ann(email_verified=None), "unverified"),
        ({**unsaid(), "email": "bob@city.example"}, "not_named"),
        ({"is_logged_in": True}, "unverified"),
    ],
)
def test_the_organisations_own_directory_need_not_say_that_an_address_is_verified(
    user: dict[str, Any], state: str
) -> None:
    directory = UploadSettings(True, ("Ann@city.example",), directory=True)
    assert decide(directory, Visit(signs_in=("",), installed=True, user=user)).state == state


def test_a_closed_door_asks_nothing_of_the_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_module, "visit", lambda: pytest.fail("asked"))
    assert door_module.access_decision(
        UploadSettings(False, ("ann@city.example",))
    ) == AccessDecision("closed")


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The packages that are installed, as far as `access` can see; Streamlit 9 needs two for its
    sign-in.
    """
    there: dict[str, str] = {}

    def version(name: str) -> str:
        if name not in there:
            raise PackageNotFoundError(name)
        return there[name]

    needs = [
        "click>=7",
        'Authlib<2,>=1.3.2; extra == "auth"',
        'httpx>=0.27; extra == "auth"',
        'uvloop; extra == "performance"',
    ]
    monkeypatch.setattr(door_module, "requires", lambda _: needs)
    monkeypatch.setattr(door_module, "version", version)
    door_module.missing_packages.cache_clear()
    yield there
    door_module.missing_packages.cache_clear()


@pytest.mark.parametrize(
    ("there", "lacks"),
    [
        ({}, ("Authlib", "httpx")),
        ({"Authlib": "1.3.2"}, ("httpx",)),
        ({"Authlib": "1.3.1", "httpx": "0.28"}, ("Authlib",)),
        ({"Authlib": "2.0", "httpx": "0.28"}, ("Authlib",)),
        ({"Authlib": "1.6.5", "httpx": "0.28"}, ()),
    ],
)
def test_all_that_the_sign_in_needs_is_looked_for(
    packages: dict[str, str], there: dict[str, str], lacks: tuple[str, ...]
) -> None:
    packages.update(there)
    assert door_module.missing_packages() == lacks


def test_streamlit_itself_says_what_the_sign_in_needs() -> None:
    """The names are not ours: should Streamlit need another package, it is looked for, too."""
    lines = [line for line in requires("streamlit") or () if "auth" in line]
    assert any(line.lower().startswith("authlib") for line in lines), lines


def test_who_it_is_is_kept() -> None:
    assert decide(OPEN, Visit(signs_in=("",), installed=True, user=ann())) == AccessDecision(
        "open", "ann@CITY.example"
    )


def test_where_the_sign_in_is_set_up_it_is_asked_for_here_too() -> None:
    here = asked()
    assert decide(OPEN, Visit(here.headers, None, "", False, ("",), True, {})) == AccessDecision(
        "signed_out"
    )
    assert decide(OPEN, Visit(here.headers, None, "", False, ("",), False, {})) == AccessDecision(
        "not_installed"
    )
    assert decide(
        UploadSettings(True), Visit(here.headers, None, "", False, ("",), True, ann())
    ) == AccessDecision("nobody")


def test_providers_with_and_without_a_name() -> None:
    assert providers({}) == ()
    assert providers({"redirect_uri": "x"}) == ()
    assert providers({"client_id": "x"}) == ("",)
    assert providers({"redirect_uri": "x", "google": {"client_id": "x"}, "client_kwargs": {}}) == (
        "google",
    )
