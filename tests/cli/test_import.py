"""`zeren import` as a person calls it: files, refusals, updates, what is told where."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import Zeren

from cli import import_command

NOTICE = """示例区2026年防汛工作要点
一、重点任务
1.修复水毁工程。（区水利局牵头，区财政局配合）
2.开展防汛演练。（责任单位：区应急局、区气象局）
"""
DOUBTFUL = NOTICE + "3.巡查山洪沟。（由区水利局根据“十五五”规划牵头，区应急局配合）\n"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "防汛2026.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def tasks_of(zeren: Zeren, catalog: Path) -> dict[str, dict[str, object]]:
    run = zeren("tasks", "--data", str(catalog), "--format", "json")
    assert run.status == 0
    return {task["id"]: task for task in json.loads(run.out)}


def test_a_notice_becomes_a_catalog_that_every_question_reads(
    notice: Path, tmp_path: Path, zeren: Zeren
) -> None:
    target = tmp_path / "out.yaml"

    run = zeren("import", str(notice), "-o", str(target))

    assert (run.status, run.out) == (0, "")
    assert run.err == (
        "2 tasks, 4 units; units stated in 2 tasks, lead by the notice's rule in 0, "
        "no unit in 0; doubts: 0\n"
    )
    tasks = tasks_of(zeren, target)
    assert list(tasks) == ["防汛2026/1.1", "防汛2026/1.2"]
    assert [(a["unit"], a["role"]) for a in tasks["防汛2026/1.2"]["assignments"]] == [  # type: ignore[attr-defined]
        ("区应急局", "responsible"),
        ("区气象局", "responsible"),
    ]


def test_without_a_file_the_catalog_is_printed(notice: Path, zeren: Zeren) -> None:
    run = zeren("import", str(notice), "--id", "demo", "--jurisdiction", "样本区")

    assert run.status == 0
    assert run.out.startswith("format: 1\nnotice:\n  id: demo\n")
    assert "jurisdiction: 样本区" in run.out


def test_standard_input(zeren: Zeren, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(NOTICE.encode("gb18030"))))
    target = tmp_path / "from-pipe.yaml"

    run = zeren("import", "-", "-o", str(target))

    assert run.status == 0
    assert "id: from-pipe" in target.read_text(encoding="utf-8")


def test_an_existing_file_is_refused_unless_asked(
    notice: Path, tmp_path: Path, zeren: Zeren
) -> None:
    target = tmp_path / "out.yaml"
    target.write_text("mine", encoding="utf-8")

    refused = zeren("import", str(notice), "-o", str(target))
    kept = target.read_text(encoding="utf-8")
    forced = zeren("import", str(notice), "-o", str(target), "--force")

    assert (refused.status, kept, forced.status) == (2, "mine", 0)
    assert "--update merges into it, --force replaces it" in refused.err


def test_doubts_are_numbered_and_stand_in_the_catalog(tmp_path: Path, zeren: Zeren) -> None:
    notice = tmp_path / "doubtful.txt"
    notice.write_text(DOUBTFUL, encoding="utf-8")
    target = tmp_path / "out.yaml"

    run = zeren("import", str(notice), "-o", str(target))

    assert run.status == 1
    assert run.err.startswith("1. ")
    assert "I01 unread-annotation: 第5行" in run.err
    assert "doubts: 1" in run.err
    written = target.read_text(encoding="utf-8")
    assert written.index("# doubt: ") < written.index("巡查山洪沟")
    assert written.index("# doubt: ") > written.index("开展防汛演练")
    assert list(tasks_of(zeren, target))[-1] == "doubtful/1.3"


def test_an_update_keeps_what_a_person_changed(notice: Path, tmp_path: Path, zeren: Zeren) -> None:
    target = tmp_path / "out.yaml"
    zeren("import", str(notice), "-o", str(target))
    edited = target.read_text(encoding="utf-8").replace("lead: 区水利局", "lead: 区水务局")
    target.write_text(edited, encoding="utf-8")
    notice.write_text(
        NOTICE.replace("区财政局配合", "区财政局、区审计局配合").replace("区气象局）", "区消防局）")
        + "3.储备物资。（区应急局牵头）\n",
        encoding="utf-8",
    )

    run = zeren("import", str(notice), "-o", str(target), "--update")
    again = zeren("import", str(notice), "-o", str(target), "--update")

    assert run.status == again.status == 0
    lines = run.err.splitlines()
    assert "防汛2026/1.1: differs from the source, your words stay" in lines
    assert "防汛2026/1.2: changed in the source, updated" in lines
    assert "防汛2026/1.3: new in the source, added" in lines
    assert f"{target}: 3 changes" in lines
    assert f"{target}: 0 changes" in again.err
    text = target.read_text(encoding="utf-8")
    assert "lead: 区水务局" in text
    assert "区消防局" in text


def test_an_update_of_a_file_with_old_keys_keeps_them_and_what_repeats_what(
    notice: Path, tmp_path: Path, zeren: Zeren
) -> None:
    """fmt gives keys their new names, not an update; a link between rows is a person's."""
    target = tmp_path / "out.yaml"
    zeren("import", str(notice), "-o", str(target))
    old = target.read_text(encoding="utf-8").replace("number: ", "no: ")
    title = "        content: 开展防汛演练。\n"
    assert title in old
    target.write_text(old.replace(title, title + '        same_as: ["1.1"]\n'), encoding="utf-8")
    notice.write_text(
        NOTICE.replace("区气象局）", "区消防局）") + "3.储备物资。（区应急局牵头）\n",
        encoding="utf-8",
    )

    run = zeren("import", str(notice), "-o", str(target), "--update")

    assert run.status == 0
    text = target.read_text(encoding="utf-8")
    assert "区消防局" in text
    assert 'same_as: ["1.1"]' in text
    assert text.count("- no: ") == 3
    assert text.count("- number: ") == 1  # the row that is new
    assert zeren("fmt", str(target)).status == 0
    assert target.read_text(encoding="utf-8").count("- number: ") == 4
    assert f"{target}: 0 changes" in zeren("import", str(notice), "-o", str(target), "--update").err


