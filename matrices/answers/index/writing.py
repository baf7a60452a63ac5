"""Writing an index: one writer at a time, whole or not at all, whatever happens to it.

A full build goes into a temporary file that takes the place of the old one; a refresh is one
transaction. Whoever does either holds a lock beside the index: a file that is replaced while
somebody writes into it would be repaired with the wrong journal.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from matrices.answers.index.freshness import Data, FileKey, stored_keys
from matrices.answers.index.looking import (
    APPLICATION_ID,
    State,
    about,
    code_of,
    connect,
    is_busy,
    is_damage,
    is_sound,
    look,
)
from matrices.answers.index.reading import Builder
from matrices.answers.index.refreshing import Refresh
from matrices.answers.index.schema import IndexConnection
from matrices.catalogs.collector import without_garbage_collection

Report = Callable[[int, int], object]

_ABOUT = "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
_LOCK, _JOURNAL, _NEW = ".lock", "-journal", ".new"
# SQLite waits without looking at Ctrl-C: it is let wait for moments only
_MOMENT = 0.1
# where more of the files changed, a new index takes less time than a refresh
_SHARE_TO_REFRESH = 0.5
_CANNOT_WRITE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


@contextmanager
def lock(path: Path, seconds: float) -> Iterator[None]:
    """Be the only one who writes this index.

    The lock is one of SQLite's, on an empty database beside the index: it works wherever the
    index does, and ends with the process that holds it. The file stays, since somebody may
    be waiting for it. Raises sqlite3.OperationalError where it is not to be had in time.
    """
    place = path.with_name(path.name + _LOCK)
    try:
        connection = _locked(place, seconds)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        place.unlink()
        connection = _locked(place, seconds)
    with closing(connection):
        yield


def _locked(place: Path, seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        place, isolation_level=None, timeout=_MOMENT, factory=IndexConnection
    )
    try:
        _patiently(connection, "BEGIN IMMEDIATE", seconds)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _patiently(connection: sqlite3.Connection, statement: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() >= end:
                raise
        else:
            return


# The following are called by whoever holds the lock


def recover(path: Path) -> None:
    """Undo what somebody left half done, as SQLite does for whoever may write."""
    if not _beside(path, _JOURNAL).exists():
        return
    with suppress(sqlite3.Error), closing(connect(path, "rw", _MOMENT)) as connection:
        connection.execute("BEGIN IMMEDIATE")


def refresh(
    path: Path,
    data: Data,
    files: Sequence[FileKey],
    builder: Builder,
    report: Report | None,
    seconds: float,
) -> bool:
    """Bring an index up to the files; tell whether it could be.

    False means that it is better built anew: much changed, or it is damaged. Raises
    sqlite3.Error where the disk is full or somebody reads for too long, and MatrixError where
    a file cannot be read; the index then stays as it was.
    """
    with closing(connect(path, "rw", _MOMENT)) as connection:
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            # pages written before the end would lock readers out for the whole time
            connection.execute("PRAGMA cache_spill = OFF")
            connection.execute("BEGIN IMMEDIATE")
            if _share_changed(connection, files) > _SHARE_TO_REFRESH:
                return False
            with without_garbage_collection():
                Refresh(connection, builder, data, report).run(files)
            _patiently(connection, "COMMIT", seconds)
        except sqlite3.Error as error:
            if is_busy(error) or code_of(error) in _CANNOT_WRITE:
                raise
            return False
    return True


def _share_changed(connection: sqlite3.Connection, files: Sequence[FileKey]) -> float:
    kept = set(stored_keys(connection)).intersection(files)
    return 1 - len(kept) / len(files)


def build(
    path: Path, data: Data, files: Sequence[FileKey], builder: Builder, report: Report | None
) -> None:
    """Build an index and put it in the place of whatever is there.

    Raises OSError or sqlite3.Error where it cannot be written, MatrixError where a file cannot be
    read; what is there then stays as it was.
    """
    with _new_file(path) as connection:
        fill(connection, data, files, builder, report)


def put_refreshed_copy(
    path: Path, data: Data, files: Sequence[FileKey], builder: Builder, report: Report | None
) -> None:
    """Put a copy that was brought up to the files in the place of an index that somebody reads.

    Whoever reads the old file goes on with it. Raises as `build` does.
    """
    with _new_file(path) as connection:
        if not copy(path, connection, data, files, builder, report):
            raise sqlite3.DatabaseError(f"{path}: backup")


@contextmanager
def _new_file(path: Path) -> Iterator[sqlite3.Connection]:
    """A database that takes the place of an index in the end, unless an error is raised."""
    _remove_leftovers(path)
    handle, name = tempfile.mkstemp(_NEW, f"{path.name}.", path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        with closing(connect(temporary, "rw", 0)) as connection:
            # nobody else sees the file, and nobody goes on with a part of it
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            yield connection
            if not is_sound(connection):
                raise sqlite3.DatabaseError(f"{name}: quick_check")
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        if _beside(path, _JOURNAL).exists():
            # what it would undo is beyond repair, and it must not be taken for the new file's
            path.unlink(missing_ok=True)
            _beside(path, _JOURNAL).unlink()
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def fill(
    connection: sqlite3.Connection,
    data: Data,
    files: Sequence[FileKey],
    builder: Builder,
    report: Report | None,
) -> None:
    """Make the tables of an index and fill them, in one transaction."""
    connection.execute("BEGIN")
    builder.create_schema(connection)
    connection.execute(_ABOUT)
    connection.executemany("INSERT INTO about VALUES (?, ?)", about(data).items())
    with without_garbage_collection():
        Refresh(connection, builder, data, report).run(files)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("COMMIT")


def copy(
    path: Path,
    connection: sqlite3.Connection,
    data: Data,
    files: Sequence[FileKey],
    builder: Builder,
    report: Report | None,
) -> bool:
    """Copy an index that cannot be written and refresh the copy; tell whether it could be."""
    try:
        state, source = look(path, data, files)
        if source is None or state not in (State.FRESH, State.STALE):
            return False
        with closing(source):
            source.backup(connection)
        connection.execute("BEGIN")
        with without_garbage_collection():
            Refresh(connection, builder, data, report).run(files)
        connection.execute("COMMIT")
    except sqlite3.Error:
        return False
    return True


def remove(path: Path) -> None:
    """Remove an index with all that belongs to it; raises OSError."""
    _remove_leftovers(path)
    path.unlink(missing_ok=True)  # before its journal: readers must not see it half done
    _beside(path, _JOURNAL).unlink(missing_ok=True)


def _remove_leftovers(path: Path) -> None:
    """Remove what builders left who were killed; a living one would hold the lock."""
    for left in path.parent.iterdir():
        if left.name.startswith(f"{path.name}.") and left.name.endswith((_NEW, _NEW + _JOURNAL)):
            left.unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
