"""Reading catalogs and registries: the cases of tests/cases/problems.yaml, and what is kept."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
import yaml
from catalog_fixtures import REGISTRY, Load

from matrices.catalogs.model import LeadRule, Role, RuleSource
from matrices.catalogs.nodes import read_nodes
from matrices.catalogs.reader import build_catalog
from matrices.catalogs.repeats import find_repeats
from matrices.diagnostics import Place, Severity

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "problems.yaml").read_text(encoding="utf-8")
)
HEAD = """\
format: 1
notice: {id: demo, title: 要点, jurisdiction: 示例区, period: "2024", lead_rule: stated}
sections:
  - number: 1
    title: 任务
    # the tasks of
    # a case begin below
    tasks:
"""


def _text(case: dict[str, Any]) -> str:
    return str(case["text"]) if "text" in case else HEAD + indent(case["tasks"], " " * 6)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_problems_are_found_where_they_stand(case: dict[str, Any], load: Load) -> None:
    texts = [_text(case), *([REGISTRY] if case.get("registry") else [])]

    workspace = load(*texts)

    found = [[p.code, p.name, p.place.line, p.place.column] for p in workspace.problems]
    assert sorted(found, key=lambda f: (f[2], f[3])) == case["expect"]
    assert all(p.place.path.endswith("file1.yaml") for p in workspace.problems)


def test_case_names_are_distinct() -> None:
    names = [case["name"] for case in CASES]

    assert sorted(set(names)) == sorted(names)


def test_a_catalog_keeps_every_value_and_its_place(load: Load) -> None:
    workspace = load("""\
        format: 1
        notice:
          id: demo-2024
          title: 工作要点
          number: 示例府发〔2024〕1号
          issuer: 示例区人民政府
          jurisdiction: 示例区
          issued: 2024-03-05
          period: 2021-2025
          lead_rule: first-listed
          lead_rule_by: assumed
          lead_rule_basis: 无牵头栏
          defaults:
            - from: "3.2"
              responsible: 各镇街
              guide: " "
              words: 以下均需各镇街落实
        sections:
          - number: 3
            title: 重点整治
            place: 附表三
            columns: {responsible: 责任单位}
            tasks:
              - number: "2"
                group: 防汛
                title: 修堤
                content: 加固堤防
                targets: [8处, "100"]
                deadline: 6月底前
                responsible: " 区水利局\\t"
                named_in: text
                lead_rule: none
                place: 第二行
                note: 合并单元格
        """)
    catalog = workspace.catalogs[0]
    task = catalog.tasks[0]

    assert not workspace.problems
    assert not workspace.has_errors
    assert not workspace.bundled
    assert (catalog.notice.id, catalog.notice.issued, catalog.notice.period) == (
        "demo-2024",
        "2024-03-05",
        "2021-2025",
    )
    assert catalog.notice.lead_rule is LeadRule.FIRST_LISTED
    assert catalog.notice.lead_rule_by is RuleSource.ASSUMED
    assert [(d.role, d.text, d.first_task, d.words) for d in catalog.defaults] == [
        (Role.RESPONSIBLE, "各镇街", "3.2", "以下均需各镇街落实")
    ]
    assert catalog.sections[0].columns == {Role.RESPONSIBLE: "责任单位"}
    assert catalog.sections[0].source_place == "附表三"
    assert task.id == "demo-2024/3.2"
    assert (task.group, task.title, task.content, task.deadline, task.note, task.source_place) == (
        "防汛",
        "修堤",
        "加固堤防",
        "6月底前",
        "合并单元格",
        "第二行",
    )
    assert task.targets == ("8处", "100")
    assert task.named_in_text
    assert task.lead_rule is LeadRule.NONE
    assert task.place == Place(catalog.path, 24, 9)
    assert [(c.role, c.text, c.place.line, c.place.column) for c in task.cells] == [
        (Role.RESPONSIBLE, "区水利局", 30, 22)
    ]
    assert task.cell(Role.LEAD) is None


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ("title: 修堤, group: 防汛, content: 加固", "修堤"),
        ("group: 防汛, content: 加固", "防汛：加固"),
        ("group: 防汛", "防汛"),
        ("content: 加固", "加固"),
    ],
)
def test_a_task_is_called_by_its_shortest_words(catalog: Load, fields: str, label: str) -> None:
    workspace = catalog(f"- {{number: 1, {fields}}}")

    assert workspace.catalogs[0].tasks[0].label == label


def test_task_ids_do_not_depend_on_the_order(catalog: Load) -> None:
    forwards = catalog("- {number: 1, title: 甲}\n- {number: 2, title: 乙}").catalogs[0].tasks
    backwards = catalog("- {number: 2, title: 乙}\n- {number: 1, title: 甲}").catalogs[0].tasks

    assert {t.id: t.title for t in forwards} == {t.id: t.title for t in backwards}
    assert [t.id for t in backwards] == ["demo-2024/1.2", "demo-2024/1.1"]


def test_a_row_with_a_problem_is_kept_as_far_as_it_is_readable(load: Load) -> None:
    workspace = load(
        HEAD + "      - {number: 1, title: 修堤, leed: x, lead: 区水利局, targets: 8}\n"
    )
    task = workspace.catalogs[0].tasks[0]

    assert workspace.has_errors
    assert (task.title, task.targets, [c.text for c in task.cells]) == ("修堤", (), ["区水利局"])


def test_suggestions_name_the_field_the_choice_the_unit_and_the_quotes(load: Load) -> None:
    tasks = "      - {number: 1, titel: a, title: no, named_in: txt, lead: 区公按局}\n"
    workspace = load(HEAD + tasks, REGISTRY)

    assert [(p.name, p.values.get("suggestion")) for p in workspace.problems] == [
        ("unknown-field", "title"),
        ("implicit-type", '"no"'),
        ("unknown-choice", "text"),
        ("unknown-unit", "区公安局"),
    ]
    assert [p.severity for p in workspace.problems] == [
        Severity.ERROR,
        Severity.WARNING,
        Severity.ERROR,
        Severity.WARNING,
    ]


def test_a_file_without_a_usable_head_is_no_catalog() -> None:
    root, _ = read_nodes("x.yaml", "format: 1\nnotice: {title: 要点}\nsections: []\n".encode())

    assert root is not None
    catalog, problems = build_catalog("x.yaml", root)
    assert catalog is None
    assert [p.values["key"] for p in problems] == ["id", "jurisdiction", "lead_rule"]


def test_many_unknown_fields_end_soon_and_only_the_first_get_a_suggestion(load: Load) -> None:
    keys = ", ".join(f"titel{n}: a" for n in range(3000))
    workspace = load(HEAD + f"      - {{number: 1, title: a, {keys}}}\n")

    unknown = [p for p in workspace.problems if p.name == "unknown-field"]
    assert len(unknown) == 3000
    assert unknown[0].values["suggestion"] == "title"
    assert unknown[-1].values["suggestion"] == ""


def test_old_keys_are_read_and_counted(load: Load) -> None:
    text = HEAD.replace("- number: 1", "- no: 7")
    workspace = load(text + "      - {no: 1, title: a}\n      - {no: 2, title: b}\n")

    assert [task.id for task in workspace.catalogs[0].tasks] == ["demo/7.1", "demo/7.2"]
    assert [(p.code, p.severity, p.values) for p in workspace.problems] == [
        ("S15", Severity.NOTE, {"key": "no", "suggestion": "number", "count": "3"})
    ]
    assert not workspace.has_errors


def test_a_link_that_does_not_hold_is_left_out_and_a_row_with_more_units_counts(
    load: Load,
) -> None:
    workspace = load(
        HEAD
        + """\
      - {number: 1, title: a, lead: 区水利局}
      - {number: 2, title: a, lead: 区水务局, same_as: ["1.1"]}
      - {number: 3, title: a, lead: 区公安局, same_as: ["1.1"]}
      - {number: 4, title: a, same_as: ["1.9", "1.1"]}
