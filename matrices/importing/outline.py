"""Numbers in front of paragraphs, and what level of a notice's outline they mark.

The order is fixed for official documents (GB/T 9704): 一、 then （一） then 1. then （1）;
一是 numbers points inside a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERAL = "[零〇一二三四五六七八九十百]+"
_MARKERS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"第(?P<n>{_NUMERAL}|\d{{1,2}})(?:部分|章|篇)[、\s\u3000:：]*")),
    (2, re.compile(rf"(?P<n>{_NUMERAL})、\s*")),
    (3, re.compile(rf"[（(](?P<n>{_NUMERAL})[）)]\s*[、.．]?\s*")),
    (4, re.compile(r"(?P<n>\d{1,3})(?:[.．、]|\s)(?![\d%])\s*")),
    (5, re.compile(r"[（(](?P<n>\d{1,3})[）)]\s*[、.．]?\s*")),
    (5, re.compile(r"(?P<n>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳])\s*")),
    (6, re.compile(r"(?P<n>——)\s*")),
    (7, re.compile(rf"(?P<n>{_NUMERAL})是(?!否|不|指)")),
)
_NEXT_ITEM = re.compile(
    rf"(?<=[。；;）)\s\u3000])(?=(?:{_NUMERAL}、|[（(]{_NUMERAL}[）)]|\d{{1,3}}[.．、](?![\d%]))\S)"
)
FLATTENED = 1500


@dataclass(frozen=True, slots=True)
class Marker:
    """An outline number: its level (1 outermost), its value, and the text behind it."""

    level: int
    number: int
    label: str
    rest: str


def chinese_number(numeral: str) -> int:
    """The value of a Chinese numeral up to 百 (二十三 -> 23), 0 for none."""
    if numeral.isdecimal():
        return int(numeral)
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
            numeral = match["n"]
            if numeral in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
                number = ord(numeral) - ord("①") + 1
            else:
                number = chinese_number(numeral)
            return Marker(level, number, label, stripped[match.end() :].strip())
    return None


def split_flattened(text: str) -> list[str]:
    """The items of a document that was saved as one line; other texts stay whole."""
    if len(text) < FLATTENED:
        return [text]
    return [part.strip() for part in _NEXT_ITEM.split(text) if part.strip()]
