"""Spark over exported folders: the same questions on a cluster, for who has one.

The session outlives the engine, for starting it takes longer than most answers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matrices.answers.index.engine_of_extra import needed
from matrices.answers.index.engines import ALL_OF, ASKED, Row, Value, asked_columns, text_of
from matrices.answers.index.manifest import (
    FILE_POSITIONS,
    Export,
    columns,
    names_apart,
    repeated_jurisdictions,
)
from matrices.diagnostics import MatrixError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_TYPES = {"INTEGER": "BIGINT", "TEXT": "STRING"}
_RENAMED = [("id", "INTEGER"), ("name", "TEXT")]
_LARGEST_LIMIT = (1 << 31) - 1
# Spark's own number of tasks is for data that fills a cluster
_BYTES_PER_TASK = 8 << 20
_MOST_TASKS = 200
# up to here, planning again and compiling takes longer than it saves: four times as long in all
_SMALL = 16 << 20
_FOR_SMALL = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


class SparkEngine:
    """Exports as views of a Spark session.

    `master` is where Spark runs (``local[2]``, ``spark://host:7077``, ``yarn``, or ``sc://host``
    for a server of Spark Connect); without it, what `SPARK_REMOTE` or Spark's own configuration
    names. All machines must see the folders under the same path.
    """

    def __init__(self, exports: Sequence[Export], *, master: str = "") -> None:
        try:
            self.session = _session(master).newSession()
            for name, value in _settings(sum(export.size for export in exports)).items():
                self.session.conf.set(name, value)
            for table in columns():
                self._view(table, exports)
            for table in ASKED:
                self.fill(table, ())
        except Exception as error:
            raise _failed(error) from error

    def _view(self, table: str, exports: Sequence[Export]) -> None:
        kinds = ", ".join(f"`{name}` {_TYPES[kind]}" for name, kind in columns()[table])
        # with the columns given, Spark need not look into every file
        read = self.session.read.schema(kinds)

        def rows(of: Sequence[Export]) -> DataFrame:
            files = [_literal(file) for export in of for file in export.files(table)]
            return read.parquet(*files) if files else self.session.createDataFrame([], kinds)

        if table == "file":
            found = rows(exports[:1])
            for place, export in enumerate(exports[1:], 1):
                more = rows([export])
                moved = more["position"] + place * FILE_POSITIONS
                found = found.unionAll(more.withColumn("position", moved))
        else:
            found = rows(exports)
        if table == "jurisdiction" and len(exports) > 1:
            found = found.filter(~found["id"].isin(repeated_jurisdictions(exports)))
            self._fill("renamed", _RENAMED, names_apart(exports).items())
            names = (
                "COALESCE(new_name, name) AS name" if n == "name" else n for n in found.columns
            )
            renamed = self.session.table("renamed").withColumnRenamed("name", "new_name")
            found = found.join(renamed, "id", "left").selectExpr(*names)
        found.createOrReplaceTempView(table)

    def rows(self, text: str, parameters: Mapping[str, Value]) -> list[Row]:
        """What the text of this name finds."""
        statement, named = text_of(text, "spark")
        taken = {name: _value(parameters[name]) for name in named}
        try:
            return [tuple(row) for row in self.session.sql(statement, args=taken).collect()]
        except Exception as error:
            raise _failed(error) from error

    def fill(self, table: str, rows: Iterable[Row]) -> None:
        """Give an asked table these rows and no others."""
        self._fill(table, asked_columns(table), rows)

    def _fill(self, table: str, names: list[tuple[str, str]], rows: Iterable[Row]) -> None:
        fields = ", ".join(f"{name}: {_TYPES[kind]}" for name, kind in names)
        values = [
            dict(zip((name for name, _ in names), row, strict=True)) for row in dict.fromkeys(rows)
        ]
        # as one text: rows made in Python would have to go through a process of their own
        self.session.sql(
            f"SELECT * FROM INLINE(FROM_JSON(:rows, 'ARRAY<STRUCT<{fields}>>'))",  # noqa: S608
            args={"rows": json.dumps(values, ensure_ascii=False)},
        ).createOrReplaceTempView(table)

    def fill_with_all(self, table: str) -> None:
        """Give an asked table everything there is."""
        self.session.sql(ALL_OF[table]).createOrReplaceTempView(table)

    def path(self, root: int, path: str | bytes) -> str:
        """The path of a file as who exported it knew it."""
        return os.fsdecode(path)

    def close(self) -> None:
        """Leave the session to the next engine; it ends with the process."""


def _session(master: str) -> SparkSession:
    needed("pyspark", "spark")
    sql: Any = needed("pyspark.sql", "spark")
    builder = sql.SparkSession.builder.appName("zeren")
    if master.startswith("sc://"):
        builder = builder.remote(master)
    elif master or not os.environ.get("SPARK_REMOTE"):
        quiet = Path(__file__).parent / "sql" / "spark" / "log4j2.properties"
        builder = (
            builder.config("spark.log.level", "ERROR")
            .config("spark.driver.extraJavaOptions", f"-Dlog4j2.configurationFile={quiet.as_uri()}")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
        )
        if master:
            builder = builder.master(master)
    session: SparkSession = builder.getOrCreate()
    return session


def _settings(size: int) -> dict[str, str]:
    """How Spark is to go about so many bytes."""
    if size <= _SMALL:
        return _FOR_SMALL
    return {"spark.sql.shuffle.partitions": str(min(2 + size // _BYTES_PER_TASK, _MOST_TASKS))}


def _value(value: Value) -> Value:
    """A parameter; no limit is larger than a number of rows may be."""
    return min(value, _LARGEST_LIMIT) if isinstance(value, int) else value


def _literal(file: Path) -> str:
    """A path that Spark does not take for a pattern."""
    return "".join(f"\\{char}" if char in "*?[]{}\\" else char for char in str(file.absolute()))


def _failed(error: Exception) -> MatrixError:
    if isinstance(error, MatrixError):
        return error
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    # what comes from Java stands behind the call that it came from
    of_java = (line.removeprefix(": ") for line in lines if line.startswith(": "))
    reason = next(of_java, lines[0] if lines else type(error).__name__)
    return MatrixError("error.engine-failed", engine="Spark", reason=reason)
