"""Two small notices of 示例区 as catalogs, ready to be compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import indent

from matrices.answers.assignments import Responsibilities, interpret
from matrices.answers.scope import Scope
from matrices.catalogs.workspace import Workspace, load_workspace
from matrices.compare.notices import compare_notices
from matrices.compare.records import Comparison

HEAD = """\
format: 1
notice:
  id: {notice}
  title: {jurisdiction}{period}年工作要点
  jurisdiction: {jurisdiction}
  period: "{period}"
  lead_rule: stated
  lead_rule_by: notice
sections:
  - number: 1
    title: 重点任务
    tasks:
"""
Row = Sequence[str]
Compare = Callable[..., Comparison]


def catalog_text(
    notice: str, rows: Sequence[Row], jurisdiction: str = "示例区", period: str = "2024"
) -> str:
    """A catalog whose rows are (id, title, content, lead and perhaps others after a slash)."""
    head = HEAD.format(notice=notice, jurisdiction=jurisdiction, period=period)
    lines: list[str] = []
    for number, (_, title, content, units) in enumerate(rows, 1):
        lead, _, others = units.partition("/")
        lines.append(f"- number: {number}")
        lines += [f'  title: "{title}"', f'  content: "{content}"']
        lines += [f'  lead: "{lead}"', f'  cooperate: "{others}"']
    return head + indent("\n".join(lines), " " * 6) + "\n"


def load_texts(folder: Path, **texts: str) -> Workspace:
    """Write texts as YAML files of these names into a folder and load it."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_workspace([folder])


def side(workspace: Workspace, notice: str) -> Responsibilities:
    """One notice, interpreted."""
    return interpret(workspace.catalogs, workspace.registry, Scope(notices=(notice,)))


def compared(workspace: Workspace, *, levels: bool = False, every: bool = False) -> Comparison:
    """The notices alt and neu of a workspace compared."""
    a, b = side(workspace, "alt"), side(workspace, "neu")
    return compare_notices(a, b, workspace.links, workspace.terms, levels=levels, every=every)


def links_of(comparison: Comparison) -> list[tuple[str, str, str]]:
    """(a, b, relation) of each row, ids without their notice, "-" where there is no task."""
    return [
        (
            row.a.id.partition("/")[2] if row.a else "-",
            row.b.id.partition("/")[2] if row.b else "-",
            row.relation,
        )
        for row in comparison.rows
    ]
