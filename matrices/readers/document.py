"""A document as its readers hand it over: paragraphs and tables in reading order.

Nothing here knows a file format, and nothing says what a paragraph or a table means. Only
the standard library is used, so that whoever interprets documents needs no reader at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from matrices.diagnostics import Problem


@dataclass(frozen=True, slots=True, order=True)
class DocumentPlace:
    """Where in a document something stands; all numbers count from 1, 0 means "not said".

    `row` counts the rows of the source, so that a person finds the row again: the rows of a
    sheet keep their sheet numbers, and a table joined from two pages counts on. `paragraph`
    is used by formats that have no lines, `line` by plain text.
    """

    page: int = 0
    table: int = 0
    row: int = 0
    line: int = 0
    sheet: str = ""
    paragraph: int = 0

    def describe(self) -> str:
        """Return the place in Chinese words, for a catalog's `place`; "" when unknown."""
        parts = [f"工作表“{self.sheet}”"] if self.sheet else []
        if self.page:
            parts.append(f"第{self.page}页")
        # The table number of a sheet adds nothing to the sheet's name.
        if self.table and not self.sheet:
            parts.append(f"表{self.table}")
        if self.paragraph:
            parts.append(f"第{self.paragraph}段")
        if self.row or self.line:
            parts.append(f"第{self.row or self.line}行")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    `text` holds what the author typed; a line break inside it was set by hand. `numbering`
    is the number the word processor computes ("1.", "（一）") and never part of `text`.
    """

    text: str
    place: DocumentPlace = field(default_factory=DocumentPlace)
    numbering: str = ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One place of a table's grid.

    A merged cell is repeated in every place it covers; the flags tell the repetitions from
    the first (top left) place. Line breaks inside a cell are meant and kept.
    """

    text: str
    continues_above: bool = False
    continues_left: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: rows of cells, and for each row its place.

    All rows are equally long unless `ragged` is set. A ragged table comes from a flattened
    text: merged cells are simply missing there, and cells stand further left than their
    column. Empty cells at the end of a ragged row are left out.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    place: DocumentPlace = field(default_factory=DocumentPlace)
    ragged: bool = False
    row_places: tuple[DocumentPlace, ...] = ()

    @property
    def width(self) -> int:
        """The number of cells in the longest row."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The rows without their merge flags."""
        return tuple(tuple(cell.text for cell in row) for row in self.rows)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says, in reading order, and what could not be read of it.

    `kind` names the format the content showed ("docx", "pdf", ...), whatever the file is
    called. `metadata` holds the page data of government sites (索引号, 发文字号, 成文日期 ...)
    under the labels the page uses; such tables and lines are not repeated in `blocks`.
    """

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    kind: str = ""
    title_hint: str = ""
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs alone, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables alone, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))
