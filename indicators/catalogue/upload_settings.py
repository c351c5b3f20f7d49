"""Who may add files in the browser, and who may show the dashboard in a page: `intake` and `embed` of config.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indicators.catalogue.yaml_nodes import Node, Validator

INTAKE_KEYS = ("upload", "people", "directory")
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
_EMAIL = re.compile(r"[^@\s*?]+@[^@\s*?]+\.[^@\s*?.]+")


@dataclass(frozen=True)
class UploadSettings:
    """Whether the browser's door is open, and the e-mail addresses of those who may use it from elsewhere.

    `directory`: the sign-in's provider is the organisation's own, and an address of which it does not say whether
    it is verified is as good as one of which it says so.
    """

    upload: bool = False
    people: tuple[str, ...] = ()
    directory: bool = False

    def names(self, email: str) -> bool:
        """Whether this address is one of them: the whole address, capitals or not.

        Only ASCII is compared without regard to capitals: elsewhere, lower case makes one letter of two.
        """
        return bool(email) and _same(email) in {_same(one) for one in self.people}


def _same(email: str) -> str:
    return email.lower() if email.isascii() else email


def intake(node: Node | None, faults: Validator) -> UploadSettings:
    """The section; without it the door is closed. An address is one person's: no wildcards, no domains."""
    if node is None:
        return UploadSettings()
    given = faults.mapping(node, INTAKE_KEYS)
    people = faults.items(given.get("people"))
    for one in people:
        if not _EMAIL.fullmatch(faults.text(one)):
            faults.add(
                one, "not an e-mail address", "one person's whole address, without wildcards"
            )
    return UploadSettings(
        faults.truth(given.get("upload")),
        tuple(faults.text(one) for one in people),
        faults.truth(given.get("directory")),
    )


def embed(node: Node | None, faults: Validator) -> tuple[str, ...]:
    """The sites whose pages may show the dashboard in a frame: origins, without paths and wildcards."""
    sites = faults.items(node)
    for site in sites:
        if not _ORIGIN.fullmatch(faults.text(site)):
            faults.add(
                site,
                "not the address of a site",
                "scheme and host in small letters, like https://city.example",
            )
    return tuple(faults.text(site) for site in sites)
