"""What the tasks of a notice were a year before, where that notice is among the data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from matrices.answers.records import Before, NoticeRow
from matrices.answers.scope import Scope
from matrices.compare.notices import compare_notices
from matrices.compare.records import SURE
from matrices.compare.sides import Loaded


def years_of(period: str) -> tuple[str, str]:
    """The first and last year of a period, blank where it names none."""
    first, _, last = period.partition("-")
    return first, last or first


def last_years_tasks(
    data: Loaded, asked: Iterable[NoticeRow], scope: Scope
) -> dict[str, tuple[Before, ...]]:
    """What the tasks of notices were in those of their district that ended the year before.

    Only sure partners are told; a task without one has no entry. Of `scope` only how cells are
    read counts: a notice is compared as a whole.
    """
    found: dict[str, list[Before]] = defaultdict(list)
    whole = scope._replace(jurisdictions=(), periods=(), sections=(), roles=())
    ended: dict[tuple[str, str], list[str]] = defaultdict(list)
    for notice in data.notices():
        ended[notice.jurisdiction, years_of(notice.period)[1]].append(notice.id)
    for notice in asked:
        first = years_of(notice.period)[0]
        year = str(int(first) - 1) if first.isdecimal() else ""
        earlier = tuple(ended.get((notice.jurisdiction, year), ())) if year else ()
        if not earlier:
            continue
        before, now = (data.read(whole._replace(notices=ids)) for ids in (earlier, (notice.id,)))
        for row in compare_notices(before, now, data.links, data.terms).rows:
            if row.a is not None and row.b is not None and row.tier == SURE:
                changes = tuple(f"{f.what} {f.a} → {f.b}" for f in row.figures)
                found[row.b.id].append(
                    Before(row.a.id, row.a.label, row.a.leads, row.relation, changes)
                )
    return {task: tuple(told) for task, told in found.items()}
