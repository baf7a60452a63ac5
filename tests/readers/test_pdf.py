from __future__ import annotations

import io
import random
import zlib
from collections.abc import Sequence

import pytest
from built_documents import HEAD, TASKS, Paper, flags, names, values
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

from matrices.diagnostics import MatrixError
from matrices.readers import limits
from matrices.readers.document import Document
from matrices.readers.identify import read_document
from matrices.readers.pdf import read_pdf

LONG = (
    "（一）修缮示例河堤防。加快示例河沿线险工险段治理，完成堤防达标建设3公里，建立日常巡查制度，"
    "落实防汛物资储备，组织开展防汛应急演练不少于2次，确保安全度汛。（责任单位：区水利局、区财政局、"
    "区应急管理局，各镇街）"
)
SHORT = "（二）排查燃气管道。更新改造老旧燃气管道。（责任单位：区经济信息委）"


def read(paper: Paper) -> Document:
    return read_document(paper.data(), name="通知.pdf")


def texts(paper: Paper) -> list[str]:
    return [paragraph.text for paragraph in read(paper).paragraphs]


def refused(data: bytes) -> str:
    with pytest.raises(MatrixError) as caught:
        read_document(data, name="通知.pdf")
    return caught.value.message_id


def test_lines_are_joined_to_paragraphs_and_headings_stay_apart() -> None:
    paper = Paper()
    paper.centred("示例区安全生产工作要点")
    paper.lines("各镇街：", indent=0).lines("一、总体要求").lines(LONG).lines("二、工作任务").lines(
        SHORT
    )
    paper.y += 30
    paper.at(380, paper.y, "示例区人民政府")

    document = read(paper)

    assert document.kind == "pdf"
    assert document.title_hint == "示例区安全生产工作要点"
    assert [p.text for p in document.paragraphs] == [
        "示例区安全生产工作要点",
        "各镇街：",
        "一、总体要求",
        LONG,
        "二、工作任务",
        SHORT,
        "示例区人民政府",
    ]
    assert document.problems == ()
    assert document.paragraphs[0].place.describe() == "第1页"


def test_page_numbers_do_not_break_a_sentence() -> None:
    paper = Paper()
    for _ in range(7):
        paper.lines(SHORT)
    half = len(LONG) // 27 * 27 - 2 - 27
    paper.lines(LONG[:half]).page_number(1).new_page()
    paper.lines(LONG[half:], indent=0)
    for _ in range(7):
        paper.lines(SHORT)
    paper.page_number(2)

    document = read(paper)

    assert LONG in [p.text for p in document.paragraphs]
    assert len(document.paragraphs) == 15
    assert values(document, "page-furniture-removed")["count"] == "2"


def test_heads_and_feet_that_pages_share_are_removed() -> None:
    paper = Paper()
    for number in range(1, 5):
        paper.at(200, 60, "示例区人民政府公报", 10)
        paper.lines(f"第{number}页正文").lines("甲").lines("乙")
        paper.at(280, 780, f"第{number}页 共4页", 10)
        paper.new_page()

    document = read(paper)

    assert "示例区人民政府公报" not in [p.text for p in document.paragraphs]
    assert len(document.paragraphs) == 12
    assert values(document, "page-furniture-removed")["count"] == "8"


def test_a_title_of_two_lines_is_one_paragraph() -> None:
    paper = Paper()
    paper.centred("示例区人民政府关于印发").centred("年度工作要点的通知").lines(LONG).lines(SHORT)

    document = read(paper)

    assert document.paragraphs[0].text == "示例区人民政府关于印发年度工作要点的通知"
    assert document.title_hint == "示例区人民政府关于印发年度工作要点的通知"


def test_large_lines_without_a_word_of_titles_are_no_title() -> None:
    paper = Paper()
    paper.centred("示例区人民政府文件").lines(LONG).lines(SHORT)

    assert read(paper).title_hint == ""


