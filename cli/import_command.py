"""`zeren import`: a real notice in, a catalog a person can review out."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import DataOption
from cli.output import EXIT_PROBLEMS, put, tell
from matrices.diagnostics import MatrixError
from matrices.wording import problem_line, say

if TYPE_CHECKING:
    from matrices.importing.importer import Imported
    from matrices.importing.updating import Change
    from matrices.readers.identify import Progress

_STANDARD_INPUT = "-"
_CATALOG_SUFFIXES = ("", ".yaml", ".yml")
_PATIENCE = 1.0  # seconds before a progress bar appears


def import_notice(
    ctx: typer.Context,
    notice: Annotated[str, typer.Argument(metavar="NOTICE", help=say("help.import.notice"))],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=say("help.import.output"))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=say("help.force"))] = False,
    update: Annotated[bool, typer.Option("--update", help=say("help.import.update"))] = False,
    pages: Annotated[
        str, typer.Option("--pages", metavar="A-B", help=say("help.import.pages"))
    ] = "",
    table: Annotated[
        list[int], typer.Option("--table", metavar="N", min=1, help=say("help.import.table"))
    ] = [],  # noqa: B006 - typer copies it
    section: Annotated[
        list[str], typer.Option("--section", metavar="SECTION", help=say("help.import.section"))
    ] = [],  # noqa: B006
    text: Annotated[bool, typer.Option("--text", help=say("help.import.text"))] = False,
    notice_id: Annotated[str, typer.Option("--id", metavar="ID", help=say("help.import.id"))] = "",
    jurisdiction: Annotated[
        str, typer.Option("--jurisdiction", metavar="NAME", help=say("help.import.jurisdiction"))
    ] = "",
    data: Annotated[list[Path], DataOption] = [],  # noqa: B006
) -> None:
    """Import one notice; the registries of `data` help to read its names."""
    from matrices.catalogs.workspace import load_registry
    from matrices.catalogs.writer import write_catalog
    from matrices.importing.importer import ImportRequest, import_document
    from matrices.readers.identify import read_document
    from matrices.readers.limits import FILE_BYTES

    if output is not None and output.suffix.lower() not in _CATALOG_SUFFIXES:
        raise MatrixError("error.import-output-kind", path=str(output))
    if output is not None and output.exists() and not (force or update):
        raise MatrixError("error.import-file-exists", path=str(output))
    if update and output is None:
        raise MatrixError("error.update-needs-output")
    # one byte more than the limit tells an endless pipe from a file that just fits
    source = sys.stdin.buffer.read(FILE_BYTES + 1) if notice == _STANDARD_INPUT else Path(notice)
    name = "stdin" if notice == _STANDARD_INPUT else Path(notice).name
    request = ImportRequest(
        notice_id=_checked_id(notice_id) or _id_of(output, name, update=update),
        jurisdiction=jurisdiction,
        tables=tuple(table),
        sections=tuple(section),
        keep_text=text,
    )
    with _progress() as progress:
        document = read_document(source, name=name, pages=_page_range(pages), progress=progress)
    imported = import_document(document, notice, load_registry(data or ctx.obj or ()), request)
    comments = {
        key: [say("import.comment", doubt=problem_line(problem)) for problem in problems]
        for key, problems in imported.doubts_by_task.items()
    }
    if update and output is not None and output.exists():
        _update(output, imported)
    else:
        _write(write_catalog(imported.catalog, comments), output, force=force)
    _tell_result(imported)
    if imported.doubts or not imported.catalog.tasks:
        raise typer.Exit(EXIT_PROBLEMS)


def _checked_id(notice_id: str) -> str:
    from matrices.catalogs.fields import IDENTIFIER

    if notice_id and not IDENTIFIER.fullmatch(notice_id):
        raise MatrixError("error.bad-id", id=notice_id)
    return notice_id


def _id_of(output: Path | None, name: str, *, update: bool) -> str:
    """The id of the catalog being updated, else of the source's name."""
    from matrices.importing.front_matter import notice_id

    if update and output is not None and output.exists():
        from matrices.importing.updating import id_of_catalog

        return id_of_catalog(output)
    return notice_id(output.name if name == "stdin" and output is not None else name)


def _page_range(pages: str) -> range | None:
    if not pages:
        return None
    first, _, last = pages.partition("-")
    if (
        not first.isdecimal()
        or (last and not last.isdecimal())
        or not 0 < int(first) <= int(last or first)
    ):
        raise MatrixError("error.bad-pages", pages=pages)
    return range(int(first), int(last or first) + 1)


def _write(text: str, output: Path | None, *, force: bool) -> None:
    if output is None:
        put(text)
        return
    from matrices.files.atomic import write_atomically

    write_atomically(output, text.encode("utf-8"), force=force)


def _update(output: Path, imported: Imported) -> None:
    from matrices.files.atomic import write_atomically
    from matrices.importing.updating import merge_import

    text, changes = merge_import(output, imported)
    write_atomically(output, text.encode("utf-8"), force=True)
    for change in changes:
        _tell_change(change)
    tell(say("import.changes", changes=len(changes), path=str(output)))


def _tell_change(change: Change) -> None:
    tell(say("import.change." + change.kind.value, task=change.task_id))
    for sign, words in (("-", change.before), ("+", change.after)):
        if words:
            tell(f"    {sign} {words}")


def _tell_result(imported: Imported) -> None:
    for note in imported.notes:
        tell(problem_line(note))
    for number, problem in enumerate(imported.doubts, 1):
        tell(f"{number}. {problem_line(problem)}")
    summary = imported.summary
    tell(
        say(
            "import.summary",
            tasks=summary.tasks,
            units=summary.units,
            stated=summary.stated,
            by_rule=summary.by_rule,
            without=summary.without_units,
            doubts=summary.doubts,
        )
    )
    if summary.left_out:
        tell(say("import.left-out", items=summary.left_out))
    if summary.plain_left_out:
        tell(say("import.plain-left-out", items=summary.plain_left_out))
    if not summary.tasks:
        tell(say("import.nothing"))


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A progress bar on the error stream, only for a person and only after a second."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    started = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Bar(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(say("import.reading"), total=None)
    running = False

    def report(done: int, total: int) -> None:
        nonlocal running
        if not running and time.monotonic() - started > _PATIENCE:
            bar.start()
            running = True
        bar.update(task, completed=done, total=total)

    try:
        yield report
    finally:
        if running:
            bar.stop()


COMMANDS = {"import": import_notice}
