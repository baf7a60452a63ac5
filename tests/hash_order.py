"""What zeren reads and answers, printed: the same whatever order strings have in sets.

Run by tests/test_hash_order.py as a program of its own, once for each hash seed.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from reference.graph import graph_of

from cli.main import main
from matrices.answers.assignments import interpret
from matrices.catalogs.locations import bundled_root
from matrices.catalogs.repeats import known_names
from matrices.catalogs.workspace import load_workspace
from matrices.notation import parse_cell

TESTS = Path(__file__).parent
# names that want a beginning, an ending or both, and what joins them
PIECES = (
    *(
        "各街道",
        "各镇街",
        "各级",
        "各有关",
        "有关镇街",
        "平台",
        "工业园区",
        "景区",
        "开发区",
        "社区",
    ),
    *("功能区", "开发区管委会", "高新区管委会", "杭州市", "宁波市", "宁波市人民政府", "各区"),
    *("区安委会", "区减灾委", "区消安委成员单位", "区委组织部", "宣传部", "统战部", "区教育局"),
    *(
        "财政局",
        "省科技厅",
        "财政厅",
        "建设",
        "交通",
        "各村",
        "街",
        "高校",
        "等部门",
        "等",
        "组织部",
    ),
)
JOINTS = ("、", "、", "、", "，", ",", ";", " ", "\u3000", "\n", "和", "及")
KNOWN = frozenset({"区交通", "区建设", "功能区", "各村、社区组", "文化和旅游局", "区教育局"})
# the joints of one cell, told at one place
MADE_CATALOG = """\
format: 1
notice: {id: made, title: 样本, jurisdiction: 样本区, lead_rule: stated, lead_rule_by: notice}
sections:
  - number: 1
    title: 任务
    tasks:
      - {number: 1, title: 巡查, content: 查。, lead: "区水利局,区公安局;区教委 区民政局\\n司法局"}
      - {number: 2, title: 检测, content: 检测。, lead: "各街道、工业园区、开发区管委会"}
"""
CALLS = (
    "overlaps --pairs",
    "workload --count expanded --roll-up",
    "units",
    "matrix",
    "graph --measures",
    "checklist --all",
)


def cells() -> Iterator[str]:
    """The cells of the bundled notices, the cases of the parser, and made ones."""
    for catalog in load_workspace([bundled_root()]).catalogs:
        yield from (cell.text for task in catalog.tasks for cell in task.cells)
        yield from (default.text for default in catalog.defaults)
    yield from yaml.safe_load((TESTS / "cases" / "notation.yaml").read_text(encoding="utf-8"))
    chance = random.Random(7)  # noqa: S311 - cells, not secrets
    for _ in range(3000):
        pieces = (
            chance.choice(PIECES) + chance.choice(JOINTS) for _ in range(chance.randint(1, 6))
        )
        yield "".join(pieces)[: -chance.randint(0, 1) or None]


def print_everything(folder: Path) -> None:
    """Print readings, the graph as built, findings and answers; a catalog goes to `folder`."""
    for cell in cells():
        print(repr(parse_cell(cell)), repr(parse_cell(cell, KNOWN)))
    (folder / "made.yaml").write_text(MADE_CATALOG, encoding="utf-8")
    roots = [bundled_root(), TESTS / "data" / "示例", folder / "made.yaml"]
    workspace = load_workspace(roots)
    for catalog in workspace.catalogs:
        print(sorted(known_names(catalog, workspace.registry)))
    graph = graph_of(interpret(workspace.catalogs, workspace.registry))
    print(list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True)))
    data = [word for root in roots for word in ("--data", str(root))]
    for call in (*(f"{call} --format json" for call in CALLS), "graph --as json"):
        print(call, main([*call.split(), *data]))
    for profile in ("strict", "drafting"):
        print(main(["check", *map(str, roots), "--profile", profile, "--format", "json"]))


if __name__ == "__main__":
    sys.stderr = sys.stdout
    print_everything(Path(sys.argv[1]))
