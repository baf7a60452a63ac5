"""Import as a whole: what is taken, how it is numbered, and what is told about it."""

from __future__ import annotations

from typing import Any

import pytest
from import_fixtures import Part, document, import_parts

from matrices.catalogs.workspace import load_registry
from matrices.importing.importer import ImportRequest, ImportSummary, import_document

TABLE: list[list[Any]] = [
    ["序号", "工作任务", "责任单位"],
    [1, "推进甲事项", "区教育局"],
    [2, "推进乙事项", ""],
]
OTHER: list[list[Any]] = [["序号", "工作任务", "责任单位"], [1, "推进丙事项", "区民政局"]]
PLAIN = """\
示例区2025年工作要点
一、总体要求
坚持统筹推进。
二、重点任务
1.推进甲事项，务求实效。
2.推进乙事项，务求实效。
"""


def _heads(*parts: Part, **request: Any) -> list[str]:  # noqa: ANN401
    imported = import_parts(*parts, **request)
    return [task.content for task in imported.catalog.tasks]


def test_tables_can_be_chosen() -> None:
    assert _heads("附件1\n甲表", TABLE, "附件2\n乙表", OTHER, tables=(2,)) == ["推进丙事项"]


@pytest.mark.parametrize("wanted", ["2", "保障"])
def test_sections_can_be_chosen(wanted: str) -> None:
    first, second = (
        "一、重点任务\n1.推进甲。（区教育局负责）",
        "二、保障措施\n1.推进乙。（区民政局负责）",
    )

    assert _heads(first, second, sections=(wanted,)) == ["推进乙。"]


def test_a_text_without_assignments_is_taken_whole() -> None:
    assert _heads(PLAIN) == ["推进甲事项，务求实效。", "推进乙事项，务求实效。"]


def test_beside_tables_unassigned_text_is_left_out() -> None:
    imported = import_parts(PLAIN, TABLE)

    assert [task.content for task in imported.catalog.tasks] == ["推进甲事项", "推进乙事项"]
    assert imported.summary.left_out == 2


def test_unassigned_text_can_be_kept() -> None:
    assert len(_heads(PLAIN, TABLE, keep_text=True)) == 4


def test_the_summary_counts_tasks() -> None:
    imported = import_parts(
        "一、重点任务\n1.推进甲。（区教育局、区民政局负责，列第一位的为牵头单位，下同）\n"
        "2.推进乙。（区财政局牵头）\n3.推进丙，务求实效。\n4.推进丁。（责任单位：见《附表》）"
    )

    assert imported.summary == ImportSummary(
        tasks=4,
        units=3,
        stated=1,
        by_rule=1,
        without_units=2,
        left_out=0,
        plain_left_out=0,
        doubts=1,
    )
    assert list(imported.doubts_by_task) == ["demo/1.3"] or list(imported.doubts_by_task)


def test_problems_of_the_reader_are_doubts() -> None:
    problems = import_parts("一、重点任务\n1.推进甲。（责任单位：见《附表》）").doubts
    found = document("一、重点任务\n1.推进甲。（责任单位：区教育局）", problems=problems)
    imported = import_document(found, "demo", load_registry(), ImportRequest("demo"))

    assert imported.doubts == problems
    assert imported.doubts_by_task == {"": problems}


def test_numbers_of_sections_never_clash() -> None:
    imported = import_parts(
        "一、重点任务\n1.推进甲。（责任单位：区教育局）", "一、其他", OTHER, "二、另外", TABLE
    )

    numbers = [section.no for section in imported.catalog.sections]
    assert len(set(numbers)) == len(numbers) == 3


def test_numbers_of_tasks_never_clash() -> None:
    rows: list[list[Any]] = [
        ["序号", "工作任务", "责任单位"],
        *[[n, f"推进{n}", "区教育局"] for n in (1, 1, "x", "1.2")],
    ]
    numbers = [task.no for task in import_parts(rows).catalog.tasks]

    assert len(set(numbers)) == len(numbers) == 4


def test_a_jurisdiction_can_be_given() -> None:
    assert import_parts(PLAIN, jurisdiction="样板区").catalog.notice.jurisdiction == "样板区"


@pytest.mark.parametrize(
    ("slip", "doubts"),
    [
        ("示例省交通运偷厅", ["near-name"]),  # another character
        ("示例省交通运厅", ["near-name"]),  # one missing
        ("示例省交通输运厅", ["near-name"]),  # two swapped
        ("示例省交流运偷厅", []),  # two characters differ
        ("示例市交通运输厅", []),  # another level
        ("示例省教育厅", []),
    ],
)
def test_near_names(slip: str, doubts: list[str]) -> None:
    units = ["示例省交通运输厅"] * 3 + [slip]
    text = "一、任务\n" + "\n".join(f"{n}.推进。（责任单位：{u}）" for n, u in enumerate(units, 1))

    assert [doubt.name for doubt in import_parts(text).doubts] == doubts


def test_short_names_have_no_neighbours() -> None:
    text = "一、任务\n" + "\n".join(
        f"{n}.推进。（责任单位：{u}）" for n, u in enumerate(["区教育局"] * 3 + ["区体育局"], 1)
    )

    assert import_parts(text).doubts == ()


def test_an_empty_document_has_no_tasks() -> None:
    assert import_parts().catalog.tasks == ()
