"""Excel workbooks (.xlsx, .xlsm), through openpyxl: each sheet is one table."""

from __future__ import annotations

import datetime
import io
import re
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from matrices.diagnostics import MatrixError, Problem
from matrices.readers import limits
from matrices.readers.document import Document, DocumentPlace, Table
from matrices.readers.encoding import Cleaner
from matrices.readers.grid import SpanCell, lay_out
from matrices.readers.remarks import remark

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s>/]")
_MERGE_TAG = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Za-z0-9$:]+)[\"']")
_DECIMALS = re.compile(r"0(?:\.(0+))?")
_MIDNIGHT: Final = datetime.time()


def read_xlsx(data: bytes, name: str) -> Document:
    """Read every visible sheet of a workbook that `archive.inspect_archive` has let pass.

    Cells hold what a person sees: numbers without a false ".0", percentages, dates as ISO
    dates, and the values formulas had when the file was saved. Empty rows are left out; the
    row places keep the numbers of the sheet.

    Raises:
        MatrixError: ``error.document-damaged``, ``error.document-too-many-rows``,
            ``error.document-no-text``.

    """
    import openpyxl

    try:
        _check_size(data, name)
        with warnings.catch_warnings():
            # openpyxl warns of extensions it drops (validation, colours); none holds text.
            warnings.simplefilter("ignore")
            # Twice: for the values, and for formulas whose value was never saved.
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data))
        reading = _Reading(name)
        for sheet in values.worksheets:
            reading.read(sheet, formulas[sheet.title])
    except MatrixError:
        raise
    # openpyxl answers a broken workbook with KeyError, TypeError, ValueError, XML errors ...;
    # none of these says more than "damaged".
    except Exception as error:
        raise MatrixError("error.document-damaged", name=name, kind="xlsx") from error
    if not reading.tables:
        raise MatrixError("error.document-no-text", name=name)
    problems = [*reading.cleaner.remarks(name), *reading.problems]
    return Document(tuple(reading.tables), tuple(problems), kind="xlsx")


def _check_size(data: bytes, name: str) -> None:
    """Count cells before openpyxl makes an object of each, merged ones included."""
    from openpyxl.utils.cell import range_boundaries

    with ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if not part.endswith(".xml"):
                continue
            xml = archive.read(part)
            cells = sum(1 for _ in _CELL_TAG.finditer(xml))
            for merge in _MERGE_TAG.finditer(xml):
                left, top, right, bottom = range_boundaries(merge[1].decode())
                cells += ((bottom or 0) - (top or 0) + 1) * ((right or 0) - (left or 0) + 1)
                if cells > limits.TABLE_CELLS:
                    break
            if cells > limits.TABLE_CELLS:
                raise _too_many(name, part)


def _too_many(name: str, where: str) -> MatrixError:
    limit = str(limits.TABLE_ROWS)
    return MatrixError("error.document-too-many-rows", name=name, limit=limit, where=where)


