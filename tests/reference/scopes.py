"""What is in a scope, and what fits nothing."""

from __future__ import annotations

from collections.abc import Sequence

from matrices.answers.assignments import Assignment, Responsibilities, interpret
from matrices.answers.scope import Jurisdiction, Scope, unmatched
from matrices.catalogs.model import Catalog


def in_roles(read: Responsibilities, task_id: str) -> tuple[Assignment, ...]:
    """The assignments of a task, only those in the roles asked for where some are."""
    roles = read.scope.roles
    return tuple(a for a in read.by_task[task_id] if not roles or a.role in roles)


def without_filters(read: Responsibilities) -> Responsibilities:
    """The assignments of all tasks, of the same jurisdictions where some are asked for."""
    scope = read.scope._replace(notices=(), periods=(), sections=(), roles=())
    return interpret(read.everything, read.registry, scope)


def unmatched_filters(
    scope: Scope, catalogs: Sequence[Catalog], known: Sequence[Jurisdiction]
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Values of a scope that no notice has: (filter, value, what there is instead)."""
    return unmatched(
        scope,
        [(c.notice.id, c.notice.jurisdiction, c.notice.period) for c in catalogs],
        [(c.notice.id, section.no, section.title) for c in catalogs for section in c.sections],
        known,
    )
