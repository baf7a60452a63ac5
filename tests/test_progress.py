from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from catalog_fixtures import Ask
from hypothesis import given, settings
from hypothesis import strategies as st
from made_catalogs import CATALOGS, bundled
from openpyxl import load_workbook

from matrices.answers.assignments import Responsibilities
from matrices.checklists.bundles import checklist_workbook, write_checklist_folder
from matrices.checklists.filled_sheets import (
    FilledRow,
    FilledSheet,
    find_sheet_files,
    read_filled_sheets,
)
from matrices.checklists.lists import build_checklists, checklists_table
from matrices.checklists.progress import ContradictionKind, Progress, merge_sheets, progress_table
from matrices.output.formats import write_table
from matrices.wording import use_language

TASKS = """
    - {number: 1, title: 防汛, lead: 区水利局, cooperate: 区公安局}
    - {number: 2, title: 交通, lead: 区公安局}
    - {number: 3, title: 无人}
"""


def sheet(*rows: tuple[str, ...], name: str = "区水利局.csv", outside: tuple[str, ...] = ()) -> Any:  # noqa: ANN401
    heads, *others = rows
    filled = tuple(FilledRow(n, row) for n, row in enumerate(others, 2))
    return FilledSheet(Path(name), "", heads, heads.index("task"), filled, outside)


def kinds(progress: Progress) -> dict[str, list[str]]:
    return {
        task.task_id: [c.kind.value for c in task.contradictions]
        for task in progress.tasks
        if task.contradictions
    }


def test_sheets_are_merged_by_task_id(ask: Ask) -> None:
    responsibilities = ask(TASKS)
    progress = merge_sheets(
        [
            sheet(
                ("序号", "task", "title", "progress", "finished", "责任人"),
                ("1", "demo-2024/1.1", "防汛", "完成 30%", "6月", "张三"),
            ),
            sheet(
                ("task", "备注", "progress", "finished"),
                ("demo-2024/1.1", "", "已配合", "7月"),
                ("demo-2024/1.2", "要经费", "", ""),
                name="区公安局.csv",
            ),
        ],
        responsibilities,
    )

    table = progress_table(progress, responsibilities)

    assert [column.header for column in table.columns] == [
        "序号", "task", "备注", "title", "progress", "finished", "责任人",
        "reported", "not reported", "contradictions",
    ]  # fmt: skip
    assert table.rows == (
        (
            "区水利局: 1", "demo-2024/1.1", "", "防汛", "区水利局: 完成 30%\n区公安局: 已配合",
            "区水利局: 6月\n区公安局: 7月", "区水利局: 张三",
            "区水利局、区公安局", "", 'different dates for "finished": 6月 / 7月',
        ),
        ("", "demo-2024/1.2", "区公安局: 要经费", "交通", "", "", "", "", "区公安局", ""),
        ("", "demo-2024/1.3", "", "无人", "", "", "", "", "", ""),
    )  # fmt: skip
    assert table.notes[0].startswith("2 sheets read. 2 of 2 units have reported; 1 of 3 tasks")


def test_every_kind_of_contradiction_is_found(ask: Ask) -> None:
    responsibilities = ask(TASKS)
    progress = merge_sheets(
        [
            sheet(
                ("task", "title", "progress"),
                ("demo-2024/1.1", "防汛抗旱", "甲"),
                ("demo-2024/1.2", "", "我们也做了"),
                ("demo-2024/9.9", "", "不知道是什么"),
                ("", "", "没有编号"),
            ),
            sheet(("task", "progress"), ("demo-2024/1.1", "乙")),
        ],
        responsibilities,
    )

    assert kinds(progress) == {
        "demo-2024/1.1": [ContradictionKind.TWO_VERSIONS, ContradictionKind.CHANGED],
        "demo-2024/1.2": [ContradictionKind.NOT_NAMED],
        "demo-2024/9.9": [ContradictionKind.UNKNOWN_TASK],
    }
    rows = progress_table(progress, responsibilities).rows
    assert rows[0][1] == "防汛\n区水利局: 防汛抗旱"
    assert rows[0][2] == "区水利局: 甲\n区水利局: 乙"
    assert [row[0] for row in rows[3:]] == ["demo-2024/9.9", ""]
    assert rows[4][2] == "区水利局: 没有编号"
    assert progress.tasks[0].contradictions[0].texts == ("甲", "乙")


