"""Notices: which were read, and what their catalogs hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from matrices.answers.assignments import (
    Responsibilities,
)
from matrices.answers.orphans import orphan_tasks
from matrices.catalogs.model import Catalog, Role


@dataclass(frozen=True, slots=True)
class NoticeSummary:
    """A notice and what its catalog holds, all figures in tasks."""

    catalog: Catalog
    tasks: int
    with_units: int
    led: int
    orphans: int
    units: int


def summarise_notices(responsibilities: Responsibilities) -> list[NoticeSummary]:
    """The notices in scope, in the order they were loaded."""
    orphans = Counter(orphan.task.notice_id for orphan in orphan_tasks(responsibilities))
    result = []
    for catalog in responsibilities.catalogs:
        ids = [
            t for t, task in responsibilities.tasks.items() if task.notice_id == catalog.notice.id
        ]
        assigned = [responsibilities.in_roles(task_id) for task_id in ids]
        result.append(
            NoticeSummary(
                catalog,
                len(ids),
                sum(bool(a) for a in assigned),
                sum(any(x.role is Role.LEAD and x.names_somebody for x in a) for a in assigned),
                orphans[catalog.notice.id],
                len({x.unit for a in assigned for x in a}),
            )
        )
    return result
