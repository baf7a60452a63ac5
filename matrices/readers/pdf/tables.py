"""Ruled lines of a PDF page to tables, and tables joined over page breaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from matrices.readers.document import DocumentPlace, GridCell, Table
from matrices.readers.grid import SpanCell, lay_out
from matrices.readers.pdf.lines import Char, glue, lines_of, unwrapped

if TYPE_CHECKING:
    from pdfplumber.page import Page

# In points: edges of cells so close are one ruled line. A thick line is drawn as a box with two
# edges, and lines of neighbouring cells miss each other by a little; no column is as narrow.
_GRID_TOLERANCE: Final = 3.0
# In points: Word's distance between a cell's edge and its text, 0.19 centimetres.
_CELL_PADDING: Final = 5.4
# In points: how far the columns of a table may shift from page to page. Odd and even pages
# may have other margins; a table of other columns differs by more than one character.
_COLUMN_SHIFT: Final = 12
# The rows at the start of a table that may be repeated on the next page: a title, two rows
# of heads, a row of column numbers.
_HEAD_ROWS: Final = 4
# A repeated head leaves out at most so many of them at its start, which hold a title.
_TITLE_ROWS: Final = 2

# How many rules end at one place to the left or right of all sides drawn for that to be the
# side of a table, and how far beyond it is at least, in points: a column of numbers.
_OPEN_SIDE_RULES: Final = 3
_OPEN_SIDE_ROOM: Final = 12
# How many rules of columns end at one height, with no rule across, where a row is left open
# at its top or bottom, and how far beyond the last rule across, in points: a line of text.
_OPEN_END_RULES: Final = 2
_OPEN_END_ROOM: Final = 8
# The share of a page's width and of its characters from which on one cell is the page itself:
# a border around it, or the layout of a web page. A row of a task table fills less.
_FRAME_WIDTH: Final = 0.6
_FRAME_CHARACTERS: Final = 0.4
# How many characters such a cell holds at least; the only task of a short notice has fewer.
_FRAME_TEXT: Final = 240

# A name that is whole where a page ends, and one that begins anew on the next page.
_WHOLE_NAME: Final = re.compile("[局委厅办部会府]$")
_NEW_NAME: Final = re.compile("[^、，；]")

GridRow = tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table as one page shows it: its top, bottom and edges of columns in points."""

    top: float
    bottom: float
    edges: tuple[float, ...]
    rows: tuple[GridRow, ...]
    page: int


# Ruled lines to grids


def tables_of(page: Page, chars: list[Char]) -> tuple[list[PageTable], list[Char]]:
    """Return the ruled tables of a page, and the characters outside of them."""
    tables: list[PageTable] = []
    for found in page.find_tables(_settings(page)):
        boxes = [box for box in found.cells if box is not None]
        # One box is a frame around text, and two lines under a heading are no table.
        if len(boxes) < 2 or len({round(box[0]) for box in boxes}) < 2:
            continue
        left, top, right, bottom = found.bbox
        inside = [
            char
            for char in chars
            if left <= (char.x0 + char.x1) / 2 <= right and top <= char.middle <= bottom
        ]
        if not any(char.text.strip() for char in inside) or _is_frame(page, boxes, chars):
            continue
        taken = set(map(id, inside))
        chars = [char for char in chars if id(char) not in taken]
        columns = _clustered(edge for box in boxes for edge in (box[0], box[2]))
        rows = _clustered(edge for box in boxes for edge in (box[1], box[3]))
        spans = _cell_spans(boxes, inside, columns, rows, page.page_number)
        grid = lay_out(spans, len(rows) - 1, len(columns) - 1)
        tables.append(
            PageTable(top, bottom, tuple(columns), tuple(map(tuple, grid)), page.page_number)
        )
    tables.sort(key=lambda table: table.top)
    return tables, chars


def _settings(page: Page) -> dict[str, Any]:
    """How to look for tables: with the outer rules that nobody drew, where the others run on."""
    across = [edge for edge in page.edges if edge["orientation"] == "h"]
    down = [edge for edge in page.edges if edge["orientation"] == "v"]
    if not down:
        return {}
    ends = _open_ends(across, down)
    sides = []
    inner = [float(edge["x0"]) for edge in down]
    for end, is_beyond in (("x0", min(inner)), ("x1", max(inner))):
        counts = Counter(round(float(edge[end])) for edge in across)
        side, count = max(counts.items(), key=lambda item: item[1], default=(0, 0))
        beyond = is_beyond - side if end == "x0" else side - is_beyond
        if count and count + len(ends) >= _OPEN_SIDE_RULES and beyond > _OPEN_SIDE_ROOM:
            sides.append(float(side))
    return {
        **({"explicit_vertical_lines": sides} if sides else {}),
        **({"explicit_horizontal_lines": ends} if ends else {}),
    }


