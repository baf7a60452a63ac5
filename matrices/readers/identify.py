"""The entrance to all readers: what a file is, told by its content, and its `Document`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Final

from matrices.diagnostics import MatrixError
from matrices.readers import limits
from matrices.readers.archive import inspect_archive
from matrices.readers.document import Document
from matrices.readers.encoding import decode
from matrices.readers.metadata import split_metadata
from matrices.readers.remarks import remark

Progress = Callable[[int, int], None]

_SNIFFED_BYTES: Final = 4096
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(
    r"</?(?:html|body|div|table|tr|td|p|br|span|head|meta|li|ul)\b[^<>]*>", re.IGNORECASE
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_UNKNOWN: Final = (
    b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x7fELF", b"MZ", b"%!PS", b"OFD",
)  # fmt: skip
_ODF_KINDS: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
# A Word file says in its first block whether it is encrypted.
_WORD_MAGIC: Final = b"\xec\xa5"
_WORD_BLOCK: Final = 512
_WORD_ENCRYPTED: Final = 0x0100


def read_document(
    path_or_bytes: str | PathLike[str] | bytes,
    *,
    name: str = "",
    pages: range | None = None,
    progress: Progress | None = None,
) -> Document:
    """Read a document of any known format: docx, xlsx, PDF, HTML, text, CSV and older ones.

    `name` is what problems and errors call the document; the file's name when it is empty.
    The format is told by the content; the name only settles whether text is a delimited
    table. `pages` (counted from 1) chooses pages of a PDF, and `progress` is told the number
    of pages done and to do.

    Raises:
        MatrixError: ``error.document-not-found``, ``error.document-unreadable``,
            ``error.document-empty``, ``error.document-too-large``, ``error.document-unknown-kind``,
            ``error.document-is-picture``, ``error.document-password`` and the errors of the reader
            in charge.

    """
    if isinstance(path_or_bytes, bytes):
        data, name = path_or_bytes, name or "-"
        _check_size(len(data), name)
    else:
        path = Path(path_or_bytes)
        name = name or path.name
        data = _loaded(path, name)
    if not data.strip(b"\x00 \t\r\n"):
        raise MatrixError("error.document-empty", name=name)
    document = _read(data, name, pages, progress)
    blocks, metadata = split_metadata(document.blocks)
    title = document.title_hint or metadata.get("标题", "")
    problems = document.problems
    if pages is not None and document.kind != "pdf":
        problems += (remark("pages-not-applicable", name, kind=document.kind),)
    return replace(
        document,
        blocks=blocks,
        problems=problems,
        title_hint=title,
        metadata={**metadata, **document.metadata},
    )


def _loaded(path: Path, name: str) -> bytes:
    try:
        _check_size(path.stat().st_size, name)
        # A device or a pipe has no size; it is read no further than a file may be long.
        with path.open("rb") as stream:
            data = stream.read(limits.FILE_BYTES + 1)
    except FileNotFoundError:
        raise MatrixError("error.document-not-found", name=name) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MatrixError("error.document-unreadable", name=name, reason=reason) from error
    _check_size(len(data), name)
    return data


def _check_size(size: int, name: str) -> None:
    if size > limits.FILE_BYTES:
        limit = str(limits.FILE_BYTES // limits.MEGABYTE)
        raise MatrixError("error.document-too-large", name=name, limit=limit)


def _read(data: bytes, name: str, pages: range | None, progress: Progress | None) -> Document:
    # Some programs put a few bytes before the mark; readers of PDF accept that.
    if b"%PDF-" in data[:1024]:
        from matrices.readers.pdf import read_pdf

        return read_pdf(data, name, pages, progress)
    if data.startswith(b"PK\x03\x04"):
        return _read_archive(data, name)
    if data.startswith(_OLE):
        return _read_legacy(data, _ole_kind(data, name), name)
    if data.lstrip().startswith(b"{\\rtf"):
        return _read_legacy(data, "rtf", name)
    if data.startswith(_PICTURES):
        raise MatrixError("error.document-is-picture", name=name)
    if data.startswith(_UNKNOWN):
        raise MatrixError("error.document-unknown-kind", name=name)
    return _read_characters(data, name)


def _read_archive(data: bytes, name: str) -> Document:
    archive = inspect_archive(data, name)
    types = archive.content_types
    if b"wordprocessingml.document.main+xml" in types:
        from matrices.readers.docx import read_docx

        return read_docx(data, name)
    if b"spreadsheetml" in types and b"sheet.main+xml" in types:
        from matrices.readers.xlsx import read_xlsx

        return read_xlsx(data, name)
    if b"ms-excel.sheet.macroEnabled.main+xml" in types:
        from matrices.readers.xlsx import read_xlsx

        return read_xlsx(data, name)
    if b"ms-excel.sheet.binary" in types:
        return _read_legacy(data, "xlsb", name)
    if b"ms-word." in types or b"wordprocessingml.template" in types:
        return _read_legacy(data, "docm", name)
    if kind := _ODF_KINDS.get(archive.mimetype):
        if b"encryption-data" in archive.manifest:
            raise MatrixError("error.document-password", name=name)
        return _read_legacy(data, kind, name)
    raise MatrixError("error.document-unknown-kind", name=name)


def _ole_kind(data: bytes, name: str) -> str:
    """Which program a file of the old container format is from, told by its stream names."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise MatrixError("error.document-password", name=name)
    if holds("WordDocument"):
        block = data[_WORD_BLOCK : _WORD_BLOCK + 12]
        if block.startswith(_WORD_MAGIC) and int.from_bytes(block[10:12], "little") & (
            _WORD_ENCRYPTED
        ):
            raise MatrixError("error.document-password", name=name)
        return "doc"
    if holds("Workbook") or holds("Book"):
        return "xls"
    # WPS Office keeps its documents in the same container under names of its own.
    suffix = Path(name).suffix.lower().removeprefix(".")
    if suffix in ("wps", "et", "doc", "xls"):
        return suffix
    raise MatrixError("error.document-unknown-kind", name=name)


