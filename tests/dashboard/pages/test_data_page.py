"""The Data page: the part that the address names, and words that come from files taken as words."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard import tiny

GOOD = "\n".join(tiny.ROWS.splitlines()[:6]) + "\n"


def draw(config: str) -> None:
    from dashboard import url_state
    from dashboard.pages.data import page as data
    from indicators import load

    data.render(url_state.view(load(config, keep=False)))


def page(folder: Path, rows: str = tiny.ROWS, **query: str) -> AppTest:
    app = AppTest.from_function(
        draw, kwargs={"config": str(tiny.write(folder, rows))}, default_timeout=20
    )
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def draw_and_list_keys(config: str) -> None:
    import streamlit as st

    from dashboard import url_state
    from dashboard.pages.data import page as data
    from indicators import load

    dataset = load(config, keep=False)
    data.render(url_state.view(dataset))
    of_day = getattr(dataset.memo.get("day"), "values", {})
    st.session_state["keys"] = [repr(key) for key in (*dataset.memo, *of_day)]


@pytest.mark.parametrize("view", ["holdings", "sources", "places", "breaks"])
def test_nothing_is_cached_for_good_by_address(tmp_path: Path, view: str) -> None:
    """There are more addresses than memory holds: what they ask for is among the newest ones."""
    config = str(tiny.write(tmp_path, GOOD))
    app = AppTest.from_function(draw_and_list_keys, kwargs={"config": config}, default_timeout=20)
    app.query_params["view"] = view
    app.run()
    assert not app.exception
    keys = app.session_state["keys"]
    assert "'addresses'" in keys
    assert [key for key in keys if "page'" in key] == []


def test_problems_come_first_where_there_are_any(tmp_path: Path) -> None:
    app = page(tmp_path)
    assert app.warning[0].value.startswith("3 problems found")
    assert list(app.dataframe[0].value["line"][:3]) == [7, 9, 10]


def test_what_is_held_comes_first_where_all_is_well(tmp_path: Path) -> None:
    app = page(tmp_path, GOOD)
    assert not app.warning
    assert list(app.dataframe[0].value["pillar"]) == ["Online"]
    assert list(app.dataframe[1].value["country"].str[:15]) == ["2 · 2021 – 2023"] * 2


def test_the_address_narrows_what_is_held_and_a_choice_goes_into_it(tmp_path: Path) -> None:
    app = page(tmp_path, GOOD, view="holdings", level="city")
    assert "city" in app.dataframe[1].value and "country" not in app.dataframe[1].value
    assert list(app.dataframe[0].value["missing"]) == [2]
    app.selectbox[2].select("current").run()
    assert app.query_params["state"] == "current"
    assert [one.value for one in app.info] == [
        "Nothing here is in the state, level and field that are chosen\\."
    ]


@pytest.mark.parametrize("key", ["level", "state", "pillar"])
def test_a_wrong_filter_is_told_and_narrows_nothing(tmp_path: Path, key: str) -> None:
    app = page(tmp_path, GOOD, view="holdings", **{key: "nowhere"})
    assert any("nowhere" in info.value for info in app.info)
    assert len(app.dataframe[1].value) == 2


def test_sources_can_be_narrowed_to_their_terms(tmp_path: Path) -> None:
    app = page(tmp_path, GOOD, view="sources", terms="unknown", lang="en")
    assert list(app.dataframe[0].value["publisher"]) == ["A Rumour"]
    assert list(app.dataframe[0].value["terms"]) == ["not known"]


@pytest.mark.parametrize(
    ("view", "column", "value"),
    [
        ("holdings", "pillar", "Online"),
        ("files", "figures", 4),
        ("sources", "publisher", "The Bureau"),
        ("places", "nearest", "Aland"),
        ("breaks", "note", "New survey"),
    ],
)
@pytest.mark.parametrize("lang", ["en"])
def test_each_part(tmp_path: Path, view: str, column: str, value: object, lang: str) -> None:
    assert page(tmp_path, view=view, lang=lang).dataframe[0].value[column][0] == value


@pytest.mark.parametrize("view", ["holdings", "files", "sources", "problems", "places", "breaks"])
def test_each_part_in_chinese(tmp_path: Path, view: str) -> None:
    assert page(tmp_path, view=view, lang="zh").markdown[0].value == "# 数据"


def test_one_file_shows_its_indicators_and_problems(tmp_path: Path) -> None:
    app = page(tmp_path, view="files", file="board/users.csv")
    assert app.selectbox[0].value == "board/users.csv"
    assert app.dataframe[1].value["code"][0] == "U"
    assert "about a third" in app.markdown[-1].value


def test_choosing_a_part_and_a_file_goes_into_the_address(tmp_path: Path) -> None:
    app = page(tmp_path, view="files")
    app.selectbox[0].select("board/users.csv").run()
    assert app.query_params["file"] == "board/users.csv"


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ({"view": "filse"}, "filse"),
        ({"view": "files", "file": "nowhere"}, "There is no file “nowhere” here"),
    ],
)
def test_a_wrong_id_gives_a_friendly_line(tmp_path: Path, query: dict[str, str], line: str) -> None:
    assert any(line in info.value for info in page(tmp_path, **query).info)


def draw_with_a_problem(config: str) -> None:
    from dataclasses import replace

    from dashboard import url_state
    from dashboard.pages.data import page as data
    from indicators import Problem, load
    from indicators.problems import ProblemCode

    problem = Problem(
        ProblemCode.ROW_WIDTH,
        "board/users.csv",
        7,
        values={"cells": 2, "columns": 9, "delimiter": ","},
    )
    data.render(url_state.view(replace(load(config, keep=False), problems=(problem,))))


@pytest.mark.parametrize(
    ("lang", "message", "hint"),
    [
        (
            "en",
            "the number of cells in this row is 2, in the header 9",
            "A cell with the sign that parts",
        ),
        ("zh", "该行有2个单元格，表头有9个", "单元格中含有分隔符（,）时须加引号。"),
    ],
)
def test_problems_are_in_the_language_of_the_page(
    tmp_path: Path, lang: str, message: str, hint: str
) -> None:
    config = str(tiny.write(tmp_path, GOOD))
    app = AppTest.from_function(draw_with_a_problem, kwargs={"config": config}, default_timeout=20)
    app.query_params["lang"] = lang
    app.run()
    row = app.dataframe[0].value.iloc[0]
    assert row["what"] == message and row["do"].startswith(hint)
    app.query_params["view"], app.query_params["file"] = "files", "board/users.csv"
    app.run()
    assert message in app.markdown[-1].value and not app.exception


def test_text_from_a_file_is_never_markdown(tmp_path: Path) -> None:
    rows = tiny.ROWS + "U,:red[x](javascript:alert(1)),2021,total,10,% of people,,,\n"
    app = page(tmp_path, rows, view="files", file="board/users.csv")
    assert r"\:red\[x\]\(javascript\:alert\(1\)\)" in app.markdown[-1].value


def test_an_empty_data_folder(tmp_path: Path) -> None:
    config = tiny.write(tmp_path)
    (tmp_path / "data" / "board" / "users.csv").unlink()
    app = AppTest.from_function(draw, kwargs={"config": str(config)}, default_timeout=20)
    app.query_params["view"] = "files"
    app.run()
    assert not app.exception and "No files yet" in app.info[0].value


def test_a_name_that_would_turn_the_text_around_is_shown_with_escapes(tmp_path: Path) -> None:
    app = page(tmp_path, GOOD, view="files")
    (tmp_path / "data" / "fdp\u202evsc.csv").write_text("place,period,value\nAAA,2021,1\n")
    app.query_params["file"] = "fdp\u202evsc.csv"
    app.run()
    assert not app.exception
    assert r"fdp\u202evsc.csv" in list(app.dataframe[0].value["file"])
    assert (
        app.selectbox[0].value == "fdp\u202evsc.csv"
        and r"fdp\u202evsc.csv" in app.selectbox[0].options
    )
    shown = "".join(one.value for one in (*app.markdown, *app.caption, *app.warning))
    assert "\u202e" not in shown and r"fdp\\u202evsc\.csv" in shown
