"""The edges of the graph, walked out of the assignments: what the index is held against."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from matrices.answers.assignments import Responsibilities
from matrices.answers.graph import (
    Cooperation,
    Network,
    build_graph,
    cooperation_measures,
    network_of,
)
from matrices.answers.records import Edges, Part
from matrices.catalogs.registry import Registry
from matrices.catalogs.unit_key import UnitKey
from reference.overlaps import overlapping_duties
from reference.units import named_beside


def edges_of(read: Responsibilities) -> Edges:
    """Tasks, units, parts and what is on record between the units of named jurisdictions."""
    registry = read.registry
    parts = tuple(
        Part(a.unit, task_id, a.role.value, a.basis.value, a.times)
        for task_id, assignments in read.by_task.items()
        for a in (*assignments, *named_beside(read, task_id))
    )
    links = tuple(
        link
        for name in dict.fromkeys(key.jurisdiction for key in read.by_unit)
        for link in _links(registry, name)
    )
    units = dict.fromkeys(part.unit for part in parts)
    units |= dict.fromkeys(key for start, end, _ in links for key in (start, end))
    return Edges(
        {t: (task.label, read.jurisdiction_of[t]) for t, task in read.tasks.items()},
        {key: registry.kind(key).value for key in units},
        parts,
        links,
    )


def _links(registry: Registry, jurisdiction: str) -> list[tuple[UnitKey, UnitKey, str]]:
    record = registry.jurisdictions.get(jurisdiction)
    found: dict[tuple[UnitKey, UnitKey, str], None] = {}
    for unit in record.units if record else ():
        key = UnitKey(jurisdiction, unit.name)
        for names, link in (
            ((unit.hosted_by,), "hosted-by"),
            ((unit.office_of,), "office-of"),
            ((unit.part_of,), "part-of"),
        ):
            found |= {(key, registry.key(jurisdiction, name), link): None for name in names if name}
        for name in (*(unit.members or ()), *unit.covers):
            found[registry.key(jurisdiction, name), key, "member-of"] = None
    return list(found)


def graph_of(read: Responsibilities) -> nx.MultiDiGraph[object]:
    """The networkx graph of these assignments."""
    return build_graph(edges_of(read))


def network_in(read: Responsibilities, around: Sequence[UnitKey] = (), depth: int = 1) -> Network:
    """The network of these assignments, as it leaves the tool."""
    return network_of(edges_of(read), around=around, depth=depth)


def measures_in(read: Responsibilities) -> Cooperation:
    """Who is tied to whom in these assignments."""
    return cooperation_measures(overlapping_duties(read, pairs=True))
