"""Workload: how much every unit carries, and what the figures are out of."""

from __future__ import annotations

import pytest
from asking import workload
from catalog_fixtures import REGISTRY, Ask, head, interpret_texts

from matrices.answers import codes
from matrices.answers.assignments import Responsibilities
from matrices.answers.records import Load
from matrices.answers.scope import Scope
from matrices.catalogs.model import Role


def _loads(
    found: Responsibilities, count: str = codes.LITERAL, roll_up: bool = False
) -> dict[str, Load]:
    return {load.unit: load for load in workload(found, count, roll_up=roll_up).rows}


def test_a_unit_counts_once_per_task_in_its_strongest_part(ask: Ask) -> None:
    found = ask("""\
        - {number: 1, title: a, lead: 区水利局, cooperate: '区水利局、区公安局', guide: 区公安局}
        - {number: 2, title: b, responsible: 区水利局, guide: 青山镇}
        - {number: 3, title: c, lead: 区公安局}
        - {number: 4, title: d, responsible: '区水利局、区公安局', lead_rule: first-listed}
        - {number: 5, title: e, cooperate: 有关部门}
        """)
    work = workload(found)
    water, police, town = (_loads(found)[n] for n in ("区水利局", "区公安局", "青山镇"))

    assert (water.lead_stated, water.lead_assumed, water.responsible, water.total) == (2, 0, 1, 3)
    assert (police.lead_stated, police.cooperate, police.guide, police.total) == (1, 2, 0, 3)
    assert (town.guide, town.total, town.lead_share) == (1, 1, 0)
    assert (work.total.tasks, work.led_tasks) == (5, 3)
    assert water.lead_share == pytest.approx(2 / 3)
    assert [load.unit for load in work.rows[:2]] == ["区水利局", "区公安局"]


COLLECTIVE_TASKS = """\
- {number: 1, title: a, lead: 区水利局, cooperate: 区安委会成员单位}
- {number: 2, title: b, lead: 各镇街, cooperate: 区安委会成员单位}
"""


def test_literal_counting_keeps_collectives_as_units(ask: Ask) -> None:
    loads = _loads(ask(COLLECTIVE_TASKS))

    assert {name: load.total for name, load in loads.items()} == {
        "区水利局": 1,
        "各镇街": 1,
        "区安委会成员单位": 2,
    }


def test_expanded_counting_gives_every_member_on_record_the_task(ask: Ask) -> None:
    found = ask(COLLECTIVE_TASKS)
    work = workload(found, codes.EXPANDED)
    loads = _loads(found, codes.EXPANDED)

    assert {name: (load.collective, load.total) for name, load in loads.items()} == {
        "区水利局": (1, 2),
        "区应急管理局": (2, 2),
        "区公安局": (2, 2),
        "区安委办": (2, 2),
        "各镇街": (0, 1),
    }
    assert (work.unknown_members, work.not_expanded) == (1, 1)


def test_weighted_counting_shares_a_task_among_the_members(ask: Ask) -> None:
    loads = _loads(ask(COLLECTIVE_TASKS), codes.WEIGHTED)

    assert {name: (load.collective, load.total) for name, load in loads.items()} == {
        "区水利局": (0.25, 1.25),
        "区应急管理局": (0.5, 0.5),
        "区公安局": (0.5, 0.5),
        "区安委办": (0.5, 0.5),
        "各镇街": (0, 1),
    }


@pytest.mark.parametrize("count", [codes.EXPANDED, codes.WEIGHTED])
def test_units_that_extend_a_list_count_whole_beside_it(count: str) -> None:
    default = (
        '  defaults: [{from: "1.1", extends: lists, cooperate: 区公安局, words: 均包括区公安局}]\n'
    )
    text = head().replace("sections:\n", default + "sections:\n")
    found = interpret_texts(text + "      - {number: 1, title: a, lead: 区水利局}\n", REGISTRY)

    assert {n: (x.cooperate, x.total) for n, x in _loads(found, count).items()} == {
        "区水利局": (0, 1),
        "区公安局": (1, 1),
    }


