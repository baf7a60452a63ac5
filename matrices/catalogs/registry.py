"""The unit registry: which bodies a jurisdiction has, under which names, and where they sit.

The same name in two jurisdictions is two units. A name that no registry holds is still a
unit of its jurisdiction; it is then known only by the notice that writes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from matrices.catalogs.fields import Field, Mapping, Shape, read_mapping
from matrices.catalogs.model import FormerName, Jurisdiction, Unit, UnitKind
from matrices.catalogs.nodes import Node
from matrices.catalogs.unit_key import UnitKey
from matrices.diagnostics import Problem
from matrices.notation import MentionKind, kind_by_wording
from matrices.spelling import nearest_name

FORMER_FIELDS: dict[str, Field] = {
    "name": Field(Shape.TEXT, required=True),
    "until": Field(Shape.DATE),
    "source": Field(Shape.TEXT, required=True),
}
UNIT_FIELDS: dict[str, Field] = {
    "name": Field(Shape.TEXT, required=True),
    "kind": Field(Shape.CHOICE, required=True, choices=tuple(UnitKind)),
    "duty": Field(Shape.TEXT),
    "aliases": Field(Shape.TEXTS),
    "formerly": Field(Shape.MAPPINGS, fields=FORMER_FIELDS),
    "office_of": Field(Shape.TEXT),
    "hosted_by": Field(Shape.TEXT),
    "hosted_source": Field(Shape.TEXT),
    "part_of": Field(Shape.TEXT),
    "body": Field(Shape.TEXT),
    "members": Field(Shape.TEXTS),
    "covers": Field(Shape.TEXTS),
    "source": Field(Shape.TEXT, required=True),
}
JURISDICTION_FIELDS: dict[str, Field] = {
    "name": Field(Shape.TEXT, required=True),
    "full_name": Field(Shape.TEXT),
    "code": Field(Shape.CODE),
    "within": Field(Shape.TEXT),
    "coverage": Field(Shape.CHOICE, choices=("full", "partial")),
    "units": Field(Shape.MAPPINGS, required=True, fields=UNIT_FIELDS),
}
REGISTRY_FIELDS: dict[str, Field] = {
    "format": Field(Shape.FORMAT, required=True),
    "jurisdictions": Field(Shape.MAPPINGS, required=True, fields=JURISDICTION_FIELDS),
}
_LEVELS = "省市区县州旗"
_KIND_ORDER = {kind: n for n, kind in enumerate(UnitKind)}


def build_jurisdictions(root: Node) -> tuple[list[Jurisdiction], list[Problem]]:
    """Build the jurisdictions of one registry file, with every problem found in it."""
    problems: list[Problem] = []
    found: list[Jurisdiction] = []
    top = read_mapping(root, REGISTRY_FIELDS, problems)
    if top is None or "jurisdictions" not in top.nodes:
        return found, problems
    for node in top.nodes["jurisdictions"].items:
        entry = read_mapping(node, JURISDICTION_FIELDS, problems)
        if entry is None or "name" not in entry.texts:
            continue
        name = entry.text("name")
        units: list[Unit] = []
        for item in entry.nodes["units"].items if "units" in entry.nodes else ():
            unit = read_mapping(item, UNIT_FIELDS, problems)
            if unit is not None and "name" in unit.texts:
                units.append(_build_unit(name, unit, problems))
        found.append(
            Jurisdiction(
                name,
                entry.text("full_name", name),
                tuple(units),
                entry.place,
                is_partial=entry.text("coverage") == "partial",
                code=entry.text("code"),
                within=entry.text("within"),
            )
        )
    return found, problems


def _build_unit(jurisdiction: str, entry: Mapping, problems: list[Problem]) -> Unit:
    former = (
        read_mapping(node, FORMER_FIELDS, problems)
        for node in (entry.nodes["formerly"].items if "formerly" in entry.nodes else ())
    )
    return Unit(
        jurisdiction=jurisdiction,
        name=entry.text("name"),
        kind=UnitKind(entry.text("kind", UnitKind.DEPARTMENT)),
        duty=entry.text("duty"),
        aliases=entry.lists.get("aliases", ()),
        formerly=tuple(
            FormerName(name.text("name"), name.text("until"), name.text("source"))
            for name in former
            if name is not None and "name" in name.texts
        ),
        hosted_by=entry.text("hosted_by"),
        hosted_source=entry.text("hosted_source"),
        part_of=entry.text("part_of"),
        office_of=entry.text("office_of"),
        body=entry.text("body"),
        members=entry.lists.get("members"),
        covers=entry.lists.get("covers", ()),
        source=entry.text("source"),
        place=entry.place,
    )


class Registry:
    """All jurisdictions on record; finds the unit that a name means.

    A jurisdiction is known by its name, or by its full name where others on record bear the
    same (two 鼓楼区); `jurisdictions` has it under that, and its units say so too.
    """

    def __init__(self, jurisdictions: Iterable[Jurisdiction] = ()) -> None:
        self.jurisdictions: dict[str, Jurisdiction] = {}
        self._by_name: dict[str, dict[str, Unit]] = defaultdict(dict)
        self._full_names: dict[str, dict[str, None]] = defaultdict(dict)
        self._members: dict[UnitKey, tuple[UnitKey, ...] | None] = {}
        self._kinds: dict[UnitKey, MentionKind] = {}
        self.problems: list[Problem] = []
        entries = tuple(jurisdictions)
        for jurisdiction in entries:
            if jurisdiction.has_full_name:
                self._full_names[jurisdiction.name][jurisdiction.full_name] = None
        for jurisdiction in entries:
            self._add(jurisdiction)
        self._check_references()

    def known_as(self, written: str) -> tuple[str, ...]:
        """What a jurisdiction is known by, given its name or full name; several for one of many.

        What is not on record is known by what is written.
        """
        if len(self._full_names.get(written, ())) > 1:
            return tuple(self._full_names[written])
        if written in self.jurisdictions:
            return (written,)
        keys = (key for key, j in self.jurisdictions.items() if j.full_name == written)
        return (next(keys, written),)

    def _add(self, jurisdiction: Jurisdiction) -> None:
        key = jurisdiction.name
        if len(self._full_names.get(key, ())) > 1 and jurisdiction.has_full_name:
            key = jurisdiction.full_name
            jurisdiction = replace(
                jurisdiction, units=tuple(replace(u, jurisdiction=key) for u in jurisdiction.units)
            )
        known = self.jurisdictions.get(key)
        self.jurisdictions[key] = _merged(known, jurisdiction) if known else jurisdiction
        names = self._by_name[key]
        for unit in jurisdiction.units:
            for name in (unit.name, *unit.aliases):
                other = names.get(name)
                if other is not None:
                    self.problems.append(
                        Problem(
                            "U13",
                            "name-taken",
                            unit.place,
                            values={
                                "unit": name,
                                "other": other.name,
                                "line": str(other.place.line),
                            },
                        )
                    )
                    continue
                names[name] = unit

    def _check_references(self) -> None:
        for key, jurisdiction in self.jurisdictions.items():
            names = self._by_name[key]
            for unit in jurisdiction.units:
                for name in _references(unit):
                    if name and name not in names:
                        self._unresolved(unit, name, names)
            for cycle in self._membership_cycles(jurisdiction, names):
                self.problems.append(
                    Problem(
                        "U09",
                        "membership-cycle",
                        cycle[0].place,
                        values={"units": " → ".join(unit.name for unit in (*cycle, cycle[0]))},
                    )
                )

    def _unresolved(self, unit: Unit, name: str, names: dict[str, Unit]) -> None:
        self.problems.append(
            Problem(
                "U01",
                "unknown-unit",
                unit.place,
                values={
                    "unit": name,
                    "jurisdiction": unit.jurisdiction,
                    "suggestion": nearest_name(name, names, already_told=len(self.problems)),
                },
            )
        )

    def _membership_cycles(
        self, jurisdiction: Jurisdiction, names: dict[str, Unit]
    ) -> list[list[Unit]]:
        """Collectives that hold themselves, each ring beginning with its first in the file.

        Walked without recursion: a registry may nest collectives as deep as it likes.
        """
        order = {unit.name: n for n, unit in enumerate(names.values())}
        found: list[list[Unit]] = []
        done: set[str] = set()
        for start in jurisdiction.units:
            if start.name in done or start is not names.get(start.name):
                continue
            path, place_in_path = [start], {start.name: 0}
            waiting = [iter(_held(start))]
            while waiting:
                member = next((names[m] for m in waiting[-1] if m in names), None)
                if member is None:
                    waiting.pop()
                    done.add(path.pop().name)
                    del place_in_path[next(reversed(place_in_path))]
                elif member.name in place_in_path:
                    ring = path[place_in_path[member.name] :]
                    first = min(range(len(ring)), key=lambda n: order[ring[n].name])
                    found.append(ring[first:] + ring[:first])
                elif member.name not in done:
                    place_in_path[member.name] = len(path)
                    path.append(member)
                    waiting.append(iter(_held(member)))
        return found

    def knows(self, jurisdiction: str) -> bool:
        """Tell whether all units of this jurisdiction are on record, so that one can be unknown."""
        record = self.jurisdictions.get(jurisdiction)
        return record is not None and not record.is_partial

    def resolve(self, jurisdiction: str, name: str) -> Unit | None:
        """The unit that a name means: by canonical name, alias or district-prefixed name."""
        names = self._by_name.get(jurisdiction)
        if names is None:
            return None
        unit = names.get(name)
        if unit is not None:
            return unit
        for shorter in self._without_prefix(jurisdiction, name):
            if shorter in names:
                return names[shorter]
        return None

    def key(self, jurisdiction: str, name: str) -> UnitKey:
        """The key of the unit a name means; of the name itself where none is on record."""
        unit = self.resolve(jurisdiction, name)
        return UnitKey(jurisdiction, unit.name if unit else name)

    def nearest(self, jurisdiction: str, name: str, *, already_told: int = 0) -> str:
        """The name on record most like this one, "" where none is near or too many are told."""
        known = self._by_name.get(jurisdiction, {})
        return nearest_name(name, known, already_told=already_told)

    def names(self, key: UnitKey) -> tuple[str, ...]:
        """Every name of a unit: canonical, aliases, and with the district written out."""
        unit = self.resolve(key.jurisdiction, key.name)
        names = (unit.name, *unit.aliases) if unit else (key.name,)
        jurisdiction = self.jurisdictions.get(key.jurisdiction)
        short = jurisdiction.name if jurisdiction else key.jurisdiction
        full = jurisdiction.full_name if jurisdiction else key.jurisdiction
        level = short[-1:]
        written_out = tuple(
            prefix + name[1:]
            for name in names
            if name.startswith(level) and level in _LEVELS
            for prefix in dict.fromkeys((short, full))
        )
        return tuple(dict.fromkeys((*names, *written_out)))

    def members(self, key: UnitKey) -> tuple[UnitKey, ...] | None:
        """The members of a collective on record, all levels down; None where unknown.

        A collective that takes others together (`covers`) holds their members, and those of
        them whose own members nobody has recorded stand for themselves.
        """
        if key not in self._members:
            self._members[key] = self._all_members(key)
        return self._members[key]

    def _all_members(self, key: UnitKey) -> tuple[UnitKey, ...] | None:
        found: dict[UnitKey, None] = {}
        waiting = [key]
        seen = {key}
        known = False
        while waiting:
            unit = self.resolve(waiting[0].jurisdiction, waiting.pop(0).name)
            if unit is None or (unit.members is None and not unit.covers):
                continue
            known = True
            for name in (*(unit.members or ()), *unit.covers):
                member = self.key(unit.jurisdiction, name)
                if member in seen:
                    continue
                seen.add(member)
                if self.kind(member) is not MentionKind.COLLECTIVE:
                    found[member] = None
                    continue
                waiting.append(member)
                nested = self.resolve(member.jurisdiction, member.name)
                if name in unit.covers and (nested is None or nested.members is None):
                    found[member] = None
        return tuple(found) if known else None

    def kind(self, key: UnitKey) -> MentionKind:
        """What a unit is: an agency, a township, a collective, or nobody in particular."""
        kind = self._kinds.get(key)
        if kind is None:
            unit = self.resolve(key.jurisdiction, key.name)
            kind = registered_kind(unit) if unit is not None else kind_by_wording(key.name)
            self._kinds[key] = kind
        return kind

    def place_of_kind(self, key: UnitKey) -> int:
        """Where units of this kind come in an order: as `UnitKind` lists them, unrecorded last."""
        unit = self.resolve(key.jurisdiction, key.name)
        return _KIND_ORDER[unit.kind] if unit else len(_KIND_ORDER)

    def host(self, key: UnitKey) -> UnitKey:
        """The body that a hosted office or a sub-unit belongs to, itself where it is neither."""
        seen = {key}
        while True:
            unit = self.resolve(key.jurisdiction, key.name)
            above = (unit.part_of or unit.hosted_by) if unit is not None else ""
            if not above:
                return key
            key = self.key(key.jurisdiction, above)
            if key in seen:
                return key
            seen.add(key)

    def _without_prefix(self, jurisdiction: str, name: str) -> list[str]:
        shorter: list[str] = []
        for prefix in self.place_names(jurisdiction):
            if name.startswith(prefix) and len(name) > len(prefix):
                rest = name[len(prefix) :]
                shorter += [prefix[-1] + rest, rest]
        return shorter

    def place_names(self, jurisdiction: str) -> tuple[str, ...]:
        """What may stand before the name of a unit: the full name of its place, then the short."""
        record = self.jurisdictions.get(jurisdiction)
        names = (record.full_name, record.name) if record else (jurisdiction,)
        return tuple(dict.fromkeys(filter(None, names)))

    def holding_separators(self, jurisdiction: str) -> frozenset[str]:
        """Names on record that themselves hold a separator or 和, for the notation parser."""
        return frozenset(
            name
            for name in self._by_name.get(jurisdiction, {})
            if any(mark in name for mark in "、，,和及与")
        )


def _merged(first: Jurisdiction, second: Jurisdiction) -> Jurisdiction:
    """Two parts of one record; what only one of them tells holds for both."""
    return replace(
        second,
        units=(*first.units, *second.units),
        full_name=second.full_name if second.has_full_name else first.full_name,
        code=second.code or first.code,
        within=second.within or first.within,
    )


def without_replaced(
    bundled: Iterable[Jurisdiction], own: Sequence[Jurisdiction]
) -> Iterator[Jurisdiction]:
    """The bundled records but those of jurisdictions that the user's registries hold."""
    for jurisdiction in bundled:
        same = [j for j in own if j.name == jurisdiction.name]
        if not any(j.full_name == jurisdiction.full_name or not j.has_full_name for j in same):
            yield jurisdiction


def _references(unit: Unit) -> tuple[str, ...]:
    """Every name in a record that must be on record itself."""
    return (unit.hosted_by, unit.part_of, unit.office_of, unit.body, *_held(unit))


def _held(unit: Unit) -> tuple[str, ...]:
    return (*(unit.members or ()), *unit.covers)


def registered_kind(unit: Unit) -> MentionKind:
    """What kind of mention a registered unit makes."""
    match unit.kind:
        case UnitKind.TOWNSHIP:
            return MentionKind.TOWNSHIP
        case UnitKind.COLLECTIVE:
            return MentionKind.COLLECTIVE
        case UnitKind.INDEFINITE:
            return MentionKind.INDEFINITE
        case _:
            return MentionKind.AGENCY
