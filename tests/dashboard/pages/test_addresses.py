"""What every page reads from the address: a wrong place or language is told, and the nearest is
shown.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard import tiny


def draw(config: str) -> None:
    import streamlit as st

    from dashboard import url_state
    from dashboard.pages import overview
    from indicators import load

    view = url_state.view(load(config, keep=False))
    for notice in view.warnings:
        st.info(notice.text)
    overview.render(view)


@pytest.mark.parametrize(
    ("query", "heading", "told"),
    [
        ({}, "Aland: where we stand", []),
        ({"place": "BBB"}, "Beland: where we stand", []),
        (
            {"place": "XXX"},
            "Aland: where we stand",
            ["There is no place “XXX” here. Aland is shown instead."],
        ),
        (
            {"place": "nowhere"},
            "Aland: where we stand",
            ["There is no place “nowhere” here. Aland is shown instead."],
        ),
        ({"lang": "xx"}, "Aland: where we stand", ["“xx” is not a language of this dashboard."]),
        (
            {"lang": "zh", "place": "Belan"},
            "甲国发展水平",
            ["没有地区“Belan”。已显示甲国。您要找的是："],
        ),
        ({"place": "Beland"}, "Beland: where we stand", []),
        ({"lang": "zh", "place": "Beland · 乙国"}, "乙国发展水平", []),
        (
            {"place": "<b>x</b>"},
            "Aland: where we stand",
            ["There is no place “<b>x</b>” here. Aland is shown instead."],
        ),
    ],
)
def test_the_overview_of_an_address(
    tmp_path: Path, query: dict[str, str], heading: str, told: list[str]
) -> None:
    app = AppTest.from_function(
        draw, kwargs={"config": str(tiny.write(tmp_path))}, default_timeout=20
    )
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    assert app.markdown[0].value.replace("\\", "") == f"# {heading}"
    assert [one.value for one in app.info] == told
