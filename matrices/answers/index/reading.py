"""Reading many files at once: on every core where that pays, in the order they were asked for."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from matrices.answers.index.freshness import content_sum, now_ns
from matrices.answers.index.schema import in_memory
from matrices.catalogs.collector import without_garbage_collection
from matrices.catalogs.locations import UNREADABLE, why_unreadable
from matrices.catalogs.model import Catalog, Jurisdiction
from matrices.catalogs.nodes import read_bytes, read_nodes
from matrices.catalogs.reader import build_catalog
from matrices.catalogs.registry import Registry, build_jurisdictions
from matrices.diagnostics import MatrixError, Problem

# below this, starting processes takes longer than they save
MIN_BYTES_TO_SHARE = 1 << 19
_AHEAD = 4  # files given out before their turn, for each process


class Builder(Protocol):
    """What makes and writes rows: the module `matrices.answers.index.build`, simpler ones in tests.

    The row of a file in `file` is there before a function names the file. Nothing here may
    commit. What a file holds is found again in `registry_part` (of a registry) or `claim`.
    """

    __name__: str

    def create_schema(self, connection: sqlite3.Connection) -> None:
        """Create all tables."""

    def store_registry(
        self,
        connection: sqlite3.Connection,
        file_id: int,
        jurisdictions: Sequence[Jurisdiction],
        problems: Iterable[Problem],
    ) -> object:
        """Keep the parts of records that a file holds, or only the problems of one without."""

    def rebuild_jurisdiction(self, connection: sqlite3.Connection, name: str) -> None:
        """Make the units of a jurisdiction from its parts, none where there is no part.

        Units keep their ids: where a record only moved in its file, the catalogs of the
        jurisdiction are not stored again.
        """

    def jurisdictions_with_problems(self, connection: sqlite3.Connection) -> frozenset[str]:
        """The jurisdictions in whose records something is wrong, told with its line."""

    def registry_of(self, connection: sqlite3.Connection, jurisdiction: str) -> Registry:
        """The registry of one jurisdiction, from its parts."""

    def read_catalog(
        self, catalog: Catalog, registry: Registry, problems: Iterable[Problem]
    ) -> Any:  # noqa: ANN401 - only `write_catalog` knows what it is
        """Interpret a catalog; what it returns may be sent to another process."""

    def write_catalog(self, connection: sqlite3.Connection, file_id: int, rows: Any) -> None:  # noqa: ANN401
        """Keep a catalog; of several with one notice only the first file's."""

    def files_to_store_again(self, connection: sqlite3.Connection) -> list[int]:
        """The files whose notice is now the first of its id, but is not kept."""

    def catalogs_of(self, connection: sqlite3.Connection, jurisdiction: str) -> list[int]:
        """The files with notices of a jurisdiction."""

    def remove_file(self, connection: sqlite3.Connection, file_id: int) -> frozenset[str]:
        """Remove everything that came from a file, and its row.

        Returns the names of the jurisdictions whose record it held.
        """


class FileToRead(NamedTuple):
    """A file: where it is, how the user calls it, how large it is, whether it is zeren's own.

    Its size is `UNREADABLE` where there is nothing to read.
    """

    path: str
    shown: str
    size: int
    bundled: int


class FileContent(NamedTuple):
    """What one file holds: jurisdictions where it is a registry, else a catalog's rows or neither.

    `content` is a sum of its bytes; `read_ns` is when reading began. `problems` of a catalog
    are among its rows.
    """

    read_ns: int
    content: bytes
    jurisdictions: list[Jurisdiction] | None
    rows: Any
    problems: list[Problem]


