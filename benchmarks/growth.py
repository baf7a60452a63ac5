"""Measures how time and memory grow with the number of notices, each size in a fresh process.

Called as ``python -m benchmarks.growth FOLDER`` it is that process: it answers once and prints
what it took as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks.notices import write_notices
from benchmarks.runner import CHECKOUT

SIZES = (5, 50, 500)
STAGES = ("load", "interpret", "index", "workload", "orphans")


@dataclass(frozen=True, slots=True)
class Growth:
    """What one size took: seconds per stage (medians) and the largest memory seen, in MiB."""

    notices: int
    tasks: int
    seconds: dict[str, float]
    mebibytes: float


def measure_growth(sizes: Sequence[int] = SIZES, repeats: int = 3) -> list[Growth]:
    """Measure every size `repeats` times."""
    return [_measure(size, repeats) for size in sizes]


def _measure(size: int, repeats: int) -> Growth:
    with tempfile.TemporaryDirectory() as folder:
        tasks = write_notices(Path(folder), size)
        runs = [_run(folder) for _ in range(repeats)]
    return Growth(
        size,
        tasks,
        {stage: median(run[stage] for run in runs) for stage in STAGES},
        max(run["mebibytes"] for run in runs),
    )


def _run(folder: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth", folder],
        stdout=subprocess.PIPE,
        check=True,
        cwd=CHECKOUT,
        env={k: v for k, v in os.environ.items() if not k.startswith("ZEREN")},
    )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _answer(folder: str) -> dict[str, float]:
    from matrices.answers.assignments import interpret
    from matrices.answers.index.build import build_in_memory
    from matrices.answers.index.engines import SqliteEngine
    from matrices.answers.index.questions import EVERYTHING, orphan_tasks, workload
    from matrices.catalogs.workspace import load_workspace

    clock = [time.perf_counter()]
    workspace = load_workspace([Path(folder)])
    clock.append(time.perf_counter())
    if workspace.problems:
        raise RuntimeError(f"the invented notices have problems: {workspace.problems[0]}")
    interpret(workspace.catalogs, workspace.registry)
    clock.append(time.perf_counter())
    engine = SqliteEngine(build_in_memory(workspace))
    clock.append(time.perf_counter())
    workload(engine, EVERYTHING)
    clock.append(time.perf_counter())
    orphan_tasks(engine, EVERYTHING)
    clock.append(time.perf_counter())
    seconds = (end - start for start, end in pairwise(clock))
    # Linux counts kibibytes, macOS bytes
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return {**dict(zip(STAGES, seconds, strict=True)), "mebibytes": peak}


if __name__ == "__main__":
    print(json.dumps(_answer(sys.argv[1])))
