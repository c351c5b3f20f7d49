"""What a file would bring, said before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators import intake
from indicators.catalogue.reading_hints import ReadingHints
from indicators.export.csvfile import rows_to_csv
from indicators.intake import Arrival, FigureChange
from indicators.problems import ProblemCode
from tests.indicators.ingest.test_match_series import LONG, WORLD_BANK

if TYPE_CHECKING:
    from tests.conftest import Tiny

TIDY = "indicator,place,period,breakdown,value,unit,status,source,note\n"


def examined(
    tiny: Tiny,
    content: str,
    name: str = "file.csv",
    answers: ReadingHints | None = None,
    into: str | None = None,
) -> Arrival:
    before = sorted(path for path in tiny.root.rglob("*"))
    arrival = intake.examine(tiny.load(), content.encode(), name, answers, into)
    assert sorted(path for path in tiny.root.rglob("*")) == before  # nothing is written
    return arrival


def test_a_new_file_says_what_it_is(tiny: Tiny) -> None:
    one = examined(tiny, WORLD_BANK, "API_IT.CEL.SETS.P2_DS2.csv")
    assert (
        one.path,
        one.formats,
        one.figures,
        one.places,
        one.first,
        one.last,
        one.replaces,
        one.refused,
    ) == ("added/API_IT.CEL.SETS.P2_DS2.csv", ("worldbank-api",), 2, 2, "2021", "2022", "", False)
    (series,) = one.series
    assert (series.code, series.title, series.known, series.figures, series.places) == (
        "IT.CEL.SETS.P2",
        "Mobile subscriptions (per 100 people)",
        False,
        2,
        2,
    )
    assert [(line.place, line.period, line.value, line.line) for line in one.preview] == [
        ("AAA", "2021", 101.5, 6),
        ("BBB", "2022", 99, 7),
    ]
    assert (one.changes.new, one.changes.same, one.changes.revised, one.changes.vanished) == (
        2,
        0,
        0,
        0,
    )


def test_against_what_is_there(tiny: Tiny) -> None:
    one = examined(
        tiny,
        TIDY + "NET,AAA,2022,total,50,,,,\nNET,BBB,2022,total,81,,,,\nNET,BBB,2021,total,70,,,,\n",
    )
    changes = one.changes
    assert (changes.new, changes.same, changes.revised, changes.vanished) == (1, 1, 1, 0)
    assert changes.revisions == (FigureChange("internet_users", "BBB", "total", "2022", 80, 81),)
    assert [(series.indicator, series.known) for series in one.series] == [("internet_users", True)]


def test_a_newer_version_of_a_file_is_known_by_its_figures(tiny: Tiny) -> None:
    tiny.write("data/added/june.csv", WORLD_BANK)
    one = examined(
        tiny,
        WORLD_BANK.replace("101.5", "102").replace('"99"', '""').replace('"2022"', '"2023"'),
        "july.csv",
    )
    assert (one.replaces, one.path) == ("added/june.csv", "added/june.csv")
    assert (one.changes.new, one.changes.revised, one.changes.vanished) == (0, 1, 1)
    assert [(change.place, change.before, change.after) for change in one.changes.revisions] == [
        ("AAA", 101.5, 102),
        ("BBB", 99, None),
    ]


def test_a_file_of_the_same_name_that_holds_something_else_is_one_of_its_own(tiny: Tiny) -> None:
    one = examined(tiny, TIDY + "NET,AAA,2024,total,50,,,,\n", "facts.csv")
    assert (one.path, one.replaces, one.changes.vanished) == ("added/facts.csv", "", 0)


def test_a_newer_version_of_a_table_of_ones_own_is_known_by_its_shape_and_figures(
    tiny: Tiny,
) -> None:
    pears = "Country,Year,Pears\nAlpha,2021,1\nBeta,2021,2\n"
    tiny.write("data/added/pears_june.csv", pears)
    assert (
        examined(tiny, pears + "Alpha,2022,3\n", "pears_july.csv").replaces
        == "added/pears_june.csv"
    )
    assert examined(tiny, pears.replace("2021", "1999"), "other.csv").replaces == ""


def test_a_file_can_be_made_one_of_its_own(tiny: Tiny) -> None:
    tiny.write("data/added/june.csv", WORLD_BANK)
    assert examined(tiny, WORLD_BANK, "june.csv", into="").path == "added/june-2.csv"


def test_a_file_that_lacks_its_period_is_asked_about_and_answered_for(tiny: Tiny) -> None:
    content = "Country,Homes with fibre\nAlpha,10\nBeta,20\nGamma,30\n"
    one = examined(tiny, content)
    assert one.refused and "which period" in str(one.problems[0])
    assert [sample.name for sample in one.columns] == ["Country", "Homes with fibre"]
    assert one.columns[0].cells == ("Alpha", "Beta", "Gamma")
    columns = {"place": ("Country",), "value": ("Homes with fibre",)}
    two = examined(
        tiny,
        content,
        answers=ReadingHints(columns=columns, period="2019", unit="homes", title="Fibre"),
    )
    assert [(line.place, line.period, line.value) for line in two.preview] == [
        ("AAA", "2019", 10),
        ("BBB", "2019", 20),
        ("CCC", "2019", 30),
    ]
    assert (two.series[0].title, two.series[0].unit) == ("Fibre", "homes")


def test_a_name_is_only_a_name(tiny: Tiny) -> None:
    for name in (
        "../../config.yaml",
        "/etc/passwd",
        "a\0b.csv",
        "x" * 300 + ".csv",
        "",
        "CON.csv",
        "<script>.csv",
    ):
        path = examined(tiny, LONG, name).path
        assert (
            path.startswith("added/")
            and path.count("/") == 1
            and ".." not in path
            and len(path) < 230
        )
        assert path.endswith(".csv")


def test_problems_are_told_under_the_name_that_was_sent(tiny: Tiny) -> None:
    told = [
        problem
        for problem in examined(tiny, LONG, "speed.csv").problems
        if problem.severity == "error"
    ]
    assert [(problem.file, problem.line, problem.found) for problem in told] == [
        ("speed.csv", 4, "Atlantis")
    ]


def test_an_archive_shows_the_columns_of_the_table_in_it(tiny: Tiny) -> None:
    import gzip

    from tests.indicators.intake.test_accepting import zipped

    for content in (zipped({"speed.csv": LONG}), gzip.compress(LONG.encode())):
        one = intake.examine(tiny.load(), content, "speed.zip")
        assert (one.figures, [sample.name for sample in one.columns]) == (
            2,
            ["Country", "Year", "Download speed (Mbit/s)"],
        )


def test_a_file_that_ends_before_what_is_there_may_be_an_older_edition(tiny: Tiny) -> None:
    one = examined(tiny, TIDY + "NET,AAA,2022,total,49,,,,\n", "old.csv")
    (problem,) = one.problems
    assert (problem.code, problem.severity) == (ProblemCode.OLDER_EDITION, "warning")
    assert problem.values == {
        "indicator": "internet_users",
        "last": "2022",
        "current": "2023",
        "n": 1,
    }
    assert examined(tiny, TIDY + "NET,AAA,2022,total,50,,,,\n", "same.csv").problems == ()


def test_a_figure_of_a_group_takes_the_place_of_the_computed_ones_and_that_is_told(
    tiny: Tiny,
) -> None:
    """The world's averages are 72.5 in 2022 and 72 in 2023; a file that has the first leaves it
    without the second.
    """
    one = examined(
        tiny, TIDY + "NET,AAA,2022,total,50,,,,\nNET,WLD,2022,total,70,,,,\n", "world.csv"
    )
    changes = one.changes
    assert (changes.new, changes.same, changes.revised, changes.vanished, changes.followers) == (
        0,
        1,
        1,
        1,
        0,
    )
    assert changes.revisions == (
        FigureChange("internet_users", "WLD", "total", "2022", 72.5, 70, True),
        FigureChange("internet_users", "WLD", "total", "2023", 72, None, True),
    )
    (told,) = [p for p in one.problems if p.code == ProblemCode.COMPUTED_VANISH]
    assert (told.severity, told.file, told.line, told.column, told.found) == (
        "warning",
        "world.csv",
        3,
        "place",
        "WLD",
    )
    assert told.values == {"n": 1, "vanished": 1, "indicator": "internet_users"}
    tiny.write(
        "data/added/world.csv", TIDY + "NET,AAA,2022,total,50,,,,\nNET,WLD,2022,total,70,,,,\n"
    )
    assert [(one.period, one.value) for one in tiny.load().series("internet_users", "WLD")] == [
        ("2022", 70)
    ]  # as told


def test_averages_that_are_given_whole_are_told_without_a_warning(tiny: Tiny) -> None:
    one = examined(
        tiny, TIDY + "NET,WLD,2022,total,70,,,,\nNET,WLD,2023,total,72,,,,\n", "world.csv"
    )
    assert (one.changes.same, one.changes.revised, one.changes.vanished) == (1, 1, 0)
    (problem,) = one.problems
    assert (problem.code, problem.severity, problem.line) == (
        ProblemCode.COMPUTED_REPLACED,
        "notice",
        2,
    )


def test_computed_figures_that_follow_are_counted(tiny: Tiny) -> None:
    """The averages of 2022 of the world and of the friends become others: (50 * 100 + 81 * 300) /
    400.
    """
    one = examined(tiny, TIDY + "NET,BBB,2022,total,81,,,,\n", "beta.csv")
    assert (one.changes.revised, one.changes.vanished, one.changes.followers) == (1, 0, 2)
    gdp = examined(tiny, TIDY + "GDP,AAA,2022,total,2,100 million yuan,,,\n", "gdp.csv")
    assert (gdp.changes.new, gdp.changes.followers) == (
        1,
        1,
    )  # GDP per head of AAA; a third of the weight makes no average


def test_a_figure_that_stands_twice_in_the_file_is_told_before_it_is_accepted(tiny: Tiny) -> None:
    one = examined(
        tiny, TIDY + "NET,BBB,2022,total,81,,,,\nNET,BBB,2022,total,82,,,,\n", "twice.csv"
    )
    assert [(change.before, change.after) for change in one.changes.revisions] == [(80, 81)]
    assert one.figures == one.changes.new + one.changes.same + one.changes.revised == 2
    [told] = [problem for problem in one.problems if problem.column == "value"]
    assert told.code == ProblemCode.CONFLICTING_OBSERVATION
    assert (told.file, told.line, told.found) == ("twice.csv", 3, "82")
    assert told.values["value"] == "81"


def test_a_figure_of_another_file_that_is_uncovered_does_not_vanish(tiny: Tiny) -> None:
    """June's file covers BBB 2022; its newer version does not, so that the figure of the described
    file stands again.
    """
    tiny.write(
        "data/added/june.csv", TIDY + "NET,BBB,2022,total,81,,,,\nNET,BBB,2021,total,70,,,,\n"
    )
    one = examined(tiny, TIDY + "NET,BBB,2021,total,70,,,,\n", "july.csv", into="added/june.csv")
    assert (one.replaces, one.changes.same, one.changes.vanished) == ("added/june.csv", 1, 0)
    assert (
        one.changes.followers == 3
    )  # BBB is at 80 again, not 81, and so are the averages of the world and the friends


def test_figures_that_would_not_be_shown_are_told(tiny: Tiny) -> None:
    """A described file stands behind one that arrived, also in its newer version."""
    tiny.write("data/added/june.csv", TIDY + "NET,BBB,2022,total,81,,,,\n")
    facts = (
        (tiny.data / "world/facts.csv")
        .read_text()
        .replace("NET,BBB,2022,total,80", "NET,BBB,2022,total,79")
    )
    one = examined(tiny, facts, "facts.csv", into="world/facts.csv")
    assert (one.changes.revised, one.changes.vanished) == (0, 0)
    [told] = [p for p in one.problems if p.code == ProblemCode.FIGURES_NOT_SHOWN]
    assert told.line == 4 and told.values == {"n": 1, "files": ("added/june.csv",)}


def test_the_only_column_of_figures_needs_no_answer(tiny: Tiny) -> None:
    """As docs/config.md shows it: the place's column and the period are answered for."""
    said = ReadingHints(columns={"place": ("Land",)}, period="2019")
    one = examined(tiny, "Land;Value\nAlpha;84,1\nBeta;86,2\n", "land.csv", said)
    assert [(line.place, line.period, line.value) for line in one.preview] == [
        ("AAA", "2019", 84.1),
        ("BBB", "2019", 86.2),
    ]
    two = examined(tiny, "Land;Value;Share\nAlpha;84,1;5\nBeta;86,2;6\n", "land.csv", said)
    assert (
        two.refused and two.problems[0].code == ProblemCode.VALUE_COLUMN_MISSING
    )  # either may be meant
    year = examined(tiny, "Land;2021\nAlpha;84,1\nBeta;86,2\n", "land.csv", said)
    assert not [
        line for line in year.preview if line.period == "2019"
    ]  # 2021's figures are not 2019's


def test_what_was_exported_comes_back_as_it_is(tiny: Tiny) -> None:
    dataset = tiny.load()
    exported = rows_to_csv(
        dataset.select("internet_users", ["AAA", "BBB"], breakdown=None),
        "% of population",
        {},
    )
    one = examined(tiny, exported, "export.csv")
    assert (one.formats, one.figures, one.changes.same) == (("tidy",), 5, 5)
    assert [problem.severity for problem in one.problems] == [
        "notice"
    ]  # coverage, file and line are not read
