"""The store: opens the index of some data, fresh, whatever state its file is in.

The catalogs stay the truth. What cannot be done with the file (no folder for it, no room, somebody
else's file in its place, somebody who writes for too long) is done in memory instead, and said.

Nothing that a fresh index needs may import what reads catalogs: that takes longer than most
answers.
"""

# no postponed annotations: a named tuple would compile each of them anew at every start
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from matrices.answers.index.freshness import (
    Data,
    Doubt,
    FileKey,
    can_settle,
    data_of,
    doubts,
    look_at_files,
    now_ns,
    stored_keys,
)
from matrices.answers.index.location import cache_folder, index_path, is_index_name
from matrices.answers.index.looking import (
    State,
    connect,
    is_busy,
    is_foreign,
    is_sound,
    look,
)
from matrices.answers.index.schema import in_memory
from matrices.diagnostics import MatrixError

if TYPE_CHECKING:
    from matrices.answers.index.reading import Builder

Report = Callable[[int, int], object]

_READING = 0.5  # seconds that somebody who asks one question may take to read
_LOOKS = 3  # how often the files are looked at again when one goes while they are read


class Note(NamedTuple):
    """Something to tell once: the id of its text and the values that fill it."""

    message_id: str
    values: dict[str, str]


class OpenIndex:
    """An index that holds the data as it is now, open for questions.

    `path` is None where it lies in memory; `notes` are to be told with the answer. All answers
    come from one state of it, whoever writes meanwhile. Temporary tables may be made. Close it,
    or use it in a ``with``.
    """

    __slots__ = ("connection", "data", "notes", "path")

    def __init__(
        self,
        connection: sqlite3.Connection,
        data: Data,
        path: Path | None,
        notes: tuple[Note, ...] = (),
    ) -> None:
        self.connection = connection
        self.data = data
        self.path = path
        self.notes = notes

    @property
    def roots(self) -> tuple[str, ...]:
        """What `file.path` leads on from, by `file.root`, as the user gave it."""
        return tuple("" if root == "." else root for root in self.data.shown)

    def close(self) -> None:
        """Let go of the file, or of the memory."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class IndexState(NamedTuple):
    """What there is of an index: `files` is how many it rests on, `changed` how many since.

    `path` is None where there is no folder for it.
    """

    path: Path | None
    state: State
    size: int = 0
    files: int = 0
    changed: int = 0


def open_index(
    paths: Sequence[Path] = (),
    *,
    files: Sequence[FileKey] | None = None,
    no_index: bool = False,
    report: Report | None = None,
    builder: "Builder | None" = None,
) -> OpenIndex:
    """Open the index of the data at these paths, built or brought up to date where need be.

    `files` are those at these paths where the caller has looked at them just now.
    With `no_index` everything is read into memory and no file is made or looked at. `report` is
    told after every file that is read how many of how many are. `builder` makes the rows.
    Raises MatrixError where the data cannot be read, as `load_workspace` does, and never because
    of the index.
    """
    started_ns = now_ns()
    data = data_of(paths)
    files = look_at_files(data) if files is None else files
    path = None if no_index else index_path(data.roots)
    if path is None:
        notes = () if no_index else (Note("note.index-no-folder", {}),)
        return _in_memory(data, builder, report, notes)
    state, connection = look(path, data, files)
    if connection is not None and state is State.FRESH:
        trusted = [doubt for doubt in doubts(connection) if can_settle(doubt, started_ns)]
        if trusted:
            connection.close()
            _settle(path, trusted, started_ns)
            state, connection = look(path, data, files)
    if connection is not None and state is State.FRESH:
        return OpenIndex(connection, data, path)
    if connection is not None:
        connection.close()
    return _written(path, data, builder, report)


def rebuild_index(
    paths: Sequence[Path] = (), *, report: Report | None = None, builder: "Builder | None" = None
) -> OpenIndex:
    """Build the index of the data at these paths anew, whatever is there; else as `open_index`."""
    data = data_of(paths)
    look_at_files(data)
    path = index_path(data.roots)
    if path is None:
        return _in_memory(data, builder, report, (Note("note.index-no-folder", {}),))
    return _written(path, data, builder, report, anew=True)


def mended_index(
    index: OpenIndex, paths: Sequence[Path] = (), *, builder: "Builder | None" = None
) -> OpenIndex | None:
    """A new index in place of one that a question stumbled on; None where its file is sound.

    Garbage may break whatever reads it: a text that is none, a number out of range. Closes the
    old index where it gives a new one, which has the damage among its notes.
    """
    if index.path is None or is_sound(index.connection):
        return None
    index.close()
    mended = rebuild_index(paths, builder=builder)
    mended.notes = (Note("note.index-damaged", {"path": str(index.path)}), *mended.notes)
    return mended


def index_state(paths: Sequence[Path] = ()) -> IndexState:
    """What there is of the index of this data; reads all of its file, changes nothing.

    Raises MatrixError where the data cannot be found.
    """
    data = data_of(paths)
    files = look_at_files(data)
    path = index_path(data.roots)
    if path is None:
        return IndexState(None, State.MISSING, files=len(files))
    state, connection = look(path, data, files)
    try:
        size = path.stat().st_size if path.is_file() else 0
    except OSError:
        size = 0
    if connection is None:
        return IndexState(path, state, size, len(files))
    stored = stored_keys(connection)
    sound = is_sound(connection)
    connection.close()
    changed = {(key.root, key.name) for key in {*stored} ^ {*files}}
    return IndexState(path, state if sound else State.DAMAGED, size, len(files), len(changed))


def clear_index(paths: Sequence[Path] = ()) -> int:
    """Remove the index of this data; returns how many bytes that frees.

    Somebody else's file in its place stays. Raises MatrixError where it cannot be removed.
    """
    data = data_of(paths)
    path = index_path(data.roots)
    return 0 if path is None else _cleared(path)


def clear_all_indexes() -> int:
    """Remove every index in the cache folder; returns how many bytes that frees."""
    folder = cache_folder()
    if folder is None:
        return 0
    try:
        found = [path for path in sorted(folder.iterdir()) if is_index_name(path.name)]
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise _cannot_clear(folder, error) from error
    return sum(map(_cleared, found))


def _cleared(path: Path) -> int:
    from matrices.answers.index import writing

    try:
        if not path.is_file() or is_foreign(path):
            return 0
        size = path.stat().st_size
        with writing.lock(path, _patience(0)):
            writing.remove(path)
    except (OSError, sqlite3.Error) as error:
        raise _cannot_clear(path, error) from error
    return size


def _cannot_clear(path: Path, error: Exception) -> MatrixError:
    return MatrixError("error.cannot-write", path=str(path), reason=_reason(error))


# Writing, only where need be


class _ForeignFileError(Exception):
    """Somebody else's database lies where the index should."""


