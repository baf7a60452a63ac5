"""The commands that make what leaves the tool: checklists, the matrix, merged sheets, the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.answering import answer, data_note, finish, load, refuse_existing
from cli.options import Question
from cli.output import DATA_FORMATS, put, tell
from matrices.diagnostics import MatrixError
from matrices.wording import say

if TYPE_CHECKING:
    from matrices.answers.assignments import Responsibilities
    from matrices.api import Matrix
    from matrices.checklists.lists import Checklist
    from matrices.output.table import Table


class GraphFormat(StrEnum):
    """The formats a graph can be written in."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    DOT = "dot"
    MERMAID = "mermaid"
    JSON = "json"
    CSV = "csv"


def _checklist(
    question: Question,
    unit: Annotated[
        list[str] | None,
        typer.Argument(metavar="UNIT", help=say("help.units-arg"), autocompletion=completion.units),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=say("help.all"))] = False,
) -> None:
    from matrices.checklists.lists import build_checklists, checklist_table, checklists_table

    if bool(unit) == every:
        raise MatrixError("error.units-or-all")
    matrix = load(question)
    responsibilities = matrix.interpreted(**question.filters)
    units = None if every else matrix.find_units(unit or [], **question.filters)
    checklists = build_checklists(responsibilities, units, matrix.last_year(**question.filters))
    path = question.output
    if path is not None and _is_folder(path):
        _write_folder(checklists, responsibilities, question, path, matrix)
    elif path is not None and len(checklists) > 1 and _format(question, path) == "xlsx":
        _write_workbook(checklists, responsibilities, question, path, matrix)
    elif path is not None and len(checklists) == 1 and _format(question, path) not in DATA_FORMATS:
        _answer(checklist_table(checklists[0], responsibilities), question, matrix)
    else:
        _answer(checklists_table(checklists, responsibilities), question, matrix)


def _answer(table: Table, question: Question, matrix: Matrix) -> None:
    """Answer with what the catalogs asked about cover and leave out."""
    told = matrix.coverage_notes(**question.filters)
    answer(table._replace(notes=(*table.notes, *told)), question, matrix)


def _is_folder(path: Path) -> bool:
    """A path without a suffix means a folder that is still to be made."""
    try:
        return path.is_dir() or not path.suffix
    except OSError:  # a name too long; writing tells it better
        return not path.suffix


def _format(question: Question, path: Path) -> str:
    from matrices.output.formats import format_of

    return question.format.value if question.format else format_of(path)


def _write_folder(
    checklists: tuple[Checklist, ...],
    responsibilities: Responsibilities,
    question: Question,
    folder: Path,
    matrix: Matrix,
) -> None:
    from matrices.checklists.bundles import write_checklist_folder

    format_name = question.format.value if question.format else "xlsx"
    with _progress(len(checklists)) as report:
        names = write_checklist_folder(
            checklists,
            responsibilities,
            folder,
            format_name,
            notes=[data_note(matrix)],
            force=question.force,
            report=report,
        )
    tell(say("written-folder", path=str(folder), files=len(names), index=names[0]))
    finish(matrix)


def _write_workbook(
    checklists: tuple[Checklist, ...],
    responsibilities: Responsibilities,
    question: Question,
    path: Path,
    matrix: Matrix,
) -> None:
    from matrices.checklists.bundles import checklist_workbook
    from matrices.files.atomic import write_atomically

    refuse_existing(path, question)
    with _progress(len(checklists)) as report:
        data = checklist_workbook(
            checklists, responsibilities, notes=[data_note(matrix)], report=report
        )
    write_atomically(path, data, force=question.force)
    tell(say("written-workbook", path=str(path), sheets=len(checklists) + 1))
    finish(matrix)


@contextmanager
def _progress(steps: int) -> Iterator[Callable[[], object]]:
    """Show a progress bar while many files are made; only where a person watches."""
    from cli.terminal import progress_bar

    with progress_bar(say("progress.checklists"), steps) as report:
        yield report


def _matrix(
    question: Question,
    letters: Annotated[bool, typer.Option("--letters", help=say("help.letters"))] = False,
) -> None:
    from matrices.output.matrix import build_matrix, matrix_table

    matrix = load(question)
    responsibilities = matrix.interpreted(**question.filters)
    table = matrix_table(build_matrix(responsibilities), responsibilities, letters=letters)
    _answer(table, question, matrix)


def _merge(
    question: Question,
    filled: Annotated[list[Path], typer.Argument(metavar="FILLED", help=say("help.filled"))],
) -> None:
    from matrices.checklists.filled_sheets import find_sheet_files, read_filled_sheets
    from matrices.checklists.progress import merge_sheets, progress_table

    matrix = load(question)
    responsibilities = matrix.interpreted(**question.filters)
    sheets = [sheet for path in find_sheet_files(filled) for sheet in read_filled_sheets(path)]
    progress = merge_sheets(sheets, responsibilities)
    answer(progress_table(progress, responsibilities), question, matrix)


def _graph(
    question: Question,
    around: Annotated[
        str | None,
        typer.Option(
            "--around", metavar="UNIT", help=say("help.around"), autocompletion=completion.units
        ),
    ] = None,
    depth: Annotated[int, typer.Option("--depth", metavar="N", min=0, help=say("help.depth"))] = 1,
    measures: Annotated[bool, typer.Option("--measures", help=say("help.measures"))] = False,
    form: Annotated[
        GraphFormat | None,
        typer.Option("--as", metavar="FORMAT", help=say("help.graph-format")),
    ] = None,
) -> None:
    from matrices.answers.graph import cooperation_measures, network_of
    from matrices.output.graph_files import measures_table, write_network

    matrix = load(question)
    if measures:
        table = measures_table(
            cooperation_measures(matrix.overlaps(pairs=True, **question.filters).found)
        )
        answer(table, question, matrix)
        return
    units = matrix.find_units(around, **question.filters) if around else ()
    network = network_of(matrix.edges(**question.filters), around=units, depth=depth)
    if question.output is None:
        from matrices.output.graph_files import render_network

        put(render_network(network, form.value if form else "mermaid"))
    else:
        paths = write_network(
            network, question.output, form.value if form else "", force=question.force
        )
        tell(
            say(
                "written-graph",
                path="、".join(str(path) for path in paths),
                nodes=len(network.nodes),
                edges=len(network.edges),
            )
        )
    finish(matrix)


COMMANDS = {"checklist": _checklist, "merge": _merge, "matrix": _matrix, "graph": _graph}
