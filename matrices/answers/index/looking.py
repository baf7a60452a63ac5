"""Looking at an index: what its file is found to be, without changing it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from matrices.answers.index.freshness import Data, FileKey, doubts, holds, stored_keys
from matrices.answers.index.location import program_stamp
from matrices.answers.index.schema import IndexConnection

# "zern"; written last, when everything else of a new index is in place
APPLICATION_ID = 0x7A65726E
_MAGIC = b"SQLite format 3\0"
_BUSY_SECONDS = 1.0  # somebody's commit takes milliseconds


class State(Enum):
    """What an index is found to be."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"
    OTHER = "other"  # of another zeren or of other data
    DAMAGED = "damaged"
    FOREIGN = "foreign"  # somebody else's database
    UNREADABLE = "unreadable"


def look(
    path: Path, data: Data, files: Sequence[FileKey]
) -> tuple[State, sqlite3.Connection | None]:
    """What a file is to this data, and a connection to it where it is its index.

    The connection reads one state of the file, whoever writes meanwhile.
    """
    connection = None
    try:
        size = path.stat().st_size
        if size == 0:
            return State.MISSING, None
        connection = connect(path, "ro", _BUSY_SECONDS)
        connection.execute("BEGIN")
        state = _whose(connection, size, data)
        if state is State.STALE:
            return _freshness(connection, data, files), connection
    except FileNotFoundError:
        return State.MISSING, None
    except OSError:
        state = State.UNREADABLE
    except sqlite3.Error as error:
        state = _state_of(error)
    if connection is not None:
        connection.close()
    return state, None


def _whose(connection: sqlite3.Connection, size: int, data: Data) -> State:
    """Whose database it is: stale, that is to say ours, for the time being."""
    if _value(connection, "PRAGMA application_id") != APPLICATION_ID:
        return State.FOREIGN if _value(connection, "SELECT 1 FROM sqlite_schema") else State.OTHER
    # SQLite notices that the end is missing only when it gets there
    if _value(connection, "PRAGMA page_count") * _value(connection, "PRAGMA page_size") != size:
        return State.DAMAGED
    found = dict(connection.execute("SELECT name, value FROM about"))
    return State.STALE if found == about(data) else State.OTHER


def about(data: Data) -> dict[str, str]:
    """What an index says about itself: which data it holds, and which zeren made it."""
    return {"data": data.description, "program": program_stamp()}


def _freshness(connection: sqlite3.Connection, data: Data, files: Sequence[FileKey]) -> State:
    rows = connection.execute(
        "SELECT root, path, size, mtime_ns, ctime_ns, inode, bundled FROM file ORDER BY position"
    ).fetchall()
    if rows != files and stored_keys(connection) != files:
        return State.STALE
    return State.FRESH if all(holds(data, d) for d in doubts(connection)) else State.STALE


def is_foreign(path: Path) -> bool:
    """Tell whether a file is a database that is no index; raises OSError."""
    with path.open("rb") as file:
        head = file.read(100)
    return head[:16] == _MAGIC and int.from_bytes(head[68:72]) != APPLICATION_ID


def is_sound(connection: sqlite3.Connection) -> bool:
    """Tell whether every page of an index is whole; reads all of it."""
    try:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError:
        return False
    # SQLite 3.40 takes values for NULL in tables without rowid; pages that are lost it tells first
    return found == "ok" or str(found).startswith("NULL value in ")


def _value(connection: sqlite3.Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def connect(path: Path, mode: str, seconds: float) -> sqlite3.Connection:
    """Open a database that is there, "ro" or "rw", waiting for others as long as `seconds`."""
    return sqlite3.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=seconds,
        factory=IndexConnection,
    )


def _state_of(error: sqlite3.Error) -> State:
    if is_damage(error):
        return State.DAMAGED
    # a table that is not there
    return State.OTHER if code_of(error) == sqlite3.SQLITE_ERROR else State.UNREADABLE


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether an error means that the file is no longer what was written."""
    return code_of(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether an error means that somebody else works on the file."""
    return code_of(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def code_of(error: sqlite3.Error) -> int:
    """The kind of an error, without its details."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
