"""Edits whose right answer is known by construction come out as what they are."""

from __future__ import annotations

from collections import Counter

import pytest
from perturbed import NEW_LEAD, Later, bundled, later

from matrices.answers.assignments import interpret
from matrices.catalogs.terms import Terms
from matrices.compare.matching import match_tasks
from matrices.compare.notices import compare_notices, piece_of
from matrices.compare.records import Compared

# what of each kind must come out right at least; of a neighbour in nearly the same words
# (two figures of fires, two parts of one heading) nobody can tell whether it was merged
LEAST = {
    "kept": 0.97,
    "lead": 0.95,
    "new": 1.0,
    "dropped": 0.9,
    "split": 0.95,
    "merged": 0.95,
    "widened": 0.95,
    "narrowed": 0.95,
    "reworded": 0.9,
}
Rows = dict[tuple[str | None, str | None], Compared]


def compared(made: Later) -> Rows:
    found = compare_notices(made.before, made.after)
    return {(r.a.id if r.a else None, r.b.id if r.b else None): r for r in found.rows}


def pairs(a: tuple[str, ...], b: tuple[str, ...]) -> list[tuple[str | None, str | None]]:
    return [(one, other) for one in a or (None,) for other in b or (None,)]


@pytest.mark.slow
def test_every_kind_of_edit_is_told() -> None:
    right: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for notice in ("wulong-2025", "jiangjin-2025"):
        for seed in range(4):
            one = later(notice, seed)
            rows = compared(one)
            for edit in one.edits:
                relation = "kept" if edit.kind == "lead" else edit.kind
                made[edit.kind] += 1
                right[edit.kind] += all(
                    pair in rows and rows[pair].relation == relation
                    for pair in pairs(edit.a, edit.b)
                )

    assert {kind for kind in LEAST if made[kind] < 10} == set()
    assert {k: right[k] / made[k] for k in LEAST if right[k] / made[k] < LEAST[k]} == {}


def test_who_leads_now_is_told_for_every_task() -> None:
    made = later("wulong-2025", 0)
    rows = compared(made)
    moved = [
        rows[pair]
        for edit in made.edits
        if edit.kind == "lead"
        for pair in pairs(edit.a, edit.b)
        if made.before.by_task[edit.a[0]] and rows[pair].relation == "kept"
    ]
    stayed = [
        rows[pair] for edit in made.edits if edit.kind == "kept" for pair in pairs(edit.a, edit.b)
    ]
    stayed = [row for row in stayed if row.relation == "kept"]

    assert len(moved) >= 5
    assert {row.lead_change for row in moved if row.a and row.a.leads} == {True}
    assert all(NEW_LEAD in row.units_gained for row in moved if row.a and row.a.leads)
    assert {(row.lead_change or None, row.units_gained, row.units_lost) for row in stayed} == {
        (None, (), ())
    }


@pytest.mark.parametrize("notice", ["wulong-2025", "jiangjin-2025"])
def test_a_dropped_task_is_seldom_taken_for_its_neighbour(notice: str) -> None:
    (catalog,) = (c for c in bundled().catalogs if c.notice.id == notice)
    read = interpret([catalog], bundled().registry)
    ids = [task for task in read.tasks if task.startswith((f"{notice}/4", f"{notice}/6"))]
    tasks = [
        piece_of(read, read.tasks[task], [a.unit.name for a in read.by_task[task]], Terms())
        for task in ids
    ]
    wrong: list[str] = []
    for quarter in range(4):
        kept = [task for n, task in enumerate(tasks) if n % 4 != quarter]
        linked = {match.a for match in match_tasks(tasks, kept) if match.is_sure}
        wrong += [ids[n] for n in linked if n % 4 == quarter]

    assert len(ids) > 70
    assert len(wrong) <= 3, wrong


def test_every_task_is_told_once_and_the_sums_hold() -> None:
    made = later("jiangjin-2025", 1)
    found = compare_notices(made.before, made.after, every=True)

    for side, told in ((found.a, [r.a for r in found.rows]), (found.b, [r.b for r in found.rows])):
        assert side.tasks == side.linked + side.alone + side.open
        assert len({end.id for end in told if end}) == side.tasks
