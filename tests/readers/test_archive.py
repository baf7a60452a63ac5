from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable

import pytest
from built_documents import repacked, saved, word, zipped

from matrices.diagnostics import MatrixError
from matrices.readers import limits
from matrices.readers.identify import read_document


def refused(data: bytes, name: str = "通知.docx") -> str:
    with pytest.raises(MatrixError) as caught:
        read_document(data, name=name)
    return caught.value.message_id


def notice() -> bytes:
    document = word()
    document.add_paragraph("示例区工作要点")
    return saved(document)


def with_body(xml: bytes) -> bytes:
    return repacked(notice(), lambda name, data: xml if name == "word/document.xml" else data)


def test_a_bomb_of_one_member_is_refused() -> None:
    assert refused(
        zipped(**{"[Content_Types].xml": b"<x/>", "a.bin": bytes(60 * limits.MEGABYTE)})
    ) == ("error.document-archive-too-large")


def test_too_many_members_or_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = notice()
    for limit in ("ARCHIVE_MEMBERS", "ARCHIVE_BYTES", "XML_PART_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(limits, limit, 10)
            assert refused(data) == "error.document-archive-too-large"


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(zipped(**{"[Content_Types].xml": b"<x/>", "a.bin": bytes(2_000_000)}))
    # The size a member claims stands in the central directory.
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)

    assert refused(bytes(data)) == "error.document-damaged"


def test_an_entity_bomb_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert refused(with_body(bomb)) == "error.document-entities"
    assert refused(with_body(bomb.decode().encode("utf-16"))) == "error.document-entities"


def test_an_encoding_that_could_hide_entities_is_refused() -> None:
    assert (
        refused(with_body(b'<?xml version="1.0" encoding="utf-7"?><x/>'))
        == "error.document-damaged"
    )


def test_elements_nested_without_end_are_refused() -> None:
    assert refused(with_body(b"<a>" * 400 + b"</a>" * 400)) == "error.document-too-deep"


def test_an_encrypted_member_means_a_password() -> None:
    data = bytearray(zipped(**{"[Content_Types].xml": b"<x/>"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1

    assert refused(bytes(data)) == "error.document-password"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data[:100],
        lambda data: b"PK\x03\x04" + bytes(40),
        lambda data: data[:200] + bytes(200) + data[400:],
    ],
)
def test_a_truncated_archive_is_damaged(spoil: Callable[[bytes], bytes]) -> None:
    assert refused(spoil(notice())) == "error.document-damaged"


def test_spoiled_bytes_are_read_or_refused() -> None:
    data = notice()
    dice = random.Random(7)  # noqa: S311 - reproducible, not secret
    for _ in range(60):
        spoiled = bytearray(data)
        for _ in range(dice.randint(1, 20)):
            spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
        try:
            read_document(bytes(spoiled), name="通知.docx")
        except MatrixError:
            continue


def test_an_archive_of_another_kind_is_unknown() -> None:
    assert refused(zipped(**{"a.txt": b"text"}), "a.zip") == "error.document-unknown-kind"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<!DOCTYPE x><m:encryption-data/>")
    assert refused(stream.getvalue(), "a.odt") == "error.document-password"
