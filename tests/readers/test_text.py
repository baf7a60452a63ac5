from __future__ import annotations

import pytest
from built_documents import names, values
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matrices.diagnostics import MatrixError
from matrices.readers import limits
from matrices.readers.document import Document, Paragraph
from matrices.readers.identify import read_document
from matrices.readers.text import read_text


def read(text: str, name: str = "通知.txt") -> Document:
    return read_document(text.encode(), name=name)


def test_every_line_is_a_paragraph_with_its_line_number() -> None:
    document = read("示例区工作要点\n\n　　一、总体要求  \n坚持人民至上。\n")

    assert [(p.text, p.place.line) for p in document.paragraphs] == [
        ("示例区工作要点", 1),
        ("一、总体要求", 3),
        ("坚持人民至上。", 4),
    ]
    assert document.kind == "text"
    assert document.problems == ()


def test_a_document_of_one_line_stays_one_paragraph() -> None:
    text = "示例区任务分工：（一）修缮堤防。（责任单位：区水利局）（二）排查燃气。" * 40

    assert [p.text for p in read(text).paragraphs] == [text]


def test_markdown_headings_lose_their_marks() -> None:
    document = read("# 示例区工作要点\n正文\n### （一）修缮堤防 ###\n#话题# 不是标题\n")

    assert [p.text for p in document.paragraphs] == [
        "示例区工作要点",
        "正文",
        "（一）修缮堤防",
        "#话题# 不是标题",
    ]


def test_bookmark_residue_is_removed_and_told_once() -> None:
    document = read(
        "[bookmark: _Toc1][bookmark: _Toc2]第一部分 现状\n[bookmark: _GoBack]\n一、成效\n"
    )

    assert [p.text for p in document.paragraphs] == ["第一部分 现状", "一、成效"]
    assert names(document) == ["bookmark-residue-removed"]
    assert values(document, "bookmark-residue-removed")["count"] == "3"


PIPED = """一、重点措施
序号 |
名称 |
目标(内容) |
责任单位 |
备注 |
1 |
强化领导责任 |
制定清单。 |
各镇街、平台 |
|
2 |
落实考核。 |
区应急管理局 |
||
3 |
强化部门责任 |
厘清职责。 |
区财政局 |
|
4 |
动态排查。 |
|||
5 |
强化企业责任 |
培训人员。 |
区国资委 |
二、重点平台
"""


def test_cells_ending_in_a_pipe_become_a_ragged_table() -> None:
    document = read(PIPED)

    before, table, after = document.blocks
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert (before.text, after.text) == ("一、重点措施", "二、重点平台")
    (table,) = document.tables
    assert table.ragged
    assert table.texts == (
        ("序号", "名称", "目标(内容)", "责任单位", "备注"),
        ("1", "强化领导责任", "制定清单。", "各镇街、平台"),
        ("2", "落实考核。", "区应急管理局"),
        ("3", "强化部门责任", "厘清职责。", "区财政局"),
        ("4", "动态排查。"),
        ("5", "强化企业责任", "培训人员。", "区国资委"),
    )
    assert [place.line for place in table.row_places] == [2, 7, 12, 16, 21, 24]


def test_cells_whose_rows_cannot_be_told_apart_stay_paragraphs() -> None:
    document = read("名称 |\n责任单位 |\n修缮堤防 |\n区水利局 |\n|\n")

    assert [p.text for p in document.paragraphs] == ["名称", "责任单位", "修缮堤防", "区水利局"]
    assert values(document, "flattened-table-not-understood")["where"] == "第1行"


def test_a_numbered_head_without_numbers_below_is_not_guessed_at() -> None:
    document = read("序号 |\n名称 |\n修缮 |\n区水利局 |\n")

    assert document.tables == ()
    assert names(document) == ["flattened-table-not-understood"]


def test_page_data_in_rows_between_pipes_is_metadata() -> None:
    document = read(
        "[  ] | 115/2025-1 | [  ] |  |\n示例区人民政府\n"
        "[ 索引号 ] | 115/2025-1 | [ 发文字号 ] | 示例府发〔2025〕2号 |\n"
        "[ 发布机构 ] | 示例区人民政府 | [ 有效性 ] | 有效 |\n各镇街：\n"
    )

    assert [p.text for p in document.paragraphs] == ["示例区人民政府", "各镇街："]
    assert document.tables == ()
    assert document.metadata == {
        "索引号": "115/2025-1",
        "发文字号": "示例府发〔2025〕2号",
        "发布机构": "示例区人民政府",
        "有效性": "有效",
    }


TABBED = (
    "附件\n一、核心指标\n"
    "\t序号\n\t名称\n\t牵头单位\n\t责任单位\n\t备注\n\n"
    "\t1\n\t交通领域\n\t区公安局\n区交通运输委\n\t各镇街\n\t\n\n"
    "\t2\n\t\n\t区水利局\n\t各镇街\n\t\n\n\n"
    "二、重要文件\n"
)


