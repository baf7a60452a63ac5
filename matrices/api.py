"""The front door: load catalogs and ask them, from Python as from the command line.

    from matrices.api import load

    matrix = load()
    matrix.owns("区水利局").records

`docs/python.md` says what is promised to stay.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar

from matrices.answers import codes
from matrices.catalogs.collector import without_garbage_collection
from matrices.diagnostics import MatrixError, Problem

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Unpack

    from matrices.answers.assignments import Responsibilities
    from matrices.answers.graph import ResponsibilityGraph
    from matrices.answers.index.engines import Engine
    from matrices.answers.index.freshness import Data, FileKey
    from matrices.answers.index.store import Note, OpenIndex
    from matrices.answers.records import (
        Before,
        Edges,
        NoticeRow,
        Orphans,
        Overlaps,
        Ownership,
        Tasks,
        UnitRow,
        Workload,
    )
    from matrices.answers.scope import Scope
    from matrices.catalogs.links import Link
    from matrices.catalogs.terms import Term
    from matrices.catalogs.unit_key import UnitKey
    from matrices.catalogs.workspace import Workspace
    from matrices.compare.records import Comparison, Matters
    from matrices.compare.sides import Loaded
    from matrices.output.table import Json, Table
    from matrices.rules.checking import Report

__all__ = ["Answer", "Filters", "Matrix", "MatrixError", "load"]

Found = TypeVar("Found")
FIRST_LISTED = "first-listed"
COMPARED_BY = ("task", "unit")
NAMED_KINDS = ("unit", "task", "notice", "jurisdiction")
_FEW_NOTICES = 2  # of more, nobody would read at the foot of an answer what each covers


class Filters(TypedDict, total=False):
    """Which tasks a question is about; what is left out asks for all.

    Each filter but the last two is one value or several. `jurisdiction` names districts,
    `notice` ids, `period` years, `section` a number, ``notice/number`` or part of a title,
    `role` lead, responsible, cooperate or guide. `strict` leaves out what the notice itself
    does not say; `assume` = "first-listed" takes the first listed unit for the lead where a
    notice states none.
    """

    jurisdiction: str | Sequence[str]
    notice: str | Sequence[str]
    period: str | Sequence[str]
    section: str | Sequence[str]
    role: str | Sequence[str]
    strict: bool
    assume: str


class Answer(Generic[Found]):
    """One answer: `found` as typed records, `records` as plain dicts, `table` for people.

    `problems` are those of files that were read for this answer alone.
    """

    def __init__(
        self,
        found: Found,
        build: Callable[[Found], Table],
        limit: int | None = None,
        out_of: int = 0,
    ) -> None:
        self.found = found
        self._build = build
        self._limit = limit
        self._out_of = out_of
        self._table: Table | None = None
        self.problems: tuple[Problem, ...] = ()

    @property
    def table(self) -> Table:
        """The answer as a table with title, columns, rows and notes, in the current language."""
        if self._table is None:
            from matrices.output.table import first_rows

            with without_garbage_collection():
                table = self._build(self.found)
            if self._limit is not None:
                table = first_rows(table, self._limit, self._out_of)
            self._table = table
        return self._table

    @property
    def records(self) -> list[dict[str, Json]]:
        """One dict for each row, with the keys of docs/json.md: ``pandas.DataFrame(a.records)``."""
        return list(self.table.objects)

    def text(self, format_name: str = "table") -> str:
        """The answer as text in a format (table, plain, md, csv, tsv, json, jsonl, html).

        Raises MatrixError for a format that needs a file or does not exist.
        """
        from matrices.output.formats import rendered

        return rendered(self.table, format_name)

    def write(self, path: Path, *, force: bool = False) -> None:
        """Write the answer to a file, in the format of its suffix.

        Raises MatrixError when the file exists and `force` is not given, when the suffix names
        no format, or when it cannot be written.
        """
        from matrices.output.formats import format_of, write_table

        write_table(self.table, path, format_of(path), force=force)

    def __repr__(self) -> str:
        return f"<Answer {self.table.title!r}, {len(self.table.rows)} rows>"


def load(
    paths: Path | str | Iterable[Path | str] = (),
    *,
    index: bool = True,
    report: Callable[[int, int], object] | None = None,
    engine: str = "",
    master: str = "",
) -> Matrix:
    """Load the catalogs and unit registries of files and folders; the bundled ones by default.

    What they say is kept in an index in the user's cache folder, so that only files that
    changed are read again; with `index` false it is made in memory and forgotten. `report` is
    told after every file that is read how many of how many are. Folders that `zeren export`
    made are asked through DuckDB, or with `engine` "spark" through Spark at `master`; from them
    no catalogs come as objects. Problems inside the files are
    collected in `Matrix.problems`. Raises MatrixError for a path that does not exist or a
    folder without catalogs.
    """
    from pathlib import Path

    given = [paths] if isinstance(paths, (str, Path)) else paths
    roots = tuple(Path(path) for path in given)
    if roots or engine or master:
        from matrices.answers.index.opening import open_parquet, wants_export

        if wants_export(roots, engine, master):
            return Matrix(roots, exported=open_parquet(roots, engine, master=master))
    from matrices.answers.index.freshness import data_of, look_at_files
    from matrices.answers.index.store import open_index

    data = data_of(roots)
    files = look_at_files(data)
    if roots and _reads_together(data, files):
        return Matrix(roots, workspace=load_workspace_of(roots))
    return Matrix(roots, open_index(roots, files=files, no_index=not index, report=report))


def _reads_together(data: Data, files: Sequence[FileKey]) -> bool:
    """Tell whether a person linked tasks or told synonyms, which stand in none of the catalogs.

    What files say together is not kept in an index that is refreshed file by file.
    """
    names = (file.name or data.roots[file.root] for file in files)
    return any(name.rpartition(os.sep)[2].startswith(("links", "terms")) for name in names)


def load_workspace_of(roots: tuple[Path, ...]) -> Workspace:
    """Everything at these paths as objects."""
    from matrices.catalogs.workspace import load_workspace

    return load_workspace(roots)


class Matrix:
    """The responsibilities of all loaded notices, ready to be asked.

    With `limit` an answer shows the first rows only, in table and records alike, and says how
    many there are; its notes still speak of all. Raises MatrixError for one below 1.
    """

    def __init__(
        self,
        paths: tuple[Path, ...],
        index: OpenIndex | None = None,
        exported: AbstractContextManager[Any] | None = None,
        workspace: Workspace | None = None,
    ) -> None:
        self._given = paths
        self._index = index
        self._open = ExitStack()
        self._engine: Engine
        if exported is not None:
            self._engine = self._open.enter_context(exported)
        elif index is not None:
            self._take(index)
        elif workspace is not None:
            from matrices.answers.index.build import build_in_memory
            from matrices.answers.index.engines import SqliteEngine

            self.workspace = workspace
            self._engine = SqliteEngine(build_in_memory(workspace))

    def _take(self, index: OpenIndex) -> None:
        from matrices.answers.index.engines import SqliteEngine

        self._index = index
        self._engine = SqliteEngine(index.connection, index.data.shown)

    def close(self) -> None:
        """Let go of the index, or of the engine that reads exported folders."""
        self._open.close()
        if self._index is not None:
            self._index.close()

    def _ask(self, question: Callable[[Engine], Found]) -> Found:
        """Put a question to the index; to a new one, once, where the file turns out damaged."""
        try:
            with without_garbage_collection():
                return question(self._engine)
        except MatrixError:
            raise
        except Exception:
            from matrices.answers.index.store import mended_index

            mended = mended_index(self._index, self._given) if self._index else None
            if mended is None:
                raise
            self._take(mended)
            return question(self._engine)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files and folders that were asked for, as given; none for the bundled catalogs."""
        return self._given

    @property
    def is_bundled(self) -> bool:
        """Tell whether these are the catalogs that come with zeren."""
        return not self._given

    def take_notes(self) -> tuple[Note, ...]:
        """What is to be told about the index itself, each note once: its text and the values."""
        if self._index is None:
            return ()
        notes, self._index.notes = self._index.notes, ()
        return notes

    @cached_property
    def notices_loaded(self) -> int:
        """How many notices were read."""
        from matrices.answers.index import questions

        return len(self._ask(lambda engine: questions.notices_in(engine, questions.EVERYTHING)))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the files, each with its place."""
        from matrices.answers.index import questions

        return self._ask(questions.problems)

    @property
    def is_incomplete(self) -> bool:
        """Tell whether something could not be read, so that answers may lack it."""
        return any(problem.severity == "error" for problem in self.problems)

    @cached_property
    def workspace(self) -> Workspace:
        """Everything that was loaded as objects: catalogs, registry, problems."""
        if self._index is None:
            raise MatrixError("error.export-has-no-catalogs", path=str(self._given[0]))
        return load_workspace_of(self._given)

    def __repr__(self) -> str:
        return f"<Matrix of {self.notices_loaded} notices>"

    def owns(
        self,
        unit: str | Sequence[str],
        *,
        roll_up: bool = False,
        perhaps: bool = False,
        count: str = "",
        limit: int | None = None,
        **filters: Unpack[Filters],
    ) -> Answer[Ownership]:
        """What a unit owns, in every jurisdiction that has one of the name.

        `count` keeps what `workload` counts (literal or expanded), or what the notice names in
        cells, brackets and sentences (named); "" is all, through members on record, too.
        With `roll_up` its hosted offices and parts count as itself; with `perhaps` the rows
        are the tasks that may reach it through collectives whose members nobody recorded.
        Raises MatrixError for a name that fits no unit, or several of one jurisdiction.
        """
        from matrices.answers.index import questions
        from matrices.output.answer_tables import ownership_table

        _one_of("count", count, codes.OWN_COUNTS)
        scope = _scope(filters)
        keys = self.find_units(unit, **filters)
        found = self._ask(
            lambda engine: questions.owned_tasks(
                engine, scope, keys, roll_up=roll_up, perhaps=perhaps, count=count
            )
        )
        return self._answer(filters, found, ownership_table, limit)

    def workload(
        self,
        *,
        count: str = codes.LITERAL,
        by: str = "",
        roll_up: bool = False,
        limit: int | None = None,
        **filters: Unpack[Filters],
    ) -> Answer[Workload]:
        """How much every unit carries.

        `count` is literal, expanded or weighted, `by` "", notice or section. With `roll_up`
        hosted offices and parts of bodies count as their body.
        """
        from matrices.answers.index import questions
        from matrices.output.answer_tables import workload_table

        _one_of("count", count, codes.COUNTS)
        _one_of("by", by, codes.GROUPS)
        scope = _scope(filters)
        found = self._ask(
            lambda engine: questions.workload(engine, scope, count, by, roll_up=roll_up)
        )
        return self._answer(filters, found, workload_table, limit)

    def orphans(
        self,
        *,
        reason: str | Sequence[str] = (),
        limit: int | None = None,
        **filters: Unpack[Filters],
    ) -> Answer[Orphans]:
        """Tasks nobody in particular answers for, the real gaps first; `reason` keeps some."""
        from matrices.answers.index import questions
        from matrices.output.answer_tables import orphans_table

        reasons = _several("reason", reason, codes.REASONS)
        scope = _scope(filters)
        found = self._ask(lambda engine: questions.orphan_tasks(engine, scope, reasons))
        return self._answer(
            filters, found, lambda orphans: orphans_table(orphans, folded=not reasons), limit
        )

    def overlaps(
        self,
        *,
        kind: str | Sequence[str] = (),
        pairs: bool = False,
        limit: int | None = None,
        **filters: Unpack[Filters],
    ) -> Answer[Overlaps]:
        """Where more than one answers for the same; with `pairs`, who shares most tasks."""
        from matrices.answers.index import questions
        from matrices.output.answer_tables import overlaps_table

        kinds = _several("kind", kind, codes.OVERLAPS)
        scope = _scope(filters)
        rows = _rows_asked_for(limit)
        found = self._ask(
            lambda engine: questions.overlapping_duties(
                engine, scope, kinds, pairs=pairs, limit=rows
            )
        )
        return self._answer(filters, found, overlaps_table, limit, found.found)

    def matters(
        self,
        *,
        kind: str | Sequence[str] = (),
        every: bool = False,
        limit: int | None = None,
        **filters: Unpack[Filters],
    ) -> Answer[Matters]:
        """Tasks on the same matter with different leads, strongest first.

        `kind` same-task asks for tasks given twice instead; `every` also gives what is only
        possible.
        """
        from matrices.compare.matters import same_matters
        from matrices.compare.records import MATTERS
        from matrices.compare.tables import matters_table

        _refuse_role("overlaps --matters", filters)
        kinds = _several("kind", kind, MATTERS)
        asked = self.interpreted(**filters)
        found = same_matters(asked, self._links, kinds, self._terms, every=every)
        return self._answer(filters, found, matters_table, limit)

    def tasks(
        self,
        *words: str,
        having: str | Sequence[str] = (),
        limit: int | None = None,
        **filters: Unpack[Filters],
    ) -> Answer[Tasks]:
        """Tasks that hold every word in their texts or unit cells.

        `having` keeps those with units, no-units, lead, collective or unknown-members, or lists
        the rows that only repeat another task (repeats).
        """
        from matrices.answers.index import questions
        from matrices.output.answer_tables import tasks_table

        traits = _several("having", having, codes.TASK_TRAITS)
        scope = _scope(filters)
        found = self._ask(lambda engine: questions.search_tasks(engine, scope, words, traits))
        return self._answer(filters, found, tasks_table, limit)

    def task(self, task_id: str, **filters: Unpack[Filters]) -> Answer[str]:
        """Everything about one task, by its id or the part behind the slash where that is enough.

        Raises MatrixError with the nearest ids.
        """
        from matrices.answers.index import questions
        from matrices.output.task_sheet import task_table

        _refuse_role("show", filters)
        scope = _scope(filters)
        found = self._ask(lambda engine: questions.find_task_id(engine, scope, task_id))
        here: Filters = {**filters, "notice": found.partition("/")[0]}

        def build(task: str) -> Table:
            asked = self.interpreted(**here)
            return task_table({**asked.tasks, **asked.repeats}[task], asked)

        return Answer(found, build)

    def units(
        self,
        pattern: str = "",
        *,
        kind: str | Sequence[str] = (),
        named: bool = False,
        limit: int | None = None,
        **filters: Unpack[Filters],
    ) -> Answer[tuple[UnitRow, ...]]:
        """Units named or on record, most tasks first.

        `pattern` is part of a name or of the field of duty, `named` keeps units in a task.
        """
        from matrices.answers.index import questions
        from matrices.output.answer_tables import units_table

        kinds = _several("kind", kind, codes.UNIT_KINDS)
        scope = _scope(filters)
        found = self._ask(
            lambda engine: questions.list_units(engine, scope, pattern, kinds, named=named)
        )
        return self._answer(filters, found, units_table, limit)

    def notices(
        self, *, limit: int | None = None, **filters: Unpack[Filters]
    ) -> Answer[tuple[NoticeRow, ...]]:
        """The notices that were read, and what their catalogs hold."""
        from matrices.answers.index import questions
        from matrices.output.answer_tables import notices_table

        _refuse_role("notices", filters)
        scope = _scope(filters)
        found = self._ask(lambda engine: questions.summarise_notices(engine, scope))
        return Answer(found, notices_table, _rows_asked_for(limit))

    def compare(
        self,
        *notices: str,
        levels: bool = False,
        every: bool = False,
        by: str = "task",
        limit: int | None = None,
        **filters: Unpack[Filters],
    ) -> Answer[Comparison]:
        """Two notices compared, task by task or with ``by="unit"`` by what each unit has now.

        `notices` are two ids or catalog files; without them `period` names two years. With
        `levels` the first is the upper level. `every` also gives what is only possible.
        Raises MatrixError where the call does not name two notices.
        """
        from matrices.compare.notices import compare_notices
        from matrices.compare.sides import find_sides
        from matrices.compare.tables import comparison_table, unit_changes_table

        _refuse_role("compare", filters)
        _one_of("by", by, COMPARED_BY)
        sides = find_sides(self._loaded(), notices, _scope(filters))
        found = compare_notices(
            sides.a, sides.b, sides.links, sides.terms, levels=levels, every=every
        )
        ids = [catalog.notice.id for side in (sides.a, sides.b) for catalog in side.catalogs]
        asked: Filters = {**filters, "notice": ids, "period": ()}
        build = comparison_table if by == "task" else unit_changes_table
        answer = self._answer(asked, found, build, limit)
        answer.problems = sides.problems
        return answer

    def last_year(self, **filters: Unpack[Filters]) -> dict[str, tuple[Before, ...]]:
        """What the tasks asked for were a year before, by their ids, as far as that is sure.

        Empty where no notice of the district for the year before is among the data.
        """
        from matrices.compare.last_year import last_years_tasks

        asked: Filters = {**filters, "role": ()}
        return last_years_tasks(self._loaded(), self.notices(**asked).found, _scope(filters))

    def check(
        self, *, profile: str = "", select: Sequence[str] = (), ignore: Sequence[str] = ()
    ) -> Answer[Report]:
        """What the rules of `zeren check` find; `select` and `ignore` take codes or names."""
        from datetime import date

        from matrices.rules.checking import CheckRequest, check_workspace
        from matrices.rules.findings import findings_table
        from matrices.rules.register import find_rules
        from matrices.rules.rule import Profile

        _one_of("profile", profile, ("", *Profile))
        request = CheckRequest(
            Profile(profile) if profile else None,
            tuple(find_rules(list(select))),
            tuple(find_rules(list(ignore))),
            date.today(),
        )
        return Answer(check_workspace(self.workspace, request), findings_table)

    def _answer(
        self,
        filters: Filters,
        found: Found,
        build: Callable[[Found], Table],
        limit: int | None = None,
        out_of: int = 0,
    ) -> Answer[Found]:
        """An answer with what the catalogs of the notices asked about cover and leave out."""

        def with_coverage(answer: Found) -> Table:
            table = build(answer)
            return table._replace(notes=(*table.notes, *self.coverage_notes(**filters)))

        return Answer(found, with_coverage, _rows_asked_for(limit), out_of)

    def coverage_notes(self, **filters: Unpack[Filters]) -> list[str]:
        """What the catalogs asked about cover and leave out; nothing where they are many."""
        from matrices.answers.index import questions
        from matrices.output.answer_tables import coverage_in_short

        scope = _scope({**filters, "role": ()})
        notices = self._ask(lambda engine: questions.notices_in(engine, scope))
        if not 0 < len(notices) <= _FEW_NOTICES:
            return []
        return coverage_in_short(
            self._ask(lambda engine: questions.summarise_notices(engine, scope))
        )

    def graph(self, **filters: Unpack[Filters]) -> ResponsibilityGraph:
        """The graph of tasks and units: edges keyed by role, with their basis."""
        from matrices.answers.graph import build_graph

        return build_graph(self.edges(**filters))

    def edges(self, **filters: Unpack[Filters]) -> Edges:
        """The graph in plain words: tasks, units, the parts between them, what is on record."""
        from matrices.answers.index import questions

        scope = _scope(filters)
        found = self._ask(lambda engine: questions.edges(engine, scope))
        if not self._reads_whole:
            return found
        from matrices.compare.settled import with_settled

        return with_settled(found, self._interpret(scope), self._links)

    def unmatched(self, **filters: Unpack[Filters]) -> list[tuple[str, str, tuple[str, ...]]]:
        """Filter values that no notice has: (filter, value, what there is instead)."""
        from matrices.answers.index import questions

        scope = _scope(filters)
        return self._ask(lambda engine: questions.unmatched_filters(engine, scope))

    def beginning(self, kind: str, start: str) -> list[str]:
        """What a word typed so far may become: the names of a kind that begin with it.

        `kind` is unit, task, notice or jurisdiction.
        """
        from matrices.answers.index import beginnings

        _one_of("kind", kind, NAMED_KINDS)
        ask: Callable[[Engine, str], list[str]] = getattr(beginnings, kind + "s_beginning")
        return self._ask(lambda engine: ask(engine, start))

    def find_units(
        self, wanted: str | Sequence[str], **filters: Unpack[Filters]
    ) -> tuple[UnitKey, ...]:
        """The units that typed names mean, at most one of each name in each jurisdiction."""
        from matrices.answers.index import questions

        scope = _scope(filters)
        names = [wanted] if isinstance(wanted, str) else wanted
        found = [
            key
            for name in names
            for key in self._ask(
                lambda engine, name=name: questions.find_units(engine, scope, name)  # type: ignore[misc]
            )
        ]
        return tuple(dict.fromkeys(found))

    def interpreted(self, **filters: Unpack[Filters]) -> Responsibilities:
        """The assignments of the tasks asked for, as objects; what the other answers stand on."""
        return self._interpret(_scope(filters))

    def _interpret(self, scope: Scope) -> Responsibilities:
        from matrices.answers.assignments import interpret
        from matrices.answers.index import questions
        from matrices.answers.index.build import registry_of_all
        from matrices.catalogs.workspace import load_catalogs

        if self._index is None:
            return interpret(self.workspace.catalogs, self.workspace.registry, scope)
        notices = self._ask(lambda engine: questions.notices_in(engine, scope))
        files = self._ask(lambda engine: questions.files_of(engine, notices))
        registry = registry_of_all(self._index.connection, [name for _, name in files])
        catalogs = load_catalogs([path for path, _ in files], registry)
        return interpret(catalogs, registry, scope)

    def _loaded(self) -> Loaded:
        from matrices.compare.sides import Loaded

        return Loaded(self._interpret, lambda: self.notices().found, self._links, self._terms)

    @property
    def _links(self) -> tuple[Link, ...]:
        """The links a person settled."""
        return self.workspace.links if self._reads_whole else ()

    @property
    def _terms(self) -> tuple[Term, ...]:
        """The synonyms a person told."""
        return self.workspace.terms if self._reads_whole else ()

    @property
    def _reads_whole(self) -> bool:
        """Tell whether the data was read as a whole because it holds links or synonyms."""
        return "workspace" in self.__dict__ and self._index is None


def _scope(filters: Filters) -> Scope:
    from matrices.answers.scope import Scope

    assume = filters.get("assume", "")
    _one_of("assume", assume, ("", FIRST_LISTED))
    if assume and filters.get("strict"):
        raise MatrixError("error.strict-and-assume")
    return Scope(
        jurisdictions=_tuple(filters.get("jurisdiction", ())),
        notices=_tuple(filters.get("notice", ())),
        periods=_tuple(filters.get("period", ())),
        sections=_tuple(filters.get("section", ())),
        roles=_several("role", filters.get("role", ()), codes.ROLES),
        strict=bool(filters.get("strict")),
        assume_first_listed=bool(assume),
    )


def _tuple(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _several(name: str, value: str | Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    values = _tuple(value)
    for each in values:
        _one_of(name, each, known)
    return values


def _one_of(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        choices = ", ".join(each for each in known if each)
        raise MatrixError("error.no-such-choice", option=name, value=value, known=choices)


def _rows_asked_for(limit: int | None) -> int | None:
    if limit is not None and limit < 1:
        raise MatrixError("error.limit", limit=str(limit))
    return limit


def _refuse_role(question: str, filters: Filters) -> None:
    """A filter that makes no sense for a question would only look as if it had been heard."""
    if filters.get("role"):
        raise MatrixError("error.filter-without-sense", option="role", question=question)
