"""Characters of a PDF page to lines of text, and lines to paragraphs.

An em is the width of a Chinese character of the line in question, whatever size its font
claims; measures in ems hold for every size of type.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from matrices.readers.document import DocumentPlace, Paragraph

# Characters on a line, in ems.

# How far the baselines of one line may lie apart: fonts of one line, small marks and raised
# figures differ by less, and the next line is at least one em below.
_BASELINE_TOLERANCE: Final = 0.35
# From the baseline up to the middle of a Chinese character, which fills its square from 0.12
# below the baseline to 0.88 above it.
_MIDDLE_ABOVE_BASELINE: Final = 0.38
# The gap that is a space between two Latin characters. A set space is a quarter of an em or
# a little less; characters of one word lie closer.
_LATIN_GAP: Final = 0.18
# The gap that is a space next to a Chinese mark or between Chinese and Latin text. Word
# processors set a quarter of an em there, and half a mark's square is empty: only more than
# one missing character is meant.
_ANY_GAP: Final = 1.3
# By how much a gap between two Chinese characters is wider than the other gaps of the line,
# which may all be stretched to fill it, to be a space: nearly the quarter that a space takes.
_CHINESE_GAP: Final = 0.22
# How near to its place the same character printed again only makes it bold: a shift one can
# see would spoil the print, and the narrowest letter that may stand twice is a fourth of an em.
_PRINTED_TWICE: Final = 0.2
# What a Latin letter or a figure takes: half a square, as Chinese fonts set them.
_LATIN_WIDTH: Final = 0.5
# In points: gaps are never measured in a smaller em, which a font that claims no size has.
_LEAST_EM: Final = 1.0

# Lines of a paragraph, in ems.

# How much farther right than the margin a line begins that opens a paragraph. Notices indent
# by two; hanging punctuation and figures shift a line by less than one.
_INDENT: Final = 1.2
# How much farther right the first line of a paragraph set without indents may begin: an opening
# bracket leaves half of its square empty.
_NO_INDENT: Final = 0.5
# How far before the margin a line may end and still be full. Punctuation may not begin a
# line, so a full line may end more than one character early.
_FULL_LINE: Final = 1.7
# How far the middle of a centred line may be off, and how far its ends at least stand from
# the margins: nearly one character, which centring with spaces cannot part evenly.
_OFF_CENTRE: Final = 0.8
_BESIDE_CENTRED: Final = 0.8
# How far below its line the next one of the same text may stand: the 28 points of a notice
# are 1.75 ems, and lines of titles are spaced wider.
_NEXT_LINE: Final = 2.6

# Lines of a paragraph, otherwise.

# How many times the usual distance of two lines parts paragraphs: more than one empty line.
_PARAGRAPH_GAP: Final = 2.3
# By which share of an em two lines of one size differ at most: characters of one size are
# measured with that error.
_SAME_SIZE: Final = 0.08
# By which share of an em a line of running text differs at most from the usual one, as lines
# in bold and narrow fonts do; a title is TITLE_SIZE times as large.
_BODY_SIZE: Final = 0.15
# How many times the usual em a title is at least: titles are set in 22 points over text in
# 16, which is 1.4 times; headings inside the text are as large as it or differ by a little.
TITLE_SIZE: Final = 1.15
# In points, the em of a document that shows none: size five, as small print is set.
_DEFAULT_EM: Final = 10.5

# Margins.

# In points: ends of lines so close stand at one margin. Full lines differ by what stretching
# them left over, indents by ten times as much.
_MARGIN_STEP: Final = 3.0
# Fewer lines of running text say nothing about the margins of their page: they may all belong
# to an address, a signature and a date.
_LEAST_LINES: Final = 6
# The right margin as a share of the page's width, where no full line shows it: paper has a
# fourth or less to the right of the text.
_LEAST_RIGHT: Final = 0.75
# Where at least one of so many lines ends at one place, full lines do show it; paper may have
# a broad strip for remarks to the right of the text.
_FULL_ONE_OF: Final = 3
# The share of the page's width that a column of full lines takes at least.
_LEAST_COLUMN: Final = 0.5
# How much of its room a line takes at least that goes on although it ends early: text set
# without stretching leaves a ragged margin.
_RAGGED_SHARE: Final = 0.85

# Names of one place begin with as many characters alike.
_SHARED_START: Final = 2

_SENTENCE_END = re.compile(r"[。！？；：;:!?）)”’』」》〕]$")
# What stands alone whatever the next line is: the date below a signature.
_DATE_LINE = re.compile(r"\s*\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s*")
_NUMBERED_START = re.compile(
    r"(?:[（(][一二三四五六七八九十百零〇\d]{1,4}[)）]|[一二三四五六七八九十百零〇]{1,4}、"
    r"|第[一二三四五六七八九十百零〇\d]{1,4}[章节条]|\d{1,3}[.．、](?!\d)|附件\s*\d*\s*[:：]?$)"
)


@dataclass(frozen=True, slots=True)
class Char:
    """A character at its place on a page, in points from the left and the top."""

    text: str
    x0: float
    x1: float
    baseline: float
    em: float
    size: float

    @property
    def middle(self) -> float:
        """The height at which the character's middle stands, whatever box its font has."""
        return self.baseline - _MIDDLE_ABOVE_BASELINE * self.em