def test_cells_beginning_with_a_tab_become_a_table() -> None:
    document = read(TABBED)

    (table,) = document.tables
    assert table.texts == (
        ("序号", "名称", "牵头单位", "责任单位", "备注"),
        ("1", "交通领域", "区公安局\n区交通运输委", "各镇街", ""),
        ("2", "", "区水利局", "各镇街", ""),
    )
    assert not table.ragged
    assert [place.line for place in table.row_places] == [3, 9, 16]
    assert [p.text for p in document.paragraphs] == ["附件", "一、核心指标", "二、重要文件"]


def test_a_tab_table_that_lacks_its_last_cell_is_ragged() -> None:
    document = read(
        "\t任务\n\t责任单位\n\t备注\n\n\t修缮堤防\n\t区水利局\n\t急\n\n\t排查\n\t区公安局\n "
    )

    (table,) = document.tables
    assert table.ragged
    assert table.texts[-1] == ("排查", "区公安局")


def test_paragraphs_indented_by_a_tab_are_no_table() -> None:
    long = "按照区委、区政府的统一部署，现就有关事项通知如下，请认真贯彻执行并及时报告情况。"
    document = read(f"\t{long}\n\t第二段。\n\n\t{long}\n\t第四段。\n")

    assert [p.text for p in document.paragraphs] == [long, "第二段。", long, "第四段。"]
    assert read("\t一、总体要求\n\n\t二、工作任务\n").tables == ()
    assert read("\t一\n\t二\n\n\t三\n\n\t四\n\n\t五\n").tables == ()


def test_rows_pasted_from_a_sheet_become_a_table() -> None:
    document = read("任务分工如下：\n任务\t责任单位\n修缮堤防\t区水利局\n附件：\t1. 清单\n")

    (table,) = document.tables
    # The last line has as many tabs: nothing tells it from a row.
    assert table.texts[:2] == (("任务", "责任单位"), ("修缮堤防", "区水利局"))
    assert read("附件：\t1. 清单\n正文。\n").tables == ()


def test_markdown_tables_are_read() -> None:
    document = read(
        "| 任务 | 责任单位 | 备注 |\n|:--|---|--:|\n| 修缮堤防 | 区水利局<br>区财政局 | A\\|B |\n"
        "| 排查 | 区公安局 |\n\n正文 | 不是表格\n"
    )

    (table,) = document.tables
    assert table.texts == (
        ("任务", "责任单位", "备注"),
        ("修缮堤防", "区水利局\n区财政局", "A|B"),
        ("排查", "区公安局", ""),
    )
    assert document.paragraphs[-1].text == "正文 | 不是表格"
    assert read("甲 | 乙\n丙 | 丁\n").tables == ()


def test_a_markdown_row_with_too_many_cells_shows_as_ragged() -> None:
    (table,) = read("任务|单位\n-|-\n修缮|区水利局|多余\n").tables

    assert table.ragged
    assert table.texts[1] == ("修缮", "区水利局", "多余")


def test_text_without_a_word_is_refused() -> None:
    with pytest.raises(MatrixError) as caught:
        read_text(" \n\u200b\n　\n", "通知.txt")

    assert caught.value.message_id == "error.document-no-text"


def test_a_table_longer_than_any_notice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TABLE_ROWS", 3)

    with pytest.raises(MatrixError) as caught:
        read_text("甲\t乙\n" * 4, "通知.txt")

    assert caught.value.message_id == "error.document-too-many-rows"
    assert caught.value.values["where"] == "第1行"


def test_a_text_of_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT_LINES", 3)

    with pytest.raises(MatrixError) as caught:
        read_text("甲\n乙\n丙\n丁", "通知.txt")

    assert caught.value.message_id == "error.document-too-many-lines"


@pytest.mark.parametrize("line", ["\t甲", "\t", "甲\t", "\t甲\n", "\t甲\n\t乙\n\n\t丙\n\n\t丁\n"])
def test_lines_that_nearly_make_a_table_take_no_longer(line: str) -> None:
    document = read_text(f"{line}\n" * 20_000 + "末行。", "通知.txt")

    assert document.paragraphs[-1].text == "末行。"


def test_a_table_after_indented_paragraphs_is_found() -> None:
    document = read(
        "\t按照统一部署，现将有关任务分工通知如下，请各单位认真抓好贯彻落实工作。\n\n" + TABBED[8:]
    )

    assert [len(table.rows) for table in document.tables] == [3]


LINES = st.lists(
    st.sampled_from(
        ["|", "||", "1 |", "序号 |", "甲 | 乙 |", "\t甲", "\t", "", " ", "甲", "-|-", "甲|乙",
         "甲\t乙", "# 题", "[bookmark: _a]", "[ 索引号 ]", "文号：1"]
    ),
    max_size=14,
)  # fmt: skip


@given(LINES)
@settings(deadline=None)
@example(["序号 |", "1 |"])
def test_no_line_is_lost_whatever_stands_beside_it(lines: list[str]) -> None:
    text = "\n".join([*lines, "末行。"])

    document = read_text(text, "通知.txt")

    said = "".join(
        block.text if isinstance(block, Paragraph) else "".join("".join(row) for row in block.texts)
        for block in document.blocks
    )
    for character in "甲乙题末":
        assert said.count(character) == text.count(character)


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("a.txt", "a.csv"):
        try:
            document = read_document(data, name=name)
        except MatrixError:
            continue
        assert isinstance(document, Document)
