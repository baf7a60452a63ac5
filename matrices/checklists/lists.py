"""Checklists: what one unit leads, supports and is reached by, ready to be filled in.

A task stands once in the checklist of a unit, under the strongest part the unit plays in it,
with all its parts named. Names that mean nobody in particular (有关部门) get no checklist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Basis, Responsibilities
from matrices.answers.units import may_hold, unit_kind_place
from matrices.catalogs.model import Notice, Role, Task, UnitKind
from matrices.catalogs.unit_key import UnitKey
from matrices.notation import MentionKind
from matrices.output.answer_tables import source_place
from matrices.output.table import Column, Group, Json, Kind, Table, Value
from matrices.wording import say


class Part(StrEnum):
    """What a unit does in a task, strongest first; `THROUGH`: only through a collective."""

    LEADS = "leads"
    ANSWERS = "answers"
    SUPPORTS = "supports"
    GUIDES = "guides"
    THROUGH = "through"


_PARTS = {
    Role.LEAD: Part.LEADS,
    Role.RESPONSIBLE: Part.ANSWERS,
    Role.COOPERATE: Part.SUPPORTS,
    Role.GUIDE: Part.GUIDES,
}
_PART_ORDER = {part: n for n, part in enumerate(Part)}


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One task of a unit: its own assignments in it, who leads, and who else is in it."""

    task: Task
    part: Part
    assignments: tuple[Assignment, ...]
    leads: tuple[Assignment, ...]
    others: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """All tasks of one unit, notice by notice, strongest part first.

    `perhaps` counts tasks that may reach it through collectives without members on record.
    """

    unit: UnitKey
    kind: MentionKind
    registered: UnitKind | None
    notices: tuple[Notice, ...]
    items: tuple[ChecklistItem, ...]
    perhaps: int

    def count(self, part: Part) -> int:
        """How many tasks the unit has this part in."""
        return sum(item.part is part for item in self.items)


def build_checklists(
    responsibilities: Responsibilities, units: Sequence[UnitKey] | None = None
) -> tuple[Checklist, ...]:
    """The checklists of these units, in their order; of every unit that has tasks by default.

    All are made in one walk over the tasks. `scope.roles` keeps tasks where the unit has
    such a part.
    """
    wanted = set(units) if units is not None else None
    roles = responsibilities.scope.roles
    items: dict[UnitKey, list[ChecklistItem]] = {}
    for task_id, task in responsibilities.tasks.items():
        named = sorted(responsibilities.by_task[task_id], key=lambda a: codes.ROLE_ORDER[a.role])
        mine: dict[UnitKey, list[Assignment]] = {}
        for assignment in (*named, *responsibilities.reached(task_id)):
            if assignment.kind is not MentionKind.INDEFINITE or wanted is not None:
                mine.setdefault(assignment.unit, []).append(assignment)
        for unit, own in mine.items():
            if wanted is not None and unit not in wanted:
                continue
            if not roles or any(a.role in roles for a in own):
                items.setdefault(unit, []).append(_item(task, unit, own, named))
    if units is None:
        units = _in_order(responsibilities, items)
    open_collectives = _collectives_without_members(responsibilities)
    return tuple(
        _checklist(responsibilities, unit, items.get(unit, []), open_collectives) for unit in units
    )


def _item(
    task: Task, unit: UnitKey, own: Sequence[Assignment], named: Sequence[Assignment]
) -> ChecklistItem:
    part = min((_part(a) for a in own), key=_PART_ORDER.__getitem__)
    leads = tuple(a for a in named if a.role is Role.LEAD)
    others = tuple(a for a in named if a.role is not Role.LEAD and a.unit != unit)
    return ChecklistItem(task, part, tuple(own), leads, others)


def _part(assignment: Assignment) -> Part:
    return Part.THROUGH if assignment.basis is Basis.COLLECTIVE else _PARTS[assignment.role]


def _in_order(
    responsibilities: Responsibilities, items: dict[UnitKey, list[ChecklistItem]]
) -> list[UnitKey]:
    """Jurisdictions as loaded, then kinds of unit, then those with most tasks."""
    jurisdictions = list(dict.fromkeys(responsibilities.jurisdiction_of.values()))

    def place(unit: UnitKey) -> tuple[int, int, int, str]:
        return (
            jurisdictions.index(unit.jurisdiction),
            unit_kind_place(responsibilities, unit),
            -len(items[unit]),
            unit.name,
        )

    return sorted(items, key=place)


