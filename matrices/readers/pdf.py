"""PDF files with a text layer, through pdfplumber (MIT, pdfminer.six below it).

A PDF knows characters at places and lines drawn on a page, nothing else. Lines of text come
from characters on one baseline, because fonts of one line differ in height; paragraphs from
indents and full lines, which is how official documents are set; tables from ruled lines.
"""

from __future__ import annotations

import base64
import io
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from matrices.diagnostics import MatrixError, Problem
from matrices.readers import limits
from matrices.readers.document import Block, Document, DocumentPlace, GridCell, Paragraph, Table
from matrices.readers.encoding import Cleaner
from matrices.readers.grid import SpanCell, lay_out
from matrices.readers.remarks import excerpt, remark

if TYPE_CHECKING:
    from pdfplumber.page import Page

# All measures below are in ems, the width of a Chinese character of the line.
_BASELINE_TOLERANCE: Final = 0.35
_LATIN_GAP: Final = 0.18
_ANY_GAP: Final = 1.3
# Wider than the other gaps of the line, which may be stretched to fill it.
_CHINESE_GAP: Final = 0.22
_INDENT: Final = 1.2
# Punctuation may not begin a line, so a full line may end more than one character early.
_FULL_LINE: Final = 1.7
_PARAGRAPH_GAP: Final = 2.3
# In points: Word's distance between a cell's edge and its text.
_CELL_PADDING: Final = 5.4
# The right margin as a share of the page's width, where no full line shows it.
_LEAST_RIGHT: Final = 0.75

_GRID_TOLERANCE: Final = 3.0
_ORNAMENT_CHARACTERS: Final = 8
_RUNNING_PAGES: Final = 3
_DEFAULT_EM: Final = 10.5

_PAGE_NUMBER = re.compile(
    r"[\s\-—–－―─~·.•]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?"
    r"(?:\s*[/／,，共]\s*共?\s*[0-9０-９]{1,4}(?:\s*页)?)?[\s\-—–－―─~·.•]*"
    r"|[\s\-—–－]*[ivxIVXⅠ-Ⅻⅰ-ⅻ]{1,5}[\s\-—–－]*"
)
_DIGITS = re.compile(r"[0-9０-９]+")
_SENTENCE_END = re.compile(r"[。！？；：;:!?）)”’』」》〕]$")
_NUMBERED_START = re.compile(
    r"(?:[（(][一二三四五六七八九十百零〇\d]{1,4}[)）]|[一二三四五六七八九十百零〇]{1,4}、"
    r"|第[一二三四五六七八九十百零〇\d]{1,4}[章节条]|\d{1,3}[.．、](?!\d)|附件\s*\d*\s*[:：]?$)"
)
_TITLE_WORD = re.compile(r"通知|方案|要点|意见|规划|措施|清单|计划|分工|办法|规定|决定")
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_UNREADABLE: Final = "\ufffd"
_ASCII85 = re.compile(rb"[!-uz\s\x00]*+")
# A stream may be packed in several ways one over the other.
_FILTERS: Final = 4
_PIECE_BYTES: Final = 64 * 1024
_STREAM = re.compile(rb"(?<!end)stream\r?\n")

_GridRow = tuple[GridCell, ...]
Progress = Callable[[int, int], None]


