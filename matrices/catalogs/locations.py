"""Where catalogs lie: the files among files and folders, and those that come with zeren."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from matrices.diagnostics import MatrixError

SUFFIXES = (".yaml", ".yml")


MAX_FILES = 20_000


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


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The YAML files among files and folders (not recursive into hidden folders), sorted.

    Raises MatrixError for a missing path and for a folder that holds no YAML file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            found.update(dict.fromkeys(_files_of(path)))
        except OSError as error:  # a name too long, a folder that may not be read
            raise MatrixError(
                "error.unreadable", path=str(path), reason=error.strerror or str(error)
            ) from error
    return list(found)


def _files_of(path: Path) -> list[Path]:
    if not path.is_dir():
        if not path.exists():
            raise MatrixError("error.no-such-file", path=str(path))
        return [path]
    inside = sorted(
        child
        for child in path.rglob("*")
        if child.suffix.lower() in SUFFIXES
        and child.is_file()
        and not any(part.startswith(".") for part in child.relative_to(path).parts)
    )
    if not inside:
        raise MatrixError("error.no-catalogs", path=str(path))
    if len(inside) > MAX_FILES:
        raise MatrixError("error.too-many-files", path=str(path), limit=str(MAX_FILES))
    return inside
