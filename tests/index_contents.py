"""All that an index says, with names instead of numbers, so that two of them can be compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from matrices.answers.index.schema import PLACE_BITS

Contents = dict[str, list[tuple[object, ...]]]

# what a column's number stands for, by the table whose `id` it is
_MEANS = {
    "other": "unit", "body": "unit", "host": "unit", "via": "unit",
    **{name: name for name in ("file", "jurisdiction", "unit", "notice", "section", "task")},
}  # fmt: skip
# how a file was when it was read is not what it says
_LEFT_OUT = {
    *(("file", column) for column in ("size", "mtime_ns", "ctime_ns", "inode", "read_ns")),
    ("problem", "jurisdiction"),  # any of those that bear the name
}


def contents(connection: sqlite3.Connection) -> Contents:
    """Every row of every table, sorted; without units that nothing names or has on record.

    No answer speaks of those: they stay behind when a catalog names them no more.
    """
    names = _names(connection)
    left = _left_behind(connection)
    tables = [
        str(name)
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if name != "about"
    ]
    found: Contents = {}
    for table in tables:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        column_left, gone = left.get(table, (0, set()))
        meanings = [_MEANS.get(table if column == "id" else column, "") for column in columns]
        found[table] = sorted(
            (
                tuple(
                    names[meaning](value) if meaning and isinstance(value, int) else value
                    for column, meaning, value in zip(columns, meanings, row, strict=True)
                    if (table, column) not in _LEFT_OUT
                )
                for row in rows
                if row[column_left] not in gone
            ),
            key=repr,
        )
    return found


def _left_behind(connection: sqlite3.Connection) -> dict[str, tuple[int, set[object]]]:
    """Rows to leave out: by table the place of a column, and its values."""

    def numbers(query: str) -> set[object]:
        return {number for (number,) in connection.execute(query)}

    used = numbers(
        "SELECT unit FROM assignment UNION SELECT unit FROM reached UNION SELECT via FROM reached"
        " UNION SELECT unit FROM other_name"
        " UNION SELECT unit FROM unit_load UNION SELECT unit FROM without_members"
        " UNION SELECT unit FROM link UNION SELECT other FROM link"
        " UNION SELECT unit FROM hosted UNION SELECT body FROM hosted"
        " UNION SELECT id FROM unit WHERE on_record = 1"
    )
    hosts = dict(connection.execute("SELECT id, host FROM unit"))
    units = hosts.keys() - used - {hosts[unit] for unit in used if unit}
    jurisdictions = numbers(
        "SELECT id FROM jurisdiction WHERE on_record = 0 EXCEPT SELECT jurisdiction FROM notice"
    )
    return {"unit": (0, units), "unit_name": (1, units), "jurisdiction": (0, jurisdictions)}


def _names(connection: sqlite3.Connection) -> Mapping[str, Callable[[int], object]]:
    def of(query: str) -> dict[int, object]:
        return {number: name for number, *name in connection.execute(query)}

    files = of("SELECT id, root, path FROM file")
    jurisdictions = of("SELECT id, name FROM jurisdiction")
    units = of("SELECT u.id, j.name, u.name FROM unit u JOIN jurisdiction j ON j.id = jurisdiction")
    notices = of("SELECT id, code FROM notice")

    def placed(number: int) -> object:
        return notices[number >> PLACE_BITS], number & ((1 << PLACE_BITS) - 1)

    return {
        "file": files.__getitem__,
        "jurisdiction": lambda number: number and jurisdictions[number],
        "unit": lambda number: number and units[number],
        "notice": notices.__getitem__,
        "section": placed,
        "task": placed,
    }
