"""What a person sees on a terminal of 80 columns, and what stays out of pipes."""

from __future__ import annotations

import csv
import io
import os
import re
import struct
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import TESTS, Run, Zeren, program, program_environment, run_program
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from cli.folding import folded

termios = pytest.importorskip("termios", reason="needs a terminal of POSIX")
fcntl = pytest.importorskip("fcntl", reason="needs a terminal of POSIX")

EXAMPLES = TESTS / "data" / "示例"
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
CALLS = (
    "owns 区水利局",
    "workload",
    "workload --by section --count weighted",
    "orphans",
    "overlaps",
    "overlaps --pairs --notice wulong-2025",
    "tasks --notice wulong-2025",
    "show wulong-2025/4.11",
    "units",
    "notices",
)


def in_terminal(*arguments: str, columns: int = 80, **changes: str) -> Run:
    """Run zeren on a terminal of its own; a line break there is one character again."""
    reading, writing = os.openpty()
    fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = program_environment(TERM="xterm-256color", **changes)
    for name in ("COLUMNS", "NO_COLOR"):
        if name not in changes:
            del environment[name]
    output = b""
    with subprocess.Popen(
        program(*arguments),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(writing)
        try:
            while block := os.read(reading, 65536):
                output += block
        except OSError:  # how Linux tells the end of a terminal
            pass
        os.close(reading)
        assert process.stderr is not None
        told = process.stderr.read().decode()
    return Run(process.returncode, output.decode().replace("\r\n", "\n"), told)


def plain(run: Run) -> str:
    return ESCAPE.sub("", run.out)


def chinese(text: str) -> Counter[str]:
    return Counter(c for c in text if "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef")


@pytest.fixture
def drawn(zeren: Zeren, monkeypatch: pytest.MonkeyPatch) -> Zeren:
    """Run zeren in process with a standard output that says it is a terminal."""

    def run(*arguments: str, language: str = "en", columns: int = 80) -> Run:
        with monkeypatch.context() as patch:
            patch.setenv("TERM", "xterm-256color")
            patch.setenv("COLUMNS", str(columns))
            patch.delenv("NO_COLOR")
            patch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
            return zeren(*arguments, language=language)

    return run


def check_nothing_is_lost(shown: Run, data: Run, columns: int) -> None:
    cells = [cell for row in list(csv.reader(io.StringIO(data.out)))[1:] for cell in row]

    assert (shown.status, shown.err) == (0, "")
    assert "\x1b[1m" in shown.out
    assert {line for line in plain(shown).splitlines() if wcswidth(line) > columns} == set()
    assert chinese("".join(cells)) - chinese(plain(shown)) == Counter()


@pytest.mark.parametrize("call", ["owns 区水利局", "notices"])
def test_a_real_terminal_of_80_columns(call: str) -> None:
    shown = in_terminal(*call.split())

    check_nothing_is_lost(shown, run_program(*call.split(), "--format", "csv"), 80)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("call", CALLS)
def test_80_columns_hold_everything(call: str, language: str, drawn: Zeren, zeren: Zeren) -> None:
    shown = drawn(*call.split(), language=language)
    data = zeren(*call.split(), "--format", "csv", language=language)

    check_nothing_is_lost(shown, data, 80)


@pytest.mark.parametrize("columns", [40, 60, 120, 200])
@pytest.mark.parametrize(
    "call", ["owns 区应急局", "workload", "tasks", "notices", "show shili-2024/1.2"]
)
def test_other_widths_hold_everything(call: str, columns: int, drawn: Zeren, zeren: Zeren) -> None:
    question = ("--data", str(EXAMPLES), *call.split())
    shown = drawn(*question, columns=columns)

    check_nothing_is_lost(shown, zeren(*question, "--format", "csv"), columns)


def test_ids_are_not_torn(drawn: Zeren) -> None:
    orphans = drawn("orphans", "--notice", "jiangbei-2021", "--section", "1")
    tasks = drawn("tasks", "--notice", "jiangjin-2025")

    assert len(set(re.findall(r"^jiangbei-2021/1\.\d+(?= )", plain(orphans), re.MULTILINE))) == 18
    assert len(set(re.findall(r"\bjiangjin-2025/\d+\.\d+(?= )", plain(tasks)))) == 131


def test_what_does_not_fit_side_by_side_is_drawn_as_records(drawn: Zeren) -> None:
    run = drawn("--data", str(EXAMPLES), "notices")

    records = [block for block in plain(run).split("\n\n") if block.startswith("notice ")]
    assert len(records) == 2
    assert [line.split()[0] for line in records[1].splitlines()[:4]] == [
        "notice",
        "title",
        "number",
        "jurisdiction",
    ]
    assert "示例区2024年安全工作要点" in records[1]


def test_an_empty_answer_on_a_terminal(drawn: Zeren) -> None:
    run = drawn("--data", str(EXAMPLES), "tasks", "没有这样的任务")

    assert run.status == 0
    assert plain(run).startswith("Tasks\n")
    assert "0 of 15 tasks." in plain(run)


def test_no_color_is_respected() -> None:
    run = in_terminal("--data", str(EXAMPLES), "owns", "区应急局", NO_COLOR="1")

    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", run.out)


@pytest.mark.parametrize("format_name", ["plain", "json"])
def test_a_format_that_is_asked_for_is_not_drawn(format_name: str) -> None:
    call = ("--data", str(EXAMPLES), "tasks", "--format", format_name)

    assert in_terminal(*call).out == run_program(*call).out


@pytest.mark.parametrize(
    "call", ["owns 区水利局", "workload", "--help", "owns --help", "owns x", "--bad"]
)
def test_a_pipe_gets_no_colour(call: str) -> None:
    run = run_program(*call.split(), TERM="xterm-256color", FORCE_COLOR="1", CLICOLOR_FORCE="1")

    assert "\x1b" not in run.out + run.err


def test_a_pipe_gets_whole_lines() -> None:
    """One line a task, however narrow the terminal is that one calls from."""
    run = run_program("tasks", "--notice", "wulong-2025", COLUMNS="40")

    rows = [line for line in run.out.splitlines() if line.startswith("wulong-2025/")]
    assert len(rows) == 142
    assert max(map(wcswidth, rows)) > 200


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", ["", "workload"])
@pytest.mark.parametrize("columns", ["60", "200"])
def test_help_fits(page: str, language: str, columns: str) -> None:
    run = run_program(*page.split(), "--help", ZEREN_LANG=language, COLUMNS=columns)

    assert max(map(wcswidth, run.out.splitlines())) <= min(int(columns), 80)


def test_data_cannot_command_a_terminal(tmp_path: Path) -> None:
    text = (EXAMPLES / "样本区.yaml").read_text("utf-8")
    hostile = r'"\e]0;坏\a\e[31m红\x9b2J[bold]粗[/bold] :smile: [link=x]y[/link]"'
    path = tmp_path / "x.yaml"
    path.write_text(
        text.replace("样本区防灾减灾规划", hostile).replace("山洪预警", hostile), encoding="utf-8"
    )

    for call in ("tasks", "show 1.1"):
        run = in_terminal(*call.split(), "--data", str(path), columns=200)
        shown = plain(run)
        assert run.status == 0
        assert not any(c in shown for c in "\x1b\x07\x9b"), call
        assert "\x1b[31m" not in run.out
        assert r"\x1b]0;坏\x07\x1b[31m红\x9b2J[bold]粗[/bold] :smile:" in shown, call


@given(st.text("区水利局、，（）“”abc -.等/", max_size=60), st.integers(4, 30))
def test_folding_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = folded(text, width)

    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines[1:]:
        assert line[:1] not in ("、", "，", "）", "”")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("区水利局、区公安局等", 10, ["区水利局、", "区公安局等"]),
        ("区水利局、区公安局", 8, ["区水利", "局、区公", "安局"]),
        ("另有 5 项任务（含重复）", 14, ["另有 5 项任务", "（含重复）"]),
        ("one two three", 7, ["one two", "three"]),
        ("zeren owns 单位 --perhaps", 16, ["zeren owns 单位", "--perhaps"]),
        ("甲\n乙", 8, ["甲", "乙"]),
        ("", 8, [""]),
    ],
)
def test_lines_break_where_chinese_may(text: str, width: int, lines: list[str]) -> None:
    assert folded(text, width) == lines
