"""Writing files: whole or not at all, never over a file unasked."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from conftest import stopped_by
from hypothesis import given
from hypothesis import strategies as st

from matrices.diagnostics import MatrixError
from matrices.files.atomic import write_atomically


@given(st.lists(st.binary(max_size=2000), min_size=1, max_size=4))
def test_the_last_write_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, versions: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("out") / "区水利局.csv"
    for data in versions:
        write_atomically(path, data, force=True)

    assert path.read_bytes() == versions[-1]
    assert list(path.parent.iterdir()) == [path]


def test_a_file_is_never_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    with stopped_by("file-exists"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_folder_is_no_place_to_write(tmp_path: Path) -> None:
    with stopped_by("not-a-file"):
        write_atomically(tmp_path, b"x", force=True)


def test_a_missing_folder_is_told_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "none" / "a.txt"

    with pytest.raises(MatrixError) as caught:
        write_atomically(path, b"x")
    assert caught.value.message_id == "error.cannot-write"
    assert caught.value.values == {"path": str(path), "reason": "No such file or directory"}
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with stopped_by("cannot-write"):
        write_atomically(path, b"new", force=True)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="no such modes")
def test_modes_follow_the_umask_and_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    old = os.umask(0o027)
    try:
        write_atomically(path, b"x")
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(0o604)
        write_atomically(path, b"y", force=True)
        assert stat.S_IMODE(path.stat().st_mode) == 0o604
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(old)


@pytest.mark.skipif(os.name == "nt", reason="links need a right")
def test_a_link_stays_a_link_and_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    target, link, loop = tmp_path / "a.txt", tmp_path / "link.txt", tmp_path / "loop.txt"
    target.write_bytes(b"old")
    link.symlink_to(target)
    loop.symlink_to(loop)

    write_atomically(link, b"new", force=True)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    with stopped_by("not-a-file"):
        write_atomically(loop, b"x", force=True)


@pytest.mark.skipif(os.name == "nt", reason="links need a right")
def test_a_link_to_nothing_makes_its_target(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "a.txt")

    write_atomically(link, b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"
