"""Merges a re-import into a catalog that a person has edited.

Every imported row carries the fingerprint of what was imported. A row that still has it was
not touched and follows the source; a row that differs is a person's and stays as it is.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from matrices.catalogs.model import Catalog, Task
from matrices.catalogs.nodes import read_bytes, read_nodes
from matrices.catalogs.reader import build_catalog
from matrices.catalogs.writer import (
    dump,
    layout,
    number_of,
    scalar,
    section_mapping,
    task_mapping,
)
from matrices.diagnostics import MatrixError
from matrices.importing.importer import Imported, fingerprint
from matrices.wording import problem_line


class ChangeKind(StrEnum):
    """What a re-import found about one row."""

    ADDED = "added"
    UPDATED = "updated"
    KEPT = "kept"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is not as before: added, updated, kept against the source, or gone from it.

    `before` and `after` are the row's words in the catalog and in the new source.
    """

    kind: ChangeKind
    task_id: str
    before: str
    after: str


def merge_import(path: Path, imported: Imported) -> tuple[str, list[Change]]:
    """Merge an import into the catalog at `path`; returns its new text and the changes.

    Raises MatrixError when the file cannot be read as a catalog or is one of another notice.
    """
    data = read_bytes(path)
    existing = _existing(path, data, imported.catalog.notice.id)
    old = {task.id: task for task in existing.tasks}
    root = layout().load(io.StringIO(data.decode("utf-8-sig")))
    changes = _merge_notice(existing, imported.catalog, root["notice"])
    for section in imported.catalog.sections:
        entry = next((e for e in root["sections"] if number_of(e) == section.no), None)
        if entry is None:
            root["sections"].append(section_mapping(section, {}))
            changes += [
                Change(ChangeKind.ADDED, task.id, "", words_of(task)) for task in section.tasks
            ]
            continue
        for task in section.tasks:
            change = _merge_task(task, old.get(task.id), entry)
            if change is not None:
                changes.append(change)
    new_ids = {task.id for task in imported.catalog.tasks}
    changes += [
        Change(ChangeKind.GONE, task.id, words_of(task), "")
        for task in existing.tasks
        if task.imported and task.id not in new_ids
    ]
    return dump(root), changes


def id_of_catalog(path: Path) -> str:
    """The notice id of the catalog at `path`; raises MatrixError when it is none."""
    return _existing(path, read_bytes(path), "").notice.id


def _existing(path: Path, data: bytes, notice_id: str) -> Catalog:
    root, problems = read_nodes(str(path), data)
    catalog = None
    if root is not None:
        catalog, problems = build_catalog(str(path), root)
    if catalog is None:
        raise MatrixError(
            "error.no-catalog-to-update", path=str(path), problem=problem_line(problems[0])
        )
    if notice_id and catalog.notice.id != notice_id:
        raise MatrixError(
            "error.other-notice", path=str(path), found=catalog.notice.id, wanted=notice_id
        )
    return catalog


def _merge_notice(old: Catalog, new: Catalog, entry: Any) -> list[Change]:  # noqa: ANN401 - ruamel's mapping
    """Names are added, since new rows need them; rules stay a person's and are only shown."""
    added = [name for name in new.notice.names if name not in old.notice.names]
    if added:
        entry["names"] = [*entry.get("names", ()), *map(scalar, added)]
    before, after = _rules_of(old), _rules_of(new)
    return [] if before == after else [Change(ChangeKind.KEPT, old.notice.id, before, after)]


def _rules_of(catalog: Catalog) -> str:
    """The rules a notice states for its tasks, in one line."""
    notice = catalog.notice
    words = [default.words for default in catalog.defaults]
    return " | ".join([notice.lead_rule.value, *filter(None, [notice.lead_rule_basis]), *words])


def _merge_task(task: Task, old: Task | None, section: Any) -> Change | None:  # noqa: ANN401 - ruamel's mapping
    if old is None:
        section["tasks"].append(task_mapping(task))
        return Change(ChangeKind.ADDED, task.id, "", words_of(task))
    if old.imported == task.imported:
        return None
    entry = next(e for e in section["tasks"] if number_of(e) == task.no)
    own = fingerprint(old)
    if own == task.imported:
        entry["imported"] = task.imported
        return None
    if old.imported and own == old.imported:
        _replace(entry, task)
        return Change(ChangeKind.UPDATED, task.id, words_of(old), words_of(task))
    if old.imported:
        entry["imported"] = task.imported
    return Change(ChangeKind.KEPT, task.id, words_of(old), words_of(task))


def _replace(entry: Any, task: Task) -> None:  # noqa: ANN401 - ruamel's mapping
    """Put new values into a row without touching the comments around it.

    That a row repeats another (`same_as`) is a person's finding, and no source says it.
    """
    new = task_mapping(task)
    if "no" in entry:  # the key the number stood under before
        del new["number"]
    for key in [key for key in entry if key not in new and key not in ("no", "same_as")]:
        del entry[key]
    for position, (key, value) in enumerate(new.items()):
        if key in entry:
            entry[key] = value
        else:
            entry.insert(position, key, value)


def words_of(task: Task) -> str:
    """A row in one line, for showing what changed."""
    parts = [task.title, task.content, *task.targets, task.deadline]
    parts += [f"{cell.role.value}: {cell.text}" for cell in task.cells]
    return " | ".join(" ".join(part.split()) for part in parts if part)
