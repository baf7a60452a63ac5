from __future__ import annotations

import pytest
from catalog_fixtures import REGISTRY, Ask, head, interpret_texts
from hypothesis import given, settings
from made_catalogs import CATALOGS, bundled

from matrices.answers.assignments import Responsibilities
from matrices.answers.scope import Scope
from matrices.catalogs.model import Role
from matrices.catalogs.unit_key import UnitKey
from matrices.checklists.lists import (
    Part,
    build_checklists,
    checklist_table,
    checklists_table,
    index_table,
)
from matrices.notation import MentionKind
from matrices.wording import say, use_language

TASKS = """
    - {number: 1, title: 防汛, lead: 区水利局, cooperate: 区公安局、青山镇, targets: [水库 3 座], deadline: 6月底}
    - {number: 2, title: 宣传, lead: 区公安局, cooperate: 区水利局}
    - {number: 3, title: 考核, lead: 区安委会成员单位}
    - {number: 4, title: 值守, lead: 各部门}
    - {number: 5, title: 双重, lead: 区水利局, cooperate: 区水利局、有关部门}
    - {number: 6, title: 无人}
"""  # noqa: E501


def keys(responsibilities: Responsibilities, *names: str) -> list[UnitKey]:
    return [UnitKey("示例区", name) for name in names]


def test_a_checklist_holds_every_part_of_a_unit_once(ask: Ask) -> None:
    responsibilities = ask(TASKS)

    (checklist,) = build_checklists(responsibilities, keys(responsibilities, "区水利局"))

    assert [(i.task.id, i.part, len(i.assignments)) for i in checklist.items] == [
        ("demo-2024/1.1", Part.LEADS, 1),
        ("demo-2024/1.5", Part.LEADS, 2),
        ("demo-2024/1.2", Part.SUPPORTS, 1),
        ("demo-2024/1.3", Part.THROUGH, 1),
    ]
    assert [unit.name for unit in checklist.items[2].leads] == ["区公安局"]
    assert checklist.perhaps == 1


def test_the_table_says_for_whom_and_leaves_room_to_write(ask: Ask) -> None:
    use_language("zh")
    responsibilities = ask(TASKS)
    (checklist,) = build_checklists(responsibilities, keys(responsibilities, "区水利局"))

    table = checklist_table(checklist, responsibilities)

    assert table.title == "区水利局任务清单"
    assert table.subtitles == (
        "单位：区水利局",
        "通知：示例区2024年工作要点　文号：示例府发〔2024〕1号",
    )
    assert [column.header for column in table.columns] == [
        "任务", "名称", "内容", "指标", "时限", "角色", "牵头", "其他单位", "通知中的位置",
        "进展", "问题", "下一步", "完成时间",
    ]  # fmt: skip
    assert table.rows[0] == (
        "demo-2024/1.1", "防汛", "", "水库 3 座", "6月底", "牵头", "区水利局", "区公安局、青山镇",
        "1 重点任务，第 1 项", "", "", "", "",
    )  # fmt: skip
    assert [(group.heading, group.rows) for group in table.groups] == [
        ("牵头：2 项", 2),
        ("配合：1 项", 1),
        ("仅经集合称谓涉及：1 项", 1),
    ]
    assert table.rows[3][5] == "牵头（经区安委会成员单位）"


@pytest.mark.parametrize(
    ("assumed", "role", "lead", "is_told"),
    [
        (False, "lead (stated: first listed)", "区水利局", False),
        (True, "lead※ (assumed: first listed)", "区水利局※", True),
    ],
)
def test_a_lead_says_by_which_rule_and_an_assumed_one_is_marked(
    assumed: bool, role: str, lead: str, is_told: bool
) -> None:
    task = "      - {number: 1, title: 防汛, responsible: 区水利局、区公安局}\n"
    responsibilities = interpret_texts(head(rule="first-listed", assumed=assumed) + task, REGISTRY)
    own, other = (
        checklist_table(c, responsibilities)
        for c in build_checklists(responsibilities, keys(responsibilities, "区水利局", "区公安局"))
    )

    assert (own.rows[0][5], own.rows[0][6]) == (role, lead)
    assert other.rows[0][6] == lead
    assert [say("note.marks") in table.notes for table in (own, other)] == [is_told, is_told]


def test_all_units_come_by_kind_and_indefinite_names_get_none(ask: Ask) -> None:
    checklists = build_checklists(ask(TASKS))

    assert [c.unit.name for c in checklists] == [
        "区水利局",
        "区公安局",
        "区应急管理局",
        "区安委办",
        "青山镇",
        "区安委会成员单位",
        "各部门",
    ]


def test_roles_of_the_scope_keep_only_such_parts(ask: Ask) -> None:
    responsibilities = ask(TASKS, scope=Scope(roles=(Role.COOPERATE,)))

    checklists = build_checklists(responsibilities)

    assert {c.unit.name: [i.task.no for i in c.items] for c in checklists} == {
        "区水利局": ["5", "2"],
        "区公安局": ["1"],
        "青山镇": ["1"],
    }


def test_the_index_says_what_no_checklist_holds(ask: Ask) -> None:
    responsibilities = ask(TASKS)
    checklists = build_checklists(responsibilities)

    table = index_table(checklists, responsibilities, [c.unit.name for c in checklists])

    assert table.rows[0] == ("区水利局", "示例区", "department", 2, 0, 1, 0, 1, 4, "区水利局")
    assert "7 checklists with 5 of 6 tasks; 1 tasks name no unit" in table.notes[0]


def test_several_units_stand_in_one_table_under_their_names(ask: Ask) -> None:
    responsibilities = ask(TASKS)
    checklists = build_checklists(responsibilities, keys(responsibilities, "区水利局", "区公安局"))

    table = checklists_table(checklists, responsibilities)

    assert [row[0] for row in table.rows] == ["区水利局"] * 4 + ["区公安局"] * 3
    assert sum(group.rows for group in table.groups) == len(table.rows) == len(table.objects)
    assert table.groups[0].heading == "区水利局　Leads: 2"


def test_a_unit_without_tasks_has_an_empty_checklist(ask: Ask) -> None:
    responsibilities = ask(TASKS)

    (checklist,) = build_checklists(responsibilities, keys(responsibilities, "区教委"))

    assert checklist.items == ()
    assert checklist_table(checklist, responsibilities).rows == ()


@settings(max_examples=60, deadline=None)
@given(CATALOGS)
def test_every_assignment_stands_in_exactly_the_checklist_it_should(
    responsibilities: Responsibilities,
) -> None:
    expected = {
        (a.unit, task_id, a.role, a.via)
        for task_id in responsibilities.tasks
        for a in (*responsibilities.by_task[task_id], *responsibilities.reached(task_id))
        if a.kind is not MentionKind.INDEFINITE
    }

    found = [
        (checklist.unit, item.task.id, a.role, a.via)
        for checklist in build_checklists(responsibilities)
        for item in checklist.items
        for a in item.assignments
    ]

    assert len(found) == len(set(found))
    assert set(found) == expected
    for checklist in build_checklists(responsibilities):
        ids = [item.task.id for item in checklist.items]
        assert len(ids) == len(set(ids))
        assert sum(checklist.count(part) for part in Part) == len(ids)


def test_one_by_one_and_all_at_once_agree() -> None:
    responsibilities = bundled("wulong-2025")

    for checklist in build_checklists(responsibilities):
        assert build_checklists(responsibilities, [checklist.unit]) == (checklist,)
