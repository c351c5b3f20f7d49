"""The code of a Eurostat dataset from a file's name, where the file itself does not say it and the name surely does."""

from __future__ import annotations

import re

_THEMES = frozenset(
    (
        "aact",
        "agr",
        "ai",
        "apri",
        "apro",
        "ara",
        "asy",
        "ava",
        "avia",
        "bd",
        "bop",
        "bs",
        "cens",
        "cf",
        "cei",
        "cli",
        "cpc",
        "crim",
        "cult",
        "demo",
        "dt",
        "earn",
        "ec",
        "edat",
        "educ",
        "ef",
        "ei",
        "enpr",
        "enps",
        "env",
        "ert",
        "ext",
        "fats",
        "fish",
        "for",
        "fribs",
        "gba",
        "gov",
        "hbs",
        "hlth",
        "hrst",
        "hsw",
        "htec",
        "icha",
        "icw",
        "ifs",
        "igs",
        "ilc",
        "inn",
        "ipr",
        "irt",
        "isoc",
        "iss",
        "jobs",
        "jvs",
        "lan",
        "lc",
        "lfsa",
        "lfsi",
        "lfso",
        "lfsq",
        "lfst",
        "live",
        "mar",
        "med",
        "met",
        "migr",
        "mips",
        "naid",
        "nama",
        "namq",
        "nasa",
        "nasq",
        "nrg",
        "orch",
        "org",
        "pat",
        "proj",
        "prc",
        "proc",
        "qoe",
        "rail",
        "rd",
        "reg",
        "road",
        "rpp",
        "sbs",
        "sdg",
        "sks",
        "spr",
        "sts",
        "t2020",
        "tag",
        "tai",
        "tec",
        "tessi",
        "tesem",
        "tet",
        "tgs",
        "tin",
        "tipsau",
        "tipsbp",
        "tipser",
        "tipsgo",
        "tipshm",
        "tipslm",
        "tipsna",
        "tipspc",
        "tipspd",
        "tour",
        "tps",
        "tran",
        "trng",
        "tsc",
        "tsdcc",
        "tsdde",
        "tsdec",
        "tsdgo",
        "tsdpc",
        "tsdph",
        "tsdsc",
        "tsdtr",
        "ttr",
        "tus",
        "une",
        "urb",
        "urt",
        "vit",
        "yth",
        "youth",
    )
)
"""The first words of codes: themes (nama_10_gdp) and the letters of short ones (tin00028)."""

_CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_SHORT = re.compile(r"(?P<theme>[a-z]{3,8})\d{3,5}")
_COMEXT = re.compile(r"ds-\d{6}")
_AFTER = frozenset(
    (
        "tabular",
        "linear",
        "page",
        "en",
        "fr",
        "de",
        "filtered",
        "defaultview",
        "data",
        "2",
        "1",
        "0",
        "sdmx",
    )
)
"""What the data browser puts behind a code: '_linear_2_0', '_page_tabular', '_filtered_en', '_1_Data'."""


def dataset_code(name: str) -> str:
    """'estat_isoc_ci_in_h.tsv' -> 'ISOC_CI_IN_H'; '' for a name that does not look like Eurostat's ('data_2020.tsv')."""
    last = re.split(r"[/\\:]", name[-200:])[-1].strip().lower()
    if match := _COMEXT.match(last):
        return match[0].upper()
    stem = re.split(r"[.$ (]|__", last, maxsplit=1)[0]
    words = stem.removeprefix("estat_").split("_")
    more = any(word in _AFTER and word.isalpha() for word in words[1:])
    while more and len(words) > 1 and words[-1] in _AFTER:
        words.pop()
    code = "_".join(words)
    short = _SHORT.fullmatch(code)
    known = len(words) > 1 and (words[0] in _THEMES or stem.startswith("estat_"))
    return (
        code.upper()
        if _CODE.fullmatch(code) and (known or (short and short["theme"] in _THEMES))
        else ""
    )
