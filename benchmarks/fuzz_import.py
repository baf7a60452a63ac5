"""Feeds random notices to the importer: ``python -m benchmarks.fuzz_import --minutes 10``.

Hypothesis mixes fragments of real notations into paragraphs and tables. The importer must
never raise, must take bounded time, and what it makes must be written and read back unchanged.
A find is printed as the smallest document that shows it; keep it as a test.
"""

from __future__ import annotations

import argparse
import random
import time
import traceback
from collections.abc import Sequence

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from matrices.catalogs.model import Task
from matrices.catalogs.nodes import read_nodes
from matrices.catalogs.reader import build_catalog
from matrices.catalogs.registry import Registry
from matrices.catalogs.workspace import load_registry
from matrices.catalogs.writer import write_catalog
from matrices.diagnostics import Severity
from matrices.importing.importer import Imported, ImportRequest, import_document
from matrices.readers.document import Document, DocumentPlace, GridCell, Paragraph, Table

FRAGMENTS = [
    "一、重点任务",
    "二、保障措施",
    "（一）推进甲事项",
    "（二）推进乙事项。",
    "1.建设丙工程",
    "2、完成丁任务",
    "（1）细化措施",
    "①压实责任",
    "——加强统筹",
    "一是完善机制；",
    "第一条",
    "第二章 总则",
    "措施一：",
    "附件",
    "附件：1.清单",
    "注：",
    "备注：",
    "（",
    "）",
    "（",
    "）",
    "〔",
    "〕",
    "【",
    "】",
    "(",
    ")",
    "[",
    "]",
    "「",
    "，",
    "，",
    "、",
    "、",
    "、",
    "；",
    "。",
    "。",
    "：",
    "\n",
    " ",
    "\t",
    "\u3000",
    "/",
    "无",
    "同上",
    "合计",
    "等",
    "等单位",
    "等有关部门",
    "和",
    "及",
    "以及",
    "与",
    "由",
    "会同",
    "牵头",
    "分别牵头",
    "配合",
    "负责",
    "按职责分工负责",
    "指导",
    "落实",
    "参与",
    "牵头单位：",
    "责任单位：",
    "配合单位：",
    "主要责任单位：",
    "其他责任单位：",
    "责任部门:",
    "完成时限：",
    "联系人：",
    "责任单位为",
    "区教育局",
    "市财政局",
    "省工业和信息化厅",
    "财政厅",
    "各镇街",
    "平台",
    "各区县（自治县）人民政府",
    "各市、县〔市、区〕政府",
    "杭甲市",
    "宁乙市人民政府",
    "区安委会",
    "区消安委成员单位",
    "有关部门",
    "市科委、中关村管委会",
    "市水利局（牵头）",
    "列第一位的为牵头单位",
    "，下同",
    "排名第一的责任单位为牵头单位",
    "标★的为牵头单位",
    "第一个为牵头单位",
    "以下各项任务均需各镇街落实，不再列出",
    "以下责任单位均包括各区县政府，不再列出",
    "2025年底前完成",
    "2025年6月",
    "持续推进",
    "长期坚持",
    "汛前",
    "改造管网12公里",
    "不少于200台",
    "增长8.5%以上",
    "《方案》",
    "“一网通办”",
    "推进",
    "建设",
    "示例市",
    "2025年",
    "示例府发〔2025〕1号",
    "印发《示例市方案》的通知",
    "no",
    "null",
    "012",
    "1.10",
    "---",
    "# ",
    ": ",
    "- ",
    "\\",
    "'",
    '"',
    "\x00",
    "\u200b",
    "\ufeff",
    "😀",
    "𠀀",
    "é",
    "A",
]
HEADS = [
    "序号",
    "任务",
    "重点任务",
    "工作内容",
    "牵头单位",
    "责任单位",
    "配合单位",
    "责任领导",
    "完成时限",
    "备注",
    "单位",
    "职责",
    "目标",
    "类别",
    "责任单位（第一个为牵头单位）",
    "责任单位及责任人",
    "归口镇街",
    "指导单位",
    "",
    "示例表",
]
LONGEST_SECONDS = 5.0
ROUND = 500


