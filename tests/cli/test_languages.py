"""Both languages say everything, the same things, and what the program can ask for."""

from __future__ import annotations

import ast
import os
import re
import string
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from conftest import SOURCE, program_environment, run_program

from matrices.answers import codes
from matrices.catalogs.model import LeadRule, Role, UnitKind
from matrices.notation import MentionKind
from matrices.rules.register import all_rules
from matrices.wording import LANGUAGES, LOCALE_FOLDER, current_language, say, use_language

COMMANDS = ("owns", "workload", "orphans", "overlaps", "tasks", "show", "units", "notices")
# options that mean something else in one command than in the others
OWN_HELP = {
    ("owns", "roll-up"): "help.owns-roll-up",
    ("owns", "count"): "help.owns-count",
    ("units", "kind"): "help.kind-of-unit",
    ("overlaps", "kind"): "help.kind-of-overlap",
    ("overlaps", "all"): "help.matters-all",
    ("compare", "all"): "help.compare-all",
}
# what the help of an option lists
CHOICES = {
    "traits": ", ".join(codes.TASK_TRAITS),
    "reasons": ", ".join(codes.REASONS),
    "kinds": ", ".join(codes.OVERLAPS),
}
# ids that the code puts together from a family and a code
BUILT = {
    *(f"role.{role.value}" for role in Role),
    *(f"basis.{basis}" for basis in (*codes.BASES, codes.PERHAPS)),
    *(f"kind.{kind.value}" for kind in UnitKind),
    *(f"mention.{kind.value}" for kind in MentionKind),
    *(f"lead-rule.{rule.value}" for rule in LeadRule),
    *(f"reason.{reason}" for reason in codes.REASONS),
    *(f"overlap.{kind}" for kind in (*codes.OVERLAPS, codes.PAIR)),
    *(f"note.count-{count}" for count in codes.COUNTS),
    *(f"help.{command}" for command in COMMANDS),
    *(f"rule.{rule.code}.{part}" for rule in all_rules() for part in ("finds", "why")),
    # options that typer adds by itself
    *(f"help.option.{name}" for name in ("help", "install-completion", "show-completion")),
}


