"""How zeren behaves as a program: statuses, errors, files, pipes, consoles, completion."""

from __future__ import annotations

import csv
import importlib.metadata
import io
import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import TESTS, Run, Zeren, program, program_environment, run_program
from made_notices import write_made_notices

from cli.options import FormatName

EXAMPLES = TESTS / "data" / "示例"
FORMATS = ("table", "plain", "md", "csv", "tsv", "json", "jsonl")
QUESTIONS = ("workload", "orphans", "overlaps", "tasks", "notices")
HOSTILE = r"""
format: 1
notice:
  id: n
  title: "T\e[31m红\u202e"
  jurisdiction: 敌区
  period: "2024"
  lead_rule: stated
sections:
  - number: 1
    title: 一
    tasks:
      - number: 1
        title: "\e[31m红\e[0m\a\x9b2J[bold]粗[/bold] :smile: |*x*"
        content: "=cmd|' /C calc'!A0"
        lead: "区\e]0;坏\a局"
      - {number: 2, title: "+1", content: "<script>", lead: "@区局"}
"""


def examples(zeren: Zeren, *arguments: str, language: str = "en") -> Run:
    return zeren("--data", str(EXAMPLES), *arguments, language=language)


def ids(run: Run, key: str = "id") -> list[str]:
    assert run.status == 0, run.err
    return [str(item[key]) for item in json.loads(run.out)]


