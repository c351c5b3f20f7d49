"""The targets page, drawn from addresses: what it says of a target, and what it survives."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import url_state
from dashboard.components import targets as component
from tests import targets_project
from tests.dashboard.figures import figures


@pytest.fixture(autouse=True)
def _day_of_the_targets(_fixed_day: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(url_state, "current_day", lambda: date(2026, 11, 27))


def draw(config: str, shown: str) -> None:
    import streamlit as st

    from dashboard import url_state
    from dashboard.pages.indicator import page as indicator
    from dashboard.pages.targets import page as targets
    from indicators import load

    if "data" not in st.session_state:
        st.session_state["data"] = load(config, keep=False)

    def draw_targets() -> None:
        view = url_state.view(st.session_state["data"])
        for notice in view.warnings:
            st.info(notice.text)
        targets.render(view)

    def draw_indicator() -> None:
        indicator.render(url_state.view(st.session_state["data"]))

    draws = {"targets": draw_targets, "indicator": draw_indicator}
    pages = {
        name: st.Page(draw, title=name, url_path=name, default=name == shown)
        for name, draw in draws.items()
    }
    st.session_state["pages"] = pages
    st.navigation(list(pages.values()), position="hidden").run()


def page(
    folder: Path, *, query: dict[str, str] | None = None, shown: str = "targets", **project: str
) -> AppTest:
    config = targets_project.write(folder, **project)
    app = AppTest.from_function(
        draw, kwargs={"config": str(config), "shown": shown}, default_timeout=60
    )
    for key, value in {"lang": "en", "place": "AAA", **(query or {})}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """Every text of the page in Markdown, without its escapes."""
    texts = [item.value for item in (*app.markdown, *app.caption, *app.info)]
    return "\n".join(texts).replace("\\", "")


def charts(app: AppTest) -> list[dict[str, Any]]:
    return figures(app)


def test_a_place_with_targets_of_several_states(tmp_path: Path) -> None:
    app = page(tmp_path)
    said = words(app)
    assert said.startswith("# Targets: Aland")
    # From 50 in 2020 to 60 in 2025 two points a year; 100 in 2030 needs eight from now on.
    assert "Pace from 2020 to 2025: +2.0 points a year; needed from 2025 on: +8.0 points a" in said
    assert "✓ Target met" in said and "■ Off track" in said
    assert "Forecast for 2030:" in said and "Probability that the target is met: under 5%." in said
    assert len(charts(app)) == 4


def test_the_page_speaks_chinese(tmp_path: Path) -> None:
    said = words(page(tmp_path, query={"lang": "zh"}))
    assert said.startswith("# 甲国：目标进展")
    assert "2020年至2025年的速度：每年+2.0个百分点；2025年起所需：每年+8.0个百分点。" in said
    assert "2030年预测值：" in said and "实现目标的概率：低于5%。" in said


@pytest.mark.parametrize(
    ("status", "language", "sentences"),
    [
        ("nonsense", "en", "No target here has the status “nonsense”. Targets of every status are"),
        ("slow", "en", "No target here has the status “slow”."),
        ("nonsense", "zh", "没有状态为“nonsense”的目标。已显示全部状态的目标。"),
    ],
)
def test_a_wrong_status_has_its_sentence(
    tmp_path: Path, status: str, language: str, sentences: str
) -> None:
    app = page(tmp_path, query={"status": status, "lang": language})
    assert sentences in words(app)
    assert len(charts(app)) == 4


def test_a_status_and_a_field_choose(tmp_path: Path) -> None:
    app = page(tmp_path, query={"status": "reached", "pillar": "online"})
    assert len(charts(app)) == 2
    assert "Off track" not in words(app)


def test_a_place_without_targets_of_its_own_shows_those_above(tmp_path: Path) -> None:
    said = words(page(tmp_path, query={"place": "CITY"}, stations=" []\n"))
    assert "No target of City with figures of its own is held here; those of Aland" in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_two_plans_with_one_value_and_period(tmp_path: Path, language: str) -> None:
    users = """
      - {period: "2030", value: 90, source: {en: First plan, zh: 规划一}}
      - {period: "2030", value: 90, place: AAA, source: {en: Second plan, zh: 规划二}}
      - {period: "2030", value: [90, 95], place: AAA, source: {en: Third plan, zh: 规划三}}
