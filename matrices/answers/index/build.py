"""Fills the index: rows out of registries and catalogs, file by file.

Reading is apart from writing: `read_catalog` makes plain rows, which may cross from one process
to another, and `write_catalog` puts them into the tables. Everything is worked out by the code
that also interprets catalogs without an index.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any, NamedTuple

from matrices.answers import codes
from matrices.answers.assignments import (
    Assignment,
    Basis,
    Responsibilities,
    bodies_apart,
    in_role_order,
    interpret,
)
from matrices.answers.collectives import gives_way, holds_townships, is_unknown, unknown_in
from matrices.answers.index import schema
from matrices.answers.index.schema import create_schema as create_schema
from matrices.answers.scope import Scope
from matrices.answers.task_facts import (
    is_led,
    named_units,
    orphan_reason,
    overlaps_with_parts,
    row_above,
    traits_of,
)
from matrices.catalogs.collector import without_garbage_collection
from matrices.catalogs.model import (
    Catalog,
    FormerName,
    Jurisdiction,
    LeadRule,
    Role,
    Task,
    Unit,
    UnitKind,
)
from matrices.catalogs.registry import Registry, without_replaced
from matrices.catalogs.repeats import find_repeats, known_names
from matrices.catalogs.unit_key import UnitKey
from matrices.catalogs.unknown_names import find_unknown_units
from matrices.catalogs.workspace import with_known_jurisdiction
from matrices.diagnostics import Place, Problem
from matrices.notation import MentionKind, parse_cell

if TYPE_CHECKING:
    from matrices.catalogs.workspace import Workspace

Row = tuple[Any, ...]
# where a problem was found, in the order in which those of one place are told
_IN_FILE, _IN_REGISTRY, _IN_PLACES, _IN_NAMES, _IN_REPEATS = range(5)
_READINGS = (
    (schema.STRICT, Scope(strict=True)),
    (schema.DEFAULT, Scope()),
    (schema.ASSUMED, Scope(assume_first_listed=True)),
)


def _ways(*ways: int) -> int:
    """All roles in each of these ways to count, as `unit_load.behind` has them."""
    return sum(schema.NEVER << way * schema.BEHIND_BITS for way in ways)


_ROLLED = _ways(schema.LITERAL_ROLLED, schema.EXPANDED_ROLLED)
_EXPANDED = _ways(schema.EXPANDED, schema.EXPANDED_ROLLED)
_NAMED = _ways(schema.NAMED)
_OWN = _ways(schema.LITERAL, schema.LITERAL_ROLLED, schema.NAMED)
_EVERY_WAY = _OWN | _EXPANDED
_IN_EVERY_WAY = _EVERY_WAY // schema.NEVER  # times a role: that role in each way


class CatalogRows(NamedTuple):
    """What a catalog puts into the index, units by name, sections and tasks by their place.

    `units` are those it names that are not on record. Every row of `tables` goes into the
    table of that name; see `write_catalog` for what is filled in.
    """

    notice: Row
    claim: Row
    jurisdiction: str
    units: tuple[UnitRow, ...]
    tables: dict[str, list[Row]]
    problems: tuple[Row, ...]


class UnitRow(NamedTuple):
    """A unit as the table has it, its host by name, with all names it is found by."""

    name: str
    on_record: bool
    kind: str
    mention_kind: int
    duty: str
    aliases: str
    hosted_by: str
    hosted_source: str
    part_of: str
    members: str | None
    of_townships: bool
    host: str
    names: tuple[str, ...]


# json.dumps would make an encoder for every value
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


# Registries


def store_registry(
    connection: Connection,
    file_id: int,
    jurisdictions: Sequence[Jurisdiction],
    problems: Iterable[Problem],
) -> frozenset[str]:
    """Replace what one registry file holds.

    Returns the names of the jurisdictions whose record is another than before: those are to
    be rebuilt, and the catalogs of `catalogs_of` to be stored anew. A record that only moved
    in its file is rebuilt here.
    """
    before = _parts_of_file(connection, file_id)
    connection.execute("DELETE FROM registry_part WHERE file = ?", (file_id,))
    parts = [(j.name, j.full_name, *_packed(j)) for j in jurisdictions]
    connection.executemany(
        "INSERT INTO registry_part VALUES (?, ?, ?, ?, ?, ?)",
        [(file_id, place, *part) for place, part in enumerate(parts)],
    )
    _write_problems(
        connection, file_id, (_problem_row(_IN_FILE, n, p) for n, p in enumerate(problems))
    )
    after: dict[str, list[bytes]] = {}
    for name, full_name, record, _ in parts:
        after.setdefault(name, []).append(full_name.encode() + b"\0" + record)
    names = before.keys() | after.keys()
    changed = frozenset(name for name in names if before.get(name) != after.get(name))
    for name in sorted(names - changed):
        rebuild_jurisdiction(connection, name)
    return changed


def _parts_of_file(connection: Connection, file_id: int) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for name, full_name, record in connection.execute(
        "SELECT name, full_name, record FROM registry_part WHERE file = ? ORDER BY place",
        (file_id,),
    ):
        found.setdefault(name, []).append(full_name.encode() + b"\0" + record)
    return found


def _packed(jurisdiction: Jurisdiction) -> tuple[bytes, bytes]:
    """A jurisdiction as read, and apart from it the places of its lines."""
    units = [
        (
            u.name, str(u.kind), u.duty, u.aliases,
            [(f.name, f.until, f.source) for f in u.formerly],
            u.hosted_by, u.hosted_source, u.part_of,
            u.office_of, u.body, u.members, u.covers, u.source,
        )
        for u in jurisdiction.units
    ]  # fmt: skip
    places = [jurisdiction.place[1:], *(u.place[1:] for u in jurisdiction.units)]
    record = (jurisdiction.is_partial, jurisdiction.code, jurisdiction.within, units)
    return zlib.compress(_json(record).encode(), 1), zlib.compress(_json(places).encode(), 1)


def _unpacked(
    file_id: int, name: str, full_name: str, record: bytes, places: bytes
) -> Jurisdiction:
    """The jurisdiction again; the file of a place is told by its number."""
    is_partial, code, within, units = json.loads(zlib.decompress(record))
    own, *of_units = json.loads(zlib.decompress(places))
    path = str(file_id)
    return Jurisdiction(
        name,
        full_name,
        tuple(
            Unit(
                name, u[0], UnitKind(u[1]), u[2], tuple(u[3]),
                tuple(FormerName(*former) for former in u[4]), u[5], u[6], u[7], u[8], u[9],
                None if u[10] is None else tuple(u[10]), tuple(u[11]), u[12], Place(path, *place),
            )
            for u, place in zip(units, of_units, strict=True)
        ),
        Place(path, *own),
        is_partial,
        code,
        within,
    )  # fmt: skip


_Part = tuple[int, str, str, bytes, bytes]


@lru_cache(maxsize=64)
def _registry_of(bundled: tuple[_Part, ...], own: tuple[_Part, ...]) -> Registry:
    of_user = [_unpacked(*part) for part in own]
    records = without_replaced([_unpacked(*part) for part in bundled], of_user)
    return Registry([*records, *of_user])


def registry_of(connection: Connection, name: str) -> Registry:
    """The registry of the jurisdictions of one name, or full name, as far as it is stored."""
    return registry_of_all(connection, [name])


def registry_of_all(connection: Connection, names: Iterable[str]) -> Registry:
    """The registry of the jurisdictions of several names, as far as it is stored."""
    rows = dict.fromkeys(
        row for name in dict.fromkeys(names) for row in _parts_of(connection, name)
    )
    return _registry_of(
        tuple(row[:-1] for row in rows if row[-1]), tuple(row[:-1] for row in rows if not row[-1])
    )


def _parts_of(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    return connection.execute(
        "SELECT p.file, p.name, p.full_name, p.record, p.places, f.bundled"
        " FROM registry_part p JOIN file f ON f.id = p.file"
        " WHERE p.name IN (SELECT name FROM registry_part WHERE name = ? OR full_name = ?)"
        " ORDER BY f.position, p.place",
        (name, name),
    ).fetchall()


def rebuild_jurisdiction(connection: Connection, name: str) -> None:
    """Work out the jurisdictions of a name anew from what registry files hold of them.

    `name` is the name as registries write it, not the full one: where several bear it, each
    is known by its full name. Bundled records step aside for those of the user. What the
    catalogs say is not touched.
    """
    registry = registry_of(connection, name)
    for number in connection.execute(
        "SELECT id FROM jurisdiction WHERE short_name = ?", (name,)
    ).fetchall():
        connection.execute("DELETE FROM problem WHERE jurisdiction = ?", number)
    stored = connection.execute("SELECT name FROM jurisdiction WHERE short_name = ?", (name,))
    keys = {key: None for (key,) in stored.fetchall()} | dict.fromkeys(registry.jurisdictions)
    numbers = [_write_jurisdiction(connection, key, name, registry) for key in keys or (name,)]
    for number, problem in enumerate(registry.problems):
        row = _problem_row(_IN_REGISTRY, number, problem, numbers[0])
        connection.execute(_INSERT_PROBLEM, (int(problem.place.path), *row))


def jurisdictions_with_problems(connection: Connection) -> frozenset[str]:
    """The names of the jurisdictions in whose records something is wrong.

    They are to be rebuilt when their record only moves in its file: the lines are told.
    """
    rows = connection.execute(
        "SELECT DISTINCT j.short_name FROM problem p JOIN jurisdiction j ON j.id = p.jurisdiction"
        " WHERE p.source = ?",
        (_IN_REGISTRY,),
    )
    return frozenset(name for (name,) in rows)


def _write_jurisdiction(
    connection: Connection, name: str, short_name: str, registry: Registry
) -> int:
    record = registry.jurisdictions.get(name)
    jurisdiction = _jurisdiction_id(connection, name)
    connection.execute(
        "UPDATE jurisdiction SET short_name = ?, full_name = ?, code = ?, within = ?,"
        " on_record = ? WHERE id = ?",
        (
            (record.name, record.full_name, record.code, record.within, True, jurisdiction)
            if record
            else (short_name, name, "", "", False, jurisdiction)
        ),
    )
    units = _Units(connection, jurisdiction, lambda unit: unit_row(registry, UnitKey(name, unit)))
    units.write_anew()
    hosted: list[Row] = []
    links: dict[Row, None] = {}  # two names of one unit make one link
    for unit in record.units if record else ():
        own = units.number(unit.name)
        host = registry.host(UnitKey(name, unit.name))
        if host.name != unit.name:
            body = units.number(host.name)
            hosted.append(
                (jurisdiction, len(hosted), own, body, unit.hosted_source, bool(unit.part_of))
            )
        for other, kind in _links(unit):
            there = units.number(registry.key(name, other).name)
            start, end = (there, own) if kind == "member-of" else (own, there)
            links[start, end, kind] = None
    units.write()
    connection.execute("DELETE FROM hosted WHERE jurisdiction = ?", (jurisdiction,))
    connection.executemany("INSERT INTO hosted VALUES (?, ?, ?, ?, ?, ?)", hosted)
    connection.execute("DELETE FROM link WHERE jurisdiction = ?", (jurisdiction,))
    connection.executemany(
        "INSERT INTO link VALUES (?, ?, ?, ?, ?)",
        [(jurisdiction, place, *link) for place, link in enumerate(links)],
    )
    return jurisdiction


def _links(unit: Unit) -> Iterator[tuple[str, str]]:
    held = (*(unit.members or ()), *unit.covers)
    yield from ((member, "member-of") for member in held if member)
    for other, kind in (
        (unit.hosted_by, "hosted-by"),
        (unit.office_of, "office-of"),
        (unit.part_of, "part-of"),
    ):
        if other:
            yield other, kind


def _jurisdiction_id(connection: Connection, name: str) -> int:
    connection.execute(
        "INSERT OR IGNORE INTO jurisdiction (name, short_name, full_name, code, within, on_record)"
        " VALUES (?, ?, ?, '', '', 0)",
        (name, name, name),
    )
    row = connection.execute("SELECT id FROM jurisdiction WHERE name = ?", (name,)).fetchone()
    return int(row[0])


# Units


@lru_cache(maxsize=4096)
def unit_row(registry: Registry, key: UnitKey) -> UnitRow:
    """What the registry says of a unit, be it on record or not."""
    unit = registry.resolve(key.jurisdiction, key.name)
    members = registry.members(key)
    return UnitRow(
        key.name,
        key.name in _recorded(registry, key.jurisdiction),
        str(unit.kind) if unit else "",
        schema.KIND_NUMBERS[registry.kind(key)],
        unit.duty if unit else "",
        _json(unit.aliases if unit else ()),
        unit.hosted_by if unit else "",
        unit.hosted_source if unit else "",
        unit.part_of if unit else "",
        None if members is None else _json([member.name for member in members]),
        holds_townships(key.name),
        registry.host(key).name,
        registry.names(key),
    )


@lru_cache(maxsize=64)
def _recorded(registry: Registry, jurisdiction: str) -> frozenset[str]:
    record = registry.jurisdictions.get(jurisdiction)
    return frozenset(unit.name for unit in record.units) if record else frozenset()


class _Units:
    """The numbers of the units of one jurisdiction; a unit not stored yet gets one."""

    def __init__(
        self, connection: Connection, jurisdiction: int, row_of: Callable[[str], UnitRow]
    ) -> None:
        self._connection = connection
        self._jurisdiction = jurisdiction
        self._row_of = row_of
        self._numbers: dict[str, int] = dict(
            connection.execute("SELECT name, id FROM unit WHERE jurisdiction = ?", (jurisdiction,))
        )
        (last,) = connection.execute("SELECT COALESCE(MAX(id), 0) FROM unit").fetchone()
        self._next = last + 1
        self._waiting: list[str] = []

    def number(self, name: str) -> int:
        """The number of a unit; what is new is stored by `write`."""
        if name not in self._numbers:
            self._numbers[name] = self._next
            self._next += 1
            self._waiting.append(name)
        return self._numbers[name]

    def write_anew(self) -> None:
        """Have everything that is stored written again."""
        self._waiting += self._numbers

    def write(self) -> None:
        """Store the units that wait for it, and their hosts."""
        written: dict[str, Row] = {}
        names: list[Row] = []
        while self._waiting:
            name = self._waiting.pop()
            if name in written:
                continue
            row = self._row_of(name)
            own = self.number(name)
            written[name] = (own, self._jurisdiction, *row[:-2], self.number(row.host))
            names += [(each, own) for each in row.names]
        self._connection.executemany(
            "DELETE FROM unit_name WHERE unit = ?", [(row[0],) for row in written.values()]
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO unit (id, jurisdiction, name, on_record, kind, mention_kind,"
            " duty, aliases, hosted_by, hosted_source, part_of, members, of_townships, host)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            written.values(),
        )
        self._connection.executemany("INSERT INTO unit_name VALUES (?, ?)", names)


# Catalogs


def store_catalog(
    connection: Connection, file_id: int, catalog: Catalog, problems: Iterable[Problem]
) -> None:
    """Interpret a catalog with the registry of its jurisdiction and store what comes of it.

    The file stands in `file` with its position already, as for every function here. Where a
    file before it holds a notice of the same id, only that is stored; a file behind it steps
    aside (`files_to_store_again`).
    """
    registry = registry_of(connection, catalog.notice.jurisdiction)
    write_catalog(connection, file_id, read_catalog(catalog, registry, problems))


def read_catalog(
    catalog: Catalog, registry: Registry, problems: Iterable[Problem] = ()
) -> CatalogRows:
    """Interpret a catalog in every way it reads, as plain rows.

    `registry` holds its jurisdiction, and those that bear the same name.
    """
    written = catalog.notice.jurisdiction
    catalog, doubts = with_known_jurisdiction(catalog, registry)
    notice = catalog.notice
    rows = _Reader(catalog, registry)
    rows.read()
    found = [_problem_row(_IN_FILE, number, problem) for number, problem in enumerate(problems)]
    for source, more in (
        (_IN_PLACES, doubts),
        (_IN_NAMES, find_unknown_units(catalog, registry)),
        (_IN_REPEATS, find_repeats(catalog, registry)[1]),
    ):
        found += [_problem_row(source, number, problem) for number, problem in enumerate(more)]
    return CatalogRows(
        notice=(
            notice.title, notice.number, notice.issuer, notice.issued, notice.period,
            str(notice.lead_rule), str(notice.lead_rule_by), notice.lead_rule_basis,
            _json(notice.covers), _json([(each.part, each.why) for each in notice.left_out]),
        ),
        claim=(notice.id, written, notice.place.line, notice.place.column),
        jurisdiction=notice.jurisdiction,
        units=rows.units(),
        tables=rows.tables,
        problems=tuple(found),
    )  # fmt: skip


class _Reader:
    """Reads one catalog task by task."""

    def __init__(self, catalog: Catalog, registry: Registry) -> None:
        self._catalog = catalog
        self._registry = registry
        self._jurisdiction = catalog.notice.jurisdiction
        self._members = registry.members
        self._host = cache(registry.host)
        self._readings = _all_readings(catalog, registry)
        self._known = known_names(catalog, registry)
        self._loads: Counter[Row] = Counter()
        self._names: dict[str, None] = {}
        self.tables: dict[str, list[Row]] = {
            name: []
            for name in (
                "section", "task", "task_text", "assignment", "reached", "unit_load", "overlap",
                "without_members", "other_name",
            )
        }  # fmt: skip

    def read(self) -> None:
        """Fill `tables`."""
        place = 0
        for number, section in enumerate(self._catalog.sections):
            counting = sum(task.id in self._readings[0][1].tasks for task in section.tasks)
            self.tables["section"].append(
                (number, section.no, section.title, counting, len(section.tasks) - counting)
            )
            unknown: dict[tuple[str, int], int] = {}
            others: dict[tuple[str, str], None] = {}
            for task in section.tasks:
                self._read_task(number, place, task)
                place += 1
                for reading, read in self._readings:
                    if task.id in read.tasks:
                        for a, unit in unknown_in(read.by_task[task.id], self._registry):
                            key = (unit.name, reading)
                            unknown[key] = unknown.get(key, 0) | schema.ROLE_BITS[a.role]
                others |= dict.fromkeys(self._other_names(task))
            self.tables["without_members"] += [
                (number, self._named(unit), reading, roles)
                for (unit, reading), roles in unknown.items()
            ]
            self.tables["other_name"] += [
                (number, seq, self._named(unit), name) for seq, (unit, name) in enumerate(others)
            ]
        self.tables["unit_load"] = [(*row, tasks) for row, tasks in self._loads.items()]

    def units(self) -> tuple[UnitRow, ...]:
        """What is known of all units that stand in the rows, and of the bodies they belong to."""
        found: dict[str, UnitRow] = {}
        waiting = list(self._names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = unit_row(self._registry, UnitKey(self._jurisdiction, name))
                waiting.append(found[name].host)
        return tuple(found.values())

    def _named(self, unit: str) -> str:
        self._names[unit] = None
        return unit

    def _other_names(self, task: Task) -> Iterator[tuple[str, str]]:
        for cell in task.cells:
            for mention in parse_cell(cell.text, self._known).mentions:
                unit = self._registry.key(self._jurisdiction, mention.name)
                for name in bodies_apart(mention, unit, self._registry).other_names:
                    yield unit.name, name

    def _read_task(self, section: int, place: int, task: Task) -> None:
        own_rows: dict[Row, int] = {}
        reached_rows: dict[Row, int] = {}
        overlap_rows: dict[Row, int] = {}
        task_rows: dict[Row, int] = {}
        load_rows: dict[Row, int] = {}
        variants = self._variants(task)
        counts = task.id in variants[0][1].tasks
        for readings, read in variants:
            own = read.assignments_of(task.id)
            _add(own_rows, (self._assignment(read, seq, a) for seq, a in enumerate(own)), readings)
            if not counts:
                _add(task_rows, [self._task(read, section, task, own)], readings)
                continue
            reached = read.reached(task.id)
            _add(reached_rows, (self._reached(seq, a) for seq, a in enumerate(reached)), readings)
            strict = read.scope.strict
            _add(load_rows, self._loads_of(own, reached, strict=strict), readings)
            _add(task_rows, [self._task(read, section, task, own)], readings)
            _add(overlap_rows, _overlaps(read, task, own), readings)
        for table, rows in (
            ("task", task_rows),
            ("assignment", own_rows),
            ("reached", reached_rows),
            ("overlap", overlap_rows),
        ):
            self.tables[table] += [(place, readings, *row) for row, readings in rows.items()]
        for row, readings in load_rows.items():
            self._loads[(section, row[0], readings, *row[1:])] += 1
        names = [a.unit.name for a in variants[0][1].assignments_of(task.id)]
        self.tables["task_text"].append((place, *_texts(task, names)))

    def _variants(self, task: Task) -> list[tuple[int, Responsibilities]]:
        """The ways in which a task reads differently, each with the readings that it holds in."""
        found: list[tuple[int, Responsibilities, tuple[object, ...]]] = []
        for reading, read in self._readings:
            own = read.assignments_of(task.id)
            opens = not read.scope.strict and any(
                a.kind is MentionKind.COLLECTIVE and self._members(a.unit) for a in own
            )
            for place, (readings, first, key) in enumerate(found):
                if key == (own, opens):
                    found[place] = (readings | reading, first, key)
                    break
            else:
                found.append((reading, read, (own, opens)))
        return [(readings, read) for readings, read, _ in found]

    def _task(
        self,
        read: Responsibilities,
        section: int,
        task: Task,
        own: tuple[Assignment, ...],
    ) -> Row:
        roles = _bits(a.role for a in own)
        reason = orphan_reason(task, own)
        above = row_above(read, task) if reason == codes.BLANK_CELL else ("", "")
        return (
            section,
            task.id,
            task.label,
            task.id in read.repeats,
            roles,
            roles | _bits(cell.role for cell in task.cells),
            _bits(a.role for a in own if a.kind is MentionKind.COLLECTIVE),
            _bits(a.role for a, _ in unknown_in(own, self._registry)),
            is_led(own),
            any(a.is_assumed_lead for a in own),
            sum(schema.TRAIT_BITS[trait] for trait in traits_of(own)),
            schema.REASON_BITS[reason] if reason else 0,
            *above,
            _names_json(own),
        )

    def _assignment(self, read: Responsibilities, seq: int, a: Assignment) -> Row:
        return (
            seq,
            self._named(a.unit.name),
            schema.ROLE_BITS[a.role],
            schema.BASIS_NUMBERS[a.basis],
            schema.KIND_NUMBERS[a.kind],
            a.open_ended,
            a.times,
            is_unknown(a, self._registry),
            gives_way(a, self._registry, strict=read.scope.strict),
            a.raw if a.raw != a.unit.name else None,
        )

    def _reached(self, seq: int, a: Assignment) -> Row:
        return (
            seq,
            self._named(a.unit.name),
            schema.ROLE_BITS[a.role],
            schema.BASIS_NUMBERS[a.basis],
            self._named(a.via) if a.via else "",
        )

    def _loads_of(
        self, own: Iterable[Assignment], reached: Sequence[Assignment], *, strict: bool
    ) -> list[Row]:
        """What every part counts as.

        For each way to count, a part counts unless a stronger one of the same unit (or body)
        in the task was asked for as well. The roles of those before it are kept for all ways in
        one number, as `unit_load.behind` has them.
        """
        by_unit: dict[str, int] = {}
        by_body: dict[str, int] = {}
        rows: list[Row] = []
        through = (Basis.COLLECTIVE, Basis.NAMED_MEMBER)
        shared = Counter(a.via for a in reached if a.basis in through)
        for is_own, a in (*((True, a) for a in in_role_order(own)), *((False, a) for a in reached)):
            unit, body = self._named(a.unit.name), self._named(self._host(a.unit).name)
            role = schema.ROLE_BITS[a.role]
            if is_own:
                counting = _OWN if gives_way(a, self._registry, strict=strict) else _EVERY_WAY
            else:
                counting = 0 if a.basis is Basis.PART else _EXPANDED
                counting |= 0 if a.basis is Basis.COLLECTIVE else _NAMED
            before = by_unit.get(unit, 0) & ~_ROLLED | by_body.get(body, 0) & _ROLLED
            behind = before & counting | _EVERY_WAY & ~counting
            taken = role * _IN_EVERY_WAY & counting
            by_unit[unit] = by_unit.get(unit, 0) | taken
            by_body[body] = by_body.get(body, 0) | taken
            among = 1
            if a.basis is Basis.COLLECTIVE:
                among = len(self._members(UnitKey(self._jurisdiction, a.via)) or ())
            elif a.basis is Basis.NAMED_MEMBER:
                among = shared[a.via]
            rows.append((unit, role, _figure(a), max(1, among), behind))
        return rows


def _all_readings(catalog: Catalog, registry: Registry) -> tuple[tuple[int, Responsibilities], ...]:
    """The catalog read strictly, as it reads by itself, and with the first listed in the lead."""
    (strict, strictly), (default, by_itself), (assumed, assuming) = _READINGS
    plain = interpret([catalog], registry, strictly)
    rules = {task.id: task.lead_rule or catalog.notice.lead_rule for task in catalog.tasks}
    if all(rule is LeadRule.STATED for rule in rules.values()):
        every = replace(plain, scope=assuming)
    else:
        every = interpret([catalog], registry, assuming)

    def mixed(
        without: dict[str, tuple[Assignment, ...]], with_rule: dict[str, tuple[Assignment, ...]]
    ) -> dict[str, tuple[Assignment, ...]]:
        return {
            task: with_rule[task] if by_itself.assumes(rules[task]) else own
            for task, own in without.items()
        }

    own = replace(
        plain,
        scope=by_itself,
        by_task=mixed(plain.by_task, every.by_task),
        by_repeat=mixed(plain.by_repeat, every.by_repeat),
    )
    return ((strict, plain), (default, own), (assumed, every))


def _add(rows: dict[Row, int], more: Iterable[Row], readings: int) -> None:
    for row in more:
        rows[row] = rows.get(row, 0) | readings


def _bits(roles: Iterable[str]) -> int:
    bits = 0
    for role in roles:
        bits |= schema.ROLE_BITS[role]
    return bits


def _figure(a: Assignment) -> int:
    if a.basis is Basis.COLLECTIVE:
        return schema.THROUGH_COLLECTIVE
    match a.role:
        case Role.LEAD:
            return schema.LEAD_ASSUMED if a.basis.is_assumed else schema.LEAD_STATED
        case Role.RESPONSIBLE:
            return schema.RESPONSIBLE
        case Role.COOPERATE:
            return schema.COOPERATE
        case Role.GUIDE:
            return schema.GUIDE


def _names_json(own: Iterable[Assignment]) -> str:
    """The units of a task in role order; what is as a rule is left out at the end of each."""
    names: list[Sequence[object]] = []
    for unit in named_units(own):
        values: Sequence[object] = unit
        while values[-1] is False:
            values = values[:-1]
        names.append(values)
    return _json(names)


def _overlaps(read: Responsibilities, task: Task, own: tuple[Assignment, ...]) -> list[Row]:
    return [
        (
            seq,
            schema.OVERLAP_BITS[overlap.kind],
            _json(overlap.units),
            overlap.size,
            _bits(a.role for a in taking_part),
            overlap.is_assumed,
        )
        for seq, (overlap, taking_part) in enumerate(overlaps_with_parts(read, task, own))
    ]


def _texts(task: Task, names: Iterable[str]) -> Row:
    others = "\n".join((*task.targets, *(cell.text for cell in task.cells), *names))
    searched = "\n".join((task.title, task.group, task.content, others))
    folded = searched.casefold()
    return (
        task.no,
        task.group,
        task.title,
        task.content,
        _json(task.targets),
        task.deadline,
        _json(task.same_as),
        others,
        folded if folded != searched else None,
    )


def write_catalog(connection: Connection, file_id: int, rows: CatalogRows) -> None:
    """Put the rows of a catalog into the tables, in the place of what the file held before."""
    remove_catalog(connection, file_id)
    _write_problems(connection, file_id, rows.problems)
    connection.execute("INSERT INTO claim VALUES (?, ?, ?, ?, ?)", (file_id, *rows.claim))
    code = rows.claim[0]
    first, *others = files_with_notice(connection, code)
    for other in others:
        _remove_rows_of_notice(connection, other)
    if first != file_id:
        connection.execute(
            "DELETE FROM problem WHERE file = ? AND source > ?", (file_id, _IN_REGISTRY)
        )
        return
    jurisdiction = _jurisdiction_id(connection, rows.jurisdiction)
    # what was on record once may have been one of several of another name
    connection.execute(
        "UPDATE jurisdiction SET short_name = name WHERE id = ? AND on_record = 0", (jurisdiction,)
    )
    unit_rows = {row.name: row for row in rows.units}
    units = _Units(connection, jurisdiction, unit_rows.__getitem__)
    number = units.number
    cursor = connection.execute(
        "INSERT INTO notice (code, file, jurisdiction, title, number, issuer, issued, period,"
        " lead_rule, lead_rule_by, lead_rule_basis, covers, left_out)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (code, file_id, jurisdiction, *rows.notice),
    )
    notice = cursor.lastrowid or 0
    base = notice << schema.PLACE_BITS
    tables = rows.tables
    for statement, found in (
        (
            "section VALUES (?, ?, ?, ?, ?, ?)",
            [(base + place, notice, *rest) for place, *rest in tables["section"]],
        ),
        (
            "task (id, readings, section, notice, code, label, repeats, roles, asked_roles,"
            " collective_roles, unknown_roles, led, led_assumed, traits, reason, above,"
            " above_text, names)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (base + place, readings, base + section, notice, *rest)
                for place, readings, section, *rest in tables["task"]
            ],
        ),
        (
            "task_text VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(base + place, *rest) for place, *rest in tables["task_text"]],
        ),
        (
            "assignment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (base + place, readings, seq, number(unit), *rest)
                for place, readings, seq, unit, *rest in tables["assignment"]
            ],
        ),
        (
            "reached VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (base + place, readings, seq, number(unit), role, basis, number(via) if via else 0)
                for place, readings, seq, unit, role, basis, via in tables["reached"]
            ],
        ),
        (
            "unit_load VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(base + section, number(unit), *rest) for section, unit, *rest in tables["unit_load"]],
        ),
        (
            "overlap VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(base + place, *rest) for place, *rest in tables["overlap"]],
        ),
        (
            "without_members VALUES (?, ?, ?, ?)",
            [
                (base + section, number(unit), *rest)
                for section, unit, *rest in tables["without_members"]
            ],
        ),
        (
            "other_name VALUES (?, ?, ?, ?)",
            [
                (base + section, seq, number(unit), name)
                for section, seq, unit, name in tables["other_name"]
            ],
        ),
    ):
        connection.executemany("INSERT INTO " + statement, found)
    units.write()


def files_with_notice(connection: Connection, code: str) -> list[int]:
    """The files that hold a notice of this id, the one that is taken first."""
    return [
        file_id
        for (file_id,) in connection.execute(
            "SELECT c.file FROM claim c JOIN file f ON f.id = c.file WHERE c.notice = ?"
            " ORDER BY f.position",
            (code,),
        )
    ]


def files_to_store_again(connection: Connection) -> list[int]:
    """Files whose notice is now the first of its id, after another one was removed or moved."""
    return [
        file_id
        for (file_id,) in connection.execute(
            "SELECT c.file FROM claim c JOIN file f ON f.id = c.file"
            " WHERE NOT EXISTS (SELECT 1 FROM notice n WHERE n.file = c.file)"
            " AND NOT EXISTS (SELECT 1 FROM claim d JOIN file g ON g.id = d.file"
            " WHERE d.notice = c.notice AND g.position < f.position) ORDER BY f.position"
        )
    ]


def catalogs_of(connection: Connection, name: str) -> list[int]:
    """The files with notices of the jurisdictions of this name, by whichever name they call them.

    They are to be stored anew when the record changes: then as after `rebuild_jurisdiction`.
    """
    return [
        file_id
        for (file_id,) in connection.execute(
            "SELECT file FROM claim WHERE jurisdiction = :name OR jurisdiction IN"
            " (SELECT full_name FROM registry_part WHERE name = :name)"
            " UNION SELECT n.file FROM notice n JOIN jurisdiction j ON j.id = n.jurisdiction"
            " WHERE j.short_name = :name ORDER BY 1",
            {"name": name},
        )
    ]


def remove_file(connection: Connection, file_id: int) -> frozenset[str]:
    """Take a file and all that came from it out of the index.

    Returns the names of the jurisdictions whose record it held (see `store_registry`).
    """
    names = frozenset(_parts_of_file(connection, file_id))
    remove_catalog(connection, file_id)
    connection.execute("DELETE FROM registry_part WHERE file = ?", (file_id,))
    connection.execute("DELETE FROM problem WHERE file = ?", (file_id,))
    connection.execute("DELETE FROM file WHERE id = ?", (file_id,))
    return names


def remove_catalog(connection: Connection, file_id: int) -> None:
    """Take the catalog of a file out of the index, where it is one no longer."""
    _remove_rows_of_notice(connection, file_id)
    connection.execute("DELETE FROM claim WHERE file = ?", (file_id,))


def _remove_rows_of_notice(connection: Connection, file_id: int) -> None:
    found = connection.execute("SELECT id FROM notice WHERE file = ?", (file_id,)).fetchone()
    if found is None:
        return
    first = found[0] << schema.PLACE_BITS
    span = (first, first + (1 << schema.PLACE_BITS) - 1)
    connection.execute(
        "DELETE FROM reached WHERE unit IN (SELECT u.id FROM unit u JOIN notice n"
        " ON n.jurisdiction = u.jurisdiction WHERE n.file = ?) AND task BETWEEN ? AND ?",
        (file_id, *span),
    )
    for table in ("task_text", "assignment", "overlap"):
        connection.execute(f"DELETE FROM {table} WHERE task BETWEEN ? AND ?", span)  # noqa: S608
    for table in ("unit_load", "without_members", "other_name"):
        connection.execute(f"DELETE FROM {table} WHERE section BETWEEN ? AND ?", span)  # noqa: S608
    for table in ("task", "section"):
        connection.execute(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", span)  # noqa: S608
    connection.execute("DELETE FROM notice WHERE id = ?", found)
    connection.execute("DELETE FROM problem WHERE file = ? AND source > ?", (file_id, _IN_REGISTRY))


# Problems

_INSERT_PROBLEM = "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def _problem_row(source: int, number: int, problem: Problem, jurisdiction: int = 0) -> Row:
    return (
        source,
        number,
        problem.place.line,
        problem.place.column,
        problem.code,
        problem.name,
        str(problem.severity),
        _json(problem.values),
        jurisdiction,
    )


def _write_problems(connection: Connection, file_id: int, rows: Iterable[Row]) -> None:
    """Replace what was told of a file as such and of its catalog."""
    connection.execute(
        "DELETE FROM problem WHERE file = ? AND source <> ?", (file_id, _IN_REGISTRY)
    )
    connection.executemany(_INSERT_PROBLEM, [(file_id, *row) for row in rows])


# All at once


def build_in_memory(workspace: Workspace) -> Connection:
    """An index of catalogs that are loaded already: what is asked where none can be kept."""
    connection = schema.in_memory()
    connection.execute("BEGIN")
    create_schema(connection)
    paths = dict.fromkeys(
        [*(c.path for c in workspace.catalogs), *(p.place.path for p in workspace.problems)]
    )
    numbers = {path: number for number, path in enumerate(paths, 1)}
    connection.executemany(
        "INSERT INTO file (id, root, path, position) VALUES (?, -1, ?, ?)",
        [(number, path, number) for path, number in numbers.items()],
    )
    with without_garbage_collection():
        for name, record in workspace.registry.jurisdictions.items():
            _write_jurisdiction(connection, name, record.name, workspace.registry)
        for catalog in workspace.catalogs:
            rows = read_catalog(catalog, workspace.registry)
            write_catalog(connection, numbers[catalog.path], rows._replace(problems=()))
    connection.executemany(
        _INSERT_PROBLEM,
        [
            (numbers[problem.place.path], *_problem_row(_IN_FILE, number, problem))
            for number, problem in enumerate(workspace.problems)
        ],
    )
    connection.execute("COMMIT")
    return connection
