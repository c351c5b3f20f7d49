"""What an address asks for, held against what there is: ids only, cut to a bound before any work. No Streamlit.

An id that does not exist is answered by the default and a notice that names what comes near. A label in the place of
an id, as the dashboard itself wrote until November 2026, opens its id where it is the whole name of that one alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from dashboard.views.labels import ids_of
from indicators import Dataset
from indicators.analysis.search import Kind, index, search
from indicators.catalogue import nearest
from indicators.locale import Locale

KEYS = (
    "lang",
    "place",
    "indicator",
    "places",
    "group",
    "view",
    "period",
    "breakdown",
    "over",
    "known",
    "against",
    "indicators",
    "pillar",
    "sort",
    "x",
    "y",
    "size",
    "colour",
    "log",
    "only",
    "file",
)
"""Every key that a page reads; whatever else an address holds is passed over unread."""
LONGEST = 200
"""So many letters at most may be an id or a label; longer text is shown cut and not looked for."""
SHOWN = 40
"""So many letters of a wrong id are shown."""
NEAR = 3
"""So many near names are offered."""
WRONG = 3
"""So many wrong ids of one list are told of."""
JOINED = 4
"""A label may hold commas: so many neighbouring parts of a list are tried as one label."""


@dataclass(frozen=True)
class Notice:
    """A line for readers; `near` are links to what comes near: name and the keys of the address that it sets."""

    text: str
    near: tuple[tuple[str, Mapping[str, str]], ...] = ()


@dataclass(frozen=True)
class Choices:
    """What a key of the address can hold: names by id in the page's language, ids by label in every language.

    `near` gives the ids that come near a wrong one, the best first; `renamed` the present ids of former ones.
    """

    kind: str
    names: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)
    near: Callable[[str], Iterable[str]] | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The ids to show, the notices, and whether the address named one of them by its label."""

    ids: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    relabelled: bool = False

    @property
    def id(self) -> str:
        """The first id, or an empty string."""
        return self.ids[0] if self.ids else ""


def short(text: str, most: int = SHOWN) -> str:
    """Text of an address as a sentence can hold it: on one line, and cut where it is long."""
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else f"{line[:most]}…"


def single(say: Locale, key: str, asked: str, choices: Choices, default: str = "") -> Answer:
    """The id under `key`; the default where it asks for nothing, or for what there is not, which is told."""
    if not asked:
        return Answer((default,) if default else ())
    found = _resolved(asked, choices)
    if found:
        renamed = _renamed_notices(say, [asked], choices)
        return Answer((found,), renamed, found != asked and not renamed)
    near = tuple(
        link for link in _links(key, asked, choices, lambda name: name) if link[1][key] != default
    )
    return Answer(
        (default,) if default else (),
        (_notice(say, choices, asked, choices.names.get(default, ""), near),),
    )


def several(say: Locale, key: str, asked: str, choices: Choices, most: int) -> Answer:
    """The ids of a list joined by commas: the first `most` of them; what is left out is told."""
    parts, more = _parts(asked, most)
    ids, wrong, relabelled = _matched(parts, choices)
    kept = list(dict.fromkeys(ids))
    notices = list(_renamed_notices(say, parts, choices))
    notices += [
        _notice(
            say,
            choices,
            one,
            "",
            _links(key, one, choices, lambda name: ",".join(dict.fromkeys([*kept[:most], name]))),
        )
        for one in wrong[:WRONG]
    ]
    if more or len(kept) > most or len(wrong) > WRONG:
        notices.append(Notice(say.t("address.too_many", most=most)))
    return Answer(tuple(kept[:most]), tuple(notices), relabelled)


def _parts(asked: str, most: int) -> tuple[list[str], bool]:
    """The first parts of a list, and whether there are more than anybody can ask for."""
    bound = most * JOINED
    parts = asked[: bound * LONGEST].split(",", bound)
    more = len(parts) > bound or len(asked) > bound * LONGEST
    return [part.strip() for part in parts[:bound] if part.strip()], more


def _matched(parts: list[str], choices: Choices) -> tuple[list[str], list[str], bool]:
    """The ids of the parts, the parts that are none, and whether a label was among them."""
    ids, wrong, relabelled, at = list[str](), list[str](), False, 0
    while at < len(parts):
        found, width = _widest(parts[at : at + JOINED], choices)
        relabelled = relabelled or found not in ("", parts[at])
        ids += [found] if found else []
        wrong += [] if found else [parts[at]]
        at += width
    return ids, wrong, relabelled


def _widest(parts: list[str], choices: Choices) -> tuple[str, int]:
    """The id of the longest run of parts that is one label, and how many parts it takes."""
    for width in range(len(parts), 1, -1):
        for comma in (",", ", "):
            if found := choices.labels.get(comma.join(parts[:width]), ""):
                return found, width
    return _resolved(parts[0], choices), 1


def _resolved(asked: str, choices: Choices) -> str:
    """The id itself, or the one id that has this label; a label is never guessed from a part of it."""
    if asked in choices.names:
        return asked
    if choices.renamed.get(asked) in choices.names:
        return choices.renamed[asked]
    return choices.labels.get(asked, "") if len(asked) <= LONGEST else ""


def _renamed_notices(say: Locale, parts: list[str], choices: Choices) -> tuple[Notice, ...]:
    """Say which ids of an address have a new one by now."""
    former = [part for part in parts if part not in choices.names and part in choices.renamed]
    return tuple(
        Notice(say.t("address.renamed", old=old, new=choices.renamed[old]))
        for old in former
        if choices.renamed[old] in choices.names
    )


def _links(
    key: str, asked: str, choices: Choices, value: Callable[[str], str]
) -> tuple[tuple[str, Mapping[str, str]], ...]:
    if len(asked) > LONGEST:
        return ()
    near = (choices.near or _nearest(choices))(asked)
    return tuple(
        (choices.names[name], {key: value(name)})
        for name in list(near)[:NEAR]
        if name in choices.names
    )


def _nearest(choices: Choices) -> Callable[[str], Iterable[str]]:
    """The one id that is spelt alike, itself or in one of its names."""

    def near(asked: str) -> Iterable[str]:
        ids = {name: name for name in choices.names}
        known = {**choices.labels, **ids_of([choices.names]), **ids}
        close = known.get(nearest(asked, known), "")
        return [close] if close else []

    return near


def _notice(
    say: Locale,
    choices: Choices,
    asked: str,
    shown: str,
    near: tuple[tuple[str, Mapping[str, str]], ...],
) -> Notice:
    lines = [say.t(f"address.unknown_{choices.kind}", id=short(asked))]
    default = f"address.default_{choices.kind}"
    if default in say:
        lines.append(say.t(default))
    elif shown:
        lines.append(say.t("address.shown_instead", name=shown))
    if near:
        lines.append(say.t("address.near"))
    gap = " " if say.t("sentence.comma").endswith(" ") else ""
    return Notice(gap.join(lines), near)


def by_search(dataset: Dataset, kind: Kind) -> Callable[[str], Iterable[str]]:
    """Near ids of a kind: what the search finds, over ids and names of every language."""

    def near(asked: str) -> Iterable[str]:
        entries = dataset.cached(
            ("search index", kind),
            lambda: tuple(entry for entry in index(dataset.catalogue) if entry.hit.kind == kind),
        )
        return [hit.id for hit in search(entries, asked[:LONGEST], NEAR)]

    return near