def _open_ends(across: Sequence[dict[str, Any]], down: Sequence[dict[str, Any]]) -> list[float]:
    """The heights at which rules of columns end beyond all rules across: an outer one is missing.

    A table printed without its outer rules ends so above its head, and wherever a page ends.
    """
    across = sorted(across, key=lambda edge: float(edge["top"]))
    heights = [float(edge["top"]) for edge in across]
    columns: dict[int, list[tuple[float, float]]] = {}
    for rule in down:
        x, top, bottom = (float(rule[key]) for key in ("x0", "top", "bottom"))
        columns.setdefault(round(x / _GRID_TOLERANCE), []).append((top, bottom))
    ends: dict[float, set[int]] = {}
    for column, rules in columns.items():
        x = column * _GRID_TOLERANCE
        for top, bottom in _runs(rules):
            first = bisect_left(heights, top - _GRID_TOLERANCE)
            last = bisect_right(heights, bottom + _GRID_TOLERANCE)
            highest = next((heights[n] for n in range(first, last) if _crosses(across[n], x)), None)
            lowest = next(
                (heights[n] for n in range(last - 1, first - 1, -1) if _crosses(across[n], x)), None
            )
            if highest is not None and highest - top > _OPEN_END_ROOM:
                ends.setdefault(round(top), set()).add(column)
            if lowest is not None and bottom - lowest > _OPEN_END_ROOM:
                ends.setdefault(round(bottom), set()).add(column)
    return sorted(end for end, rules in ends.items() if len(rules) >= _OPEN_END_RULES)


