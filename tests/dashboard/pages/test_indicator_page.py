"""One indicator, drawn on the small dashboard from addresses right and wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.figures import figures

if TYPE_CHECKING:
    from tests.conftest import Tiny


def draw(config: str) -> None:
    import streamlit as st

    from dashboard import url_state
    from dashboard.pages.indicator import page as indicator
    from indicators import load

    if "data" not in st.session_state:
        st.session_state["data"] = load(config, keep=False)
    page = st.Page(
        lambda: indicator.render(url_state.view(st.session_state["data"])),
        title="Indicator",
        default=True,
    )
    st.session_state["pages"] = {"indicator": page}
    st.navigation([page], position="hidden").run()


def page(tiny: Tiny, **query: str) -> AppTest:
    app = AppTest.from_function(draw, kwargs={"config": str(tiny.config)}, default_timeout=20)
    for key, value in {"lang": "en", **query}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(part.value for part in app.markdown).replace("\\", "")


def told(app: AppTest) -> list[str]:
    return [one.value.replace("\\", "") for one in app.info]


def captions_of(app: AppTest) -> list[str]:
    return [part.value.replace("\\", "") for part in app.caption]


def title(app: AppTest) -> str:
    return str(figures(app)[0]["layout"]["title"]["text"]).replace("<br>", " ")


LEFT_OUT = "publish: {leave_out: [ask]}\n"


@pytest.fixture
def left_out(tiny: Tiny) -> Tiny:
    """The small dashboard without Gamma's Internet users, for the terms of their source."""
    facts = "data/world/facts.yaml"
    tiny.change(facts, "sources:\n", "sources:\n  office: {publisher: Office, terms: ask}\n")
    tiny.change("data/world/facts.csv", "30,% of population,,bureau", "30,% of population,,office")
    return tiny.write("config.yaml", tiny.config.read_text() + LEFT_OUT)


def test_what_is_left_out_for_its_terms_is_not_called_missing(left_out: Tiny) -> None:
    app = page(left_out, indicator="internet_users", place="CCC", places="CCC")
    line = "One figure of this indicator is not shown here for the terms of its source."
    assert line in told(app)
    for_place = "Figures for Gamma are not shown here for the terms of their source."
    assert for_place in told(app) and for_place in said(app)
    assert "No figure for Gamma" not in said(app) + "".join(told(app))


def test_an_indicator_of_which_all_is_shown_says_nothing_of_terms_left_out(left_out: Tiny) -> None:
    app = page(left_out, indicator="population", place="AAA", places="AAA")
    assert told(app) == [] and "for the terms of" not in said(app)


def test_terms_stand_with_the_source_and_how_it_was_obtained_is_folded(tiny: Tiny) -> None:
    facts = "data/world/facts.yaml"
    tiny.change(facts, 'year: "2024"', 'year: "2024"\n    terms: open\n    via: a library')
    app = page(tiny, indicator="internet_users", place="BBB")
    assert "Terms**: open" in said(app)
    (obtained,) = [one for one in app.expander if one.label == "How the figures were obtained"]
    assert obtained.markdown[0].value == "- Bureau of Facts, Facts, 2024\\: a library"
    assert not obtained.proto.expanded


def test_trend_of_the_place_in_the_address(tiny: Tiny) -> None:
    app = page(tiny.with_peers(), indicator="internet_users", place="BBB")
    assert app.markdown[0].value.startswith("# People using the Internet")
    expected = "Beta: 90.0% in 2023, up 10.0 points on 2022; Friends: 1st of 5 in 2023"
    assert expected in title(app).replace("</b> <b>", " ")
    text = said(app)
    assert "Source**: Bureau of Facts, Facts, 2024" in text
    assert "world/facts.csv, line 5" in text  # NET,BBB,2023
    assert told(app) == []


TARGET = """
      - period: "2025"
        value: 70
        source: {en: Ministry of Networks, zh: 网络部}
        document: {en: "Plan for Networks, page 3", zh: 《网络规划》第3页}
        url: https://example.org/plan"""


def test_a_target_says_who_set_it_in_which_document_and_where_that_was_read(tiny: Tiny) -> None:
    tiny.change("data/world/facts.yaml", ' {"2025": 70}', TARGET)
    app = page(tiny, indicator="internet_users")
    [caption] = [text for text in captions_of(app) if "Ministry" in text]
    assert "Set by Ministry of Networks in: Plan for Networks, page 3." in caption
    [link] = [item.proto for item in app.get("link_button")]
    assert (link.label, link.url) == ("Read the document", "https://example.org/plan")
    captions = captions_of(page(tiny, indicator="internet_users", lang="zh"))
    expected = "目标由网络部提出，见《网络规划》第3页。数据"
    assert any(expected in text for text in captions)  # no blank between Chinese sentences


