"""Orphans: tasks nobody in particular answers for, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Responsibilities
from matrices.answers.records import Orphan, Orphans, Total
from matrices.answers.task_facts import named_units, orphan_reason, row_above
from matrices.catalogs.model import LeadRule, Role, Task


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
    total = Total(asked, responsibilities.total.repeats)
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
