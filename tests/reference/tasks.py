"""Tasks: found by words in them, by what is known of their units, or by id."""

from __future__ import annotations

from collections.abc import Sequence

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Responsibilities
from matrices.answers.records import TaskRow, Tasks
from matrices.answers.task_facts import is_led, task_row
from matrices.catalogs.model import Role, Task
from matrices.diagnostics import MatrixError
from matrices.notation import MentionKind
from matrices.spelling import nearest_names


def search_tasks(
    responsibilities: Responsibilities, words: Sequence[str] = (), traits: Sequence[str] = ()
) -> Tasks:
    """Tasks that hold every word in their texts or unit cells and have every trait.

    Case is ignored. `traits` are of `codes.TASK_TRAITS`; tasks that only repeat another are
    listed with the trait ``repeats`` alone. `scope.roles` keeps tasks with such a part.
    """
    wanted = [word.casefold() for word in words]
    roles = responsibilities.scope.roles
    repeated = codes.REPEATS in traits
    tasks = responsibilities.repeats if repeated else responsibilities.tasks
    rows: list[TaskRow] = []
    for task in tasks.values():
        assignments = responsibilities.assignments_of(task.id)
        if roles and not any(a.role in roles for a in assignments):
            continue
        text = searched_text(task, assignments) if wanted else ""
        if not all(word in text for word in wanted):
            continue
        if all(
            has_trait(responsibilities, assignments, trait)
            for trait in traits
            if trait != codes.REPEATS
        ):
            rows.append(task_row(task, assignments))
    return Tasks(tuple(rows), responsibilities.total)


def searched_text(task: Task, assignments: Sequence[Assignment]) -> str:
    """What a search looks through: the texts, the literal cells, and the names read out of them."""
    cells = [cell.text for cell in task.cells]
    names = [a.unit.name for a in assignments]
    texts = (task.title, task.group, task.content, *task.targets, *cells, *names)
    return "\n".join(texts).casefold()


def has_trait(
    responsibilities: Responsibilities, assignments: Sequence[Assignment], trait: str
) -> bool:
    """Tell whether a task has one of `codes.TASK_TRAITS` other than ``repeats``.

    Of its collectives only those in the roles of the scope are asked about.
    """
    roles = responsibilities.scope.roles
    collectives = [
        a
        for a in assignments
        if a.kind is MentionKind.COLLECTIVE and (not roles or a.role in roles)
    ]
    if trait == codes.WITH_UNITS:
        return bool(assignments)
    if trait == codes.WITHOUT_UNITS:
        return not assignments
    if trait == codes.LED:
        return any(a.role is Role.LEAD and a.names_somebody for a in assignments)
    if trait == codes.ANY_LEAD:
        return is_led(assignments)
    if trait == codes.WITH_COLLECTIVE:
        return bool(collectives)
    return any(not a.members and has_unknown_members(responsibilities, a) for a in collectives)


def has_unknown_members(responsibilities: Responsibilities, collective: Assignment) -> bool:
    """Tell whether some or all members of a collective are not on record."""
    registry = responsibilities.registry
    members = registry.members(collective.unit)
    return members is None or any(registry.kind(m) is MentionKind.COLLECTIVE for m in members)


def find_task(responsibilities: Responsibilities, task_id: str) -> Task:
    """The task of an id, or of its part behind the slash where one notice is in scope.

    Raises MatrixError with the nearest ids.
    """
    tasks = {**responsibilities.tasks, **responsibilities.repeats}
    task = tasks.get(task_id)
    if task is None and "/" not in task_id:
        found = [t for key, t in tasks.items() if key.rpartition("/")[2] == task_id]
        if len(found) == 1:
            return found[0]
        if found:
            raise MatrixError(
                "error.ambiguous-task", task=task_id, candidates="、".join(t.id for t in found[:8])
            )
    if task is None:
        nearest = nearest_names(task_id, tasks, 4)
        if not nearest:
            raise MatrixError("error.unknown-task", task=task_id)
        raise MatrixError("error.unknown-task-nearest", task=task_id, candidates="、".join(nearest))
    return task
