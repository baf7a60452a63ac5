"""The responsibility graph: tasks, units and collectives as a networkx graph.

The only module that knows networkx. It holds the same assignments that the queries read,
and answers what needs a graph: who works with whom, membership, hosting.
"""

from __future__ import annotations

from itertools import combinations

import networkx as nx

from matrices.assignments import Responsibilities
from matrices.registry import Registry, UnitKey

MEMBER_OF = "member-of"
HOSTED_BY = "hosted-by"
OFFICE_OF = "office-of"


def build_graph(responsibilities: Responsibilities) -> nx.MultiDiGraph[object]:
    """Build the graph of all assignments.

    Nodes are task ids (`kind` "task") and `UnitKey`s (`kind` of the unit). Edges go from
    unit to task, keyed by role with their `basis`: a plain directed graph would lose the
    second part of a unit that both leads and cooperates. Edges between units are keyed
    `MEMBER_OF`, `HOSTED_BY` and `OFFICE_OF`.
    """
    graph: nx.MultiDiGraph[object] = nx.MultiDiGraph()
    for task_id, task in responsibilities.tasks.items():
        graph.add_node(task_id, kind="task", label=task.label)
        for assignment in responsibilities.by_task[task_id]:
            _add_unit(graph, responsibilities, assignment.unit)
            graph.add_edge(
                assignment.unit,
                task_id,
                key=assignment.role.value,
                basis=assignment.basis.value,
                times=assignment.times,
            )
    registry = responsibilities.registry
    for jurisdiction in {key.jurisdiction for key in responsibilities.by_unit}:
        record = registry.jurisdictions.get(jurisdiction)
        for unit in record.units if record else ():
            key = UnitKey(jurisdiction, unit.name)
            links = [
                (member, key, MEMBER_OF) for member in _keys(registry, jurisdiction, unit.members)
            ]
            links += [
                (key, host, HOSTED_BY) for host in _keys(registry, jurisdiction, (unit.hosted_by,))
            ]
            links += [
                (key, body, OFFICE_OF) for body in _keys(registry, jurisdiction, (unit.office_of,))
            ]
            for start, end, link in links:
                _add_unit(graph, responsibilities, start)
                _add_unit(graph, responsibilities, end)
                graph.add_edge(start, end, key=link)
    return graph


def _keys(registry: Registry, jurisdiction: str, names: tuple[str, ...] | None) -> list[UnitKey]:
    return [registry.key(jurisdiction, name) for name in names or () if name]


def _add_unit(
    graph: nx.MultiDiGraph[object], responsibilities: Responsibilities, key: UnitKey
) -> None:
    if key not in graph:
        graph.add_node(key, kind=responsibilities.kind(key).value, label=key.name)


def cooperation_pairs(
    responsibilities: Responsibilities,
) -> list[tuple[UnitKey, UnitKey, tuple[str, ...]]]:
    """Pairs of named agencies or townships with the tasks they share, most tasks first.

    Collectives and indefinite names are left out: they would pair with everybody.
    """
    graph = build_graph(responsibilities)
    shared: dict[tuple[UnitKey, UnitKey], list[str]] = {}
    for task_id in responsibilities.tasks:
        asked = {a.unit for a in responsibilities.in_roles(task_id)}
        units = sorted(
            key
            for key in asked & set(graph.predecessors(task_id))
            if isinstance(key, UnitKey) and graph.nodes[key]["kind"] in ("agency", "township")
        )
        for pair in combinations(units, 2):
            shared.setdefault((pair[0], pair[1]), []).append(task_id)
    ordered = sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(first, second, tuple(tasks)) for (first, second), tasks in ordered]
