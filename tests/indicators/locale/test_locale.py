"""The words on the screen: the same keys and placeholders in every language, and no gap that breaks a page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from indicators import locale
from indicators.locale import languages, words

FOLDER = Path(locale.__file__).parent


def read(language: str) -> dict[str, str]:
    """The file as it stands; a key written twice is a fault."""
    pairs = json.loads(
        (FOLDER / f"{language}.json").read_text(encoding="utf-8"), object_pairs_hook=list
    )
    assert len({key for key, _ in pairs}) == len(pairs), f"a key stands twice in {language}.json"
    return dict(pairs)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("language", languages())
def test_same_keys_and_placeholders(language: str) -> None:
    english, other = read("en"), read(language)
    assert set(other) == set(english)
    # 'One file' needs no {n}; all else is said in every language.
    differ = {
        key
        for key in english
        if placeholders(other[key]) ^ placeholders(english[key])
        and not (
            key.endswith(".one")
            and placeholders(other[key]) ^ placeholders(english[key]) <= {"n", "places"}
        )
    }
    assert not differ


@pytest.mark.parametrize("language", languages())
def test_every_word_is_written(language: str) -> None:
    for key, text in read(language).items():
        assert text and (text == text.strip() or key.startswith("sentence.")), key
        assert re.sub(r"\{\w+\}", "", text).count("{") == 0, key
        assert not key.endswith(".one") or key.removesuffix(".one") in read(language), key


def test_chinese_uses_chinese_punctuation() -> None:
    faults = {
        key: text
        for key, text in read("zh").items()
        if re.search(r"[一-鿿}][,;:?!]|\.$|\.\.\.", text)
    }
    assert not faults


def test_words_are_filled() -> None:
    assert (
        words("en").t("indicator.lineage_detail", file="world.csv", line=7) == "world.csv, line 7"
    )
    assert words("zh").t("indicator.lineage_detail", file="world.csv", line=7) == "world.csv，第7行"


def test_one_of_a_thing() -> None:
    assert words("en").t("data.count_files", n=1) == "One file"
    assert words("en").t("data.count_files", n=2) == "2 files"
    assert words("zh").t("data.count_files", n=1) == "1个文件"


def test_gaps_never_break_a_page() -> None:
    assert words("en").t("no.such_key") == "no.such_key"
    assert words("en").t("indicator.lineage_detail", file="{odd}") == "{odd}, line {line}"
    assert words("xx").t("data.title") == "Data"
    assert words("../../config").t("data.title") == "Data"
    assert words("zh-CN").language == "zh"


def test_a_language_still_being_written_falls_back_word_by_word() -> None:
    half = locale.Locale("fr", {"overview.title": "Aperçu"}, read("en"))
    assert half.t("overview.title") == "Aperçu"
    assert half.t("data.title") == "Data"
    assert "data.title" in half and "no.such_key" not in half


def test_words_are_read_once() -> None:
    assert words("zh") is words("zh")