def test_digits_of_another_font_stand_where_they_belong() -> None:
    paper = Paper()
    paper.lines(LONG).lines(SHORT)
    paper.at(110, paper.y, "到")
    paper.canvas.setFont("Times-Roman", 15)
    paper.canvas.drawString(126, paper.height - paper.y + 2, "2027")
    paper.at(160, paper.y, "年，建成 AI 平台")
    paper.canvas.setFont("Times-Roman", 15)
    paper.canvas.drawString(290, paper.height - paper.y, "Smart City")

    assert texts(paper)[-1] == "到2027年，建成AI平台Smart City"


def test_spaces_between_chinese_words_are_kept_where_they_are_seen() -> None:
    paper = Paper()
    paper.lines(LONG).lines(SHORT)
    paper.at(110, paper.y, "示例区人民政府　　2025年印发")
    paper.at(110, paper.y + 28, "加快建设 推动应用")
    paper.at(110, paper.y + 56, "加快场景建设")
    paper.at(110 + 6.3 * 16, paper.y + 56, "推动场景应用")

    assert texts(paper)[-3:] == [
        "示例区人民政府 2025年印发",
        "加快建设 推动应用",
        "加快场景建设 推动场景应用",
    ]


def test_characters_printed_twice_for_bold_are_read_once() -> None:
    paper = Paper()
    paper.lines(LONG)
    for shift in (0.0, 0.4):
        for n, character in enumerate("一、总体要求"):
            paper.at(110 + shift + 16 * n, paper.y, character)

    assert texts(paper)[-1] == "一、总体要求"


def test_text_without_indents_begins_anew_at_numbers_and_after_short_lines() -> None:
    paper = Paper()
    full = "（一）" + "修缮示例河堤防并加固。" * 5
    full = full[: 27 * 2 - 1] + "。"
    paper.lines(full, indent=0).lines("（二）排查燃气。", indent=0).lines("正文另起。", indent=0)
    paper.lines("（三）" + "演练" * 20, indent=0)
    paper.y += 60
    paper.lines("附件：任务表" + "甲" * 21, indent=0).lines("结束", indent=0)

    assert texts(paper) == [
        full,
        "（二）排查燃气。",
        "正文另起。",
        "（三）" + "演练" * 20,
        "附件：任务表" + "甲" * 21 + "结束",
    ]


def test_a_latin_word_is_not_broken_and_keeps_its_space() -> None:
    paper = Paper()
    paper.lines(LONG).lines(LONG)
    paper.canvas.setFont("Times-Roman", 15)
    line = "The platform is called Smart Water and it is used every day by many and all"
    paper.canvas.drawString(110, paper.height - paper.y, line)
    paper.canvas.drawString(78, paper.height - paper.y - 28, "departments.")

    assert texts(paper)[-1].endswith("by many and all departments.")


# Tables


def test_a_ruled_table_is_read_and_its_text_not_repeated() -> None:
    paper = Paper()
    paper.lines("附件").lines("任务分工如下：")
    paper.table((HEAD, *TASKS)).lines("结束语。")

    document = read(paper)

    assert document.tables[0].texts == (HEAD, *TASKS)
    assert [p.text for p in document.paragraphs] == ["附件", "任务分工如下：", "结束语。"]
    assert document.blocks[2] is document.tables[0]
    assert document.tables[0].row_places[2].describe() == "第1页 表1 第3行"


def test_merged_cells_and_wrapped_lines() -> None:
    paper = Paper()
    paper.table(
        (
            ("示例区任务分工表", "", "", ""),
            HEAD,
            ("1", "防汛", "区水利局", "区应急管理局、区财政局、区住房城乡建委、各镇街"),
            ("2", "", "区公安局\n区交通运输委", "各镇街"),
        ),
        merged=((0, 0, 1, 4), (2, 1, 2, 1)),
        height=44,
    )

    (table,) = read(paper).tables

    assert table.texts[0] == ("示例区任务分工表",) * 4
    assert flags(table.rows[0]) == ".<<<"
    assert table.texts[2] == (
        "1",
        "防汛",
        "区水利局",
        "区应急管理局、区财政局、区住房城乡建委、各镇街",
    )
    assert table.texts[3] == ("2", "防汛", "区公安局\n区交通运输委", "各镇街")
    assert flags(table.rows[3]) == ".^.."