def test_what_stands_around_a_table_is_kept_but_not_our_own_words(ask: Ask) -> None:
    use_language("zh")
    responsibilities = ask(TASKS)
    ours = ("区水利局任务清单", "单位：区水利局", "牵头：2 项", "Unit: 区水利局", "← 任务清单目录",
            "通知：某通知　文号：1号　印发日期：2025-01-01", "区水利局　牵头：3 项")  # fmt: skip
    filled = sheet(
        ("task", "progress"), ("demo-2024/1.1", "甲"), name="x.csv",
        outside=(*ours, "填表人：张三"),
    )  # fmt: skip

    progress = merge_sheets([filled], responsibilities)

    assert progress.outside == (("x.csv", "填表人：张三"),)
    assert [unit.name for unit in progress.tasks[0].reported] == ["区水利局"]
    assert "x.csv表格之外写有：填表人：张三" in progress_table(progress, responsibilities).notes


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(CATALOGS)
def test_unfilled_checklists_give_back_every_task_once(responsibilities: Responsibilities) -> None:
    checklists = build_checklists(responsibilities)
    if not checklists:
        return
    data = checklist_workbook(checklists, responsibilities)
    path = Path("made.xlsx")

    progress = merge_sheets(_read(path, data), responsibilities)

    assert [task.task_id for task in progress.tasks] == list(responsibilities.tasks)
    assert [task for task in progress.tasks if task.reported] == []
    assert kinds(progress) == {}
    assert progress.outside == ()
    assert sum(len(task.entries) for task in progress.tasks) == sum(
        len(checklist.items) for checklist in checklists
    )


def _read(path: Path, data: bytes) -> list[FilledSheet]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matrices.checklists.filled_sheets.read_bytes", lambda path: data)
        return read_filled_sheets(path)


@pytest.mark.slow
@pytest.mark.parametrize("format_name", ["xlsx", "docx", "csv"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_bundled_notice_comes_back_whole(tmp_path: Path, format_name: str, language: str) -> None:
    use_language(language)
    responsibilities = bundled("wulong-2025")
    checklists = build_checklists(responsibilities)
    if format_name == "csv":
        path = tmp_path / "all.csv"
        write_table(checklists_table(checklists, responsibilities), path, "csv")
        files = [path]
    else:
        write_checklist_folder(checklists, responsibilities, tmp_path / "out", format_name)
        files = find_sheet_files([tmp_path / "out"])
    use_language("en")  # the office that merges may speak another language

    sheets = [sheet for path in files for sheet in read_filled_sheets(path)]
    progress = merge_sheets(sheets, responsibilities)

    assert [task.task_id for task in progress.tasks] == list(responsibilities.tasks)
    assert kinds(progress) == {}
    assert progress.outside == ()
    assert {e.unit for t in progress.tasks for e in t.entries} == {c.unit for c in checklists}


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_typed_cell_is_lost(data: st.DataObject) -> None:
    responsibilities = bundled_wulong()
    units = [c for c in build_checklists(responsibilities) if len(c.items) < 8][:3]
    workbook = load_workbook(io.BytesIO(checklist_workbook(units, responsibilities)))
    typed: list[str] = []
    for page in workbook.worksheets[1:]:
        for number in range(data.draw(st.integers(0, 4))):
            row = data.draw(st.integers(3, page.max_row))
            column = data.draw(st.integers(2, 15))
            cell = page.cell(row, column)
            if type(cell).__name__ == "MergedCell":
                continue
            if isinstance(cell.value, str) and cell.value in typed:
                continue
            text = f"填写{page.title}{number}号{row}行{column}列"
            if str(page.cell(row, 1).value or "").startswith(("任务", "task")):
                continue  # a head that is written over is another column
            cell.value = text
            typed.append(text)
    out = io.BytesIO()
    workbook.save(out)

    sheets = _read(Path("filled.xlsx"), out.getvalue())
    table = progress_table(merge_sheets(sheets, responsibilities), responsibilities)

    everything = "\n".join(str(value) for row in table.rows for value in row)
    everything += "\n".join(table.notes) + "\n".join(column.header for column in table.columns)
    assert [text for text in typed if text not in everything] == []


def bundled_wulong(cache: dict[str, Responsibilities] = {}) -> Responsibilities:  # noqa: B006
    if not cache:
        cache["wulong"] = bundled("wulong-2025")
    return cache["wulong"]


def test_a_filled_docx_is_merged(tmp_path: Path) -> None:
    use_language("zh")
    responsibilities = bundled("wulong-2025")
    checklists = [c for c in build_checklists(responsibilities) if c.unit.name == "区水利局"]
    write_checklist_folder(checklists, responsibilities, tmp_path / "out", "docx")
    path = tmp_path / "out" / "区水利局.docx"
    document = docx.Document(str(path))
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    row = document.tables[0].rows[2].cells
    row[heads.index("进展")].text = "完成 5 处"
    document.save(str(path))

    progress = merge_sheets(read_filled_sheets(path), responsibilities)

    reported = [task for task in progress.tasks if task.reported]
    assert [(t.task_id, [u.name for u in t.reported]) for t in reported] == [
        ("wulong-2025/3.16", ["区水利局"])
    ]
    assert kinds(progress) == {}
    assert reported[0].entries[0].cells["head.progress"] == "完成 5 处"
