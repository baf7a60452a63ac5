"""Comparisons as tables: what is shown, and under which keys it is data."""

from __future__ import annotations

from collections.abc import Sequence

from matrices.compare.figures import Change
from matrices.compare.records import (
    CARRIES_OUT,
    DROPPED,
    NEW,
    Compared,
    Comparison,
    End,
    Matter,
    Matters,
    Side,
    UnitChange,
)
from matrices.output.table import Col, Group, Kind, Runs, Table, build_table, hidden
from matrices.output.unit_names import joined_names, marks_note, unit_names
from matrices.wording import say

# of more units taken for each other nobody reads which; --by unit and links.yaml remain
_MOST_TAKEN = 12


def comparison_table(comparison: Comparison) -> Table:
    """Links and tasks without partners, the changes first, under a summary of both sides."""
    columns: list[Col[Compared]] = [
        Col("head.compare-a", lambda r: _id(r.a), "a", lambda r: _id(r.a) or None, Kind.ID),
        Col("head.compare-b", lambda r: _id(r.b), "b", lambda r: _id(r.b) or None, Kind.ID),
        Col(
            "head.compare-relation",
            lambda r: _relation(r, levels=comparison.levels),
            "relation",
            lambda r: r.relation,
            Kind.ID,
        ),
        Col("head.compare-tier", _tier, "tier", lambda r: r.tier, Kind.ID),
        hidden("score", lambda r: r.score),
        Col("head.title", _label),
        Col("head.compare-lead", _lead, "lead_change", lambda r: r.lead_change),
        Col(
            "head.compare-gained",
            lambda r: "、".join(r.units_gained),
            "units_gained",
            lambda r: list(r.units_gained),
        ),
        Col(
            "head.compare-lost",
            lambda r: "、".join(r.units_lost),
            "units_lost",
            lambda r: list(r.units_lost),
        ),
        Col("head.compare-figures", lambda r: "；".join(_figure(f) for f in r.figures)),
        Col(
            "head.compare-shared",
            lambda r: "、".join(r.shared),
            "shared",
            lambda r: list(r.shared),
        ),
    ]

    def heading(run: Sequence[Compared]) -> str:
        return say(
            "compare.heading",
            relation=_relation(run[0], levels=comparison.levels),
            rows=len(run),
            a=comparison.a.name,
            of_a=len({r.a.id for r in run if r.a}),
            tasks_a=comparison.a.tasks,
            b=comparison.b.name,
            of_b=len({r.b.id for r in run if r.b}),
            tasks_b=comparison.b.tasks,
        )

    table = build_table(
        _title(comparison),
        columns,
        comparison.rows,
        notes=_notes(comparison),
        groups=Runs(lambda r: r.relation, heading),
    )
    return table._replace(groups=(*_summary(comparison), *table.groups))


def unit_changes_table(comparison: Comparison) -> Table:
    """What every body gained, lost and keeps."""
    columns: list[Col[UnitChange]] = [
        Col("head.unit", lambda u: u.unit, "unit"),
        _counted("head.compare-n-gained", "gained"),
        _counted("head.compare-n-lost", "lost"),
        _counted("head.compare-n-keeps", "keeps"),
        _counted("head.compare-n-open", "open"),
        _counted("head.compare-n-leads-gained", "leads_gained"),
        _counted("head.compare-n-leads-lost", "leads_lost"),
        Col("head.compare-tasks-gained", lambda u: "、".join(u.gained)),
        Col("head.compare-tasks-lost", lambda u: "、".join(u.lost)),
    ]
    table = build_table(
        _title(comparison),
        columns,
        comparison.units,
        notes=[say("compare.units-note"), *_notes(comparison)],
    )
    return table._replace(groups=(*_summary(comparison), Group("", len(table.rows))))


