"""Web pages of government sites, through lxml.

lxml is at hand anyway (python-docx needs it), is bounded in depth by libxml2 and faster than
BeautifulSoup; selectolax has no way to bound depth or to ask a tree for its size.

The decoration of the page (navigation, sharing, footers) is taken away by tag, by the words
of class and id, and by what short lines say. Long text and tables are never taken for
decoration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from matrices.diagnostics import MatrixError, Problem
from matrices.readers import limits
from matrices.readers.document import Block, Document, DocumentPlace, Paragraph, Table
from matrices.readers.encoding import Cleaner, decode
from matrices.readers.grid import SpanCell, lay_out
from matrices.readers.metadata import is_page_data
from matrices.readers.remarks import excerpt, remark

# lxml elements; the stubs say no more where trees are cut.
Element = Any

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE
)
_CHARSET_BYTES: Final = 4096

_NEVER_TEXT: Final = {
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "iframe", "svg",
    "canvas", "audio", "video", "object", "embed", "input", "select", "option", "button",
    "textarea", "datalist", "map", "area", "col", "colgroup",
}  # fmt: skip
_CHROME_TAGS: Final = {"nav", "footer", "aside", "header", "form", "menu", "dialog"}
_CHROME_ROLES: Final = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog"}
_CHROME_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|crumbs?|weizhi|position|location|share|shareicon"
    r"|bdsharebuttonbox|social|footer|foot|header|top-?bar|toolbar|search|searchbox|sidebar|qrcode|qr"
    r"|ewm|erweima|weixin|wechat|print|printer|op-row|related|recommend|pagination|pager|copyright"
    r"|beian|friendlink|links|comment|login|banner|tools|fontsize|font-size|download)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
# A part that holds more than this is never taken for decoration.
_CHROME_CHARACTERS: Final = 400
_CHROME_LINE = re.compile(
    r"""^[\s【\[（(>|·•]*(?:
        扫一扫|扫码|分享到?|打印|关闭|收藏|字体|字号|【?大\s*中\s*小|当前位置|您的?位置|你的?位置|首页\s*[>＞»]|
        浏览次数|阅读次数|点击数|访问量|上一篇|下一篇|返回顶部|无障碍|长者|适老化|相关链接|相关阅读|
        相关稿件|关注公众号|微信公众号|主办单位|承办单位|版权所有|网站标识码|粤公网安备|
        \S{1,2}公网安备|\S{1,2}ICP备|备案号|网站地图|联系我们|下载文字版|下载图片版|
        国务院部门网站|地方政府网站|责任编辑|(?:国务院)?客户端|登录|注册
    )""",
    re.VERBOSE,
)  # fmt: skip
_CHROME_LINE_CHARACTERS: Final = 120

_BLOCKS: Final = {
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "ul", "table", "caption",
    "tbody", "thead", "tfoot", "tr", "td", "th", "form", "footer", "aside", "nav", "menu", "dir",
    "legend", "dialog",
}  # fmt: skip
_HEADINGS: Final = {f"h{level}" for level in range(1, 7)}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_COLLAPSED = re.compile(r"[ \t\n\r\f]+")
_BREAK: Final = "\x00"
_SPAN = re.compile(r"\s*(\d{1,6})")
_TITLE_METAS: Final = ("ArticleTitle", "og:title", "title")
_PHONETICS: Final = {"rt", "rp"}


def read_html(data: bytes, name: str) -> Document:
    """Read a web page: its text and tables without the decoration of the page.

    A table that only arranges the page (it holds other tables, or a single cell) is read
    through. Spans are resolved. A single `<br>` is a line break inside its paragraph; two of
    them, or one followed by an indent, part paragraphs.

    Raises:
        MatrixError: ``error.document-undecodable``, ``error.document-too-large``,
            ``error.document-too-deep``, ``error.document-too-many-rows``,
            ``error.document-damaged`` or ``error.document-no-text``.

    """
    if len(data) > limits.HTML_BYTES:
        limit = str(limits.HTML_BYTES // limits.MEGABYTE)
        raise MatrixError("error.document-too-large", name=name, limit=limit)
    declared = _CHARSET.search(data[:_CHARSET_BYTES])
    text = decode(data, name, declared[1].decode("ascii") if declared else "")
    root = _parsed(text, name)
    _check_depth(root, name)
    reading = _Reading(name)
    title = reading.cleaner.clean(_title(root))
    blocks = tuple(reading.read(root))
    if not blocks:
        raise MatrixError("error.document-no-text", name=name)
    return Document(blocks, tuple(reading.remarks()), "html", " ".join(title.split()))


def _parsed(text: str, name: str) -> Element:
    from lxml import etree, html

    # Line ends and odd characters are cleaned later; a zero byte would end the page here.
    encoded = text.replace("\x00", "").encode("utf-8", "replace")
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(encoded, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise MatrixError("error.document-no-text", name=name) from None
    # libxml2 stops in silence where a page is too deep; what follows would be lost.
    for entry in parser.error_log:
        if "xcessive depth" in entry.message or "too deep" in entry.message:
            limit = str(limits.HTML_DEPTH)
            raise MatrixError("error.document-too-deep", name=name, limit=limit)
    return root


def _check_depth(root: Element, name: str) -> None:
    level = [root]
    depth = 1
    while level:
        if depth > limits.HTML_DEPTH:
            limit = str(limits.HTML_DEPTH)
            raise MatrixError("error.document-too-deep", name=name, limit=limit)
        level = [child for element in level for child in element]
        depth += 1


def _title(root: Element) -> str:
    for wanted in _TITLE_METAS:
        for meta in root.iter("meta"):
            if wanted in (meta.get("name"), meta.get("property")) and meta.get("content"):
                return str(meta.get("content"))
    for title in root.iter("title"):
        # Sites append their name: 关于…的通知_某某区人民政府.
        return re.split(r"[_|｜]|\s-\s", str(title.text_content()))[0].strip()
    return ""


def _tag(element: Element) -> str:
    # Comments and processing instructions have a function for a tag.
    return element.tag.lower() if isinstance(element.tag, str) else ""


@dataclass(slots=True)
class _Reading:
    name: str
    cleaner: Cleaner = field(default_factory=Cleaner)
    problems: list[Problem] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0

    def remarks(self) -> list[Problem]:
        problems = [*self.cleaner.remarks(self.name), *self.problems]
        if self.removed:
            problems.append(
                remark(
                    "page-furniture-removed",
                    self.name,
                    count=str(len(self.removed)),
                    text=excerpt(" ".join(self.removed)),
                )
            )
        return problems

    def read(self, root: Element) -> Iterator[Block]:
        yield from self._blocks(root, _Line())

    # What is left out

    def _is_left_out(self, element: Element) -> bool:
        tag = _tag(element)
        if not tag or tag in _NEVER_TEXT or tag in _PHONETICS:
            return True
        if tag == "body":
            return False
        hidden = element.get("hidden") is not None or bool(
            _HIDDEN_STYLE.search(element.get("style", ""))
        )
        decoration = (
            tag in _CHROME_TAGS
            or element.get("role", "").lower() in _CHROME_ROLES
            or bool(_CHROME_NAME.search(f"{element.get('class', '')} {element.get('id', '')}"))
        )
        if not hidden and not decoration:
            return False
        # Looking no further than the answer needs keeps nested decoration cheap.
        text = " ".join(_visible(element, most=_CHROME_CHARACTERS + 1).split())
        if len(text) > _CHROME_CHARACTERS:
            return False
        if not hidden and _holds_content(element):
            return False
        if text:
            self.removed.append(text)
        return True

    # Paragraphs

    def _blocks(self, element: Element, line: _Line) -> Iterator[Block]:
        """Return the blocks inside an element; `line` gathers text that no block has ended yet."""
        line.add(element.text)
        for child in element:
            if not self._is_left_out(child):
                yield from self._child(child, line)
            line.add(child.tail)
        if _tag(element) in ("body", "html"):
            yield from self._flush(line)

    def _child(self, child: Element, line: _Line) -> Iterator[Block]:
        tag = _tag(child)
        if tag == "br":
            line.add_break()
        elif tag == "img":
            self._picture(child)
        elif tag == "table":
            yield from self._flush(line)
            yield from self._table_blocks(child)
        elif tag in _BLOCKS:
            yield from self._flush(line)
            line.in_heading = line.in_heading or tag in _HEADINGS
            line.preformatted = line.preformatted or tag == "pre"
            yield from self._blocks(child, line)
            yield from self._flush(line)
            if tag in _HEADINGS:
                line.in_heading = False
            if tag == "pre":
                line.preformatted = False
        else:
            yield from self._blocks(child, line)

    def _flush(self, line: _Line) -> Iterator[Block]:
        for text in line.take(self.cleaner):
            if len(text) <= _CHROME_LINE_CHARACTERS and _CHROME_LINE.match(text):
                self.removed.append(text)
                continue
            self.paragraphs += 1
            place = DocumentPlace(paragraph=self.paragraphs)
            yield Paragraph(text, place)

    def _picture(self, element: Element) -> None:
        # Icons are small or have a name of the site's own; a scanned page is neither.
        source = str(element.get("src", ""))
        width, height = _length(element.get("width")), _length(element.get("height"))
        if re.search(r"icon|logo|ewm|qr|wza|share|/ui/|\.gif|beian|ga\.png", source, re.IGNORECASE):
            return
        if (width and width < 150) or (height and height < 100) or not source:
            return
        self.problems.append(
            remark("picture-not-read", self.name, DocumentPlace(paragraph=self.paragraphs), text="")
        )

    # Tables

    def _table_blocks(self, element: Element) -> Iterator[Block]:
        rows = _rows(element)
        if _is_layout(element, rows):
            for row in rows:
                for cell in row:
                    if not self._is_left_out(cell):
                        line = _Line()
                        yield from self._blocks(cell, line)
                        yield from self._flush(line)
            return
        for caption in element.iterchildren("caption"):
            line = _Line()
            yield from self._blocks(caption, line)
            yield from self._flush(line)
        table = self._table(rows, DocumentPlace(table=self.tables + 1))
        if any(cell.text for row in table.rows for cell in row):
            # Page data is no table of the notice; a person does not count it.
            self.tables += not is_page_data(table)
            yield table

    def _table(self, rows: list[list[Element]], place: DocumentPlace) -> Table:
        spans: list[SpanCell] = []
        # The last row that a cell above reaches in each column.
        covered: dict[int, int] = {}
        width = places = 0
        for at, row in enumerate(rows):
            column = 0
            for cell in row:
                while covered.get(column, -1) >= at:
                    column += 1
                columns = min(max(_span(cell, "colspan"), 1), limits.TABLE_COLUMNS)
                height = _span(cell, "rowspan")
                # 0 means "to the end of the table"; more than there is means the same.
                height = len(rows) - at if height == 0 else min(height, len(rows) - at)
                for covering in range(column, column + columns):
                    covered[covering] = at + height - 1
                spans.append(SpanCell(at, column, self._cell_text(cell, place), height, columns))
                column += columns
                width = max(width, column)
                places += height * columns
                if (
                    len(rows) > limits.TABLE_ROWS
                    or width > limits.TABLE_COLUMNS
                    or places > limits.TABLE_CELLS
                    or width * len(rows) > limits.TABLE_CELLS
                ):
                    limit = str(limits.TABLE_ROWS)
                    raise MatrixError(
                        "error.document-too-many-rows",
                        name=self.name,
                        limit=limit,
                        where=place.describe(),
                    )
        grid = lay_out(spans, len(rows), width)
        filled = [at for at, row in enumerate(grid) if row]
        row_places = tuple(replace(place, row=at + 1) for at in filled)
        return Table(tuple(tuple(grid[at]) for at in filled), place, row_places=row_places)

    def _cell_text(self, cell: Element, place: DocumentPlace) -> str:
        nested = next(cell.iter("table"), None)
        if nested is not None:
            text = excerpt(_visible(nested))
            self.problems.append(remark("nested-table-flattened", self.name, place, text=text))
        before = self.paragraphs, self.tables
        line = _Line()
        lines: list[str] = []
        for block in (*self._blocks(cell, line), *self._flush(line)):
            if isinstance(block, Paragraph):
                lines.append(block.text)
            else:
                lines += ["\t".join(row) for row in block.texts]
        self.paragraphs, self.tables = before
        return "\n".join(lines)


@dataclass(slots=True)
class _Line:
    """Inline text between two block boundaries."""

    parts: list[str] = field(default_factory=list)
    in_heading: bool = False
    preformatted: bool = False

    def add(self, text: str | None) -> None:
        if text:
            self.parts.append(text.replace("\n", _BREAK) if self.preformatted else text)

    def add_break(self) -> None:
        self.parts.append(_BREAK)

    def take(self, cleaner: Cleaner) -> list[str]:
        """Return the paragraphs gathered so far; the line is empty afterwards."""
        joined = "".join(self.parts)
        self.parts.clear()
        if not joined.strip():
            return []
        # No-break spaces count as an indent, so lines are looked at before they are cleaned.
        pieces = joined.split(_BREAK)
        paragraphs: list[list[str]] = [[]]
        for piece in pieces:
            collapsed = _COLLAPSED.sub(" ", piece).strip(" ")
            if not collapsed.strip() or collapsed.startswith(("　", "\xa0\xa0", "\u2003")):
                paragraphs.append([])
            text = _COLLAPSED.sub(" ", cleaner.clean(collapsed)).strip(" 　")
            if text:
                paragraphs[-1].append(text)
        if self.in_heading:
            # A heading is broken to look well, never to say two things.
            return ["".join(text for lines in paragraphs for text in lines)]
        return ["\n".join(lines) for lines in paragraphs if lines]


def _visible(element: Element, most: int | None = None) -> str:
    """Return the text of an element without scripts and styles, or its beginning.

    With `most`, no more is gathered once the words have that many characters.
    """
    parts: list[str] = []
    length = 0
    for node in element.iter():
        for text in (
            node.text if _tag(node) not in _NEVER_TEXT else None,
            node.tail if node is not element else None,
        ):
            if text:
                parts.append(text)
                length += len("".join(text.split()))
        if most is not None and length > most:
            break
    return "".join(parts)


def _holds_content(element: Element) -> bool:
    """Tell whether an element named like decoration holds what only a notice has."""
    text = _visible(element)
    if _tag(element) in ("header", "form") and any(True for _ in element.iter("h1", "h2", "table")):
        return True
    return bool(re.search(r"责任单位|牵头|索\s*引\s*号|发文字号|序号", text))


def _rows(element: Element) -> list[list[Element]]:
    """Return the cells of a table by row: head first, foot last, nested tables not entered."""
    parts: dict[str, list[list[Element]]] = {"thead": [], "tbody": [], "tfoot": []}

    def gather(container: Element, part: str) -> None:
        for child in container:
            tag = _tag(child)
            if tag == "tr":
                parts[part].append([cell for cell in child if _tag(cell) in ("td", "th")])
            elif tag in parts:
                gather(child, tag)

    gather(element, "tbody")
    return parts["thead"] + parts["tbody"] + parts["tfoot"]


def _is_layout(element: Element, rows: list[list[Element]]) -> bool:
    if element.get("role") in ("presentation", "none"):
        return True
    # One column divides nothing: each row is just the next part of the page.
    if all(len(row) <= 1 for row in rows):
        return True
    if not any(next(cell.iter("table"), None) is not None for row in rows for cell in row):
        return False
    # A table of tasks may hold a small table in a cell; a page frame has no full rows.
    full = [row for row in rows if sum(1 for cell in row if _visible(cell).strip()) >= 3]
    return len(full) * 2 < len(rows)


def _span(cell: Element, attribute: str) -> int:
    found = _SPAN.match(cell.get(attribute, "1"))
    return int(found[1]) if found else 1


def _length(value: str | None) -> int:
    found = _SPAN.match(value or "")
    return int(found[1]) if found else 0
