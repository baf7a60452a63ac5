"""The floors of .importlinter hold, and the linter bites where one is broken."""

from __future__ import annotations

import ast
import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SOURCE

pytestmark = pytest.mark.checkout

CANARIES = {
    "networkx outside graph": (
        "matrices/answers/owns.py",
        "import networkx",
        "networkx-in-one-place",
    ),
    "a search for near names of its own": (
        "matrices/answers/owns.py",
        "import difflib",
        "near-names-in-one-place",
    ),
    "yaml outside source": ("matrices/output/table.py", "import yaml", "yaml-in-one-place"),
    "the program inside the library": (
        "matrices/catalogs/model.py",
        "def hidden() -> object:\n    from cli import main\n\n    return main",
        "library-does-not-print",
    ),
    "rich inside the library": (
        "matrices/output/formats.py",
        "def hidden() -> object:\n    import rich.table\n\n    return rich.table",
        "library-does-not-print",
    ),
    "a module without a floor": ("matrices/utils.py", "", "matrices-floors"),
    "a command module without a floor": ("cli/utils.py", "", "cli-floors"),
    "graph above its floor": (
        "matrices/answers/graph.py",
        "from matrices.output import table",
        "matrices-floors",
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in ("cli", "matrices"):
        shutil.copytree(
            SOURCE / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(SOURCE / ".importlinter", tmp_path)
    return tmp_path


def lint(folder: Path) -> tuple[int, str]:
    """Run lint-imports in a folder: its exit status and what it prints, without colours."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def test_the_floors_hold(copy: Path) -> None:
    status, printed = lint(copy)

    assert status == 0, printed
    assert "0 broken" in printed


@pytest.mark.parametrize("canary", CANARIES.values(), ids=CANARIES.keys())
def test_a_broken_floor_is_found(canary: tuple[str, str, str], copy: Path) -> None:
    file, code, contract = canary
    path = copy / file
    before = path.read_text("utf-8") if path.exists() else '"""Anything."""\n'
    path.write_text(f"{before}\n\n{code}\n", encoding="utf-8")

    status, printed = lint(copy)

    assert status == 1, printed
    settings = configparser.ConfigParser()
    settings.read(copy / ".importlinter", encoding="utf-8")
    name = settings[f"importlinter:contract:{contract}"]["name"]
    assert f"{name} BROKEN" in printed


def test_exit_statuses_have_names() -> None:
    """`raise typer.Exit(2)` says less than its name, and nobody finds the others."""
    bare = [
        f"{path.name}:{call.lineno}"
        for path in sorted((SOURCE / "cli").glob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in ("typer.Exit", "SystemExit", "exit")
        for part in (*call.args, *(keyword.value for keyword in call.keywords))
        for node in ast.walk(part)
        if isinstance(node, ast.Constant)
    ]

    assert bare == []
