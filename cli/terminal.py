"""Tables on a terminal, drawn by rich and folded by display width."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from matrices.export import grouped_rows, shown, visible
from matrices.tables import Kind, Table


def draw(table: Table) -> None:
    """Draw a table on standard output.

    Columns of ids and numbers keep their width; the others share what is left and fold,
    because cutting at spaces would drop Chinese text, which has none.
    """
    console = Console(highlight=False, emoji=False, markup=False)
    console.print(Text(visible(table.title), style="bold"))
    for heading, rows in grouped_rows(table):
        if heading:
            console.print()
            console.print(Text(visible(heading), style="bold cyan"))
        if not rows:
            continue
        drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
        kept = [
            n
            for n, column in enumerate(table.columns)
            if column.kind in (Kind.ID, Kind.TEXT, Kind.SHARE)
            or any(row[n] not in (0, "", None) for row in rows)
        ]
        kept = [
            n for n in kept if table.columns[n].kind is not Kind.TEXT or any(row[n] for row in rows)
        ]
        for n in kept:
            column = table.columns[n]
            number = column.kind in (Kind.NUMBER, Kind.SHARE)
            drawn.add_column(
                Text(column.header),
                justify="right" if number else "left",
                overflow="fold",
                no_wrap=column.kind in (Kind.NUMBER, Kind.SHARE, Kind.BAR),
            )
        for row in rows:
            drawn.add_row(*(Text(shown(row[n], table.columns[n])) for n in kept))
        console.print(drawn)
    for note in table.notes:
        console.print(Text(visible(note), style="dim"))
