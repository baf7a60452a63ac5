"""Texts that a program has broken at a fixed width. Every notice is invented."""

from __future__ import annotations

import pytest

from matrices.readers.text import read_text
from matrices.readers.wrapping import rejoined

ITEMS = [
    "  1.修复示例河两岸受损的堤防，更换老化的闸门，完成河道清淤和岸线整治。"
    "（区水利局牵头，区财政局、区住房城乡建设局、各镇街配合）",
    "  2.开展中小学校食堂安全检查，公开检查结果，接受家长监督。"
    "（责任单位：区教育局、区市场监管局，各镇人民政府）",
    "  3.建设应急避难场所，设置标识，公布清单，组织演练，做好日常维护和物资更新。"
    "（区应急管理局、区城市管理局负责，10月底前完成）",
    "  4.推进老旧小区改造，加装电梯，增设停车位和充电桩，完善养老托育设施。"
    "（牵头单位：区住房城乡建设局；配合单位：区民政局）",
]


def _broken(paragraph: str, width: int) -> list[str]:
    return [paragraph[start : start + width] for start in range(0, len(paragraph), width)]


def _texts(lines: list[str]) -> list[str]:
    return [text for text, _ in rejoined(lines)[0] if text.strip()]


@pytest.mark.parametrize("width", [22, 28, 33, 40])
@pytest.mark.parametrize("indent", ["  ", "　　", ""])
def test_lines_of_one_width_are_joined(width: int, indent: str) -> None:
    paragraphs = [indent + item.strip() for item in ITEMS + ITEMS]
    lines = ["一、重点任务", *(line for item in paragraphs for line in _broken(item, width))]

    assert _texts(lines) == ["一、重点任务", *paragraphs]


@pytest.mark.parametrize("footer", [["", "— 3 —", ""], ["- 3 -"], ["", "第 3 页 共 9 页"]])
def test_a_page_number_parts_no_name(footer: list[str]) -> None:
    lines = [line for item in ITEMS for line in _broken(item, 28)]

    joined, dropped = rejoined([*lines[:2], *footer, *lines[2:]])

    assert [text for text, _ in joined] == ITEMS
    assert dropped == [line for line in footer if line]


def test_the_place_is_the_first_line() -> None:
    lines = [line for item in ITEMS for line in _broken(item, 28)]

    starts = [at for at, line in enumerate(lines) if line.startswith("  ")]
    assert [at for _, at in rejoined(lines)[0]] == starts


@pytest.mark.parametrize(
    "lines",
    [
        ITEMS + ITEMS,
        ["各镇街、区级各部门：", "现印发给你们，请认真落实。", "2026年3月1日"] * 4,
        ["推进农业节约用种，推广节种机械，完善标准体系建设。"] * 8,
        ["区财政局\t配合\t第一季度前完成示例区重点任务工作"] * 8,
        ["区财政局 | 区水利局 | 第一季度前完成示例区重点任务"] * 8,
    ],
)
def test_other_texts_stay_line_by_line(lines: list[str]) -> None:
    assert rejoined(lines) == ([(line, at) for at, line in enumerate(lines)], [])


def test_what_went_is_told() -> None:
    lines = [line for item in ITEMS for line in _broken(item, 28)]

    document = read_text("\n".join([*lines[:2], "", "— 1 —", "", *lines[2:]]), "demo.txt")

    assert [paragraph.text for paragraph in document.paragraphs] == list(map(str.strip, ITEMS))
    assert [problem.name for problem in document.problems] == ["page-furniture-removed"]
