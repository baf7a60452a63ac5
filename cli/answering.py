"""What every question does: load the data, print or write the answer, say what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cli.opening import reading_bar, tell_notes
from cli.options import EngineName
from cli.output import EXIT_PROBLEMS, put_table, tell, tell_problems
from matrices.diagnostics import MatrixError
from matrices.wording import say

if TYPE_CHECKING:
    from pathlib import Path

    from cli.options import Question
    from matrices.api import Matrix
    from matrices.output.charts import BarChart
    from matrices.output.table import Table


def load(question: Question) -> Matrix:
    """Load the data, tell its problems, and the filters that fit nothing at all."""
    from matrices.api import load as load_matrix

    with reading_bar() as report:
        matrix = load_matrix(
            question.paths,
            index=not question.no_index,
            report=report,
            engine=question.engine.value if question.engine else "",
            # set for all of Spark, it is meant for us where Spark was asked for
            master=question.master if question.engine is EngineName.SPARK else "",
        )
    tell_notes(matrix.take_notes())
    tell_problems(matrix.problems)
    # a filter that fits nothing is more likely a slip than a question
    for name, value, known in matrix.unmatched(**question.filters):
        tell(say("warning.no-such-filter", option=f"--{name}", value=value, known="、".join(known)))
    return matrix


def answer(table: Table, question: Question, matrix: Matrix, chart: BarChart | None = None) -> None:
    """Print or write the answer with what it was read from; exit 1 where data could not be read.

    `chart` goes into a workbook beside the table, or is all of an svg or png file.
    """
    table = table._replace(notes=(*table.notes, data_note(matrix)))
    if question.output is None:
        put_table(table, question.format.value if question.format else "table")
    else:
        from matrices.files.atomic import write_atomically

        data = _file_of(table, question, question.output, chart)
        write_atomically(question.output, data, force=question.force)
        tell(say("written", path=str(question.output), rows=len(table.rows)))
    finish(matrix)


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


def finish(matrix: Matrix) -> None:
    """Tell what a question found wrong with the index; exit 1 where data could not be read."""
    tell_notes(matrix.take_notes())
    if matrix.is_incomplete:
        tell(say("warning.incomplete"))
        raise typer.Exit(EXIT_PROBLEMS)


def data_note(matrix: Matrix) -> str:
    """What an answer was read from."""
    if matrix.is_bundled:
        return say("note.data-bundled", notices=matrix.notices_loaded)
    paths = "、".join(str(path) for path in matrix.paths)
    return say("note.data", notices=matrix.notices_loaded, paths=paths)