def _written(
    path: Path, data: Data, builder: "Builder | None", report: Report | None, *, anew: bool = False
) -> OpenIndex:
    """Bring the file up to date and open it; do without it where that cannot be done."""
    from matrices.answers.index import writing

    builder = builder or _own_builder()
    seconds = _patience(len(look_at_files(data)))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with writing.lock(path, seconds):
            return _written_alone(path, data, builder, report, seconds, anew=anew)
    except _ForeignFileError:
        note = Note("note.index-foreign", {"path": str(path)})
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.Error) and is_busy(error):
            note = Note("note.index-busy", {"path": str(path)})
        else:
            note = Note("note.index-unwritable", {"path": str(path), "reason": _reason(error)})
    return _in_memory(data, builder, report, (note,), path)


def _patience(files: int) -> float:
    """How many seconds to wait for somebody who writes: about as long as building takes."""
    return 5 + files / 20


def _written_alone(
    path: Path,
    data: Data,
    builder: "Builder",
    report: Report | None,
    seconds: float,
    *,
    anew: bool,
) -> OpenIndex:
    """Bring the file up to date, nobody else doing so, and open it.

    Somebody else may have done it meanwhile, and files may change while others are read: they
    are looked at before and after.
    """
    from matrices.answers.index import writing

    notes: tuple[Note, ...] = ()
    for turn in range(_LOOKS + 1):
        files = look_at_files(data)
        writing.recover(path)
        state, connection = look(path, data, files)
        # whoever edits all the time gets what was so a moment ago
        if connection is not None and not anew and (state is State.FRESH or turn == _LOOKS):
            return OpenIndex(connection, data, path, notes)
        if connection is not None:
            connection.close()
        if state is State.FOREIGN:
            raise _ForeignFileError
        if state is State.DAMAGED and not notes:
            notes = (Note("note.index-damaged", {"path": str(path)}),)
        try:
            if (
                anew
                or state is not State.STALE
                or not _refreshed(path, data, files, builder, report, seconds)
            ):
                writing.build(path, data, files, builder, report)
        except MatrixError as error:
            if not _went(error) or turn >= _LOOKS - 1:
                raise
        else:
            anew = False
    raise sqlite3.OperationalError(f"{path}: {state.value}")


def _refreshed(
    path: Path,
    data: Data,
    files: Sequence[FileKey],
    builder: "Builder",
    report: Report | None,
    seconds: float,
) -> bool:
    """Bring the file up to date; tell whether it could be, or is better built anew."""
    from matrices.answers.index import writing

    try:
        return writing.refresh(path, data, files, builder, report, min(seconds, _READING))
    except sqlite3.Error as error:
        if not is_busy(error):
            raise
        # somebody keeps it open: a program that asks for hours, not one that answers once
        writing.put_refreshed_copy(path, data, files, builder, report)
        return True


def _went(error: MatrixError) -> bool:
    """Tell whether a file was there when the files were looked at, and is not any more."""
    return error.message_id == "error.no-such-file"


def _settle(path: Path, trusted: Sequence[Doubt], looked_ns: int) -> None:
    """Note that files were looked at long enough after they changed; not worth waiting for."""
    from matrices.answers.index import writing

    with (
        suppress(OSError, sqlite3.Error),
        writing.lock(path, 0),
        closing(connect(path, "rw", 0)) as connection,
    ):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "UPDATE file SET read_ns = ? WHERE id = ? AND hash = ? AND MAX(mtime_ns, ctime_ns) = ?",
            [(looked_ns, doubt.id, doubt.content, doubt.changed_ns) for doubt in trusted],
        )
        connection.execute("COMMIT")


def _in_memory(
    data: Data,
    builder: "Builder | None",
    report: Report | None,
    notes: tuple[Note, ...],
    source: Path | None = None,
) -> OpenIndex:
    """An index that nobody else sees: from the file at `source` where that helps, else built."""
    from matrices.answers.index import writing

    builder = builder or _own_builder()
    for turn in range(_LOOKS):
        files = look_at_files(data)
        for place in (source, None) if source is not None else (None,):
            connection = in_memory()
            try:
                if place is None:
                    writing.fill(connection, data, files, builder, report)
                elif not writing.copy(place, connection, data, files, builder, report):
                    connection.close()
                    continue
                return OpenIndex(connection, data, None, notes)
            except MatrixError as error:
                connection.close()
                if not _went(error) or turn == _LOOKS - 1:
                    raise
                break
    raise AssertionError  # the last turn returns or raises


def _own_builder() -> "Builder":
    from matrices.answers.index import build

    return build


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
