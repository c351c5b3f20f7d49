"""Which choices of the page the browser may draw ahead, and at which address it finds each.

plot.js reads the data; dashboard/figures_ahead.py answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dashboard.components.header import places_to_choose
from dashboard.url_state import View
from dashboard.views import indicator as indicatorview
from dashboard.views import labels
from dashboard.views.indicator_address import (
    CHOICES,
    IndicatorAddress,
    period_id,
    period_names,
)

CLEARED = ("places", "period", "breakdown", "group")
"""What another indicator takes out of the address."""


def ahead(view: View, address: IndicatorAddress, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Return what plot.js needs: the address of the chart in parts, and each selector's options.

    The options of a selector are the values in the address by the labels on the screen; None for
    the boxes of all places and all indicators, whose options are fetched once, from `options`. The
    views are few, and fetched once the reader stays.
    """
    query = address.query
    current = {key: parameters[key] for key in CHOICES if parameters.get(key)}
    return {
        "path": f"figures/{view.dataset.fingerprint}",
        "parameters": {
            "indicator": query.indicator.id,
            "place": view.place,
            **current,
            "view": address.view,
            "lang": view.language,
            "theme": view.palette.kind,
            "size": view.size,
        },
        "choices": [
            _choice(view, "view", _by_label(address.views), True),
            *_choices_of_view(view, address),
            _choice(view, "place", None),
            _choice(view, "indicator", None) | {"clears": CLEARED},
        ],
        "options": f"figures/{view.dataset.fingerprint}/options?lang={view.language}",
    }


def indicators_to_choose(view: View) -> dict[str, str]:
    """Return every indicator by all its names, in the order of the fields."""
    return view.dataset.cached(("indicators to choose", view.language), lambda: _labelled(view))


def _labelled(view: View) -> dict[str, str]:
    catalogue = view.dataset.catalogue
    order = {name: position for position, name in enumerate(catalogue.pillars)}
    names = labels.multilingual(view.dataset, view.locale, labels.indicators, view.languages)
    ordered = sorted(
        catalogue.indicators, key=lambda name: order.get(catalogue.indicators[name].pillar, 99)
    )
    return {name: names[name] for name in ordered}


def box_options(view: View) -> dict[str, dict[str, str]]:
    """Return the options of the two long boxes, as `ahead` has those of the short ones: by the
    parameter of the address.
    """
    names = {"place": places_to_choose(view), "indicator": indicators_to_choose(view)}
    return {key: _by_label(labels_of) for key, labels_of in names.items()}


def _by_label(names: Mapping[str, str]) -> dict[str, str]:
    """Give ids by label, without labels that two have: the browser cannot tell them apart."""
    count = Counter(names.values())
    return {label: id for id, label in names.items() if count[label] == 1}


def _choices_of_view(view: View, address: IndicatorAddress) -> list[dict[str, Any]]:
    """Give the boxes that stand below the switch of views."""
    query = address.query
    choices = []
    if address.view in ("ranking", "map"):
        periods = query.dataset.grid(query.indicator.id, query.breakdown).periods
        by_label = _by_label(period_names(view.locale, periods))
        options = {label: period_id(name) for label, name in by_label.items()}
        choices.append(_choice(view, "period", options))
    if address.view == "ranking":
        titles = labels.groups(query.dataset, query.locale)
        groups = indicatorview.groups_of(query.dataset, query.indicator.id, query.places[0])
        names = {group.id: titles[group.id] for group in groups}
        choices.append(_choice(view, "group", _by_label(names)))
    return choices


def _choice(
    view: View, parameter: str, options: Mapping[str, str] | None, is_fetched: bool = False
) -> dict[str, Any]:
    return {
        "key": f"{parameter}_{view.language}",
        "parameter": parameter,
        "options": options,
        "idle": is_fetched,
    }