class _Reading:
    def __init__(self, name: str) -> None:
        self._name = name
        self.cleaner = Cleaner()
        self.tables: list[Table] = []
        self.problems: list[Problem] = []

    def read(self, sheet: Worksheet, formulas: Worksheet) -> None:
        """Add the sheet as a table, or a remark when it is hidden."""
        place = DocumentPlace(table=len(self.tables) + 1, sheet=sheet.title)
        texts = self._texts(sheet, formulas, place)
        if not texts:
            return
        if sheet.sheet_state != "visible":
            self.problems.append(
                remark("hidden-sheet-skipped", self._name, DocumentPlace(sheet=sheet.title))
            )
            return
        spans = _spans(sheet)
        height = max(row for row, _ in texts)
        width = max(column for _, column in texts)
        for (row, column), (rows, columns) in spans.items():
            if (row, column) in texts:
                # A merge beyond the last text still belongs to the rows it covers.
                height, width = max(height, row + rows - 1), max(width, column + columns - 1)
        if height > limits.TABLE_ROWS or width > limits.TABLE_COLUMNS:
            raise _too_many(self._name, DocumentPlace(sheet=sheet.title).describe())
        cells = [
            SpanCell(row - 1, column - 1, text, *spans.get((row, column), (1, 1)))
            for (row, column), text in texts.items()
        ]
        grid = lay_out(cells, height, width)
        filled = [n for n, row in enumerate(grid, start=1) if any(cell.text for cell in row)]
        left = min(column for _, column in texts)
        self._tell_hidden(sheet, filled, left, width)
        read = tuple(tuple(grid[n - 1][left - 1 :]) for n in filled)
        places = tuple(DocumentPlace(table=place.table, row=n, sheet=place.sheet) for n in filled)
        self.tables.append(Table(read, place, row_places=places))

    def _texts(
        self, sheet: Worksheet, formulas: Worksheet, place: DocumentPlace
    ) -> dict[tuple[int, int], str]:
        """Return what every cell that is not empty shows, by row and column from 1."""
        texts: dict[tuple[int, int], str] = {}
        unsaved: list[str] = []
        typed = _written_cells(formulas)
        for (row, column), cell in _written_cells(sheet).items():
            text = self.cleaner.clean(shown(cell.value, cell.number_format)).strip()
            if text:
                texts[row, column] = text
            elif (row, column) in typed and typed[row, column].data_type == "f":
                unsaved.append(cell.coordinate)
        if unsaved:
            count, first = str(len(unsaved)), unsaved[0]
            self.problems.append(
                remark("formula-without-value", self._name, place, count=count, cell=first)
            )
        return texts

    def _tell_hidden(self, sheet: Worksheet, filled: Iterable[int], left: int, right: int) -> None:
        from openpyxl.utils import get_column_letter

        place = DocumentPlace(sheet=sheet.title)
        rows = [n for n in filled if n in sheet.row_dimensions and sheet.row_dimensions[n].hidden]
        if rows:
            numbers = "、".join(map(str, rows[:10])) + ("…" if len(rows) > 10 else "")
            self.problems.append(
                remark("hidden-rows-read", self._name, place, count=str(len(rows)), rows=numbers)
            )
        columns = [
            get_column_letter(n)
            for dimension in sheet.column_dimensions.values()
            if dimension.hidden
            for n in range(max(dimension.min or 1, left), min(dimension.max or 1, right) + 1)
        ]
        if columns:
            self.problems.append(
                remark("hidden-columns-read", self._name, place, columns="、".join(columns))
            )


def _written_cells(sheet: Worksheet) -> dict[tuple[int, int], Cell | MergedCell]:
    """Return the cells that the file holds, by row and column from 1.

    openpyxl's public iterators make a cell for every place of the used area, which one cell
    in the last row of the sheet makes enormous.
    """
    return sheet._cells


def _spans(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the merged ranges: first row and column -> number of rows and columns."""
    return {
        (merge.min_row, merge.min_col): (
            merge.max_row - merge.min_row + 1,
            merge.max_col - merge.min_col + 1,
        )
        for merge in sheet.merged_cells.ranges
    }


def shown(value: object, number_format: str = "General") -> str:
    """Return a cell's value as the sheet shows it, near enough to be recognised.

    Number formats are followed for percentages and fixed decimals only; dates come as ISO
    dates whatever their format.
    """
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime.datetime():
            if value.time() == _MIDNIGHT:
                return value.date().isoformat()
            return value.isoformat(sep=" ", timespec="seconds")
        case datetime.date() | datetime.time() | datetime.timedelta():
            return str(value)
        case int() | float():
            return _number(value, number_format)
        case _:
            return str(value)


def _number(value: float, number_format: str) -> str:
    section = number_format.split(";", 1)[0]
    decimals = _DECIMALS.search(section)
    if "%" in section:
        value *= 100
    if decimals and (decimals[1] or "%" in section):
        written = f"{value:.{len(decimals[1] or '')}f}"
    else:
        # 15 digits are what a sheet shows; more are the noise of binary fractions.
        written = f"{value:.15g}"
        if "e" in written and abs(value) < 1e21:
            written = f"{value:.0f}" if abs(value) >= 1 else f"{value:.15f}".rstrip("0")
    return f"{written}%" if "%" in section else written
