"""Outline numbers, and documents that were saved as one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrices.importing.outline import Marker, chinese_number, read_marker, split_flattened

NUMBERS = {
    "一": 1,
    "十": 10,
    "十二": 12,
    "二十": 20,
    "二十三": 23,
    "一百": 100,
    "一百零五": 105,
    "两": 2,
    "12": 12,
    "④": 4,
    "": 0,
    "甲": 0,
}
MARKERS = {
    "第一章 总则": Marker(1, 1, "第一章", "总则"),
    "第二部分：重点": Marker(1, 2, "第二部分：", "重点"),
    "一、重点任务": Marker(2, 1, "一、", "重点任务"),
    "十一．重点任务": Marker(2, 11, "十一．", "重点任务"),
    "第三条 加大支持": Marker(3, 3, "第三条", "加大支持"),
    "措施二：发券": Marker(3, 2, "措施二：", "发券"),
    "任务3 建设": Marker(3, 3, "任务3", "建设"),
    "（一）推进": Marker(4, 1, "（一）", "推进"),
    "(二)、推进": Marker(4, 2, "(二)、", "推进"),
    "　　1.推进": Marker(5, 1, "1.", "推进"),
    "12、推进": Marker(5, 12, "12、", "推进"),
    "1.2 推进": Marker(5, 2, "1.2", "推进"),
    "（1）推进": Marker(6, 1, "（1）", "推进"),
    "3）推进": Marker(6, 3, "3）", "推进"),
    "③推进": Marker(6, 3, "③", "推进"),
    "——推进": Marker(7, 0, "——", "推进"),
    "一是推进": Marker(8, 1, "一是", "推进"),
}


@pytest.mark.parametrize(("numeral", "value"), NUMBERS.items())
def test_numerals(numeral: str, value: int) -> None:
    assert chinese_number(numeral) == value


@pytest.mark.parametrize(("text", "marker"), MARKERS.items())
def test_outline_numbers(text: str, marker: Marker) -> None:
    assert read_marker(text) == marker


@pytest.mark.parametrize(
    "text", ["推进工作", "8.5%以上", "2025年底前", "一是否可行", "全面推进", "", "（2023年修订）"]
)
def test_what_is_no_outline_number(text: str) -> None:
    assert read_marker(text) is None


def test_short_texts_stay_whole() -> None:
    assert split_flattened("做到：（一）快。（二）好。") == ["做到：（一）快。（二）好。"]


def test_sections_on_one_line_are_parted() -> None:
    assert split_flattened("方案 一、总则 （一）甲。 二、任务 1.乙，增长8.5%。") == [
        "方案",
        "一、总则",
        "（一）甲。",
        "二、任务",
        "1.乙，增长8.5%。",
    ]


def test_long_lines_are_parted() -> None:
    text = "（一）" + "甲" * 1500 + "。（二）乙。"

    assert split_flattened(text) == ["（一）" + "甲" * 1500 + "。", "（二）乙。"]


@given(st.text())
def test_parting_loses_nothing_but_spaces(text: str) -> None:
    flattened = text + " 一、甲。 二、乙。"

    assert "".join("".join(split_flattened(flattened)).split()) == "".join(flattened.split())