def _collectives_without_members(
    responsibilities: Responsibilities,
) -> dict[UnitKey, tuple[Assignment, set[str]]]:
    found: dict[UnitKey, tuple[Assignment, set[str]]] = {}
    for task_id, assignments in responsibilities.by_task.items():
        for a in assignments:
            if (
                a.kind is MentionKind.COLLECTIVE
                and responsibilities.registry.members(a.unit) is None
            ):
                found.setdefault(a.unit, (a, set()))[1].add(task_id)
    return found


def _checklist(
    responsibilities: Responsibilities,
    unit: UnitKey,
    items: list[ChecklistItem],
    open_collectives: dict[UnitKey, tuple[Assignment, set[str]]],
) -> Checklist:
    notices = [catalog.notice for catalog in responsibilities.catalogs]
    order = {notice.id: n for n, notice in enumerate(notices)}
    items.sort(key=lambda item: (order[item.task.notice_id], _PART_ORDER[item.part]))
    perhaps: set[str] = set()
    for assignment, tasks in open_collectives.values():
        if may_hold(responsibilities, assignment, {unit}):
            perhaps |= tasks
    perhaps -= {item.task.id for item in items}
    seen = {item.task.notice_id for item in items}
    known = responsibilities.registry.resolve(unit.jurisdiction, unit.name)
    return Checklist(
        unit,
        responsibilities.registry.kind(unit),
        known.kind if known else None,
        tuple(notice for notice in notices if notice.id in seen),
        tuple(items),
        len(perhaps),
    )


# Tables


ENTRY_HEADS = ("head.progress", "head.problems", "head.next-step", "head.finished")


def checklist_table(checklist: Checklist, responsibilities: Responsibilities) -> Table:
    """One unit's checklist as a paper to fill in: the unit stands above, not in every row."""
    table = checklists_table([checklist], responsibilities)
    return Table(
        say("title.checklist", unit=checklist.unit.name),
        table.columns[1:],
        tuple(row[1:] for row in table.rows),
        table.objects,
        table.notes,
        table.groups,
        subtitles=(
            say("checklist.unit", unit=checklist.unit.name),
            *(_notice_line(notice) for notice in checklist.notices),
        ),
    )


def _notice_line(notice: Notice) -> str:
    parts = [say("checklist.notice", title=notice.title)]
    if notice.number:
        parts.append(say("checklist.number", number=notice.number))
    if notice.issued:
        parts.append(say("checklist.issued", date=notice.issued))
    return "　".join(parts)


def checklists_table(checklists: Sequence[Checklist], responsibilities: Responsibilities) -> Table:
    """Checklists of several units in one table, with the unit in the first column."""
    rows: list[tuple[Value, ...]] = []
    objects: list[dict[str, Json]] = []
    groups: list[Group] = []
    for checklist in checklists:
        runs = Counter((item.task.notice_id, item.part) for item in checklist.items)
        for (notice_id, part), count in runs.items():
            heading = say("checklist.part-" + part.value, tasks=count)
            if len(checklist.notices) > 1:
                title = next(n.title for n in checklist.notices if n.id == notice_id)
                heading = f"{title}　{heading}"
            if len(checklists) > 1:
                heading = f"{checklist.unit.name}　{heading}"
            groups.append(Group(heading, count))
        for item in checklist.items:
            place = source_place(responsibilities.sections[item.task.id], item.task)
            rows.append(_row(checklist, item, place))
            objects.append(_object(checklist, item))
    names = "、".join(checklist.unit.name for checklist in checklists[:5])
    if len(checklists) > 5:
        names = say("checklist.and-others", units=names, count=len(checklists))
    return Table(
        say("title.checklist", unit=names),
        (
            Column(say("head.unit")),
            Column(say("head.task"), Kind.ID),
            Column(say("head.title")),
            Column(say("head.content")),
            Column(say("head.targets")),
            Column(say("head.deadline")),
            Column(say("head.role")),
            Column(say("head.lead")),
            Column(say("head.others")),
            Column(say("head.place")),
            *(Column(say(head), Kind.ENTRY) for head in ENTRY_HEADS),
        ),
        tuple(rows),
        tuple(objects),
        _notes(checklists, responsibilities),
        tuple(groups),
    )


