"""The sections `intake` and `embed` of config.yaml.

They say who may add files in the browser, and who may show the dashboard in a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indicators.catalogue.yaml_nodes import Node, Validator
from indicators.problems import ProblemCode

INTAKE_KEYS = ("upload", "people", "directory")
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
_EMAIL = re.compile(r"[^@\s*?]+@[^@\s*?]+\.[^@\s*?.]+")


@dataclass(frozen=True)
class UploadSettings:
    """Whether files may be uploaded in the browser, and by whom from elsewhere.

    `directory`: the provider of the sign-in is the organisation's own, so that an address counts as
    verified where the provider does not say whether it is.
    """

    upload: bool = False
    people: tuple[str, ...] = ()
    directory: bool = False

    def names(self, email: str) -> bool:
        """Return whether this address is one of them: the whole address, in capitals or not.

        Only ASCII is compared without regard to capitals: elsewhere, two letters may share one
        lower case.
        """
        return bool(email) and _fold(email) in map(_fold, self.people)


def _fold(email: str) -> str:
    return email.lower() if email.isascii() else email


def intake(node: Node | None, faults: Validator) -> UploadSettings:
    """Read the section; without it nobody may upload.

    An address is one person's: no wildcards, no domains. What is none is reported and left out.
    """
    keys = faults.mapping(node, INTAKE_KEYS)
    return UploadSettings(
        faults.truth(keys.get("upload")),
        _matching(keys.get("people"), _EMAIL, ProblemCode.NOT_AN_EMAIL, faults),
        faults.truth(keys.get("directory")),
    )


def embed(node: Node | None, faults: Validator) -> tuple[str, ...]:
    """Read the sites whose pages may show the dashboard in a frame.

    They are origins, without paths and wildcards. What is none is reported and left out.
    """
    return _matching(node, _ORIGIN, ProblemCode.NOT_A_SITE, faults)


def _matching(
    node: Node | None, form: re.Pattern[str], code: ProblemCode, faults: Validator
) -> tuple[str, ...]:
    """Give the items of a list that have this form; report the others under the code."""
    texts: list[str] = []
    for item in faults.items(node):
        text = faults.text(item)
        if form.fullmatch(text):
            texts.append(text)
        else:
            faults.add(item, code)
    return tuple(texts)
