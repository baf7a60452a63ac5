"""The index is never stale and never wrong, whatever happens to the data, to its file, to its writers."""  # noqa: E501

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import index_contents
import index_rows
import pytest
from conftest import SOURCE, TESTS, program, program_environment, stopped_by
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from index_rows import Contents
from test_index_build import EDITS
from trap_catalogs import FILES

from matrices.answers.index import (
    build,
    freshness,
    looking,
    questions,
    reading,
    store,
    writing,
)
from matrices.answers.index.engines import SqliteEngine
from matrices.answers.index.location import cache_folder, index_path
from matrices.answers.index.looking import State
from matrices.answers.index.reading import Builder
from matrices.answers.index.store import (
    OpenIndex,
    clear_all_indexes,
    clear_index,
    index_state,
    mended_index,
    open_index,
    rebuild_index,
)
from matrices.catalogs import locations
from matrices.catalogs.nodes import read_bytes
from matrices.catalogs.workspace import Workspace, load_workspace
from matrices.diagnostics import MatrixError

ROWS: Builder = index_rows
contents = index_rows.contents

CATALOG = """\
format: 1
notice:
  id: {notice}
  title: {title}
  jurisdiction: {jurisdiction}
  lead_rule: stated
sections:
  - number: 1
    title: 一
    tasks:
      - {{number: 1, title: 修堤, lead: 区水利局}}
      - {{number: 2, title: 防汛, lead: 区水务局}}
"""
REGISTRY = """\
{before}format: 1
{key}:
  - name: {jurisdiction}
    full_name: {city}{jurisdiction}
    units:
      - {{name: {unit}, kind: department, source: invented}}
"""
DISTRICTS = ("甲区", "乙区")


def catalog(notice: str = "a", title: str = "甲", jurisdiction: str = "甲区") -> str:
    return CATALOG.format(notice=notice, title=title, jurisdiction=jurisdiction)


def registry(
    unit: str = "区水利局",
    jurisdiction: str = "甲区",
    before: str = "",
    key: str = "jurisdictions",
    city: str = "样板市",
) -> str:
    return REGISTRY.format(unit=unit, jurisdiction=jurisdiction, before=before, key=key, city=city)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own, and a small registry that comes with zeren."""
    library = tmp_path / "library"
    (library / "data").mkdir(parents=True)
    (library / "data" / "units.yaml").write_text(registry(), encoding="utf-8")
    monkeypatch.setattr(locations, "__file__", str(library / "catalogs" / "locations.py"))
    folder = tmp_path / "cache"
    monkeypatch.setenv("ZEREN_CACHE", str(folder))
    return folder


@pytest.fixture(params=["the least rows", "the rows of answers"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once with the rows of `index_rows`, once with those that answers are made of."""
    if request.param == "the rows of answers":
        monkeypatch.setitem(globals(), "ROWS", build)
        monkeypatch.setitem(globals(), "contents", index_contents.contents)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three notices of two districts and the registry of one."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name, text in {
        "a.yaml": catalog("a"),
        "b.yaml": catalog("b", jurisdiction="乙区"),
        "c.yaml": catalog("c"),
        "units.yaml": registry(jurisdiction="乙区"),
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def opened(
    *paths: Path, no_index: bool = False, report: Callable[[int, int], object] | None = None
) -> OpenIndex:
    return open_index(paths, no_index=no_index, report=report, builder=ROWS)


def asked(*paths: Path) -> Contents:
    with opened(*paths) as index:
        return contents(index.connection)


def built_anew(*paths: Path) -> Contents:
    with opened(*paths, no_index=True) as index:
        assert (index.path, index.notes) == (None, ())
        return contents(index.connection)


def file_of(*paths: Path) -> Path:
    found = index_path([str(path.absolute()) for path in paths])
    assert found is not None
    return found


class Reads:
    """Counts what is read."""

    def __init__(self) -> None:
        self.files = 0

    def __call__(self, done: int, expected: int) -> None:
        self.files = done
        assert done <= expected


def files_read(*paths: Path) -> int:
    reads = Reads()
    opened(*paths, report=reads).close()
    return reads.files


# What is asked is what the files say


TEXTS = st.one_of(
    st.builds(catalog, st.sampled_from("ab"), st.sampled_from("甲乙"), st.sampled_from(DISTRICTS)),
    st.builds(
        registry,
        st.sampled_from(("区水利局", "区水务局")),
        st.sampled_from(DISTRICTS),
        st.sampled_from(("", "# 注\n")),
        st.sampled_from(("jurisdictions", '"\\x6aurisdictions"')),
    ),
    st.sampled_from(("", "a: [", "format: 1", "\x00")),
)
NAMES = st.sampled_from(
    ("a.yaml", "b.yaml", "sub/a.yaml", "sub/c.yml", "units.yaml", ".hidden.yaml", "note.txt")
)


