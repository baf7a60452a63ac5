from __future__ import annotations

from collections.abc import Callable

import pytest
from built_documents import (
    HEAD,
    TASKS,
    abstract_list,
    append,
    fill,
    flags,
    names,
    numbered,
    read_word,
    repacked,
    saved,
    use_lists,
    values,
    word,
)
from docx.enum.style import WD_STYLE_TYPE

from matrices.diagnostics import MatrixError
from matrices.readers import limits
from matrices.readers.document import Paragraph
from matrices.readers.identify import read_document


def texts(xml: str) -> list[str]:
    """The paragraphs of a document that holds this element."""
    document = word()
    append(document, xml)
    return [paragraph.text for paragraph in read_word(document).paragraphs]


def test_paragraphs_and_tables_come_in_reading_order() -> None:
    document = word()
    document.add_heading("示例区工作要点", 0)
    document.add_heading("一、总体要求", 1)
    document.add_paragraph("坚持人民至上。")
    fill(document.add_table(3, 4), (HEAD, *TASKS))
    document.add_paragraph("")
    document.add_heading("（一）修缮", 3)

    read = read_word(document)

    assert read.kind == "docx"
    assert read.title_hint == "示例区工作要点"
    assert [b.text if isinstance(b, Paragraph) else b.texts for b in read.blocks] == [
        "示例区工作要点",
        "一、总体要求",
        "坚持人民至上。",
        (HEAD, *TASKS),
        "（一）修缮",
    ]
    assert read.paragraphs[2].place.describe() == "第3段"
    assert read.tables[0].row_places[2].describe() == "表1 第3行"
    assert read.problems == ()


def test_styles_based_on_each_other_do_not_loop() -> None:
    document = word()
    first = document.styles.add_style("甲", WD_STYLE_TYPE.PARAGRAPH)
    second = document.styles.add_style("乙", WD_STYLE_TYPE.PARAGRAPH)
    first.base_style, second.base_style = second, first
    document.add_paragraph("正文", style="甲")

    assert [p.text for p in read_word(document).paragraphs] == ["正文"]


def test_list_numbers_are_computed_and_kept_apart_from_the_text() -> None:
    document = word()
    use_lists(
        document,
        abstract_list(
            0, ("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")
        )
        + abstract_list(1, ("bullet", "●"))
        + abstract_list(2, ("hebrew1", "%1"))
        + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>'
        '<w:num w:numId="9"><w:abstractNumId w:val="77"/></w:num>',
    )
    for text, list_id, level in (
        ("总体要求", 1, 0), ("工作任务", 1, 0), ("压实责任", 1, 1), ("落实考核", 1, 2),
        ("完善制度", 1, 2), ("排查隐患", 1, 1), ("另起", 2, 2), ("要点", 3, 0), ("异样", 4, 0),
        ("无编号", 9, 0), ("零号", 0, 0), ("保障措施", 1, 0),
    ):  # fmt: skip
        numbered(document, text, list_id, level)

    read = read_word(document)

    assert [(p.numbering, p.text) for p in read.paragraphs] == [
        ("一、", "总体要求"),
        ("二、", "工作任务"),
        ("（一）", "压实责任"),
        ("1.", "落实考核"),
        ("2.", "完善制度"),
        ("（二）", "排查隐患"),
        ("5.", "另起"),
        ("", "要点"),
        ("1", "异样"),
        ("", "无编号"),
        ("", "零号"),
        ("三、", "保障措施"),
    ]
    assert values(read, "list-number-not-computed")["style"] == "hebrew1"


def test_a_style_may_number_its_paragraphs() -> None:
    document = word()
    use_lists(
        document,
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="numbered-link"/></w:abstractNum>'
        + abstract_list(6, ("decimal", "第%1条"), more='<w:isLgl/><w:lvlRestart w:val="0"/>')
        + '<w:num w:numId="5"><w:abstractNumId w:val="5"/></w:num>'
        '<w:num w:numId="6"><w:abstractNumId w:val="6"/></w:num>',
    )
    from built_documents import W
    from docx.oxml.parser import parse_xml

    for style_id, list_id in (("numbered-link", 6), ("article", 5)):
        document.styles.element.append(
            parse_xml(
                f'<w:style {W} w:type="paragraph" w:styleId="{style_id}">'
                f'<w:name w:val="{style_id}"/>'
                f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
                "</w:style>"
            )
        )
    for text in ("适用范围", "职责分工"):
        append(
            document,
            f'<w:p><w:pPr><w:pStyle w:val="article"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>',
        )

    assert [p.numbering for p in read_word(document).paragraphs] == ["第1条", "第2条"]


