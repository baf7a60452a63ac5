"""The responsibility graph: tasks, units and collectives as a networkx graph.

The only module that knows networkx. It holds the same assignments that the queries read,
and answers what needs a graph: who works with whom, membership, hosting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from matrices.answers.assignments import Responsibilities
from matrices.answers.overlaps import cooperation_pairs
from matrices.answers.units import named_beside
from matrices.catalogs.registry import Registry
from matrices.catalogs.unit_key import UnitKey

if TYPE_CHECKING:
    from typing import TypeAlias

    # nodes are task ids and `UnitKey`s, edges are keyed by role
    ResponsibilityGraph: TypeAlias = nx.MultiDiGraph[object]

MEMBER_OF = "member-of"
HOSTED_BY = "hosted-by"
OFFICE_OF = "office-of"
PART_OF = "part-of"


def build_graph(responsibilities: Responsibilities) -> nx.MultiDiGraph[object]:
    """Build the graph of all assignments.

    Nodes are task ids (`kind` "task") and `UnitKey`s (`kind` of the unit). Edges go from
    unit to task, keyed by role with their `basis`: a plain directed graph would lose the
    second part of a unit that both leads and cooperates. What only membership on record
    brings is no edge to a task: edges between units, keyed `MEMBER_OF`, `HOSTED_BY`, `PART_OF`
    and `OFFICE_OF`, say it.
    """
    graph: nx.MultiDiGraph[object] = nx.MultiDiGraph()
    for task_id, task in responsibilities.tasks.items():
        graph.add_node(task_id, kind="task", label=task.label)
        beside = named_beside(responsibilities, task_id)
        for assignment in (*responsibilities.by_task[task_id], *beside):
            _add_unit(graph, responsibilities, assignment.unit)
            graph.add_edge(
                assignment.unit,
                task_id,
                key=assignment.role.value,
                basis=assignment.basis.value,
                times=assignment.times,
            )
    registry = responsibilities.registry
    for jurisdiction in dict.fromkeys(key.jurisdiction for key in responsibilities.by_unit):
        record = registry.jurisdictions.get(jurisdiction)
        for unit in record.units if record else ():
            key = UnitKey(jurisdiction, unit.name)
            links = [
                (member, key, MEMBER_OF)
                for names in (unit.members, unit.covers)
                for member in _keys(registry, jurisdiction, names)
            ]
            links += [
                (key, host, HOSTED_BY) for host in _keys(registry, jurisdiction, (unit.hosted_by,))
            ]
            links += [
                (key, body, PART_OF) for body in _keys(registry, jurisdiction, (unit.part_of,))
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
        graph.add_node(key, kind=responsibilities.registry.kind(key).value, label=key.name)


# Leaving the tool


@dataclass(frozen=True, slots=True)
class Node:
    """A task or a unit, in plain words; `kind` is "task" or what kind of mention a unit is."""

    id: str
    label: str
    kind: str
    jurisdiction: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A unit's part in a task, or a link between two units; `role` says which."""

    source: str
    target: str
    role: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """The graph as plain nodes and edges, for every format that leaves the tool."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def network_of(
    responsibilities: Responsibilities, around: Sequence[UnitKey] = (), depth: int = 1
) -> Network:
    """All tasks and units, or only what is at most `depth` steps from some units.

    A step goes from a unit to a task or back, or between units; the direction of the edge
    does not matter.
    """
    graph = build_graph(responsibilities)
    if around:
        known = [unit for unit in around if unit in graph]
        undirected = graph.to_undirected(as_view=True)
        near: set[object] = set()
        for unit in known:
            near |= set(nx.single_source_shortest_path_length(undirected, unit, cutoff=depth))
        graph = graph.subgraph(near)
    # a subgraph is a view over a set: its order changes from run to run
    kept = sorted(graph.nodes, key=_node_order)
    nodes = tuple(
        Node(
            node_id(key),
            graph.nodes[key]["label"],
            graph.nodes[key]["kind"],
            key.jurisdiction
            if isinstance(key, UnitKey)
            else responsibilities.jurisdiction_of[str(key)],
        )
        for key in kept
    )
    place = {key: n for n, key in enumerate(kept)}
    edges = sorted(
        graph.edges(keys=True, data=True), key=lambda e: (place[e[0]], place[e[1]], e[2])
    )
    return Network(
        nodes,
        tuple(
            Edge(node_id(start), node_id(end), role, data.get("basis", ""))
            for start, end, role, data in edges
        ),
    )


def _node_order(key: object) -> tuple[bool, tuple[str | int, ...]]:
    """Units by name, then tasks as their numbers count."""
    if isinstance(key, UnitKey):
        return False, (key.jurisdiction, key.name)
    pieces = re.split(r"(\d+)", str(key))
    return True, tuple(int(p) if n % 2 else p for n, p in enumerate(pieces))


def node_id(key: object) -> str:
    """The id of a node outside the tool: a task's own id, or ``jurisdiction/unit``."""
    return f"{key.jurisdiction}/{key.name}" if isinstance(key, UnitKey) else str(key)


