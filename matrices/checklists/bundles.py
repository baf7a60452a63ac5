"""Many checklists at once: a folder with a file for each unit, or a workbook with a sheet each."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from matrices.answers.assignments import Responsibilities
from matrices.checklists.lists import Checklist, checklist_table, index_table
from matrices.diagnostics import MatrixError
from matrices.files.atomic import umask
from matrices.files.names import file_names, sheet_names
from matrices.output.formats import SUFFIXES, encoded
from matrices.output.table import Table
from matrices.wording import say

Report = Callable[[], object]


def _nothing() -> None:
    """Nobody watches."""


def checklist_workbook(
    checklists: Sequence[Checklist],
    responsibilities: Responsibilities,
    notes: Sequence[str] = (),
    report: Report = _nothing,
) -> bytes:
    """A workbook with a sheet for each unit behind a front sheet that links to them."""
    from matrices.output.xlsx import render_workbook

    front_title = say("title.checklist-index")
    sheets = sheet_names(_told_apart(checklists), taken=[front_title])
    tables = []
    for checklist in checklists:
        table = checklist_table(checklist, responsibilities)
        tables.append(_with_notes(table, notes))
        report()
    front = index_table(checklists, responsibilities, sheets)
    return render_workbook(tables, sheets, front=_with_notes(front, notes))


def write_checklist_folder(
    checklists: Sequence[Checklist],
    responsibilities: Responsibilities,
    folder: Path,
    format_name: str,
    *,
    notes: Sequence[str] = (),
    force: bool = False,
    report: Report = _nothing,
) -> list[str]:
    """Write a file for each unit and an index with counts; returns the file names.

    All files are made in a temporary folder first: nothing is left behind where one of
    them cannot be made. Raises MatrixError where a file exists and `force` is not given.
    """
    suffix = next(suffix for suffix, name in SUFFIXES.items() if name == format_name)
    index_name = say("checklist.index-file") + suffix
    names = file_names(_told_apart(checklists), suffix, taken=[index_name])
    index = _with_notes(index_table(checklists, responsibilities, names), notes)

    def contents() -> Iterable[tuple[str, bytes]]:
        if format_name == "html":
            from matrices.output.html import render_html

            yield index_name, render_html(index, links=[_address(n) for n in names]).encode()
        else:
            yield index_name, encoded(index, format_name)
        for checklist, name in zip(checklists, names, strict=True):
            table = checklist_table(checklist, responsibilities)
            yield name, encoded(_with_notes(table, notes), format_name)
            report()

    write_folder(folder, [index_name, *names], contents(), force=force)
    return [index_name, *names]


def _with_notes(table: Table, notes: Sequence[str]) -> Table:
    return table._replace(notes=(*table.notes, *notes))


def _address(name: str) -> str:
    from urllib.parse import quote

    return "./" + quote(name)


def _told_apart(checklists: Sequence[Checklist]) -> list[str]:
    """Names of units, with their jurisdiction where several districts have one of the name."""
    names = [checklist.unit.name for checklist in checklists]
    return [
        name if names.count(name) == 1 else f"{name}（{checklist.unit.jurisdiction}）"
        for name, checklist in zip(names, checklists, strict=True)
    ]


def write_folder(
    folder: Path, names: Sequence[str], contents: Iterable[tuple[str, bytes]], *, force: bool
) -> None:
    """Write files into a folder, all or none as far as a file system allows.

    `names` are the file names that `contents` will give. The files are written to a
    temporary folder beside it; a new folder then appears as a whole, in a folder that
    exists each file is replaced at once.
    """
    temporary: Path | None = None
    try:
        if folder.exists() and not folder.is_dir():
            raise MatrixError("error.not-a-folder", path=str(folder))
        if not force:
            for name in names:
                if os.path.lexists(folder / name):
                    raise MatrixError("error.file-exists", path=str(folder / name))
        target = Path(os.path.realpath(folder))
        temporary = Path(tempfile.mkdtemp(prefix=".zeren-", dir=target.parent))
        for name, data in contents:
            (temporary / name).write_bytes(data)
        if target.exists():
            for name in names:
                (temporary / name).replace(target / name)
            temporary.rmdir()
        else:
            temporary.chmod(0o777 & ~umask())
            temporary.rename(target)
    except OSError as error:
        raise MatrixError(
            "error.cannot-write", path=str(folder), reason=error.strerror or str(error)
        ) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
