"""`zeren compare`: two notices beside each other, or the tasks of a city and of a district."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli import completion
from cli.answering import answer, finish, load
from cli.options import Limit, Question
from cli.output import tell, tell_problems
from matrices.wording import say


class CompareBy(StrEnum):
    """What a comparison can be told by."""

    TASK = "task"
    UNIT = "unit"


def _compare(
    question: Question,
    notices: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NOTICE", help=say("help.compare-notices"), autocompletion=completion.notices
        ),
    ] = None,
    levels: Annotated[bool, typer.Option("--levels", help=say("help.levels"))] = False,
    by: Annotated[
        CompareBy,
        typer.Option("--by", metavar="|".join(CompareBy), help=say("help.compare-by")),
    ] = CompareBy.TASK,
    every: Annotated[bool, typer.Option("--all", help=say("help.compare-all"))] = False,
    limit: Limit = None,
    write_links: Annotated[
        Path | None,
        typer.Option("--write-links", metavar="FILE", help=say("help.write-links")),
    ] = None,
) -> None:
    matrix = load(question)
    found = matrix.compare(
        *(notices or ()),
        levels=levels,
        every=every or write_links is not None,
        by=by.value,
        limit=limit,
        **question.filters,
    )
    tell_problems(found.problems)
    if write_links is None:
        answer(found.table, question, matrix)
        return
    from matrices.compare.proposals import proposed_links
    from matrices.files.atomic import write_atomically

    text, count = proposed_links(found.found)
    write_atomically(write_links, text.encode(), force=question.force)
    tell(say("written", path=str(write_links), rows=count))
    finish(matrix)


COMMANDS = {"compare": _compare}
