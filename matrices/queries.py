"""The questions zeren answers, as functions from assignments to records.

Nothing here prints or translates: a record holds ids, names and numbers, each reason and
kind as a code. What a number counts is said in the record that holds it.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matrices.assignments import Assignment, Basis, Responsibilities
from matrices.diagnostics import MatrixError
from matrices.model import Catalog, Role, Task, UnitKind
from matrices.notation import MentionKind
from matrices.registry import UnitKey

ROLE_ORDER = {Role.LEAD: 0, Role.RESPONSIBLE: 1, Role.COOPERATE: 2, Role.GUIDE: 3}
_LOCAL_BODIES = re.compile("乡|镇|街|村|社区|平台|园区|林场|公司|企业")


# Finding units by what a person types


def find_units(responsibilities: Responsibilities, wanted: str) -> list[UnitKey]:
    """The units that a typed name means, at most one in each jurisdiction.

    A name, alias or full name on record counts first; otherwise the ending, then any part
    of a name, where just one unit of the jurisdiction has it. A unit that only tasks outside
    the scope name is found too: its answer is empty. Raises MatrixError
    (``error.unknown-unit`` with the nearest names, ``error.ambiguous-unit`` with the
    candidates).
    """
    wanted = wanted.strip()
    names = _names_by_unit(responsibilities)
    found = _matching(names, wanted)
    if not found and not responsibilities.is_complete:
        names = _names_by_unit(responsibilities.without_filters())
        found = _matching(names, wanted)
    doubtful = [key for keys in found.values() if len(keys) > 1 for key in keys]
    if doubtful:
        raise MatrixError("error.ambiguous-unit", unit=wanted, candidates=_listed(doubtful))
    if found:
        return sorted(keys[0] for keys in found.values())
    everything = {name: key for key, known in names.items() for name in known}
    nearest = difflib.get_close_matches(wanted, everything, 5, 0.4)
    if not nearest:
        raise MatrixError("error.unknown-unit", unit=wanted)
    keys = list(dict.fromkeys(everything[name] for name in nearest))
    raise MatrixError("error.unknown-unit-nearest", unit=wanted, candidates=_listed(keys))


def _matching(names: dict[UnitKey, tuple[str, ...]], wanted: str) -> dict[str, list[UnitKey]]:
    """Units by jurisdiction that the best kind of match finds."""
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.endswith(wanted),
        lambda name: wanted in name,
    )
    for matches in tests if wanted else ():
        found: dict[str, list[UnitKey]] = defaultdict(list)
        for key, known in names.items():
            if any(matches(name) for name in known):
                found[key.jurisdiction].append(key)
        if found:
            return found
    return {}


def _names_by_unit(responsibilities: Responsibilities) -> dict[UnitKey, tuple[str, ...]]:
    """Every unit named in scope or on record for its jurisdictions, with all its names."""
    registry = responsibilities.registry
    jurisdictions = {catalog.notice.jurisdiction for catalog in responsibilities.catalogs}
    keys = set(responsibilities.by_unit)
    keys |= {a.unit for extras in responsibilities.list_defaults.values() for a in extras}
    for name in jurisdictions:
        record = registry.jurisdictions.get(name)
        keys |= {UnitKey(name, unit.name) for unit in (record.units if record else ())}
    return {key: registry.names(key) for key in sorted(keys)}


def _listed(keys: Sequence[UnitKey], limit: int = 8) -> str:
    shown = "、".join(f"{key.name}（{key.jurisdiction}）" for key in keys[:limit])
    return shown + ("…" if len(keys) > limit else "")


# owns


@dataclass(frozen=True, slots=True)
class OwnedTask:
    """One task of a unit: its part, how that is known, through what, and with whom."""

    assignment: Assignment
    with_units: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Ownership:
    """What units own: their tasks, lead first inside each notice.

    `perhaps` counts tasks that may reach the units through collectives whose members are
    not on record; `total` counts all tasks in the scope.
    """

    units: tuple[UnitKey, ...]
    tasks: tuple[OwnedTask, ...]
    perhaps: int
    total: int


def owned_tasks(responsibilities: Responsibilities, units: Sequence[UnitKey]) -> Ownership:
    """What one unit, or the same unit in several jurisdictions, answers for."""
    wanted = set(units)
    roles = responsibilities.scope.roles
    owned: list[OwnedTask] = []
    perhaps = 0
    for task_id, assignments in responsibilities.by_task.items():
        mine = [a for a in assignments if a.unit in wanted]
        mine += [a for a in responsibilities.reached(task_id) if a.unit in wanted]
        if not mine and any(may_hold(responsibilities, a, wanted) for a in assignments):
            perhaps += 1
        owned.extend(
            OwnedTask(
                a, tuple(other for other in _in_role_order(assignments) if other.unit != a.unit)
            )
            for a in mine
            if not roles or a.role in roles
        )
    order = {catalog.notice.id: n for n, catalog in enumerate(responsibilities.catalogs)}
    place = {task_id: n for n, task_id in enumerate(responsibilities.tasks)}
    owned.sort(
        key=lambda o: (
            order[o.assignment.task.notice_id],
            o.assignment.basis is Basis.COLLECTIVE,
            ROLE_ORDER[o.assignment.role],
            place[o.assignment.task.id],
        )
    )
    return Ownership(tuple(units), tuple(owned), perhaps, len(responsibilities.tasks))


def _in_role_order(assignments: Iterable[Assignment]) -> list[Assignment]:
    return sorted(assignments, key=lambda a: ROLE_ORDER[a.role])


def may_hold(
    responsibilities: Responsibilities, collective: Assignment, wanted: set[UnitKey]
) -> bool:
    """Tell whether a unit may belong to a collective whose members nobody has recorded.

    A bureau is never one of 各乡镇, 各平台, 各林场; a township is none of the departments.
    """
    if (
        collective.kind is not MentionKind.COLLECTIVE
        or responsibilities.members(collective.unit) is not None
    ):
        return False
    of_townships = _LOCAL_BODIES.search(collective.unit.name) is not None
    return any(
        key.jurisdiction == collective.unit.jurisdiction
        and key != collective.unit
        and (responsibilities.kind(key) is MentionKind.TOWNSHIP) == of_townships
        and responsibilities.kind(key) in (MentionKind.TOWNSHIP, MentionKind.AGENCY)
        for key in wanted
    )


# workload


class CountMode(StrEnum):
    """How collectives are counted.

    `LITERAL`: what a cell names, collectives as units of their own. `EXPANDED`: one for
    every member on record. `WEIGHTED`: the task shared evenly among those members.
    """

    LITERAL = "literal"
    EXPANDED = "expanded"
    WEIGHTED = "weighted"


class GroupBy(StrEnum):
    """How a workload is split: not at all, per notice, or per section of a notice."""

    NONE = "none"
    NOTICE = "notice"
    SECTION = "section"


@dataclass(slots=True)
class Load:
    """What one unit carries in one group of tasks; all figures count tasks.

    `collective` counts tasks that reach it only through collectives on record. `group` is
    "" or the id of a notice or section. `lead_share` is its part of `led_tasks`, the tasks
    of the group that have any lead in the unit's own jurisdiction.
    """

    unit: UnitKey
    kind: MentionKind
    group: str
    lead_stated: int = 0
    lead_inferred: int = 0
    cooperate: int = 0
    responsible: int = 0
    guide: int = 0
    collective: float = 0
    total: float = 0
    led_tasks: int = 0

    @property
    def led(self) -> int:
        """Tasks the unit leads, stated or inferred."""
        return self.lead_stated + self.lead_inferred

    @property
    def lead_share(self) -> float:
        """The unit's part of all led tasks, 0 to 1; 0 for a name that means nobody."""
        if self.kind is MentionKind.INDEFINITE or not self.led_tasks:
            return 0.0
        return self.led / self.led_tasks


