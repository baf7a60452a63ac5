"""The questions, asked of the index: each a text of `sql/`, and records made of its rows.

None of them reads a catalog or loads what reads them. The tests hold every one against a loop
over the assignments of the same catalogs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from matrices.answers import codes
from matrices.answers.index import schema
from matrices.answers.index.engines import Engine, Row, Value
from matrices.answers.records import (
    Assigned,
    Edges,
    Hosted,
    Load,
    NamedUnit,
    NoticeHead,
    NoticeRow,
    Orphan,
    Orphans,
    Overlap,
    Overlaps,
    Owned,
    Ownership,
    Part,
    TaskRow,
    Tasks,
    Total,
    UnitRow,
    Workload,
)
from matrices.answers.scope import Jurisdiction, Scope, jurisdictions_meant, unmatched
from matrices.catalogs.unit_key import UnitKey
from matrices.diagnostics import MatrixError, Place, Problem, Severity

EVERYTHING = Scope()
_NO_LIMIT = 1 << 62
_FEW = 20
_ROLES = {bit: role for role, bit in schema.ROLE_BITS.items()}
_REASONS = {bit: reason for reason, bit in schema.REASON_BITS.items()}
_OVERLAPS = {bit: kind for kind, bit in schema.OVERLAP_BITS.items()}
_COLLECTIVE = schema.BASIS_NUMBERS[codes.COLLECTIVE]
_CODES: dict[str, Value] = {
    "collective": _COLLECTIVE,
    "part": schema.BASIS_NUMBERS[codes.PART],
    "agency": schema.KIND_NUMBERS[codes.AGENCY],
    "township": schema.KIND_NUMBERS[codes.TOWNSHIP],
    "lead": schema.ROLE_BITS[codes.LEAD],
    "led": schema.TRAIT_BITS[codes.LED],
    "unnamed": schema.NEVER << schema.NAMED * schema.BEHIND_BITS,
}
_WAYS = {
    (False, False): schema.LITERAL,
    (False, True): schema.LITERAL_ROLLED,
    (True, False): schema.EXPANDED,
    (True, True): schema.EXPANDED_ROLLED,
}


class _Asked:
    """A scope put to an engine: the tables of what is asked about, and the parameters."""

    def __init__(self, engine: Engine, scope: Scope) -> None:
        self.engine = engine
        self.scope = scope
        reading = schema.ASSUMED if scope.assume_first_listed else schema.DEFAULT
        self.roles = _bits(schema.ROLE_BITS, scope.roles) if scope.roles else schema.ALL_ROLES
        self.parameters: dict[str, Value] = {
            **_CODES,
            "reading": schema.STRICT if scope.strict else reading,
            "roles": self.roles,
            "filtered": int(bool(scope.roles)),
        }
        self._ask_about(scope)

    def _ask_about(self, scope: Scope) -> None:
        engine = self.engine
        if scope.jurisdictions:
            meant = jurisdictions_meant(scope.jurisdictions, known_jurisdictions(engine))
            scope = scope._replace(jurisdictions=meant)
        if scope.jurisdictions or scope.notices or scope.periods:
            notices = engine.rows("notices_to_ask", {})
            engine.fill(
                "asked_notice",
                [
                    (number, position, jurisdiction)
                    for number, code, jurisdiction, name, period, position in notices
                    if scope.admits_notice(code, name, period)
                ],
            )
        else:
            engine.fill_with_all("asked_notice")
            if not scope.sections:
                engine.fill_with_all("asked_section")
                return
        sections = engine.rows("sections_to_ask", {})
        engine.fill(
            "asked_section",
            [
                (number,)
                for number, notice, no, title in sections
                if scope.admits_heading(notice, no, title)
            ],
        )

    def rows(self, text: str, **more: Value) -> list[Row]:
        return self.engine.rows(text, {**self.parameters, **more})

    def total(self) -> Total:
        """The tasks in scope, and those that only repeat one: with a part in the roles."""
        tasks, repeats = self.rows("total")[0]
        if self.scope.roles:
            ((repeats,),) = self.rows("repeats_in_roles")
        return Total(tasks, repeats)


def _bits(bits: dict[str, int], names: Sequence[str]) -> int:
    found = 0
    for name in names:
        found |= bits[name]
    return found


def _named_units(names: str, without: str = "") -> tuple[NamedUnit, ...]:
    return tuple(NamedUnit(*each) for each in json.loads(names) if each[0] != without)


# What units own


def owned_tasks(
    engine: Engine,
    scope: Scope,
    units: Sequence[UnitKey],
    *,
    roll_up: bool = False,
    perhaps: bool = False,
    count: str = "",
) -> Ownership:
    """What one unit, or the same unit in several jurisdictions, answers for.

    `count` keeps what counts, one of `codes.OWN_COUNTS`.
    With `roll_up`, offices hosted by it and parts of it count as itself. With `perhaps`, the
    rows are the tasks that may reach it through collectives nobody has recorded the members of.
    A unit that the index does not hold owns nothing, but may own what those collectives do.
    """
    asked = _Asked(engine, scope)
    known = _numbers(engine, units)
    numbers = [(number,) for number in known.values()]
    engine.fill("asked_unit", numbers)
    hosted: tuple[Hosted, ...] = ()
    if roll_up:
        hosted, of_hosted = _hosted(asked, everybody=False)
        engine.fill("asked_unit", [*numbers, *((number,) for number in of_hosted)])
    strangers = _holders_unknown(engine, [key for key in units if key not in known])
    engine.fill("asked_holder", [*engine.rows("holders", {}), *strangers])
    if perhaps:
        first = {key.jurisdiction: key for key in reversed(units)}
        rows = tuple(
            Owned(
                task, title, notice, jurisdiction, first[jurisdiction].name, _ROLES[role],
                codes.PERHAPS, via, _named_units(names, via),
            )
            for task, title, notice, jurisdiction, via, role, names in asked.rows("owns_perhaps")
        )  # fmt: skip
        possible = len(rows)
    else:
        rows = tuple(
            Owned(
                task, title, notice, jurisdiction, unit, _ROLES[role], codes.BASES[basis], via,
                _named_units(names, unit),
            )
            for task, title, notice, jurisdiction, unit, role, basis, via, names in asked.rows(
                "owns", counting=codes.OWN_COUNTS.index(count)
            )
        )  # fmt: skip
        ((possible,),) = asked.rows("owns_perhaps_count")
    heads = {row[0]: NoticeHead(*row) for row in asked.rows("heads")}
    return Ownership(tuple(units), rows, heads, possible, asked.total(), hosted)


def _numbers(engine: Engine, units: Sequence[UnitKey]) -> dict[UnitKey, int]:
    """The numbers of units in the index; one unit of many jurisdictions is looked up at once."""
    found: dict[UnitKey, int] = {}
    names: dict[str, set[str]] = defaultdict(set)
    for key in units:
        names[key.name].add(key.jurisdiction)
    for name, places in names.items():
        if len(places) > _FEW:
            rows = engine.rows("unit_numbers", {"name": name})
            found |= {UnitKey(place, name): number for place, number in rows if place in places}
            continue
        for place in places:
            rows = engine.rows("unit_number", {"jurisdiction": place, "name": name})
            found |= {UnitKey(place, name): number for (number,) in rows}
    return found


def _holders_unknown(engine: Engine, units: Sequence[UnitKey]) -> list[Row]:
    """Units that the index does not hold, of the kind that the record or their wording says."""
    found: list[Row] = []
    for key in units:
        rows = engine.rows("kinds_of_name", key._asdict())
        kinds = [kind for _, kind in rows if kind is not None]
        if rows and not kinds:
            from matrices.notation import kind_by_wording  # few ask for what nobody names

            kinds = [schema.KIND_NUMBERS[kind_by_wording(key.name)]]
        found += [(place, kinds[0], 0) for place, _ in rows[:1]]
    return found


def _hosted(asked: _Asked, *, everybody: bool) -> tuple[tuple[Hosted, ...], list[int]]:
    rows = asked.rows("hosted", everybody=int(everybody))
    hosted = tuple(
        Hosted(UnitKey(jurisdiction, unit), body, source, bool(is_part))
        for _, jurisdiction, unit, body, source, is_part in rows
    )
    return hosted, [row[0] for row in rows]


# Workload


def workload(
    engine: Engine,
    scope: Scope,
    count: str = codes.LITERAL,
    group_by: str = "",
    *,
    roll_up: bool = False,
) -> Workload:
    """How much every unit carries.

    A unit counts once per task, in its strongest part (lead, responsible, cooperate, guide,
    collective), so that `total` counts tasks. `scope.roles` counts only such parts. `count` is
    literal (what a cell names, collectives as units of their own), expanded (one for every
    member known) or weighted (the task shared evenly among those members). `group_by` is "",
    notice or section. With `roll_up`, hosted offices and parts of bodies count for their body.
    """
    asked = _Asked(engine, scope)
    expands = count != codes.LITERAL
    grouped = codes.GROUPS.index(group_by)
    headings = _headings(asked, grouped)
    led_tasks = {
        (notice, no, jurisdiction): led
        for notice, no, jurisdiction, led in asked.rows("led_tasks", grouped=grouped)
    }
    found = asked.rows(
        "workload",
        grouped=grouped,
        rolled=int(roll_up),
        weighted=int(count == codes.WEIGHTED),
        behind=asked.roles << _WAYS[expands, roll_up] * schema.BEHIND_BITS,
    )
    first: dict[tuple[int, str], int] = {}
    for notice, no, section, *_ in found:
        first[notice, no] = min(section, first.get((notice, no), section))
    order = sorted(first, key=lambda g: (headings[g][0] if grouped else 0, first[g]))
    place = {group: n for n, group in enumerate(order)}
    rows: list[tuple[int, Load]] = []
    for notice, no, _, jurisdiction, unit, kind, *figures, collective, total in found:
        load = Load._make(
            (
                jurisdiction,
                unit,
                codes.MENTION_KINDS[kind],
                headings[notice, no][1] if grouped else "",
                *figures,
                # sums of shares differ in their last digits with the order of the tasks
                round(float(collective), 6),
                round(float(total), 6),
                led_tasks[notice, no, jurisdiction],
            )
        )
        rows.append((place[notice, no], load))
    rows.sort(key=lambda row: (row[0], -row[1].led, -row[1].total, *row[1][:2]))
    ((_, with_part, not_expanded),) = asked.rows("totals")
    ((unknown,),) = asked.rows("unknown_members")
    return Workload(
        tuple(load for _, load in rows),
        count,
        asked.total(),
        with_part,
        sum(led_tasks.values()),
        unknown,
        not_expanded,
        _hosted(asked, everybody=True)[0] if roll_up else (),
        {headings[group][1]: headings[group][2] for group in order if grouped},
        tuple(str(role) for role in scope.roles),
        roll_up,
    )


def _headings(asked: _Asked, grouped: int) -> dict[tuple[int, str], tuple[int, str, str]]:
    """For the notice or section of every group: the place of its notice, its id, its heading."""
    found: dict[tuple[int, str], tuple[int, str, str]] = {}
    if not grouped:
        return found
    by_section = codes.GROUPS[grouped] == codes.SECTION
    for notice, position, code, jurisdiction, title, _, no, heading in asked.rows("headings"):
        group = f"{code}/{no}" if by_section else code
        words = f"{jurisdiction} {title}（{code}）"
        words = f"{words} {no} {heading}" if by_section else words
        found.setdefault((notice, no if by_section else ""), (position, group, words))
    return found


# Orphans and overlaps


def orphan_tasks(engine: Engine, scope: Scope, reasons: Sequence[str] = ()) -> Orphans:
    """Every task in scope that nobody in particular answers for, in the catalogs' order.

    `reasons` keeps those with such a reason. `scope.roles` asks only about tasks with a column
    or a unit in such a role.
    """
    asked = _Asked(engine, scope)
    rows = tuple(
        Orphan(task, title, notice, section, _REASONS[reason], _named_units(names), *above)
        for task, title, notice, section, reason, names, *above in asked.rows(
            "orphans", reasons=_bits(schema.REASON_BITS, reasons or codes.REASONS)
        )
    )
    total = asked.total()
    if scope.roles:
        total = total._replace(tasks=asked.rows("totals")[0][0])
    return Orphans(rows, total, tuple(code for (code,) in asked.rows("leadless")))


def overlapping_duties(
    engine: Engine,
    scope: Scope,
    kinds: Sequence[str] = (),
    *,
    pairs: bool = False,
    limit: int | None = None,
) -> Overlaps:
    """Where more than one answers for the same; with `pairs`, who shares most tasks.

    `kinds` keeps overlaps of such kinds, `scope.roles` those in which a unit takes such a part.
    `limit` keeps the first of the pairs.
    """
    asked = _Asked(engine, scope)
    if pairs:
        found = asked.rows("pairs", most=_NO_LIMIT if limit is None else limit)
        return Overlaps(_pairs(asked, found), asked.total(), found[0][-1] if found else 0)
    rows = tuple(
        Overlap(
            _OVERLAPS[kind], task, title, jurisdiction, tuple(json.loads(units)), size, (task,),
            bool(assumed),
        )
        for kind, task, title, jurisdiction, units, size, assumed in asked.rows(
            "overlaps", kinds=_bits(schema.OVERLAP_BITS, kinds or codes.OVERLAPS)
        )
    )  # fmt: skip
    return Overlaps(rows, asked.total(), len(rows))


def _pairs(asked: _Asked, found: Sequence[Row]) -> tuple[Overlap, ...]:
    asked.engine.fill("asked_pair", [row[3:5] for row in found])
    tasks: dict[tuple[int, int], list[str]] = defaultdict(list)
    for first, second, _, _, task in asked.rows("pair_tasks"):
        tasks[first, second].append(task)
    return tuple(
        Overlap(codes.PAIR, "", "", place, (one, two), shared, tuple(tasks[first, second]))
        for place, one, two, first, second, shared, _ in found
    )


# Notices and tasks


def notices_in(engine: Engine, scope: Scope) -> tuple[str, ...]:
    """The ids of the notices in scope, in the order of their files."""
    return tuple(
        code
        for _, code, _, jurisdiction, period, _ in engine.rows("notices_to_ask", {})
        if scope.admits_notice(code, jurisdiction, period)
    )


def files_of(engine: Engine, notices: Sequence[str]) -> list[tuple[str, str]]:
    """The files of notices, as the user knows them, each with its jurisdiction."""
    wanted = set(notices)
    return [
        (engine.path(root, path), jurisdiction)
        for code, jurisdiction, root, path in engine.rows("notice_files", {})
        if code in wanted
    ]


def summarise_notices(engine: Engine, scope: Scope) -> tuple[NoticeRow, ...]:
    """The notices in scope, in the order of their files."""
    rows: list[NoticeRow] = []
    for row in _Asked(engine, scope).rows("notices"):
        head, (covers, left_out, root, path, *figures) = row[:10], row[10:]
        rows.append(
            NoticeRow._make(
                (
                    *head,
                    tuple(json.loads(covers)),
                    tuple((part, why) for part, why in json.loads(left_out)),
                    engine.path(root, path),
                    *figures,
                )
            )
        )
    return tuple(rows)


def search_tasks(
    engine: Engine, scope: Scope, words: Sequence[str] = (), traits: Sequence[str] = ()
) -> Tasks:
    """Tasks that hold every word in their texts or unit cells and have every trait.

    Case is ignored. `traits` are of `codes.TASK_TRAITS`; tasks that only repeat another are
    listed with the trait ``repeats`` alone. `scope.roles` keeps tasks with such a part.
    """
    asked = _Asked(engine, scope)
    engine.fill("asked_word", [(word.casefold(), word.count("\n") + 1) for word in words if word])
    found = asked.rows(
        "tasks",
        repeats=int(codes.REPEATS in traits),
        traits=_bits(schema.TRAIT_BITS, [trait for trait in traits if trait in schema.TRAIT_BITS]),
        with_collective=int(codes.WITH_COLLECTIVE in traits),
        with_unknown=int(codes.WITH_UNKNOWN_MEMBERS in traits),
    )
    engine.fill("asked_task", [row[:1] for row in found])
    assigned = {
        task: tuple(
            Assigned(
                unit, _ROLES[role], codes.BASES[basis], codes.MENTION_KINDS[kind],
                bool(open_ended), raw,
            )
            for _, unit, role, basis, kind, open_ended, raw in group
        )
        for task, group in groupby(asked.rows("assigned"), key=lambda row: row[0])
    }  # fmt: skip
    rows = tuple(
        TaskRow._make(
            (
                *texts,
                tuple(json.loads(targets)),
                deadline,
                assigned.get(number, ()),
                tuple(json.loads(same_as)),
            )
        )
        for number, *texts, targets, deadline, same_as in found
    )
    return Tasks(rows, asked.total())


def find_task_id(engine: Engine, scope: Scope, task_id: str) -> str:
    """The id of a task, given it or its part behind the slash where one notice is in scope.

    Raises MatrixError with the nearest ids.
    """
    asked = _Asked(engine, scope)
    if asked.rows("task_code", task=task_id):
        return task_id
    found = [] if "/" in task_id else asked.rows("task_codes", ending=f"/{task_id}")
    if len(found) == 1:
        return str(found[0][0])
    if found:
        candidates = "、".join(code for (code,) in found[:8])
        raise MatrixError("error.ambiguous-task", task=task_id, candidates=candidates)
    existing = [code for (code,) in asked.rows("task_codes", ending="")]
    from matrices.spelling import nearest_names  # what is asked rightly does not pay for it

    nearest = nearest_names(task_id, existing, 4)
    if not nearest:
        raise MatrixError("error.unknown-task", task=task_id)
    raise MatrixError("error.unknown-task-nearest", task=task_id, candidates="、".join(nearest))


# Units


def list_units(
    engine: Engine,
    scope: Scope,
    pattern: str = "",
    kinds: Sequence[str] = (),
    *,
    named: bool = False,
) -> tuple[UnitRow, ...]:
    """Units named in scope or on record for its jurisdictions, most tasks first.

    `pattern` keeps units with it in a name, an alias or the field of duty; `kinds` those of
    such a kind (or ``unrecorded``), `named` those that a task in scope names. `scope.roles`
    keeps units in such a part.
    """
    asked = _Asked(engine, scope)
    engine.fill("asked_kind", [("" if kind == codes.UNRECORDED else str(kind),) for kind in kinds])
    others: dict[int, list[str]] = defaultdict(list)
    for unit, name in asked.rows("other_names"):
        others[unit].append(name)
    found = asked.rows(
        "units",
        pattern=pattern,
        any_kind=int(not kinds),
        only_named=int(named or bool(scope.roles)),
        **{
            # a name on no record is of the kind that its wording says
            f"kind_{letter}": number if kind in kinds else -1
            for letter, (kind, number) in zip("abcd", schema.KIND_NUMBERS.items(), strict=True)
        },
        behind=asked.roles << schema.NAMED * schema.BEHIND_BITS,
    )
    rows: list[UnitRow] = []
    for (
        number,
        place,
        name,
        kind,
        mention,
        aliases,
        *texts,
        members,
        led,
        times,
        led_assumed,
    ) in found:
        names = (*json.loads(aliases), *others.get(number, ()))
        rows.append(
            UnitRow._make(
                (
                    place,
                    name,
                    kind,
                    codes.MENTION_KINDS[mention],
                    tuple(dict.fromkeys(each for each in names if each != name)),
                    *texts,
                    tuple(json.loads(members)) if members is not None else None,
                    led,
                    times,
                    led_assumed,
                )
            )
        )
    return tuple(rows)


def find_units(engine: Engine, scope: Scope, wanted: str) -> list[UnitKey]:
    """The units that a typed name means, at most one in each jurisdiction.

    A name, alias or full name on record counts first; otherwise the ending, then any part
    of a name, where just one unit of the jurisdiction has it. A unit that only tasks outside
    the scope name is found too: its answer is empty. Raises MatrixError
    (``error.unknown-unit`` with the nearest names, ``error.ambiguous-unit`` with the
    candidates).
    """
    wanted = wanted.strip()
    asked = _Asked(engine, scope)
    found = _units_like(asked, wanted)
    if not found and (scope.notices or scope.periods or scope.sections):
        asked = _Asked(engine, scope._replace(notices=(), periods=(), sections=(), roles=()))
        found = _units_like(asked, wanted)
    by_place = [list(keys) for _, keys in groupby(found, key=lambda key: key.jurisdiction)]
    doubtful = [key for keys in by_place if len(keys) > 1 for key in keys]
    if doubtful:
        raise MatrixError("error.ambiguous-unit", unit=wanted, candidates=_listed(doubtful))
    if found:
        return found
    keys = _nearest_units(asked, wanted)
    if not keys:
        raise MatrixError("error.unknown-unit", unit=wanted)
    raise MatrixError("error.unknown-unit-nearest", unit=wanted, candidates=_listed(keys))


def _units_like(asked: _Asked, wanted: str) -> list[UnitKey]:
    """The units of the scope that the best kind of match finds, in order."""
    if not wanted:
        return []
    for text in ("units_named", "units_like"):
        found = asked.rows(text, wanted=wanted)
        asked.engine.fill("asked_unit", [row[:1] for row in found])
        known = {row[0]: UnitKey(*row[1:]) for row in asked.rows("units_known", everybody=0)}
        best = min((likeness for unit, likeness in found if unit in known), default=0)
        best_units = {unit for unit, likeness in found if likeness == best}
        if known:
            return [key for unit, key in known.items() if unit in best_units]
    return []


def _nearest_units(asked: _Asked, wanted: str) -> list[UnitKey]:
    known = {row[0]: UnitKey(*row[1:]) for row in asked.rows("units_known", everybody=1)}
    asked.engine.fill("asked_unit", [(unit,) for unit in known])
    names: dict[int, list[str]] = defaultdict(list)
    for unit, name in asked.rows("unit_names"):
        names[unit].append(name)
    everything = {name: key for unit, key in known.items() for name in names[unit]}
    from matrices.spelling import FAINTLY_ALIKE, nearest_names

    nearest = nearest_names(wanted, everything, 5, alike=FAINTLY_ALIKE)
    return list(dict.fromkeys(everything[name] for name in nearest))


def _listed(keys: Sequence[UnitKey], limit: int = 8) -> str:
    shown = "、".join(f"{key.name}（{key.jurisdiction}）" for key in keys[:limit])
    return shown + ("…" if len(keys) > limit else "")


# The scope itself, the graph, the problems


def unmatched_filters(engine: Engine, scope: Scope) -> list[tuple[str, str, tuple[str, ...]]]:
    """Values of a scope that no notice has: (filter, value, what there is instead)."""
    notices = [(row[1], row[3], row[4]) for row in engine.rows("notices_to_ask", {})]
    sections: list[tuple[str, str, str]] = []
    if scope.sections:
        engine.fill_with_all("asked_notice")
        sections = [(row[1], row[2], row[3]) for row in engine.rows("sections_to_ask", {})]
    return unmatched(scope, notices, sections, known_jurisdictions(engine))


def known_jurisdictions(engine: Engine) -> list[Jurisdiction]:
    """What the jurisdictions on record and those of the notices are called."""
    return [Jurisdiction(*row) for row in engine.rows("jurisdictions", {})]


def edges(engine: Engine, scope: Scope) -> Edges:
    """The tasks and units in scope, the parts between them, and what is on record of the units."""
    asked = _Asked(engine, scope)
    units: dict[UnitKey, str] = {}

    def unit(jurisdiction: str, name: str, kind: int) -> UnitKey:
        key = UnitKey(jurisdiction, name)
        units[key] = codes.MENTION_KINDS[kind]
        return key

    parts = tuple(
        Part(unit(*key), task, _ROLES[role], codes.BASES[basis], times)
        for _, *key, task, role, basis, times in asked.rows("graph_parts")
    )
    links = tuple(
        (unit(place, start, start_kind), unit(place, end, end_kind), kind)
        for place, start, start_kind, end, end_kind, kind in asked.rows("graph_links")
    )
    tasks = {task: (label, place) for task, label, place in asked.rows("graph_tasks")}
    return Edges(tasks, units, parts, links)


def problems(engine: Engine) -> tuple[Problem, ...]:
    """All that was found wrong in the files, in the order in which it is told."""
    found = [
        Problem(
            code, name, Place(engine.path(root, path), line, column), Severity(severity),
            json.loads(values),
        )
        for root, path, line, column, code, name, severity, values in engine.rows("problems", {})
    ]  # fmt: skip
    found += [
        Problem(
            "S04",
            "duplicate-notice-id",
            Place(engine.path(root, path), line, column),
            values={"notice": notice, "other": engine.path(other_root, other)},
        )
        for _, root, path, line, column, notice, other_root, other in engine.rows(
            "duplicate_notices", {}
        )
    ]
    return tuple(sorted(found, key=lambda problem: problem.sort_key))
