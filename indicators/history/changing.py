"""Changes the data folder for the command and the browser, and takes changes back.

A change is recorded first, then put in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from indicators.history import commits
from indicators.history.commits import Change, Channel, Commit
from indicators.history.disk import HistoryError, remove_old_temporaries
from indicators.history.inplace import discard, prepare, put_in_place
from indicators.history.lock import locked
from indicators.history.names import target
from indicators.history.objects import digest_of, has
from indicators.history.recording import catch_up, finish, folder_state
from indicators.problems import Problem, ProblemCode


def commit(
    data: Path,
    changes: Mapping[str, str | None],
    *,
    channel: Channel,
    who: str = "",
    note: str = "",
    name: str = "",
    expected: Mapping[str, str | None] | None = None,
) -> Commit | None:
    """Put stored files at these paths of the data folder, all or none.

    `changes` holds the digests of `put`; None removes what is there.

    What is there by hand and not yet recorded is recorded first. `expected` holds the digest that
    the caller believes to be at a path; if another one is there, the commit is refused, so that
    nobody replaces figures unseen. Gives None where the folder is so already. Raises HistoryError
    where it is refused; then nothing has changed.
    """
    with locked(data):
        finish(data)
        return _commit(data, changes, channel, who, note, name, expected=expected or {})


def undo(
    data: Path, number: int | None = None, *, who: str = "", channel: Channel = "browser"
) -> Commit:
    """Take back one commit by another commit.

    Without a number it is the last one of the command or the browser that was not taken back.

    Raises HistoryError where a path of it has changed since, or there is nothing to take back.
    """
    with locked(data):
        finish(data)
        old = _undoable(data, number)
        before = {path: change.before for path, change in old.changes.items()}
        after = {path: change.after for path, change in old.changes.items()}
        done = _commit(data, before, channel, who, "", old.name, expected=after, undoes=old.number)
    if done is None:  # a commit that changes nothing is never written
        raise HistoryError(Problem(ProblemCode.NOTHING_TO_UNDO))
    return done


def _commit(
    data: Path,
    digests: Mapping[str, str | None],
    channel: Channel,
    who: str,
    note: str,
    name: str,
    *,
    expected: Mapping[str, str | None],
    undoes: int | None = None,
) -> Commit | None:
    remove_old_temporaries(data)
    _check_targets(data, digests)
    catch_up(data, digests)
    tree = folder_state(data).tree
    _check_recorded(data, tree, digests)
    _check_expected(data, tree, expected)
    changes = {
        path: Change(tree.get(path), after, _modified(data / path))
        for path, after in digests.items()
        if tree.get(path) != after
    }
    if not changes:
        return None
    copies = prepare(data, {path: change.after for path, change in changes.items()})
    last = commits.last(data)
    try:
        done = commits.append(data, changes, channel, who, note, name, undoes)
        changed_meanwhile = put_in_place(data, done, copies)
        commits.set_applied(data, done.number)
        catch_up(data, changed_meanwhile)
    except OSError as error:
        number = commits.last(data)
        if number == last:  # not recorded: nothing has changed
            raise
        raise _interrupted(number, changes, error) from error
    finally:
        discard(copies.values())
    return done


def _modified(path: Path) -> int | None:
    """Give the time that a file was last changed, in nanoseconds; None where there is none."""
    try:
        return path.stat().st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return None


def _interrupted(number: int, paths: Iterable[str], error: OSError) -> HistoryError:
    """Report what failed after the change was recorded: the next one who looks finishes it."""
    reason = error.strerror or type(error).__name__
    values = {"number": str(number), "reason": reason}
    file = ", ".join(paths)[:200]
    return HistoryError(Problem(ProblemCode.CHANGE_INTERRUPTED, file, values=values))


def _check_targets(data: Path, digests: Mapping[str, str | None]) -> None:
    for path, digest in digests.items():
        target(data, path)
        if digest is not None and not has(data, digest):
            raise HistoryError(Problem(ProblemCode.CONTENT_MISSING, path, found=digest[:80]))


def _check_recorded(data: Path, tree: Mapping[str, str], paths: Iterable[str]) -> None:
    """Refuse a path that somebody is writing now: its content could not be stored."""
    for path in paths:
        file = target(data, path)
        if file.is_file() and digest_of(file.resolve()) != tree.get(path):
            raise HistoryError(Problem(ProblemCode.FILE_BUSY, path))


def _check_expected(
    data: Path, tree: Mapping[str, str], expected: Mapping[str, str | None]
) -> None:
    for path, digest in expected.items():
        if tree.get(path) != digest:
            raise HistoryError(_changed(data, path))


def _changed(data: Path, path: str) -> Problem:
    """Report the last change of a path."""
    touching = [commit for commit in commits.readable(data)[0] if path in commit.changes]
    if not touching:
        return Problem(ProblemCode.FILE_MISSING, path)
    last = touching[-1]
    moment = f"{last.when:%Y-%m-%d %H:%M} UTC"
    stamp = f"{last.who}, {moment}" if last.who else moment
    values = {"number": str(last.number), "channel": last.channel, "stamp": stamp}
    return Problem(ProblemCode.FILE_CHANGED, path, values=values)


def _undoable(data: Path, number: int | None) -> Commit:
    """Find the commit of this number, or the last one, that can be taken back.

    Raises HistoryError.
    """
    log = commits.log(data)
    undone = {commit.undoes for commit in log}
    for commit in reversed(log):
        if number not in (None, commit.number):
            continue
        if commit.channel == "folder" or commit.undoes or commit.number in undone:
            continue
        return commit
    raise HistoryError(_not_undoable(log, number, undone))


def _not_undoable(log: Iterable[Commit], number: int | None, undone: set[int | None]) -> Problem:
    if number is None:
        return Problem(ProblemCode.NOTHING_TO_UNDO)
    commit = next((commit for commit in log if commit.number == number), None)
    values = {"number": str(number)}
    if commit is None:
        return Problem(ProblemCode.CHANGE_UNKNOWN, values=values)
    if number in undone:
        return Problem(ProblemCode.CHANGE_UNDONE, values=values)
    if commit.undoes:
        undo_values = {**values, "undone": str(commit.undoes)}
        return Problem(ProblemCode.CHANGE_IS_UNDO, values=undo_values)
    return Problem(ProblemCode.CHANGE_BY_FOLDER, values=values)
