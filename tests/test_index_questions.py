"""Every question asked of the index gives what it gives when it is asked of the catalogs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from asking import list_units
from hypothesis import given, settings
from hypothesis import strategies as st
from index_reference import (
    READINGS,
    ROLE_SETS,
    SOME_ROLE_SETS,
    compare_filters,
    compare_finding,
    compare_graph,
    compare_owns,
    compare_tasks,
    compare_totals,
    compare_units,
    equal,
    readings_of,
    scopes_of,
)
from made_workspaces import filters, workspaces
from trap_catalogs import FILES

from matrices.answers.assignments import interpret
from matrices.answers.index import questions
from matrices.answers.index.build import build_in_memory
from matrices.answers.index.engines import SqliteEngine
from matrices.answers.scope import Scope
from matrices.api import load
from matrices.catalogs.unit_key import UnitKey
from matrices.catalogs.workspace import Workspace, load_workspace
from matrices.diagnostics import MatrixError

WORDS = (
    ("内容",),
    ("gis", "platform"),
    ("STRASSE",),
    ("目标\"二\"",),
    ("区公安局", "内容"),
    ("标题\n组",),
    ("无题\n",),
    ("组\n无题",),
    ("",),
    ("没有的词",),
)  # fmt: skip
PATTERNS = ("区", "警", "水利", "Straße", "知识产权", "样板市", "没有")
NAMES = (
    "区水利局", "水利局", "区警察局", "陷阱区水利局", "样板市邻区公安局", "公安", "局", "支队",
    "县知识产权局", "区水务局", "区应急", "某专班", "未登记局", "甲园区管委会", "区节水办",
    "各镇街", "  区公安局 ", "", "区水力局", "不存在的名字", "区a局", "交巡警支队",
)  # fmt: skip
TASK_IDS = ("trap-2024/1.1", "1.1", "2.4", "9", "next-2024/1.99", "", "2.1", "trap-2024/2.4", "x")


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("traps")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load_workspace([folder])


@pytest.fixture(scope="module")
def trap_engine(traps: Workspace) -> SqliteEngine:
    return SqliteEngine(build_in_memory(traps))


@pytest.fixture(scope="module")
def bundled() -> Workspace:
    return load_workspace()


@pytest.fixture(scope="module")
def bundled_engine(bundled: Workspace) -> SqliteEngine:
    return SqliteEngine(build_in_memory(bundled))


# ZEREN_EXHAUSTIVE=1 asks in all ways, else in one of so many
EXHAUSTIVE = bool(os.environ.get("ZEREN_EXHAUSTIVE"))


def one_in(step: int) -> int:
    return 1 if EXHAUSTIVE else step


def all_units(workspace: Workspace, scope: Scope) -> list[list[UnitKey]]:
    rows = list_units(interpret(workspace.catalogs, workspace.registry, scope))
    by_name: dict[str, list[UnitKey]] = {}
    for row in rows:
        by_name.setdefault(row.unit, []).append(UnitKey(row.jurisdiction, row.unit))
    strangers = [
        [UnitKey(place, name)]
        for place in list(dict.fromkeys(row.jurisdiction for row in rows))[:1]
        for name in ("天上局", "天上镇", "各位", "区水务局")
    ]
    return [*by_name.values(), [keys[0] for keys in by_name.values()][:7], [], *strangers]


def test_the_traps_are_what_they_are_meant_to_be(traps: Workspace) -> None:
    assert [catalog.notice.id for catalog in traps.catalogs] == [
        "trap-2024", "next-2024", "trap-2025", "next-2023", "nowhere", "empty",
        "twin-1", "twin-2", "twin-3",
    ]  # fmt: skip
    assert {problem.name for problem in traps.problems} == {
        "ambiguous-jurisdiction", "duplicate-notice-id", "membership-cycle", "name-taken",
        "repeat-names-others", "unknown-unit", "yaml-syntax",
    }  # fmt: skip


@pytest.mark.slow
def test_totals_of_the_traps(traps: Workspace, trap_engine: SqliteEngine) -> None:
    compared = sum(
        compare_totals(trap_engine, scope, read)
        for scope, read in readings_of(traps, scopes_of(traps), ROLE_SETS, one_in(17))
    )

    assert compared > 4_000


@pytest.mark.slow
def test_units_tasks_and_graph_of_the_traps(traps: Workspace, trap_engine: SqliteEngine) -> None:
    compared = 0
    for scope, read in readings_of(traps, scopes_of(traps), SOME_ROLE_SETS, one_in(13)):
        compared += compare_units(trap_engine, scope, read, PATTERNS)
        compared += compare_tasks(trap_engine, scope, read, WORDS)
        compared += compare_finding(trap_engine, scope, read, NAMES, TASK_IDS)
        compared += compare_graph(trap_engine, scope, read)
        compared += compare_filters(trap_engine, scope, traps)

    assert compared > 4_000


@pytest.mark.slow
def test_owns_of_the_traps(traps: Workspace, trap_engine: SqliteEngine) -> None:
    units = all_units(traps, Scope())
    compared = sum(
        compare_owns(trap_engine, scope, read, units)
        for scope, read in readings_of(traps, scopes_of(traps), SOME_ROLE_SETS, one_in(29))
    )

    assert compared > 4_000


@pytest.mark.slow
def test_bundled(bundled: Workspace, bundled_engine: SqliteEngine) -> None:
    compared = 0
    for scope, read in readings_of(bundled, scopes_of(bundled), SOME_ROLE_SETS, one_in(31)):
        compared += compare_totals(bundled_engine, scope, read)
        compared += compare_units(bundled_engine, scope, read, PATTERNS[:2])
        compared += compare_tasks(bundled_engine, scope, read, WORDS[:2])
        compared += compare_finding(bundled_engine, scope, read, NAMES[:8], TASK_IDS[:3])
        compared += compare_graph(bundled_engine, scope, read)

    assert compared > 1_000


@pytest.mark.slow
def test_owns_of_every_bundled_unit(bundled: Workspace, bundled_engine: SqliteEngine) -> None:
    units = all_units(bundled, Scope())
    compared = 0
    for number, (strict, assume) in enumerate(READINGS[:3]):
        scope = Scope(strict=strict, assume_first_listed=assume)
        read = interpret(bundled.catalogs, bundled.registry, scope)
        asked = units[number :: one_in(7)]
        compared += compare_owns(bundled_engine, scope, read, asked)

    assert compared > 150


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("陷阱区", {"trap-2024", "trap-2025", "empty"}),
        ("样板市邻区", {"next-2024", "next-2023"}),
        ("990201", {"twin-1"}),
        ("乙市", {"twin-2"}),
        ("乙市鼓楼区", {"twin-2"}),
        (
            "样板市",
            {"trap-2024", "trap-2025", "empty", "next-2024", "next-2023", "twin-2"},
        ),
        ("无记录县", {"nowhere"}),
        ("天上", set()),
    ],
)
def test_a_jurisdiction_is_asked_for_by_any_of_its_names_or_what_it_lies_in(
    wanted: str, meant: set[str], traps: Workspace, trap_engine: SqliteEngine
) -> None:
    scope = Scope(jurisdictions=(wanted,))

    assert {row.id for row in questions.summarise_notices(trap_engine, scope)} == meant
    assert bool(questions.unmatched_filters(trap_engine, scope)) == (not meant)
    read = interpret(traps.catalogs, traps.registry, scope)
    assert {catalog.notice.id for catalog in read.catalogs} == meant


@pytest.mark.parametrize(
    "scope",
    [Scope(), Scope(notices=("twin-1", "empty")), Scope(periods=("2024",)), Scope(periods=("9",))],
)
def test_the_notices_of_a_scope_are_those_it_summarises(
    trap_engine: SqliteEngine, scope: Scope
) -> None:
    summaries = questions.summarise_notices(trap_engine, scope)

    assert questions.notices_in(trap_engine, scope) == tuple(row.id for row in summaries)


def test_a_name_that_several_jurisdictions_bear_is_refused_with_the_candidates(
    traps: Workspace, trap_engine: SqliteEngine
) -> None:
    scope = Scope(jurisdictions=("鼓楼区",))

    expected = {"jurisdiction": "鼓楼区", "candidates": "乙市鼓楼区、甲市鼓楼区、鼓楼区"}
    for ask in (
        lambda: questions.orphan_tasks(trap_engine, scope),
        lambda: questions.unmatched_filters(trap_engine, scope),
        lambda: interpret(traps.catalogs, traps.registry, scope),
    ):
        with pytest.raises(MatrixError) as error:
            ask()
        assert error.value.message_id == "error.ambiguous-jurisdiction"
        assert error.value.values == expected


def test_units_of_jurisdictions_of_one_name_do_not_mix(trap_engine: SqliteEngine) -> None:
    scope = Scope(notices=("twin-1", "twin-2"))
    found = questions.find_units(trap_engine, scope, "鼓楼区水利局")
    rows = questions.list_units(trap_engine, scope, "水利")

    assert found == [UnitKey("乙市鼓楼区", "区水利局"), UnitKey("甲市鼓楼区", "区水利局")]
    assert [(r.jurisdiction, r.unit, r.duty, r.named) for r in rows] == [
        ("乙市鼓楼区", "区水利局", "水务", 2),
        ("乙市鼓楼区", "甲市鼓楼区水利局", "", 1),
        ("甲市鼓楼区", "区水利局", "水利", 2),
    ]


def test_problems(traps: Workspace, trap_engine: SqliteEngine) -> None:
    assert equal("problems", questions.problems(trap_engine), traps.problems)


def test_problems_of_files_with_one_id_tell_both_files(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    problems = load(tmp_path).problems

    assert equal("problems", problems, load_workspace([tmp_path]).problems)
    assert any(problem.name == "duplicate-notice-id" for problem in problems)


@given(workspaces(), filters(), st.booleans(), st.booleans())
@settings(max_examples=2000 if EXHAUSTIVE else 25)
@pytest.mark.slow
def test_made_workspaces(
    workspace: Workspace, asked: dict[str, tuple[str, ...]], strict: bool, assume: bool
) -> None:
    engine = SqliteEngine(build_in_memory(workspace))
    scope = Scope(**asked, strict=strict, assume_first_listed=assume)
    read = interpret(workspace.catalogs, workspace.registry, scope)

    compare_totals(engine, scope, read)
    compare_units(engine, scope, read, ("甲", "水利"))
    compare_tasks(engine, scope, read, (("title",), ("区a局",)))
    compare_finding(engine, scope, read, ("公安局", "局", "人工智能"), ("1.1", "made-1/1.1"))
    compare_graph(engine, scope, read)
    compare_filters(engine, scope, workspace)
    compare_owns(engine, scope, read, all_units(workspace, Scope()))
