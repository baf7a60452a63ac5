"""DuckDB over exported folders: for reports about everything, where it is the fastest."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matrices.answers.index.engine_of_extra import needed
from matrices.answers.index.engines import ALL_OF, ASKED, Row, Value, asked_columns, text_of
from matrices.answers.index.manifest import (
    FILE_POSITIONS,
    Export,
    columns,
    names_apart,
    repeated_jurisdictions,
)
from matrices.diagnostics import MatrixError

if TYPE_CHECKING:
    import duckdb

_TYPES = {"INTEGER": "BIGINT", "TEXT": "VARCHAR"}
_RENAMED = [("id", "INTEGER"), ("name", "TEXT")]


class DuckdbEngine:
    """Exports as tables of DuckDB, which reads of them what a question needs.

    `memory` is the most it takes (``2GB``), more goes to the folder for temporary files;
    `threads` is how many cores it uses. Both are as DuckDB likes it unless given.
    """

    def __init__(self, exports: Sequence[Export], *, memory: str = "", threads: int = 0) -> None:
        self._duckdb = needed("duckdb", "duckdb")
        settings: dict[str, str | int | bool] = {
            # made when it is needed, and removed with the connection
            "temp_directory": str(Path(tempfile.gettempdir(), f"zeren-{secrets.token_hex(8)}")),
            # every text says its order
            "preserve_insertion_order": False,
            # nothing is ever fetched
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if memory:
            settings["memory_limit"] = memory
        if threads:
            settings["threads"] = threads
        try:
            self.connection: duckdb.DuckDBPyConnection = self._duckdb.connect(config=settings)
            self._fill("renamed", _RENAMED, names_apart(exports).items())
            for table in columns():
                self.connection.execute(f"CREATE TEMP VIEW {table} AS {_view(table, exports)}")
        except self._duckdb.Error as error:
            raise _failed(error) from error
        self._is_view = dict.fromkeys(ASKED, False)
        for table in ASKED:
            self.fill(table, ())

    def rows(self, text: str, parameters: Mapping[str, Value]) -> list[Row]:
        """What the text of this name finds."""
        statement, named = text_of(text, "duckdb")
        taken = {name: parameters[name] for name in named}
        try:
            return self.connection.execute(statement, taken).fetchall()
        except self._duckdb.Error as error:
            raise _failed(error) from error

    def fill(self, table: str, rows: Iterable[Row]) -> None:
        """Give an asked table these rows and no others."""
        self._drop(table)
        self._fill(table, asked_columns(table), rows)

    def _fill(self, table: str, names: list[tuple[str, str]], rows: Iterable[Row]) -> None:
        typed = ", ".join(f"{name} {_TYPES[kind]}" for name, kind in names)
        self.connection.execute(f"CREATE TEMP TABLE {table} ({typed})")
        values = [list(column) for column in zip(*dict.fromkeys(rows), strict=True)]
        if values:
            lists = ", ".join(f"UNNEST(?::{_TYPES[kind]}[])" for _, kind in names)
            self.connection.execute(f"INSERT INTO {table} SELECT {lists}", values)

    def fill_with_all(self, table: str) -> None:
        """Give an asked table everything there is."""
        self._drop(table)
        self.connection.execute(f"CREATE TEMP VIEW {table} AS {ALL_OF[table]}")
        self._is_view[table] = True

    def _drop(self, table: str) -> None:
        kind = "VIEW" if self._is_view.pop(table, False) else "TABLE"
        self.connection.execute(f"DROP {kind} IF EXISTS temp.{table}")

    def path(self, root: int, path: str | bytes) -> str:
        """The path of a file as who exported it knew it."""
        return os.fsdecode(path)

    def close(self) -> None:
        """Let go of the files and of the memory."""
        self.connection.close()


def _view(table: str, exports: Sequence[Export]) -> str:
    """The rows of a table in all exports."""
    names = ", ".join(f'"{name}"' for name, _ in columns()[table])
    if table == "file":
        moved = names.replace('"position"', 'position + {} AS "position"')
        found = [
            f"SELECT {moved.format(place * FILE_POSITIONS)} FROM {_read(export.files(table))}"  # noqa: S608
            for place, export in enumerate(exports)
        ]
        return " UNION ALL ".join(found)
    files = [file for export in exports for file in export.files(table)]
    if not files:
        empty = ", ".join(f'CAST(NULL AS {_TYPES[kind]}) AS "{n}"' for n, kind in columns()[table])
        return f"SELECT {empty} WHERE 1 = 0"
    if table == "jurisdiction":
        repeated = ", ".join(map(str, [-1, *repeated_jurisdictions(exports)]))
        renamed = names.replace(
            '"name"', 'COALESCE((SELECT r.name FROM renamed r WHERE r.id = j.id), j.name) AS "name"'
        )
        return f"SELECT {renamed} FROM {_read(files)} j WHERE j.id NOT IN ({repeated})"  # noqa: S608
    return f"SELECT {names} FROM {_read(files)}"  # noqa: S608


def _read(files: Iterable[Path]) -> str:
    quoted = ", ".join("'" + _literal(str(file)).replace("'", "''") + "'" for file in files)
    return f"read_parquet([{quoted}], hive_partitioning = false)"


def _literal(path: str) -> str:
    """A path that DuckDB does not take for a pattern."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in path)


def _failed(error: Exception) -> MatrixError:
    reason = str(error).partition("\n")[0]
    return MatrixError("error.engine-failed", engine="DuckDB", reason=reason)
