"""Documents as literals: what the readers would hand over, written in the tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrices.catalogs.workspace import load_registry
from matrices.importing.importer import Imported, ImportRequest, import_document
from matrices.readers.document import Block, Document, DocumentPlace, GridCell, Paragraph, Table

Part = str | Sequence[Sequence[Any]] | Table
ABOVE, LEFT, BREAK = "^", "<", "⏎"


def paragraphs(text: str, first: int = 1) -> list[Paragraph]:
    """One paragraph per line; `⏎` is a line break inside one, `（一）⇥` a computed number."""
    found = []
    for number, line in enumerate(text.splitlines(), first):
        numbering, tab, rest = line.partition("⇥")
        if line.strip():
            found.append(
                Paragraph(
                    (rest if tab else line).replace(BREAK, "\n"),
                    DocumentPlace(line=number),
                    numbering=numbering if tab else "",
                )
            )
    return found


def table(rows: Sequence[Sequence[Any]], number: int = 1, *, ragged: bool = False) -> Table:
    """Rows of cells; `^` continues the cell above, `<` the cell to the left."""
    grid: list[tuple[GridCell, ...]] = []
    for row in rows:
        cells: list[GridCell] = []
        for column, value in enumerate(row):
            text = "" if value is None else str(value).replace(BREAK, "\n")
            if text == ABOVE:
                cells.append(GridCell(grid[-1][column].text, continues_above=True))
            elif text == LEFT:
                cells.append(GridCell(cells[-1].text, continues_left=True))
            else:
                cells.append(GridCell(text))
        grid.append(tuple(cells))
    return Table(
        tuple(grid),
        DocumentPlace(table=number),
        ragged,
        tuple(DocumentPlace(table=number, row=n) for n in range(1, len(grid) + 1)),
    )


def document(*parts: Part, **extra: Any) -> Document:  # noqa: ANN401
    """Texts, rows and tables in their order."""
    blocks: list[Block] = []
    tables = 0
    for part in parts:
        if isinstance(part, str):
            blocks += paragraphs(part)
            continue
        tables += 1
        blocks.append(part if isinstance(part, Table) else table(part, tables))
    return Document(tuple(blocks), **extra)


def import_parts(*parts: Part, **request: Any) -> Imported:  # noqa: ANN401
    """Import a document made of parts, as `zeren import` would."""
    wanted = ImportRequest(**{"notice_id": "demo", **request})
    return import_document(document(*parts), "demo.docx", load_registry(), wanted)
