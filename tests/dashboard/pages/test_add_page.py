"""Data, Add: says why uploads are not allowed; what waits is shown, accepted, discarded, answered
for; and every click checks access again.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access, uploads
from dashboard.access import Visit
from dashboard.views import intake as intakeview
from indicators import Dataset, history, intake
from indicators.intake import Arrival
from tests.dashboard import tiny

HERE = Visit({"host": ["localhost:8501"]})
AWAY = Visit({"host": ["board.city.example"]}, "10.0.0.4")
GOOD = "\n".join(tiny.ROWS.splitlines()[:6]) + "\n"
VISITS = b"country,year,visits\nAland,2021,1200\nBeland,2022,7\n"
NO_YEAR = b"country,visits\nAland,1200\nBeland,7\n"
Open = Callable[..., AppTest]


def draw() -> None:
    from dashboard import url_state
    from dashboard.live_dataset import live
    from dashboard.pages.data import page as data

    shown = live().refresh().dataset
    assert shown
    data.render(url_state.view(shown))


@pytest.fixture
def open_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Draws the view on the tiny dashboard; `knock` changes who is asking."""

    def opened(
        config: str = "intake: {upload: true, people: [ann@city.example]}",
        asked: Visit = HERE,
        lang: str = "en",
    ) -> AppTest:
        path = tmp_path / "config.yaml"
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{config}\n", encoding="utf-8")
        monkeypatch.setattr(access, "visit", lambda: asked)
        monkeypatch.setattr("dashboard.pages.data.add.visit", lambda: asked)
        app = AppTest.from_function(draw, default_timeout=30)
        app.query_params["view"], app.query_params["lang"] = "add", lang
        return run(app)

    tiny.write(tmp_path, GOOD)
    monkeypatch.setenv("DASHBOARD_CONFIG", str(tmp_path / "config.yaml"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return opened


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def click(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return run(app)


def words(app: AppTest) -> str:
    return "\n".join(
        str(one.value)
        for kind in ("markdown", "info", "success", "error", "warning", "caption")
        for one in app.get(kind)
    )


def data_of(folder: Path) -> Path:
    return folder / "data"


def test_closed_until_the_config_opens_it(open_page: Open) -> None:
    app = open_page("")
    assert (
        "in the browser is switched off" in app.info[0].value
        and "config\\.yaml" in app.info[0].value
    )
    assert app.code[0].value == "python -m indicators add FILE"
    assert not app.get("file_uploader")


@pytest.mark.parametrize(
    ("asked", "line", "button"),
    [
        (AWAY, "the sign\\-in is not set up", ""),
        (Visit(signs_in=("",)), "not all packages that it needs are installed", ""),
        (Visit(signs_in=("",), installed=True), "Sign in to add files", "Sign in"),
        (
            Visit(signs_in=("google",), installed=True),
            "Sign in to add files",
            "Sign in with google",
        ),
        (
            Visit(
                signs_in=("",),
                installed=True,
                user={"is_logged_in": True, "email": "b*b@x.example", "email_verified": True},
            ),
            r"signed in as b\*b@x\.example",
            "Sign out",
        ),
        (
            Visit(
                signs_in=("",),
                installed=True,
                user={"is_logged_in": True, "email": "ann@city.example", "email_verified": False},
            ),
            "has not verified",
            "Sign out",
        ),
    ],
)
def test_elsewhere_the_page_says_what_is_missing(
    open_page: Open, asked: Visit, line: str, button: str
) -> None:
    app = open_page(asked=asked)
    assert line in app.info[0].value
    assert [one.label for one in app.button] == [button] * bool(button)
    assert not app.get("file_uploader")


def test_nobody_is_named(open_page: Open) -> None:
    assert (
        "lists nobody"
        in open_page("intake: {upload: true}", Visit(signs_in=("",), installed=True)).info[0].value
    )


def test_a_named_person_is_told_as_whom(open_page: Open) -> None:
    app = open_page(
        asked=Visit(
            signs_in=("",),
            installed=True,
            user={"is_logged_in": True, "email": "Ann@city.example", "email_verified": True},
        )
    )
    assert "Signed in as Ann@city\\.example" in words(app) and app.get("file_uploader")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_open_here_with_nothing_waiting(open_page: Open, lang: str) -> None:
    app = open_page(lang=lang)
    assert len(app.get("file_uploader")) == 1 and not app.error


def test_what_waits_is_shown_accepted_and_taken_back(open_page: Open, tmp_path: Path) -> None:
    intake.stage(data_of(tmp_path), VISITS, "visits.csv", channel="browser", who="ann@city.example")
    app = open_page()
    assert "Sent by ann@city\\.example" in words(app) and "2 figures" in words(app)
    assert list(app.dataframe[1].value["value"]) == ["1,200", "7"]
    click(app, "Accept")
    assert "was added as data/added/visits\\.csv\\: 2 figures" in app.success[0].value
    assert (data_of(tmp_path) / "added" / "visits.csv").read_bytes() == VISITS
    assert history.staged.all(data_of(tmp_path)) == ()
    assert history.log(data_of(tmp_path))[-1].channel == "browser"
    click(app, "Undo")
    assert "was undone" in app.success[0].value
    assert not (data_of(tmp_path) / "added" / "visits.csv").exists()


def test_discarded_nothing_is_changed(open_page: Open, tmp_path: Path) -> None:
    intake.stage(data_of(tmp_path), VISITS, "visits.csv", channel="browser")
    app = click(open_page(), "Discard")
    assert "nothing was changed" in app.success[0].value
    assert (
        history.staged.all(data_of(tmp_path)) == () and not (data_of(tmp_path) / "added").exists()
    )


@pytest.mark.parametrize("label", ["Accept", "Discard"])
def test_the_door_is_asked_again_by_every_click(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    intake.stage(data_of(tmp_path), VISITS, "visits.csv", channel="browser")
    app = open_page()
    monkeypatch.setattr(access, "visit", lambda: AWAY)
    click(app, label)
    assert not app.success and len(history.staged.all(data_of(tmp_path))) == 1
    assert not (data_of(tmp_path) / "added").exists()


def test_an_action_behind_a_closed_door_does_nothing(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page()
    from dashboard import url_state
    from dashboard.live_dataset import live
    from dashboard.pages.data.actions import perform
    from dashboard.style import palette
    from indicators.locale import get_locale as locale

    monkeypatch.setattr(access, "visit", lambda: AWAY)
    shown = live().refresh().dataset
    assert shown
    done: list[Any] = []
    told = perform(
        url_state.View(shown, locale("en"), palette("light"), "AAA"),
        lambda gate: done.append(gate) or [],
    )
    assert done == [] and not told[0].good and "not set up" in told[0].text


def test_a_refused_file_waits_in_quarantine_and_can_be_answered_for(
    open_page: Open, tmp_path: Path
) -> None:
    intake.stage(data_of(tmp_path), NO_YEAR, "visits.csv", channel="browser")
    app = open_page()
    assert history.staged.all(data_of(tmp_path)) == ()
    [entry] = history.quarantine.all(data_of(tmp_path))
    assert "which period" in entry.problems[0].message()
    assert "Not recognised" in app.warning[0].value and "which period" in words(app)
    app.text_input(key=f"add_period_{entry.id}").set_value("last year")
    click(app, "Read again")
    assert "is not a period" in app.error[0].value
    app.text_input(key=f"add_period_{entry.id}").set_value("2023")
    app.selectbox(key=f"add_column_place_{entry.id}").select("country")
    app.multiselect(key=f"add_column_value_{entry.id}").select("visits")
    click(app, "Read again")
    assert "2 figures" in words(app) and not (data_of(tmp_path) / "added").exists()
    click(app, "Accept")
    assert "was added" in app.success[0].value
    said = (data_of(tmp_path) / "added" / "visits.yaml").read_text(encoding="utf-8")
    assert "period: '2023'" in said and "place: country" in said and "value: visits" in said
    assert history.quarantine.all(data_of(tmp_path)) == ()


def test_new_series_get_the_words_they_are_given(open_page: Open, tmp_path: Path) -> None:
    name = intake.stage(data_of(tmp_path), VISITS, "visits.csv", channel="browser")
    app = open_page()
    title = next(one for one in app.text_input if one.label == "Title, 中文")
    title.set_value("访问量")
    click(app, "Save these descriptions")
    assert "A unit is needed" in app.error[0].value
    next(
        one for one in app.selectbox if one.label == "Unit" and "add_its_unit" in str(one.key)
    ).select("% of people")
    next(one for one in app.selectbox if one.label == "Direction").select("higher")
    click(app, "Save these descriptions")
    click(app, "Accept")
    said = (data_of(tmp_path) / "added" / "visits.yaml").read_text(encoding="utf-8")
    assert "zh: 访问量" in said and "unit: '% of people'" in said and "better: higher" in said
    assert name not in {entry.id for entry in history.staged.all(data_of(tmp_path))}


def test_deleted_from_quarantine_with_a_second_click(open_page: Open, tmp_path: Path) -> None:
    intake.stage(data_of(tmp_path), NO_YEAR, "visits.csv", channel="browser")
    app = click(open_page(), "Yes, delete it")  # it stands in a popover that the first click opens
    assert "was deleted" in app.success[0].value and history.quarantine.all(data_of(tmp_path)) == ()


def test_a_file_in_the_folder_that_is_not_understood_is_answered_for_beside_it(
    open_page: Open, tmp_path: Path
) -> None:
    file = data_of(tmp_path) / "board" / "visits.csv"
    file.write_bytes(NO_YEAR)
    app = open_page()
    assert "One file in the data folder is not recognised" in app.warning[1].value
    app.selectbox(key="add_folder").select("board/visits.csv")
    run(app)
    app.text_input(key="add_period_folder:board/visits.csv").set_value("2023")
    app.selectbox(key="add_column_place_folder:board/visits.csv").select("country")
    app.multiselect(key="add_column_value_folder:board/visits.csv").select("visits")
    click(app, "Read again")
    click(app, "Accept")
    assert file.read_bytes() == NO_YEAR
    assert "period: '2023'" in file.with_suffix(".yaml").read_text(encoding="utf-8")
    assert list(history.log(data_of(tmp_path))[-1].changes) == ["board/visits.yaml"]


def test_two_people_at_once(open_page: Open, tmp_path: Path) -> None:
    intake.stage(data_of(tmp_path), VISITS, "visits.csv", channel="browser")
    app = open_page()
    other = intake.stage(
        data_of(tmp_path), VISITS.replace(b"7", b"8"), "visits.csv", channel="browser"
    )
    item = next(item for item in uploads.waiting_files(history.staged) if item.id == other)
    from dashboard.live_dataset import live

    shown = live().refresh().dataset
    assert shown
    uploads.accept(shown, item, uploads.UploadAnswers(), "bob@city.example")
    click(app, "Accept")
    assert (
        "this file has changed since" in app.error[0].value
        and "bob@city\\.example" in app.error[0].value
    )
    assert (data_of(tmp_path) / "added" / "visits.csv").read_bytes().endswith(b",8\n")
    assert len(history.staged.all(data_of(tmp_path))) == 1  # the second is not lost


def test_what_was_to_be_replaced_has_changed_meanwhile(open_page: Open, tmp_path: Path) -> None:
    newer = GOOD.replace("2021,total,50", "2021,total,51").encode()
    intake.stage(data_of(tmp_path), newer, "users.csv", channel="browser")
    app = open_page()
    assert "revised\\: 1" in words(app)
    (data_of(tmp_path) / "board" / "users.csv").write_text(GOOD + "\n\n", encoding="utf-8")
    click(app, "Accept")
    assert "has changed since its changes were shown" in app.error[0].value
    assert len(history.staged.all(data_of(tmp_path))) == 1


def test_names_are_only_words(open_page: Open, tmp_path: Path) -> None:
    intake.stage(
        data_of(tmp_path),
        VISITS,
        "../<b>[x](javascript:alert(1)) :red[y].csv",
        channel="browser",
        who="<i>$x$",
    )
    text = words(open_page())
    assert r"\<b\>\[x\]\(javascript\:alert\(1\)\) \:red\[y\]\.csv" in text and r"\<i\>\$x\$" in text
    assert not [path for path in tmp_path.rglob("*") if "<b>" in path.name]


def test_an_uploaded_file_is_kept_in_pieces_and_told_of(open_page: Open, tmp_path: Path) -> None:
    open_page()
    told: list[float] = []
    content = b"country,year,visits\n" + b"Aland,2021,1\n" * 250_000
    assert uploads.stage(io.BytesIO(content), len(content), "big.csv", "", told.append) == 1
    assert (
        told == sorted(told) and 0 < told[0] < 0.5 and told[-1] == 1.0
    )  # 3.2 MB, a megabyte at a time
    [entry] = history.staged.all(data_of(tmp_path))
    assert history.read(data_of(tmp_path), entry.digest) == content


def test_an_archive_waits_as_its_tables_and_what_nobody_knows_is_not_dropped(
    open_page: Open, tmp_path: Path
) -> None:
    import zipfile

    open_page()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in (
            ("a.csv", VISITS),
            ("deep/b.csv", VISITS.replace(b"7", b"9")),
            ("c.csv", NO_YEAR),
        ):
            archive.writestr(name, content)
    packed.seek(0)
    assert uploads.stage(packed, len(packed.getvalue()), "several.zip", "", lambda part: None) == 3
    assert [entry.name for entry in history.staged.all(data_of(tmp_path))] == [
        "a.csv",
        "deep/b.csv",
        "c.csv",
    ]


def test_all_in_order_are_accepted_at_once_and_the_others_wait(
    open_page: Open, tmp_path: Path
) -> None:
    wrong = b"country,year,calls\nAland,2021,5\nNowhereland,2021,6\n"
    for name, content in (
        ("visits.csv", VISITS),
        ("users.csv", GOOD.replace(",50,", ",51,").encode()),
        ("calls.csv", wrong),
    ):
        intake.stage(data_of(tmp_path), content, name, channel="browser")
    app = click(open_page(), "Accept all 2 without errors")
    assert len(app.success) == 2
    assert [entry.name for entry in history.staged.all(data_of(tmp_path))] == ["calls.csv"]
    assert "2021,total,51," in (data_of(tmp_path) / "board" / "users.csv").read_text(
        encoding="utf-8"
    )


def test_a_newer_version_can_be_made_a_file_of_its_own(open_page: Open, tmp_path: Path) -> None:
    intake.stage(
        data_of(tmp_path), GOOD.replace(",50,", ",51,").encode(), "users.csv", channel="browser"
    )
    app = open_page()
    where = next(one for one in app.selectbox if one.label == "Destination")
    assert where.value == "board/users.csv" and where.options[0].startswith("A new file")
    where.select("")
    run(app)
    assert next(one for one in app.selectbox if one.label == "Destination").value == ""
    click(app, "Accept")
    assert "added as data/added/users\\.csv" in app.success[0].value
    assert "2021,total,50," in (data_of(tmp_path) / "board" / "users.csv").read_text(
        encoding="utf-8"
    )


def test_somebody_else_has_discarded_it(open_page: Open, tmp_path: Path) -> None:
    name = intake.stage(data_of(tmp_path), VISITS, "visits.csv", channel="browser")
    app = open_page()
    history.staged.delete(data_of(tmp_path), name)
    click(app, "Discard")
    assert "this arrival is no longer there" in app.error[0].value


def test_a_damaged_entry_is_told_and_can_be_discarded(open_page: Open, tmp_path: Path) -> None:
    name = intake.stage(data_of(tmp_path), VISITS, "visits.csv", channel="browser")
    (data_of(tmp_path) / ".history" / "staged" / f"{name}.json").write_text("{", encoding="utf-8")
    app = open_page()
    assert "the record of this arrival cannot be read" in app.error[0].value
    click(app, "Discard")
    assert history.staged.all(data_of(tmp_path)) == ()


def break_for(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Make examining a file of this name fail as no file should."""
    sound = intake.examine

    def examine(dataset: Dataset, content: bytes, called: str, *more: Any) -> Arrival:
        if called == name:
            raise ZeroDivisionError("<b>nobody</b> foresaw this")
        return sound(dataset, content, called, *more)

    monkeypatch.setattr(intake, "examine", examine)


def test_a_file_that_cannot_be_examined_leaves_the_page_and_can_be_discarded(
    open_page: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad = intake.stage(data_of(tmp_path), VISITS, "bad.csv", channel="browser")
    intake.stage(data_of(tmp_path), VISITS.replace(b"7", b"8"), "good.csv", channel="browser")
    break_for(monkeypatch, "bad.csv")
    app = open_page()
    [told] = app.error
    assert told.value.startswith(
        "bad\\.csv\\: this could not be done \\(ZeroDivisionError\\: \\<b\\>nobody"
    )
    assert (
        len(
            [record for record in caplog.records if record.exc_info and "bad.csv" in record.message]
        )
        == 1
    )  # once, not each time
    assert [button.label for button in app.button].count("Discard") == 2
    assert [button.label for button in app.button].count("Accept") == 1
    click(app, "Accept")
    assert "good\\.csv was added" in app.success[0].value
    assert [entry.id for entry in history.staged.all(data_of(tmp_path))] == [bad]
    click(app, "Discard")
    assert "bad\\.csv was discarded" in app.success[0].value and not app.error
    assert history.staged.all(data_of(tmp_path)) == ()


def test_a_file_whose_card_cannot_be_drawn_leaves_the_others(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("bad.csv", "good.csv"):
        intake.stage(data_of(tmp_path), VISITS, name, channel="browser")
    sound = intakeview.preview_rows

    def preview(dataset: Dataset, arrival: Arrival, *more: Any) -> Any:
        return {}["no such place"] if arrival.name == "bad.csv" else sound(dataset, arrival, *more)

    monkeypatch.setattr(intakeview, "preview_rows", preview)
    app = open_page()
    assert app.error[0].value.startswith("This part could not be shown \\(KeyError\\)")
    assert [button.label for button in app.button].count("Discard") == 2
    click(app, "Discard")
    assert not app.error and [entry.name for entry in history.staged.all(data_of(tmp_path))] == [
        "good.csv"
    ]


def test_a_fault_in_accepting_is_told_with_the_files_name(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("bad.csv", "good.csv"):
        intake.stage(data_of(tmp_path), VISITS, name, channel="browser")
    sound = intake.accept

    def accept(data: Path, digest: str, arrival: Arrival, *more: Any, **named: Any) -> Any:
        return [][1] if arrival.name == "bad.csv" else sound(data, digest, arrival, *more, **named)

    monkeypatch.setattr(intake, "accept", accept)
    app = click(open_page(), "Accept all 2 without errors")
    assert "good\\.csv was added" in app.success[0].value
    assert app.error[0].value.startswith(
        "bad\\.csv\\: This did not work \\(IndexError\\); nothing was added"
    )
    assert [entry.name for entry in history.staged.all(data_of(tmp_path))] == ["bad.csv"]


def test_an_archive_that_cannot_be_taken_apart_waits_whole(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page()

    def unpacked(content: bytes, name: str) -> None:
        raise RecursionError

    monkeypatch.setattr(intake, "split_archive", unpacked)
    assert uploads.stage(io.BytesIO(b"PK\3\4rest"), 8, "deep.zip", "", lambda part: None) == 1
    [entry] = history.staged.all(data_of(tmp_path))
    assert history.read(data_of(tmp_path), entry.digest) == b"PK\3\4rest"


def test_quarantine_that_cannot_be_written_leaves_the_file_waiting(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake.stage(data_of(tmp_path), NO_YEAR, "visits.csv", channel="browser")

    def refuse(*_: Any, **__: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(intake, "refuse", refuse)
    app = open_page()
    assert "which period" in words(app)
    click(app, "Discard")
    assert history.staged.all(data_of(tmp_path)) == ()


def test_a_damaged_record_is_told_beside_the_changes_that_can_be_read(
    open_page: Open, tmp_path: Path
) -> None:
    data = data_of(tmp_path)
    history.record(data)
    history.commit(data, {"a\u202eb.csv": history.put(data, b"1")}, channel="browser", who="ann")
    (data / ".history/commits/00000001.json").write_text("{")
    app = open_page()
    assert ".history/commits/00000001.json: this record of a change cannot be read" in app.warning[
        -1
    ].value.replace("\\", "")
    table = app.dataframe[0].value
    assert list(table["number"]) == [2] and r"a\u202eb.csv" in table["what"][0]
