"""Deadlines and quantified targets in the wording of a task."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrices.importing.figures import find_deadline, find_targets

DEADLINES = {
    "2025年底前完成改造": "2025年底",
    "2025年6月底前，全面建成": "2025年6月底",
    "力争2025年6月30日前印发": "2025年6月30日",
    "汛前完成检修": "汛前",
    "年底前出台办法": "年底",
    "按照2025年工作安排": "",
    "": "",
}
TARGETS = {
    "新建充电桩不少于200台": ["新建充电桩不少于200台"],
    "覆盖率达到95%以上，下降10个百分点": ["覆盖率达到95%以上，下降10个百分点"],
    "改造管网12公里、泵站3座": ["改造管网12公里、泵站3座"],
    "到2027年，数据接入率达50%以上，事故率控制在6%和4%以下": [
        "数据接入率达50%以上",
        "事故率控制在6%和4%以下",
    ],
    "预留30%（其中专家号不低于20%）的号源，优先安排": ["预留30%（其中专家号不低于20%）的号源"],
    "开展专项行动（2项），排查1,200户": ["排查1,200户"],
    "截至2025年底，已建成53家": [],
    "会同4部门开展检查": [],
    "粮食面积稳定在3.5万亩": ["粮食面积稳定在3.5万亩"],
    "2025年印发，第3号文件": [],
    "三分之二家": ["三分之二家"],
    "推进工作": [],
}


@pytest.mark.parametrize(("text", "deadline"), DEADLINES.items())
def test_deadlines(text: str, deadline: str) -> None:
    assert find_deadline(text) == deadline


@pytest.mark.parametrize(("text", "targets"), TARGETS.items())
def test_targets(text: str, targets: list[str]) -> None:
    assert find_targets(text) == targets


def test_a_bare_figure_is_told_of_its_subject() -> None:
    assert find_targets("10个以上", "建成示范线") == ["建成示范线 10个以上"]


def test_figures_in_front_of_a_date_are_no_targets() -> None:
    assert find_targets("做好2个月度评估") == []


def test_at_most_twelve_targets() -> None:
    assert len(find_targets("，".join(f"新建{n}座" for n in range(1, 30)))) == 12


@given(st.text())
def test_what_is_found_stands_in_the_text(text: str) -> None:
    assert find_deadline(text) in text
    assert all(target in text or target.strip() in text for target in find_targets(text))