def texts(language: str) -> dict[str, str]:
    """The texts of a .po file by id."""
    with (LOCALE_FOLDER / language / "LC_MESSAGES" / "zeren.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


def compiled(path: Path) -> dict[str, str]:
    """The texts of a .mo file by id: two tables of (length, offset) behind a head of numbers."""
    data = path.read_bytes()
    _, _, count, *tables = struct.unpack_from("<5I", data)
    ids, strings = (
        [
            data[offset : offset + length].decode()
            for length, offset in struct.iter_unpack("<2I", data[start : start + 8 * count])
        ]
        for start in tables
    )
    return {i: text for i, text in zip(ids, strings, strict=True) if i}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _modules() -> Iterator[ast.Module]:
    for package in ("cli", "matrices"):
        for path in sorted((SOURCE / package).rglob("*.py")):
            yield ast.parse(path.read_text("utf-8"))


def literals() -> set[str]:
    """Every string that stands in the code."""
    return {
        node.value
        for module in _modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_both_languages_have_the_same_ids() -> None:
    assert LANGUAGES == ("en", "zh")
    assert texts("en").keys() == texts("zh").keys()


def test_no_text_is_empty() -> None:
    assert [i for lang in LANGUAGES for i, text in texts(lang).items() if not text.strip()] == []


def test_both_languages_have_the_same_placeholders() -> None:
    english, chinese = texts("en"), texts("zh")

    differing = {i for i in english if placeholders(english[i]) != placeholders(chinese[i])}
    assert differing == set()


def test_each_text_is_in_its_language() -> None:
    """English quotes Chinese words only in brackets or as examples; Chinese has Chinese."""
    code_only = {"error", "help.format"}  # names alone
    without = {
        i
        for i, text in texts("zh").items()
        if not re.search("[\u4e00-\u9fff]", re.sub(r"\{\w+\}", "", text))
        and re.search("[A-Za-z]{2}", re.sub(r"\{\w+\}", "", text))
    }
    assert without - code_only == set()
    marks = {i for i, text in texts("en").items() if re.search("[，。；：]", text)}
    assert marks == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_texts_are_current(language: str) -> None:
    path = LOCALE_FOLDER / language / "LC_MESSAGES" / "zeren.mo"

    assert compiled(path) == texts(language), "run make wording"


def test_every_id_in_the_code_has_a_text() -> None:
    known = texts("en")
    families = {i.partition(".")[0] for i in known if "." in i}
    asked = {
        text
        for text in literals()
        if re.fullmatch(r"[a-z-]+\.[a-z][a-z.-]*[a-z]", text) and text.partition(".")[0] in families
    }

    assert asked - known.keys() == set()
    assert known.keys() >= BUILT


def test_every_text_is_asked_for() -> None:
    words = literals()
    families = [word for word in words if word.endswith((".", "-"))]
    unused = {
        i
        for i in texts("en")
        if i not in words
        and i not in BUILT
        and not any(i.startswith(f) and i.removeprefix(f) in words for f in families)
    }

    assert unused == set()


def ids_of(first: ast.expr) -> list[str]:
    """The ids that an argument may be: a literal, or one of two; none where it is put together."""
    match first:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return [*ids_of(body), *ids_of(orelse)]
        case _:
            return []


def test_every_text_gets_the_values_it_speaks_of() -> None:
    known = texts("en")
    wrong = []
    for module in _modules():
        for node in ast.walk(module):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id not in ("say", "MatrixError") or not node.args:
                continue
            if None in (k.arg for k in node.keywords):
                continue
            given = {str(keyword.arg) for keyword in node.keywords}
            wrong += [
                (message_id, given)
                for message_id in ids_of(node.args[0])
                if given != placeholders(known[message_id])
            ]

    assert wrong == []


def test_every_error_has_an_id_of_one_scheme_and_a_text() -> None:
    """The id stands where the error is made, so that the tests above see each of them."""
    errors = [
        node
        for module in _modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("MatrixError")
    ]
    ids = {message_id for error in errors for message_id in ids_of(error.args[0])}

    assert len(errors) > 80
    assert [ast.unparse(error) for error in errors if not ids_of(error.args[0])] == []
    assert [i for i in ids if not re.fullmatch(r"error\.[a-z]+(-[a-z]+)*", i)] == []
    assert ids <= texts("en").keys()
    assert {ast.unparse(k) for error in errors for k in error.keywords if k.arg is None} == set()
    others = {"error.internal"}  # told where the program itself is at fault
    assert {i for i in texts("en") if i.startswith("error.")} - ids == others


def test_an_unknown_id_is_a_fault() -> None:
    with pytest.raises(KeyError):
        say("no.such-id")


def test_an_unknown_language_is_english() -> None:
    use_language("fr")

    assert current_language() == "en"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_option_has_help(language: str) -> None:
    said = texts(language)
    program_page = run_program("--help", ZEREN_LANG=language).out
    for command in COMMANDS:
        page = run_program(command, "--help", ZEREN_LANG=language).out
        words = " ".join(page.split())

        assert said["help.usage"] + f" zeren {command} " in page
        assert said["help." + command].split()[0] in program_page
        options = re.findall(r"^  (?:-\w, )?--([\w-]+)", page, re.MULTILINE)
        assert len(options) >= 11
        for option in options:
            text = said.get(
                OWN_HELP.get((command, option), "help." + option),
                said.get("help.option." + option, ""),
            ).format(**CHOICES)
            assert without_spaces(text) in without_spaces(words), (command, option)
            assert text, (command, option)


def without_spaces(text: str) -> str:
    """Where a line is folded is not what is said."""
    return "".join(text.split())


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"ZEREN_LANG": "zh"}, "zh"),
        ({"ZEREN_LANG": "ZH_CN"}, "zh"),
        ({"ZEREN_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ({"ZEREN_LANG": "", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"ZEREN_LANG": "", "LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "C"}, "zh"),
        ({"ZEREN_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"ZEREN_LANG": "", "LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"ZEREN_LANG": "fr", "LC_ALL": "zh_CN"}, "en"),
        ({"ZEREN_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}, "en"),
    ],
)
def test_the_language_follows_the_environment(variables: dict[str, str], language: str) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", "import matrices.wording as w; print(w.current_language())"],
        env=program_environment(**variables),
        capture_output=True,
        check=True,
    )

    assert done.stdout.decode().strip() == language


@pytest.mark.checkout
@pytest.mark.parametrize("language", LANGUAGES)
def test_make_wording_gives_what_is_there(language: str, tmp_path: Path) -> None:
    folder = LOCALE_FOLDER / language / "LC_MESSAGES"
    made = tmp_path / "zeren.mo"
    subprocess.run(
        [
            Path(sys.executable).with_name("pybabel"),
            *("-q", "compile", "-i", folder / "zeren.po", "-o", made, "-l", language),
        ],
        check=True,
        env=dict(os.environ),
    )

    assert compiled(made) == compiled(folder / "zeren.mo")