class Files(RuleBasedStateMachine):
    """Anything done to files at random; after each step the index is compared with a fresh load."""

    builder = ROWS

    @initialize(both=st.booleans())
    def start(self, both: bool) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="zeren-test-"))
        self.data = self.folder / "data"
        self.bundled = self.folder / "library" / "data"
        for folder in (self.data / "sub", self.bundled):
            folder.mkdir(parents=True)
        (self.bundled / "units.yaml").write_text(registry(), encoding="utf-8")
        for name, text in {"a.yaml": catalog("a"), "sub/c.yml": catalog("b")}.items():
            (self.data / name).write_text(text, encoding="utf-8")
        self.roots = [self.data / "sub", self.data] if both else [self.data]
        self.before: dict[Path, tuple[bytes, os.stat_result]] = {}
        self.ahead_ns = 0
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("ZEREN_CACHE", str(self.folder / "cache"))
        self.patch.setattr(locations, "__file__", str(self.bundled.parent / "catalogs" / "x.py"))
        self.patch.setattr(freshness, "time", SimpleNamespace(time_ns=self.now_ns))

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.folder)

    def now_ns(self) -> int:
        return time.time_ns() + self.ahead_ns

    def path(self, name: str) -> Path:
        if self.ahead_ns:
            time.sleep(0.01)  # the file's clock ticks between two changes
        return self.data / name

    @rule()
    def time_passes(self) -> None:
        """What was read is from now on trusted without looking at its content."""
        self.ahead_ns += 3_000_000_000

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        path = self.path(name)
        if path.exists():
            self.before[path] = (path.read_bytes(), path.stat())
        elif path.is_symlink():
            path.unlink()
        path.write_bytes(text.encode())

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)

    @rule(name=NAMES, other=NAMES)
    def rename(self, name: str, other: str) -> None:
        path = self.path(name)
        if path.exists():
            path.replace(self.data / other)

    @rule(name=NAMES)
    def touch(self, name: str) -> None:
        path = self.path(name)
        if path.exists():
            path.touch()

    @rule(name=NAMES, hours=st.integers(-100, 100))
    def set_back(self, name: str, hours: int) -> None:
        path = self.path(name)
        if path.exists():
            os.utime(path, ns=(0, time.time_ns() + hours * 3600 * 10**9))

    @rule(name=NAMES)
    def restore(self, name: str) -> None:
        path = self.path(name)
        if path in self.before and not path.is_symlink():
            content, status = self.before[path]
            path.write_bytes(content)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    @rule(name=NAMES, in_place=st.booleans())
    def replace_alike(self, name: str, in_place: bool) -> None:
        """Another content of the same size at the same time."""
        path = self.path(name)
        if not path.exists():
            return
        status = path.stat()
        text = path.read_text(encoding="utf-8").translate(str.maketrans("甲乙利务", "乙甲务利"))
        target = path if in_place else self.folder / "other"
        target.write_bytes(text.encode())
        os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
        target.replace(path)

    @rule(name=NAMES, other=NAMES)
    def link(self, name: str, other: str) -> None:
        path = self.path(name)
        path.unlink(missing_ok=True)
        path.symlink_to(self.data / other)

    @rule(unit=st.sampled_from(("区水利局", "区水务局")), jurisdiction=st.sampled_from(DISTRICTS))
    def come_with_zeren(self, unit: str, jurisdiction: str) -> None:
        self.path("")
        (self.bundled / "units.yaml").write_text(registry(unit, jurisdiction), encoding="utf-8")

    @rule()
    def lose_the_index(self) -> None:
        for path in (self.folder / "cache").glob("*.sqlite"):
            path.write_bytes(b"")

    @invariant()
    def the_index_is_a_fresh_one(self) -> None:
        try:
            workspace = load_workspace(self.roots)
        except MatrixError as error:
            self.is_told_alike(error)
            return
        with open_index(self.roots, builder=self.builder) as index:
            assert (index.path, index.notes) == (file_of(*self.roots), ())
            with open_index(self.roots, builder=self.builder, no_index=True) as fresh:
                assert self.said_by(index) == self.said_by(fresh)
            self.is_what_was_loaded(index, workspace)

    def is_told_alike(self, error: MatrixError) -> None:
        with pytest.raises(MatrixError) as raised:
            open_index(self.roots, builder=self.builder)
        assert (raised.value.message_id, raised.value.values) == (error.message_id, error.values)

    def said_by(self, index: OpenIndex) -> Contents:
        return contents(index.connection)

    def is_what_was_loaded(self, index: OpenIndex, workspace: Workspace) -> None:
        rows = index.connection.execute(
            "SELECT n.code, f.root, f.path FROM notice n JOIN file f ON f.id = n.file"
            " ORDER BY f.position"
        )
        assert [(code, index.data.shown_path(root, path)) for code, root, path in rows] == [
            (catalog.notice.id, catalog.path) for catalog in workspace.catalogs
        ]
        assert contents(index.connection)["units"] == sorted(
            (name, unit.name)
            for name, jurisdiction in workspace.registry.jurisdictions.items()
            for unit in jurisdiction.units
        )


