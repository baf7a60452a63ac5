"""The whole output of every command, in every format and both languages."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from conftest import TESTS, Golden, Zeren, run_program

from cli.main import COMMANDS

TEXT_FORMATS = ("table", "plain", "md", "csv", "tsv")
LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Case:
    """A call that is recorded; `formats` are those of its text file."""

    name: str
    call: tuple[str, ...]
    formats: tuple[str, ...] = TEXT_FORMATS


def _example(name: str, call: str, formats: tuple[str, ...] = TEXT_FORMATS) -> Case:
    return Case(name, ("--data", "示例", *call.split()), formats)


def _pair(name: str, call: str, formats: tuple[str, ...] = TEXT_FORMATS) -> Case:
    return Case(name, ("--data", "对照", *call.split()), formats)


CASES = (
    _example("owns", "owns 区应急局"),
    _example("workload", "workload"),
    _example("workload-by-notice", "workload --by notice --jurisdiction 示例区", ("table",)),
    _example("workload-by-section", "workload --by section --notice shili-2024", ("table",)),
    _example("workload-expanded", "workload --count expanded", ("table",)),
    _example("workload-weighted", "workload --count weighted", ("table",)),
    _example("workload-roll-up", "workload --roll-up", ("table",)),
    _example("orphans", "orphans"),
    _example("overlaps", "overlaps"),
    _example("overlaps-pairs", "overlaps --pairs", ("table",)),
    _example("tasks", "tasks"),
    _example("show", "show shili-2024/1.2"),
    _example("show-blank", "show shili-2024/1.3", ("table",)),
    _example("show-text", "show shili-2024/2.1", ("table",)),
    _example("units", "units"),
    _example("notices", "notices"),
    _example("checklist", "checklist 区应急局"),
    _example("matrix", "matrix"),
    _example("graph-measures", "graph --measures"),
    _example("merge", "merge 清单.csv", ("table",)),
    _example("empty", "tasks 没有这样的任务"),
    _pair("compare", "compare shili-2024 shili-2025"),
    _pair("compare-by-unit", "compare shili-2024 shili-2025 --by unit", ("table",)),
    _pair("compare-levels", "compare shi-2025 shili-2025 --levels --all", ("table",)),
    _pair("compare-matters", "overlaps --matters --all", ("table",)),
    Case("bundled-owns", ("owns", "区水利局", "--jurisdiction", "武隆区"), ("table", "md")),
    Case("bundled-orphans", ("orphans", "--notice", "wulong-2025"), ("table",)),
    Case("bundled-overlaps", ("overlaps", "--notice", "jiangjin-2025"), ("table",)),
)
PAGES = ("", *sorted(COMMANDS))
by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@pytest.fixture(autouse=True)
def _beside_the_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths in the output stay relative, the same on every machine."""
    monkeypatch.chdir(TESTS / "data")


@by_case
@pytest.mark.parametrize("language", LANGUAGES)
def test_text(case: Case, language: str, zeren: Zeren, golden: Golden) -> None:
    transcript = ""
    for format_name in case.formats:
        call = (*case.call, "--format", format_name)
        run = zeren(*call, language=language)
        transcript += f"$ zeren {' '.join(call)}\n{run.out}"
        transcript += "".join(f"[stderr] {line}\n" for line in run.err.splitlines())
        transcript += f"[exit {run.status}]\n\n"

    golden.check(f"{case.name}.{language}.txt", transcript)


@by_case
def test_json(case: Case, zeren: Zeren, golden: Golden) -> None:
    english = zeren(*case.call, "--format", "json")
    chinese = zeren(*case.call, "--format", "json", language="zh")
    lines = zeren(*case.call, "--format", "jsonl")

    golden.check(f"{case.name}.json", english.out)
    objects = json.loads(english.out)
    assert isinstance(objects, list)
    assert objects == json.loads((golden.folder / f"{case.name}.json").read_text("utf-8"))
    assert [json.loads(line) for line in lines.out.splitlines()] == objects
    if "show" not in case.call:  # where a task stands is told in words
        assert json.loads(chinese.out) == objects
    assert [run.status for run in (english, chinese, lines)] == [0, 0, 0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_help(page: str, language: str, golden: Golden) -> None:
    run = run_program(*([page] if page else []), "--help", ZEREN_LANG=language)

    assert (run.status, run.err) == (0, "")
    golden.check(f"help-{page or 'zeren'}.{language}.txt", run.out)


def test_every_question_has_a_case() -> None:
    asked = {word for case in CASES for word in case.call}

    others = {"", "import", "check", "fmt", "rules", "explain", "index", "export"}  # no question
    assert set(PAGES) - asked <= others


@pytest.mark.parametrize("page", PAGES)
def test_help_in_process(page: str, zeren: Zeren, golden: Golden) -> None:
    run = zeren(*([page] if page else []), "--help")

    assert (run.status, run.err) == (0, "")
    golden.check(f"help-{page or 'zeren'}.en.txt", run.out)


def test_no_golden_file_is_left_over(golden: Golden) -> None:
    names = {f"{case.name}.{language}.txt" for case in CASES for language in LANGUAGES}
    names |= {f"{case.name}.json" for case in CASES}
    names |= {f"help-{page or 'zeren'}.{lang}.txt" for page in PAGES for lang in LANGUAGES}

    golden.check_no_others(names)
