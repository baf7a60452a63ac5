"""Notices: which were read, and what their catalogs hold."""

from __future__ import annotations

from collections import Counter

from matrices.answers.assignments import Responsibilities
from matrices.answers.records import NoticeRow
from matrices.catalogs.model import Role
from reference.orphans import orphan_tasks
from reference.units import named_beside


def summarise_notices(responsibilities: Responsibilities) -> tuple[NoticeRow, ...]:
    """The notices in scope, in the order they were loaded."""
    orphans = Counter(orphan.notice for orphan in orphan_tasks(responsibilities).rows)
    repeats = Counter(task.notice_id for task in responsibilities.repeats.values())
    rows: list[NoticeRow] = []
    for catalog in responsibilities.catalogs:
        notice = catalog.notice
        ids = [t for t, task in responsibilities.tasks.items() if task.notice_id == notice.id]
        assigned = [responsibilities.by_task[task_id] for task_id in ids]
        units = {a.unit for own in assigned for a in own}
        units.update(a.unit for t in ids for a in named_beside(responsibilities, t))
        rows.append(
            NoticeRow(
                id=notice.id,
                title=notice.title,
                number=notice.number,
                issuer=notice.issuer,
                jurisdiction=notice.jurisdiction,
                issued=notice.issued,
                period=notice.period,
                lead_rule=str(notice.lead_rule),
                lead_rule_by=str(notice.lead_rule_by),
                lead_rule_basis=notice.lead_rule_basis,
                covers=notice.covers,
                left_out=tuple((each.part, each.why) for each in notice.left_out),
                path=catalog.path,
                tasks=len(assigned),
                repeats=repeats[notice.id],
                with_units=sum(bool(a) for a in assigned),
                led=sum(any(x.role is Role.LEAD and x.names_somebody for x in a) for a in assigned),
                orphans=orphans[notice.id],
                units=len(units),
                led_assumed=sum(any(x.is_assumed_lead for x in a) for a in assigned),
            )
        )
    return tuple(rows)
