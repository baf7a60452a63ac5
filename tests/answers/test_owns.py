"""What a unit owns: its part in each task, how that is known, and with whom."""

from __future__ import annotations

import pytest
from asking import find_units, owned_tasks
from catalog_fixtures import REGISTRY, Ask, head, interpret_texts, key

from matrices.answers.assignments import Responsibilities
from matrices.answers.records import Total
from matrices.answers.scope import Scope
from matrices.catalogs.model import Role

OWNED = """\
- {number: 1, title: a, lead: 区公安局, cooperate: 区水利局}
- {number: 2, title: b, lead: '区水利局、青山镇', cooperate: 各镇街}
- {number: 3, title: c, lead: 区公安局, cooperate: 区安委会成员单位}
- {number: 4, title: d, lead: 区公安局, cooperate: '各部门，各镇街'}
- {number: 5, title: e, lead: 区公安局, cooperate: 各镇街}
- {number: 6, title: f, guide: 区水利局}
- {number: 7, title: g, responsible: 区水利局}
"""


def _owned(found: Responsibilities, name: str) -> list[tuple[str, str, str, list[str]]]:
    return [
        (
            o.task.rpartition(".")[2],
            o.role,
            o.via,
            [other.name for other in o.with_units],
        )
        for o in owned_tasks(found, [key(name)]).rows
    ]


def test_what_a_unit_owns_lead_first_and_collectives_last(ask: Ask) -> None:
    assert _owned(ask(OWNED), "区水利局") == [
        ("2", "lead", "", ["青山镇", "各镇街"]),
        ("7", "responsible", "", []),
        ("1", "cooperate", "", ["区公安局"]),
        ("6", "guide", "", []),
        ("3", "cooperate", "区安委会成员单位", ["区公安局", "区安委会成员单位"]),
    ]


@pytest.mark.parametrize(
    ("name", "perhaps"),
    [
        ("区水利局", 1),  # 各部门 in 1.4; 各镇街 is of townships
        ("青山镇", 2),  # 各镇街 in 1.4 and 1.5; in 1.2 it is named itself
        ("区公安局", 0),  # named wherever 各部门 stands
        ("各镇街", 0),
        ("有关部门", 0),
    ],
)
def test_tasks_that_may_reach_a_unit_through_unknown_members(
    ask: Ask, name: str, perhaps: int
) -> None:
    ownership = owned_tasks(ask(OWNED), [key(name)])

    assert ownership.perhaps == perhaps
    assert ownership.total == Total(tasks=7, repeats=0)
    listed = owned_tasks(ask(OWNED), [key(name)], perhaps=True)
    assert len(listed.rows) == listed.perhaps == perhaps


def test_a_task_that_may_reach_a_unit_is_told_with_the_collective(ask: Ask) -> None:
    (row,) = owned_tasks(ask(OWNED), [key("区水利局")], perhaps=True).rows

    assert (row.task, row.unit, row.role, row.basis, row.via) == (
        "demo-2024/1.4", "区水利局", "cooperate", "perhaps", "各部门",
    )  # fmt: skip
    assert [other.name for other in row.with_units] == ["区公安局", "各镇街"]


def test_a_unit_of_many_jurisdictions_is_asked_for_in_those_that_are_meant() -> None:
    places = [f"第{number}区" for number in range(25)]
    texts = [
        head(f"demo-{number}").replace("示例区", place)
        + "      - {number: 1, title: 修堤, lead: 区水利局}\n"
        + "      - {number: 2, title: 储水, lead: 区公安局}\n"
        for number, place in enumerate(places)
    ]
    units = [key(name, place) for name in ("区水利局", "区公安局") for place in places[:22]]
    found = owned_tasks(interpret_texts(*texts), units)

    assert [(row.task, row.jurisdiction, row.unit) for row in found.rows] == [
        (f"demo-{number}/1.{task}", place, unit)
        for number, place in enumerate(places[:22])
        for task, unit in ((1, "区水利局"), (2, "区公安局"))
    ]


def test_owning_can_be_asked_by_role(ask: Ask) -> None:
    found = ask(OWNED, scope=Scope(roles=(Role.LEAD, Role.GUIDE)))

    assert [row[0] for row in _owned(found, "区水利局")] == ["2", "6"]


def test_the_same_unit_in_two_jurisdictions_is_listed_notice_by_notice() -> None:
    tasks = (
        "      - {number: 1, title: a, cooperate: 区水利局}\n"
        "      - {number: 2, title: b, lead: 区水利局}\n"
    )
    other = head("other").replace("示例区", "邻区")
    found = interpret_texts(head() + tasks, other + tasks, REGISTRY)

    ownership = owned_tasks(found, find_units(found, "区水利局"))
    assert [o.task for o in ownership.rows] == [
        "demo-2024/1.2",
        "demo-2024/1.1",
        "other/1.2",
        "other/1.1",
    ]
