"""What a unit owns: its tasks, its part in each, how that is known, and with whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Basis, Responsibilities, in_role_order
from matrices.answers.collectives import may_hold
from matrices.answers.records import Hosted, NoticeHead, Owned, Ownership
from matrices.answers.task_facts import named_units
from matrices.catalogs.model import LeadRule, Notice, RuleSource
from matrices.catalogs.unit_key import UnitKey
from matrices.notation import MentionKind


def owned_tasks(
    responsibilities: Responsibilities,
    units: Sequence[UnitKey],
    *,
    roll_up: bool = False,
    perhaps: bool = False,
    count: str = "",
) -> Ownership:
    """What one unit, or the same unit in several jurisdictions, answers for.

    `count` keeps what counts (see `counted_parts`). With `roll_up`, offices hosted by it and
    parts of it count as itself. With `perhaps`, the rows are the tasks that may reach it through
    collectives nobody has recorded the members of.
    """
    hosted = hosted_by(responsibilities, units) if roll_up else ()
    wanted = {*units, *(each.unit for each in hosted)}
    roles = responsibilities.scope.roles
    owned: list[Owned] = []
    possible = 0
    for task_id, assignments in responsibilities.by_task.items():
        mine = [a for a in assignments if a.unit in wanted]
        mine += [a for a in responsibilities.reached(task_id) if a.unit in wanted]
        through = [a for a in assignments if may_hold(a, wanted, responsibilities.registry)]
        through = [a for a in through if not roles or a.role in roles]
        if not mine and through:
            possible += 1
            if perhaps:
                owned.append(_perhaps(through[0], units, assignments))
        if not perhaps:
            owned.extend(
                _owned(a, a.unit, a.basis, a.via, assignments)
                for a in counted_parts(responsibilities, task_id, count)
                if a.unit in wanted and (not roles or a.role in roles)
            )
    order = {catalog.notice.id: n for n, catalog in enumerate(responsibilities.catalogs)}
    place = {task_id: n for n, task_id in enumerate(responsibilities.tasks)}
    owned.sort(
        key=lambda o: (
            order[o.notice],
            o.basis == codes.COLLECTIVE,
            codes.ROLE_ORDER[o.role],
            place[o.task],
        )
    )
    return Ownership(
        tuple(units),
        tuple(owned),
        {c.notice.id: notice_head(c.notice) for c in responsibilities.catalogs},
        possible,
        responsibilities.total,
        hosted,
    )


def counted_parts(
    responsibilities: Responsibilities, task_id: str, count: str = ""
) -> list[Assignment]:
    """The parts in a task that count, those of its own row first and by role.

    `count` is literal (what its cells name), named (what the notice names for it in brackets
    and sentences, too), expanded or weighted (members in the place of collectives, and bodies
    without their parts), or "" (whatever reaches any unit).
    """
    own = in_role_order(responsibilities.by_task[task_id])
    if count == codes.LITERAL:
        return own
    reached = responsibilities.reached(task_id)
    if count == codes.NAMED:
        return [*own, *(a for a in reached if not a.basis.is_inferred)]
    if count:
        own = [a for a in own if not _opens(responsibilities, a)]
        return [*own, *(a for a in reached if a.basis is not Basis.PART)]
    return [*own, *reached]


def _opens(responsibilities: Responsibilities, a: Assignment) -> bool:
    """Tell whether it is a collective that gives way to its members when these are counted."""
    if a.kind is not MentionKind.COLLECTIVE:
        return False
    if a.members:
        return True
    return not responsibilities.scope.strict and bool(responsibilities.registry.members(a.unit))


def _owned(
    a: Assignment, unit: UnitKey, basis: str, via: str, assignments: Sequence[Assignment]
) -> Owned:
    return Owned(
        task=a.task.id,
        title=a.task.label,
        notice=a.task.notice_id,
        jurisdiction=unit.jurisdiction,
        unit=unit.name,
        role=str(a.role),
        basis=str(basis),
        via=via,
        with_units=named_units(other for other in assignments if other.unit != a.unit),
    )


def _perhaps(a: Assignment, units: Sequence[UnitKey], assignments: Sequence[Assignment]) -> Owned:
    unit = next(key for key in units if key.jurisdiction == a.unit.jurisdiction)
    return _owned(a, unit, codes.PERHAPS, a.unit.name, assignments)


def notice_head(notice: Notice) -> NoticeHead:
    """A notice as headings name it."""
    own_rule = (
        notice.lead_rule is LeadRule.FIRST_LISTED and notice.lead_rule_by is RuleSource.NOTICE
    )
    return NoticeHead(
        notice.id,
        notice.title,
        notice.number,
        notice.jurisdiction,
        notice.lead_rule_basis if own_rule else "",
    )


def hosted_by(
    responsibilities: Responsibilities, bodies: Iterable[UnitKey] | None = None
) -> tuple[Hosted, ...]:
    """The offices and parts on record that count with these bodies, or with any, when rolled up."""
    registry = responsibilities.registry
    wanted = None if bodies is None else set(bodies)
    found: list[Hosted] = []
    for name in sorted({catalog.notice.jurisdiction for catalog in responsibilities.catalogs}):
        record = registry.jurisdictions.get(name)
        for unit in record.units if record else ():
            key = UnitKey(name, unit.name)
            host = registry.host(key)
            if host != key and (wanted is None or host in wanted):
                found.append(Hosted(key, host.name, unit.hosted_source, bool(unit.part_of)))
    return tuple(found)
