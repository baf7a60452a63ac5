"""Workload: how much every unit carries, and what the figures are out of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Basis, Responsibilities, in_role_order
from matrices.answers.owns import hosted_by, total_of
from matrices.answers.records import Load, Workload
from matrices.catalogs.model import Role, Task
from matrices.catalogs.unit_key import UnitKey
from matrices.notation import MentionKind


@dataclass(slots=True)
class _Count:
    """What is counted for one unit while the tasks are walked."""

    lead_stated: int = 0
    lead_assumed: int = 0
    responsible: int = 0
    cooperate: int = 0
    guide: int = 0
    collective: float = 0.0
    total: float = 0.0


def workload(
    responsibilities: Responsibilities,
    count: str = codes.LITERAL,
    group_by: str = "",
    *,
    roll_up: bool = False,
) -> Workload:
    """How much every unit carries.

    A unit counts once per task, in its strongest part (lead, responsible, cooperate, guide,
    collective), so that `total` counts tasks. `scope.roles` counts only such parts. `count` is
    literal (what a cell names, collectives as units of their own), expanded (one for every
    member known) or weighted (the task shared evenly among those members). With `roll_up`,
    hosted offices and parts of bodies count for their body.
    """
    loads: dict[tuple[str, UnitKey], _Count] = {}
    led_tasks: Counter[tuple[str, str]] = Counter()
    unknown: set[UnitKey] = set()
    not_expanded = with_part = 0
    for task_id, task in responsibilities.tasks.items():
        group = _group(task, group_by)
        not_known = without_members(responsibilities, task_id)
        unknown |= not_known
        not_expanded += bool(not_known)
        led_tasks[group, responsibilities.jurisdiction_of[task_id]] += any(
            a.role is Role.LEAD and a.kind is not MentionKind.INDEFINITE
            for a in responsibilities.by_task[task_id]
        )
        parts = _parts(responsibilities, task_id, count, roll_up=roll_up)
        with_part += bool(parts)
        for key, (assignment, weight) in parts.items():
            _add(loads.setdefault((group, key), _Count()), assignment, weight)
    groups = {group: n for n, group in enumerate(dict.fromkeys(g for g, _ in loads))}
    rows = [
        Load(
            jurisdiction=key.jurisdiction,
            unit=key.name,
            kind=str(responsibilities.registry.kind(key)),
            group=group,
            lead_stated=c.lead_stated,
            lead_assumed=c.lead_assumed,
            responsible=c.responsible,
            cooperate=c.cooperate,
            guide=c.guide,
            # sums of shares differ in their last digits with the order of the tasks
            collective=round(c.collective, 6),
            total=round(c.total, 6),
            led_tasks=led_tasks[group, key.jurisdiction],
        )
        for (group, key), c in loads.items()
    ]
    rows.sort(key=lambda x: (groups[x.group], -x.led, -x.total, x.jurisdiction, x.unit))
    return Workload(
        tuple(rows),
        count,
        total_of(responsibilities),
        with_part,
        sum(led_tasks.values()),
        len(unknown),
        not_expanded,
        hosted_by(responsibilities) if roll_up else (),
        {group: _heading(responsibilities, group) for group in groups if group},
    )


def _group(task: Task, group_by: str) -> str:
    if group_by == codes.NOTICE:
        return task.notice_id
    return f"{task.notice_id}/{task.section_no}" if group_by == codes.SECTION else ""


def _heading(responsibilities: Responsibilities, group: str) -> str:
    notice_id, _, section_no = group.partition("/")
    catalog = next(c for c in responsibilities.catalogs if c.notice.id == notice_id)
    heading = f"{catalog.notice.jurisdiction} {catalog.notice.title}（{notice_id}）"
    section = next((s for s in catalog.sections if s.no == section_no), None)
    return f"{heading} {section.no} {section.title}" if section else heading


def without_members(responsibilities: Responsibilities, task_id: str) -> set[UnitKey]:
    """The collectives of a task of whose members some or all are not known."""
    registry = responsibilities.registry
    found: set[UnitKey] = set()
    for a in responsibilities.by_task[task_id]:
        if a.kind is MentionKind.COLLECTIVE and not a.members:
            members = registry.members(a.unit)
            if members is None:
                found.add(a.unit)
            found.update(m for m in members or () if registry.kind(m) is MentionKind.COLLECTIVE)
    return found


def _parts(
    responsibilities: Responsibilities, task_id: str, count: str, *, roll_up: bool
) -> dict[UnitKey, tuple[Assignment, float]]:
    """The strongest part of every unit in a task that was asked for, with its weight."""
    registry = responsibilities.registry
    roles = responsibilities.scope.roles
    expands = count != codes.LITERAL
    reached = responsibilities.reached(task_id) if expands else ()
    shared = Counter(a.via for a in reached if a.basis in (Basis.COLLECTIVE, Basis.NAMED_MEMBER))
    parts: dict[UnitKey, tuple[Assignment, float]] = {}
    for a in in_role_order(responsibilities.by_task[task_id]):
        opened = a.kind is MentionKind.COLLECTIVE and _opens(responsibilities, a)
        if (not roles or a.role in roles) and not (expands and opened):
            key = registry.host(a.unit) if roll_up else a.unit
            parts.setdefault(key, (a, 1.0))
    for a in reached:
        # a part of a body is counted as the body that the row names
        if a.basis is Basis.PART or (roles and a.role not in roles):
            continue
        weight = 1.0
        if count == codes.WEIGHTED and a.basis in (Basis.COLLECTIVE, Basis.NAMED_MEMBER):
            weight = 1 / max(1, _members_of(responsibilities, a, shared[a.via]))
        key = registry.host(a.unit) if roll_up else a.unit
        parts.setdefault(key, (a, weight))
    return parts


def _opens(responsibilities: Responsibilities, collective: Assignment) -> bool:
    """Tell whether a collective gives way to its members when these are counted."""
    if collective.members:
        return True
    return not responsibilities.scope.strict and bool(
        responsibilities.registry.members(collective.unit)
    )


def _members_of(responsibilities: Responsibilities, a: Assignment, listed: int) -> int:
    if a.basis is Basis.NAMED_MEMBER:
        return listed
    members = responsibilities.registry.members(UnitKey(a.unit.jurisdiction, a.via))
    return len(members or ())


def _add(load: _Count, assignment: Assignment, weight: float) -> None:
    load.total += weight
    if assignment.basis is Basis.COLLECTIVE:
        load.collective += weight
        return
    match assignment.role:
        case Role.LEAD if assignment.basis.is_assumed:
            load.lead_assumed += 1
        case Role.LEAD:
            load.lead_stated += 1
        case Role.COOPERATE:
            load.cooperate += 1
        case Role.RESPONSIBLE:
            load.responsible += 1
        case Role.GUIDE:
            load.guide += 1


def heaviest(rows: Sequence[Load]) -> int:
    """The most tasks that any unit leads, 0 where none leads."""
    return max((row.led for row in rows), default=0)
