"""docs/problems.md, made from the codes, their examples and the sentences of the locale files."""

from __future__ import annotations

from collections.abc import Mapping

from indicators import locale
from indicators.problem_examples import EXAMPLES
from indicators.problems import Problem, ProblemCode

HEAD = """# Problems, and what to do about them

What is wrong with a file or a configuration is reported and does not stop the rest. Every problem
has a **code**, a severity, and where they are known a file, a line, a column and what was found
there. The sentences stand in `indicators/locale/*.json`; a page shows them in its language, a command
in that of `--lang` or of the environment. For programs, `python -m indicators read FILE` writes code
and values as JSON.

- An **error** leaves something out: a row, a file, an entry of the configuration.
- A **warning** leaves nothing out, but a figure may not mean what it seems to.
- A **notice** says what was decided.

In a meaning, a word in braces stands for a value: `{n}` is a number. The severity is that of the
example; a few codes come with another one in other files. This page is made by
`python -m indicators problems`; a test holds it to the code.
"""
TRANSLATION = "zh"
"""The language whose sentence stands beside the English one."""


def page() -> str:
    """Return the whole page, in Markdown: one section for each code, in the order of the codes."""
    examples = {problem.code: problem for problem in EXAMPLES}
    return HEAD + "".join(_section(examples[code]) for code in ProblemCode)


def _section(example: Problem) -> str:
    """Describe one code: its meaning in two languages, an example, what to do."""
    english = locale.get_locale("en").texts
    key = f"problem.{example.code}"
    lines = [
        f"\n### {example.code}\n",
        f"{example.severity.capitalize()}: {_meaning(english, key)}\n",
        f"中文：{_meaning(locale.get_locale(TRANSLATION).texts, key)}\n",
        f"```text\n{example.text()}\n```\n",
    ]
    if hint := english.get(f"{key}.hint"):
        lines.append(f"What to do: {hint}\n")
    return "\n".join(lines)


def _meaning(sentences: Mapping[str, str], key: str) -> str:
    """Give the sentence with its placeholders, and what was expected instead."""
    meaning = sentences[key]
    expected = sentences.get(f"{key}.expected")
    return f"{meaning} ({expected})" if expected else meaning
