"""What an address asks for: ids, whole labels of old links, nothing guessed, and a bound before any
work.
"""

from __future__ import annotations

import pytest

from dashboard import url_values
from dashboard.url_values import Choices
from indicators.locale import get_locale

NAMES = {"CHN": "China", "430000": "Hunan", "HUN": "Hungary", "KOR": "Korea, Rep.", "XKX": "Kosovo"}
CHINESE = {"CHN": "中国", "430000": "湖南省", "HUN": "匈牙利", "KOR": "韩国", "XKX": "科索沃"}
PLACES = Choices(
    "place", NAMES, {name: code for names in (NAMES, CHINESE) for code, name in names.items()}
)
EN, ZH = get_locale("en"), get_locale("zh")


@pytest.mark.parametrize(
    ("asked", "shown", "text", "near"),
    [
        ("", "CHN", "", []),
        ("430000", "430000", "", []),
        ("Hunan", "430000", "", []),  # a label in place of an id, in either language
        ("湖南省", "430000", "", []),
        ("Korea, Rep.", "KOR", "", []),
        (
            "Huna",
            "CHN",
            "There is no place “Huna” here. China is shown instead. Did you mean:",
            ["Hunan"],
        ),
        (
            "XXX",
            "CHN",
            "There is no place “XXX” here. China is shown instead. Did you mean:",
            ["Kosovo"],
        ),  # shown: never Kosovo
        ("zzzzzz", "CHN", "There is no place “zzzzzz” here. China is shown instead.", []),
        (
            "Chin",
            "CHN",
            "There is no place “Chin” here. China is shown instead.",
            [],
        ),  # the near name is shown already
        ("<b>\n\n# x", "CHN", "There is no place “<b> # x” here. China is shown instead.", []),
        ("y" * 900, "CHN", f"There is no place “{'y' * 40}…” here. China is shown instead.", []),
    ],
)
def test_one_id(asked: str, shown: str, text: str, near: list[str]) -> None:
    answer = url_values.single(EN, "place", asked, PLACES, "CHN")
    assert answer.id == shown
    assert [one.text for one in answer.notices] == ([text] if text else [])
    assert [name for one in answer.notices for name, _ in one.near] == near
    assert answer.relabelled == (asked in PLACES.labels)


def test_an_id_of_before_leads_to_the_present_one_and_says_so() -> None:
    choices = Choices("place", NAMES, {"Hunan": "430000"}, renamed={"HN": "430000", "X": "gone"})
    answer = url_values.single(EN, "place", "HN", choices, "CHN")
    assert (answer.ids, answer.relabelled) == (("430000",), False)
    assert [notice.text for notice in answer.notices] == [
        "“HN” is called “430000” now; please update the link."
    ]
    listed = url_values.several(ZH, "places", "KOR,HN", choices, 5)
    assert listed.ids == ("KOR", "430000")
    assert [notice.text for notice in listed.notices] == ["“HN”现名“430000”，请更新链接。"]
    assert url_values.single(EN, "place", "X", choices, "CHN").id == "CHN"


def test_near_names_lead_to_their_ids() -> None:
    (notice,) = url_values.single(ZH, "place", "湖南", PLACES, "CHN").notices
    assert notice.text == "没有地区“湖南”。已显示China。您要找的是："
    assert notice.near == (("Hunan", {"place": "430000"}),)


@pytest.mark.parametrize(
    ("asked", "ids", "texts"),
    [
        ("CHN,HUN", ("CHN", "HUN"), []),
        ("CHN,,CHN, HUN ", ("CHN", "HUN"), []),
        ("Hunan,Korea, Rep.,HUN", ("430000", "KOR", "HUN"), []),
        ("CHN,nowhere,HUN", ("CHN", "HUN"), ["There is no place “nowhere” here."]),
        (
            "CHN,HUN,KOR,XKX",
            ("CHN", "HUN", "KOR"),
            ["The address asks for more than can be shown; only the first 3 are shown."],
        ),
        (
            "qqqqq,wwwww,vvvvv,jjjjj",
            (),
            [
                *(f"There is no place “{letter * 5}” here." for letter in "qwv"),
                "The address asks for more than can be shown; only the first 3 are shown.",
            ],
        ),
    ],
)
def test_several_ids(asked: str, ids: tuple[str, ...], texts: list[str]) -> None:
    answer = url_values.several(EN, "places", asked, PLACES, 3)
    assert answer.ids == ids
    assert [one.text for one in answer.notices] == texts


def test_a_near_name_joins_the_list() -> None:
    (notice,) = url_values.several(EN, "places", "CHN,Hunan Sheng,HUN", PLACES, 3).notices
    assert all(ids["places"].startswith("CHN,HUN,") for _, ids in notice.near)


class Counted(dict[str, str]):
    """Counts how often it is looked into."""

    looks = 0

    def __contains__(self, key: object) -> bool:
        Counted.looks += 1
        return super().__contains__(key)

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
        Counted.looks += 1
        return super().get(key, default)


@pytest.mark.parametrize("part", ["nowhere{}", "{}", "CHN", "a{} b", ""])
def test_the_work_does_not_grow_with_the_address(part: str) -> None:
    """Sixty thousand ids cost what forty do: looks into the tables, and searches for near names."""
    work = []
    for count in (40, 60_000):
        searches: list[str] = []
        Counted.looks = 0

        def near(asked: str, searches: list[str] = searches) -> list[str]:
            searches.append(asked)
            return []

        choices = Choices("place", Counted(NAMES), Counted(PLACES.labels), near)
        asked = ",".join(part.format(number) for number in range(count))
        answer = url_values.several(EN, "places", asked, choices, 5)
        assert len(answer.ids) <= 5 and len(answer.notices) <= url_values.MAX_WRONG + 1
        work.append((Counted.looks, len(searches)))
    assert work[0] == work[1]
    assert work[1][1] <= url_values.MAX_WRONG


@pytest.mark.parametrize("length", [201, 1_000_000])
def test_a_long_id_is_not_looked_for(length: int) -> None:
    searches: list[str] = []

    def near(asked: str) -> list[str]:
        searches.append(asked)
        return []

    choices = Choices("place", NAMES, {}, near)
    answer = url_values.single(EN, "place", "x" * length, choices, "CHN")
    assert answer.id == "CHN" and searches == [] and len(answer.notices[0].text) < 200