def _row(checklist: Checklist, item: ChecklistItem, place: str) -> tuple[Value, ...]:
    task = item.task
    return (
        checklist.unit.name,
        task.id,
        task.title or task.group,
        task.content,
        "；".join(task.targets),
        task.deadline,
        "、".join(dict.fromkeys(_role_text(a) for a in item.assignments)),
        _names(item.leads),
        _names(item.others),
        place,
        *("" for _ in ENTRY_HEADS),
    )


def _role_text(assignment: Assignment) -> str:
    role = say("role." + assignment.role.value)
    if assignment.via:
        return say("checklist.role-via", role=role, via=assignment.via)
    if assignment.basis is Basis.STATED:
        return role
    return say("checklist.role-basis", role=role, basis=say("basis." + assignment.basis.value))


def _names(assignments: Iterable[Assignment]) -> str:
    return "、".join(dict.fromkeys(a.unit.name for a in assignments))


def _object(checklist: Checklist, item: ChecklistItem) -> dict[str, Json]:
    task = item.task
    return {
        "unit": checklist.unit.name,
        "jurisdiction": checklist.unit.jurisdiction,
        "task": task.id,
        "notice": task.notice_id,
        "section": task.section_no,
        "title": task.title or task.group,
        "content": task.content,
        "targets": list(task.targets),
        "deadline": task.deadline,
        "part": item.part.value,
        "assignments": [
            {"role": a.role.value, "basis": a.basis.value, "via": a.via or None}
            for a in item.assignments
        ],
        "leads": list(dict.fromkeys(a.unit.name for a in item.leads)),
        "others": list(dict.fromkeys(a.unit.name for a in item.others)),
        "place": task.source_place,
    }


def _notes(checklists: Sequence[Checklist], responsibilities: Responsibilities) -> tuple[str, ...]:
    notes = []
    for checklist in checklists if len(checklists) <= 5 else ():
        counts = {part.value: checklist.count(part) for part in Part}
        notes.append(
            say(
                "note.checklist",
                unit=checklist.unit.name,
                tasks=len(checklist.items),
                total=len(responsibilities.tasks),
                **counts,
            )
        )
        if checklist.perhaps:
            notes.append(say("note.perhaps", tasks=checklist.perhaps))
    if any(a.basis.is_inferred for c in checklists for i in c.items for a in i.assignments):
        notes.append(say("note.inferred"))
    return tuple(notes)


def index_table(
    checklists: Sequence[Checklist], responsibilities: Responsibilities, files: Sequence[str]
) -> Table:
    """The units with their counts and the file or sheet where each checklist is."""
    rows: list[tuple[Value, ...]] = []
    objects: list[dict[str, Json]] = []
    for checklist, file in zip(checklists, files, strict=True):
        counts = [checklist.count(part) for part in Part]
        kind = checklist.registered.value if checklist.registered else "unrecorded"
        rows.append(
            (
                checklist.unit.name,
                checklist.unit.jurisdiction,
                say("kind." + kind),
                *counts,
                len(checklist.items),
                file,
            )
        )
        objects.append(
            {
                "unit": checklist.unit.name,
                "jurisdiction": checklist.unit.jurisdiction,
                "kind": checklist.registered.value if checklist.registered else None,
                **dict(zip([part.value for part in Part], counts, strict=True)),
                "tasks": len(checklist.items),
                "file": file,
            }
        )
    covered = {item.task.id for checklist in checklists for item in checklist.items}
    total = len(responsibilities.tasks)
    notices = {notice.id: notice for c in checklists for notice in c.notices}
    return Table(
        say("title.checklist-index"),
        (
            Column(say("head.unit")),
            Column(say("head.jurisdiction"), Kind.ID),
            Column(say("head.kind")),
            *(Column(say("head.part-" + part.value), Kind.NUMBER) for part in Part),
            Column(say("head.total"), Kind.NUMBER),
            Column(say("head.checklist-file")),
        ),
        tuple(rows),
        tuple(objects),
        (
            say(
                "note.checklist-index",
                units=len(checklists),
                tasks=len(covered),
                total=total,
                left=total - len(covered),
            ),
        ),
        subtitles=tuple(_notice_line(notice) for notice in notices.values()),
    )