def matters_table(matters: Matters) -> Table:
    """Tasks on the same matter, strongest first, with the words that say why."""
    columns: list[Col[Matter]] = [
        Col("head.compare-a", lambda m: m.a.id, "a", kind=Kind.ID),
        Col("head.compare-b", lambda m: m.b.id, "b", kind=Kind.ID),
        Col("head.compare-matter", lambda m: say("compare." + m.kind), "kind", lambda m: m.kind),
        Col("head.compare-tier", lambda m: say("compare." + m.tier), "tier", lambda m: m.tier),
        Col("head.compare-score", lambda m: m.score, "score", kind=Kind.NUMBER),
        Col("head.compare-title-a", lambda m: m.a.label),
        Col("head.compare-title-b", lambda m: m.b.label),
        Col(
            "head.compare-leads-a",
            lambda m: joined_names(m.a.leads),
            "leads_a",
            lambda m: list(unit_names(m.a.leads)),
        ),
        Col(
            "head.compare-leads-b",
            lambda m: joined_names(m.b.leads),
            "leads_b",
            lambda m: list(unit_names(m.b.leads)),
        ),
        Col(
            "head.compare-shared",
            lambda m: "、".join(m.shared),
            "shared",
            lambda m: list(m.shared),
        ),
    ]
    notes = [
        say(
            "compare.matters-note",
            rows=len(matters.rows),
            tasks=matters.tasks,
            pairs=matters.compared,
        )
    ]
    if matters.other_kinds or matters.possible:
        notes.append(
            say("compare.matters-hidden", others=matters.other_kinds, possible=matters.possible)
        )
    notes += marks_note(unit for m in matters.rows for unit in (*m.a.leads, *m.b.leads))
    return build_table(say("title.compare-matters"), columns, matters.rows, notes=notes)


def _counted(head: str, key: str) -> Col[UnitChange]:
    def ids(change: UnitChange) -> tuple[str, ...]:
        found: tuple[str, ...] = getattr(change, key)
        return found

    return Col(head, lambda u: len(ids(u)), key, lambda u: list(ids(u)), Kind.NUMBER)


def _title(comparison: Comparison) -> str:
    name = "title.compare-levels" if comparison.levels else "title.compare"
    return say(name, a=comparison.a.name, b=comparison.b.name)


def _id(end: End | None) -> str:
    return end.id if end else ""


def _relation(row: Compared, *, levels: bool) -> str:
    if levels and row.relation != CARRIES_OUT:
        return say("compare.not-taken-up" if row.relation == DROPPED else "compare.without-upper")
    return say("compare." + row.relation)


def _tier(row: Compared) -> str:
    return say("compare.by-person") if row.by_person else say("compare." + row.tier)


def _label(row: Compared) -> str:
    """One label where both are called alike, else both."""
    labels = [end.label for end in (row.a, row.b) if end is not None]
    return " → ".join(dict.fromkeys(labels))


def _lead(row: Compared) -> str:
    of_a = joined_names(row.a.leads) if row.a else ""
    of_b = joined_names(row.b.leads) if row.b else ""
    if row.lead_change:
        return f"{of_a} → {of_b}"
    return of_b or of_a


def _figure(change: Change) -> str:
    return f"{change.what} {change.a} → {change.b}"


def _summary(comparison: Comparison) -> tuple[Group, ...]:
    """What comes first of all: every task of both sides in one of three numbers."""
    return tuple(
        Group(_told(side, relation), 0)
        for side, relation in ((comparison.a, DROPPED), (comparison.b, NEW))
    )


def _told(side: Side, relation: str) -> str:
    text = say(
        "compare.summary-" + relation,
        notice=side.name,
        tasks=side.tasks,
        linked=side.linked,
        alone=side.alone,
        open=side.open,
    )
    return text + say("compare.summary-repeats", repeats=side.repeats) if side.repeats else text


def _notes(comparison: Comparison) -> list[str]:
    # where only data is printed the headings are not, and the figures must not be lost
    notes = [*(group.heading for group in _summary(comparison)), say("compare.method")]
    if comparison.hidden:
        notes.append(say("compare.hidden", rows=comparison.hidden))
    notes += [
        say("compare.no-leads", notice=side.name)
        for side in (comparison.a, comparison.b)
        if side.tasks and not side.states_leads
    ]
    if comparison.by_name:
        notes.append(say("compare.by-name", units=comparison.by_name))
    if comparison.taken:
        told = "；".join(
            say(
                "compare.taken-for",
                a=pair.a.name,
                b=pair.b.name,
                basis=say("compare.basis-" + pair.basis),
            )
            for pair in comparison.taken[:_MOST_TAKEN]
        )
        count = len(comparison.taken)
        notes.append(say("compare.taken", units=count, told=told))
        if count > _MOST_TAKEN:
            notes.append(say("compare.taken-more", units=count - _MOST_TAKEN))
    if comparison.by_person:
        notes.append(say("compare.settled", links=comparison.by_person))
    units = (
        unit
        for row in comparison.rows
        for end in (row.a, row.b)
        if end is not None
        for unit in end.leads
    )
    return notes + marks_note(units)
