"""Exported folders: what their manifests say, and which of them can be asked together.

An export is the index as Parquet, in folders by province or city and by year, that engines
other than SQLite read. Exports may be made on different machines; what they hold is asked
as one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from matrices.answers.index import schema
from matrices.diagnostics import MatrixError

MANIFEST = "zeren-export.json"
# raise it whenever the manifest or the layout of the folders changes
VERSION = 1
# The number of an export stands before every id in it, so that ids of exports made apart never
# meet: number, notice and place in the notice fill 63 bits.
NUMBER_BITS = 24
NOTICE_BITS = 63 - NUMBER_BITS - schema.PLACE_BITS
# files of an export come before those of the next one
FILE_POSITIONS = 1 << 40

# which tables lie in folders by the jurisdiction and the year of a notice, which by the
# jurisdiction alone; the others lie as a whole in the export
BY_NOTICE = (
    "notice", "section", "task", "task_text", "assignment", "reached", "unit_load", "overlap",
    "without_members", "other_name",
)  # fmt: skip
BY_JURISDICTION = ("jurisdiction", "unit", "unit_name", "hosted", "link")
WHOLE = ("file", "claim", "problem")
# how Hive, and with it everything that reads such folders, names a value that is not there
NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
_UNSAFE = frozenset('"#%*/:<=>?\\{|}[]^')
_FILE_FACTS = ("size", "mtime_ns", "ctime_ns", "inode", "read_ns", "hash", "is_registry", "bundled")


class Partition(NamedTuple):
    """One folder of each table: of a place and a year, of a place, or of the whole export.

    `sizes` holds the bytes of the table's file for every table that has rows in it.
    """

    place: str
    year: str
    sizes: dict[str, int]


class Known(NamedTuple):
    """A jurisdiction of an export, be it one of its notices or only on record there."""

    id: int
    name: str
    short_name: str
    full_name: str
    has_notices: bool


class Manifest(NamedTuple):
    """What an export says about itself."""

    generation: str
    number: int
    zeren: str
    made: str
    jurisdictions: tuple[Known, ...]
    notices: tuple[str, ...]
    partitions: tuple[Partition, ...]


class Export(NamedTuple):
    """A folder with its manifest."""

    folder: Path
    manifest: Manifest

    def files(self, table: str) -> list[Path]:
        """The Parquet files of a table."""
        return [
            self.folder / relative_path(table, partition)
            for partition in self.manifest.partitions
            if table in partition.sizes
        ]

    @property
    def size(self) -> int:
        """How many bytes its tables take."""
        return sum(sum(partition.sizes.values()) for partition in self.manifest.partitions)


@cache
def columns() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The columns of every table of an export with their SQLite types, in order.

    What an index notes about its files, and what only its builder reads, stays at home.
    """
    with closing(schema.in_memory()) as connection:
        schema.create_schema(connection)
        return {
            table: tuple(
                (name, kind)
                for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})")
                if table != "file" or name not in _FILE_FACTS
            )
            for table in (*BY_NOTICE, *BY_JURISDICTION, *WHOLE)
        }


def relative_path(table: str, partition: Partition) -> str:
    """Where the file of a table lies in an export."""
    parts = [table]
    if partition.place:
        parts.append(f"place={_escaped(partition.place)}")
    if partition.year:
        parts.append(f"year={_escaped(partition.year)}")
    return "/".join((*parts, "part.parquet"))


def _escaped(value: str) -> str:
    """A value as a folder name, escaped as Hive does."""
    return "".join(
        "".join(f"%{byte:02X}" for byte in char.encode())
        if char in _UNSAFE or not char.isprintable() or char in " ."
        else char
        for char in value
    )


def is_export(path: Path) -> bool:
    """Tell whether a folder is an export, or holds exports."""
    return bool(_folders(path))


def _folders(path: Path) -> list[Path]:
    try:
        if (path / MANIFEST).is_file():
            return [path]
        return sorted(found.parent for found in path.glob(f"*/{MANIFEST}") if found.is_file())
    except (OSError, ValueError):  # a name too long, or one that no file can have
        return []


def read_exports(paths: Sequence[Path]) -> tuple[Export, ...]:
    """The exports at these paths: each one itself, or a folder of them, which is taken by name.

    Raises MatrixError where there is none, where one is damaged or of another zeren, and where
    two hold the same notice or jurisdiction: then nobody knows which of them is right.
    """
    exports: list[Export] = []
    for path in paths:
        folders = _folders(path)
        if not folders:
            raise MatrixError("error.no-export", path=str(path))
        exports += (read_export(folder) for folder in folders)
    _check_together(exports)
    return tuple(exports)


