"""Tables on a terminal, drawn by rich and folded by display width."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from cli.folding import folded
from matrices.output.cells import grouped_rows, shown, visible
from matrices.output.table import Column, Kind, Table
from matrices.wording import say

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
    if any(column.kind is Kind.MARK for column in table.columns):
        _draw_marks(console, table)
    else:
        _draw_groups(console, table)
    console.print()
    for note in table.notes:
        _print_text(console, visible(note), "dim")


def _print_text(console: Console, text: str, style: str) -> None:
    for line in folded(text, console.width):
        console.print(Text(line, style=style))


def _draw_groups(console: Console, table: Table) -> None:
    for heading, rows in grouped_rows(table):
        console.print()
        if heading:
            _print_text(console, visible(heading), "bold cyan")
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
        drawn.add_row(
            *(
                Text("\n".join(folded(cell, width)) if column.kind is Kind.TEXT else cell)
                for cell, column, width in zip(row, columns, widths, strict=True)
            )
        )
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


_MARK_WIDTH = 2
_LEAST_TITLE, _MOST_TITLE = 8, 30


def _draw_marks(console: Console, table: Table) -> None:
    """Draw a matrix: heads written downwards, and as many pages of columns as it takes.

    Chinese names read well from top to bottom, and a column then takes two places only. No
    line is ever longer than the screen.
    """
    fixed = [n for n, column in enumerate(table.columns) if column.kind is not Kind.MARK]
    marks = [n for n, column in enumerate(table.columns) if column.kind is Kind.MARK]
    widths = []
    for n in fixed:
        widest = max((cell_len(shown(row[n], table.columns[n])) for row in table.rows), default=0)
        most = _MOST_TITLE if table.columns[n].kind is Kind.TEXT else _ID_NEEDS
        widths.append(max(min(widest, most), min(cell_len(table.columns[n].header), most)))
    one_mark = _MARK_WIDTH + _GAP - 1
    while sum(widths) + len(widths) + one_mark > console.width and max(widths) > _LEAST_TITLE:
        widths[widths.index(max(widths))] -= 1
    on_page = max(1, (console.width - sum(widths) - len(widths)) // one_mark)
    pages = [marks[start : start + on_page] for start in range(0, len(marks), on_page)]
    for number, page in enumerate(pages, 1):
        console.print()
        groups = "、".join(g for g, _ in groupby(table.columns[n].group for n in page) if g)
        heading = say("matrix.page", page=number, pages=len(pages), groups=visible(groups))
        console.print(Text(heading, style="bold"))
        # the rule between two columns is their gap
        drawn = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0)
        for n, width in zip(fixed, widths, strict=True):
            header = Text(visible(table.columns[n].header))
            drawn.add_column(header, overflow="fold", width=width, vertical="top")
        for n in page:
            upright = "\n".join(visible(table.columns[n].header).replace("\n", " "))
            drawn.add_column(Text(upright), width=_MARK_WIDTH, overflow="fold")
        for heading, rows in grouped_rows(table):
            if heading:
                cells = ["", heading] if len(fixed) > 1 else [heading]
                drawn.add_row(*(Text(visible(cell), style="bold cyan") for cell in cells))
            for row in rows:
                drawn.add_row(*(Text(shown(row[n], table.columns[n])) for n in (*fixed, *page)))
        console.print(drawn)


@contextmanager
def progress_bar(text: str, steps: int) -> Iterator[Callable[[], object]]:
    """A progress bar on the error stream while the work goes on; yields what counts a step.

    Nothing is shown where no person watches, or where there is next to nothing to do.
    """
    console = Console(stderr=True)
    if not console.is_terminal or steps < _WORTH_A_BAR:
        yield _uncounted
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # without a thread that draws: a process with threads cannot be copied, which reading files does
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as progress:
        task = progress.add_task(text, total=steps)
        drawn = 0.0

        def step() -> None:
            nonlocal drawn
            progress.advance(task)
            now = time.monotonic()
            if now - drawn >= _SECONDS_BETWEEN_DRAWINGS:
                drawn = now
                progress.refresh()

        yield step


_WORTH_A_BAR = 5
_SECONDS_BETWEEN_DRAWINGS = 0.1


def _uncounted() -> None:
    """Nobody watches."""
