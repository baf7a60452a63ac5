"""The questions as examples ask them: of an index, and held against the loops of `reference`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Concatenate, ParamSpec, TypeVar

import reference.notices
import reference.orphans
import reference.overlaps
import reference.owns
import reference.tasks
import reference.units
import reference.workload
from index_reference import equal, outcome

from matrices.answers.assignments import Responsibilities
from matrices.answers.index import questions
from matrices.answers.index.build import build_in_memory
from matrices.answers.index.engines import Engine, SqliteEngine
from matrices.answers.scope import Scope
from matrices.catalogs.model import Catalog
from matrices.catalogs.registry import Registry
from matrices.catalogs.workspace import Workspace

_Options = ParamSpec("_Options")
_Answer = TypeVar("_Answer")


class _Loaded:
    """Catalogs and registry that are the same only where they are the same objects."""

    def __init__(self, catalogs: tuple[Catalog, ...], registry: Registry) -> None:
        self.catalogs = catalogs
        self.registry = registry

    def __hash__(self) -> int:
        return hash((tuple(map(id, self.catalogs)), id(self.registry)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Loaded)
            and self.registry is other.registry
            and list(map(id, self.catalogs)) == list(map(id, other.catalogs))
        )


@lru_cache(maxsize=8)
def _engine(loaded: _Loaded) -> Engine:
    workspace = Workspace((), False, loaded.catalogs, loaded.registry, ())
    return SqliteEngine(build_in_memory(workspace))


def _same(
    of_index: Callable[Concatenate[Engine, Scope, _Options], _Answer],
    of_reference: Callable[Concatenate[Responsibilities, _Options], _Answer],
) -> Callable[Concatenate[Responsibilities, _Options], _Answer]:
    def ask(read: Responsibilities, /, *args: _Options.args, **options: _Options.kwargs) -> _Answer:
        engine = _engine(_Loaded(read.everything, read.registry))

        def answer() -> _Answer:
            return of_index(engine, read.scope, *args, **options)

        equal(of_index, outcome(answer), outcome(lambda: of_reference(read, *args, **options)))
        return answer()

    return ask


def _find_task(read: Responsibilities, task_id: str) -> str:
    return reference.tasks.find_task(read, task_id).id


find_task_id = _same(questions.find_task_id, _find_task)
find_units = _same(questions.find_units, reference.units.find_units)
list_units = _same(questions.list_units, reference.units.list_units)
orphan_tasks = _same(questions.orphan_tasks, reference.orphans.orphan_tasks)
overlapping_duties = _same(questions.overlapping_duties, reference.overlaps.overlapping_duties)
owned_tasks = _same(questions.owned_tasks, reference.owns.owned_tasks)
search_tasks = _same(questions.search_tasks, reference.tasks.search_tasks)
summarise_notices = _same(questions.summarise_notices, reference.notices.summarise_notices)
workload = _same(questions.workload, reference.workload.workload)
