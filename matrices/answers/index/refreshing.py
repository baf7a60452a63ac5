"""Refreshing: brings the rows of an index up to the files, reading only what has to be read.

A file has to be read when it changed, and besides

* a catalog when the record of its jurisdiction says something else: it tells whom names mean;
* a catalog when the file before it with the same notice went: of several the first one counts.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from matrices.answers.index.freshness import (
    Data,
    FileKey,
    content_sum,
    doubts,
    now_ns,
    stored_name,
)
from matrices.answers.index.reading import (
    Builder,
    FileContent,
    FileToRead,
    Reader,
    may_be_registry,
)
from matrices.catalogs.locations import UNREADABLE

Report = Callable[[int, int], object]
_Record = tuple[tuple[int, str, bytes], ...]


class Refresh:
    """One run over the files, within one transaction of the caller.

    Use as ``Refresh(connection, builder, data, report).run(files)``. `report` is told after
    every file how many of how many are read.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        builder: Builder,
        data: Data,
        report: Report | None = None,
    ) -> None:
        self._connection = connection
        self._builder = builder
        self._data = data
        self._report = report
        self._reader = Reader(builder, connection)
        self._done = self._expected = 0
        self._keys: dict[int, FileKey] = {}
        self._position: dict[int, int] = {}
        # jurisdictions of registries that were read or went, be their record another or not
        self._touched: set[str] = set()
        self._wrong: frozenset[str] = frozenset()

    def run(self, files: Sequence[FileKey]) -> None:
        """Bring the index to these files.

        Raises MatrixError where a file cannot be read, sqlite3.Error where the index cannot
        be written or turns out damaged; the caller then rolls back.
        """
        records = self._records()
        self._wrong = self._builder.jurisdictions_with_problems(self._connection)
        changed = self._take_files(files)
        self._expected = len(changed)
        waiting = self._store_registries(changed)
        while True:
            before, records = records, self._records()
            waiting |= self._rebuild(before, records)
            waiting.update(self._builder.files_to_store_again(self._connection))
            if not waiting:
                return
            self._store_catalogs(waiting)
            waiting = set()

    def _records(self) -> dict[str, _Record]:
        """What the registries say of each jurisdiction, part by part, without their lines."""
        found: dict[str, list[tuple[int, str, bytes]]] = defaultdict(list)
        for name, *part in self._connection.execute(
            "SELECT p.name, f.bundled, p.full_name, p.record FROM registry_part p"
            " JOIN file f ON f.id = p.file ORDER BY f.position, p.place"
        ):
            found[name].append(tuple(part))
        return {name: tuple(parts) for name, parts in found.items()}

    # which files

    def _take_files(self, files: Sequence[FileKey]) -> set[int]:
        """Take the files for those of the index, and forget what gone and changed ones held.

        Returns the files that have to be read.
        """
        stored: dict[tuple[int, str, int], tuple[int, int, bytes, FileKey]] = {}
        for file, position, content, root, name, *rest in self._connection.execute(
            "SELECT id, position, hash, root, path, size, mtime_ns, ctime_ns, inode, bundled"
            " FROM file"
        ):
            key = FileKey(root, os.fsdecode(name), *rest)
            stored[key.root, key.name, key.bundled] = (file, position, content, key)
        doubtful = {doubt.id for doubt in doubts(self._connection)}
        next_id = max((file for file, *_ in stored.values()), default=0) + 1
        changed: set[int] = set()
        for position, key in enumerate(files):
            known = stored.pop((key.root, key.name, key.bundled), None)
            if known is None:
                file, next_id = next_id, next_id + 1
            else:
                file, old_position, content, old_key = known
                if old_position != position:
                    self._connection.execute(
                        "UPDATE file SET position = ? WHERE id = ?", (position, file)
                    )
            self._keys[file] = key
            self._position[file] = position
            if known is None:
                self._add_row(file)
                changed.add(file)
            elif (old_key != key or file in doubtful) and self._is_other(file, key, content):
                self._forget(file)
                changed.add(file)
        for file, *_ in stored.values():
            self._touched |= self._builder.remove_file(self._connection, file)
        return changed

    def _add_row(self, file: int) -> None:
        root, name, *rest = self._keys[file]
        self._connection.execute(
            "INSERT INTO file"
            " (id, position, root, path, size, mtime_ns, ctime_ns, inode, bundled)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (file, self._position[file], root, stored_name(name), *rest),
        )

    def _is_other(self, file: int, key: FileKey, content: bytes) -> bool:
        """Tell whether the content of a file changed; one that was only touched is noted."""
        if key.size == UNREADABLE:
            return True
        read_ns = now_ns()
        try:
            found = content_sum(Path(self._data.path(key)).read_bytes())
        except OSError:
            return True  # reading it tells better
        if found != content:
            return True
        self._connection.execute(
            "UPDATE file SET size = ?, mtime_ns = ?, ctime_ns = ?, inode = ?, read_ns = ?"
            " WHERE id = ?",
            (key.size, key.mtime_ns, key.ctime_ns, key.inode, read_ns, file),
        )
        return False

    def _forget(self, file: int) -> None:
        """Remove what a file held, but for its row."""
        self._touched |= self._builder.remove_file(self._connection, file)
        self._add_row(file)

    # what they hold

    def _store_registries(self, changed: Iterable[int]) -> set[int]:
        """Store the registries first, which say whom names mean; returns the other files."""
        others: set[int] = set()
        for file in self._in_order(changed):
            to_read = self._to_read(file)
            if may_be_registry(to_read):
                content = self._reader.read(to_read)
                if content.jurisdictions is not None:
                    self._store(file, content)
                    continue
            others.add(file)
        return others

    def _rebuild(self, before: dict[str, _Record], now: dict[str, _Record]) -> set[int]:
        """Rebuild the jurisdictions whose record says something else, or has lines to be told.

        Returns the catalogs of those whose record says something else.
        """
        changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
        for name in sorted(changed | (self._touched & self._wrong)):
            self._builder.rebuild_jurisdiction(self._connection, name)
        self._touched.clear()
        return {
            file for name in changed for file in self._builder.catalogs_of(self._connection, name)
        }

    def _store_catalogs(self, waiting: Iterable[int]) -> None:
        files = self._in_order(waiting)
        self._expected = max(self._expected, self._done + len(files))
        contents = self._reader.read_all([self._to_read(file) for file in files])
        for file, content in zip(files, contents, strict=True):
            self._store(file, content)

    def _store(self, file: int, content: FileContent) -> None:
        if content.rows is not None:
            self._builder.write_catalog(self._connection, file, content.rows)
        else:
            # a file that was read again for its notice may hold none by now
            self._forget(file)
            jurisdictions = content.jurisdictions or []
            self._touched |= {jurisdiction.name for jurisdiction in jurisdictions}
            self._builder.store_registry(self._connection, file, jurisdictions, content.problems)
        self._connection.execute(
            "UPDATE file SET read_ns = ?, hash = ?, is_registry = ? WHERE id = ?",
            (content.read_ns, content.content, content.jurisdictions is not None, file),
        )
        self._done += 1
        if self._report is not None:
            self._report(self._done, max(self._done, self._expected))

    def _in_order(self, files: Iterable[int]) -> list[int]:
        return sorted(files, key=self._position.__getitem__)

    def _to_read(self, file: int) -> FileToRead:
        key = self._keys[file]
        shown = self._data.shown_path(key.root, key.name)
        return FileToRead(self._data.path(key), shown, key.size, key.bundled)
