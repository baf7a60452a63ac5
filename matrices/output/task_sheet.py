"""One task as a sheet of fields: what it says, its literal cells, who plays which part, where."""

from __future__ import annotations

from matrices.answers.assignments import Assignment, Responsibilities
from matrices.answers.task_facts import assigned, task_row
from matrices.catalogs.model import Role, Task
from matrices.output.answer_tables import (
    TASK_COLUMNS,
    assignment_object,
    basis_text,
    lead_rule_text,
)
from matrices.output.source_place import source_place
from matrices.output.table import Col, Json, Kind, Table, as_object, build_table
from matrices.output.unit_names import ASSUMED_MARK
from matrices.wording import say


def _role(role: Role) -> str:
    return say("role." + role.value)


def _assignment_object(a: Assignment) -> dict[str, Json]:
    return {**assignment_object(assigned(a)), "via": a.via or None}


def task_table(task: Task, responsibilities: Responsibilities) -> Table:
    """Everything about one task: what it says, literal cells, who plays which part, where."""
    section = responsibilities.sections[task.id]
    catalog = next(c for c in responsibilities.catalogs if c.notice.id == task.notice_id)
    assignments = (*responsibilities.assignments_of(task.id), *responsibilities.reached(task.id))
    row = task_row(task, responsibilities.assignments_of(task.id))
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
    fields.extend((say("show.same-as"), other) for other in task.same_as)
    fields.append(
        (
            say("head.lead-rule"),
            lead_rule_text(task.lead_rule or catalog.notice.lead_rule, catalog.notice.lead_rule_by)
            + (
                say("show.basis", basis=catalog.notice.lead_rule_basis)
                if catalog.notice.lead_rule_basis
                else ""
            ),
        )
    )
    described: dict[str, Json] = {
        **as_object(TASK_COLUMNS, row),
        "assignments": [_assignment_object(a) for a in assignments],
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
    return table._replace(objects=(described,))


def _describe(a: Assignment) -> str:
    details = [basis_text(a.basis, a.via), say("mention." + a.kind.value)]
    if a.open_ended:
        details.append(say("show.open"))
    if a.times > 1:
        details.append(say("show.times", times=a.times))
    details.extend(say("show.sub-unit", unit=unit) for unit in a.sub_units)
    if a.raw != a.unit.name:
        details.append(say("show.raw", raw=a.raw))
    return say(
        "show.details",
        unit=a.unit.name + (ASSUMED_MARK if a.is_assumed_lead else ""),
        details=say("show.separator").join(details),
    )
