"""Answers as tables, one for each question: what is shown, and under which keys it is data.

Ids, codes and keys are the same in every language, headings and notes are not. Only records
come in here: whatever engine gave them, the table is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from matrices.answers import codes
from matrices.answers.records import (
    Assigned,
    Hosted,
    Load,
    NamedUnit,
    NoticeRow,
    Orphan,
    Orphans,
    Overlap,
    Overlaps,
    Owned,
    Ownership,
    TaskRow,
    Tasks,
    UnitRow,
    Workload,
)
from matrices.output.table import Col, Json, Kind, Runs, Table, build_table, hidden
from matrices.output.unit_names import (
    ASSUMED_MARK,
    joined_names,
    marks_note,
    repeats_note,
    unit_names,
)
from matrices.wording import say

Led = TypeVar("Led", NoticeRow, UnitRow)
# of more notices nobody reads at the foot what each of them covers
_MOST_TOLD = 8  # notes on an answer about many districts would list something of each


def basis_text(basis: str, via: str) -> str:
    """How a part is known, in words, and through what."""
    text = say("basis." + basis)
    return f"{text}：{via}" if via else text


def lead_rule_text(rule: str, by: str) -> str:
    """How a notice tells who leads, in words."""
    text = say("lead-rule." + rule)
    return (
        say("lead-rule.assumed", rule=text) if (rule, by) == ("first-listed", "assumed") else text
    )


def _role(role: str) -> str:
    return say("role." + role)


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "0 %"


# notices


def notices_table(rows: Sequence[NoticeRow]) -> Table:
    """The notices that were read, and what their catalogs hold."""
    columns: list[Col[NoticeRow]] = [
        Col("head.notice", lambda n: n.id, "id", kind=Kind.ID),
        Col("head.title", lambda n: n.title, "title"),
        Col("head.number", lambda n: n.number, "number"),
        hidden("issuer", lambda n: n.issuer),
        Col("head.jurisdiction", lambda n: n.jurisdiction, "jurisdiction", kind=Kind.ID),
        Col("head.issued", lambda n: n.issued, "issued", kind=Kind.ID),
        hidden("period", lambda n: n.period),
        hidden("lead_rule", lambda n: n.lead_rule),
        hidden("lead_rule_by", lambda n: n.lead_rule_by),
        hidden("lead_rule_basis", lambda n: n.lead_rule_basis),
        Col("head.tasks", lambda n: n.tasks, "tasks", kind=Kind.NUMBER),
        Col("head.repeats", lambda n: n.repeats, "repeats", kind=Kind.NUMBER),
        Col("head.with-units", lambda n: n.with_units, "with_units", kind=Kind.NUMBER),
        Col("head.led", lambda n: n.led, "led", kind=Kind.NUMBER),
        _assumed_column(rows),
        Col("head.orphans", lambda n: n.orphans, "orphans", kind=Kind.NUMBER),
        Col("head.units", lambda n: n.units, "units", kind=Kind.NUMBER),
        hidden("path", lambda n: n.path),
        Col("head.lead-rule", lambda n: lead_rule_text(n.lead_rule, n.lead_rule_by)),
        hidden("covers", lambda n: list(n.covers)),
        hidden("left_out", lambda n: [{"part": part, "why": why} for part, why in n.left_out]),
    ]
    note = say("note.notices", notices=len(rows), tasks=sum(n.tasks for n in rows))
    told = coverage_notes(rows) if len(rows) <= _MOST_TOLD else [say("note.coverage-elsewhere")]
    notes = [note, *_assumed_note(rows), *told]
    return build_table(say("title.notices"), columns, rows, notes=notes)


def _assumed_column(rows: Sequence[Led]) -> Col[Led]:
    """How many of the leads are assumed: shown where any are, always known as data."""
    if any(row.led_assumed for row in rows):
        head = "head.led-assumed"
        return Col(head, lambda row: row.led_assumed, "led_assumed", kind=Kind.NUMBER)
    return hidden("led_assumed", lambda row: row.led_assumed)


def _assumed_note(rows: Sequence[NoticeRow] | Sequence[UnitRow]) -> list[str]:
    return marks_note((), (codes.ASSUMED for row in rows if row.led_assumed))


def _left_out(part: str, why: str) -> str:
    return say("note.left-out-part", part=part, why=why)


def coverage_notes(rows: Sequence[NoticeRow]) -> list[str]:
    """What the catalogs of some notices cover and leave out, part by part."""
    notes: list[str] = []
    for n in rows:
        notes.append(_covers(n))
        if n.left_out:
            parts = "；".join(_left_out(part, why) for part, why in n.left_out)
            notes.append(say("note.left-out", notice=n.id, parts=parts))
    return notes


def coverage_in_short(rows: Sequence[NoticeRow]) -> list[str]:
    """The same for the foot of answers about these notices: what is left out is counted."""
    notes: list[str] = []
    for n in rows:
        covers, count = "；".join(n.covers), len(n.left_out)
        if covers and count:
            notes.append(say("note.covers-in-short", notice=n.id, covers=covers, count=count))
        else:
            notes.append(_covers(n))
    return notes


def _covers(n: NoticeRow) -> str:
    if not n.covers:
        return say("note.scope-unsaid", notice=n.id)
    return say("note.covers", notice=n.id, covers="；".join(n.covers))


# units


def units_table(rows: Sequence[UnitRow]) -> Table:
    """The units on record or named, and in how many tasks they are named."""
    columns: list[Col[UnitRow]] = [
        Col("head.jurisdiction", lambda u: u.jurisdiction, "jurisdiction", kind=Kind.ID),
        Col("head.unit", lambda u: u.unit, "unit"),
        Col(
            "head.kind",
            lambda u: say("kind." + (u.kind or "unrecorded")),
            "kind",
            lambda u: u.kind or None,
        ),
        hidden("mention_kind", lambda u: u.mention_kind),
        Col("head.duty", lambda u: u.duty, "duty"),
        Col("head.aliases", lambda u: "、".join(u.aliases), "aliases", lambda u: list(u.aliases)),
        hidden("hosted_by", lambda u: u.host or None),
        hidden("hosted_source", lambda u: u.host_source or None),
        hidden("part_of", lambda u: u.part_of or None),
        hidden("members", lambda u: list(u.members) if u.members is not None else None),
        Col("head.led", lambda u: u.led, "led", kind=Kind.NUMBER),
        _assumed_column(rows),
        Col("head.named", lambda u: u.named, "named", kind=Kind.NUMBER),
        Col("head.remark", _unit_remark),
    ]
    notes = [say("note.units", units=len(rows)), *_assumed_note(rows)]
    return build_table(say("title.units"), columns, rows, notes=notes)


def _unit_remark(u: UnitRow) -> str:
    parts = [say("unit.part-of", body=u.part_of)] if u.part_of else []
    if u.host and u.host_source:
        parts.append(say("unit.hosted-by-source", host=u.host, source=u.host_source))
    elif u.host:
        parts.append(say("unit.hosted-by", host=u.host))
    members = "、".join(u.members or ())
    if u.mention_kind == "collective" and u.members is None:
        members = say("unit.members-unknown")
    if members:
        parts.append(say("unit.members", members=members))
    return "；".join(parts)


# tasks


def assignment_object(a: Assigned) -> dict[str, Json]:
    """One assignment as data, as `tasks` and `show` give it."""
    return {
        "unit": a.unit,
        "role": a.role,
        "basis": a.basis,
        "kind": a.kind,
        "open_ended": a.open_ended,
        "raw": a.raw,
    }


TASK_COLUMNS: tuple[Col[TaskRow], ...] = (
    Col("head.task", lambda t: t.id, "id", kind=Kind.ID),
    hidden("notice", lambda t: t.notice),
    hidden("section", lambda t: t.section),
    hidden("no", lambda t: t.no),
    hidden("group", lambda t: t.group),
    Col("head.title", lambda t: t.title or t.group, "title", lambda t: t.title),
    Col("head.content", lambda t: t.content, "content"),
    Col("head.targets", lambda t: "；".join(t.targets), "targets", lambda t: list(t.targets)),
    Col("head.deadline", lambda t: t.deadline, "deadline"),
    Col("head.lead", lambda t: _named(t, codes.LEAD)),
    Col("head.others", lambda t: _others(t)),
    hidden("assignments", lambda t: [assignment_object(a) for a in t.assigned]),
    hidden("same_as", lambda t: list(t.same_as)),
)


def _units_of(task: TaskRow) -> list[NamedUnit]:
    return [
        NamedUnit(a.unit, a.role, a.role == codes.LEAD and a.basis == codes.ASSUMED, a.open_ended)
        for a in task.assigned
    ]


def _named(task: TaskRow, role: str) -> str:
    return joined_names([unit for unit in _units_of(task) if unit.role == role])


def _others(task: TaskRow) -> str:
    parts = [
        f"{_role(role)}：{names}"
        for role in codes.ROLES
        if role != codes.LEAD and (names := _named(task, role))
    ]
    if task.same_as:
        parts.append(f"{say('show.same-as')}：{'、'.join(task.same_as)}")
    return "；".join(parts)


def tasks_table(tasks: Tasks) -> Table:
    """Tasks with what is to be done and who is named."""
    notes = [say("note.tasks", tasks=len(tasks.rows), total=tasks.total.tasks)]
    if not any(task.same_as for task in tasks.rows):
        notes += repeats_note(tasks.total)
    notes += marks_note(unit for task in tasks.rows for unit in _units_of(task))
    return build_table(say("title.tasks"), TASK_COLUMNS, tasks.rows, notes=notes)


# owns


def ownership_table(ownership: Ownership) -> Table:
    """What units own, notice by notice, lead first."""
    asked = {(key.jurisdiction, key.name) for key in ownership.units}
    # one name in all districts gives a hundred thousand rows with few words in them
    role_text, basis_in_words = cache(_role), cache(basis_text)

    def known_by(o: Owned) -> str:
        text = basis_in_words(o.basis, o.via)
        # an office or part that was rolled up
        return text if (o.jurisdiction, o.unit) in asked else f"{text}（{o.unit}）"

    columns: list[Col[Owned]] = [
        Col("head.task", lambda o: o.task, "task", kind=Kind.ID),
        Col("head.title", lambda o: o.title, "title"),
        hidden("notice", lambda o: o.notice),
        hidden("jurisdiction", lambda o: o.jurisdiction),
        hidden("unit", lambda o: o.unit),
        Col(
            "head.role",
            lambda o: role_text(o.role) + (ASSUMED_MARK if _is_assumed(o) else ""),
            "role",
            lambda o: o.role,
            kind=Kind.ID,
        ),
        Col("head.basis", known_by, "basis", lambda o: o.basis),
        hidden("via", lambda o: o.via or None),
        Col(
            "head.with",
            lambda o: joined_names(o.with_units),
            "with",
            lambda o: list(unit_names(o.with_units)),
        ),
        hidden("with_open", lambda o: any(unit.is_open for unit in o.with_units)),
    ]

    def heading(run: Sequence[Owned]) -> str:
        notice = ownership.notices[run[0].notice]
        return say(
            "owns.heading",
            jurisdiction=notice.jurisdiction,
            title=notice.title,
            number=notice.number or notice.id,
            tasks=len({o.task for o in run}),
            led=len({o.task for o in run if o.role == codes.LEAD}),
        )

    owners = "、".join(f"{key.name}（{key.jurisdiction}）" for key in ownership.units[:_MOST_TOLD])
    if len(ownership.units) > _MOST_TOLD:
        owners += say("note.hosted-more", count=len(ownership.units) - _MOST_TOLD)
    return build_table(
        say("title.owns", units=owners),
        columns,
        ownership.rows,
        notes=_ownership_notes(ownership, owners),
        groups=Runs(lambda o: o.notice, heading),
    )


def _is_assumed(owned: Owned) -> bool:
    return owned.role == codes.LEAD and owned.basis == codes.ASSUMED


def _ownership_notes(ownership: Ownership, owners: str) -> list[str]:
    rows = ownership.rows
    tasks = {o.task for o in rows}
    total = ownership.total.tasks
    if rows and all(o.basis == codes.PERHAPS for o in rows):
        notes = [say("note.owns-perhaps", units=owners, tasks=len(tasks), total=total)]
    else:
        named = {o.task for o in rows if o.basis != codes.COLLECTIVE}
        led = {o.task for o in rows if o.task in named and o.role == codes.LEAD}
        notes = [say("note.owns", units=owners, tasks=len(named), led=len(led), total=total)]
        if tasks - named:
            notes.append(say("note.owns-inferred", tasks=len(tasks - named)))
        if ownership.perhaps:
            notes.append(say("note.perhaps", tasks=ownership.perhaps))
    by_rule = {o.notice for o in rows if o.basis in (codes.FIRST_LISTED, codes.SOLE)}
    own_rules = [n for n in ownership.notices.values() if n.id in by_rule and n.rule_words]
    notes += [
        say("note.own-rule", notice=notice.id, words=notice.rule_words)
        for notice in own_rules[:_MOST_TOLD]
    ]
    if len(own_rules) > _MOST_TOLD:
        notes.append(say("note.own-rule-more", count=len(own_rules) - _MOST_TOLD))
    notes += _hosted_note(ownership.hosted)
    notes += repeats_note(ownership.total)
    return notes + marks_note((u for o in rows for u in o.with_units), (o.basis for o in rows))


def _hosted_note(hosted: Sequence[Hosted]) -> list[str]:
    if not hosted:
        return []
    told = [
        say("note.hosted", unit=h.unit.name, body=h.body, source=_hosted_source(h))
        for h in hosted[:_MOST_TOLD]
    ]
    text = "；".join(dict.fromkeys(told))
    if len(hosted) > _MOST_TOLD:
        text += say("note.hosted-more", count=len(hosted) - _MOST_TOLD)
    return [say("note.rolled-up", hosted=text)]


def _hosted_source(hosted: Hosted) -> str:
    if hosted.is_part:
        return say("hosted.part")
    if not hosted.source or hosted.source == NO_SOURCE:
        return say("hosted.none")
    return say("hosted.source", source=hosted.source)


# what a registry writes where a hosting is known but no source states it
NO_SOURCE = "none on record"


# workload


def workload_table(work: Workload) -> Table:
    """How much every unit carries; units that name nobody are counted in a note."""
    named = [load for load in work.rows if load.kind != "indefinite"]
    most = max((load.led for load in named), default=0)
    columns: list[Col[Load]] = [
        hidden("unit", lambda x: x.unit),
        Col("head.jurisdiction", lambda x: x.jurisdiction, "jurisdiction", kind=Kind.ID),
        Col("head.unit", lambda x: x.unit),
        hidden("kind", lambda x: x.kind),
        hidden("group", lambda x: x.group or None),
        Col("head.lead-stated", lambda x: x.lead_stated, "lead_stated", kind=Kind.NUMBER),
        Col("head.lead-assumed", lambda x: x.lead_assumed, "lead_assumed", kind=Kind.NUMBER),
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
        groups=Runs(lambda x: x.group, lambda run: work.headings[run[0].group])
        if work.headings
        else None,
    )


# which tasks of a unit are those that a workload counts
_OWN_COUNT = {
    codes.LITERAL: codes.LITERAL,
    codes.EXPANDED: codes.EXPANDED,
    codes.WEIGHTED: codes.EXPANDED,
}


def _workload_notes(work: Workload) -> list[str]:
    total = work.total.tasks
    notes = [say("note.count-" + work.counting)]
    if work.roles:
        roles = "、".join(_role(role) for role in work.roles)
        notes.append(say("note.workload-roles", roles=roles, tasks=work.with_part, total=total))
    command = "zeren owns " + say("note.unit-placeholder") + " --count " + _OWN_COUNT[work.counting]
    if work.is_rolled_up:
        command += " --roll-up"
    notes.append(say("note.workload", total=total, command=command))
    if not work.roles or codes.LEAD in work.roles:
        notes.append(say("note.lead-share", led=work.led_tasks))
    if work.unknown_members:
        notes.append(
            say(
                "note.unknown-members",
                collectives=work.unknown_members,
                tasks=work.not_expanded,
                total=total,
            )
        )
    indefinite = {(x.jurisdiction, x.unit) for x in work.rows if x.kind == "indefinite"}
    if indefinite:
        notes.append(say("note.indefinite", names=len(indefinite)))
    notes += _hosted_note(work.hosted)
    notes += repeats_note(work.total)
    bases = [codes.ASSUMED] if any(x.lead_assumed for x in work.rows) else []
    bases += [codes.COLLECTIVE] if any(x.collective for x in work.rows) else []
    return notes + marks_note((), bases)


def _number(value: float, digits: int) -> int | float:
    value = round(value, digits)
    return int(value) if value == int(value) else value


def _bar(value: int, most: int, width: int = 12) -> str:
    return "█" * max(1, round(width * value / most)) if value else ""


# orphans


class _OrphanLine(NamedTuple):
    """One orphan, or all tasks without a lead of a notice that names none (`tasks` of them)."""

    orphan: Orphan
    tasks: int = 1

    @property
    def is_folded(self) -> bool:
        return not self.orphan.task


def orphans_table(orphans: Orphans, *, folded: bool = True) -> Table:
    """Tasks nobody in particular answers for, with the reason and totals per reason.

    The real gaps come first. With `folded`, a notice that names no lead for any task has one
    line for all of them, with the command that lists them.
    """
    columns: list[Col[_OrphanLine]] = [
        Col(
            "head.task",
            lambda x: x.orphan.task or x.orphan.notice,
            "task",
            lambda x: x.orphan.task or None,
            kind=Kind.ID,
        ),
        Col("head.title", lambda x: x.orphan.title, "title"),
        hidden("notice", lambda x: x.orphan.notice),
        Col(
            "head.reason",
            lambda x: say("reason." + x.orphan.reason),
            "reason",
            lambda x: x.orphan.reason,
        ),
        Col(
            "head.named-units",
            lambda x: joined_names(x.orphan.units),
            "units",
            lambda x: list(unit_names(x.orphan.units)),
        ),
        Col(
            "head.above",
            lambda x: (
                say("orphan.above", task=x.orphan.above, text=x.orphan.above_text)
                if x.orphan.above
                else ""
            ),
            "above",
            lambda x: (
                {"task": x.orphan.above, "text": x.orphan.above_text} if x.orphan.above else None
            ),
        ),
        hidden("tasks", lambda x: x.tasks),
    ]
    total = orphans.total.tasks
    counts = Counter(orphan.reason for orphan in orphans.rows)
    found = len(orphans.rows)
    notes = [say("note.orphans", orphans=found, total=total, share=_percent(found, total))]
    notes += [
        say("note.reason", reason=say("reason." + reason), code=reason, tasks=counts[reason])
        for reason in codes.REASONS
        if counts[reason]
    ]
    notes += repeats_note(orphans.total)
    lines = _orphan_lines(orphans, folded)
    notes += marks_note(unit for line in lines for unit in line.orphan.units)
    return build_table(say("title.orphans"), columns, lines, notes=notes)


def _orphan_lines(orphans: Orphans, folded: bool) -> list[_OrphanLine]:
    gaps = [o for o in orphans.rows if o.reason != codes.NO_LEAD]
    leaderless = [o for o in orphans.rows if o.reason == codes.NO_LEAD]
    silent = orphans.leadless if folded else ()
    counts = Counter(o.notice for o in leaderless)
    lines = [_OrphanLine(o) for o in gaps]
    lines += [_OrphanLine(o) for o in leaderless if o.notice not in silent]
    for notice in silent:
        if counts[notice]:
            told = say("orphans.leadless", tasks=counts[notice], notice=notice)
            orphan = Orphan("", told, notice, "", codes.NO_LEAD, ())
            lines.append(_OrphanLine(orphan, counts[notice]))
    return lines


# overlaps


def overlaps_table(overlaps: Overlaps) -> Table:
    """Where duties overlap."""
    columns: list[Col[Overlap]] = [
        Col(
            "head.overlap",
            lambda o: say("overlap." + o.kind) + (ASSUMED_MARK if o.is_assumed else ""),
            "kind",
            lambda o: o.kind,
        ),
        Col("head.task", lambda o: o.task, "task", lambda o: o.task or None, kind=Kind.ID),
        Col(
            "head.title",
            lambda o: o.title if o.task else "、".join(o.tasks),
            "title",
            lambda o: o.title if o.task else None,
        ),
        hidden("jurisdiction", lambda o: o.jurisdiction),
        Col("head.units", lambda o: "、".join(o.units), "units", lambda o: list(o.units)),
        Col("head.count", lambda o: o.size, "count", kind=Kind.NUMBER),
        hidden("tasks", lambda o: list(o.tasks)),
        hidden("assumed", lambda o: o.is_assumed),
    ]
    total = overlaps.total.tasks
    counts = Counter(overlap.kind for overlap in overlaps.rows)
    notes = [
        say("note.pairs", count=overlaps.found, total=total)
        if kind == codes.PAIR
        else say("note.overlap", kind=say("overlap." + kind), code=kind, count=count, total=total)
        for kind, count in counts.items()
    ] or [say("note.no-overlap", total=total)]
    notes += repeats_note(overlaps.total)
    notes += marks_note((), (codes.ASSUMED for o in overlaps.rows if o.is_assumed))
    return build_table(say("title.overlaps"), columns, overlaps.rows, notes=notes)
