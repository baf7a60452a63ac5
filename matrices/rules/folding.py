"""Tells once what a rule finds in most rows: a notice that never names a lead is one finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from matrices.catalogs.model import Catalog, Task
from matrices.diagnostics import Problem
from matrices.rules.register import all_rules
from matrices.rules.rule import TOGETHER

_FEWEST = 5  # findings that are told once; fewer are soon read
_ROWS = "folded_rows"


def fold(problems: Sequence[Problem], catalogs: Sequence[Catalog]) -> list[Problem]:
    """Put the findings of one rule together where they stand in most rows of a notice.

    Where they do not, those that stand in most rows of one of its sections are put together.
    So are those of a rule that asks for it: a missing lead in a notice that names none at all.
    Only findings of rules that look at each row by itself; the others are left as they are.
    """
    kept: list[Problem] = []
    by_rule: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    per_row = {rule.code for rule in all_rules() if rule.per_row}
    for problem in problems:
        if problem.code in per_row and problem.values.get("task"):
            by_rule[problem.place.path, problem.code].append(problem)
        else:
            kept.append(problem)
    by_path = {catalog.path: catalog for catalog in catalogs}
    for (path, _), found in by_rule.items():
        catalog = by_path[path]
        wanted = TOGETHER in found[0].values and len(found) > 1
        if wanted or _are_most(found, catalog.tasks):
            kept.append(_told_once(found, catalog.tasks))
        elif len(found) >= _FEWEST:
            kept += _fold_sections(found, catalog)
        else:
            kept += found
    return kept


def _fold_sections(found: Sequence[Problem], catalog: Catalog) -> list[Problem]:
    kept: list[Problem] = []
    by_task: dict[str, list[Problem]] = defaultdict(list)
    for problem in found:
        by_task[problem.values["task"]].append(problem)
    for section in catalog.sections:
        here = [problem for task in section.tasks for problem in by_task.get(task.id, ())]
        kept += [_told_once(here, section.tasks)] if _are_most(here, section.tasks) else here
    return kept


def _are_most(found: Sequence[Problem], tasks: Collection[Task]) -> bool:
    rows = len({problem.values["task"] for problem in found})
    return rows >= _FEWEST and 2 * rows > len(tasks)


def _told_once(found: Sequence[Problem], tasks: Collection[Task]) -> Problem:
    rows = list(dict.fromkeys(problem.values["task"] for problem in found))
    first = min(found, key=lambda problem: problem.sort_key)
    values = {
        **first.values,
        "task": "",
        "suggestion": "",
        _ROWS: "\n".join(rows),
        "count_of_rows": str(len(rows)),
        "total_of_rows": str(len(tasks)),
    }
    return first._replace(values=values)


def rows_of(problem: Problem) -> list[str]:
    """The ids of the rows a finding stands for, empty for one that was not put together."""
    rows = problem.values.get(_ROWS, "")
    return rows.split("\n") if rows else []