def read_export(folder: Path) -> Export:
    """The export in a folder, all of whose files are there as they were written.

    Raises MatrixError where it is not.
    """
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["format"] != "zeren-export":
            raise MatrixError("error.export-damaged", path=str(path))
        if (found["version"], found["schema"]) != (VERSION, schema.VERSION):
            raise MatrixError(
                "error.export-of-another-version", path=str(folder), version=str(found["zeren"])
            )
        manifest = _manifest(found)
    except OSError as error:
        raise MatrixError(
            "error.unreadable", path=str(path), reason=error.strerror or str(error)
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise MatrixError("error.export-damaged", path=str(path)) from error
    export = Export(folder, manifest)
    for partition in manifest.partitions:
        for table, size in partition.sizes.items():
            file = folder / relative_path(table, partition)
            if not file.is_file() or file.stat().st_size != size:
                raise MatrixError("error.export-damaged", path=str(file))
    return export


def _manifest(found: Any) -> Manifest:  # noqa: ANN401 - whatever stands in the file
    """The manifest in a JSON document; raises what reading another document raises."""
    manifest = Manifest(
        str(found["generation"]),
        _number(found["number"], 1 << NUMBER_BITS),
        str(found["zeren"]),
        str(found["made"]),
        tuple(
            Known(
                _number(each["id"]),
                str(each["name"]),
                str(each["short_name"]),
                str(each["full_name"]),
                each["has_notices"] is True,
            )
            for each in found["jurisdictions"]
        ),
        tuple(str(notice) for notice in found["notices"]),
        tuple(
            Partition(
                str(each["place"]),
                str(each["year"]),
                {str(table): _number(size) for table, size in each["sizes"].items()},
            )
            for each in found["partitions"]
        ),
    )
    if any(table not in columns() for each in manifest.partitions for table in each.sizes):
        raise ValueError
    return manifest


def _number(value: object, end: int = 1 << 63) -> int:
    if not isinstance(value, int) or not 0 <= value < end:
        raise ValueError
    return value


def manifest_text(manifest: Manifest) -> str:
    """The manifest as the JSON document that is written."""
    document = {
        "format": "zeren-export",
        "version": VERSION,
        "schema": schema.VERSION,
        "zeren": manifest.zeren,
        "generation": manifest.generation,
        "number": manifest.number,
        "made": manifest.made,
        "jurisdictions": [each._asdict() for each in manifest.jurisdictions],
        "notices": manifest.notices,
        "partitions": [each._asdict() for each in manifest.partitions],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _check_together(exports: Sequence[Export]) -> None:
    names = names_apart(exports)

    def answered_for(export: Export) -> Iterator[str]:
        for each in export.manifest.jurisdictions:
            if each.has_notices:
                yield names.get(each.id, each.name)

    for kind, names_of in (
        ("number", lambda export: (str(export.manifest.number),)),
        ("notice", lambda export: export.manifest.notices),
        ("jurisdiction", answered_for),
    ):
        taken: dict[str, Export] = {}
        for export in exports:
            for name in names_of(export):
                other = taken.setdefault(name, export)
                if other is not export:
                    raise _shared(kind, name, str(other.folder), str(export.folder))


def _shared(kind: str, name: str, first: str, second: str) -> MatrixError:
    if kind == "number":
        return MatrixError("error.exports-share-number", name=name, first=first, second=second)
    if kind == "notice":
        return MatrixError("error.exports-share-notice", name=name, first=first, second=second)
    return MatrixError("error.exports-share-jurisdiction", name=name, first=first, second=second)


def names_apart(exports: Sequence[Export]) -> dict[int, str]:
    """The full names of jurisdictions that share their name with one of another export.

    A registry that holds both tells them apart in the same way.
    """
    known = [each for export in exports for each in export.manifest.jurisdictions]
    full_names: dict[str, set[str]] = {}
    for each in known:
        if each.full_name != each.short_name:
            full_names.setdefault(each.short_name, set()).add(each.full_name)
    return {
        each.id: each.full_name
        for each in known
        if each.full_name in full_names.get(each.short_name, ())
        and len(full_names[each.short_name]) > 1
        and each.full_name != each.name
    }


def repeated_jurisdictions(exports: Sequence[Export]) -> list[int]:
    """The ids of jurisdictions that another export holds too, or holds with its notices."""
    names = names_apart(exports)
    known = [
        (names.get(each.id, each.name), each)
        for export in exports
        for each in export.manifest.jurisdictions
    ]
    taken = {name: each.id for name, each in known if each.has_notices}
    return [each.id for name, each in known if taken.setdefault(name, each.id) != each.id]
