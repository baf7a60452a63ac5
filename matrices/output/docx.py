"""Tables as docx papers in the look of official documents; written by python-docx.

Rows are made by copying a ready row and setting its texts: python-docx's own way of adding
rows looks through the whole table for every cell.
"""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.run import Run

from matrices.output.cells import display_width, grouped_rows, shown, visible
from matrices.output.table import Column, Kind, Table
from matrices.wording import say

TITLE_FONT, HEAD_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
LATIN_FONT = "Times New Roman"
# what a program may take where a font is not installed; Word reads it from the font table
_FALLBACKS = {
    TITLE_FONT: "小标宋,宋体,SimSun,Noto Serif CJK SC",
    HEAD_FONT: "SimHei,Noto Sans CJK SC",
    BODY_FONT: "仿宋,FangSong,STFangsong,Noto Serif CJK SC",
}
_PAGE = (Mm(297), Mm(210))
_MARGIN = Mm(15)
_BODY_SIZE, _TABLE_SIZE = Pt(12), Pt(9)
_WEIGHTS = {Kind.ID: (7, 17), Kind.TEXT: (7, 34), Kind.ENTRY: (9, 10), Kind.MARK: (3, 3)}
_CELL_MARGINS = (
    f'<w:tblCellMar {nsdecls("w")}><w:left w:w="45" w:type="dxa"/>'
    '<w:right w:w="45" w:type="dxa"/></w:tblCellMar>'
)
_OTHER_WEIGHT = (5, 9)


def render_docx(table: Table) -> bytes:
    """A table as a paper: A4 across, official fonts, heads repeated, pages numbered."""
    document = docx.Document()
    _set_up(document)
    _add_line(document, table.title, TITLE_FONT, Pt(20), centred=True)
    for line in table.subtitles:
        _add_line(document, line, BODY_FONT, _BODY_SIZE)
    _add_table(document, table)
    for note in table.notes:
        _add_line(document, note, BODY_FONT, _TABLE_SIZE)
    _number_pages(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Document) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    style: Any = document.styles["Normal"]
    style.font.name = LATIN_FONT
    style.font.size = _BODY_SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)
    style.paragraph_format.space_after = Pt(0)
    _set_font_table(document)


def _set_font_table(document: Document) -> None:
    """Put our font table in the place of the template's.

    python-docx has no words for it and no way to change the part, so a part of its own takes
    over its name and its relationship.
    """
    paper = document.part
    old = paper.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    new = Part(old.partname, old.content_type, _font_table(), old.package)
    paper.load_rel(
        RELATIONSHIP_TYPE.FONT_TABLE, new, paper.relate_to(old, RELATIONSHIP_TYPE.FONT_TABLE)
    )


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in _FALLBACKS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()


def _add_line(document: Document, text: str, font: str, size: Pt, *, centred: bool = False) -> None:
    paragraph = document.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(6)
    _set_font(paragraph.add_run(visible(text)), font, size)


def _set_font(run: Run, font: str, size: Pt) -> None:
    run.font.name = LATIN_FONT
    run.font.size = size
    run.font.color.rgb = RGBColor(0, 0, 0)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _add_table(document: Document, table: Table) -> None:
    kept = [
        n
        for n, column in enumerate(table.columns)
        if column.kind is Kind.ENTRY
        or (column.kind is not Kind.BAR and any(row[n] not in ("", None) for row in table.rows))
    ] or list(range(len(table.columns)))
    columns = [table.columns[n] for n in kept]
    cells = [[shown(row[n], table.columns[n]) for n in kept] for row in table.rows]
    widths = _widths(columns, cells)
    drawn = document.add_table(rows=0, cols=len(columns))
    drawn.style = "Table Grid"
    drawn.autofit = False
    body = _only_table(document)
    body.find(qn("w:tblPr")).append(parse_xml(_CELL_MARGINS))
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    body.append(_row_xml([column.header for column in columns], columns, widths, head=True))
    template = _row_xml([""] * len(columns), columns, widths, head=False)
    start = 0
    for heading, rows in grouped_rows(table):
        if heading:
            body.append(_heading_xml(heading, len(columns), sum(widths)))
        for row in cells[start : start + len(rows)]:
            body.append(_filled(template, row))
        start += len(rows)