def test_a_place_of_a_level_that_is_measured_is_said_to_have_no_figure(tiny: Tiny) -> None:
    """Another city has one."""
    places = tiny.data / "places.csv"
    tiny.write("data/places.csv", places.read_text() + "BET,Beta City,乙城,city,BBB,,,,\n")
    tiny.add("NET,BET,2023,total,70,% of population,,,")
    app = page(tiny, indicator="internet_users", place="ALP")
    assert "No figure for Alpha City is held here; the figure of Alpha is shown." in said(app)


def test_a_place_of_a_level_that_is_not_measured_may_have_nothing_above(tiny: Tiny) -> None:
    tiny.change("data/places.csv", "ALP,Alpha City,甲城,city,AAA", "ALP,Alpha City,甲城,city,CCC")
    app = page(tiny, indicator="gdp", place="ALP", places="ALP,CCC", lang="zh")
    assert "本指标为国家和地区指标，无甲城数据" in said(app)
    assert {"本指标为国家和地区指标，无甲城数据", "本平台未收录丙国数据"} <= set(told(app))


def test_in_chinese(tiny: Tiny) -> None:
    app = page(tiny, indicator="internet_users", place="BBB", lang="zh")
    assert app.markdown[0].value.startswith("# 互联网使用者")
    assert "乙国" in title(app) and "提高10.0个百分点" in title(app)


def test_a_bare_address_shows_the_first_headline_indicator(tiny: Tiny) -> None:
    assert page(tiny).selectbox(key="indicator_en").value == "internet_users"


def test_a_place_without_figures_borrows_and_says_so(tiny: Tiny) -> None:
    app = page(tiny, indicator="internet_users", place="ALP")
    line = "This indicator is of countries and economies: the figure of Alpha is shown."
    assert line in said(app) and "No figure for" not in said(app)
    assert title(app).replace("<b>", "").startswith("Alpha: 60.0% in 2023")


def test_a_computed_figure_leads_back_to_its_inputs(tiny: Tiny) -> None:
    text = said(page(tiny, indicator="gdp_per_head", place="AAA"))
    assert "world/facts.csv, line 14" in text and "world/facts.csv, line 9" in text
    assert "computed here" in text


def test_a_computed_figure_has_the_digits_of_the_page_where_it_comes_from(tiny: Tiny) -> None:
    """900 million yuan by 3.7 million people: 243.243243243243 yuan, of which nobody knows 15."""
    tiny.change("data/world/facts.csv", "POP,BBB,2023,total,300", "POP,BBB,2023,total,370")
    text = said(page(tiny, indicator="gdp_per_head", place="BBB"))
    assert "- GDP per head, 2023: 243.2 yuan" in text
    assert "243.24" not in text
    assert "- GDP, 2023: 900,000,000 yuan" in text  # a figure of a file, with all its digits


@pytest.mark.parametrize(
    ("query", "line"),
    [
        (
            {"indicator": "internet_user"},
            "There is no indicator “internet_user” here. People using the Internet is shown instead.",
        ),
        ({"indicator": "internet_users", "places": "AAA,ZZZ"}, "There is no place “ZZZ” here."),
        ({"indicator": "internet_users", "group": "friend"}, "There is no group “friend” here."),
        (
            {"indicator": "internet_users", "breakdown": "sex=femal"},
            "There is no breakdown “sex=femal”",
        ),
    ],
)
def test_a_wrong_id_gets_a_line_and_a_page(tiny: Tiny, query: dict[str, str], line: str) -> None:
    app = page(tiny, **query)
    assert any(one.startswith(line) for one in told(app)), told(app)
    assert len(figures(app)) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"period": "1900"},
        {"period": "abc"},
        {"group": "qqqq"},
        {"breakdown": "qqqq"},
        {"indicator": "qqqq"},
    ],
)
def test_what_is_shown_instead_is_said_once_and_named(tiny: Tiny, query: dict[str, str]) -> None:
    """No 'the latest are shown. 1990 is shown instead.', and no ' is shown instead.' of nothing."""
    (line,) = told(page(tiny, **{"indicator": "internet_users", **query}))
    assert line.count("shown") <= 1 and "  " not in line and ". is" not in line, line


USERS = {"indicator": "internet_users", "place": "AAA"}