def test_a_table_goes_on_over_page_breaks() -> None:
    paper = Paper()
    paper.lines("任务分工如下：")
    paper.table((HEAD, *TASKS, ("3", "巡查", "区教委", "")), merged=((2, 1, 2, 1),))
    paper.page_number(1).new_page()
    paper.table((HEAD, ("4", "", "区公安局", "各镇街"), ("5", "演练", "区教委", "各校")))
    paper.page_number(2).new_page()
    paper.table((("6", "培训", "区人社局", "各镇街"), ("7", "总结", "区府办", "")))
    paper.lines("结束语。")

    document = read(paper)

    (table,) = document.tables
    assert [row[0] for row in table.texts] == ["序号", "1", "2", "3", "4", "5", "6", "7"]
    assert [row[1] for row in table.texts[2:6]] == ["排查燃气管道"] * 3 + ["演练"]
    assert flags(table.rows[4]) == ".^.."
    assert table.row_places[4].describe() == "第2页 表1 第5行"
    assert names(document).count("table-joined-over-pages") == 2
    assert document.paragraphs[-1].text == "结束语。"


def test_a_row_that_goes_on_over_a_page_break_is_one_row() -> None:
    paper = Paper()
    paper.table(
        (HEAD, ("1", "修缮示例河堤防并且", "区水利局", "区财政局、")), widths=(40, 120, 100, 150)
    )
    paper.new_page()
    paper.table((("", "加固。", "", "各镇街"), TASKS[1]), widths=(40, 120, 100, 150))

    (table,) = read(paper).tables

    assert table.texts == (
        HEAD,
        ("1", "修缮示例河堤防并且加固。", "区水利局", "区财政局、各镇街"),
        TASKS[1],
    )


def test_a_merged_cell_that_goes_on_covers_the_rows_of_the_next_page() -> None:
    paper = Paper()
    paper.table((HEAD, ("1", "防汛", "区水利局", "甲")))
    paper.new_page()
    paper.table(
        (HEAD, ("2", "", "区公安局", "乙"), ("3", "", "区教委", ""), ("4", "演练", "区教委", "")),
        merged=((1, 1, 2, 1),),
    )

    (table,) = read(paper).tables

    assert [row[1] for row in table.texts] == ["重点任务", "防汛", "防汛", "防汛", "演练"]


def test_a_heading_row_is_not_carried_over_a_page_break() -> None:
    paper = Paper()
    paper.table((HEAD, ("一、防汛", "", "", "")), merged=((1, 0, 1, 4),))
    paper.new_page()
    paper.table((("2", "", "区公安局", "乙"), ("3", "", "区教委", "")), merged=((0, 1, 2, 1),))

    (table,) = read(paper).tables

    assert table.texts[2] == ("2", "", "区公安局", "乙")


def test_tables_of_another_shape_stay_apart() -> None:
    paper = Paper()
    paper.table((HEAD, *TASKS)).new_page()
    paper.table((("甲", "乙"), ("丙", "丁")), widths=(40, 150)).new_page()
    paper.table((("甲", "乙"), ("丙", "丁")), widths=(150, 40)).lines("另表：")
    paper.table((("甲", "乙"), ("戊", "己")), widths=(150, 40))

    assert [len(table.rows) for table in read(paper).tables] == [3, 2, 2, 2]


def test_a_page_that_only_repeats_the_head_adds_nothing() -> None:
    paper = Paper()
    paper.table((HEAD, *TASKS)).new_page()
    paper.table((HEAD, ("", "", "", ""))).new_page()
    paper.table((HEAD,))

    (table,) = read(paper).tables

    assert [row[0] for row in table.texts] == ["序号", "1", "2", ""]


