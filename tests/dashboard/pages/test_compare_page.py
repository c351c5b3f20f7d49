"""The compare page, drawn from addresses: what it shows, what it says of a wrong one, what a click
writes.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard import comparable
from tests.dashboard.figures import figures


def draw(config: str) -> None:
    import streamlit as st

    from dashboard import url_state
    from dashboard.pages.compare import page as compare
    from indicators import load

    if "data" not in st.session_state:
        st.session_state["data"] = load(config, keep=False)
    compare.render(url_state.view(st.session_state["data"]))


def page(folder: Path, **query: str) -> AppTest:
    app = AppTest.from_function(
        draw, kwargs={"config": str(comparable.write(folder))}, default_timeout=20
    )
    for key, value in {"lang": "en", **query}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def title(app: AppTest) -> str:
    return str(figures(app)[0]["layout"]["title"]["text"])


def test_a_bare_address_shows_the_focus_among_its_peers(tmp_path: Path) -> None:
    app = page(tmp_path)
    assert "Compare Aland" in app.markdown[0].value
    assert "Aland stands highest in Cost of a line (1st of 5)" in title(app).replace(
        "<br>", " "
    ).replace("</b> <b>", " ")
    assert app.multiselect(key="compare_places_en").value == ["AAA", "BBB", "CCC", "DDD", "EEE"]
    assert app.selectbox(key="compare_group_en").value == "five"
    assert not app.info


@pytest.mark.parametrize(
    ("view", "said"), [("ranks", "upper half in 1 of 2"), ("scatter", "Internet users")]
)
def test_views(tmp_path: Path, view: str, said: str) -> None:
    app = page(tmp_path, view=view)
    assert said in title(app)
    assert len(figures(app)) == 1


def test_a_place_with_too_few_figures_says_who_stands_in(tmp_path: Path) -> None:
    app = page(tmp_path, place="P1")
    assert any("Aland is compared instead" in one.value for one in app.caption)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"places": "Alanda,BBB"}, "There is no place “Alanda” here. Did you mean: Aland"),
        ({"places": "zzzzzz"}, "There is no place “zzzzzz” here."),
        ({"group": "fiv"}, "There is no group “fiv” here. Did you mean: The five"),
        ({"pillar": "onlin"}, "There is no field “onlin” here. Did you mean: Online"),
        (
            {"view": "rank"},
            "There is no view “rank” here. Profile is shown instead. Did you mean: Ranks",
        ),
        ({"indicators": "user"}, "There is no indicator “user” here. Did you mean: Internet users"),
        (
            {"view": "scatter", "x": "peopel"},
            "There is no indicator “peopel” here. Did you mean: People",
        ),
        (
            {"view": "ranks", "sort": "mena"},
            "“mena” cannot be chosen here. Mean rank is shown instead.",
        ),
        ({"view": "scatter", "colour": "blue"}, "“blue” cannot be chosen here. "),
        (
            {"view": "scatter", "x": "rare"},
            "Rare has too few figures here (Countries and economies); ",
        ),
        (
            {"view": "scatter", "x": "users", "y": "people", "period": "1850"},
            "There are no figures for “1850”",
        ),
        ({"places": "BBB,P1"}, "Not ranked, because not of the same level as Aland: North."),
    ],
)
def test_a_wrong_address_gets_a_line_and_a_page(
    tmp_path: Path, query: dict[str, str], said: str
) -> None:
    app = page(tmp_path, **query)
    assert any(one.value.replace("\\", "").startswith(said) for one in app.info)
    assert figures(app)


def test_labels_of_an_old_link_become_ids_unless_one_is_to_be_told(tmp_path: Path) -> None:
    app = page(tmp_path, places="Aland,丙国", group="The five (6)", pillar="All fields")
    assert (app.query_params["places"], app.query_params["group"]) == ("AAA,CCC", "five")
    assert not app.info and app.multiselect(key="compare_places_en").value == ["AAA", "CCC"]
    app = page(tmp_path / "more", places="Aland,zzzzzz")
    assert app.query_params["places"] == "Aland,zzzzzz"
    assert [one.value.replace("\\", "") for one in app.run().info] == [
        "There is no place “zzzzzz” here."
    ]


def test_a_click_writes_ids_into_the_address(tmp_path: Path) -> None:
    app = page(tmp_path)
    app.selectbox(key="compare_group_en").select("all").run()
    assert app.query_params["group"] == "all"
    app.multiselect(key="compare_places_en").set_value(["AAA", "CCC"]).run()
    assert app.query_params["places"] == "AAA,CCC"
    app.selectbox(key="compare_pillar_en").select("online").run()
    assert app.query_params["pillar"] == "online"
    assert not app.exception and not app.warning


def test_another_place_drops_what_was_chosen_for_the_last(tmp_path: Path) -> None:
    app = page(tmp_path, places="AAA,CCC", group="trio", view="ranks")
    app.query_params["place"] = "EEE"
    app.run()
    assert "group" not in app.query_params and "places" not in app.query_params
    assert app.query_params["view"] == "ranks"
    assert app.selectbox(key="compare_group_en").value == "five"


def test_scatter_choices_go_into_the_address(tmp_path: Path) -> None:
    app = page(tmp_path, view="scatter", x="people", y="users")
    assert app.toggle(key="compare_log_x").value  # 1 to 1000: more than a hundredfold
    app.toggle(key="compare_log_x").set_value(False).run()
    assert app.query_params["log"] == "none"
    app.select_slider(key="compare_period_en").set_value("2023").run()
    assert app.query_params["period"] == "2023"
    app.selectbox(key="compare_size_en").select("people").run()
    app.selectbox(key="compare_colour_en").select("none").run()
    assert app.query_params["size"] == "people" and app.query_params["colour"] == "none"
    app.toggle(key="compare_only").set_value(True).run()
    assert app.query_params["only"] == "1"
    assert not app.info  # four of the five have users in 2023: no correlation, but a picture
    assert not app.exception and not app.warning


def test_chinese(tmp_path: Path) -> None:
    app = page(tmp_path, lang="zh", view="ranks")
    assert "2项指标中，甲国有1项居前半数" in title(app)
