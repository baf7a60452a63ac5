"""Puts paragraphs together again that a program has broken at a fixed width.

Such a text breaks anywhere, within names and brackets too, and page numbers stand between the
halves. Only a text most of whose long lines have one and the same width is touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

_BLANKS: Final = " \t　"
_INDENT: Final = re.compile(r"(?: {2,}|　|\t)\s*\S")
_PAGE_NUMBER: Final = re.compile(
    r"\s*(?:[-—–－─]+\s*\d{1,4}\s*[-—–－─]+|第\s*\d{1,4}\s*页(?:[，,\s]*共\s*\d{1,4}\s*页)?)\s*"
)
_STARTS_ANEW: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百]{1,4}[章条节]|附件|[#|*>-])"
)
_SENTENCE_END: Final = tuple("。；;：:！!")
_NARROWEST, _WIDEST = 20, 64  # of a line, in Chinese characters
_FEWEST_FULL_LINES: Final = 5
_FULL_SHARE: Final = 0.25
_BROKEN_SHARE: Final = 0.6


def _columns(line: str) -> int:
    """The width of a line in half characters, as a terminal shows it."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)


def rejoined(lines: Sequence[str]) -> tuple[list[tuple[str, int]], list[str]]:
    """Paragraphs of a text, each with its first line (from 0), and the page numbers that went.

    A text that no fixed width has broken comes back line by line.
    """
    is_full = _fullness(lines)
    if is_full is None:
        return [(line, at) for at, line in enumerate(lines)], []
    indented = sum(1 for line in lines if _INDENT.match(line)) * 5 >= sum(map(bool, lines))
    found: list[tuple[str, int]] = []
    dropped: list[str] = []
    goes_on = False
    for at, line in enumerate(lines):
        if _PAGE_NUMBER.fullmatch(line):
            dropped.append(line.strip(_BLANKS))
            continue
        if not line.strip(_BLANKS):
            # a blank line beside a page number parts nothing
            if not _beside_page_number(lines, at):
                goes_on = False
                found.append((line, at))
            continue
        starts = _INDENT.match(line) if indented else _STARTS_ANEW.match(line)
        if goes_on and not starts and not re.match(r"[一二三四五六七八九十]{1,3}、", line):
            text, first = found[-1]
            found[-1] = (text.rstrip("\t　") + line.rstrip(_BLANKS), first)
        else:
            found.append((line, at))
        goes_on = is_full(line) or _holds_open_bracket(found[-1][0])
    return found, dropped


def _fullness(lines: Sequence[str]) -> Callable[[str], bool] | None:
    """What tells a full line of a broken text, None where the text is not broken.

    Programs count characters or columns; the count under which more lines are full holds.
    """
    texts = [line.rstrip() for line in lines if line.strip() and not _PAGE_NUMBER.fullmatch(line)]
    if any("\t" in line.strip() or "|" in line for line in texts):
        return None
    best: tuple[int, Callable[[str], bool]] | None = None
    for measure, unit in ((len, 1), (_columns, 2)):
        widest = max(map(measure, texts), default=0)
        if not _NARROWEST <= widest / unit <= _WIDEST:
            continue

        def is_full(
            line: str, measure: Callable[[str], int] = measure, least: int = widest - 1
        ) -> bool:
            return measure(line.rstrip()) >= least

        full = [line for line in texts if is_full(line)]
        broken = sum(1 for line in full if not line.endswith(_SENTENCE_END))
        regular = len(full) >= max(_FEWEST_FULL_LINES, _FULL_SHARE * len(texts))
        if regular and broken >= _BROKEN_SHARE * len(full) and (not best or len(full) > best[0]):
            best = (len(full), is_full)
    return best[1] if best else None


def _beside_page_number(lines: Sequence[str], at: int) -> bool:
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(lines) and not lines[near].strip(_BLANKS):
            near += step
        if 0 <= near < len(lines) and _PAGE_NUMBER.fullmatch(lines[near]):
            return True
    return False


def _holds_open_bracket(text: str) -> bool:
    return sum(map(text.count, "（([〔【")) > sum(map(text.count, "）)]〕】"))
