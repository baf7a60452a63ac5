"""Two notices compared: relations, leads and units, what a person settles, levels, counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from comparing import catalog_text, compared, links_of, load_texts, side

from matrices.compare.notices import compare_notices
from matrices.compare.proposals import proposed_links
from matrices.compare.records import Comparison

OLD = [
    ("a1", "校园食品安全", "检查学校食堂120家次，实现明厨亮灶全覆盖", "区市场监管局/区教委"),
    ("a2", "河道清漂", "落实河道保洁责任，清理水面漂浮物", "区水利局/各镇街"),
    ("a3", "秸秆禁烧", "加强秸秆露天禁烧巡查", "区农业农村委/"),
    ("a4", "森林防火", "清理林下可燃物，设置防火检查站", "区林业局/"),
]
NEW = [
    ("b1", "校园食品安全", "检查学校食堂150家次，实现明厨亮灶全覆盖", "区市场监管局/区公安局"),
    ("b2", "河道清漂", "落实河道保洁责任，清理水面漂浮物", "区城市管理局/各镇街"),
    ("b3", "森林防火", "清理林下可燃物，设置防火检查站", "区林业局/"),
    ("b4", "噪声管控", "查处夜间施工扰民", "区生态环境局/"),
]
WEAK = (
    [("a", "森林防火", "清理林下可燃物，落实责任，设置防火检查站", "区林业局/")],
    [("b", "食品安全", "抽检农贸市场，公布结果，落实责任", "区市场监管局/")],
)
LINKS = "format: 1\n{kind}:\n  - {{a: {a}, b: {b}}} # 张三，2025-03-01\n"


def two(folder: Path, links: str = "", **how: bool) -> Comparison:
    texts = {"alt": catalog_text("alt", OLD), "neu": catalog_text("neu", NEW, period="2025")}
    workspace = load_texts(folder, **texts, **({"links": links} if links else {}))
    assert workspace.problems == ()
    return compared(workspace, **how)


def test_every_task_is_told_in_one_of_three_numbers(tmp_path: Path) -> None:
    found = two(tmp_path)

    assert set(links_of(found)) == {
        ("1.1", "1.1", "widened"),
        ("1.2", "1.2", "kept"),
        ("1.4", "1.3", "kept"),
        ("1.3", "-", "dropped"),
        ("-", "1.4", "new"),
    }
    for of in (found.a, found.b):
        assert (of.tasks, of.linked, of.alone, of.open) == (4, 3, 1, 0)
    assert found.hidden == 0


def test_who_has_it_now(tmp_path: Path) -> None:
    rows = {row.a.id: row for row in two(tmp_path).rows if row.a and row.b}

    food, river, forest = rows["alt/1.1"], rows["alt/1.2"], rows["alt/1.4"]
    assert [(r.lead_change, r.units_gained, r.units_lost) for r in (food, river, forest)] == [
        (False, ("区公安局",), ("区教委",)),
        (True, ("区城市管理局",), ("区水利局",)),
        (False, (), ()),
    ]
    assert [(f.a, f.b) for f in food.figures] == [("120家次", "150家次")]
    assert "河道保洁责任" in "".join(river.shared)


def test_what_each_unit_gained_lost_and_keeps(tmp_path: Path) -> None:
    units = {u.unit: u for u in two(tmp_path).units}

    assert units["区水利局"].lost == units["区水利局"].leads_lost == ("alt/1.2",)
    assert units["区城市管理局"].gained == units["区城市管理局"].leads_gained == ("neu/1.2",)
    assert (units["各镇街"].keeps, units["各镇街"].gained) == (("neu/1.2",), ())
    assert units["区农业农村委"].lost == ("alt/1.3",)
    assert units["区生态环境局"].gained == ("neu/1.4",)


def test_a_notice_compared_with_itself_keeps_everything(tmp_path: Path) -> None:
    workspace = load_texts(tmp_path, alt=catalog_text("alt", OLD))
    found = compare_notices(side(workspace, "alt"), side(workspace, "alt"))

    assert [row.relation for row in found.rows] == ["kept"] * 4
    assert not any(u.gained or u.lost or u.leads_gained or u.leads_lost for u in found.units)


def test_the_other_way_round_is_the_mirror(tmp_path: Path) -> None:
    mirror = {"widened": "narrowed", "narrowed": "widened", "new": "dropped", "dropped": "new"}
    found = two(tmp_path)
    workspace = load_texts(tmp_path)
    back = compare_notices(side(workspace, "neu"), side(workspace, "alt"))

    assert {(a, b, r) for a, b, r in links_of(found)} == {
        (b, a, mirror.get(r, r)) for a, b, r in links_of(back)
    }


@pytest.mark.parametrize("kind", ["continues", "same_as", "carries_out"])
def test_a_person_has_the_last_word(tmp_path: Path, kind: str) -> None:
    found = two(tmp_path, LINKS.format(kind=kind, a="alt/1.3", b="neu/1.4"))
    (row,) = [row for row in found.rows if row.a and row.a.id == "alt/1.3"]

    assert (row.b and row.b.id, row.tier, row.score, row.by_person) == (
        "neu/1.4",
        "sure",
        None,
        True,
    )
    assert (found.a.alone, found.b.alone, found.by_person) == (0, 0, 1)


def test_what_a_person_rules_out_is_not_found(tmp_path: Path) -> None:
    found = two(tmp_path, LINKS.format(kind="not_same", a="neu/1.3", b="alt/1.4"))

    assert {("1.4", "-", "dropped"), ("-", "1.3", "new")} <= set(links_of(found))


def test_levels_tell_what_carries_out_what(tmp_path: Path) -> None:
    found = two(tmp_path, levels=True)

    assert [row.relation for row in found.rows if row.a and row.b] == ["carries-out"] * 3
    assert found.levels


def test_a_side_without_leads_cannot_tell_a_change(tmp_path: Path) -> None:
    rows = [(*row[:3], "/" + row[3].partition("/")[0]) for row in NEW]
    workspace = load_texts(
        tmp_path, alt=catalog_text("alt", OLD), neu=catalog_text("neu", rows, period="2025")
    )
    found = compared(workspace)

    assert {row.lead_change for row in found.rows} == {None}
    assert (found.a.states_leads, found.b.states_leads) == (True, False)
    lost = {task for u in found.units for task in u.leads_lost}
    assert lost == {"alt/1.3"}  # dropped with its lead; of the others nobody can tell


def test_possible_links_are_shown_when_asked_for(tmp_path: Path) -> None:
    one, other = WEAK
    workspace = load_texts(tmp_path, alt=catalog_text("alt", one), neu=catalog_text("neu", other))
    hidden, shown = compared(workspace), compared(workspace, every=True)

    assert (hidden.rows, hidden.hidden) == ((), 3)
    assert {row.tier for row in shown.rows} == {"possible"}
    assert {row.relation for row in shown.rows} == {"reworded", "dropped", "new"}
    assert (shown.a.linked, shown.a.alone, shown.a.open) == (0, 0, 1)
    assert [u.open for u in shown.units] == [("neu/1.1",), ("alt/1.1",)]


def test_proposals_read_back_as_links_and_the_possible_ones_are_comments(tmp_path: Path) -> None:
    found = two(tmp_path / "one", every=True)
    text, count = proposed_links(found)
    again = two(tmp_path / "one", text)

    assert count == 3
    assert [row.by_person for row in again.rows if row.a and row.b] == [True] * 3
    weak, other = WEAK
    texts = {"alt": catalog_text("alt", weak), "neu": catalog_text("neu", other)}
    workspace = load_texts(tmp_path / "two", **texts)
    doubtful, count = proposed_links(compared(workspace, every=True))
    assert count == 1
    assert "  #- {a: alt/1.1, b: neu/1.1}" in doubtful.splitlines()
    assert load_texts(tmp_path / "two", **texts, links=doubtful).links == ()
    taken = doubtful.replace("[]", "").replace("  #-", "  -")
    assert len(load_texts(tmp_path / "two", **texts, links=taken).links) == 1


@pytest.mark.parametrize(
    ("words", "upper"),
    [
        ("配合市水利局", "alt/1.1"),
        ("配合市水利部门", "alt/1.1"),
        ("按照市应急局部署", "alt/1.2"),
        ("承接市应急管理局", "alt/1.2"),
    ],
)
def test_whom_a_lower_task_helps_tells_which_upper_one_it_carries_out(
    tmp_path: Path, words: str, upper: str
) -> None:
    city = [
        ("a", "", "开展汛前隐患排查，建立问题台账，限期整改销号", "市水利局/"),
        ("b", "", "开展汛前隐患排查，建立问题台账，限期整改销号", "市应急管理局/"),
        *OLD[:3],
    ]
    district = [("x", "", f"{words}开展汛前隐患排查，限期整改销号", "区政府办公室/"), *NEW[:2]]
    workspace = load_texts(
        tmp_path,
        alt=catalog_text("alt", city, jurisdiction="样板市"),
        neu=catalog_text("neu", district, period="2025"),
    )
    found = compared(workspace, levels=True, every=True)
    mine = [row for row in found.rows if row.a and row.b and row.b.id == "neu/1.1"]

    best = max(mine, key=lambda row: row.score or 0)
    assert (best.a and best.a.id, best.tier) == (upper, "sure")