def _catalog(folder: Path, text: str, name: str = "x.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# exit statuses and errors


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize(
    "question",
    [(name,) for name in QUESTIONS]
    + [("overlaps", "--pairs"), ("workload", "--by", "notice"), ("owns", "区水务局"), ("units",)],
    ids=" ".join,
)
def test_an_empty_answer_is_an_answer(
    question: tuple[str, ...], format_name: str, zeren: Zeren
) -> None:
    nowhere = ("--period", "1999") if question[0] != "owns" else ("--section", "99")

    run = examples(zeren, *question, *nowhere, "--format", format_name)

    assert run.status == 0
    if format_name == "json":
        assert json.loads(run.out) == []
    elif format_name == "jsonl":
        assert run.out == ""
    elif format_name in ("csv", "tsv"):
        assert len(run.out.splitlines()) == 1
    else:
        assert "(notices: 2)." in run.out


def test_an_unknown_unit_names_the_nearest(zeren: Zeren) -> None:
    run = examples(zeren, "owns", "区水物局")

    assert (run.status, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert "区水务局（示例区）" in run.err


def test_an_unknown_unit_without_anything_near(zeren: Zeren) -> None:
    run = examples(zeren, "owns", "xyz")

    assert run == Run(2, "", 'zeren: no unit "xyz" in this data; zeren units lists them\n')


def test_a_name_of_two_units_of_one_district_is_doubtful(zeren: Zeren) -> None:
    run = examples(zeren, "owns", "区安委")

    assert (run.status, run.out) == (2, "")
    assert run.err == (
        'zeren: "区安委" could be 区安委会（示例区）、区安委会成员单位（示例区）、'
        "区安委办（示例区）; write more of the name\n"
    )


@pytest.mark.parametrize(
    "name", ["区应急局", "区应急管理局", "虚构市示例区应急局", "示例区应急局", "应急局"]
)
def test_a_unit_is_found_by_name_alias_full_name_and_part(name: str, zeren: Zeren) -> None:
    run = examples(zeren, "owns", name, "--jurisdiction", "示例区", "-f", "json")

    assert ids(run, "task") == [
        "shili-2024/1.2",
        "shili-2024/2.1",
        "shili-2024/1.1",
        "shili-2024/1.6",
    ]


def test_one_name_in_two_districts_is_two_units(zeren: Zeren) -> None:
    run = examples(zeren, "owns", "区应急管理局", "-f", "json")

    assert {item["jurisdiction"] for item in json.loads(run.out)} == {"示例区", "样本区"}


@pytest.mark.parametrize(
    ("call", "english", "chinese"),
    [
        ("owns", "UNIT is missing; --help explains the call", "缺少 UNIT；用 --help 查看用法"),
        ("show", "TASK is missing; --help explains the call", "缺少 TASK；用 --help 查看用法"),
        (
            "ownz",
            'no such command: "ownz"; --help lists them (owns?)',
            "没有这个命令：“ownz”；用 --help 查看全部命令（是不是 owns？）",
        ),
        (
            "xyz",
            'no such command: "xyz"; --help lists them',
            "没有这个命令：“xyz”；用 --help 查看全部命令",
        ),
        (
            "--data .",
            "a command is missing; --help lists them",
            "缺少命令；用 --help 查看全部命令",
        ),
        (
            "owns a b c",
            "too many arguments: b c; --help explains the call",
            "参数过多：b c；用 --help 查看用法",
        ),
        (
            "tasks --formt x",
            "no such option: --formt (--force, --format?)",
            "没有这个选项：--formt（是不是 --force, --format？）",
        ),
        ("tasks --zzz", "no such option: --zzz", "没有这个选项：--zzz"),
        ("tasks --notice", "--notice needs a value", "--notice 需要一个值"),
        ("tasks --strict=yes", "--strict takes no value", "--strict 不带值"),
        (
            "tasks --format odt",
            "--format must be one of " + ", ".join(FormatName),
            "--format 只能是以下之一：" + ", ".join(FormatName),
        ),
        (
            "tasks --role boss",
            "--role must be one of lead, cooperate, responsible, guide",
            "--role 只能是以下之一：lead, cooperate, responsible, guide",
        ),
        (
            "workload --by unit",
            "--by must be one of notice, section",
            "--by 只能是以下之一：notice, section",
        ),
        (
            "workload --count twice",
            "--count must be one of literal, expanded, weighted",
            "--count 只能是以下之一：literal, expanded, weighted",
        ),
        (
            "tasks --data 无",
            "无: no such file or folder",
            "无：没有这个文件或文件夹",
        ),
    ],
)
def test_a_wrong_call_is_told_in_one_line(
    call: str, english: str, chinese: str, zeren: Zeren
) -> None:
    assert zeren(*call.split()) == Run(2, "", f"zeren: {english}\n")
    assert zeren(*call.split(), language="zh") == Run(2, "", f"zeren：{chinese}\n")


def test_nothing_asked_is_answered_with_the_help_page(zeren: Zeren) -> None:
    run = zeren()

    assert run.status == 2
    assert run.out.startswith("Usage: zeren [OPTIONS] COMMAND\n")
    assert run.err == ""


def test_version(zeren: Zeren) -> None:
    run = zeren("--version")

    assert run.status == 0
    assert run.out.startswith("zeren ")
    assert len(run.out.splitlines()) == 1


@pytest.mark.parametrize(
    ("task", "status", "told"),
    [
        ("1.2", 2, "stands in several notices: yangben-2025/1.2、shili-2024/1.2"),
        ("shili-2024/1.20", 2, "nearest: shili-2024/1.2"),
        ("?", 2, "zeren tasks lists them"),
        ("2.1", 0, ""),
    ],
)
def test_a_task_is_found_by_id_or_number(task: str, status: int, told: str, zeren: Zeren) -> None:
    run = examples(zeren, "show", task)

    assert run.status == status
    assert told in run.err
    assert ("shili-2024/2.1" in run.out) == (status == 0)


def test_unreadable_data_gives_what_is_left_and_status_1(tmp_path: Path, zeren: Zeren) -> None:
    good = (EXAMPLES / "样本区.yaml").read_text("utf-8")
    _catalog(tmp_path, good, "a.yaml")
    broken = _catalog(tmp_path, "format: 1\nnotice: [\n", "b.yaml")

    run = zeren("tasks", "--data", str(tmp_path), "-f", "json")

    assert run.status == 1
    assert len(json.loads(run.out)) == 6
    place, *_, last = run.err.splitlines()
    assert place.startswith(f"{broken}:3:1: S01 yaml-syntax: ")
    assert last == "some data could not be read (see above): the answer may be incomplete"


@pytest.fixture
def users_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZEREN_DEBUG")


_LONG = "长" * 20_000


@pytest.mark.usefixtures("users_environment")
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "call",
    [
        ("owns", ""),
        ("owns", " "),
        ("owns", "("),
        ("owns", "\udcff"),
        ("owns", _LONG),
        ("owns", "{unit}"),
        ("owns", "%s"),
        ("show", "/"),
        ("show", ""),
        ("show", "{task}"),
        ("tasks", "["),
        ("tasks", "\x1b[31m"),
        ("units", "\\"),
        ("tasks", "--section", ""),
        ("tasks", "--section", "²"),
        ("tasks", "--period", "-"),
        ("tasks", "--notice", "{known}"),
        ("tasks", "--jurisdiction", "\x1b[31m"),
        ("tasks", "--data", "/dev/null"),
        ("tasks", "--data", ""),
        ("tasks", "--data", "/"),
        ("tasks", "--data", "\udcff"),
        ("tasks", "--data", "x" * 5000),
        ("tasks", "-o", ""),
        ("tasks", "-o", "."),
        ("tasks", "-o", "/dev/full.csv/x.csv"),
        ("tasks", "-o", "x" * 5000 + ".csv"),
        ("tasks", "--", "--format"),
        ("--data", "--version"),
        ("--bad\x1b[31m",),
        ("\x1b[31m",),
        ("",),
    ],
    ids=lambda call: " ".join(call).encode("unicode_escape").decode()[:40],
)
def test_no_call_ends_in_a_traceback(
    call: tuple[str, ...],
    language: str,
    zeren: Zeren,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    if call == ("tasks", "--data", "/"):
        call = ("tasks", "--data", str(tmp_path))  # a folder without catalogs
    run = examples(zeren, *call, language=language)

    assert run.status in (0, 1, 2)
    assert "Traceback" not in run.err
    assert "ZEREN_DEBUG" not in run.err
    assert "\x1b" not in run.out + run.err
    assert run.status == 0 or run.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("users_environment")
def test_a_fault_of_zeren_is_told_in_one_line(
    zeren: Zeren, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken\nin two lines")

    monkeypatch.setattr("matrices.answers.index.store.open_index", fail)
    run = zeren("tasks")

    assert run.status == 2
    assert run.err.count("\n") == 1
    assert "RuntimeError: broken in two lines" in run.err

    monkeypatch.setenv("ZEREN_DEBUG", "1")
    with pytest.raises(RuntimeError):
        zeren("tasks")


def test_an_interrupt_ends_quietly(zeren: Zeren, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("matrices.answers.index.store.open_index", interrupt)

    assert zeren("tasks").status == 130


# which data


def test_data_before_and_after_the_command(zeren: Zeren) -> None:
    before = zeren("--data", str(EXAMPLES), "tasks", "-f", "json")
    after = zeren("tasks", "--data", str(EXAMPLES), "-f", "json")
    nearer = zeren("--data", "/nowhere", "tasks", "--data", str(EXAMPLES), "-f", "json")

    assert len(ids(before)) == 15
    assert before == after == nearer


def test_several_files(zeren: Zeren) -> None:
    files = [str(EXAMPLES / name) for name in ("units.yaml", "示例区.yaml")]

    run = zeren("notices", "--data", files[0], "--data", files[1], "-f", "json")

    assert ids(run) == ["shili-2024"]


def test_data_of_the_environment(zeren: Zeren, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [str(EXAMPLES / name) for name in ("units.yaml", "示例区.yaml", "样本区.yaml")]
    monkeypatch.setenv("ZEREN_DATA", os.pathsep.join(files))

    run = zeren("notices", "-f", "json")

    assert ids(run) == ["shili-2024", "yangben-2025"]
    assert run.err.splitlines()[-1].endswith("(notices: 2).")
    monkeypatch.setenv("ZEREN_DATA", "/nowhere")
    assert zeren("notices").status == 2
    assert zeren("notices", "--data", str(EXAMPLES)).status == 0
    monkeypatch.setenv("ZEREN_DATA", "")
    assert "the 5 bundled notices" in zeren("notices").out


def test_any_folder_is_a_good_place_to_call_from(
    zeren: Zeren, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = zeren("notices", "-f", "jsonl")
    monkeypatch.chdir(tmp_path)
    _catalog(tmp_path, HOSTILE)

    assert zeren("notices", "-f", "jsonl") == here


# files


@pytest.mark.parametrize(
    ("suffix", "format_name"),
    [
        (".txt", "table"),
        (".md", "md"),
        (".csv", "csv"),
        (".tsv", "tsv"),
        (".json", "json"),
        (".jsonl", "jsonl"),
        (".ndjson", "jsonl"),
        (".JSON", "json"),
    ],
)
def test_a_file_gets_the_format_of_its_suffix(
    suffix: str, format_name: str, zeren: Zeren, tmp_path: Path
) -> None:
    path = tmp_path / f"答案{suffix}"
    printed = examples(zeren, "tasks", "--format", format_name)

    run = examples(zeren, "tasks", "-o", str(path))

    assert run == Run(0, "", f"{path} written, rows: 15\n")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == (format_name == "csv")
    assert data.decode("utf-8-sig") == printed.out
    assert b"\r" not in data
    assert list(tmp_path.iterdir()) == [path]


def test_format_wins_over_the_suffix(zeren: Zeren, tmp_path: Path) -> None:
    path = tmp_path / "answer.xyz"

    assert examples(zeren, "tasks", "-o", str(path), "-f", "json").status == 0
    assert len(json.loads(path.read_text("utf-8"))) == 15


def test_an_unknown_suffix_is_refused(zeren: Zeren, tmp_path: Path) -> None:
    run = examples(zeren, "tasks", "-o", str(tmp_path / "answer.doc"))

    assert run.status == 2
    assert "add --format" in run.err
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_replaced_only_when_asked(zeren: Zeren, tmp_path: Path) -> None:
    path = _catalog(tmp_path, "mine", "mine.json")

    refused = examples(zeren, "tasks", "-o", str(path))
    assert refused == Run(2, "", f"zeren: {path} exists; --force replaces it\n")
    assert path.read_text("utf-8") == "mine"

    assert examples(zeren, "tasks", "-o", str(path), "--force").status == 0
    assert len(json.loads(path.read_text("utf-8"))) == 15


def test_a_folder_that_cannot_be_written(zeren: Zeren, tmp_path: Path) -> None:
    file = _catalog(tmp_path, "", "file")

    for path in (tmp_path / "none" / "x.csv", file / "x.csv"):
        run = examples(zeren, "tasks", "-o", str(path))
        assert run.status == 2
        assert run.err.startswith(f"zeren: {path}: cannot be written: ")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_folder_without_permission(zeren: Zeren, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        run = examples(zeren, "tasks", "-o", str(tmp_path / "x.csv"))
    finally:
        tmp_path.chmod(0o700)

    assert run.status == 2
    assert "cannot be written" in run.err


# pipes and consoles


def test_a_reader_that_stops_early_is_no_error() -> None:
    with subprocess.Popen(
        program("tasks", "--format", "json"),
        env=program_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"[\n"
        process.stdout.close()
        told = process.stderr.read()
        status = process.wait(60)

    assert told == b""
    assert status == 0


@pytest.mark.parametrize("errors_too", ["", " 2>&1"])
def test_the_shell_idiom_head(errors_too: str) -> None:
    line = " ".join(program("tasks", "--format", "json")) + errors_too
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{line} | head -1"],
        env=program_environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"[\n", b"")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_gbk_console(language: str, tmp_path: Path) -> None:
    path = _catalog(tmp_path, HOSTILE.replace("[bold]", "😀𠮷[bold]"))

    run = run_program("tasks", "--data", str(path), PYTHONIOENCODING="gbk", ZEREN_LANG=language)
    bars = run_program("workload", PYTHONIOENCODING="gbk", ZEREN_LANG=language)

    assert run.status == bars.status == 0
    assert "红" in run.out
    assert "??[bold]粗" in run.out
    assert "区应急管理局" in bars.out
    assert "█" in bars.out


def test_a_console_that_knows_only_ascii() -> None:
    run = run_program("owns", "区水利具", PYTHONIOENCODING="ascii")

    assert run.status == 2
    assert run.err.startswith('zeren: no unit "????" in this data; nearest: ?????')


@pytest.mark.parametrize("format_name", FORMATS)
def test_data_cannot_command_the_terminal(format_name: str, zeren: Zeren, tmp_path: Path) -> None:
    path = _catalog(tmp_path, HOSTILE)

    for command in (("tasks",), ("owns", "区"), ("show", "1.1"), ("notices",), ("units",)):
        run = zeren(*command, "--data", str(path), "-f", format_name)
        text = run.out + run.err
        assert not any(c in text for c in "\x1b\x07\x9b\u202e\r"), command
        assert "Traceback" not in text


def test_hostile_values_stay_true_in_json(zeren: Zeren, tmp_path: Path) -> None:
    run = zeren("tasks", "--data", str(_catalog(tmp_path, HOSTILE)), "-f", "json")

    first = json.loads(run.out)[0]
    assert first["title"] == "\x1b[31m红\x1b[0m\a\x9b2J[bold]粗[/bold] :smile: |*x*"
    assert first["content"] == "=cmd|' /C calc'!A0"


def test_a_spreadsheet_runs_nothing(zeren: Zeren, tmp_path: Path) -> None:
    run = zeren("tasks", "--data", str(_catalog(tmp_path, HOSTILE)), "-f", "csv")

    rows = list(csv.reader(io.StringIO(run.out)))
    assert rows[1][2] == "'=cmd|' /C calc'!A0"
    assert rows[2][1] == "'+1"
    assert rows[2][5] == "'@区局"


def test_markdown_keeps_its_columns(zeren: Zeren, tmp_path: Path) -> None:
    run = zeren("tasks", "--data", str(_catalog(tmp_path, HOSTILE)), "-f", "md")

    assert r"\[bold\]粗\[/bold\] :smile: \|\*x\*" in run.out
    assert r"\<script\>" in run.out


def test_problems_cannot_command_the_terminal(zeren: Zeren, tmp_path: Path) -> None:
    text = HOSTILE.replace("lead_rule: stated", 'lead_rule: "\\e[31mx"\n  "\\e[32mkey": 1')
    path = _catalog(tmp_path, text, "a\x1b[33m.yaml")

    run = zeren("tasks", "--data", str(path))

    assert run.status == 1
    assert "\x1b" not in run.out + run.err
    assert r"\x1b[32mkey" in run.err


# filters and --strict


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("--jurisdiction 样本区", ["y1.1", "y1.2", "y1.3", "y1.4", "y1.5", "y1.6"]),
        ("--notice shili-2024 --section 2", ["s2.1", "s2.2", "s2.3"]),
        ("--section shili-2024/2", ["s2.1", "s2.2", "s2.3"]),
        ("--section 保障", ["s2.1", "s2.2", "s2.3"]),
        ("--section 2 --section 分工 --role guide", ["y1.6"]),
        ("--period 2026 --section 1 --role lead", ["y1.1", "y1.3", "y1.4"]),
        ("--period 2025-2027 --role lead", ["y1.1", "y1.3", "y1.4"]),
        ("--period 2024 --role responsible", ["s2.1"]),
        ("--role guide --role responsible", ["y1.2", "y1.6", "s2.1"]),
        ("--strict --role lead", ["s1.1", "s1.2", "s1.4", "s1.5", "s1.6"]),
        ("--notice yangben-2025 --jurisdiction 示例区", []),
        ("--role lead 演练", ["s1.4"]),
        ("水库", ["y1.3", "s1.1"]),
        ("参演", ["s1.4"]),
    ],
)
def test_filters(filters: str, expected: list[str], zeren: Zeren) -> None:
    run = examples(zeren, "tasks", "-f", "json", *filters.split())

    short = [i.replace("shili-2024/", "s").replace("yangben-2025/", "y") for i in ids(run)]
    assert short == expected


@pytest.mark.parametrize(
    ("option", "known"),
    [("--jurisdiction", "样本区、示例区"), ("--notice", "shili-2024、yangben-2025")],
)
def test_a_filter_that_fits_nothing_is_said(option: str, known: str, zeren: Zeren) -> None:
    run = examples(zeren, "tasks", option, "无", "-f", "json")

    assert ids(run) == []
    assert run.err.startswith(f"{option} 无: no such in this data; there are {known}\n")


@pytest.mark.parametrize(
    ("call", "english", "chinese"),
    [
        (
            "notices --role lead",
            "--role makes no sense for notices; leave it out",
            "--role 对 notices 没有意义，请去掉",
        ),
        (
            "show shili-2024/1.1 --role lead",
            "--role makes no sense for show; leave it out",
            "--role 对 show 没有意义，请去掉",
        ),
        (
            "owns 区应急局 --strict --assume first-listed",
            "--strict leaves assumptions out and --assume makes them; give one of the two",
            "--strict 去掉推定，--assume 作出推定，只能给其中一个",
        ),
        (
            "orphans --reason none",
            "reason cannot be “none” (known: no-unit, blank-cell, collective-only, "
            "indefinite-only, no-lead)",
            "reason 不能是“none”（可用：no-unit, blank-cell, collective-only, "
            "indefinite-only, no-lead）",
        ),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_in_one_line(
    call: str, english: str, chinese: str, zeren: Zeren
) -> None:
    for language, message in (("en", f"zeren: {english}\n"), ("zh", f"zeren：{chinese}\n")):
        run = examples(zeren, *call.split(), language=language)
        assert run == Run(2, "", message)


def test_strict_assumes_and_infers_nothing(zeren: Zeren) -> None:
    inferred = json.loads(examples(zeren, "owns", "区水利局", "-f", "json").out)
    strict = json.loads(examples(zeren, "owns", "区水利局", "--strict", "-f", "json").out)

    assert [(o["task"][-3:], o["role"], o["basis"], o["via"]) for o in inferred] == [
        ("1.1", "lead", "assumed", None),
        ("1.3", "lead", "assumed", None),
        ("1.6", "responsible", "stated", None),
        ("1.2", "responsible", "collective", "区减灾委成员单位"),
    ]
    assert [(o["task"][-3:], o["role"], o["basis"]) for o in strict] == [
        ("1.1", "responsible", "stated"),
        ("1.3", "responsible", "stated"),
        ("1.6", "responsible", "stated"),
    ]


def test_strict_leaves_no_assumed_lead(zeren: Zeren) -> None:
    run = examples(zeren, "workload", "--strict", "-f", "json")

    loads = {(o["jurisdiction"], o["unit"]): o for o in json.loads(run.out)}
    assert all(load["lead_assumed"] == 0 for load in loads.values())
    assert loads["样本区", "区水利局"]["responsible"] == 3
    assert loads["示例区", "区水务局"]["lead_stated"] == 1


# what the bundled notices must answer


def test_what_the_water_bureau_of_wulong_owns(zeren: Zeren) -> None:
    run = zeren("owns", "区水利局", "--jurisdiction", "武隆区", "-f", "json")

    roles = {o["task"].removeprefix("wulong-2025/"): o["role"] for o in json.loads(run.out)}
    assert {task for task, role in roles.items() if role == "lead"} == {
        "3.16",
        "4.11",
        "5.11",
        "5.12",
    }
    assert {task for task, role in roles.items() if role != "lead"} == {
        "3.2",
        "4.7",
        "4.8",
        "4.13",
        "4.36",
    }


def test_overlaps_of_the_bundled_notices(zeren: Zeren) -> None:
    found = json.loads(zeren("overlaps", "-f", "json").out)

    kinds = {(o["kind"], o["task"], *o["units"]): o["count"] for o in found}
    assert kinds["repeated-in-cell", "jiangjin-2025/4.5", "区水利局"] == 2
    assert kinds["lead-and-cooperate", "wulong-2025/4.35", "各乡镇（街道）"] == 2


def test_orphans_hold_every_task_that_names_no_unit(zeren: Zeren) -> None:
    tasks = json.loads(zeren("tasks", "--notice", "banan-2024", "-f", "json").out)
    orphans = set(ids(zeren("orphans", "--notice", "banan-2024", "-f", "json"), "task"))

    assert len(tasks) == 34
    assert {task["id"] for task in tasks if not task["assignments"]} <= orphans


# completion


Complete = Callable[..., list[str]]


@pytest.fixture
def complete(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Complete:
    """Ask for completion as the shell's script does; the cursor stands at the line's end."""

    def ask(line: str, data: object = "") -> list[str]:
        import cli.main

        monkeypatch.setenv("ZEREN_DATA", str(data))
        monkeypatch.setenv("_ZEREN_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split()) - (not line.endswith(" "))))
        with pytest.raises(SystemExit) as stop:
            cli.main.main([])
        captured = capsys.readouterr()
        assert stop.value.code == 0
        assert captured.err == ""
        return captured.out.split()

    return ask


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("zeren o", ["owns", "orphans", "overlaps"]),
        ("zeren --da", ["--data"]),
        ("zeren tasks --f", ["--format", "--force"]),
        ("zeren tasks --format j", ["json", "jsonl"]),
        ("zeren tasks --role ", ["lead", "cooperate", "responsible", "guide"]),
        ("zeren workload --count ", ["literal", "expanded", "weighted"]),
        ("zeren workload --by ", ["notice", "section"]),
        ("zeren owns 区应", ["区应急局", "区应急管理局"]),
        ("zeren owns --strict 区水", ["区水利局", "区水务局"]),
        ("zeren show shili-2024/2", ["shili-2024/2.1", "shili-2024/2.2", "shili-2024/2.3"]),
        ("zeren tasks --notice ", ["yangben-2025", "shili-2024"]),
        ("zeren tasks --jurisdiction 示", ["示例区"]),
        ("zeren owns xyz", []),
        ("zeren owns 区交", ["区交巡警大队"]),
        ("zeren owns --count ", ["literal", "named", "expanded"]),
        ("zeren tasks --assume ", ["first-listed"]),
    ],
)
def test_completion(line: str, expected: list[str], complete: Complete) -> None:
    assert complete(line, EXAMPLES) == expected


def test_completion_offers_names_in_brackets_and_bodies_before_collectives(
    tmp_path: Path, complete: Complete
) -> None:
    write_made_notices(tmp_path / "data")
    offers = complete("zeren owns ", tmp_path / "data")

    assert {"甲园区", "乙园区", "区智能局", "交巡警支队", "区数据局"} <= set(offers)
    assert len(offers) == len(set(offers))
    assert offers.index("区公安局") < offers.index("区安委会成员单位") < offers.index("有关部门")


def test_completion_reads_the_data_that_the_line_names(complete: Complete) -> None:
    assert complete(f"zeren --data {EXAMPLES} tasks --notice s") == ["shili-2024"]
    assert complete(f"zeren tasks --data {EXAMPLES} --notice s") == ["shili-2024"]
    assert complete("zeren tasks --notice w") == ["wulong-2025"]


def test_completion_without_a_registry_offers_what_the_notices_name(complete: Complete) -> None:
    offers = complete("zeren owns ", EXAMPLES / "示例区.yaml")

    assert "区水务局" in offers
    assert len(offers) == len(set(offers))


def test_completion_never_complains(tmp_path: Path, complete: Complete) -> None:
    broken = _catalog(tmp_path, "format: [")

    assert complete("zeren show x", "/nowhere") == []
    assert complete("zeren owns 区", broken) == []


@pytest.mark.parametrize(
    ("shell", "changes"),
    [
        ("zsh", {}),
        ("fish", {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}),
    ],
)
def test_completion_in_other_shells(shell: str, changes: dict[str, str]) -> None:
    run = run_program(
        **{
            "_ZEREN_COMPLETE": f"complete_{shell}",
            "_TYPER_COMPLETE_ARGS": "zeren owns 区水利",
            **changes,
        }
    )

    assert (run.status, run.err) == (0, "")
    assert "区水利局" in run.out


def test_bash_completes_with_the_script_that_zeren_prints(tmp_path: Path) -> None:
    """The whole way: bash runs the printed function and gets its offers from zeren."""
    script = run_program(_ZEREN_COMPLETE="source_bash").out
    starter = tmp_path / "zeren"
    starter.write_text(f'#!/bin/sh\nexec {" ".join(program())} "$@"\n', encoding="utf-8")
    starter.chmod(0o755)
    ask = (
        f"{script}\nCOMP_WORDS=(zeren owns 区应); COMP_CWORD=2; _zeren_completion zeren\n"
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", ask],
        env=program_environment(ZEREN_DATA=str(EXAMPLES), PATH=path),
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert done.stdout.decode().split() == ["区应急局", "区应急管理局"]
    assert done.stderr == b""


# the entry points


def test_run_exits_with_the_status(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["zeren", "tasks", "--data", "/nowhere"])

    with pytest.raises(SystemExit) as stop:
        runpy.run_module("cli", run_name="__main__")
    assert stop.value.code == 2


def test_the_version_of_a_checkout_that_nobody_installed(
    zeren: Zeren, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", version)

    assert zeren("--version") == Run(0, "zeren (not installed)\n", "")


@pytest.fixture(autouse=True)
def _no_stray_files() -> Iterator[None]:
    before = set(TESTS.iterdir())
    yield
    assert set(TESTS.iterdir()) - before - {TESTS / "__pycache__"} == set()
