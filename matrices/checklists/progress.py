"""Progress: filled checklists merged by task id, with who has reported and what disagrees.

No cell that a person typed is lost: where two sheets say different things both are kept, and
columns and rows that zeren does not know come along as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from matrices.answers.assignments import Responsibilities
from matrices.answers.task_facts import named_units
from matrices.catalogs.model import Role, Task
from matrices.catalogs.unit_key import UnitKey
from matrices.checklists.filled_sheets import FilledRow, FilledSheet
from matrices.checklists.lists import (
    CHECKLIST_COLUMNS,
    ChecklistItem,
    ChecklistLine,
    Part,
    build_checklists,
)
from matrices.output.source_place import source_place, source_places
from matrices.output.table import Col, Json, Kind, Table, build_table, hidden
from matrices.output.unit_names import without_marks
from matrices.wording import in_every_language, say

_UNIT, _TASK, _ROLE = "head.unit", "head.task", "head.role"
# zeren filled it too, but no catalog alone says what stands there
_LAST_YEAR = "head.last-year"
_ENTRIES = tuple(column.head for column in CHECKLIST_COLUMNS if column.kind is Kind.ENTRY)
# columns of a checklist that zeren filled: head id and what stands there
_PRINTED = {
    column.head: column.value
    for column in CHECKLIST_COLUMNS
    if column.value and column.head not in (_UNIT, _TASK, _ROLE, *_ENTRIES)
}
_NOBODY = UnitKey("", "")
_OURS = (
    "title.checklist", "title.checklist-index", "checklist.unit", "checklist.notice",
    "checklist.number", "checklist.issued", "checklist.part-leads", "checklist.part-answers",
    "checklist.part-supports", "checklist.part-guides", "checklist.part-through",
    "note.checklist", "note.checklist-index", "note.perhaps", "note.marks", "note.data",
    "note.data-bundled", "note.repeats", "note.covers", "note.covers-in-short",
    "note.scope-unsaid", "note.last-year",
)  # fmt: skip


class ContradictionKind(StrEnum):
    """What disagrees: sheets with each other, or a sheet with the catalog."""

    TWO_VERSIONS = "two-versions"
    DATES = "dates"
    CHANGED = "changed"
    NOT_NAMED = "not-named"
    UNKNOWN_TASK = "unknown-task"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One disagreement; `column` is a head, `unit` "" where several units are in it."""

    kind: ContradictionKind
    column: str = ""
    unit: str = ""
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row of one sheet says about a task: cells by column key, blank ones left out."""

    unit: UnitKey
    source: str
    row: int
    cells: dict[str, str]


@dataclass(slots=True)
class TaskProgress:
    """A task with what came back on it; `task` is None for a row that fits no task."""

    task_id: str
    task: Task | None
    expected: tuple[UnitKey, ...]
    entries: list[Entry] = field(default_factory=list)
    reported: tuple[UnitKey, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def unreported(self) -> tuple[UnitKey, ...]:
        """Units the task names that have not filled in anything."""
        return tuple(unit for unit in self.expected if unit not in self.reported)


@dataclass(frozen=True, slots=True)
class Progress:
    """All tasks of the notices that the sheets speak of, in the order of the notices.

    `columns` are column keys with the heads as first written, in the order of the sheets.
    `outside` is what people wrote around the tables, with the sheet it stands in.
    """

    columns: dict[str, str]
    tasks: tuple[TaskProgress, ...]
    outside: tuple[tuple[str, str], ...]
    sheets: int


def merge_sheets(sheets: Sequence[FilledSheet], responsibilities: Responsibilities) -> Progress:
    """Merge filled sheets by task id."""
    columns = _merged_columns(sheets)
    items = {
        (item.task.id, checklist.unit): item
        for checklist in build_checklists(responsibilities)
        for item in checklist.items
    }
    expected: dict[str, list[UnitKey]] = {}
    for task_id, unit in items:
        expected.setdefault(task_id, []).append(unit)
    ids = {row.cells[sheet.id_column].strip() for sheet in sheets for row in sheet.rows}
    notices = {t.notice_id for i in ids if (t := responsibilities.tasks.get(i)) is not None}
    found = {
        task_id: TaskProgress(task_id, task, tuple(expected.get(task_id, ())))
        for task_id, task in responsibilities.tasks.items()
        if task.notice_id in notices
    }
    strays: list[TaskProgress] = []
    for sheet in sheets:
        for row in sheet.rows:
            task_id = row.cells[sheet.id_column].strip()
            progress = found.get(task_id)
            if progress is None:
                progress = TaskProgress(task_id, None, ())
                if task_id:
                    found[task_id] = progress
                else:
                    strays.append(progress)
            progress.entries.append(_entry(sheet, row, task_id, responsibilities))
    for progress in (*found.values(), *strays):
        _weigh(progress, items, columns, responsibilities)
    outside = tuple(
        (sheet.name, text) for sheet in sheets for text in sheet.outside if not _is_ours(text)
    )
    return Progress(columns, (*found.values(), *strays), outside, len(sheets))


@cache
def _head_ids() -> dict[str, str]:
    """Heads in every language to their ids."""
    ids = (_UNIT, _TASK, *_PRINTED, _ROLE, _LAST_YEAR, *_ENTRIES)
    return {text.casefold(): head for head in ids for text in in_every_language(head)}


def _key(head: str) -> str:
    return _head_ids().get(head.strip().casefold(), head)


def _keys(sheet: FilledSheet) -> list[str]:
    return [_TASK if n == sheet.id_column else _key(h) for n, h in enumerate(sheet.heads)]


def _merged_columns(sheets: Iterable[FilledSheet]) -> dict[str, str]:
    """The columns of all sheets: in the order of the first, others beside their neighbours."""
    order: list[str] = []
    heads: dict[str, str] = {}
    for sheet in sheets:
        before = -1
        for key, head in zip(_keys(sheet), sheet.heads, strict=True):
            if key in heads:
                before = order.index(key)
                continue
            before += 1
            order.insert(before, key)
            heads[key] = head
    return {key: heads[key] for key in order}


def _entry(
    sheet: FilledSheet, row: FilledRow, task_id: str, responsibilities: Responsibilities
) -> Entry:
    cells = {
        key: text.strip() for key, text in zip(_keys(sheet), row.cells, strict=True) if text.strip()
    }
    name = cells.get(_UNIT) or _unit_of_sheet(sheet)
    catalogs = responsibilities.catalogs
    jurisdiction = responsibilities.jurisdiction_of.get(
        task_id, catalogs[0].notice.jurisdiction if catalogs else ""
    )
    name = name.removesuffix(f"（{jurisdiction}）")  # as file names tell districts apart
    unit = responsibilities.registry.key(jurisdiction, name)
    return Entry(unit, sheet.name, row.number, cells)


def _unit_of_sheet(sheet: FilledSheet) -> str:
    """The unit a sheet is about: told above the table, by the sheet's name, or by the file's."""
    for text in sheet.outside:
        for pattern in _patterns("checklist.unit"):
            if match := pattern.fullmatch(text.strip()):
                return match["unit"].strip()
    return sheet.title or sheet.path.stem


@cache
def _patterns(message_id: str) -> tuple[re.Pattern[str], ...]:
    """A text of ours in every language, as what it looks like with its values filled in."""
    return tuple(_pattern(text) for text in in_every_language(message_id))


def _pattern(text: str) -> re.Pattern[str]:
    known: set[str] = set()

    def value(name: re.Match[str]) -> str:
        if name[1] in known:
            return f"(?P={name[1]})"
        known.add(name[1])
        return f"(?P<{name[1]}>.*?)"

    return re.compile(re.sub(r"\\\{(\w+)\\\}", value, re.escape(text)), re.DOTALL)


def _is_ours(text: str) -> bool:
    """Tell whether zeren printed this: every part of it reads like one of our texts."""
    text = text.strip()
    if text.startswith("← "):
        return True
    parts = text.split("　")
    if _looks_ours(parts[-1], "checklist.part-"):
        return True  # a heading, perhaps with the unit and the notice before it
    return all(_looks_ours(part) for part in parts)


def _looks_ours(text: str, beginning: str = "") -> bool:
    return any(
        pattern.fullmatch(text)
        for message_id in _OURS
        if message_id.startswith(beginning)
        for pattern in _patterns(message_id)
    )


def _weigh(
    progress: TaskProgress,
    items: dict[tuple[str, UnitKey], ChecklistItem],
    columns: dict[str, str],
    responsibilities: Responsibilities,
) -> None:
    """Find who has reported on a task, and what disagrees."""
    typed = [key for key in columns if key not in (_UNIT, _TASK, _ROLE, _LAST_YEAR, *_PRINTED)]
    asked = [key for key in _ENTRIES if key in columns] or typed
    reported = dict.fromkeys(
        entry.unit for entry in progress.entries if any(key in entry.cells for key in asked)
    )
    progress.reported = tuple(reported)
    found: list[Contradiction] = []
    if progress.task is None and progress.task_id:
        found.append(Contradiction(ContradictionKind.UNKNOWN_TASK))
    found.extend(
        Contradiction(ContradictionKind.NOT_NAMED, unit=unit.name)
        for unit in reported
        if progress.task is not None and unit not in progress.expected
    )
    for key in typed:
        for unit in dict.fromkeys(entry.unit for entry in progress.entries):
            texts = _said(progress.entries, key, unit)
            if len(texts) > 1:
                found.append(
                    Contradiction(ContradictionKind.TWO_VERSIONS, columns[key], unit.name, texts)
                )
    dates = _said(progress.entries, "head.finished")
    if len(dates) > 1 and len(reported) > 1:
        found.append(Contradiction(ContradictionKind.DATES, columns["head.finished"], "", dates))
    found.extend(
        Contradiction(ContradictionKind.CHANGED, columns[key], entry.unit.name, (entry.cells[key],))
        for entry in progress.entries
        for key in _changed(entry, progress.task_id, items, responsibilities)
    )
    progress.contradictions = tuple(dict.fromkeys(found))


def _said(entries: Iterable[Entry], key: str, unit: UnitKey | None = None) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            entry.cells[key]
            for entry in entries
            if key in entry.cells and (unit is None or entry.unit == unit)
        )
    )


def _changed(
    entry: Entry,
    task_id: str,
    items: dict[tuple[str, UnitKey], ChecklistItem],
    responsibilities: Responsibilities,
) -> list[str]:
    """The columns zeren had filled where the row now says something else."""
    task = responsibilities.tasks.get(task_id)
    if task is None:
        return []
    item = items.get((task_id, entry.unit)) or _whole(task, responsibilities)
    places = source_places(responsibilities.sections[task_id], task)
    lines = [ChecklistLine(entry.unit, item, place) for place in places]
    return [
        key
        for key, printed in _PRINTED.items()
        if key in entry.cells
        and not any(_folded(entry.cells[key]) == _folded(str(printed(x))) for x in lines)
    ]


def _whole(task: Task, responsibilities: Responsibilities) -> ChecklistItem:
    """The task as nobody's in particular: all that lead it, and all others."""
    assignments = responsibilities.by_task[task.id]
    leads = named_units(a for a in assignments if a.role is Role.LEAD)
    others = named_units(a for a in assignments if a.role is not Role.LEAD)
    return ChecklistItem(task, Part.LEADS, (), leads, others)


