"""The index built file by file holds what one built of everything holds, whatever changes."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SOURCE, program_environment
from index_reference import compare_filters, compare_owns, compare_some, equal
from trap_catalogs import FILES

from matrices.answers.assignments import interpret
from matrices.answers.index import build, questions, schema
from matrices.answers.index.engines import SqliteEngine
from matrices.answers.scope import Scope
from matrices.catalogs.locations import bundled_root, find_files
from matrices.catalogs.model import Jurisdiction
from matrices.catalogs.nodes import read_bytes, read_nodes
from matrices.catalogs.reader import build_catalog
from matrices.catalogs.registry import build_jurisdictions
from matrices.catalogs.unit_key import UnitKey
from matrices.catalogs.workspace import load_workspace
from matrices.diagnostics import Problem

# moved down by a line, another kind of unit, another member, another id, no catalog any more
EDITS = (
    ("units.yaml", "format: 1\n", "# a remark\nformat: 1\n"),
    ("units.yaml", "{name: 绿水街道, kind: township", "{name: 绿水街道, kind: department"),
    ("units.yaml", "[甲园区, 乙园区, 青山镇]", "[甲园区, 区水利局]"),
    ("units-neighbours.yaml", "  - name: 样板市\n    coverage: partial\n", "  - name: 样板市\n"),
    ("units-twins.yaml", "    full_name: 乙市鼓楼区\n", "    full_name: 甲市鼓楼区\n"),
    ("units-twins.yaml", "- name: 鼓楼区", "- name: 钟楼区"),
    ("c-assumed.yaml", "lead_rule_by: assumed", "lead_rule_by: notice"),
    ("d-none.yaml", "id: next-2023", "id: next-2022"),
    ("g-again.yaml", "id: next-2023", "id: next-2021"),
    ("b-next.yaml", "jurisdiction: 邻区", "jurisdiction: 样板市邻区"),
    ("a-first-listed.yaml", "sections:", "sektions:"),
    ("k-which-twin.yaml", "notice:", "notices:"),
)


class Files:
    """A folder and its index, brought up to date by reading what changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.connection = schema.in_memory()
        schema.create_schema(self.connection)
        self.engine = SqliteEngine(self.connection)
        self._read: dict[str, tuple[int, str]] = {}
        for path in find_files([bundled_root()]):
            if path.stem.startswith("units"):
                self._store(self._new(path, bundled=True), path)

    def _new(self, path: Path, *, bundled: bool = False) -> int:
        cursor = self.connection.execute(
            "INSERT INTO file (root, path, position, bundled) VALUES (-1, ?, -1, ?)",
            (str(path), bundled),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def refresh(self) -> None:
        """Store what is new or changed, forget what is gone, and what hangs on either."""
        paths = sorted(self.folder.iterdir())
        changed: set[str] = set()
        for gone in self._read.keys() - {str(path) for path in paths}:
            changed |= build.remove_file(self.connection, self._read.pop(gone)[0])
        new: list[tuple[int, Path]] = []
        for position, path in enumerate(paths):
            text = path.read_text("utf-8")
            number, before = self._read.get(str(path), (0, ""))
            number = number or self._new(path)
            self.connection.execute("UPDATE file SET position = ? WHERE id = ?", (position, number))
            self._read[str(path)] = (number, text)
            if text != before:
                new.append((number, path))
        for number, path in new:
            changed |= self._store(number, path)
        again = {number for name in changed for number in build.catalogs_of(self.connection, name)}
        for name in changed:
            build.rebuild_jurisdiction(self.connection, name)
        again |= {n for name in changed for n in build.catalogs_of(self.connection, name)}
        paths_by_number = {number: Path(path) for path, (number, _) in self._read.items()}
        for number in again:
            self._store(number, paths_by_number[number])
        while waiting := build.files_to_store_again(self.connection):
            for number in waiting:
                self._store(number, paths_by_number[number])

    def _store(self, number: int, path: Path) -> frozenset[str]:
        root, found = read_nodes(str(path), read_bytes(path))
        problems: list[Problem] = list(found)
        jurisdictions: list[Jurisdiction] = []
        catalog = None
        if root is not None and "jurisdictions" in {key.value for key, _ in root.pairs}:
            jurisdictions, more = build_jurisdictions(root)
            problems += more
        elif root is not None:
            catalog, more = build_catalog(str(path), root)
            problems += more
        if catalog is not None:
            changed = build.store_registry(self.connection, number, (), ())
            build.store_catalog(self.connection, number, catalog, problems)
            return changed
        build.remove_catalog(self.connection, number)
        return build.store_registry(self.connection, number, jurisdictions, problems)


def compare_all(files: Files) -> None:
    workspace = load_workspace([files.folder])
    assert equal("problems", questions.problems(files.engine), workspace.problems)
    for scope in (
        Scope(assume_first_listed=True),
        Scope(jurisdictions=("样板市",), roles=("cooperate", "guide")),
    ):
        read = interpret(workspace.catalogs, workspace.registry, scope)
        compare_some(files.engine, scope, read)
        compare_filters(files.engine, scope, workspace)
        found = questions.list_units(files.engine, scope, "局")
        keys = [UnitKey(row.jurisdiction, row.unit) for row in found]
        compare_owns(files.engine, scope, read, [keys])


@pytest.fixture
def files(tmp_path: Path) -> Files:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Files(tmp_path)


def test_built_file_by_file(files: Files) -> None:
    files.refresh()

    compare_all(files)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit[0]}: {edit[2]}".strip())