def read_pdf(
    data: bytes, name: str, pages: range | None = None, progress: Progress | None = None
) -> Document:
    """Read the pages of a PDF, or only those in `pages` (counted from 1).

    `progress` is told the number of pages done and to do after each page. Tables that go on
    over a page break are joined, their repeated head left out; page numbers and running heads
    are taken away before paragraphs are joined.

    Raises:
        MatrixError: ``error.document-password``, ``error.document-damaged``,
            ``error.document-too-large``, ``error.document-too-many-pages``,
            ``error.document-no-such-pages`` or ``error.document-needs-ocr``.

    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    _check_streams(data, name)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            wanted = _wanted_pages(len(pdf.pages), pages, name)
            reading = _Reading(name)
            for done, number in enumerate(wanted, start=1):
                page = pdf.pages[number - 1]
                reading.read(page)
                # A page keeps its characters and lines until it is told to forget them.
                page.close()
                if progress is not None:
                    progress(done, len(wanted))
    except MatrixError:
        raise
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise MatrixError("error.document-password", name=name) from error
        raise MatrixError("error.document-damaged", name=name, kind="pdf") from error
    # pdfminer answers broken files with whatever breaks first, RecursionError included.
    except Exception as error:
        raise MatrixError("error.document-damaged", name=name, kind="pdf") from error
    return reading.document()


def _wanted_pages(count: int, pages: range | None, name: str) -> list[int]:
    if count > limits.PDF_PAGES and pages is None:
        limit = str(limits.PDF_PAGES)
        raise MatrixError("error.document-too-many-pages", name=name, limit=limit, count=str(count))
    if count == 0:
        raise MatrixError("error.document-damaged", name=name, kind="pdf")
    if pages is None:
        return list(range(1, count + 1))
    wanted = [number for number in pages if 1 <= number <= count]
    if not wanted:
        asked = f"{pages.start}-{pages.stop - 1}"
        raise MatrixError("error.document-no-such-pages", name=name, pages=asked, count=str(count))
    return wanted[: limits.PDF_PAGES]


def _check_streams(data: bytes, name: str) -> None:
    """Unpack the compressed streams within bounds, because pdfminer unpacks without any."""
    total = barren = 0
    for mark in _STREAM.finditer(data):
        packed, start = data, mark.end()
        for _ in range(_FILTERS):
            unpacked = _inflated(packed, start)
            if unpacked is None and (packed is not data or start >= barren):
                unpacked, seen = _from_ascii85(packed, start)
                # What has been searched in vain once is not searched again for each stream.
                barren = seen if packed is data else barren
            if unpacked is None:
                # Not packed in these ways, or damaged: pdfminer has its own say about it.
                break
            total += len(unpacked)
            if len(unpacked) > limits.PDF_STREAM_BYTES or total > limits.PDF_ALL_STREAMS_BYTES:
                limit = str(limits.PDF_STREAM_BYTES // limits.MEGABYTE)
                raise MatrixError("error.document-archive-too-large", name=name, limit=limit)
            packed, start = unpacked, 0


def _inflated(data: bytes, start: int) -> bytes | None:
    """Return what zlib unpacks from here, no more than a little beyond the limit.

    The end of a stream cannot be trusted, so it is read in pieces until zlib sees the end.
    """
    unpacking = zlib.decompressobj()
    unpacked = bytearray()
    try:
        while not unpacking.eof and start < len(data):
            piece = data[start : start + _PIECE_BYTES]
            start += len(piece)
            while piece and len(unpacked) <= limits.PDF_STREAM_BYTES:
                unpacked += unpacking.decompress(piece, limits.PDF_STREAM_BYTES)
                piece = unpacking.unconsumed_tail
            if len(unpacked) > limits.PDF_STREAM_BYTES:
                break
    except zlib.error:
        return bytes(unpacked) or None
    return bytes(unpacked)


def _from_ascii85(data: bytes, start: int) -> tuple[bytes | None, int]:
    """Return what the ASCII85 text here stands for, None where it is none; and its end."""
    run = _ASCII85.match(data, start)
    end = run.end() if run else start
    if not data.startswith(b"~>", end):
        return None, end
    try:
        return base64.a85decode(data[start:end], ignorechars=b" \t\r\n\v\f\0"), end
    except ValueError:
        return None, end


def _lay_out(page: Page, name: str) -> None:
    """Let pdfminer draw the page, and stop it where a page draws without end.

    A page may use a form that uses a form twice, and so on: a short file, years of drawing.
    pdfplumber takes over the result and never draws the page itself.
    """
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent

    drawn = 0

    def count(marks: int = 1) -> None:
        nonlocal drawn
        drawn += marks
        if drawn > limits.PDF_PAGE_MARKS:
            raise _too_full(page, name)

    class Bounded(PDFPageAggregatorWithMarkedContent):
        def begin_figure(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
            count(limits.PDF_FORM_MARKS)
            super().begin_figure(*args, **kwargs)

        def render_char(self, *args: Any, **kwargs: Any) -> float:  # noqa: ANN401
            count()
            return super().render_char(*args, **kwargs)

        def paint_path(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
            count()
            super().paint_path(*args, **kwargs)

    device = Bounded(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()


def _too_full(page: Page, name: str) -> MatrixError:
    where = DocumentPlace(page=page.page_number).describe()
    limit = str(limits.PDF_PAGE_MARKS)
    return MatrixError("error.document-page-too-full", name=name, where=where, limit=limit)


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    x0: float
    x1: float
    baseline: float
    em: float
    size: float

    @property
    def middle(self) -> float:
        """The height at which the character's middle stands, whatever box its font has."""
        return self.baseline - 0.38 * self.em


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    x0: float
    x1: float
    baseline: float
    em: float
    page: int

    def is_same_size(self, other: _Line) -> bool:
        return abs(self.em - other.em) < 0.08 * self.em


