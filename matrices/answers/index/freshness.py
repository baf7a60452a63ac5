"""Freshness: whether an index holds the files as they are now, told without reading them."""

# no postponed annotations: a named tuple would compile each of them anew at every start
import os
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from matrices.answers.index.location import described
from matrices.catalogs.locations import bundled_root, scan_files
from matrices.diagnostics import MatrixError

# Within one tick of a file system's clock a file may change twice and look the same; the
# coarsest clock, that of FAT, ticks every two seconds.
RACY_NS = 2_000_000_000


class FileKey(NamedTuple):
    """A file as it was when it was found, and whether it is one of zeren's own.

    `root` and `name` lead to it as in `FoundFile`; `bundled` files are the registries that
    come with zeren where the data is other data: they have no root, their name is absolute.
    """

    root: int
    name: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    bundled: int


class Data(NamedTuple):
    """The files and folders that are asked about: absolute, and as the user gave them."""

    roots: tuple[str, ...]
    shown: tuple[str, ...]

    @property
    def description(self) -> str:
        """What is written into an index to know that it is the one of this data."""
        return described(self.roots)

    def path(self, file: FileKey) -> str:
        """Where a file lies."""
        return _joined(self.roots, file.root, file.name)

    def shown_path(self, root: int, name: str | bytes) -> str:
        """A file of the index as the user would write it."""
        return _joined(self.shown, root, os.fsdecode(name))


def _joined(roots: Sequence[str], root: int, name: str) -> str:
    if root < 0:
        return name
    return str(Path(roots[root], name))


def data_of(paths: Sequence[Path]) -> Data:
    """The data at these paths; the catalogs that come with zeren where there are none.

    Raises MatrixError where none are given and none come with zeren.
    """
    given = tuple(paths) or (bundled_root(),)
    return Data(tuple(str(path.absolute()) for path in given), tuple(map(str, given)))


def look_at_files(data: Data) -> list[FileKey]:
    """Every file that answers about this data rest on, in the order in which they count.

    The registries that come with zeren stand first, as in `load_workspace`.
    Raises MatrixError as `find_files` does.
    """
    own = [FileKey(*file, 0) for file in scan_files([Path(path) for path in data.shown])]
    try:
        bundled = bundled_root().absolute()
    except MatrixError:
        return own
    if str(bundled) in data.roots:
        return own
    registries = [
        FileKey(-1, str(bundled / file.name), *file[2:], 1)
        for file in scan_files([bundled])
        if _is_named_units(file.name)
    ]
    names = ((file, file.name or data.roots[file.root]) for file in own)
    taken = {data.path(file) for file, name in names if "units" in name and _is_named_units(name)}
    return [file for file in registries if file.name not in taken] + own


def _is_named_units(name: str) -> bool:
    return name.rpartition(os.sep)[2].startswith("units")


def stored_keys(connection: sqlite3.Connection) -> list[FileKey]:
    """The files that an index holds, in order, as they were when they were read."""
    rows = connection.execute(
        "SELECT root, path, size, mtime_ns, ctime_ns, inode, bundled FROM file ORDER BY position"
    )
    return [FileKey(root, os.fsdecode(name), *rest) for root, name, *rest in rows]


def stored_name(name: str) -> str | bytes:
    """A name as an index keeps it: as bytes where it is no text (in another encoding)."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name)
    return name


class Doubt(NamedTuple):
    """A file that was read so soon after it changed that only its content tells."""

    id: int
    root: int
    name: str | bytes
    changed_ns: int
    content: bytes


def doubts(connection: sqlite3.Connection) -> list[Doubt]:
    """The files of an index whose content has to be looked at."""
    rows = connection.execute(
        "SELECT id, root, path, MAX(mtime_ns, ctime_ns), hash FROM file"
        " WHERE MAX(mtime_ns, ctime_ns) > read_ns - ?",
        (RACY_NS,),
    )
    return [Doubt(*row) for row in rows]


def holds(data: Data, doubt: Doubt) -> bool:
    """Tell whether a file still has the content that was read."""
    try:
        content = Path(_joined(data.roots, doubt.root, os.fsdecode(doubt.name))).read_bytes()
    except OSError:
        return False
    return content_sum(content) == doubt.content


def can_settle(doubt: Doubt, now_ns: int) -> bool:
    """Tell whether enough time has passed to trust the file's times from now on."""
    return doubt.changed_ns <= now_ns - RACY_NS


def content_sum(content: bytes) -> bytes:
    """What tells one content from another."""
    from hashlib import blake2b

    return blake2b(content, digest_size=16).digest()


def now_ns() -> int:
    """The time of the clock that files are stamped with."""
    return time.time_ns()
