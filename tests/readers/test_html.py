from __future__ import annotations

import pytest
from built_documents import flags, names, values
from hypothesis import given, settings
from hypothesis import strategies as st

from matrices.diagnostics import MatrixError
from matrices.readers import limits
from matrices.readers.document import Document
from matrices.readers.html import read_html
from matrices.readers.identify import read_document


def read(body: str, head: str = "") -> Document:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read_document(page.encode(), name="通知.html")


def texts(body: str) -> list[str]:
    return [paragraph.text for paragraph in read(body).paragraphs]


PAGE = """
<div class="header"><a>示例区人民政府</a> <span>无障碍</span></div>
<nav><ul><li>首页</li><li>政务公开</li></ul></nav>
<div class="crumbs">当前位置：首页 &gt; 政务公开</div>
<div class="wrap">
 <table class="meta"><tr><td><b>索 引 号：</b></td><td>115/2025-1</td>
 <td>主题分类：</td><td>水利</td></tr>
 <tr><td>标　　题：</td><td colspan="3">示例区工作要点</td></tr>
 <tr><td>发文字号：</td><td>示例府发〔2025〕2号</td><td>成文日期：</td><td>2025年3月7日</td></tr></table>
 <h1>示例区<br>工作要点</h1>
 <div class="date-row">发布日期：2025-03-17&nbsp;&nbsp;浏览次数：<span>-</span></div>
 <div id="zoom"><p>　　一、总体要求</p><p>坚持&nbsp;统筹。<span>（责任单位：</span>
 <b>区水利局</b>）</p>
 <table><caption>任务分工</caption>
 <thead><tr><th>序号</th><th>任务</th><th>牵头单位</th><th>责任单位</th></tr></thead>
 <tr><td rowspan="2">1</td><td>修缮</td><td>区水利局<br/>区财政局</td><td rowspan=0>各镇街</td></tr>
 <tr><td>排查</td><td><p>区公安局</p><p>区教委</p></td></tr></table></div>
 <p>扫一扫在手机打开当前页</p>
</div>
<div class="share">分享到：<a>微信</a></div>
<script>var 脚本 = 1;</script><style>.x{}</style><!-- 注释 -->
<div style="display: none">隐藏的文字</div>
<footer>主办单位：示例区人民政府办公室 备案号：1</footer>
"""


def test_a_government_page_is_read_without_its_decoration() -> None:
    document = read(PAGE, "<title>示例区工作要点_示例区人民政府</title>")

    assert document.kind == "html"
    assert document.title_hint == "示例区工作要点"
    assert [p.text for p in document.paragraphs] == [
        "示例区工作要点",
        "一、总体要求",
        "坚持 统筹。（责任单位： 区水利局）",
        "任务分工",
    ]
    (table,) = document.tables
    assert table.texts == (
        ("序号", "任务", "牵头单位", "责任单位"),
        ("1", "修缮", "区水利局\n区财政局", "各镇街"),
        ("1", "排查", "区公安局\n区教委", "各镇街"),
    )
    assert [flags(row) for row in table.rows] == ["....", "....", "^..^"]
    assert table.row_places[1].describe() == "表1 第2行"
    assert document.metadata == {
        "索引号": "115/2025-1",
        "主题分类": "水利",
        "标题": "示例区工作要点",
        "发文字号": "示例府发〔2025〕2号",
        "成文日期": "2025年3月7日",
        "发布日期": "2025-03-17",
        "浏览次数": "-",
    }
    removed = values(document, "page-furniture-removed")
    assert int(removed["count"]) == 7
    assert removed["text"].startswith("示例区人民政府")


def test_content_with_a_name_of_decoration_stays() -> None:
    assert texts(
        '<header><h1>示例区要点</h1></header><div class="print">责任单位：区水利局</div>'
    ) == [
        "示例区要点",
        "责任单位：区水利局",
    ]
    long = "各镇街要按照统一部署抓好落实。" * 40
    assert texts(f'<div class="share">{long}</div>') == [long]


def test_hidden_long_text_is_kept_and_hidden_inputs_are_not() -> None:
    assert texts('<p hidden>模板</p><p>正文</p><input value="甲"><select><option>乙</select>') == [
        "正文"
    ]


def test_line_breaks_part_paragraphs_only_where_a_paragraph_begins() -> None:
    assert texts("<p>甲<br>乙<br><br>丙<br>　　丁<br>&nbsp;&nbsp;戊</p>") == [
        "甲\n乙",
        "丙",
        "丁",
        "戊",
    ]
    assert texts("<pre>甲\n乙</pre><p>丙\n丁</p>") == ["甲\n乙", "丙 丁"]


def test_inline_elements_do_not_break_a_paragraph() -> None:
    assert texts("<p>（责任<em>单位</em>：<a href='#'>区水利局</a>）</p>甲<span>乙</span>丙") == [
        "（责任单位：区水利局）",
        "甲乙丙",
    ]
    assert texts("<p>甲<ruby>水<rp>(</rp><rt>shui</rt></ruby></p>") == ["甲水"]


def test_a_table_that_arranges_the_page_is_read_through() -> None:
    document = read(
        "<table><tr><td><table><tr><td><p>正文甲</p></td></tr><tr><td>正文乙</td></tr></table></td>"
        "<td><table><tr><td>任务</td><td>单位</td></tr><tr><td>修缮</td><td>区水利局</td></tr></table>"
        "</td></tr></table><table role='presentation'><tr><td>丙</td><td>丁</td></tr></table>"
        "<table><tr><td></td><td> </td></tr></table>"
        "<table><tr><td class='share'>微博</td></tr></table>"
    )

    assert [p.text for p in document.paragraphs] == ["正文甲", "正文乙", "丙", "丁"]
    assert [table.texts for table in document.tables] == [(("任务", "单位"), ("修缮", "区水利局"))]


