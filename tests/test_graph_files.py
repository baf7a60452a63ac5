from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from catalog_fixtures import Ask
from conftest import stopped_by
from hypothesis import given, settings
from made_catalogs import CATALOGS, NAMES, bundled, made_responsibilities
from reference.graph import measures_in, network_in

from matrices.answers.assignments import Responsibilities
from matrices.answers.graph import Edge, Network, Node
from matrices.catalogs.model import Role
from matrices.catalogs.unit_key import UnitKey
from matrices.output.graph_files import SUFFIXES, measures_table, render_network, write_network

HOSTILE = made_responsibilities(
    [[{Role.LEAD: [name], Role.COOPERATE: ["区水利局"]} for name in NAMES]]
)
TASKS = """
    - {number: 1, title: 防汛, lead: 区水利局, cooperate: 区公安局}
    - {number: 2, title: 交通, lead: 区公安局, cooperate: 青山镇}
    - {number: 10, title: 考核, lead: 区安委会成员单位}
    - {number: 3, title: 应急, lead: 区应急局}
"""


def edges_of(graph: Any) -> set[tuple[str, str, str]]:  # noqa: ANN401
    return {(a, b, data["role"]) for a, b, data in graph.edges(data=True)}


@settings(max_examples=40, deadline=None)
@given(CATALOGS)
def test_graphml_gexf_and_json_read_back(responsibilities: Responsibilities) -> None:
    network = network_in(responsibilities)
    expected = {(e.source, e.target, e.role) for e in network.edges}

    read = [
        nx.parse_graphml(render_network(network, "graphml"), force_multigraph=True),
        nx.read_gexf(io.BytesIO(render_network(network, "gexf").encode())),
        nx.node_link_graph(json.loads(render_network(network, "json")), edges="links"),
    ]

    for graph in read:
        assert set(graph.nodes) == {node.id for node in network.nodes}
        assert edges_of(graph) == expected
        assert graph.number_of_edges() == len(network.edges)
    assert len(network.edges) >= sum(len(a) for a in responsibilities.by_task.values())
    assert {n.label for n in network.nodes} == {
        data["label"] for _, data in read[0].nodes(data=True)
    }


def test_a_neighbourhood_is_what_is_near(ask: Ask) -> None:
    responsibilities = ask(TASKS)
    water = UnitKey("示例区", "区水利局")

    def near(depth: int) -> list[str]:
        network = network_in(responsibilities, around=[water], depth=depth)
        return [node.label for node in network.nodes]

    assert near(0) == ["区水利局"]
    assert near(1) == ["区安委会成员单位", "区水利局", "防汛"]
    assert near(2) == [
        "区公安局", "区安委会成员单位", "区安委办", "区应急管理局", "区水利局", "防汛", "考核",
    ]  # fmt: skip
    assert network_in(responsibilities, around=[UnitKey("示例区", "区教委")]).nodes == ()


@pytest.mark.parametrize("format_name", ["graphml", "gexf", "dot", "mermaid", "json"])
def test_the_same_graph_gives_the_same_file(format_name: str) -> None:
    network = network_in(bundled("wulong-2025"))

    assert render_network(network, format_name) == render_network(
        network_in(bundled("wulong-2025")), format_name
    )
    assert not re.search(r"20\d\d-\d\d-\d\d", render_network(network, format_name))


def test_dot_is_quoted() -> None:
    network = Network(
        (Node('a"b\\', 'x"\n\\', "agency", "区"), Node("t", "长" * 40, "task", "区")),
        (Edge('a"b\\', "t", "lead", "stated"),),
    )

    assert render_network(network, "dot").splitlines()[2:5] == [
        r'  "a\"b\\" [label="x\"\n\\", tooltip="x\"\n\\", shape=box];',
        f'  "t" [label="{"长" * 27}…", tooltip="{"长" * 40}", shape=note];',
        r'  "a\"b\\" -> "t" [class="lead", style=bold];',
    ]


