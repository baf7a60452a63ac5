from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest
from built_documents import Paper, names, repacked, saved, word, workbook_bytes, zipped
from openpyxl import Workbook

from matrices.diagnostics import MatrixError
from matrices.readers import limits
from matrices.readers.identify import read_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def notice() -> bytes:
    document = word()
    document.add_paragraph("示例区工作要点")
    return saved(document)


def sheet() -> bytes:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "任务"
    return workbook_bytes(workbook)


def refused(data: bytes | Path, name: str = "x") -> str:
    with pytest.raises(MatrixError) as caught:
        read_document(data, name=name)
    return caught.value.message_id


@pytest.mark.parametrize("suffix", ["docx", "txt", "pdf", "xlsx", ""])
def test_the_content_tells_the_format_and_not_the_suffix(suffix: str, tmp_path: Path) -> None:
    contents = {
        "docx": notice(),
        "xlsx": sheet(),
        "pdf": Paper().lines("示例区工作要点").data(),
        "html": "<table><tr><td>甲</td><td>乙</td></tr></table>".encode(),
        "text": "示例区工作要点".encode("gb18030"),
        "delimited": "序号,任务,单位\n1,修缮,区水利局\n".encode("utf-16"),
    }
    for kind, content in contents.items():
        path = tmp_path / f"文件.{suffix}"
        path.write_bytes(content)
        assert read_document(path).kind == kind
        assert read_document(str(path), name="n").kind == kind


def test_text_that_speaks_of_tags_is_no_web_page() -> None:
    assert read_document("用<br>换行，用</p>分段，<div>也行。".encode(), name="a").kind == "text"
    assert read_document("<示例>甲<br>乙<br>丙<br>".encode(), name="a").kind == "html"
    assert read_document(b"<?xml version='1.0'?><!-- x --><html><p>a", name="a").kind == "html"


def test_problems_are_named_after_the_file(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("区\u200b水利局", encoding="utf-8")

    assert read_document(path).problems[0].place.path == "通知.txt"
    assert read_document(path, name="别名").problems[0].place.path == "别名"
    assert read_document("区\u200b水利局".encode()).problems[0].place.path == "-"


def test_pages_mean_nothing_outside_a_pdf() -> None:
    assert names(read_document(b"abc", name="a.txt", pages=range(1, 3))) == ["pages-not-applicable"]


def test_the_title_may_come_from_the_page_data() -> None:
    document = read_document("标题：示例区工作要点\n正文\n".encode(), name="a.txt")

    assert document.title_hint == "示例区工作要点"


def test_files_that_are_not_there_or_no_files(tmp_path: Path) -> None:
    assert refused(tmp_path / "无.docx") == "error.document-not-found"
    assert refused(tmp_path) == "error.document-unreadable"
    assert refused(Path("a\x00b")) == "error.document-unreadable"


def test_a_file_beyond_the_limit_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as stream:
        stream.truncate(limits.FILE_BYTES + 1)
    assert refused(path) == "error.document-too-large"

    monkeypatch.setattr(limits, "FILE_BYTES", 3)
    assert refused(b"abcd") == "error.document-too-large"


def test_long_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT_BYTES", 3)

    assert refused("示例区".encode()) == "error.document-too-large"


@pytest.mark.parametrize(
    ("data", "message_id"),
    [
        (b"", "error.document-empty"),
        (b" \r\n\x00\x00", "error.document-empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "error.document-is-picture"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "error.document-is-picture"),
        (b"Rar!\x1a\x07", "error.document-unknown-kind"),
        (b"\x7fELF" + bytes(50), "error.document-unknown-kind"),
        (bytes(range(256)) * 9, "error.document-undecodable"),
        (OLE + bytes(600), "error.document-unknown-kind"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "error.document-password"),
        (
            (OLE + bytes(512))[:512] + b"\xec\xa5" + bytes(8) + b"\x00\x01"
            + "WordDocument".encode("utf-16-le"),
            "error.document-password",
        ),
    ],
)  # fmt: skip
def test_files_nobody_can_read_are_refused_by_name(data: bytes, message_id: str) -> None:
    assert refused(data) == message_id


# Formats that LibreOffice converts; a script stands in for it.

DOC = (OLE + bytes(512))[:512] + b"\xec\xa5" + bytes(10) + "WordDocument".encode("utf-16-le")
XLS = OLE + bytes(512) + "Workbook".encode("utf-16-le")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on PATH whose `soffice` hands out the file `converted`, given in tests."""
    folder = tmp_path / "office"
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(
        "#!/bin/sh\n"
        'while [ "$1" != "--convert-to" ]; do\n'
        '  case "$1" in -env:UserInstallation=*) profile="${1#*file://}";; esac; shift; done\n'
        'grep -q DisableMacrosExecution "$profile/user/registrymodifications.xcu" || exit 3\n'
        f"[ -f {folder}/slow ] && sleep 30\n"
        f'[ -f {folder}/converted ] && cp {folder}/converted "$4/document.$2"\n'
        "exit 0\n",
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


@pytest.mark.parametrize(
    ("data", "kind", "name"),
    [
        (DOC, "doc", "a.doc"),
        (b"{\\rtf1 abc}", "rtf", "a.rtf"),
        (OLE + bytes(99), "wps", "a.WPS"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "odt", "a.odt"),
        (
            repacked(
                notice(),
                lambda name, part: (
                    part.replace(
                        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                        b"vnd.ms-word.document.macroEnabled.main",
                    )
                    if name == "[Content_Types].xml"
                    else part
                ),
            ),
            "docm",
            "a.docm",
        ),
    ],
)
def test_older_documents_are_converted(data: bytes, kind: str, name: str, office: Path) -> None:
    (office / "converted").write_bytes(notice())

    document = read_document(data, name=name)

    assert document.kind == kind
    assert document.paragraphs[0].text == "示例区工作要点"
    assert document.problems[0].name == "converted-by-libreoffice"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (XLS, "xls"),
        (OLE + bytes(99), "et"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (zipped(**{"[Content_Types].xml": b"application/vnd.ms-excel.sheet.binary"}), "xlsb"),
    ],
)
def test_older_sheets_are_converted(data: bytes, kind: str, office: Path) -> None:
    (office / "converted").write_bytes(sheet())

    document = read_document(data, name=f"a.{kind}")

    assert (document.kind, document.tables[0].texts) == (kind, (("任务",),))


def test_a_workbook_with_macros_is_read_as_it_is() -> None:
    data = repacked(
        sheet(),
        lambda name, part: (
            part.replace(
                b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
                b"vnd.ms-excel.sheet.macroEnabled.main",
            )
            if name == "[Content_Types].xml"
            else part
        ),
    )

    assert read_document(data, name="a.xlsm").kind == "xlsx"


def test_a_conversion_that_gives_nothing_has_failed(office: Path) -> None:
    assert refused(DOC) == "error.document-conversion-failed"


def test_a_conversion_that_takes_too_long_is_stopped(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office / "slow").touch()
    monkeypatch.setattr(limits, "CONVERSION_SECONDS", 0.2)

    assert refused(DOC) == "error.document-conversion-timeout"


def test_a_program_that_cannot_start_has_failed(office: Path) -> None:
    (office / "soffice").write_text("#!/no/such/shell\n", encoding="utf-8")

    assert refused(DOC) == "error.document-conversion-failed"


def test_without_libreoffice_the_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    assert refused(DOC) == "error.document-needs-libreoffice"
