"""The index is never stale and never wrong, whatever happens to the data, to its file, to its writers."""  # noqa: E501

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import index_rows
import pytest
from conftest import SOURCE, TESTS
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from index_rows import contents

from matrices.answers.index import freshness, looking, reading, store, writing
from matrices.answers.index.location import cache_folder, index_path
from matrices.answers.index.looking import State
from matrices.answers.index.reading import Builder
from matrices.answers.index.store import (
    OpenIndex,
    ask_index,
    clear_all_indexes,
    clear_index,
    index_state,
    open_index,
    rebuild_index,
)
from matrices.catalogs import locations
from matrices.catalogs.workspace import load_workspace
from matrices.diagnostics import MatrixError

ROWS: Builder = index_rows
Contents = dict[str, list[tuple[object, ...]]]

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
    full_name: 样板市{jurisdiction}
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
) -> str:
    return REGISTRY.format(unit=unit, jurisdiction=jurisdiction, before=before, key=key)


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


def opened(*paths: Path, **options: Any) -> OpenIndex:
    return open_index(paths, builder=ROWS, **options)


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
    def bundle(self, unit: str, jurisdiction: str) -> None:
        self.path("")
        (self.bundled / "units.yaml").write_text(registry(unit, jurisdiction), encoding="utf-8")

    @rule()
    def lose_the_index(self) -> None:
        for path in (self.folder / "cache").glob("*.sqlite"):
            path.write_bytes(b"")

    @invariant()
    def the_index_is_a_fresh_one(self) -> None:
        if not hasattr(self, "roots"):
            return
        try:
            workspace = load_workspace(self.roots)
        except MatrixError as error:
            with pytest.raises(MatrixError) as raised:
                opened(*self.roots)
            assert (raised.value.message_id, raised.value.values) == (
                error.message_id,
                error.values,
            )
            return
        with opened(*self.roots) as index:
            assert (index.path, index.notes) == (file_of(*self.roots), ())
            found = contents(index.connection)
            taken = [
                (code, index.shown_path(root, path))
                for code, root, path in index.connection.execute(
                    "SELECT n.code, f.root, f.path FROM notice n JOIN file f ON f.id = n.file"
                    " ORDER BY f.position"
                )
            ]
        assert found == built_anew(*self.roots)
        assert taken == [(catalog.notice.id, catalog.path) for catalog in workspace.catalogs]
        assert found["units"] == sorted(
            (name, unit.name)
            for name, jurisdiction in workspace.registry.jurisdictions.items()
            for unit in jurisdiction.units
        )


TestFiles = Files.TestCase
TestFiles.settings = settings(
    max_examples=40, stateful_step_count=20, suppress_health_check=list(HealthCheck)
)
