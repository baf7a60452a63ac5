"""The entrance to PDF files: goes through the pages and puts the document together.

Each page gives its lines and tables, and a remark for whatever on it is not read; at the end
running heads and page numbers are taken away, and what goes on over a page break is joined.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from matrices.diagnostics import MatrixError, Problem
from matrices.readers import limits
from matrices.readers.document import Block, Document, DocumentPlace
from matrices.readers.encoding import Cleaner
from matrices.readers.pdf.bounds import check_streams, draw
from matrices.readers.pdf.lines import (
    TITLE_SIZE,
    Char,
    Line,
    Margins,
    begins_paragraph,
    is_next,
    is_wide,
    lines_of,
    paragraph,
    usual_em,
)
from matrices.readers.pdf.tables import PageTable, goes_on, joined, tables_of
from matrices.readers.remarks import excerpt, remark

if TYPE_CHECKING:
    from pdfplumber.page import Page

# Pictures.

# The share of a page from which a picture may hold text: a third of its width and of its
# height. A seal, a logo or a line is smaller.
_LARGE_PICTURE: Final = 0.12
# In ems: how far the middle of a picture may be off the middle of the line in which it stands;
# by half an em it still covers most of the line.
_PICTURE_OFF_LINE: Final = 0.5
# In ems: how high a picture in a line may be, a higher one would cover the next line too; and
# how wide one is at least that hides words, a character.
_PICTURE_HEIGHT: Final = 2
_PICTURE_WIDTH: Final = 1
# In points: by how much a picture may overlap the characters beside it, as one that was cut
# out by hand does.
_PICTURE_OVERLAP: Final = 1
# How many characters before and behind a picture are quoted, so that a person finds it.
_QUOTED_CHARACTERS: Final = 8

# Heads and feet of pages.

# The shares of a page's height above and below which a line may be a head or a foot. The
# margins of a notice take 37 of 297 millimetres above and 35 below; other paper differs.
_HEAD_SHARE: Final = 0.14
_FOOT_SHARE: Final = 0.84
# On how many pages a running head stands at least, and on one of how many: two pages may
# begin alike by chance, and a long document has a head of its own in each of its parts.
_RUNNING_PAGES: Final = 3
_RUNNING_ONE_OF: Final = 4

# Otherwise.

# So many times the same character and nothing else is a drawn rule, not a text; dots and
# dashes in a text come in twos and sixes.
_ORNAMENT_CHARACTERS: Final = 8
# The pages that may show the title: the first one may be a cover, or a head in red.
_TITLE_PAGES: Final = 2

_PAGE_NUMBER = re.compile(
    r"[\s\-—–－―─~·.•]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?"
    r"(?:\s*[/／,，共]\s*共?\s*[0-9０-９]{1,4}(?:\s*页)?)?[\s\-—–－―─~·.•]*"
    r"|[\s\-—–－]*[ivxIVXⅠ-Ⅻⅰ-ⅻ]{1,5}[\s\-—–－]*"
)
_DIGITS = re.compile(r"[0-9０-９]+")
_TITLE_WORD = re.compile(r"通知|方案|要点|意见|规划|措施|清单|计划|分工|办法|规定|决定")
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_UNREADABLE: Final = "\ufffd"

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

    check_streams(data, name)
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


@dataclass(slots=True)
class _PageContent:
    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[PageTable] = field(default_factory=list)


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
        """Take in a page: its lines, its tables, and remarks on what of it is not read."""
        place = DocumentPlace(page=page.page_number)
        draw(page, self._name)
        chars = self._chars(page, page.chars, place)
        self._characters += len(chars)
        chars += self._pictures_in_lines(page, chars, place)
        content = _PageContent(page.page_number, float(page.width), float(page.height), [])
        if len(page.edges) > limits.PDF_PAGE_EDGES:
            self._problems.append(remark("page-too-complex", self._name, place))
        else:
            content.tables, chars = tables_of(page, chars)
        lines = lines_of(chars, page.page_number)
        content.lines = [line for line in lines if not self._is_ornament(line, place)]
        if not content.lines and not content.tables:
            self._problems.append(remark("page-without-text", self._name, place))
        elif any(_is_large(image, page) for image in page.images):
            self._problems.append(remark("picture-not-read", self._name, place, text=""))
        self._pages.append(content)

    def _chars(self, page: Page, raw: Sequence[dict[str, Any]], place: DocumentPlace) -> list[Char]:
        """Return the characters that a person sees upright on the page, with their ems."""
        left, top, right, bottom = page.bbox
        outside: list[str] = []
        rotated: list[str] = []
        chars: list[Char] = []
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
            if is_wide(text):
                ems[key] = max(ems.get(key, 0.0), x1 - x0)
            baseline = float(page.height) - float(char["matrix"][5]) + top
            chars.append(Char(text, x0, x1, baseline, ems.get(key, 0.0), size))
        for name, texts in (
            ("text-outside-page-removed", outside),
            ("rotated-text-skipped", rotated),
        ):
            if any(text.strip() for text in texts):
                text = excerpt("".join(texts))
                self._problems.append(remark(name, self._name, place, text=text))
        # Fonts of digits and Latin letters have no wide character to measure.
        measured = [char.em for char in chars if char.em]
        usual = median(measured) if measured else 0.0
        return [char if char.em else replace(char, em=usual or char.size) for char in chars]

    def _pictures_in_lines(
        self, page: Page, chars: Sequence[Char], place: DocumentPlace
    ) -> list[Char]:
        """Return a mark for each picture that stands in a line in place of words.

        Correcting programs paste the picture of a few words over a page; nothing but a gap
        would tell that they are missing.
        """
        marks: list[Char] = []
        for image in page.images:
            x0, x1 = float(image["x0"]), float(image["x1"])
            middle = (float(image["top"]) + float(image["bottom"])) / 2
            height = float(image["bottom"]) - float(image["top"])
            near = [
                char for char in chars if abs(char.middle - middle) < _PICTURE_OFF_LINE * char.em
            ]
            if (
                not near
                or height > _PICTURE_HEIGHT * near[0].em
                or x1 - x0 < _PICTURE_WIDTH * near[0].em
            ):
                continue
            # A picture behind words (a marked line, a watermark) hides none.
            if any(x0 < (char.x0 + char.x1) / 2 < x1 for char in near):
                continue
            line = sorted((char for char in near if char.text.strip()), key=lambda char: char.x0)
            before = [char.text for char in line if char.x1 <= x0 + _PICTURE_OVERLAP]
            behind = [char.text for char in line if char.x0 >= x1 - _PICTURE_OVERLAP]
            text = (
                "".join(before)[-_QUOTED_CHARACTERS:]
                + _UNREADABLE
                + "".join(behind)[:_QUOTED_CHARACTERS]
            )
            self._problems.append(remark("picture-not-read", self._name, place, text=text))
            marks.append(replace(near[0], text=_UNREADABLE, x0=x0, x1=x1))
        return marks

    def _is_ornament(self, line: Line, place: DocumentPlace) -> bool:
        """Rules drawn with characters: one character over and over, no letter of a text."""
        if len(line.text) < _ORNAMENT_CHARACTERS or len(set(line.text)) > 1:
            return False
        self._problems.append(remark("ornament-removed", self._name, place, text=line.text[0]))
        return True

    # The whole document

    def document(self) -> Document:
        """Return all pages as one document.

        Raises MatrixError (``error.document-needs-ocr``) where most characters cannot be read, or
        no page has a text.
        """
        unreadable = self._unmapped.total() * 2 > self._characters
        if unreadable or not any(page.lines or page.tables for page in self._pages):
            count = str(len(self._pages))
            raise MatrixError("error.document-needs-ocr", name=self._name, pages=count)
        self._problems += [
            remark("symbol-not-read", self._name, font=font, code=f"× {count}")
            for font, count in self._unmapped.items()
        ]
        self._remove_running_lines()
        blocks, joints = _blocks(self._pages)
        for place in joints:
            self._problems.append(remark("table-joined-over-pages", self._name, place))
        problems = [*self._cleaner.remarks(self._name), *self._problems]
        return Document(tuple(blocks), tuple(problems), "pdf", self._title())

    def _title(self) -> str:
        """Return the largest lines of the first pages, which is what a title is."""
        lines = [line for page in self._pages[:_TITLE_PAGES] for line in page.lines]
        body = usual_em(lines)
        larger = [line for line in lines if line.em > TITLE_SIZE * body]
        found = [n for n, line in enumerate(larger) if _TITLE_WORD.search(line.text)]
        if not found:
            return ""
        start = end = found[0]
        while start and is_next(larger[start - 1], larger[start]):
            start -= 1
        while end + 1 < len(larger) and is_next(larger[end], larger[end + 1]):
            end += 1
        return "".join(line.text for line in larger[start : end + 1])

    def _remove_running_lines(self) -> None:
        """Take away page numbers, and heads and feet that many pages share."""
        repeated = _running_texts(self._pages)
        removed: list[str] = []
        for page in self._pages:
            for at in (0, -1):
                while page.lines and _is_running(page, page.lines[at], at, repeated):
                    removed.append(page.lines.pop(at).text)
        if removed:
            text = excerpt(" ".join(removed))
            count = str(len(removed))
            self._problems.append(
                remark("page-furniture-removed", self._name, count=count, text=text)
            )


def _is_large(image: dict[str, Any], page: Page) -> bool:
    """Tell a picture that may hold text from a seal, a logo or a line."""
    width, height = float(image["x1"] - image["x0"]), float(image["bottom"] - image["top"])
    return width * height > _LARGE_PICTURE * float(page.width) * float(page.height)


# Heads and feet of pages


def _running_texts(pages: Sequence[_PageContent]) -> set[tuple[int, str]]:
    """First (0) and last (-1) lines that stand on several pages, figures aside."""
    counts: Counter[tuple[int, str]] = Counter()
    for page in pages:
        for at in (0, -1):
            if page.lines:
                counts[at, _masked(page.lines[at].text)] += 1
    needed = max(_RUNNING_PAGES, len(pages) // _RUNNING_ONE_OF)
    return {key for key, count in counts.items() if count >= needed}


def _is_running(page: _PageContent, line: Line, at: int, repeated: set[tuple[int, str]]) -> bool:
    # Only what stands outside everything else is a head or a foot.
    beyond = all(
        line.baseline < table.top if at == 0 else line.baseline > table.bottom
        for table in page.tables
    )
    share = line.baseline / page.height
    in_margin = share < _HEAD_SHARE if at == 0 else share > _FOOT_SHARE
    if not beyond or not in_margin:
        return False
    return bool(_PAGE_NUMBER.fullmatch(line.text)) or (at, _masked(line.text)) in repeated


def _masked(text: str) -> str:
    return _DIGITS.sub("#", text)


# Pages to blocks


@dataclass(slots=True)
class _Growing:
    """A paragraph or a table that the next page may go on with."""

    lines: list[Line] = field(default_factory=list)
    tables: list[PageTable] = field(default_factory=list)


def _blocks(pages: Sequence[_PageContent]) -> tuple[list[Block], list[DocumentPlace]]:
    """Return the blocks of all pages in order, and where tables were joined."""
    blocks: list[Block] = []
    joints: list[DocumentPlace] = []
    tables = 0
    for grown in _grown(pages):
        if grown.lines:
            blocks.append(paragraph(grown.lines))
            continue
        tables += 1
        blocks.append(joined(grown.tables, tables))
        joints += [DocumentPlace(page=table.page, table=tables) for table in grown.tables[1:]]
    return blocks, joints


def _grown(pages: Sequence[_PageContent]) -> list[_Growing]:
    """Return the lines of each paragraph and the parts of each table, from the top down."""
    growing: list[_Growing] = []
    margins = Margins.of(
        [line for page in pages for line in page.lines], median(page.width for page in pages)
    )
    for page in pages:
        here = Margins.of(page.lines, page.width, margins)
        parts: list[tuple[float, Line | PageTable]] = [
            *((line.baseline, line) for line in page.lines),
            *((table.top, table) for table in page.tables),
        ]
        parts.sort(key=lambda part: part[0])
        for _, part in parts:
            last = growing[-1] if growing else _Growing()
            if isinstance(part, PageTable):
                if last.tables and goes_on(last.tables[-1], part):
                    last.tables.append(part)
                else:
                    growing.append(_Growing(tables=[part]))
            elif last.lines and not begins_paragraph(last.lines, part, here, margins, page.width):
                last.lines.append(part)
            else:
                growing.append(_Growing(lines=[part]))
    return growing
