"""File and sheet names made from names in the data, safe on every system.

A unit may be called ``../../etc``, ``CON`` or two hundred characters long: no name made here
leaves its folder, is reserved by Windows, or is too long for a file system or a workbook.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_BYTES = 120  # file systems allow 255; a temporary name and a number must still fit
MAX_SHEET_NAME = 31
_FORBIDDEN = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\ufeff]'
)
_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_UNNAMED = "_"


def file_names(names: Iterable[str], suffix: str, taken: Iterable[str] = ()) -> list[str]:
    """One file name for each name, all different even where case does not count.

    `taken` are file names that are already given away.
    """
    used = {_folded(name) for name in taken}
    found: list[str] = []
    for name in names:
        stem = file_stem(name)
        candidate = stem + suffix
        number = 2
        while _folded(candidate) in used:
            candidate = f"{stem}-{number}{suffix}"
            number += 1
        used.add(_folded(candidate))
        found.append(candidate)
    return found


def file_stem(name: str) -> str:
    """The nearest safe file name, without a suffix."""
    stem = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name))
    stem = stem.encode("utf-8", "replace")[:MAX_BYTES].decode("utf-8", "ignore")
    stem = stem.strip(" .") or _UNNAMED  # Windows drops dots and spaces at the end
    return f"_{stem}" if _RESERVED.fullmatch(stem) or stem.startswith("-") else stem


def sheet_names(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """One sheet name for each name: at most 31 characters, all different, none reserved."""
    used = {"history", *(_folded(name) for name in taken)}
    found: list[str] = []
    for name in names:
        stem = _IN_SHEET_NAMES.sub("_", name).strip(" '") or _UNNAMED
        candidate = _shortened(stem, "")
        number = 2
        while _folded(candidate) in used:
            candidate = _shortened(stem, f"-{number}")
            number += 1
        used.add(_folded(candidate))
        found.append(candidate)
    return found


def _shortened(stem: str, ending: str) -> str:
    """Excel counts in UTF-16, where a character outside the basic plane counts twice."""
    room = MAX_SHEET_NAME - len(ending)
    while len(stem.encode("utf-16-le")) // 2 > room:
        stem = stem[:-1]
    return (stem.rstrip(" '") or _UNNAMED) + ending


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
