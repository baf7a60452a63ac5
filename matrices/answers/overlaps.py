"""Overlaps: where more than one answers for the same, and who shares most tasks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from matrices.answers.assignments import (
    Responsibilities,
)
from matrices.catalogs.model import Role, Task, UnitKey
from matrices.notation import MentionKind


class OverlapKind(StrEnum):
    """How duties overlap."""

    JOINT_LEAD = "joint-lead"
    LEAD_AND_COOPERATE = "lead-and-cooperate"
    REPEATED = "repeated-in-cell"
    IN_COLLECTIVE = "named-and-in-collective"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class Overlap:
    """One overlap: the task (None for a pair), the units in it, and a count.

    `count` is the number of joint leads, of parts, of times named, or of shared tasks;
    `tasks` lists the tasks of a pair.
    """

    kind: OverlapKind
    task: Task | None
    units: tuple[UnitKey, ...]
    count: int
    tasks: tuple[str, ...] = ()


def overlapping_duties(responsibilities: Responsibilities, pairs: bool = False) -> list[Overlap]:
    """Where more than one answers for the same; with `pairs`, who shares most tasks.

    With `scope.roles`, only units in such a part are looked at.
    """
    if pairs:
        return [
            Overlap(OverlapKind.PAIR, None, (first, second), len(tasks), tasks)
            for first, second, tasks in cooperation_pairs(responsibilities)
        ]
    found: dict[OverlapKind, list[Overlap]] = {kind: [] for kind in OverlapKind}
    for task_id, task in responsibilities.tasks.items():
        assignments = responsibilities.in_roles(task_id)
        leads = tuple(a.unit for a in assignments if a.role is Role.LEAD)
        if len(leads) > 1:
            found[OverlapKind.JOINT_LEAD].append(
                Overlap(OverlapKind.JOINT_LEAD, task, leads, len(leads))
            )
        parts = Counter(a.unit for a in assignments)
        for unit, count in parts.items():
            if count > 1:
                found[OverlapKind.LEAD_AND_COOPERATE].append(
                    Overlap(OverlapKind.LEAD_AND_COOPERATE, task, (unit,), count)
                )
        for assignment in assignments:
            if assignment.times > 1:
                found[OverlapKind.REPEATED].append(
                    Overlap(OverlapKind.REPEATED, task, (assignment.unit,), assignment.times)
                )
            members = (
                set(responsibilities.registry.members(assignment.unit) or ())
                if assignment.kind is MentionKind.COLLECTIVE
                else set()
            )
            found[OverlapKind.IN_COLLECTIVE].extend(
                Overlap(OverlapKind.IN_COLLECTIVE, task, (unit, assignment.unit), 2)
                for unit in parts
                if unit in members
            )
    return [overlap for kind in OverlapKind for overlap in found[kind]]


def cooperation_pairs(
    responsibilities: Responsibilities,
) -> list[tuple[UnitKey, UnitKey, tuple[str, ...]]]:
    """Pairs of named agencies or townships with the tasks they share, most tasks first.

    Collectives and indefinite names are left out: they would pair with everybody.
    """
    shared: dict[tuple[UnitKey, UnitKey], list[str]] = {}
    for task_id in responsibilities.tasks:
        units = sorted({a.unit for a in responsibilities.in_roles(task_id) if a.names_somebody})
        for pair in combinations(units, 2):
            shared.setdefault((pair[0], pair[1]), []).append(task_id)
    ordered = sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(first, second, tuple(tasks)) for (first, second), tasks in ordered]
