"""What a person settled stands in the graph: as edges of the networkx graph and in every file."""

from __future__ import annotations

import json
from pathlib import Path

from comparing import catalog_text

from matrices.answers.graph import network_of
from matrices.api import Matrix, load
from matrices.output.graph_files import csv_tables, render_network

ROWS = [
    ("a", "校园食品安全", "检查学校食堂", "区教委/"),
    ("b", "食堂检查", "检查学校食堂和小卖部", "区教委/"),
    ("c", "河道清漂", "清理水面", "区水利局/"),
]
LINKS = """\
format: 1
same_as:
  - {a: alt/1.2, b: alt/1.1}
continues:
  - {a: alt/1.3, b: neu/1.3}
carries_out:
  - {a: alt/1.1, b: neu/1.1}
not_same:
  - {a: alt/1.3, b: neu/1.1}
"""
EDGES = {
    ("alt/1.2", "alt/1.1", "same-as"),
    ("neu/1.3", "alt/1.3", "continues"),
    ("neu/1.1", "alt/1.1", "carries-out"),
}


def matrix(folder: Path, links: str = LINKS) -> Matrix:
    folder.mkdir(exist_ok=True)
    texts = {
        "alt": catalog_text("alt", ROWS),
        "neu": catalog_text("neu", ROWS, period="2025"),
        **({"links": links} if links else {}),
    }
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load(folder, index=False)


def between_tasks(asked: Matrix, **filters: str) -> set[tuple[str, str, str]]:
    graph = asked.graph(notice=filters["notice"]) if filters else asked.graph()
    return {
        (start, end, key)
        for start, end, key in graph.edges(keys=True)
        if isinstance(start, str) and isinstance(end, str)
    }


def test_links_are_edges_between_tasks(tmp_path: Path) -> None:
    asked = matrix(tmp_path)

    assert between_tasks(asked) == EDGES
    # what counts under another has no units of its own in the graph
    graph = asked.graph()
    assert graph.nodes["alt/1.2"]["label"] == "食堂检查"
    assert [key for *_, key in graph.in_edges("alt/1.2", keys=True)] == []


def test_a_link_out_of_scope_is_no_edge(tmp_path: Path) -> None:
    assert between_tasks(matrix(tmp_path), notice="alt") == {("alt/1.2", "alt/1.1", "same-as")}


def test_without_links_there_are_none(tmp_path: Path) -> None:
    assert between_tasks(matrix(tmp_path, "")) == set()


def test_every_file_holds_them(tmp_path: Path) -> None:
    network = network_of(matrix(tmp_path).edges())

    data = json.loads(render_network(network, "json"))
    assert {(e["source"], e["target"], e["role"]) for e in data["links"]} >= EDGES
    for format_name in ("graphml", "gexf", "dot", "mermaid"):
        text = render_network(network, format_name)
        assert all(role in text for role in ("same-as", "continues", "carries-out"))
    _, edges = csv_tables(network)
    assert {(row[0], row[1], row[3]) for row in edges.rows} >= EDGES
