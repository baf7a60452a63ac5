"""What writing checklists costs beside writing the same cells straight with the library.

Run ``python -m benchmarks.export_speed``: all checklists of one notice as one xlsx workbook
and as docx files, in process, rounds of both interleaved so that a slow minute hits both.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from statistics import median
from typing import Any

import docx
import openpyxl
import xlsxwriter
from docx.oxml.ns import qn

from matrices.answers.assignments import interpret
from matrices.answers.scope import Scope
from matrices.catalogs.workspace import load_workspace
from matrices.checklists.bundles import checklist_workbook
from matrices.checklists.lists import build_checklists, checklist_table
from matrices.output.formats import encoded
from matrices.output.table import Table
from matrices.output.xlsx import render_workbook

Cell = tuple[int, int, Any]


def cells_of(workbook: bytes) -> list[list[Cell]]:
    """Every cell of a workbook, sheet by sheet, blank ones with a border too."""
    return [
        [
            (row, column, cell.value)
            for row, cells in enumerate(sheet.iter_rows())
            for column, cell in enumerate(cells)
            if cell.value is not None or cell.has_style  # others are not in the file
        ]
        for sheet in openpyxl.load_workbook(io.BytesIO(workbook))
    ]


def straight_xlsx(sheets: list[list[Cell]]) -> bytes:
    """The same cells in the same sheets, in one format, without any thought for their look."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    bordered = workbook.add_format({"border": 1, "text_wrap": True})
    for cells in sheets:
        sheet = workbook.add_worksheet()
        for row, column, value in cells:
            if value is None:
                sheet.write_blank(row, column, None, bordered)
            elif isinstance(value, str):
                sheet.write_string(row, column, value, bordered)
            else:
                sheet.write_number(row, column, value, bordered)
    workbook.close()
    return out.getvalue()


def straight_docx(table: Table) -> bytes:
    """The same cells in a plain table, by the fastest way python-docx has: copied rows."""
    document: Any = docx.Document()
    drawn = document.add_table(rows=1, cols=len(table.columns))
    for cell, column in zip(drawn.rows[0].cells, table.columns, strict=True):
        cell.text = column.header
    template = drawn.rows[0]._tr
    for row in table.rows:
        copied = deepcopy(template)
        for text, value in zip(copied.iter(qn("w:t")), row, strict=True):
            text.text = str(value)
        drawn._tbl.append(copied)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def compare(
    ours: Callable[[], object], straight: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Median seconds of ours, and the median ratio to the straight way."""
    seconds: list[float] = []
    ratios: list[float] = []
    for _ in range(rounds):
        took = []
        for work in (ours, straight):
            start = time.perf_counter()
            work()
            took.append(time.perf_counter() - start)
        seconds.append(took[0])
        ratios.append(took[0] / took[1])
    return median(seconds), median(ratios)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.export_speed")
    parser.add_argument("--notice", default="jiangjin-2025")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--times", type=int, default=7, help="rows of the long lists, times (7)")
    options = parser.parse_args()
    workspace = load_workspace()
    responsibilities = interpret(
        workspace.catalogs, workspace.registry, Scope(notices=(options.notice,))
    )
    checklists = build_checklists(responsibilities)
    tables = [checklist_table(checklist, responsibilities) for checklist in checklists]
    # 60 agencies with all that reaches them through collectives have some 2,900 rows
    long = [table._replace(rows=table.rows * options.times, groups=()) for table in tables]
    print(f"{options.notice}: {len(checklists)} checklists")
    print("| what | rows | seconds | goal | ratio to straight writing | goal |")
    print("|---|---:|---:|---:|---:|---:|")
    report(
        "one xlsx, from the assignments on",
        tables,
        3,
        lambda: checklist_workbook(checklists, responsibilities),
        partial(straight_xlsx, cells_of(checklist_workbook(checklists, responsibilities))),
        options.rounds,
    )
    report(
        "one xlsx, long lists",
        long,
        3,
        lambda: render_workbook(long),
        partial(straight_xlsx, cells_of(render_workbook(long))),
        options.rounds,
    )
    for name, made in (("docx, a file each", tables), ("docx, long lists", long)):
        report(
            name,
            made,
            10,
            partial(all_docx, made),
            partial(all_straight_docx, made),
            options.rounds,
        )


def all_docx(tables: list[Table]) -> list[bytes]:
    return [encoded(table, "docx") for table in tables]


def all_straight_docx(tables: list[Table]) -> list[bytes]:
    return [straight_docx(table) for table in tables]


def report(
    name: str,
    tables: list[Table],
    goal: int,
    ours: Callable[[], object],
    straight: Callable[[], object],
    rounds: int,
) -> None:
    seconds, ratio = compare(ours, straight, rounds)
    rows = sum(len(table.rows) for table in tables)
    print(f"| {name} | {rows} | {seconds:.2f} | {goal} | {ratio:.2f} | 1.5 |")


if __name__ == "__main__":
    main()
