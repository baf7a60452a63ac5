from __future__ import annotations

import pytest
from catalog_fixtures import REGISTRY, Ask, head, interpret_texts
from hypothesis import given, settings
from made_catalogs import CATALOGS, bundled

from matrices.answers.assignments import Basis, Responsibilities
from matrices.answers.scope import Scope
from matrices.catalogs.model import Role
from matrices.output.matrix import COLLECTIVE_MARK, MARKS, build_matrix, matrix_table
from matrices.output.table import Kind
from matrices.wording import say

TASKS = """
    - {number: 1, title: 防汛, lead: 区水利局, cooperate: 区公安局、区水利局}
    - {number: 2, title: 考核, lead: 区安委会成员单位, guide: 青山镇}
    - {number: 3, title: 值守, responsible: 各部门}
    - {number: 4, title: 无人}
"""


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        (False, [("○", "●○", "", "", "", "", ""), ("·", "·", "·", "·", "△", "●", "")]),
        (True, [("S", "AS", "", "", "", "", ""), ("m", "m", "m", "m", "C", "A", "")]),
    ],
)
def test_every_part_has_its_mark(ask: Ask, letters: bool, expected: list[tuple[str, ...]]) -> None:
    responsibilities = ask(TASKS)

    table = matrix_table(build_matrix(responsibilities), responsibilities, letters=letters)

    assert [(c.group, c.header) for c in table.columns[2:]] == [
        ("department", "区公安局"),
        ("department", "区水利局"),
        ("department", "区应急管理局"),
        ("office", "区安委办"),
        ("township", "青山镇"),
        ("collective", "区安委会成员单位"),
        ("collective", "各部门"),
    ]
    assert [row[2:] for row in table.rows[:2]] == expected
    assert [group.heading for group in table.groups] == ["1 重点任务"]
    assert table.rows[3] == ("demo-2024/1.4", "无人", *[""] * 7)
    assert ("A lead" if letters else "● lead") in table.notes[1]


@pytest.mark.parametrize(
    ("assumed", "strict", "marks", "letters"),
    [
        (False, False, ("○", "●"), ("S", "A")),
        (False, True, ("○", "●"), ("S", "A")),
        (True, False, ("○", "◇"), ("S", "a")),
        (True, True, ("◎", "◎"), ("R", "R")),
    ],
)
def test_a_lead_has_another_sign_where_it_is_assumed_and_is_gone_where_strict(
    assumed: bool, strict: bool, marks: tuple[str, ...], letters: tuple[str, ...]
) -> None:
    task = "      - {number: 1, title: 防汛, responsible: 区水利局、区公安局}\n"
    found = interpret_texts(
        head(rule="first-listed", assumed=assumed) + task, REGISTRY, scope=Scope(strict=strict)
    )
    signs, written = (
        matrix_table(build_matrix(found), found, letters=asked) for asked in (False, True)
    )

    assert (signs.rows[0][2:], written.rows[0][2:]) == (marks, letters)
    for table in (signs, written):
        is_told = assumed and not strict
        assert (say("note.matrix-assumed", tasks=1) in table.notes) is is_told
        assert (say("note.marks") in table.notes) is is_told


def test_roles_of_the_scope_leave_out_other_columns(ask: Ask) -> None:
    responsibilities = ask(TASKS, scope=Scope(roles=(Role.GUIDE,)))

    assert [unit.name for unit in build_matrix(responsibilities).units] == ["青山镇"]


@settings(max_examples=60, deadline=None)
@given(CATALOGS)
def test_every_assignment_has_its_mark_in_exactly_its_cell(
    responsibilities: Responsibilities,
) -> None:
    matrix = build_matrix(responsibilities)
    table = matrix_table(matrix, responsibilities, letters=False)
    expected = {
        (task_id, a.unit, COLLECTIVE_MARK if a.basis is Basis.COLLECTIVE else MARKS[a.role])
        for task_id in responsibilities.tasks
        for a in (*responsibilities.by_task[task_id], *responsibilities.reached(task_id))
    }

    found = {
        (row[0], unit, mark)
        for row in table.rows
        for unit, marks in zip(matrix.units, row[2:], strict=True)
        for mark in str(marks)
    }

    assert found == expected
    assert [row[0] for row in table.rows] == list(responsibilities.tasks)
    assert all(any(row[n] for row in table.rows) for n in range(2, len(table.columns)))
    assert sum(group.rows for group in table.groups) == len(table.rows)


def test_a_bundled_notice_balances() -> None:
    responsibilities = bundled("jiangjin-2025")
    table = matrix_table(build_matrix(responsibilities), responsibilities, letters=False)

    assert len(table.rows) == len(responsibilities.tasks) == 131
    assert all(column.kind is Kind.MARK for column in table.columns[2:])
    assert sum(len(str(cell)) for row in table.rows for cell in row[2:]) == sum(
        len(assignments) + len(responsibilities.reached(task_id))
        for task_id, assignments in responsibilities.by_task.items()
    )
