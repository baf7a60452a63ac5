from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import stopped_by
from made_catalogs import NAMES, made_responsibilities

from matrices.catalogs.model import Role
from matrices.checklists.bundles import write_checklist_folder, write_folder
from matrices.checklists.lists import build_checklists
from matrices.diagnostics import MatrixError
from matrices.wording import use_language

HOSTILE = made_responsibilities([[{Role.LEAD: [name]} for name in NAMES]])


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("format_name", ["md", "html", "csv", "xlsx", "docx", "json"])
def test_hostile_names_stay_in_the_folder(tmp_path: Path, format_name: str) -> None:
    checklists = build_checklists(HOSTILE)

    names = write_checklist_folder(checklists, HOSTILE, tmp_path / "out", format_name)

    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == sorted(names)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert names[0] == f"index.{format_name}"
    assert len({name.casefold() for name in names}) == len(checklists) + 1


def test_the_index_of_html_links_to_every_file(tmp_path: Path) -> None:
    use_language("zh")
    responsibilities = made_responsibilities([[{Role.LEAD: ["区水利局", "区 公安#局"]}]])

    names = write_checklist_folder(
        build_checklists(responsibilities), responsibilities, tmp_path / "out", "html"
    )

    page = (tmp_path / "out" / "目录.html").read_text(encoding="utf-8")
    assert names == ["目录.html", "区水利局.html", "区 公安#局.html"]
    assert 'href="./%E5%8C%BA%20%E5%85%AC%E5%AE%89%23%E5%B1%80.html"' in page


def contents(*files: tuple[str, bytes]) -> Iterator[tuple[str, bytes]]:
    yield from files


def test_a_file_that_exists_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("old", encoding="utf-8")

    def never() -> Iterator[tuple[str, bytes]]:
        pytest.fail("nothing may be made")
        yield "a.md", b""

    with stopped_by("file-exists"):
        write_folder(tmp_path, ["a.md", "b.md"], never(), force=False)

    assert tree(tmp_path) == {"b.md": "old"}


def test_force_replaces_only_what_is_written(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("old", encoding="utf-8")
    (tmp_path / "mine.md").write_text("mine", encoding="utf-8")

    write_folder(tmp_path, ["b.md"], contents(("b.md", b"new")), force=True)

    assert tree(tmp_path) == {"b.md": "new", "mine.md": "mine"}


def test_a_full_disk_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "a.md").write_text("old", encoding="utf-8")
    write_bytes = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "b.md":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_bytes(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(MatrixError) as caught:
        write_folder(folder, ["a.md", "b.md"], contents(("a.md", b"n"), ("b.md", b"n")), force=True)

    assert caught.value.values["reason"] == "No space left on device"
    assert tree(tmp_path) == {"out/a.md": "old"}
    assert list(tmp_path.iterdir()) == [folder]


def test_an_interrupted_run_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> Iterator[tuple[str, bytes]]:
        yield "a.md", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "out", ["a.md", "b.md"], interrupted(), force=False)

    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old", encoding="utf-8")

    with stopped_by("not-a-folder"):
        write_folder(tmp_path / "out", ["a"], contents(("a", b"")), force=True)


def test_a_folder_in_nowhere_is_told(tmp_path: Path) -> None:
    with stopped_by("cannot-write"):
        write_folder(tmp_path / "no" / "out", ["a"], contents(("a", b"")), force=True)
