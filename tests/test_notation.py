"""Unit cells: the cases of tests/cases/notation.yaml, and what holds for any text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from matrices.catalogs.locations import bundled_root
from matrices.catalogs.workspace import load_workspace
from matrices.notation import Mention, MentionKind, kind_of, looks_like_unit, parse_cell

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "notation.yaml").read_text(encoding="utf-8")
)
BRACKETS = ("sub_units", "other_names", "members")
DEFAULTS = {"kind": "agency", "tier": 1, "open_ended": False, **{part: [] for part in BRACKETS}}
MARKS = "、，,；;。\n （）()〔〕[]［］【】和及与等各区市省县局委办街道镇部门单位有关成员1甲水利"
anything = st.text() | st.text(alphabet=MARKS, max_size=40)
UNITS = (
    "区水利局",
    "区公安局(交巡警支队)",
    "区委政法委（护路办）",
    "区公安局（交巡警支队、派出所）",
    "市数据局（市人工智能局）",
    "各平台（甲园区、乙园区）",
    "青山镇",
    "各镇街",
    "平台",
    "区安委会",
    "区消安委成员单位",
    "有关部门",
    "区级有关部门和单位",
    "各乡镇（街道）",
    "各镇、街道",
    "负有消防安全监管职责的部门",
    "杭州市",
    "宁波市人民政府",
    "建设",
    "交通",
    "省科技厅",
    "财政厅",
)
ENDS = ("", "", "", "等", "等单位", "等有关部门", "等12个部门和单位")


@st.composite
def lists_of_units(draw: st.DrawFn) -> str:
    """A well-formed cell: units, some lists left open, joined as notices join them."""
    parts = draw(st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(ENDS)), min_size=1))
    separators = draw(
        st.lists(st.sampled_from("、、，,\n"), min_size=len(parts), max_size=len(parts))
    )
    return "".join(u + e + s for (u, e), s in zip(parts, separators, strict=True))[:-1]


def _read(cell: str) -> list[dict[str, Any]]:
    return [
        {
            "name": m.name,
            "kind": m.kind.value,
            "tier": m.tier,
            "open_ended": m.open_ended,
            **{part: list(getattr(m, part)) for part in BRACKETS},
        }
        for m in parse_cell(cell).mentions
    ]


def _meaning(mentions: tuple[Mention, ...]) -> list[tuple[object, ...]]:
    return [
        (m.name, m.kind, m.position, m.tier, m.open_ended, m.sub_units, m.other_names, m.members)
        for m in mentions
    ]


def print_cell(mentions: tuple[Mention, ...]) -> str:
    """Print mentions in the plain notation: ``、`` inside a tier, ``，`` between tiers.

    Shared beginnings and endings are written out, so that reading the result again gives
    the same names, kinds, tiers and open ends.
    """
    printed = ""
    for index, mention in enumerate(mentions):
        if index:
            printed += "、" if mention.tier == mentions[index - 1].tier else "，"
        printed += mention.name
        bracket = "、".join((*mention.sub_units, *mention.other_names, *mention.members))
        printed += f"（{bracket}）" if bracket else ""
        printed += mention.open_words
    return printed


@pytest.mark.parametrize(("cell", "expected"), CASES.items(), ids=list(CASES))
def test_a_cell_is_read_as_a_person_reads_it(cell: str, expected: list[dict[str, Any]]) -> None:
    assert _read(cell) == [{**DEFAULTS, **mention} for mention in expected]


@pytest.mark.parametrize("cell", CASES)
def test_every_case_is_printed_and_read_again(cell: str) -> None:
    mentions = parse_cell(cell).mentions

    again = parse_cell(print_cell(mentions))

    assert parse_cell(cell).text == cell
    assert _meaning(again.mentions) == _meaning(mentions)


def _shape(cell: str) -> str:
    """The cell with plain agencies made one: what is left is its notation."""
    plain = re.compile("[^（）()各有相和及]+(?:局|委|办|支队|部|中心|办公室|海事处|管委会)")
    marked: list[str] = []
    for piece in re.split("([、，,\n])", cell):
        name, open_end, rest = piece.partition("等")
        marked.append(("甲" if plain.fullmatch(name) else name) + open_end + rest)
    return re.sub("甲(、甲)+", "甲、甲", "".join(marked))


def test_every_notation_of_the_bundled_notices_has_a_case() -> None:
    workspace = load_workspace([bundled_root()])
    shapes = {_shape(cell.text) for c in workspace.catalogs for t in c.tasks for cell in t.cells}

    assert sorted(shapes - {_shape(cell) for cell in CASES}) == []


@given(anything)
@example("区水利局(未完，区林业局")
@example("〔（]")
@example(" \u3000\r\n、")
@example("等等等、和和")
def test_no_text_of_a_cell_is_ever_lost(text: str) -> None:
    cell = parse_cell(text)

    assert cell.text == text
    assert [m.position for m in cell.mentions] == list(range(1, len(cell.mentions) + 1))
    assert all(m.name and m.text for m in cell.mentions)
    assert [m.tier for m in cell.mentions] == sorted(m.tier for m in cell.mentions)


@given(lists_of_units())
def test_what_is_printed_reads_the_same(cell: str) -> None:
    mentions = parse_cell(cell).mentions

    again = parse_cell(print_cell(mentions)).mentions

    assert _meaning(again) == _meaning(mentions)
    assert print_cell(again) == print_cell(mentions)


@given(st.frozensets(st.sampled_from(["区水利局和区林业局", "建设", "各镇、街道", "各村、社区组"])))
def test_known_names_change_the_reading_but_lose_nothing(known: frozenset[str]) -> None:
    text = "区水利局和区林业局、建设、交通等部门，各村、社区组"

    assert parse_cell(text, known).text == text


def test_a_known_name_that_holds_a_separator_stays_one() -> None:
    known = frozenset({"各村、社区组", "文化和旅游局"})
    cell = parse_cell("区水利局、各村、社区组，文化和旅游局", known)

    assert [(m.name, m.tier) for m in cell.mentions] == [
        ("区水利局", 1),
        ("各村、社区组", 1),
        ("文化和旅游局", 2),
    ]


def test_of_known_names_that_begin_alike_the_longest_is_read() -> None:
    known = frozenset({"各村、社区", "各村、社区组、网格", "各村、社区组"})

    for cell in ("各村、社区组、网格，区水利局", "各村、社区组，区水利局", "各村、社区，区水利局"):
        name = cell.partition("，")[0]
        assert [m.name for m in parse_cell(cell, known).mentions] == [name, "区水利局"]
    assert [m.name for m in parse_cell("各村、社区组长", known).mentions] == ["各村", "社区组长"]
    assert [m.name for m in parse_cell("甲各村、社区组", known).mentions] == ["甲各村", "社区组"]


def test_two_known_names_joined_by_he_are_two() -> None:
    known = frozenset({"防指", "专指"})

    assert [m.name for m in parse_cell("防指和专指", known).mentions] == ["防指", "专指"]
    for one in (frozenset[str](), frozenset({"防指"}), frozenset({"专指"})):
        assert [m.name for m in parse_cell("防指和专指", one).mentions] == ["防指和专指"]


def test_a_list_without_separators_is_read_up_to_a_length() -> None:
    left = "甲" * 114 + "局"  # with 和区财政局: 120 characters

    assert [len(m.name) for m in parse_cell(f"{left}和财政局").mentions] == [115, 3]
    assert [len(m.name) for m in parse_cell(f"{left}和区财政局").mentions] == [115, 4]
    assert [len(m.name) for m in parse_cell(f"甲{left}和区财政局").mentions] == [121]


def test_a_known_short_name_takes_no_shared_ending() -> None:
    cell = parse_cell("建设、交通等部门", frozenset({"建设"}))

    assert [m.name for m in cell.mentions] == ["建设", "交通"]


def test_a_known_name_of_the_level_is_filled_in() -> None:
    cell = parse_cell("区水利局、林业局", frozenset({"区林业局"}))

    assert [(m.text, m.name) for m in cell.mentions] == [
        ("区水利局", "区水利局"),
        ("林业局", "区林业局"),
    ]


def test_a_known_name_takes_no_level() -> None:
    names = [m.name for m in parse_cell("区水利局、林业局、教育局", frozenset({"林业局"})).mentions]

    assert names == ["区水利局", "林业局", "区教育局"]


def test_a_shared_ending_is_kept_as_it_is_written() -> None:
    mentions = parse_cell("区安委会、区消安委成员单位").mentions

    assert [m.text for m in mentions] == ["区安委会", "区消安委成员单位"]


def test_the_words_that_leave_a_list_open_stand_on_its_last_name() -> None:
    mentions = parse_cell("区水利局、区林业局等有关部门，各镇街").mentions

    assert [(m.open_words, m.open_ended) for m in mentions] == [
        ("", True),
        ("等有关部门", True),
        ("", False),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("区水利局", MentionKind.AGENCY),
        ("青山镇", MentionKind.TOWNSHIP),
        ("碧水街道", MentionKind.TOWNSHIP),
        ("各镇街", MentionKind.COLLECTIVE),
        ("区安委会成员单位", MentionKind.COLLECTIVE),
        ("行业主管部门", MentionKind.COLLECTIVE),
        ("有关镇街", MentionKind.INDEFINITE),
        ("各相关行业部门", MentionKind.INDEFINITE),
    ],
)
def test_the_wording_tells_the_kind(name: str, kind: MentionKind) -> None:
    assert kind_of(name) is kind


def test_names_of_bodies_are_recognised() -> None:
    assert looks_like_unit("区水利局")
    assert looks_like_unit("区公安局（交巡警支队）")
    assert not looks_like_unit("修堤")
    assert not looks_like_unit("局")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("甲、" * 50_000, 50_000),
        ("区水利局 " * 20_000, 20_000),
        ("区水利局和" * 20_000 + "区水利局", 1),
        ("甲" + "等和各" * 30_000, 1),
        ("（" * 100_000, 1),
        ("(" * 50_000 + ")" * 50_000, 1),
        ("各镇" + "、镇" * 30_000, 1),
        ("区安委会、" * 20_000 + "成员单位", 20_001),
        ("啊" * 100_000, 1),
    ],
    ids=["peers", "spaces", "and", "open", "brackets", "nested", "levels", "endings", "one"],
)
def test_a_hostile_cell_costs_no_more_than_its_length(cell: str, names: int) -> None:
    parsed = parse_cell(cell)

    assert len(parsed.mentions) == names
    assert parsed.text == cell
