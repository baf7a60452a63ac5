"""Interpretation: who plays which part, by which rule, within which scope."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from asking import find_units
from catalog_fixtures import HEAD, REGISTRY, Ask, Load, head, interpret_texts, key

from matrices.answers import codes
from matrices.answers.assignments import Basis, Responsibilities, interpret, known_jurisdictions
from matrices.answers.scope import Jurisdiction, Scope
from matrices.catalogs.model import Role
from matrices.catalogs.unit_key import UnitKey
from matrices.catalogs.workspace import Workspace
from matrices.notation import MentionKind

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "lead_rules.yaml").read_text(encoding="utf-8")
)


def _parts(found: Responsibilities, task_id: str = "demo-2024/1.1") -> list[tuple[str, str, str]]:
    assignments = found.by_task[task_id]
    assert all(a.task.id == task_id for a in (*assignments, *found.reached(task_id)))
    return [(a.unit.name, a.role.value, a.basis.value) for a in assignments]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_lead_rule_gives_these_assignments(case: dict[str, Any]) -> None:
    task = {"number": 1, "title": "修堤", **case["cells"]}
    if "task_rule" in case:
        task["lead_rule"] = case["task_rule"]
    text = head(rule=case["lead_rule"], assumed=case.get("rule_by") == "assumed")
    scope = Scope(strict=case.get("strict", False), assume_first_listed=case.get("assume", False))

    found = interpret_texts(
        text + f"      - {json.dumps(task, ensure_ascii=False)}\n", REGISTRY, scope=scope
    )

    assert _parts(found) == [tuple(expected) for expected in case["expect"]]


def test_an_assignment_knows_all_about_itself(ask: Ask) -> None:
    found = ask("""\
        - number: 1
          title: 修堤
          cooperate: 示例区公安局(巡警队)、区应急局等单位，各镇街
        """)
    police, emergency, towns = found.by_task["demo-2024/1.1"]

    assert police.unit == UnitKey("示例区", "区公安局")
    assert (police.kind, police.column, police.position, police.tier) == (
        MentionKind.AGENCY,
        Role.COOPERATE,
        1,
        1,
    )
    assert police.raw == "示例区公安局(巡警队)"
    assert police.sub_units == ("巡警队",)
    assert police.open_ended
    assert (emergency.raw, emergency.open_words) == ("区应急局", "等单位")
    assert (towns.tier, towns.position, towns.open_ended) == (2, 3, False)
    assert (towns.place.line, towns.place.column) == (16, 20)
    assert (police.times, police.via, police.names_somebody) == (1, "", True)
    assert not towns.names_somebody


def test_a_unit_named_twice_in_a_cell_is_one_edge_that_says_so(ask: Ask) -> None:
    found = ask("- {number: 1, title: 修堤, lead: 区水利局、区公安局、区水务局}")

    assert [(a.unit.name, a.times) for a in found.by_task["demo-2024/1.1"]] == [
        ("区水利局", 2),
        ("区公安局", 1),
    ]


def test_the_kind_on_record_wins_over_the_wording(load: Load) -> None:
    registry = REGISTRY.replace(
        "name: 区公安局, kind: department", "name: 区公安局, kind: indefinite"
    )
    head = HEAD.format(notice="demo-2024", period="2024", lead_rule="stated")
    workspace = load(head + "      - {number: 1, title: 修堤, lead: 区公安局}\n", registry)
    found = interpret(workspace.catalogs, workspace.registry)

    assert [a.kind for a in found.by_task["demo-2024/1.1"]] == [MentionKind.INDEFINITE]


def test_stated_inferred_and_assumed_are_told_apart() -> None:
    assert {basis for basis in Basis if basis.is_inferred} == {Basis.COLLECTIVE}
    assert {basis for basis in Basis if basis.is_assumed} == {Basis.ASSUMED}
    assert tuple(basis.value for basis in Basis) == codes.BASES


# brackets


def _reached(found: Responsibilities) -> list[tuple[str, str, str]]:
    return [(a.unit.name, a.basis.value, a.via) for a in found.reached("demo-2024/1.1")]


def test_parts_of_a_body_and_members_of_a_collective_are_reached_strict_or_not() -> None:
    task = (
        "      - {number: 1, title: 修堤, lead: 区公安局（巡警队、特警队）,"
        " cooperate: '各平台（甲园区、区水务局）、区安委会成员单位'}\n"
    )
    named = [
        ("巡警队", "part", "区公安局"),
        ("特警队", "part", "区公安局"),
        ("甲园区", "named-member", "各平台"),
        ("区水利局", "named-member", "各平台"),
    ]
    members = [(n, "collective", "区安委会成员单位") for n in ("区应急管理局", "区安委办")]

    assert _reached(interpret_texts(head() + task, REGISTRY)) == named + members
    assert _reached(interpret_texts(head() + task, REGISTRY, scope=Scope(strict=True))) == named


def test_who_is_reached_takes_nothing_from_the_name_it_is_reached_by() -> None:
    twice = "区公安局（巡警队）、区公安局（巡警队）、各平台（甲园区、乙园区）"
    found = interpret_texts(
        head() + f"      - {{number: 1, title: 修堤, lead: {twice}}}\n", REGISTRY
    )
    police, platforms = found.by_task["demo-2024/1.1"]

    assert (police.times, police.sub_units) == (2, ("巡警队",))
    assert platforms.members == ("甲园区", "乙园区")
    assert [
        (a.unit.name, a.role, a.times, a.sub_units, a.members)
        for a in found.reached("demo-2024/1.1")
    ] == [(name, Role.LEAD, 1, (), ()) for name in ("巡警队", "甲园区", "乙园区")]


def test_who_stands_in_a_bracket_behind_an_assumed_lead_is_not_assumed_to_lead() -> None:
    task = "      - {number: 1, title: 修堤, responsible: '区公安局（巡警队）、区水利局'}\n"
    assumed = interpret_texts(
        head(rule="none") + task, REGISTRY, scope=Scope(assume_first_listed=True)
    )
    stated = interpret_texts(head(rule="first-listed") + task, REGISTRY)

    assert _parts(assumed)[0] == ("区公安局", "lead", "assumed")
    assert [(a.unit.name, a.role) for a in assumed.reached("demo-2024/1.1")] == [
        ("巡警队", Role.RESPONSIBLE)
    ]
    assert [(a.unit.name, a.role) for a in stated.reached("demo-2024/1.1")] == [
        ("巡警队", Role.LEAD)
    ]


def test_another_name_in_a_bracket_is_no_other_unit(ask: Ask) -> None:
    found = ask("- {number: 1, title: 修堤, lead: 区公安局（区禁毒局）}")

    assert [a.unit.name for a in found.by_task["demo-2024/1.1"]] == ["区公安局"]
    assert _reached(found) == []
    assert find_units(found, "区禁毒局") == find_units(found, "区公安局")


def test_a_body_on_record_in_a_bracket_is_itself_and_no_other_name(ask: Ask) -> None:
    found = ask("- {number: 1, title: 修堤, lead: 区公安局（区水务局）}")

    assert _reached(found) == [("区水利局", "part", "区公安局")]
    assert find_units(found, "区水利局") == [key("区水利局")]
    assert find_units(found, "区公安局") == [key("区公安局")]
    assert find_units(found, "区水务局") == [key("区水利局")]


def test_a_bracket_that_repeats_the_body_by_an_alias_holds_no_part(ask: Ask) -> None:
    found = ask("- {number: 1, title: 修堤, lead: 区水利局（区水务局）}")

    assert [(a.unit.name, a.sub_units) for a in found.by_task["demo-2024/1.1"]] == [
        ("区水利局", ())
    ]


def test_a_body_on_record_is_a_collective_where_a_bracket_tells_its_members() -> None:
    registry = REGISTRY + "      - {name: 防汛工作组, kind: office, source: invented}\n"
    cell = "防汛工作组（区水利局、区公安局）、防汛工作组"
    task = f"      - {{number: 1, title: 修堤, lead: 防汛工作组, cooperate: {cell}}}\n"
    found = interpret_texts(head() + task, registry)

    assert [(a.role.value, a.kind.value) for a in found.by_task["demo-2024/1.1"]] == [
        ("lead", "agency"),
        ("cooperate", "collective"),
    ]


# defaults

WITH_DEFAULTS = """\
format: 1
notice:
  id: demo-2024
  title: 要点
  jurisdiction: 示例区
  period: "2024"
  lead_rule: first-listed
  lead_rule_by: notice
  defaults:
    - {from: "1.2", responsible: "各镇街、区水利局", words: 以下均由各镇街落实}
    - {from: "2.1", guide: 区公安局, words: 以下由区公安局指导}
