"""Workload: how much every unit carries, and what the figures are out of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from matrices.answers.assignments import (
    Assignment,
    Basis,
    Responsibilities,
    in_role_order,
)
from matrices.catalogs.model import Role, Task, UnitKey
from matrices.notation import MentionKind


class CountMode(StrEnum):
    """How collectives are counted.

    `LITERAL`: what a cell names, collectives as units of their own. `EXPANDED`: one for
    every member on record. `WEIGHTED`: the task shared evenly among those members.
    """

    LITERAL = "literal"
    EXPANDED = "expanded"
    WEIGHTED = "weighted"


class GroupBy(StrEnum):
    """How a workload is split: not at all, per notice, or per section of a notice."""

    NONE = "none"
    NOTICE = "notice"
    SECTION = "section"


@dataclass(slots=True)
class Load:
    """What one unit carries in one group of tasks; all figures count tasks.

    `collective` counts tasks that reach it only through collectives on record. `group` is
    "" or the id of a notice or section. `lead_share` is its part of `led_tasks`, the tasks
    of the group that have any lead in the unit's own jurisdiction.
    """

    unit: UnitKey
    kind: MentionKind
    group: str
    lead_stated: int = 0
    lead_inferred: int = 0
    cooperate: int = 0
    responsible: int = 0
    guide: int = 0
    collective: float = 0
    total: float = 0
    led_tasks: int = 0

    @property
    def led(self) -> int:
        """Tasks the unit leads, stated or inferred."""
        return self.lead_stated + self.lead_inferred

    @property
    def lead_share(self) -> float:
        """The unit's part of all led tasks, 0 to 1; 0 for a name that means nobody."""
        if self.kind is MentionKind.INDEFINITE or not self.led_tasks:
            return 0.0
        return self.led / self.led_tasks


@dataclass(frozen=True, slots=True)
class Workload:
    """Loads, heaviest first, with what the figures are out of.

    `tasks` counts the tasks in scope, `led_tasks` those with any lead, `unknown_members`
    the collectives without members on record, `not_expanded` the tasks they stand in.
    """

    loads: tuple[Load, ...]
    mode: CountMode
    tasks: int
    led_tasks: int
    unknown_members: int
    not_expanded: int
    rolled_up: bool


def workload(
    responsibilities: Responsibilities,
    mode: CountMode = CountMode.LITERAL,
    group_by: GroupBy = GroupBy.NONE,
    roll_up: bool = False,
) -> Workload:
    """How much every unit carries.

    A unit counts once per task, in its strongest part (lead, responsible, cooperate,
    guide, collective), so that `total` counts tasks. With `roll_up`, hosted offices count
    for their host. `scope.roles` keeps units that have such a part.
    """
    loads: dict[tuple[str, UnitKey], Load] = {}
    led_tasks: Counter[tuple[str, str]] = Counter()
    unknown: set[UnitKey] = set()
    not_expanded = 0
    for task_id, task in responsibilities.tasks.items():
        group = _group(task, group_by)
        parts, collectives = _parts(responsibilities, task_id, mode, roll_up)
        without_members = {c for c in collectives if responsibilities.registry.members(c) is None}
        unknown |= without_members
        not_expanded += bool(without_members)
        led_tasks[group, responsibilities.jurisdiction_of[task_id]] += any(
            a.role is Role.LEAD and a.kind is not MentionKind.INDEFINITE
            for a in responsibilities.by_task[task_id]
        )
        for key, (assignment, weight) in parts.items():
            load = loads.get((group, key))
            if load is None:
                load = loads[group, key] = Load(key, responsibilities.registry.kind(key), group)
            _count(load, assignment, weight)
    for load in loads.values():
        load.led_tasks = led_tasks[load.group, load.unit.jurisdiction]
    roles = responsibilities.scope.roles
    kept = [load for load in loads.values() if not roles or any(_has_part(load, r) for r in roles)]
    groups = {group: n for n, group in enumerate(dict.fromkeys(g for g, _ in loads))}
    kept.sort(key=lambda x: (groups[x.group], -x.led, -x.total, x.unit))
    return Workload(
        tuple(kept),
        mode,
        len(responsibilities.tasks),
        sum(led_tasks.values()),
        len(unknown),
        not_expanded,
        roll_up,
    )


def _group(task: Task, group_by: GroupBy) -> str:
    match group_by:
        case GroupBy.NONE:
            return ""
        case GroupBy.NOTICE:
            return task.notice_id
        case GroupBy.SECTION:
            return f"{task.notice_id}/{task.section_no}"


def _parts(
    responsibilities: Responsibilities, task_id: str, mode: CountMode, roll_up: bool
) -> tuple[dict[UnitKey, tuple[Assignment, float]], set[UnitKey]]:
    """The strongest part of every unit in a task, with its weight, and the collectives in it."""
    parts: dict[UnitKey, tuple[Assignment, float]] = {}
    collectives: set[UnitKey] = set()
    for assignment in in_role_order(responsibilities.by_task[task_id]):
        if assignment.kind is MentionKind.COLLECTIVE:
            collectives.add(assignment.unit)
            if mode is not CountMode.LITERAL and responsibilities.registry.members(assignment.unit):
                continue
        key = responsibilities.registry.host(assignment.unit) if roll_up else assignment.unit
        parts.setdefault(key, (assignment, 1.0))
    if mode is not CountMode.LITERAL:
        for assignment in responsibilities.reached(task_id):
            members = (
                responsibilities.registry.members(
                    UnitKey(assignment.unit.jurisdiction, assignment.via)
                )
                or ()
            )
            weight = 1 / len(members) if mode is CountMode.WEIGHTED and members else 1.0
            key = responsibilities.registry.host(assignment.unit) if roll_up else assignment.unit
            parts.setdefault(key, (assignment, weight))
    return parts, collectives


def _count(load: Load, assignment: Assignment, weight: float) -> None:
    load.total += weight
    if assignment.basis is Basis.COLLECTIVE:
        load.collective += weight
        return
    match assignment.role:
        case Role.LEAD if assignment.basis.is_inferred:
            load.lead_inferred += 1
        case Role.LEAD:
            load.lead_stated += 1
        case Role.COOPERATE:
            load.cooperate += 1
        case Role.RESPONSIBLE:
            load.responsible += 1
        case Role.GUIDE:
            load.guide += 1


def _has_part(load: Load, role: Role) -> bool:
    match role:
        case Role.LEAD:
            return load.led > 0
        case Role.COOPERATE:
            return load.cooperate > 0
        case Role.RESPONSIBLE:
            return load.responsible > 0
        case Role.GUIDE:
            return load.guide > 0
