"""The commands that answer questions; none of them changes a file but ``-o``."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.options import Question, question_command
from cli.output import put_table, tell, tell_problems
from matrices.wording import say

if TYPE_CHECKING:
    from matrices.assignments import Responsibilities, Scope
    from matrices.tables import Table
    from matrices.workspace import Workspace


class CountName(StrEnum):
    """How collectives are counted."""

    LITERAL = "literal"
    EXPANDED = "expanded"
    WEIGHTED = "weighted"


class ByName(StrEnum):
    """What a workload can be split by."""

    NOTICE = "notice"
    SECTION = "section"


Pattern = Annotated[str, typer.Argument(metavar="PATTERN", help=say("help.pattern"))]


def _load(question: Question) -> tuple[Workspace, Responsibilities]:
    from matrices.assignments import Scope, interpret
    from matrices.model import Role
    from matrices.workspace import load_workspace

    workspace = load_workspace(question.paths)
    tell_problems(workspace.problems)
    scope = Scope(
        jurisdictions=tuple(question.jurisdiction),
        notices=tuple(question.notice),
        periods=tuple(question.period),
        sections=tuple(question.section),
        roles=tuple(Role(role.value) for role in question.role),
        strict=question.strict,
    )
    _tell_unmatched(scope, workspace)
    return workspace, interpret(workspace.catalogs, workspace.registry, scope)


def _tell_unmatched(scope: Scope, workspace: Workspace) -> None:
    """A filter that fits nothing at all is more likely a slip than a question."""
    from matrices.assignments import unmatched_filters

    for name, value, known in unmatched_filters(scope, workspace.catalogs):
        tell(say("warning.no-such-filter", option=f"--{name}", value=value, known="、".join(known)))


def _answer(table: Table, question: Question, workspace: Workspace) -> None:
    """Print or write the answer with what it was read from; exit 1 where data could not be read."""
    table = replace(table, notes=(*table.notes, _data_note(workspace)))
    if question.output is not None:
        from matrices.export import format_of, write_table

        name = question.format.value if question.format else format_of(question.output)
        write_table(table, question.output, name, force=question.force)
        tell(say("written", path=str(question.output), rows=len(table.rows)))
    else:
        put_table(table, question.format.value if question.format else "table")
    if workspace.has_errors:
        tell(say("warning.incomplete"))
        raise typer.Exit(1)


def _data_note(workspace: Workspace) -> str:
    notices = len(workspace.catalogs)
    if workspace.bundled:
        return say("note.data-bundled", notices=notices)
    return say("note.data", notices=notices, paths="、".join(str(path) for path in workspace.paths))


def _notices(question: Question) -> None:
    from matrices.queries import summarise_notices
    from matrices.tables import notices_table

    workspace, responsibilities = _load(question)
    _answer(notices_table(summarise_notices(responsibilities)), question, workspace)


def _units(question: Question, pattern: Pattern = "") -> None:
    from matrices.queries import list_units
    from matrices.tables import units_table

    workspace, responsibilities = _load(question)
    _answer(units_table(list_units(responsibilities, pattern)), question, workspace)


def _tasks(question: Question, pattern: Pattern = "") -> None:
    from matrices.queries import search_tasks
    from matrices.tables import tasks_table

    workspace, responsibilities = _load(question)
    found = search_tasks(responsibilities, pattern)
    _answer(tasks_table(found, responsibilities), question, workspace)


def _show(
    question: Question,
    task: Annotated[
        str, typer.Argument(metavar="TASK", help=say("help.task"), autocompletion=completion.tasks)
    ],
) -> None:
    from matrices.queries import find_task
    from matrices.tables import task_table

    workspace, responsibilities = _load(question)
    _answer(task_table(find_task(responsibilities, task), responsibilities), question, workspace)


def _owns(
    question: Question,
    unit: Annotated[
        str, typer.Argument(metavar="UNIT", help=say("help.unit"), autocompletion=completion.units)
    ],
) -> None:
    from matrices.queries import find_units, owned_tasks
    from matrices.tables import ownership_table

    workspace, responsibilities = _load(question)
    units = find_units(responsibilities, unit)
    _answer(
        ownership_table(owned_tasks(responsibilities, units), responsibilities), question, workspace
    )


def _workload(
    question: Question,
    by: Annotated[
        ByName | None, typer.Option("--by", metavar="notice|section", help=say("help.by"))
    ] = None,
    count: Annotated[
        CountName,
        typer.Option("--count", metavar="literal|expanded|weighted", help=say("help.count")),
    ] = CountName.LITERAL,
    roll_up: Annotated[bool, typer.Option("--roll-up", help=say("help.roll-up"))] = False,
) -> None:
    from matrices.queries import CountMode, GroupBy, workload
    from matrices.tables import workload_table

    workspace, responsibilities = _load(question)
    work = workload(
        responsibilities,
        CountMode(count.value),
        GroupBy(by.value if by else "none"),
        roll_up=roll_up,
    )
    _answer(workload_table(work, responsibilities), question, workspace)


def _orphans(question: Question) -> None:
    from matrices.queries import orphan_tasks
    from matrices.tables import orphans_table

    workspace, responsibilities = _load(question)
    table = orphans_table(orphan_tasks(responsibilities), len(responsibilities.tasks))
    _answer(table, question, workspace)


def _overlaps(
    question: Question,
    pairs: Annotated[bool, typer.Option("--pairs", help=say("help.pairs"))] = False,
) -> None:
    from matrices.queries import overlapping_duties
    from matrices.tables import overlaps_table

    workspace, responsibilities = _load(question)
    found = overlapping_duties(responsibilities, pairs=pairs)
    _answer(overlaps_table(found, len(responsibilities.tasks)), question, workspace)


def add_commands(app: typer.Typer) -> None:
    """Add the commands, in the order the help lists them."""
    for name, function in (
        ("owns", _owns),
        ("workload", _workload),
        ("orphans", _orphans),
        ("overlaps", _overlaps),
        ("tasks", _tasks),
        ("show", _show),
        ("units", _units),
        ("notices", _notices),
    ):
        question_command(app, name)(function)