fragments = st.sampled_from(FRAGMENTS)
words = st.lists(fragments, max_size=14).map("".join)
long_words = st.lists(fragments, min_size=100, max_size=400).map("".join)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table whose first row looks like a head; merged at random, sometimes ragged."""
    width = draw(st.integers(1, 8))
    ragged = draw(st.booleans())
    flag = st.sampled_from((False, False, False, False, True))
    cell = st.builds(GridCell, st.lists(fragments, max_size=6).map("".join), flag, flag)
    head = st.builds(GridCell, st.sampled_from(HEADS))
    rows = [tuple(draw(st.lists(head, min_size=width, max_size=width)))]
    for _ in range(draw(st.integers(0, 6))):
        least = 1 if ragged else width
        rows.append(tuple(draw(st.lists(cell | head, min_size=least, max_size=width))))
    places = tuple(DocumentPlace(table=1, row=number) for number in range(1, len(rows) + 1))
    return Table(tuple(rows), DocumentPlace(table=1), ragged, places)


paragraphs = st.builds(
    Paragraph,
    words | words | words | long_words,
    st.builds(DocumentPlace, line=st.integers(1, 99)),
    numbering=st.sampled_from(("", "", "一、", "（一）", "1.", "（1）")),
)
documents = st.builds(
    Document,
    st.lists(paragraphs | tables(), max_size=12).map(tuple),
    title_hint=st.lists(fragments, max_size=3).map("".join),
    metadata=st.dictionaries(st.sampled_from(("标题", "发文字号", "成文日期")), words, max_size=2),
)


def check(document: Document, registry: Registry, *, keep_text: bool = False) -> None:
    """Import a document; what comes out is written and read back with the same words."""
    started = time.monotonic()
    imported = import_document(
        document, "fuzz", registry, ImportRequest("fuzz", keep_text=keep_text)
    )
    seconds = time.monotonic() - started
    if seconds > LONGEST_SECONDS:
        raise TimeoutError(f"{seconds:.1f} s")
    before, after = imported.catalog.tasks, _written_and_read(imported)
    changed = [
        pair for pair in zip(before, after, strict=True) if _words(pair[0]) != _words(pair[1])
    ]
    if changed:
        raise ValueError(f"changed by writing: {changed[0]}")


def _written_and_read(imported: Imported) -> tuple[Task, ...]:
    comments = {key: [str(p.values) for p in ps] for key, ps in imported.doubts_by_task.items()}
    written = write_catalog(imported.catalog, comments)
    root, problems = read_nodes("fuzz.yaml", written.encode("utf-8"))
    catalog = None
    if root is not None:
        catalog, problems = build_catalog("fuzz.yaml", root)
    serious = [(p.name, p.values) for p in problems if p.severity is Severity.ERROR]
    if catalog is None or serious:
        raise ValueError(f"not read back: {serious}")
    return tuple(catalog.tasks)


def _words(task: Task) -> tuple[object, ...]:
    cells = [(cell.role, cell.text) for cell in task.cells]
    return (task.id, task.group, task.title, task.content, task.deadline, task.note, cells)


def run_round(number: int, registry: Registry) -> bool:
    """Try one round of documents; tells whether something was found."""

    @seed(number)
    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(document=documents, keep_text=st.booleans())
    def try_document(document: Document, keep_text: bool) -> None:
        check(document, registry, keep_text=keep_text)

    try:
        try_document()
    except Exception:
        print(f"round {number}: {traceback.format_exc()}", flush=True)
        return True
    return False


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--round", type=int, default=0, help="begin with this round; 0: any")
    options = parser.parse_args(arguments)
    first = options.round or random.SystemRandom().randrange(1, 2**31)
    end = time.monotonic() + options.minutes * 60
    registry = load_registry()
    rounds = finds = 0
    while not rounds or time.monotonic() < end:
        finds += run_round(first + rounds, registry)
        rounds += 1
    print(f"{rounds} rounds of {ROUND} documents from round {first}: {finds} finds")
    return 1 if finds else 0


if __name__ == "__main__":
    raise SystemExit(main())
