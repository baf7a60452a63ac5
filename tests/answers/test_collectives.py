"""Collectives: whose members are on record, whom they may hold, when they give way to them."""

from __future__ import annotations

import pytest
from asking import search_tasks
from catalog_fixtures import REGISTRY, Ask, head, interpret_texts, key

from matrices.answers import codes
from matrices.answers.assignments import Assignment
from matrices.answers.collectives import gives_way, is_unknown, may_hold, unknown_in
from matrices.catalogs.registry import Registry

RECORDS = REGISTRY + (
    "      - {name: 各方面, kind: collective, source: x, covers: [区安委会成员单位, 各镇街]}\n"
)
CELL = "区水利局、各镇街、区安委会成员单位、各方面、各平台（甲园区、乙园区）、有关部门"


@pytest.fixture
def named() -> tuple[Registry, dict[str, Assignment]]:
    """The registry, and the assignments of a task that names units of every kind."""
    task = f"      - {{number: 1, title: 修堤, cooperate: {CELL}}}\n"
    found = interpret_texts(head() + task, RECORDS)
    return found.registry, {a.unit.name: a for a in found.by_task["demo-2024/1.1"]}


def test_a_collective_is_unknown_where_no_bracket_and_no_record_tells_its_members(
    named: tuple[Registry, dict[str, Assignment]],
) -> None:
    registry, parts = named

    assert [name for name, a in parts.items() if is_unknown(a, registry)] == ["各镇街"]
    assert [(a.unit.name, unit.name) for a, unit in unknown_in(parts.values(), registry)] == [
        ("各镇街", "各镇街"),
        ("各方面", "各镇街"),
    ]


@pytest.mark.parametrize(
    ("strict", "names"),
    [(False, ["区安委会成员单位", "各方面", "各平台"]), (True, ["各平台"])],
)
def test_a_collective_gives_way_to_members_that_are_known(
    strict: bool, names: list[str], named: tuple[Registry, dict[str, Assignment]]
) -> None:
    registry, parts = named

    assert [name for name, a in parts.items() if gives_way(a, registry, strict=strict)] == names


@pytest.mark.parametrize(
    ("collective", "holding"),
    [
        ("各镇街", ["青山镇"]),
        ("各部门", ["区水利局"]),
        ("区安委会成员单位", []),
        ("区水利局", []),
    ],
)
def test_a_bureau_is_no_township_and_a_township_no_bureau(
    collective: str, holding: list[str]
) -> None:
    task = "      - {number: 1, title: 修堤, lead: '各镇街、各部门、区安委会成员单位、区水利局'}\n"
    found = interpret_texts(head() + task, RECORDS)
    part = next(a for a in found.by_task["demo-2024/1.1"] if a.unit.name == collective)
    units = ("青山镇", "区水利局", "有关部门", "各镇街")

    assert [n for n in units if may_hold(part, {key(n)}, found.registry)] == holding
    assert may_hold(part, map(key, units), found.registry) == bool(holding)
    assert not may_hold(part, [key(name, "邻区") for name in units], found.registry)


@pytest.mark.parametrize(
    ("trait", "numbers"),
    [
        (codes.WITH_COLLECTIVE, ["2", "3", "4"]),
        (codes.WITH_UNKNOWN_MEMBERS, ["3"]),
    ],
)
def test_tasks_are_found_by_their_collectives(ask: Ask, trait: str, numbers: list[str]) -> None:
    found = ask("""\
        - {number: 1, title: a, lead: '区水利局、有关部门'}
        - {number: 2, title: b, lead: 区水利局, cooperate: 区安委会成员单位}
        - {number: 3, title: c, lead: 区水利局, cooperate: '区安委会成员单位、各镇街'}
        - {number: 4, title: d, lead: 各部门（区水利局、区公安局）}
        """)

    assert [row.no for row in search_tasks(found, (), (trait,)).rows] == numbers