@dataclass(frozen=True, slots=True)
class Line:
    """The text on one baseline, of a page or of a cell."""

    text: str
    x0: float
    x1: float
    baseline: float
    em: float
    page: int

    def is_same_size(self, other: Line) -> bool:
        """Tell whether both lines are set in one size."""
        return abs(self.em - other.em) < _SAME_SIZE * self.em


# Characters to lines


def lines_of(chars: Iterable[Char], page: int) -> list[Line]:
    """Characters on one baseline, from left to right; fonts of one line may differ."""
    rows: list[list[Char]] = []
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
            ems = Counter(round(char.em, 1) for char in seen)
            em = max(ems, key=lambda em: ems[em])
            baseline = median(char.baseline for char in seen)
            lines.append(Line(_joined(row), seen[0].x0, seen[-1].x1, baseline, em, page))
    return lines


def _joined(row: Sequence[Char]) -> str:
    """Return the text of a line. A space is a gap to be seen, not a space character.

    Word processors set a quarter of an em between Chinese and Latin text and write spaces
    where none are seen; between two Chinese characters a gap is meant.
    """
    chars: list[Char] = []
    spaced: set[int] = set()
    for char in row:
        if char.text.isspace():
            spaced.add(len(chars))
        # The same character twice at one place is how some programs print bold.
        elif (
            not chars
            or char.text != chars[-1].text
            or char.x0 - chars[-1].x0 > _PRINTED_TWICE * char.em
        ):
            chars.append(char)
    gaps = [
        (right.x0 - left.x1) / max(min(left.em, right.em), _LEAST_EM)
        for left, right in pairwise(chars)
    ]
    usual = median(gaps) if gaps else 0.0
    written = [char.text for char in chars[:1]]
    for at, (gap, char) in enumerate(zip(gaps, chars[1:], strict=True), start=1):
        before, after = chars[at - 1].text[-1], char.text[0]
        if _is_ideograph(before) and _is_ideograph(after):
            is_space = at in spaced or gap - usual > _CHINESE_GAP
        elif is_wide(before) or is_wide(after):
            is_space = gap > _ANY_GAP
        else:
            is_space = gap > _LATIN_GAP
        if is_space:
            written.append(" ")
        written.append(char.text)
    return "".join(written)


def is_wide(text: str) -> bool:
    """Tell whether a character fills a square, as Chinese ones and their marks do."""
    return text >= "\u2e80" and len(text) == 1


def _is_ideograph(text: str) -> bool:
    return "\u3400" <= text <= "\u9fff"


# Lines to paragraphs


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of running text begin and end, and how far they stand apart."""

    left: float
    right: float
    pitch: float
    em: float

    @classmethod
    def of(cls, lines: Sequence[Line], width: float, fallback: Margins | None = None) -> Margins:
        """Return the margins that most of the lines show, `fallback` where they are too few."""
        em = usual_em(lines)
        body = [line for line in lines if abs(line.em - em) < _BODY_SIZE * em]
        lefts = Counter(round(line.x0 / _MARGIN_STEP) for line in body)
        rights = Counter(round(line.x1 / _MARGIN_STEP) for line in body)
        often = [n for n, count in lefts.items() if count > 1]
        ends = [n for n, count in rights.items() if count > 1]
        # A page of few lines says nothing of its own; margins of odd and even pages may differ.
        if fallback is not None and (len(body) < _LEAST_LINES or not often or not ends):
            return fallback
        pitches = [
            below.baseline - above.baseline
            for above, below in pairwise(lines)
            if above.page == below.page and below.baseline > above.baseline
        ]
        left = min(often) * _MARGIN_STEP if often else min((line.x0 for line in lines), default=0.0)
        # Hanging punctuation reaches beyond the margin: the margin is where most lines end.
        right = (
            max(ends, key=lambda n: rights[n]) * _MARGIN_STEP
            if ends
            else max((line.x1 for line in lines), default=0.0)
        )
        full = max(rights.values(), default=0)
        is_narrow = right - left < _LEAST_COLUMN * width
        if is_narrow or full < _LEAST_LINES - 1 or full * _FULL_ONE_OF < len(body):
            # Where no line is full nothing tells the margin but the paper.
            right = max(right, _LEAST_RIGHT * width)
        return cls(left, right, median(pitches) if pitches else 0.0, em)


def usual_em(lines: Sequence[Line]) -> float:
    """Return the em of most of the text."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.em, 1)] += len(line.text)
    return max(weights, key=lambda em: weights[em]) if weights else _DEFAULT_EM


