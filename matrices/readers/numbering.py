"""The numbers Word computes for lists: counted through the document, never stored in it.

The number of a paragraph depends on all paragraphs before it, so one `Numbering` is asked
once per numbered paragraph, in reading order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_COUNTING: Final = "零一二三四五六七八九"
_FORMAL: Final = "零壹贰叁肆伍陆柒捌玖"
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS: Final = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts and what it prints; `text` holds %1 to %9."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    # After which level the counter begins again; None is Word's default, 0 means never.
    restart: int | None = None
    # Higher levels are printed as plain decimals here (isLgl).
    legal: bool = False


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A list: its levels, and the counters it shares with lists of the same abstract list."""

    shared: str
    levels: dict[int, Level]
    start_overrides: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the lists of one document.

    Lists that refer to the same abstract list count on together; an override of the start
    begins anew when the list is first met, which is what Word does.
    """

    def __init__(self, lists: dict[str, ListDefinition]) -> None:
        self._lists = lists
        self._counters: dict[str, list[int | None]] = {}
        self._seen: set[tuple[str, int]] = set()
        self.unknown_styles: set[str] = set()

    def next_number(self, list_id: str, level: int) -> str:
        """Count one paragraph and return its number as printed; "" for a bullet or no list."""
        definition = self._lists.get(list_id)
        if definition is None or not 0 <= level < _LEVELS:
            return ""
        form = definition.levels.get(level)
        if form is None:
            return ""
        counters = self._counters.setdefault(definition.shared, [None] * _LEVELS)
        override = definition.start_overrides.get(level)
        if override is not None and (list_id, level) not in self._seen:
            counters[level] = None
        self._seen.add((list_id, level))
        start = form.start if override is None else override
        current = counters[level]
        counters[level] = start if current is None else current + 1
        for lower in range(level + 1, _LEVELS):
            restart = definition.levels.get(lower, Level()).restart
            if restart is None or level < restart:
                counters[lower] = None
        if form.style in ("bullet", "none"):
            return ""
        return _PLACEHOLDER.sub(
            lambda mark: self._printed(definition, counters, int(mark[1]) - 1, form), form.text
        )

    def _printed(
        self, definition: ListDefinition, counters: list[int | None], level: int, form: Level
    ) -> str:
        its = definition.levels.get(level, Level())
        value = counters[level]
        if value is None:
            # A level never used prints its start; its own first paragraph will still get that.
            value = definition.start_overrides.get(level, its.start)
        style = "decimal" if form.legal and its is not form else its.style
        printed = format_number(value, style)
        if printed is None:
            self.unknown_styles.add(style)
            return str(value)
        return printed


def format_number(value: int, style: str) -> str | None:
    """Return the number in one of Word's formats (`w:numFmt`); None for a format not known here."""
    match style:
        case "decimal" | "decimalHalfWidth":
            return str(value)
        case "decimalZero":
            return f"{value:02d}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(value).translate(
                {ord("0") + n: "０１２３４５６７８９"[n] for n in range(10)}
            )
        case "chineseCounting" | "taiwaneseCounting" | "japaneseCounting":
            return _counted(value, _COUNTING)
        case "chineseCountingThousand" | "taiwaneseCountingThousand":
            return _counted(value, _COUNTING)
        case "chineseLegalSimplified" | "ideographLegalTraditional":
            return _counted(value, _FORMAL, "拾佰仟", leading_one=True)
        case "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital":
            return "".join(_DIGITS[int(digit)] for digit in str(value)) if value >= 0 else None
        case "lowerLetter" | "upperLetter":
            letters = _letters(value)
            return letters.upper() if style == "upperLetter" else letters
        case "lowerRoman" | "upperRoman":
            roman = _roman(value)
            return roman if style == "upperRoman" else roman.lower()
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return chr(0x2460 + value - 1) if 1 <= value <= 20 else str(value)
        case "decimalEnclosedParen":
            return chr(0x2474 + value - 1) if 1 <= value <= 20 else f"({value})"
        case "decimalEnclosedFullstop":
            return chr(0x2488 + value - 1) if 1 <= value <= 20 else f"{value}."
        case "ideographEnclosedCircle":
            return chr(0x3280 + value - 1) if 1 <= value <= 10 else _counted(value, _COUNTING)
        case "ideographTraditional":
            return "甲乙丙丁戊己庚辛壬癸"[value - 1] if 1 <= value <= 10 else str(value)
        case "ideographZodiac":
            return "子丑寅卯辰巳午未申酉戌亥"[value - 1] if 1 <= value <= 12 else str(value)
        case "none":
            return ""
        case _:
            return None


def _counted(value: int, digits: str, units: str = "十百千", *, leading_one: bool = False) -> str:
    """Chinese counting up to 9999: 十二, 二十, 一百零三; larger numbers stay decimal."""
    if not 0 < value < 10_000:
        return digits[0] if value == 0 else str(value)
    written = ""
    pending_zero = False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if not digit:
            pending_zero = bool(written)
            continue
        if pending_zero:
            written += digits[0]
            pending_zero = False
        written += digits[digit] + (units[power - 1] if power else "")
    # Ten to nineteen begin with 十, not 一十.
    if 10 <= value < 20 and not leading_one:
        return written[1:]
    return written


def _letters(value: int) -> str:
    """Word's letters: a to z, then aa, bb ... (the letter repeated, not base 26)."""
    if value < 1:
        return str(value)
    repeat, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * min(repeat + 1, 30)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    written = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        written += letters * count
    return written
