"""Title, number, issuer, jurisdiction, date and period at the head of a notice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from import_fixtures import document

from matrices.catalogs.fields import IDENTIFIER
from matrices.importing.front_matter import FrontMatter, half_width, notice_id, read_front_matter
from matrices.readers.document import Document, Paragraph

LETTER = """\
示例市示例区人民政府办公室
关于印发《示例区2025年重点工作方案》的通知
示例府办〔２０２５〕7号
各镇街，区级有关部门：
现将方案印发给你们，请认真贯彻执行。
示例市示例区人民政府办公室
2025年3月5日
"""


def _read(*parts: str, **extra: object) -> FrontMatter:
    return read_front_matter(document(*parts, **extra), "fallback")


def test_a_covering_letter() -> None:
    assert _read(LETTER) == FrontMatter(
        title="示例区2025年重点工作方案",
        number="示例府办〔2025〕7号",
        issuer="示例市示例区人民政府办公室",
        jurisdiction="示例区",
        issued="2025-03-05",
        period="2025",
    )


def test_page_data_comes_first() -> None:
    front = _read(
        "正文",
        metadata={
            "标题": "示例省人民政府关于印发示例省行动计划（2023—2025年）的通知",
            "发文字号": "示例政发〔2023〕3号",
            "成文日期": "2023-02-01",
            "发布机构": "示例省人民政府",
        },
    )

    assert front == FrontMatter(
        title="示例省行动计划（2023—2025年）",
        number="示例政发〔2023〕3号",
        issuer="示例省人民政府",
        jurisdiction="示例省",
        issued="2023-02-01",
        period="2023-2025",
    )


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("国务院关于推进甲事项的意见\n各省、自治区：", "jurisdiction", "全国"),
        ("国务院关于推进甲事项的意见\n各省、自治区：", "issuer", "国务院"),
        ("示例市应急管理“十四五”规划", "period", "2021-2025"),
        ("示例市应急管理“十四五”规划", "title", "示例市应急管理“十四五”规划"),
        ("（征求意见稿）\n示例县防汛工作方案", "title", "示例县防汛工作方案"),
        ("示例县2025年\n安全生产工作要点\n一、总则", "title", "示例县2025年安全生产工作要点"),
        ("推进工作", "jurisdiction", "未注明"),
        ("推进工作", "title", "fallback"),
        ("推进工作\n2025年13月45日", "issued", ""),
        ("推进工作\n2025年2月30日", "issued", ""),
        ("示例县教育局文件\n通知事项", "issuer", "示例县教育局"),
        ("", "period", ""),
        ("", "title", "fallback"),
    ],
)
def test_single_fields(text: str, field: str, value: str) -> None:
    assert getattr(_read(text), field) == value


def test_a_publisher_stands_in_for_the_issuer() -> None:
    assert _read("推进工作", metadata={"发布机构": "示例县教育局"}).issuer == "示例县教育局"


def test_a_blank_title_of_the_page_is_none() -> None:
    assert _read("推进", metadata={"标题": " "}).title == "fallback"


def test_a_title_hint_is_used() -> None:
    assert (
        _read("推进", title_hint="Plan 2025 of the district").title == "Plan 2025 of the district"
    )


def test_half_width() -> None:
    assert half_width("２０２５Ａｚ，（一）") == "2025Az，（一）"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/a/b/示例区方案.docx", "示例区方案"),
        ("01-plan.2025.pdf", "01-plan.2025"),
        ("a b（1）.txt", "a-b-1"),
        ("???", "notice"),
        ("x" * 99 + ".md", "x" * 60),
    ],
)
def test_ids_out_of_file_names(name: str, expected: str) -> None:
    assert notice_id(name) == expected


@given(st.text())
def test_every_id_is_valid(name: str) -> None:
    assert IDENTIFIER.fullmatch(notice_id(name))


@given(st.lists(st.text(max_size=40), max_size=8), st.text(max_size=20))
def test_any_head_is_read(lines: list[str], hint: str) -> None:
    front = read_front_matter(
        Document(tuple(Paragraph(line) for line in lines), title_hint=hint), "fallback"
    )

    assert front.title
    assert front.jurisdiction


def test_a_cited_document_gives_neither_title_nor_number() -> None:
    front = _read(
        "示例市防汛工作方案\n"
        "为贯彻《示例省人民政府印发〈示例省防汛办法〉的通知》（示例政发〔2024〕9号）精神，落实示例省"
        "印发《示例省工作要点》的要求，制定本方案。\n一、总则\n"
    )

    assert (front.title, front.number, front.period) == ("示例市防汛工作方案", "", "")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("附件3\n示例省专项行动计划\n一、总则", "title", "示例省专项行动计划"),
        ("附件3示例省专项行动计划\n一、总则", "title", "示例省专项行动计划"),
        (
            "示例省建设方案\n（2026—2030年）\n（征求意见稿）",
            "title",
            "示例省建设方案（2026—2030年）",
        ),
        ("示例省建设方案\n（2026—2030年）\n（征求意见稿）", "period", "2026-2030"),
        ("《示例省实施方案（2026-2030年）》印发\n示例 2026-07-30", "period", "2026-2030"),
        ("关于支持示例区建设若干举措\n（送审稿）", "title", "关于支持示例区建设若干举措"),
        ("示例市卫生健康委等4部门关于印发方案的通知", "issuer", "示例市卫生健康委等4部门"),
        ("示例市卫生健康委员会示例市财政局关于印发方案的通知", "jurisdiction", "示例市"),
        ("关于支持浙江建设创新高地的举措", "jurisdiction", "浙江省"),
        ("示例市示例区人民政府\n2025年3月7日\n2025年全区工作要点", "title", "2025年全区工作要点"),
        ("示例市应急预案\n（示例府发〔2025〕6号）", "number", "示例府发〔2025〕6号"),
        (
            "Title: 示例区推进签约服务 助力工程升级\n正文。",
            "title",
            "示例区推进签约服务助力工程升级",
        ),
        ("推进工作\n示例区人民政府\n2025年6月25日", "period", ""),
    ],
)
def test_heads_of_other_forms(text: str, field: str, value: str) -> None:
    assert getattr(_read(text), field) == value


@pytest.mark.parametrize(
    "line",
    [
        "本办法自2025年9月1日起施行，有效期五年。",
        "第九条 本规定有效期至2028年12月31日。",
        "自2026年1月1日起执行",
    ],
)
def test_the_day_a_regulation_takes_effect_is_not_the_day_of_issue(line: str) -> None:
    front = _read("示例市停车管理办法\n第一条 为了规范停车，制定本办法。", line)

    assert front.issued == ""


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("示例区召开工作会议-示例区人民政府门户网站", "示例区召开工作会议"),
        ("示例区2026年工作要点_示例区政府网", "示例区2026年工作要点"),
        ("示例区2026—2030年工作规划", "示例区2026—2030年工作规划"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(page: str, title: str) -> None:
    assert _read("为了做好工作，制定本文件。", title_hint=page).title == title
