"""Checklists tell what a task was in last year's notice, where that is among the data."""

from __future__ import annotations

from pathlib import Path

from comparing import catalog_text

from matrices.api import Matrix, load
from matrices.checklists.filled_sheets import read_filled_sheets
from matrices.checklists.lists import build_checklists, checklists_table
from matrices.checklists.progress import merge_sheets, progress_table
from matrices.output.formats import write_table

OLD = [
    ("a1", "校园食品安全", "检查学校食堂120家次，实现明厨亮灶全覆盖", "区市场监管局/"),
    ("a2", "河道清漂", "落实河道保洁责任，清理水面漂浮物", "区水务局/"),
    ("a3", "秸秆禁烧", "加强秸秆露天禁烧巡查", "区农业农村委/"),
]
NEW = [
    ("b1", "河道清漂", "落实河道保洁责任，清理水面漂浮物", "区水利局/"),
    ("b2", "校园食品安全", "检查学校食堂150家次，实现明厨亮灶全覆盖", "区市场监管局/"),
    ("b3", "噪声管控", "查处夜间施工扰民", "区生态环境局/"),
]


def matrix(folder: Path, before: str = "2024", place: str = "示例区", links: str = "") -> Matrix:
    folder.mkdir(exist_ok=True)
    texts = {
        "alt": catalog_text("alt", OLD, jurisdiction=place, period=before),
        "neu": catalog_text("neu", NEW, period="2025"),
        **({"links": links} if links else {}),
    }
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load(folder, index=False)


FOUND = {"neu/1.1": [("alt/1.2", "kept")], "neu/1.2": [("alt/1.1", "widened")]}


def test_last_years_task_with_what_changed(tmp_path: Path) -> None:
    asked = matrix(tmp_path)

    assert asked.last_year(notice="alt") == {}
    assert {t: [(b.task, b.relation) for b in x] for t, x in asked.last_year().items()} == FOUND
    food = asked.last_year(notice="neu")["neu/1.2"][0]
    assert ([unit.name for unit in food.leads], food.changes) == (
        ["区市场监管局"],
        ("检查学校食堂 120家次 → 150家次",),
    )


def test_only_the_year_before_and_only_the_own_district(tmp_path: Path) -> None:
    assert matrix(tmp_path / "a", before="2023").last_year() == {}
    assert matrix(tmp_path / "b", place="模范区").last_year() == {}
    assert matrix(tmp_path / "c", before="").last_year() == {}
    assert set(matrix(tmp_path / "d", before="2021-2024").last_year()) == set(FOUND)


def test_a_section_or_a_role_asked_for_changes_nothing_about_partners(tmp_path: Path) -> None:
    asked = matrix(tmp_path)

    assert asked.last_year(notice="neu", section="1", role="lead") == asked.last_year()


def test_what_a_person_settled_counts(tmp_path: Path) -> None:
    links = "format: 1\nnot_same:\n  - {a: alt/1.2, b: neu/1.1}\n"

    assert set(matrix(tmp_path, links=links).last_year()) == {"neu/1.2"}


def test_the_checklist_has_the_column_where_there_is_anything_to_tell(tmp_path: Path) -> None:
    asked = matrix(tmp_path)
    read = asked.interpreted(notice="neu")
    with_it = checklists_table(build_checklists(read, None, asked.last_year()), read)
    without = checklists_table(build_checklists(read), read)

    assert [column.header for column in with_it.columns if column not in without.columns] == [
        "last year"
    ]
    (cell,) = [str(c) for row in with_it.rows for c in row if "alt/1.1" in str(c)]
    assert cell.startswith("alt/1.1 校园食品安全 (widened")
    assert [row["last_year"] for row in without.objects] == [[], [], []]


def test_the_column_comes_back_once_and_reports_nothing(tmp_path: Path) -> None:
    asked = matrix(tmp_path)
    read = asked.interpreted(notice="neu")
    table = checklists_table(build_checklists(read, None, asked.last_year()), read)
    path = tmp_path / "back.csv"
    write_table(table, path, "csv")

    progress = merge_sheets(read_filled_sheets(path), read)
    (food,) = [task for task in progress.tasks if task.task_id == "neu/1.2"]
    row = next(r for r in progress_table(progress, read).rows if "neu/1.2" in r)
    (cell,) = [str(cell) for cell in row if "alt/1.1" in str(cell)]
    assert cell.startswith("alt/1.1 校园食品安全 (widened")
    assert (food.reported, food.contradictions) == ((), ())
