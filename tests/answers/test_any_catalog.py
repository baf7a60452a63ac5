"""What the answers hold for any catalog."""

from __future__ import annotations

import json
from collections import Counter

from asking import list_units, orphan_tasks, overlapping_duties, search_tasks, workload
from catalog_fixtures import REGISTRY, head, interpret_texts
from hypothesis import given
from hypothesis import strategies as st

from matrices.answers import codes
from matrices.answers.assignments import Responsibilities
from matrices.answers.scope import Scope
from matrices.catalogs.model import Role

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


def _made(made: Made, scope: Scope | None = None) -> Responsibilities:
    rows, lead_rule = made
    numbered = [{"number": n, **row} for n, row in enumerate(rows, 1)]
    text = head(rule=lead_rule) + f"      {json.dumps(numbered, ensure_ascii=False)}\n"
    return interpret_texts(text, REGISTRY, scope=scope)


@given(catalogs, st.booleans())
def test_every_task_is_led_has_one_responsible_or_is_an_orphan(made: Made, strict: bool) -> None:
    found = _made(made, Scope(strict=strict))
    orphans = {orphan.task for orphan in orphan_tasks(found).rows}

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
    loads = workload(found).rows

    assert {load.unit: load.total for load in loads} == {k.name: n for k, n in edges.items()}
    for load in loads:
        parts = load.led + load.cooperate + load.responsible + load.guide
        assert parts == load.total
        assert load.collective == 0
        assert 0 <= load.lead_share <= 1


@given(catalogs)
def test_counting_modes_only_differ_by_what_collectives_bring(made: Made) -> None:
    found = _made(made)
    expanded = {load.unit: load for load in workload(found, codes.EXPANDED).rows}
    weighted = {load.unit: load for load in workload(found, codes.WEIGHTED).rows}
    literal = {load.unit: load for load in workload(found).rows}

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
    wanted = [task.id for task in search_tasks(_made(made, both)).rows]
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
