"""A bundled notice as somebody might write it a year later: edits whose right answer is known."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from matrices.answers.assignments import Responsibilities, interpret
from matrices.catalogs.model import Catalog, Role, Task
from matrices.catalogs.workspace import Workspace, load_workspace

# invented matters that no bundled notice has
ADDED = (
    ("养蜂基地", "引进中华蜜蜂良种蜂群，举办割蜜比赛。"),
    ("古琴传习", "收集古琴曲谱，聘请琴师驻馆授课。"),
    ("夜市灯会", "沿江扎制灯组，举行猜谜巡游。"),
    ("陶艺工坊", "修复龙窑窑炉，烧制仿古茶盏。"),
    ("冰球联赛", "组建少年冰球队，聘请外籍教练。"),
    ("天文观测", "架设射电望远镜，开放观星营地。"),
)
NEW_LEAD = "区档案馆"
_LONG_PART = 12
_SPLITS = re.compile(r"[；。]")
_FIGURE = re.compile(r"(?<![\d.—-])(\d+)(?=处|米|公里|%|台|个|套)(?!%以内)")
_NO_LIMIT = re.compile(r"下降|以内|低于|超过|死亡|亡人|漏损|困人")


class Edit(NamedTuple):
    """What was done to a task, and the ids on both sides that it concerns."""

    kind: str
    a: tuple[str, ...]
    b: tuple[str, ...]


class Later(NamedTuple):
    """A notice, the same a year later, and the edits between them."""

    before: Responsibilities
    after: Responsibilities
    edits: tuple[Edit, ...]


@cache
def bundled() -> Workspace:
    return load_workspace()


def later(notice: str, seed: int) -> Later:
    """The sections 3, 4 and 6 of a bundled notice, and an edited copy of them."""
    workspace, chance = bundled(), random.Random(seed)  # noqa: S311 - a test draws, nobody guards anything
    (catalog,) = (c for c in workspace.catalogs if c.notice.id == notice)
    catalog = _with_tasks(
        catalog, {s.no: [_bare(t) for t in s.tasks] for s in catalog.sections if s.no in "346"}
    )
    numbers = {section.no: 0 for section in catalog.sections}
    written: dict[str, list[Task]] = {section.no: [] for section in catalog.sections}
    edits: list[Edit] = []

    def write(task: Task) -> str:
        numbers[task.section_no] += 1
        no = str(numbers[task.section_no])
        here = f"neu/{task.section_no}.{no}"
        written[task.section_no].append(replace(task, id=here, notice_id="neu", no=no))
        return here

    waiting: Task | None = None
    for task in catalog.tasks:
        kind = chance.choice(_possible(task))
        if kind == "merged" and waiting is None:
            waiting = task
            continue
        if kind == "merged" and waiting is not None and waiting.section_no != task.section_no:
            kind = "kept"
        if kind == "merged" and waiting is not None:
            joined = replace(
                waiting,
                title="",
                content=f"{waiting.title}：{waiting.content}{task.title}：{task.content}",
                targets=(*waiting.targets, *task.targets),
            )
            edits.append(Edit(kind, (waiting.id, task.id), (write(joined),)))
            waiting = None
            continue
        edits.append(Edit(kind, (task.id,), tuple(map(write, _edited(task, kind)))))
        if chance.random() < 0.05:
            added = sum(edit.kind == "new" for edit in edits)
            if added < len(ADDED):
                title, content = ADDED[added]
                new = replace(task, title=title, content=content, targets=(), group="")
                edits.append(Edit("new", (), (write(new),)))
    if waiting is not None:
        edits.append(Edit("kept", (waiting.id,), (write(waiting),)))
    neu = _with_tasks(replace(catalog, notice=replace(catalog.notice, id="neu")), written)
    before, after = (interpret([c], workspace.registry) for c in (catalog, neu))
    return Later(before, after, tuple(edits))


def _bare(task: Task) -> Task:
    return replace(task, same_as=(), imported="")


def _with_tasks(catalog: Catalog, tasks: dict[str, list[Task]]) -> Catalog:
    sections = tuple(
        replace(section, tasks=tuple(tasks[section.no]))
        for section in catalog.sections
        if section.no in tasks
    )
    return replace(catalog, sections=sections, defaults=())


def _possible(task: Task) -> list[str]:
    kinds = ["kept"] * 4 + ["dropped", "lead", "reworded"]
    if len(_parts(task)) >= 2 and min(map(len, _parts(task))) >= _LONG_PART:
        kinds += ["split"] * 3
    if _figures(task):
        kinds += ["widened", "narrowed"] * 2
    if task.title and len(task.content) > 20:
        kinds += ["merged"] * 2
    return kinds


def _parts(task: Task) -> list[str]:
    return [part for part in _SPLITS.split(task.content) if part]


def _figures(task: Task) -> bool:
    return any(_FIGURE.search(t) and not _NO_LIMIT.search(t) for t in task.targets)


def _edited(task: Task, kind: str) -> Iterator[Task]:
    if kind == "kept":
        yield task
    elif kind == "lead":
        cells = tuple(
            replace(cell, text=NEW_LEAD) if cell.role is Role.LEAD else cell for cell in task.cells
        )
        yield replace(task, cells=cells)
    elif kind == "reworded":
        parts = (f"{part[: len(part) * 2 // 3]}等事抓细抓实抓出成效；" for part in _parts(task))
        yield replace(task, content="".join(parts))
    elif kind == "split":
        for part in _parts(task):
            yield replace(task, title="", content=part + "。", targets=())
    elif kind in ("widened", "narrowed"):
        more = 1 if kind == "widened" else -1

        def changed(found: re.Match[str]) -> str:
            number = int(found[1])
            return str(number + more * max(1, number // 10))

        yield replace(
            task,
            targets=tuple(
                t if _NO_LIMIT.search(t) else _FIGURE.sub(changed, t) for t in task.targets
            ),
        )
