"""The questions: owns, workload, orphans, overlaps, and finding units and tasks."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from catalog_fixtures import HEAD, REGISTRY, Ask, Load
from conftest import stopped_by
from hypothesis import given
from hypothesis import strategies as st

from matrices.answers.assignments import Responsibilities, interpret
from matrices.answers.notices import summarise_notices
from matrices.answers.orphans import orphan_tasks
from matrices.answers.overlaps import overlapping_duties
from matrices.answers.owns import owned_tasks
from matrices.answers.scope import Scope
from matrices.answers.tasks import find_task, search_tasks
from matrices.answers.units import find_units, list_units
from matrices.answers.workload import CountMode, GroupBy, workload
from matrices.answers.workload import Load as UnitLoad
from matrices.catalogs.model import Catalog, Role
from matrices.catalogs.nodes import read_nodes
from matrices.catalogs.reader import build_catalog
from matrices.catalogs.registry import Registry, build_jurisdictions
from matrices.catalogs.unit_key import UnitKey
from matrices.diagnostics import MatrixError
from matrices.notation import MentionKind


def _key(name: str, jurisdiction: str = "示例区") -> UnitKey:
    return UnitKey(jurisdiction, name)


# finding units


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("区水利局", "区水利局"),
        ("区水务局", "区水利局"),
        (" 示例区水利局 ", "区水利局"),
        ("样板市示例区水利局", "区水利局"),
        ("水利局", "区水利局"),
        ("水务局", "区水利局"),
        ("公安", "区公安局"),
        ("青山", "青山镇"),
        ("镇街", "各镇街"),
        ("区安委会", "区安委会"),
    ],
)
def test_a_typed_name_finds_its_unit(ask: Ask, typed: str, name: str) -> None:
    found = ask("- {number: 1, title: 修堤, lead: 区水利局}")

    assert find_units(found, typed) == [_key(name)]


@pytest.mark.parametrize(
    ("typed", "message", "candidates"),
    [
        ("局", "error.ambiguous-unit", ["区水利局（示例区）", "区公安局（示例区）"]),
        ("安委", "error.ambiguous-unit", ["区安委会（示例区）", "区安委办（示例区）"]),
        ("区公按局", "error.unknown-unit-nearest", ["区公安局（示例区）"]),
        ("quark", "error.unknown-unit", []),
        ("", "error.unknown-unit", []),
        ("../../etc/passwd", "error.unknown-unit", []),
        ("[red]", "error.unknown-unit", []),
    ],
)
def test_a_name_that_is_unclear_or_unknown_is_told(
    ask: Ask, typed: str, message: str, candidates: list[str]
) -> None:
    found = ask("- {number: 1, title: 修堤, lead: 区水利局}")

    with pytest.raises(MatrixError) as caught:
        find_units(found, typed)
    assert caught.value.message_id == message
    assert caught.value.values["unit"] == typed
    for candidate in candidates:
        assert candidate in caught.value.values["candidates"]


def test_a_long_list_of_candidates_is_cut(ask: Ask) -> None:
    names = "、".join(f"区{n}局" for n in "甲乙丙丁戊己庚辛壬癸")
    head = HEAD.format(notice="demo", period="2024", lead_rule="stated").replace("示例区", "邻区")
    found = _interpret(head + f"      - {{number: 1, title: 修堤, lead: {names}}}\n", REGISTRY)

    with pytest.raises(MatrixError) as caught:
        find_units(found, "局")
    assert caught.value.values["candidates"].count("（邻区）") == 8
    assert caught.value.values["candidates"].endswith("…")


def test_one_name_may_mean_a_unit_in_each_jurisdiction(load: Load) -> None:
    task = "      - {number: 1, title: 修堤, lead: 区水利局}\n"
    head = HEAD.format(notice="demo-2024", period="2024", lead_rule="stated")
    other = HEAD.format(notice="other", period="2024", lead_rule="stated").replace("示例区", "邻区")
    workspace = load(head + task, other + task, REGISTRY)
    found = interpret(workspace.catalogs, workspace.registry)

    assert find_units(found, "水利局") == [
        _key("区水利局", "示例区"),
        _key("区水利局", "邻区"),
    ]
    assert find_units(found, "区水务局") == [_key("区水利局", "示例区")]


# owns

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
            o.assignment.task.no,
            o.assignment.role.value,
            o.assignment.via,
            [other.unit.name for other in o.with_units],
        )
        for o in owned_tasks(found, [_key(name)]).tasks
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
    ownership = owned_tasks(ask(OWNED), [_key(name)])

    assert ownership.perhaps == perhaps
    assert ownership.total == 7


def test_owning_can_be_asked_by_role(ask: Ask) -> None:
    found = ask(OWNED, scope=Scope(roles=(Role.LEAD, Role.GUIDE)))

    assert [row[0] for row in _owned(found, "区水利局")] == ["2", "6"]


def test_the_same_unit_in_two_jurisdictions_is_listed_notice_by_notice(load: Load) -> None:
    head = HEAD.format(notice="demo-2024", period="2024", lead_rule="stated")
    other = HEAD.format(notice="other", period="2024", lead_rule="stated").replace("示例区", "邻区")
    tasks = (
        "      - {number: 1, title: a, cooperate: 区水利局}\n"
        "      - {number: 2, title: b, lead: 区水利局}\n"
    )
    workspace = load(head + tasks, other + tasks, REGISTRY)
    found = interpret(workspace.catalogs, workspace.registry)

    ownership = owned_tasks(found, find_units(found, "区水利局"))
    assert [o.assignment.task.id for o in ownership.tasks] == [
        "demo-2024/1.2",
        "demo-2024/1.1",
        "other/1.2",
        "other/1.1",
    ]


# workload


def _loads(
    found: Responsibilities, mode: CountMode = CountMode.LITERAL, roll_up: bool = False
) -> dict[str, UnitLoad]:
    return {load.unit.name: load for load in workload(found, mode, roll_up=roll_up).loads}


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

    assert (water.lead_stated, water.lead_inferred, water.responsible, water.total) == (1, 1, 1, 3)
    assert (police.lead_stated, police.cooperate, police.guide, police.total) == (1, 2, 0, 3)
    assert (town.guide, town.total, town.lead_share) == (1, 1, 0)
    assert (work.tasks, work.led_tasks) == (5, 3)
    assert water.lead_share == pytest.approx(2 / 3)
    assert [load.unit.name for load in work.loads[:2]] == ["区水利局", "区公安局"]


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
    work = workload(found, CountMode.EXPANDED)
    loads = _loads(found, CountMode.EXPANDED)

    assert {name: (load.collective, load.total) for name, load in loads.items()} == {
        "区水利局": (1, 2),
        "区应急管理局": (2, 2),
        "区公安局": (2, 2),
        "区安委办": (2, 2),
        "各镇街": (0, 1),
    }
    assert (work.unknown_members, work.not_expanded) == (1, 1)


def test_weighted_counting_shares_a_task_among_the_members(ask: Ask) -> None:
    loads = _loads(ask(COLLECTIVE_TASKS), CountMode.WEIGHTED)

    assert {name: (load.collective, load.total) for name, load in loads.items()} == {
        "区水利局": (0.25, 1.25),
        "区应急管理局": (0.5, 0.5),
        "区公安局": (0.5, 0.5),
        "区安委办": (0.5, 0.5),
        "各镇街": (0, 1),
    }


@pytest.mark.parametrize("mode", [CountMode.EXPANDED, CountMode.WEIGHTED])
def test_units_that_extend_a_list_count_whole_beside_it(load: Load, mode: CountMode) -> None:
    head = HEAD.format(notice="demo-2024", period="2024", lead_rule="stated")
    default = (
        '  defaults: [{from: "1.1", extends: lists, cooperate: 区公安局, words: 均包括区公安局}]\n'
    )
    text = head.replace("sections:\n", default + "sections:\n")
    workspace = load(text + "      - {number: 1, title: a, lead: 区水利局}\n", REGISTRY)
    found = interpret(workspace.catalogs, workspace.registry)

    assert {n: (x.cooperate, x.total) for n, x in _loads(found, mode).items()} == {
        "区水利局": (0, 1),
        "区公安局": (1, 1),
    }


def test_a_hosted_office_counts_for_its_host_when_rolled_up(ask: Ask) -> None:
    found = ask("""\
        - {number: 1, title: a, lead: 区安委办, cooperate: 区应急管理局}
        - {number: 2, title: b, lead: 区水利局, cooperate: 区安委会成员单位}
        """)

    assert workload(found, roll_up=True).rolled_up
    assert {n: (x.led, x.total) for n, x in _loads(found, roll_up=True).items()} == {
        "区应急管理局": (1, 1),
        "区水利局": (1, 1),
        "区安委会成员单位": (0, 1),
    }
    assert _loads(found, CountMode.EXPANDED, roll_up=True)["区应急管理局"].total == 2
    assert "区安委办" in _loads(found)


def test_workload_by_notice_and_by_section_has_its_own_denominators(load: Load) -> None:
    head = HEAD.format(notice="demo-2024", period="2024", lead_rule="stated")
    text = (
        head
        + "      - {number: 1, title: a, lead: 区水利局}\n"
        + "      - {number: 2, title: b, lead: 区公安局}\n"
        + "  - {number: 2, title: 乙, tasks: [{number: 1, title: c, lead: 区水利局}]}\n"
    )
    workspace = load(text, REGISTRY)
    found = interpret(workspace.catalogs, workspace.registry)

    def shares(group_by: GroupBy) -> list[tuple[str, str, float]]:
        loads = workload(found, group_by=group_by).loads
        return [(x.group, x.unit.name, round(x.lead_share, 2)) for x in loads]

    assert shares(GroupBy.NONE) == [("", "区水利局", 0.67), ("", "区公安局", 0.33)]
    assert shares(GroupBy.NOTICE) == [
        ("demo-2024", "区水利局", 0.67),
        ("demo-2024", "区公安局", 0.33),
    ]
    assert sorted(shares(GroupBy.SECTION)) == [
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
    assert UnitLoad(_key("区水利局"), MentionKind.AGENCY, "").lead_share == 0


# orphans


@pytest.mark.parametrize(
    ("cells", "rule", "reason"),
    [
        ({}, "stated", "no-unit"),
        ({"lead": "区水利局"}, "stated", None),
        ({"lead": "青山镇"}, "stated", None),
        ({"lead": "区水利局、各镇街"}, "stated", None),
        ({"lead": "各镇街"}, "stated", "collective-only"),
        ({"lead": "各镇街、有关部门"}, "stated", "collective-only"),
        ({"lead": "有关部门"}, "stated", "indefinite-only"),
        ({"lead": "有关部门", "cooperate": "区水利局"}, "stated", "indefinite-only"),
        ({"lead": "", "cooperate": "区水利局"}, "stated", "blank-cell"),
        ({"lead": "", "cooperate": ""}, "stated", "blank-cell"),
        ({"lead": "区水利局", "cooperate": ""}, "stated", None),
        ({"cooperate": "区水利局"}, "stated", "no-lead"),
        ({"cooperate": "各镇街"}, "stated", "collective-only"),
        ({"cooperate": "有关部门"}, "stated", "indefinite-only"),
        ({"responsible": ""}, "first-listed", "blank-cell"),
        ({"responsible": "区水利局、区公安局"}, "first-listed", None),
        ({"responsible": "各镇街、区公安局"}, "first-listed", "no-lead"),
        ({"responsible": "各镇街"}, "first-listed", "collective-only"),
        ({"responsible": "区水利局、区公安局"}, "none", "no-lead"),
        ({"responsible": "区水利局"}, "none", None),
        ({"responsible": "区水利局、各镇街"}, "none", "no-lead"),
        ({"responsible": "区水利局等单位"}, "none", "no-lead"),
        ({"responsible": "区水利局", "guide": "区公安局"}, "none", None),
        ({"responsible": "各镇街"}, "none", "collective-only"),
        ({"responsible": "有关部门"}, "none", "indefinite-only"),
    ],
)
def test_why_nobody_answers_for_a_task(
    ask: Ask, cells: dict[str, str], rule: str, reason: str | None
) -> None:
    task = json.dumps({"no": 1, "title": "a", **cells}, ensure_ascii=False)
    found = [o.reason.value for o in orphan_tasks(ask(f"- {task}", rule))]

    assert found == ([reason] if reason else [])


def test_a_blank_cell_shows_what_the_row_above_has(ask: Ask) -> None:
    found = ask("""\
        - {number: 1, title: a, lead: ""}
        - {number: 2, title: b, lead: 区水利局, cooperate: 各镇街}
        - {number: 3, title: c, lead: "", cooperate: 区公安局}
        - {number: 4, title: d, lead: "", cooperate: 区公安局}
        """)
    above = {o.task.no: o.above and (o.above[0].no, o.above[1]) for o in orphan_tasks(found)}

    assert above == {"1": None, "3": ("2", "区水利局"), "4": ("2", "区水利局")}


def test_strict_makes_orphans_of_inferred_leads(ask: Ask) -> None:
    found = ask(
        "- {number: 1, title: a, responsible: '区水利局、区公安局'}",
        "first-listed",
        Scope(strict=True),
    )

    assert [o.reason.value for o in orphan_tasks(found)] == ["no-lead"]


# overlaps


def test_overlaps_of_every_kind(ask: Ask) -> None:
    found = ask("""\
        - {number: 1, title: a, lead: '区水利局、区公安局、青山镇'}
        - {number: 2, title: b, lead: 区水利局, cooperate: '区水利局、区公安局'}
        - {number: 3, title: c, lead: 区公安局, cooperate: '区水利局、区应急局、区水务局'}
        - {number: 4, title: d, lead: 区应急局, cooperate: '区安委会成员单位、各镇街'}
        """)

    assert [
        (o.kind.value, o.task and o.task.no, [u.name for u in o.units], o.count)
        for o in overlapping_duties(found)
    ] == [
        ("joint-lead", "1", ["区水利局", "区公安局", "青山镇"], 3),
        ("lead-and-cooperate", "2", ["区水利局"], 2),
        ("repeated-in-cell", "3", ["区水利局"], 2),
        ("named-and-in-collective", "4", ["区应急管理局", "区安委会成员单位"], 2),
    ]


def test_pairs_share_tasks(ask: Ask) -> None:
    found = ask(OWNED)

    assert [
        (o.kind.value, o.task, [u.name for u in o.units], o.count, o.tasks)
        for o in overlapping_duties(found, pairs=True)
    ] == [
        ("pair", None, ["区公安局", "区水利局"], 1, ("demo-2024/1.1",)),
        ("pair", None, ["区水利局", "青山镇"], 1, ("demo-2024/1.2",)),
    ]


# notices, units, tasks


def test_a_notice_is_summed_up(ask: Ask) -> None:
    found = ask("""\
        - {number: 1, title: a, lead: 区水利局, cooperate: 各镇街}
        - {number: 2, title: b, lead: 各镇街}
        - {number: 3, title: c}
        """)
    (summary,) = summarise_notices(found)

    assert (summary.tasks, summary.with_units, summary.led, summary.orphans, summary.units) == (
        3,
        2,
        1,
        2,
        2,
    )


def test_units_are_listed_with_what_is_on_record(ask: Ask) -> None:
    found = ask("- {number: 1, title: a, lead: 区水利局, cooperate: '区水利局、各镇街'}")
    units = {s.unit.name: s for s in list_units(found)}

    assert set(list(units)[:2]) == {"区水利局", "各镇街"}
    assert (units["区水利局"].led, units["区水利局"].named) == (1, 1)
    assert units["区水利局"].aliases == ("区水务局",)
    assert units["区安委办"].host == "区应急管理局"
    assert units["各镇街"].members is None
    assert [m.name for m in units["区安委会成员单位"].members or ()] == [
        "区水利局",
        "区应急管理局",
        "区公安局",
        "区安委办",
    ]
    assert units["青山镇"].named == 0


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("水务", ["区水利局"]),
        ("应急", ["区应急管理局"]),
        ("样板市示例区公安", ["区公安局"]),
        ("星", []),
    ],
)
def test_units_are_found_by_name_alias_and_duty(ask: Ask, pattern: str, names: list[str]) -> None:
    found = ask("- {number: 1, title: a}")

    assert [s.unit.name for s in list_units(found, pattern)] == names


def test_a_unit_not_on_record_is_listed_by_its_wording(load: Load) -> None:
    head = HEAD.format(notice="demo", period="2024", lead_rule="stated").replace("示例区", "邻区")
    found = _interpret(head + "      - {number: 1, title: a, lead: 碧水镇}\n", REGISTRY)
    (summary,) = list_units(found)

    assert (summary.kind, summary.mention_kind, summary.duty) == (None, MentionKind.TOWNSHIP, "")


SEARCHED = """\
- {number: 1, title: 修堤, group: 防汛, content: 加固 Dam, targets: [水毁工程 8处], lead: 区水利局}
- {number: 2, title: 宣传, cooperate: 区公安局}
"""


@pytest.mark.parametrize(
    ("pattern", "roles", "numbers"),
    [
        ("", (), ["1", "2"]),
        ("修", (), ["1"]),
        ("防汛", (), ["1"]),
        ("加固 dAM", (), ["1"]),
        ("8处", (), ["1"]),
        ("传", (), ["2"]),
        ("水利", (), []),
        ("[red]", (), []),
        ("", (Role.COOPERATE,), ["2"]),
        ("修", (Role.COOPERATE,), []),
    ],
)
def test_tasks_are_searched_in_title_group_content_and_targets(
    ask: Ask, pattern: str, roles: tuple[Role, ...], numbers: list[str]
) -> None:
    found = ask(SEARCHED, scope=Scope(roles=roles))

    assert [task.no for task in search_tasks(found, pattern)] == numbers


def test_a_task_is_found_by_its_id_or_the_end_of_it(load: Load) -> None:
    texts = [
        HEAD.format(notice=notice, period="2024", lead_rule="stated") + tasks
        for notice, tasks in (
            ("demo-2024", "      - {number: 1, title: a}\n      - {number: 2, title: b}\n"),
            ("demo-2025", "      - {number: 1, title: c}\n"),
        )
    ]
    workspace = load(*texts, REGISTRY)
    found = interpret(workspace.catalogs, workspace.registry)

    assert find_task(found, "demo-2025/1.1").title == "c"
    assert find_task(found, "1.2").title == "b"
    with stopped_by("ambiguous-task") as caught:
        find_task(found, "1.1")
    assert caught.value.values["candidates"] == "demo-2024/1.1、demo-2025/1.1"
    with stopped_by("unknown-task-nearest") as caught:
        find_task(found, "demo-2024/1.3")
    assert "demo-2024/1.1" in caught.value.values["candidates"]
    with pytest.raises(MatrixError) as caught:
        find_task(found, "..")
    assert caught.value.message_id == "error.unknown-task"


# what holds for any catalog

NAMES = [
    "区水利局",
    "区应急局",
    "区安委办",
    "青山镇",
    "各镇街",
    "区安委会成员单位",
    "有关部门",
    "平台",
]
cells = st.lists(st.sampled_from(NAMES), max_size=4).map("、".join)
tasks = st.fixed_dictionaries(
    {"title": st.just("修堤")},
    optional={role.value: cells for role in Role},
)
Made = tuple[list[dict[str, str]], str]
catalogs = st.tuples(
    st.lists(tasks, max_size=6), st.sampled_from(["stated", "first-listed", "none"])
)


def _interpret(*texts: str, scope: Scope | None = None) -> Responsibilities:
    read: list[Catalog] = []
    registry = Registry()
    for text in texts:
        root, problems = read_nodes("x.yaml", text.encode())
        assert root is not None, problems
        if "jurisdictions" in text:
            registry = Registry(build_jurisdictions(root)[0])
        else:
            built, problems = build_catalog("x.yaml", root)
            assert built is not None
            assert not any(p.severity == "error" for p in problems)
            read.append(built)
    return interpret(read, registry, scope)


def _made(made: Made, scope: Scope | None = None) -> Responsibilities:
    rows, lead_rule = made
    head = HEAD.format(notice="demo-2024", period="2024", lead_rule=lead_rule)
    numbered = [{"no": n, **row} for n, row in enumerate(rows, 1)]
    text = head + f"      {json.dumps(numbered, ensure_ascii=False)}\n"
    return _interpret(text, REGISTRY, scope=scope)


@given(catalogs, st.booleans())
def test_every_task_is_led_has_one_responsible_or_is_an_orphan(made: Made, strict: bool) -> None:
    found = _made(made, Scope(strict=strict))
    orphans = {orphan.task.id for orphan in orphan_tasks(found)}

    for task_id, assignments in found.by_task.items():
        led = any(a.role is Role.LEAD and a.names_somebody for a in assignments)
        responsible = [a for a in assignments if a.role is Role.RESPONSIBLE]
        alone = (
            len(responsible) == 1
            and responsible[0].names_somebody
            and not any(a.role is Role.LEAD for a in assignments)
        )
        assert (task_id in orphans) + (led or alone) >= 1
        assert not (led and task_id in orphans)


@given(catalogs)
def test_workload_totals_equal_the_edges(made: Made) -> None:
    found = _made(made)
    edges = Counter(unit for a in found.by_task.values() for unit in {x.unit for x in a})
    loads = workload(found).loads

    assert {load.unit: load.total for load in loads} == dict(edges)
    for load in loads:
        parts = load.led + load.cooperate + load.responsible + load.guide
        assert parts == load.total
        assert load.collective == 0
        assert 0 <= load.lead_share <= 1


@given(catalogs)
def test_counting_modes_only_differ_by_what_collectives_bring(made: Made) -> None:
    found = _made(made)
    expanded = {load.unit: load for load in workload(found, CountMode.EXPANDED).loads}
    weighted = {load.unit: load for load in workload(found, CountMode.WEIGHTED).loads}
    literal = {load.unit: load for load in workload(found).loads}

    assert set(expanded) == set(weighted)
    for unit, load in expanded.items():
        assert weighted[unit].total <= load.total
        assert load.total - load.collective == weighted[unit].total - weighted[unit].collective
        if unit in literal:
            assert load.total - load.collective == literal[unit].total


@given(catalogs, st.sampled_from([*Role]))
def test_filters_compose(made: Made, role: Role) -> None:
    everything = _made(made)
    both = Scope(jurisdictions=("示例区",), notices=("demo-2024",), sections=("1",), roles=(role,))

    assert _made(made, both).by_task.keys() == everything.by_task.keys()
    assert not _made(made, Scope(notices=("demo-2024",), sections=("9",))).tasks
    wanted = [task.id for task in search_tasks(_made(made, both))]
    assert wanted == [
        task_id
        for task_id, assignments in everything.by_task.items()
        if any(a.role is role for a in assignments)
    ]


@given(catalogs)
def test_asking_never_changes_the_answer(made: Made) -> None:
    found = _made(made)
    first = (workload(found), orphan_tasks(found), overlapping_duties(found), list_units(found))
    again = (workload(found), orphan_tasks(found), overlapping_duties(found), list_units(found))

    assert first == again
