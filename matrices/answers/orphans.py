"""Orphans: tasks nobody in particular answers for, each with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from matrices.answers.assignments import (
    Assignment,
    Responsibilities,
)
from matrices.catalogs.model import Role, Task
from matrices.notation import MentionKind


class OrphanReason(StrEnum):
    """Why nobody in particular answers for a task."""

    NO_UNIT = "no-unit"
    BLANK_CELL = "blank-cell"
    NO_LEAD = "no-lead"
    COLLECTIVE_ONLY = "collective-only"
    INDEFINITE_ONLY = "indefinite-only"


@dataclass(frozen=True, slots=True)
class Orphan:
    """A task nobody in particular answers for.

    `above` is the nearest row above whose cell in the same column is not blank, with that
    cell's text; None where there is none or the reason is another.
    """

    task: Task
    reason: OrphanReason
    assignments: tuple[Assignment, ...]
    above: tuple[Task, str] | None = None


def orphan_tasks(responsibilities: Responsibilities) -> list[Orphan]:
    """Every task in scope that nobody in particular answers for, in the catalogs' order.

    `scope.roles` keeps tasks where a unit has such a part.

    Somebody answers where an agency or a township leads, stated or inferred, or where just
    one of them is named responsible.
    """
    roles = responsibilities.scope.roles
    found: list[Orphan] = []
    for task_id, task in responsibilities.tasks.items():
        assignments = responsibilities.by_task[task_id]
        if roles and not any(a.role in roles for a in assignments):
            continue
        reason = _orphan_reason(task, assignments)
        if reason is not None:
            above = (
                _row_above(responsibilities, task) if reason is OrphanReason.BLANK_CELL else None
            )
            found.append(Orphan(task, reason, assignments, above))
    return found


def _orphan_reason(task: Task, assignments: tuple[Assignment, ...]) -> OrphanReason | None:
    leading = [a for a in assignments if a.role is Role.LEAD]
    if not leading:
        responsible = [a for a in assignments if a.role is Role.RESPONSIBLE]
        if _blank_deciding_cell(task) is not None:
            return OrphanReason.BLANK_CELL
        if not assignments:
            return OrphanReason.NO_UNIT
        somebody = [a for a in responsible if a.names_somebody]
        if somebody:
            return (
                None
                if len(responsible) == 1 and not somebody[0].open_ended
                else OrphanReason.NO_LEAD
            )
        if any(a.names_somebody for a in assignments):
            return OrphanReason.NO_LEAD
        leading = list(assignments)
    elif any(a.names_somebody for a in leading):
        return None
    if all(a.kind is MentionKind.INDEFINITE for a in leading):
        return OrphanReason.INDEFINITE_ONLY
    return OrphanReason.COLLECTIVE_ONLY


def _blank_deciding_cell(task: Task) -> Role | None:
    """The column that would say who answers, where its cell is there but blank."""
    for role in (Role.LEAD, Role.RESPONSIBLE):
        cell = task.cell(role)
        if cell is not None:
            return None if cell.text.strip() else role
    return None


def _row_above(responsibilities: Responsibilities, task: Task) -> tuple[Task, str] | None:
    role = _blank_deciding_cell(task)
    above = responsibilities.above.get(task.id)
    while above is not None and role is not None:
        cell = above.cell(role)
        if cell is not None and cell.text.strip():
            return above, cell.text
        above = responsibilities.above.get(above.id)
    return None
