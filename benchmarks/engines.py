"""Measures the engines against each other over invented notices.

``python -m benchmarks.engines [--spark] [SIZE ...]`` prints a table for every number of notices:
wall seconds, and behind the stroke those of the processor (Spark's own are not counted), which
tell more where others use the machine. Nothing here runs by itself: it takes minutes.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.notices import DISTRICT, write_notices
from matrices.answers import codes
from matrices.answers.index import questions
from matrices.answers.index.build import build_in_memory
from matrices.answers.index.engines import Engine, SqliteEngine
from matrices.answers.index.opening import DUCKDB, SPARK, open_parquet
from matrices.answers.index.parquet import export_parquet
from matrices.answers.scope import Scope
from matrices.catalogs.unit_key import UnitKey
from matrices.catalogs.workspace import load_workspace

SIZES = (5, 50, 500)
_ALL = Scope()
REPORTS: dict[str, Callable[[Engine], object]] = {
    "workload": lambda e: questions.workload(e, _ALL),
    "workload, weighted, by section": lambda e: questions.workload(e, _ALL, "weighted", "section"),
    "orphans": lambda e: questions.orphan_tasks(e, _ALL),
    "overlaps": lambda e: questions.overlapping_duties(e, _ALL),
    "pairs, the first 20": lambda e: questions.overlapping_duties(e, _ALL, pairs=True, limit=20),
    "units": lambda e: questions.list_units(e, _ALL),
    "notices": lambda e: questions.summarise_notices(e, _ALL),
    "tasks with a word": lambda e: questions.search_tasks(e, _ALL, ("地质灾害点",), (codes.LED,)),
    "owns": lambda e: questions.owned_tasks(e, _ALL, [UnitKey(DISTRICT, "区应急管理局")]),
}


def measure(size: int, *, spark: bool) -> None:
    """Print what one number of notices takes, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder, "catalogs"), Path(folder, "export")
        data.mkdir()
        tasks = write_notices(data, size)
        clock = time.perf_counter()
        sqlite = SqliteEngine(build_in_memory(load_workspace([data])))
        built = time.perf_counter() - clock
        clock = time.perf_counter()
        exported = export_parquet(sqlite.connection, out, shown_path=sqlite.path)
        wrote = time.perf_counter() - clock
        print(f"\n{size} notices, {tasks} tasks: built in {built:.1f} s, exported in {wrote:.1f} s")
        print(f"{exported.files} Parquet files, {exported.size / 1e6:.1f} MB\n")
        figures = [("SQLite", _times(sqlite))]
        for name in (DUCKDB, SPARK) if spark else (DUCKDB,):
            clock = time.perf_counter()
            with open_parquet([out], name) as engine:
                opened = time.perf_counter() - clock
                figures.append((f"{name} (opened in {opened:.2f} s)", _times(engine)))
        print("| report |", " | ".join(name for name, _ in figures), "|")
        print("|---|" + "---|" * len(figures))
        for report in REPORTS:
            print(f"| {report} |", " | ".join(took[report] for _, took in figures), "|")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nlargest memory so far: {peak:.0f} MiB")


def _times(engine: Engine) -> dict[str, str]:
    """The better of two runs of each report."""
    found: dict[str, str] = {}
    for name, ask in REPORTS.items():
        wall, processor = (
            min(took) for took in zip(*(_time(ask, engine) for _ in "12"), strict=True)
        )
        found[name] = f"{wall:.3f} / {processor:.3f}"
    return found


def _time(ask: Callable[[Engine], object], engine: Engine) -> tuple[float, float]:
    clock = time.perf_counter(), time.process_time()
    ask(engine)
    return time.perf_counter() - clock[0], time.process_time() - clock[1]


def main(arguments: Sequence[str]) -> None:
    """Measure the sizes that are asked for."""
    spark = "--spark" in arguments
    for size in [int(each) for each in arguments if each != "--spark"] or SIZES:
        measure(size, spark=spark)


if __name__ == "__main__":
    main(sys.argv[1:])
