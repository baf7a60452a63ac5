"""Wording: both languages complete, the language chosen as documented, messages on one line."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import program_environment

import matrices.wording as wording
from matrices.diagnostics import MatrixError, Place, Problem
from matrices.wording import (
    LANGUAGES,
    LOCALE_FOLDER,
    current_language,
    error_line,
    language_of_environment,
    problem_line,
    say,
    say_if_known,
    use_language,
)

VARIABLES = ("ZEREN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
PACKAGE = Path(wording.__file__).parent


def _messages(language: str) -> dict[str, str]:
    text = (LOCALE_FOLDER / language / "LC_MESSAGES" / "zeren.po").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for entry in re.findall(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', text, re.MULTILINE):
        key, value = ("".join(ast.literal_eval(line) for line in e.splitlines()) for e in entry)
        found[key] = value
    del found[""]
    return found


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_texts_none_empty() -> None:
    english, chinese = _messages("en"), _messages("zh")

    assert english.keys() == chinese.keys()
    assert len(english) > 100
    assert [key for key in english if not english[key] or not chinese[key]] == []


def test_both_languages_fill_the_same_places() -> None:
    english, chinese = _messages("en"), _messages("zh")

    differing = [k for k in english if _placeholders(english[k]) != _placeholders(chinese[k])]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    use_language(language)
    messages = _messages(language)
    plain = {key: text for key, text in messages.items() if not _placeholders(text)}

    assert {key: say(key) for key in plain} == {k: t.format_map({}) for k, t in plain.items()}
    assert all(say_if_known(key, "?") == text for key, text in messages.items())


def _ids_in(call: ast.Call) -> set[str]:
    texts = [
        arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else ""
        for arg in call.args[:2]
    ]
    match getattr(call.func, "id", ""):
        case "say" | "MatrixError" if texts and texts[0]:
            return {texts[0]} if not texts[0].endswith(".") else set()
        case "Col" if texts and texts[0] and "literal" not in {k.arg for k in call.keywords}:
            return {texts[0]}
        case "Problem" if len(texts) > 1 and texts[1]:
            return {f"problem.{texts[1]}"}
        case "_Refused" | "_problem" if texts and texts[0]:
            return {f"problem.{texts[0]}"}
    return set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_in_the_library_has_a_text(language: str) -> None:
    use_language(language)
    ids: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                ids |= _ids_in(node)

    assert len(ids) > 60
    assert sorted(ids - _messages(language).keys()) == []


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "zh"),
        ({"ZEREN_LANG": "zh", "LC_ALL": "en_US"}, "zh"),
        ({"ZEREN_LANG": "ZH_cn"}, "zh"),
        ({"ZEREN_LANG": "en", "LANG": "zh_CN"}, "en"),
        ({"ZEREN_LANG": "../../etc"}, "en"),
    ],
)
def test_the_environment_chooses_the_language(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert language_of_environment() == language


def test_only_two_languages_are_spoken() -> None:
    use_language("zh")
    assert current_language() == "zh"
    use_language("fr")
    assert current_language() == "en"


def test_an_unknown_id_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        say("no-such-text")
    assert say_if_known("no-such-text", "default") == "default"


def test_values_are_never_taken_for_placeholders() -> None:
    error = MatrixError("error.unknown-unit", unit="{unit} {0} %s {}")

    assert "{unit} {0} %s {}" in error_line(error)


def test_an_error_reads_as_its_sentence_in_the_language_spoken() -> None:
    error = MatrixError("error.unknown-unit", unit="区水力局")

    use_language("en")
    english = str(error)
    assert english == f"{error}" == error_line(error)
    assert "区水力局" in english
    assert "error." not in english
    use_language("zh")
    assert str(error) == error_line(error) != english
    assert (error.message_id, error.values) == ("error.unknown-unit", {"unit": "区水力局"})


def test_an_error_can_be_read_where_nobody_imported_the_wording() -> None:
    lines = (
        "from matrices.diagnostics import MatrixError",
        "print(MatrixError('error.unknown-unit', unit='x'))",
    )
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        env=program_environment(),
        capture_output=True,
        check=True,
        timeout=60,
    )

    assert done.stdout.decode().strip() == error_line(MatrixError("error.unknown-unit", unit="x"))


def test_a_problem_is_one_line_with_place_code_name_and_suggestion() -> None:
    problem = Problem(
        "U01",
        "unknown-unit",
        Place("data/demo.yaml", 14, 11),
        values={"unit": "粮食和物资局", "jurisdiction": "示例区", "suggestion": "粮食局"},
    )
    without = Problem(
        "U01", "unknown-unit", Place("a.yaml"), values={"unit": "x", "jurisdiction": "y"}
    )

    line = problem_line(problem)
    assert line.startswith('data/demo.yaml:14:11: U01 unknown-unit: "粮食和物资局" ')
    assert "粮食局" in line.rpartition("(")[2]
    assert problem_line(without).startswith("a.yaml: U01 unknown-unit: ")
    use_language("zh")
    assert problem_line(problem).startswith("data/demo.yaml:14:11: U01 unknown-unit: ")
    assert problem_line(problem) != line


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_start_small_and_have_no_full_stop(language: str) -> None:
    problems = {k: t for k, t in _messages(language).items() if k.startswith("problem.")}

    assert [k for k, t in problems.items() if t.endswith((".", "。"))] == []
    assert [k for k, t in problems.items() if re.match("[A-Z](?!AML)", t)] == []
