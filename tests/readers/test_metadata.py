from __future__ import annotations

from matrices.readers.document import Block, GridCell, Paragraph, Table
from matrices.readers.metadata import is_page_data, label_of, split_metadata


def table(*rows: tuple[str, ...]) -> Table:
    return Table(tuple(tuple(GridCell(text) for text in row) for row in rows))


def lines(*texts: str) -> list[Block]:
    return [Paragraph(text) for text in texts]


def test_labels_are_recognised_however_they_are_spread() -> None:
    assert label_of("索 引 号：") == "索引号"
    assert label_of("[ 发文机关 ]") == "发布机构"
    assert label_of("标　　题") == "标题"
    assert label_of("责任单位") == ""


def test_a_table_of_tasks_is_no_page_data() -> None:
    assert not is_page_data(table(("序号", "名称", "责任单位"), ("1", "修缮", "区水利局")))
    assert not is_page_data(table(("标题", "发文字号", "发布日期"), ("甲", "1号", "2025")))
    assert not is_page_data(table(("名称", "修缮"), ("时间", "6月底前")))
    assert not is_page_data(table(*[("索引号", str(n)) for n in range(30)]))
    assert not is_page_data(table(("", "")))


def test_labels_and_values_may_share_a_cell_or_have_none() -> None:
    blocks, found = split_metadata(
        [
            table(
                ("索引号：115/1　发文字号：2号", ""),
                ("发布机构", ""),
                ("发布日期", "", "文号", "3号"),
            ),
            table(("主题词：", "", "", "")),
            table(("[ ]", "115/1"), ("[  ]", "")),
        ]
    )

    assert blocks == ()
    assert found == {"索引号": "115/1", "发文字号": "2号"}


def test_merged_values_are_taken_once() -> None:
    row = (GridCell("标题"), GridCell("要点"), GridCell("要点", continues_left=True))
    _, found = split_metadata([Table((row, (GridCell("文号"), GridCell("1号"), GridCell(""))))])

    assert found == {"标题": "要点", "发文字号": "1号"}


def test_lists_of_labels_with_values_below_are_page_data() -> None:
    blocks, found = split_metadata(
        lines("• [ 索引号 ]", "• 115/1", "• [ 有效性 ]", "• [ 成文日期 ]", "• 2024-03-26",
              "[ 发布机构 ]", "• 一、总体要求", "[ 不是标签 ]")
    )  # fmt: skip

    assert [b.text for b in blocks if isinstance(b, Paragraph)] == [
        "• 一、总体要求",
        "[ 不是标签 ]",
    ]
    assert found == {"索引号": "115/1", "成文日期": "2024-03-26"}


def test_lines_with_label_and_value_are_page_data_at_the_head_only() -> None:
    long = "时间：" + "长" * 300
    head = lines("发布机关：示例区", "日期：2025-03-31 来源：本网", "正文", long, "时间：6月底前。")
    blocks, found = split_metadata([*head, *lines(*["段"] * 60, "日期：2025-06-30")])

    assert len(blocks) == 64
    assert found == {"发布机构": "示例区", "发布日期": "2025-03-31", "来源": "本网"}
    assert split_metadata([*lines("[索引号]"), table(("甲", "乙"))])[1] == {}
