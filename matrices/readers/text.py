"""Plain text and Markdown: paragraphs, and the tables a flattened text still shows.

Notices saved as text keep their tables in one of five ways: one cell per line ending in "|",
one row per line between "|", one cell per line beginning with a tab, one row per line with
tabs between the cells, or as a Markdown table. Everything else is one paragraph per line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from matrices.diagnostics import MatrixError, Problem
from matrices.readers import limits
from matrices.readers.document import Block, Document, DocumentPlace, GridCell, Paragraph, Table
from matrices.readers.encoding import Cleaner
from matrices.readers.remarks import excerpt, remark
from matrices.readers.wrapping import rejoined

_BOOKMARK = re.compile(r"\[bookmark: [^\[\]\n]{0,100}\]")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*\S)")
_RULE_CELL = re.compile(r":?-+:?")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
_MARKDOWN_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}")
_NUMBER_HEADS: Final = {"序号", "编号", "序", "号"}
_BLANKS: Final = " \t　"
# The head of a table has short cells; paragraphs indented by a tab do not look like one.
_HEAD_CELL_CHARACTERS: Final = 30
_MAX_FLAT_WIDTH: Final = 12
_LONG_RUN: Final = 300
_REGULAR_SHARE: Final = 0.8


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows of a flattened table, and the first line after it.

    Without rows it says that there is no table before that line, so that a long text is not
    searched again from each of its lines.
    """

    rows: tuple[_Row, ...]
    end: int
    # Cells whose rows cannot be told apart; they are kept as paragraphs.
    understood: bool = True


def read_text(text: str, name: str) -> Document:
    """Read plain text or Markdown that is decoded already.

    A ragged `Table` comes out where the source has no merged or no trailing cells.

    Raises:
        MatrixError: ``error.document-no-text``, ``error.document-too-many-rows``,
            ``error.document-too-many-lines``.

    """
    cleaner = Cleaner()
    cleaned, residue = _BOOKMARK.subn("", cleaner.clean(text))
    lines = cleaned.split("\n")
    if len(lines) > limits.TEXT_LINES:
        limit = str(limits.TEXT_LINES)
        raise MatrixError("error.document-too-many-lines", name=name, limit=limit)
    problems = cleaner.remarks(name)
    if residue:
        problems.append(remark("bookmark-residue-removed", name, count=str(residue)))
    paragraphs, page_numbers = rejoined(lines)
    if page_numbers:
        count, shown = str(len(page_numbers)), excerpt(" ".join(page_numbers))
        problems.append(remark("page-furniture-removed", name, count=count, text=shown))
    blocks: list[Block] = []
    if len(paragraphs) < len(lines):  # a text without tables, as they are not broken so
        blocks += [_paragraph(text, at) for text, at in paragraphs if text.strip(_BLANKS)]
        return Document(tuple(blocks), tuple(problems), kind="text")
    at = barren = 0
    while at < len(lines):
        found = _flattened(lines, at) if at >= barren else None
        if found is not None and not found.rows:
            barren, found = found.end, None
        if found is None:
            if lines[at].strip(_BLANKS):
                blocks.append(_paragraph(lines[at], at))
            at += 1
            continue
        at = found.end
        if len(found.rows) > limits.TABLE_ROWS:
            where = DocumentPlace(line=found.rows[0].line + 1).describe()
            limit = str(limits.TABLE_ROWS)
            raise MatrixError("error.document-too-many-rows", name=name, limit=limit, where=where)
        if found.understood:
            blocks.append(_table(found.rows))
        else:
            problems.append(_not_understood(found, name))
            blocks += [_paragraph(row.cells[0], row.line) for row in found.rows if row.cells[0]]
    if not blocks:
        raise MatrixError("error.document-no-text", name=name)
    return Document(tuple(blocks), tuple(problems), kind="text")


# Markdown's bold words and bullets; a line of asterisks or a page number is neither.
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_BULLET = re.compile(r"[-*+]\s+(?=[\u3400-\u9fff（(【《“])")


def _flattened(lines: Sequence[str], at: int) -> _Found | None:
    if not lines[at].strip(_BLANKS) and not lines[at].startswith("\t"):
        return None
    flattenings: tuple[Callable[[Sequence[str], int], _Found | None], ...]
    flattenings = (_markdown_table, _pipe_ends, _tab_starts, _tab_rows)
    for flattening in flattenings:
        if (found := flattening(lines, at)) is not None:
            return found
    return None


def _not_understood(found: _Found, name: str) -> Problem:
    return remark(
        "flattened-table-not-understood",
        name,
        DocumentPlace(line=found.rows[0].line + 1),
        text=excerpt(" ".join(row.cells[0] for row in found.rows)),
    )


def _paragraph(line: str, at: int) -> Paragraph:
    place = DocumentPlace(line=at + 1)
    if heading := _HEADING.fullmatch(line.strip(_BLANKS)):
        return Paragraph(_EMPHASIS.sub(r"\2", heading[1]).rstrip("# "), place)
    plain = _EMPHASIS.sub(r"\2", line.strip(_BLANKS))
    return Paragraph(_BULLET.sub("", plain), place)


