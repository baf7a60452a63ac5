"""Zip-based documents: looked through before any library opens them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from matrices.diagnostics import MatrixError
from matrices.readers import limits

_CHUNK_BYTES: Final = 1024 * 1024
_ENCRYPTED: Final = 0x1
_XML_NAMES: Final = (".xml", ".rels", ".vml")
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
# An OOXML part is UTF-8 or UTF-16; any other encoding could hide a document type.
_XML_ENCODINGS: Final = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"}
_TAG = re.compile(rb"<(/?)[A-Za-z_][^<>]*?(/?)>")


@dataclass(frozen=True, slots=True)
class Archive:
    """The names in a zip file and the few small members that tell its format."""

    names: frozenset[str]
    content_types: bytes
    mimetype: bytes
    manifest: bytes


def inspect_archive(data: bytes, name: str) -> Archive:
    """Check a zip file against the limits and read what tells its format.

    Every member is unpacked once, in pieces that are thrown away, so that sizes are measured
    and not believed; XML members are searched for document types and depth of nesting.

    Raises:
        MatrixError: ``error.document-damaged``, ``error.document-password``,
            ``error.document-archive-too-large``, ``error.document-entities`` or
            ``error.document-too-deep``.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _inspected(archive, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ):
        raise MatrixError("error.document-damaged", name=name, kind="zip") from None


def _inspected(archive: zipfile.ZipFile, name: str) -> Archive:
    members = archive.infolist()
    if len(members) > limits.ARCHIVE_MEMBERS:
        raise _too_large(name)
    if sum(member.file_size for member in members) > limits.ARCHIVE_BYTES:
        raise _too_large(name)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise MatrixError("error.document-password", name=name)
    # An OpenDocument manifest may well declare a document type; LibreOffice reads those.
    is_office_xml = "[Content_Types].xml" in archive.namelist()
    unpacked = 0
    kept: dict[str, bytes] = {}
    for member in members:
        budget = limits.ARCHIVE_BYTES - unpacked
        is_xml = is_office_xml and member.filename.lower().endswith(_XML_NAMES)
        if is_xml:
            budget = min(budget, limits.XML_PART_BYTES)
        content = _unpacked(archive, member, budget, keep=is_xml or member.file_size < _CHUNK_BYTES)
        unpacked += content.size
        if content.size > limits.ARCHIVE_RATIO_FROM_BYTES and (
            content.size > limits.ARCHIVE_RATIO * max(member.compress_size, 1)
        ):
            raise _too_large(name)
        if content.size > budget:
            raise _too_large(name)
        if is_xml:
            _check_xml(content.data, name)
        kept[member.filename] = content.data if content.size < _CHUNK_BYTES else b""
    return Archive(
        names=frozenset(kept),
        content_types=kept.get("[Content_Types].xml", b""),
        mimetype=kept.get("mimetype", b"").strip(),
        manifest=kept.get("META-INF/manifest.xml", b""),
    )


@dataclass(frozen=True, slots=True)
class _Content:
    size: int
    data: bytes


def _unpacked(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: int, *, keep: bool
) -> _Content:
    size = 0
    pieces: list[bytes] = []
    with archive.open(member) as stream:
        while size <= budget and (piece := stream.read(_CHUNK_BYTES)):
            size += len(piece)
            if keep:
                pieces.append(piece)
    return _Content(size, b"".join(pieces))


def _check_xml(data: bytes, name: str) -> None:
    # Taking the zero bytes away makes UTF-16 as searchable as UTF-8.
    flat = data.replace(b"\x00", b"") if b"\x00" in data[:200] else data
    declared = _DECLARED.search(flat[:300])
    if declared and declared[1].lower() not in _XML_ENCODINGS:
        raise MatrixError("error.document-damaged", name=name, kind="xml")
    if b"<!DOCTYPE" in flat or b"<!ENTITY" in flat:
        raise MatrixError("error.document-entities", name=name)
    depth = 0
    for tag in _TAG.finditer(flat):
        if tag[1]:
            depth -= 1
        elif not tag[2]:
            depth += 1
            if depth > limits.XML_DEPTH:
                raise MatrixError("error.document-too-deep", name=name, limit=str(limits.XML_DEPTH))


def _too_large(name: str) -> MatrixError:
    return MatrixError(
        "error.document-archive-too-large",
        name=name,
        limit=str(limits.ARCHIVE_BYTES // limits.MEGABYTE),
    )
