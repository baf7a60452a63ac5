"""Keeps a hostile PDF within bounds: what its streams unpack to, and what a page draws.

pdfminer unpacks and draws whatever a file asks for; a short file may ask for years of it.
"""

from __future__ import annotations

import base64
import re
import zlib
from typing import TYPE_CHECKING, Any, Final

from matrices.diagnostics import MatrixError
from matrices.readers import limits
from matrices.readers.document import DocumentPlace

if TYPE_CHECKING:
    from pdfminer.layout import LTPage
    from pdfplumber.page import Page

_ASCII85 = re.compile(rb"[!-uz\s\x00]*+")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
# How many packings one over the other are looked into. Programs use two at most (deflated,
# then written as ASCII); what is packed more often is left to pdfminer.
_FILTERS: Final = 4
# How much of a stream zlib is given at once: enough to be quick, little enough that a stream
# whose end is unknown is not copied to the end of the file.
_PIECE_BYTES: Final = 64 * 1024


def check_streams(data: bytes, name: str) -> None:
    """Unpack the compressed streams within bounds, because pdfminer unpacks without any.

    Raises:
        MatrixError: ``error.document-archive-too-large``.

    """
    total = barren = 0
    for mark in _STREAM.finditer(data):
        packed, start = data, mark.end()
        for _ in range(_FILTERS):
            unpacked = _inflated(packed, start)
            if unpacked is None and (packed is not data or start >= barren):
                unpacked, seen = _from_ascii85(packed, start)
                # What has been searched in vain once is not searched again for each stream.
                barren = seen if packed is data else barren
            if unpacked is None:
                # Not packed in these ways, or damaged: pdfminer has its own say about it.
                break
            total += len(unpacked)
            if len(unpacked) > limits.PDF_STREAM_BYTES or total > limits.PDF_ALL_STREAMS_BYTES:
                limit = str(limits.PDF_STREAM_BYTES // limits.MEGABYTE)
                raise MatrixError("error.document-archive-too-large", name=name, limit=limit)
            packed, start = unpacked, 0


def _inflated(data: bytes, start: int) -> bytes | None:
    """Return what zlib unpacks from here, no more than a little beyond the limit.

    The end of a stream cannot be trusted, so it is read in pieces until zlib sees the end.
    """
    unpacking = zlib.decompressobj()
    unpacked = bytearray()
    try:
        while not unpacking.eof and start < len(data):
            piece = data[start : start + _PIECE_BYTES]
            start += len(piece)
            while piece and len(unpacked) <= limits.PDF_STREAM_BYTES:
                unpacked += unpacking.decompress(piece, limits.PDF_STREAM_BYTES)
                piece = unpacking.unconsumed_tail
            if len(unpacked) > limits.PDF_STREAM_BYTES:
                break
    except zlib.error:
        return bytes(unpacked) or None
    return bytes(unpacked)


def _from_ascii85(data: bytes, start: int) -> tuple[bytes | None, int]:
    """Return what the ASCII85 text here stands for, None where it is none; and its end."""
    run = _ASCII85.match(data, start)
    end = run.end() if run else start
    if not data.startswith(b"~>", end):
        return None, end
    try:
        return base64.a85decode(data[start:end], ignorechars=b" \t\r\n\v\f\0"), end
    except ValueError:
        return None, end


def draw(page: Page, name: str) -> None:
    """Let pdfminer draw the page, and stop it where a page draws without end.

    A page may use a form that uses a form twice, and so on: a short file, years of drawing.

    Raises:
        MatrixError: ``error.document-page-too-full``.

    """
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent

    drawn = 0

    def count(marks: int = 1) -> None:
        nonlocal drawn
        drawn += marks
        if drawn > limits.PDF_PAGE_MARKS:
            raise _too_full(page, name)

    class Bounded(PDFPageAggregatorWithMarkedContent):
        def begin_figure(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
            count(limits.PDF_FORM_MARKS)
            super().begin_figure(*args, **kwargs)

        def render_char(self, *args: Any, **kwargs: Any) -> float:  # noqa: ANN401
            count()
            return super().render_char(*args, **kwargs)

        def paint_path(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
            count()
            super().paint_path(*args, **kwargs)

    device = Bounded(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    _hand_over(page, device.get_result())


def _hand_over(page: Page, drawn: LTPage) -> None:
    """Give pdfplumber the page as drawn; it would draw it again, without bounds.

    There is no public way: pdfplumber keeps what it has drawn under this name, and draws
    only where nothing is kept.
    """
    page._layout = drawn


def _too_full(page: Page, name: str) -> MatrixError:
    where = DocumentPlace(page=page.page_number).describe()
    limit = str(limits.PDF_PAGE_MARKS)
    return MatrixError("error.document-page-too-full", name=name, where=where, limit=limit)