@dataclass(frozen=True, slots=True)
class Workload:
    """Loads, heaviest first, with what the figures are out of.

    `tasks` counts the tasks in scope, `led_tasks` those with any lead, `unknown_members`
    the collectives without members on record, `not_expanded` the tasks they stand in.
    """

    loads: tuple[Load, ...]
    mode: CountMode
    tasks: int
    led_tasks: int
    unknown_members: int
    not_expanded: int
    rolled_up: bool


def workload(
    responsibilities: Responsibilities,
    mode: CountMode = CountMode.LITERAL,
    group_by: GroupBy = GroupBy.NONE,
    roll_up: bool = False,
) -> Workload:
    """How much every unit carries.

    A unit counts once per task, in its strongest part (lead, responsible, cooperate,
    guide, collective), so that `total` counts tasks. With `roll_up`, hosted offices count
    for their host. `scope.roles` keeps units that have such a part.
    """
    loads: dict[tuple[str, UnitKey], Load] = {}
    led_tasks: Counter[tuple[str, str]] = Counter()
    unknown: set[UnitKey] = set()
    not_expanded = 0
    for task_id, task in responsibilities.tasks.items():
        group = _group(task, group_by)
        parts, collectives = _parts(responsibilities, task_id, mode, roll_up)
        without_members = {c for c in collectives if responsibilities.members(c) is None}
        unknown |= without_members
        not_expanded += bool(without_members)
        led_tasks[group, responsibilities.jurisdiction_of[task_id]] += any(
            a.role is Role.LEAD and a.kind is not MentionKind.INDEFINITE
            for a in responsibilities.by_task[task_id]
        )
        for key, (assignment, weight) in parts.items():
            load = loads.get((group, key))
            if load is None:
                load = loads[group, key] = Load(key, responsibilities.kind(key), group)
            _count(load, assignment, weight)
    for load in loads.values():
        load.led_tasks = led_tasks[load.group, load.unit.jurisdiction]
    roles = responsibilities.scope.roles
    kept = [load for load in loads.values() if not roles or any(_has_part(load, r) for r in roles)]
    groups = {group: n for n, group in enumerate(dict.fromkeys(g for g, _ in loads))}
    kept.sort(key=lambda x: (groups[x.group], -x.led, -x.total, x.unit))
    return Workload(
        tuple(kept),
        mode,
        len(responsibilities.tasks),
        sum(led_tasks.values()),
        len(unknown),
        not_expanded,
        roll_up,
    )


