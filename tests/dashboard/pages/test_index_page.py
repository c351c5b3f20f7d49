"""The index page, drawn from addresses: what it says of a place, and what a click writes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views.composite_index import years_text
from indicators.locale import get_locale
from tests import index_project
from tests.dashboard.figures import figures


def draw(config: str, wait: bool = True) -> None:
    import streamlit as st

    from dashboard import url_state
    from dashboard.index_runs import KEY, IndexRuns, index_runs
    from dashboard.pages.index import page as index
    from indicators import load

    if "data" not in st.session_state:
        st.session_state["data"] = load(config, keep=False)
        if wait:
            index_runs(st.session_state["data"]).wait()
        else:
            st.session_state["data"].memo[KEY] = IndexRuns()
    index.render(url_state.view(st.session_state["data"]))


def page(folder: Path, **query: str) -> AppTest:
    app = AppTest.from_function(
        draw, kwargs={"config": str(index_project.write(folder))}, default_timeout=30
    )
    boxes = "index_audit,index_made"
    for key, value in {"lang": "en", "table": boxes, **query}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """Every text of the page in Markdown, without its escapes."""
    texts = [item.value for item in (*app.markdown, *app.caption, *app.info)]
    return "\n".join(texts).replace("\\", "")


def titles(app: AppTest) -> list[str]:
    """The titles of the charts, in order."""
    found = []
    for spec in figures(app):
        text = str(spec["layout"]["title"]["text"])
        found.append(text.replace("</b><br><b>", " ").removeprefix("<b>").removesuffix("</b>"))
    return found


@pytest.mark.parametrize(
    ("years", "language", "text"),
    [
        (("2023",), "en", "2023"),
        (("2019", "2020"), "en", "2019–2020"),
        (("2019", "2020"), "zh", "2019—2020年"),
        (("2019-Q1", "2020"), "zh", "2019年第一季度–2020年"),
    ],
)
def test_the_years_of_a_score(years: tuple[str, ...], language: str, text: str) -> None:
    query: Any = SimpleNamespace(locale=get_locale(language), language=language)
    standing: Any = SimpleNamespace(years=years)
    assert years_text(query, standing) == text


def test_a_place_with_a_score(tmp_path: Path) -> None:
    app = page(tmp_path, place="P1")
    said = words(app)
    assert app.markdown[0].value.startswith("# First is 3rd of 5")
    assert "The index, 2023: 40.0 of 100 points." in said
    assert titles(app)[:4] == [
        "Rank, and how sure it is",
        "First stands highest in Online (2nd of 6), lowest in Talent (3rd of 5)",
        "What makes up the 40.0 points of First",
        "Why First rose from 37.5 to 40.0",
    ]
    assert "First stays 3rd." in said


def test_until_the_runs_are_made_the_rest_is_shown(tmp_path: Path) -> None:
    app = AppTest.from_function(
        draw,
        kwargs={"config": str(index_project.write(tmp_path)), "wait": False},
        default_timeout=30,
    )
    app.query_params["lang"], app.query_params["place"] = "en", "P1"
    app.run()
    assert not app.exception
    assert app.markdown[0].value == "# First is 3rd of 5"
    assert titles(app)[0] == "Rank, and how sure it is", "ranks stand there without intervals"
    assert "Which choice matters most is still being computed." in words(app)
    assert "most likely" not in words(app)


def test_what_it_would_take(tmp_path: Path) -> None:
    app = page(tmp_path, place="P1", rank="2")
    said = words(app)
    assert (
        "Skills alone: from 40.0% to better than 55.0%. No peer made such a step within 5 years."
        in said
    )
    assert (
        "Stations alone: from 10 stations per 100 people to better than 25 stations per 100 people."
        in said
    )
    app.selectbox(key="index_rank_en").select("1").run()
    assert app.query_params["rank"] == "1"


def test_how_sure_the_rank_is(tmp_path: Path) -> None:
    said = words(page(tmp_path, place="P1"))
    assert (
        "In 2,000 runs with other choices First is among the first 3 in 100%, and ahead of Fifth, "
        "ranked beside it, in 100%." in said
    )


def test_another_figure(tmp_path: Path) -> None:
    app = page(tmp_path, place="P1", part="net")
    assert "With 60.0%: 40.0 points, 3rd of 5, all else as it is." in words(app)
    app.select_slider(key="index_step_net_en").set_value("10").run()
    assert app.query_params["step"] == "10"
    assert "With 100.0%: 50.0 points, 2nd of 5, all else as it is." in words(app)
    app.selectbox(key="index_part_en").select("skill").run()
    assert "step" not in app.query_params and app.query_params["part"] == "skill"


def test_the_weights_of_a_change(tmp_path: Path) -> None:
    said = words(page(tmp_path, place="P1"))
    assert "The weights are the same in all years: only figures moved the score." in said
    config = index_project.CONFIG.replace("    imputation: {rule: latest, max_age: 2}\n", "", 1)
    config = config.replace("coverage: 0.8", "coverage: 0", 1)
    path = index_project.write(tmp_path / "missing", config)
    app = AppTest.from_function(draw, kwargs={"config": str(path)}, default_timeout=30)
    app.query_params["place"], app.query_params["lang"] = "P3", "en"
    app.run()
    assert "“Weights” is what that moved" in words(app)
    charts = [str(spec) for spec in figures(app)]
    change = next(spec for spec in charts if "Why Third fell from 47.5 to 15.0" in spec)
    assert "Weights" in change and "−32.5" in change


def test_the_audit_is_of_one_year(tmp_path: Path) -> None:
    app = page(tmp_path, place="P1")
    said = words(app)
    assert "moves of ranks are those of 2023 among 6 places" in said
    assert "Left out, Skills moves the ranks most: by 0.4 places on average, one at most." in said
    table = next(
        item.value
        for item in app.dataframe
        if len(item.value) == 5 and len(item.value.columns) == 8
    )
    rows = {row[0]: row for row in table.values.tolist()}
    # of the five with a score P1 and P3 change places; P4, which has none, is ranked in no run
    assert rows["Skills"][5:7] == [0.4, 1.0]


def test_a_place_without_a_score_leads_with_its_fields(tmp_path: Path) -> None:
    app = page(tmp_path, place="C1")
    said = words(app)
    assert "# Firstcity: Online 2nd of 5" in said and "Online 2023." in said
    assert (
        "No overall score: figures of Firstcity cover 50% of the index’s weight, and a score takes "
        "80%. Missing: Talent." in said
    )
    assert "Talent: no score of Firstcity; First is shown among its own peers." in said
    assert titles(app) == [
        "Firstcity in each field",
        "What makes up the scores of Firstcity in its fields",
    ]
    assert not app.slider


def test_the_index_above_can_be_chosen(tmp_path: Path) -> None:
    app = page(tmp_path, place="C1")
    app.selectbox(key="index_which_en").select("prov").run()
    assert app.query_params["index"] == "prov"
    said = words(app)
    assert "# First is 3rd of 5" in said
    assert "Firstcity is in no such index itself; First is shown instead." in said


def test_a_place_outside_every_index(tmp_path: Path) -> None:
    app = page(tmp_path, place="N1")
    assert "Nowhere is in no index of this dashboard, nor is a place above it." in words(app)


def test_weights_go_into_the_address_and_move_ranks(tmp_path: Path) -> None:
    app = page(tmp_path, place="P1")
    app.select_slider(key="index_weight_1_en").set_value("0").run()
    assert app.query_params["weights"] == "50,0"
    assert "First: 3rd → 2nd" in words(app)
    assert not app.exception
    app.button(key="index_reset").click().run()
    assert "weights" not in app.query_params
    assert "First stays 3rd." in words(app)


def test_all_weights_zero_is_said(tmp_path: Path) -> None:
    app = page(tmp_path, place="P1", weights="0,0")
    assert "All weights are 0: nothing is left to rank." in words(app)


@pytest.mark.parametrize("weights", ["", "x,y", "10", "20,30,40", "-5,105", "999999999,1"])
def test_a_wrong_weight_is_the_described_one(tmp_path: Path, weights: str) -> None:
    app = page(tmp_path, place="P1", weights=weights)
    assert app.select_slider(key="index_weight_0_en").value == "50"
    assert "First stays 3rd." in words(app)


def test_a_mean_that_makes_scores_zero_says_so(tmp_path: Path) -> None:
    """P5 and P6 have no stations: their field is sqrt(10 * 0) = 0, and so is the index."""
    app = page(tmp_path, place="P1", aggregation="geometric")
    assert "2 places have 0 points then" in words(app)
    assert "points then" not in words(page(tmp_path / "more", place="P1"))


def test_how_the_index_is_made_stands_on_the_page(tmp_path: Path) -> None:
    said = words(page(tmp_path, place="P1"))
    assert "A gap takes the newest earlier figure of the same place, marked as such." in said
    assert "With figures of less than 80% of the weight there is no overall score." in said
    assert "Every weight, by up to 50% up or down." in said


def test_a_city_has_changes_and_steps_of_its_field(tmp_path: Path) -> None:
    app = page(tmp_path, place="C1")
    said = words(app)
    assert "Online: scores of Firstcity are held here for one year alone" in said
    assert "What would it take?" in said and "City users alone: from 50.0%" in said


def test_an_address_that_goes_backwards_is_told(tmp_path: Path) -> None:
    app = page(tmp_path, place="P1", since="2022", period="2022")
    assert "“2022” is no year with a score after the first one." in words(app)
    assert "Why First rose from 37.5 to 40.0" in titles(app)


def test_weights_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    assert "The weights “x,y” cannot be used" in words(page(tmp_path, place="P1", weights="x,y"))


def test_another_mean_goes_into_the_address(tmp_path: Path) -> None:
    app = page(tmp_path, place="P1", aggregation="geometric")
    assert "First: 3rd → 2nd" in words(app)  # sqrt(sqrt(60 * 20) * 40) is more than Third's
    app = page(tmp_path / "more", place="P1", aggregation="sum")
    assert any("There is no choice" in item.value or "sum" in item.value for item in app.info)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"index": "gdp"}, "There is no index “gdp” for this place."),
        ({"since": "1850"}, "There are no scores for “1850”."),
        ({"rank": "9"}, "There is no rank “9” to reach."),
    ],
)
def test_a_wrong_address_gets_a_line_and_a_page(
    tmp_path: Path, query: dict[str, str], said: str
) -> None:
    app = page(tmp_path, place="P1", **query)
    assert said in words(app)
    assert figures(app)


def test_the_page_in_chinese(tmp_path: Path) -> None:
    app = page(tmp_path, place="P1", lang="zh")
    assert "# 甲省居第3位（共5个）" in words(app)
    app = page(tmp_path / "city", place="C1", lang="zh")
    assert "# 甲市：上网居第2位（共5个）" in words(app)


def test_words_of_the_config_are_text(tmp_path: Path) -> None:
    config = index_project.CONFIG.replace("en: The index", "en: '**The** <b>index</b> [x](y)'")
    config = config.replace("en: Internet users", "en: '<script>users</script>'")
    path = index_project.write(tmp_path, config)
    app = AppTest.from_function(draw, kwargs={"config": str(path)}, default_timeout=30)
    app.query_params["place"], app.query_params["lang"] = "P1", "en"
    app.run()
    assert not app.exception
    shown = "\n".join(item.value for item in (*app.markdown, *app.caption))
    assert "<script>" not in shown and "](y)" not in shown and "**The**" not in shown
    assert r"\*\*The\*\* \<b\>index" in shown


def test_a_share_that_does_not_suffice_is_not_rounded_up(tmp_path: Path) -> None:
    """P4 has figures of half of the weight: with 50.4 % to reach, it is told 50, and not 51."""
    config = index_project.CONFIG.replace("coverage: 0.8", "coverage: 0.504", 1)
    path = index_project.write(tmp_path, config)
    app = AppTest.from_function(draw, kwargs={"config": str(path)}, default_timeout=30)
    app.query_params["place"], app.query_params["lang"] = "P4", "en"
    app.run()
    assert "figures of Fourth cover 50% of the index’s weight" in words(app)


def test_what_an_address_asks_for_is_not_cached_for_good(tmp_path: Path) -> None:
    """Places, years and ranks are more than memory holds: theirs are among the newest addresses."""
    app = page(tmp_path, place="P1", since="2022", period="2023", rank="1")
    memo = app.session_state["data"].memo
    of_address = [key for key in memo["addresses"] if "P1" in key]
    names = {key[0] for key in of_address}
    assert {"index chart", "index weights", "index breaks", "index steps"} <= names
    assert not [key for key in memo if isinstance(key, tuple) and key[0] in names]


@pytest.mark.parametrize(
    ("language", "heading", "note"),
    [
        ("en", "# Second: 72.5 points", "Second is not ranked"),
        ("zh", "# 乙省得72.5分", "乙省不参与排名"),
    ],
)
def test_a_place_without_rank_has_scores_alone(
    tmp_path: Path, language: str, heading: str, note: str
) -> None:
    path = index_project.write(tmp_path)
    index_project.leave_unranked(tmp_path, "P2")
    app = AppTest.from_function(draw, kwargs={"config": str(path)}, default_timeout=30)
    app.query_params["place"], app.query_params["lang"] = "P2", language
    app.run()
    assert not app.exception
    said = words(app)
    assert said.splitlines()[0] == heading
    assert note in said
    strips = str(figures(app)[0])
    assert "likely ranks" not in strips and "〔〕" not in strips
    order = (
        " of 4",
        " of 5",
        "What would it take",
        "first",
        "stays",
        "likely between",
    )
    if language == "en":
        assert [phrase for phrase in order if phrase in said] == []
    else:
        assert "第" not in said.split("不参与排名")[0]


def test_a_place_without_rank_counts_in_no_headline(tmp_path: Path) -> None:
    path = index_project.write(tmp_path)
    index_project.leave_unranked(tmp_path, "P2")
    app = AppTest.from_function(draw, kwargs={"config": str(path)}, default_timeout=30)
    app.query_params["place"], app.query_params["lang"] = "P1", "en"
    app.run()
    assert not app.exception
    assert app.markdown[0].value.startswith("# First is 2nd of 4")
    assert "stands highest in Online (1st of 5), lowest in Talent (2nd of 4)" in titles(app)[1]


def test_a_change_between_years_without_a_common_figure_is_not_drawn(tmp_path: Path) -> None:
    """P3 has skills alone in 2022 and the other two in 2023."""
    config = index_project.CONFIG.replace("    imputation: {rule: latest, max_age: 2}\n", "", 1)
    path = index_project.write(tmp_path, config.replace("coverage: 0.8", "coverage: 0", 1))
    figures = tmp_path / "data" / "b" / "b.csv"
    lines = figures.read_text().splitlines(keepends=True)
    gone = ("net,P3,2022", "stations,P3,2022")
    figures.write_text("".join(line for line in lines if not line.startswith(gone)))
    app = AppTest.from_function(draw, kwargs={"config": str(path)}, default_timeout=30)
    app.query_params["place"], app.query_params["lang"] = "P3", "en"
    app.run()
    assert not app.exception
    assert "no indicator has a figure in both years" in words(app)
    assert not any(title.startswith("Why Third") for title in titles(app))


def test_a_closed_box_has_no_table(tmp_path: Path) -> None:
    """Nothing is examined, and no table is sent, before somebody opens the box."""
    app = AppTest.from_function(
        draw, kwargs={"config": str(index_project.write(tmp_path))}, default_timeout=30
    )
    app.query_params["place"], app.query_params["lang"] = "P1", "en"
    app.run()
    assert not app.exception and not app.dataframe
    app.session_state["box_index_audit"] = True  # as a click on it
    app.query_params["table"] = "index_audit"
    app.run()
    assert len(app.dataframe) == 4
    app.query_params["table"] = ""
    app.run()
    assert not app.dataframe
