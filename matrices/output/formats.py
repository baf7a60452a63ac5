"""Tables in every format: each is one function, found by name or by a file's suffix.

Formats that hold text are made here; html, xlsx, docx and pdf have a module each. What data can
do to a reader is stopped here: control characters become visible, Markdown is
escaped, and a csv cell that a spreadsheet would run as a formula stays text.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from matrices.diagnostics import MatrixError
from matrices.output.cells import UNSEEN, console_width, grouped_rows, shown, visible
from matrices.output.table import Column, Kind, Table, Value

_MARKDOWN = r"([\\`*_\[\]<>|#~])"
_NUMBERS = (Kind.NUMBER, Kind.SHARE)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render_table(table: Table) -> str:
    """Aligned columns under headings, not wrapped, for pipes and files."""
    return _aligned(table, lambda rows: _tabulated(table, rows, "simple", _one_line))


def render_plain(table: Table) -> str:
    """Aligned columns without rules; the form that is made fastest."""
    return _aligned(table, lambda rows: _aligned_rows(table.columns, rows))


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _aligned_rows(columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]) -> str:
    lines = [
        [column.header for column in columns],
        *(
            [_one_line(shown(v, c)).strip() for v, c in zip(row, columns, strict=True)]
            for row in rows
        ),
    ]
    widths = [[console_width(cell) for cell in line] for line in lines]
    widest = [max(width) for width in zip(*widths, strict=True)]
    right = [column.kind in _NUMBERS for column in columns]
    return "\n".join(
        "  ".join(
            " " * (most - width) + cell if to_right else cell + " " * (most - width)
            for cell, width, most, to_right in zip(line, wide, widest, right, strict=True)
        ).rstrip()
        for line, wide in zip(lines, widths, strict=True)
    )


def _aligned(table: Table, lay_out: Callable[[Sequence[tuple[Value, ...]]], str]) -> str:
    parts: list[str] = []
    for heading, rows in grouped_rows(table):
        if heading:
            parts += [visible(heading), ""]
        if rows:
            parts += [lay_out(rows), ""]
    parts += [visible(note) for note in table.notes]
    return "\n".join(parts).rstrip("\n") + "\n"


def render_markdown(table: Table) -> str:
    """Markdown tables, one under each group's heading, with the notes as a list."""
    parts: list[str] = [f"## {_escape_markdown(table.title)}", ""]
    for heading, rows in grouped_rows(table):
        if heading:
            parts += [f"### {_escape_markdown(heading)}", ""]
        if rows:
            parts += [_tabulated(table, rows, "github", _escape_markdown), ""]
    parts += [f"- {_escape_markdown(note)}" for note in table.notes]
    return "\n".join(parts).rstrip("\n") + "\n"


def _tabulated(
    table: Table,
    rows: Iterable[tuple[Value, ...]],
    style: str,
    escape: Callable[[str], str],
) -> str:
    from tabulate import tabulate  # 60 ms that json, csv and terminal output do not pay

    return tabulate(
        [[escape(shown(v, c)) for v, c in zip(row, table.columns, strict=True)] for row in rows],
        headers=[column.header for column in table.columns],
        tablefmt=style,
        colalign=["right" if c.kind in _NUMBERS else "left" for c in table.columns],
        disable_numparse=True,
        preserve_whitespace=False,
    )


def _escape_markdown(text: str) -> str:
    return re.sub(_MARKDOWN, r"\\\1", visible(text)).replace("\n", "<br>")


def render_csv(table: Table) -> str:
    """Comma-separated values with a head line; formulas are disarmed with an apostrophe."""
    return _separated(table, ",")


def render_tsv(table: Table) -> str:
    """Tab-separated values with a head line; tabs and line breaks in cells become spaces."""
    return _separated(table, "\t")


def _separated(table: Table, separator: str) -> str:
    kept = [n for n, column in enumerate(table.columns) if column.kind is not Kind.BAR]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow([table.columns[n].header for n in kept])
    for row in table.rows:
        cells = [_harmless(row[n]) for n in kept]
        if separator == "\t":
            cells = [" ".join(cell.split()) if isinstance(cell, str) else cell for cell in cells]
        writer.writerow(cells)
    return out.getvalue()


def _harmless(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    text = visible(value)
    return "'" + text if value.startswith(_FORMULA_STARTS) else text


def render_json(table: Table) -> str:
    """A list of objects, one for each row of the answer; ``[]`` for an empty answer."""
    return _escape_json(json.dumps(table.objects, ensure_ascii=False, indent=2)) + "\n"


def render_jsonl(table: Table) -> str:
    """One object a line."""
    return "".join(_escape_json(json.dumps(o, ensure_ascii=False)) + "\n" for o in table.objects)


def _escape_json(text: str) -> str:
    """Json leaves C1 controls and direction marks as they are; they stand only in strings."""
    return re.sub(UNSEEN, lambda m: f"\\u{ord(m.group()):04x}", text)


def _html(table: Table) -> str:
    from matrices.output.html import render_html

    return render_html(table)


def _xlsx(table: Table) -> bytes:
    from matrices.output.xlsx import render_xlsx  # xlsxwriter is loaded only where it is asked for

    return render_xlsx(table)


def _docx(table: Table) -> bytes:
    from matrices.output.docx import render_docx  # so is python-docx

    return render_docx(table)


def _pdf(table: Table) -> bytes:
    from matrices.output.pdf import convert_to_pdf

    return convert_to_pdf(_docx(table))


RENDERERS: dict[str, Callable[[Table], str]] = {
    "table": render_table,
    "plain": render_plain,
    "md": render_markdown,
    "csv": render_csv,
    "tsv": render_tsv,
    "json": render_json,
    "jsonl": render_jsonl,
    "html": _html,
}
FILE_RENDERERS: dict[str, Callable[[Table], bytes]] = {"xlsx": _xlsx, "docx": _docx, "pdf": _pdf}
SUFFIXES: dict[str, str] = {
    ".txt": "table",
    ".md": "md",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".docx": "docx",
    ".pdf": "pdf",
}


def format_of(path: Path) -> str:
    """The format a file's suffix asks for; raises MatrixError for a suffix that is unknown."""
    name = SUFFIXES.get(path.suffix.lower())
    if name is None:
        raise MatrixError("error.unknown-suffix", path=str(path), known=" ".join(SUFFIXES))
    return name


def rendered(table: Table, format_name: str) -> str:
    """A table as text; raises MatrixError for a format that needs a file or does not exist."""
    if format_name in FILE_RENDERERS:
        raise MatrixError("error.needs-a-file", format=format_name)
    if format_name not in RENDERERS:
        known = ", ".join((*RENDERERS, *FILE_RENDERERS))
        raise MatrixError("error.no-such-choice", option="format", value=format_name, known=known)
    return RENDERERS[format_name](table)


def encoded(table: Table, format_name: str) -> bytes:
    """A table as the bytes of a file."""
    if format_name in FILE_RENDERERS:
        return FILE_RENDERERS[format_name](table)
    encoding = "utf-8-sig" if format_name == "csv" else "utf-8"
    return RENDERERS[format_name](table).encode(encoding, "replace")


def write_table(table: Table, path: Path, format_name: str, *, force: bool = False) -> None:
    """Write a table to a file, atomically; csv gets a byte order mark, so that Excel reads it.

    Raises MatrixError when the file exists and `force` is not given, or cannot be written.
    """
    from matrices.files.atomic import write_atomically

    write_atomically(path, encoded(table, format_name), force=force)
