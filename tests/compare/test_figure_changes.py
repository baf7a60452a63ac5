"""Figures in two wordings: which changed, from what to what, and which way."""

from __future__ import annotations

import pytest

from matrices.compare.figures import changed_figures, figures_in


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        (
            "新建通道 92公里；改造通道 10公里",
            "新建通道 80公里；改造通道 15公里",
            "92公里>80公里 down, 10公里>15公里 up",
        ),
        (
            "2024年改造小区120个，新增车位1,200个",
            "2025年改造小区150个，新增车位900个",
            "120个>150个 up, 1,200个>900个 down",
        ),
        ("整改率达到95%", "整改率达到 100％", "95%>100% up"),
        ("重大事故隐患整改率 90%", "重大事故隐患整改率 95%", "90%>95% up"),
        ("较大事故 2起", "较大事故 1起", "2起>1起 limit"),
        ("亡人事故不超过3起", "亡人事故不超过2起", "3起>2起 limit"),
        ("提升3个百分点", "提升3个百分点", ""),
        ("建成站点3个", "培训人员5名", ""),
        ("示例府发〔2024〕1号，第3条，1+7+N机制", "示例府发〔2025〕2号，第4条，2+8+N机制", ""),
        ("", "新增3个", ""),
    ],
)
def test_changes(a: str, b: str, told: str) -> None:
    found = changed_figures([a], [b])

    assert ", ".join(f"{c.a}>{c.b} {c.direction}" for c in found) == told


def test_a_figure_knows_what_it_counts() -> None:
    (figure,) = figures_in(["完成病险水库除险4座。"])

    assert (figure.what, figure.text, figure.number, figure.unit) == (
        "完成病险水库除险",
        "4座",
        4,
        "座",
    )
