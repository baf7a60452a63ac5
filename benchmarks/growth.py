"""Measures how time and memory grow with the number of districts, one catalog each.

All figures are of whole processes of the program, started anew each time, but for `load`:
reading and interpreting everything as objects, which is what an answer took before there was an
index, and what building one is held against. Called as ``python -m benchmarks.growth [SIZE ...]``
it prints the table for these sizes; 2,850 is a nation and takes a quarter of an hour.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.commands import FLOOR, PROGRAM
from benchmarks.notices import catalog_name, district, write_districts
from benchmarks.runner import CHECKOUT

SIZES = (5, 50, 500)
_LOAD = (
    "import sys; from pathlib import Path; from matrices.answers.assignments import interpret;"
    "from matrices.catalogs.workspace import load_workspace;"
    "workspace = load_workspace([Path(sys.argv[1])]);"
    "assert not workspace.problems, workspace.problems[0];"
    "interpret(workspace.catalogs, workspace.registry)"
)
_ALL_AT_ONCE = {
    "owns": ("owns", "区水利局"),
    "workload": ("workload",),
    "orphans": ("orphans",),
}


class Cost(NamedTuple):
    """What a process took: seconds on the clock and of the processors, the largest memory."""

    wall: float
    processor: float
    mebibytes: float


class Growth(NamedTuple):
    """What one size took; `ratio` is one district's `owns` to the floor of the same rounds."""

    districts: int
    tasks: int
    load: Cost
    build: Cost
    index_megabytes: float
    one: Cost
    ratio: float
    refresh: Cost
    everything: dict[str, Cost]


def measure_growth(sizes: Sequence[int] = SIZES, rounds: int = 7) -> list[Growth]:
    """Measure every size; questions are asked `rounds` times, what takes long once."""
    return [_measure(size, rounds) for size in sizes]


def growth_table(growths: Sequence[Growth]) -> list[str]:
    """A Markdown table, a row for every size."""
    heads = (
        "districts", "tasks", "load s", "build s", "build CPU s / load CPU s", "index MB",
        "one district ms", "to the floor", "after one edit s",
        *(f"{name} of all s" for name in _ALL_AT_ONCE), "most MiB of these",
    )  # fmt: skip
    lines = [f"| {' | '.join(heads)} |", "|" + "---:|" * len(heads)]
    for g in growths:
        cells = (
            str(g.districts), str(g.tasks), f"{g.load.wall:.1f}", f"{g.build.wall:.1f}",
            f"{g.build.processor:.1f} / {g.load.processor:.1f}", f"{g.index_megabytes:.1f}",
            f"{1000 * g.one.wall:.0f}", f"{g.ratio:.2f}", f"{g.refresh.wall:.2f}",
            *(f"{cost.wall:.2f}" for cost in g.everything.values()),
            f"{max(cost.mebibytes for cost in g.everything.values()):.0f}",
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _measure(size: int, rounds: int) -> Growth:
    with tempfile.TemporaryDirectory() as place:
        data, cache = Path(place, "data"), Path(place, "cache")
        data.mkdir()
        tasks = write_districts(data, size)
        time.sleep(2.1)  # files just written would have to be read to know that they are the same

        def ask(*words: str) -> Cost:
            command = (*PROGRAM, "--data", str(data), *words)
            return run(command, ZEREN_CACHE=str(cache))

        load = run((sys.executable, "-c", _LOAD, str(data)))
        build = ask("index", "--rebuild")
        index = sum(file.stat().st_size for file in cache.iterdir())
        somewhere = size // 2 + 1
        one_words = ("owns", "区水利局", "--jurisdiction", district(somewhere), "--format", "csv")
        ones, ratios = [], []
        for _ in range(rounds):
            floor = run(FLOOR.words)
            ones.append(ask(*one_words))
            ratios.append(ones[-1].wall / floor.wall)
        refresh = []
        for number in range(3):
            with (data / catalog_name(somewhere)).open("a", encoding="utf-8") as file:
                file.write(f"# edit {number}\n")
            refresh.append(ask(*one_words))
        everything = {name: ask(*words, "--format", "csv") for name, words in _ALL_AT_ONCE.items()}
    return Growth(
        size, tasks, load, build, index / 1e6, _middle(ones), median(ratios), _middle(refresh),
        everything,
    )  # fmt: skip


def _middle(costs: Sequence[Cost]) -> Cost:
    return sorted(costs)[len(costs) // 2]


def run(command: Sequence[str], **environment: str) -> Cost:
    """Run a command to its end, its output thrown away.

    Raises RuntimeError where it fails.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=CHECKOUT,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("ZEREN", "PYTHON"))},
            **environment,
        },
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command}: exit status {process.returncode}")
    # Linux counts kibibytes, macOS bytes
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print("\n".join(growth_table(measure_growth(sizes))))
