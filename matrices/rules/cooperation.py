"""Rules on who cooperates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from matrices.answers import codes
from matrices.answers.assignments import Assignment
from matrices.catalogs.model import Role, Task, UnitKind
from matrices.diagnostics import Severity
from matrices.notation import MentionKind
from matrices.rules.leads import named_and_in_collective
from matrices.rules.rule import Examined, Found, about, about_notice, rule

_TOWNSHIPS = re.compile(
    r"(?<![村等])(?:各|有关|属地)?(?:乡镇|镇街|街镇|镇乡|镇（街道）|乡镇（街道）)"
)
_LOCAL = re.compile(r"乡|镇|街")
_INHERITED = re.compile(r"以下.{0,12}(?:均|都)(?:需|要|须|由|包括).{2,40}不再(?:一一)?列出")
_OTHER_ROLES = (Role.COOPERATE, Role.RESPONSIBLE)
_BODIES_WITH_TASKS = (UnitKind.DEPARTMENT, UnitKind.PARTY, UnitKind.INSTITUTION)


def _others(examined: Examined, task_id: str) -> list[Assignment]:
    return [
        a
        for a in examined.responsibilities.by_task[task_id]
        if a.role in (Role.COOPERATE, Role.RESPONSIBLE)
    ]


@rule("C01", "no-cooperation", None, drafting=Severity.NOTE, per_row=True)
def no_cooperation(examined: Examined) -> Iterator[Found]:
    """Find tasks that one unit leads and nobody supports.

    Why: while drafting it is worth asking whether nobody else is needed.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: ""}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: 区财政局}
    Source: checklists for responsibility matrices
    """
    for task_id, task in examined.responsibilities.tasks.items():
        assignments = examined.responsibilities.by_task[task_id]
        if len(assignments) == 1 and assignments[0].role is Role.LEAD:
            yield about(task, assignments[0].place, unit=assignments[0].unit.name)


@rule("C02", "only-collectives-cooperate", None, strict=Severity.NOTE, per_row=True)
def only_collectives_cooperate(examined: Examined) -> Iterator[Found]:
    """Find tasks whose cooperating units are all collectives.

    Why: the lead has nobody in particular to turn to.
    Bad:
        - {number: 1, title: 宣传, content: 开展宣传。, lead: 区教委, cooperate: 区安委会成员单位，各乡镇（街道）}
    Good:
        - {number: 1, title: 宣传, content: 开展宣传。, lead: 区教委, cooperate: 区应急管理局，各乡镇（街道）}
    Source: three rows of four in a 2025 district notice
    """
    for task_id, task in examined.responsibilities.tasks.items():
        others = _others(examined, task_id)
        if others and all(a.kind is MentionKind.COLLECTIVE for a in others):
            yield about(task, others[0].place)


@rule(
    "C03",
    "vague-cooperation",
    Severity.NOTE,
    strict=Severity.WARNING,
    drafting=Severity.WARNING,
    per_row=True,
)
def vague_cooperation(examined: Examined) -> Iterator[Found]:
    """Find cooperating units told only as 有关 or 相关.

    Why: each bureau decides for itself whether it is concerned.
    Bad:
        - {number: 1, title: 规划编制, content: 编制规划。, lead: 区应急管理局, cooperate: 区级有关部门和单位}
    Good:
        - {number: 1, title: 规划编制, content: 编制规划。, lead: 区应急管理局, cooperate: 区发展改革委}
    Source: half of the clauses of provincial plans, a tenth of the rows of district notices
    """
    for task_id, task in examined.responsibilities.tasks.items():
        vague = [a for a in _others(examined, task_id) if a.kind is MentionKind.INDEFINITE]
        if vague:
            names = "、".join(dict.fromkeys(a.unit.name for a in vague))
            yield about(task, vague[0].place, units=names)


@rule("C04", "open-ended-cooperation", Severity.NOTE, drafting=Severity.WARNING, per_row=True)
def open_ended_cooperation(examined: Examined) -> Iterator[Found]:
    """Find lists of cooperating units left open by 等.

    Why: a unit not listed does not know that it is meant.
    Bad:
        - {number: 1, title: 民爆检查, content: 检查民爆企业。, lead: 区经济信息委, cooperate: 区公安局等单位}
    Good:
        - {number: 1, title: 民爆检查, content: 检查民爆企业。, lead: 区经济信息委, cooperate: 区公安局}
    Source: one row of nine in 2025 district notices
    """
    for task_id, task in examined.responsibilities.tasks.items():
        others = [
            a
            for a in examined.responsibilities.by_task[task_id]
            if a.open_ended and a.column is not Role.LEAD
        ]
        if others:
            yield about(task, others[0].place)


@rule("C05", "unit-repeated", Severity.WARNING)
def unit_repeated(examined: Examined) -> Iterator[Found]:
    """Find a unit named twice in one cell.

    Why: one of the two was meant to be another unit, or the list was not read again.
    Bad:
        - {number: 1, title: 隐患清单, content: 建立清单。, lead: 区水利局、区教委、区水利局}
    Good:
        - {number: 1, title: 隐患清单, content: 建立清单。, lead: 区水利局、区教委}
    Source: 区水利局 twice among twenty-one units of one cell of a 2025 district notice
    """
    for overlap in examined.overlaps_of(codes.REPEATED_IN_CELL):
        (unit,) = overlap.units
        place = examined.parts_of(overlap.task, unit)[0].place
        yield about(examined.task_of(overlap), place, unit=unit, count=overlap.size)


@rule("C06", "named-and-in-collective", Severity.NOTE)
def named_and_in_a_collective(examined: Examined) -> Iterator[Found]:
    """Find cooperating units named beside a collective they belong to.

    Why: the unit is meant twice; perhaps another one was to be named.
    Bad:
        units:
          - {name: 区教委, kind: department, source: 名录}
          - {name: 区财政局, kind: department, source: 名录}
          - {name: 区安委会成员单位, kind: collective, members: [区教委, 区财政局], source: 名录}
        tasks:
          - {number: 1, title: 宣传, content: 开展宣传。, lead: 区民政局, cooperate: 区安委会成员单位、区教委}
    Good:
        units:
          - {name: 区教委, kind: department, source: 名录}
          - {name: 区财政局, kind: department, source: 名录}
          - {name: 区安委会成员单位, kind: collective, members: [区财政局], source: 名录}
        tasks:
          - {number: 1, title: 宣传, content: 开展宣传。, lead: 区民政局, cooperate: 区安委会成员单位、区教委}
    Source: rows that list the members of a committee and some of them by name
    """
    yield from named_and_in_collective(examined, leading=False)


@rule("C07", "too-many-units", Severity.WARNING, per_row=True)
def too_many_units(examined: Examined) -> Iterator[Found]:
    """Find tasks that name more units than can work together (ten, unless set otherwise).

    Why: the longer the list, the less each unit on it feels concerned.
    Bad:
        notice: {check: {thresholds: {units: 3}}}
        tasks:
          - {number: 1, title: 宣传, content: 开展宣传。, lead: 区教委, cooperate: 区民政局、区财政局、区商务委}
    Good:
        - {number: 1, title: 宣传, content: 开展宣传。, lead: 区教委, cooperate: 区民政局、区财政局、区商务委}
    Source: twenty-one units in one cell of a 2025 district notice
    """
    limit = examined.thresholds["units"]
    for task_id, task in examined.responsibilities.tasks.items():
        assignments = examined.responsibilities.by_task[task_id]
        count = len({a.unit for a in assignments})
        if count > limit:
            yield about(task, assignments[0].place, count=count, limit=limit)


@rule("C08", "named-in-text-only", Severity.NOTE)
def named_in_text_only(examined: Examined) -> Iterator[Found]:
    """Find units that the text of a task names and its unit cells do not.

    Why: the text gives the unit a duty that its list of tasks does not show.
    Bad:
        units:
          - {name: 区教委, kind: department, source: 名录}
          - {name: 区民政局, kind: department, source: 名录}
        tasks:
          - {number: 1, title: 宣传, content: 会同区民政局开展宣传。, lead: 区教委}
    Good:
        units:
          - {name: 区教委, kind: department, source: 名录}
          - {name: 区民政局, kind: department, source: 名录}
        tasks:
          - {number: 1, title: 宣传, content: 会同区民政局开展宣传。, lead: 区教委, cooperate: 区民政局}
    Source: own observation on task tables
    """
    record = examined.registry.jurisdictions.get(examined.jurisdiction)
    names = tuple(
        name
        for unit in (record.units if record else ())
        if unit.kind in _BODIES_WITH_TASKS
        for name in (unit.name, *unit.aliases)
        if len(name) > 2
    )
    if not names:
        return
    pattern = _any_of(names)
    for task_id, task in examined.responsibilities.tasks.items():
        if not any(cell.text for cell in task.cells):
            continue
        named = {a.unit.name for a in examined.responsibilities.by_task[task_id]}
        named |= {unit for a in examined.responsibilities.by_task[task_id] for unit in a.sub_units}
        for name in dict.fromkeys(pattern.findall(task.content)):
            unit = examined.registry.resolve(examined.jurisdiction, name)
            if unit is not None and unit.name not in named:
                yield about(task, unit=unit.name)


@lru_cache(maxsize=256)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """A name that no longer name and no name of another district swallows."""
    longest_first = sorted(dict.fromkeys(names), key=len, reverse=True)
    return re.compile(
        r"(?<![各\w])(?:与|会同|由|和|及|向|对)?"
        "(" + "|".join(map(re.escape, longest_first)) + ")"
    )


@rule("C09", "township-duty-unassigned", None, drafting=Severity.NOTE, per_row=True)
def township_duty_unassigned(examined: Examined) -> Iterator[Found]:
    """Find tasks whose text speaks of townships while no township is among the units.

    Why: the duty reaches the townships only if somebody sends it on.
    Bad:
        - {number: 1, title: 宣传, content: 各乡镇（街道）开展宣传。, lead: 区教委}
    Good:
        - {number: 1, title: 宣传, content: 各乡镇（街道）开展宣传。, lead: 区教委, cooperate: 各乡镇（街道）}
    Source: own observation on task tables
    """
    for task_id, task in examined.responsibilities.tasks.items():
        assignments = examined.responsibilities.by_task[task_id]
        words = _TOWNSHIPS.search(task.content)
        if words and assignments and not any(_is_local(a) for a in assignments):
            yield about(task, words=words.group())


def _is_local(assignment: Assignment) -> bool:
    return assignment.kind is MentionKind.TOWNSHIP or bool(_LOCAL.search(assignment.unit.name))


@rule("C10", "inherited-units-not-modelled", Severity.WARNING)
def inherited_units_not_modelled(examined: Examined) -> Iterator[Found]:
    """Find a sentence that assigns units to all tasks that follow, in a catalog without `defaults`.

    Why: the units of the sentence are missing from every task it speaks of.
    Bad:
        - {number: 1, title: 宣传, content: 开展宣传（以下各项任务均需各镇街落实，不再列出）。, lead: 区教委}
    Good:
        notice: {defaults: [{from: "1.1", cooperate: 各镇街, words: 以下各项任务均需各镇街落实，不再列出}]}
        tasks:
          - {number: 1, title: 宣传, content: 开展宣传（以下各项任务均需各镇街落实，不再列出）。, lead: 区教委}
    Source: 以下各项任务均需各区政府落实，不再列出 in a city's plan
    """
    if examined.catalog.defaults:
        return
    for task in examined.catalog.tasks:
        words = _sentence(task)
        if words:
            yield about(task, words=words)
    for section in examined.catalog.sections:
        match = _INHERITED.search(section.title)
        if match:
            yield about_notice(section.place, words=match.group())


@rule("C11", "blank-cooperation", Severity.NOTE, drafting=Severity.WARNING, per_row=True)
def blank_cooperation(examined: Examined) -> Iterator[Found]:
    """Find rows with a lead whose column of other units is blank, in a table that fills it.

    Why: a blank leaves open whether nobody else is needed or a name was forgotten; ／ says none.
    Bad:
        columns: {lead: 牵头单位, cooperate: 责任单位}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: 区财政局}
          - {number: 2, title: 桥梁检测, content: 检测桥梁。, lead: 区交通运输委, cooperate: ""}
    Good:
        columns: {lead: 牵头单位, cooperate: 责任单位}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: 区财政局}
          - {number: 2, title: 桥梁检测, content: 检测桥梁。, lead: 区交通运输委, cooperate: ／}
    Source: three rows of the measures table of a 2025 district notice name a lead and nobody else
    """
    for section in examined.catalog.sections:
        for role in _OTHER_ROLES:
            cells = [(task, cell) for task in section.tasks if (cell := task.cell(role))]
            filled = sum(bool(cell.text.strip()) for _, cell in cells)
            if 2 * filled < len(cells):
                continue
            for task, cell in cells:
                lead = task.cell(Role.LEAD)
                if not cell.text.strip() and lead and lead.text.strip():
                    yield about(
                        task,
                        cell.place,
                        column=section.columns.get(role, role.value),
                        filled=filled,
                        total=len(cells),
                    )


def _sentence(task: Task) -> str:
    for text in (task.group, task.title, task.content, task.note):
        match = _INHERITED.search(text)
        if match:
            return match.group()
    return ""
