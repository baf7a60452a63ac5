"""What every question does: load the data, print or write the answer, say what it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from cli.output import EXIT_PROBLEMS, put_table, tell, tell_problems
from matrices.diagnostics import MatrixError
from matrices.files.atomic import write_atomically
from matrices.wording import say

if TYPE_CHECKING:
    from pathlib import Path

    from cli.options import Question
    from matrices.answers.assignments import Responsibilities
    from matrices.answers.scope import Scope
    from matrices.catalogs.workspace import Workspace
    from matrices.output.charts import BarChart
    from matrices.output.table import Table


def load(question: Question) -> tuple[Workspace, Responsibilities]:
    """Load the data, tell its problems, and interpret what is in the question's scope."""
    from matrices.answers.assignments import interpret
    from matrices.answers.scope import Scope
    from matrices.catalogs.model import Role
    from matrices.catalogs.workspace import load_workspace

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
    from matrices.answers.assignments import known_jurisdictions
    from matrices.answers.scope import unmatched_filters

    jurisdictions = known_jurisdictions(workspace.catalogs, workspace.registry)
    for name, value, known in unmatched_filters(scope, workspace.catalogs, jurisdictions):
        tell(say("warning.no-such-filter", option=f"--{name}", value=value, known="、".join(known)))


def answer(
    table: Table, question: Question, workspace: Workspace, chart: BarChart | None = None
) -> None:
    """Print or write the answer with what it was read from; exit 1 where data could not be read.

    `chart` goes into a workbook beside the table, or is all of an svg or png file.
    """
    table = replace(table, notes=(*table.notes, data_note(workspace)))
    if question.output is None:
        put_table(table, question.format.value if question.format else "table")
    else:
        data = _file_of(table, question, question.output, chart)
        write_atomically(question.output, data, force=question.force)
        tell(say("written", path=str(question.output), rows=len(table.rows)))
    finish(workspace)


def _file_of(table: Table, question: Question, path: Path, chart: BarChart | None) -> bytes:
    from matrices.output.formats import encoded, format_of

    if chart is not None and question.format is None:
        from matrices.output.charts import CHART_SUFFIXES, render_chart

        if path.suffix.lower() in CHART_SUFFIXES:
            refuse_existing(path, question)
            return render_chart(table, chart, path.suffix.lower())
    name = question.format.value if question.format else format_of(path)
    refuse_existing(path, question)
    if name == "xlsx" and chart is not None:
        from matrices.output.xlsx import render_xlsx

        return render_xlsx(table, chart)
    return encoded(table, name)


def refuse_existing(path: Path, question: Question) -> None:
    """Refuse before the work what `write_atomically` would refuse after it."""
    try:
        exists = path.is_file()
    except OSError:  # a name too long; writing tells it better
        return
    if exists and not question.force:
        raise MatrixError("error.file-exists", path=str(path))


def finish(workspace: Workspace) -> None:
    """Exit 1 where some data could not be read."""
    if workspace.has_errors:
        tell(say("warning.incomplete"))
        raise typer.Exit(EXIT_PROBLEMS)


def data_note(workspace: Workspace) -> str:
    """What an answer was read from."""
    notices = len(workspace.catalogs)
    if workspace.bundled:
        return say("note.data-bundled", notices=notices)
    return say("note.data", notices=notices, paths="、".join(str(path) for path in workspace.paths))
