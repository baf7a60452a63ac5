"""The graph: one edge for every (task, unit, role), membership, hosting, who works with whom."""

from __future__ import annotations

from catalog_fixtures import Ask
from reference.graph import graph_of
from reference.overlaps import cooperation_pairs

from matrices.answers.assignments import interpret
from matrices.catalogs.unit_key import UnitKey
from matrices.catalogs.workspace import load_workspace


def _key(name: str) -> UnitKey:
    return UnitKey("示例区", name)


def test_a_unit_with_two_parts_in_a_task_has_two_edges(ask: Ask) -> None:
    graph = graph_of(
        ask("- {number: 1, title: 修堤, lead: 区水利局, cooperate: '区水利局、区水务局'}")
    )

    edges = graph.get_edge_data(_key("区水利局"), "demo-2024/1.1")
    assert edges == {
        "lead": {"basis": "stated", "times": 1},
        "cooperate": {"basis": "stated", "times": 2},
    }
    assert graph.nodes["demo-2024/1.1"] == {
        "kind": "task",
        "label": "修堤",
        "jurisdiction": "示例区",
    }
    assert graph.nodes[_key("区水利局")] == {
        "kind": "agency",
        "label": "区水利局",
        "jurisdiction": "示例区",
    }


def test_membership_hosting_and_offices_are_edges_between_units(ask: Ask) -> None:
    graph = graph_of(ask("- {number: 1, title: 修堤, lead: 区水利局}"))

    between = {
        (start.name, end.name, key)
        for start, end, key in graph.edges(keys=True)
        if isinstance(start, UnitKey) and isinstance(end, UnitKey)
    }
    assert between == {
        ("区水利局", "区安委会成员单位", "member-of"),
        ("区应急管理局", "区安委会成员单位", "member-of"),
        ("区公安局", "区安委会成员单位", "member-of"),
        ("区安委办", "区安委会成员单位", "member-of"),
        ("区安委办", "区应急管理局", "hosted-by"),
        ("巡警队", "区公安局", "hosted-by"),
        ("区安委办", "区安委会", "office-of"),
    }


def test_pairs_are_of_named_bodies_only_most_shared_tasks_first(ask: Ask) -> None:
    found = ask("""\
        - {number: 1, title: a, lead: 区水利局, cooperate: '区公安局、各镇街、有关部门'}
        - {number: 2, title: b, lead: 区公安局, cooperate: '区水务局、青山镇'}
        - {number: 3, title: c, lead: 青山镇}
        """)

    pairs = [(a.name, b.name, tasks) for a, b, tasks in cooperation_pairs(found)]
    assert pairs[0] == ("区公安局", "区水利局", ("demo-2024/1.1", "demo-2024/1.2"))
    assert {(frozenset((a, b)), tasks) for a, b, tasks in pairs[1:]} == {
        (frozenset(("区公安局", "青山镇")), ("demo-2024/1.2",)),
        (frozenset(("区水利局", "青山镇")), ("demo-2024/1.2",)),
    }


def test_a_jurisdiction_without_registry_has_only_task_edges(ask: Ask) -> None:
    found = ask("- {number: 1, title: 修堤, lead: 区水利局}")
    found.registry.jurisdictions.clear()
    graph = graph_of(found)

    assert list(graph.edges(keys=True)) == [(_key("区水利局"), "demo-2024/1.1", "lead")]


def test_the_bundled_graph_holds_every_assignment_as_an_edge() -> None:
    workspace = load_workspace()
    found = interpret(workspace.catalogs, workspace.registry)
    graph = graph_of(found)

    edges = [(u, t, k) for u, t, k in graph.edges(keys=True) if isinstance(t, str)]
    beside = [a for t in found.tasks for a in found.reached(t) if not a.basis.is_inferred]
    assert beside
    assert len(edges) == sum(len(a) for a in found.by_task.values()) + len(beside)
    assert set(found.tasks) <= set(graph.nodes)