@pytest.mark.skipif(shutil.which("dot") is None, reason="graphviz is not installed")
def test_graphviz_reads_hostile_names() -> None:
    network = network_in(HOSTILE)

    done = subprocess.run(
        ["dot", "-Tjson0"],
        input=render_network(network, "dot").encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )

    drawn = json.loads(done.stdout)
    assert {item["name"] for item in drawn["objects"]} == {node.id for node in network.nodes}
    assert len(drawn["edges"]) == len(network.edges)


def test_mermaid_holds_only_lines_of_its_grammar() -> None:
    network = network_in(HOSTILE)

    lines = render_network(network, "mermaid").splitlines()

    node = r'  n\d+(?:\["[^"`<>&\[\]]*"\]|\[\["[^"`<>]*"\]\]|>"[^"`<>]*"\]|\("[^"`<>]*"\))'
    edge = r"  n\d+ (?:==>|-->)\|[a-z-]+\| n\d+"
    assert lines[0] == "flowchart LR"
    assert [line for line in lines[1:] if not re.fullmatch(f"{node}|{edge}", line)] == []
    assert sum(bool(re.fullmatch(edge, line)) for line in lines) == len(network.edges)
    assert "#60;b#62;区#60;/b#62;局" in "\n".join(lines)


def test_csv_is_a_pair_that_gephi_knows(tmp_path: Path) -> None:
    network = network_in(HOSTILE)

    paths = write_network(network, tmp_path / "net.csv")

    assert [path.name for path in paths] == ["net-nodes.csv", "net-edges.csv"]
    nodes, edges = (
        list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))) for path in paths
    )
    assert nodes[0] == ["Id", "Label", "kind", "jurisdiction"]
    assert edges[0] == ["Source", "Target", "Type", "role", "basis"]
    assert len(nodes) - 1 == len(network.nodes)
    assert {row[0] for row in edges[1:]} <= {row[0] for row in nodes[1:]}
    assert "'=1+1局" in {row[1] for row in nodes}


def test_neither_of_the_pair_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "net-edges.csv").write_text("old", encoding="utf-8")

    with stopped_by("file-exists"):
        write_network(network_in(HOSTILE), tmp_path / "net.csv")

    assert [path.name for path in tmp_path.iterdir()] == ["net-edges.csv"]
    assert len(write_network(network_in(HOSTILE), tmp_path / "net.csv", force=True)) == 2


@pytest.mark.parametrize("suffix", [s for s in SUFFIXES if s != ".csv"])
def test_the_suffix_names_the_format(tmp_path: Path, suffix: str) -> None:
    network = network_in(HOSTILE)
    path = tmp_path / f"net{suffix}"

    assert write_network(network, path) == [path]
    assert path.read_text(encoding="utf-8") == render_network(network, SUFFIXES[suffix])


def test_an_unknown_suffix_is_told(tmp_path: Path) -> None:
    with stopped_by("graph-suffix"):
        write_network(network_in(HOSTILE), tmp_path / "net.xlsx")
    with stopped_by("needs-a-file"):
        render_network(network_in(HOSTILE), "csv")


def test_measures_of_a_small_network(ask: Ask) -> None:
    cooperation = measures_in(ask(TASKS))

    assert [
        (m.unit.name, m.partners, m.shared_tasks, m.betweenness) for m in cooperation.units
    ] == [("区公安局", 2, 2, 1.0), ("区水利局", 1, 1, 0.0), ("青山镇", 1, 1, 0.0)]
    assert [(a.name, b.name) for a, b in cooperation.bridges] == [
        ("区公安局", "区水利局"),
        ("区公安局", "青山镇"),
    ]
    table = measures_table(cooperation)
    assert table.rows[0] == ("示例区", "区公安局", 2, 2, 1.0, 2, 1)
    assert table.objects[1]["bridges"] == ["区公安局"]
    assert "Bridges" in table.notes[1]


def test_measures_of_no_network(ask: Ask) -> None:
    cooperation = measures_in(ask("- {number: 1, title: 防汛, lead: 区水利局}"))

    assert (cooperation.units, cooperation.bridges, cooperation.pairs) == ((), (), 0)
    assert len(measures_table(cooperation).notes) == 1