def _runs(rules: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Rules down one column from top to bottom, those that touch each other taken together."""
    runs: list[tuple[float, float]] = []
    for top, bottom in sorted(rules):
        if runs and top - runs[-1][1] <= _GRID_TOLERANCE:
            runs[-1] = (runs[-1][0], max(runs[-1][1], bottom))
        else:
            runs.append((top, bottom))
    return runs


def _crosses(edge: dict[str, Any], x: float) -> bool:
    return bool(edge["x0"] - _GRID_TOLERANCE <= x <= edge["x1"] + _GRID_TOLERANCE)


def _is_frame(
    page: Page, boxes: Sequence[tuple[float, float, float, float]], chars: Sequence[Char]
) -> bool:
    """Tell a border around a page, or the layout of a web page, from a table of tasks."""
    for left, top, right, bottom in boxes:
        if right - left < _FRAME_WIDTH * float(page.width):
            continue
        held = sum(
            1
            for char in chars
            if left <= (char.x0 + char.x1) / 2 < right and top <= char.middle < bottom
        )
        if held >= max(_FRAME_TEXT, _FRAME_CHARACTERS * len(chars)):
            return True
    return False


def _clustered(edges: Iterable[float]) -> list[float]:
    """Edges of cells in order, those that stand for the same line taken together."""
    clustered: list[float] = []
    for edge in sorted(edges):
        if not clustered or edge - clustered[-1] > _GRID_TOLERANCE:
            clustered.append(edge)
    return clustered


def _position(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - edge))


def _cell_spans(
    boxes: Sequence[tuple[float, float, float, float]],
    chars: Sequence[Char],
    columns: Sequence[float],
    rows: Sequence[float],
    page: int,
) -> list[SpanCell]:
    spans = []
    for left, top, right, bottom in sorted(boxes, key=lambda box: (box[1], box[0])):
        inside = [
            char
            for char in chars
            if left <= (char.x0 + char.x1) / 2 < right and top <= char.middle < bottom
        ]
        row, column = _position(rows, top), _position(columns, left)
        height = max(_position(rows, bottom) - row, 1)
        width = max(_position(columns, right) - column, 1)
        text = unwrapped(lines_of(inside, page), right - left - 2 * _CELL_PADDING)
        spans.append(SpanCell(row, column, text, height, width))
    return spans


# Tables over pages


def goes_on(above: PageTable, below: PageTable) -> bool:
    """Tell whether a table at the top of a page continues the one at the end of the page before."""
    if below.page != above.page + 1 or len(above.edges) != len(below.edges):
        return False
    return all(abs(a - b) < _COLUMN_SHIFT for a, b in zip(above.edges, below.edges, strict=True))


def joined(parts: Sequence[PageTable], number: int) -> Table:
    """Return the parts of a table, one a page, as the table of this number of the document.

    A head repeated on the next page is left out, and cells are carried over the page break.
    """
    rows: list[GridRow] = []
    places: list[DocumentPlace] = []
    for part in parts:
        added = list(part.rows)
        if rows:
            added = added[_repeated_head(rows, added) :]
            if added:
                _carry_over(rows, added)
        for row in added:
            rows.append(row)
            places.append(DocumentPlace(page=part.page, table=number, row=len(rows)))
    place = DocumentPlace(page=parts[0].page, table=number)
    return Table(tuple(rows), place, row_places=tuple(places))


def _repeated_head(rows: Sequence[GridRow], added: Sequence[GridRow]) -> int:
    """How many rows at the start of a page repeat the head of the table."""
    texts = [[cell.text for cell in row] for row in rows[:_HEAD_ROWS]]
    for start in range(min(_TITLE_ROWS + 1, len(texts))):
        count = 0
        while (
            count < len(added)
            and start + count < len(texts)
            and any(texts[start + count])
            and [cell.text for cell in added[count]] == texts[start + count]
        ):
            count += 1
        if count:
            return count
    return 0


def _carry_over(rows: list[GridRow], added: list[GridRow]) -> None:
    """Carry cells over a page break: a row that goes on, or a merged cell that does.

    A row goes on when its first cell is empty on the new page and the first cell above was
    not merged further up; a merged cell when its place on the new page is empty. The first
    cell is the one that numbers the rows, where there is one. A number set in the middle of
    its row may also stand on the new page alone.
    """
    above, first = rows[-1], added[0]
    key = _numbering_column(rows)
    is_same_row = (
        not first[key].text
        and bool(above[key].text)
        and not above[key].continues_above
        and not any(
            cell.continues_above for cell in above if cell is not above[key] and not cell.text
        )
        and any(cell.text for cell in first)
        and not _covers_below(added, 0)
    )
    if is_same_row or _is_numbered_below(rows, first, key):
        rows[-1] = tuple(
            replace(old, text=f"{old.text}{glue(old.text, new.text)}{new.text}")
            for old, new in zip(above, first, strict=True)
        )
        for column, cell in enumerate(rows[-1]):
            _fill_below(added, 0, column, cell.text)
        del added[0]
        return
    for column, cell in enumerate(first):
        merged = above[column].continues_above or _covers_below(added, column)
        if not cell.text and above[column].text and merged and not above[column].continues_left:
            if len({c.text for c in above}) == 1:
                continue
            _fill_below(added, 0, column, above[column].text, whole=True)


def _is_numbered_below(rows: Sequence[GridRow], first: GridRow, key: int) -> bool:
    """Tell whether a row broken by the page end has its number on the new page.

    The number counts on, the wording above breaks off, a shorter cell was finished above, and
    no cell has a whole name on both pages.
    """
    above = rows[-1]
    if above[key].text or any(cell.continues_above or cell.continues_left for cell in above):
        return False
    numbers = [row[key].text for row in rows if row[key].text.isdecimal()]
    if not numbers or first[key].text != str(int(numbers[-1]) + 1):
        return False
    longest = max((cell.text for cell in above), key=len)
    if any(
        _WHOLE_NAME.search(old.text) and _NEW_NAME.match(new.text)
        for old, new in zip(above, first, strict=True)
    ):
        return False
    return not longest.endswith(("。", "；")) and any(
        old.text and not new.text for old, new in zip(above, first, strict=True)
    )


def _numbering_column(rows: Sequence[GridRow]) -> int:
    """The column that most rows have a number in, the first one where there is none."""
    for column in range(len(rows[0])):
        numbered = sum(1 for row in rows if row[column].text.strip(" .、（）()").isdecimal())
        if numbered * 2 > len(rows) and numbered > 1:
            return column
    return 0


def _covers_below(added: Sequence[GridRow], column: int) -> bool:
    return len(added) > 1 and added[1][column].continues_above


def _fill_below(
    added: list[GridRow], start: int, column: int, text: str, *, whole: bool = False
) -> None:
    """Write a text into a merged cell of the new page, its first row included when `whole`."""
    at = start if whole else start + 1
    while at < len(added) and (at == start or added[at][column].continues_above):
        row = list(added[at])
        row[column] = replace(row[column], text=text, continues_above=True)
        added[at] = tuple(row)
        at += 1
