"""Opens exported folders with the engine that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING

from matrices.answers.index.manifest import is_export, read_exports
from matrices.diagnostics import MatrixError

if TYPE_CHECKING:
    from matrices.answers.index.engines import Engine

SQLITE, DUCKDB, SPARK = ENGINES = ("sqlite", "duckdb", "spark")


def wants_export(paths: Sequence[Path], engine: str = "", master: str = "") -> bool:
    """Tell whether a question about these paths goes to exported folders, not to the index.

    `engine` and `master` are what was asked for, "" where nothing was.
    Raises MatrixError where the engine and the data do not go together.
    """
    exported = [path for path in paths if is_export(path)]
    if engine == SQLITE and exported:
        raise MatrixError("error.export-needs-engine", path=str(exported[0]))
    if engine in (SQLITE, DUCKDB) and master:
        raise MatrixError("error.master-needs-spark")
    if not exported and (engine in (DUCKDB, SPARK) or master):
        raise MatrixError("error.engine-needs-export", engine=engine or SPARK)
    return bool(exported)


def open_parquet(
    paths: Sequence[Path],
    engine: str = "",
    *,
    master: str = "",
    memory: str = "",
    threads: int = 0,
) -> AbstractContextManager[Engine]:
    """Open exported folders, to be used in a ``with``; DuckDB reads them unless Spark is asked for.

    `master` is where Spark runs, and asks for it; `memory` and `threads` bound DuckDB.
    Raises MatrixError as `read_exports` does, and where the extra of the engine is missing.
    """
    exports = read_exports(paths)
    if engine == SPARK or (master and not engine):
        from matrices.answers.index.spark_engine import SparkEngine

        return closing(SparkEngine(exports, master=master))
    from matrices.answers.index.duckdb_engine import DuckdbEngine

    return closing(DuckdbEngine(exports, memory=memory, threads=threads))
