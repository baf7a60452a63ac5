"""What is told of one task from its assignments: who is named, who answers, where two do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Responsibilities, in_role_order
from matrices.answers.records import Assigned, NamedUnit, Overlap, TaskRow
from matrices.catalogs.model import Role, Task
from matrices.catalogs.unit_key import UnitKey
from matrices.notation import MentionKind


def named_units(assignments: Iterable[Assignment]) -> tuple[NamedUnit, ...]:
    """The units of a task in role order, each once, in its strongest part."""
    found: dict[UnitKey, NamedUnit] = {}
    for a in in_role_order(assignments):
        unit = NamedUnit(a.unit.name, str(a.role), a.is_assumed_lead, a.open_ended)
        found.setdefault(a.unit, unit)
    return tuple(found.values())


def is_led(assignments: Iterable[Assignment]) -> bool:
    """Tell whether anybody leads, be it a collective; names that mean nobody do not."""
    return any(a.role is Role.LEAD and a.kind is not MentionKind.INDEFINITE for a in assignments)


def traits_of(assignments: Sequence[Assignment]) -> tuple[str, ...]:
    """Those of `codes.TASK_TRAITS` that the units and leads of a task tell."""
    led = any(a.role is Role.LEAD and a.names_somebody for a in assignments)
    return (
        codes.WITH_UNITS if assignments else codes.WITHOUT_UNITS,
        *((codes.LED,) if led else ()),
        *((codes.ANY_LEAD,) if is_led(assignments) else ()),
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


def task_row(task: Task, assignments: Sequence[Assignment]) -> TaskRow:
    """One task as a record."""
    return TaskRow(
        id=task.id,
        notice=task.notice_id,
        section=task.section_no,
        no=task.no,
        group=task.group,
        title=task.title,
        label=task.label,
        content=task.content,
        targets=task.targets,
        deadline=task.deadline,
        assigned=tuple(assigned(a) for a in assignments),
        same_as=task.same_as,
    )


def assigned(a: Assignment) -> Assigned:
    """One assignment as a record."""
    return Assigned(a.unit.name, str(a.role), str(a.basis), str(a.kind), a.open_ended, a.raw)
