"""Overlaps: where more than one answers for the same, and who shares most tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Responsibilities
from matrices.answers.owns import total_of
from matrices.answers.records import Overlap, Overlaps
from matrices.catalogs.model import Role, Task
from matrices.catalogs.unit_key import UnitKey
from matrices.notation import MentionKind


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
        return Overlaps(tuple(rows), total_of(responsibilities))
    found = [
        overlap
        for task_id, task in responsibilities.tasks.items()
        for overlap in overlaps_in(responsibilities, task, responsibilities.by_task[task_id])
        if not kinds or overlap.kind in kinds
    ]
    found.sort(key=lambda overlap: codes.OVERLAPS.index(overlap.kind))
    return Overlaps(tuple(found), total_of(responsibilities))


def overlaps_in(
    responsibilities: Responsibilities, task: Task, assignments: Sequence[Assignment]
) -> Iterator[Overlap]:
    """The overlaps in one task, in the roles of the scope where some are asked for."""
    roles = responsibilities.scope.roles
    for overlap, taking_part in overlaps_with_parts(responsibilities, task, assignments):
        if not roles or any(a.role in roles for a in taking_part):
            yield overlap


def overlaps_with_parts(
    responsibilities: Responsibilities, task: Task, assignments: Sequence[Assignment]
) -> Iterator[tuple[Overlap, Sequence[Assignment]]]:
    """The overlaps in one task, each with the assignments that make it."""

    def overlap(
        kind: str, units: Sequence[UnitKey], size: int, *, is_assumed: bool = False
    ) -> Overlap:
        names = tuple(unit.name for unit in units)
        jurisdiction = units[0].jurisdiction
        return Overlap(kind, task.id, task.label, jurisdiction, names, size, (task.id,), is_assumed)

    leads = [a for a in assignments if a.role is Role.LEAD]
    if len(leads) > 1:
        assumed = any(a.basis.is_assumed for a in leads)
        units = [a.unit for a in leads]
        yield overlap(codes.JOINT_LEAD, units, len(leads), is_assumed=assumed), leads
    own: dict[UnitKey, list[Assignment]] = {}
    for a in assignments:
        own.setdefault(a.unit, []).append(a)
    for unit, parts in own.items():
        if len(parts) > 1:
            assumed = any(a.is_assumed_lead for a in parts)
            found = overlap(codes.LEAD_AND_COOPERATE, [unit], len(parts), is_assumed=assumed)
            yield found, parts
    for a in assignments:
        if a.times > 1:
            yield overlap(codes.REPEATED_IN_CELL, [a.unit], a.times), [a]
    for a in assignments:
        if a.kind is not MentionKind.COLLECTIVE:
            continue
        members = {responsibilities.registry.key(a.unit.jurisdiction, name) for name in a.members}
        if not responsibilities.scope.strict:
            members.update(responsibilities.registry.members(a.unit) or ())
        for unit, parts in own.items():
            if unit in members:
                yield overlap(codes.NAMED_AND_IN_COLLECTIVE, [unit, a.unit], 2), [a, *parts]


def cooperation_pairs(
    responsibilities: Responsibilities,
) -> list[tuple[UnitKey, UnitKey, tuple[str, ...]]]:
    """Pairs of named agencies or townships with the tasks they share, most tasks first.

    Collectives and indefinite names are left out: they would pair with everybody. With
    `scope.roles`, both have such a part.
    """
    shared: dict[tuple[UnitKey, UnitKey], list[str]] = {}
    for task_id in responsibilities.tasks:
        units = sorted({a.unit for a in responsibilities.in_roles(task_id) if a.names_somebody})
        for pair in combinations(units, 2):
            shared.setdefault((pair[0], pair[1]), []).append(task_id)
    ordered = sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(first, second, tuple(tasks)) for (first, second), tasks in ordered]
