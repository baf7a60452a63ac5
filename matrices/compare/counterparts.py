"""Which unit of one notice is which of another: by name, former name, field of duty.

Two districts both have a 区水利局, and a body that was renamed is still the same body. What is
assumed here is told with its basis, so that a reader can object.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from matrices.catalogs.model import Unit
from matrices.catalogs.registry import Registry
from matrices.catalogs.unit_key import UnitKey
from matrices.notation import MentionKind

SAME, FORMERLY, NAME, DUTY, STEM = "same", "formerly", "name", "duty", "stem"
# how two units correspond, the strongest first; the first two stand on record
BASES = (SAME, FORMERLY, NAME, DUTY, STEM)

_LEVELS = "省市区县州旗镇乡"
_SHORTEST_NAME = 2
_OFFICE_ENDINGS = re.compile(
    r"(?:管理局|管理委员会|管理委|委员会|管理办公室|办公室|部门|局|厅|委|办|部)$"
)
# 各镇街, 各街镇 and 各乡镇（街道） are all the townships of a district, 各街道 only some
_TOWNSHIPS = re.compile(r"(各|有关|相关)(?=.*街)(?=.*[乡镇])[乡镇街道]+")
_NO_LETTERS = re.compile(r"\W+")


class Counterpart(NamedTuple):
    """Two units that are taken for each other, and why."""

    a: UnitKey
    b: UnitKey
    basis: str


class Counterparts:
    """The units of two sides under labels that mean the same body on both."""

    def __init__(
        self, registries: tuple[Registry, Registry], units: tuple[Iterable[UnitKey], ...]
    ) -> None:
        a, b = (list(dict.fromkeys(side)) for side in units)
        self.found: list[Counterpart] = []  # in the order of BASES
        self._labels_a = {unit: unit.name for unit in a}
        self._labels_b: dict[UnitKey, str] = {}
        left_a, left_b = dict.fromkeys(a), dict.fromkeys(b)
        for basis, keys in (
            (SAME, _itself),
            (FORMERLY, _with_former_names),
            (NAME, _bare_names),
            (DUTY, _duty),
            (STEM, _stems),
        ):
            holders: dict[str, list[UnitKey]] = defaultdict(list)
            for unit in left_a:
                for key in keys(registries[0], unit):
                    holders[key].append(unit)
            asked = Counter(key for unit in left_b for key in keys(registries[1], unit))
            for unit in list(left_b):
                partner = next(
                    (
                        holders[key][0]
                        for key in keys(registries[1], unit)
                        if len(holders[key]) == 1 and asked[key] == 1 and holders[key][0] in left_a
                    ),
                    None,
                )
                if partner is not None:
                    self.found.append(Counterpart(partner, unit, basis))
                    self._labels_b[unit] = self._labels_a[partner]
                    del left_a[partner], left_b[unit]
        levels = {unit.name: unit.jurisdiction[-1:] for unit in a}
        for unit in left_b:
            # a district's 市水利局 is the city's; any other name of that side is somebody else
            is_upper = levels.get(unit.name) == unit.name[:1] != unit.jurisdiction[-1:]
            is_other = unit.name in levels and not is_upper
            self._labels_b[unit] = f"{unit.name}*" if is_other else unit.name

    def label_a(self, unit: UnitKey) -> str:
        """The label of a unit of the first side."""
        return self._labels_a[unit]

    def label_of_name(self, name: str) -> str:
        """The label of the one unit of the first side that a text calls so, else the name.

        A text may shorten: 市应急局 and 市水利部门 for 市应急管理局 and 市水利局.
        """
        labels = set(self._labels_a.values())
        stem = _OFFICE_ENDINGS.sub("", name)
        alike = [label for label in labels if _OFFICE_ENDINGS.sub("", label) == stem]
        return alike[0] if name not in labels and len(alike) == 1 else name

    def label_b(self, unit: UnitKey) -> str:
        """The label of a unit of the second side: that of its counterpart where it has one."""
        return self._labels_b[unit]


def bare_name(jurisdiction: str, name: str) -> str:
    """A name without its district or level: 水利局 for 区水利局 and 武隆区水利局."""
    townships = _TOWNSHIPS.fullmatch(_NO_LETTERS.sub("", name))
    if townships:
        return townships[1] + "乡镇街道"
    rest = name.removeprefix(jurisdiction)
    if rest == name and name[:1] in _LEVELS and name[:1] == jurisdiction[-1:]:
        rest = name[1:]
    return rest if len(rest) >= _SHORTEST_NAME else name


def _itself(registry: Registry, unit: UnitKey) -> list[str]:
    return [f"{unit.jurisdiction}/{unit.name}"]


def _with_former_names(registry: Registry, unit: UnitKey) -> list[str]:
    record = registry.resolve(unit.jurisdiction, unit.name)
    former = [name.name for name in record.formerly] if record else []
    return [f"{unit.jurisdiction}/{name}" for name in (unit.name, *former)]


def _bare_names(registry: Registry, unit: UnitKey) -> list[str]:
    record = registry.resolve(unit.jurisdiction, unit.name)
    names = (unit.name, *record.aliases) if record else (unit.name,)
    return list(dict.fromkeys(bare_name(unit.jurisdiction, name) for name in names))


def _duty(registry: Registry, unit: UnitKey) -> list[str]:
    record: Unit | None = registry.resolve(unit.jurisdiction, unit.name)
    return [f"{record.kind}/{record.duty}"] if record and record.duty else []


def _stems(registry: Registry, unit: UnitKey) -> list[str]:
    if registry.kind(unit) is not MentionKind.AGENCY:
        return []
    names = _bare_names(registry, unit)
    stems = (_OFFICE_ENDINGS.sub("", name) for name in names)
    return [
        stem
        for stem, name in zip(stems, names, strict=True)
        if stem != name and len(stem) >= _SHORTEST_NAME
    ]


def differing_names(found: Sequence[Counterpart]) -> list[Counterpart]:
    """Those whose names differ by more than the district, which a reader must look at."""
    return [
        c
        for c in found
        if bare_name(c.a.jurisdiction, c.a.name) != bare_name(c.b.jurisdiction, c.b.name)
    ]
