"""Answers as tables: rows for eyes, objects with the documented keys, notes on the figures."""

from __future__ import annotations

from typing import Any

import pytest
from asking import (
    find_task_id,
    list_units,
    orphan_tasks,
    overlapping_duties,
    owned_tasks,
    search_tasks,
    summarise_notices,
    workload,
)
from catalog_fixtures import HEAD, REGISTRY, Ask, Load

from matrices.answers import codes
from matrices.answers.assignments import Responsibilities, interpret
from matrices.answers.scope import Scope
from matrices.catalogs.model import Role
from matrices.catalogs.unit_key import UnitKey
from matrices.output.answer_tables import (
    notices_table,
    orphans_table,
    overlaps_table,
    ownership_table,
    tasks_table,
    units_table,
    workload_table,
)
from matrices.output.table import Table
from matrices.output.task_sheet import task_table
from matrices.wording import say, use_language

TASKS = """\
- number: 1
  group: 防汛
  title: 修堤
  content: 加固堤防
  targets: [8处, "100%"]
  deadline: 6月底前
  lead: 区水利局、区公安局等单位
  cooperate: 区安委会成员单位，区水务局
  note: 合并单元格
- {number: 2, title: "", content: 储水, lead: "", cooperate: 各镇街}
- {number: 3, title: 宣传, responsible: 区公安局(巡警队), named_in: text}
- {number: 4, title: 抽查}
- {number: 5, title: 演练, responsible: '区应急局、有关部门、区应急管理局', lead_rule: first-listed}
"""


def _well_formed(table: Table) -> Table:
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert all(set(o) == set(table.objects[0]) for o in table.objects)
    assert not table.groups or sum(group.rows for group in table.groups) == len(table.rows)
    assert table.title
    assert all(column.header for column in table.columns)
    return table


def _owns(found: Responsibilities, *names: str) -> Table:
    keys = [UnitKey("示例区", name) for name in names]
    return _well_formed(ownership_table(owned_tasks(found, keys)))


def _all_tables(found: Responsibilities) -> list[Table]:
    return [
        _well_formed(table)
        for table in (
            notices_table(summarise_notices(found)),
            units_table(list_units(found)),
            tasks_table(search_tasks(found)),
            *(task_table(task, found) for task in found.tasks.values()),
            _owns(found, "区水利局"),
            *(workload_table(workload(found, count)) for count in codes.COUNTS),
            *(workload_table(workload(found, group_by=g, roll_up=True)) for g in codes.GROUPS),
            orphans_table(orphan_tasks(found)),
            overlaps_table(overlapping_duties(found)),
            overlaps_table(overlapping_duties(found, pairs=True)),
        )
    ]


def test_objects_are_the_same_in_both_languages_headings_are_not(ask: Ask) -> None:
    found = ask(TASKS)
    use_language("en")
    english = _all_tables(found)
    use_language("zh")
    chinese = _all_tables(found)

    for here, there in zip(english, chinese, strict=True):
        if "source_place" not in (here.objects or ({},))[0]:
            assert here.objects == there.objects
        assert [c.kind for c in here.columns] == [c.kind for c in there.columns]
        assert [c.header for c in here.columns] != [c.header for c in there.columns]


def test_empty_answers_are_tables_too(ask: Ask) -> None:
    found = ask(TASKS, scope=Scope(sections=("9",)))

    for table in _all_tables(found):
        assert table.notes


def test_tasks_as_data(ask: Ask) -> None:
    found = ask(TASKS)
    table = tasks_table(search_tasks(found, ["堤"]))

    assert table.objects == (
        {
            "id": "demo-2024/1.1",
            "notice": "demo-2024",
            "section": "1",
            "no": "1",
            "group": "防汛",
            "title": "修堤",
            "content": "加固堤防",
            "targets": ["8处", "100%"],
            "deadline": "6月底前",
            "assignments": [
                _assignment("区水利局", "lead", True),
                _assignment("区公安局", "lead", True),
                _assignment("区安委会成员单位", "cooperate", kind="collective"),
                _assignment("区水利局", "cooperate", raw="区水务局"),
            ],
            "same_as": [],
        },
    )
    assert table.rows[0][:6] == (
        "demo-2024/1.1",
        "修堤",
        "加固堤防",
        "8处；100%",
        "6月底前",
        "区水利局、区公安局等",
    )
    assert "区安委会成员单位、区水利局" in str(table.rows[0][6])


def _assignment(
    unit: str, role: str, open_ended: bool = False, kind: str = "agency", raw: str = ""
) -> dict[str, object]:
    return {
        "unit": unit,
        "role": role,
        "basis": "stated",
        "kind": kind,
        "open_ended": open_ended,
        "raw": raw or unit,
    }


