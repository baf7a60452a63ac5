"""What a comparison answers, as plain records with the codes that JSON speaks in."""

from __future__ import annotations

from typing import NamedTuple

from matrices.answers.records import NamedUnit
from matrices.catalogs.unit_key import UnitKey
from matrices.compare.figures import Change

KEPT, REWORDED, WIDENED, NARROWED = "kept", "reworded", "widened", "narrowed"
SPLIT, MERGED, NEW, DROPPED = "split", "merged", "new", "dropped"
CARRIES_OUT = "carries-out"
# in the order they are shown: what a reader must know first
RELATIONS = (DROPPED, NEW, WIDENED, NARROWED, SPLIT, MERGED, REWORDED, KEPT, CARRIES_OUT)

SURE, POSSIBLE = "sure", "possible"

GAINED, LOST, KEEPS = "gained", "lost", "keeps"

DIFFERENT_LEAD, SAME_TASK = "different-lead", "same-task"
MATTERS = (DIFFERENT_LEAD, SAME_TASK)


class End(NamedTuple):
    """One task of a link as a person reads it, with those who lead it and the others."""

    id: str
    label: str
    leads: tuple[NamedUnit, ...]
    others: tuple[NamedUnit, ...]


class Compared(NamedTuple):
    """A link between a task of either side, or a task without a partner.

    `score` is None where a person settled the link or there is no partner. `lead_change` is
    None where one side names no lead, so that nobody can tell. `units_gained` and `units_lost`
    are names; for split and merged tasks, what none of the partners has. `figures` are the
    targets that changed.
    """

    a: End | None
    b: End | None
    relation: str
    tier: str
    score: float | None = None
    lead_change: bool | None = None
    units_gained: tuple[str, ...] = ()
    units_lost: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    figures: tuple[Change, ...] = ()
    by_person: bool = False


class Side(NamedTuple):
    """One side of a comparison: what it is, and how many tasks it has.

    `linked`, `alone` and `open` count its tasks: with a sure partner, surely without one, and
    those of which it is only possible; together they are `tasks`. `repeats` come on top.
    """

    name: str
    tasks: int
    repeats: int
    linked: int
    alone: int
    open: int
    states_leads: bool


class TakenFor(NamedTuple):
    """Two units that were taken for one body, and why (`matrices.compare.counterparts`)."""

    a: UnitKey
    b: UnitKey
    basis: str


class UnitChange(NamedTuple):
    """What one body gained, lost and keeps, as ids of tasks.

    A task is kept where a sure partner names the body too; `open` are tasks of either side of
    which nobody can tell, because a partner is only possible. `leads_gained` and `leads_lost`
    are those among kept, gained and lost that it leads on one side only.
    """

    unit: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    keeps: tuple[str, ...]
    open: tuple[str, ...]
    leads_gained: tuple[str, ...]
    leads_lost: tuple[str, ...]


class Comparison(NamedTuple):
    """Two notices compared: links and tasks without partners, in the order of `RELATIONS`.

    `hidden` counts the possible ones that were not asked for. `by_name` counts the units taken
    for each other because only the district differs in their names, `taken` lists those whose
    names differ by more, renamed ones on record among them.
    """

    rows: tuple[Compared, ...]
    units: tuple[UnitChange, ...]
    a: Side
    b: Side
    taken: tuple[TakenFor, ...]
    by_name: int
    hidden: int
    levels: bool
    by_person: int


class Matter(NamedTuple):
    """Two tasks on one matter, within a notice or a jurisdiction."""

    a: End
    b: End
    kind: str
    tier: str
    score: float
    shared: tuple[str, ...]


class Matters(NamedTuple):
    """Tasks on the same matter, strongest first.

    `tasks` are those in which somebody leads, `compared` the pairs they make within a
    jurisdiction and time; `other_kinds` and `possible` count what was found and not asked for.
    """

    rows: tuple[Matter, ...]
    tasks: int
    compared: int
    other_kinds: int
    possible: int