def _folded(text: str) -> str:
    return without_marks("".join(text.split()))


# The table


def progress_table(progress: Progress, responsibilities: Responsibilities) -> Table:
    """One row for each task: the sheets' own columns, then who has reported and what disagrees."""

    def own_column(key: str) -> Col[TaskProgress]:
        return Col(
            progress.columns[key],
            lambda t: _merged(t, key, responsibilities),
            kind=Kind.ID if key == _TASK else Kind.TEXT,
            literal=True,
        )

    columns: list[Col[TaskProgress]] = [
        hidden("task", lambda t: t.task_id or None),
        hidden("title", lambda t: t.task.label if t.task else None),
        *(own_column(key) for key in progress.columns if key != _UNIT),
        Col(
            "head.reported",
            lambda t: "、".join(unit.name for unit in t.reported),
            "reported",
            lambda t: [unit.name for unit in t.reported],
        ),
        Col(
            "head.unreported",
            lambda t: "、".join(unit.name for unit in t.unreported),
            "unreported",
            lambda t: [unit.name for unit in t.unreported],
        ),
        hidden("entries", lambda t: [_entry_object(e, progress.columns) for e in t.entries]),
        Col(
            "head.contradictions",
            lambda t: "\n".join(map(_told, t.contradictions)),
            "contradictions",
            lambda t: [_contradiction_object(c) for c in t.contradictions],
        ),
    ]
    return build_table(say("title.progress"), columns, progress.tasks, notes=_notes(progress))