class Reader:
    """Reads files and interprets them with the registries that an index holds."""

    def __init__(self, builder: Builder, connection: sqlite3.Connection) -> None:
        self._builder = builder
        self._connection = connection

    def read(self, file: FileToRead) -> FileContent:
        """Read one file; what is wrong inside it is among its problems.

        Raises MatrixError, naming the path as the user gave it, where it cannot be read at all.
        """
        read_ns = now_ns()
        if file.size == UNREADABLE:
            told = [] if file.bundled else [why_unreadable(file.path)]
            return FileContent(read_ns, b"", None, None, told)
        try:
            data = read_bytes(Path(file.path))
        except MatrixError as error:
            raise error.about(path=file.shown) from error
        content = content_sum(data)
        root, problems = read_nodes(file.path, data)
        if file.bundled:  # what is wrong with it is none of the user's business
            jurisdictions = build_jurisdictions(root)[0] if root is not None else []
            return FileContent(read_ns, content, jurisdictions, None, [])
        if root is None:
            return FileContent(read_ns, content, None, None, problems)
        if any(key.value == "jurisdictions" for key, _ in root.pairs):
            jurisdictions, wrong = build_jurisdictions(root)
            return FileContent(read_ns, content, jurisdictions, None, problems + wrong)
        catalog, wrong = build_catalog(file.path, root)
        problems += wrong
        if catalog is None:
            return FileContent(read_ns, content, None, None, problems)
        registry = self._builder.registry_of(self._connection, catalog.notice.jurisdiction)
        rows = self._builder.read_catalog(catalog, registry, problems)
        return FileContent(read_ns, content, None, rows, [])

    def read_all(self, files: Sequence[FileToRead]) -> Iterator[FileContent]:
        """Read files one after another, on all cores where there is enough to read.

        Raises MatrixError as `read` does, when the turn of the file has come.
        """
        workers = min(_cores(), len(files) // 2)
        if workers < 2 or sum(file.size for file in files) < MIN_BYTES_TO_SHARE:
            for file in files:
                with without_garbage_collection():
                    content = self.read(file)
                yield content
        else:
            yield from self._share(files, workers)

    def _share(self, files: Sequence[FileToRead], workers: int) -> Iterator[FileContent]:
        """Give the files out in order and take them back in order.

        A process that dies (memory runs out) or cannot be started costs time, no answer: what
        it was to read is read here.
        """
        team = _team(workers, self._builder.__name__, _registries(self._connection))
        done: dict[int, FileContent | MatrixError] = {}
        given = 0
        try:
            for turn, file in enumerate(files):
                given = max(given, turn)
                while team and given < min(len(files), turn + _AHEAD * len(team)):
                    _give(team, given, files[given])
                    given += 1
                while turn not in done and any(turn in worker.waiting for worker in team):
                    _take(team, done)
                content = done.pop(turn) if turn in done else self.read(file)
                if isinstance(content, MatrixError):
                    raise content
                yield content
        finally:
            for worker in team:
                worker.pipe.close()
                worker.process.terminate()
                worker.process.join()


def may_be_registry(file: FileToRead) -> bool:
    """Tell without parsing whether a file looks like a registry, so that it is read first."""
    if file.size == UNREADABLE:
        return False
    try:
        return file.bundled == 1 or b"jurisdictions" in Path(file.path).read_bytes()
    except (OSError, ValueError):
        return False  # reading it tells better


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# Other processes

_Rows = dict[str, list[tuple[Any, ...]]]


def _registries(connection: sqlite3.Connection) -> _Rows:
    """The rows that `registry_of` looks at, for processes that cannot see the index."""
    return {
        table: connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        for table in ("file", "registry_part")
    }


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: Connection
    waiting: list[int]


def _team(size: int, builder: str, registries: _Rows) -> list[_Worker]:
    """Start processes that read; fewer, or none, where the system refuses."""
    # a copy of this process starts at once, but threads do not come along
    can_copy = sys.platform == "linux" and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if can_copy else "spawn")
    team: list[_Worker] = []
    for _ in range(size):
        ours, theirs = context.Pipe()
        others = [ours, *(worker.pipe for worker in team)] if can_copy else []
        process = context.Process(
            target=_serve, args=(theirs, others, builder, registries), daemon=True
        )
        try:
            process.start()
        except OSError:
            ours.close()
            break
        finally:
            theirs.close()
        team.append(_Worker(process, ours, []))
    return team


def _serve(pipe: Connection, others: Sequence[Connection], builder: str, registries: _Rows) -> None:
    """Read what is asked for until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks ends the work
    for other in others:  # held open here, the end of that process would go unnoticed
        other.close()
    gc.disable()
    try:
        reader = Reader(*_own_registries(builder, registries))
        while True:
            turn, file = pipe.recv()
            try:
                pipe.send((turn, reader.read(file), None))
            except MatrixError as error:
                pipe.send((turn, None, (error.message_id, error.values)))
            gc.collect(1)
    except Exception:
        return  # whatever it is, the process that asks meets it too, and can tell it


def _own_registries(name: str, registries: _Rows) -> tuple[Builder, sqlite3.Connection]:
    builder: Any = importlib.import_module(name)
    connection = in_memory()
    builder.create_schema(connection)
    for table, rows in registries.items():
        if rows:
            places = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608
    return builder, connection


def _give(team: list[_Worker], turn: int, file: FileToRead) -> None:
    worker = min(team, key=lambda one: len(one.waiting))
    try:
        worker.pipe.send((turn, file))
        worker.waiting.append(turn)
    except OSError:
        _dismiss(team, worker)


def _take(team: list[_Worker], done: dict[int, FileContent | MatrixError]) -> None:
    """Take what was read; who does not answer any more is asked no more."""
    ready = wait([worker.pipe for worker in team])
    for worker in [worker for worker in team if worker.pipe in ready]:
        try:
            turn, content, failure = worker.pipe.recv()
        except (EOFError, OSError):
            _dismiss(team, worker)
            continue
        worker.waiting.remove(turn)
        done[turn] = MatrixError.sent(*failure) if failure else content


def _dismiss(team: list[_Worker], worker: _Worker) -> None:
    team.remove(worker)
    worker.pipe.close()
    worker.process.terminate()
    worker.process.join()
