"""Tasks: found by words in them, or by id."""

from __future__ import annotations

from matrices.answers.assignments import (
    Responsibilities,
)
from matrices.catalogs.model import Task
from matrices.diagnostics import MatrixError
from matrices.spelling import nearest_names


def search_tasks(responsibilities: Responsibilities, pattern: str = "") -> list[Task]:
    """Tasks with the pattern in their title, group, content or targets; case is ignored.

    `scope.roles` keeps tasks that have such a part.
    """
    wanted = pattern.casefold()
    roles = responsibilities.scope.roles
    return [
        task
        for task in responsibilities.tasks.values()
        if (
            not wanted
            or any(
                wanted in text.casefold()
                for text in (task.title, task.group, task.content, *task.targets)
            )
        )
        and (not roles or any(a.role in roles for a in responsibilities.by_task[task.id]))
    ]


def find_task(responsibilities: Responsibilities, task_id: str) -> Task:
    """The task of an id, or of its part behind the slash where one notice is in scope.

    Raises MatrixError with the nearest ids.
    """
    task = responsibilities.tasks.get(task_id)
    if task is None and "/" not in task_id:
        found = [
            t for key, t in responsibilities.tasks.items() if key.rpartition("/")[2] == task_id
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise MatrixError(
                "error.ambiguous-task", task=task_id, candidates="、".join(t.id for t in found[:8])
            )
    if task is None:
        nearest = nearest_names(task_id, responsibilities.tasks, 4)
        if not nearest:
            raise MatrixError("error.unknown-task", task=task_id)
        raise MatrixError("error.unknown-task-nearest", task=task_id, candidates="、".join(nearest))
    return task