def _plain(network: Network) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(node.id, label=node.label, kind=node.kind, jurisdiction=node.jurisdiction)
    for number, edge in enumerate(network.edges, 1):
        # roles repeat, and the ids of edges must not
        name = f"e{number}"
        graph.add_edge(
            edge.source, edge.target, key=name, id=name, role=edge.role, basis=edge.basis
        )
    return graph


def graphml(network: Network) -> str:
    """The network as GraphML."""
    lines = list(nx.generate_graphml(_plain(network), named_key_ids=True))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + "\n".join(lines) + "\n"


def gexf(network: Network) -> str:
    """The network as GEXF, without the date that networkx puts in."""
    text = "\n".join(nx.generate_gexf(_plain(network)))
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + text + "\n"


def node_link(network: Network) -> dict[str, object]:
    """The network as node-link data, which networkx, d3 and others read."""
    return dict(nx.node_link_data(_plain(network), edges="links"))


@dataclass(frozen=True, slots=True)
class UnitMeasure:
    """One unit in the cooperation network.

    `partners` counts units that share a task with it, `shared_tasks` the tasks it shares,
    `betweenness` is 0 to 1, `community` counts from 1, the largest first.
    """

    unit: UnitKey
    partners: int
    shared_tasks: int
    betweenness: float
    community: int


@dataclass(frozen=True, slots=True)
class Cooperation:
    """The network of agencies and townships that share tasks, most partners first.

    A bridge is a pair whose tie is the only link between two parts of the network.
    """

    units: tuple[UnitMeasure, ...]
    bridges: tuple[tuple[UnitKey, UnitKey], ...]
    pairs: int
    tasks: int


def cooperation_measures(responsibilities: Responsibilities) -> Cooperation:
    """Who is tied to whom by shared tasks, and who holds the network together."""
    pairs = cooperation_pairs(responsibilities)
    units = sorted({unit for first, second, _ in pairs for unit in (first, second)})
    number = {unit: n for n, unit in enumerate(units)}
    # numbers as nodes: the order of strings in sets, and so the result, changes from run to run
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(units)))
    shared: dict[UnitKey, set[str]] = {unit: set() for unit in units}
    for first, second, tasks in pairs:
        graph.add_edge(number[first], number[second], weight=len(tasks))
        shared[first].update(tasks)
        shared[second].update(tasks)
    betweenness = nx.betweenness_centrality(graph)
    found = nx.community.greedy_modularity_communities(graph, weight="weight") if pairs else []
    communities = sorted((sorted(community) for community in found), key=lambda c: (-len(c), c))
    community_of = {n: place for place, c in enumerate(communities, 1) for n in c}
    measures = [
        UnitMeasure(
            unit,
            graph.degree(number[unit]),
            len(shared[unit]),
            betweenness[number[unit]],
            community_of[number[unit]],
        )
        for unit in units
    ]
    measures.sort(key=lambda m: (-m.partners, -m.shared_tasks, m.unit))
    ties: list[tuple[int, int]] = list(nx.bridges(graph))  # type: ignore[arg-type]
    bridges = sorted((units[min(tie)], units[max(tie)]) for tie in ties)
    return Cooperation(tuple(measures), tuple(bridges), len(pairs), len(responsibilities.tasks))
