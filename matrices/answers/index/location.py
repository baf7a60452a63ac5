"""Where an index lies: one file for each set of data in the user's cache folder."""

from __future__ import annotations

import os
import re
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

_SUFFIX = ".sqlite"
_NAME = r"[0-9a-f]{8}\.sqlite"
_LIBRARY = Path(__file__).parent.parent.parent
# the modules that decide what an index holds
_DECIDING = ("", "catalogs", "answers", "answers/index")


def cache_folder() -> Path | None:
    r"""The folder for indexes, None where the user has none.

    ``ZEREN_CACHE`` names it; else it is ``zeren`` where the platform keeps caches:
    ``%LOCALAPPDATA%\zeren\Cache`` on Windows, ``~/Library/Caches/zeren`` on macOS,
    ``$XDG_CACHE_HOME/zeren`` or ``~/.cache/zeren`` elsewhere. (platformdirs knows these three
    rules too, and takes half as long to import as all of typer.)
    """
    chosen = os.environ.get("ZEREN_CACHE", "")
    if chosen:
        return Path(chosen).absolute()
    if sys.platform == "win32":
        return _absolute(os.environ.get("LOCALAPPDATA", ""), "zeren", "Cache")
    if sys.platform == "darwin":
        return _in_home("Library", "Caches", "zeren")
    # a relative one is to be ignored, the convention says
    return _absolute(os.environ.get("XDG_CACHE_HOME", ""), "zeren") or _in_home(".cache", "zeren")


def _in_home(*below: str) -> Path | None:
    try:
        return _absolute(str(Path.home()), *below)
    except RuntimeError:  # the user has none
        return None


def _absolute(folder: str, *below: str) -> Path | None:
    path = Path(folder, *below)
    return path if path.is_absolute() else None


def index_path(roots: Sequence[str]) -> Path | None:
    """The file of the index over these absolute roots, None where there is no folder for it.

    Each installed zeren has its own, so that two of them do not rebuild each other's. The
    name is only a short sum: whoever opens the file compares what is written in it.
    """
    folder = cache_folder()
    if folder is None:
        return None
    return folder / f"{zlib.crc32(described(roots).encode()):08x}{_SUFFIX}"


def is_index_name(name: str) -> bool:
    """Tell whether a file is called as `index_path` calls one; others there are not ours."""
    return re.fullmatch(_NAME, name) is not None


def described(roots: Sequence[str]) -> str:
    """What an index is about: the files and folders in their order, and the zeren it is of.

    The order tells, because of two files with the same notice the first one counts.
    """
    return ascii((str(_LIBRARY), *roots))


def program_stamp() -> str:
    """What tells one state of zeren's reading and interpreting from another.

    Sizes and times of its modules instead of the version: asking for the version takes
    longer than the rest of the question, and a checkout changes without a new one.
    """
    found: list[tuple[str, str, int, int]] = []
    for folder in _DECIDING:
        with os.scandir(_LIBRARY / folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    found.append((folder, entry.name, status.st_size, status.st_mtime_ns))
    return ascii(sorted(found))
