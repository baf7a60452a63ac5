"""Checklists: what one unit leads, supports and is reached by, ready to be filled in.

A task stands once in the checklist of a unit, under the strongest part the unit plays in it,
with all its parts named. Names that mean nobody in particular (有关部门) get no checklist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Basis, Responsibilities
from matrices.answers.collectives import is_unknown, may_hold
from matrices.answers.records import Before, NamedUnit
from matrices.answers.task_facts import named_units
from matrices.catalogs.model import Notice, Role, Task, UnitKind
from matrices.catalogs.unit_key import UnitKey
from matrices.notation import MentionKind
from matrices.output.source_place import source_place
from matrices.output.table import Col, Kind, Runs, Table, build_table, hidden
from matrices.output.unit_names import (
    ASSUMED_MARK,
    joined_names,
    marks_note,
    repeats_note,
    unit_names,
)
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
    """One task of a unit: its own assignments in it, who leads, who else, what it was before."""

    task: Task
    part: Part
    assignments: tuple[Assignment, ...]
    leads: tuple[NamedUnit, ...]
    others: tuple[NamedUnit, ...]
    last_year: tuple[Before, ...] = ()


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

    @property
    def assumed(self) -> int:
        """How many tasks the unit leads by assumption only."""
        return sum(any(a.is_assumed_lead for a in item.assignments) for item in self.items)


def build_checklists(
    responsibilities: Responsibilities,
    units: Sequence[UnitKey] | None = None,
    last_year: Mapping[str, tuple[Before, ...]] | None = None,
) -> tuple[Checklist, ...]:
    """The checklists of these units, in their order; of every unit that has tasks by default.

    All are made in one walk over the tasks. `scope.roles` keeps tasks where the unit has
    such a part. `last_year` is what tasks were a year before, by their ids.
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
                item = _item(task, unit, own, named)
                before = (last_year or {}).get(task_id, ())
                items.setdefault(unit, []).append(replace(item, last_year=before))
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
    leads = named_units(a for a in named if a.role is Role.LEAD)
    others = named_units(a for a in named if a.role is not Role.LEAD and a.unit != unit)
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
            responsibilities.registry.place_of_kind(unit),
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
            if is_unknown(a, responsibilities.registry):
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
        if may_hold(assignment, {unit}, responsibilities.registry):
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


class ChecklistLine(NamedTuple):
    """One task in the checklist of a unit, with its place in the notice in words."""

    unit: UnitKey
    item: ChecklistItem
    place: str


def _role_text(assignment: Assignment) -> str:
    role = say("role." + assignment.role.value)
    if assignment.via:
        return say("checklist.role-via", role=role, via=assignment.via)
    if assignment.basis is Basis.STATED:
        return role
    if assignment.is_assumed_lead:
        role += ASSUMED_MARK
    return say("checklist.role-basis", role=role, basis=say("basis." + assignment.basis.value))


def _entry(head: str) -> Col[ChecklistLine]:
    return Col(head, lambda x: "", kind=Kind.ENTRY)


CHECKLIST_COLUMNS: tuple[Col[ChecklistLine], ...] = (
    Col("head.unit", lambda x: x.unit.name, "unit"),
    hidden("jurisdiction", lambda x: x.unit.jurisdiction),
    Col("head.task", lambda x: x.item.task.id, "task", kind=Kind.ID),
    hidden("notice", lambda x: x.item.task.notice_id),
    hidden("section", lambda x: x.item.task.section_no),
    Col("head.title", lambda x: x.item.task.title or x.item.task.group, "title"),
    Col("head.content", lambda x: x.item.task.content, "content"),
    Col(
        "head.targets",
        lambda x: "；".join(x.item.task.targets),
        "targets",
        lambda x: list(x.item.task.targets),
    ),
    Col("head.deadline", lambda x: x.item.task.deadline, "deadline"),
    hidden("part", lambda x: x.item.part.value),
    Col(
        "head.role",
        lambda x: "、".join(dict.fromkeys(map(_role_text, x.item.assignments))),
        "assignments",
        lambda x: [
            {"role": a.role.value, "basis": a.basis.value, "via": a.via or None}
            for a in x.item.assignments
        ],
    ),
    Col(
        "head.lead",
        lambda x: joined_names(x.item.leads),
        "leads",
        lambda x: list(unit_names(x.item.leads)),
    ),
    Col(
        "head.others",
        lambda x: joined_names(x.item.others),
        "others",
        lambda x: list(unit_names(x.item.others)),
    ),
    Col("head.place", lambda x: x.place, "place", lambda x: x.item.task.source_place),
    _entry("head.progress"),
    _entry("head.problems"),
    _entry("head.next-step"),
    _entry("head.finished"),
)


def _before(before: Before) -> str:
    leads = joined_names(before.leads)
    told = [say("compare." + before.relation), *([leads] if leads else []), *before.changes]
    return say("checklist.last-year", task=before.task, label=before.label, told="；".join(told))


