"""Numbers in front of paragraphs, and what level of a notice's outline they mark.

The order is fixed for official documents (GB/T 9704): 一、 then （一） then 1. then （1）;
第一条 and 措施一 stand between the first two, 一是 numbers points inside a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERAL = "[零〇一二三四五六七八九十百]+"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MARKERS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"第(?P<n>{_NUMERAL}|\d{{1,2}})(?:部分|章|篇)[、\s\u3000:：]*")),
    (2, re.compile(rf"(?P<n>{_NUMERAL})[、．.]\s*")),
    (3, re.compile(rf"第(?P<n>{_NUMERAL}|\d{{1,3}})条[、\s\u3000:：]*")),
    (3, re.compile(rf"(?:措施|任务|行动|举措)(?P<n>{_NUMERAL}|\d{{1,2}})[、.．:：\s\u3000]\s*")),
    (4, re.compile(rf"[（(](?P<n>{_NUMERAL})[）)]\s*[、.．]?\s*")),
    (5, re.compile(r"(?P<n>\d{1,3})(?:[.．、]|\s)(?![\d%])\s*")),
    (5, re.compile(r"(?:\d{1,2}[.．]){1,3}(?P<n>\d{1,2})(?:[.．、]|\s)\s*(?![\d%])")),
    (6, re.compile(r"[（(]?(?P<n>\d{1,3})[）)]\s*[、.．]?\s*")),
    (6, re.compile(rf"(?P<n>[{_CIRCLED}])\s*")),
    (7, re.compile(r"(?P<n>——)\s*")),
    (8, re.compile(rf"(?P<n>{_NUMERAL})是(?!否|不|指)")),
)
SECTION_LEVEL, POINT_LEVEL, SENTENCE_LEVEL = 2, 6, 8
_NEXT_ITEM = re.compile(
    rf"(?<=[。；;）)\s\u3000])(?=(?:{_NUMERAL}、|[（(]{_NUMERAL}[）)]|\d{{1,3}}[.．、](?![\d%]))\S)"
)
FLATTENED = 1500
_SECTIONS_IN_ONE = re.compile(r"(?:^|[。；;）)\s\u3000])一、\S[^\n]*[。；;）)\s\u3000]二、\S")


@dataclass(frozen=True, slots=True)
class Marker:
    """An outline number: its level (1 outermost), its value, and the text behind it."""

    level: int
    number: int
    label: str
    rest: str


def chinese_number(numeral: str) -> int:
    """The value of a Chinese or circled numeral up to 百 (二十三 -> 23, ④ -> 4), 0 for none."""
    if numeral.isdecimal():
        return int(numeral)
    if len(numeral) == 1 and numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    total = current = 0
    for character in numeral:
        if character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        elif character in _DIGITS:
            current = _DIGITS[character]
        else:
            return 0
    return total + current


def read_marker(text: str) -> Marker | None:
    """The outline number a paragraph starts with, None where it has none."""
    stripped = text.lstrip(" \t\u3000")
    for level, pattern in _MARKERS:
        match = pattern.match(stripped)
        if match:
            label = match.group().strip()
            return Marker(level, chinese_number(match["n"]), label, stripped[match.end() :].strip())
    return None


def split_flattened(text: str) -> list[str]:
    """The items of a document that was saved as one line; other texts stay whole."""
    if len(text) < FLATTENED and not _SECTIONS_IN_ONE.search(text):
        return [text]
    return [part.strip() for part in _NEXT_ITEM.split(text) if part.strip()]
