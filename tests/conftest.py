"""What every test stands on: one environment, zeren run in process, golden files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

# the help pages are worded when cli.main is imported
os.environ["ZEREN_LANG"] = "en"

from catalog_fixtures import ask, catalog, demo_registry, load  # noqa: F401

import cli.main
from matrices.diagnostics import MatrixError
from matrices.wording import use_language

TESTS = Path(__file__).parent
SOURCE = Path(cli.main.__file__).parent.parent
IN_CHECKOUT = (SOURCE / "pyproject.toml").is_file()
FIXED = {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "100", "ZEREN_LANG": "en", "LC_ALL": "C.UTF-8"}
UNSET = (
    "ZEREN_DATA",
    "FORCE_COLOR",
    "LINES",
    "PYTHONIOENCODING",
    "PYTHONDONTWRITEBYTECODE",  # costs every program a third of a second
    "PYTHONUNBUFFERED",  # with it a half-written pipe goes unnoticed
    "TTY_COMPATIBLE",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "checkout: needs the checkout, not only the wheel")
    if os.environ.get("ZEREN_WHEEL") and SOURCE.name != "site-packages":
        raise pytest.UsageError(f"the installed wheel is to be tested, but cli is in {SOURCE}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not IN_CHECKOUT and item.get_closest_marker("checkout"):
            item.add_marker(pytest.mark.skip(reason="needs the checkout; this is the wheel"))


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same environment on every machine; a fault inside zeren shows its traceback."""
    for name in UNSET:
        monkeypatch.delenv(name, raising=False)
    for name, value in {**FIXED, "ZEREN_DEBUG": "1"}.items():
        monkeypatch.setenv(name, value)
    use_language("en")
    yield
    use_language("en")


@dataclass(frozen=True)
class Run:
    """What one call of zeren gave."""

    status: int
    out: str
    err: str


Zeren = Callable[..., Run]


@pytest.fixture
def zeren(capsys: pytest.CaptureFixture[str]) -> Zeren:
    """Run zeren in process: `zeren("owns", "区水利局", language="zh")`."""

    def run(*arguments: str, language: str = "en") -> Run:
        use_language(language)
        try:
            status = cli.main.main(arguments)
        finally:
            use_language("en")
        captured = capsys.readouterr()
        return Run(status, captured.out, captured.err)

    return run


@contextmanager
def stopped_by(what: str) -> Iterator[pytest.ExceptionInfo[MatrixError]]:
    """Demand that the work is stopped by the error ``error.<what>``."""
    with pytest.raises(MatrixError) as caught:
        yield caught
    assert caught.value.message_id == f"error.{what}"


def program(*arguments: str) -> list[str]:
    """The command line that runs zeren as a program of its own, warnings being errors."""
    return [sys.executable, "-P", "-W", "error", "-m", "cli", *arguments]


def program_environment(**changes: str) -> dict[str, str]:
    """The environment of such a program, with the zeren that is under test."""
    kept = {k: v for k, v in os.environ.items() if k not in (*UNSET, "ZEREN_DEBUG")}
    return {**kept, **FIXED, "PYTHONPATH": str(SOURCE), **changes}


def run_program(*arguments: str, **changes: str) -> Run:
    """Run zeren as a program; `changes` are environment variables."""
    done = subprocess.run(
        program(*arguments),
        env=program_environment(**changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    encoding = changes.get("PYTHONIOENCODING", "utf-8")
    return Run(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))


@dataclass(frozen=True)
class Golden:
    """Files with the whole expected output; `--update-golden` writes them anew."""

    folder: Path
    update: bool

    def check(self, name: str, text: str) -> None:
        """Compare with the golden file of this name."""
        path = self.folder / name
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"no golden file {name}: run pytest --update-golden"
        with path.open(encoding="utf-8", newline="") as file:
            assert file.read() == text, f"{name} differs: if it should, run pytest --update-golden"

    def check_no_others(self, names: set[str]) -> None:
        """Demand that the folder holds no file but these."""
        others = sorted(path for path in self.folder.iterdir() if path.name not in names)
        if self.update:
            for path in others:
                path.unlink()
            others = []
        assert others == []


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(TESTS / "golden", bool(request.config.getoption("--update-golden")))
