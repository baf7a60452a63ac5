"""The least that can make rows of an index: enough to see whether one of them is stale.

What a catalog's rows say depends on its file and on everything on record of its jurisdiction, as
in `matrices.answers.index.build`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from matrices.catalogs.model import Catalog, Jurisdiction, Unit, UnitKind
from matrices.catalogs.registry import Registry
from matrices.catalogs.unknown_names import find_unknown_units
from matrices.diagnostics import Place, Problem

Rows = tuple[str, str, str]
Contents = dict[str, list[tuple[object, ...]]]


def create_schema(connection: sqlite3.Connection) -> None:
    for table in (
        "file (id INTEGER PRIMARY KEY, root INTEGER NOT NULL, path TEXT NOT NULL,"
        " position INTEGER NOT NULL, size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER,"
        " inode INTEGER, read_ns INTEGER, hash BLOB, is_registry INTEGER NOT NULL DEFAULT 0,"
        " bundled INTEGER NOT NULL DEFAULT 0)",
        "registry_part (file INTEGER, place INTEGER, name TEXT, full_name TEXT, record BLOB,"
        " places BLOB, PRIMARY KEY (file, place))",
        "claim (file INTEGER PRIMARY KEY, notice TEXT, jurisdiction TEXT)",
        "notice (file INTEGER PRIMARY KEY, code TEXT UNIQUE, text TEXT)",
        "trouble (file INTEGER, text TEXT)",
        "unit (jurisdiction TEXT, name TEXT)",
    ):
        connection.execute(f"CREATE TABLE {table}")


def store_registry(
    connection: sqlite3.Connection,
    file_id: int,
    jurisdictions: Sequence[Jurisdiction],
    problems: Iterable[Problem],
) -> None:
    _write_problems(connection, file_id, problems)
    connection.execute("DELETE FROM registry_part WHERE file = ?", (file_id,))
    connection.executemany(
        "INSERT INTO registry_part VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                file_id,
                place,
                j.name,
                j.full_name,
                "\n".join(f"{u.name} {u.kind} {' '.join(u.aliases)}" for u in j.units).encode(),
                repr([u.place.line for u in j.units]).encode(),
            )
            for place, j in enumerate(jurisdictions)
        ],
    )


def registry_of(connection: sqlite3.Connection, jurisdiction: str) -> Registry:
    rows = connection.execute(
        "SELECT f.bundled, p.full_name, p.record FROM registry_part p JOIN file f ON f.id = p.file"
        " WHERE p.name = ? ORDER BY f.position, p.place",
        (jurisdiction,),
    ).fetchall()
    is_own = any(not bundled for bundled, _, _ in rows)
    return Registry(
        Jurisdiction(
            jurisdiction,
            full_name,
            tuple(
                Unit(jurisdiction, name, UnitKind(kind), aliases=tuple(aliases))
                for name, kind, *aliases in map(str.split, record.decode().splitlines())
            ),
            Place(""),
        )
        for bundled, full_name, record in rows
        if not (is_own and bundled)
    )


def rebuild_jurisdiction(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("DELETE FROM unit WHERE jurisdiction = ?", (name,))
    record = registry_of(connection, name).jurisdictions.get(name)
    connection.executemany(
        "INSERT INTO unit VALUES (?, ?)", [(name, u.name) for u in record.units] if record else ()
    )


def jurisdictions_with_problems(connection: sqlite3.Connection) -> frozenset[str]:
    return frozenset()


def read_catalog(catalog: Catalog, registry: Registry, problems: Iterable[Problem]) -> Rows:
    found = [*problems, *find_unknown_units(catalog, registry)]
    units = [(unit.name, unit.aliases) for j in registry.jurisdictions.values() for unit in j.units]
    notice = catalog.notice
    tasks = [(task.id, task.title, [cell.text for cell in task.cells]) for task in catalog.tasks]
    text = repr((notice.title, tasks, units, [(p.name, p.place[1:], p.values) for p in found]))
    return notice.id, notice.jurisdiction, text


def write_catalog(connection: sqlite3.Connection, file_id: int, rows: Rows) -> None:
    notice, jurisdiction, text = rows
    connection.execute("DELETE FROM notice WHERE file = ?", (file_id,))
    connection.execute("DELETE FROM trouble WHERE file = ?", (file_id,))
    connection.execute(
        "INSERT OR REPLACE INTO claim VALUES (?, ?, ?)", (file_id, notice, jurisdiction)
    )
    (first,) = connection.execute(
        "SELECT c.file FROM claim c JOIN file f ON f.id = c.file WHERE c.notice = ?"
        " ORDER BY f.position LIMIT 1",
        (notice,),
    ).fetchone()
    if first == file_id:
        connection.execute("DELETE FROM notice WHERE code = ?", (notice,))
        connection.execute("INSERT INTO notice VALUES (?, ?, ?)", (file_id, notice, text))


def files_to_store_again(connection: sqlite3.Connection) -> list[int]:
    rows = connection.execute(
        "SELECT c.file FROM claim c JOIN file f ON f.id = c.file"
        " WHERE c.file NOT IN (SELECT file FROM notice) AND NOT EXISTS (SELECT 1 FROM claim d"
        " JOIN file g ON g.id = d.file WHERE d.notice = c.notice AND g.position < f.position)"
    )
    return [file_id for (file_id,) in rows]


def catalogs_of(connection: sqlite3.Connection, jurisdiction: str) -> list[int]:
    rows = connection.execute("SELECT file FROM claim WHERE jurisdiction = ?", (jurisdiction,))
    return [file_id for (file_id,) in rows]


def remove_file(connection: sqlite3.Connection, file_id: int) -> frozenset[str]:
    names = connection.execute("SELECT name FROM registry_part WHERE file = ?", (file_id,))
    held = frozenset(name for (name,) in names)
    for table in ("registry_part", "claim", "notice", "trouble"):
        connection.execute(f"DELETE FROM {table} WHERE file = ?", (file_id,))  # noqa: S608
    connection.execute("DELETE FROM file WHERE id = ?", (file_id,))
    return held


def _write_problems(
    connection: sqlite3.Connection, file_id: int, problems: Iterable[Problem]
) -> None:
    connection.execute("DELETE FROM trouble WHERE file = ?", (file_id,))
    connection.executemany(
        "INSERT INTO trouble VALUES (?, ?)",
        [(file_id, repr((p.name, p.place[1:], p.values))) for p in problems],
    )


def contents(connection: sqlite3.Connection) -> Contents:
    """All that an index says, by path instead of by number."""
    return {
        name: sorted(connection.execute(query).fetchall())
        for name, query in {
            "files": "SELECT root, path, position, hash, is_registry, bundled FROM file",
            "parts": "SELECT path, place, name, full_name, record, places"
            " FROM registry_part p JOIN file f ON f.id = p.file",
            "claims": "SELECT path, notice, jurisdiction FROM claim c JOIN file f ON f.id = c.file",
            "notices": "SELECT path, code, text FROM notice n JOIN file f ON f.id = n.file",
            "troubles": "SELECT path, text FROM trouble t JOIN file f ON f.id = t.file",
            "units": "SELECT jurisdiction, name FROM unit",
        }.items()
    }
