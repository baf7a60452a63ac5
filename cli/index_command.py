"""`zeren index`: where the index of the data lies, whether it is fresh; build or remove it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import reading_bar, tell_notes
from cli.options import DataOption
from cli.output import EXIT_PROBLEMS, put
from matrices.diagnostics import MatrixError
from matrices.wording import say

if TYPE_CHECKING:
    from matrices.answers.index.store import IndexState


def index(
    ctx: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help=say("help.index.rebuild"))] = False,
    clear: Annotated[bool, typer.Option("--clear", help=say("help.index.clear"))] = False,
    every: Annotated[bool, typer.Option("--all", help=say("help.index.all"))] = False,
    data: Annotated[list[Path], DataOption] = [],  # noqa: B006 - typer copies it
) -> None:
    """Tell about the index; with --rebuild or --clear make or remove it first."""
    from matrices.answers.index.store import (
        clear_all_indexes,
        clear_index,
        index_state,
        rebuild_index,
    )

    if (rebuild and clear) or (every and not clear):
        raise MatrixError("error.index-options")
    paths = data or list(ctx.obj or ())
    if clear:
        freed = clear_all_indexes() if every else clear_index(paths)
        put((say("index.freed", size=_size(freed)) if freed else say("index.nothing")) + "\n")
        return
    if rebuild:
        with reading_bar() as report:
            built = rebuild_index(paths, report=report)
        tell_notes(built.notes)
        built.close()
    state = index_state(paths)
    put("".join(line + "\n" for line in _lines(state, paths)))
    if state.state.value in ("damaged", "foreign", "unreadable"):
        raise typer.Exit(EXIT_PROBLEMS)


def _lines(state: IndexState, paths: list[Path]) -> list[str]:
    shown = "、".join(map(str, paths)) or say("index.bundled")
    lines = [say("index.data", data=shown, files=state.files)]
    if state.path is None:
        return [*lines, say("note.index-no-folder")]
    lines.append(say("index.path", path=str(state.path)))
    if state.size:
        lines.append(say("index.size", size=_size(state.size)))
    message = say("index.state." + state.state.value, changed=state.changed)
    return [*lines, say("index.state", state=message)]


def _size(count: int) -> str:
    """A number of bytes as people say it."""
    size, unit = float(count), "KiB"
    size /= 1024
    for larger in ("MiB", "GiB"):
        if size < 1024:
            break
        size, unit = size / 1024, larger
    return f"{size:.0f} {unit}" if size >= 10 else f"{size:.1f} {unit}"


COMMANDS = {"index": index}