@dataclass(frozen=True, slots=True)
class _PageTable:
    """A table as one page shows it."""

    top: float
    bottom: float
    edges: tuple[float, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    page: int


@dataclass(slots=True)
class _PageContent:
    number: int
    width: float
    height: float
    lines: list[_Line]
    tables: list[_PageTable] = field(default_factory=list)


class _Reading:
    """Gathers the pages one by one and puts the document together at the end."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._cleaner = Cleaner()
        self._problems: list[Problem] = []
        self._pages: list[_PageContent] = []
        self._characters = 0
        self._unmapped: Counter[str] = Counter()

    # One page

    def read(self, page: Page) -> None:
        place = DocumentPlace(page=page.page_number)
        _lay_out(page, self._name)
        chars = self._chars(page, page.chars, place)
        self._characters += len(chars)
        chars += self._pictures_in_lines(page, chars, place)
        content = _PageContent(page.page_number, float(page.width), float(page.height), [])
        if len(page.edges) > limits.PDF_PAGE_EDGES:
            self._problems.append(remark("page-too-complex", self._name, place))
        else:
            content.tables, chars = _tables(page, chars)
        lines = _lines(chars, page.page_number)
        content.lines = [line for line in lines if not self._is_ornament(line, place)]
        if not content.lines and not content.tables:
            self._problems.append(remark("page-without-text", self._name, place))
        elif any(_is_large(image, page) for image in page.images):
            self._problems.append(remark("picture-not-read", self._name, place, text=""))
        self._pages.append(content)

    def _chars(
        self, page: Page, raw: Sequence[dict[str, Any]], place: DocumentPlace
    ) -> list[_Char]:
        left, top, right, bottom = page.bbox
        outside: list[str] = []
        rotated: list[str] = []
        chars: list[_Char] = []
        ems: dict[tuple[str, float], float] = {}
        for char in raw:
            text = self._cleaner.clean(char["text"])
            if _UNMAPPED.fullmatch(text):
                # The font does not say which character its picture is.
                self._unmapped[str(char["fontname"])] += 1
                text = _UNREADABLE
            if not text or text == "\n":
                continue
            x0, x1 = float(char["x0"]), float(char["x1"])
            middle = (float(char["top"]) + float(char["bottom"])) / 2
            if not (left <= (x0 + x1) / 2 <= right and top <= middle <= bottom):
                outside.append(text)
                continue
            if not char["upright"]:
                rotated.append(text)
                continue
            size = round(float(char["size"]), 1)
            key = (str(char["fontname"]), size)
            if _is_wide(text):
                ems[key] = max(ems.get(key, 0.0), x1 - x0)
            baseline = float(page.height) - float(char["matrix"][5]) + top
            chars.append(_Char(text, x0, x1, baseline, 0.0, size))
            chars[-1] = replace(chars[-1], em=ems.get(key, 0.0))
        for name, texts in (
            ("text-outside-page-removed", outside),
            ("rotated-text-skipped", rotated),
        ):
            if any(text.strip() for text in texts):
                text = excerpt("".join(texts))
                self._problems.append(remark(name, self._name, place, text=text))
        # Fonts of digits and Latin letters have no wide character to measure.
        usual = median(char.em for char in chars if char.em) if any(c.em for c in chars) else 0.0
        return [char if char.em else replace(char, em=usual or char.size) for char in chars]

    def _pictures_in_lines(
        self, page: Page, chars: Sequence[_Char], place: DocumentPlace
    ) -> list[_Char]:
        """Return a mark for each picture that stands in a line in place of words.

        Correcting programs paste the picture of a few words over a page; nothing but a gap
        would tell that they are missing.
        """
        marks: list[_Char] = []
        for image in page.images:
            x0, x1 = float(image["x0"]), float(image["x1"])
            middle = (float(image["top"]) + float(image["bottom"])) / 2
            height = float(image["bottom"]) - float(image["top"])
            near = [char for char in chars if abs(char.middle - middle) < 0.5 * char.em]
            if not near or height > 2 * near[0].em or x1 - x0 < near[0].em:
                continue
            # A picture behind words (a marked line, a watermark) hides none.
            if any(x0 < (char.x0 + char.x1) / 2 < x1 for char in near):
                continue
            line = sorted((char for char in near if char.text.strip()), key=lambda char: char.x0)
            before = "".join(char.text for char in line if char.x1 <= x0 + 1)[-8:]
            after = "".join(char.text for char in line if char.x0 >= x1 - 1)[:8]
            text = f"{before}{_UNREADABLE}{after}"
            self._problems.append(remark("picture-not-read", self._name, place, text=text))
            marks.append(replace(near[0], text=_UNREADABLE, x0=x0, x1=x1))
        return marks

    def _is_ornament(self, line: _Line, place: DocumentPlace) -> bool:
        """Rules drawn with characters: one character over and over, no letter of a text."""
        if len(line.text) < _ORNAMENT_CHARACTERS or len(set(line.text)) > 1:
            return False
        self._problems.append(remark("ornament-removed", self._name, place, text=line.text[0]))
        return True

    # The whole document

    def document(self) -> Document:
        unreadable = self._unmapped.total() * 2 > self._characters
        if unreadable or not any(page.lines or page.tables for page in self._pages):
            count = str(len(self._pages))
            raise MatrixError("error.document-needs-ocr", name=self._name, pages=count)
        self._problems += [
            remark("symbol-not-read", self._name, font=font, code=f"× {count}")
            for font, count in self._unmapped.items()
        ]
        self._remove_running_lines()
        blocks, joined = _assembled(self._pages)
        for place in joined:
            self._problems.append(remark("table-joined-over-pages", self._name, place))
        problems = [*self._cleaner.remarks(self._name), *self._problems]
        return Document(tuple(blocks), tuple(problems), "pdf", self._title())

    def _title(self) -> str:
        """Return the largest lines of the first two pages, which is what a title is."""
        lines = [line for page in self._pages[:2] for line in page.lines]
        body = _usual_em(lines)
        larger = [line for line in lines if line.em > 1.15 * body]
        found = [n for n, line in enumerate(larger) if _TITLE_WORD.search(line.text)]
        if not found:
            return ""
        start = end = found[0]
        while start and _is_next(larger[start - 1], larger[start]):
            start -= 1
        while end + 1 < len(larger) and _is_next(larger[end], larger[end + 1]):
            end += 1
        return "".join(line.text for line in larger[start : end + 1])

    def _remove_running_lines(self) -> None:
        """Take away page numbers, and heads and feet that many pages share."""
        repeated = _running_texts(self._pages)
        removed: list[str] = []
        for page in self._pages:
            for at in (0, -1):
                while page.lines and self._is_running(page, page.lines[at], at, repeated):
                    removed.append(page.lines.pop(at).text)
        if removed:
            text = excerpt(" ".join(removed))
            count = str(len(removed))
            self._problems.append(
                remark("page-furniture-removed", self._name, count=count, text=text)
            )

    @staticmethod
    def _is_running(
        page: _PageContent, line: _Line, at: int, repeated: set[tuple[int, str]]
    ) -> bool:
        # Only what stands outside everything else is a head or a foot.
        beyond = all(
            line.baseline < table.top if at == 0 else line.baseline > table.bottom
            for table in page.tables
        )
        share = line.baseline / page.height
        in_margin = share < 0.14 if at == 0 else share > 0.84
        if not beyond or not in_margin:
            return False
        return bool(_PAGE_NUMBER.fullmatch(line.text)) or (at, _masked(line.text)) in repeated


def _is_wide(text: str) -> bool:
    return text >= "\u2e80" and len(text) == 1


def _is_large(image: dict[str, Any], page: Page) -> bool:
    """Tell a picture that may hold text from a seal, a logo or a line."""
    width, height = float(image["x1"] - image["x0"]), float(image["bottom"] - image["top"])
    return width * height > 0.12 * float(page.width) * float(page.height)


def _masked(text: str) -> str:
    return _DIGITS.sub("#", text)


def _running_texts(pages: Sequence[_PageContent]) -> set[tuple[int, str]]:
    """First and last lines that stand on several pages at the same height."""
    counts: Counter[tuple[int, str]] = Counter()
    for page in pages:
        for at in (0, -1):
            if page.lines:
                counts[at, _masked(page.lines[at].text)] += 1
    needed = max(_RUNNING_PAGES, len(pages) // 4)
    return {key for key, count in counts.items() if count >= needed}


# Characters to lines


def _lines(chars: Iterable[_Char], page: int) -> list[_Line]:
    """Characters on one baseline, from left to right; fonts of one line may differ."""
    rows: list[list[_Char]] = []
    for char in sorted(chars, key=lambda char: (char.baseline, char.x0)):
        if rows and char.baseline - rows[-1][0].baseline <= _BASELINE_TOLERANCE * max(
            char.em, rows[-1][0].em
        ):
            rows[-1].append(char)
        else:
            rows.append([char])
    lines = []
    for row in rows:
        row.sort(key=lambda char: char.x0)
        seen = [char for char in row if not char.text.isspace()]
        if seen:
            em = max(Counter(round(char.em, 1) for char in seen).items(), key=lambda item: item[1])[
                0
            ]
            lines.append(
                _Line(
                    _joined(row),
                    seen[0].x0,
                    seen[-1].x1,
                    median(c.baseline for c in seen),
                    em,
                    page,
                )
            )
    return lines


def _joined(row: Sequence[_Char]) -> str:
    """Return the text of a line. A space is a gap to be seen, not a space character.

    Word processors set a quarter of an em between Chinese and Latin text and write spaces
    where none are seen; between two Chinese characters a gap is meant.
    """
    chars: list[_Char] = []
    spaced: set[int] = set()
    for char in row:
        if char.text.isspace():
            spaced.add(len(chars))
        # The same character twice at one place is how some programs print bold.
        elif not chars or char.text != chars[-1].text or char.x0 - chars[-1].x0 > 0.2 * char.em:
            chars.append(char)
    gaps = [
        (right.x0 - left.x1) / max(min(left.em, right.em), 1.0) for left, right in pairwise(chars)
    ]
    usual = median(gaps) if gaps else 0.0
    written = [char.text for char in chars[:1]]
    for at, (gap, char) in enumerate(zip(gaps, chars[1:], strict=True), start=1):
        before, after = chars[at - 1].text[-1], char.text[0]
        if _is_ideograph(before) and _is_ideograph(after):
            is_space = at in spaced or gap - usual > _CHINESE_GAP
        elif _is_wide(before) or _is_wide(after):
            is_space = gap > _ANY_GAP
        else:
            is_space = gap > _LATIN_GAP
        if is_space:
            written.append(" ")
        written.append(char.text)
    return "".join(written)


def _is_ideograph(text: str) -> bool:
    return "\u3400" <= text <= "\u9fff"


# Ruled tables


def _tables(page: Page, chars: list[_Char]) -> tuple[list[_PageTable], list[_Char]]:
    """Return the ruled tables of a page, and the characters outside of them."""
    tables: list[_PageTable] = []
    for found in page.find_tables():
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
        if not any(char.text.strip() for char in inside):
            continue
        taken = set(map(id, inside))
        chars = [char for char in chars if id(char) not in taken]
        columns = _clustered(edge for box in boxes for edge in (box[0], box[2]))
        rows = _clustered(edge for box in boxes for edge in (box[1], box[3]))
        spans = _cell_spans(boxes, inside, columns, rows, page.page_number)
        grid = lay_out(spans, len(rows) - 1, len(columns) - 1)
        tables.append(
            _PageTable(top, bottom, tuple(columns), tuple(map(tuple, grid)), page.page_number)
        )
    tables.sort(key=lambda table: table.top)
    return tables, chars


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
    chars: Sequence[_Char],
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
        text = _unwrapped(_lines(inside, page), right - left - 2 * _CELL_PADDING)
        spans.append(SpanCell(row, column, text, height, width))
    return spans


def _unwrapped(lines: Sequence[_Line], width: float) -> str:
    """Return the lines of a cell joined where the cell was full, parted where the author parted."""
    text = ""
    for above, line in zip((None, *lines), lines, strict=False):
        if above is None:
            text = line.text
        elif width - (above.x1 - above.x0) > _room_needed(line):
            text += "\n" + line.text
        else:
            text += _glue(text, line.text) + line.text
    return text


def _room_needed(line: _Line) -> float:
    """How much room the line above may leave and still count as full.

    A number or a Latin word goes to the next line as a whole.
    """
    word = re.match(r"[\x21-\x7e]+", line.text)
    return (_FULL_LINE + (len(word[0]) * 0.5 if word else 0.0)) * line.em


def _glue(text: str, following: str) -> str:
    """Return a space where a line break parted two Latin words, nothing between Chinese."""
    return " " if re.search(r"[A-Za-z,.;]$", text) and re.match(r"[A-Za-z]", following) else ""


# Pages to blocks


@dataclass(slots=True)
class _Growing:
    """A paragraph or a table that the next page may go on with."""

    lines: list[_Line] = field(default_factory=list)
    table: list[_PageTable] = field(default_factory=list)


def _assembled(pages: Sequence[_PageContent]) -> tuple[list[Block], list[DocumentPlace]]:
    """Return the blocks of all pages in order, and where tables were joined."""
    growing: list[_Growing] = []
    margins = _Margins.of(
        [line for page in pages for line in page.lines], median(page.width for page in pages)
    )
    for page in pages:
        here = _Margins.of(page.lines, page.width, margins)
        parts: list[tuple[float, _Line | _PageTable]] = [
            *((line.baseline, line) for line in page.lines),
            *((table.top, table) for table in page.tables),
        ]
        parts.sort(key=lambda part: part[0])
        for _, part in parts:
            last = growing[-1] if growing else None
            if isinstance(part, _PageTable):
                if last and last.table and _goes_on(last.table[-1], part):
                    last.table.append(part)
                else:
                    growing.append(_Growing(table=[part]))
            elif (
                last
                and last.lines
                and not _begins_paragraph(last.lines, part, here, margins, page.width)
            ):
                last.lines.append(part)
            else:
                growing.append(_Growing(lines=[part]))
    blocks: list[Block] = []
    joined: list[DocumentPlace] = []
    tables = 0
    paragraphs = 0
    for grown in growing:
        if grown.lines:
            paragraphs += 1
            blocks.append(_paragraph(grown.lines))
            continue
        tables += 1
        blocks.append(_table(grown.table, tables))
        joined += [DocumentPlace(page=table.page, table=tables) for table in grown.table[1:]]
    return blocks, joined


@dataclass(frozen=True, slots=True)
class _Margins:
    """Where the lines of running text begin and end, and how far they stand apart."""

    left: float
    right: float
    pitch: float
    em: float

    @classmethod
    def of(cls, lines: Sequence[_Line], width: float, fallback: _Margins | None = None) -> _Margins:
        em = _usual_em(lines)
        body = [line for line in lines if abs(line.em - em) < 0.15 * em]
        lefts = Counter(round(line.x0 / 3) for line in body)
        rights = Counter(round(line.x1 / 3) for line in body)
        often = [n for n, count in lefts.items() if count > 1]
        ends = [n for n, count in rights.items() if count > 1]
        # A page of few lines says nothing of its own; margins of odd and even pages may differ.
        if fallback is not None and (len(body) < 6 or not often or not ends):
            return fallback
        pitches = [
            below.baseline - above.baseline
            for above, below in pairwise(lines)
            if above.page == below.page and below.baseline > above.baseline
        ]
        left = min(often) * 3.0 if often else min((line.x0 for line in lines), default=0.0)
        # Hanging punctuation reaches beyond the margin: the margin is where most lines end.
        right = (
            max(ends, key=lambda n: rights[n]) * 3.0
            if ends
            else max((line.x1 for line in lines), default=0.0)
        )
        # Where no line is full nothing tells the margin but the paper.
        right = max(right, _LEAST_RIGHT * width)
        return cls(left, right, median(pitches) if pitches else 0.0, em)


def _usual_em(lines: Sequence[_Line]) -> float:
    """Return the em of most of the text."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.em, 1)] += len(line.text)
    return max(weights, key=lambda em: weights[em]) if weights else _DEFAULT_EM


def _is_centred(line: _Line, margins: _Margins, width: float) -> bool:
    middle = (line.x0 + line.x1) / 2
    text_middle = (margins.left + margins.right) / 2
    return (
        min(abs(middle - width / 2), abs(middle - text_middle)) < 0.8 * line.em
        and line.x0 - margins.left > 0.8 * line.em
        and margins.right - line.x1 > 0.8 * line.em
    )


def _is_next(above: _Line, below: _Line) -> bool:
    """Tell whether two lines stand directly one below the other in the same size."""
    distance = below.baseline - above.baseline
    return above.page == below.page and 0 < distance < 2.6 * below.em and above.is_same_size(below)


def _begins_paragraph(
    lines: Sequence[_Line], line: _Line, here: _Margins, overall: _Margins, width: float
) -> bool:
    above = lines[-1]
    there = here if above.page == line.page else overall
    larger = line.em > 1.15 * overall.em
    if larger or above.em > 1.15 * overall.em:
        # Titles are large and centred; their lines belong together as long as the size stays.
        return not (larger and _is_next(above, line))
    if (
        above.page == line.page
        and here.pitch
        and (line.baseline - above.baseline > max(_PARAGRAPH_GAP * here.pitch, 2.6 * line.em))
    ):
        return True
    if line.x0 - here.left > _INDENT * line.em or _is_centred(above, there, width):
        return True
    if there.right - above.x1 > _room_needed(line):
        return True
    # Text without indents: a number at the start of a line after the end of a sentence.
    return bool(
        _NUMBERED_START.match(line.text)
        and _SENTENCE_END.search(above.text)
        and len(lines) > 0
        and lines[0].x0 - here.left < 0.5 * line.em
    )


def _paragraph(lines: Sequence[_Line]) -> Paragraph:
    text = ""
    for line in lines:
        text += (_glue(text, line.text) if text else "") + line.text
    return Paragraph(text, DocumentPlace(page=lines[0].page))


def _goes_on(above: _PageTable, below: _PageTable) -> bool:
    """Tell whether a table at the top of a page continues the one at the end of the page before."""
    if below.page != above.page + 1 or len(above.edges) != len(below.edges):
        return False
    return all(abs(a - b) < 12 for a, b in zip(above.edges, below.edges, strict=True))


def _table(parts: Sequence[_PageTable], number: int) -> Table:
    rows: list[tuple[GridCell, ...]] = []
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


def _repeated_head(
    rows: Sequence[tuple[GridCell, ...]], added: Sequence[tuple[GridCell, ...]]
) -> int:
    """How many rows at the start of a page repeat the head of the table."""
    texts = [[cell.text for cell in row] for row in rows[:4]]
    for start in range(min(3, len(texts))):
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


def _carry_over(rows: list[tuple[GridCell, ...]], added: list[tuple[GridCell, ...]]) -> None:
    """Carry cells over a page break: a row that goes on, or a merged cell that does.

    A row goes on when its first cell is empty on the new page and the first cell above was
    not merged further up; a merged cell when its place on the new page is empty.
    """
    above, first = rows[-1], added[0]
    is_same_row = (
        not first[0].text
        and bool(above[0].text)
        and not above[0].continues_above
        and not any(
            cell.continues_above for cell in above if cell is not above[0] and not cell.text
        )
        and any(cell.text for cell in first)
        and not _covers_below(added, 0)
    )
    if is_same_row:
        rows[-1] = tuple(
            replace(old, text=f"{old.text}{_glue(old.text, new.text)}{new.text}")
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


def _covers_below(added: Sequence[tuple[GridCell, ...]], column: int) -> bool:
    return len(added) > 1 and added[1][column].continues_above


def _fill_below(
    added: list[tuple[GridCell, ...]], start: int, column: int, text: str, *, whole: bool = False
) -> None:
    """Write a text into a merged cell of the new page, its first row included when `whole`."""
    at = start if whole else start + 1
    while at < len(added) and (at == start or added[at][column].continues_above):
        row = list(added[at])
        row[column] = replace(row[column], text=text, continues_above=True)
        added[at] = tuple(row)
        at += 1
