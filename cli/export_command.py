"""`zeren export`: the index as Parquet, for engines that answer about a province or the nation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import DataOption
from cli.output import EXIT_PROBLEMS, tell, tell_problems
from matrices.diagnostics import MatrixError
from matrices.wording import say


def export(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=say("help.export.folder"))],
    parquet: Annotated[bool, typer.Option("--parquet", help=say("help.export.parquet"))] = False,
    force: Annotated[bool, typer.Option("--force", help=say("help.force"))] = False,
    data: Annotated[list[Path], DataOption] = [],  # noqa: B006 - typer copies it
) -> None:
    """Write what the index of the data holds to a folder; exit 1 where data could not be read."""
    from matrices.answers.index.build import build_in_memory
    from matrices.answers.index.engine_of_extra import needed
    from matrices.answers.index.engines import SqliteEngine
    from matrices.answers.index.parquet import export_parquet, refuse_taken
    from matrices.catalogs.workspace import load_workspace

    if not parquet:
        raise MatrixError("error.export-to-what")
    # said before everything is read
    needed("duckdb", "duckdb")
    refuse_taken(folder, force=force)
    workspace = load_workspace(data or list(ctx.obj or ()))
    tell_problems(workspace.problems)
    engine = SqliteEngine(build_in_memory(workspace))
    exported = export_parquet(engine.connection, folder, shown_path=engine.path, force=force)
    tell(
        say(
            "exported",
            path=str(folder),
            notices=exported.notices,
            files=exported.files,
            size=-(-exported.size // 1000),
        )
    )
    if workspace.has_errors:
        tell(say("warning.incomplete"))
        raise typer.Exit(EXIT_PROBLEMS)


COMMANDS = {"export": export}