def test_frames_and_rules_are_no_tables() -> None:
    paper = Paper()
    paper.canvas.rect(70, 600, 300, 160)
    paper.lines("框中文字").lines("第二行文字。")
    paper.canvas.line(78, 500, 500, 500)
    paper.canvas.line(78, 490, 500, 490)
    paper.canvas.grid([100, 200, 300], [300, 320, 340])

    document = read(paper)

    assert document.tables == ()
    assert [p.text for p in document.paragraphs] == ["框中文字", "第二行文字。"]


# What is not text


def test_ornaments_rotated_and_outlying_text_are_told() -> None:
    paper = Paper()
    paper.lines("正文。")
    paper.at(78, 300, "欗" * 20)
    paper.at(5000, 300, "书书")
    paper.canvas.saveState()
    paper.canvas.translate(300, 300)
    paper.canvas.rotate(90)
    paper.canvas.setFont("STSong-Light", 12)
    paper.canvas.drawString(0, 0, "竖排")
    paper.canvas.restoreState()

    document = read(paper)

    assert [p.text for p in document.paragraphs] == ["正文。"]
    assert names(document) == [
        "text-outside-page-removed",
        "rotated-text-skipped",
        "ornament-removed",
    ]


def picture() -> io.BytesIO:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (40, 8), "grey").save(stream, "PNG")
    stream.seek(0)
    return stream


def draw_picture(paper: Paper, x: float, y: float, width: float, height: float) -> None:
    from reportlab.lib.utils import ImageReader

    paper.canvas.drawImage(ImageReader(picture()), x, paper.height - y, width, height)


def test_a_picture_in_place_of_words_leaves_a_mark() -> None:
    paper = Paper()
    paper.lines(LONG).lines(SHORT)
    paper.at(78, paper.y, "推广智能终端，")
    paper.at(78 + 15 * 16, paper.y, "，优化看护。")
    draw_picture(paper, 78 + 7 * 16, paper.y + 2, 8 * 16, 16)
    # A seal, a dot, a mark behind words and a picture between the lines hide no words.
    draw_picture(paper, 300, 700, 120, 120)
    draw_picture(paper, 400, paper.y, 4, 4)
    draw_picture(paper, 110, 104, 60, 16)
    draw_picture(paper, 300, 500, 60, 16)

    document = read(paper)

    assert document.paragraphs[-1].text.endswith("推广智能终端，\ufffd，优化看护。")
    assert values(document, "picture-not-read")["text"] == "推广智能终端，\ufffd，优化看护。"


def test_a_page_that_is_a_picture_is_told() -> None:
    paper = Paper()
    paper.lines("附件：流程图")
    draw_picture(paper, 78, 600, 440, 400)
    paper.new_page()
    draw_picture(paper, 78, 600, 440, 400)

    document = read(paper)

    assert [(p.name, p.values["where"]) for p in document.problems] == [
        ("picture-not-read", "第1页"),
        ("page-without-text", "第2页"),
    ]


def test_scanned_pages_need_ocr() -> None:
    paper = Paper()
    draw_picture(paper, 0, 800, 590, 800)

    assert refused(paper.data()) == "error.document-needs-ocr"


def test_a_font_without_meaning_needs_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    data = Paper().lines(SHORT).data()
    from pdfminer.pdffont import PDFCIDFont
    from pdfminer.psparser import LIT

    def unknown(self: PDFCIDFont, cid: int) -> str:
        from pdfminer.pdffont import PDFUnicodeNotDefined

        raise PDFUnicodeNotDefined(LIT("x"), cid)

    with monkeypatch.context() as patch:
        patch.setattr(PDFCIDFont, "to_unichr", unknown)
        assert refused(data) == "error.document-needs-ocr"


