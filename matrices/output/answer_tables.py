"""Answers as tables: the one table type that every format prints.

`rows` are for eyes and spreadsheets, in the columns' order; `objects` are the same answer
as data, with the keys documented in docs/json.md. Ids and codes are the same in every
language, headings and notes are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from matrices.answers.assignments import Assignment, Responsibilities
from matrices.answers.notices import NoticeSummary
from matrices.answers.orphans import Orphan, OrphanReason
from matrices.answers.overlaps import Overlap
from matrices.answers.owns import Ownership
from matrices.answers.units import UnitSummary
from matrices.answers.workload import Load, Workload
from matrices.catalogs.model import LeadRule, Role, RuleSource, Section, Task
from matrices.notation import MentionKind
from matrices.output.table import Column, Group, Json, Kind, Table, Value
from matrices.wording import say


def _names(assignments: Iterable[Assignment]) -> str:
    return "、".join(dict.fromkeys(a.unit.name for a in assignments))


def _role(role: Role) -> str:
    return say("role." + role.value)


def _basis(assignment: Assignment) -> str:
    text = say("basis." + assignment.basis.value)
    return f"{text}：{assignment.via}" if assignment.via else text


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "0 %"


# notices


def notices_table(summaries: Sequence[NoticeSummary]) -> Table:
    """The notices that were read, and what their catalogs hold."""
    rows: list[tuple[Value, ...]] = []
    objects: list[dict[str, Json]] = []
    for summary in summaries:
        notice = summary.catalog.notice
        rows.append(
            (
                notice.id,
                notice.title,
                notice.number,
                notice.jurisdiction,
                notice.issued,
                summary.tasks,
                summary.with_units,
                summary.led,
                summary.orphans,
                summary.units,
                _lead_rule(notice.lead_rule, notice.lead_rule_by),
            )
        )
        objects.append(
            {
                "id": notice.id,
                "title": notice.title,
                "number": notice.number,
                "issuer": notice.issuer,
                "jurisdiction": notice.jurisdiction,
                "issued": notice.issued,
                "period": notice.period,
                "lead_rule": notice.lead_rule.value,
                "lead_rule_by": notice.lead_rule_by.value,
                "lead_rule_basis": notice.lead_rule_basis,
                "tasks": summary.tasks,
                "with_units": summary.with_units,
                "led": summary.led,
                "orphans": summary.orphans,
                "units": summary.units,
                "path": summary.catalog.path,
            }
        )
    return Table(
        say("title.notices"),
        (
            Column(say("head.notice"), Kind.ID),
            Column(say("head.title")),
            Column(say("head.number")),
            Column(say("head.jurisdiction"), Kind.ID),
            Column(say("head.issued"), Kind.ID),
            Column(say("head.tasks"), Kind.NUMBER),
            Column(say("head.with-units"), Kind.NUMBER),
            Column(say("head.led"), Kind.NUMBER),
            Column(say("head.orphans"), Kind.NUMBER),
            Column(say("head.units"), Kind.NUMBER),
            Column(say("head.lead-rule")),
        ),
        tuple(rows),
        tuple(objects),
        (say("note.notices", notices=len(summaries), tasks=sum(s.tasks for s in summaries)),),
    )


def _lead_rule(rule: LeadRule, by: RuleSource) -> str:
    text = say("lead-rule." + rule.value)
    return (
        say("lead-rule.assumed", rule=text)
        if rule is LeadRule.FIRST_LISTED and by is RuleSource.ASSUMED
        else text
    )


# units


def units_table(summaries: Sequence[UnitSummary]) -> Table:
    """The units on record or named, and in how many tasks they are named."""
    rows: list[tuple[Value, ...]] = []
    objects: list[dict[str, Json]] = []
    for s in summaries:
        kind = s.kind.value if s.kind else ""
        members = "、".join(m.name for m in s.members) if s.members is not None else ""
        if s.mention_kind is MentionKind.COLLECTIVE and s.members is None:
            members = say("unit.members-unknown")
        remark = "；".join(
            part
            for part in (
                say("unit.hosted-by", host=s.host) if s.host else "",
                say("unit.members", members=members) if members else "",
            )
            if part
        )
        rows.append(
            (
                s.unit.jurisdiction,
                s.unit.name,
                say("kind." + kind) if kind else say("kind.unrecorded"),
                s.duty,
                "、".join(s.aliases),
                s.led,
                s.named,
                remark,
            )
        )
        objects.append(
            {
                "jurisdiction": s.unit.jurisdiction,
                "unit": s.unit.name,
                "kind": kind or None,
                "mention_kind": s.mention_kind.value,
                "duty": s.duty,
                "aliases": list(s.aliases),
                "hosted_by": s.host or None,
                "members": [m.name for m in s.members] if s.members is not None else None,
                "led": s.led,
                "named": s.named,
            }
        )
    return Table(
        say("title.units"),
        (
            Column(say("head.jurisdiction"), Kind.ID),
            Column(say("head.unit")),
            Column(say("head.kind")),
            Column(say("head.duty")),
            Column(say("head.aliases")),
            Column(say("head.led"), Kind.NUMBER),
            Column(say("head.named"), Kind.NUMBER),
            Column(say("head.remark")),
        ),
        tuple(rows),
        tuple(objects),
        (say("note.units", units=len(summaries)),),
    )


# tasks


def assignment_object(a: Assignment) -> dict[str, Json]:
    """One assignment as data, as `tasks` and `show` give it."""
    return {
        "unit": a.unit.name,
        "role": a.role.value,
        "basis": a.basis.value,
        "kind": a.kind.value,
        "open_ended": a.open_ended,
        "raw": a.raw,
    }


def _task_object(task: Task, assignments: Iterable[Assignment]) -> dict[str, Json]:
    return {
        "id": task.id,
        "notice": task.notice_id,
        "section": task.section_no,
        "no": task.no,
        "group": task.group,
        "title": task.title,
        "content": task.content,
        "targets": list(task.targets),
        "deadline": task.deadline,
        "assignments": [assignment_object(a) for a in assignments],
    }


def tasks_table(tasks: Sequence[Task], responsibilities: Responsibilities) -> Table:
    """Tasks with what is to be done and who is named."""
    rows: list[tuple[Value, ...]] = []
    objects: list[dict[str, Json]] = []
    for task in tasks:
        assignments = responsibilities.by_task[task.id]
        rows.append(
            (
                task.id,
                task.title or task.group,
                task.content,
                "；".join(task.targets),
                task.deadline,
                _names(a for a in assignments if a.role is Role.LEAD),
                "；".join(
                    f"{_role(role)}：{names}"
                    for role in (Role.RESPONSIBLE, Role.COOPERATE, Role.GUIDE)
                    if (names := _names(a for a in assignments if a.role is role))
                ),
            )
        )
        objects.append(_task_object(task, assignments))
    return Table(
        say("title.tasks"),
        (
            Column(say("head.task"), Kind.ID),
            Column(say("head.title")),
            Column(say("head.content")),
            Column(say("head.targets")),
            Column(say("head.deadline")),
            Column(say("head.lead")),
            Column(say("head.others")),
        ),
        tuple(rows),
        tuple(objects),
        (say("note.tasks", tasks=len(tasks), total=len(responsibilities.tasks)),),
    )


def task_table(task: Task, responsibilities: Responsibilities) -> Table:
    """Everything about one task: what it says, literal cells, who plays which part, where."""
    section = responsibilities.sections[task.id]
    catalog = next(c for c in responsibilities.catalogs if c.notice.id == task.notice_id)
    assignments = (*responsibilities.by_task[task.id], *responsibilities.reached(task.id))
    number = f"{catalog.notice.title} {catalog.notice.number}".strip()
    place = source_place(section, task)
    rows: list[tuple[Value, ...]] = [
        (say("head.task"), task.id),
        (say("head.notice"), number),
        (say("head.section"), f"{section.no} {section.title}"),
        (say("head.place"), place),
        (say("head.file"), str(task.place)),
        (say("head.group"), task.group),
        (say("head.title"), say("cell.blank") if task.has_blank_title else task.title),
        (say("head.content"), task.content),
        (say("head.targets"), "；".join(task.targets)),
        (say("head.deadline"), task.deadline),
        (say("head.note"), task.note),
    ]
    for cell in task.cells:
        head = section.columns.get(cell.role, _role(cell.role))
        rows.append((say("show.cell", head=head), cell.text or say("cell.blank")))
    if task.named_in_text:
        rows.append((say("show.units"), say("show.named-in-text")))
    if not task.cells:
        rows.append((say("show.units"), say("show.no-units")))
    rows.extend((_role(a.role), _describe(a)) for a in assignments)
    rows.append(
        (
            say("head.lead-rule"),
            f"{_lead_rule(task.lead_rule or catalog.notice.lead_rule, catalog.notice.lead_rule_by)}"
            + (
                say("show.basis", basis=catalog.notice.lead_rule_basis)
                if catalog.notice.lead_rule_basis
                else ""
            ),
        )
    )
    described: dict[str, Json] = {
        **_task_object(task, assignments),
        "assignments": [{**assignment_object(a), "via": a.via or None} for a in assignments],
        "cells": {cell.role.value: cell.text for cell in task.cells},
        "named_in": "text" if task.named_in_text else "table",
        "note": task.note,
        "notice_title": catalog.notice.title,
        "notice_number": catalog.notice.number,
        "section_title": section.title,
        "source_place": place,
        "path": task.place.path,
        "line": task.place.line,
        "lead_rule": (task.lead_rule or catalog.notice.lead_rule).value,
    }
    kept = tuple(row for row in rows if row[1])
    return Table(
        task.id, (Column(say("head.field"), Kind.ID), Column(say("head.value"))), kept, (described,)
    )


def source_place(section: Section, task: Task) -> str:
    """Where in the notice a task stands."""
    return say(
        "show.place",
        section=section.source_place or f"{section.no} {section.title}",
        row=task.source_place or say("show.row", no=task.no),
    )


def _describe(a: Assignment) -> str:
    details = [say("basis." + a.basis.value), say("mention." + a.kind.value)]
    if a.via:
        details.append(say("show.via", via=a.via))
    if a.open_ended:
        details.append(say("show.open"))
    if a.times > 1:
        details.append(say("show.times", times=a.times))
    details.extend(say("show.sub-unit", unit=unit) for unit in a.sub_units)
    if a.raw != a.unit.name:
        details.append(say("show.raw", raw=a.raw))
    return say("show.details", unit=a.unit.name, details=say("show.separator").join(details))


# owns


def ownership_table(ownership: Ownership, responsibilities: Responsibilities) -> Table:
    """What units own, notice by notice, lead first."""
    rows: list[tuple[Value, ...]] = []
    objects: list[dict[str, Json]] = []
    notices = {catalog.notice.id: catalog.notice for catalog in responsibilities.catalogs}
    for owned in ownership.tasks:
        a = owned.assignment
        rows.append((a.task.id, a.task.label, _role(a.role), _basis(a), _names(owned.with_units)))
        objects.append(
            {
                "task": a.task.id,
                "title": a.task.label,
                "notice": a.task.notice_id,
                "jurisdiction": a.unit.jurisdiction,
                "unit": a.unit.name,
                "role": a.role.value,
                "basis": a.basis.value,
                "via": a.via or None,
                "with": list(dict.fromkeys(other.unit.name for other in owned.with_units)),
            }
        )
    per_notice = Counter(owned.assignment.task.notice_id for owned in ownership.tasks)
    led = Counter(
        o.assignment.task.notice_id for o in ownership.tasks if o.assignment.role is Role.LEAD
    )
    groups = tuple(
        Group(
            say(
                "owns.heading",
                jurisdiction=notices[notice].jurisdiction,
                title=notices[notice].title,
                number=notices[notice].number or notice,
                tasks=count,
                led=led[notice],
            ),
            count,
        )
        for notice, count in per_notice.items()
    )
    unit_names = "、".join(f"{key.name}（{key.jurisdiction}）" for key in ownership.units)
    notes = [
        say(
            "note.owns",
            units=unit_names,
            tasks=len({o.assignment.task.id for o in ownership.tasks}),
            led=len(
                {o.assignment.task.id for o in ownership.tasks if o.assignment.role is Role.LEAD}
            ),
            total=ownership.total,
        )
    ]
    if any(o.assignment.basis.is_inferred for o in ownership.tasks):
        notes.append(say("note.inferred"))
    if ownership.perhaps:
        notes.append(say("note.perhaps", tasks=ownership.perhaps))
    return Table(
        say("title.owns", units=unit_names),
        (
            Column(say("head.task"), Kind.ID),
            Column(say("head.title")),
            Column(say("head.role"), Kind.ID),
            Column(say("head.basis")),
            Column(say("head.with")),
        ),
        tuple(rows),
        tuple(objects),
        tuple(notes),
        groups,
    )


# workload


def workload_table(work: Workload, responsibilities: Responsibilities) -> Table:
    """How much every unit carries; units that name nobody are counted in a note."""
    named = [load for load in work.loads if load.kind is not MentionKind.INDEFINITE]
    most = max((load.led for load in named), default=0)
    rows: list[tuple[Value, ...]] = []
    objects: list[dict[str, Json]] = []
    for load in named:
        rows.append(
            (
                load.unit.jurisdiction,
                load.unit.name,
                load.lead_stated,
                load.lead_inferred,
                load.responsible,
                load.cooperate,
                load.guide,
                _number(round(load.collective, 2)),
                _number(round(load.total, 2)),
                load.lead_share,
                _bar(load.led, most),
            )
        )
        objects.append(_load_object(load))
    grouped = Counter(load.group for load in named)
    groups = tuple(
        Group(_group_heading(group, responsibilities), count)
        for group, count in grouped.items()
        if group
    )
    indefinite = {load.unit for load in work.loads if load.kind is MentionKind.INDEFINITE}
    notes = [
        say("note.count-" + work.mode.value),
        say("note.workload", tasks=work.tasks, led=work.led_tasks),
    ]
    if work.unknown_members:
        notes.append(
            say(
                "note.unknown-members",
                collectives=work.unknown_members,
                tasks=work.not_expanded,
                total=work.tasks,
            )
        )
    if indefinite:
        notes.append(say("note.indefinite", names=len(indefinite)))
    if work.rolled_up:
        notes.append(say("note.rolled-up"))
    return Table(
        say("title.workload"),
        (
            Column(say("head.jurisdiction"), Kind.ID),
            Column(say("head.unit")),
            Column(say("head.lead-stated"), Kind.NUMBER),
            Column(say("head.lead-inferred"), Kind.NUMBER),
            Column(say("head.responsible"), Kind.NUMBER),
            Column(say("head.cooperate"), Kind.NUMBER),
            Column(say("head.guide"), Kind.NUMBER),
            Column(say("head.collective"), Kind.NUMBER),
            Column(say("head.total"), Kind.NUMBER),
            Column(say("head.lead-share"), Kind.SHARE),
            Column(say("head.bar"), Kind.BAR),
        ),
        tuple(rows),
        tuple(objects),
        tuple(notes),
        groups,
    )


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _load_object(load: Load) -> dict[str, Json]:
    return {
        "unit": load.unit.name,
        "jurisdiction": load.unit.jurisdiction,
        "kind": load.kind.value,
        "group": load.group or None,
        "lead_stated": load.lead_stated,
        "lead_inferred": load.lead_inferred,
        "cooperate": load.cooperate,
        "responsible": load.responsible,
        "guide": load.guide,
        "collective": _number(round(load.collective, 6)),
        "total": _number(round(load.total, 6)),
        "lead_share": round(load.lead_share, 4),
    }


def _bar(value: int, most: int, width: int = 12) -> str:
    return "█" * max(1, round(width * value / most)) if value else ""


def _group_heading(group: str, responsibilities: Responsibilities) -> str:
    notice_id, _, section_no = group.partition("/")
    catalog = next(c for c in responsibilities.catalogs if c.notice.id == notice_id)
    heading = f"{catalog.notice.jurisdiction} {catalog.notice.title}（{notice_id}）"
    section = next((s for s in catalog.sections if s.no == section_no), None)
    return f"{heading} {section.no} {section.title}" if section else heading


# orphans


def orphans_table(orphans: Sequence[Orphan], total: int) -> Table:
    """Tasks nobody in particular answers for, with the reason and totals per reason."""
    rows: list[tuple[Value, ...]] = []
    objects: list[dict[str, Json]] = []
    for orphan in orphans:
        above = (
            say("orphan.above", task=orphan.above[0].id, text=orphan.above[1])
            if orphan.above
            else ""
        )
        rows.append(
            (
                orphan.task.id,
                orphan.task.label,
                say("reason." + orphan.reason.value),
                _names(orphan.assignments),
                above,
            )
        )
        objects.append(
            {
                "task": orphan.task.id,
                "title": orphan.task.label,
                "reason": orphan.reason.value,
                "units": list(dict.fromkeys(a.unit.name for a in orphan.assignments)),
                "above": {"task": orphan.above[0].id, "text": orphan.above[1]}
                if orphan.above
                else None,
            }
        )
    counts = Counter(orphan.reason for orphan in orphans)
    notes = [
        say("note.orphans", orphans=len(orphans), total=total, share=_percent(len(orphans), total))
    ]
    notes += [
        say(
            "note.reason",
            reason=say("reason." + reason.value),
            code=reason.value,
            tasks=counts[reason],
        )
        for reason in OrphanReason
        if counts[reason]
    ]
    return Table(
        say("title.orphans"),
        (
            Column(say("head.task"), Kind.ID),
            Column(say("head.title")),
            Column(say("head.reason")),
            Column(say("head.named-units")),
            Column(say("head.above")),
        ),
        tuple(rows),
        tuple(objects),
        tuple(notes),
    )


# overlaps


def overlaps_table(overlaps: Sequence[Overlap], total: int) -> Table:
    """Where duties overlap."""
    rows: list[tuple[Value, ...]] = []
    objects: list[dict[str, Json]] = []
    for overlap in overlaps:
        names = [unit.name for unit in overlap.units]
        shown = overlap.task.id if overlap.task else "、".join(overlap.tasks)
        rows.append(
            (
                say("overlap." + overlap.kind.value),
                shown if overlap.task else "",
                overlap.task.label if overlap.task else shown,
                "、".join(names),
                overlap.count,
            )
        )
        objects.append(
            {
                "kind": overlap.kind.value,
                "task": overlap.task.id if overlap.task else None,
                "title": overlap.task.label if overlap.task else None,
                "jurisdiction": overlap.units[0].jurisdiction,
                "units": list(names),
                "count": overlap.count,
                "tasks": list(overlap.tasks) if not overlap.task else [overlap.task.id],
            }
        )
    counts = Counter(overlap.kind for overlap in overlaps)
    notes = [
        say(
            "note.overlap",
            kind=say("overlap." + kind.value),
            code=kind.value,
            count=count,
            total=total,
        )
        for kind, count in counts.items()
    ] or [say("note.no-overlap", total=total)]
    return Table(
        say("title.overlaps"),
        (
            Column(say("head.overlap")),
            Column(say("head.task"), Kind.ID),
            Column(say("head.title")),
            Column(say("head.units")),
            Column(say("head.count"), Kind.NUMBER),
        ),
        tuple(rows),
        tuple(objects),
        tuple(notes),
    )