_LAST_YEAR: Col[ChecklistLine] = Col(
    "head.last-year",
    lambda x: "；".join(map(_before, x.item.last_year)),
    "last_year",
    lambda x: [
        {
            "task": before.task,
            "relation": before.relation,
            "leads": list(unit_names(before.leads)),
            "changes": list(before.changes),
        }
        for before in x.item.last_year
    ],
)


def checklist_table(checklist: Checklist, responsibilities: Responsibilities) -> Table:
    """One unit's checklist as a paper to fill in: the unit stands above, not in every row."""
    return _table(
        [checklist],
        responsibilities,
        [hidden("unit", lambda x: x.unit.name), *CHECKLIST_COLUMNS[1:]],
        subtitles=[
            say("checklist.unit", unit=checklist.unit.name),
            *(_notice_line(notice) for notice in checklist.notices),
        ],
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
    return _table(checklists, responsibilities, CHECKLIST_COLUMNS)


def _table(
    checklists: Sequence[Checklist],
    responsibilities: Responsibilities,
    columns: Sequence[Col[ChecklistLine]],
    subtitles: Sequence[str] = (),
) -> Table:
    notices = {checklist.unit: checklist.notices for checklist in checklists}
    has_before = any(item.last_year for checklist in checklists for item in checklist.items)
    last_year = _LAST_YEAR if has_before else _LAST_YEAR._replace(value=None)
    entries = [column for column in columns if column.kind is Kind.ENTRY]
    columns = [*(c for c in columns if c.kind is not Kind.ENTRY), last_year, *entries]

    def heading(run: Sequence[ChecklistLine]) -> str:
        unit, item, _ = run[0]
        parts = [say("checklist.part-" + item.part.value, tasks=len(run))]
        if len(notices[unit]) > 1:
            parts.insert(0, next(n.title for n in notices[unit] if n.id == item.task.notice_id))
        if len(checklists) > 1:
            parts.insert(0, unit.name)
        return "　".join(parts)

    names = "、".join(checklist.unit.name for checklist in checklists[:5])
    if len(checklists) > 5:
        names = say("checklist.and-others", units=names, count=len(checklists))
    return build_table(
        say("title.checklist", unit=names),
        columns,
        (
            ChecklistLine(
                checklist.unit,
                item,
                source_place(responsibilities.sections[item.task.id], item.task),
            )
            for checklist in checklists
            for item in checklist.items
        ),
        notes=_notes(checklists, responsibilities),
        groups=Runs(lambda x: (x.unit, x.item.task.notice_id, x.item.part), heading),
        subtitles=subtitles,
    )


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
    items = [item for checklist in checklists for item in checklist.items]
    before = [before for item in items for before in item.last_year]
    if before:
        ids = dict.fromkeys(each.task.partition("/")[0] for each in before)
        notes.append(say("note.last-year", notices="、".join(ids)))
    units = [unit for item in items for unit in (*item.leads, *item.others)]
    units += [unit for each in before for unit in each.leads]
    notes += repeats_note(responsibilities.total)
    return (*notes, *marks_note(units, (a.basis for item in items for a in item.assignments)))


class _Listed(NamedTuple):
    checklist: Checklist
    file: str


def index_table(
    checklists: Sequence[Checklist], responsibilities: Responsibilities, files: Sequence[str]
) -> Table:
    """The units with their counts and the file or sheet where each checklist is."""

    def part_column(part: Part) -> Col[_Listed]:
        head = "head.part-" + part.value
        return Col(head, lambda x: x.checklist.count(part), part.value, kind=Kind.NUMBER)

    assumed: Col[_Listed] = hidden("leads_assumed", lambda x: x.checklist.assumed)
    if any(checklist.assumed for checklist in checklists):
        assumed = Col(
            "head.led-assumed", lambda x: x.checklist.assumed, "leads_assumed", kind=Kind.NUMBER
        )
    columns: list[Col[_Listed]] = [
        Col("head.unit", lambda x: x.checklist.unit.name, "unit"),
        Col(
            "head.jurisdiction",
            lambda x: x.checklist.unit.jurisdiction,
            "jurisdiction",
            kind=Kind.ID,
        ),
        Col(
            "head.kind",
            lambda x: say("kind." + (x.checklist.registered or "unrecorded")),
            "kind",
            lambda x: x.checklist.registered.value if x.checklist.registered else None,
        ),
        part_column(Part.LEADS),
        assumed,
        *map(part_column, list(Part)[1:]),
        Col("head.total", lambda x: len(x.checklist.items), "tasks", kind=Kind.NUMBER),
        Col("head.checklist-file", lambda x: x.file, "file"),
    ]
    covered = {item.task.id for checklist in checklists for item in checklist.items}
    total = len(responsibilities.tasks)
    notices = {notice.id: notice for c in checklists for notice in c.notices}
    note = say(
        "note.checklist-index",
        units=len(checklists),
        tasks=len(covered),
        total=total,
        left=total - len(covered),
    )
    return build_table(
        say("title.checklist-index"),
        columns,
        (_Listed(*pair) for pair in zip(checklists, files, strict=True)),
        notes=[note, *marks_note((), (codes.ASSUMED for c in checklists if c.assumed))],
        subtitles=[_notice_line(notice) for notice in notices.values()],
    )
