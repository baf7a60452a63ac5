"""Duties given twice: found across leads, boilerplate and formal words left out."""

from __future__ import annotations

from pathlib import Path

from comparing import catalog_text, load_texts

from matrices.answers.assignments import interpret
from matrices.compare.matters import same_matters
from matrices.compare.records import Matters

ROWS = [
    ("1", "工贸领域", "检查粉尘涉爆企业，整治有限空间隐患", "区经济信息委/"),
    ("2", "工贸安全在线", "承接市上应用贯通，工贸企业接入监测数据", "区应急管理局/"),
    ("3", "人员密集场所动火作业", "商场医院动火作业提前报备", "区商务局/"),
    ("4", "动火动焊作业监管", "承接市上应用贯通，动火作业人员持证扫码", "区应急管理局/"),
    ("5", "燃气领域", "承接市上应用贯通，更换老旧管网", "区城市管理局/"),
    ("6", "森林防火领域", "承接市上应用贯通，设置防火检查站", "区林业局/"),
    ("7", "特种设备领域", "检查电梯维保记录", "区市场监管局/"),
    ("8", "《突发事件总体应急预案》", "修订突发事件总体应急预案", "区政府办公室/"),
    ("9", "应急预案修编", "修订突发事件总体应急预案并组织演练", "区应急管理局/"),
    ("10", "内涝治理领域", "清掏城市排水管网", "区住房城乡建委/"),
    ("11", "城市内涝治理", "城市排水管网清掏，布设积水监测点", "区住房城乡建委/"),
]


def ask(folder: Path, links: str = "", *kinds: str, every: bool = False) -> Matters:
    texts = {"alt": catalog_text("alt", ROWS), **({"links": links} if links else {})}
    workspace = load_texts(folder, **texts)
    asked = interpret(workspace.catalogs, workspace.registry)
    return same_matters(asked, workspace.links, kinds, every=every)


def ends(matters: Matters) -> list[tuple[str, str]]:
    return [(m.a.id.rpartition(".")[2], m.b.id.rpartition(".")[2]) for m in matters.rows]


def test_two_leads_on_one_matter_are_found_and_boilerplate_is_not(tmp_path: Path) -> None:
    found = ask(tmp_path)

    assert set(ends(found)) == {("1", "2"), ("3", "4")}
    assert {m.kind for m in found.rows} == {"different-lead"}
    assert [m.score for m in found.rows] == sorted((m.score for m in found.rows), reverse=True)
    assert any("动火" in word for m in found.rows for word in m.shared)
    assert (found.tasks, found.compared) == (11, 55)
    assert found.other_kinds == 2


def test_one_task_given_twice_is_apart(tmp_path: Path) -> None:
    assert set(ends(ask(tmp_path, "", "same-task"))) == {("8", "9"), ("10", "11")}


def test_what_a_person_settled_is_not_told_again(tmp_path: Path) -> None:
    links = "format: 1\nnot_same:\n  - {a: alt/1.4, b: alt/1.3}\n"

    assert set(ends(ask(tmp_path, links))) == {("1", "2")}


def test_possible_ones_come_when_asked_for(tmp_path: Path) -> None:
    few, all_of_them = ask(tmp_path), ask(tmp_path, every=True)

    assert len(all_of_them.rows) == len(few.rows) + few.possible
    assert all_of_them.possible == 0


def test_districts_are_not_compared_with_each_other(tmp_path: Path) -> None:
    workspace = load_texts(
        tmp_path,
        alt=catalog_text("alt", ROWS[:1]),
        neu=catalog_text("neu", ROWS[1:2], jurisdiction="模范区"),
    )

    found = same_matters(interpret(workspace.catalogs, workspace.registry), every=True)
    assert (found.rows, found.tasks, found.compared) == ((), 2, 0)


def test_last_years_task_is_no_duty_given_twice(tmp_path: Path) -> None:
    texts = {
        "alt": catalog_text("alt", ROWS[:1], period="2024"),
        "neu": catalog_text("neu", ROWS[1:2], period="2025"),
        "plan": catalog_text("plan", ROWS[1:2], period="2021-2025"),
    }
    workspace = load_texts(tmp_path, **texts)

    found = same_matters(interpret(workspace.catalogs, workspace.registry), every=True)
    assert found.compared == 2
    assert all("plan/1.1" in (m.a.id, m.b.id) for m in found.rows)