def _only_table(document: Document) -> Any:  # noqa: ANN401 - lxml elements have no useful type
    """The XML of the paper's one table; python-docx shows the XML of a document, not of a table."""
    (table,) = document.element.body.iter(qn("w:tbl"))
    return table


def _widths(columns: list[Column], cells: list[list[str]]) -> list[int]:
    """Share the page among the columns by what they hold."""
    weights: list[float] = []
    for n, column in enumerate(columns):
        least, most = _WEIGHTS.get(column.kind, _OTHER_WEIGHT)
        longest = max((display_width(row[n]) for row in cells), default=0)
        longest = max(longest, min(display_width(column.header), 8))
        weights.append(max(least, min(most, longest)))
    room = _PAGE[0] - 2 * _MARGIN
    return [int(room * weight / sum(weights)) for weight in weights]


def _row_xml(texts: list[str], columns: list[Column], widths: list[int], *, head: bool) -> Any:  # noqa: ANN401
    font = HEAD_FONT if head else BODY_FONT
    half_points = int(_TABLE_SIZE.pt * 2)
    cells = ""
    for column, width in zip(columns, widths, strict=True):
        aligned = (
            "center"
            if head or column.kind is Kind.MARK
            else "right"
            if column.kind in (Kind.NUMBER, Kind.SHARE)
            else "left"
        )
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="E8EEF6"/>' if head else ""
        cells += (
            f'<w:tc><w:tcPr><w:tcW w:w="{int(width / 635)}" w:type="dxa"/>{shade}'
            f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:jc w:val="{aligned}"/></w:pPr><w:r>'
            f'<w:rPr><w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{font}"/>'
            f'<w:sz w:val="{half_points}"/></w:rPr><w:t xml:space="preserve"/></w:r></w:p></w:tc>'
        )
    repeated = "<w:tblHeader/>" if head else ""
    row = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>")
    return _filled(row, texts)


def _heading_xml(text: str, columns: int, width: int) -> Any:  # noqa: ANN401
    row = parse_xml(
        f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>"
        f'<w:tcW w:w="{int(width / 635)}" w:type="dxa"/><w:gridSpan w:val="{columns}"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="F4F4EE"/></w:tcPr>'
        f"<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:rPr>"
        f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{HEAD_FONT}"/>'
        f'<w:sz w:val="20"/></w:rPr><w:t xml:space="preserve"/></w:r></w:p></w:tc></w:tr>'
    )
    return _filled(row, [visible(text)])


_TEXT_TAG, _BREAK_TAG = qn("w:t"), "w:br"


def _filled(template: Any, texts: list[str]) -> Any:  # noqa: ANN401
    """A copy of a row with these texts in its cells, line breaks as breaks."""
    row = deepcopy(template)
    for place, text in zip(list(row.iter(_TEXT_TAG)), texts, strict=True):
        first, *others = text.split("\n")
        place.text = first
        run = place.getparent()
        for line in others:
            run.append(OxmlElement(_BREAK_TAG))
            more = deepcopy(place)
            more.text = line
            run.append(more)
    return row


def _number_pages(document: Document) -> None:
    footer: Any = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    text = say("page.number", page="\x00PAGE\x00", pages="\x00NUMPAGES\x00")
    for n, piece in enumerate(text.split("\x00")):
        run = footer.add_run()
        _set_font(run, "宋体", Pt(10))
        if n % 2 == 0:
            run.text = piece
            continue
        for kind, instruction in (("begin", ""), ("", piece), ("separate", ""), ("end", "")):
            if kind:
                mark: Any = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = instruction
            run.element.append(mark)
