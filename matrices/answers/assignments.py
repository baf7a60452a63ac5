"""Interpretation: who plays which part in each task, and by which rule that is known.

The catalogs only transcribe. Here, and only here, cells become assignments. Every
assignment carries its basis: `stated` by the notice, or inferred by a named rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from matrices.answers import codes
from matrices.answers.records import Total
from matrices.answers.scope import Jurisdiction, Scope, jurisdictions_meant
from matrices.catalogs.model import Catalog, Default, LeadRule, Role, RuleSource, Section, Task
from matrices.catalogs.registry import Registry, registered_kind
from matrices.catalogs.repeats import find_repeats, known_names
from matrices.catalogs.unit_key import UnitKey
from matrices.diagnostics import Place
from matrices.notation import Mention, MentionKind, parse_cell


class Basis(StrEnum):
    """How an assignment is known: said by the notice, inferred, or assumed.

    Said by the notice: `STATED` in a column or in words; `FIRST_LISTED` by its own rule that
    the first named leads, `SOLE` by that rule where only one is named; `DEFAULT` once for all
    tasks that follow; `PART` in a bracket behind the body it belongs to; `NAMED_MEMBER` in a
    bracket behind the collective.
    Inferred: `COLLECTIVE`, through membership on record.
    Assumed: `ASSUMED`, the first named agency is taken for the lead although nobody says so.
    """

    STATED = "stated"
    FIRST_LISTED = "first-listed"
    SOLE = "sole"
    DEFAULT = "default"
    PART = "part"
    NAMED_MEMBER = "named-member"
    COLLECTIVE = "collective"
    ASSUMED = "assumed"

    @property
    def is_inferred(self) -> bool:
        """Tell whether the record of members says so, not the notice."""
        return self is Basis.COLLECTIVE

    @property
    def is_assumed(self) -> bool:
        """Tell whether nobody says so."""
        return self is Basis.ASSUMED


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit's part in one task.

    `column` is the role of the column the name stands in, `role` the part it plays by
    `basis`. `raw` is the literal text. `times` counts how often the cell names the unit.
    `via` names the collective, or the body, through which the unit was reached, "" where it
    is named itself. `sub_units` and `members` stand in a bracket behind the name.
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
    members: tuple[str, ...] = ()
    times: int = 1
    via: str = ""

    @property
    def names_somebody(self) -> bool:
        """Tell whether it names a body in particular: an agency or a township."""
        return self.kind in (MentionKind.AGENCY, MentionKind.TOWNSHIP)

    def taken_as(self, role: Role, basis: Basis) -> Assignment:
        """The same name in another part; `dataclasses.replace` takes five times as long."""
        return Assignment(
            self.task, self.unit, role, basis, self.kind, self.column, self.raw, self.position,
            self.tier, self.open_ended, self.open_words, self.sub_units, self.place,
            self.members, self.times, self.via,
        )  # fmt: skip

    @property
    def is_assumed_lead(self) -> bool:
        """Tell whether it leads only by assumption: what a mark stands for in every output."""
        return self.role is Role.LEAD and self.basis.is_assumed


@dataclass(slots=True)
class Responsibilities:
    """All assignments within a scope, ready to be asked by task and by unit.

    `tasks` and `by_task` are in the order of the catalogs and hold the tasks that count;
    `repeats` are the tasks that say another one once more (`same_as`), with their own
    assignments in `by_repeat`. `by_unit` holds only what names the unit; what reaches it
    through a collective is in `reached`. `other_names` are names that only a bracket of a
    notice gives a unit.
    """

    catalogs: tuple[Catalog, ...]
    registry: Registry
    scope: Scope
    tasks: dict[str, Task] = field(default_factory=dict)
    repeats: dict[str, Task] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    by_task: dict[str, tuple[Assignment, ...]] = field(default_factory=dict)
    by_repeat: dict[str, tuple[Assignment, ...]] = field(default_factory=dict)
    by_unit: dict[UnitKey, list[Assignment]] = field(default_factory=lambda: defaultdict(list))
    other_names: dict[UnitKey, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    jurisdiction_of: dict[str, str] = field(default_factory=dict)
    above: dict[str, Task] = field(default_factory=dict)
    list_defaults: dict[str, tuple[Assignment, ...]] = field(default_factory=dict)
    everything: tuple[Catalog, ...] = ()

    @property
    def total(self) -> Total:
        """What an answer is out of: all tasks, and of the repeats those with a part asked for."""
        roles = self.scope.roles
        repeats = [
            assignments
            for assignments in self.by_repeat.values()
            if not roles or any(a.role in roles for a in assignments)
        ]
        return Total(len(self.tasks), len(repeats))

    def assignments_of(self, task_id: str) -> tuple[Assignment, ...]:
        """The assignments of a task, of one that counts or of one that repeats another."""
        return self.by_task[task_id] if task_id in self.by_task else self.by_repeat[task_id]

    def reached(self, task_id: str) -> tuple[Assignment, ...]:
        """The assignments of a task to units that its own row does not name, by unit and role.

        They come from a bracket behind a name, from a sentence of the notice that extends the
        lists of all tasks that follow, or, unless the scope is strict, through membership on
        record.
        """
        own = self.assignments_of(task_id)
        named = {assignment.unit for assignment in own}
        found: dict[tuple[UnitKey, Role], Assignment] = {
            (extra.unit, extra.role): extra
            for extra in self.list_defaults.get(task_id, ())
            if extra.unit not in named
        }
        for assignment in own:
            jurisdiction = assignment.unit.jurisdiction
            through = [
                (self.registry.key(jurisdiction, name), Basis.PART) for name in assignment.sub_units
            ]
            through += [
                (self.registry.key(jurisdiction, name), Basis.NAMED_MEMBER)
                for name in assignment.members
            ]
            if assignment.kind is MentionKind.COLLECTIVE and not self.scope.strict:
                members = self.registry.members(assignment.unit) or ()
                through += [(member, Basis.COLLECTIVE) for member in members]
            for unit, basis in through:
                if unit not in named:
                    found.setdefault(
                        (unit, assignment.role), self._through(assignment, unit, basis)
                    )
        return tuple(found.values())

    def _through(self, assignment: Assignment, unit: UnitKey, basis: Basis) -> Assignment:
        # who stands in a bracket behind an assumed lead is not assumed to lead as well
        role = assignment.column if assignment.is_assumed_lead else assignment.role
        return Assignment(
            assignment.task, unit, role, basis, self.registry.kind(unit), assignment.column,
            assignment.raw, assignment.position, assignment.tier, assignment.open_ended,
            assignment.open_words, (), assignment.place, via=assignment.unit.name,
        )  # fmt: skip


def interpret(
    catalogs: Iterable[Catalog], registry: Registry, scope: Scope | None = None
) -> Responsibilities:
    """Read the assignments out of all catalogs within a scope.

    The scope's jurisdictions may be named in any way (see `jurisdictions_meant`), which raises
    MatrixError for a name that several bear. With `scope.strict` nothing is assumed and nobody
    is reached through membership on record.
    """
    scope = scope or Scope()
    everything = tuple(catalogs)
    if scope.jurisdictions:
        known = known_jurisdictions(everything, registry)
        meant = jurisdictions_meant(scope.jurisdictions, known)
        scope = scope._replace(jurisdictions=meant)
    result = Responsibilities(
        tuple(catalog for catalog in everything if scope.admits_catalog(catalog)),
        registry,
        scope,
        everything=everything,
    )
    for catalog in result.catalogs:
        _interpret_catalog(catalog, result)
    return result


def known_jurisdictions(catalogs: Iterable[Catalog], registry: Registry) -> list[Jurisdiction]:
    """What the jurisdictions on record and those of the notices are called."""
    found = {
        key: Jurisdiction(key, record.name, record.full_name, record.code, record.within)
        for key, record in registry.jurisdictions.items()
    }
    for catalog in catalogs:
        name = catalog.notice.jurisdiction
        found.setdefault(name, Jurisdiction(name, name, name))
    return list(found.values())


def _interpret_catalog(catalog: Catalog, result: Responsibilities) -> None:
    known = known_names(catalog, result.registry)
    repeated = find_repeats(catalog, result.registry)[0]
    active: list[Default] = []
    for section in catalog.sections:
        admitted = result.scope.admits_section(catalog, section)
        above: Task | None = None
        for task in section.tasks:
            active += [d for d in catalog.defaults if _starts_at(d, task)]
            if admitted:
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
                if task.id in repeated:
                    result.repeats[task.id] = task
                    result.by_repeat[task.id] = assignments
                else:
                    result.tasks[task.id] = task
                    result.by_task[task.id] = assignments
                    for assignment in assignments:
                        result.by_unit[assignment.unit].append(assignment)
            above = task


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
        for read in parse_cell(cell.text, known).mentions:
            key, kind = _identify(read, jurisdiction, result.registry)
            mention = bodies_apart(read, key, result.registry)
            assignments.append(
                _assign(task, key, kind, mention, cell.role, Basis.STATED, cell.place)
            )
            for name in mention.other_names:
                result.other_names[key][name] = None
    rule = task.lead_rule or catalog.notice.lead_rule
    if rule is LeadRule.FIRST_LISTED and catalog.notice.lead_rule_by is RuleSource.NOTICE:
        assignments = _lead_by_first_place(assignments)
    elif result.scope.assumes(rule):
        assignments = [
            a.taken_as(a.role, Basis.ASSUMED) if a.basis in (Basis.FIRST_LISTED, Basis.SOLE) else a
            for a in _lead_by_first_place(assignments)
        ]
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
    kind = MentionKind.COLLECTIVE if mention.members else registered_kind(unit)
    return UnitKey(jurisdiction, unit.name), kind


def bodies_apart(mention: Mention, unit: UnitKey, registry: Registry) -> Mention:
    """A bracket with another body on record names that body, not this one once more."""
    bodies = tuple(
        name
        for name in mention.other_names
        if registry.resolve(unit.jurisdiction, name)
        and registry.key(unit.jurisdiction, name) != unit
    )
    return replace(mention, other_names=(), sub_units=bodies) if bodies else mention


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
        members=mention.members,
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
        a.taken_as(Role.LEAD if a.unit == first.unit else Role.COOPERATE, basis)
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


def in_role_order(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Assignments by role: lead, responsible, cooperate, guide; else in their order."""
    return sorted(assignments, key=lambda a: codes.ROLE_ORDER[a.role])
