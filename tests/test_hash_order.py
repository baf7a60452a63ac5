"""No answer depends on the order that strings have in sets, which changes from run to run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TESTS, program_environment

SEEDS = ("0", "1", "2")


@pytest.mark.slow
def test_every_hash_seed_gives_the_same_readings_and_answers(tmp_path: Path) -> None:
    printed = {}
    for seed in SEEDS:
        environment = program_environment(PYTHONHASHSEED=seed)
        path = os.pathsep.join((str(TESTS), environment["PYTHONPATH"]))
        done = subprocess.run(
            [sys.executable, "-W", "error", str(TESTS / "hash_order.py"), str(tmp_path)],
            env={**environment, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert (done.returncode, done.stderr.decode()) == (0, "")
        printed[seed] = done.stdout.decode().splitlines()

    lines = printed[SEEDS[0]]
    assert len(lines) > 3_000
    for seed in SEEDS:
        differing = [pair for pair in zip(lines, printed[seed], strict=True) if len({*pair}) > 1]
        assert differing == [], f"PYTHONHASHSEED={seed}"