def _group(task: Task, group_by: GroupBy) -> str:
    match group_by:
        case GroupBy.NONE:
            return ""
        case GroupBy.NOTICE:
            return task.notice_id
        case GroupBy.SECTION:
            return f"{task.notice_id}/{task.section_no}"


def _parts(
    responsibilities: Responsibilities, task_id: str, mode: CountMode, roll_up: bool
) -> tuple[dict[UnitKey, tuple[Assignment, float]], set[UnitKey]]:
    """The strongest part of every unit in a task, with its weight, and the collectives in it."""
    parts: dict[UnitKey, tuple[Assignment, float]] = {}
    collectives: set[UnitKey] = set()
    for assignment in _in_role_order(responsibilities.by_task[task_id]):
        if assignment.kind is MentionKind.COLLECTIVE:
            collectives.add(assignment.unit)
            if mode is not CountMode.LITERAL and responsibilities.members(assignment.unit):
                continue
        key = responsibilities.host(assignment.unit) if roll_up else assignment.unit
        parts.setdefault(key, (assignment, 1.0))
    if mode is not CountMode.LITERAL:
        for assignment in responsibilities.reached(task_id):
            members = (
                responsibilities.members(UnitKey(assignment.unit.jurisdiction, assignment.via))
                or ()
            )
            weight = 1 / len(members) if mode is CountMode.WEIGHTED and members else 1.0
            key = responsibilities.host(assignment.unit) if roll_up else assignment.unit
            parts.setdefault(key, (assignment, weight))
    return parts, collectives


def _count(load: Load, assignment: Assignment, weight: float) -> None:
    load.total += weight
    if assignment.basis is Basis.COLLECTIVE:
        load.collective += weight
        return
    match assignment.role:
        case Role.LEAD if assignment.basis.is_inferred:
            load.lead_inferred += 1
        case Role.LEAD:
            load.lead_stated += 1
        case Role.COOPERATE:
            load.cooperate += 1
        case Role.RESPONSIBLE:
            load.responsible += 1
        case Role.GUIDE:
            load.guide += 1


def _has_part(load: Load, role: Role) -> bool:
    match role:
        case Role.LEAD:
            return load.led > 0
        case Role.COOPERATE:
            return load.cooperate > 0
        case Role.RESPONSIBLE:
            return load.responsible > 0
        case Role.GUIDE:
            return load.guide > 0


# orphans


class OrphanReason(StrEnum):
    """Why nobody in particular answers for a task."""

    NO_UNIT = "no-unit"
    BLANK_CELL = "blank-cell"
    NO_LEAD = "no-lead"
    COLLECTIVE_ONLY = "collective-only"
    INDEFINITE_ONLY = "indefinite-only"


@dataclass(frozen=True, slots=True)
class Orphan:
    """A task nobody in particular answers for.

    `above` is the nearest row above whose cell in the same column is not blank, with that
    cell's text; None where there is none or the reason is another.
    """

    task: Task
    reason: OrphanReason
    assignments: tuple[Assignment, ...]
    above: tuple[Task, str] | None = None


