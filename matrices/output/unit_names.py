"""The units of assignments by name, as every table and paper writes them."""

from __future__ import annotations

from collections.abc import Iterable

from matrices.answers.assignments import Assignment


def unit_names(assignments: Iterable[Assignment]) -> tuple[str, ...]:
    """The names of the units as data, each once, in the order of the assignments."""
    return tuple(dict.fromkeys(a.unit.name for a in assignments))


def joined_names(assignments: Iterable[Assignment]) -> str:
    """The names of the units as a person reads them in one cell."""
    return "、".join(unit_names(assignments))
