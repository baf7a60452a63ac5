"""Word documents (.docx), through python-docx.

python-docx opens the package and finds its parts; the text is collected here, because its
own `paragraph.text` leaves out tracked insertions and content controls, and because a table
cell must tell where it continues a merge.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from matrices.diagnostics import MatrixError, Problem
from matrices.readers import limits
from matrices.readers.document import Block, Document, DocumentPlace, Paragraph, Table
from matrices.readers.encoding import Cleaner
from matrices.readers.grid import SpanCell, lay_out
from matrices.readers.numbering import Level, ListDefinition, Numbering
from matrices.readers.remarks import excerpt, remark

# lxml elements and the parts that hold them; python-docx does not say more of their type.
Element = Any

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_EMBEDDED_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"

# Elements without text of the document; all others are looked into, known or not.
_WITHOUT_TEXT: Final = {
    f"{_W}{tag}"
    for tag in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr",
                "rt", "rubyPr", "instrText", "delText", "delInstrText", "fldData", "softHyphen")
} | {f"{_MC}Fallback"}  # fmt: skip
_DELETED: Final = {f"{_W}del", f"{_W}moveFrom"}
_GRAPHICS: Final = {f"{_W}drawing", f"{_W}pict", f"{_W}object"}
_OFF: Final = {"0", "false", "off", "none"}
# What forms use of the symbol fonts; their code points mean nothing outside the font.
_SYMBOLS: Final = {
    ("Wingdings", "F0FE"): "☑", ("Wingdings", "F0A8"): "□", ("Wingdings", "F06F"): "□",
    ("Wingdings", "F0FC"): "✓", ("Wingdings 2", "F052"): "☑", ("Wingdings 2", "F0A3"): "□",
    ("Symbol", "F0B7"): "·", ("Symbol", "F0B0"): "°", ("Symbol", "F0B3"): "≥",
    ("Symbol", "F0A3"): "≤", ("Symbol", "F0B4"): "×",
}  # fmt: skip
_UNREADABLE: Final = "\ufffd"
_PAGE_NUMBER = re.compile(r"[\s\-—–－·.第页共/\dIVXivx]*")


def read_docx(data: bytes, name: str) -> Document:
    """Read a .docx file that `archive.inspect_archive` has let pass.

    Tracked insertions are read and deletions are not. Footnotes, comments, text boxes and
    pictures are not read; each is told in a remark.

    Raises:
        MatrixError: ``error.document-damaged``, ``error.document-no-text``,
            ``error.document-too-many-rows``.

    """
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        reading = _Reading(document, name)
        blocks = tuple(reading.blocks(document.element.body))
        reading.look_at_other_parts()
    except MatrixError:
        raise
    # A broken package surfaces as whatever is met first (KeyError, XMLSyntaxError,
    # AttributeError, ValueError ...); none of these says more than "damaged".
    except Exception as error:
        raise MatrixError("error.document-damaged", name=name, kind="docx") from error
    if not blocks:
        raise MatrixError("error.document-no-text", name=name)
    return Document(blocks, tuple(reading.remarks()), "docx", reading.title)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    list_id: str
    list_level: int | None


class _Reading:
    """One pass over a document; counts paragraphs, tables and lists on the way."""

    def __init__(self, document: Element, name: str) -> None:
        self._name = name
        self._parts = [
            (relation.reltype.rsplit("/", 1)[-1], relation.target_part)
            for relation in document.part.rels.values()
            if not relation.is_external
        ]
        self._styles, self._default_style = _styles(document.styles.element)
        self._numbering = Numbering(self._lists())
        self._cleaner = Cleaner()
        self._problems: list[Problem] = []
        self._deletions = 0
        self._tables = 0
        self._paragraphs = 0
        self._place = DocumentPlace()
        self.title = ""

    def remarks(self) -> list[Problem]:
        """Everything noticed so far."""
        problems = [*self._cleaner.remarks(self._name), *self._problems]
        if self._deletions:
            count = str(self._deletions)
            problems.append(remark("deletions-ignored", self._name, count=count))
        problems += [
            remark("list-number-not-computed", self._name, style=style)
            for style in sorted(self._numbering.unknown_styles)
        ]
        return problems

    def blocks(self, container: Element) -> Iterator[Block]:
        """Return the paragraphs and tables of a body, a cell or a content control, in order."""
        for child in container:
            tag = child.tag
            if tag == f"{_W}p":
                self._paragraphs += 1
                self._place = DocumentPlace(paragraph=self._paragraphs)
                paragraph = self._paragraph(child)
                if paragraph.text or paragraph.numbering:
                    yield paragraph
            elif tag == f"{_W}tbl":
                yield from self._table_blocks(child)
            elif tag == f"{_W}altChunk":
                self._problems.append(remark("embedded-document-not-read", self._name, self._place))
            elif tag in _DELETED:
                self._deletions += 1
            elif isinstance(tag, str) and tag not in _WITHOUT_TEXT:
                yield from self.blocks(child)

    # Paragraphs

    def _paragraph(self, element: Element) -> Paragraph:
        style = self._styles.get(_value(element, "pPr/pStyle"), self._default_style)
        text = self._text(element)
        if style and style.name.lower() in ("title", "标题") and text and not self.title:
            self.title = " ".join(text.split())
        return Paragraph(text, self._place, self._number(element, style))

    def _number(self, element: Element, style: _Style | None) -> str:
        list_id = _value(element, "pPr/numPr/numId")
        level = _number_value(element, "pPr/numPr/ilvl")
        for ancestor in self._ancestry(style):
            list_id = list_id or ancestor.list_id
            level = ancestor.list_level if level is None else level
        # The list "0" takes a paragraph out of the list of its style.
        return self._numbering.next_number(list_id, level or 0) if list_id else ""

    def _ancestry(self, style: _Style | None) -> Iterator[_Style]:
        seen: set[str] = set()
        while style is not None:
            yield style
            # Broken documents have styles that are based on each other.
            if style.based_on in seen:
                return
            seen.add(style.based_on)
            style = self._styles.get(style.based_on)

    def _text(self, element: Element) -> str:
        parts: list[str] = []
        self._collect(element, parts)
        return self._cleaner.clean("".join(parts)).strip()

    def _collect(self, element: Element, parts: list[str]) -> None:
        for child in element:
            tag = child.tag
            if tag in (f"{_W}t", _MATH_TEXT):
                parts.append(child.text or "")
            elif tag in (f"{_W}tab", f"{_W}ptab"):
                parts.append("\t")
            elif tag in (f"{_W}br", f"{_W}cr"):
                # A page or column break is no line break of the text.
                parts.append("" if child.get(f"{_W}type") in ("page", "column") else "\n")
            elif tag == f"{_W}noBreakHyphen":
                parts.append("-")
            elif tag == f"{_W}sym":
                parts.append(self._symbol(child))
            elif tag in _DELETED:
                self._deletions += 1
            elif tag in _GRAPHICS:
                self._graphic(child)
            elif tag == f"{_W}r" and _is_on(child, "rPr/vanish"):
                self._hidden(child)
            elif isinstance(tag, str) and tag not in _WITHOUT_TEXT:
                self._collect(child, parts)

    def _symbol(self, element: Element) -> str:
        font, code = element.get(f"{_W}font", ""), element.get(f"{_W}char", "").upper()
        if known := _SYMBOLS.get((font, code)):
            return known
        self._problems.append(
            remark("symbol-not-read", self._name, self._place, font=font, code=code)
        )
        return _UNREADABLE

    def _graphic(self, element: Element) -> None:
        boxes = list(element.iter(f"{_W}txbxContent"))
        text = " ".join(_plain(box) for box in boxes)
        if text.strip():
            self._problems.append(
                remark("text-box-skipped", self._name, self._place, text=excerpt(text))
            )
        elif any(
            node.get(_EMBEDDED_ID) or str(node.tag).endswith("}imagedata")
            for node in element.iter()
        ):
            self._problems.append(remark("picture-not-read", self._name, self._place, text=""))

    def _hidden(self, run: Element) -> None:
        if text := _plain(run).strip():
            self._problems.append(
                remark("hidden-text-skipped", self._name, self._place, text=excerpt(text))
            )

    # Tables

    def _table_blocks(self, element: Element) -> Iterator[Block]:
        rows = list(self._rows(element))
        # A single cell is a frame around text, not a table.
        if len(rows) == 1 and len(cells := list(_within(rows[0], "tc"))) == 1:
            yield from self.blocks(cells[0])
            return
        self._tables += 1
        number = self._tables
        table = self._table(rows, DocumentPlace(table=number))
        self._place = DocumentPlace(table=number)
        if table.rows:
            yield table

    def _rows(self, element: Element) -> Iterator[Element]:
        for row in _within(element, "tr"):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                self._deletions += 1
            else:
                yield row

    def _table(self, rows: list[Element], place: DocumentPlace) -> Table:
        if len(rows) > limits.TABLE_ROWS:
            limit = str(limits.TABLE_ROWS)
            raise MatrixError(
                "error.document-too-many-rows", name=self._name, limit=limit, where=place.describe()
            )
        cells: list[SpanCell] = []
        # Where a vertical merge is open: grid column -> the cell it began with.
        open_merges: dict[int, int] = {}
        width = 0
        for at, row in enumerate(rows):
            self._place = replace(place, row=at + 1)
            column = _number_value(row, "trPr/gridBefore") or 0
            still_open: dict[int, int] = {}
            for tc in _within(row, "tc"):
                span = max(_number_value(tc, "tcPr/gridSpan") or 1, 1)
                merge = tc.find(f"{_W}tcPr/{_W}vMerge")
                continues = merge is not None and merge.get(f"{_W}val") != "restart"
                if continues and column in open_merges:
                    first = open_merges[column]
                    cells[first] = replace(cells[first], rows=at - cells[first].row + 1)
                    still_open[column] = first
                else:
                    if merge is not None:
                        still_open[column] = len(cells)
                    cells.append(SpanCell(at, column, self._cell_text(tc), columns=span))
                column += span
                if column > limits.TABLE_COLUMNS:
                    limit = str(limits.TABLE_COLUMNS)
                    where = self._place.describe()
                    raise MatrixError(
                        "error.document-too-many-rows", name=self._name, limit=limit, where=where
                    )
            open_merges = still_open
            width = max(width, column)
        grid = lay_out(cells, len(rows), width)
        places = tuple(replace(place, row=at + 1) for at in range(len(rows)))
        return Table(tuple(map(tuple, grid)), place, row_places=places)

    def _cell_text(self, element: Element) -> str:
        """Return the cell's paragraphs as lines, each with the number Word shows before it."""
        lines: list[str] = []
        place, tables = self._place, self._tables
        for block in self.blocks(element):
            if isinstance(block, Paragraph):
                lines.append(_numbered(block))
                continue
            lines += ["\t".join(cell.replace("\n", " ") for cell in row) for row in block.texts]
            text = excerpt(" ".join(block.texts[0]))
            self._problems.append(remark("nested-table-flattened", self._name, place, text=text))
        self._place, self._tables = place, tables
        return "\n".join(line for line in lines if line)

    # Other parts of the package

    def _lists(self) -> dict[str, ListDefinition]:
        for kind, part in self._parts:
            if kind == "numbering":
                return _lists(_root(part), self._styles)
        return {}

    def look_at_other_parts(self) -> None:
        """Tell what stands outside the body: notes, comments, running heads."""
        for kind, part in self._parts:
            if kind in ("footnotes", "endnotes", "comments"):
                text = _plain(_root(part)).strip()
                remark_name = "comments-skipped" if kind == "comments" else "footnotes-skipped"
                if text:
                    self._problems.append(remark(remark_name, self._name, text=excerpt(text)))
            elif kind in ("header", "footer"):
                text = _plain(_root(part)).strip()
                if not _PAGE_NUMBER.fullmatch(text):
                    self._problems.append(
                        remark("running-head-skipped", self._name, text=excerpt(text))
                    )