class FilesAsAnswered(Files):
    """The same with the rows that answers are made of."""

    builder = build

    @rule(name=NAMES, city=st.sampled_from(("样板市", "他市", "")), unit=st.sampled_from("甲乙"))
    def tell_apart(self, name: str, city: str, unit: str) -> None:
        """Several districts of one name, which are then known by their full names."""
        text = registry(f"区{unit}局", city=city)
        self.path(name).unlink(missing_ok=True)
        self.path(name).write_text(text, encoding="utf-8")

    @rule(name=NAMES, city=st.sampled_from(("样板市", "他市")), notice=st.sampled_from("ab"))
    def write_out(self, name: str, city: str, notice: str) -> None:
        """A notice that calls its district by the full name."""
        self.path(name).unlink(missing_ok=True)
        self.path(name).write_text(catalog(notice, jurisdiction=f"{city}甲区"), encoding="utf-8")

    def said_by(self, index: OpenIndex) -> Contents:
        return index_contents.contents(index.connection)

    def is_what_was_loaded(self, index: OpenIndex, workspace: Workspace) -> None:
        engine = SqliteEngine(index.connection, index.roots)
        assert questions.problems(engine) == workspace.problems


STEPS = settings(max_examples=30, stateful_step_count=20, suppress_health_check=list(HealthCheck))
TestFiles = pytest.mark.slow(Files.TestCase)
TestFiles.settings = STEPS
TestFilesAsAnswered = pytest.mark.slow(FilesAsAnswered.TestCase)
TestFilesAsAnswered.settings = STEPS


@pytest.mark.usefixtures("either")
def test_only_what_changed_is_read(data: Path) -> None:
    assert files_read(data) == 5  # one of them comes with zeren
    assert files_read(data) == 0
    (data / "a.yaml").write_text(catalog("a", "乙"), encoding="utf-8")
    assert files_read(data) == 1
    (data / "a.yaml").touch()
    assert files_read(data) == 0
    (data / "d.yaml").write_text(catalog("d"), encoding="utf-8")
    assert files_read(data) == 1
    (data / "d.yaml").unlink()
    assert files_read(data) == 0
    assert asked(data) == built_anew(data)


@pytest.mark.usefixtures("either")
def test_an_edited_registry_has_only_the_catalogs_of_what_changed_read(data: Path) -> None:
    both = (
        registry(jurisdiction="甲区")
        + registry(jurisdiction="乙区").partition("jurisdictions:\n")[2]
    )
    (data / "units.yaml").write_text(both, encoding="utf-8")
    asked(data)

    (data / "units.yaml").write_text(both.replace("区水利局", "区水务局", 1), encoding="utf-8")
    assert files_read(data) == 3  # the registry and the two notices of 甲区
    (data / "units.yaml").write_text("# 注\n" + both, encoding="utf-8")
    assert files_read(data) == 3
    (data / "units.yaml").write_text("# 注\n\n" + both, encoding="utf-8")
    assert files_read(data) == 1  # lines moved, nothing else
    assert asked(data) == built_anew(data)


@pytest.mark.slow
def test_the_traps_are_followed_edit_by_edit(tmp_path: Path) -> None:
    """Every catalog and registry that is easily answered wrong, edited in every order there is."""
    folder = tmp_path / "traps"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    rng = random.Random(1)  # noqa: S311
    undone: list[tuple[Path, str]] = []
    for _ in range(25):
        if undone and rng.random() < 0.4:
            path, text = undone.pop(rng.randrange(len(undone)))
            path.write_text(text, encoding="utf-8")
        else:
            name, old, new = rng.choice(EDITS)
            path = folder / name
            text = path.read_text(encoding="utf-8")
            undone.append((path, text))
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with (
            open_index([folder]) as index,
            open_index([folder], no_index=True) as fresh,
        ):
            assert index.path
            assert index_contents.contents(index.connection) == index_contents.contents(
                fresh.connection
            )
            engine = SqliteEngine(index.connection, index.roots)
            assert questions.problems(engine) == load_workspace([folder]).problems


