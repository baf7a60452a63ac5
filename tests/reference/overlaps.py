"""Overlaps: where more than one answers for the same, and who shares most tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Responsibilities
from matrices.answers.records import Overlap, Overlaps
from matrices.answers.task_facts import overlaps_with_parts
from matrices.catalogs.model import Task
from matrices.catalogs.unit_key import UnitKey
from reference.scopes import in_roles


def overlapping_duties(
    responsibilities: Responsibilities, kinds: Sequence[str] = (), *, pairs: bool = False
) -> Overlaps:
    """Where more than one answers for the same; with `pairs`, who shares most tasks.

    `kinds` keeps overlaps of such kinds. With `scope.roles`, those in which a unit takes such
    a part: a unit that leads and cooperates overlaps in both roles.
    """
    if pairs:
        rows = [
            Overlap(
                codes.PAIR, "", "", first.jurisdiction, (first.name, second.name), len(ids), ids
            )
            for first, second, ids in cooperation_pairs(responsibilities)
        ]
        return Overlaps(tuple(rows), responsibilities.total, len(rows))
    found = [
        overlap
        for task_id, task in responsibilities.tasks.items()
        for overlap in overlaps_in(responsibilities, task, responsibilities.by_task[task_id])
        if not kinds or overlap.kind in kinds
    ]
    found.sort(key=lambda overlap: codes.OVERLAPS.index(overlap.kind))
    return Overlaps(tuple(found), responsibilities.total, len(found))


def overlaps_in(
    responsibilities: Responsibilities, task: Task, assignments: Sequence[Assignment]
) -> Iterator[Overlap]:
    """The overlaps in one task, in the roles of the scope where some are asked for."""
    roles = responsibilities.scope.roles
    for overlap, taking_part in overlaps_with_parts(responsibilities, task, assignments):
        if not roles or any(a.role in roles for a in taking_part):
            yield overlap


def cooperation_pairs(
    responsibilities: Responsibilities,
) -> list[tuple[UnitKey, UnitKey, tuple[str, ...]]]:
    """Pairs of named agencies or townships with the tasks they share, most tasks first.

    Collectives and indefinite names are left out: they would pair with everybody. With
    `scope.roles`, both have such a part.
    """
    shared: dict[tuple[UnitKey, UnitKey], list[str]] = {}
    for task_id in responsibilities.tasks:
        units = sorted({a.unit for a in in_roles(responsibilities, task_id) if a.names_somebody})
        for pair in combinations(units, 2):
            shared.setdefault((pair[0], pair[1]), []).append(task_id)
    ordered = sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(first, second, tuple(tasks)) for (first, second), tasks in ordered]
