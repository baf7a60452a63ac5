"""What of the documentation is made from the program, and the commands shown in it.

``make docs`` (``python -m tests.generated_docs``) writes all of it anew:

* ``docs/schema/*.json`` from the descriptions the reader uses;
* ``docs/commands.md`` from the help pages;
* the floor plan in ``docs/architecture.md`` from ``.importlinter`` and the modules' first lines;
* the readings in ``docs/notation.md`` from the parser;
* what the commands in ``console`` blocks print, keeping ``...`` where lines are left out.
"""

from __future__ import annotations

import ast
import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cli
from matrices.catalogs.schema import catalog_schema, registry_schema
from matrices.notation import Mention, parse_cell

CHECKOUT = Path(__file__).resolve().parent.parent
IMPORT_ROOT = Path(cli.__file__).resolve().parent.parent
LANGUAGES = {"en": "English", "zh": "中文"}
LEFT_OUT = "..."
WRITTEN = ("yaml", "text")  # blocks of these kinds, with a name behind, become files


def pages() -> list[Path]:
    """The Markdown files of the documentation."""
    return [*sorted(CHECKOUT.glob("*.md")), *sorted((CHECKOUT / "docs").rglob("*.md"))]


# Files that are generated as a whole


def generated_files() -> dict[Path, str]:
    """The files that nobody edits, with the text they should have."""
    return {
        CHECKOUT / "docs/schema/catalog.schema.json": _json_text(catalog_schema()),
        CHECKOUT / "docs/schema/units.schema.json": _json_text(registry_schema()),
        CHECKOUT / "docs/commands.md": commands_page(),
    }


def _json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def command_names() -> list[str]:
    """The commands of zeren, in the order the help lists them."""
    from cli.main import COMMANDS

    return list(COMMANDS)


def question_names() -> list[str]:
    """The commands that answer in every format."""
    from cli.main import COMMANDS, build_command

    return [
        name
        for name in COMMANDS
        if {"format", "output"} <= {parameter.name for parameter in build_command(name).params}
    ]


def commands_page() -> str:
    """The help pages of the program and of every command, in both languages."""
    lines = [
        "<!-- Written by `make docs` from the help pages; do not edit. -->",
        "# Commands",
        "",
        "The help pages of every command, in English and in Chinese.",
        "What the commands are for is told in [the guide](../README.md#guide); "
        "what they print as data in [json.md](json.md).",
        "",
    ]
    for name in ["", *command_names()]:
        lines += [f"## {f'zeren {name}'.strip()}", ""]
        for language, heading in LANGUAGES.items():
            words = ["zeren", *([name] if name else []), "--help"]
            page, _ = run_command(words, {}, CHECKOUT, language)
            lines += [f"{heading}:", "", "```text", page.rstrip("\n"), "```", ""]
    return "\n".join(lines)


# Parts of pages that are generated


def with_generated_parts(path: Path, text: str) -> str:
    """The text of a page with its generated parts made anew."""
    if path.name == "architecture.md":
        text = _between(text, "floors", floor_plan())
    if path.name == "notation.md":
        text = _READINGS.sub(_with_readings, text)
    return text


def _between(text: str, name: str, part: str) -> str:
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    return pattern.sub(lambda m: m[1] + part + m[2], text)


def floor_plan() -> str:
    """The floors of both packages, highest first, with what each module is for."""
    config = configparser.ConfigParser()
    config.read(CHECKOUT / ".importlinter", encoding="utf-8")
    lines: list[str] = []
    more = [
        f"- {contract['name']}."
        for contract in map(config.__getitem__, config.sections())
        if contract.get("type", "layers") != "layers"
    ]
    for section in config.sections():
        contract = config[section]
        if contract.get("type") != "layers":
            continue
        container = contract["containers"].strip()
        lines += ["", f"Floors of `{container}`, highest first:", ""]
        lines += ["| floor | module | what it does |", "|---:|---|---|"]
        floors = [line.strip() for line in contract["layers"].splitlines() if line.strip()]
        for number, floor in zip(range(len(floors), 0, -1), floors, strict=True):
            for module in re.split(r"[|:]", floor):
                name = module.strip().strip("()")
                told = _first_line(container, name)
                lines.append(f"| {number} | `{container}.{name}` | {told} |")
    return "\n".join([*lines[1:], "", "Checked in the same way:", "", *more, ""])


def _first_line(container: str, name: str) -> str:
    folder = CHECKOUT / container.replace(".", "/")
    path = folder / f"{name}.py"
    if not path.is_file():
        path = folder / name / "__init__.py"
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split())


_READINGS = re.compile(r"(\| cell \| read as \|\n\|---\|---\|\n)((?:\|.*\|\n)+)")


def _with_readings(table: re.Match[str]) -> str:
    cells = re.findall(r"^\| `([^`]+)` \|", table[2], re.MULTILINE)
    return table[1] + "".join(f"| `{cell}` | {reading(cell)} |\n" for cell in cells)


def reading(cell: str) -> str:
    """How a cell is read, tier by tier; ⏎ in `cell` stands for a line break."""
    mentions = parse_cell(cell.replace("⏎", "\n")).mentions
    tiers = sorted({mention.tier for mention in mentions})
    return "<br>".join(
        f"{tier}: " + " · ".join(_mention(m) for m in mentions if m.tier == tier) for tier in tiers
    )


def _mention(mention: Mention) -> str:
    details = [mention.kind.value, *(f"its {unit}" for unit in mention.sub_units)]
    details += [f"also called {name}" for name in mention.other_names]
    details += [f"here {unit}" for unit in mention.members]
    if mention.open_ended:
        details.append("open")
    return f"{mention.name} ({', '.join(details)})"