def _merged(task: TaskProgress, key: str, responsibilities: Responsibilities) -> str:
    """A cell of the merged row: what the catalog says, and whatever the sheets add to it."""
    if key == _TASK:
        return task.task_id
    base = _base(task, key, responsibilities)
    changed = [
        contradiction.unit
        for contradiction in task.contradictions
        if contradiction.kind is ContradictionKind.CHANGED and _key(contradiction.column) == key
    ]
    lines = [base] if base else []
    for entry in task.entries:
        text = entry.cells.get(key, "")
        if not text or (base and key != _LAST_YEAR and entry.unit.name not in changed):
            continue
        if _folded(text) != _folded(base):
            lines.append(say("progress.said", unit=entry.unit.name, text=text))
    return "\n".join(dict.fromkeys(lines))


def _base(task: TaskProgress, key: str, responsibilities: Responsibilities) -> str:
    if key == _LAST_YEAR:
        return next((entry.cells[key] for entry in task.entries if key in entry.cells), "")
    if task.task is None or key not in _PRINTED:
        return ""
    place = source_place(responsibilities.sections[task.task_id], task.task)
    line = ChecklistLine(_NOBODY, _whole(task.task, responsibilities), place)
    return str(_PRINTED[key](line))


def _told(contradiction: Contradiction) -> str:
    return say(
        "contradiction." + contradiction.kind.value,
        column=contradiction.column,
        unit=contradiction.unit,
        text=" / ".join(contradiction.texts),
    )


