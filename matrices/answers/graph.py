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

from matrices.answers.records import Edges, Overlaps
from matrices.catalogs.unit_key import UnitKey

if TYPE_CHECKING:
    from typing import TypeAlias

    # nodes are task ids and `UnitKey`s, edges are keyed by role
    ResponsibilityGraph: TypeAlias = nx.MultiDiGraph[object]


def build_graph(edges: Edges) -> nx.MultiDiGraph[object]:
    """The graph of all assignments.

    Nodes are task ids (`kind` "task") and `UnitKey`s (`kind` of the unit). Edges go from
    unit to task, keyed by role with their `basis`: a plain directed graph would lose the
    second part of a unit that both leads and cooperates. What only membership on record
    brings is no edge to a task: edges between units, keyed member-of, hosted-by, office-of and
    part-of, say it. Edges between tasks, keyed same-as, carries-out and continues, say what a
    person settled in `links.yaml`.
    """
    graph: nx.MultiDiGraph[object] = nx.MultiDiGraph()
    for task_id, (label, jurisdiction) in edges.tasks.items():
        graph.add_node(task_id, kind="task", label=label, jurisdiction=jurisdiction)
    for unit, kind in edges.units.items():
        graph.add_node(unit, kind=kind, label=unit.name, jurisdiction=unit.jurisdiction)
    for part in edges.parts:
        graph.add_edge(part.unit, part.task, key=part.role, basis=part.basis, times=part.times)
    for start, end, link in (*edges.links, *edges.task_links):
        graph.add_edge(start, end, key=link)
    return graph


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
    """A unit's part in a task, or a link between two units or tasks; `role` says which."""

    source: str
    target: str
    role: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """The graph as plain nodes and edges, for every format that leaves the tool."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def network_of(edges: Edges, around: Sequence[UnitKey] = (), depth: int = 1) -> Network:
    """All tasks and units, or only what is at most `depth` steps from some units.

    A step goes from a unit to a task or back, between units or between linked tasks; the
    direction of the edge does not matter.
    """
    graph = build_graph(edges)
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
            graph.nodes[key]["jurisdiction"],
        )
        for key in kept
    )
    place = {key: n for n, key in enumerate(kept)}
    drawn = sorted(
        graph.edges(keys=True, data=True), key=lambda e: (place[e[0]], place[e[1]], e[2])
    )
    return Network(
        nodes,
        tuple(
            Edge(node_id(start), node_id(end), role, data.get("basis", ""))
            for start, end, role, data in drawn
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


def cooperation_measures(shared_tasks: Overlaps) -> Cooperation:
    """Who is tied to whom by shared tasks, and who holds the network together.

    `shared_tasks` holds the pairs of units that share tasks.
    """
    pairs = [
        (UnitKey(row.jurisdiction, first), UnitKey(row.jurisdiction, second), row.tasks)
        for row in shared_tasks.rows
        for first, second in [row.units]
    ]
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
    return Cooperation(tuple(measures), tuple(bridges), len(pairs), shared_tasks.total.tasks)