""",
        REGISTRY,
    )
    tasks = {task.no: task.same_as for task in workspace.catalogs[0].tasks}

    assert tasks == {
        "1": (),
        "2": ("demo/1.1",),  # another name of the same body
        "3": ("demo/1.1",),
        "4": ("demo/1.1",),
    }
    told = {p.code: p.values for p in workspace.problems}
    assert told["S16"] == {"task": "demo/1.4", "other": "1.9"}
    assert told["S17"] == {"task": "demo/1.3", "units": "区公安局"}
    assert find_repeats(workspace.catalogs[0], workspace.registry)[0] == {
        "demo/1.2",
        "demo/1.4",
    }


def test_what_a_catalog_covers_and_leaves_out_is_kept(load: Load) -> None:
    added = "lead_rule: stated, covers: [正文, 附件], left_out: [{part: 落款, why: 没有任务}]}"
    text = HEAD.replace("lead_rule: stated}", added)
    workspace = load(text + "      - {number: 1, title: a}\n")
    assert workspace.problems == ()
    notice = workspace.catalogs[0].notice

    assert notice.covers == ("正文", "附件")
    assert [(each.part, each.why) for each in notice.left_out] == [("落款", "没有任务")]


def test_an_old_code_is_read_as_what_it_is_called_today(load: Load) -> None:
    head = HEAD.replace("lead_rule: stated}", "lead_rule: none, lead_rule_by: assumption}")
    workspace = load(head + "      - {number: 1, title: a}\n")

    assert workspace.problems == ()
    assert workspace.catalogs[0].notice.lead_rule_by is RuleSource.ASSUMED
