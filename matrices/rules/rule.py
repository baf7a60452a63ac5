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
from matrices.answers.records import Overlap
from matrices.answers.task_facts import orphan_reason, overlaps_with_parts
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
    """One notice under examination, with what rules ask of its tasks kept.

    A rule walks over the facts of tasks: an index of each notice would take longer than all rules.
    """

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
    def _overlaps(self) -> list[Overlap]:
        read = self.responsibilities
        return [
            overlap
            for task_id, task in read.tasks.items()
            for overlap, _ in overlaps_with_parts(read, task, read.by_task[task_id])
        ]

    @cached_property
    def _orphans(self) -> list[tuple[Task, str]]:
        read = self.responsibilities
        reasons = (
            (task, orphan_reason(task, read.by_task[task.id])) for task in read.tasks.values()
        )
        return [(task, reason) for task, reason in reasons if reason]

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
        """Where more than one answers for the same in one way, a code of `codes.OVERLAPS`."""
        return [overlap for overlap in self._overlaps if overlap.kind == kind]

    def orphans_for(self, *reasons: str) -> list[tuple[Task, str]]:
        """The tasks nobody answers for, with which of these reasons (`codes.REASONS`)."""
        return [(task, reason) for task, reason in self._orphans if reason in reasons]

    def task_of(self, overlap: Overlap) -> Task:
        """The task that an overlap is in."""
        return self.responsibilities.tasks[overlap.task]

    def parts_of(self, task_id: str, unit: str = "") -> list[Assignment]:
        """The assignments of a task, or those of one unit in it, as the row lists them."""
        assignments = self.responsibilities.by_task[task_id]
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