def test_a_hosted_office_counts_for_its_host_when_rolled_up(ask: Ask) -> None:
    found = ask("""\
        - {number: 1, title: a, lead: 区安委办, cooperate: 区应急管理局}
        - {number: 2, title: b, lead: 区水利局, cooperate: 区安委会成员单位}
        """)

    assert [(h.unit.name, h.body) for h in workload(found, roll_up=True).hosted] == [
        ("区安委办", "区应急管理局"),
        ("巡警队", "区公安局"),
    ]
    assert workload(found).hosted == ()
    assert {n: (x.led, x.total) for n, x in _loads(found, roll_up=True).items()} == {
        "区应急管理局": (1, 1),
        "区水利局": (1, 1),
        "区安委会成员单位": (0, 1),
    }
    assert _loads(found, codes.EXPANDED, roll_up=True)["区应急管理局"].total == 2
    assert "区安委办" in _loads(found)


def test_workload_by_notice_and_by_section_has_its_own_denominators() -> None:
    text = (
        head()
        + "      - {number: 1, title: a, lead: 区水利局}\n"
        + "      - {number: 2, title: b, lead: 区公安局}\n"
        + "  - {number: 2, title: 乙, tasks: [{number: 1, title: c, lead: 区水利局}]}\n"
    )
    found = interpret_texts(text, REGISTRY)

    def shares(group_by: str) -> list[tuple[str, str, float]]:
        loads = workload(found, group_by=group_by).rows
        return [(x.group, x.unit, round(x.lead_share, 2)) for x in loads]

    assert shares("") == [("", "区水利局", 0.67), ("", "区公安局", 0.33)]
    assert shares(codes.NOTICE) == [
        ("demo-2024", "区水利局", 0.67),
        ("demo-2024", "区公安局", 0.33),
    ]
    assert sorted(shares(codes.SECTION)) == [
        ("demo-2024/1", "区公安局", 0.5),
        ("demo-2024/1", "区水利局", 0.5),
        ("demo-2024/2", "区水利局", 1.0),
    ]


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.LEAD, {"区水利局"}),
        (Role.COOPERATE, {"区公安局"}),
        (Role.GUIDE, {"区应急管理局"}),
        (Role.RESPONSIBLE, {"青山镇"}),
    ],
)
def test_workload_can_be_asked_by_role(ask: Ask, role: Role, names: set[str]) -> None:
    found = ask(
        "- {number: 1, title: a, lead: 区水利局, cooperate: 区公安局, guide: 区应急管理局,"
        " responsible: 青山镇}",
        scope=Scope(roles=(role,)),
    )

    assert set(_loads(found)) == names


def test_a_lead_that_names_nobody_makes_no_led_task(ask: Ask) -> None:
    found = ask("- {number: 1, title: a, lead: 有关部门}\n- {number: 2, title: b, lead: 各镇街}")

    assert workload(found).led_tasks == 1
    assert {x.unit: (x.led, x.lead_share) for x in workload(found).rows} == {
        "有关部门": (1, 0),
        "各镇街": (1, 1),
    }


def test_groups_come_in_the_order_of_the_notices_and_their_sections() -> None:
    sections = "".join(
        f"  - {{number: {number}, title: 乙, tasks: [{{number: 1, title: a, lead: 区水利局}}]}}\n"
        for number in (2, 10)
    )
    texts = [
        head(notice) + "      - {number: 1, title: a, lead: 区水利局}\n" + sections
        for notice in ("b-2024", "a-2024")
    ]
    found = interpret_texts(*texts, REGISTRY)

    assert [load.group for load in workload(found, group_by=codes.SECTION).rows] == [
        f"{notice}/{number}" for notice in ("b-2024", "a-2024") for number in (1, 2, 10)
    ]
    assert [load.group for load in workload(found, group_by=codes.NOTICE).rows] == [
        "b-2024", "a-2024",
    ]  # fmt: skip


def test_a_share_is_told_to_six_digits_and_a_district_without_leads_has_no_share() -> None:
    cell = "各平台（甲园区、乙园区、丙园区）"
    found = interpret_texts(
        head() + f"      - {{number: 1, title: a, cooperate: {cell}}}\n", REGISTRY
    )
    (load, *others) = workload(found, codes.WEIGHTED).rows

    assert (load.total, load.led_tasks, len(others)) == (0.333333, 0, 2)