def is_next(above: Line, below: Line) -> bool:
    """Tell whether two lines stand directly one below the other in the same size."""
    distance = below.baseline - above.baseline
    return (
        above.page == below.page
        and 0 < distance < _NEXT_LINE * below.em
        and above.is_same_size(below)
    )


def begins_paragraph(
    lines: Sequence[Line], line: Line, here: Margins, overall: Margins, width: float
) -> bool:
    """Tell whether a line opens a paragraph or goes on with the one of the `lines` above it.

    `here` are the margins of the line's page, `overall` those of the document; `width` is
    the page's.
    """
    above = lines[-1]
    there = here if above.page == line.page else overall
    larger = line.em > TITLE_SIZE * overall.em
    if larger or above.em > TITLE_SIZE * overall.em:
        # Titles are large and centred; their lines belong together as long as the size stays.
        return not (larger and is_next(above, line))
    if _DATE_LINE.fullmatch(above.text):
        return True
    if _breaks_off(above, there) and _stands_at_margin(line, here):
        return False
    if (
        above.page == line.page
        and here.pitch
        and line.baseline - above.baseline > max(_PARAGRAPH_GAP * here.pitch, _NEXT_LINE * line.em)
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
        and lines[0].x0 - here.left < _NO_INDENT * line.em
    )


def _breaks_off(line: Line, margins: Margins) -> bool:
    """Tell whether a line that fills most of its room stops in the middle of a sentence."""
    room = margins.right - margins.left
    return (
        line.x1 - margins.left > _RAGGED_SHARE * room
        and abs(line.em - margins.em) < _BODY_SIZE * margins.em
        and not _SENTENCE_END.search(line.text)
    )


def _stands_at_margin(line: Line, margins: Margins) -> bool:
    """Tell whether a line begins where lines do that only go on."""
    return (
        abs(line.x0 - margins.left) < _NO_INDENT * line.em
        and abs(line.em - margins.em) < _BODY_SIZE * margins.em
        and not _NUMBERED_START.match(line.text)
    )


def _is_centred(line: Line, margins: Margins, width: float) -> bool:
    middle = (line.x0 + line.x1) / 2
    text_middle = (margins.left + margins.right) / 2
    return (
        min(abs(middle - width / 2), abs(middle - text_middle)) < _OFF_CENTRE * line.em
        and line.x0 - margins.left > _BESIDE_CENTRED * line.em
        and margins.right - line.x1 > _BESIDE_CENTRED * line.em
    )


def _room_needed(line: Line) -> float:
    """How much room the line above may leave and still count as full.

    A number or a Latin word goes to the next line as a whole.
    """
    word = re.match(r"[\x21-\x7e]+", line.text)
    return (_FULL_LINE + (len(word[0]) * _LATIN_WIDTH if word else 0.0)) * line.em


def paragraph(lines: Sequence[Line]) -> Paragraph:
    """Return the lines of a paragraph as one text, at the place of the first of them."""
    text = ""
    for line in lines:
        text += (glue(text, line.text) if text else "") + line.text
    return Paragraph(text, DocumentPlace(page=lines[0].page))


def unwrapped(lines: Sequence[Line], width: float) -> str:
    """Return the lines of a cell joined where the cell was full, parted where the author parted.

    `width` is the room for text in the cell.
    """
    text = ""
    for above, line in zip((None, *lines), lines, strict=False):
        if above is None:
            text = line.text
        elif width - (above.x1 - above.x0) > _room_needed(line) or _is_next_name(above, line):
            text += "\n" + line.text
        else:
            text += glue(text, line.text) + line.text
    return text


def _is_next_name(above: Line, below: Line) -> bool:
    """One name a line: 甲区财政局 over 甲区数据局, although the first one fills the cell."""
    return (
        above.text[-1:] in "局委厅办部"
        and len(above.text) > _SHARED_START
        and above.text[:_SHARED_START] == below.text[:_SHARED_START]
    )


def glue(text: str, following: str) -> str:
    """Return a space where a line break parted two Latin words, nothing between Chinese."""
    return " " if re.search(r"[A-Za-z,.;]$", text) and re.match(r"[A-Za-z]", following) else ""