def orphan_tasks(responsibilities: Responsibilities) -> list[Orphan]:
    """Every task in scope that nobody in particular answers for, in the catalogs' order.

    `scope.roles` keeps tasks where a unit has such a part.

    Somebody answers where an agency or a township leads, stated or inferred, or where just
    one of them is named responsible.
    """
    roles = responsibilities.scope.roles
    found: list[Orphan] = []
    for task_id, task in responsibilities.tasks.items():
        assignments = responsibilities.by_task[task_id]
        if roles and not any(a.role in roles for a in assignments):
            continue
        reason = _orphan_reason(task, assignments)
        if reason is not None:
            above = (
                _row_above(responsibilities, task) if reason is OrphanReason.BLANK_CELL else None
            )
            found.append(Orphan(task, reason, assignments, above))
    return found


def _orphan_reason(task: Task, assignments: tuple[Assignment, ...]) -> OrphanReason | None:
    leading = [a for a in assignments if a.role is Role.LEAD]
    if not leading:
        responsible = [a for a in assignments if a.role is Role.RESPONSIBLE]
        if _blank_deciding_cell(task) is not None:
            return OrphanReason.BLANK_CELL
        if not assignments:
            return OrphanReason.NO_UNIT
        somebody = [a for a in responsible if a.names_somebody]
        if somebody:
            return (
                None
                if len(responsible) == 1 and not somebody[0].open_ended
                else OrphanReason.NO_LEAD
            )
        if any(a.names_somebody for a in assignments):
            return OrphanReason.NO_LEAD
        leading = list(assignments)
    elif any(a.names_somebody for a in leading):
        return None
    if all(a.kind is MentionKind.INDEFINITE for a in leading):
        return OrphanReason.INDEFINITE_ONLY
    return OrphanReason.COLLECTIVE_ONLY


def _blank_deciding_cell(task: Task) -> Role | None:
    """The column that would say who answers, where its cell is there but blank."""
    for role in (Role.LEAD, Role.RESPONSIBLE):
        cell = task.cell(role)
        if cell is not None:
            return None if cell.text.strip() else role
    return None


def _row_above(responsibilities: Responsibilities, task: Task) -> tuple[Task, str] | None:
    role = _blank_deciding_cell(task)
    above = responsibilities.above.get(task.id)
    while above is not None and role is not None:
        cell = above.cell(role)
        if cell is not None and cell.text.strip():
            return above, cell.text
        above = responsibilities.above.get(above.id)
    return None


# overlaps


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
        from matrices.graph import cooperation_pairs  # networkx costs twice all the rest

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
                set(responsibilities.members(assignment.unit) or ())
                if assignment.kind is MentionKind.COLLECTIVE
                else set()
            )
            found[OverlapKind.IN_COLLECTIVE].extend(
                Overlap(OverlapKind.IN_COLLECTIVE, task, (unit, assignment.unit), 2)
                for unit in parts
                if unit in members
            )
    return [overlap for kind in OverlapKind for overlap in found[kind]]


# notices, units, tasks


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


@dataclass(frozen=True, slots=True)
class UnitSummary:
    """A unit, what is on record about it, and in how many tasks it is named."""

    unit: UnitKey
    kind: UnitKind | None
    mention_kind: MentionKind
    aliases: tuple[str, ...]
    duty: str
    host: str
    members: tuple[UnitKey, ...] | None
    led: int
    named: int


def list_units(responsibilities: Responsibilities, pattern: str = "") -> list[UnitSummary]:
    """Units named in scope or on record for its jurisdictions, most tasks first.

    `pattern` keeps units with it in a name, an alias or the field of duty.
    """
    registry = responsibilities.registry
    roles = responsibilities.scope.roles
    result = []
    for key, names in _names_by_unit(responsibilities).items():
        unit = registry.resolve(key.jurisdiction, key.name)
        if pattern and not any(pattern in text for text in (*names, unit.duty if unit else "")):
            continue
        assignments = [
            a for a in responsibilities.by_unit.get(key, []) if not roles or a.role in roles
        ]
        if roles and not assignments:
            continue
        result.append(
            UnitSummary(
                unit=key,
                kind=unit.kind if unit else None,
                mention_kind=responsibilities.kind(key),
                aliases=unit.aliases if unit else (),
                duty=unit.duty if unit else "",
                host=unit.hosted_by if unit else "",
                members=responsibilities.members(key),
                led=len({a.task.id for a in assignments if a.role is Role.LEAD}),
                named=len({a.task.id for a in assignments}),
            )
        )
    result.sort(key=lambda s: (s.unit.jurisdiction, -s.named, s.unit))
    return result


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
        nearest = difflib.get_close_matches(task_id, responsibilities.tasks, 4, 0.6)
        raise MatrixError(
            "error.unknown-task-nearest" if nearest else "error.unknown-task",
            task=task_id,
            candidates="、".join(nearest),
        )
    return task
