"""Orphans: tasks nobody in particular answers for, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Responsibilities
from matrices.answers.owns import named_units, total_of
from matrices.answers.records import Orphan, Orphans, Total
from matrices.catalogs.model import LeadRule, Role, Task
from matrices.notation import MentionKind


def orphan_tasks(responsibilities: Responsibilities, reasons: Sequence[str] = ()) -> Orphans:
    """Every task in scope that nobody in particular answers for, in the catalogs' order.

    `reasons` keeps those with such a reason. `scope.roles` asks only about tasks with a column
    or a unit in such a role: of the tasks with a lead column, whose lead is nobody in particular.

    Somebody answers where an agency or a township leads, or where just one of them is named
    responsible.
    """
    found: list[Orphan] = []
    asked = 0
    for task_id, task in responsibilities.tasks.items():
        assignments = responsibilities.by_task[task_id]
        if not _is_asked(task, assignments, responsibilities.scope.roles):
            continue
        asked += 1
        reason = orphan_reason(task, assignments)
        if reason and (not reasons or reason in reasons):
            above = row_above(responsibilities, task) if reason == codes.BLANK_CELL else ("", "")
            found.append(
                Orphan(
                    task_id,
                    task.label,
                    task.notice_id,
                    task.section_no,
                    reason,
                    named_units(assignments),
                    *above,
                )
            )
    total = Total(asked, total_of(responsibilities).repeats)
    return Orphans(tuple(found), total, leadless_notices(responsibilities))


def _is_asked(task: Task, assignments: Sequence[Assignment], roles: Sequence[str]) -> bool:
    return not roles or any(
        task.cell(role) is not None or any(a.role == role for a in assignments) for role in roles
    )


def leadless_notices(responsibilities: Responsibilities) -> tuple[str, ...]:
    """The notices that state no rule about leads and name none for any task of the scope."""
    with_lead = {
        responsibilities.tasks[task_id].notice_id
        for task_id, assignments in responsibilities.by_task.items()
        if any(a.role is Role.LEAD for a in assignments)
    }
    return tuple(
        catalog.notice.id
        for catalog in responsibilities.catalogs
        if catalog.notice.lead_rule is not LeadRule.STATED and catalog.notice.id not in with_lead
    )


def orphan_reason(task: Task, assignments: Sequence[Assignment]) -> str:
    """Why nobody in particular answers: a code of `codes.REASONS`, "" where somebody does."""
    leading = [a for a in assignments if a.role is Role.LEAD]
    if not leading:
        responsible = [a for a in assignments if a.role is Role.RESPONSIBLE]
        if _blank_deciding_cell(task) is not None:
            return codes.BLANK_CELL
        if not assignments:
            return codes.NO_UNIT
        somebody = [a for a in responsible if a.names_somebody]
        if somebody:
            alone = len(responsible) == 1 and not somebody[0].open_ended
            return "" if alone else codes.NO_LEAD
        if any(a.names_somebody for a in assignments):
            return codes.NO_LEAD
        leading = list(assignments)
    elif any(a.names_somebody for a in leading):
        return ""
    if all(a.kind is MentionKind.INDEFINITE for a in leading):
        return codes.INDEFINITE_ONLY
    return codes.COLLECTIVE_ONLY


def _blank_deciding_cell(task: Task) -> Role | None:
    """The column that would say who answers, where its cell is there but blank."""
    for role in (Role.LEAD, Role.RESPONSIBLE):
        cell = task.cell(role)
        if cell is not None:
            return None if cell.text.strip() else role
    return None


def row_above(responsibilities: Responsibilities, task: Task) -> tuple[str, str]:
    """The nearest row above with something in the column that is blank here: its id, its cell."""
    role = _blank_deciding_cell(task)
    above = responsibilities.above.get(task.id)
    while above is not None and role is not None:
        cell = above.cell(role)
        if cell is not None and cell.text.strip():
            return above.id, cell.text
        above = responsibilities.above.get(above.id)
    return "", ""
