"""Register the indicators that are functions: the decorator `@indicator`.

The function's name is the indicator's id, its parameters name the indicators it needs, as those of
pytest's fixtures do, and its docstring is the method a reader is shown in English; `method` has it
in other languages. What the function alone can tell is checked here; that its inputs, units and
pillars exist, in the catalogue.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from indicators import locale
from indicators.model import Better, Text

Function = Callable[..., pd.DataFrame]

PEERS = "peers"
"""A parameter of this name is no indicator: it gets the peer group of each place, itself too."""


@dataclass(frozen=True)
class Metric:
    """An indicator computed by a Python function, as declared; its ids are not checked yet.

    `takes` names, for a parameter, the unit the function counts on: 'yuan' is not '100 million
    yuan', and the catalogue refuses to run a function on another unit than it was written for.
    `span` is how many years a figure looks back: where a series broke within them, the figure is
    marked as broken.
    """

    id: str
    function: Function
    needs: tuple[str, ...]
    title: Text
    unit: str
    pillar: str
    better: Better = "none"
    short: Text = Text()
    definition: Text = Text()
    weight: str = ""
    total: bool = False
    ranked: bool = True
    notes: tuple[Text, ...] = ()
    source: str = ""
    takes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    uses_peers: bool = False
    span: int = 0
    method: Text = Text()
    module: str = ""
    file: str = ""
    line: int = 0

    @property
    def declared(self) -> str:
        """Where it is declared: file and line."""
        return f"{self.file} line {self.line}"


REGISTRY: dict[str, Metric] = {}
"""Every metric imported so far, by id."""


def indicator(
    *,
    title: Mapping[str, str],
    unit: str,
    pillar: str,
    better: Better = "none",
    short: Mapping[str, str] | None = None,
    definition: Mapping[str, str] | None = None,
    weight: str = "",
    total: bool = False,
    ranked: bool = True,
    notes: Iterable[Mapping[str, str]] = (),
    source: str = "",
    takes: Mapping[str, str] | None = None,
    span: int = 0,
    method: Mapping[str, str] | None = None,
) -> Callable[[Function], Function]:
    """Register the decorated function as an indicator; return the function unchanged.

    `method` is the docstring in other languages: {"zh": "100 × ..."}.
    Raises ValueError where it has no docstring, parameters that cannot be names of indicators, or
    the id of a metric declared elsewhere. The same function declared again (a reload) replaces the
    old one.
    """

    def register(function: Function) -> Function:
        needs, uses_peers = _needs(function, takes or {})
        metric = Metric(
            id=function.__name__,
            function=function,
            needs=needs,
            uses_peers=uses_peers,
            title=_text(title),
            short=_text(short),
            definition=_text(definition),
            notes=tuple(_text(note) for note in notes),
            unit=unit,
            pillar=pillar,
            better=better,
            weight=weight,
            total=total,
            ranked=ranked,
            source=source,
            span=span,
            takes=MappingProxyType(dict(takes or {})),
            method=_method(function, method or {}),
            module=function.__module__,
            file=function.__code__.co_filename,
            line=function.__code__.co_firstlineno,
        )
        _refuse_second(metric)
        REGISTRY[metric.id] = metric
        return function

    return register


def load_all() -> Mapping[str, Metric]:
    """Import every module of this package, which registers its metrics; return the register."""
    package = importlib.import_module(__package__ or "indicators.metrics")
    for module in pkgutil.iter_modules(package.__path__, prefix=f"{package.__name__}."):
        importlib.import_module(module.name)
    return MappingProxyType(REGISTRY)


def _needs(function: Function, takes: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
    parameters = inspect.signature(function).parameters
    plain = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    for name, parameter in parameters.items():
        if parameter.kind not in plain or parameter.default is not inspect.Parameter.empty:
            raise ValueError(
                f"{_where(function)}: parameter '{name}' must be a plain name, without "
                "a default: the id of an indicator it needs"
            )
    needs = tuple(name for name in parameters if name != PEERS)
    if not needs:
        raise ValueError(
            f"{_where(function)}: an indicator needs at least one other, as a parameter"
        )
    unknown = sorted(set(takes) - set(needs))
    if unknown:
        raise ValueError(
            f"{_where(function)}: takes names {', '.join(unknown)}, "
            f"but the function needs {', '.join(needs) or 'nothing'}"
        )
    return needs, PEERS in parameters


def _method(function: Function, translations: Mapping[str, str]) -> Text:
    """Return the docstring as one line, in English, with its translations; a page breaks the line
    where it has to.
    """
    docstring = " ".join((inspect.getdoc(function) or "").split())
    if not docstring:
        raise ValueError(
            f"{_where(function)}: an indicator needs a docstring: formula and source, "
            "in words a reader can check"
        )
    return _text({locale.FALLBACK: docstring, **translations})


def _refuse_second(metric: Metric) -> None:
    first = REGISTRY.get(metric.id)
    if first is None or _name(first) == _name(metric):
        return
    raise ValueError(
        f"indicator '{metric.id}' is declared twice: {first.declared} and {metric.declared}"
    )


def _name(metric: Metric) -> tuple[str, str]:
    return metric.module, metric.function.__qualname__


def _where(function: Function) -> str:
    code = function.__code__
    return f"{code.co_filename} line {code.co_firstlineno}, '{function.__name__}'"


def _text(words: Mapping[str, str] | None) -> Text:
    return Text(MappingProxyType(dict(words or {})))
