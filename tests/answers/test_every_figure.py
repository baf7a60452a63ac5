"""Every figure that an answer shows is the number of rows that the command it names gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import Unpack

import pytest
from made_notices import made_matrix

from matrices.answers import codes
from matrices.answers.records import Owned
from matrices.api import Filters, Matrix, load
from matrices.output.table import Table
from matrices.wording import say

SCOPES: dict[str, Filters] = {
    "everything": {},
    "strict": {"strict": True},
    "assume": {"assume": "first-listed"},
    "lead": {"role": "lead"},
    "cooperate": {"role": "cooperate"},
    "responsible-assume": {"role": "responsible", "assume": "first-listed"},
}
BUNDLED: dict[str, Filters] = {
    **SCOPES,
    "notice": {"notice": "jiangjin-2025"},
    "jurisdiction": {"jurisdiction": "武隆区"},
    "section": {"notice": "wulong-2025", "section": "4"},
    "section-strict-lead": {"section": "重点", "strict": True, "role": "lead"},
}
MADE: dict[str, Filters] = {
    **SCOPES,
    "notice": {"notice": "body-2025"},
    "notices": {"notice": ["own-2025", "guess-2024"]},
    "section": {"section": "0"},
    "period": {"period": "2024", "strict": True},
    "both-roles": {"role": ["lead", "cooperate"]},
}


@pytest.fixture(scope="module")
def bundled() -> Matrix:
    return load()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    return made_matrix(tmp_path_factory.mktemp("made") / "data")


# ways to count a workload: how, by what, rolled up
FEW_COUNTS = ((codes.LITERAL, "", False), (codes.EXPANDED, codes.NOTICE, True))
ALL_COUNTS = tuple(product(codes.COUNTS, codes.GROUPS, (False, True)))


def walk(
    matrix: Matrix, counts: Iterable[tuple[str, str, bool]], **filters: Unpack[Filters]
) -> None:
    """Compare all figures within a scope with the rows they lead to."""
    _orphans(matrix, **filters)
    _overlaps(matrix, **filters)
    _units(matrix, **filters)
    for count, by, roll_up in counts:
        _workload(matrix, count, by, roll_up=roll_up, **filters)
    if "role" not in filters:
        _notices(matrix, **filters)


def _tasks(matrix: Matrix, having: str = "", **filters: Unpack[Filters]) -> int:
    found = matrix.tasks(having=having or (), **filters)
    assert len(found.found.rows) == len(found.records)
    return len(found.records)


def _told(table: Table, message_id: str, **values: str | int) -> None:
    assert say(message_id, **values) in table.notes, (message_id, values, table.notes)


def _in_all(matrix: Matrix, **filters: Unpack[Filters]) -> int:
    """All tasks in scope, whoever takes part."""
    everybody: Filters = {**filters, "role": ()}
    return _tasks(matrix, **everybody)


def _notices(matrix: Matrix, **filters: Unpack[Filters]) -> None:
    answer = matrix.notices(**filters)
    _told(
        answer.table, "note.notices", notices=len(answer.records), tasks=_tasks(matrix, **filters)
    )
    for row in answer.found:
        own: Filters = {**filters, "notice": row.id}
        assert row.tasks == _tasks(matrix, **own)
        assert row.repeats == _tasks(matrix, codes.REPEATS, **own)
        assert row.with_units == _tasks(matrix, codes.WITH_UNITS, **own)
        assert row.led == _tasks(matrix, codes.LED, **own)
        assert row.orphans == len(matrix.orphans(**own).found.rows)
        assert row.units == len(matrix.units(named=True, **own).records)


def _orphans(matrix: Matrix, **filters: Unpack[Filters]) -> None:
    answer = matrix.orphans(**filters)
    counts = Counter(row.reason for row in answer.found.rows)
    assert counts.keys() <= set(codes.REASONS)
    for reason in codes.REASONS:
        assert counts[reason] == len(matrix.orphans(reason=reason, **filters).records)
    for record in answer.records:
        if record["task"] is None:
            own: Filters = {**filters, "notice": str(record["notice"])}
            folded = matrix.orphans(reason=codes.NO_LEAD, **own)
            assert record["tasks"] == len(folded.records)
            assert f"--notice {record['notice']} --reason no-lead" in str(record["title"])
        else:
            assert record["tasks"] == 1
    assert len(answer.found.rows) == sum(int(str(r["tasks"])) for r in answer.records)
    if "role" not in filters:
        assert answer.found.total.tasks == _tasks(matrix, **filters)
    assert answer.found.total.repeats == _tasks(matrix, codes.REPEATS, **filters)


def _overlaps(matrix: Matrix, **filters: Unpack[Filters]) -> None:
    answer = matrix.overlaps(**filters)
    counts = Counter(row.kind for row in answer.found.rows)
    for kind in codes.OVERLAPS:
        assert counts[kind] == len(matrix.overlaps(kind=kind, **filters).records)
    assert answer.found.total.tasks == _in_all(matrix, **filters)
    for pair in matrix.overlaps(pairs=True, **filters).found.rows:
        assert pair.size == len(pair.tasks) == len(set(pair.tasks))


def _units(matrix: Matrix, **filters: Unpack[Filters]) -> None:
    answer = matrix.units(**filters)
    _told(answer.table, "note.units", units=len(answer.records))
    for row in answer.found:
        if not row.named:
            continue
        own: Filters = {**filters, "jurisdiction": row.jurisdiction}
        owned = matrix.owns(row.unit, count=codes.NAMED, **own).found.rows
        assert row.named == len({o.task for o in owned}), row
        assert row.led == len({o.task for o in owned if o.role == codes.LEAD}), row
        marked = {o.task for o in owned if o.role == codes.LEAD and o.basis == codes.ASSUMED}
        assert row.led_assumed == len(marked), row
    for row in answer.found[:8]:
        there: Filters = {**filters, "jurisdiction": row.jurisdiction}
        _owns(matrix, row.unit, **there)


def _owns(matrix: Matrix, unit: str, **filters: Unpack[Filters]) -> None:
    for roll_up in (False, True):
        answer = matrix.owns(unit, roll_up=roll_up, **filters)
        rows = answer.found.rows
        named = matrix.owns(unit, count=codes.NAMED, roll_up=roll_up, **filters).found.rows
        tasks = {o.task for o in named}
        owners = "、".join(f"{key.name}（{key.jurisdiction}）" for key in answer.found.units)
        _told(
            answer.table,
            "note.owns",
            units=owners,
            tasks=len(tasks),
            led=len({o.task for o in named if o.role == codes.LEAD}),
            total=_in_all(matrix, **filters),
        )
        if beyond := {o.task for o in rows} - tasks:
            _told(answer.table, "note.owns-inferred", tasks=len(beyond))
        if filters.get("strict"):
            assert not beyond
        perhaps = matrix.owns(unit, roll_up=roll_up, perhaps=True, **filters).found.rows
        assert answer.found.perhaps == len(perhaps) == len({o.task for o in perhaps})
        assert not {o.task for o in rows} & {o.task for o in perhaps}
        if answer.found.perhaps:
            _told(answer.table, "note.perhaps", tasks=len(perhaps))


def _strongest(rows: list[Owned]) -> str:
    """In which column of a workload a task of a unit is counted."""
    own = [o for o in rows if o.basis not in (codes.COLLECTIVE, codes.DEFAULT, codes.NAMED_MEMBER)]
    if not own:
        first = rows[0]
        return "collective" if first.basis == codes.COLLECTIVE else first.role
    best = min(own, key=lambda o: codes.ROLE_ORDER[o.role])
    if best.role != codes.LEAD:
        return best.role
    return "lead_assumed" if best.basis == codes.ASSUMED else "lead_stated"


def _workload(
    matrix: Matrix, count: str, by: str, *, roll_up: bool, **filters: Unpack[Filters]
) -> None:
    answer = matrix.workload(count=count, by=by, roll_up=roll_up, **filters)
    work = answer.found
    for load_ in work.rows:
        own: Filters = {**filters, "jurisdiction": load_.jurisdiction}
        if by == codes.NOTICE:
            own["notice"] = load_.group
        elif by == codes.SECTION:
            own["notice"], own["section"] = load_.group.partition("/")[0], load_.group
        counted = codes.EXPANDED if count == codes.WEIGHTED else count
        owned = matrix.owns(load_.unit, count=counted, roll_up=roll_up, **own).found.rows
        by_task: dict[str, list[Owned]] = {}
        for o in owned:
            by_task.setdefault(o.task, []).append(o)
        columns = Counter(_strongest(rows) for rows in by_task.values())
        if count == codes.WEIGHTED:
            assert load_.total <= len(by_task)
            continue
        assert load_.total == len(by_task), load_
        parts = (load_.lead_stated, load_.lead_assumed, load_.responsible, load_.cooperate)
        shown = sum(parts) + load_.guide + load_.collective
        assert shown == load_.total
        if count == codes.LITERAL and not roll_up:
            assert parts == tuple(
                columns[c] for c in ("lead_stated", "lead_assumed", "responsible", "cooperate")
            ), load_
    assert work.total.tasks == _in_all(matrix, **filters)
    assert work.total.repeats == _tasks(matrix, codes.REPEATS, **filters)
    assert work.not_expanded == _tasks(matrix, codes.WITH_UNKNOWN_MEMBERS, **filters)
    if work.roles:
        assert work.with_part == _tasks(matrix, **filters)
    else:
        assert work.with_part == _tasks(matrix, codes.WITH_UNITS, **filters)
    if not work.roles or codes.LEAD in work.roles:
        everybody: Filters = {**filters, "role": ()}
        assert work.led_tasks == _tasks(matrix, codes.ANY_LEAD, **everybody)
    if count == codes.LITERAL:
        nobody = {(x.jurisdiction, x.unit) for x in work.rows if x.kind == "indefinite"}
        named = matrix.units(kind="indefinite", named=True, **filters).found
        assert nobody == {(u.jurisdiction, u.unit) for u in named}


@pytest.mark.parametrize("scope", MADE)
def test_figures_of_made_notices_lead_to_their_rows(made: Matrix, scope: str) -> None:
    walk(made, ALL_COUNTS, **MADE[scope])


@pytest.mark.slow
@pytest.mark.parametrize("scope", BUNDLED)
def test_figures_of_the_bundled_notices_lead_to_their_rows(bundled: Matrix, scope: str) -> None:
    walk(bundled, FEW_COUNTS, **BUNDLED[scope])


def test_figures_of_check_lead_to_their_findings(bundled: Matrix) -> None:
    report = bundled.check().found
    counts = Counter(problem.code for problem in report.problems)

    assert counts
    assert sum(report.counts.values()) == len(report.problems)
    for code, count in counts.items():
        assert len(bundled.check(select=[code]).found.problems) == count, code
    assert report.tasks in (
        _tasks(bundled),
        _tasks(bundled) + _tasks(bundled, codes.REPEATS),
    )


def test_two_ways_to_load_give_the_same(made: Matrix, tmp_path: Path) -> None:
    again = made_matrix(tmp_path / "again")

    assert made.workload().records == again.workload().records
