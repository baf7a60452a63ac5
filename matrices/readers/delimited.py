"""CSV and its relatives: one table from cells divided by commas, semicolons, tabs or pipes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Final

from matrices.diagnostics import MatrixError
from matrices.readers import limits
from matrices.readers.document import Document, DocumentPlace, GridCell, Table
from matrices.readers.encoding import Cleaner

# The order decides between equals.
_DELIMITERS: Final = ",\t;|"
_SAMPLE_ROWS: Final = 50
_SAMPLE_CHARACTERS: Final = 200_000
_REGULAR_SHARE: Final = 0.9
_SUFFIXES: Final = (".csv", ".tsv", ".tab")


def find_delimiter(text: str, name: str) -> str:
    """Return the character that divides the cells, "" when the text is no delimited table.

    Lines of prose hold commas, too, but not equally many. A name that says so (.csv) settles
    what is doubtful: two columns, or rows of different lengths.
    """
    named = name.lower().endswith(_SUFFIXES)
    best, best_score = "", 0.0
    for delimiter in _DELIMITERS:
        lengths = _lengths(text, delimiter)
        if not lengths:
            continue
        width, count = Counter(lengths).most_common(1)[0]
        regular = count / len(lengths)
        if width < 2 or (not named and (width < 3 or len(lengths) < 2 or regular < _REGULAR_SHARE)):
            continue
        if regular > best_score:
            best, best_score = delimiter, regular
    return best or ("," if named else "")


def _lengths(text: str, delimiter: str) -> list[int]:
    """Return the number of cells in each of the first rows; empty when the quoting is broken."""
    try:
        lengths = []
        for row in csv.reader(io.StringIO(text[:_SAMPLE_CHARACTERS]), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                lengths.append(len(row))
            if len(lengths) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return []
    # The last row of a cut sample may be cut, too.
    return lengths[:-1] if len(text) > _SAMPLE_CHARACTERS and len(lengths) > 2 else lengths


def read_delimited(text: str, name: str, delimiter: str) -> Document:
    """Read decoded text as one table; empty lines are left out, short rows filled up.

    Raises:
        MatrixError: ``error.document-damaged`` for quoting that cannot be read,
            ``error.document-too-many-rows``, ``error.document-no-text``.

    """
    cleaner = Cleaner()
    rows: list[tuple[str, ...]] = []
    places: list[DocumentPlace] = []
    try:
        for line, row in _records(cleaner.clean(text), delimiter):
            if len(rows) == limits.TABLE_ROWS or len(row) > limits.TABLE_COLUMNS:
                limit = str(limits.TABLE_ROWS)
                where = DocumentPlace(line=line).describe()
                raise MatrixError(
                    "error.document-too-many-rows", name=name, limit=limit, where=where
                )
            rows.append(tuple(cell.strip() for cell in row))
            places.append(DocumentPlace(line=line))
    except csv.Error:
        raise MatrixError("error.document-damaged", name=name, kind="csv") from None
    if not rows:
        raise MatrixError("error.document-no-text", name=name)
    width = max(map(len, rows))
    grid = tuple(tuple(GridCell(cell) for cell in row + ("",) * (width - len(row))) for row in rows)
    table = Table(grid, places[0], row_places=tuple(places))
    return Document((table,), tuple(cleaner.remarks(name)), kind="delimited")


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that says anything, with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield line, row
        line = reader.line_num + 1
