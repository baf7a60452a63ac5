"""Collectives: whose members are on record, whom they may hold, when they give way to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from matrices.answers.assignments import Assignment
from matrices.catalogs.registry import Registry
from matrices.catalogs.unit_key import UnitKey
from matrices.notation import MentionKind

_LOCAL_BODIES = re.compile("乡|镇|街|村|社区|平台|园区|林场|公司|企业")


def holds_townships(collective: str) -> bool:
    """Tell whether a collective of this name stands for townships and what lies in them."""
    return _LOCAL_BODIES.search(collective) is not None


def is_unknown(a: Assignment, registry: Registry) -> bool:
    """Tell whether it is a collective whose members neither a bracket nor the record tells."""
    return a.kind is MentionKind.COLLECTIVE and not a.members and registry.members(a.unit) is None


def gives_way(a: Assignment, registry: Registry, *, strict: bool) -> bool:
    """Tell whether it is a collective in whose place its members count when these are counted."""
    if a.kind is not MentionKind.COLLECTIVE:
        return False
    return bool(a.members or (not strict and registry.members(a.unit)))


def may_hold(a: Assignment, wanted: Iterable[UnitKey], registry: Registry) -> bool:
    """Tell whether one of these units may belong to a collective nobody recorded the members of.

    A bureau is never one of 各乡镇, 各平台, 各林场; a township is none of the departments.
    """
    if not is_unknown(a, registry):
        return False
    kind = MentionKind.TOWNSHIP if holds_townships(a.unit.name) else MentionKind.AGENCY
    return any(
        key.jurisdiction == a.unit.jurisdiction and key != a.unit and registry.kind(key) is kind
        for key in wanted
    )


def unknown_in(
    assignments: Iterable[Assignment], registry: Registry
) -> Iterator[tuple[Assignment, UnitKey]]:
    """The collectives of whose members some or all are not known, each with what names it.

    That is the one that a task names, or another that it takes in.
    """
    for a in assignments:
        if a.kind is MentionKind.COLLECTIVE and not a.members:
            members = registry.members(a.unit)
            if members is None:
                yield a, a.unit
            for member in members or ():
                if registry.kind(member) is MentionKind.COLLECTIVE:
                    yield a, member
