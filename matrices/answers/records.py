"""Answers as plain records: ids, names, numbers and codes, each with what it counts.

No record holds an object of a catalog, so that every engine that can read a table can give
them. They are named tuples, which cost next to nothing to make and to load.
"""

# no postponed annotations: a named tuple would compile each of them anew at every start
from typing import NamedTuple

from matrices.catalogs.unit_key import UnitKey


class NamedUnit(NamedTuple):
    """A unit in a list of those in a task.

    `is_assumed` says that its part is an assumption; `is_open` that the notice leaves the list
    it stands in open (等).
    """

    name: str
    role: str
    is_assumed: bool = False
    is_open: bool = False


class NoticeHead(NamedTuple):
    """A notice as headings name it, with the words of its own lead rule, "" where it has none."""

    id: str
    title: str
    number: str
    jurisdiction: str
    rule_words: str = ""


class Total(NamedTuple):
    """What an answer is out of: tasks in scope, and those that only repeat one of them."""

    tasks: int
    repeats: int


class Owned(NamedTuple):
    """One part of a unit in a task, how it is known, through what, and with whom."""

    task: str
    title: str
    notice: str
    jurisdiction: str
    unit: str
    role: str
    basis: str
    via: str
    with_units: tuple[NamedUnit, ...]


class Hosted(NamedTuple):
    """An office or part counted with the body it belongs to, and where that is on record.

    `source` is "" for a part of a body, and for a hosting whose source nobody recorded.
    """

    unit: UnitKey
    body: str
    source: str
    is_part: bool


class Ownership(NamedTuple):
    """What units own: lead first inside each notice, what comes through collectives last.

    `perhaps` counts the tasks that may reach the units through collectives whose members are
    not on record; `hosted` are the offices and parts that were counted with their body.
    """

    units: tuple[UnitKey, ...]
    rows: tuple[Owned, ...]
    notices: dict[str, NoticeHead]
    perhaps: int
    total: Total
    hosted: tuple[Hosted, ...] = ()


class Load(NamedTuple):
    """What one unit carries in one group of tasks; all figures count tasks.

    `collective` counts tasks that reach it only through collectives on record, in shares where
    these are weighted. `group` is "" or the id of a notice or section. `led_tasks` counts the
    tasks of the group that have any lead in the unit's own jurisdiction.
    """

    jurisdiction: str
    unit: str
    kind: str
    group: str
    lead_stated: int
    lead_assumed: int
    responsible: int
    cooperate: int
    guide: int
    collective: float
    total: float
    led_tasks: int

    @property
    def led(self) -> int:
        """Tasks the unit leads, stated or assumed."""
        return self.lead_stated + self.lead_assumed

    @property
    def lead_share(self) -> float:
        """The unit's part of all led tasks, 0 to 1; 0 for a name that means nobody."""
        if self.kind == "indefinite" or not self.led_tasks:
            return 0.0
        return self.led / self.led_tasks


class Workload(NamedTuple):
    """Loads, most led and heaviest first, with what the figures are out of.

    `with_part` counts the tasks in which any unit has a part that was asked for, `led_tasks`
    those with any lead, `unknown_members` the collectives without members on record,
    `not_expanded` the tasks they stand in. `headings` are those of the groups, by their
    ids; `roles` the parts that were asked for, empty for all.
    """

    rows: tuple[Load, ...]
    counting: str
    total: Total
    with_part: int
    led_tasks: int
    unknown_members: int
    not_expanded: int
    hosted: tuple[Hosted, ...]
    headings: dict[str, str]
    roles: tuple[str, ...] = ()
    is_rolled_up: bool = False


class Orphan(NamedTuple):
    """A task nobody in particular answers for, and why.

    `above` is the id of the nearest row above whose cell in the same column is not blank and
    `above_text` that cell; both are "" where there is none or the reason is another.
    """

    task: str
    title: str
    notice: str
    section: str
    reason: str
    units: tuple[NamedUnit, ...]
    above: str = ""
    above_text: str = ""


