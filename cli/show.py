"""The commands that answer questions; none of them changes a file but ``-o``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cli import completion
from cli.answering import answer, load
from cli.options import Question, question_command
from matrices.wording import say


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


def _notices(question: Question) -> None:
    from matrices.answers.notices import summarise_notices
    from matrices.output.answer_tables import notices_table

    workspace, responsibilities = load(question)
    answer(notices_table(summarise_notices(responsibilities)), question, workspace)


def _units(question: Question, pattern: Pattern = "") -> None:
    from matrices.answers.units import list_units
    from matrices.output.answer_tables import units_table

    workspace, responsibilities = load(question)
    answer(units_table(list_units(responsibilities, pattern)), question, workspace)


def _tasks(question: Question, pattern: Pattern = "") -> None:
    from matrices.answers.tasks import search_tasks
    from matrices.output.answer_tables import tasks_table

    workspace, responsibilities = load(question)
    found = search_tasks(responsibilities, pattern)
    answer(tasks_table(found, responsibilities), question, workspace)


def _show(
    question: Question,
    task: Annotated[
        str, typer.Argument(metavar="TASK", help=say("help.task"), autocompletion=completion.tasks)
    ],
) -> None:
    from matrices.answers.tasks import find_task
    from matrices.output.answer_tables import task_table

    workspace, responsibilities = load(question)
    answer(task_table(find_task(responsibilities, task), responsibilities), question, workspace)


def _owns(
    question: Question,
    unit: Annotated[
        str, typer.Argument(metavar="UNIT", help=say("help.unit"), autocompletion=completion.units)
    ],
) -> None:
    from matrices.answers.owns import owned_tasks
    from matrices.answers.units import find_units
    from matrices.output.answer_tables import ownership_table

    workspace, responsibilities = load(question)
    units = find_units(responsibilities, unit)
    answer(
        ownership_table(owned_tasks(responsibilities, units), responsibilities), question, workspace
    )


def _workload(
    question: Question,
    by: Annotated[
        ByName | None, typer.Option("--by", metavar="|".join(ByName), help=say("help.by"))
    ] = None,
    count: Annotated[
        CountName,
        typer.Option("--count", metavar="|".join(CountName), help=say("help.count")),
    ] = CountName.LITERAL,
    roll_up: Annotated[bool, typer.Option("--roll-up", help=say("help.roll-up"))] = False,
) -> None:
    from matrices.answers.workload import CountMode, GroupBy, workload
    from matrices.output.answer_tables import workload_table
    from matrices.output.charts import workload_chart

    workspace, responsibilities = load(question)
    work = workload(
        responsibilities,
        CountMode(count.value),
        GroupBy(by.value if by else "none"),
        roll_up=roll_up,
    )
    table = workload_table(work, responsibilities)
    answer(table, question, workspace, None if by else workload_chart())


def _orphans(question: Question) -> None:
    from matrices.answers.orphans import orphan_tasks
    from matrices.output.answer_tables import orphans_table

    workspace, responsibilities = load(question)
    table = orphans_table(orphan_tasks(responsibilities), len(responsibilities.tasks))
    answer(table, question, workspace)


def _overlaps(
    question: Question,
    pairs: Annotated[bool, typer.Option("--pairs", help=say("help.pairs"))] = False,
) -> None:
    from matrices.answers.overlaps import overlapping_duties
    from matrices.output.answer_tables import overlaps_table

    workspace, responsibilities = load(question)
    found = overlapping_duties(responsibilities, pairs=pairs)
    answer(overlaps_table(found, len(responsibilities.tasks)), question, workspace)


def add_commands(app: typer.Typer, only: str = "") -> None:
    """Add the commands, in the order the help lists them; `only` adds just that one."""
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
        if only in ("", name):
            question_command(app, name)(function)
