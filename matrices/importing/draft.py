"""What an import makes: tasks with their literal units, and doubts for a person to settle."""

from __future__ import annotations

from dataclasses import dataclass, field

from matrices.catalogs.model import LeadRule, Role
from matrices.diagnostics import Place, Problem, Severity


@dataclass(slots=True)
class DraftTask:
    """One task as found; `no` is its number in the source, "" where it has none."""

    title: str = ""
    content: str = ""
    group: str = ""
    no: str = ""
    targets: list[str] = field(default_factory=list)
    deadline: str = ""
    units: dict[Role, str] = field(default_factory=dict)
    from_text: bool = False
    note: str = ""
    place: str = ""
    lead_rule: LeadRule | None = None
    doubts: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class DraftSection:
    """A chapter or table with its tasks; `number` is 0 where the source gives none.

    `rule_words` quotes the words of a table by which the first listed leads in it.
    """

    title: str
    number: int = 0
    place: str = ""
    columns: dict[Role, str] = field(default_factory=dict)
    tasks: list[DraftTask] = field(default_factory=list)
    from_table: bool = False
    rule_words: str = ""


@dataclass(slots=True)
class DraftDefault:
    """Units assigned once, in one role, for the tasks that follow `after`."""

    units: str
    words: str
    as_list: bool
    after: DraftTask | None
    role: Role = Role.RESPONSIBLE


@dataclass(slots=True)
class Draft:
    """All that was found in a document, in its order.

    `rule_words` quotes the sentence by which the first listed leads, `rule_from` is the
    first task it holds for (None: all). `left_out` counts paragraphs with an outline number
    that became no task, `plain_left_out` paragraphs without one that belong to no task.
    """

    sections: list[DraftSection] = field(default_factory=list)
    defaults: list[DraftDefault] = field(default_factory=list)
    rule_words: str = ""
    rule_from: DraftTask | None = None
    names: list[str] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    left_out: int = 0
    plain_left_out: int = 0

    @property
    def tasks(self) -> list[DraftTask]:
        """All tasks in order."""
        return [task for section in self.sections for task in section.tasks]


def doubt(code: str, name: str, path: str, place: str, text: str, **values: str) -> Problem:
    """A doubt: something a person should look at, with its place and literal text."""
    short = " ".join(text.split())
    return Problem(
        code,
        name,
        Place(path),
        Severity.WARNING,
        {"where": place, "text": short if len(short) <= 120 else short[:119] + "…", **values},
    )
