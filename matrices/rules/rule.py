"""What a rule of `zeren check` is, and the register that every rule enters itself into.

One rule is one function with one code and one page; the page is the function's docstring.
A rule looks and tells; it never changes anything. `matrices.rules.register` imports all
modules that hold rules and answers questions about them.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from matrices.answers.assignments import Assignment, Responsibilities
from matrices.answers.orphans import orphan_tasks
from matrices.answers.overlaps import overlapping_duties
from matrices.answers.records import Load, Orphan, Overlap, UnitRow
from matrices.answers.units import list_units
from matrices.answers.workload import workload as count_workload
from matrices.catalogs.model import Catalog, Task
from matrices.catalogs.registry import Registry
from matrices.catalogs.repeats import known_names
from matrices.catalogs.workspace import Workspace
from matrices.diagnostics import Place, Severity
from matrices.notation import Mention, parse_cell


class Retired(NamedTuple):
    """A rule that is gone: its name, and the code of the rule that took over, "" where none did."""

    name: str
    successor: str = ""


# Codes of rules that are gone. A code is never given to another rule: it stands in waivers.
RETIRED: Mapping[str, Retired] = {
    "T03": Retired("near-duplicate", "S18"),
    "U07": Retired("shared-ending"),
    "W02": Retired("one-unit-everywhere"),
}
# With this value a rule asks for its findings to be told as one, be they most rows or not.
TOGETHER = "together"
_CODE = re.compile(r"[A-Z][0-9]{2}")
_SECTIONS = ("Why", "Bad", "Good", "Source")


class Profile(StrEnum):
    """How strictly a notice is looked at.

    `DEFAULT` keeps quiet where a careful official would; `STRICT` wants one lead for every
    task; `DRAFTING` is for a notice not yet issued and adds wording and targets.
    """

    DEFAULT = "default"
    STRICT = "strict"
    DRAFTING = "drafting"


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: where, and the values its sentence speaks of."""

    place: Place
    values: dict[str, str]


@dataclass
class Examined:
    """One notice under examination, with the answers that rules ask for kept."""

    catalog: Catalog
    registry: Registry
    responsibilities: Responsibilities
    thresholds: Mapping[str, int]
    today: date

    @property
    def jurisdiction(self) -> str:
        """The district or city that issued the notice."""
        return self.catalog.notice.jurisdiction

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...]:
        """What `zeren overlaps` answers for this notice."""
        return overlapping_duties(self.responsibilities).rows

    @cached_property
    def orphans(self) -> tuple[Orphan, ...]:
        """What `zeren orphans` answers for this notice."""
        return orphan_tasks(self.responsibilities).rows

    @cached_property
    def loads(self) -> tuple[Load, ...]:
        """What `zeren workload` answers for this notice."""
        return count_workload(self.responsibilities).rows

    @cached_property
    def units(self) -> tuple[UnitRow, ...]:
        """What `zeren units` answers for this notice."""
        return list_units(self.responsibilities)

    @cached_property
    def named(self) -> list[tuple[Task, Place, Mention]]:
        """Every name in the unit cells, with its task and place."""
        known = known_names(self.catalog, self.registry)
        return [
            (task, cell.place, mention)
            for task in self.catalog.tasks
            for cell in task.cells
            for mention in parse_cell(cell.text, known).mentions
        ]

    def overlaps_of(self, kind: str) -> list[Overlap]:
        """The overlaps of one kind, a code of `codes.OVERLAPS`."""
        return [overlap for overlap in self.overlaps if overlap.kind == kind]

    def orphans_for(self, *reasons: str) -> list[Orphan]:
        """The tasks nobody answers for, for one of these reasons (`codes.REASONS`)."""
        return [orphan for orphan in self.orphans if orphan.reason in reasons]

    def task_of(self, record: Orphan | Overlap) -> Task:
        """The task that an answer speaks of."""
        return self.responsibilities.tasks[record.task]

    def parts_of(self, record: Orphan | Overlap, unit: str = "") -> list[Assignment]:
        """The assignments of that task, or those of one unit in it, as the row lists them."""
        assignments = self.responsibilities.by_task[record.task]
        return [a for a in assignments if not unit or a.unit.name == unit]


@dataclass(frozen=True, slots=True)
class Examination:
    """All notices of one run, for rules that look across them."""

    workspace: Workspace
    notices: tuple[Examined, ...]


