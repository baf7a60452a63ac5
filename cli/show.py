"""The commands that answer questions; none of them changes a file but ``-o``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cli import completion
from cli.answering import answer, load
from cli.options import Limit, Question
from matrices.answers import codes
from matrices.wording import say


class CountName(StrEnum):
    """How collectives are counted."""

    LITERAL = "literal"
    EXPANDED = "expanded"
    WEIGHTED = "weighted"


class OwnCountName(StrEnum):
    """What counts as a unit's own task."""

    LITERAL = "literal"
    NAMED = "named"
    EXPANDED = "expanded"


class ByName(StrEnum):
    """What a workload can be split by."""

    NOTICE = "notice"
    SECTION = "section"


Pattern = Annotated[str, typer.Argument(metavar="PATTERN", help=say("help.pattern"))]
Words = Annotated[list[str] | None, typer.Argument(metavar="WORD", help=say("help.words"))]


def _notices(question: Question, limit: Limit = None) -> None:
    matrix = load(question)
    answer(matrix.notices(limit=limit, **question.filters).table, question, matrix)


def _units(
    question: Question,
    pattern: Pattern = "",
    kind: Annotated[
        list[str], typer.Option("--kind", metavar="KIND", help=say("help.kind-of-unit"))
    ] = [],  # noqa: B006 - typer copies it
    named: Annotated[bool, typer.Option("--named", help=say("help.named"))] = False,
    limit: Limit = None,
) -> None:
    matrix = load(question)
    found = matrix.units(pattern, kind=kind, named=named, limit=limit, **question.filters)
    answer(found.table, question, matrix)


def _tasks(
    question: Question,
    pattern: Words = None,
    having: Annotated[
        list[str],
        typer.Option(
            "--having",
            metavar="TRAIT",
            help=say("help.having", traits=", ".join(codes.TASK_TRAITS)),
        ),
    ] = [],  # noqa: B006
    limit: Limit = None,
) -> None:
    matrix = load(question)
    found = matrix.tasks(*(pattern or ()), having=having, limit=limit, **question.filters)
    answer(found.table, question, matrix)


def _show(
    question: Question,
    task: Annotated[
        str, typer.Argument(metavar="TASK", help=say("help.task"), autocompletion=completion.tasks)
    ],
) -> None:
    matrix = load(question)
    answer(matrix.task(task, **question.filters).table, question, matrix)


def _owns(
    question: Question,
    unit: Annotated[
        str, typer.Argument(metavar="UNIT", help=say("help.unit"), autocompletion=completion.units)
    ],
    roll_up: Annotated[bool, typer.Option("--roll-up", help=say("help.owns-roll-up"))] = False,
    perhaps: Annotated[bool, typer.Option("--perhaps", help=say("help.perhaps"))] = False,
    count: Annotated[
        OwnCountName | None,
        typer.Option("--count", metavar="literal|named|expanded", help=say("help.owns-count")),
    ] = None,
    limit: Limit = None,
) -> None:
    matrix = load(question)
    found = matrix.owns(
        unit,
        roll_up=roll_up,
        perhaps=perhaps,
        count=count.value if count else "",
        limit=limit,
        **question.filters,
    )
    answer(found.table, question, matrix)


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
    limit: Limit = None,
) -> None:
    from matrices.output.charts import workload_chart

    matrix = load(question)
    found = matrix.workload(
        count=count.value,
        by=by.value if by else "",
        roll_up=roll_up,
        limit=limit,
        **question.filters,
    )
    answer(found.table, question, matrix, None if by else workload_chart())


def _orphans(
    question: Question,
    reason: Annotated[
        list[str],
        typer.Option(
            "--reason",
            metavar="REASON",
            help=say("help.reason", reasons=", ".join(codes.REASONS)),
        ),
    ] = [],  # noqa: B006
    limit: Limit = None,
) -> None:
    matrix = load(question)
    found = matrix.orphans(reason=reason, limit=limit, **question.filters)
    answer(found.table, question, matrix)


def _overlaps(
    question: Question,
    kind: Annotated[
        list[str],
        typer.Option(
            "--kind",
            metavar="KIND",
            help=say("help.kind-of-overlap", kinds=", ".join(codes.OVERLAPS)),
        ),
    ] = [],  # noqa: B006
    pairs: Annotated[bool, typer.Option("--pairs", help=say("help.pairs"))] = False,
    matters: Annotated[bool, typer.Option("--matters", help=say("help.matters"))] = False,
    every: Annotated[bool, typer.Option("--all", help=say("help.matters-all"))] = False,
    limit: Limit = None,
) -> None:
    matrix = load(question)
    if matters:
        same = matrix.matters(kind=kind, every=every, limit=limit, **question.filters)
        answer(same.table, question, matrix)
        return
    found = matrix.overlaps(kind=kind, pairs=pairs, limit=limit, **question.filters)
    answer(found.table, question, matrix)


COMMANDS = {
    "owns": _owns,
    "workload": _workload,
    "orphans": _orphans,
    "overlaps": _overlaps,
    "tasks": _tasks,
    "show": _show,
    "units": _units,
    "notices": _notices,
}
