"""Interpretation: who plays which part in each task, and by which rule that is known.

The catalogs only transcribe. Here, and only here, cells become assignments. Every
assignment carries its basis: `stated` by the notice, or inferred by a named rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from matrices.answers.scope import Scope
from matrices.catalogs.model import (
    Catalog,
    Default,
    LeadRule,
    Role,
    Section,
    Task,
    UnitKey,
)
from matrices.catalogs.registry import Registry, registered_kind
from matrices.diagnostics import Place
from matrices.notation import Mention, MentionKind, parse_cell


class Basis(StrEnum):
    """How an assignment is known.

    `STATED`: the notice's own column or words. `FIRST_LISTED`: no lead is stated, the
    notice's lead rule makes the first named agency lead and the others cooperate. `SOLE`:
    under that rule, the only unit named. `COLLECTIVE`: reached through membership on
    record. `DEFAULT`: the notice assigns it once for all tasks that follow.
    """

    STATED = "stated"
    FIRST_LISTED = "first-listed"
    SOLE = "sole"
    COLLECTIVE = "collective"
    DEFAULT = "default"

    @property
    def is_inferred(self) -> bool:
        """Tell whether a rule of ours says so, not the notice."""
        return self in (Basis.FIRST_LISTED, Basis.SOLE, Basis.COLLECTIVE)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit's part in one task.

    `column` is the role of the column the name stands in, `role` the part it plays by
    `basis`. `raw` is the literal text. `times` counts how often the cell names the unit.
    `via` names the collective through which the unit was reached, "" where it is named.
    """

    task: Task
    unit: UnitKey
    role: Role
    basis: Basis
    kind: MentionKind
    column: Role
    raw: str
    position: int
    tier: int
    open_ended: bool
    open_words: str
    sub_units: tuple[str, ...]
    place: Place
    times: int = 1
    via: str = ""

    @property
    def names_somebody(self) -> bool:
        """Tell whether it names a body in particular: an agency or a township."""
        return self.kind in (MentionKind.AGENCY, MentionKind.TOWNSHIP)