def _entry_object(entry: Entry, columns: dict[str, str]) -> dict[str, Json]:
    return {
        "unit": entry.unit.name,
        "sheet": entry.source,
        "row": entry.row,
        "cells": {columns[key]: text for key, text in entry.cells.items()},
    }


def _contradiction_object(contradiction: Contradiction) -> dict[str, Json]:
    return {
        "kind": contradiction.kind.value,
        "column": contradiction.column or None,
        "unit": contradiction.unit or None,
        "texts": list(contradiction.texts),
    }


def _notes(progress: Progress) -> tuple[str, ...]:
    reported = {unit for task in progress.tasks for unit in task.reported}
    expected = dict.fromkeys(unit for task in progress.tasks for unit in task.expected)
    silent = [unit.name for unit in expected if unit not in reported]
    contradictions = sum(len(task.contradictions) for task in progress.tasks)
    notes = [
        say(
            "note.progress",
            sheets=progress.sheets,
            units=sum(unit in reported for unit in expected),
            expected=len(expected),
            filled=sum(bool(task.reported) for task in progress.tasks),
            total=len(progress.tasks),
        )
    ]
    if silent:
        notes.append(say("note.progress-silent", units="、".join(silent)))
    if contradictions:
        notes.append(
            say(
                "note.contradictions",
                count=contradictions,
                tasks=sum(bool(task.contradictions) for task in progress.tasks),
            )
        )
    notes += [
        say("note.progress-outside", sheet=sheet, text=text) for sheet, text in progress.outside
    ]
    return tuple(notes)