def test_a_registry_that_goes_gives_way_to_the_one_that_comes_with_zeren(data: Path) -> None:
    (data / "own.yaml").write_text(registry("区水务局"), encoding="utf-8")
    assert ("甲区", "区水务局") in asked(data)["units"]

    (data / "own.yaml").unlink()

    assert files_read(data) == 2
    assert ("甲区", "区水利局") in asked(data)["units"]


def test_of_two_files_with_one_notice_the_next_takes_over(data: Path) -> None:
    (data / "d.yaml").write_text(catalog("a", "后"), encoding="utf-8")
    assert [row[0] for row in asked(data)["notices"] if row[1] == "a"] == ["a.yaml"]

    (data / "a.yaml").unlink()

    assert [row[0] for row in asked(data)["notices"] if row[1] == "a"] == ["d.yaml"]
    assert asked(data) == built_anew(data)


def test_paths_are_shown_as_they_were_given(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shown(*paths: Path) -> list[str]:
        with opened(*paths) as index:
            rows = index.connection.execute(
                "SELECT root, path FROM file WHERE NOT bundled ORDER BY position LIMIT 2"
            )
            return [index.data.shown_path(*row) for row in rows]

    assert shown(data) == [str(data / "a.yaml"), str(data / "b.yaml")]
    reads = Reads()
    monkeypatch.chdir(data.parent)
    opened(Path("data"), report=reads).close()
    assert reads.files == 0
    assert shown(Path("data")) == ["data/a.yaml", "data/b.yaml"]
    assert shown(Path("data/c.yaml"), Path("data")) == ["data/c.yaml", "data/a.yaml"]
    monkeypatch.chdir(data)
    assert shown(Path()) == ["a.yaml", "b.yaml"]


def test_a_name_in_another_encoding_is_a_name(data: Path) -> None:
    name = os.fsdecode("任务.yaml".encode("gb18030"))  # no UTF-8
    try:
        (data / name).write_text(catalog("d"), encoding="utf-8")
    except OSError:
        pytest.skip("this file system has names in UTF-8 only")

    with opened(data) as index:
        rows = index.connection.execute("SELECT root, path FROM file ORDER BY position")
        assert str(data / name) in [index.data.shown_path(*row) for row in rows]
    assert files_read(data) == 0
    (data / name).write_text("a: [", encoding="utf-8")
    with open_index([data]) as index:
        engine = SqliteEngine(index.connection, index.roots)
        assert questions.problems(engine) == load_workspace([data]).problems


def test_times_of_another_age_are_kept(data: Path) -> None:
    os.utime(data / "a.yaml", ns=(0, 0))
    os.utime(data / "b.yaml", (0, 13_569_465_600))  # the year 2400

    assert asked(data) == built_anew(data)
    assert files_read(data) == 0


def test_a_file_that_cannot_be_read_is_told_as_without_an_index(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(data)
    (data / "a.yaml").write_text(catalog("a", "乙"), encoding="utf-8")

    def refuse(path: Path) -> bytes:
        raise MatrixError("error.unreadable", path=str(path), reason="no")

    monkeypatch.chdir(data.parent)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_bytes", refuse)
        with pytest.raises(MatrixError) as raised:
            opened(Path("data"))

    assert (raised.value.message_id, raised.value.values) == (
        "error.unreadable",
        {"path": "data/a.yaml", "reason": "no"},
    )
    assert asked(data) == built_anew(data)


def test_a_file_that_goes_while_others_are_read_is_gone(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_and_remove(path: Path) -> bytes:
        (data / "c.yaml").unlink(missing_ok=True)
        return read_bytes(path)

    monkeypatch.setattr(reading, "read_bytes", read_and_remove)
    for path in (None, Path("nowhere")):  # into a file, into memory
        (data / "c.yaml").write_text(catalog("c"), encoding="utf-8")
        with opened(data, no_index=path is not None) as index:
            assert [row[1] for row in contents(index.connection)["notices"]] == ["a", "b"]


def test_a_file_is_trusted_once_it_was_looked_at_long_after_it_changed(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    holds = freshness.holds

    def noting(where: freshness.Data, doubt: freshness.Doubt) -> bool:
        looked.append(str(doubt.name))
        return holds(where, doubt)

    monkeypatch.setattr(looking, "holds", noting)
    asked(data)
    looked.clear()
    asked(data)
    assert len(looked) == 5  # all were written just now

    later = SimpleNamespace(time_ns=lambda: time.time_ns() + 3_000_000_000)
    monkeypatch.setattr(freshness, "time", later)
    with monkeypatch.context() as patch, writing.lock(file_of(data), 0):
        patch.setattr(store, "_patience", lambda files: 0.3)
        with opened(data) as index:  # what cannot be noted now is so all the same
            assert (index.path, index.notes) == (file_of(data), ())
    asked(data)
    looked.clear()
    asked(data)
    assert looked == []


# Whatever the file is


def test_without_an_index_no_file_is_made(data: Path, cache: Path) -> None:
    built_anew(data)

    assert not cache.exists()


def _pages(path: Path, change: Callable[[bytearray], object]) -> None:
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")


def _of_a_newer_zeren(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE about SET value = 'newer' WHERE name = 'program'")
        connection.execute("DROP TABLE claim")
        connection.commit()


def _without(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE about")


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "gone": (Path.unlink, ""),
    "empty": (lambda path: path.write_bytes(b""), ""),
    "no database": (lambda path: path.write_bytes(b"zeren" * 1000), "note.index-damaged"),
    "half of it": (lambda path: os.truncate(path, path.stat().st_size // 2), "note.index-damaged"),
    "its last page": (lambda p: os.truncate(p, p.stat().st_size - 4096), "note.index-damaged"),
    "part of a page": (lambda p: os.truncate(p, p.stat().st_size - 100), "note.index-damaged"),
    "more than it": (lambda p: p.write_bytes(p.read_bytes() + b"x" * 4096), "note.index-damaged"),
    "no header": (lambda p: _pages(p, lambda c: c.__setitem__(slice(0, 100), bytes(100))), "*"),
    "zeros at once": (
        lambda p: _pages(p, lambda c: c.__setitem__(slice(100, 4096), bytes(3996))),
        "*",
    ),
    "all zeros": (lambda path: path.write_bytes(bytes(8192)), "*"),
    "a newer zeren's": (_of_a_newer_zeren, ""),
    "no table of ours": (_without, ""),
}


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_built_anew(damage: str, data: Path) -> None:
    harm, note = DAMAGE[damage]
    fresh = asked(data)
    path = file_of(data)

    harm(path)

    with opened(data) as index:
        assert index.path == path
        assert contents(index.connection) == fresh
        told = [each.message_id for each in index.notes]
        assert told in (([], ["note.index-damaged"]) if note == "*" else ([note] if note else [],))
    with opened(data) as index:
        assert (index.path, index.notes) == (path, ())
    assert index_state([data]).state is State.FRESH


@pytest.mark.usefixtures("either")
def test_any_page_that_is_lost_is_noticed_where_it_is_asked(data: Path) -> None:
    fresh = asked(data)
    path = file_of(data)
    whole = path.read_bytes()

    healed = 0
    for start in range(0, len(whole), 4096):
        path.write_bytes(whole[:start] + bytes(4096) + whole[start + 4096 :])
        assert index_state([data]).state in (State.DAMAGED, State.OTHER, State.UNREADABLE)

        index = open_index([data], builder=ROWS)
        try:
            answer = contents(index.connection)
        except Exception:
            mended = mended_index(index, [data], builder=ROWS)
            assert mended is not None
            index = mended
            answer = contents(index.connection)
        index.close()

        assert answer == fresh
        healed += [note.message_id for note in index.notes] == ["note.index-damaged"]
    assert healed > len(whole) // 4096 / 2  # the others hold nothing that was asked for


def test_a_fault_of_a_question_is_no_damage(data: Path) -> None:
    with open_index([data], builder=ROWS) as index:
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            index.connection.execute("SELECT * FROM x")
        assert mended_index(index, [data], builder=ROWS) is None
        assert contents(index.connection) == asked(data)


def test_somebody_elses_database_stays(data: Path) -> None:
    path = file_of(data)
    path.parent.mkdir()
    path.touch()
    _foreign(path)
    before = path.read_bytes()

    for again in (open_index, rebuild_index):
        with again([data], builder=ROWS) as index:
            assert index.path is None
            assert [note.message_id for note in index.notes] == ["note.index-foreign"]
            assert contents(index.connection) == built_anew(data)
    assert (clear_index([data]), clear_all_indexes()) == (0, 0)
    assert path.read_bytes() == before
    assert index_state([data]).state is State.FOREIGN


def test_a_folder_in_its_place_is_left_alone(data: Path) -> None:
    file_of(data).mkdir(parents=True)

    with opened(data) as index:
        assert index.path is None
        assert [note.message_id for note in index.notes] == ["note.index-unwritable"]
        assert contents(index.connection) == built_anew(data)
    assert index_state([data]).state is State.UNREADABLE


def test_a_damaged_lock_is_made_anew(data: Path, cache: Path) -> None:
    cache.mkdir()
    file_of(data).with_name(file_of(data).name + ".lock").write_bytes(b"zeren" * 1000)

    with opened(data) as index:
        assert (index.path, index.notes) == (file_of(data), ())


def test_no_folder_at_all_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZEREN_CACHE")
    monkeypatch.setattr(Path, "home", lambda: Path("~"))

    with opened(data) as index:
        assert (index.path, index.notes) == (None, (store.Note("note.index-no-folder", {}),))
    assert index_state([data]).path is None
    assert clear_index([data]) == clear_all_indexes() == 0
    rebuild_index([data], builder=ROWS).close()


def test_the_folder_is_where_the_platform_keeps_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_CACHE", "/own")
    assert cache_folder() == Path("/own")
    monkeypatch.delenv("ZEREN_CACHE")
    monkeypatch.setenv("HOME", "/home/x")
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert cache_folder() == Path("/caches/zeren")
    monkeypatch.setenv("XDG_CACHE_HOME", "caches")
    assert cache_folder() == Path("/home/x/.cache/zeren")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder() == Path("/home/x/Library/Caches/zeren")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert cache_folder() == Path("/local/zeren/Cache")
    monkeypatch.delenv("LOCALAPPDATA")
    assert cache_folder() is None


# Whoever else is there


def test_leftovers_of_dead_builders_are_removed(data: Path, cache: Path) -> None:
    cache.mkdir()
    name = file_of(data).name
    for left in (f"{name}.x1.new", f"{name}.x2.new-journal"):
        (cache / left).write_bytes(b"x")
    (cache / "other.new").write_bytes(b"x")

    asked(data)

    assert sorted(path.name for path in cache.iterdir()) == sorted(
        [name, f"{name}.lock", "other.new"]
    )


def test_an_answer_comes_from_one_state(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads goes on reading what was, and does not keep others from what is."""
    before = asked(data)
    reader = opened(data)
    (data / "a.yaml").write_text(catalog("z"), encoding="utf-8")
    monkeypatch.setattr(store, "_READING", 0.1)

    reads = Reads()
    with opened(data, report=reads) as index:  # in a new file: the reader keeps the old one
        assert (index.path, index.notes) == (file_of(data), ())
        assert contents(index.connection) == built_anew(data)
    assert reads.files == 1
    assert index_state([data]).state is State.FRESH
    with rebuild_index([data], builder=ROWS) as index:
        assert (index.path, index.notes) == (file_of(data), ())
        assert contents(index.connection) == built_anew(data)

    assert contents(reader.connection) == before
    reader.close()


def test_a_writer_is_waited_for_and_not_for_ever(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_of(data).parent.mkdir()
    monkeypatch.setattr(store, "_patience", lambda files: 0.3)

    with writing.lock(file_of(data), 0), opened(data) as index:
        assert [note.message_id for note in index.notes] == ["note.index-busy"]
        assert contents(index.connection) == built_anew(data)
        file_of(data).touch()
        with stopped_by("cannot-write"):
            clear_index([data])


def test_the_cache_is_cleared(data: Path, cache: Path) -> None:
    assert clear_all_indexes() == 0
    asked(data)
    asked(data / "a.yaml")
    size = file_of(data).stat().st_size
    assert index_state([data]) == (file_of(data), State.FRESH, size, 5, 0)

    assert clear_index([data]) == size
    assert clear_index([data]) == 0
    assert index_state([data]) == (file_of(data), State.MISSING, 0, 5, 0)
    (cache / "mine.sqlite").write_bytes(b"x")
    assert clear_all_indexes() > 0
    assert [path.name for path in cache.iterdir() if path.suffix != ".lock"] == ["mine.sqlite"]


def test_the_state_tells_how_many_files_changed(data: Path) -> None:
    asked(data)
    (data / "a.yaml").write_text(catalog("z"), encoding="utf-8")
    (data / "b.yaml").unlink()
    (data / "d.yaml").write_text(catalog("d"), encoding="utf-8")

    assert index_state([data])[1:2] + index_state([data])[3:] == (State.STALE, 5, 3)


# Many files are read on all cores


def _many(folder: Path, count: int, size: int = 0) -> None:
    folder.mkdir()
    for number in range(count):
        text = catalog(f"n{number}", jurisdiction=DISTRICTS[number % 2]) + "#" * size
        (folder / f"{number:03}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("either")
def test_processes_that_read_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _many(tmp_path / "many", 30)
    (tmp_path / "many" / "x.yaml").write_text(catalog("n1", "重"), encoding="utf-8")
    (tmp_path / "many" / "y.yaml").write_text(
        registry("区水务局", "乙区", key='"\\x6aurisdictions"'), encoding="utf-8"
    )
    alone = built_anew(tmp_path / "many")

    monkeypatch.setattr(reading, "MIN_BYTES_TO_SHARE", 0)
    monkeypatch.setattr(reading, "_cores", lambda: 3)

    assert built_anew(tmp_path / "many") == alone


@pytest.mark.parametrize("fate", ["none starts", "all die"])
def test_processes_that_die_cost_no_answer(
    fate: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _many(tmp_path / "many", 30)
    alone = built_anew(tmp_path / "many")
    monkeypatch.setattr(reading, "MIN_BYTES_TO_SHARE", 0)
    monkeypatch.setattr(reading, "_cores", lambda: 3)
    make_team = reading._team

    def doomed(size: int, builder: str, registries: dict[str, list[Any]]) -> list[reading._Worker]:
        team = make_team(size, builder, registries)
        for worker in team if fate == "all die" else ():
            worker.process.kill()
        return team if fate == "all die" else []

    monkeypatch.setattr(reading, "_team", doomed)

    assert built_anew(tmp_path / "many") == alone


def test_what_a_process_does_that_reads(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    monkeypatch.setattr(gc, "disable", lambda: None)
    ours, theirs = multiprocessing.Pipe()
    other, _ = multiprocessing.Pipe()
    with opened(data) as index:
        registries = reading._registries(index.connection)
        alone = reading.Reader(ROWS, index.connection)
        files = [
            reading.FileToRead(str(path), path.name, 0, 0)
            for path in (data / "a.yaml", data / "none.yaml", data / "units.yaml")
        ]
        for request in (*enumerate(files), "what nobody sends"):
            ours.send(request)

        reading._serve(theirs, [other], ROWS.__name__, registries)

        catalog_read, missing, registry_read = (ours.recv() for _ in files)
        assert catalog_read[1][1:] == alone.read(files[0])[1:]
        assert missing == (1, None, ("error.no-such-file", {"path": "none.yaml"}))
        assert registry_read[1][1:] == alone.read(files[2])[1:]
    assert other.closed


def test_processes_tell_what_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _many(tmp_path / "many", 30)
    (tmp_path / "many" / "020.yaml").write_bytes(b"#" * (33 << 20))
    monkeypatch.setattr(reading, "_cores", lambda: 3)

    with pytest.raises(MatrixError) as raised:
        opened(tmp_path / "many")

    assert raised.value.message_id == "error.too-large"
    assert raised.value.values["path"] == str(tmp_path / "many" / "020.yaml")


# Programs that are killed, starved and kept out


def _victim(
    *arguments: object, cache: Path, through: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-W", "error", str(TESTS / "index_victims.py"), ROWS.__name__]
    return subprocess.Popen(
        [*through, *program, *map(str, arguments)],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join((str(SOURCE), str(TESTS))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "ZEREN_CACHE": str(cache),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _printed(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, b""), err.decode()
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.mark.parametrize("database", ["half written", "beyond repair"])
def test_what_a_crash_left_half_done_is_undone(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _many(tmp_path / "many", 30)
    before = asked(tmp_path / "many")
    with closing(sqlite3.connect(file_of(tmp_path / "many"), isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("UPDATE notice SET text = hex(zeroblob(20000))")
        shutil.copytree(tmp_path / "cache", tmp_path / "crashed")
    monkeypatch.setenv("ZEREN_CACHE", str(tmp_path / "crashed"))
    path = file_of(tmp_path / "many")
    journal = path.with_name(path.name + "-journal")
    assert journal.stat().st_size > 4096
    if database == "beyond repair":
        path.write_bytes(b"zeren" * 1000)
    assert index_state([tmp_path / "many"]).state is not State.FRESH

    reads = Reads()
    with opened(tmp_path / "many", report=reads) as index:
        assert index.path == path
        assert contents(index.connection) == before
    assert reads.files == (0 if database == "half written" else 31)
    assert not journal.exists()
    assert index_state([tmp_path / "many"]).state is State.FRESH


@pytest.mark.usefixtures("either")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.slow
def test_whoever_is_killed_leaves_the_old_index_or_the_new_one(tmp_path: Path) -> None:
    _many(tmp_path / "many", 30)

    told = _printed(_victim("killed", tmp_path / "many", 40, 1, cache=tmp_path / "cache"))

    assert not [key for key in told if "MIXED" in key or key == "WRONG"], told
    assert sum(told[key] for key in told if key.startswith(("build:", "refresh:"))) == 40
    assert told["left behind"] == 0
    assert told["build: old"] > 2, told
    assert told["refresh: old"] > 2, told


@pytest.mark.usefixtures("either")
def test_of_three_builders_one_builds(tmp_path: Path) -> None:
    _many(tmp_path / "many", 40)

    runs = [
        _printed(process)
        for process in [
            _victim("asked", tmp_path / "many", cache=tmp_path / "cache") for _ in range(3)
        ]
    ]

    assert sorted(run["read"] for run in runs) == [0, 0, 41]
    assert len({run["contents"] for run in runs}) == 1
    assert [(run["path"], run["notes"]) for run in runs] == [
        (runs[0]["path"], []) for _ in range(3)
    ]


@pytest.mark.usefixtures("either")
@pytest.mark.skipif(sys.platform == "win32", reason="has no limit for the size of files")
def test_a_full_disk_costs_no_answer(tmp_path: Path) -> None:
    many, cache = tmp_path / "many", tmp_path / "cache"
    _many(many, 30)
    fits = 10_000

    built = _printed(_victim("asked", many, fits, cache=cache))
    assert (built["path"], built["notes"]) == (None, ["note.index-unwritable"])
    assert [path.suffix for path in cache.iterdir()] == [".lock"]

    _printed(_victim("asked", many, cache=cache))
    for number in range(10):
        (many / f"{number:03}.yaml").write_text(
            catalog(f"n{number}", "长" * 20_000), encoding="utf-8"
        )
    refreshed = _printed(_victim("asked", many, fits, cache=cache))
    assert (refreshed["path"], refreshed["notes"]) == (None, ["note.index-unwritable"])
    assert refreshed["read"] == 10  # of a copy in memory

    whole = _printed(_victim("asked", many, cache=cache))
    assert (whole["path"] is None, whole["notes"], whole["read"]) == (False, [], 10)
    assert whole["contents"] == refreshed["contents"]


@pytest.mark.usefixtures("either")
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="has no such permissions")
@pytest.mark.slow
def test_a_folder_that_may_not_be_written_costs_no_answer(tmp_path: Path) -> None:
    powerless: list[str] = []
    if os.geteuid() == 0:  # root may write everything, unless it gives that up
        powerless = [shutil.which("setpriv") or "", "--bounding-set=-all", "--inh-caps=-all"]
        if not powerless[0]:
            pytest.skip("root cannot do without its powers here")
    many, cache = tmp_path / "many", tmp_path / "cache"
    _many(many, 30)

    def asks(mode: int) -> dict[str, Any]:
        cache.chmod(mode)
        try:
            return _printed(_victim("asked", many, cache=cache, through=powerless))
        finally:
            cache.chmod(0o700)

    cache.mkdir()
    without = asks(0o500)
    assert (without["path"], without["notes"]) == (None, ["note.index-unwritable"])
    assert without["read"] == 31
    assert asks(0o700)["notes"] == []
    fresh = asks(0o500)
    assert (fresh["path"] is None, fresh["notes"], fresh["read"]) == (False, [], 0)
    (many / "001.yaml").write_text(catalog("n1", "乙"), encoding="utf-8")
    stale = asks(0o500)
    assert (stale["path"], stale["notes"]) == (None, ["note.index-unwritable"])
    assert stale["read"] == 1  # of a copy in memory
    assert asks(0o000)["contents"] == stale["contents"]
    assert asks(0o700)["contents"] == stale["contents"]
    cache.chmod(0o000)
    for options, told in (
        ((), (1, "or does without\n", "")),
        (("--clear",), (2, "", "Permission denied\n")),
        (("--clear", "--all"), (2, "", "Permission denied\n")),
    ):
        done = subprocess.run(
            [*powerless, *program("index", "--data", str(many), *options)],
            env=program_environment(ZEREN_CACHE=str(cache)),
            capture_output=True,
            check=False,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert (done.returncode, out.endswith(told[1]), err.endswith(told[2])) == (
            told[0],
            True,
            True,
        ), (out, err)
    cache.chmod(0o700)
