"""The five bundled notices: complete, as the sources have them, and answering as they should."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from asking import find_units, orphan_tasks, overlapping_duties, owned_tasks, summarise_notices

from matrices.answers.assignments import Responsibilities, interpret
from matrices.answers.scope import Scope
from matrices.catalogs.locations import bundled_root
from matrices.catalogs.model import Catalog, Role, RuleSource, UnitKind
from matrices.catalogs.unit_key import UnitKey
from matrices.catalogs.workspace import Workspace, load_workspace

SEEDS = Path(__file__).parents[2] / "shared" / "notices" / "seeds"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace()


@pytest.fixture(scope="module")
def found(workspace: Workspace) -> Responsibilities:
    return interpret(workspace.catalogs, workspace.registry)


@pytest.fixture(scope="module")
def catalogs(workspace: Workspace) -> dict[str, Catalog]:
    return {catalog.notice.id: catalog for catalog in workspace.catalogs}


def test_bundled_catalogs_load_without_any_problem(workspace: Workspace) -> None:
    assert workspace.problems == ()
    assert workspace.bundled


@pytest.mark.parametrize(
    ("wanted", "districts"),
    [
        ("重庆市", {"武隆区", "江津区", "江北区", "巴南区", "黔江区"}),
        ("重庆市武隆区", {"武隆区"}),
        ("500116", {"江津区"}),
    ],
)
def test_districts_are_asked_for_by_code_and_by_what_they_lie_in(
    workspace: Workspace, wanted: str, districts: set[str]
) -> None:
    scope = Scope(jurisdictions=(wanted,))
    rows = summarise_notices(interpret(workspace.catalogs, workspace.registry, scope))

    assert {row.jurisdiction for row in rows} == districts


def test_codes_of_districts_are_those_of_their_city(workspace: Workspace) -> None:
    within = {j.code: j.within for j in workspace.registry.jurisdictions.values() if j.code}

    assert len(within) == 5
    assert all(code.startswith("5001") and city == "重庆市" for code, city in within.items())


@pytest.mark.parametrize(
    ("notice", "sections"),
    [
        ("wulong-2025", {"0": 26, "1": 5, "2": 4, "3": 21, "4": 63, "5": 13, "6": 15}),
        ("jiangjin-2025", {"0": 25, "1": 5, "2": 3, "3": 20, "4": 58, "5": 11, "6": 20}),
        ("jiangbei-2021", {"1": 18, "2": 15, "3": 19, "4": 4, "5": 13, "6": 20, "7": 8}),
        ("banan-2024", {"1": 1, "2": 23, "3": 7, "4": 3}),
        ("qianjiang-2021", {"1": 7, "2": 53, "3": 18, "4": 3}),
    ],
)
def test_every_task_is_there(
    catalogs: dict[str, Catalog], notice: str, sections: dict[str, int]
) -> None:
    assert {s.no: len(s.tasks) for s in catalogs[notice].sections} == sections


def test_totals(catalogs: dict[str, Catalog]) -> None:
    assert {notice: len(catalog.tasks) for notice, catalog in catalogs.items()} == {
        "wulong-2025": 147,
        "jiangjin-2025": 142,
        "jiangbei-2021": 97,
        "banan-2024": 34,
        "qianjiang-2021": 81,
    }


def test_a_task_said_twice_counts_once(found: Responsibilities) -> None:
    repeats = Counter(task.notice_id for task in found.repeats.values())

    assert repeats == {"wulong-2025": 5, "jiangjin-2025": 11, "jiangbei-2021": 8}
    assert (len(found.tasks), len(found.repeats)) == (477, 24)
    for task in found.repeats.values():
        own = {a.unit for a in found.by_repeat[task.id]}
        assert own <= {a.unit for other in task.same_as for a in found.by_task[other]}, task.id


def test_every_catalog_says_what_it_covers_and_leaves_out(catalogs: dict[str, Catalog]) -> None:
    for catalog in catalogs.values():
        assert catalog.notice.covers
        assert catalog.notice.left_out
        assert all(each.part and each.why for each in catalog.notice.left_out)


def test_tasks_are_numbered_without_gaps(catalogs: dict[str, Catalog]) -> None:
    for catalog in catalogs.values():
        for section in catalog.sections:
            numbers = [task.no for task in section.tasks]
            assert numbers == [str(n) for n in range(1, len(numbers) + 1)], section.title


def test_heads_of_the_notices(catalogs: dict[str, Catalog]) -> None:
    wulong, jiangjin = catalogs["wulong-2025"].notice, catalogs["jiangjin-2025"].notice

    assert wulong.number == "武隆府发〔2025〕1号"
    assert wulong.issuer == "重庆市武隆区人民政府"
    assert wulong.issued == "2025-03-05"
    assert wulong.lead_rule == "stated"
    assert jiangjin.number == "江津府发〔2025〕2号"
    assert jiangjin.lead_rule == "none"  # it does not say who of the units it lists leads
    assert wulong.lead_rule_by is RuleSource.NOTICE
    assert {c.notice.jurisdiction for c in catalogs.values()} == {
        "武隆区",
        "江津区",
        "江北区",
        "巴南区",
        "黔江区",
    }
    assert all(c.notice.lead_rule_basis for c in catalogs.values())


def _blank(catalog: Catalog) -> set[tuple[str, str]]:
    return {
        (task.id.partition("/")[2], cell.role.value)
        for task in catalog.tasks
        for cell in task.cells
        if not cell.text.strip()
    }


def test_blank_unit_cells_stay_blank(catalogs: dict[str, Catalog]) -> None:
    assert _blank(catalogs["jiangjin-2025"]) == {("4.6", "responsible"), ("4.43", "responsible")}
    assert _blank(catalogs["wulong-2025"]) == {
        ("4.7", "lead"),
        ("4.8", "lead"),
        ("4.39", "cooperate"),
        ("4.41", "cooperate"),
        ("4.45", "cooperate"),
    }
    assert all(not _blank(catalogs[n]) for n in ("jiangbei-2021", "banan-2024", "qianjiang-2021"))


def test_tables_have_their_columns_and_text_says_so(catalogs: dict[str, Catalog]) -> None:
    for notice, columns in (
        ("wulong-2025", [Role.LEAD, Role.COOPERATE]),
        ("jiangjin-2025", [Role.RESPONSIBLE]),
    ):
        body, *annexes = catalogs[notice].sections
        for task in body.tasks:
            assert task.named_in_text == bool(task.cells), task.id
        for task in (task for section in annexes for task in section.tasks):
            assert [cell.role for cell in task.cells] == columns, task.id
    for notice in ("banan-2024", "qianjiang-2021"):
        for task in catalogs[notice].tasks:
            assert task.named_in_text == bool(task.cells), task.id


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the sources (../shared) are not here")
def test_every_unit_cell_stands_in_the_source(catalogs: dict[str, Catalog]) -> None:
    """A cell of a table is a whole cell there; one of running text is pieces of it, with “，”."""
    missing = []
    for notice, catalog in catalogs.items():
        source = (SEEDS / f"{notice}.txt").read_text(encoding="utf-8")
        lines = {line.strip().strip("|").strip() for line in source.splitlines()}
        for task in catalog.tasks:
            for cell in task.cells:
                if task.named_in_text:
                    pieces = [p for p in cell.text.split("，") if p not in source]
                else:
                    pieces = [p for p in cell.text.split("\n") if p and p not in lines]
                missing += [(task.id, piece) for piece in pieces]

    assert missing == []


def test_what_the_water_bureau_of_wulong_owns(workspace: Workspace) -> None:
    scope = Scope(jurisdictions=("武隆区",))
    found = interpret(workspace.catalogs, workspace.registry, scope)
    (unit,) = find_units(found, "区水利局")
    owned = owned_tasks(found, [unit]).rows

    assert unit == UnitKey("武隆区", "区水利局")
    assert [o.task for o in owned if o.role == "lead"] == [
        "wulong-2025/3.16",
        "wulong-2025/4.11",
        "wulong-2025/5.11",
        "wulong-2025/5.12",
    ]
    assert [o.task for o in owned if o.role != "lead"] == [
        "wulong-2025/3.2",
        "wulong-2025/4.7",
        "wulong-2025/4.8",
        "wulong-2025/4.13",
        "wulong-2025/4.36",
    ]


def test_known_overlaps(found: Responsibilities) -> None:
    overlaps = {(o.kind, o.task, o.units[0]): o.size for o in overlapping_duties(found).rows}

    assert overlaps["repeated-in-cell", "jiangjin-2025/4.5", "区水利局"] == 2
    assert overlaps["lead-and-cooperate", "wulong-2025/4.35", "各乡镇（街道）"] == 2
    assert [k for k in overlaps if k[0] == "repeated-in-cell"] == [
        ("repeated-in-cell", "jiangjin-2025/4.5", "区水利局")
    ]


def test_every_task_of_banan_without_unit_is_an_orphan(found: Responsibilities) -> None:
    orphans = {o.task: o.reason for o in orphan_tasks(found).rows}
    without = [t for t in found.tasks if t.startswith("banan-2024/") and not found.by_task[t]]

    assert len(without) == 30
    assert {orphans[task_id] for task_id in without} == {"no-unit"}


def test_blank_cells_show_the_row_above(found: Responsibilities) -> None:
    blank = {o.task: o for o in orphan_tasks(found).rows if o.reason == "blank-cell"}

    assert set(blank) == {
        "wulong-2025/4.7",
        "wulong-2025/4.8",
        "jiangjin-2025/4.6",
        "jiangjin-2025/4.43",
    }
    above = {task_id: o.above for task_id, o in blank.items()}
    assert above == {
        "wulong-2025/4.7": "wulong-2025/4.6",
        "wulong-2025/4.8": "wulong-2025/4.6",
        "jiangjin-2025/4.6": "jiangjin-2025/4.5",
        "jiangjin-2025/4.43": "jiangjin-2025/4.42",
    }


def test_jiangjin_has_leads_only_where_they_are_assumed(workspace: Workspace) -> None:
    def leads(scope: Scope) -> set[str]:
        asked = interpret(workspace.catalogs, workspace.registry, scope)
        assert len(asked.tasks) == 131
        leading = (a for row in asked.by_task.values() for a in row if a.role is Role.LEAD)
        return {a.basis.value for a in leading}

    assert leads(Scope(notices=("jiangjin-2025",))) == set()
    assert leads(Scope(notices=("jiangjin-2025",), strict=True)) == set()
    assert leads(Scope(notices=("jiangjin-2025",), assume_first_listed=True)) == {"assumed"}


def test_summaries_add_up(found: Responsibilities) -> None:
    summaries = {s.id: s for s in summarise_notices(found)}

    assert sum(s.tasks for s in summaries.values()) == 477
    assert sum(s.repeats for s in summaries.values()) == 24
    assert summaries["wulong-2025"].with_units == 126
    assert summaries["wulong-2025"].led == 117
    assert summaries["jiangjin-2025"].with_units == 116
    assert all(s.led <= s.with_units <= s.tasks for s in summaries.values())


def test_every_registered_unit_names_its_source(workspace: Workspace) -> None:
    units = [u for j in workspace.registry.jurisdictions.values() for u in j.units]

    assert all(unit.source for unit in units)
    assert all(u.kind is UnitKind.COLLECTIVE for u in units if u.members is not None)
    assert workspace.registry.problems == []


def test_the_registry_has_no_duty_under_two_names(workspace: Workspace) -> None:
    duties = {u.duty for j in workspace.registry.jurisdictions.values() for u in j.units}

    assert {"水利", "应急管理", "消防救援"} <= duties
    assert not duties & {"应急", "消防", "水务"}


def test_there_is_nothing_else_in_the_data_folder() -> None:
    names = {path.name for path in bundled_root().iterdir() if not path.name.startswith(".")}

    assert names == {
        "banan-2024.yaml",
        "jiangbei-2021.yaml",
        "jiangjin-2025.yaml",
        "qianjiang-2021.yaml",
        "wulong-2025.yaml",
        "units.yaml",
    }
