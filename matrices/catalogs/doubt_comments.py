"""The doubts that an import leaves in a catalog, as comments of one form.

    # doubt: notice.docx: I07 doubtful-unit: 第3行: …
    # 存疑：notice.docx：I07 doubtful-unit：第3行：…

A person settles the doubt in the task below it and deletes the comment; what is still there is
still open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_DOUBT = re.compile(r"^\s*#\s*(?:doubt:|存疑：)\s*(?P<words>.*?\b(?P<code>I\d{2,3})\b.*)$")


class DoubtLeft(NamedTuple):
    """A doubt that is still open: its line in the catalog, its code and its words."""

    line: int
    code: str
    words: str


def doubts_left(text: str) -> Iterator[DoubtLeft]:
    """The doubts that stand in the text of a catalog, from its first line (1) on."""
    for number, line in enumerate(text.split("\n"), 1):
        if match := _DOUBT.match(line):
            yield DoubtLeft(number, match["code"], match["words"].rstrip())
