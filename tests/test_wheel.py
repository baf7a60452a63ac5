"""What is built and shipped: sdist to wheel, by the versions of requirements/."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from conftest import SOURCE

pytestmark = [pytest.mark.checkout, pytest.mark.slow]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that is built from it, without a network."""
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "build", "--no-isolation", "--outdir", folder, SOURCE],
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> list[str]:
    (path,) = built.glob("*.whl")
    assert path.name.startswith("zeren-")
    assert path.name.endswith("-py3-none-any.whl")
    return zipfile.ZipFile(path).namelist()


def test_the_wheel_takes_two_names_and_no_more(wheel: list[str]) -> None:
    (info,) = {name.partition("/")[0] for name in wheel} - {"cli", "matrices"}

    assert info.startswith("zeren-")
    assert info.endswith(".dist-info")


def test_the_wheel_holds_all_code(wheel: list[str]) -> None:
    code = {
        path.relative_to(SOURCE).as_posix()
        for package in ("cli", "matrices")
        for path in (SOURCE / package).rglob("*.py")
    }

    assert {name for name in wheel if name.endswith(".py")} == code


def test_the_wheel_holds_what_is_not_code(wheel: list[str]) -> None:
    catalogs = {f"matrices/data/{path.name}" for path in (SOURCE / "data").glob("*.yaml")}
    expected = {
        "matrices/py.typed",
        "matrices/locale/en/LC_MESSAGES/zeren.mo",
        "matrices/locale/zh/LC_MESSAGES/zeren.mo",
        *catalogs,
    }

    assert len(catalogs) >= 6
    assert expected - set(wheel) == set()
    assert [name for name in wheel if "__pycache__" in name or "test" in name] == []


def test_the_wheel_carries_its_licence_and_its_command(built: Path, wheel: list[str]) -> None:
    (path,) = built.glob("*.whl")
    (entry,) = (name for name in wheel if name.endswith("entry_points.txt"))

    assert any(name.endswith("/licenses/LICENSE") for name in wheel)
    assert "zeren = cli.start:run" in zipfile.ZipFile(path).read(entry).decode()


def test_the_sdist_can_be_tested(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert {"pyproject.toml", "LICENSE", "Makefile", "tests/conftest.py"} <= names
    assert {f"data/{file.name}" for file in (SOURCE / "data").glob("*.yaml")} <= names
    assert not any(name.startswith((".venv", "dist", ".git/")) for name in names)
