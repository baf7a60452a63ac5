"""Units: finding them by what a person types, and what is on record about each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from matrices.answers.assignments import Assignment, Responsibilities
from matrices.answers.records import UnitRow
from matrices.catalogs.model import Role, Unit
from matrices.catalogs.unit_key import UnitKey
from matrices.diagnostics import MatrixError
from matrices.notation import MentionKind
from matrices.spelling import FAINTLY_ALIKE, nearest_names
from reference.scopes import without_filters

# how `kinds` names a unit that no registry holds
UNRECORDED = "unrecorded"


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
    scope = responsibilities.scope
    if not found and (scope.notices or scope.periods or scope.sections):
        names = _names_by_unit(without_filters(responsibilities))
        found = _matching(names, wanted)
    doubtful = [key for keys in found.values() if len(keys) > 1 for key in keys]
    if doubtful:
        raise MatrixError("error.ambiguous-unit", unit=wanted, candidates=_listed(doubtful))
    if found:
        return sorted(keys[0] for keys in found.values())
    everything = {name: key for key, known in names.items() for name in known}
    nearest = nearest_names(wanted, everything, 5, alike=FAINTLY_ALIKE)
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
    for name in jurisdictions:
        record = registry.jurisdictions.get(name)
        keys |= {UnitKey(name, unit.name) for unit in (record.units if record else ())}
    keys |= {
        extra.unit
        for task_id in responsibilities.tasks
        for extra in named_beside(responsibilities, task_id)
    }
    return {
        key: tuple(
            dict.fromkeys((*registry.names(key), *responsibilities.other_names.get(key, ())))
        )
        for key in sorted(keys)
    }


def named_beside(responsibilities: Responsibilities, task_id: str) -> list[Assignment]:
    """Whom the notice names for a task beside its cells: in brackets, or once for many tasks."""
    if task_id not in responsibilities.list_defaults and not any(
        a.sub_units or a.members for a in responsibilities.by_task[task_id]
    ):
        return []
    return [a for a in responsibilities.reached(task_id) if not a.basis.is_inferred]


def _listed(keys: Sequence[UnitKey], limit: int = 8) -> str:
    shown = "、".join(f"{key.name}（{key.jurisdiction}）" for key in keys[:limit])
    return shown + ("…" if len(keys) > limit else "")


def _kinds_of(unit: Unit | None, by_wording: MentionKind) -> set[str]:
    return {unit.kind} if unit else {UNRECORDED, by_wording}


def list_units(
    responsibilities: Responsibilities,
    pattern: str = "",
    kinds: Sequence[str] = (),
    *,
    named: bool = False,
) -> tuple[UnitRow, ...]:
    """Units named in scope or on record for its jurisdictions, most tasks first.

    `pattern` keeps units with it in a name, an alias or the field of duty; `kinds` those of
    such a kind (of `UnitKind`, or ``unrecorded``; a name on no record is also of the kind that
    its wording says), `named` those that a task in scope names.
    `scope.roles` keeps units in such a part.
    """
    registry = responsibilities.registry
    roles = responsibilities.scope.roles
    beside: dict[UnitKey, list[Assignment]] = defaultdict(list)
    for task_id in responsibilities.tasks:
        for a in named_beside(responsibilities, task_id):
            beside[a.unit].append(a)
    rows: list[UnitRow] = []
    for key, names in _names_by_unit(responsibilities).items():
        unit = registry.resolve(key.jurisdiction, key.name)
        if pattern and not any(pattern in text for text in (*names, unit.duty if unit else "")):
            continue
        if kinds and not _kinds_of(unit, registry.kind(key)).intersection(kinds):
            continue
        assignments = [
            a
            for a in (*responsibilities.by_unit.get(key, ()), *beside.get(key, ()))
            if not roles or a.role in roles
        ]
        if (roles or named) and not assignments:
            continue
        members = registry.members(key)
        own_names = (*(unit.aliases if unit else ()), *responsibilities.other_names.get(key, ()))
        rows.append(
            UnitRow(
                jurisdiction=key.jurisdiction,
                unit=key.name,
                kind=str(unit.kind) if unit else "",
                mention_kind=str(registry.kind(key)),
                aliases=tuple(dict.fromkeys(name for name in own_names if name != key.name)),
                duty=unit.duty if unit else "",
                host=unit.hosted_by if unit else "",
                host_source=unit.hosted_source if unit else "",
                part_of=unit.part_of if unit else "",
                members=tuple(m.name for m in members) if members is not None else None,
                led=len({a.task.id for a in assignments if a.role is Role.LEAD}),
                named=len({a.task.id for a in assignments}),
                led_assumed=len({a.task.id for a in assignments if a.is_assumed_lead}),
            )
        )
    rows.sort(key=lambda row: (row.jurisdiction, -row.named, row.unit))
    return tuple(rows)
