"""Engines: what runs the named texts over the tables; SQLite, which is always there."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

Row = tuple[Any, ...]
Value = str | int

_TEXTS = os.path.join(os.path.dirname(__file__), "sql")  # noqa: PTH118, PTH120 - pathlib costs
_PARAMETER = re.compile(r"[:$]([a-z_]+)")
_COLUMN = r"(\w+) (INTEGER|TEXT)"
# what a question asks about is told in tables, for a text cannot take a list
ASKED = {
    "asked_notice": "notice INTEGER PRIMARY KEY, position INTEGER, jurisdiction INTEGER",
    "asked_section": "section INTEGER PRIMARY KEY",
    "asked_unit": "unit INTEGER PRIMARY KEY",
    "asked_holder": "jurisdiction INTEGER, kind INTEGER, unit INTEGER,"
    " PRIMARY KEY (jurisdiction, kind, unit)",
    "asked_task": "task INTEGER PRIMARY KEY",
    "asked_pair": "first INTEGER, second INTEGER, PRIMARY KEY (first, second)",
    "asked_word": "word TEXT PRIMARY KEY, lines INTEGER",
    "asked_kind": "kind TEXT PRIMARY KEY",
}
# the tables of a question about everything are views
ALL_OF = {
    "asked_notice": "SELECT n.id AS notice, f.position AS position, n.jurisdiction AS jurisdiction"
    " FROM notice n JOIN file f ON f.id = n.file",
    "asked_section": "SELECT id AS section FROM section",
}


class Engine(Protocol):
    """Runs the texts of `sql/` over the tables of the index."""

    def rows(self, text: str, parameters: Mapping[str, Value]) -> list[Row]:
        """What the text of this name finds; it takes of the parameters what it names."""

    def fill(self, table: str, rows: Iterable[Row]) -> None:
        """Give a table of `ASKED` these rows and no others."""

    def fill_with_all(self, table: str) -> None:
        """Give a table of `ALL_OF` everything there is."""

    def path(self, root: int, path: str | bytes) -> str:
        """The path of a file as the user knows it."""


@cache
def text_of(name: str, dialect: str = "") -> tuple[str, frozenset[str]]:
    """The text of this name, and the parameters that it names.

    `dialect` takes its translation for another engine.
    Raises FileNotFoundError for a name that there is no text of: a fault of the program.
    """
    with open(os.path.join(_TEXTS, dialect, f"{name}.sql"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
        text = file.read()
    return text, frozenset(_PARAMETER.findall(text))


def asked_columns(table: str) -> list[tuple[str, str]]:
    """The columns of an asked table with their types."""
    return re.findall(_COLUMN, ASKED[table])


def storable(value: Value) -> Value:
    """A value that a table can hold: what a console could not decode stands for nothing there."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode()
    return value


class SqliteEngine:
    """The index in an SQLite file or in memory; `roots` are the paths that files lie in."""

    def __init__(self, connection: sqlite3.Connection, roots: Sequence[str] = ()) -> None:
        self.connection = connection
        self._roots = tuple(roots)
        connection.execute("PRAGMA temp_store = MEMORY")
        for table in ASKED:
            self.fill(table, ())

    def rows(self, text: str, parameters: Mapping[str, Value]) -> list[Row]:
        """What the text of this name finds."""
        statement, named = text_of(text)
        taken = {name: storable(parameters[name]) for name in named}
        return self.connection.execute(statement, taken).fetchall()

    def fill(self, table: str, rows: Iterable[Row]) -> None:
        """Give an asked table these rows and no others."""
        self._drop(table)
        self.connection.execute(f"CREATE TEMP TABLE {table} ({ASKED[table]}) WITHOUT ROWID")
        marks = ", ".join("?" * (ASKED[table].count(" INTEGER") + ASKED[table].count(" TEXT")))
        self.connection.executemany(
            f"INSERT OR IGNORE INTO {table} VALUES ({marks})",  # noqa: S608
            [tuple(map(storable, row)) for row in rows],
        )

    def fill_with_all(self, table: str) -> None:
        """Give an asked table everything there is."""
        self._drop(table)
        self.connection.execute(f"CREATE TEMP VIEW {table} AS {ALL_OF[table]}")

    def _drop(self, table: str) -> None:
        kinds = self.connection.execute(
            "SELECT type FROM temp.sqlite_master WHERE name = ?", (table,)
        ).fetchall()
        for (kind,) in kinds:
            self.connection.execute(f"DROP {kind} temp.{table}")

    def path(self, root: int, path: str | bytes) -> str:
        """The path of a file as the user knows it."""
        path = os.fsdecode(path)  # a name in another encoding than UTF-8 is stored as bytes
        if root < 0:
            return path
        return os.path.join(self._roots[root], path) if path else self._roots[root]  # noqa: PTH118
