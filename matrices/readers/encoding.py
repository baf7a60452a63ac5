"""Bytes to text, and text without invisible characters.

Chinese notices come in UTF-8, UTF-16 (Windows Notepad's "Unicode") and GB18030, which holds
GBK and GB2312. These are tried in an order in which the first that fits is the right one; a
statistical guesser would add wrong answers for short texts and nothing for long ones.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from matrices.diagnostics import MatrixError, Problem
from matrices.readers.remarks import remark

_BOMS: Final = (
    # UTF-32 is tested first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The names web pages use for what is GB18030 or a part of it, and for Taiwan's encoding.
_DECLARED: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}
# What Chinese texts are made of: ASCII, ideographs, punctuation, full-width forms, ①, ×, “”.
_USUAL = re.compile(
    "[\\t\\r\\n -~\\u00a0-\\u00ff\\u2010-\\u203f\\u2160-\\u217f\\u2460-\\u24ff"
    "\\u3000-\\u303f\\u3400-\\u9fff\\uff00-\\uffef]"
)
_USUAL_SHARE: Final = 0.97
_SAMPLE_BYTES: Final = 64 * 1024

_SPACES: Final = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_NOTHING: Final = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\ufeff\ufffc"
)
# Controls other than tab and the line ends; form feed and vertical tab end a line.
_CONTROLS: Final = "".join(
    chr(code)
    for code in (*range(0x20), *range(0x7F, 0xA0))
    if chr(code) not in "\t\n\r\x0b\x0c\x85"
)
# Characters that mean something in one font only: symbols, icons, a printer's decimal point.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_UNSEEN = re.compile(f"[{re.escape(_SPACES + _NOTHING + _CONTROLS)}]")
_SPACE_TABLE: Final = dict.fromkeys(map(ord, _SPACES), " ")
_TABLE: Final = _SPACE_TABLE | dict.fromkeys(map(ord, _NOTHING + _CONTROLS), "")


def decode(data: bytes, name: str, declared: str = "") -> str:
    """Return the text of `data`, its encoding recognised by content.

    `declared` is what the document says of itself (an HTML page's charset); it is believed
    only where the bytes agree. Line ends are not touched.

    Raises:
        MatrixError: ``error.document-undecodable`` when no known encoding fits.

    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding, name)
    if encoding := _unmarked_utf16(data):
        return _decoded(data, encoding, name)
    for encoding in ("utf-8", _DECLARED.get(declared.strip().lower(), ""), "gb18030"):
        if not encoding:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_plausible(text):
            return text
    raise MatrixError("error.document-undecodable", name=name)


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise MatrixError("error.document-undecodable", name=name) from None
    if not _is_plausible(text):
        raise MatrixError("error.document-undecodable", name=name)
    return text


def _unmarked_utf16(data: bytes) -> str:
    """Return the UTF-16 flavour of bytes without a mark, "" where they are plainly not UTF-16.

    Line ends and digits leave zero bytes, which UTF-8 and GB18030 text never holds; read with
    the wrong byte order a Chinese text has hardly a character that Chinese texts use.
    """
    sample = data[:_SAMPLE_BYTES]
    if len(data) % 2 or b"\x00" not in sample:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        if len(_USUAL.findall(text)) >= _USUAL_SHARE * len(text):
            return encoding
    return ""


def _is_plausible(text: str) -> bool:
    """Tell text from binary rubbish that happens to decode.

    Controls, private characters and unassigned code points are rare in text; GB18030 maps
    nearly any bytes to something, often to exactly those.
    """
    sample = text[:_SAMPLE_BYTES]
    strange = sum(
        1
        for character in sample
        if (character < " " and character not in "\t\n\r\x0c\x0b")
        or "\ue000" <= character <= "\uf8ff"
        or "\x7f" <= character < "\xa0"
        or character >= "\U000e0000"
    )
    return strange * 50 <= len(sample)


class Cleaner:
    """Takes invisible characters out of texts and counts them.

    No-break and other odd spaces become plain spaces, zero-width and control characters
    vanish. Other characters stay as they are: full-width digits and compatibility forms are
    what the notice says.
    """

    __slots__ = ("private", "removed", "spaces")

    def __init__(self) -> None:
        self.private = ""
        self.spaces = 0
        self.removed = 0

    def clean(self, text: str) -> str:
        """Return the text without invisible characters; line ends become line feeds."""
        self.private += "".join(_PRIVATE.findall(text))
        found = _UNSEEN.findall(text)
        if found:
            spaces = sum(1 for character in found if ord(character) in _SPACE_TABLE)
            self.spaces += spaces
            self.removed += len(found) - spaces
            text = text.translate(_TABLE)
        return text.replace("\r\n", "\n").translate(_LINE_ENDS)

    def remarks(self, document: str) -> list[Problem]:
        """Return notes on what was cleaned and on characters only one font understands."""
        remarks: list[Problem] = []
        if self.spaces or self.removed:
            spaces, removed = str(self.spaces), str(self.removed)
            remarks.append(remark("characters-cleaned", document, spaces=spaces, removed=removed))
        if self.private:
            codes = "、".join(f"U+{ord(code):04X}" for code in sorted(set(self.private))[:5])
            count = str(len(self.private))
            remarks.append(remark("private-characters", document, count=count, codes=codes))
        return remarks


_LINE_ENDS: Final = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
