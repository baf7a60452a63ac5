"""Slips in names: the cases of tests/cases/one_slip.yaml, and what holds for any two names."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from matrices.spelling import one_slip_apart

CASES: dict[str, dict[str, list[list[str]]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "one_slip.yaml").read_text(encoding="utf-8")
)
PAIRS = [
    pytest.param(*pair, verdict == "slips", id=f"{kind}: {' '.join(pair)}")
    for verdict, kinds in CASES.items()
    for kind, pairs in kinds.items()
    for pair in pairs
]
names = st.text(alphabet="省市区县镇各江津北水利应急管理一二委会办局〈A", max_size=12)


@pytest.mark.parametrize(("first", "second", "expected"), PAIRS)
def test_one_slip_or_another_body(first: str, second: str, expected: bool) -> None:
    assert one_slip_apart(first, second) is expected
    assert one_slip_apart(second, first) is expected


@given(names | st.text(), names | st.text())
def test_the_order_of_two_names_does_not_matter(first: str, second: str) -> None:
    assert one_slip_apart(first, second) == one_slip_apart(second, first)
    assert not one_slip_apart(first, first)
