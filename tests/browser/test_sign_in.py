"""Signing in through a provider made for the test: a stranger is kept out, an address nobody
vouches for too, a named person adds.

Needs what the sign-in itself needs: `pip install "streamlit[auth]"`.
"""

from __future__ import annotations

import base64
import json
import shutil
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from dashboard.access import missing_packages
from tests.browser.conftest import ROOT, Server, serve, visit

if missing_packages():
    pytest.skip(
        f"{', '.join(missing_packages())} not installed: the sign-in cannot be tried",
        allow_module_level=True,
    )

ADD = "/data?view=add&lang=en"
SECRETS = """[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "only-for-this-test-only-for-this-test-only"
client_id = "board"
client_secret = "only-for-this-test"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
"""


def packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Provider(BaseHTTPRequestHandler):
    """The least that OpenID Connect asks of a provider; it signs in whoever `who` says, without a
    question.
    """

    issuer, who, key, asked = "", {}, None, {}  # type: ignore[var-annotated]

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/auth":
            type(self).asked = dict(parse_qsl(address.query))
            self.send_response(302)
            self.send_header(
                "Location",
                f"{self.asked['redirect_uri']}?{urlencode({'code': '1', 'state': self.asked['state']})}",
            )
            self.end_headers()
        elif address.path == "/keys":
            numbers = self.key.public_key().public_numbers()
            self.answer(
                {
                    "keys": [
                        {
                            "kty": "RSA",
                            "kid": "1",
                            "use": "sig",
                            "alg": "RS256",
                            "n": packed(numbers.n.to_bytes(256, "big")),
                            "e": packed(numbers.e.to_bytes(3, "big")),
                        }
                    ]
                }
            )
        else:
            self.answer(
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/auth",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )

    def do_POST(self) -> None:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding

        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": "board",
            "sub": "1",
            "iat": now,
            "exp": now + 600,
            "nonce": self.asked.get("nonce"),
            **self.who,
        }
        head = ".".join(
            packed(json.dumps(part).encode())
            for part in ({"alg": "RS256", "kid": "1", "typ": "JWT"}, claims)
        )
        signed = self.key.sign(head.encode(), padding.PKCS1v15(), hashes.SHA256())
        self.answer(
            {
                "access_token": "1",
                "token_type": "Bearer",
                "expires_in": 600,
                "id_token": f"{head}.{packed(signed)}",
            }
        )

    def answer(self, said: dict[str, Any]) -> None:
        content = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *values: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def provider() -> Iterator[type[Provider]]:
    from cryptography.hazmat.primitives.asymmetric import rsa

    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Provider.issuer, Provider.key = (
        f"http://127.0.0.1:{server.server_port}",
        rsa.generate_private_key(65537, 2048),
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Provider
    server.shutdown()


@pytest.fixture(scope="module")
def guarded(provider: type[Provider], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The small dashboard, open to one person; the secrets lie in a home of its own."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "tests" / "data" / "tiny", home / "tiny")
    config = home / "tiny" / "config.yaml"
    config.write_text(
        config.read_text(encoding="utf-8")
        + "\nintake: {upload: true, people: [Ann@city.example]}\n",
        encoding="utf-8",
    )
    (home / ".streamlit").mkdir()
    (home / ".streamlit" / "secrets.toml").write_text(
        SECRETS.format(issuer=provider.issuer), encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("USERPROFILE", str(home))
        yield from serve(config, home / "cache")


@pytest.mark.parametrize(
    ("who", "line", "within"),
    [
        (
            {"email": "bob@city.example", "email_verified": True},
            "You are signed in as bob@city.example, who is not listed in config.yaml",
            False,
        ),
        (
            {"email": "ann@city.example", "email_verified": False},
            "has not verified your e-mail address (ann@city.example)",
            False,
        ),
        (
            {"email": "ann@city.example"},
            "has not verified your e-mail address (ann@city.example)",
            False,
        ),
        (
            {"email": "ann@city.example", "email_verified": True},
            "Signed in as ann@city.example.",
            True,
        ),
    ],
)
def test_only_who_is_named_and_vouched_for_comes_in(
    browser: Any,
    guarded: Server,
    provider: type[Provider],
    who: dict[str, Any],
    line: str,
    within: bool,
) -> None:
    provider.who = who
    guest = visit(browser, guarded, locale="en-GB")
    page = guest.open(ADD)
    page.get_by_text("Sign in to add files;").wait_for()
    assert page.locator("input[type=file]").count() == 0
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{guarded.address}/")  # Streamlit comes back to the first page
    page.wait_for_selector(".tile")
    guest.open(ADD)
    page.get_by_text(line).wait_for(timeout=15_000)
    guest.still()
    assert page.locator("input[type=file]").count() == int(within)
    if within:
        page.locator("input[type=file]").set_input_files(
            [
                {
                    "name": "v.csv",
                    "mimeType": "text/csv",
                    "buffer": b"country,year,visits\nAlpha,2021,3\n",
                }
            ]
        )
        page.get_by_text("Sent by ann@city.example").wait_for()
        assert len(list(Path(guarded.folder, "data", ".history", "staged").glob("*.json"))) == 1
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{guarded.address}/")
    page.wait_for_selector(".tile")
    guest.open(ADD)
    page.get_by_text("Sign in to add files;").wait_for()
    page.context.close()