@dataclass(slots=True)
class Responsibilities:
    """All assignments within a scope, ready to be asked by task and by unit.

    `tasks` and `by_task` are in the order of the catalogs. `by_unit` holds only what
    names the unit; what reaches it through a collective is in `reached`.
    """

    catalogs: tuple[Catalog, ...]
    registry: Registry
    scope: Scope
    tasks: dict[str, Task] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    by_task: dict[str, tuple[Assignment, ...]] = field(default_factory=dict)
    by_unit: dict[UnitKey, list[Assignment]] = field(default_factory=lambda: defaultdict(list))
    jurisdiction_of: dict[str, str] = field(default_factory=dict)
    above: dict[str, Task] = field(default_factory=dict)
    list_defaults: dict[str, tuple[Assignment, ...]] = field(default_factory=dict)
    everything: tuple[Catalog, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Tell whether the scope leaves no task out, or only other jurisdictions."""
        scope = self.scope
        return not (scope.notices or scope.periods or scope.sections)

    def without_filters(self) -> Responsibilities:
        """The assignments of all tasks, of the same jurisdictions where some are asked for."""
        return interpret(
            self.everything,
            self.registry,
            Scope(jurisdictions=self.scope.jurisdictions, strict=self.scope.strict),
        )

    def in_roles(self, task_id: str) -> tuple[Assignment, ...]:
        """The assignments of a task, only those in the roles asked for where some are."""
        roles = self.scope.roles
        return tuple(a for a in self.by_task[task_id] if not roles or a.role in roles)

    def reached(self, task_id: str) -> tuple[Assignment, ...]:
        """The assignments of a task that its own row does not name, by unit and role.

        They come through membership on record, or from a sentence of the notice that
        extends the lists of all tasks that follow.
        """
        named = {assignment.unit for assignment in self.by_task[task_id]}
        found: dict[tuple[UnitKey, Role], Assignment] = {
            (extra.unit, extra.role): extra
            for extra in self.list_defaults.get(task_id, ())
            if extra.unit not in named
        }
        for assignment in self.by_task[task_id]:
            if assignment.kind is not MentionKind.COLLECTIVE:
                continue
            for member in self.registry.members(assignment.unit) or ():
                if member in named or (member, assignment.role) in found:
                    continue
                found[member, assignment.role] = replace(
                    assignment,
                    unit=member,
                    basis=Basis.COLLECTIVE,
                    kind=self.registry.kind(member),
                    via=assignment.unit.name,
                )
        return tuple(found.values())


def interpret(
    catalogs: Iterable[Catalog], registry: Registry, scope: Scope | None = None
) -> Responsibilities:
    """Read the assignments out of all catalogs within a scope.

    With `scope.strict` no rule of ours is applied: a 责任单位 stays `responsible`.
    """
    scope = scope or Scope()
    everything = tuple(catalogs)
    result = Responsibilities(
        tuple(catalog for catalog in everything if scope.admits_catalog(catalog)),
        registry,
        scope,
        everything=everything,
    )
    for catalog in result.catalogs:
        _interpret_catalog(catalog, result)
    return result


def _interpret_catalog(catalog: Catalog, result: Responsibilities) -> None:
    known = known_names(catalog, result.registry)
    active: list[Default] = []
    for section in catalog.sections:
        admitted = result.scope.admits_section(catalog, section)
        above: Task | None = None
        for task in section.tasks:
            active += [d for d in catalog.defaults if _starts_at(d, task)]
            if admitted:
                result.tasks[task.id] = task
                result.sections[task.id] = section
                result.jurisdiction_of[task.id] = catalog.notice.jurisdiction
                if above is not None:
                    result.above[task.id] = above
                each = [default for default in active if not default.as_list]
                assignments = _interpret_task(task, catalog, each, result, known)
                lists = [default for default in active if default.as_list]
                if lists and assignments:
                    result.list_defaults[task.id] = tuple(
                        _by_default(
                            task, lists, catalog.notice.jurisdiction, result.registry, known
                        )
                    )
                result.by_task[task.id] = assignments
                for assignment in assignments:
                    result.by_unit[assignment.unit].append(assignment)
            above = task


def known_names(catalog: Catalog, registry: Registry) -> frozenset[str]:
    """Names that hold a separator or 和, on record or told by the catalog itself."""
    return registry.holding_separators(catalog.notice.jurisdiction) | frozenset(
        catalog.notice.names
    )


def _starts_at(default: Default, task: Task) -> bool:
    return default.first_task == f"{task.section_no}.{task.no}"


def _interpret_task(
    task: Task,
    catalog: Catalog,
    defaults: Sequence[Default],
    result: Responsibilities,
    known: frozenset[str],
) -> tuple[Assignment, ...]:
    jurisdiction = catalog.notice.jurisdiction
    assignments: list[Assignment] = []
    for cell in task.cells:
        for mention in parse_cell(cell.text, known).mentions:
            key, kind = _identify(mention, jurisdiction, result.registry)
            assignments.append(
                _assign(task, key, kind, mention, cell.role, Basis.STATED, cell.place)
            )
    rule = task.lead_rule or catalog.notice.lead_rule
    if rule is LeadRule.FIRST_LISTED and not result.scope.strict:
        assignments = _lead_by_first_place(assignments)
    named = {assignment.unit for assignment in assignments}
    assignments += [
        extra
        for extra in _by_default(task, defaults, jurisdiction, result.registry, known)
        if extra.unit not in named
    ]
    return _merge_repeated(assignments)


def _by_default(
    task: Task,
    defaults: Sequence[Default],
    jurisdiction: str,
    registry: Registry,
    known: frozenset[str],
) -> list[Assignment]:
    found: list[Assignment] = []
    for default in defaults:
        for mention in parse_cell(default.text, known).mentions:
            key, kind = _identify(mention, jurisdiction, registry)
            found.append(
                _assign(task, key, kind, mention, default.role, Basis.DEFAULT, default.place)
            )
    return found


def _identify(
    mention: Mention, jurisdiction: str, registry: Registry
) -> tuple[UnitKey, MentionKind]:
    unit = registry.resolve(jurisdiction, mention.name)
    if unit is None:
        return UnitKey(jurisdiction, mention.name), mention.kind
    return UnitKey(jurisdiction, unit.name), registered_kind(unit)


def _assign(
    task: Task,
    key: UnitKey,
    kind: MentionKind,
    mention: Mention,
    role: Role,
    basis: Basis,
    place: Place,
) -> Assignment:
    return Assignment(
        task=task,
        unit=key,
        role=role,
        basis=basis,
        kind=kind,
        column=role,
        raw=mention.text,
        position=mention.position,
        tier=mention.tier,
        open_ended=mention.open_ended,
        open_words=mention.open_words,
        sub_units=mention.sub_units,
        place=place,
    )


def _lead_by_first_place(assignments: list[Assignment]) -> list[Assignment]:
    """列第一位的为牵头单位: the first named agency leads, the others cooperate.

    Nothing is inferred where a lead is stated, or where a collective stands first: it
    leads nobody in particular.
    """
    listed = [a for a in assignments if a.column is Role.RESPONSIBLE]
    if any(a.role is Role.LEAD for a in assignments) or not listed or not listed[0].names_somebody:
        return assignments
    alone = len(assignments) == 1 and not listed[0].open_ended
    basis = Basis.SOLE if alone else Basis.FIRST_LISTED
    first = listed[0]
    return [
        replace(a, role=Role.LEAD if a.unit == first.unit else Role.COOPERATE, basis=basis)
        if a.column is Role.RESPONSIBLE
        else a
        for a in assignments
    ]


def _merge_repeated(assignments: list[Assignment]) -> tuple[Assignment, ...]:
    """One edge per (task, unit, role); how often the cell names the unit is kept."""
    merged: dict[tuple[UnitKey, Role], Assignment] = {}
    for assignment in assignments:
        key = (assignment.unit, assignment.role)
        if key in merged:
            merged[key] = replace(merged[key], times=merged[key].times + 1)
        else:
            merged[key] = assignment
    return tuple(merged.values())


ROLE_ORDER = {Role.LEAD: 0, Role.RESPONSIBLE: 1, Role.COOPERATE: 2, Role.GUIDE: 3}


def in_role_order(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Assignments by role: lead, responsible, cooperate, guide; else in their order."""
    return sorted(assignments, key=lambda a: ROLE_ORDER[a.role])
