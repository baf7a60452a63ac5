"""Rules that look across notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matrices.answers.similarity import Texts
from matrices.catalogs.model import Role, Task
from matrices.catalogs.unit_key import UnitKey
from matrices.diagnostics import Severity
from matrices.rules.deadlines import years_of
from matrices.rules.rule import Examination, Examined, Found, about, rule_across

_SAME_TASK = 0.6
_CANDIDATES = 6  # texts compared with each
_MOST_YEARS = 20  # of one period


@rule_across("X01", "lead-differs-between-notices", Severity.WARNING)
def lead_differs_between_notices(examination: Examination) -> Iterator[Found]:
    """Find one task in two notices of a district for the same year, with different leads.

    Why: two bureaus were told to lead it, or each expects the other to.
    Bad:
        - {number: 1, title: 高层建筑消防整治, content: 排查整治高层建筑消防隐患。, lead: 区消防救援局}
        ---
        - {number: 1, title: 高层建筑消防整治, content: 排查整治高层建筑消防隐患。, lead: 区住房城乡建委}
    Good:
        - {number: 1, title: 高层建筑消防整治, content: 排查整治高层建筑消防隐患。, lead: 区消防救援局}
        ---
        - {number: 1, title: 高层建筑消防整治, content: 排查整治高层建筑消防隐患。, lead: 区消防救援局}
    Source: national rules of 2008 ask departments to settle overlapping duties
    """
    groups: dict[tuple[str, int], list[Examined]] = defaultdict(list)
    for examined in examination.notices:
        for year in list(years_of(examined.catalog.notice.period))[:_MOST_YEARS] or [0]:
            groups[examined.jurisdiction, year].append(examined)
    told: set[tuple[str, str]] = set()
    for notices in groups.values():
        for task, other, score in _same_tasks(notices) if len(notices) > 1 else ():
            leads, others = _leads(task[0], task[1]), _leads(other[0], other[1])
            pair = (task[1].id, other[1].id)
            if leads and others and not leads & others and pair not in told:
                told.add(pair)
                yield about(
                    other[1],
                    other=task[1].id,
                    lead="、".join(sorted(key.name for key in others)),
                    other_lead="、".join(sorted(key.name for key in leads)),
                    percent=f"{100 * score:.0f}",
                )


_Entry = tuple[Examined, Task]


def _same_tasks(notices: Sequence[Examined]) -> Iterator[tuple[_Entry, _Entry, float]]:
    """Tasks of different notices that are each other's best match."""
    entries = [
        (examined, task)
        for examined in notices
        for task in examined.responsibilities.tasks.values()
    ]
    texts = Texts([_words(task) for _, task in entries])
    best: dict[int, tuple[float, int]] = {}
    for first, second, score in texts.similar_pairs(_SAME_TASK, _CANDIDATES):
        if entries[first][0] is not entries[second][0]:
            for here, there in ((first, second), (second, first)):
                if here not in best or best[here][0] < score:
                    best[here] = (score, there)
    for here, (score, there) in sorted(best.items()):
        if here < there and best[there][1] == here:
            yield entries[here], entries[there], score


def _words(task: Task) -> str:
    return f"{task.title or task.group} {task.content}"


def _leads(examined: Examined, task: Task) -> set[UnitKey]:
    return {
        a.unit
        for a in examined.responsibilities.by_task[task.id]
        if a.role is Role.LEAD and a.names_somebody
    }
