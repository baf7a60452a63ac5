from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from asking import workload
from hypothesis import given, settings
from hypothesis import strategies as st
from made_catalogs import bundled
from openpyxl import load_workbook

from matrices.checklists.bundles import checklist_workbook
from matrices.checklists.lists import build_checklists, checklist_table
from matrices.output.answer_tables import workload_table
from matrices.output.cells import visible
from matrices.output.charts import workload_chart
from matrices.output.matrix import build_matrix, matrix_table
from matrices.output.table import Column, Group, Kind, Table
from matrices.output.xlsx import MAX_CELL, render_workbook, render_xlsx
from matrices.wording import use_language


def opened(data: bytes) -> Any:  # noqa: ANN401
    return load_workbook(io.BytesIO(data))


def demo(*rows: tuple[Any, ...], **more: Any) -> Table:  # noqa: ANN401
    columns = (
        Column("任务", Kind.ID), Column("名称"), Column("数", Kind.NUMBER),
        Column("占比", Kind.SHARE), Column("图", Kind.BAR), Column("进展", Kind.ENTRY),
    )  # fmt: skip
    return Table("标题", columns, rows, (), **more)


def test_every_cell_reads_back() -> None:
    use_language("zh")
    table = demo(
        ("a/1.1", "防汛\n抗旱", 3, 0.25, "██", ""),
        ("a/1.2", "值守", 0, 0.0, "", ""),
        groups=(Group("一", 1), Group("二", 1)),
        notes=("说明",),
        subtitles=("单位：区水利局",),
    )

    sheet = opened(render_xlsx(table)).active

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["标题", None, None, None, None],
        ["单位：区水利局", None, None, None, None],
        ["任务", "名称", "数", "占比", "进展"],
        ["一", None, None, None, None],
        ["a/1.1", "防汛\n抗旱", 3, 0.25, None],
        ["二", None, None, None, None],
        ["a/1.2", "值守", 0, 0, None],
        ["说明", None, None, None, None],
    ]
    assert sheet["D5"].number_format == "0.0%"
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref == "A3:E7"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.print_area == "'标题'!$A$1:$E$8"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert (sheet["A1"].font.name, sheet["B5"].font.name) == ("黑体", "仿宋")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@a", "\tx", "http://a.b", "'x", "{=1}", '=HYPERLINK("x")', "<b>"]
)
def test_hostile_text_stays_text(text: str) -> None:
    data = render_xlsx(demo((text, text, 1, 0.5, "", "")))
    sheet = opened(data).active

    cells = [sheet["A3"], sheet["B3"]]
    assert [cell.value for cell in cells] == [visible(text)] * 2
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert [cell.hyperlink for cell in cells] == [None, None]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_any_text_reads_back_as_it_is_shown(texts: list[str]) -> None:
    table = Table("t", (Column("x"), Column("y")), tuple((text, "z") for text in texts), ())

    sheet = opened(render_xlsx(table)).active

    read = [sheet.cell(row, 1).value for row in range(3, 3 + len(texts))]
    assert [str(value or "").replace("\r\n", "\n") for value in read] == [
        visible(text) for text in texts
    ]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    sheet = opened(render_xlsx(demo(("a", "长" * 40_000, 1, 0.5, "", "")))).active

    assert sheet["B3"].value == "长" * (MAX_CELL - 1) + "…"


def test_widths_go_by_display_width() -> None:
    sheet = opened(render_xlsx(demo(("abcdefgh", "中文中文中文", 1, 0.5, "", "")))).active

    widths = {name: round(sheet.column_dimensions[name].width) for name in "ABE"}
    assert widths == {"A": 10, "B": 14, "E": 13}


def test_an_empty_table_is_a_valid_workbook() -> None:
    sheet = opened(render_xlsx(demo())).active

    assert [cell.value for cell in sheet[2]] == ["任务", "名称", "数", "占比", "进展"]
    assert sheet.auto_filter.ref is None


def test_the_matrix_has_upright_heads_and_prints_on_a3() -> None:
    use_language("zh")
    responsibilities = bundled("jiangjin-2025")
    table = matrix_table(build_matrix(responsibilities), responsibilities, letters=False)

    sheet = opened(render_xlsx(table)).active

    heads = next(row for row in sheet.iter_rows() if row[0].value == "任务")
    assert [cell.value for cell in heads] == [column.header for column in table.columns]
    assert {cell.alignment.textRotation for cell in heads[2:]} == {255}
    assert sheet.page_setup.paperSize == 8
    assert sheet.freeze_panes == f"C{heads[0].row + 1}"
    above = [cell.value for cell in sheet[heads[0].row - 1] if cell.value]
    assert above[:2] == ["部门", "党委机构"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=heads[0].row + 1)}
    for row in table.rows:
        assert [cell.value or "" for cell in rows[row[0]]] == list(row)


def test_a_workbook_has_a_sheet_for_each_unit_behind_a_linked_front_sheet() -> None:
    use_language("zh")
    responsibilities = bundled("wulong-2025")
    checklists = build_checklists(responsibilities)

    workbook = opened(checklist_workbook(checklists, responsibilities))

    assert workbook.sheetnames == ["任务清单目录", *(c.unit.name for c in checklists)]
    front = workbook.worksheets[0]
    head = next(cell.row for cell in front["A"] if cell.value == "单位")
    for place, checklist in enumerate(checklists, head + 1):
        cell = front.cell(place, 1)
        assert cell.value == checklist.unit.name
        assert cell.hyperlink.location == f"'{checklist.unit.name}'!A1"
        assert front.cell(place, 9).value == len(checklist.items)
        table = checklist_table(checklist, responsibilities)
        sheet = workbook[checklist.unit.name]
        found = {row[0].value: row for row in sheet.iter_rows()}
        for row in table.rows:
            assert [cell.value or "" for cell in found[row[0]]] == list(row)


def test_sheets_called_alike_are_told_apart() -> None:
    tables = [demo(("a", str(n), n, 0.1, "", "")) for n in range(3)]

    workbook = opened(render_workbook(tables, ["../x", "..*x", "CON"]))

    assert workbook.sheetnames == [".._x", ".._x-2", "CON"]


def test_the_workload_has_a_native_chart() -> None:
    use_language("zh")
    responsibilities = bundled("wulong-2025")
    table = workload_table(workload(responsibilities))

    data = render_xlsx(table, workload_chart())

    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert "xl/charts/chart1.xml" in names
    assert opened(data).sheetnames == ["工作量", "图表"]
    chart = zipfile.ZipFile(io.BytesIO(data)).read("xl/charts/chart1.xml").decode()
    assert "工作量!$B$3:$B$32" in chart.replace("'", "")
