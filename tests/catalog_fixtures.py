"""Catalogs as literals in the tests: notices and units of an invented 示例区."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

import pytest
from hypothesis import HealthCheck, settings

from matrices.answers.assignments import Responsibilities, interpret
from matrices.answers.scope import Scope
from matrices.catalogs.model import Catalog
from matrices.catalogs.nodes import read_nodes
from matrices.catalogs.reader import build_catalog
from matrices.catalogs.registry import Registry, build_jurisdictions
from matrices.catalogs.unit_key import UnitKey
from matrices.catalogs.workspace import Workspace, load_workspace

# no clock decides over a test, and nothing is left in the checkout
settings.register_profile(
    "zeren", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("zeren")

HEAD = """\
format: 1
notice:
  id: {notice}
  title: 示例区{period}年工作要点
  number: 示例府发〔{period}〕1号
  jurisdiction: 示例区
  period: "{period}"
  lead_rule: {lead_rule}
  lead_rule_by: notice
sections:
  - number: 1
    title: 重点任务
    tasks:
"""
REGISTRY = """\
format: 1
jurisdictions:
  - name: 示例区
    full_name: 样板市示例区
    units:
      - {name: 区水利局, kind: department, duty: 水利, aliases: [区水务局], source: invented}
      - {name: 区应急管理局, kind: department, duty: 应急, aliases: [区应急局], source: invented}
      - {name: 区公安局, kind: department, duty: 公安, source: invented}
      - {name: 区安委会, kind: committee, source: invented}
      - {name: 区安委办, kind: office, office_of: 区安委会, hosted_by: 区应急管理局, source: x}
      - {name: 区安委会成员单位, kind: collective, body: 区安委会,
         members: [区水利局, 区应急局, 区公安局, 区安委办], source: invented}
      - {name: 各镇街, kind: collective, source: invented}
      - {name: 各部门, kind: collective, source: invented}
      - {name: 青山镇, kind: township, source: invented}
      - {name: 有关部门, kind: indefinite, source: invented}
      - {name: 巡警队, kind: sub-unit, hosted_by: 区公安局, source: invented}
"""

Load = Callable[..., Workspace]
Ask = Callable[..., Responsibilities]


def key(name: str, jurisdiction: str = "示例区") -> UnitKey:
    """The key of a unit of 示例区."""
    return UnitKey(jurisdiction, name)


def head(notice: str = "demo-2024", rule: str = "stated", *, assumed: bool = False) -> str:
    """The head of a catalog, up to where its tasks begin."""
    text = HEAD.format(notice=notice, period="2024", lead_rule=rule)
    return text.replace("lead_rule_by: notice", "lead_rule_by: assumed") if assumed else text


def interpret_texts(*texts: str, scope: Scope | None = None) -> Responsibilities:
    """The assignments of whole YAML texts, without any file."""
    read: list[Catalog] = []
    registry = Registry()
    for number, text in enumerate(texts, 1):
        path = f"x{number}.yaml"
        root, problems = read_nodes(path, text.encode())
        assert root is not None, problems
        if "jurisdictions" in text:
            registry = Registry(build_jurisdictions(root)[0])
        else:
            built, problems = build_catalog(path, root)
            assert built is not None
            assert not any(p.severity == "error" for p in problems)
            read.append(built)
    return interpret(read, registry, scope)


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load whole YAML texts, each as a file of one folder: `load("format: 1 ...", REGISTRY)`."""

    def write_and_load(*texts: str) -> Workspace:
        folder = tmp_path / "catalogs"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for number, text in enumerate(texts, 1):
            (folder / f"file{number}.yaml").write_text(dedent(text), encoding="utf-8")
        return load_workspace([folder])

    return write_and_load


@pytest.fixture
def catalog(load: Load) -> Load:
    """Load the tasks of one section of a notice of 示例区, with its registry."""

    def load_tasks(
        tasks: str, lead_rule: str = "stated", notice: str = "demo-2024", period: str = "2024"
    ) -> Workspace:
        head = HEAD.format(notice=notice, period=period, lead_rule=lead_rule)
        workspace = load(head + indent(dedent(tasks), " " * 6), REGISTRY)

        assert [(p.name, str(p.place), p.values) for p in workspace.problems] == []
        return workspace

    return load_tasks


@pytest.fixture
def ask(catalog: Load) -> Ask:
    """Load tasks as `catalog` does and interpret them."""

    def load_and_interpret(
        tasks: str, lead_rule: str = "stated", scope: Scope | None = None
    ) -> Responsibilities:
        workspace = catalog(tasks, lead_rule)
        return interpret(workspace.catalogs, workspace.registry, scope)

    return load_and_interpret


@pytest.fixture
def demo_registry() -> str:
    """The registry of 示例区 as YAML."""
    return REGISTRY