def _root(part: Element) -> Element:
    """Return the root element of a part, parsed by python-docx, which resolves no entities."""
    from docx.oxml.parser import parse_xml

    return parse_xml(part.blob)


def _plain(element: Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{_W}t"))


def _numbered(paragraph: Paragraph) -> str:
    """Return the text of a numbered line; a column of mere list numbers holds "1", not "1."."""
    if not paragraph.text:
        return paragraph.numbering.strip().rstrip(".．、")
    return f"{paragraph.numbering}{paragraph.text}"


def _within(element: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also inside content controls and insertions."""
    for child in element:
        if child.tag == f"{_W}{tag}":
            yield child
        elif (
            isinstance(child.tag, str)
            and child.tag not in _WITHOUT_TEXT
            and child.tag not in _DELETED
            and child.tag not in (f"{_W}tbl", f"{_W}p", f"{_W}tc")
        ):
            yield from _within(child, tag)


def _find(element: Element, path: str) -> Element:
    return element.find("/".join(f"{_W}{step}" for step in path.split("/")))


def _value(element: Element, path: str) -> str:
    found = _find(element, path)
    return "" if found is None else str(found.get(f"{_W}val", ""))


def _number_value(element: Element, path: str) -> int | None:
    value = _value(element, path)
    return int(value) if re.fullmatch(r"-?\d{1,6}", value) else None


def _is_on(element: Element, path: str) -> bool:
    found = _find(element, path)
    return found is not None and str(found.get(f"{_W}val", "")).lower() not in _OFF


def _styles(root: Element) -> tuple[dict[str, _Style], _Style | None]:
    """Return the paragraph styles by id, and the one of paragraphs that name none."""
    styles: dict[str, _Style] = {}
    default: _Style | None = None
    for element in root.iter(f"{_W}style"):
        style = _Style(
            name=_value(element, "name"),
            based_on=_value(element, "basedOn"),
            list_id=_value(element, "pPr/numPr/numId"),
            list_level=_number_value(element, "pPr/numPr/ilvl"),
        )
        styles[str(element.get(f"{_W}styleId", ""))] = style
        if (
            element.get(f"{_W}type") == "paragraph"
            and str(element.get(f"{_W}default", "0")).lower() not in _OFF
        ):
            default = style
    return styles, default


def _lists(root: Element, styles: dict[str, _Style]) -> dict[str, ListDefinition]:
    """Every list (`w:num`) with the levels of the abstract list it stands for."""
    abstract = {
        str(element.get(f"{_W}abstractNumId", "")): element
        for element in root.iter(f"{_W}abstractNum")
    }
    lists = {str(element.get(f"{_W}numId", "")): element for element in root.iter(f"{_W}num")}
    found: dict[str, ListDefinition] = {}
    for list_id, element in lists.items():
        shared = _value(element, "abstractNumId")
        definition = abstract.get(shared)
        # An abstract list may only point to a list style, which names the real list.
        if definition is not None and (link := _value(definition, "numStyleLink")) in styles:
            linked = lists.get(styles[link].list_id)
            shared = shared if linked is None else _value(linked, "abstractNumId")
            definition = abstract.get(shared)
        levels = {} if definition is None else _levels(definition)
        starts: dict[int, int] = {}
        for override in element.iter(f"{_W}lvlOverride"):
            levels |= _levels(override)
            start = _number_value(override, "startOverride")
            if start is not None:
                starts[_level_index(override)] = start
        found[list_id] = ListDefinition(shared, levels, starts)
    return found


def _levels(container: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in container.iter(f"{_W}lvl"):
        # Newer number formats stand in a choice with a fallback; the first is the better.
        formats = [str(node.get(f"{_W}val", "")) for node in element.iter(f"{_W}numFmt")]
        start = _number_value(element, "start")
        levels[_level_index(element)] = Level(
            style=formats[0] if formats else "decimal",
            text=_value(element, "lvlText"),
            start=1 if start is None else start,
            restart=_number_value(element, "lvlRestart"),
            legal=_is_on(element, "isLgl"),
        )
    return levels


def _level_index(element: Element) -> int:
    value = str(element.get(f"{_W}ilvl", ""))
    return int(value) if value.isdecimal() else 0
