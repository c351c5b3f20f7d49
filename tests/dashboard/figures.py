"""The figures of a page as the browser gets them."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def figures(app: AppTest) -> list[dict[str, Any]]:
    """The figure of each chart, in order."""
    return [json.loads(content) for _, content in _charts(app)]


def settings(app: AppTest) -> list[dict[str, Any]]:
    """What else is said of each chart, in order: alt text, bundle, name of its pictures."""
    return [json.loads(head) for head, _ in _charts(app)]


def _charts(app: AppTest) -> list[list[bytes]]:
    elements = [item.proto for item in app.get("bidi_component")]
    return [proto.bytes.split(b"\n", 1) for proto in elements if proto.component_name == "plot"]
