"""Writes the index as Parquet: what DuckDB and Spark read, and what a province sends to others.

DuckDB writes the files. The rows come out of SQLite through Python, since DuckDB's own reader of
SQLite is an extension that would have to be fetched.
"""

from __future__ import annotations

import marshal
import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from matrices.answers.index import schema
from matrices.answers.index.engine_of_extra import needed
from matrices.answers.index.manifest import (
    BY_JURISDICTION,
    BY_NOTICE,
    MANIFEST,
    NO_YEAR,
    NOTICE_BITS,
    NUMBER_BITS,
    WHOLE,
    Known,
    Manifest,
    Partition,
    columns,
    manifest_text,
    relative_path,
)
from matrices.diagnostics import MatrixError
from matrices.files.atomic import umask

if TYPE_CHECKING:
    import duckdb

Row = tuple[Any, ...]
ShownPath = Callable[[int, Any], str]
Report = Callable[[int, int], object]

_ROWS_AT_ONCE = 20_000
_ID_SHIFT = schema.PLACE_BITS + NOTICE_BITS
# where the id of a notice stands, the number of the export stands before it alone
_IDS = frozenset(
    ("id", "file", "jurisdiction", "unit", "host", "body", "other", "section", "task", "via")
)
_NOTICE_OF = {
    "notice": "x.id",
    "section": "x.notice",
    "task": "x.notice",
    **dict.fromkeys(
        ("task_text", "assignment", "reached", "overlap"), f"x.task >> {schema.PLACE_BITS}"
    ),
    **dict.fromkeys(
        ("unit_load", "without_members", "extended", "other_name"),
        f"x.section >> {schema.PLACE_BITS}",
    ),
}
_JURISDICTION_OF = {
    "jurisdiction": "x.id",
    "unit": "x.jurisdiction",
    "unit_name": "(SELECT u.jurisdiction FROM unit u WHERE u.id = x.unit)",
    "hosted": "x.jurisdiction",
    "link": "x.jurisdiction",
}


class Exported(NamedTuple):
    """What was written: how many files, how large, of how many notices."""

    notices: int
    files: int
    size: int
    generation: str


