"""Changing the data folder by the command and the browser: written down first, then put in place, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from indicators.history import commits
from indicators.history.commits import Change, Commit, Door
from indicators.history.disk import HistoryError, sweep
from indicators.history.inplace import discard, place, prepare
from indicators.history.lock import locked
from indicators.history.names import target
from indicators.history.objects import digest_of, has
from indicators.history.recording import catch_up, finish, look
from indicators.problems import uncoded


def commit(
    data: Path,
    changes: Mapping[str, str | None],
    *,
    door: Door,
    who: str = "",
    note: str = "",
    name: str = "",
    expects: Mapping[str, str | None] | None = None,
) -> Commit | None:
    """Put kept files (digests of `put`) at these paths of the data folder, or take away what is there (None): all or none.

    What is there by hand and not yet recorded is recorded first. `expects` says what the caller believes is at a path;
    if something else is, the commit is refused, so that nobody replaces figures that he has not seen.
    Gives None where the folder is so already. HistoryError says why it was refused; then nothing has changed.
    """
    with locked(data):
        finish(data)
        return _commit(data, changes, door, (who, note, name), expects or {}, None)


def undo(data: Path, number: int | None = None, *, who: str = "", door: Door = "browser") -> Commit:
    """Take back one commit, the last one of the command or the browser that was not taken back, by a commit of its own.

    HistoryError where a path of it has changed since, or there is nothing to take back.
    """
    with locked(data):
        finish(data)
        old = _undoable(data, number)
        back = {path: change.before for path, change in old.changes.items()}
        expects = {path: change.after for path, change in old.changes.items()}
        done = _commit(data, back, door, (who, "", old.name), expects, old.number)
    if done is None:  # a commit that changes nothing is never written
        raise HistoryError(uncoded(f"change {old.number} changed nothing"))
    return done


def _commit(
    data: Path,
    wanted: Mapping[str, str | None],
    door: Door,
    said: tuple[str, str, str],
    expects: Mapping[str, str | None],
    undoes: int | None,
) -> Commit | None:
    sweep(data)
    _check(data, wanted)
    catch_up(data, wanted)
    tree = look(data).tree
    _settled(data, tree, wanted)
    _expected(data, tree, expects)
    changes = {
        path: Change(tree.get(path), after, _time(data / path))
        for path, after in wanted.items()
        if tree.get(path) != after
    }
    if not changes:
        return None
    ready = prepare(data, {path: change.after for path, change in changes.items()})
    newest = commits.last(data)
    try:
        done = commits.append(data, changes, door, *said, undoes)
        theirs = place(data, done, ready)
        commits.set_applied(data, done.number)
        catch_up(data, theirs)
    except OSError as wrong:
        now = commits.last(data)
        raise (wrong if now == newest else _cut_short(now, changes, wrong)) from wrong
    finally:
        discard(ready.values())
    return done


def _time(path: Path) -> int | None:
    """When a file was last changed, in nanoseconds; None where there is none."""
    try:
        return path.stat().st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return None


def _cut_short(number: int, paths: Iterable[str], wrong: OSError) -> HistoryError:
    """What failed after the change was written down: the next one who looks finishes it."""
    return HistoryError(
        uncoded(
            f"change {number} is written down, but putting its files in place was cut short",
            ", ".join(paths)[:200],
            found=wrong.strerror or type(wrong).__name__,
            do="Nothing is lost: it is finished when figures are next read or added.",
        )
    )


def _check(data: Path, wanted: Mapping[str, str | None]) -> None:
    for path, digest in wanted.items():
        target(data, path)
        if digest is not None and not has(data, digest):
            raise HistoryError(
                uncoded(
                    "the content of this file is not kept here",
                    path,
                    found=digest[:80],
                    do="Add the file again.",
                )
            )


def _settled(data: Path, tree: Mapping[str, str], paths: Iterable[str]) -> None:
    """Refuse a path at which somebody is writing at this moment: its content could not be kept."""
    for path in paths:
        there = target(data, path)
        if there.is_file() and digest_of(there.resolve()) != tree.get(path):
            raise HistoryError(
                uncoded(
                    "somebody is writing this file now, or it cannot be read",
                    path,
                    do="Try again when it has been copied.",
                )
            )


def _expected(data: Path, tree: Mapping[str, str], expects: Mapping[str, str | None]) -> None:
    for path, digest in expects.items():
        if tree.get(path) != digest:
            raise HistoryError(
                uncoded(
                    "this file has changed since",
                    path,
                    found=_since(data, path),
                    do="Look at it as it is now, then decide.",
                )
            )


def _since(data: Path, path: str) -> str:
    """The last change of a path, in words."""
    touched = [entry for entry in commits.readable(data)[0] if path in entry.changes]
    if not touched:
        return "no such file"
    entry = touched[-1]
    by = {"folder": "in the folder", "command": "by the command", "browser": "in the browser"}[
        entry.door
    ]
    who = f" by {entry.who}" if entry.who else ""
    return f"change {entry.number}, {by}{who}, {entry.when:%Y-%m-%d %H:%M} UTC"


def _undoable(data: Path, number: int | None) -> Commit:
    log = commits.log(data)
    undone = {entry.undoes for entry in log}
    able = [
        entry
        for entry in log
        if entry.door != "folder" and entry.undoes is None and entry.number not in undone
    ]
    chosen = [entry for entry in able if number in (None, entry.number)]
    if chosen:
        return chosen[-1]
    found = next((entry for entry in log if entry.number == number), None)
    why = (
        "there is nothing to take back"
        if number is None
        else f"there is no change {number}"
        if found is None
        else f"change {number} was taken back already"
        if number in undone
        else f"change {number} took back change {found.undoes}"
        if found.undoes
        else f"change {number} was made in the folder, not here"
    )
    raise HistoryError(
        uncoded(
            why,
            do="Older files are kept as vintages: any of them can be put back." if found else "",
        )
    )
