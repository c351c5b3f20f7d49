"""What an address asks for, held against what there is: ids only, cut to a bound before any work.
No Streamlit.

An id that does not exist is answered by the default and a notice that names what comes near. A
label in the place of an id, as the dashboard itself wrote until November 2026, opens its id where
it is the whole name of that one alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from dashboard.views import labels
from dashboard.views.labels import ids_of
from indicators import Dataset
from indicators.analysis.search import Kind, index, search
from indicators.locale import Locale, get_locale
from indicators.spelling import nearest

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
    "members",
    "table",
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
    "level",
    "state",
    "terms",
    "status",
)
"""Every key that a page reads; whatever else an address holds is passed over unread."""
MAX_ID_LENGTH = 200
"""Largest length of an id or label; longer text is shown cut and not looked for."""
MAX_SHOWN_LENGTH = 40
"""Largest number of characters shown of a wrong id."""
MAX_NEAR = 3
"""Largest number of similar names that are offered."""
MAX_WRONG = 3
"""Largest number of wrong ids of one list that are named."""
MAX_LABEL_PARTS = 4
"""A label may hold commas: the largest number of neighbouring parts tried as one label."""


@dataclass(frozen=True)
class Notice:
    """A line for readers; `near` are links to what comes near: name and the keys of the address
    that it sets.
    """

    text: str
    near: tuple[tuple[str, Mapping[str, str]], ...] = ()


@dataclass(frozen=True)
class Choices:
    """What a key of the address can hold: names by id in the page's language, ids by label in every
    language.

    `near` gives the ids that come near a wrong one, the best first; `renamed` the present ids of
    former ones.
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


def languages(dataset: Dataset) -> tuple[Locale, ...]:
    """Return the words of every language that a reader can choose."""
    return tuple(get_locale(code) for code in dataset.catalogue.languages)


def choices(
    dataset: Dataset, locale: Locale, kind: str, names: Callable[[Locale], dict[str, str]]
) -> Choices:
    """Return the choices that `names` gives in a language; old links may hold the name in any of
    them.
    """
    return Choices(kind, names(locale), ids_of(names(words) for words in languages(dataset)))


def place_choices(dataset: Dataset, locale: Locale) -> Choices:
    """Return every place."""
    return _by_name(dataset, locale, "place", labels.places)


def indicator_choices(dataset: Dataset, locale: Locale) -> Choices:
    """Return every indicator; an id that one had before leads to it."""
    choices = _by_name(dataset, locale, "indicator", labels.indicators)
    return replace(choices, renamed=dataset.catalogue.former_ids)


def _by_name(
    dataset: Dataset,
    locale: Locale,
    kind: Kind,
    names: Callable[[Dataset, Locale], Mapping[str, str]],
) -> Choices:
    def make() -> dict[str, str]:
        locales = languages(dataset)
        alone = [names(dataset, words) for words in locales]
        both = [labels.multilingual(dataset, words, names, locales) for words in locales]
        return ids_of([*alone, *both])

    ids = dataset.cached(("ids by label", kind), make)
    return Choices(kind, names(dataset, locale), ids, by_search(dataset, kind))


def short(text: str, most: int = MAX_SHOWN_LENGTH) -> str:
    """Return text of an address as a sentence can hold it: on one line, and cut where it
    is long.
    """
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else f"{line[:most]}…"


def single(locale: Locale, key: str, text: str, choices: Choices, default: str = "") -> Answer:
    """Return the id under `key`; the default where it asks for nothing, or for what there is not,
    which is reported.
    """
    if not text:
        return Answer((default,) if default else ())
    id = _resolved(text, choices)
    if id:
        renamed = _renamed_notices(locale, [text], choices)
        return Answer((id,), renamed, id != text and not renamed)
    near = tuple(
        link for link in _links(key, text, choices, lambda name: name) if link[1][key] != default
    )
    return Answer(
        (default,) if default else (),
        (_notice(locale, choices, text, choices.names.get(default, ""), near),),
    )


def several(locale: Locale, key: str, text: str, choices: Choices, most: int) -> Answer:
    """Return the first `most` ids of a list joined by commas; a notice says what is left out."""
    parts, too_many = _parts(text, most)
    ids, wrong, relabelled = _matched(parts, choices)
    shown = list(dict.fromkeys(ids))
    notices = list(_renamed_notices(locale, parts, choices))
    notices += [
        _notice(
            locale,
            choices,
            part,
            "",
            _links(key, part, choices, lambda name: ",".join(dict.fromkeys([*shown[:most], name]))),
        )
        for part in wrong[:MAX_WRONG]
    ]
    if too_many or len(shown) > most or len(wrong) > MAX_WRONG:
        notices.append(Notice(locale.text("address.too_many", most=most)))
    return Answer(tuple(shown[:most]), tuple(notices), relabelled)