def _read_legacy(data: bytes, kind: str, name: str) -> Document:
    from matrices.readers.legacy import convert

    converted, target = convert(data, kind, name)
    inspect_archive(converted, name)
    if target == "xlsx":
        from matrices.readers.xlsx import read_xlsx

        document = read_xlsx(converted, name)
    else:
        from matrices.readers.docx import read_docx

        document = read_docx(converted, name)
    note = remark("converted-by-libreoffice", name, kind=kind)
    return replace(document, problems=(note, *document.problems), kind=kind)


def _read_characters(data: bytes, name: str) -> Document:
    """Text of some sort: a web page, a delimited table or plain text."""
    if _is_html(data):
        from matrices.readers.html import read_html

        return read_html(data, name)
    if len(data) > limits.TEXT_BYTES:
        limit = str(limits.TEXT_BYTES // limits.MEGABYTE)
        raise MatrixError("error.document-too-large", name=name, limit=limit)
    text = decode(data, name)
    from matrices.readers.delimited import find_delimiter, read_delimited
    from matrices.readers.text import read_text

    if delimiter := find_delimiter(text, name):
        return read_delimited(text, name, delimiter)
    return read_text(text, name)


def _is_html(data: bytes) -> bool:
    """Tell a web page, or a saved part of one, from text that speaks of tags."""
    # Tags are ASCII in every encoding known here once the zero bytes of UTF-16 are gone.
    start = data[:_SNIFFED_BYTES].replace(b"\x00", b"").decode("latin-1")
    for mark in ("\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"):
        start = start.removeprefix(mark)
    if _HTML_START.match(start):
        return True
    everything = data[: _SNIFFED_BYTES * 16].replace(b"\x00", b"").decode("latin-1")
    return everything.lstrip().startswith("<") and len(_HTML_TAG.findall(everything)) >= 3
