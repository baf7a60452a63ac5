"""Cells as a person reads them: what data could do to a reader is made visible here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import combining, east_asian_width

from matrices.output.table import Column, Kind, Table, Value

# C0 and C1 controls, line and paragraph separators, marks that turn the writing direction, and
# what no XML file may hold
UNSEEN = (
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    r"\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    r"""The text with every control character written out (``\x1b``), line breaks kept."""
    if text.isprintable():  # nearly every cell; none of those characters is printable
        return text
    return re.sub(UNSEEN, lambda m: m.group().encode("unicode_escape").decode("ascii"), text)


def shown(value: Value, column: Column) -> str:
    """A value as a person reads it in a column: share as per cent, nothing as nothing."""
    if value is None:
        return ""
    if column.kind is Kind.SHARE and isinstance(value, (int, float)):
        return f"{100 * value:.1f} %"
    return visible(str(value))


def grouped_rows(table: Table) -> Iterator[tuple[str, tuple[tuple[Value, ...], ...]]]:
    """The rows under their headings; one run under "" where the table has no groups."""
    if not table.groups:
        yield "", table.rows
        return
    start = 0
    for group in table.groups:
        yield group.heading, table.rows[start : start + group.rows]
        start += group.rows


def console_width(text: str) -> int:
    """Columns that a line takes where every letter takes one and a Chinese character two."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text
    )


@lru_cache(maxsize=65536)  # the same tasks stand in the lists of many units
def display_width(text: str) -> int:
    """Columns the longest line of a text takes on paper or in a sheet, near enough.

    GB 18030 gives a Chinese character two bytes and a Latin letter one, which is its width;
    asking wcwidth for every character would cost more than writing the file.
    """
    if text.isascii() and "\n" not in text:
        return len(text)
    return max(len(line.encode("gb18030", "replace")) for line in text.split("\n"))
