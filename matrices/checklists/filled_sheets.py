"""Reads checklists that came back filled: xlsx, csv or docx, as people and Excel left them.

Nothing that a person typed is passed over: columns they added, rows without a task id, and
what they wrote outside the table are all kept.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from matrices.catalogs.nodes import read_bytes
from matrices.diagnostics import MatrixError
from matrices.wording import in_every_language, say

SHEET_SUFFIXES = (".xlsx", ".csv", ".docx")
MAX_CELLS = 2_000_000
MAX_UNPACKED = 512 * 1024 * 1024
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_MORE_TASK_HEADS = ("任务编号", "任务id", "task id", "编号")

Grid = list[list[str]]


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row under the heads, as long as the heads are; `number` counts from 1 in the file."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """One table with task ids: its heads as written, its rows, and what stands around it.

    `title` is the name of a workbook's sheet, "" in other files; `id_column` is the place
    of the task ids among the heads.
    """

    path: Path
    title: str
    heads: tuple[str, ...]
    id_column: int
    rows: tuple[FilledRow, ...]
    outside: tuple[str, ...]

    @property
    def name(self) -> str:
        """What to call the sheet in a message."""
        return f"{self.path.name}[{self.title}]" if self.title else self.path.name


def find_sheet_files(paths: Iterable[Path]) -> list[Path]:
    """The files to read: those named, and those in the folders named, each once.

    In a folder, lock files of Excel and the index that `zeren checklist` wrote are no
    sheets. Raises MatrixError for a folder without any.
    """
    found: dict[Path, None] = {}
    indexes = {text.casefold() for text in in_every_language("checklist.index-file")}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        try:
            inside = sorted(
                child
                for child in path.iterdir()
                if child.suffix.lower() in SHEET_SUFFIXES
                and not child.name.startswith(("~$", "."))
                and child.stem.casefold() not in indexes
            )
        except OSError as error:
            raise MatrixError(
                "error.unreadable", path=str(path), reason=error.strerror or str(error)
            ) from error
        if not inside:
            raise MatrixError("error.no-sheets-in-folder", path=str(path))
        found.update(dict.fromkeys(inside))
    return list(found)


def read_filled_sheets(path: Path) -> list[FilledSheet]:
    """Every table with task ids in a file.

    Raises MatrixError for a file that is no xlsx, csv or docx, is damaged or too large, or
    holds no such table.
    """
    data = read_bytes(path)
    reader = {".xlsx": _xlsx_grids, ".csv": _csv_grids, ".docx": _docx_grids}.get(
        path.suffix.lower()
    )
    if reader is None:
        raise MatrixError(
            "error.not-a-sheet", path=str(path), reason=path.suffix or say("cell.blank")
        )
    try:
        if reader is not _csv_grids:
            _refuse_bomb(data, path)
        with warnings.catch_warnings():  # openpyxl warns of every Excel feature it does not know
            warnings.simplefilter("ignore")
            grids = list(_limited(reader(data), path))
    except MatrixError:
        raise
    except Exception as error:  # a damaged file fails in every way its reader can
        raise MatrixError("error.not-a-sheet", path=str(path), reason=str(error)[:200]) from error
    sheets = []
    around: list[str] = []
    for title, grid in grids:
        sheet = _find_table(path, title, grid)
        if sheet is not None:
            sheets.append(sheet)
        elif not _is_index(grid):
            around += [text for row in grid for text in row if text.strip()]
    if not sheets:
        raise MatrixError("error.no-sheet", path=str(path))
    if around:
        first = sheets[0]
        outside = (*first.outside, *around)
        sheets[0] = FilledSheet(
            first.path, first.title, first.heads, first.id_column, first.rows, outside
        )
    return sheets


def _refuse_bomb(data: bytes, path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
            raise MatrixError("error.too-large", path=str(path), limit=f"{MAX_UNPACKED >> 20} MiB")


def _limited(
    grids: Iterable[tuple[str, Iterator[list[str]]]], path: Path
) -> Iterator[tuple[str, Grid]]:
    cells = 0
    for title, rows in grids:
        grid: Grid = []
        for row in rows:
            while row and not row[-1]:
                row.pop()
            cells += len(row)
            if cells > MAX_CELLS:
                raise MatrixError("error.sheet-too-large", path=str(path), limit=str(MAX_CELLS))
            grid.append(row)
        while grid and not grid[-1]:
            grid.pop()
        yield title, grid


def _xlsx_grids(data: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    from openpyxl import load_workbook

    shown = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    typed = load_workbook(io.BytesIO(data), read_only=True)
    several = len(shown.worksheets) > 1
    for sheet, formulas in zip(shown.worksheets, typed.worksheets, strict=True):
        rows = (
            [
                # a formula that no program has reckoned yet has no value: its text is kept
                _cell_text(a if a.value is not None else b)
                for a, b in zip(values, texts, strict=True)
            ]
            for values, texts in zip(sheet.iter_rows(), formulas.iter_rows(), strict=True)
        )
        yield (sheet.title if several else ""), rows


def _cell_text(cell: Any) -> str:  # noqa: ANN401 - openpyxl has a type for every kind of cell
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
        case int() | float() if "%" in str(cell.number_format):
            return f"{value * 100:g}%"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _:
            return str(value)


def _csv_grids(data: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    text = _decoded(data)
    first_line = text.split("\n", 1)[0]
    separator = max((",", "\t", ";"), key=first_line.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    yield "", ([_without_guard(cell) for cell in row] for row in rows)


def _decoded(data: bytes) -> str:
    """Excel saves csv in UTF-8 with a mark, in UTF-16 or in the Chinese code page."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _without_guard(cell: str) -> str:
    """Take off the apostrophe that our csv puts before a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell


def _docx_grids(data: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    import docx
    from docx.oxml.ns import qn

    document = docx.Document(io.BytesIO(data))
    outside: Grid = []
    tables: list[Grid] = []
    for block in document.element.body:
        if block.tag == qn("w:tbl"):
            tables.append([_docx_row(row) for row in block.iter(qn("w:tr"))])
        elif text := _docx_text(block).strip():
            (tables[-1] if tables else outside).append([text])
    if tables:
        tables[0] = [*outside, *tables[0]]
    yield from (("", iter(grid)) for grid in tables)


def _docx_row(row: Any) -> list[str]:  # noqa: ANN401 - lxml elements have no useful type
    from docx.oxml.ns import qn

    cells: list[str] = []
    for cell in row.iter(qn("w:tc")):
        cells.append(_docx_text(cell))
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        if span is not None:
            cells += [""] * (int(span.get(qn("w:val"), "1")) - 1)
    return cells


def _docx_text(element: Any) -> str:  # noqa: ANN401
    """All text of an element, that of tracked insertions too, which python-docx leaves out."""
    from docx.oxml.ns import qn

    lines: list[str] = []
    paragraphs = [element] if element.tag == qn("w:p") else element.iter(qn("w:p"))
    for paragraph in paragraphs:
        text = ""
        for piece in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
            if piece.tag == qn("w:t"):
                text += piece.text or ""
            elif piece.getparent().tag == qn("w:r"):
                text += "\t" if piece.tag == qn("w:tab") else "\n"
        lines.append(text)
    return "\n".join(lines)


def _find_table(path: Path, title: str, grid: Grid) -> FilledSheet | None:
    """The table of a grid: its heads are the first row with a head for task ids."""
    for number, row in enumerate(grid):
        id_column = _id_column(row)
        if id_column is None:
            continue
        width = max(len(r) for r in grid[number:])
        heads = _heads(row, width)
        outside = [text for before in grid[:number] for text in before if text.strip()]
        rows: list[FilledRow] = []
        for place, cells in enumerate(grid[number + 1 :], number + 2):
            filled = [n for n, text in enumerate(cells) if text.strip()]
            padded = (*cells, *[""] * (width - len(cells)))
            if not filled or [c.strip() for c in padded] == [
                c.strip() for c in (*row, *[""] * (width - len(row)))
            ]:
                continue  # blank, or the heads once more
            if len(filled) == 1 and filled[0] == 0 and (id_column != 0 or not _is_id(cells[0])):
                outside.append(cells[0])  # a heading or a note over the whole width
            else:
                rows.append(FilledRow(place, padded))
        return FilledSheet(path, title, heads, id_column, tuple(rows), tuple(outside))
    return None


def _id_column(row: Sequence[str]) -> int | None:
    if sum(bool(text.strip()) for text in row) < 2:
        return None
    known = {text.casefold() for text in (*in_every_language("head.task"), *_MORE_TASK_HEADS)}
    return next((n for n, text in enumerate(row) if text.strip().casefold() in known), None)


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[^\s/]+/[^\s/]+", text.strip()) is not None


def _heads(row: Sequence[str], width: int) -> tuple[str, ...]:
    """A name for every column, no two the same: none may hide another."""
    heads: list[str] = []
    for n in range(width):
        head = " ".join((row[n] if n < len(row) else "").split())
        head = head or say("head.unnamed-column", number=n + 1)
        name, number = head, 2
        while name in heads:
            name = f"{head} ({number})"
            number += 1
        heads.append(name)
    return tuple(heads)


def _is_index(grid: Grid) -> bool:
    titles = in_every_language("title.checklist-index")
    return bool(grid) and bool(grid[0]) and grid[0][0].strip() in titles