def test_a_row_gone_from_the_source_stays(notice: Path, tmp_path: Path, zeren: Zeren) -> None:
    target = tmp_path / "out.yaml"
    zeren("import", str(notice), "-o", str(target))
    notice.write_text("\n".join(NOTICE.splitlines()[:3]), encoding="utf-8")

    run = zeren("import", str(notice), "-o", str(target), "--update")

    assert "防汛2026/1.2: no longer in the source, left in the catalog" in run.err
    assert "防汛2026/1.2" in tasks_of(zeren, target)


def test_an_update_makes_a_file_that_is_not_there_yet(
    notice: Path, tmp_path: Path, zeren: Zeren
) -> None:
    target = tmp_path / "new.yaml"

    assert zeren("import", str(notice), "-o", str(target), "--update").status == 0
    assert target.is_file()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--update",), "--update needs -o FILE"),
        (("--pages", "7-3"), "--pages 7-3: write a page or a range"),
        (("--pages", "x"), "--pages x: write a page or a range"),
        (("--id", "a/b"), '"a/b" cannot be a notice id'),
        (("--table", "0"), "--table: "),
    ],
)
def test_wrong_calls_are_told_in_one_line(
    notice: Path, zeren: Zeren, options: tuple[str, ...], message: str
) -> None:
    run = zeren("import", str(notice), *options)

    assert (run.status, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert message in run.err


def test_what_is_no_document_or_no_catalog_is_told(
    notice: Path, tmp_path: Path, zeren: Zeren
) -> None:
    empty = tmp_path / "empty.docx"
    empty.write_bytes(b"")
    other = tmp_path / "other.yaml"
    other.write_text("format: 1\n", encoding="utf-8")

    missing = zeren("import", str(tmp_path / "nothing.pdf"))
    nothing = zeren("import", str(empty))
    no_catalog = zeren("import", str(notice), "-o", str(other), "--update")

    assert [run.status for run in (missing, nothing, no_catalog)] == [2, 2, 2]
    assert "there is no file nothing.pdf" in missing.err
    assert "empty.docx is empty" in nothing.err
    assert "is no catalog" in no_catalog.err


def test_a_part_that_is_not_there_is_told(notice: Path, zeren: Zeren) -> None:
    run = zeren("import", str(notice), "--section", "9")

    assert run.status == 1
    assert "nothing was found to import" in run.err


def test_what_was_left_out_is_counted(tmp_path: Path, zeren: Zeren) -> None:
    notice = tmp_path / "long.txt"
    notice.write_text(
        "示例区2026年防汛工作要点\n一、总体要求\n1.坚持预防为主。全面落实。\n二、重点任务\n"
        "1.修复水毁工程。（区水利局牵头）\n各单位要高度重视，精心组织。\n",
        encoding="utf-8",
    )

    some = zeren("import", str(notice))
    everything = zeren("import", str(notice), "--text")

    assert "1 numbered items of running text name no unit" in some.err
    assert "1 paragraphs without a number belong to no task" in some.err
    assert "全面落实" not in some.out
    assert "全面落实" in everything.out


def test_pages_are_for_pdf_only(notice: Path, zeren: Zeren) -> None:
    run = zeren("import", str(notice), "--pages", "2")

    assert run.status == 0
    assert "pages-not-applicable" in run.err


def test_a_bar_appears_for_a_person_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(import_command, "_PATIENCE", -1.0)

    with import_command._progress() as report:
        assert report is not None
        report(1, 3)

    assert "reading" in screen.getvalue()


def test_no_bar_in_a_pipe() -> None:
    with import_command._progress() as report:
        assert report is None
