"""Names that somebody sends, and paths that a change may name."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.history.disk import HistoryError
from indicators.history.names import files, safe_name, target
from indicators.problems import ProblemCode

LONG = "数字" * 150


@pytest.mark.parametrize(
    ("sent", "safe"),
    [
        ("world.csv", "world.csv"),
        ("互联网使用者 2024年.csv", "互联网使用者 2024年.csv"),
        ("données été.csv", "données été.csv"),
        ("مؤشرات.csv", "مؤشرات.csv"),
        ("हिन्दी.csv", "हिन्दी.csv"),
        ("C:\\fakepath\\world.csv", "world.csv"),
        ("../../etc/passwd", "passwd"),
        ("a/b/", "b"),
        ("a/..", "a"),
        ("..", "file"),
        ("", "file"),
        ("///", "file"),
        (".htaccess", "htaccess"),
        ("...world.csv", "world.csv"),
        ("world.csv. . ", "world.csv"),
        ("a\tb\nc\x00\x1b.csv", "a b c.csv"),
        ("photo\u202egpj.csv", "photogpj.csv"),
        ("a\u200b\u2066b\ufeff.csv", "ab.csv"),
        ("a \u200f  b.csv", "a b.csv"),
        ("half\ud800.csv", "half.csv"),
        ('a<b>:"|?*c.csv', "a_b______c.csv"),
        ("con.csv", "_con.csv"),
        ("LPT1", "_LPT1"),
        ("com¹.tar.gz", "_com¹.tar.gz"),
        ("console.csv", "console.csv"),
        ("~$budget.xlsx", "$budget.xlsx"),
        ("world.csv.part", "world.csv_part"),
        ("world.tmp", "world_tmp"),
    ],
)
def test_a_name_is_made_safe(sent: str, safe: str) -> None:
    assert safe_name(sent) == safe


def test_two_spellings_of_one_letter_are_one_name() -> None:
    assert safe_name("e\u0301te\u0301.csv") == "\u00e9t\u00e9.csv"


def test_a_long_name_keeps_its_ending_and_stays_apart_from_its_twin() -> None:
    one, two = safe_name(f"{LONG}1.csv"), safe_name(f"{LONG}2.csv")
    assert one.startswith("数字数字") and one.endswith(".csv") and len(one.encode()) <= 200
    assert one != two
    assert len(safe_name("x" * 300 + "." + "y" * 300).encode()) == 200


@given(st.text() | st.text(alphabet="./\\~$ .conCON1\u202e\n", max_size=12))
@example("con\u200b.csv")
@example("a.tmp\u200b")
@example(". ~$.tmp")
def test_whatever_is_sent_is_a_path_inside(
    tmp_path_factory: pytest.TempPathFactory, sent: str
) -> None:
    safe, data = safe_name(sent), Path(os.sep, "nowhere", "data")
    assert target(data, safe) == data.resolve() / safe
    assert safe_name(safe) == safe
    assert {letter for letter in unicodedata.normalize("NFC", safe) if letter.isalnum()} <= {
        letter
        for letter in unicodedata.normalize("NFC", sent) + "file-0123456789abcdef"
        if letter.isalnum()
    } | set(unicodedata.normalize("NFC", unicodedata.normalize("NFD", sent)))


@given(st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=20))
def test_letters_of_every_script_are_kept(sent: str) -> None:
    assert unicodedata.normalize("NFC", sent) in (
        safe_name(sent),
        safe_name(sent).removeprefix("_"),
    )


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../x.csv",
        "a/../../x.csv",
        "a//x.csv",
        "./x.csv",
        ".history/commits/1.json",
        "a/.x.csv",
        "x.csv/",
        "a\0.csv",
        "C:/x.csv",
        "a\\x.csv",
        "a/nul.csv",
        "aux/x.csv",
        "a\nb.csv",
        "a\x1b.csv",
        "a\u2028.csv",
        "half\udc80.csv",
        "x" * 256,
        "x/" * 600 + "x",
        "x.csv.part",
        "~$x.xlsx",
    ],
)
def test_a_path_that_is_none_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(HistoryError) as refused:
        target(tmp_path, path)
    assert refused.value.problem.code == ProblemCode.NAME_NOT_ALLOWED
    str(refused.value).encode()  # the sentence can be shown


def test_a_link_to_another_folder_is_no_way_out(tmp_path: Path) -> None:
    data, outside = tmp_path / "data", tmp_path / "outside"
    data.mkdir()
    outside.mkdir()
    (data / "linked").symlink_to(outside)
    with pytest.raises(HistoryError) as refused:
        target(data, "linked/x.csv")
    assert refused.value.problem.code == ProblemCode.FOLDER_IS_LINK
    assert target(data, "plain/x.csv") == data.resolve() / "plain/x.csv"


def test_which_files_are_kept(tmp_path: Path) -> None:
    for name in (
        "places.csv",
        "w/a.csv",
        "w/a.yaml",
        "w/.a.csv.swp",
        "w/a.csv.part",
        "w/~$b.xlsx",
        "w/b.xlsx",
        "w/c.TMP",
        "w/d.crdownload",
        ".git/config",
        ".history/seen.json",
        "w/e.swp",
        "x.geojson",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "linked.csv").symlink_to(tmp_path / "places.csv")
    assert [path.relative_to(tmp_path).as_posix() for path in files(tmp_path)] == [
        "linked.csv",
        "places.csv",
        "w/a.csv",
        "w/a.yaml",
        "w/b.xlsx",
        "x.geojson",
    ]
