from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrices.diagnostics import MatrixError
from matrices.readers.encoding import Cleaner, decode

NOTICE = "示例区2025年安全生产工作要点\r\n一、压实责任（牵头单位：区应急管理局）\r\n1.完成3项。\r\n"


@pytest.mark.parametrize(
    "data",
    [
        NOTICE.encode(),
        codecs.BOM_UTF8 + NOTICE.encode(),
        NOTICE.encode("utf-16"),
        codecs.BOM_UTF16_BE + NOTICE.encode("utf-16-be"),
        NOTICE.encode("utf-16-le"),
        NOTICE.encode("utf-16-be"),
        NOTICE.encode("utf-32"),
        NOTICE.encode("gb18030"),
        NOTICE.encode("gbk"),
    ],
    ids=[
        "utf8",
        "utf8-bom",
        "utf16",
        "utf16be-bom",
        "utf16le",
        "utf16be",
        "utf32",
        "gb18030",
        "gbk",
    ],
)
def test_the_encoding_is_recognised_by_content(data: bytes) -> None:
    assert decode(data, "通知.txt") == NOTICE


def test_a_declared_encoding_is_believed_only_where_the_bytes_agree() -> None:
    assert decode("臺北市政府".encode("big5"), "a.html", "Big5") == "臺北市政府"
    assert decode(NOTICE.encode(), "a.html", "gb2312") == NOTICE
    assert decode(NOTICE.encode("gb18030"), "a.html", "utf-8") == NOTICE


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 4,
        b"\x00\x01\x02\x03" * 50,
        codecs.BOM_UTF16_LE + b"\x00\xd8" * 9,
        codecs.BOM_UTF16_LE + b"\x01\x00" * 90,
        b"\xff\xff\xff\xff\xff",
        "\ue000\ue001\ue002".encode(),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(MatrixError) as caught:
        decode(data, "通知.txt")

    assert caught.value.message_id == "error.document-undecodable"


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
def test_gb18030_text_survives(text: str) -> None:
    text += "，牵头单位。\n"
    # UTF-8 is tried first; a GB18030 text that happens to be UTF-8 does not occur at length.
    assert decode((text * 3).encode("gb18030"), "a.txt") == text * 3


def test_invisible_characters_are_taken_out_and_counted() -> None:
    cleaner = Cleaner()

    cleaned = cleaner.clean("区\u200b水利局\xa0\xa0牵头\ufeff\x07\r\n各镇街\u2028完\x0c")

    assert cleaned == "区水利局  牵头\n各镇街\n完\n"
    (note,) = cleaner.remarks("通知.txt")
    assert (note.name, note.values["spaces"], note.values["removed"]) == (
        "characters-cleaned",
        "2",
        "3",
    )


def test_full_width_characters_stay_as_the_notice_has_them() -> None:
    cleaner = Cleaner()

    assert cleaner.clean("２０２５年　①é") == "２０２５年　①é"
    assert cleaner.remarks("通知.txt") == []


def test_characters_of_one_font_only_are_kept_and_told() -> None:
    cleaner = Cleaner()

    assert cleaner.clean("超1\ue0102万亿元") == "超1\ue0102万亿元"
    (warning,) = cleaner.remarks("通知.txt")
    assert (warning.name, warning.values["codes"]) == ("private-characters", "U+E010")
