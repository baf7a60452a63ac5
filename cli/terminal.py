"""Tables on a terminal, drawn by rich and folded by display width."""

from __future__ import annotations

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from matrices.export import grouped_rows, shown, visible
from matrices.tables import Column, Kind, Table

_GAP = 2
_TEXT_NEEDS = 10
_ID_NEEDS = 24
_HEADER_NEEDS = 6
_FIXED = (Kind.NUMBER, Kind.SHARE, Kind.BAR)


def draw(table: Table) -> None:
    """Draw a table on standard output.

    Columns of ids and numbers keep their width; the others share what is left and fold,
    because cutting at spaces would drop Chinese text, which has none. Where even that does
    not fit, every row is drawn as a record of its own, a line for each field.
    """
    console = Console(highlight=False, emoji=False, markup=False)
    console.print(Text(visible(table.title), style="bold"))
    for heading, rows in grouped_rows(table):
        console.print()
        if heading:
            console.print(Text(visible(heading), style="bold cyan"))
        if not rows:
            continue
        kept = [
            n
            for n, column in enumerate(table.columns)
            if any(row[n] not in (0, "", None) for row in rows)
            or column.kind in (Kind.ID, Kind.SHARE)
        ]
        columns = [table.columns[n] for n in kept]
        cells = [[shown(row[n], table.columns[n]) for n in kept] for row in rows]
        widths = _widths(columns, cells, console.width)
        if widths:
            console.print(_grid(columns, cells, widths))
        else:
            _draw_records(console, columns, cells)
    console.print()
    for note in table.notes:
        console.print(Text(visible(note), style="dim"))


def _grid(columns: list[Column], cells: list[list[str]], widths: list[int]) -> RichTable:
    drawn = RichTable(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, _GAP - 1, 0, 0)
    )
    for column, width in zip(columns, widths, strict=True):
        drawn.add_column(
            Text(column.header),
            justify="right" if column.kind in (Kind.NUMBER, Kind.SHARE) else "left",
            overflow="fold",
            width=width,
        )
    for row in cells:
        drawn.add_row(*(Text(cell) for cell in row))
    return drawn


def _widths(columns: list[Column], cells: list[list[str]], available: int) -> list[int]:
    """A width for each column, [] where the columns need more than there is.

    What is left over goes to the narrowest of those that want more, column by column.
    """
    values = [max(cell_len(row[n]) for row in cells) for n in range(len(columns))]
    wanted: list[int] = []
    widths: list[int] = []
    for column, value in zip(columns, values, strict=True):
        header = max(cell_len(word) for word in column.header.split() or [""])
        if column.kind in _FIXED:
            wanted.append(max(value, header))
        else:
            wanted.append(max(value, cell_len(column.header)))
        needs = {Kind.TEXT: _TEXT_NEEDS, Kind.ID: _ID_NEEDS}.get(column.kind, value)
        widths.append(max(min(value, needs), min(header, _HEADER_NEEDS)))
    left = available - sum(widths) - _GAP * (len(widths) - 1)
    if left < 0:
        return []
    while left:
        growing = [n for n, width in enumerate(widths) if width < wanted[n]]
        if not growing:
            break
        widths[min(growing, key=lambda n: (columns[n].kind is Kind.TEXT, widths[n]))] += 1
        left -= 1
    return widths


def _draw_records(console: Console, columns: list[Column], cells: list[list[str]]) -> None:
    names = min(max(cell_len(column.header) for column in columns), console.width // 3)
    for row in cells:
        record = RichTable.grid(padding=(0, _GAP, 0, 0))
        record.add_column(overflow="fold", width=names)
        record.add_column(overflow="fold", width=max(2, console.width - names - 2 * _GAP))
        for column, cell in zip(columns, row, strict=True):
            if cell:
                record.add_row(Text(column.header, style="bold"), Text(cell))
        console.print(record)
        console.print()
