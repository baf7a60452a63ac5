from __future__ import annotations

import datetime

import pytest
from built_documents import HEAD, TASKS, flags, names, repacked, values, workbook_bytes
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from matrices.diagnostics import MatrixError
from matrices.readers import limits
from matrices.readers.document import Document
from matrices.readers.identify import read_document
from matrices.readers.xlsx import shown


def sheet(title: str = "任务分工") -> tuple[Workbook, Worksheet]:
    workbook = Workbook()
    first = workbook.worksheets[0]
    first.title = title
    return workbook, first


def read(workbook: Workbook, name: str = "任务.xlsx") -> Document:
    return read_document(workbook_bytes(workbook), name=name)


def test_a_sheet_is_a_table_with_merged_cells_repeated() -> None:
    workbook, first = sheet()
    first.append(["示例区任务分工表"])
    first.merge_cells("A1:D1")
    for row in (HEAD, *TASKS, ("3", "", "区公安局", "")):
        first.append(row)
    first.merge_cells("B4:B5")

    document = read(workbook)

    (table,) = document.tables
    assert document.kind == "xlsx"
    assert table.texts[0] == ("示例区任务分工表",) * 4
    assert flags(table.rows[0]) == ".<<<"
    assert table.texts[1] == HEAD
    assert table.texts[4] == ("3", "排查燃气管道", "区公安局", "")
    assert flags(table.rows[4]) == ".^.."
    assert table.row_places[4].describe() == "工作表“任务分工” 第5行"
    assert document.problems == ()


def test_every_sheet_is_a_table_and_empty_ones_are_none() -> None:
    workbook, first = sheet("甲")
    first["A1"] = "任务"
    workbook.create_sheet("空")
    workbook.create_sheet("乙")["B2"] = "责任单位"

    document = read(workbook)

    assert [(table.place.sheet, table.texts) for table in document.tables] == [
        ("甲", (("任务",),)),
        ("乙", (("责任单位",),)),
    ]
    assert document.tables[1].row_places[0].row == 2


def test_empty_rows_are_left_out_and_rows_keep_their_numbers() -> None:
    workbook, first = sheet()
    first["A1"], first["A4"] = "一", "二"
    first["C4"].number_format = "0.00"

    (table,) = read(workbook).tables

    assert table.texts == (("一",), ("二",))
    assert [place.row for place in table.row_places] == [1, 4]


def test_a_merge_below_the_last_text_covers_its_rows() -> None:
    workbook, first = sheet()
    first["A1"], first["B1"] = "领域", "区水利局"
    first.merge_cells("A1:A3")

    (table,) = read(workbook).tables

    assert table.texts == (("领域", "区水利局"), ("领域", ""), ("领域", ""))


def test_hidden_parts_are_told() -> None:
    workbook, first = sheet()
    for row in (HEAD, *TASKS):
        first.append(row)
    for n in range(4, 17):
        first.append((str(n), "任务"))
        first.row_dimensions[n].hidden = True
    first.column_dimensions["C"].hidden = True
    hidden = workbook.create_sheet("选项")
    hidden["A1"] = "下拉"
    hidden.sheet_state = "hidden"

    document = read(workbook)

    assert len(document.tables) == 1
    assert len(document.tables[0].rows) == 16
    assert names(document) == ["hidden-rows-read", "hidden-columns-read", "hidden-sheet-skipped"]
    assert values(document, "hidden-rows-read")["count"] == "13"
    assert values(document, "hidden-rows-read")["rows"].endswith("13…")
    assert values(document, "hidden-columns-read")["columns"] == "C"
    assert values(document, "hidden-sheet-skipped")["where"] == "工作表“选项”"


def test_one_hidden_row_is_named() -> None:
    workbook, first = sheet()
    first["A1"], first["A2"] = "甲", "乙"
    first.row_dimensions[2].hidden = True

    assert values(read(workbook), "hidden-rows-read")["rows"] == "2"


