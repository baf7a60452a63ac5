"""Tasks that a notice says twice: which rows count once, and where a link would lose a unit."""

from __future__ import annotations

from matrices.catalogs.model import Catalog, Task
from matrices.catalogs.registry import Registry
from matrices.diagnostics import Problem, Severity
from matrices.notation import parse_cell


def known_names(catalog: Catalog, registry: Registry) -> frozenset[str]:
    """Names that hold a separator or 和, on record or told by the catalog itself."""
    return registry.holding_separators(catalog.notice.jurisdiction) | frozenset(
        catalog.notice.names
    )


def find_repeats(catalog: Catalog, registry: Registry) -> tuple[frozenset[str], list[Problem]]:
    """The ids of tasks that count under another (`same_as`), and the links that do not hold.

    A row that names a unit which none of the rows it repeats names would take that unit's
    duty out of every answer: such a row goes on counting, and is told.
    """
    linked = [task for task in catalog.tasks if task.same_as]
    if not linked:
        return frozenset(), []
    known = known_names(catalog, registry)
    tasks = {task.id: task for task in catalog.tasks}
    repeated: set[str] = set()
    problems: list[Problem] = []
    for task in linked:
        named = {
            name
            for other in task.same_as
            for name in _units_of(tasks[other], catalog, registry, known)
        }
        lost = [name for name in _units_of(task, catalog, registry, known) if name not in named]
        if lost:
            problems.append(
                Problem(
                    "S17",
                    "repeat-names-others",
                    task.place,
                    Severity.WARNING,
                    {"task": task.id, "units": "、".join(lost)},
                )
            )
        else:
            repeated.add(task.id)
    return frozenset(repeated), problems


def _units_of(task: Task, catalog: Catalog, registry: Registry, known: frozenset[str]) -> list[str]:
    jurisdiction = catalog.notice.jurisdiction
    return [
        registry.key(jurisdiction, mention.name).name
        for cell in task.cells
        for mention in parse_cell(cell.text, known).mentions
    ]