def test_owns_as_data_with_via_and_with(ask: Ask) -> None:
    found = ask(TASKS)
    table = _owns(found, "区应急管理局")

    assert table.objects == (
        {
            "task": "demo-2024/1.5",
            "title": "演练",
            "notice": "demo-2024",
            "jurisdiction": "示例区",
            "unit": "区应急管理局",
            "role": "lead",
            "basis": "first-listed",
            "via": None,
            "with": ["有关部门"],
            "with_open": False,
        },
        {
            "task": "demo-2024/1.1",
            "title": "修堤",
            "notice": "demo-2024",
            "jurisdiction": "示例区",
            "unit": "区应急管理局",
            "role": "cooperate",
            "basis": "collective",
            "via": "区安委会成员单位",
            "with": ["区水利局", "区公安局", "区安委会成员单位"],
            "with_open": True,
        },
    )
    assert "区安委会成员单位" in str(table.rows[1][3])
    assert [group.rows for group in table.groups] == [2]
    assert "示例府发〔2024〕1号" in table.groups[0].heading
    assert len(table.notes) == 3  # the figures, what is inferred, and the legend


def test_owns_tells_what_may_reach_a_unit_unseen(ask: Ask) -> None:
    table = _owns(ask(TASKS), "青山镇")

    assert table.rows == ()
    assert len(table.notes) == 2


def test_a_notice_without_number_is_headed_by_its_id(load: Load) -> None:
    head = HEAD.format(notice="demo-2024", period="2024", lead_rule="stated")
    text = head.replace("  number: 示例府发〔2024〕1号\n", "")
    workspace = load(text + "      - {number: 1, title: a, lead: 区水利局}\n", REGISTRY)
    table = _owns(interpret(workspace.catalogs, workspace.registry), "区水利局")

    assert "demo-2024" in table.groups[0].heading


def test_workload_as_data(ask: Ask) -> None:
    found = ask(TASKS)
    table = workload_table(workload(found, codes.WEIGHTED))
    objects: dict[Any, dict[str, Any]] = {o["unit"]: dict(o) for o in table.objects}

    assert objects["区安委办"] == {
        "unit": "区安委办",
        "jurisdiction": "示例区",
        "kind": "agency",
        "group": None,
        "lead_stated": 0,
        "lead_assumed": 0,
        "cooperate": 0,
        "responsible": 0,
        "guide": 0,
        "collective": 0.25,
        "total": 0.25,
        "lead_share": 0.0,
    }
    assert objects["区水利局"]["lead_share"] == 0.5
    assert "有关部门" not in objects
    assert table.groups == ()
    assert {str(row[-1]) for row in table.rows} == {"█" * 12, ""}


def test_workload_says_what_its_figures_are_out_of(ask: Ask) -> None:
    found = ask(TASKS)

    assert len(workload_table(workload(found)).notes) == 5
    assert len(workload_table(workload(found, roll_up=True)).notes) == 6
    by_section = workload_table(workload(found, group_by=codes.SECTION))
    assert [g.heading for g in by_section.groups] == [
        "示例区 示例区2024年工作要点（demo-2024） 1 重点任务"
    ]
    by_notice = workload_table(workload(found, group_by=codes.NOTICE))
    assert [g.heading for g in by_notice.groups] == ["示例区 示例区2024年工作要点（demo-2024）"]


def test_orphans_as_data_with_totals_per_reason(ask: Ask) -> None:
    found = ask(TASKS)
    table = orphans_table(orphan_tasks(found))

    assert table.objects == (
        {
            "task": "demo-2024/1.2",
            "title": "储水",
            "notice": "demo-2024",
            "reason": "blank-cell",
            "units": ["各镇街"],
            "above": {"task": "demo-2024/1.1", "text": "区水利局、区公安局等单位"},
            "tasks": 1,
        },
        {
            "task": "demo-2024/1.4",
            "title": "抽查",
            "notice": "demo-2024",
            "reason": "no-unit",
            "units": [],
            "above": None,
            "tasks": 1,
        },
    )
    assert "区水利局、区公安局等单位" in str(table.rows[0][4])
    assert "40 %" in table.notes[0]
    assert len(table.notes) == 3


def test_overlaps_as_data(ask: Ask) -> None:
    found = ask(TASKS)
    table = overlaps_table(overlapping_duties(found))
    pairs = overlaps_table(overlapping_duties(found, pairs=True))

    assert [(o["kind"], o["task"], o["units"], o["count"]) for o in table.objects] == [
        ("joint-lead", "demo-2024/1.1", ["区水利局", "区公安局"], 2),
        ("lead-and-cooperate", "demo-2024/1.1", ["区水利局"], 2),
        ("repeated-in-cell", "demo-2024/1.5", ["区应急管理局"], 2),
        ("named-and-in-collective", "demo-2024/1.1", ["区水利局", "区安委会成员单位"], 2),
        ("named-and-in-collective", "demo-2024/1.1", ["区公安局", "区安委会成员单位"], 2),
    ]
    assert [(o["kind"], o["task"], o["count"], o["tasks"]) for o in pairs.objects] == [
        ("pair", None, 1, ["demo-2024/1.1"])
    ]
    assert pairs.rows[0][1:3] == ("", "demo-2024/1.1")


