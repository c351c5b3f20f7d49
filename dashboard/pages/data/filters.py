"""Boxes that narrow a table of the Data page; what is chosen stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard import url_state
from dashboard.components.selector import choose_none, id_of
from dashboard.url_state import View
from indicators.locale import Locale


def choose_filter(
    view: View,
    key: str,
    label: str,
    placeholder: str,
    names: Callable[[Locale], Mapping[str, str]],
) -> str:
    """Draw a box of the ids that `names` words, and return the id that the address holds under
    `key`; '' where it holds none, and nothing is left out.
    """
    kind = "pillar" if key == "pillar" else "choice"
    choices = view.choices(kind, lambda locale: dict(names(locale)))
    chosen = id_of(url_state.single(view, key, choices))
    choose_none(
        view,
        view.locale.text(label),
        choices.names,
        chosen,
        f"data_{key}",
        lambda name: url_state.set_params(**{key: name}),
        placeholder=view.locale.text(placeholder),
    )
    return chosen
