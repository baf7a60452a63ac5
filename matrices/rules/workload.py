"""Rules on how much falls on one unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matrices.answers.task_facts import is_led, named_units
from matrices.catalogs.model import Role
from matrices.catalogs.unit_key import UnitKey
from matrices.diagnostics import Severity
from matrices.notation import MentionKind
from matrices.rules.rule import Examined, Found, about_notice, rule

_ENOUGH_TASKS = 10  # a share of three tasks says nothing
_ENOUGH_SUPPORT = 5


@rule("W01", "one-unit-leads-most", Severity.WARNING)
def one_unit_leads_most(examined: Examined) -> Iterator[Found]:
    """Find bureaus that lead a large part of all tasks (more than 40 %, unless set otherwise).

    Why: a bureau that leads nearly everything coordinates instead of the bureaus in charge.
    Bad:
        notice: {check: {thresholds: {lead-share: 40}}}
        repeat: 12
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区应急管理局}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
        - {number: 2, title: 桥梁检测, content: 检测桥梁。, lead: 区交通运输委}
    Source: 区应急管理局 leads nearly half of the tasks of a 2025 district notice
    """
    limit = examined.thresholds["lead-share"]
    total = _led_tasks(examined)
    for unit, parts in _parts_of_bureaus(examined):
        share = 100 * parts[Role.LEAD] / max(1, total)
        if total >= _ENOUGH_TASKS and share > limit:
            yield about_notice(
                examined.catalog.notice.place,
                unit=unit,
                led=parts[Role.LEAD],
                total=total,
                share=f"{share:.0f}",
                limit=limit,
            )


def _led_tasks(examined: Examined) -> int:
    return sum(map(is_led, examined.responsibilities.by_task.values()))


def _parts_of_bureaus(examined: Examined) -> list[tuple[str, Counter[str]]]:
    """How often each bureau has each part, once in a task and in its strongest, busiest first."""
    found: dict[str, Counter[str]] = {}
    for assignments in examined.responsibilities.by_task.values():
        for unit in named_units(assignments):
            found.setdefault(unit.name, Counter())[unit.role] += 1
    kind = examined.registry.kind
    return sorted(
        (
            (unit, parts)
            for unit, parts in found.items()
            if kind(UnitKey(examined.jurisdiction, unit)) is MentionKind.AGENCY
        ),
        key=lambda load: (-load[1][Role.LEAD], -load[1].total(), load[0]),
    )


@rule("W03", "never-leads", None, strict=Severity.NOTE)
def never_leads(examined: Examined) -> Iterator[Found]:
    """Find bureaus that support five tasks or more and lead none.

    Why: a bureau with its own field of duty should lead something in it.
    Bad:
        repeat: 6
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: 区财政局}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: 区财政局}
        - {number: 2, title: 资金拨付, content: 拨付资金。, lead: 区财政局}
    Source: responsibility matrix checklists
    """
    if not _led_tasks(examined):
        return
    for unit, parts in _parts_of_bureaus(examined):
        if not parts[Role.LEAD] and parts[Role.COOPERATE] >= _ENOUGH_SUPPORT:
            place = examined.catalog.notice.place
            yield about_notice(place, unit=unit, count=parts[Role.COOPERATE])


@rule("W04", "member-without-task", Severity.NOTE)
def member_without_task(examined: Examined) -> Iterator[Found]:
    """Find members of a named collective that no task names by their own name.

    Why: a member only reached through a collective has no task it could be asked about.
    Bad:
        units:
          - {name: 区教委, kind: department, source: 名录}
          - {name: 区档案局, kind: department, source: 名录}
          - {name: 区安委会成员单位, kind: collective, members: [区教委, 区档案局], source: 名录}
        tasks:
          - {number: 1, title: 宣传, content: 开展宣传。, lead: 区教委, cooperate: 区安委会成员单位}
    Good:
        units:
          - {name: 区教委, kind: department, source: 名录}
          - {name: 区财政局, kind: department, source: 名录}
          - {name: 区安委会成员单位, kind: collective, members: [区教委, 区财政局], source: 名录}
        tasks:
          - {number: 1, title: 宣传, content: 开展宣传。, lead: 区教委, cooperate: 区财政局，区安委会成员单位}
    Source: responsibility matrix generators
    """
    named = examined.responsibilities.by_unit
    told = set()
    for key in list(named):
        for member in examined.responsibilities.registry.members(key) or ():
            if member not in named and member not in told:
                told.add(member)
                yield about_notice(
                    examined.catalog.notice.place, unit=member.name, collective=key.name
                )
