"""What lies under the data and cannot be read is told, by the index as by a fresh load."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from catalog_fixtures import head
from conftest import Zeren

from matrices.api import load
from matrices.catalogs.locations import find_files
from matrices.catalogs.workspace import load_workspace
from matrices.diagnostics import Problem

TASK = "      - {number: 1, title: 修堤, lead: 区水利局}\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZEREN_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "data"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.yaml").write_text(head("one") + TASK, encoding="utf-8")
    (folder / "sub" / "b.yaml").write_text(head("two") + TASK, encoding="utf-8")
    return folder


def _locked(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The folder may not be read; its mode would not keep an administrator out."""
    look = os.scandir

    def scandir(path: os.PathLike[str] | str) -> object:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)


def _told(data: Path, notices: int = 2) -> list[tuple[str, str]]:
    """The problems, which a load without index, a new index and a fresh one agree on."""
    expected = [(p.name, str(p.place)) for p in load_workspace([data]).problems]
    for index in (False, True, True):
        matrix = load(data, index=index)
        assert [(p.name, str(p.place)) for p in matrix.problems] == expected
        assert matrix.is_incomplete == bool(expected)
        assert matrix.notices_loaded == notices
        matrix.close()
    return expected


def test_a_folder_that_may_not_be_read_is_told_until_it_may(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _told(data) == []
    with monkeypatch.context() as locked:
        _locked(locked, data / "sub")
        assert _told(data, 1) == [("unreadable-folder", str(data / "sub"))]
    assert _told(data) == []


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="no users here")
@pytest.mark.parametrize("mode", [0o000, 0o444], ids=["not to be listed", "not to be entered"])
def test_permissions_of_a_folder_are_told_once(mode: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sub = folder / "sub"
        sub.mkdir()
        for path in (folder / "a.yaml", sub / "b.yaml", sub / "c.yaml"):
            path.write_text("format: 1\n", encoding="utf-8")
        folder.chmod(0o755)
        sub.chmod(mode)
        problems: list[Problem] = []
        with _without_rights():
            found = find_files([folder], problems)
        sub.chmod(0o700)

    assert found == [folder / "a.yaml"]
    assert [(p.name, str(p.place)) for p in problems] == [("unreadable-folder", str(sub))]


@contextmanager
def _without_rights() -> Iterator[None]:
    """An administrator may read everything, so be nobody for a moment."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_link_that_leads_nowhere_is_told_until_it_leads_somewhere(data: Path) -> None:
    target = data.parent / "c"
    (data / "sub" / "c.yaml").symlink_to(target)
    (data / "d.yaml").symlink_to(data / "d.yaml")
    (data / "nowhere").symlink_to(target)  # by its name no catalog

    assert _told(data) == [
        ("dangling-link", str(data / "d.yaml")),
        ("dangling-link", str(data / "sub" / "c.yaml")),
    ]
    (data / "d.yaml").unlink()
    target.write_text(head("three") + TASK, encoding="utf-8")
    assert _told(data, 3) == []
    target.unlink()
    assert _told(data) == [("dangling-link", str(data / "sub" / "c.yaml"))]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_is_told_and_not_waited_for(data: Path) -> None:
    os.mkfifo(data / "units.yaml")

    assert _told(data) == [("not-a-file", str(data / "units.yaml"))]


def test_the_program_answers_with_what_is_left_and_status_1(data: Path, zeren: Zeren) -> None:
    link = data / "c.yaml"
    link.symlink_to(data / "gone")

    for _ in range(2):
        run = zeren("--data", str(data), "tasks")
        assert run.status == 1
        assert run.err.startswith(f"{link}: S01 dangling-link: ")
        assert "two/1.1" in run.out
    assert zeren("check", str(data)).status == 1
    assert f"{link}: " in zeren("fmt", str(data)).err


def test_a_folder_that_holds_nothing_readable_is_no_empty_folder(
    tmp_path: Path, zeren: Zeren
) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "gone")

    run = zeren("--data", str(tmp_path), "notices", "--no-index")

    assert run.status == 1
    assert "dangling-link" in run.err
