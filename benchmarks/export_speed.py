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
from statistics import median
from typing import Any

import docx
import xlsxwriter
from docx.oxml.ns import qn

from matrices.assignments import Scope, interpret
from matrices.bundles import checklist_workbook
from matrices.checklists import build_checklists, checklist_table
from matrices.export import encoded
from matrices.tables import Table
from matrices.workspace import load_workspace


def straight_xlsx(tables: list[Table]) -> bytes:
    """The same cells in the same sheets, in one format, without any thought for their look."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    bordered = workbook.add_format({"border": 1, "text_wrap": True})
    for number, table in enumerate(tables):
        sheet = workbook.add_worksheet(f"s{number}")
        for n, column in enumerate(table.columns):
            sheet.write_string(0, n, column.header, bordered)
        for place, row in enumerate(table.rows, 1):
            for n, value in enumerate(row):
                if isinstance(value, str):
                    if value:
                        sheet.write_string(place, n, value, bordered)
                    else:
                        sheet.write_blank(place, n, None, bordered)
                elif value is not None:
                    sheet.write_number(place, n, value, bordered)
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
    options = parser.parse_args()
    workspace = load_workspace()
    responsibilities = interpret(
        workspace.catalogs, workspace.registry, Scope(notices=(options.notice,))
    )
    checklists = build_checklists(responsibilities)
    tables = [checklist_table(checklist, responsibilities) for checklist in checklists]
    rows = sum(len(table.rows) for table in tables)
    print(f"{options.notice}: {len(checklists)} checklists, {rows} rows")
    print("| what | seconds | goal | ratio to straight writing | goal |")
    print("|---|---:|---:|---:|---:|")
    seconds, ratio = compare(
        lambda: checklist_workbook(checklists, responsibilities),
        lambda: straight_xlsx(tables),
        options.rounds,
    )
    print(f"| one xlsx, a sheet each | {seconds:.2f} | 3 | {ratio:.2f} | 1.5 |")
    seconds, ratio = compare(
        lambda: [encoded(table, "docx") for table in tables],
        lambda: [straight_docx(table) for table in tables],
        options.rounds,
    )
    print(f"| docx, a file each | {seconds:.2f} | 10 | {ratio:.2f} | 1.5 |")


if __name__ == "__main__":
    main()
