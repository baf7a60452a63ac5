"""Cells that span rows and columns, laid out so that every place of the grid is filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matrices.readers.document import GridCell


@dataclass(frozen=True, slots=True)
class SpanCell:
    """A cell at a place of the grid, and how many rows and columns it covers."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


def lay_out(cells: Iterable[SpanCell], rows: int, columns: int) -> list[list[GridCell]]:
    """Repeat each cell in every place it covers; places nobody covers are empty.

    Where cells overlap, which only broken documents do, the earlier cell keeps the place.
    """
    grid: list[list[GridCell | None]] = [[None] * columns for _ in range(rows)]
    for cell in cells:
        for row in range(cell.row, min(cell.row + cell.rows, rows)):
            for column in range(cell.column, min(cell.column + cell.columns, columns)):
                if grid[row][column] is None:
                    grid[row][column] = GridCell(cell.text, row > cell.row, column > cell.column)
    return [[cell or GridCell("") for cell in row] for row in grid]
