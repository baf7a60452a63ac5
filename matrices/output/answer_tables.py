"""Answers as tables, one for each question: what is shown, and under which keys it is data.

Ids, codes and keys are the same in every language, headings and notes are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from matrices.answers.assignments import Assignment, Responsibilities
from matrices.answers.notices import NoticeSummary
from matrices.answers.orphans import Orphan, OrphanReason
from matrices.answers.overlaps import Overlap
from matrices.answers.owns import OwnedTask, Ownership
from matrices.answers.units import UnitSummary
from matrices.answers.workload import Load, Workload
from matrices.catalogs.model import LeadRule, Role, RuleSource, Task
from matrices.notation import MentionKind
from matrices.output.source_place import source_place
from matrices.output.table import Col, Json, Kind, Runs, Table, as_object, build_table, hidden
from matrices.output.unit_names import joined_names, unit_names
from matrices.wording import say


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
    columns: list[Col[NoticeSummary]] = [
        Col("head.notice", lambda s: s.catalog.notice.id, "id", kind=Kind.ID),
        Col("head.title", lambda s: s.catalog.notice.title, "title"),
        Col("head.number", lambda s: s.catalog.notice.number, "number"),
        hidden("issuer", lambda s: s.catalog.notice.issuer),
        Col(
            "head.jurisdiction",
            lambda s: s.catalog.notice.jurisdiction,
            "jurisdiction",
            kind=Kind.ID,
        ),
        Col("head.issued", lambda s: s.catalog.notice.issued, "issued", kind=Kind.ID),
        hidden("period", lambda s: s.catalog.notice.period),
        hidden("lead_rule", lambda s: s.catalog.notice.lead_rule.value),
        hidden("lead_rule_by", lambda s: s.catalog.notice.lead_rule_by.value),
        hidden("lead_rule_basis", lambda s: s.catalog.notice.lead_rule_basis),
        Col("head.tasks", lambda s: s.tasks, "tasks", kind=Kind.NUMBER),
        Col("head.with-units", lambda s: s.with_units, "with_units", kind=Kind.NUMBER),
        Col("head.led", lambda s: s.led, "led", kind=Kind.NUMBER),
        Col("head.orphans", lambda s: s.orphans, "orphans", kind=Kind.NUMBER),
        Col("head.units", lambda s: s.units, "units", kind=Kind.NUMBER),
        hidden("path", lambda s: s.catalog.path),
        Col(
            "head.lead-rule",
            lambda s: _lead_rule(s.catalog.notice.lead_rule, s.catalog.notice.lead_rule_by),
        ),
    ]
    note = say("note.notices", notices=len(summaries), tasks=sum(s.tasks for s in summaries))
    return build_table(say("title.notices"), columns, summaries, notes=[note])


def _lead_rule(rule: LeadRule, by: RuleSource) -> str:
    text = say("lead-rule." + rule.value)
    return (
        say("lead-rule.assumed", rule=text)
        if rule is LeadRule.FIRST_LISTED and by is RuleSource.ASSUMPTION
        else text
    )


# units


def units_table(summaries: Sequence[UnitSummary]) -> Table:
    """The units on record or named, and in how many tasks they are named."""
    columns: list[Col[UnitSummary]] = [
        Col("head.jurisdiction", lambda s: s.unit.jurisdiction, "jurisdiction", kind=Kind.ID),
        Col("head.unit", lambda s: s.unit.name, "unit"),
        Col(
            "head.kind",
            lambda s: say("kind." + (s.kind.value if s.kind else "unrecorded")),
            "kind",
            lambda s: s.kind.value if s.kind else None,
        ),
        hidden("mention_kind", lambda s: s.mention_kind.value),
        Col("head.duty", lambda s: s.duty, "duty"),
        Col("head.aliases", lambda s: "、".join(s.aliases), "aliases", lambda s: list(s.aliases)),
        hidden("hosted_by", lambda s: s.host or None),
        hidden("members", lambda s: [m.name for m in s.members] if s.members is not None else None),
        Col("head.led", lambda s: s.led, "led", kind=Kind.NUMBER),
        Col("head.named", lambda s: s.named, "named", kind=Kind.NUMBER),
        Col("head.remark", _unit_remark),
    ]
    note = say("note.units", units=len(summaries))
    return build_table(say("title.units"), columns, summaries, notes=[note])


def _unit_remark(s: UnitSummary) -> str:
    parts = [say("unit.hosted-by", host=s.host)] if s.host else []
    members = "、".join(m.name for m in s.members or ())
    if s.mention_kind is MentionKind.COLLECTIVE and s.members is None:
        members = say("unit.members-unknown")
    if members:
        parts.append(say("unit.members", members=members))
    return "；".join(parts)


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


def _task_columns(responsibilities: Responsibilities) -> list[Col[Task]]:
    by_task = responsibilities.by_task
    return [
        Col("head.task", lambda t: t.id, "id", kind=Kind.ID),
        hidden("notice", lambda t: t.notice_id),
        hidden("section", lambda t: t.section_no),
        hidden("no", lambda t: t.no),
        hidden("group", lambda t: t.group),
        Col("head.title", lambda t: t.title or t.group, "title", lambda t: t.title),
        Col("head.content", lambda t: t.content, "content"),
        Col("head.targets", lambda t: "；".join(t.targets), "targets", lambda t: list(t.targets)),
        Col("head.deadline", lambda t: t.deadline, "deadline"),
        Col("head.lead", lambda t: _named(by_task[t.id], Role.LEAD)),
        Col("head.others", lambda t: _others(by_task[t.id])),
        hidden("assignments", lambda t: [assignment_object(a) for a in by_task[t.id]]),
    ]


def _named(assignments: Iterable[Assignment], role: Role) -> str:
    return joined_names(a for a in assignments if a.role is role)


def _others(assignments: Sequence[Assignment]) -> str:
    return "；".join(
        f"{_role(role)}：{names}"
        for role in (Role.RESPONSIBLE, Role.COOPERATE, Role.GUIDE)
        if (names := _named(assignments, role))
    )


def tasks_table(tasks: Sequence[Task], responsibilities: Responsibilities) -> Table:
    """Tasks with what is to be done and who is named."""
    note = say("note.tasks", tasks=len(tasks), total=len(responsibilities.tasks))
    return build_table(say("title.tasks"), _task_columns(responsibilities), tasks, notes=[note])


def task_table(task: Task, responsibilities: Responsibilities) -> Table:
    """Everything about one task: what it says, literal cells, who plays which part, where."""
    section = responsibilities.sections[task.id]
    catalog = next(c for c in responsibilities.catalogs if c.notice.id == task.notice_id)
    assignments = (*responsibilities.by_task[task.id], *responsibilities.reached(task.id))
    number = f"{catalog.notice.title} {catalog.notice.number}".strip()
    place = source_place(section, task)
    fields = [
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
        fields.append((say("show.cell", head=head), cell.text or say("cell.blank")))
    if task.named_in_text:
        fields.append((say("show.units"), say("show.named-in-text")))
    if not task.cells:
        fields.append((say("show.units"), say("show.no-units")))
    fields.extend((_role(a.role), _describe(a)) for a in assignments)
    fields.append(
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
        **as_object(_task_columns(responsibilities), task),
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
    columns: list[Col[tuple[str, str]]] = [
        Col("head.field", lambda field: field[0], kind=Kind.ID),
        Col("head.value", lambda field: field[1]),
    ]
    table = build_table(task.id, columns, (field for field in fields if field[1]))
    return replace(table, objects=(described,))


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
    columns: list[Col[OwnedTask]] = [
        Col("head.task", lambda o: o.assignment.task.id, "task", kind=Kind.ID),
        Col("head.title", lambda o: o.assignment.task.label, "title"),
        hidden("notice", lambda o: o.assignment.task.notice_id),
        hidden("jurisdiction", lambda o: o.assignment.unit.jurisdiction),
        hidden("unit", lambda o: o.assignment.unit.name),
        Col(
            "head.role",
            lambda o: _role(o.assignment.role),
            "role",
            lambda o: o.assignment.role.value,
            kind=Kind.ID,
        ),
        Col(
            "head.basis",
            lambda o: _basis(o.assignment),
            "basis",
            lambda o: o.assignment.basis.value,
        ),
        hidden("via", lambda o: o.assignment.via or None),
        Col(
            "head.with",
            lambda o: joined_names(o.with_units),
            "with",
            lambda o: list(unit_names(o.with_units)),
        ),
    ]
    notices = {catalog.notice.id: catalog.notice for catalog in responsibilities.catalogs}

    def heading(run: Sequence[OwnedTask]) -> str:
        notice = notices[run[0].assignment.task.notice_id]
        return say(
            "owns.heading",
            jurisdiction=notice.jurisdiction,
            title=notice.title,
            number=notice.number or notice.id,
            tasks=len(run),
            led=sum(o.assignment.role is Role.LEAD for o in run),
        )

    owners = "、".join(f"{key.name}（{key.jurisdiction}）" for key in ownership.units)
    return build_table(
        say("title.owns", units=owners),
        columns,
        ownership.tasks,
        notes=_ownership_notes(ownership, owners),
        groups=Runs(lambda o: o.assignment.task.notice_id, heading),
    )


def _ownership_notes(ownership: Ownership, owners: str) -> list[str]:
    led = {o.assignment.task.id for o in ownership.tasks if o.assignment.role is Role.LEAD}
    notes = [
        say(
            "note.owns",
            units=owners,
            tasks=len({o.assignment.task.id for o in ownership.tasks}),
            led=len(led),
            total=ownership.total,
        )
    ]
    if any(o.assignment.basis.is_inferred for o in ownership.tasks):
        notes.append(say("note.inferred"))
    if ownership.perhaps:
        notes.append(say("note.perhaps", tasks=ownership.perhaps))
    return notes


# workload


def workload_table(work: Workload, responsibilities: Responsibilities) -> Table:
    """How much every unit carries; units that name nobody are counted in a note."""
    named = [load for load in work.loads if load.kind is not MentionKind.INDEFINITE]
    most = max((load.led for load in named), default=0)
    columns: list[Col[Load]] = [
        hidden("unit", lambda x: x.unit.name),
        Col("head.jurisdiction", lambda x: x.unit.jurisdiction, "jurisdiction", kind=Kind.ID),
        Col("head.unit", lambda x: x.unit.name),
        hidden("kind", lambda x: x.kind.value),
        hidden("group", lambda x: x.group or None),
        Col("head.lead-stated", lambda x: x.lead_stated, "lead_stated", kind=Kind.NUMBER),
        Col("head.lead-inferred", lambda x: x.lead_inferred, "lead_inferred", kind=Kind.NUMBER),
        hidden("cooperate", lambda x: x.cooperate),
        Col("head.responsible", lambda x: x.responsible, "responsible", kind=Kind.NUMBER),
        Col("head.cooperate", lambda x: x.cooperate, kind=Kind.NUMBER),
        Col("head.guide", lambda x: x.guide, "guide", kind=Kind.NUMBER),
        Col(
            "head.collective",
            lambda x: _number(x.collective, 2),
            "collective",
            lambda x: _number(x.collective, 6),
            kind=Kind.NUMBER,
        ),
        Col(
            "head.total",
            lambda x: _number(x.total, 2),
            "total",
            lambda x: _number(x.total, 6),
            kind=Kind.NUMBER,
        ),
        Col(
            "head.lead-share",
            lambda x: x.lead_share,
            "lead_share",
            lambda x: round(x.lead_share, 4),
            kind=Kind.SHARE,
        ),
        Col("head.bar", lambda x: _bar(x.led, most), kind=Kind.BAR),
    ]
    return build_table(
        say("title.workload"),
        columns,
        named,
        notes=_workload_notes(work),
        groups=Runs(lambda x: x.group, lambda run: _group_heading(run[0].group, responsibilities))
        if any(load.group for load in named)
        else None,
    )


def _workload_notes(work: Workload) -> list[str]:
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
    indefinite = {load.unit for load in work.loads if load.kind is MentionKind.INDEFINITE}
    if indefinite:
        notes.append(say("note.indefinite", names=len(indefinite)))
    if work.rolled_up:
        notes.append(say("note.rolled-up"))
    return notes


def _number(value: float, digits: int) -> int | float:
    value = round(value, digits)
    return int(value) if value == int(value) else value


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
    columns: list[Col[Orphan]] = [
        Col("head.task", lambda o: o.task.id, "task", kind=Kind.ID),
        Col("head.title", lambda o: o.task.label, "title"),
        Col(
            "head.reason",
            lambda o: say("reason." + o.reason.value),
            "reason",
            lambda o: o.reason.value,
        ),
        Col(
            "head.named-units",
            lambda o: joined_names(o.assignments),
            "units",
            lambda o: list(unit_names(o.assignments)),
        ),
        Col(
            "head.above",
            lambda o: say("orphan.above", task=o.above[0].id, text=o.above[1]) if o.above else "",
            "above",
            lambda o: {"task": o.above[0].id, "text": o.above[1]} if o.above else None,
        ),
    ]
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
    return build_table(say("title.orphans"), columns, orphans, notes=notes)


# overlaps


def overlaps_table(overlaps: Sequence[Overlap], total: int) -> Table:
    """Where duties overlap."""
    columns: list[Col[Overlap]] = [
        Col(
            "head.overlap", lambda o: say("overlap." + o.kind.value), "kind", lambda o: o.kind.value
        ),
        Col(
            "head.task",
            lambda o: o.task.id if o.task else "",
            "task",
            lambda o: o.task.id if o.task else None,
            kind=Kind.ID,
        ),
        Col(
            "head.title",
            lambda o: o.task.label if o.task else "、".join(o.tasks),
            "title",
            lambda o: o.task.label if o.task else None,
        ),
        hidden("jurisdiction", lambda o: o.units[0].jurisdiction),
        Col(
            "head.units",
            lambda o: "、".join(unit.name for unit in o.units),
            "units",
            lambda o: [unit.name for unit in o.units],
        ),
        Col("head.count", lambda o: o.count, "count", kind=Kind.NUMBER),
        hidden("tasks", lambda o: [o.task.id] if o.task else list(o.tasks)),
    ]
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
    return build_table(say("title.overlaps"), columns, overlaps, notes=notes)
