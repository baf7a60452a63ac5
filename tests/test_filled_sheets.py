from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import stopped_by
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from matrices.checklists.filled_sheets import FilledSheet, find_sheet_files, read_filled_sheets


def only(path: Path) -> FilledSheet:
    (sheet,) = read_filled_sheets(path)
    return sheet


def table(sheet: FilledSheet) -> list[tuple[str, ...]]:
    return [sheet.heads, *(row.cells for row in sheet.rows)]


def test_an_xlsx_as_people_leave_it(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (
        ["区水利局任务清单"],
        ["填表人：张三"],
        ["序号", "任务", "进展", None, "进展", "完成时间"],
        ["牵头：2 项"],
        [1, "a/1.1", 0.3, "extra", "x", datetime.datetime(2025, 6, 30)],
        [],
        [2.0, "a/1.2", "=1+1", None, True, datetime.date(2025, 7, 1)],
        ["序号", "任务", "进展", None, "进展", "完成时间"],
        [None, None, "没有编号的一行"],
        ["说明"],
    ):
        sheet.append(row)
    sheet["C5"].number_format = "0%"
    path = tmp_path / "区水利局.xlsx"
    workbook.save(path)

    read = only(path)

    assert table(read) == [
        ("序号", "任务", "进展", "column 4", "进展 (2)", "完成时间"),
        ("1", "a/1.1", "30%", "extra", "x", "2025-06-30"),
        ("2", "a/1.2", "=1+1", "", "TRUE", "2025-07-01"),
        ("", "", "没有编号的一行", "", "", ""),
    ]
    assert [row.number for row in read.rows] == [5, 7, 9]
    assert read.outside == ("区水利局任务清单", "填表人：张三", "牵头：2 项", "说明")
    assert read.id_column == 1


def test_sheets_of_a_workbook_have_their_names(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    front = workbook.create_sheet("目录")
    front.append(["任务清单目录"])
    notes = workbook.create_sheet("备注")
    notes.append(["请注意"])
    for name in ("区水利局", "区公安局"):
        sheet = workbook.create_sheet(name)
        sheet.append(["task", "progress"])
        sheet.append(["a/1.1", name])
    path = tmp_path / "all.xlsx"
    workbook.save(path)

    sheets = read_filled_sheets(path)

    assert [(s.title, s.name, s.outside) for s in sheets] == [
        ("区水利局", "all.xlsx[区水利局]", ("请注意",)),
        ("区公安局", "all.xlsx[区公安局]", ()),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_in_any_encoding_that_excel_saves(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    path = tmp_path / "区水利局.csv"
    lines = [["任务", "进展"], ["a/1.1", "已完成"], ["a/1.2", "'=1+1"], ["a/1.3", "'ok'"]]
    path.write_text("\r\n".join(separator.join(line) for line in lines), encoding=encoding)

    assert table(only(path)) == [
        ("任务", "进展"),
        ("a/1.1", "已完成"),
        ("a/1.2", "=1+1"),
        ("a/1.3", "'ok'"),
    ]


def test_a_docx_with_tracked_changes_and_joined_cells(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("单位：区水利局")
    filled = document.add_table(rows=3, cols=3)
    for cell, text in zip(filled.rows[0].cells, ("任务", "进展", "问题"), strict=True):
        cell.text = text
    filled.cell(1, 0).merge(filled.cell(1, 2)).text = "牵头：1 项"
    filled.cell(2, 0).text = "a/1.1"
    filled.cell(2, 1).text = "第一行\n第二行"
    filled.cell(2, 2).paragraphs[0]._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>新写的</w:t></w:r></w:ins>'
        )
    )
    document.add_paragraph("联系人：李四")
    path = tmp_path / "x.docx"
    document.save(str(path))

    read = only(path)

    assert table(read) == [("任务", "进展", "问题"), ("a/1.1", "第一行\n第二行", "新写的")]
    assert read.outside == ("单位：区水利局", "牵头：1 项", "联系人：李四")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xlsx", b"no zip", "not-a-sheet"),
        ("a.docx", b"PK\x03\x04 broken", "not-a-sheet"),
        ("a.xls", b"old", "not-a-sheet"),
        ("a.csv", "名称,进展\nx,y\n".encode(), "no-sheet"),
        ("a.csv", b"", "no-sheet"),
        ("a.csv", b'task,x\n"' + b"a" * 200_000, "not-a-sheet"),
    ],
)
def test_what_is_no_sheet_is_told(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with stopped_by(reason):
        read_filled_sheets(path)


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matrices.checklists.filled_sheets.MAX_UNPACKED", 1000)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 2000)
    path = tmp_path / "a.xlsx"
    path.write_bytes(data.getvalue())

    with stopped_by("too-large"):
        read_filled_sheets(path)


def test_too_many_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matrices.checklists.filled_sheets.MAX_CELLS", 5)
    path = tmp_path / "a.csv"
    path.write_text("task,progress\na/1,b\na/2,c\n", encoding="utf-8")

    with stopped_by("sheet-too-large"):
        read_filled_sheets(path)


def test_a_folder_gives_its_sheets_without_locks_and_index(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.docx", "~$b.xlsx", "目录.xlsx", "index.csv", "x.txt", ".c.csv"):
        (tmp_path / name).write_bytes(b"")

    assert [path.name for path in find_sheet_files([tmp_path, tmp_path / "a.docx"])] == [
        "a.docx",
        "b.xlsx",
    ]


def test_a_folder_without_sheets_is_told(tmp_path: Path) -> None:
    with stopped_by("no-sheets-in-folder"):
        find_sheet_files([tmp_path])