def test_a_table_inside_a_cell_becomes_lines_and_is_told() -> None:
    document = read(
        "<table><tr><td>序号</td><td>任务</td><td>单位</td></tr><tr><td>1</td><td>目标"
        "<table><tr><td>堤防</td><td>3处</td></tr></table></td><td>区水利局</td></tr></table>"
    )

    assert document.tables[0].texts[1] == ("1", "目标\n堤防\t3处", "区水利局")
    assert values(document, "nested-table-flattened")["where"] == "表1"


def test_spans_are_resolved_whatever_they_say() -> None:
    (table,) = read(
        "<table><tr><td colspan='2' rowspan='99'>甲</td><td>乙</td></tr>"
        "<tr><td rowspan='x'>丙</td><td colspan=''>丁</td></tr><tr></tr></table>"
    ).tables

    assert table.texts == (("甲", "甲", "乙", ""), ("甲", "甲", "丙", "丁"), ("甲", "甲", "", ""))


def test_head_and_foot_stand_where_they_are_shown() -> None:
    (table,) = read(
        "<table><tfoot><tr><td>合计</td><td>2</td></tr></tfoot><tr><td>修缮</td><td>1</td></tr>"
        "<thead><tr><td>任务</td><td>数</td></tr></thead></table>"
    ).tables

    assert [row[0] for row in table.texts] == ["任务", "修缮", "合计"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta name="ArticleTitle" content="甲通知"><title>乙</title>', "甲通知"),
        ('<meta property="og:title" content="丙通知">', "丙通知"),
        ("<title>丁通知 - 示例区</title>", "丁通知"),
        ("", ""),
    ],
)
def test_the_title_is_found_in_the_head(head: str, title: str) -> None:
    assert read("<p>正文</p>", head).title_hint == title


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("gb18030", ""),
        ("utf-8", '<meta charset="utf-8">'),
        ("utf-8-sig", '<meta charset="gbk">'),
        ("utf-16", ""),
        ("big5", "<meta charset=big5>"),
    ],
)
def test_the_charset_is_found(encoding: str, head: str) -> None:
    page = f"<html><head>{head}</head><body><p>示例區政府工作要點，請貫徹執行。</p></body></html>"

    document = read_document(page.encode(encoding), name="a.html")

    assert document.paragraphs[0].text == "示例區政府工作要點，請貫徹執行。"


def test_large_pictures_are_told_and_icons_are_not() -> None:
    document = read(
        '<p>正文<img src="/x/W020250307.jpg" width="600"></p><img src="/ui/icon.png">'
        '<img src="a.png" width=20><img><img src="b.png" height="30">'
    )

    assert names(document) == ["picture-not-read"]


def test_nesting_just_above_the_limit_is_refused() -> None:
    deep = "<div>" * (limits.HTML_DEPTH - 10)
    assert texts(f"{deep}甲") == ["甲"]

    with pytest.raises(MatrixError) as caught:
        read(f"{deep}{'<div>' * 20}甲")

    assert caught.value.message_id == "error.document-too-deep"


@pytest.mark.parametrize("tag", ["div", "span", "table><tr><td", "b", "font", "ul><li"])
def test_nesting_without_end_is_refused(tag: str) -> None:
    page = f"<html><body>{f'<{tag}>' * 50_000}甲"

    with pytest.raises(MatrixError) as caught:
        read_document(page.encode(), name="a.html")

    assert caught.value.message_id == "error.document-too-deep"


def test_tables_beyond_the_limits_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = "<tr>" + "<td colspan=500 rowspan=60000>甲</td>" * 2 + "</tr>"
    with pytest.raises(MatrixError) as caught:
        read(f"<table>{row * 900}</table>")
    assert caught.value.message_id == "error.document-too-many-rows"

    monkeypatch.setattr(limits, "TABLE_ROWS", 2)
    with pytest.raises(MatrixError) as caught:
        read("<table>" + "<tr><td>甲</td><td>乙</td></tr>" * 3 + "</table>")
    assert caught.value.values["where"] == "表1"


def test_a_page_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HTML_BYTES", 50)

    with pytest.raises(MatrixError) as caught:
        read("<p>正文</p>")

    assert caught.value.message_id == "error.document-too-large"


@pytest.mark.parametrize("page", [b"<html></html>", b"<html><script>1</script>", b"<p> </p>"])
def test_a_page_without_text_is_refused(page: bytes) -> None:
    with pytest.raises(MatrixError) as caught:
        read_document(page, name="a.html")

    assert caught.value.message_id == "error.document-no-text"


PIECES = st.lists(
    st.sampled_from(
        ["<table>", "</table>", "<tr>", "<td rowspan=3>", "<td colspan=0>", "</td>", "<br>",
         "<p>", "</p>", "<div class=nav>", "</div>", "<h1>", "<img src=a>", "&nbsp;", "&#0;",
         "甲", "乙。", "&lt;", "<!--", "-->", "<?x", "<![CDATA[",
         "<script>", "<caption>", "<thead>",
         "<ul><li>",
         "\x00"]
    ),
    max_size=40,
)  # fmt: skip


@given(PIECES)
@settings(max_examples=300, deadline=None)
def test_any_soup_is_read_or_refused(pieces: list[str]) -> None:
    try:
        document = read_html("".join(pieces).encode(), "a.html")
    except MatrixError:
        return
    assert document.blocks


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read_html(b"<html><body>" + data, "a.html")
    except MatrixError:
        return
    assert document.blocks
