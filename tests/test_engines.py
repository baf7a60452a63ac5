"""DuckDB and Spark over exported folders answer as SQLite does; what does not fit is told."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import SOURCE, Zeren, stopped_by
from index_reference import (
    READINGS,
    SOME_ROLE_SETS,
    compare_filters,
    compare_finding,
    compare_graph,
    compare_owns,
    compare_tasks,
    compare_totals,
    compare_units,
    equal,
    outcome,
    readings_of,
    scopes_of,
)
from test_index_questions import NAMES, PATTERNS, TASK_IDS, WORDS, all_units
from trap_catalogs import FILES

from matrices.answers import codes
from matrices.answers.index import beginnings, manifest, opening, questions, schema
from matrices.answers.index.build import build_in_memory
from matrices.answers.index.engine_of_extra import needed
from matrices.answers.index.engines import Engine, SqliteEngine
from matrices.answers.index.manifest import MANIFEST, read_export, read_exports
from matrices.answers.index.opening import DUCKDB, ENGINES, SPARK, SQLITE, open_parquet
from matrices.answers.index.parquet import export_parquet, year_of
from matrices.answers.scope import Scope
from matrices.catalogs.unit_key import UnitKey
from matrices.catalogs.workspace import Workspace, load_workspace
from matrices.diagnostics import MatrixError

if TYPE_CHECKING:
    from matrices.answers.index.duckdb_engine import DuckdbEngine

Question = Callable[[Engine, Scope], object]


def is_there(module: str) -> bool:
    return find_spec(module) is not None


with_duckdb = pytest.mark.skipif(not is_there("duckdb"), reason="needs the extra duckdb")
with_spark = pytest.mark.skipif(
    not is_there("pyspark") or not is_there("duckdb") or shutil.which("java") is None,
    reason="needs the extras duckdb and spark, and Java",
)
with_sqlglot = pytest.mark.skipif(not is_there("sqlglot"), reason="needs sqlglot")


def write_traps(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def exported(
    workspace: Workspace, folder: Path, *, force: bool = False, number: int | None = None
) -> Path:
    engine = SqliteEngine(build_in_memory(workspace))
    export_parquet(engine.connection, folder, shown_path=engine.path, force=force, number=number)
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


@pytest.fixture(scope="module")
def traps(folders: Path) -> Workspace:
    return load_workspace([write_traps(folders / "catalogs")])


@pytest.fixture(scope="module")
def bundled() -> Workspace:
    return load_workspace()


@pytest.fixture(scope="module")
def trap_export(traps: Workspace, folders: Path) -> Path:
    return exported(traps, folders / "traps")


@pytest.fixture(scope="module")
def bundled_export(bundled: Workspace, folders: Path) -> Path:
    return exported(bundled, folders / "it's [all]")


@pytest.fixture(scope="module")
def trap_engine(trap_export: Path) -> Iterator[Engine]:
    with open_parquet([trap_export], threads=2) as engine:
        yield engine


@pytest.fixture(scope="module")
def bundled_engine(bundled_export: Path) -> Iterator[Engine]:
    with open_parquet([bundled_export], DUCKDB, memory="500MB") as engine:
        yield engine


# The translations


@with_sqlglot
@pytest.mark.checkout
def test_the_translations_are_current() -> None:
    from translated_sql import DIALECTS, SOURCE, translations

    current = translations()
    there = {path for dialect in DIALECTS for path in (SOURCE / dialect).glob("*.sql")}
    stale = [path.name for path, text in current.items() if path.read_text("utf-8") != text]

    assert there == set(current)
    assert stale == [], "python -m tests.translated_sql"


# DuckDB


@with_duckdb
@pytest.mark.slow
def test_duckdb_counts_the_traps_as_the_reference_does(
    traps: Workspace, trap_engine: Engine
) -> None:
    scopes = scopes_of(traps)
    compared = sum(
        compare_totals(trap_engine, scope, read)
        for scope, read in readings_of(traps, [scopes[0], scopes[-1]], SOME_ROLE_SETS)
    )

    assert compared > 1_300


@with_duckdb
@pytest.mark.slow
def test_duckdb_finds_in_the_traps_what_the_reference_finds(
    traps: Workspace, trap_engine: Engine
) -> None:
    compared = 0
    for scope, read in readings_of(traps, scopes_of(traps)[:1], SOME_ROLE_SETS[:4]):
        compared += compare_units(trap_engine, scope, read, PATTERNS)
        compared += compare_tasks(trap_engine, scope, read, WORDS)
        compared += compare_finding(trap_engine, scope, read, NAMES, TASK_IDS)
        compared += compare_graph(trap_engine, scope, read)
    for scope, read in readings_of(traps, scopes_of(traps), ((),)):
        compared += compare_filters(trap_engine, scope, traps)
        compared += compare_graph(trap_engine, scope, read)
    units = all_units(traps, Scope())
    for scope, read in readings_of(traps, scopes_of(traps)[-1:], SOME_ROLE_SETS[:2]):
        compared += compare_owns(trap_engine, scope, read, units[::3])
    compared += equal("problems", questions.problems(trap_engine), traps.problems)

    assert compared > 2_000


@with_duckdb
@pytest.mark.slow
def test_duckdb_answers_about_the_bundled_data(bundled: Workspace, bundled_engine: Engine) -> None:
    compared = 0
    for scope, read in readings_of(bundled, scopes_of(bundled)[:2], SOME_ROLE_SETS[:2]):
        compared += compare_totals(bundled_engine, scope, read)
        compared += compare_units(bundled_engine, scope, read, PATTERNS[:1])
        compared += compare_tasks(bundled_engine, scope, read, WORDS[:1])
        compared += compare_graph(bundled_engine, scope, read)
        compared += compare_owns(bundled_engine, scope, read, all_units(bundled, Scope())[::40])

    assert compared > 1_000


# Several exports


@pytest.fixture(scope="module")
def provinces(folders: Path) -> list[Path]:
    """Catalogs in three folders: each jurisdiction in one of them."""
    data = sorted(
        path for path in Path(load_workspace().catalogs[0].path).parent.glob("*.yaml")
        if not path.name.startswith("units")
    )  # fmt: skip
    first, second = folders / "first", folders / "second"
    for folder, files in ((first, data[:2]), (second, data[2:])):
        folder.mkdir()
        for file in files:
            shutil.copy(file, folder)
    return [first, second, write_traps(folders / "third")]


@pytest.fixture(scope="module")
def union(provinces: list[Path], folders: Path) -> Path:
    for place in provinces:
        exported(load_workspace([place]), folders / "union" / place.name)
    return folders / "union"


def every_question(workspace: Workspace) -> list[Question]:
    """Twelve questions, with every option of each in one of them."""
    rows = all_units(workspace, Scope())
    hosts = [keys for keys in rows if any(k.name in ("区应急管理局", "区公安局") for k in keys)]
    units: list[UnitKey] = hosts[0] if hosts else rows[0]
    task = next(iter(workspace.catalogs[-1].tasks), next(iter(workspace.catalogs[0].tasks))).id
    name = units[0].name
    return [
        lambda e, s: questions.workload(e, s, codes.LITERAL, codes.GROUPS[1], roll_up=True),
        lambda e, s: (
            questions.workload(e, s, codes.EXPANDED, roll_up=True),
            questions.orphan_tasks(e, s, codes.REASONS[:2]),
        ),
        lambda e, s: questions.workload(e, s, codes.WEIGHTED, codes.GROUPS[2]),
        lambda e, s: (questions.orphan_tasks(e, s), questions.summarise_notices(e, s)),
        lambda e, s: questions.overlapping_duties(e, s, codes.OVERLAPS[:3]),
        lambda e, s: questions.overlapping_duties(e, s, pairs=True, limit=5),
        lambda e, s: questions.owned_tasks(e, s, units, roll_up=True),
        lambda e, s: questions.owned_tasks(e, s, units, perhaps=True),
        lambda e, s: questions.list_units(e, s, "区", ("department", "unrecorded"), named=True),
        lambda e, s: (
            questions.search_tasks(e, s, ("内容",)),
            questions.search_tasks(e, s, (), (codes.WITH_COLLECTIVE,)),
        ),
        lambda e, s: (questions.edges(e, s), questions.list_units(e, s)),
        lambda e, s: (
            outcome(lambda: questions.find_units(e, s, name)),
            outcome(lambda: questions.find_task_id(e, s, task)),
            questions.unmatched_filters(e, s),
            questions.problems(e),
            [
                beginning(e, start)
                for start in ("", "区", "各", task[:4], "b", "样板市")
                for beginning in (
                    beginnings.units_beginning,
                    beginnings.tasks_beginning,
                    beginnings.notices_beginning,
                    beginnings.jurisdictions_beginning,
                )
            ],
        ),
    ]


def answered(ask: Question, engine: Engine, scope: Scope) -> object:
    """An answer, or the error that it ends in."""
    return outcome(lambda: ask(engine, scope))


@with_duckdb
@pytest.mark.slow
def test_exports_made_apart_answer_as_one(provinces: list[Path], union: Path) -> None:
    workspace = load_workspace(provinces)
    one = SqliteEngine(build_in_memory(workspace))
    compared = 0
    with open_parquet([union]) as apart:
        for ask, (strict, assume), roles in product(
            every_question(workspace), READINGS[:3], ((), ("cooperate", "guide"))
        ):
            scope = Scope(roles=roles, strict=strict, assume_first_listed=assume)
            compared += equal(scope, answered(ask, apart, scope), answered(ask, one, scope))

    assert compared == 72


@with_duckdb
def test_the_order_of_exports_is_the_order_of_answers(union: Path) -> None:
    folders = [union / name for name in ("third", "first")]
    with open_parquet(folders) as engine:
        ids = [row.id for row in questions.summarise_notices(engine, Scope())]
    with open_parquet(folders[:1]) as engine:
        first = [row.id for row in questions.summarise_notices(engine, Scope())]

    assert ids[: len(first)] == first
    assert len(ids) > len(first)


@with_duckdb
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"jurisdictions": [], "number": 1}, "error.exports-share-notice"),
        ({"notices": [], "number": 1}, "error.exports-share-jurisdiction"),
        ({"notices": [], "jurisdictions": []}, "error.exports-share-number"),
    ],
)
def test_what_is_in_two_exports_is_told(
    change: dict[str, object], told: str, trap_export: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(trap_export, copy)
    found = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
    (copy / MANIFEST).write_text(json.dumps({**found, **change}), encoding="utf-8")

    with pytest.raises(MatrixError) as raised:
        read_exports([trap_export, copy])

    assert raised.value.message_id == told
    assert raised.value.values["second"] == str(copy)


CITY = """\
format: 1
jurisdictions:
  - name: 样板市
    full_name: 样板市
    code: "990100"
    units:
      - {name: 市水利局, kind: department, source: invented}
  - name: {district}
    full_name: 样板市{district}
    within: 样板市
    units:
      - {name: 区水利局, kind: department, source: invented}