def test_single_characters_without_meaning_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = Paper().lines("修缮示例河堤防。").data()
    from pdfminer.pdffont import PDFCIDFont, PDFUnicodeNotDefined

    known = PDFCIDFont.to_unichr

    def unknown(self: PDFCIDFont, cid: int) -> str:
        text = known(self, cid)
        if text == "堤":
            raise PDFUnicodeNotDefined("x", cid)
        return text

    with monkeypatch.context() as patch:
        patch.setattr(PDFCIDFont, "to_unichr", unknown)
        document = read_document(data, name="通知.pdf")

    assert document.paragraphs[0].text == "修缮示例河\ufffd防。"
    assert names(document) == ["symbol-not-read"]


# Pages, limits, broken files


def test_pages_can_be_chosen_and_progress_is_told() -> None:
    paper = Paper()
    for number in range(1, 5):
        paper.lines(f"这是第{number}部分").new_page()
    data = paper.data()
    told: list[tuple[int, int]] = []

    document = read_document(
        data, name="a.pdf", pages=range(2, 4), progress=lambda done, all_: told.append((done, all_))
    )

    assert [(p.text, p.place.page) for p in document.paragraphs] == [
        ("这是第2部分", 2),
        ("这是第3部分", 3),
    ]
    assert told == [(1, 2), (2, 2)]
    with pytest.raises(MatrixError) as caught:
        read_document(data, name="a.pdf", pages=range(9, 12))
    assert caught.value.message_id == "error.document-no-such-pages"
    assert caught.value.values == {"name": "a.pdf", "pages": "9-11", "count": "5"}


def test_a_password_is_asked_for_in_words() -> None:
    encryption = StandardEncryption("geheim", strength=128)
    assert refused(Paper(encrypt=encryption).lines("正文").data()) == "error.document-password"


