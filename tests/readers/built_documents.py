"""Documents of the invented 示例区, built in memory: nothing foreign lies in the repository."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.parser import parse_xml
from docx.table import Table as Grid
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from matrices.readers.document import Document
from matrices.readers.identify import read_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FONT = "STSong-Light"

HEAD = ("序号", "重点任务", "牵头单位", "责任单位")
TASKS = (
    ("1", "修缮示例河堤防", "区水利局", "区财政局、各镇街"),
    ("2", "排查燃气管道", "区经济信息委", "区应急管理局，各镇街"),
)


def names(document: Document) -> list[str]:
    """The names of all problems, in order."""
    return [problem.name for problem in document.problems]


def values(document: Document, name: str) -> dict[str, str]:
    """The values of the only problem with this name."""
    (problem,) = (problem for problem in document.problems if problem.name == name)
    return problem.values


def flags(row: Sequence[Any]) -> str:
    """The merge flags of a row: "^" above, "<" left, "." none, "+" both."""
    marks = {(False, False): ".", (True, False): "^", (False, True): "<", (True, True): "+"}
    return "".join(marks[cell.continues_above, cell.continues_left] for cell in row)


# Word


def word() -> WordDocument:
    return docx.Document()


def saved(document: WordDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read_word(document: WordDocument, name: str = "通知.docx") -> Document:
    return read_document(saved(document), name=name)


def append(document: WordDocument, xml: str) -> None:
    """Put an element written as XML before the end of the body."""
    body: Any = document.element.body
    body.insert(len(body) - 1, parse_xml(xml.replace(">", f" {W}>", 1)))


def use_lists(document: WordDocument, xml: str) -> None:
    """Replace the lists of the document by these `w:abstractNum` and `w:num` elements."""
    numbering: Any = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for child in parse_xml(f"<w:numbering {W}>{xml}</w:numbering>"):
        numbering.append(child)


def abstract_list(list_id: int, *levels: tuple[str, str], more: str = "") -> str:
    """An abstract list with these levels, each a number format and its text."""
    written = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{list_id}">{written}</w:abstractNum>'


def numbered(document: WordDocument, text: str, list_id: int, level: int = 0) -> None:
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    append(
        document,
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
        f"</w:pPr>{run}</w:p>",
    )


def fill(table: Grid, rows: Iterable[Sequence[str]]) -> None:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


# Excel


def workbook_bytes(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


# Zip files


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The archive with every member changed, or left out where the change is None."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.infolist():
            content = change(member.filename, old.read(member))
            if content is not None:
                new.writestr(member.filename, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


# PDF


class Paper:
    """Draws PDF pages as official documents are set: 28 characters a line, indents of two."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - reportlab has the types
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._stream = io.BytesIO()
        self.canvas = Canvas(self._stream, pagesize=A4, invariant=1, **options)
        self.width, self.height = A4
        self.size = 16.0
        self.left = 78.0
        self.columns = 27
        self.y = 100.0

    @property
    def right(self) -> float:
        return self.left + self.columns * self.size

    def at(self, x: float, y: float, text: str, size: float | None = None) -> None:
        """Write text with its baseline `y` below the upper edge."""
        self.canvas.setFont(FONT, size or self.size)
        self.canvas.drawString(x, self.height - y, text)

    def lines(self, text: str, *, indent: int = 2) -> Paper:
        """Write a paragraph, wrapped where the line is full."""
        room = self.columns - indent
        x = self.left + indent * self.size
        while text:
            self.at(x, self.y, text[:room])
            text, room, x = text[room:], self.columns, self.left
            self.y += 28
        return self

    def centred(self, text: str, size: float = 22.0) -> Paper:
        self.at((self.width - len(text) * size) / 2, self.y, text, size)
        self.y += size * 1.6
        return self

    def page_number(self, number: int) -> Paper:
        self.at(460, 760, f"— {number} —", 14)
        return self

    def new_page(self) -> Paper:
        self.canvas.showPage()
        self.y = 100.0
        return self

    def table(
        self,
        rows: Sequence[Sequence[str]],
        widths: Sequence[float] = (40, 150, 100, 150),
        *,
        height: float = 24.0,
        merged: Sequence[tuple[int, int, int, int]] = (),
        size: float = 12.0,
    ) -> Paper:
        """Draw a ruled table; `merged` holds row, column, rows, columns of merged cells."""
        covered = {
            (row + down, column + along): (row, column)
            for row, column, rows_, columns_ in merged
            for down in range(rows_)
            for along in range(columns_)
        }
        spans = {(row, column): (rows_, columns_) for row, column, rows_, columns_ in merged}
        top = self.y
        for row, texts in enumerate(rows):
            x = self.left
            for column, text in enumerate(texts):
                if covered.get((row, column), (row, column)) == (row, column):
                    down, along = spans.get((row, column), (1, 1))
                    wide = sum(widths[column : column + along])
                    self.canvas.rect(x, self.height - top - down * height, wide, down * height)
                    room = max(int((wide - 10.8) / size), 1)
                    pieces = [
                        line[start : start + room]
                        for line in text.split("\n")
                        for start in range(0, len(line), room)
                    ]
                    for n, piece in enumerate(pieces):
                        self.at(x + 5.4, top + 2 + size * (n + 1), piece, size)
                x += widths[column]
            top += height
        self.y = top + 30
        return self

    def data(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._stream.getvalue()
