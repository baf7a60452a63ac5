"""Where catalogs lie: the files among files and folders, and those that come with zeren."""

# no postponed annotations: a named tuple would compile each of them anew at every start
import errno
import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from matrices.diagnostics import MatrixError, Place, Problem

SUFFIXES = (".yaml", ".yml")


MAX_FILES = 20_000

_MISSING = (errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ELOOP)
_MISSING_ON_WINDOWS = (21, 123, 1921)  # not ready, no valid name, a link that leads nowhere
_LARGEST = 2**63 - 1  # what a database keeps; a file of the year 2400 has a later time
UNREADABLE = -1


class FoundFile(NamedTuple):
    """A file that was found, and what tells whether it changed since.

    `root` is the place of the path that was asked for, `name` leads on from there; it is
    empty where that path is the file. What cannot be read is found too, with `UNREADABLE` for
    its size: a folder, a link that leads nowhere, what is no file.
    """

    root: int
    name: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


def bundled_root() -> Path:
    """The folder of the catalogs that come with zeren.

    Raises MatrixError when there is none: neither inside the installed package nor beside
    a checkout.
    """
    library = Path(__file__).parent.parent
    inside = library / "data"
    if inside.is_dir():
        return inside
    checkout = library.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "data").is_dir():
        return checkout / "data"
    raise MatrixError("error.no-bundled-catalogs")


def find_files(paths: Iterable[Path], problems: list[Problem] | None = None) -> list[Path]:
    """The YAML files among files and folders (not recursive into hidden folders), sorted.

    What cannot be read is left out, and told in `problems`.
    Raises MatrixError for a missing path and for a folder that holds no YAML file.
    """
    roots = tuple(paths)
    found: list[Path] = []
    for file in scan_files(roots):
        path = roots[file.root] / file.name
        if file.size != UNREADABLE:
            found.append(path)
        elif problems is not None:
            problems.append(why_unreadable(str(path)))
    return found


def why_unreadable(path: str) -> Problem:
    """What is told of something that was found and cannot be read."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:  # the folder around it may not be entered
        mode = stat.S_IFDIR
    if stat.S_ISDIR(mode):
        return Problem("S01", "unreadable-folder", Place(path))
    return Problem("S01", "dangling-link" if stat.S_ISLNK(mode) else "not-a-file", Place(path))


def scan_files(paths: Sequence[Path]) -> list[FoundFile]:
    """The files of `find_files`, each with what tells whether it changed.

    Made for thousands of files: one look at every folder, one at every file.
    Raises MatrixError as `find_files` does.
    """
    found: list[FoundFile] = []
    for root, path in enumerate(paths):
        try:
            found += _files_of(root, path)
        except OSError as error:  # a name too long, a folder that may not be read
            raise MatrixError(
                "error.unreadable", path=str(path), reason=error.strerror or str(error)
            ) from error
    if len(paths) == 1:
        return found
    absolute = [path.absolute() for path in paths]
    once: dict[Path, FoundFile] = {}
    for file in found:
        once.setdefault(absolute[file.root] / file.name, file)
    return list(once.values())


def _files_of(root: int, path: Path) -> list[FoundFile]:
    status = _status(path)
    if status is None:
        raise MatrixError("error.no-such-file", path=str(path))
    if not stat.S_ISDIR(status.st_mode):
        return [_found(root, "", status)]
    inside = _files_in(path)
    if not inside:
        raise MatrixError("error.no-catalogs", path=str(path))
    if len(inside) > MAX_FILES:
        raise MatrixError("error.too-many-files", path=str(path), limit=str(MAX_FILES))
    # as paths are sorted: part by part
    inside.sort(key=lambda file: os.path.normcase(file[0]).replace(os.sep, "\0"))
    return [_found(root, name, status) for name, status in inside]


def _files_in(folder: Path) -> list[tuple[str, os.stat_result | None]]:
    """Every YAML file below a folder, by its name from there; links to folders are not followed.

    Nothing is known about what cannot be read.
    """
    inside: list[tuple[str, os.stat_result | None]] = []
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            inside += _entries_of(folder, below, waiting)
        except (FileNotFoundError, NotADirectoryError):  # gone meanwhile
            continue
        except OSError:  # not to be listed, or not to be entered
            if not below:
                raise
            inside.append((below.removesuffix(os.sep), None))
    return inside


def _entries_of(
    folder: Path, below: str, waiting: list[str]
) -> list[tuple[str, os.stat_result | None]]:
    """The YAML files of one folder; the folders in it are told to `waiting`."""
    found: list[tuple[str, os.stat_result | None]] = []
    with os.scandir(folder / below) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{below}{name}{os.sep}")
            elif name.lower().endswith(SUFFIXES):
                status = _status(entry)
                if status is not None and stat.S_ISREG(status.st_mode):
                    found.append((below + name, status))
                elif status is not None or entry.is_symlink():
                    found.append((below + name, None))
    return found


def _status(path: Path | os.DirEntry[str]) -> os.stat_result | None:
    """What is known about a file, None where there is none."""
    try:
        return path.stat()
    except OSError as error:
        windows = getattr(error, "winerror", None)
        if error.errno in _MISSING or windows in _MISSING_ON_WINDOWS:
            return None
        raise
    except ValueError:  # a name that holds a NUL
        return None


def _found(root: int, name: str, status: os.stat_result | None) -> FoundFile:
    if status is None:
        return FoundFile(root, name, UNREADABLE, 0, 0, 0)
    mtime, ctime = status.st_mtime_ns, status.st_ctime_ns
    if mtime > _LARGEST or ctime > _LARGEST:
        mtime, ctime = min(mtime, _LARGEST), min(ctime, _LARGEST)
    return FoundFile(root, name, status.st_size, mtime, ctime, status.st_ino & _LARGEST)
