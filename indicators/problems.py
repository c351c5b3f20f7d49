"""What is wrong with a file or a configuration, and did not stop the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from indicators.text import printable


@dataclass(frozen=True)
class Problem:
    """Something wrong that did not stop the rest: where it stood, what was found, what to do."""

    what: str
    file: str = ""
    line: int | None = None
    column: str = ""
    found: str = ""
    expected: str = ""
    do: str = ""
    severity: Literal["error", "warning", "notice"] = "error"

    def __str__(self) -> str:
        where = self.file + (f" line {self.line}" if self.line else "")
        where += f", column '{self.column}'" if self.column else ""
        parts = [f"{where}: {self.what}" if where else self.what]
        parts += [f"found {self.found!r}"] if self.found else []
        parts += [f"expected {self.expected}"] if self.expected else []
        sentence = "; ".join(parts) + "."
        return printable(f"{sentence} {self.do}" if self.do else sentence)


MAX_FAULTS = 1_000
"""So many faults of a configuration are told one by one; the rest as a number."""


class ConfigError(Exception):
    """The configuration cannot be used. Holds every fault found (up to `MAX_FAULTS`), each with file, line and key."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        every = tuple(problems)
        self.problems = every[:MAX_FAULTS]
        if len(every) > MAX_FAULTS:
            self.problems += (
                Problem(
                    f"{len(every) - MAX_FAULTS:,} more faults",
                    every[MAX_FAULTS].file,
                    every[MAX_FAULTS].line,
                    do="Mend those above first.",
                ),
            )
        super().__init__("\n".join(str(problem) for problem in self.problems))
