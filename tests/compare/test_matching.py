"""Matching two lists of tasks: the same is found, nothing is made of nothing, sides are alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrices.compare.matching import Piece, match_tasks


def piece(title: str, content: str = "", heading: str = "", *units: str) -> Piece:
    return Piece(title, (heading,) if heading else (), content, (), frozenset(units))


FOOD = piece("校园食品安全", "全年检查学校食堂120家次，公示检查结果")
RIVER = piece("河道清漂", "落实河道保洁责任，清理水面漂浮物")
FOREST = piece("森林防火", "清理林下可燃物，设置防火检查站")
BUS = piece("公交线网", "优化公交线路，延长末班车时间")


def sure(a: list[Piece], b: list[Piece]) -> set[tuple[int, int]]:
    return {(m.a, m.b) for m in match_tasks(a, b) if m.is_sure}


def test_a_list_is_found_in_itself_whatever_its_order() -> None:
    tasks = [FOOD, RIVER, FOREST, BUS]

    assert sure(tasks, tasks[::-1]) == {(0, 3), (1, 2), (2, 1), (3, 0)}
    assert [m.score for m in match_tasks([FOOD], [FOOD])] == [1.0]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([], [FOOD]),
        ([FOOD], []),
        ([FOOD], [RIVER]),
        ([FOOD, RIVER], [FOREST, BUS]),
        ([piece("")],) * 2,
    ],
)
def test_nothing_is_made_of_nothing(a: list[Piece], b: list[Piece]) -> None:
    assert match_tasks(a, b) == []


def test_one_of_many_is_found() -> None:
    assert sure([FOOD, RIVER, FOREST], [FOREST]) == {(2, 0)}


def test_of_two_single_tasks_words_of_form_make_nothing_sure() -> None:
    one = piece("森林防火", "加强森林防火宣传，落实责任")
    other = piece("食品安全", "加强食品安全宣传，落实责任")

    assert [m.is_sure for m in match_tasks([one], [other])] == [False]
    # somebody who says that the lists belong together takes that upon himself
    assert [m.is_sure for m in match_tasks([one], [other], are_related=True)] == [True]


def test_units_tell_two_alike_apart() -> None:
    bridges = [piece("", "排查桥梁，完成加固", "", unit) for unit in ("交通", "城管")]

    found = match_tasks([*bridges, FOOD, RIVER], [*bridges[::-1], FOOD, RIVER])
    best = max(m.score for m in found if m.a == 0)

    assert [m.b for m in found if m.a == 0 and m.score == best] == [1]


def test_units_count_only_where_partners_share_them() -> None:
    """Where every office was dealt out anew, the words alone tell."""
    units = ("甲局", "乙局", "丙局", "丁局")
    tasks = [FOOD, RIVER, FOREST, BUS]

    def with_units(turn: int) -> list[Piece]:
        named = units[turn:] + units[:turn]
        return [t._replace(units=frozenset([u])) for t, u in zip(tasks, named, strict=True)]

    kept, moved = (match_tasks(with_units(0), with_units(turn)) for turn in (0, 1))
    assert {(m.a, m.b) for m in kept} == {(m.a, m.b) for m in moved} == {(n, n) for n in range(4)}
    assert all(m.is_sure for m in moved)


def test_headings_tell_two_alike_apart() -> None:
    def side() -> list[Piece]:
        return [
            piece("桥梁检查", "排查危桥，加固改造", "交通"),
            piece("公路养护", "修补路面坑槽", "交通"),
            piece("渡口渡船", "配齐救生衣", "交通"),
            piece("桥梁检查", "排查危桥，加固改造", "城管"),
            piece("垃圾分类", "设置分类投放点", "城管"),
            piece("路灯照明", "更换老化灯杆", "城管"),
        ]

    assert sure(side(), side()) == {(n, n) for n in range(6)}


def test_what_is_settled_holds() -> None:
    tasks = [FOOD, RIVER, FOREST]
    found = match_tasks(tasks, tasks, {(0, 0): False, (0, 1): True})

    assert {(m.a, m.b) for m in found if m.is_sure} == {(0, 1), (1, 1), (2, 2)}


TEXTS = st.text(alphabet="水火安全检查学校河道a1 ，。；no012\n😀", max_size=24)
PIECES = st.lists(
    st.builds(
        Piece,
        TEXTS,
        st.lists(TEXTS, max_size=2).map(tuple),
        TEXTS,
        st.lists(TEXTS, max_size=2).map(tuple),
        st.frozensets(st.sampled_from("甲乙丙"), max_size=2),
    ),
    max_size=6,
)


@given(PIECES, PIECES)
def test_the_sides_are_alike(a: list[Piece], b: list[Piece]) -> None:
    there = {(m.a, m.b, m.is_sure) for m in match_tasks(a, b)}
    back = {(m.b, m.a, m.is_sure) for m in match_tasks(b, a)}

    assert {(x, y) for x, y, _ in there} == {(x, y) for x, y, _ in back}
    assert all(0 <= m.score <= 1 for m in match_tasks(a, b))