sections:
  - number: 1
    title: 甲
    tasks:
      - {number: 1, title: a, responsible: 青山镇}
      - {number: 2, title: b, responsible: 区水务局}
  - number: 2
    title: 乙
    tasks:
      - {number: 1, title: c}
"""


def test_a_default_holds_for_its_task_and_all_that_follow(load: Load) -> None:
    workspace = load(WITH_DEFAULTS, REGISTRY)
    found = interpret(workspace.catalogs, workspace.registry)

    assert workspace.problems == ()
    assert _parts(found, "demo-2024/1.1") == [("青山镇", "lead", "sole")]
    assert _parts(found, "demo-2024/1.2") == [
        ("区水利局", "lead", "sole"),
        ("各镇街", "responsible", "default"),
    ]
    assert _parts(found, "demo-2024/2.1") == [
        ("各镇街", "responsible", "default"),
        ("区水利局", "responsible", "default"),
        ("区公安局", "guide", "default"),
    ]
    assert [a.place.line for a in found.by_task["demo-2024/2.1"]] == [10, 10, 11]


def test_a_default_holds_in_a_section_even_where_it_starts_outside_the_scope(load: Load) -> None:
    workspace = load(WITH_DEFAULTS, REGISTRY)
    found = interpret(workspace.catalogs, workspace.registry, Scope(sections=("2",)))

    assert list(found.tasks) == ["demo-2024/2.1"]
    assert [a.unit.name for a in found.by_task["demo-2024/2.1"]] == [
        "各镇街",
        "区水利局",
        "区公安局",
    ]


def test_a_default_may_only_extend_the_lists_that_follow(load: Load) -> None:
    text = WITH_DEFAULTS.replace('from: "1.2"', 'from: "1.2", extends: lists')
    workspace = load(text, REGISTRY)
    found = interpret(workspace.catalogs, workspace.registry)

    assert workspace.problems == ()
    assert _parts(found, "demo-2024/1.2") == [("区水利局", "lead", "sole")]
    assert [
        (a.unit.name, a.role.value, a.basis.value, a.via) for a in found.reached("demo-2024/1.2")
    ] == [("各镇街", "responsible", "default", "")]
    assert found.reached("demo-2024/1.1") == ()
    assert [a.unit.name for a in found.reached("demo-2024/2.1")] == ["各镇街", "区水利局"]


def test_a_list_that_names_nobody_is_not_extended(load: Load) -> None:
    text = WITH_DEFAULTS.replace('from: "1.2"', 'from: "1.2", extends: lists')
    workspace = load(text.replace("guide: 区公安局", 'guide: ""'), REGISTRY)
    found = interpret(workspace.catalogs, workspace.registry)

    assert found.by_task["demo-2024/2.1"] == ()
    assert found.reached("demo-2024/2.1") == ()


def test_a_notice_may_tell_its_own_names_that_hold_a_separator(load: Load) -> None:
    text = HEAD.replace(
        "lead_rule_by: notice", "lead_rule_by: notice\n  names: [区科委、园区管委会]"
    )
    head = text.format(notice="demo-2024", period="2024", lead_rule="stated")
    task = "      - {number: 1, title: a, lead: '区水利局、区科委、园区管委会'}\n"
    workspace = load(head + task, REGISTRY)
    found = interpret(workspace.catalogs, workspace.registry)

    assert [a.unit.name for a in found.by_task["demo-2024/1.1"]] == [
        "区水利局",
        "区科委、园区管委会",
    ]
    assert [p.values["unit"] for p in workspace.problems] == ["区科委、园区管委会"]


def test_the_names_that_a_notice_tells_are_read_in_its_defaults(load: Load) -> None:
    name = "区科委、园区管委会"
    text = WITH_DEFAULTS.replace("各镇街、区水利局", name)
    workspace = load(text.replace("  defaults:", f"  names: [{name}]\n  defaults:"), REGISTRY)
    found = interpret(workspace.catalogs, workspace.registry)

    assert _parts(found, "demo-2024/2.1")[0] == (name, "responsible", "default")


# scope


@pytest.fixture
def two(load: Load) -> Workspace:
    """Two notices, 2024 and 2021-2025, the second of 邻区, with two sections."""
    tasks = "      - {number: 1, title: 修堤, lead: 区水利局}\n"
    section = (
        "  - {number: 2, title: 防汛 抗旱, tasks: [{number: 1, title: 储水, lead: 区公安局}]}\n"
    )
    first = HEAD.format(notice="demo-2024", period="2024", lead_rule="stated")
    second = HEAD.format(notice="other", period="2021-2025", lead_rule="stated")
    return load(first + tasks, (second + tasks + section).replace("示例区", "邻区"), REGISTRY)


@pytest.mark.parametrize(
    ("scope", "ids"),
    [
        (Scope(), ["demo-2024/1.1", "other/1.1", "other/2.1"]),
        (Scope(jurisdictions=("邻区",)), ["other/1.1", "other/2.1"]),
        (Scope(jurisdictions=("邻区", "示例区")), ["demo-2024/1.1", "other/1.1", "other/2.1"]),
        (Scope(notices=("demo-2024",)), ["demo-2024/1.1"]),
        (Scope(periods=("2024",)), ["demo-2024/1.1", "other/1.1", "other/2.1"]),
        (Scope(periods=("2023",)), ["other/1.1", "other/2.1"]),
        (Scope(periods=("2020",)), []),
        (Scope(periods=("2021-2025",)), ["other/1.1", "other/2.1"]),
        (Scope(periods=("21-25",)), []),
        (Scope(sections=("1",)), ["demo-2024/1.1", "other/1.1"]),
        (Scope(sections=("other/1",)), ["other/1.1"]),
        (Scope(sections=("抗旱",)), ["other/2.1"]),
        (Scope(sections=("2", "重点")), ["demo-2024/1.1", "other/1.1", "other/2.1"]),
        (Scope(sections=("9",)), []),
        (Scope(jurisdictions=("邻区",), notices=("demo-2024",)), []),
        (Scope(jurisdictions=("邻区",), sections=("1",)), ["other/1.1"]),
    ],
)
def test_a_scope_admits_these_tasks(two: Workspace, scope: Scope, ids: list[str]) -> None:
    assert list(interpret(two.catalogs, two.registry, scope).tasks) == ids


def test_a_jurisdiction_on_no_record_is_known_by_the_name_in_its_notice(two: Workspace) -> None:
    assert known_jurisdictions(two.catalogs, two.registry)[-2:] == [
        Jurisdiction("示例区", "示例区", "样板市示例区"),
        Jurisdiction("邻区", "邻区", "邻区"),
    ]


def test_the_same_name_in_two_jurisdictions_is_two_units(two: Workspace) -> None:
    found = interpret(two.catalogs, two.registry)

    assert [len(found.by_unit[UnitKey(j, "区水利局")]) for j in ("示例区", "邻区")] == [1, 1]


# members, hosts


def test_members_are_reached_once_with_the_collective_they_belong_to(ask: Ask) -> None:
    found = ask("- {number: 1, title: 修堤, lead: 区水利局, cooperate: '区安委会成员单位、各镇街'}")

    assert [
        (a.unit.name, a.role.value, a.basis.value, a.via, a.kind.value)
        for a in found.reached("demo-2024/1.1")
    ] == [
        ("区应急管理局", "cooperate", "collective", "区安委会成员单位", "agency"),
        ("区公安局", "cooperate", "collective", "区安委会成员单位", "agency"),
        ("区安委办", "cooperate", "collective", "区安委会成员单位", "agency"),
    ]


def test_members_are_found_through_collectives_of_collectives(load: Load) -> None:
    registry = REGISTRY + (
        "      - {name: 各成员, kind: collective, source: x,"
        " members: [区安委会成员单位, 各镇街, 青山镇, 各成员]}\n"
    )
    head = HEAD.format(notice="demo-2024", period="2024", lead_rule="stated")
    task = "      - {number: 1, title: 修堤, lead: '各成员、区安委会成员单位'}\n"
    workspace = load(head + task, registry)
    found = interpret(workspace.catalogs, workspace.registry)

    members = found.registry.members(UnitKey("示例区", "各成员"))
    assert members is not None
    assert [m.name for m in members] == [
        "青山镇",
        "区水利局",
        "区应急管理局",
        "区公安局",
        "区安委办",
    ]
    assert [(a.unit.name, a.via) for a in found.reached("demo-2024/1.1")] == [
        (name, "各成员") for name in ("青山镇", "区水利局", "区应急管理局", "区公安局", "区安委办")
    ]


def test_members_not_on_record_are_unknown_not_none(ask: Ask) -> None:
    found = ask("- {number: 1, title: 修堤, lead: 各镇街}")

    assert found.registry.members(UnitKey("示例区", "各镇街")) is None
    assert found.registry.members(UnitKey("示例区", "不在册")) is None
    assert found.reached("demo-2024/1.1") == ()


def test_an_office_has_its_host_and_rings_of_hosts_end(load: Load) -> None:
    ring = "".join(
        f"      - {{name: {name}, kind: office, hosted_by: {host}, source: x}}\n"
        for name, host in (("甲办", "乙办"), ("乙办", "甲办"), ("丙办", "区应急局"))
    )
    workspace = load(REGISTRY + ring)
    found = interpret((), workspace.registry)

    def host(name: str) -> str:
        return found.registry.host(UnitKey("示例区", name)).name

    assert host("区安委办") == "区应急管理局"
    assert host("丙办") == "区应急管理局"
    assert host("区水利局") == "区水利局"
    assert host("不在册") == "不在册"
    assert host("甲办") in ("甲办", "乙办")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("区水利局", MentionKind.AGENCY),
        ("青山镇", MentionKind.TOWNSHIP),
        ("各镇街", MentionKind.COLLECTIVE),
        ("有关部门", MentionKind.INDEFINITE),
        ("各林场", MentionKind.COLLECTIVE),
        ("碧水镇", MentionKind.TOWNSHIP),
        ("", MentionKind.INDEFINITE),
        ("、", MentionKind.INDEFINITE),
    ],
)
def test_the_kind_of_a_unit_on_record_or_not(load: Load, name: str, kind: MentionKind) -> None:
    found = interpret((), load(REGISTRY).registry)

    assert found.registry.kind(UnitKey("示例区", name)) is kind
