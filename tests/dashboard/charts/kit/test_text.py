"""Words in a figure: wrapped with Chinese twice as wide, shortened, and never markup."""

from __future__ import annotations

import pytest

from dashboard.charts.kit import text


def test_chinese_is_twice_as_wide() -> None:
    assert text.width_in_characters("abc") == 3
    assert text.width_in_characters("数字a，") == 7
    assert text.pixels("数a", 10) == pytest.approx(3 * 10 * 0.53)


@pytest.mark.parametrize(
    ("given", "chars", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 100, ["one two three"]),
        ("数字经济指标", 6, ["数字经", "济指标"]),
        ("数字经济，指标", 8, ["数字经济，", "指标"]),  # no line begins with a comma
        ("长沙 Changsha 市", 8, ["长沙", "Changsha", "市"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),  # what no line could hold is cut
        ("  one \n two  ", 20, ["one two"]),
        ("", 10, []),
        ("   ", 10, []),
    ],
)
def test_lines(given: str, chars: int, lines: list[str]) -> None:
    assert text.lines(given, chars) == lines


def test_no_line_is_longer_than_its_room_but_for_a_stop() -> None:
    given = (
        "长沙市2023年数字经济核心产业增加值，比上年增长 core industries of the digital economy。"
        * 4
    )
    for chars in (2, 5, 11, 24, 60):
        assert all(
            text.width_in_characters(line) <= max(chars, 2) + 2 for line in text.lines(given, chars)
        )
        assert "".join("".join(text.lines(given, chars)).split()) == "".join(given.split())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("A & B", "A &amp; B"),
        ('"quoted"', '"quoted"'),
        ("two\n lines", "two lines"),
        (7, "7"),
    ],
)
def test_escaping(given: object, shown: str) -> None:
    assert text.escape(given) == shown


def test_a_tag_that_is_wrapped_is_escaped_in_each_line() -> None:
    assert text.wrap("<b>x</b> <b>", 8) == "&lt;b&gt;x&lt;/b&gt;<br>&lt;b&gt;"
    assert text.wrap("<br><br>", 4) == "&lt;br&gt;<br>&lt;br&gt;"


@pytest.mark.parametrize(
    ("given", "chars", "shown"),
    [
        ("Aland", 5, "Aland"),
        ("Alandia", 5, "Alan…"),
        ("数字经济", 7, "数字经…"),
        ("数字经济", 6, "数字…"),
        ("one two", 5, "one…"),
    ],
)
def test_shortening(given: str, chars: int, shown: str) -> None:
    assert text.shorten(given, chars) == shown


def test_words_come_in_the_readers_language() -> None:
    assert text.phrase("no_data", "en") == "No data"
    assert text.phrase("no_data_for", "zh", names="甲国") == "本平台未收录近期数据：甲国"
