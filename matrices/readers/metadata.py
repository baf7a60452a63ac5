"""The page data of government sites, told apart from the notice itself.

Sites print a small table, a list or a few lines above the notice: 索引号, 发文字号, 成文日期
and the like. It looks like any other table, but is about the page and holds no tasks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from matrices.readers.document import Block, Paragraph, Table

# Label as pages write it -> label under which the value is kept.
_LABELS: Final = {
    label: kept
    for kept, labels in {
        "索引号": ("索引号", "信息索引号", "索引编号", "信息索引"),
        "主题分类": ("主题分类", "信息分类", "分类", "所属主题", "公文分类", "组配分类"),
        "体裁分类": ("体裁分类", "体裁", "公文种类", "文种"),
        "发布机构": (
            "发布机构",
            "发文机关",
            "发布机关",
            "发文机构",
            "发布单位",
            "发文单位",
            "制发机关",
            "信息所属单位",
            "公开责任部门",
            "制定机关",
            "责任部门",
        ),
        "成文日期": ("成文日期", "发文日期", "生成日期", "成文时间", "印发日期", "签发日期"),
        "发布日期": ("发布日期", "发布时间", "公开日期", "公布日期", "日期", "时间"),
        "标题": ("标题", "名称", "信息名称", "文件名称", "文件标题"),
        "发文字号": ("发文字号", "文号", "文件编号", "发文文号", "公文文号", "文件文号"),
        "主题词": ("主题词", "关键词"),
        "有效性": ("有效性", "文件状态", "公文时效", "有效状态", "时效性", "是否有效", "效力状态"),
        "来源": ("来源", "信息来源", "文章来源"),
        "统一登记号": ("统一登记号", "规范性文件统一编号", "规范性文件登记号"),
        "生效日期": ("生效日期", "实施日期", "施行日期"),
        "废止日期": ("废止日期", "失效日期"),
        "公开方式": ("公开方式", "公开形式"),
        "公开范围": ("公开范围", "公开时限", "公开程序"),
        "浏览次数": ("浏览次数", "阅读次数", "点击数", "访问量", "浏览量"),
    }.items()
    for label in labels
}
_MARKS = re.compile(r"[\s　:：\[\]【】\[\]•·*＊|]+")
_BRACKETED = re.compile(r"^[•·*\s]*[\[［【]\s*([^\[\]［］【】]{2,14}?)\s*[\]］】]$")
_BULLET = re.compile(r"^[•·*]\s*")
_INLINE_LABEL = re.compile(
    "("
    + "|".join(sorted((r"\s*".join(label) for label in _LABELS), key=len, reverse=True))
    + ")"
    + r"\s*[:：]\s*"
)
# Page data stands at the head of a document; further down "日期：" may be part of a task.
_HEAD_BLOCKS: Final = 40
_MAX_TABLE_ROWS: Final = 20
_MAX_VALUE_CHARACTERS: Final = 200
# A line that only prints one of these labels proves nothing: notices use the words too.
_WEAK: Final = {"日期", "时间", "名称", "分类", "来源", "责任部门", "标题"}


def split_metadata(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], dict[str, str]]:
    """Return the blocks without page data, and the page data as label and value.

    The first value of a label wins; labels are unified (文号 is kept as 发文字号).
    """
    found: dict[str, str] = {}
    kept: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Table):
            values = _of_table(block)
            used = 1
        elif at < _HEAD_BLOCKS:
            values, used = _of_lines(blocks, at)
        else:
            values, used = None, 1
        if values is None:
            kept.append(block)
            at += 1
            continue
        for label, value in values:
            if value and not found.get(label):
                found[label] = value
        at += used
    return tuple(kept), found


def label_of(text: str) -> str:
    """Return the unified label that this text is, "" when it is no known label."""
    return _LABELS.get(_MARKS.sub("", text), "")


def is_page_data(table: Table) -> bool:
    """Tell whether a table holds page data."""
    return _of_table(table) is not None


def _of_table(table: Table) -> list[tuple[str, str]] | None:
    """Label and value of a page data table, None for any other table.

    It has few rows, and every row that says anything begins with a label; a head row of
    labels over rows of values (a list of documents) is not page data.
    """
    if len(table.rows) > _MAX_TABLE_ROWS:
        return None
    values: list[tuple[str, str]] = []
    labels = strong = 0
    for row in table.rows:
        cells = [
            cell.text.strip()
            for cell in row
            if not cell.continues_left and not cell.continues_above
        ]
        if not any(cells):
            continue
        named = [label_of(cell) for cell in cells]
        if not named[0] and not _unnamed(cells[0]) and not _INLINE_LABEL.match(cells[0]):
            return None
        if len(cells) > 1 and all(named):
            return None
        at = 0
        while at < len(cells):
            if label := named[at]:
                following = cells[at + 1] if at + 1 < len(cells) and not named[at + 1] else ""
                values.append((label, following))
                labels += 1
                strong += _MARKS.sub("", cells[at]) not in _WEAK
                at += 2 if at + 1 < len(cells) and not named[at + 1] else 1
                continue
            pairs = _inline_pairs(cells[at])
            values += pairs
            labels += len(pairs)
            strong += len(pairs)
            at += 1
    # A page whose labels were pictures or fonts leaves "[ ]" and values: page data, too.
    if labels == 0 and table.rows and all(row and _unnamed(row[0].text) for row in table.rows):
        return []
    alone = len(table.rows) == 1 and not any(value for _, value in values)
    return values if strong and (labels >= 2 or alone) else None


def _unnamed(text: str) -> bool:
    return bool(re.fullmatch(r"\s*[\[［【]\s*[\]］】]\s*", text))


def _inline_pairs(text: str) -> list[tuple[str, str]]:
    """Every "label：value" of a line, when the line begins with one."""
    marks = list(_INLINE_LABEL.finditer(text))
    if not marks or marks[0].start():
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [
        (label_of(mark[1]), text[mark.end() : end].strip())
        for mark, end in zip(marks, ends, strict=True)
    ]


def _of_lines(blocks: Sequence[Block], at: int) -> tuple[list[tuple[str, str]] | None, int]:
    """Page data beginning with the paragraph at this place, and how many blocks it takes."""
    block = blocks[at]
    if not isinstance(block, Paragraph) or len(block.text) > _MAX_VALUE_CHARACTERS:
        return None, 1
    if bracketed := _BRACKETED.match(block.text):
        if not label_of(bracketed[1]):
            return None, 1
        return _value_below(blocks, at, label_of(bracketed[1]))
    pairs = _inline_pairs(block.text)
    return (pairs, 1) if pairs and "。" not in block.text else (None, 1)


def _value_below(blocks: Sequence[Block], at: int, label: str) -> tuple[list[tuple[str, str]], int]:
    """Return the value in the line under a bracketed label, unless that is a label itself."""
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    if (
        not isinstance(below, Paragraph)
        or _BRACKETED.match(below.text)
        or len(below.text) > _MAX_VALUE_CHARACTERS
        # A list keeps label and value in items of their own, both with a bullet or none.
        or bool(_BULLET.match(below.text)) != bool(_BULLET.match(_text(blocks[at])))
    ):
        return [(label, "")], 1
    return [(label, _BULLET.sub("", below.text).strip())], 2


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""
