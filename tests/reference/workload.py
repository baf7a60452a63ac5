"""Workload: how much every unit carries, and what the figures are out of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Basis, Responsibilities
from matrices.answers.collectives import unknown_in
from matrices.answers.records import Load, Workload
from matrices.answers.task_facts import is_led
from matrices.catalogs.model import Role, Task
from matrices.catalogs.unit_key import UnitKey
from reference.owns import counted_parts, hosted_by
from reference.scopes import in_roles

# how a unit has a part that it shares with the other members
_SHARED = (Basis.COLLECTIVE, Basis.NAMED_MEMBER)


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
        led_tasks[group, responsibilities.jurisdiction_of[task_id]] += is_led(
            responsibilities.by_task[task_id]
        )
        parts = _parts(responsibilities, task_id, count, roll_up=roll_up)
        with_part += bool(in_roles(responsibilities, task_id))
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
        responsibilities.total,
        with_part,
        sum(led_tasks.values()),
        len(unknown),
        not_expanded,
        hosted_by(responsibilities) if roll_up else (),
        {group: _heading(responsibilities, group) for group in groups if group},
        tuple(str(role) for role in responsibilities.scope.roles),
        roll_up,
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
    roles = responsibilities.scope.roles
    return {
        unit
        for a, unit in unknown_in(responsibilities.by_task[task_id], responsibilities.registry)
        if not roles or a.role in roles
    }


def _parts(
    responsibilities: Responsibilities, task_id: str, count: str, *, roll_up: bool
) -> dict[UnitKey, tuple[Assignment, float]]:
    """The strongest part of every unit in a task that was asked for, with its weight."""
    registry = responsibilities.registry
    roles = responsibilities.scope.roles
    counted = counted_parts(responsibilities, task_id, count)
    shared = Counter(a.via for a in counted if a.basis in _SHARED)
    parts: dict[UnitKey, tuple[Assignment, float]] = {}
    for a in counted:
        if roles and a.role not in roles:
            continue
        weight = 1.0
        if count == codes.WEIGHTED and a.basis in _SHARED:
            weight = 1 / max(1, _members_of(responsibilities, a, shared[a.via]))
        key = registry.host(a.unit) if roll_up else a.unit
        parts.setdefault(key, (a, weight))
    return parts


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