def export_parquet(
    connection: sqlite3.Connection,
    folder: Path,
    *,
    shown_path: ShownPath,
    force: bool = False,
    number: int | None = None,
    report: Report | None = None,
) -> Exported:
    """Write all notices of an index, and what their jurisdictions have on record, to a folder.

    The folder is there as a whole in the end, or as it was before. `shown_path` gives a file of
    the index as the user knows it; `force` replaces an export that is there. `number`, which
    tells its ids from those of others, is drawn unless it is given. `report` is told after every
    table how many of how many are written.
    Raises MatrixError without DuckDB, without notices, where the folder holds anything else or
    cannot be written.
    """
    duckdb = needed("duckdb", "duckdb")
    target = Path(os.path.realpath(folder))
    refuse_taken(folder, force=force)
    stage = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".zeren-", dir=target.parent))
        work = stage / "work"
        new = stage / "new"
        work.mkdir()
        new.mkdir()
        with closing(duckdb.connect(config={"temp_directory": str(work / "spill")})) as writer:
            written = _Writer(
                connection, writer, work, new, shown_path,
                secrets.randbits(NUMBER_BITS) if number is None else number,
            )  # fmt: skip
            manifest = written.write(report)
        (new / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
        new.chmod(0o777 & ~umask())
        _swap_in(new, target, stage)
    except (OSError, duckdb.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MatrixError("error.cannot-write", path=str(folder), reason=reason) from error
    finally:
        if stage is not None:
            shutil.rmtree(stage, ignore_errors=True)
    sizes = [size for partition in manifest.partitions for size in partition.sizes.values()]
    return Exported(len(manifest.notices), len(sizes), sum(sizes), manifest.generation)


def refuse_taken(folder: Path, *, force: bool) -> None:
    """Raise MatrixError where a folder holds anything but an export that may be replaced."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise MatrixError("error.export-folder-taken", path=str(folder))
    if (folder / MANIFEST).is_file():
        if not force:
            raise MatrixError("error.file-exists", path=str(folder))
    elif any(folder.iterdir()):
        raise MatrixError("error.export-folder-taken", path=str(folder))


def _swap_in(new: Path, target: Path, stage: Path) -> None:
    """Put the new folder in the place of the old one, which is removed with the stage."""
    old = stage / "old"
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            with suppress(OSError):
                old.rename(target)
        raise


class _Writer:
    """One export: sorts the rows into partitions and has DuckDB write them."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        writer: duckdb.DuckDBPyConnection,
        work: Path,
        folder: Path,
        shown_path: ShownPath,
        number: int,
    ) -> None:
        self._connection = connection
        self._writer = writer
        self._work = work
        self._folder = folder
        self._shown_path = shown_path
        self._number = number
        self._partitions: dict[tuple[str, str], int] = {}
        self._sizes: dict[int, dict[str, int]] = {}
        self._sum = blake2b(digest_size=16)

    def write(self, report: Report | None) -> Manifest:
        """Write every table; returns the manifest, which is still to be written."""
        self._connection.execute(
            "CREATE TEMP TABLE part_of_notice (id INTEGER PRIMARY KEY, part INTEGER)"
        )
        self._connection.execute(
            "CREATE TEMP TABLE part_of_jurisdiction"
            " (id INTEGER PRIMARY KEY, part INTEGER, has_notices INTEGER)"
        )
        try:
            notices = self._sort_notices()
            jurisdictions = self._sort_jurisdictions()
            tables = (*BY_NOTICE, *BY_JURISDICTION, *WHOLE)
            for done, table in enumerate(tables, 1):
                self._write_table(table)
                if report is not None:
                    report(done, len(tables))
        finally:
            self._connection.execute("DROP TABLE temp.part_of_notice")
            self._connection.execute("DROP TABLE temp.part_of_jurisdiction")
        return Manifest(
            self._sum.hexdigest(),
            self._number,
            _version(),
            datetime.now(UTC).isoformat(timespec="seconds"),
            jurisdictions,
            notices,
            tuple(
                Partition(place, year, self._sizes[part])
                for (place, year), part in self._partitions.items()
                if part in self._sizes
            ),
        )

    def _part(self, place: str = "", year: str = "") -> int:
        return self._partitions.setdefault((place, year), len(self._partitions))

    def _sort_notices(self) -> tuple[str, ...]:
        """Give every notice its partition; returns the ids of notices."""
        rows = self._connection.execute(
            "SELECT n.id, n.code, n.period, n.issued, COALESCE(NULLIF(j.within, ''), j.name)"
            " FROM notice n JOIN jurisdiction j ON j.id = n.jurisdiction"
            " JOIN file f ON f.id = n.file ORDER BY f.position"
        ).fetchall()
        if not rows:
            raise MatrixError("error.nothing-to-export")
        if max(row[0] for row in rows) >= 1 << NOTICE_BITS:
            raise OverflowError
        self._connection.executemany(
            "INSERT INTO part_of_notice VALUES (?, ?)",
            [
                (number, self._part(place, year_of(period) or year_of(issued) or NO_YEAR))
                for number, _, period, issued, place in rows
            ],
        )
        return tuple(row[1] for row in rows)

    def _sort_jurisdictions(self) -> tuple[Known, ...]:
        """Give every jurisdiction its partition: those without notices keep their names only."""
        rows = self._connection.execute(
            "SELECT j.id, j.name, j.short_name, j.full_name,"
            " EXISTS (SELECT 1 FROM notice n WHERE n.jurisdiction = j.id),"
            " COALESCE(NULLIF(j.within, ''), j.name)"
            " FROM jurisdiction j ORDER BY j.name"
        ).fetchall()
        self._connection.executemany(
            "INSERT INTO part_of_jurisdiction VALUES (?, ?, ?)",
            [
                (number, self._part(place) if has_notices else self._part(), has_notices)
                for number, *_, has_notices, place in rows
            ],
        )
        return tuple(
            Known(number + (self._number << _ID_SHIFT), name, short, full, bool(has_notices))
            for number, name, short, full, has_notices, _ in rows
        )

    def _rows_of(self, table: str) -> Iterator[Row]:
        """The rows of a table with their partitions in front."""
        names = [name for name, _ in columns()[table]]
        if table == "file":
            for number, root, path, position in self._connection.execute(
                "SELECT id, root, path, position FROM file ORDER BY position"
            ):
                shown = self._shown_path(root, path)
                yield self._part(), number, -1, _as_text(shown), position
            return
        taken = ", ".join(f"x.{name}" for name in names)
        if table in BY_NOTICE:
            source = f"{table} x JOIN temp.part_of_notice p ON p.id = {_NOTICE_OF[table]}"
            part = "p.part"
        elif table in BY_JURISDICTION:
            source = (
                f"{table} x JOIN temp.part_of_jurisdiction p ON p.id = {_JURISDICTION_OF[table]}"
            )
            # nobody asks for units of a jurisdiction without notices
            if table != "jurisdiction":
                source += " AND p.has_notices = 1"
            part = "p.part"
        else:
            source, part = f"{table} x", str(self._part())
        yield from self._connection.execute(f"SELECT {part}, {taken} FROM {source}")  # noqa: S608

    def _write_table(self, table: str) -> None:
        kinds = [("part", "INTEGER"), *columns()[table]]
        typed = ", ".join(f'"{name}" {duckdb_type(kind)}' for name, kind in kinds)
        self._writer.execute(f"CREATE TABLE rows ({typed})")
        lists = ", ".join(f"UNNEST(?::{duckdb_type(kind)}[])" for _, kind in kinds)
        self._sum.update(table.encode())
        for rows in _batches(self._rows_of(table)):
            self._sum.update(marshal.dumps(rows, 2))
            values = [list(column) for column in zip(*rows, strict=True)]
            self._writer.execute(f"INSERT INTO rows SELECT {lists}", values)
        self._copy(table)
        self._writer.execute("DROP TABLE rows")

    def _copy(self, table: str) -> None:
        taken = ", ".join(self._shifted(table, *column) for column in columns()[table])
        parts = self._writer.execute("SELECT DISTINCT part FROM rows ORDER BY part").fetchall()
        names = {part: name for name, part in self._partitions.items()}
        for (part,) in parts:
            partition = Partition(*names[part], {})
            path = self._folder / relative_path(table, partition)
            path.parent.mkdir(parents=True, exist_ok=True)
            quoted = str(path).replace("'", "''")
            self._writer.execute(
                f"COPY (SELECT {taken} FROM rows WHERE part = {int(part)})"  # noqa: S608
                f" TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)"
            )
            self._sizes.setdefault(part, {})[table] = path.stat().st_size

    def _shifted(self, table: str, name: str, kind: str) -> str:
        """A column, with the number of the export before the ids in it."""
        shift = 0
        if kind == "INTEGER" and (name == "notice" or (table, name) == ("notice", "id")):
            shift = self._number << NOTICE_BITS
        elif kind == "INTEGER" and name in _IDS:
            shift = self._number << _ID_SHIFT
        if not shift:
            return f'"{name}"'
        # 0 stands for none
        return f'CASE WHEN "{name}" = 0 THEN 0 ELSE "{name}" + {shift} END AS "{name}"'


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("zeren")
    except PackageNotFoundError:  # a checkout that nobody installed
        return ""


def duckdb_type(kind: str) -> str:
    """The type that DuckDB has for one of SQLite's; Spark knows it as BIGINT or STRING."""
    return "BIGINT" if kind == "INTEGER" else "VARCHAR"


def year_of(period: str) -> str:
    """The first year of a period or date, "" where it does not begin with one."""
    return period[:4] if period[:4].isdecimal() and len(period) >= 4 else ""


def _as_text(path: str) -> str:
    """A path that may hold bytes of another encoding, as something that can be shown."""
    return path.encode("utf-8", "backslashreplace").decode()


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
