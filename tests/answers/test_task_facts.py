"""What is told of one task when its catalog is stored."""

from __future__ import annotations

from catalog_fixtures import REGISTRY, Ask, head, interpret_texts

from matrices.answers import codes
from matrices.answers.assignments import Responsibilities
from matrices.answers.records import Overlap
from matrices.answers.scope import Scope
from matrices.answers.task_facts import named_units, overlaps_with_parts, traits_of

TASK = "demo-2024/1.1"


def _overlaps(found: Responsibilities) -> list[tuple[Overlap, list[tuple[str, str]]]]:
    return [
        (overlap, [(a.unit.name, a.role.value) for a in parts])
        for overlap, parts in overlaps_with_parts(found, found.tasks[TASK], found.by_task[TASK])
    ]


def _overlap(kind: str, *units: str, size: int = 2, is_assumed: bool = False) -> Overlap:
    return Overlap(kind, TASK, "修堤", "示例区", units, size, (TASK,), is_assumed)


def test_two_leads_are_joint_leads(ask: Ask) -> None:
    found = ask("- {number: 1, title: 修堤, lead: 区水利局、各镇街, cooperate: 区公安局}")

    assert _overlaps(found) == [
        (
            _overlap(codes.JOINT_LEAD, "区水利局", "各镇街"),
            [("区水利局", "lead"), ("各镇街", "lead")],
        )
    ]


def test_a_lead_by_default_beside_an_assumed_one_is_a_joint_lead_that_is_assumed() -> None:
    text = head(rule="none").replace(
        "sections:",
        '  defaults: [{from: "1.1", lead: 区公安局, words: 均由区公安局牵头}]\nsections:',
    )
    task = "      - {number: 1, title: 修堤, responsible: 区水利局}\n"
    scope = Scope(assume_first_listed=True)

    assert _overlaps(interpret_texts(text + task, REGISTRY, scope=scope)) == [
        (
            _overlap(codes.JOINT_LEAD, "区水利局", "区公安局", is_assumed=True),
            [("区水利局", "lead"), ("区公安局", "lead")],
        )
    ]


def test_a_unit_with_two_parts_is_told_with_them_and_whether_its_lead_is_assumed() -> None:
    task = (
        "      - {number: 1, title: 修堤, responsible: 区水利局、区公安局, cooperate: 区水利局}\n"
    )
    for rule, is_assumed in (("first-listed", False), ("none", True)):
        scope = Scope(assume_first_listed=True)
        found = interpret_texts(head(rule=rule) + task, REGISTRY, scope=scope)

        assert _overlaps(found) == [
            (
                _overlap(codes.LEAD_AND_COOPERATE, "区水利局", is_assumed=is_assumed),
                [("区水利局", "cooperate"), ("区水利局", "lead")],
            )
        ]


def test_a_unit_named_twice_in_a_cell_is_told_with_how_often(ask: Ask) -> None:
    found = ask("- {number: 1, title: 修堤, cooperate: 区水利局、区公安局、区水务局、区水利局}")

    assert _overlaps(found) == [
        (_overlap(codes.REPEATED_IN_CELL, "区水利局", size=3), [("区水利局", "cooperate")])
    ]


def test_a_unit_beside_its_collective_is_told_for_every_collective_that_holds_it() -> None:
    cells = "lead: 区公安局, cooperate: '各镇街、区安委会成员单位、各平台（区公安局、乙园区）'"
    on_record = (
        _overlap(codes.NAMED_AND_IN_COLLECTIVE, "区公安局", "区安委会成员单位"),
        [("区安委会成员单位", "cooperate"), ("区公安局", "lead")],
    )
    in_a_bracket = (
        _overlap(codes.NAMED_AND_IN_COLLECTIVE, "区公安局", "各平台"),
        [("各平台", "cooperate"), ("区公安局", "lead")],
    )
    text = head() + f"      - {{number: 1, title: 修堤, {cells}}}\n"
    strict = interpret_texts(text, REGISTRY, scope=Scope(strict=True))

    assert _overlaps(interpret_texts(text, REGISTRY)) == [on_record, in_a_bracket]
    assert _overlaps(strict) == [in_a_bracket]


def test_units_are_named_once_in_their_strongest_part() -> None:
    cells = "responsible: 区水利局、区公安局等, cooperate: '区公安局、区水利局、各镇街'"
    found = interpret_texts(
        head(rule="none") + f"      - {{number: 1, title: 修堤, {cells}}}\n",
        REGISTRY,
        scope=Scope(assume_first_listed=True),
    )

    assert [tuple(unit) for unit in named_units(found.by_task[TASK])] == [
        ("区水利局", "lead", True, True),
        ("区公安局", "cooperate", False, False),
        ("各镇街", "cooperate", False, False),
    ]


def test_the_traits_of_a_task_by_who_is_named_and_who_leads(ask: Ask) -> None:
    found = ask("""\
        - {number: 1, title: a}
        - {number: 2, title: b, cooperate: 区水利局}
        - {number: 3, title: c, lead: 有关部门, cooperate: 区水利局}
        - {number: 4, title: d, lead: 各镇街, cooperate: 区水利局}
        - {number: 5, title: e, lead: 区水利局}
        """)

    assert [traits_of(assignments) for assignments in found.by_task.values()] == [
        ("no-units",),
        ("units",),
        ("units",),
        ("units", "any-lead"),
        ("units", "lead", "any-lead"),
    ]