def test_formulas_give_their_saved_value_or_a_warning() -> None:
    workbook, first = sheet()
    first["A1"], first["B1"] = "合计", "=1+1"

    document = read(workbook)
    assert document.tables[0].texts == (("合计",),)
    assert values(document, "formula-without-value")["cell"] == "B1"

    saved = repacked(
        workbook_bytes(workbook),
        lambda name, data: data.replace(b"<v></v>", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>"),
    )
    document = read_document(saved, name="任务.xlsx")
    assert document.tables[0].texts == (("合计", "2"),)
    assert document.problems == ()


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "General", ""),
        (1, "General", "1"),
        (1.0, "General", "1"),
        (0.1 + 0.2, "General", "0.3"),
        (98.5, "General", "98.5"),
        (0.97, "0%", "97%"),
        (0.975, "0.0%", "97.5%"),
        (0.5, "#%", "50%"),
        (3, "0.00", "3.00"),
        (1e16, "General", "10000000000000000"),
        (1e-7, "General", "0.0000001"),
        (1e30, "General", "1e+30"),
        (True, "General", "TRUE"),
        (False, "General", "FALSE"),
        (datetime.datetime(2025, 6, 30), "yyyy", "2025-06-30"),
        (datetime.datetime(2025, 6, 30, 9, 5), "yyyy", "2025-06-30 09:05:00"),
        (datetime.date(2025, 6, 30), "yyyy", "2025-06-30"),
        (datetime.time(9, 5), "h:mm", "09:05:00"),
        ("区水利局", "General", "区水利局"),
    ],
)
def test_values_are_shown_as_a_person_sees_them(
    value: object, number_format: str, text: str
) -> None:
    assert shown(value, number_format) == text


def test_a_long_sheet_is_read_in_bounded_time() -> None:
    workbook, first = sheet()
    for n in range(10_000):
        first.append((n, "任务", "区水利局", "各镇街"))

    (table,) = read(workbook).tables

    assert len(table.rows) == 10_000


def test_a_lonely_cell_far_away_costs_nothing() -> None:
    workbook, first = sheet()
    first["A1"] = "任务"
    first["XFD1048576"].number_format = "0.00"

    (table,) = read(workbook).tables

    assert table.texts == (("任务",),)


@pytest.mark.parametrize("cell", ["A30000", "ABC1"])
def test_a_sheet_beyond_the_limits_is_refused(cell: str) -> None:
    workbook, first = sheet()
    first["A1"] = "任务"
    first[cell] = "远处"

    with pytest.raises(MatrixError) as caught:
        read(workbook)

    assert caught.value.message_id == "error.document-too-many-rows"
    assert caught.value.values["where"] == "工作表“任务分工”"


def test_an_enormous_merge_is_refused_before_it_is_spread_out() -> None:
    workbook, first = sheet()
    first["A1"], first["A2"] = "任务", "单位"
    first.merge_cells("A1:B1")
    data = repacked(
        workbook_bytes(workbook), lambda _, part: part.replace(b'"A1:B1"', b'"A1:XFD1048576"')
    )

    with pytest.raises(MatrixError) as caught:
        read_document(data, name="任务.xlsx")

    assert caught.value.message_id == "error.document-too-many-rows"


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook, first = sheet()
    for _ in range(5):
        first.append(("一", "二"))
    monkeypatch.setattr(limits, "TABLE_CELLS", 9)

    with pytest.raises(MatrixError) as caught:
        read(workbook)

    assert caught.value.message_id == "error.document-too-many-rows"


def test_a_workbook_without_text_is_refused() -> None:
    with pytest.raises(MatrixError) as caught:
        read(Workbook())

    assert caught.value.message_id == "error.document-no-text"


def test_a_workbook_with_half_a_sheet_is_damaged() -> None:
    workbook, first = sheet()
    first["A1"] = "任务"
    data = repacked(
        workbook_bytes(workbook),
        lambda name, part: b"<worksheet" if name.startswith("xl/worksheets/") else part,
    )

    with pytest.raises(MatrixError) as caught:
        read_document(data, name="任务.xlsx")

    assert (caught.value.message_id, caught.value.values["kind"]) == (
        "error.document-damaged",
        "xlsx",
    )
