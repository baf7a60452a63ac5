"""The units of a task by name, as every table and paper writes them, and notes that all share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matrices.answers import codes
from matrices.answers.records import NamedUnit, Total
from matrices.wording import say

# behind a unit that leads by assumption; in GBK, so that every console shows it
ASSUMED_MARK = "※"
# at the end of a list that the notice leaves open
OPEN_END = "等"


def unit_names(units: Iterable[NamedUnit]) -> list[str]:
    """The names of the units as data, each once, in their order."""
    return list(dict.fromkeys(unit.name for unit in units))


def joined_names(units: Sequence[NamedUnit]) -> str:
    """The names of the units as a person reads them in one cell, with their marks."""
    names = "、".join(dict.fromkeys(marked_name(unit) for unit in units))
    return names + OPEN_END if any(unit.is_open for unit in units) else names


def marked_name(unit: NamedUnit) -> str:
    """A name with the mark of an assumed lead."""
    return unit.name + ASSUMED_MARK if unit.is_assumed else unit.name


def without_marks(text: str) -> str:
    """Names as a cell holds them without our marks: sheets of other days may lack them."""
    return text.replace(ASSUMED_MARK, "").removesuffix(OPEN_END)


def marks_note(units: Iterable[NamedUnit], bases: Iterable[str] = ()) -> list[str]:
    """The one legend of all outputs, where anything in it was used."""
    used = any(unit.is_assumed or unit.is_open for unit in units) or any(
        basis in (codes.ASSUMED, codes.COLLECTIVE) for basis in bases
    )
    return [say("note.marks")] if used else []


def repeats_note(total: Total) -> list[str]:
    """How many rows of the notices only say another one once more, where there are any."""
    return [say("note.repeats", repeats=total.repeats)] if total.repeats else []