def test_limits_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = Paper()
    data = paper.lines(LONG).new_page().lines(SHORT).data()
    for limit, message_id in (
        ("PDF_PAGES", "error.document-too-many-pages"),
        ("PDF_PAGE_MARKS", "error.document-page-too-full"),
        ("PDF_STREAM_BYTES", "error.document-archive-too-large"),
        ("PDF_ALL_STREAMS_BYTES", "error.document-archive-too-large"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(limits, limit, 1)
            assert refused(data) == message_id


@pytest.mark.slow
def test_forms_that_use_forms_without_end_are_stopped() -> None:
    paper = Paper()
    paper.canvas.beginForm("f0")
    paper.canvas.line(0, 0, 1, 1)
    paper.canvas.endForm()
    for level in range(1, 40):
        paper.canvas.beginForm(f"f{level}")
        paper.canvas.doForm(f"f{level - 1}")
        paper.canvas.doForm(f"f{level - 1}")
        paper.canvas.endForm()
    paper.canvas.doForm("f39")

    assert refused(paper.lines("正文").data()) == "error.document-page-too-full"


def test_a_page_of_too_many_lines_is_read_without_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_PAGE_EDGES", 5)
    paper = Paper()
    paper.table((HEAD, *TASKS))

    document = read(paper)

    assert document.tables == ()
    assert "page-too-complex" in names(document)
    assert "修缮示例河堤防" in "".join(p.text for p in document.paragraphs)


@pytest.mark.slow
def test_a_stream_that_unpacks_without_end_is_refused() -> None:
    bomb = zlib.compress(zlib.compress(bytes(limits.PDF_STREAM_BYTES + 1)))
    assert refused(b"%PDF-1.4\n1 0 obj <<>> stream\n" + bomb) == "error.document-archive-too-large"


@pytest.mark.parametrize("keep", [9, 200, 1500])
def test_a_truncated_file_is_damaged_or_says_nothing(keep: int) -> None:
    data = Paper().lines(LONG).data()

    assert refused(data[:keep]) in ("error.document-damaged", "error.document-needs-ocr")


def test_a_file_without_pages_is_damaged() -> None:
    assert refused(b"%PDF-1.4\ntrailer <<>>\n%%EOF") == "error.document-damaged"


def test_spoiled_bytes_are_read_or_refused() -> None:
    data = Paper(pageCompression=0).lines(LONG).table((HEAD, *TASKS)).data()
    dice = random.Random(11)  # noqa: S311 - reproducible, not secret
    for _ in range(60):
        spoiled = bytearray(data)
        for _ in range(dice.randint(1, 12)):
            spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
        try:
            read_document(bytes(spoiled), name="通知.pdf")
        except MatrixError:
            continue


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_pdf(b"%PDF-1.4\n" + data, "通知.pdf")
    except MatrixError:
        return


# Drafts, web prints and tables without sides


def test_lines_before_a_broad_strip_for_remarks_are_joined() -> None:
    paper = Paper(pageCompression=0)
    paper.columns, paper.left = 20, 40.0
    paper.lines(LONG).lines(LONG.replace("（一）", "（二）"))

    assert [text[:3] for text in texts(paper)] == ["（一）", "（二）"]


def test_balloons_of_reviewers_are_kept_apart() -> None:
    paper = Paper()
    paper.columns, paper.left = 20, 40.0
    second = LONG.replace("（一）", "（二）")
    paper.lines(LONG).lines(second)
    paper.at(410, 128, "删除[甲审]: 区教委、", 8)
    paper.at(410, 156, "设置格式[乙审]: 字体: 加粗", 8)

    document = read(paper)

    assert [p.text for p in document.paragraphs] == [LONG, second]
    assert values(document, "comments-skipped")["text"].startswith("删除[甲审]")


def test_a_border_around_a_page_is_no_table() -> None:
    paper = Paper()
    paper.lines(LONG).lines(SHORT).lines(LONG.replace("（一）", "（三）"))
    paper.canvas.rect(60, 60, 480, 720)
    paper.canvas.rect(60, 760, 240, 20)
    paper.canvas.rect(300, 760, 240, 20)

    document = read(paper)

    assert not document.tables
    assert [p.text[:3] for p in document.paragraphs] == ["（一）", "（二）", "（三）"]


def test_columns_beyond_the_outer_rules_belong_to_the_table() -> None:
    paper = Paper()
    rows = [("序号", "任务", "牵头单位", "时限")]
    rows += [(str(n), f"推进第{n}件事", "区水利局", "6月底") for n in range(1, 4)]
    edges = (78, 120, 280, 400, 480)
    for n, row in enumerate(rows):
        for x, text in zip(edges, row, strict=False):
            paper.at(x + 5, 116 + 24 * n, text, 12)
    for n in range(len(rows) + 1):
        paper.canvas.line(
            edges[0], paper.height - 100 - 24 * n, edges[-1], paper.height - 100 - 24 * n
        )
    for x in edges[1:-1]:
        paper.canvas.line(x, paper.height - 100, x, paper.height - 100 - 24 * len(rows))

    (table,) = read(paper).tables

    assert [[cell.text for cell in row] for row in table.rows] == [list(row) for row in rows]


def open_table(paper: Paper, rows: Sequence[tuple[str, ...]]) -> None:
    """A table with rules between its rows and columns only, none around it."""
    edges = (78, 120, 280, 400, 500)
    for n, row in enumerate(rows):
        top = 100 + 24 * n
        for x, text in zip(edges, row, strict=False):
            paper.at(x + 5, top + 16, text, 12)
        for x in edges[1:-1]:
            paper.canvas.line(x, paper.height - top, x, paper.height - top - 24)
        if n:
            paper.canvas.line(edges[0], paper.height - top, edges[-1], paper.height - top)


def test_a_table_without_outer_rules_keeps_its_first_and_last_row() -> None:
    paper = Paper()
    rows = [("编号", "任务", "牵头单位", "时限")]
    rows += [(str(n), f"推进第{n}件事。", "区水利局", "6月底") for n in range(1, 6)]
    open_table(paper, rows[:4])
    paper.new_page()
    open_table(paper, [rows[0], *rows[4:]])
    paper.new_page()
    last = ("6", "推进第6件事。", "区水利局", "6月底")
    open_table(paper, [rows[0], last])

    (table,) = read(paper).tables

    assert [[cell.text for cell in row] for row in table.rows] == [list(r) for r in (*rows, last)]


def test_rules_beside_a_text_are_no_open_table() -> None:
    paper = Paper()
    paper.lines(LONG).lines(SHORT)
    for x in (70, 520):
        paper.canvas.line(x, paper.height - 80, x, paper.height - 400)

    document = read(paper)

    assert not document.tables
    assert [p.text for p in document.paragraphs] == [LONG, SHORT]


def test_a_row_whose_number_stands_on_the_next_page_is_one_row() -> None:
    head = ("序号", "任务", "牵头单位", "配合单位")
    paper = Paper()
    paper.table(
        [head, ("1", "清理河道。", "区水利局", "各镇街"), ("", "修缮堤防", "区财政局", "区公")]
    )
    paper.new_page()
    paper.table([head, ("2", "并植树。", "", "安局"), ("3", "检查", "区林业局", "")])

    (table,) = read(paper).tables

    assert [cell.text for cell in table.rows[2]] == [
        "2",
        "修缮堤防并植树。",
        "区财政局",
        "区公安局",
    ]
    assert len(table.rows) == 4


def test_a_whole_row_without_number_before_a_page_end_stays_apart() -> None:
    head = ("序号", "任务", "牵头单位", "配合单位")
    paper = Paper()
    paper.table(
        [head, ("1", "清理河道", "区水利局", "各镇街"), ("", "修缮堤防", "区财政局", "区公安局")]
    )
    paper.new_page()
    paper.table([head, ("2", "检查林木", "区林业局", ""), ("3", "巡查", "区林业局", "")])

    (table,) = read(paper).tables

    assert [row[1].text for row in table.rows] == [
        "任务",
        "清理河道",
        "修缮堤防",
        "检查林木",
        "巡查",
    ]


def test_a_row_goes_on_over_a_page_whatever_column_numbers_it() -> None:
    head = ("领域", "序号", "任务", "责任单位")
    paper = Paper()
    paper.table(
        [head, ("", "1", "清理河道", "区水利局"), ("", "2", "修缮堤防并", "区财政局、区水")]
    )
    paper.new_page()
    paper.table([head, ("", "", "植树", "利局"), ("", "3", "检查", "区林业局")])

    (table,) = read(paper).tables

    assert [cell.text for cell in table.rows[2]] == [
        "",
        "2",
        "修缮堤防并植树",
        "区财政局、区水利局",
    ]
    assert len(table.rows) == 4


def test_numbers_of_pages_stand_anywhere_below_the_text() -> None:
    paper = Paper()
    for number in range(1, 5):
        paper.lines(f"第{'一二三四'[number - 1]}部分。")
        paper.at(290, 300, str(number), 9)
        paper.new_page()

    assert texts(paper) == ["第一部分。", "第二部分。", "第三部分。", "第四部分。"]


def test_names_that_fill_their_lines_stay_two() -> None:
    paper = Paper()
    paper.table(
        [
            ("序号", "任务", "责任单位"),
            ("1", "清理河道", "甲区水利局\n甲区数据局"),
            ("2", "植树", "甲区林业局"),
        ],
        (40, 150, 70.8),
        height=40,
    )

    (table,) = read(paper).tables

    assert table.rows[1][2].text == "甲区水利局\n甲区数据局"


def test_a_line_that_ends_early_in_a_sentence_goes_on() -> None:
    paper = Paper()
    for line in (
        "一、为做好示例区的各项工作，加快推进示例河沿线的治理工",
        "作，建设示例河公园，区有关部门要加强组织领导，抓好落",
        "实，确保完成。",
    ):
        paper.lines(line, indent=0)
        paper.y += 40

    assert len(texts(paper)) == 1