def _table(rows: Sequence[_Row]) -> Table:
    # The rule below the head of a Markdown table, wherever it stands, is no row.
    kept = [row for row in rows if not _is_rule(row)]
    if kept and len(kept) < len(rows):
        edge = not any(row.cells[0].strip(_BLANKS) for row in kept)
        rows = [_Row(row.cells[edge:], row.line) for row in kept]
    stripped = [[cell.strip(_BLANKS) for cell in row.cells] for row in rows]
    ragged = len({len(cells) for cells in stripped}) > 1
    if ragged:
        for cells in stripped:
            while cells and not cells[-1]:
                cells.pop()
    places = tuple(DocumentPlace(line=row.line + 1) for row in rows)
    grid = tuple(tuple(GridCell(cell) for cell in cells) for cells in stripped)
    return Table(grid, places[0], ragged, places)


def _is_rule(row: _Row) -> bool:
    cells = [cell.strip(_BLANKS) for cell in row.cells]
    return any(cells) and all(not cell or _RULE_CELL.fullmatch(cell) for cell in cells)


# Markdown tables


def _markdown_table(lines: Sequence[str], at: int) -> _Found | None:
    if "|" not in lines[at] or at + 1 >= len(lines):
        return None
    head, rule = _markdown_cells(lines[at]), _markdown_cells(lines[at + 1])
    if len(rule) != len(head) or not all(_RULE_CELL.fullmatch(cell) for cell in rule):
        return None
    rows = [_Row(head, at)]
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        cells = _markdown_cells(lines[end])
        # Markdown itself fills short rows up; what is too much is kept and shows as ragged.
        rows.append(_Row(cells + ("",) * (len(head) - len(cells)), end))
        end += 1
    return _Found(tuple(rows), end)


def _markdown_cells(line: str) -> tuple[str, ...]:
    inner = line.strip(_BLANKS).removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return tuple(
        _MARKDOWN_BREAK.sub("\n", cell.strip(_BLANKS).replace("\\|", "|"))
        for cell in _UNESCAPED_PIPE.split(inner)
    )


# Cells ending in "|"


def _pipe_ends(lines: Sequence[str], at: int) -> _Found | None:
    end = at
    while end < len(lines) and lines[end].rstrip(_BLANKS).endswith("|"):
        end += 1
    if end == at:
        return None
    split = [_Row(tuple(lines[n].rstrip(_BLANKS)[:-1].split("|")), n) for n in range(at, end)]
    if any(sum(1 for cell in row.cells if cell.strip(_BLANKS)) > 1 for row in split):
        return _Found(tuple(split), end)
    cells = [_Row((cell.strip(_BLANKS),), row.line) for row in split for cell in row.cells]
    width = _flat_width([cell.cells[0] for cell in cells])
    if width is None:
        return _Found(tuple(cells), end, understood=False)
    rows = [cells[first : first + width] for first in range(0, len(cells), width)]
    joined = [_Row(tuple(cell.cells[0] for cell in row), row[0].line) for row in rows]
    # A merged cell is missing and the following cells stand where it should be: its blank
    # stands at the end of the row, which makes the row shorter once it is taken away.
    return _Found(tuple(_without_trailing(row) for row in joined), end)


def _without_trailing(row: _Row) -> _Row:
    cells = list(row.cells)
    while cells and not cells[-1]:
        cells.pop()
    return _Row(tuple(cells), row.line)


def _flat_width(texts: Sequence[str]) -> int | None:
    """How many cells make a row, read from a head "序号" and the numbers below it.

    Every row has as many "|" as the head, even where a merged cell is missing.
    """
    if not texts or texts[0] not in _NUMBER_HEADS:
        return None
    for width in range(2, min(_MAX_FLAT_WIDTH, len(texts) - 1) + 1):
        numbers = texts[width::width]
        numbered = sum(1 for text in numbers if _NUMBER.fullmatch(text))
        if _NUMBER.fullmatch(texts[width]) and numbered >= _REGULAR_SHARE * len(numbers):
            return width
    return None


# Cells and rows with tabs


def _tab_starts(lines: Sequence[str], at: int) -> _Found | None:
    """One cell per line beginning with a tab; a row ends at an empty line."""
    if not lines[at].startswith("\t"):
        return None
    rows: list[_Row] = []
    end = at
    while end < len(lines) and lines[end].startswith("\t"):
        first, cells = end, list[str]()
        while end < len(lines) and (lines[end].startswith("\t") or lines[end].strip(_BLANKS)):
            if lines[end].startswith("\t"):
                cells += lines[end][1:].split("\t")
            else:
                cells[-1] += "\n" + lines[end]
            end += 1
        rows.append(_Row(tuple(cells), first))
        # One empty line ends the row, a second one the table.
        if end + 1 < len(lines) and lines[end + 1].startswith("\t"):
            end += 1
    head = rows[0].cells
    regular = sum(1 for row in rows if len(row.cells) == len(head))
    if (
        len(rows) < 2
        or len(head) < 2
        or regular * 2 < len(rows)
        or any(len(cell) > _HEAD_CELL_CHARACTERS for cell in head)
    ):
        # A table may begin a little further down, after paragraphs with an indent.
        return _Found((), end) if end - at > _LONG_RUN else None
    return _Found(tuple(rows), end)


def _tab_rows(lines: Sequence[str], at: int) -> _Found | None:
    """One row per line, as pasted from a sheet; at least two lines with equally many cells."""
    width = lines[at].count("\t") + 1
    end = at
    while end < len(lines) and width > 1 and lines[end].count("\t") + 1 == width:
        end += 1
    rows = [_Row(tuple(lines[n].split("\t")), n) for n in range(at, end)]
    if len(rows) < 2:
        return None
    if not any(all(cell.strip() for cell in row.cells) for row in rows):
        return _Found((), end)
    return _Found(tuple(rows), end)
