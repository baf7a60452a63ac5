"""What a person said of tasks, as edges of the graph: one is the other once more, or follows it."""

from __future__ import annotations

from collections.abc import Iterable

from matrices.answers.assignments import Responsibilities
from matrices.answers.records import Edges
from matrices.catalogs.links import CARRIES_OUT, CONTINUES, SAME_AS, Link

# how an edge is called, and whether it goes from the second task of the link to the first
_EDGES = {
    SAME_AS: ("same-as", False),
    CARRIES_OUT: ("carries-out", True),
    CONTINUES: ("continues", True),
}


def with_settled(edges: Edges, asked: Responsibilities, links: Iterable[Link]) -> Edges:
    """The graph with the links whose two tasks are asked for.

    A task that counts under another is a node for that link alone: its units have no edges.
    """
    rows = {**asked.tasks, **asked.repeats}
    nodes = dict(edges.tasks)
    found: dict[tuple[str, str, str], None] = {}
    for link in links:
        if link.kind not in _EDGES or not {link.a, link.b} <= rows.keys():
            continue
        name, turned = _EDGES[link.kind]
        found[(link.b, link.a, name) if turned else (link.a, link.b, name)] = None
        for task in (link.a, link.b):
            nodes.setdefault(task, (rows[task].label, asked.jurisdiction_of[task]))
    return edges._replace(tasks=nodes, task_links=tuple(found))