def _shown(found: Responsibilities, number: str) -> tuple[str, dict[str, Any]]:
    table = _well_formed(
        task_table({**found.tasks, **found.repeats}[find_task_id(found, number)], found)
    )
    return "\n".join(f"{row[0]}: {row[1]}" for row in table.rows), dict(table.objects[0])


def test_show_tells_everything_about_a_task(ask: Ask) -> None:
    text, described = _shown(ask(TASKS), "1.1")

    for part in (
        "demo-2024/1.1",
        "示例府发〔2024〕1号",
        "1 重点任务",
        "file1.yaml:14:9",
        "防汛",
        "修堤",
        "加固堤防",
        "8处；100%",
        "6月底前",
        "合并单元格",
        "区水利局、区公安局等单位",
        "区安委会成员单位，区水务局",
        "区水务局",
        "区安委办",
    ):
        assert part in text
    assert described["cells"] == {
        "lead": "区水利局、区公安局等单位",
        "cooperate": "区安委会成员单位，区水务局",
    }
    assert (described["line"], described["named_in"], described["lead_rule"]) == (
        14,
        "table",
        "stated",
    )
    assert [a["unit"] for a in described["assignments"] if a["basis"] == "collective"] == [
        "区应急管理局",
        "区安委办",
    ]


def test_show_marks_blank_cells_running_text_sub_units_and_repeats(ask: Ask) -> None:
    found = ask(TASKS)

    assert _shown(found, "1.2")[0].count("(blank)") == 2
    assert _shown(found, "1.3")[1]["named_in"] == "text"
    assert "巡警队" in _shown(found, "1.3")[0]
    assert _shown(found, "1.4")[1]["cells"] == {}
    assert _shown(found, "1.4")[1]["assignments"] == []
    assert say("show.no-units") in _shown(found, "1.4")[0]
    assert say("show.times", times=2) in _shown(found, "1.5")[0]
    assert _shown(found, "1.5")[1]["lead_rule"] == "first-listed"


def test_show_takes_heads_places_and_the_basis_of_the_rule_from_the_notice(load: Load) -> None:
    workspace = load("""\
        format: 1
        notice:
          id: demo
          title: 要点
          jurisdiction: 示例区
          period: "2024"
          lead_rule: first-listed
          lead_rule_by: assumed
          lead_rule_basis: 无牵头栏
        sections:
          - number: 1
            title: 甲
            place: 附表一
            columns: {responsible: 责任单位栏}
            tasks: [{number: 1, title: a, place: 第三行, responsible: 区水利局}]
        """)
    found = interpret(workspace.catalogs, workspace.registry)
    text, described = _shown(found, "1.1")

    for part in ("责任单位栏", "附表一", "第三行", "无牵头栏"):
        assert part in text
    assert "附表一" in described["source_place"]
    notices = notices_table(summarise_notices(found)).objects[0]
    assert (notices["lead_rule"], notices["lead_rule_by"]) == ("first-listed", "assumed")


def test_notices_as_data(ask: Ask) -> None:
    (summary,) = notices_table(summarise_notices(ask(TASKS))).objects

    assert summary["id"] == "demo-2024"
    assert (summary["tasks"], summary["with_units"], summary["led"], summary["orphans"]) == (
        5,
        4,
        2,
        2,
    )


def test_units_as_data_say_when_members_are_unknown(ask: Ask) -> None:
    table = units_table(list_units(ask("- {number: 1, title: a, lead: 区水利局}")))
    units = {o["unit"]: o for o in table.objects}

    assert units["区安委办"]["hosted_by"] == "区应急管理局"
    assert units["各镇街"]["members"] is None
    assert units["区安委会成员单位"]["members"] == [
        "区水利局",
        "区应急管理局",
        "区公安局",
        "区安委办",
    ]
    assert units["区水利局"] == {
        "jurisdiction": "示例区",
        "unit": "区水利局",
        "kind": "department",
        "mention_kind": "agency",
        "duty": "水利",
        "aliases": ["区水务局"],
        "hosted_by": None,
        "hosted_source": None,
        "part_of": None,
        "members": None,
        "led": 1,
        "led_assumed": 0,
        "named": 1,
    }


@pytest.mark.parametrize("role", [*Role])
def test_every_role_has_a_word_in_the_tasks_table(ask: Ask, role: Role) -> None:
    found = ask(f"- {{number: 1, title: a, {role.value}: 区水利局}}")
    (row,) = tasks_table(search_tasks(found)).rows

    assert "区水利局" in f"{row[5]}{row[6]}"