def test_an_edit_and_its_undoing(edit: tuple[str, str, str], files: Files) -> None:
    name, old, new = edit
    path = files.folder / name
    files.refresh()
    assert old in FILES[name]

    path.write_text(FILES[name].replace(old, new), encoding="utf-8")
    files.refresh()
    compare_all(files)

    path.write_text(FILES[name], encoding="utf-8")
    files.refresh()
    compare_all(files)


@pytest.mark.parametrize("seed", range(4))
def test_files_come_and_go(seed: int, files: Files) -> None:
    chance = random.Random(seed)  # noqa: S311
    for _ in range(5):
        for name, text in FILES.items():
            path = files.folder / name
            if chance.random() < 0.4:
                path.unlink(missing_ok=True)
            elif chance.random() < 0.3:
                edits = [(old, new) for file, old, new in EDITS if file == name]
                old, new = chance.choice(edits) if edits else ("", "")
                path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
        if any(files.folder.iterdir()):
            files.refresh()
            compare_all(files)


def test_a_record_that_only_moved_leaves_its_catalogs_alone(files: Files) -> None:
    files.refresh()
    path = files.folder / "units.yaml"
    root, _ = read_nodes(str(path), ("# moved\n" + FILES["units.yaml"]).encode())
    assert root is not None
    number = files._read[str(path)][0]

    assert build.store_registry(files.connection, number, *build_jurisdictions(root)) == frozenset()
    lines = {p.place.line for p in questions.problems(files.engine) if p.code == "U13"}
    assert lines == {35, 36}


def test_nothing_is_left_of_files_that_are_gone(files: Files) -> None:
    files.refresh()
    for path in list(files.folder.iterdir()):
        path.unlink()
    files.refresh()

    left = {
        table: files.connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608
        for (table,) in files.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
    }
    for table in ("unit", "unit_name", "jurisdiction", "hosted", "link"):
        left.pop(table)  # of the bundled registry, and names that go on being units
    assert {table: count for table, count in left.items() if count} == {
        "file": 1,
        "registry_part": 6,
    }


# Tables and codes as they are in a version. Where this test fails, raise `schema.VERSION` and put
# the new version and sum here.
VERSION_OF_TABLES = (2, "6b965c8a16a212c8")


def test_other_tables_or_codes_have_another_version() -> None:
    connection = schema.in_memory()
    schema.create_schema(connection)
    tables = connection.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall()
    codes = {name: value for name, value in vars(schema).items() if name.isupper()}
    del codes["VERSION"], codes["TABLES"]
    said = repr((sorted(" ".join(sql.split()) for (sql,) in tables if sql), codes))

    assert (schema.VERSION, hashlib.sha256(said.encode()).hexdigest()[:16]) == VERSION_OF_TABLES


def test_asking_loads_nothing_that_reads_catalogs() -> None:
    code = (
        "import sys; from matrices.answers.index import questions, engines;"
        "print(*sorted(n for n in sys.modules if n.startswith('matrices')), 'yaml' in sys.modules,"
        " 'dataclasses' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env=program_environment(),
        cwd=SOURCE,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert done.stdout.split() == [
        "matrices",
        "matrices.answers",
        "matrices.answers.codes",
        "matrices.answers.index",
        "matrices.answers.index.engines",
        "matrices.answers.index.questions",
        "matrices.answers.index.schema",
        "matrices.answers.records",
        "matrices.answers.scope",
        "matrices.catalogs",
        "matrices.catalogs.unit_key",
        "matrices.diagnostics",
        "matrices.wording",
        "False",
        "False",
    ]
