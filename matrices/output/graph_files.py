"""The graph as files for other programs: GraphML, GEXF, DOT, Mermaid, node-link JSON, csv.

Names from the data are escaped by the rules of each format.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from matrices.answers import codes
from matrices.answers.graph import (
    Cooperation,
    Edge,
    Network,
    Node,
    UnitMeasure,
    gexf,
    graphml,
    node_link,
)
from matrices.catalogs.unit_key import UnitKey
from matrices.diagnostics import MatrixError
from matrices.files.atomic import write_atomically
from matrices.output.cells import visible
from matrices.output.formats import write_table
from matrices.output.table import Col, Kind, Table, build_table, hidden
from matrices.output.unit_names import ASSUMED_MARK, marks_note
from matrices.wording import say

SUFFIXES = {
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".json": "json",
    ".csv": "csv",
}
_LONGEST_LABEL = 28  # in pictures; files with data keep the whole
_SHAPES = {
    "agency": ("box", "[", "]"),
    "township": ("box", "[", "]"),
    "collective": ("component", "[[", "]]"),
    "indefinite": ("plaintext", ">", "]"),
    "task": ("note", "(", ")"),
}


def render_network(network: Network, format_name: str) -> str:
    """The network as text; csv is a pair of files and has no single text."""
    if format_name == "csv":
        raise MatrixError("error.needs-a-file", format=format_name)
    return _RENDERERS[format_name](_clean(network))


def write_network(
    network: Network, path: Path, format_name: str = "", *, force: bool = False
) -> list[Path]:
    """Write the network to a file, csv to a pair of files; returns what was written.

    Raises MatrixError for a suffix that names no format, or where a file exists and
    `force` is not given.
    """
    name = format_name or SUFFIXES.get(path.suffix.lower(), "")
    if not name:
        raise MatrixError("error.graph-suffix", path=str(path), known=" ".join(SUFFIXES))
    if name != "csv":
        write_atomically(path, render_network(network, name).encode(), force=force)
        return [path]
    nodes, edges = csv_tables(_clean(network))
    paths = [path.with_name(f"{path.stem}-{part}.csv") for part in ("nodes", "edges")]
    for target in paths:
        if target.exists() and not force:
            raise MatrixError("error.file-exists", path=str(target))
    for target, table in zip(paths, (nodes, edges), strict=True):
        write_table(table, target, "csv", force=force)
    return paths


def _clean(network: Network) -> Network:
    """The network without characters that no XML file may hold."""
    nodes = tuple(
        replace(
            node,
            id=visible(node.id),
            label=visible(node.label),
            jurisdiction=visible(node.jurisdiction),
        )
        for node in network.nodes
    )
    edges = tuple(
        replace(edge, source=visible(edge.source), target=visible(edge.target))
        for edge in network.edges
    )
    return Network(nodes, edges)


def _json(network: Network) -> str:
    return json.dumps(node_link(network), ensure_ascii=False, indent=1) + "\n"


def render_dot(network: Network) -> str:
    """Graphviz; leads are drawn bold, collectives and tasks in shapes of their own.

    An assumed lead is dashed and has its mark.
    """
    lines = [
        "digraph zeren {",
        '  rankdir=LR; node [fontname="Noto Sans CJK SC,Microsoft YaHei,SimHei"];',
    ]
    for node in network.nodes:
        shape = _SHAPES[node.kind][0]
        label, full = _quoted(_shortened(node.label)), _quoted(node.label)
        lines.append(f"  {_quoted(node.id)} [label={label}, tooltip={full}, shape={shape}];")
    for edge in network.edges:
        style = "bold" if edge.role == codes.LEAD else "solid"
        label = ""
        if _is_assumed_lead(edge):
            style, label = "dashed", f", label={_quoted(ASSUMED_MARK)}"
        lines.append(
            f"  {_quoted(edge.source)} -> {_quoted(edge.target)}"
            f" [class={_quoted(edge.role)}, style={style}{label}];"
        )
    legend = [f"  // {note}" for note in marks_note((), _marked_bases(network))]
    return "\n".join([*lines, *legend, "}", ""])


def _is_assumed_lead(edge: Edge) -> bool:
    return edge.role == codes.LEAD and edge.basis == codes.ASSUMED


def _marked_bases(network: Network) -> list[str]:
    return [edge.basis for edge in network.edges if _is_assumed_lead(edge)]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def render_mermaid(network: Network) -> str:
    """A Mermaid flow chart; leads have thick arrows, assumed ones dotted arrows and their mark."""
    numbers = {node.id: f"n{n}" for n, node in enumerate(network.nodes, 1)}
    lines = ["flowchart LR"]
    lines += [f"  {numbers[node.id]}{_mermaid_node(node)}" for node in network.nodes]
    for edge in network.edges:
        arrow, label = "==>" if edge.role == codes.LEAD else "-->", edge.role
        if _is_assumed_lead(edge):
            arrow, label = "-.->", edge.role + ASSUMED_MARK
        lines.append(f"  {numbers[edge.source]} {arrow}|{label}| {numbers[edge.target]}")
    legend = [f"%% {note}" for note in marks_note((), _marked_bases(network))]
    return "\n".join([*lines, *legend, ""])


def _mermaid_node(node: Node) -> str:
    _, opening, closing = _SHAPES[node.kind]
    label = "".join(
        c if c.isalnum() or c in " ，。、；：（）《》“”-_/." else f"#{ord(c)};"
        for c in _shortened(node.label).replace("\n", " ")
    )
    return f'{opening}"{label}"{closing}'


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"


def csv_tables(network: Network) -> tuple[Table, Table]:
    """Nodes and edges as tables, under the heads that Gephi looks for."""
    node_columns: list[Col[Node]] = [
        Col("Id", lambda n: n.id, literal=True),
        Col("Label", lambda n: n.label, literal=True),
        Col("kind", lambda n: n.kind, literal=True),
        Col("jurisdiction", lambda n: n.jurisdiction, literal=True),
    ]
    edge_columns: list[Col[Edge]] = [
        Col("Source", lambda e: e.source, literal=True),
        Col("Target", lambda e: e.target, literal=True),
        Col("Type", lambda e: "Directed", literal=True),
        Col("role", lambda e: e.role, literal=True),
        Col("basis", lambda e: e.basis, literal=True),
    ]
    return (
        build_table("nodes", node_columns, network.nodes),
        build_table("edges", edge_columns, network.edges),
    )


_RENDERERS: dict[str, Callable[[Network], str]] = {
    "graphml": graphml,
    "gexf": gexf,
    "dot": render_dot,
    "mermaid": render_mermaid,
    "json": _json,
}


def measures_table(cooperation: Cooperation) -> Table:
    """The cooperation network's figures, unit by unit."""
    columns: list[Col[UnitMeasure]] = [
        hidden("unit", lambda m: m.unit.name),
        Col("head.jurisdiction", lambda m: m.unit.jurisdiction, "jurisdiction", kind=Kind.ID),
        Col("head.unit", lambda m: m.unit.name),
        Col("head.degree", lambda m: m.partners, "partners", kind=Kind.NUMBER),
        Col("head.shared-tasks", lambda m: m.shared_tasks, "shared_tasks", kind=Kind.NUMBER),
        Col(
            "head.betweenness",
            lambda m: round(m.betweenness, 4),
            "betweenness",
            lambda m: round(m.betweenness, 6),
            kind=Kind.NUMBER,
        ),
        Col(
            "head.bridges",
            lambda m: len(_across(m, cooperation)),
            "bridges",
            lambda m: [unit.name for unit in _across(m, cooperation)],
            kind=Kind.NUMBER,
        ),
        Col("head.community", lambda m: m.community, "community", kind=Kind.NUMBER),
    ]
    notes = [
        say(
            "note.measures",
            units=len(cooperation.units),
            tasks=cooperation.tasks,
            pairs=cooperation.pairs,
        )
    ]
    if cooperation.bridges:
        listed = "、".join(f"{a.name}—{b.name}" for a, b in cooperation.bridges)
        notes.append(say("note.measures-bridges", bridges=listed))
    return build_table(say("title.measures"), columns, cooperation.units, notes=notes)


def _across(measure: UnitMeasure, cooperation: Cooperation) -> list[UnitKey]:
    """The units at the other end of the bridges of a unit."""
    pairs = [pair for pair in cooperation.bridges if measure.unit in pair]
    return [other for pair in pairs for other in pair if other != measure.unit]
