"""Rules that look across notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matrices.diagnostics import Severity
from matrices.model import Role, Task
from matrices.registry import UnitKey
from matrices.rules import Examination, Examined, Found, about, rule_across
from matrices.rules.deadlines import years_of
from matrices.similarity import Texts

_SAME_TASK = 0.6


@rule_across("X01", "lead-differs-between-notices", Severity.WARNING)
def lead_differs_between_notices(examination: Examination) -> Iterator[Found]:
    """Find one task in two notices of a district for the same year, with different leads.

    Why: two bureaus were told to lead it, or each expects the other to.
    Bad:
        - {no: 1, title: 高层建筑消防整治, content: 排查整治高层建筑消防隐患。, lead: 区消防救援局}
        ---
        - {no: 1, title: 高层建筑消防整治, content: 排查整治高层建筑消防隐患。, lead: 区住房城乡建委}
    Good:
        - {no: 1, title: 高层建筑消防整治, content: 排查整治高层建筑消防隐患。, lead: 区消防救援局}
        ---
        - {no: 1, title: 高层建筑消防整治, content: 排查整治高层建筑消防隐患。, lead: 区消防救援局}
    Source: national rules of 2008 ask departments to settle overlapping duties
    """
    by_district: dict[str, list[Examined]] = defaultdict(list)
    for examined in examination.notices:
        by_district[examined.jurisdiction].append(examined)
    for notices in by_district.values():
        if len(notices) > 1:
            yield from _differing(notices)


def _differing(notices: Sequence[Examined]) -> Iterator[Found]:
    """Each task beside its best match in another notice, where both are each other's best."""
    entries = [
        (number, task) for number, examined in enumerate(notices) for task in examined.catalog.tasks
    ]
    periods = [frozenset(years_of(examined.catalog.notice.period)) for examined in notices]
    texts = Texts([_words(task) for _, task in entries])

    def comparable(first: int, second: int) -> bool:
        one, two = entries[first][0], entries[second][0]
        return one != two and bool(periods[one] & periods[two] or not periods[one] | periods[two])

    best: dict[int, tuple[float, int]] = {}
    for first, second, score in texts.similar_pairs(_SAME_TASK):
        if comparable(first, second):
            for here, there in ((first, second), (second, first)):
                if here not in best or best[here][0] < score:
                    best[here] = (score, there)
    for here, (score, there) in sorted(best.items()):
        if here < there and best[there][1] == here:
            (number, task), (other_number, other) = entries[here], entries[there]
            leads = _leads(notices[number], task)
            others = _leads(notices[other_number], other)
            if leads and others and not leads & others:
                yield about(
                    other,
                    other=task.id,
                    lead="、".join(sorted(key.name for key in others)),
                    other_lead="、".join(sorted(key.name for key in leads)),
                    percent=f"{100 * score:.0f}",
                )


def _words(task: Task) -> str:
    return f"{task.title or task.group} {task.content}"


def _leads(examined: Examined, task: Task) -> set[UnitKey]:
    return {
        a.unit
        for a in examined.responsibilities.by_task[task.id]
        if a.role is Role.LEAD and a.names_somebody
    }