"""
NOTICE = """\
format: 1
notice: {id: "{id}", title: 要点, jurisdiction: {place}, period: "2024", lead_rule: stated}
sections:
  - number: 1
    title: 一
    tasks:
      - {number: 1, title: 一, content: 内容, lead: 区水利局}
"""


@with_duckdb
def test_a_city_that_several_exports_lie_in_is_there_once(tmp_path: Path) -> None:
    for district, place in (("东区", "东区"), ("西区", "西区"), ("北区", "样板市")):
        folder = tmp_path / "in" / district
        folder.mkdir(parents=True)
        (folder / "units.yaml").write_text(CITY.replace("{district}", district), encoding="utf-8")
        text = NOTICE.replace("{id}", f"n{ord(district[0])}").replace("{place}", place)
        (folder / "a.yaml").write_text(text, encoding="utf-8")
        exported(load_workspace([folder]), tmp_path / "out" / district)

    exports = read_exports([tmp_path / "out"])
    repeated = manifest.repeated_jurisdictions(exports)
    with open_parquet([tmp_path / "out"]) as engine:
        rows = questions.list_units(engine, Scope())
        known = _duckdb(engine).connection.execute("SELECT name FROM jurisdiction").fetchall()

    assert len(repeated) >= 2
    assert len(known) == len(set(known))
    assert set(known) >= {("东区",), ("北区",), ("样板市",), ("西区",)}
    assert ("样板市", "市水利局") in [row[:2] for row in rows]


@with_duckdb
def test_two_districts_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for city in ("甲市", "乙市"):
        folder = tmp_path / "in" / city
        folder.mkdir(parents=True)
        registry = CITY.replace("{district}", "鼓楼区").replace("样板市", city)
        (folder / "units.yaml").write_text(registry, encoding="utf-8")
        text = NOTICE.replace("{id}", f"n{ord(city[0])}").replace("{place}", "鼓楼区")
        (folder / "a.yaml").write_text(text, encoding="utf-8")
        exported(load_workspace([folder]), tmp_path / "out" / city)

    with open_parquet([tmp_path / "out"]) as engine:
        named = [row.jurisdiction for row in questions.summarise_notices(engine, Scope())]
        one = questions.summarise_notices(engine, Scope(jurisdictions=("甲市",)))
        with stopped_by("ambiguous-jurisdiction"):
            questions.orphan_tasks(engine, Scope(jurisdictions=("鼓楼区",)))
    with open_parquet([tmp_path / "out" / "甲市"]) as engine:
        alone = [row.jurisdiction for row in questions.summarise_notices(engine, Scope())]

    assert sorted(named) == ["乙市鼓楼区", "甲市鼓楼区"]
    assert [row.jurisdiction for row in one] == ["甲市鼓楼区"]
    assert alone == ["鼓楼区"]


def _duckdb(engine: Engine) -> DuckdbEngine:
    from matrices.answers.index.duckdb_engine import DuckdbEngine

    assert isinstance(engine, DuckdbEngine)
    return engine


# The folders


@with_duckdb
def test_folders_are_of_places_and_years(trap_export: Path) -> None:
    found = {path.relative_to(trap_export).as_posix() for path in trap_export.rglob("*.parquet")}

    assert "task/place=样板市/year=2024/part.parquet" in found
    assert "task/place=样板市/year=2021/part.parquet" in found
    assert "notice/place=无记录县/year=__HIVE_DEFAULT_PARTITION__/part.parquet" in found
    assert "unit/place=样板市/part.parquet" in found
    assert "file/part.parquet" in found
    assert sorted(path.name for path in trap_export.iterdir() if path.is_file()) == [MANIFEST]


def test_names_of_folders_are_safe() -> None:
    partition = manifest.Partition("../甲:乙\n", "2024", {})

    assert (
        manifest.relative_path("task", partition)
        == "task/place=%2E%2E%2F甲%3A乙%0A/year=2024/part.parquet"
    )


@pytest.mark.parametrize(
    ("period", "year"),
    [("2024", "2024"), ("2021-2025", "2021"), ("2024-03-01", "2024"), ("", ""), ("近期", "")],
)
def test_the_year_of_a_period(period: str, year: str) -> None:
    assert year_of(period) == year


@with_duckdb
def test_the_manifest_says_what_was_exported(trap_export: Path, traps: Workspace) -> None:
    found = read_export(trap_export).manifest

    assert found.notices == tuple(catalog.notice.id for catalog in traps.catalogs)
    assert len(found.generation) == 32
    assert {known.name for known in found.jurisdictions if known.has_notices} == {
        catalog.notice.jurisdiction for catalog in traps.catalogs
    }


@with_duckdb
def test_the_same_rows_have_the_same_generation(
    traps: Workspace, trap_export: Path, tmp_path: Path
) -> None:
    again = read_export(exported(traps, tmp_path / "again")).manifest
    before = read_export(trap_export).manifest

    assert again.generation == before.generation
    assert again.number != before.number


@with_duckdb
def test_an_export_replaces_only_exports(traps: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    exported(traps, folder)
    with stopped_by("file-exists"):
        exported(traps, folder)
    exported(traps, folder, force=True, number=7)

    (folder / MANIFEST).unlink()
    with stopped_by("export-folder-taken"):
        exported(traps, folder, force=True)
    with stopped_by("export-folder-taken"):
        exported(traps, Path(__file__), force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@with_duckdb
def test_a_failed_export_leaves_what_was_there(
    traps: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = exported(traps, tmp_path / "out", number=1)
    own = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise PermissionError(13, "refused")
        return own(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with stopped_by("cannot-write"):
        exported(traps, folder, force=True, number=2)

    assert read_export(folder).manifest.number == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@with_duckdb
def test_without_notices_there_is_nothing_to_export(tmp_path: Path) -> None:
    connection = schema.in_memory()
    schema.create_schema(connection)
    with closing(connection), stopped_by("nothing-to-export"):
        export_parquet(connection, tmp_path / "out", shown_path=lambda _root, path: path)

    assert list(tmp_path.iterdir()) == []


@with_duckdb
@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", "null", "{}", '"x"', '{"format": "zeren-export"}', "[" * 100_000],
)
def test_a_damaged_manifest_is_told(damage: str, trap_export: Path, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(damage, encoding="utf-8")

    with stopped_by("export-damaged"):
        read_exports([tmp_path])


@with_duckdb
@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("version", 99, "error.export-of-another-version"),
        ("schema", 99, "error.export-of-another-version"),
        ("format", "other", "error.export-damaged"),
        ("number", -1, "error.export-damaged"),
        ("number", "1; DROP TABLE task", "error.export-damaged"),
        ("jurisdictions", [{"id": "0) OR (1"}], "error.export-damaged"),
        ("partitions", [{"place": "", "year": "", "sizes": {"x": 1}}], "error.export-damaged"),
        ("partitions", [{"place": "x", "year": "", "sizes": {"task": 1}}], "error.export-damaged"),
        ("notices", 3, "error.export-damaged"),
    ],
)
def test_a_manifest_that_does_not_fit_is_told(
    key: str, value: object, told: str, trap_export: Path, tmp_path: Path
) -> None:
    found = json.loads((trap_export / MANIFEST).read_text(encoding="utf-8"))
    (tmp_path / MANIFEST).write_text(json.dumps({**found, key: value}), encoding="utf-8")

    with pytest.raises(MatrixError) as raised:
        read_exports([tmp_path])

    assert raised.value.message_id == told


@with_duckdb
def test_files_that_are_gone_or_cut_are_told(trap_export: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(trap_export, copy)
    file = copy / "task/place=样板市/year=2024/part.parquet"
    whole = file.read_bytes()
    for damaged in (whole[:-1], None):
        file.unlink() if damaged is None else file.write_bytes(damaged)
        with pytest.raises(MatrixError) as raised:
            read_exports([copy])
        assert raised.value.values == {"path": str(file)}

    file.write_bytes(b"x" * len(whole))
    with pytest.raises(MatrixError) as raised:
        open_parquet([copy])
    assert raised.value.message_id == "error.engine-failed"


def test_folders_without_an_export_are_told(tmp_path: Path) -> None:
    with stopped_by("no-export"):
        read_exports([tmp_path])
    with stopped_by("no-export"):
        read_exports([tmp_path / "nowhere"])


# Which engine


@with_duckdb
@pytest.mark.parametrize(
    ("engine", "master", "of_export", "of_catalogs"),
    [
        ("", "", "True", "False"),
        (SQLITE, "", "error.export-needs-engine", "False"),
        (DUCKDB, "", "True", "error.engine-needs-export"),
        (SPARK, "", "True", "error.engine-needs-export"),
        (SPARK, "yarn", "True", "error.engine-needs-export"),
        ("", "yarn", "True", "error.engine-needs-export"),
        (DUCKDB, "yarn", "error.master-needs-spark", "error.master-needs-spark"),
        (SQLITE, "yarn", "error.export-needs-engine", "error.master-needs-spark"),
    ],
)
def test_the_engine_fits_the_data(
    engine: str, master: str, of_export: str, of_catalogs: str, trap_export: Path
) -> None:
    def outcome(paths: list[Path]) -> str:
        try:
            return str(opening.wants_export(paths, engine, master))
        except MatrixError as error:
            return error.message_id

    assert engine in ("", *ENGINES)
    assert outcome([trap_export]) == of_export
    assert outcome([trap_export.parent / "catalogs"]) == of_catalogs
    assert outcome([]) == of_catalogs


def test_a_missing_extra_is_told() -> None:
    with pytest.raises(MatrixError) as raised:
        needed("no_such_engine", "duckdb")

    assert raised.value.args == ("error.needs-extra", {"extra": "duckdb"})


@pytest.mark.parametrize(("module", "extra"), [("duckdb", "duckdb"), ("pyspark", "spark")])
def test_without_the_extra_questions_say_so(
    module: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr(opening, "read_exports", lambda paths: ())

    with pytest.raises(MatrixError) as raised:
        open_parquet([tmp_path], extra)

    assert raised.value.args == ("error.needs-extra", {"extra": extra})


# The command


@with_duckdb
def test_export_on_the_command_line(zeren: Zeren, tmp_path: Path) -> None:
    data, out = write_traps(tmp_path / "data"), tmp_path / "out"
    run = zeren("--data", str(data), "export", str(out), "--parquet")
    again = zeren("--data", str(data), "export", str(out), "--parquet")

    assert run.status == 1  # one of the traps cannot be read
    assert f"{out}: 9 notices in " in run.err
    assert again.status == 2
    assert again.err == f"zeren: {out} exists; --force replaces it\n"
    assert read_export(out).manifest.notices[0] == "trap-2024"


def test_export_says_what_it_needs(
    zeren: Zeren, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = zeren("export", str(tmp_path / "out"))
    assert (run.status, run.err) == (2, "zeren: say what to export to: --parquet\n")

    monkeypatch.setitem(sys.modules, "duckdb", None)
    run = zeren("export", str(tmp_path / "out"), "--parquet")
    assert (run.status, run.out) == (2, "")
    assert run.err == (
        "zeren: this needs what is not installed here: pip install 'zeren[duckdb]'\n"
    )


# Spark


@pytest.fixture(scope="module")
def spark_engines(trap_export: Path, bundled_export: Path, union: Path) -> Iterator[list[Engine]]:
    with (
        open_parquet([trap_export], SPARK, master="local[2]") as traps,
        open_parquet([bundled_export], master="local[2]") as bundled,
        open_parquet([union], SPARK, master="local[2]") as union_,
    ):
        yield [traps, bundled, union_]


@with_spark
@pytest.mark.slow
def test_spark_answers_as_sqlite_does(
    traps: Workspace, bundled: Workspace, spark_engines: list[Engine]
) -> None:
    compared = 0
    for workspace, engine in zip((traps, bundled), spark_engines, strict=False):
        reference = SqliteEngine(build_in_memory(workspace))
        scopes = scopes_of(workspace)
        some = (
            Scope(),
            Scope(strict=True, roles=("responsible", "guide")),
            Scope(assume_first_listed=True, roles=("lead",)),
            scopes[-1]._replace(roles=("cooperate", "guide", "responsible")),
        )
        for scope, ask in product(some, every_question(workspace)):
            compared += equal(scope, answered(ask, engine, scope), answered(ask, reference, scope))

    assert compared == 96


@with_spark
@pytest.mark.slow
def test_spark_answers_about_exports_made_apart(
    provinces: list[Path], spark_engines: list[Engine]
) -> None:
    workspace = load_workspace(provinces)
    reference = SqliteEngine(build_in_memory(workspace))
    ask = every_question(workspace)

    assert [q(spark_engines[2], Scope()) for q in ask[2:4]] == [
        q(reference, Scope()) for q in ask[2:4]
    ]


@with_spark
@pytest.mark.slow
def test_spark_is_quiet_and_says_in_one_line_what_it_cannot_do(trap_export: Path) -> None:
    program = (
        "from pathlib import Path; from matrices.answers.index import opening, questions\n"
        "from matrices.answers.scope import Scope; from matrices.diagnostics import MatrixError\n"
        "import sys\n"
        "with opening.open_parquet([Path(sys.argv[1])], master=sys.argv[2]) as engine:\n"
        "    print(len(questions.orphan_tasks(engine, Scope()).rows))\n"
        "    try: engine.rows('task_code', {'task': {}, 'reading': 1})\n"
        "    except MatrixError as error: print(error.message_id)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(trap_export), "local[1]"],
        capture_output=True,
        encoding="utf-8",
        cwd=SOURCE,
        check=True,
        timeout=300,
    )

    assert done.stdout.splitlines()[1] == "error.engine-failed"
    assert int(done.stdout.splitlines()[0]) > 3
    assert "Traceback" not in done.stderr
    assert "WARN " not in done.stderr