# Commands shown in pages


@dataclass(slots=True)
class ConsoleCommand:
    """One ``$ `` line of a page, and the lines printed under it."""

    line: str
    expected: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """A fenced block of a page: what it is, and where its inner lines start and end."""

    info: str
    start: int
    end: int
    lines: list[str]


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    lines = text.split("\n")
    start: int | None = None
    info = fence = ""
    for number, line in enumerate(lines):
        if start is None:
            opened = re.match(r"(`{3,})(.*)$", line)
            if opened:
                fence, info, start = opened[1], opened[2].strip(), number + 1
        elif line == fence:
            yield Block(info, start, number, lines[start:number])
            start = None


def console_commands(block: Block) -> list[ConsoleCommand]:
    """The commands of a ``console`` block."""
    found: list[ConsoleCommand] = []
    for line in block.lines:
        if line.startswith("$ "):
            found.append(ConsoleCommand(line[2:]))
        elif found:
            found[-1].expected.append(line)
        else:
            raise ValueError(f"a console block must start with a command: {line}")
    return found


class Stage:
    """A folder where the commands of one page are run: it holds ``data/`` and the page's files."""

    def __init__(self, folder: Path, page: Path) -> None:
        self.folder = folder
        self.language = "zh" if page.name.endswith(".zh.md") else "en"
        self.status = 0
        shutil.copytree(CHECKOUT / "data", folder / "data")

    def run(self, line: str) -> list[str]:
        """Run one command line of a page and return what it prints, errors included."""
        words = shlex.split(line)
        environment: dict[str, str] = {}
        while words and re.match(r"[A-Z_]+=", words[0]):
            name, _, value = words.pop(0).partition("=")
            environment[name] = value
        if words == ["echo", "$?"]:
            return [str(self.status)]
        if words[:2] == ["sed", "-i"]:
            self.replace(words[2], words[3])
            return []
        if words[:1] == ["cat"]:
            printed = "".join((self.folder / w).read_text(encoding="utf-8") for w in words[1:])
        else:
            printed, self.status = run_command(words, environment, self.folder, self.language)
        return printed.rstrip("\n").split("\n") if printed else []

    def write(self, name: str, lines: list[str]) -> None:
        """Write a file that a page shows."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def replace(self, expression: str, name: str) -> None:
        """Do what ``sed -i s/OLD/NEW/`` does, as a person edits a file; OLD has to be there."""
        _, old, new, _ = expression.split("/")
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{name} holds no {old}")
        path.write_text(text.replace(old, new), encoding="utf-8")


def run_command(
    words: list[str], environment: dict[str, str], folder: Path, language: str
) -> tuple[str, int]:
    """Run zeren as its entry point does, piped, 80 columns wide; all it prints, and its status."""
    if words[:1] != ["zeren"]:
        raise ValueError(f"only zeren, cat and sed -i are run in pages: {shlex.join(words)}")
    done = subprocess.run(
        [sys.executable, "-c", "from cli.start import run; run()", *words[1:]],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env={
            **{
                k: v for k, v in os.environ.items() if not k.startswith(("ZEREN", "COV_", "_ZEREN"))
            },
            "ZEREN_LANG": language,
            "COLUMNS": "80",
            "PYTHONPATH": str(IMPORT_ROOT),
            "PYTHONUTF8": "1",
            **environment,
        },
        check=False,
    )
    printed = done.stdout.decode()
    if "Traceback (most recent call last)" in printed:
        raise RuntimeError(f"{shlex.join(words)} broke down:\n{printed}")
    return printed, done.returncode


def agrees(expected: list[str], printed: list[str]) -> bool:
    """Tell whether printed lines are the expected ones; ``...`` stands for one or more lines."""
    if LEFT_OUT not in expected:
        return expected == printed
    first = expected.index(LEFT_OUT)
    if printed[:first] != expected[:first]:
        return False
    rest = expected[first + 1 :]
    return any(agrees(rest, printed[start:]) for start in range(first + 1, len(printed) + 1))


def refreshed(expected: list[str], printed: list[str]) -> list[str]:
    """The printed lines, shortened as the expected ones are."""
    if agrees(expected, printed):
        return expected
    if LEFT_OUT not in expected:
        return printed
    before = expected.index(LEFT_OUT)
    after = len(expected) - 1 - before
    if before + after + 1 > len(printed):
        return printed
    return [*printed[:before], LEFT_OUT, *printed[len(printed) - after :]]


def played(page: Path, text: str) -> Iterator[tuple[Block, list[tuple[ConsoleCommand, list[str]]]]]:
    """Run every command of a page in order; the console blocks with what they printed."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder), page)
        for block in blocks(text):
            kind, _, name = block.info.partition(" ")
            if kind in WRITTEN and name:
                stage.write(name, block.lines)
            elif kind == "console":
                yield block, [(c, stage.run(c.line)) for c in console_commands(block)]


def with_fresh_output(page: Path, text: str) -> str:
    """The text of a page with what its commands print now."""
    lines = text.split("\n")
    shift = 0
    for block, commands in played(page, text):
        new: list[str] = []
        for command, printed in commands:
            new += [f"$ {command.line}", *refreshed(command.expected, printed)]
        lines[block.start + shift : block.end + shift] = new
        shift += len(new) - (block.end - block.start)
    return "\n".join(lines)


def main() -> None:
    """Write everything that is generated, and say which files changed."""
    wanted = generated_files()
    for path in pages():
        if path not in wanted:
            text = with_generated_parts(path, path.read_text(encoding="utf-8"))
            wanted[path] = with_fresh_output(path, text)
    for path, text in wanted.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(CHECKOUT)}")


if __name__ == "__main__":
    main()