NoticeFinder = Callable[[Examined], Iterable[Found]]
AcrossFinder = Callable[[Examination], Iterable[Found]]
Page = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its page.

    `severities` holds the profiles that ask the rule, with how bad a finding is there.
    Just one of `in_notice` and `across` is set, none for what is told while reading:
    `told_as` then lists the names the reader gives the problem. `per_row` says that the rule
    looks at each row by itself, so that what it finds in most rows can be told once.
    """

    code: str
    name: str
    severities: Mapping[Profile, Severity]
    finds: str
    why: str
    bad: str
    good: str
    source: str
    in_notice: NoticeFinder | None = None
    across: AcrossFinder | None = None
    told_as: tuple[str, ...] = ()
    per_row: bool = False


REGISTERED: dict[str, Rule] = {}


def rule(
    code: str,
    name: str,
    default: Severity | None,
    *,
    strict: Severity | None = None,
    drafting: Severity | None = None,
    per_row: bool = False,
) -> Callable[[NoticeFinder], NoticeFinder]:
    """Register a rule that looks at one notice.

    `default` is how bad a finding is; None leaves the rule out of the default profile.
    `strict` and `drafting` follow `default` where they are not given.
    """

    def register(function: NoticeFinder) -> NoticeFinder:
        severities = _severities(default, strict, drafting)
        page = replace(_read_page(code, name, severities, function), per_row=per_row)
        _enter(page, in_notice=function)
        return function

    return register


def rule_across(
    code: str,
    name: str,
    default: Severity | None,
    *,
    strict: Severity | None = None,
    drafting: Severity | None = None,
) -> Callable[[AcrossFinder], AcrossFinder]:
    """Register a rule that looks at all notices of a run together."""

    def register(function: AcrossFinder) -> AcrossFinder:
        severities = _severities(default, strict, drafting)
        _enter(_read_page(code, name, severities, function), across=function)
        return function

    return register


def told_by_program(
    code: str,
    name: str,
    default: Severity,
    *,
    strict: Severity | None = None,
    told_as: tuple[str, ...] = (),
) -> Callable[[Page], Page]:
    """Register the page of a problem that reading or checking tells without asking a rule."""

    def register(function: Page) -> Page:
        severities = _severities(default, strict, None)
        _enter(_read_page(code, name, severities, function), told_as=told_as or (name,))
        return function

    return register


def about(task: Task, place: Place | None = None, /, **values: str | int) -> Found:
    """A finding about a task; waivers name it by this task."""
    return Found(place or task.place, {"task": task.id, **{k: str(v) for k, v in values.items()}})


def about_notice(place: Place, /, **values: str | int) -> Found:
    """A finding about a notice as a whole, or about a registry."""
    return Found(place, {key: str(value) for key, value in values.items()})


def _severities(
    default: Severity | None, strict: Severity | None, drafting: Severity | None
) -> dict[Profile, Severity]:
    chosen = {
        Profile.DEFAULT: default,
        Profile.STRICT: strict or default,
        Profile.DRAFTING: drafting or default,
    }
    return {profile: severity for profile, severity in chosen.items() if severity is not None}


def _enter(
    page: Rule,
    in_notice: NoticeFinder | None = None,
    across: AcrossFinder | None = None,
    told_as: tuple[str, ...] = (),
) -> None:
    if page.code in REGISTERED or page.code in RETIRED or not _CODE.fullmatch(page.code):
        raise ValueError(page.code)
    REGISTERED[page.code] = replace(page, in_notice=in_notice, across=across, told_as=told_as)


def _read_page(
    code: str,
    name: str,
    severities: Mapping[Profile, Severity],
    function: Callable[..., object],
) -> Rule:
    finds, sections = read_docstring(inspect.getdoc(function) or "")
    why, bad, good, source = (sections.get(section, "") for section in _SECTIONS)
    return Rule(code, name, severities, finds, why, bad, good, source)


def read_docstring(text: str) -> tuple[str, dict[str, str]]:
    """Part a rule's docstring into its first sentence and its sections."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    head = current
    for line in text.splitlines():
        name, colon, rest = line.partition(":")
        if colon and name in _SECTIONS:
            current = sections.setdefault(name, [])
            line = rest.strip()
            if not line:
                continue
        current.append(line)
    return " ".join(" ".join(head).split()), {
        name: _prose(lines) if name in ("Why", "Source") else _example(lines)
        for name, lines in sections.items()
    }


def _prose(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines).split())


def _example(lines: Sequence[str]) -> str:
    return inspect.cleandoc("\n" + "\n".join(lines)) + "\n"
