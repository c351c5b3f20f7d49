"""One example of every code, from which docs/problems.md is made and by which each sentence is tested."""

from indicators.problems import Problem, ProblemCode

EXAMPLES: tuple[Problem, ...] = (
    # readers.delimited, readers.containers, readers
    # readers.cells, readers.generic
    # readers.sdmx, readers.publishers
    # ingest, derive, places, loading
    # catalogue
    Problem(ProblemCode.MORE_PROBLEMS, "config.yaml", 812, values={"n": 37}),
    # history, intake, data_folder
    Problem(
        ProblemCode.RECORDED_TEXT,
        ".history/staged/20261103.json",
        values={"message": "no such place", "expected": "", "hint": "Add it to places.csv."},
    ),
    # cli
    # dashboard
)
