"""The front door: load catalogs and ask them, from Python as from the command line.

    from matrices.api import load

    matrix = load()
    matrix.owns("区水利局").records

`docs/python.md` says what is promised to stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Generic, TypedDict, TypeVar

from matrices.answers import codes
from matrices.diagnostics import MatrixError, Problem

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Unpack

    from matrices.answers.assignments import Responsibilities
    from matrices.answers.graph import ResponsibilityGraph
    from matrices.answers.records import (
        NoticeRow,
        Orphans,
        Overlaps,
        Ownership,
        Tasks,
        UnitRow,
        Workload,
    )
    from matrices.answers.scope import Scope
    from matrices.catalogs.unit_key import UnitKey
    from matrices.catalogs.workspace import Workspace
    from matrices.compare.records import Comparison, Matters
    from matrices.output.table import Json, Table
    from matrices.rules.checking import Report

__all__ = ["Answer", "Filters", "Matrix", "MatrixError", "load"]

Found = TypeVar("Found")
FIRST_LISTED = "first-listed"
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

    def __init__(self, found: Found, build: Callable[[Found], Table]) -> None:
        self.found = found
        self._build = build
        self._table: Table | None = None
        self.problems: tuple[Problem, ...] = ()

    @property
    def table(self) -> Table:
        """The answer as a table with title, columns, rows and notes, in the current language."""
        if self._table is None:
            self._table = self._build(self.found)
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


def load(paths: Path | str | Iterable[Path | str] = ()) -> Matrix:
    """Load the catalogs and unit registries of files and folders; the bundled ones by default.

    Problems inside the files are collected in `Matrix.problems`. Raises MatrixError for a path
    that does not exist or a folder without catalogs.
    """
    from pathlib import Path

    from matrices.catalogs.workspace import load_workspace

    given = [paths] if isinstance(paths, (str, Path)) else paths
    return Matrix(load_workspace([Path(path) for path in given]))


class Matrix:
    """The responsibilities of all loaded notices, ready to be asked."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files and folders that were asked for, as given."""
        return self.workspace.paths

    @property
    def is_bundled(self) -> bool:
        """Tell whether these are the catalogs that come with zeren."""
        return self.workspace.bundled

    @property
    def notices_loaded(self) -> int:
        """How many notices were read."""
        return len(self.workspace.catalogs)

    @property
    def is_incomplete(self) -> bool:
        """Tell whether something could not be read, so that answers may lack it."""
        return self.workspace.has_errors

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the files, each with its place."""
        return self.workspace.problems

    def __repr__(self) -> str:
        return f"<Matrix of {len(self.workspace.catalogs)} notices>"

    def owns(
        self,
        unit: str | Sequence[str],
        *,
        roll_up: bool = False,
        perhaps: bool = False,
        **filters: Unpack[Filters],
    ) -> Answer[Ownership]:
        """What a unit owns, in every jurisdiction that has one of the name.

        With `roll_up` its hosted offices and parts count as itself; with `perhaps` the rows
        are the tasks that may reach it through collectives whose members nobody recorded.
        Raises MatrixError for a name that fits no unit, or several of one jurisdiction.
        """
        from matrices.answers.owns import owned_tasks
        from matrices.output.answer_tables import ownership_table

        asked = self.interpreted(**filters)
        found = owned_tasks(
            asked, self.find_units(unit, **filters), roll_up=roll_up, perhaps=perhaps
        )
        return self._answer(filters, found, ownership_table)

    def workload(
        self,
        *,
        count: str = codes.LITERAL,
        by: str = "",
        roll_up: bool = False,
        **filters: Unpack[Filters],
    ) -> Answer[Workload]:
        """How much every unit carries.

        `count` is literal, expanded or weighted, `by` "", notice or section. With `roll_up`
        hosted offices and parts of bodies count as their body.
        """
        from matrices.answers.workload import workload
        from matrices.output.answer_tables import workload_table

        _one_of("count", count, codes.COUNTS)
        _one_of("by", by, codes.GROUPS)
        found = workload(self.interpreted(**filters), count, by, roll_up=roll_up)
        return self._answer(filters, found, workload_table)

    def orphans(
        self, *, reason: str | Sequence[str] = (), **filters: Unpack[Filters]
    ) -> Answer[Orphans]:
        """Tasks nobody in particular answers for, the real gaps first; `reason` keeps some."""
        from matrices.answers.orphans import orphan_tasks
        from matrices.output.answer_tables import orphans_table

        reasons = _several("reason", reason, codes.REASONS)
        found = orphan_tasks(self.interpreted(**filters), reasons)
        return self._answer(
            filters, found, lambda orphans: orphans_table(orphans, folded=not reasons)
        )

    def overlaps(
        self,
        *,
        kind: str | Sequence[str] = (),
        pairs: bool = False,
        **filters: Unpack[Filters],
    ) -> Answer[Overlaps]:
        """Where more than one answers for the same; with `pairs`, who shares most tasks."""
        from matrices.answers.overlaps import overlapping_duties
        from matrices.output.answer_tables import overlaps_table

        kinds = _several("kind", kind, codes.OVERLAPS)
        found = overlapping_duties(self.interpreted(**filters), kinds, pairs=pairs)
        return self._answer(filters, found, overlaps_table)

    def matters(
        self,
        *,
        kind: str | Sequence[str] = (),
        every: bool = False,
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
        found = same_matters(asked, self.workspace.links, kinds, every=every)
        return self._answer(filters, found, matters_table)

    def tasks(
        self, *words: str, having: str | Sequence[str] = (), **filters: Unpack[Filters]
    ) -> Answer[Tasks]:
        """Tasks that hold every word in their texts or unit cells.

        `having` keeps those with units, no-units, lead, collective or unknown-members, or lists
        the rows that only repeat another task (repeats).
        """
        from matrices.answers.tasks import search_tasks
        from matrices.output.answer_tables import tasks_table

        traits = _several("having", having, codes.TASK_TRAITS)
        return self._answer(
            filters, search_tasks(self.interpreted(**filters), words, traits), tasks_table
        )

    def task(self, task_id: str, **filters: Unpack[Filters]) -> Answer[str]:
        """Everything about one task, by its id or the part behind the slash where that is enough.

        Raises MatrixError with the nearest ids.
        """
        from matrices.answers.tasks import find_task
        from matrices.output.task_sheet import task_table

        _refuse_role("task", filters)
        asked = self.interpreted(**filters)
        task = find_task(asked, task_id)
        return Answer(task.id, lambda _: task_table(task, asked))

    def units(
        self,
        pattern: str = "",
        *,
        kind: str | Sequence[str] = (),
        named: bool = False,
        **filters: Unpack[Filters],
    ) -> Answer[tuple[UnitRow, ...]]:
        """Units named or on record, most tasks first.

        `pattern` is part of a name or of the field of duty, `named` keeps units in a task.
        """
        from matrices.answers.units import UNRECORDED, list_units
        from matrices.catalogs.model import UnitKind
        from matrices.output.answer_tables import units_table

        kinds = _several("kind", kind, (*UnitKind, UNRECORDED))
        found = list_units(self.interpreted(**filters), pattern, kinds, named=named)
        return self._answer(filters, found, units_table)

    def notices(self, **filters: Unpack[Filters]) -> Answer[tuple[NoticeRow, ...]]:
        """The notices that were read, and what their catalogs hold."""
        from matrices.answers.notices import summarise_notices
        from matrices.output.answer_tables import notices_table

        _refuse_role("notices", filters)
        return Answer(summarise_notices(self.interpreted(**filters)), notices_table)

    def compare(
        self,
        *notices: str,
        levels: bool = False,
        every: bool = False,
        by: str = "task",
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
        _one_of("by", by, ("task", "unit"))
        sides = find_sides(self.workspace, notices, _scope(filters))
        found = compare_notices(sides.a, sides.b, sides.links, levels=levels, every=every)
        ids = [catalog.notice.id for side in (sides.a, sides.b) for catalog in side.catalogs]
        asked: Filters = {**filters, "notice": ids, "period": ()}
        build = comparison_table if by == "task" else unit_changes_table
        answer = self._answer(asked, found, build)
        answer.problems = sides.problems
        return answer

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
        self, filters: Filters, found: Found, build: Callable[[Found], Table]
    ) -> Answer[Found]:
        """An answer with what the catalogs of the notices asked about cover and leave out."""

        def with_coverage(answer: Found) -> Table:
            from dataclasses import replace

            table = build(answer)
            return replace(table, notes=(*table.notes, *self.coverage_notes(**filters)))

        return Answer(found, with_coverage)

    def coverage_notes(self, **filters: Unpack[Filters]) -> list[str]:
        """What the catalogs asked about cover and leave out; nothing where they are many."""
        from matrices.answers.notices import summarise_notices
        from matrices.output.answer_tables import coverage_in_short

        everybody: Filters = {**filters, "role": ()}
        asked = self.interpreted(**everybody)
        if not 0 < len(asked.catalogs) <= _FEW_NOTICES:
            return []
        return coverage_in_short(summarise_notices(asked))

    def graph(self, **filters: Unpack[Filters]) -> ResponsibilityGraph:
        """The graph of tasks and units: edges keyed by role, with their basis."""
        from matrices.answers.graph import build_graph

        return build_graph(self.interpreted(**filters))

    def unmatched(self, **filters: Unpack[Filters]) -> list[tuple[str, str, tuple[str, ...]]]:
        """Filter values that no notice has: (filter, value, what there is instead)."""
        from matrices.answers.scope import unmatched_filters

        return unmatched_filters(_scope(filters), self.workspace.catalogs)

    def find_units(
        self, wanted: str | Sequence[str], **filters: Unpack[Filters]
    ) -> tuple[UnitKey, ...]:
        """The units that typed names mean, at most one of each name in each jurisdiction."""
        from matrices.answers.units import find_units

        asked = self.interpreted(**filters)
        names = [wanted] if isinstance(wanted, str) else wanted
        return tuple(dict.fromkeys(key for name in names for key in find_units(asked, name)))

    def interpreted(self, **filters: Unpack[Filters]) -> Responsibilities:
        """The assignments of the tasks asked for, as objects; what the other answers stand on."""
        from matrices.answers.assignments import interpret

        return interpret(self.workspace.catalogs, self.workspace.registry, _scope(filters))


def _scope(filters: Filters) -> Scope:
    from matrices.answers.scope import Scope
    from matrices.catalogs.model import Role

    assume = filters.get("assume", "")
    _one_of("assume", assume, ("", FIRST_LISTED))
    if assume and filters.get("strict"):
        raise MatrixError("error.strict-and-assume")
    return Scope(
        jurisdictions=_tuple(filters.get("jurisdiction", ())),
        notices=_tuple(filters.get("notice", ())),
        periods=_tuple(filters.get("period", ())),
        sections=_tuple(filters.get("section", ())),
        roles=tuple(Role(r) for r in _several("role", filters.get("role", ()), codes.ROLES)),
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


def _refuse_role(question: str, filters: Filters) -> None:
    """A filter that makes no sense for a question would only look as if it had been heard."""
    if filters.get("role"):
        raise MatrixError("error.filter-without-sense", option="role", question=question)
