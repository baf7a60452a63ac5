"""What a unit owns: its tasks, its part in each, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matrices.answers.assignments import (
    ROLE_ORDER,
    Assignment,
    Basis,
    Responsibilities,
    in_role_order,
)
from matrices.answers.units import may_hold
from matrices.catalogs.model import UnitKey


@dataclass(frozen=True, slots=True)
class OwnedTask:
    """One task of a unit: its part, how that is known, through what, and with whom."""

    assignment: Assignment
    with_units: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Ownership:
    """What units own: their tasks, lead first inside each notice.

    `perhaps` counts tasks that may reach the units through collectives whose members are
    not on record; `total` counts all tasks in the scope.
    """

    units: tuple[UnitKey, ...]
    tasks: tuple[OwnedTask, ...]
    perhaps: int
    total: int


def owned_tasks(responsibilities: Responsibilities, units: Sequence[UnitKey]) -> Ownership:
    """What one unit, or the same unit in several jurisdictions, answers for."""
    wanted = set(units)
    roles = responsibilities.scope.roles
    owned: list[OwnedTask] = []
    perhaps = 0
    for task_id, assignments in responsibilities.by_task.items():
        mine = [a for a in assignments if a.unit in wanted]
        mine += [a for a in responsibilities.reached(task_id) if a.unit in wanted]
        if not mine and any(may_hold(responsibilities, a, wanted) for a in assignments):
            perhaps += 1
        owned.extend(
            OwnedTask(
                a, tuple(other for other in in_role_order(assignments) if other.unit != a.unit)
            )
            for a in mine
            if not roles or a.role in roles
        )
    order = {catalog.notice.id: n for n, catalog in enumerate(responsibilities.catalogs)}
    place = {task_id: n for n, task_id in enumerate(responsibilities.tasks)}
    owned.sort(
        key=lambda o: (
            order[o.assignment.task.notice_id],
            o.assignment.basis is Basis.COLLECTIVE,
            ROLE_ORDER[o.assignment.role],
            place[o.assignment.task.id],
        )
    )
    return Ownership(tuple(units), tuple(owned), perhaps, len(responsibilities.tasks))