class Orphans(NamedTuple):
    """Tasks nobody in particular answers for, in the catalogs' order.

    `leadless` holds the notices that name no lead for any task of the scope, in their order:
    there a missing lead is how the notice is written and not a gap.
    """

    rows: tuple[Orphan, ...]
    total: Total
    leadless: tuple[str, ...]


class Overlap(NamedTuple):
    """One overlap: the task ("" for a pair), the units in it, and how many.

    `size` is the number of joint leads, of parts, of times named, or of shared tasks; `tasks`
    lists the tasks of a pair.
    """

    kind: str
    task: str
    title: str
    jurisdiction: str
    units: tuple[str, ...]
    size: int
    tasks: tuple[str, ...]
    is_assumed: bool = False


class Overlaps(NamedTuple):
    """Overlaps kind by kind, in the catalogs' order; pairs with most tasks first.

    `found` counts the rows there are, also those that a limit left out.
    """

    rows: tuple[Overlap, ...]
    total: Total
    found: int


class UnitRow(NamedTuple):
    """A unit, what is on record about it, and in how many tasks it is named.

    `kind` is "" for a unit that no registry holds; `members` is None where nobody recorded
    them. `host` is the body of a hosted office, `part_of` that of a part. `led`, `led_assumed`
    (those of them that nobody states) and `named` count tasks; a unit in a bracket is named.
    """

    jurisdiction: str
    unit: str
    kind: str
    mention_kind: str
    aliases: tuple[str, ...]
    duty: str
    host: str
    host_source: str
    part_of: str
    members: tuple[str, ...] | None
    led: int
    named: int
    led_assumed: int = 0


class NoticeRow(NamedTuple):
    """A notice and what its catalog holds; the figures count tasks, `units` counts units."""

    id: str
    title: str
    number: str
    issuer: str
    jurisdiction: str
    issued: str
    period: str
    lead_rule: str
    lead_rule_by: str
    lead_rule_basis: str
    covers: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    path: str
    tasks: int
    repeats: int
    with_units: int
    led: int
    orphans: int
    units: int
    led_assumed: int = 0


class Assigned(NamedTuple):
    """One assignment of a task as `tasks` and `show` give it."""

    unit: str
    role: str
    basis: str
    kind: str
    open_ended: bool
    raw: str


class TaskRow(NamedTuple):
    """A task with its texts and assignments; `same_as` lists the tasks it repeats."""

    id: str
    notice: str
    section: str
    no: str
    group: str
    title: str
    label: str
    content: str
    targets: tuple[str, ...]
    deadline: str
    assigned: tuple[Assigned, ...]
    same_as: tuple[str, ...]


class Tasks(NamedTuple):
    """Tasks in the catalogs' order, and what they are out of."""

    rows: tuple[TaskRow, ...]
    total: Total


class Part(NamedTuple):
    """A unit's part in a task, as an edge of the graph."""

    unit: UnitKey
    task: str
    role: str
    basis: str
    times: int


class Edges(NamedTuple):
    """The graph in plain words: nodes with what they are, and edges between them.

    `tasks` holds the label and jurisdiction of each task, `units` the kind of each unit.
    `links` between units are member-of, hosted-by, office-of and part-of. `task_links` are what
    a person said of two tasks: the first is the same-as, carries-out or continues the second.
    """

    tasks: dict[str, tuple[str, str]]
    units: dict[UnitKey, str]
    parts: tuple[Part, ...]
    links: tuple[tuple[UnitKey, UnitKey, str], ...]
    task_links: tuple[tuple[str, str, str], ...] = ()


class Before(NamedTuple):
    """What a task was in last year's notice; `relation` and `changes` say how it differs now."""

    task: str
    label: str
    leads: tuple[NamedUnit, ...]
    relation: str
    changes: tuple[str, ...]
