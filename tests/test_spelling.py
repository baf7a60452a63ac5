"""Slips in names: the cases of tests/cases/one_slip.yaml, and what holds for any two names."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from matrices.spelling import (
    ALIKE,
    FAINTLY_ALIKE,
    MAX_SUGGESTIONS,
    nearest_name,
    nearest_names,
    one_slip_apart,
)

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


def test_the_nearest_names_come_first_and_no_others() -> None:
    known = ["各镇街", "区公安局", "区农业农村局", "区水利局", "区水利水电局"]

    assert nearest_names("区水力局", known, 4) == ["区水利局", "区水利水电局"]
    assert nearest_names("区水力局", known, 1) == ["区水利局"]
    assert nearest_name("国家电网", known) == ""


MANY = [
    f"{place}{level}{body}"
    for place in ("", "江津", "北江", "甲市江津", "津江江", "一二", "〈")
    for level in ("区", "县", "", "区区", "市", "各")
    for body in ("应急管理局", "水利局", "局", "委", "委会", "各镇街", "水利水电局", "办应急管理")
    for level in (level, level[::-1] + "A", level + "BB", level + "北", level + "理理理")
]


@given(
    names | st.sampled_from(MANY),
    st.integers(1, 6),
    st.sampled_from((FAINTLY_ALIKE, ALIKE, 0.9)),
)
@settings(max_examples=30)
def test_among_many_names_the_nearest_are_those_that_comparing_all_finds(
    name: str, most: int, alike: float
) -> None:
    known = list(dict.fromkeys(MANY))
    expected = difflib.get_close_matches(name, known, most, alike)

    assert len(known) > 1_000
    assert nearest_names(name, MANY, most, alike=alike) == expected


def test_faintly_alike_finds_what_was_typed_in_part() -> None:
    assert nearest_name("应急", ["区应急管理局"]) == ""
    assert nearest_name("应急", ["区应急管理局"], alike=FAINTLY_ALIKE) == "区应急管理局"


def test_after_many_problems_no_nearest_name_is_looked_for() -> None:
    assert nearest_name("区水力局", ["区水利局"], already_told=MAX_SUGGESTIONS - 1) == "区水利局"
    assert nearest_name("区水力局", ["区水利局"], already_told=MAX_SUGGESTIONS) == ""