"""
    said = words(page(tmp_path, query={"lang": language}, users=users))
    plans = {
        "en": ("First plan", "Second plan", "Third plan"),
        "zh": ("规划一", "规划二", "规划三"),
    }
    assert all(plan in said for plan in plans[language])


def test_a_figure_of_the_targets_own_period(tmp_path: Path) -> None:
    """There is no time left in which a pace could be needed."""
    users = """
      - {period: "2025", value: 90, method: logistic}
"""
    said = words(page(tmp_path, users=users))
    assert "× Not met" in said and "needed from" not in said


def test_adoption_has_its_paces_in_points(tmp_path: Path) -> None:
    users = """
      - {period: "2030", value: 80, method: logistic}
"""
    said = words(page(tmp_path, users=users))
    # 50 to 60 in five years; 60 to 80 in five, and in four after a year without progress.
    assert "Pace from 2020 to 2025: +2.0 points a year; needed from 2025 on: +4.0 points" in said
    assert "the pace needed becomes +5.0 points a year" in said


def test_quarters_have_their_own_path(tmp_path: Path) -> None:
    quarters = [f"{2023 + number // 4}-Q{number % 4 + 1}" for number in range(1, 15)]
    rows = [f"users,AAA,{name},{50 + 2 * at},%" for at, name in enumerate(quarters, 1)]
    users = """
      - {period: "2027", value: 90, base: {period: 2023-Q2, value: 52}}
"""
    figures = "\n".join(["indicator,place,period,value,unit", *rows, ""])
    app = page(tmp_path, users=users, figures=figures)
    (dots,) = [
        trace
        for trace in charts(app)[1]["data"]
        if trace["type"] == "scatter" and trace.get("line", {}).get("dash") == "dot"
    ]
    # 52 in the second quarter of 2023; 38 more in the eighteen quarters to the end of 2027.
    assert dots["x"][:3] == ["2023-04-01", "2023-07-01", "2023-10-01"]
    assert dots["x"] == sorted(dots["x"]) and dots["x"][-1] == "2027-10-01"
    assert dots["y"][:2] == pytest.approx([52, 52 + 38 / 18])
    assert dots["y"][-1] == 90


def test_a_web_address_is_a_link_and_any_other_is_text(tmp_path: Path) -> None:
    users = """
      - {period: "2030", value: 90, url: "https://plan.example/a_b", source: {en: A, zh: 甲}}
      - {period: "2030", value: 95, url: "javascript:alert(1)", source: {en: B, zh: 乙}}
"""
    app = page(tmp_path, users=users)
    links = [item.proto for item in app.get("link_button")]
    assert [(link.label, link.url) for link in links] == [
        ("Read the document", "https://plan.example/a_b")
    ]
    assert "(Read at javascript:alert(1))" in words(app)


def test_no_bar_of_progress_where_it_is_quick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares: list[float] = []
    real = component.progress_bar

    def count(view: Any, key: str) -> Any:
        shares.append(0.0)
        return real(view, key)

    monkeypatch.setattr(component, "progress_bar", count)
    monkeypatch.setattr(component, "DELAY", 1e9)
    app = page(tmp_path)
    assert shares == [0.0]
    assert "Computing" not in words(app) and not app.get("progress")


def test_a_verdict_that_the_forecast_does_not_share(tmp_path: Path) -> None:
    """Users grew by two points a year; from 88 % on, the forecast expects them to slow."""
    rows = [f"users,AAA,{year},{68 + 2 * (year - 2015)},%" for year in range(2015, 2026)]
    users = """
      - {period: "2030", value: 98}
"""
    figures = "\n".join(["indicator,place,period,value,unit", *rows, ""])
    said = words(page(tmp_path, users=users, figures=figures))
    assert "● On track" in said
    assert "By its pace so far it is on track; the forecast expects the pace to slow: " in said
    assert " in 2030, where the pace so far would lead to 98.0%." in said
    assert "One of the targets shown is on track by its pace so far, and more likely missed" in said


def test_the_page_of_the_indicator_has_the_forecast_too(tmp_path: Path) -> None:
    said = words(page(tmp_path, query={"indicator": "users"}, shown="indicator"))
    assert "Forecast for 2030:" in said
    assert "Probability that the target is met: under 5%." in said