def test_the_numbers_of_cells_belong_to_their_text() -> None:
    document = word()
    use_lists(
        document,
        abstract_list(0, ("decimal", "%1."))
        + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    row = (
        '<w:tr><w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:p></w:tc><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    )
    append(document, f"<w:tbl>{row.format('修缮堤防')}{row.format('排查燃气')}</w:tbl>")
    numbered(document, "其他", 1)

    read = read_word(document)

    assert read.tables[0].texts == (("1", "修缮堤防"), ("2", "排查燃气"))
    assert read.paragraphs[0].numbering == "3."


def test_merged_cells_are_repeated_in_every_place() -> None:
    document = word()
    table = document.add_table(4, 4)
    fill(table, (("示例区任务分工", "", "", ""), HEAD, *TASKS))
    table.cell(0, 0).merge(table.cell(0, 3))
    table.cell(2, 1).text, table.cell(3, 1).text = "防汛", ""
    table.cell(2, 1).merge(table.cell(3, 1))

    (read,) = read_word(document).tables

    assert read.texts[0] == ("示例区任务分工",) * 4
    assert flags(read.rows[0]) == ".<<<"
    assert [row[1] for row in read.texts[2:]] == ["防汛", "防汛"]
    assert flags(read.rows[3]) == ".^.."


def test_a_broken_vertical_merge_is_a_cell_of_its_own() -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    document = word()
    append(
        document,
        "<w:tbl><w:tr>" + cell.format('<w:gridSpan w:val="x"/>', "甲") + cell.format("", "乙")
        + "</w:tr><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>"
        + cell.format("<w:vMerge/>", "丙") + "</w:tr></w:tbl>",
    )  # fmt: skip

    (table,) = read_word(document).tables

    assert table.texts == (("甲", "乙"), ("", "丙"))


def test_a_frame_of_one_cell_is_read_through() -> None:
    document = word()
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "附件1"
    fill(frame.add_table(2, 4), (HEAD, TASKS[0]))

    read = read_word(document)

    assert [p.text for p in read.paragraphs] == ["附件1"]
    assert read.tables[0].texts == (HEAD, TASKS[0])


def test_a_table_inside_a_cell_becomes_lines_and_is_told() -> None:
    document = word()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "目标"
    fill(table.cell(0, 1).add_table(2, 2), (("堤防", "3处"), ("水库", "2座")))
    document.add_table(1, 2).cell(0, 0).text = "另一表"

    read = read_word(document)

    assert read.tables[0].texts == (("目标", "堤防\t3处\n水库\t2座"),)
    assert values(read, "nested-table-flattened")["where"] == "表1 第1行"
    assert read.tables[1].place.describe() == "表2"


def test_a_table_without_rows_is_no_table() -> None:
    document = word()
    document.add_paragraph("正文")
    append(document, "<w:tbl><w:tblPr/></w:tbl>")

    assert len(read_word(document).blocks) == 1


def test_insertions_are_read_and_deletions_are_not() -> None:
    document = word()
    append(
        document,
        "<w:p><w:r><w:t>牵头单位：</w:t></w:r><w:del><w:r><w:delText>区安监局</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>区应急管理局</w:t></w:r></w:ins></w:p>",
    )
    append(document, "<w:del><w:p><w:r><w:t>整段删除</w:t></w:r></w:p></w:del>")
    append(
        document,
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    )

    read = read_word(document)

    assert read.paragraphs[0].text == "牵头单位：区应急管理局"
    assert read.tables[0].texts == (("一", ""),)
    assert values(read, "deletions-ignored")["count"] == "3"


def test_content_controls_links_and_choices_are_read() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    content = (
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"
    )
    assert texts(
        "<w:sdt><w:sdtContent><w:p>" + content.format("发文") + "<w:hyperlink>"
        + run.format("字号") + "</w:hyperlink></w:p></w:sdtContent></w:sdt>"
    ) == ["发文字号"]  # fmt: skip
    assert texts(
        "<w:p><mc:AlternateContent "
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice Requires='x'>{run.format('新')}</mc:Choice>"
        f"<mc:Fallback>{run.format('旧')}</mc:Fallback></mc:AlternateContent></w:p>"
    ) == ["新"]


def test_rows_and_cells_in_content_controls_are_read() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    document = word()
    append(
        document,
        "<w:tbl><w:tblPr/><w:sdt><w:sdtContent><w:tr><w:trPr/>" + cell.format("任务")
        + "<w:sdt><w:sdtContent>" + cell.format("单位") + "</w:sdtContent></w:sdt></w:tr>"
        "</w:sdtContent></w:sdt></w:tbl>",
    )  # fmt: skip

    assert read_word(document).tables[0].texts == (("任务", "单位"),)


def test_breaks_tabs_hyphens_and_phonetics() -> None:
    assert texts(
        '<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:br w:type="page"/>'
        "<w:noBreakHyphen/><w:softHyphen/><w:cr/><w:t>丁</w:t><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>shuǐ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>水</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r></w:p>"
    ) == ["甲\n乙\t丙-\n丁水"]


def test_symbols_are_translated_or_told() -> None:
    document = word()
    append(
        document,
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="X" w:char="F001"/>'
        "</w:r></w:p>",
    )

    read = read_word(document)

    assert read.paragraphs[0].text == "☑\ufffd"
    assert values(read, "symbol-not-read")["code"] == "F001"


def test_text_boxes_pictures_and_hidden_text_are_skipped_and_told() -> None:
    document = word()
    document.add_paragraph("正文")
    append(
        document,
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></w:r></w:p>",
    )
    append(
        document,
        '<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a" r:embed="rId1" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
        "</w:drawing></w:r></w:p>",
    )
    append(document, '<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:v"/></w:pict></w:r></w:p>')
    append(document, "<w:p><w:r><w:pict><w:line/></w:pict></w:r></w:p>")
    append(
        document,
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr>"
        '</w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r></w:p>',
    )
    append(document, "<w:altChunk></w:altChunk>")

    read = read_word(document)

    assert [p.text for p in read.paragraphs] == ["正文", "可见"]
    assert names(read) == [
        "text-box-skipped",
        "picture-not-read",
        "picture-not-read",
        "hidden-text-skipped",
        "embedded-document-not-read",
    ]
    assert values(read, "text-box-skipped")["text"] == "框中文字"
    assert values(read, "text-box-skipped")["where"] == "第2段"


def test_formulas_are_read_as_their_characters() -> None:
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    assert texts(
        f"<w:p><m:oMath {math}><m:r><m:t>x≥97%</m:t></m:r></m:oMath></w:p>",
    ) == ["x≥97%"]


def test_notes_comments_and_running_heads_are_told() -> None:
    document = word()
    paragraph = document.add_paragraph("正文")
    document.add_comment(paragraph.runs, "请核对", author="甲")
    section = document.sections[0]
    section.header.paragraphs[0].text = "示例区人民政府公报"
    section.footer.paragraphs[0].text = "— 3 —"
    data = repacked(saved(document), add_footnotes)

    read = read_document(data, name="通知.docx")

    assert set(names(read)) == {"comments-skipped", "running-head-skipped", "footnotes-skipped"}
    assert values(read, "comments-skipped")["text"] == "请核对"
    assert values(read, "running-head-skipped")["text"] == "示例区人民政府公报"
    assert values(read, "footnotes-skipped")["text"] == "注：按职责分工。"


def add_footnotes(name: str, data: bytes) -> bytes:
    """Turn the part of the styles' numbering into footnotes: only its relation is looked at."""
    if name == "word/_rels/document.xml.rels":
        return data.replace(b"relationships/fontTable", b"relationships/footnotes")
    if name == "word/fontTable.xml":
        from built_documents import W

        note = "<w:footnote><w:p><w:r><w:t>注：按职责分工。</w:t></w:r></w:p></w:footnote>"
        return f"<w:footnotes {W}>{note}</w:footnotes>".encode()
    return data


def test_no_break_spaces_are_cleaned_and_counted() -> None:
    document = word()
    document.add_paragraph("区\u00a0水利局\u200b")

    read = read_word(document)

    assert read.paragraphs[0].text == "区 水利局"
    assert names(read) == ["characters-cleaned"]


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(MatrixError) as caught:
        read_word(word())

    assert caught.value.message_id == "error.document-no-text"


@pytest.mark.parametrize(
    "change",
    [
        lambda name, data: None if name == "word/document.xml" else data,
        lambda name, data: data[: len(data) // 2] if name == "word/document.xml" else data,
        lambda name, data: None if name == "_rels/.rels" else data,
        lambda name, data: b"<x/>" if name == "word/document.xml" else data,
    ],
)
def test_a_broken_package_is_damaged(change: Callable[[str, bytes], bytes | None]) -> None:
    document = word()
    document.add_paragraph("正文")

    with pytest.raises(MatrixError) as caught:
        read_document(repacked(saved(document), change), name="通知.docx")

    assert caught.value.message_id == "error.document-damaged"


def test_tables_beyond_the_limits_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    document = word()
    document.add_table(4, 4).cell(0, 0).text = "序号"
    for limit in ("TABLE_ROWS", "TABLE_COLUMNS"):
        with monkeypatch.context() as patch:
            patch.setattr(limits, limit, 3)
            with pytest.raises(MatrixError) as caught:
                read_word(document)
        assert caught.value.message_id == "error.document-too-many-rows"


def test_a_document_without_lists_has_no_numbers() -> None:
    document = word()
    numbered(document, "正文", 1)
    data = repacked(
        saved(document),
        lambda name, part: (
            part.replace(b"relationships/numbering", b"relationships/other")
            if name == "word/_rels/document.xml.rels"
            else part
        ),
    )

    assert read_document(data, name="通知.docx").paragraphs[0].numbering == ""