def _parts(text: str, most: int) -> tuple[list[str], bool]:
    """Give the first parts of a list, and whether there are more than anybody can ask for."""
    bound = most * MAX_LABEL_PARTS
    parts = text[: bound * MAX_ID_LENGTH].split(",", bound)
    too_many = len(parts) > bound or len(text) > bound * MAX_ID_LENGTH
    return [part.strip() for part in parts[:bound] if part.strip()], too_many


def _matched(parts: list[str], choices: Choices) -> tuple[list[str], list[str], bool]:
    """Give the ids of the parts, the parts that are none, and whether a label was among them."""
    ids, wrong, relabelled, position = list[str](), list[str](), False, 0
    while position < len(parts):
        id, width = _widest(parts[position : position + MAX_LABEL_PARTS], choices)
        relabelled = relabelled or id not in ("", parts[position])
        ids += [id] if id else []
        wrong += [] if id else [parts[position]]
        position += width
    return ids, wrong, relabelled


def _widest(parts: list[str], choices: Choices) -> tuple[str, int]:
    """Give the id of the longest run of parts that is one label, and how many parts it takes."""
    for width in range(len(parts), 1, -1):
        for comma in (",", ", "):
            if id := choices.labels.get(comma.join(parts[:width]), ""):
                return id, width
    return _resolved(parts[0], choices), 1


def _resolved(text: str, choices: Choices) -> str:
    """Give the id itself, or the one id that has this label; a label is never guessed from a part
    of it.
    """
    if text in choices.names:
        return text
    if choices.renamed.get(text) in choices.names:
        return choices.renamed[text]
    return choices.labels.get(text, "") if len(text) <= MAX_ID_LENGTH else ""


def _renamed_notices(locale: Locale, parts: list[str], choices: Choices) -> tuple[Notice, ...]:
    """Say which ids of an address have a new one by now."""
    former = [part for part in parts if part not in choices.names and part in choices.renamed]
    return tuple(
        Notice(locale.text("address.renamed", old=old, new=choices.renamed[old]))
        for old in former
        if choices.renamed[old] in choices.names
    )


def _links(
    key: str, text: str, choices: Choices, value: Callable[[str], str]
) -> tuple[tuple[str, Mapping[str, str]], ...]:
    if len(text) > MAX_ID_LENGTH:
        return ()
    near = (choices.near or _nearest(choices))(text)
    return tuple(
        (choices.names[name], {key: value(name)})
        for name in list(near)[:MAX_NEAR]
        if name in choices.names
    )


def _nearest(choices: Choices) -> Callable[[str], Iterable[str]]:
    """Give the one id that is spelt alike, itself or in one of its names."""

    def near(text: str) -> Iterable[str]:
        ids = {name: name for name in choices.names}
        ids_by_name = {**choices.labels, **ids_of([choices.names]), **ids}
        close = ids_by_name.get(nearest(text, ids_by_name), "")
        return [close] if close else []

    return near


def _notice(
    locale: Locale,
    choices: Choices,
    text: str,
    default_name: str,
    near: tuple[tuple[str, Mapping[str, str]], ...],
) -> Notice:
    lines = [locale.text(f"address.unknown_{choices.kind}", id=short(text))]
    default = f"address.default_{choices.kind}"
    if default in locale:
        lines.append(locale.text(default))
    elif default_name:
        lines.append(locale.text("address.shown_instead", name=default_name))
    if near:
        lines.append(locale.text("address.near"))
    return Notice(locale.join("sentence.next", lines), near)


def by_search(dataset: Dataset, kind: Kind) -> Callable[[str], Iterable[str]]:
    """Return the near ids of a kind: what the search finds, over ids and names of every
    language.
    """

    def near(text: str) -> Iterable[str]:
        entries = dataset.cached(
            ("search index", kind),
            lambda: tuple(entry for entry in index(dataset.catalogue) if entry.hit.kind == kind),
        )
        return [hit.id for hit in search(entries, text[:MAX_ID_LENGTH], MAX_NEAR)]

    return near