def test_ranking(tiny: Tiny) -> None:
    app = page(tiny.with_peers(), **USERS, view="ranking", table="indicator")
    assert "People using the Internet, 2023: Friends" in title(app)
    rows = app.dataframe[0].value
    assert list(rows["Place"]) == ["Beta", "Alpha", "Delta", "Gamma", "Epsilon"]
    assert list(rows["Rank"]) == [1, 2, 3, 4, 5]
    assert list(rows["Value"]) == [90.0, 60.0, 45.0, 30.0, 25.0]


def test_the_period_of_the_address(tiny: Tiny) -> None:
    app = page(tiny, **USERS, view="ranking", period="2022", table="indicator")
    assert list(app.dataframe[0].value["Place"]) == ["Beta", "Alpha"]
    assert app.selectbox(key="period_en").value == "2022"


def test_breakdown(tiny: Tiny) -> None:
    app = page(tiny, **USERS, view="breakdown", table="indicator")
    assert {55.0, 60.0} <= set(app.dataframe[0].value["Value"])


def test_without_outlines_no_map_is_offered(tiny: Tiny) -> None:
    app = page(tiny, indicator="internet_users", view="map")
    assert "Map" not in app.segmented_control(key="view_en").options
    assert app.segmented_control(key="view_en").value == "trend"


def test_no_map_of_places_without_outlines(tiny: Tiny) -> None:
    tiny.write("data/cities.geojson", '{"type": "FeatureCollection", "features": []}')
    tiny.write(
        "config.yaml",
        tiny.config.read_text() + "maps: {city: {kind: outlines, file: cities.geojson}}\n",
    )
    app = page(tiny, indicator="internet_users", view="map")
    assert told(app) == ["There is no map of these places; see the ranking."]


def test_clicks_go_into_the_address(tiny: Tiny) -> None:
    app = page(tiny, indicator="internet_users", place="AAA")
    app.multiselect(key="places_en").set_value(["AAA", "CCC"]).run()
    assert app.query_params["places"] in ("AAA,CCC", ["AAA,CCC"])
    app.selectbox(key="indicator_en").select("gdp_per_head").run()
    assert app.query_params["indicator"] in ("gdp_per_head", ["gdp_per_head"])
    assert "places" not in app.query_params
    assert not app.exception


def test_words_from_files_are_words(tiny: Tiny) -> None:
    tiny.change(
        "data/world/facts.yaml",
        "title: {en: GDP,",
        "title: {en: ':red[x] [l](javascript:alert(1))',",
    )
    app = page(tiny, indicator="gdp", place="BBB")
    assert app.markdown[0].value.startswith(r"# \:red\[x\] \[l\]\(javascript\:alert\(1\)\)")


def test_a_switch_keeps_the_members_of_groups_constant(tiny: Tiny) -> None:
    query = {"place": "BBB", "places": "BBB,friends", "table": "indicator"}
    app = page(tiny, indicator="internet_users", **query)
    assert not app.toggle(key="constant_members").value
    app.toggle(key="constant_members").set_value(True).run()
    assert app.query_params["members"] == "constant"
    table = app.dataframe[0].value
    friends = table[table["Place"] == "Friends"]
    assert list(friends["Value"]) == [72.5, 82.5]  # without Gamma, who has no figure in 2022
    alone = page(tiny, indicator="internet_users", place="BBB", places="BBB")
    assert "constant_members" not in [toggle.key for toggle in alone.toggle]


def test_the_table_is_drawn_when_it_is_asked_for(tiny: Tiny) -> None:
    """A switch that says what it shows, and whose position is in the address."""
    app = page(tiny, **USERS)
    assert not app.dataframe
    switch = app.toggle(key="show_table_indicator")
    assert (switch.label, switch.value) == ("Show the figures as a table", False)
    switch.set_value(True).run()
    assert app.query_params["table"] in ("indicator", ["indicator"])
    assert app.dataframe[0].value["Place"].iloc[0] == "Alpha"
    app.selectbox(key="indicator_en").select("population").run()
    assert len(app.dataframe) == 1, "another indicator keeps the table"
    app.toggle(key="show_table_indicator").set_value(False).run()
    assert not app.dataframe and "table" not in app.query_params


def test_an_address_names_the_tables_that_are_open(tiny: Tiny) -> None:
    app = page(tiny, **USERS, table="compare_profile,indicator,<b>")
    assert len(app.dataframe) == 1
    app.toggle(key="show_table_indicator").set_value(False).run()
    assert not app.dataframe
    long = page(tiny, **USERS, table="x," * 9999)
    assert not long.dataframe and not long.exception
