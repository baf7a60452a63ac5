"""`zeren index`, and what is told where an index cannot be kept."""

from __future__ import annotations

import io
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from conftest import TESTS, Run, Zeren, program_environment

from cli.main import COMMANDS, build_command, main
from matrices.answers.index.location import index_path

EXAMPLES = TESTS / "data" / "示例"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZEREN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def index_of_examples() -> Path:
    path = index_path([str(EXAMPLES)])
    assert path is not None
    return path


def told(zeren: Zeren, *arguments: str, language: str = "en") -> Run:
    return zeren("index", "--data", str(EXAMPLES), *arguments, language=language)


def test_an_index_comes_and_goes(zeren: Zeren) -> None:
    before = told(zeren)
    built = told(zeren, "--rebuild")
    again = told(zeren)
    cleared = told(zeren, "--clear")

    assert before == Run(
        0,
        f"Data: {EXAMPLES} (files: 4)\nIndex: {index_of_examples()}\n"
        "State: none yet; the next question builds it\n",
        "",
    )
    lines = built.out.splitlines()
    assert lines[:2] == before.out.splitlines()[:2]
    assert lines[2].startswith("Size: ")
    assert lines[3:] == ["State: fresh"]
    assert (again, built.err) == (built, "")
    size = lines[2].removeprefix("Size: ")
    assert cleared == Run(0, f"{size} freed\n", "")
    assert told(zeren, "--clear") == Run(0, "there is no index to remove\n", "")
    assert told(zeren) == before


def test_it_speaks_chinese(zeren: Zeren) -> None:
    assert told(zeren, "--rebuild", language="zh").out.endswith("状态：最新\n")


def test_files_changed_since_are_counted(zeren: Zeren, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("format: 1\n", encoding="utf-8")
    zeren("--data", str(tmp_path), "index", "--rebuild")
    (tmp_path / "b.yaml").write_text("format: 1\n# new\n", encoding="utf-8")

    run = zeren("--data", str(tmp_path), "index")

    assert run.out.endswith("State: files changed since: 1; the next question reads them\n")


def test_all_indexes_are_cleared(zeren: Zeren, cache: Path) -> None:
    told(zeren, "--rebuild")
    zeren("index", "--rebuild")
    assert len([*cache.glob("*.sqlite")]) == 2

    assert told(zeren, "--clear", "--all").out.endswith(" freed\n")

    assert [*cache.glob("*.sqlite")] == []


@pytest.mark.parametrize("options", [("--rebuild", "--clear"), ("--all",), ("--rebuild", "--all")])
def test_options_that_do_not_go_together(options: tuple[str, ...], zeren: Zeren) -> None:
    run = told(zeren, *options)

    assert (run.status, run.out) == (2, "")
    assert run.err == (
        "zeren: --rebuild and --clear exclude each other, and --all goes with --clear\n"
    )


def test_a_damaged_index_is_a_problem(zeren: Zeren) -> None:
    told(zeren, "--rebuild")
    content = index_of_examples().read_bytes()
    index_of_examples().write_bytes(content[:-8192])

    run = told(zeren)

    assert run.status == 1
    assert run.out.endswith("State: damaged; the next question builds it anew\n")
    assert told(zeren, "--rebuild").out.endswith("State: fresh\n")


def test_another_programs_database_is_a_problem(zeren: Zeren, cache: Path) -> None:
    cache.mkdir()
    with closing(sqlite3.connect(index_of_examples())) as connection:
        connection.execute("CREATE TABLE theirs (x)")

    run = told(zeren, "--rebuild")

    assert run.status == 1
    assert run.out.splitlines()[-1] == (
        "State: not an index but another program's database; questions are answered without one"
    )
    assert run.err == (
        "another program's database lies where the index should; the data was read into memory: "
        f"{index_of_examples()}\n"
    )


def test_without_a_folder_that_is_told(zeren: Zeren, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZEREN_CACHE")
    monkeypatch.setattr(Path, "home", lambda: Path("~"))
    nowhere = (
        "there is no folder for the index (ZEREN_CACHE names one); the data was read into memory\n"
    )

    assert told(zeren) == Run(0, f"Data: {EXAMPLES} (files: 4)\n{nowhere}", "")
    assert told(zeren, "--rebuild").err == nowhere


def test_data_that_is_not_there_is_told(zeren: Zeren) -> None:
    assert zeren("index", "--data", "nowhere").status == 2


def test_sizes_are_told_as_people_say_them() -> None:
    from cli.index_command import _size

    assert [_size(n) for n in (512, 20_000, 9_400_000, 575_000_000, 5 << 30)] == [
        "0.5 KiB", "20 KiB", "9.0 MiB", "548 MiB", "5.0 GiB",
    ]  # fmt: skip


# What the questions will use


def test_the_index_is_opened_and_what_there_is_to_tell_is_told(
    capsys: pytest.CaptureFixture[str], cache: Path
) -> None:
    cache.write_bytes(b"")  # no folder can be made there

    main(["notices", "--data", str(EXAMPLES), "--format", "csv"])
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 3
    assert told.err.startswith("the index cannot be kept (")

    main(["notices", "--data", str(EXAMPLES), "--format", "csv", "--no-index"])
    assert not capsys.readouterr().err.startswith("the index")


class Screen(io.StringIO):
    """An error stream that a person watches."""

    def isatty(self) -> bool:
        return True


def test_a_bar_shows_how_many_files_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        (tmp_path / f"{number}.yaml").write_text("format: 1\n", encoding="utf-8")
    monkeypatch.setenv("TERM", "xterm")
    screens: list[str] = []
    for _ in range(2):
        screen = Screen()
        monkeypatch.setattr(sys, "stderr", screen)
        main(["notices", "--data", str(tmp_path)])
        screens.append(screen.getvalue())

    assert "Reading catalogs" in screens[0]
    assert "/9" in screens[0]
    assert "Reading catalogs" not in screens[1]  # fresh: nothing is read


def test_every_question_can_do_without_an_index() -> None:
    with_option = {
        name
        for name in COMMANDS
        if "no_index" in {parameter.name for parameter in build_command(name).params}
    }

    assert with_option >= {"owns", "workload", "orphans", "overlaps", "tasks", "units", "notices"}


def test_a_fresh_index_is_opened_without_what_reads_catalogs(cache: Path) -> None:
    """What reads them takes longer to load than most answers take."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from matrices.api import load\n"
        "load([Path(sys.argv[1])]).close()\n"
        "print(*sys.modules)\n"
    )

    def loaded() -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", code, str(EXAMPLES)],
            env=program_environment(ZEREN_CACHE=str(cache)),
            capture_output=True,
            check=True,
        )
        return set(done.stdout.decode().split())

    heavy = {
        "yaml", "rich", "tempfile", "multiprocessing",
        "matrices.notation", "matrices.catalogs.model", "matrices.catalogs.registry",
        "matrices.answers.index.build", "matrices.answers.index.writing",
    }  # fmt: skip
    assert loaded() & heavy >= {"yaml", "matrices.notation", "matrices.answers.index.build"}
    time.sleep(2.1)  # what was read just after it was written is looked at once more, and noted
    loaded()
    if "hashlib" in (again := loaded()):  # the examples themselves were written a moment ago
        pytest.skip("the files are too new to be trusted")
    assert again & heavy == set()
