"""What a catalog and a unit registry hold, value by value, each with its place.

These classes transcribe: nothing here says who leads. That is read out of them by
`matrices.answers.assignments`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from matrices.diagnostics import Place


class Role(StrEnum):
    """The part a unit plays in a task.

    `RESPONSIBLE` is 责任单位 where the notice states no lead; `GUIDE` is 指导.
    """

    LEAD = "lead"
    COOPERATE = "cooperate"
    RESPONSIBLE = "responsible"
    GUIDE = "guide"


class LeadRule(StrEnum):
    """How a notice tells which unit leads."""

    STATED = "stated"
    FIRST_LISTED = "first-listed"
    NONE = "none"


class RuleSource(StrEnum):
    """Who says that the lead rule holds: the notice itself, or the catalog's author."""

    NOTICE = "notice"
    ASSUMED = "assumed"


class UnitKind(StrEnum):
    """What sort of body a registered unit is."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    PARTY = "party"
    OFFICE = "office"
    COMMITTEE = "committee"
    INSTITUTION = "institution"
    ENTERPRISE = "enterprise"
    PLATFORM = "platform"
    TOWNSHIP = "township"
    SUB_UNIT = "sub-unit"
    UPPER_LEVEL = "upper-level"
    COLLECTIVE = "collective"
    INDEFINITE = "indefinite"


@dataclass(frozen=True, slots=True)
class UnitCell:
    """One unit column of one task, as the notice writes it; `text` is "" where blank."""

    role: Role
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Default:
    """Units a notice assigns once for all tasks that follow (以下均需…落实，不再列出).

    `as_list` marks the weaker form (以下责任单位均包括…，不再列出): it only extends the list of
    every task that follows.
    """

    role: Role
    text: str
    first_task: str
    words: str
    place: Place
    as_list: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One task of a notice.

    `id` is ``<notice>/<section>.<no>`` and does not depend on the order in the file.
    `group` is the heading or merged cell over the row, `title` is "" where the cell is
    blank (`has_blank_title`) or the notice has no titles. `named_in_text` says that the
    units stand in running text, not in a table.
    `imported` is the fingerprint of the row as `zeren import` wrote it, "" for rows a person
    wrote. `same_as` lists the ids of the tasks that this one says once more: then those count,
    and this one does not.
    """

    id: str
    notice_id: str
    section_no: str
    no: str
    group: str
    title: str
    content: str
    targets: tuple[str, ...]
    deadline: str
    cells: tuple[UnitCell, ...]
    named_in_text: bool
    lead_rule: LeadRule | None
    source_place: str
    note: str
    place: Place
    imported: str = ""
    has_blank_title: bool = False
    same_as: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The shortest words that name the task: its title, or group and content."""
        if self.title:
            return self.title
        if self.group and self.content:
            return f"{self.group}：{self.content}"
        return self.group or self.content

    def cell(self, role: str) -> UnitCell | None:
        """The unit column of this role, None where the notice has no such column."""
        return next((cell for cell in self.cells if cell.role == role), None)


@dataclass(frozen=True, slots=True)
class Section:
    """One table or chapter of a notice; `columns` gives the head of each unit column."""

    no: str
    title: str
    source_place: str
    columns: dict[Role, str]
    tasks: tuple[Task, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding of `zeren check` that somebody has looked at and lets stand, until a day.

    `task` is "" for a finding about the notice as a whole.
    """

    rule: str
    task: str
    reason: str
    by: str
    until: str
    place: Place


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """How `zeren check` is to treat one notice; what is left out follows the call."""

    profile: str = ""
    ignore: tuple[str, ...] = ()
    thresholds: tuple[tuple[str, int], ...] = ()
    place: Place = field(default_factory=lambda: Place(""))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a notice that its catalog does not transcribe, and why."""

    part: str
    why: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The head of a catalog: which document it transcribes and how that names leads.

    `names` are names of this notice that themselves hold a separator (市科委、中关村管委会).
    `covers` says in words which parts are transcribed, `left_out` which are not; both are
    empty where the catalog does not say.
    """

    id: str
    title: str
    number: str
    issuer: str
    jurisdiction: str
    issued: str
    period: str
    lead_rule: LeadRule
    lead_rule_by: RuleSource
    lead_rule_basis: str
    place: Place
    names: tuple[str, ...] = ()
    check: CheckSettings = field(default_factory=CheckSettings)
    waivers: tuple[Waiver, ...] = ()
    covers: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalog:
    """One notice, transcribed."""

    path: str
    notice: Notice
    sections: tuple[Section, ...]
    defaults: tuple[Default, ...] = ()

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks, in the order of the file."""
        return tuple(task for section in self.sections for task in section.tasks)


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a body had before, until a day ("" where no source says which)."""

    name: str
    until: str
    source: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A body on record in one jurisdiction.

    `duty` is the field of duty that makes the same bureau comparable between districts.
    `members` is None where no source states who belongs to a collective; `covers` are the
    collectives that a wider one takes together (各街镇（园区）: 各街镇, 各园区). `part_of` is the
    body that a sub-unit belongs to. `hosted_source` says where the hosting stands on record.
    """

    jurisdiction: str
    name: str
    kind: UnitKind
    duty: str = ""
    aliases: tuple[str, ...] = ()
    formerly: tuple[FormerName, ...] = ()
    hosted_by: str = ""
    hosted_source: str = ""
    part_of: str = ""
    office_of: str = ""
    body: str = ""
    members: tuple[str, ...] | None = None
    covers: tuple[str, ...] = ()
    source: str = ""
    place: Place = field(default_factory=lambda: Place(""))


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A district or city with the units on record for it.

    `is_partial` says that only some of its units are on record, so that none is unknown.
    `code` is its code of GB/T 2260, "" where none is given; `within` the jurisdiction it lies in.
    """

    name: str
    full_name: str
    units: tuple[Unit, ...]
    place: Place
    is_partial: bool = False
    code: str = ""
    within: str = ""

    @property
    def has_full_name(self) -> bool:
        """Tell whether a full name was given, by which it is told from others of its name."""
        return self.full_name != self.name
