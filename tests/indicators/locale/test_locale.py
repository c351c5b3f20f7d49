"""The words on the screen: the same keys and placeholders in every language, and no gap that breaks
a page.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indicators import locale
from indicators.__main__ import main
from indicators.locale import get_locale, languages

if TYPE_CHECKING:
    from tests.conftest import Tiny

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


PLURALS = ("zero", "one", "two", "few", "many")
PERIOD_PARTS = {"year", "end_year", "short", "number", "month", "end_month"}


def base(key: str) -> str:
    """The key without its plural form: 'data.more.few' -> 'data.more'."""
    start, _, end = key.rpartition(".")
    return start if end in PLURALS else key


def required(texts: dict[str, str]) -> set[str]:
    """Keys that every language has: plural forms and `format.` are as each language needs them."""
    return {base(key) for key in texts if not key.startswith("format.")}


@pytest.mark.parametrize("language", languages())
def test_same_keys_and_placeholders(language: str) -> None:
    english, other = read("en"), read(language)
    assert required(other) <= required(english)
    if language in locale.COMPLETE:  # another one may be half translated
        assert required(other) == required(english)
    wrong = {}
    for key, text in other.items():
        if key.startswith("format."):
            continue
        allowed = placeholders(english.get(key) or english[base(key)])
        if key.startswith("period."):
            differs = placeholders(text) - PERIOD_PARTS
        elif key.endswith(".one"):  # 'One file' needs no {n}
            differs = (placeholders(text) ^ allowed) - {"n", "places"}
        elif key.endswith(".zero"):  # nor does 'No file', or any other name
            differs = placeholders(text) - allowed
        else:
            differs = placeholders(text) ^ allowed
        if differs:
            wrong[key] = differs
    assert not wrong


@pytest.mark.parametrize("language", languages())
def test_one_says_the_number_where_it_stands_for_others_too(language: str) -> None:
    locale = get_locale(language)
    others = any(locale.babel.plural_form(n) == "one" for n in range(200) if n != 1)
    texts = read(language)
    silent = [
        key
        for key, text in texts.items()
        if key.endswith(".one")
        and placeholders(text) != placeholders(texts.get(base(key)) or read("en")[base(key)])
    ]
    assert not (others and silent)


@pytest.mark.parametrize("language", languages())
def test_every_language_has_a_locale_of_cldr(language: str) -> None:
    assert "locale" in read(language)
    assert get_locale(language).babel.language


@pytest.mark.parametrize("language", languages())
def test_every_word_is_written(language: str) -> None:
    for key, text in read(language).items():
        assert text and (text == text.strip() or key.startswith("sentence.")), key
        if not key.startswith("format."):
            assert re.sub(r"\{\w+\}", "", text).count("{") == 0, key
        assert base(key) in read(language), key


def test_chinese_uses_chinese_punctuation() -> None:
    faults = {
        key: text
        for key, text in read("zh").items()
        if re.search(r"[一-鿿}][,;:?!]|\.$|\.\.\.", text)
    }
    assert not faults


def test_words_are_filled() -> None:
    assert (
        get_locale("en").text("indicator.lineage_detail", file="world.csv", line=7)
        == "world.csv, line 7"
    )
    assert (
        get_locale("zh").text("indicator.lineage_detail", file="world.csv", line=7)
        == "world.csv，第7行"
    )


def test_one_of_a_thing() -> None:
    assert get_locale("en").text("data.count_files", n=1) == "One file"
    assert get_locale("en").text("data.count_files", n=2) == "2 files"
    assert get_locale("zh").text("data.count_files", n=1) == "1个文件"


RUSSIAN = {
    "locale": "ru",
    "data.count_files": "{n} файла",
    "data.count_files.one": "{n} файл",
    "data.count_files.few": "{n} файла",
    "data.count_files.many": "{n} файлов",
}
FRENCH = {"locale": "fr", "data.count_files": "{n} fichiers", "data.count_files.one": "{n} fichier"}


@pytest.mark.parametrize(
    ("texts", "number", "text"),
    [
        (RUSSIAN, 1, "1 файл"),
        (RUSSIAN, 21, "21 файл"),
        (RUSSIAN, 3, "3 файла"),
        (RUSSIAN, 11, "11 файлов"),
        (RUSSIAN, "1 005", "1 005 файлов"),  # grouped with a no-break space, as `number` writes it
        (RUSSIAN, 1.5, "1.5 файла"),
        (FRENCH, 0, "0 fichier"),
        (FRENCH, 2, "2 fichiers"),
    ],
)
def test_plural_forms_of_a_language(texts: dict[str, str], number: float | str, text: str) -> None:
    language = locale.Locale(texts["locale"], texts, get_locale("en"))
    assert language.text("data.count_files", n=number) == text


def test_a_text_that_is_not_translated_has_the_plural_of_english() -> None:
    french = locale.Locale("fr", {"locale": "fr"}, get_locale("en"))
    assert french.text("data.count_files", n=0) == "0 files"
    assert french.text("data.count_files", n=1) == "One file"


def test_a_number_in_words_chooses_no_plural() -> None:
    for number in ("Hunan, Hubei", "nan", "Infinity", "", None, True):
        assert get_locale("en").text("data.count_files", n=number) == f"{number} files"


def test_numbers_in_the_digits_of_a_language() -> None:
    german = locale.Locale("de", {"locale": "de"}, get_locale("en"))
    hindi = locale.Locale("hi", {"locale": "hi"}, get_locale("en"))
    assert hindi.number(1234567.25) == "12,34,567.25"
    assert get_locale("en").number(0.1234567890123456) == "0.1234567890123456"
    assert (
        get_locale("en").number(1234567.25) == get_locale("zh").number(1234567.25) == "1,234,567.25"
    )
    assert german.number(1234567.25) == "1.234.567,25"


def test_a_language_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "de.json").write_text('{"locale": "de", "data.title": "Daten"}', encoding="utf-8")
    before = set(languages())
    locale.use_folders(tmp_path)
    try:
        assert set(languages()) == before | {"de"}
        assert get_locale("de-AT").text("data.title") == "Daten"
        assert get_locale("de").text("app.period") == "Period"  # not written yet
        assert (get_locale("de").name, get_locale("de").tag, get_locale("zh").tag) == (
            "Deutsch",
            "de",
            "zh-CN",
        )
        written = {"en": "Data", "de": "Daten", "zh": "数据"}
        assert written.items() <= dict(locale.translations("data.title")).items()
    finally:
        locale.use_folders()
    assert "de" not in languages()


def test_gaps_never_break_a_page() -> None:
    assert get_locale("en").text("no.such_key") == "no.such_key"
    assert get_locale("en").text("indicator.lineage_detail", file="{odd}") == "{odd}, line {line}"
    assert get_locale("xx").text("data.title") == "Data"
    assert get_locale("../../config").text("data.title") == "Data"
    assert get_locale("zh-CN").language == "zh"


def test_a_language_still_being_written_falls_back_word_by_word() -> None:
    half = locale.Locale("fr", {"overview.title": "Aperçu"}, get_locale("en"))
    assert half.text("overview.title") == "Aperçu"
    assert half.text("data.title") == "Data"
    assert "data.title" in half and "no.such_key" not in half


def test_a_half_translated_language_is_offered_and_check_says_so(
    tiny: Tiny, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    half = {"locale": "de", "data.title": "Daten", "data.count_files": "{n} Dateien"}
    (tmp_path / "de.json").write_text(json.dumps(half), encoding="utf-8")
    locale.use_folders(tmp_path)
    try:
        missing = locale.untranslated("de")
        assert not {"data.title", "data.count_files", "locale"} & set(missing)
        assert len(missing) == len(required(read("en"))) - len(half)
        assert locale.untranslated("zh") == locale.untranslated("en") == []
        tiny.change("config.yaml", "languages: [en, zh]", "languages: [en, de]")
        assert main(["check", "--project", str(tiny.root)]) == 1
        _, problem, last = capsys.readouterr().out.splitlines()
        assert f"config.yaml line 2, languages[2]: {len(missing):,} words" in problem
        # The titles of four indicators are not in German either.
        assert last.endswith("1 warning, 5 notices.")
        assert tiny.load().catalogue.languages == ("en", "de")
    finally:
        locale.use_folders()


def test_words_are_read_once() -> None:
    assert get_locale("zh") is get_locale("zh")
